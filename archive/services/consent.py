"""Consent as it is recorded: what an author said, by which evidence; appended, never edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from archive.domain.consent_words import EventKind, Method, known
from archive.domain.people import Permission
from archive.errors import Conflict, InvalidInput, SeparationOfDuties
from archive.services import approvals, consent_entry, decisions
from archive.services.consent_entry import NewLine, Statement
from archive.services.decisions import Histories, decision
from archive.services.unit import Unit
from archive.services.visibility import may_see
from archive.store.models import (
    Author,
    ConsentConfirmation,
    ConsentEvent,
    Excerpt,
    Grant,
    Item,
)

__all__ = [
    "EventView",
    "LineView",
    "NewLine",
    "Statement",
    "confirm",
    "decision",
    "histories",
    "history",
    "record",
    "unconfirmed",
]


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a recorded statement, for a screen; words are as they were stored."""

    id: int
    scope: str
    item: str
    excerpt: str
    written_until: date | None
    use: str
    effect: str
    attribution: str
    credit: str
    bits: tuple[str, ...]
    modifiers: tuple[str, ...]
    conditions: tuple[str, ...]
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class EventView:
    """One recorded statement, for a screen; ``evidence`` is an item's reference and a page."""

    id: int
    author: str
    kind: str
    received_on: date
    recorded_at: datetime
    recorded_by: str
    method: str
    expressed_by: str
    notice: str
    evidence: tuple[str, int] | None
    note: str
    needs_confirmation: bool
    confirmed_by: str
    confirmed_at: datetime | None
    lines: tuple[LineView, ...]


def record(unit: Unit, statement: Statement) -> int:
    """Append what an author said, and decide again on all of the author's excerpts."""
    unit.require(Permission.RECORD_CONSENT)
    consent_entry.check(unit, statement)
    author = _author(unit, statement.author)
    decisions.hold_still(unit, [author.id])
    page = consent_entry.evidence(unit, statement, author)
    notice = consent_entry.notice(unit, statement.notice)
    event = ConsentEvent(
        author_id=author.id,
        kind=str(statement.kind),
        received_on=statement.received_on,
        recorded_at=unit.now,
        recorded_by=unit.account_id,
        method=str(statement.method),
        expressed_by=str(statement.expressed_by),
        notice_id=notice.id if notice else None,
        evidence_page_id=page.id if page else None,
        note=statement.note.strip(),
        lines=list(consent_entry.grants(unit, statement, author)),
    )
    unit.session.add(event)
    unit.session.flush()
    unit.audit(
        "consent.record",
        f"author:{author.id}",
        event=event.id,
        kind=event.kind,
        lines=len(event.lines),
    )
    approvals.reconsider(unit, excerpts_by(unit, author))
    return event.id


def confirm(unit: Unit, event_id: int) -> None:
    """Say, as a second person, that a spoken agreement was given as it is recorded."""
    unit.require(Permission.RECORD_CONSENT)
    event = unit.one(
        select(ConsentEvent).where(ConsentEvent.id == event_id), "There is no such record."
    )
    if not _is_spoken(event):
        raise InvalidInput("Only a spoken agreement is confirmed; this one has its own page.")
    if event.recorded_by == unit.account_id:
        raise SeparationOfDuties("Someone else has to confirm this: you recorded it.")
    if event.confirmation is not None:
        raise Conflict("This has been confirmed already.")
    event.confirmation = ConsentConfirmation(
        recorded_by=event.recorded_by, confirmed_by=unit.account_id, confirmed_at=unit.now
    )
    unit.session.flush()
    unit.audit("consent.confirm", f"author:{event.author_id}", event=event.id)
    approvals.reconsider(unit, excerpts_by(unit, event.author))


def histories(unit: Unit, author_ids: Sequence[int]) -> Histories:
    """All that these authors said, as the rule of consent reads it."""
    unit.require(Permission.READ_CONSENT)
    return decisions.recorded(unit, author_ids)


def history(unit: Unit, code: str) -> list[EventView]:
    """All that is recorded of an author's consent, latest first."""
    unit.require(Permission.READ_CONSENT)
    author = _author(unit, code)
    query = select(ConsentEvent).where(ConsentEvent.author_id == author.id)
    rows = unit.session.scalars(query.order_by(ConsentEvent.id.desc()))
    return [_event_view(unit, row) for row in rows]


def unconfirmed(unit: Unit) -> list[EventView]:
    """Every spoken agreement that waits for a second person, oldest first."""
    unit.require(Permission.READ_CONSENT)
    rows = unit.session.scalars(
        select(ConsentEvent)
        .outerjoin(ConsentConfirmation, ConsentConfirmation.event_id == ConsentEvent.id)
        .where(
            ConsentEvent.method.in_([str(one) for one in Method if one.is_spoken]),
            ConsentEvent.kind.in_([str(one) for one in EventKind if one.is_permission]),
            ConsentConfirmation.event_id.is_(None),
        )
        .order_by(ConsentEvent.id)
    )
    return [_event_view(unit, row) for row in rows]


def excerpts_by(unit: Unit, author: Author) -> list[Excerpt]:
    """Every excerpt from the author's items."""
    unit.require(Permission.READ_EXCERPTS)
    query = select(Excerpt).join(Item, Excerpt.item_id == Item.id)
    return list(unit.session.scalars(query.where(Item.author_id == author.id).order_by(Excerpt.id)))


def _author(unit: Unit, code: str) -> Author:
    return unit.one(
        select(Author).where(Author.code == code), "There is no author with this code name."
    )


def _is_spoken(event: ConsentEvent) -> bool:
    method = known(Method, event.method)
    return method is not None and method.is_spoken


def _event_view(unit: Unit, row: ConsentEvent) -> EventView:
    page, confirmation = row.evidence_page, row.confirmation
    kind = known(EventKind, row.kind)
    is_permission = kind is not None and kind.is_permission
    is_open = _is_spoken(row) and is_permission and confirmation is None
    return EventView(
        id=row.id,
        author=row.author.code,
        kind=row.kind,
        received_on=row.received_on,
        recorded_at=row.recorded_at,
        recorded_by=row.recorder.name,
        method=row.method,
        expressed_by=row.expressed_by,
        notice=row.notice.code if row.notice else "",
        evidence=(page.item.ref, page.number) if page and may_see(unit, page.item) else None,
        note=row.note,
        needs_confirmation=is_open,
        confirmed_by=confirmation.confirmer.name if confirmation else "",
        confirmed_at=confirmation.confirmed_at if confirmation else None,
        lines=tuple(_line_view(line) for line in row.lines),
    )


def _line_view(row: Grant) -> LineView:
    return LineView(
        id=row.id,
        scope=row.scope,
        item=row.item.ref if row.item else "",
        excerpt=row.excerpt.ref if row.excerpt else "",
        written_until=row.written_until,
        use=row.use,
        effect=row.effect,
        attribution=row.attribution,
        credit=row.credit,
        bits=tuple(row.bits),
        modifiers=tuple(row.modifiers),
        conditions=tuple(str(one["kind"]) for one in row.conditions),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )
