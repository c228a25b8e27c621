"""What waits for a person: counted only among what they may see and may do something about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import joinedload

from archive.domain.excerpt_states import ExcerptState
from archive.domain.items import ItemState, PageState, TextKind
from archive.domain.people import Permission
from archive.errors import IndexUnavailable
from archive.services import batches, consent
from archive.services.batches import Summary
from archive.services.jobs import JobState
from archive.services.unit import Unit
from archive.services.visibility import visible
from archive.store.models import (
    Batch,
    ConsentEvent,
    Excerpt,
    Hold,
    Item,
    Job,
    Outbox,
    Page,
    Proposal,
    Version,
)

_RECENT = 8
_Columns = TypeVarTuple("_Columns")


class Task(StrEnum):
    """A kind of work that can wait, most urgent first."""

    INDEX_BROKEN = "index_broken"
    JOBS_ASIDE = "jobs_aside"
    QUARANTINE = "quarantine"
    HOLDS = "holds"
    SPOKEN_CONSENTS = "spoken_consents"
    NO_CONSENT = "no_consent"
    TO_REVIEW = "to_review"
    RETURNED = "returned"
    CHANGED = "changed"
    EXPIRED = "expired"
    READY = "ready"
    DRAFTS = "drafts"
    LOCKED = "locked"
    REJECTED = "rejected"
    NEEDS_A_LOOK = "needs_a_look"
    TO_TRANSCRIBE = "to_transcribe"
    TO_VERIFY = "to_verify"
    TO_INDEX = "to_index"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of one kind waits, and since when, if that is known."""

    task: Task
    count: int
    oldest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What there is in all, of what the person may see."""

    items: int
    pages: int
    authors: int


@dataclass(frozen=True, slots=True)
class Home:
    """Where the day begins."""

    waiting: tuple[Waiting, ...]
    kept: Kept | None
    batch: Summary | None
    recent: tuple[Item, ...]


def home(unit: Unit) -> Home:
    """What waits for this person and how far today has come; nothing that they may not see."""
    may = unit.actor.may
    return Home(
        waiting=waiting(unit),
        kept=_kept(unit) if may(Permission.READ_ITEMS) else None,
        batch=_latest_batch(unit) if may(Permission.SCAN) else None,
        recent=_recent(unit) if may(Permission.READ_ITEMS) else (),
    )


def waiting(unit: Unit) -> tuple[Waiting, ...]:
    """Every kind of work that waits for this person, most urgent first."""
    counted = (
        one for permission, count in _COUNTS if unit.actor.may(permission) for one in count(unit)
    )
    order = list(Task)
    return tuple(sorted((o for o in counted if o.count), key=lambda one: order.index(one.task)))


def _faults(unit: Unit) -> list[Waiting]:
    rows = unit.session.execute(
        select(Item.state, func.count()).where(visible(unit)).group_by(Item.state)
    )
    counts = {str(state): count for state, count in rows}
    tasks = {
        ItemState.LOCKED: Task.LOCKED,
        ItemState.REJECTED: Task.REJECTED,
        ItemState.NEEDS_REVIEW: Task.NEEDS_A_LOOK,
    }
    return [Waiting(task, counts.get(state, 0)) for state, task in tasks.items()]


def _to_transcribe(unit: Unit) -> list[Waiting]:
    return [_pages(unit, Task.TO_TRANSCRIBE, Page.state == PageState.NEEDS_TRANSCRIPTION)]


def _to_verify(unit: Unit) -> list[Waiting]:
    """Text that a person typed; the one who typed it cannot verify it."""
    by_others = exists().where(
        Version.page_id == Page.id,
        Version.number == Page.version_number,
        Version.written_by != unit.account_id,
    )
    return [_pages(unit, Task.TO_VERIFY, Page.text_kind == TextKind.HUMAN, by_others)]


def _pages(unit: Unit, task: Task, *conditions: ColumnElement[bool]) -> Waiting:
    """Pages are listed by searching, and mail in quarantine is not searched."""
    query = select(func.count(Page.id)).join(Item, Page.item_id == Item.id)
    found = query.where(visible(unit), Item.is_legal_mail.is_(False), *conditions)
    return Waiting(task, unit.session.scalar(found) or 0)


def _own_excerpts(unit: Unit) -> list[Waiting]:
    own = Excerpt.created_by == unit.account_id
    untouched = ~exists().where(Proposal.excerpt_id == Excerpt.id)
    never = select(func.count(Excerpt.id)).join(Item, Excerpt.item_id == Item.id)
    drafts = unit.session.scalar(never.where(visible(unit), own, untouched)) or 0
    by_state = _proposed(select(Proposal.state, func.count(Excerpt.id.distinct())))
    rows = unit.session.execute(by_state.where(visible(unit), own).group_by(Proposal.state))
    counts = {str(state): count for state, count in rows}
    return [
        Waiting(Task.RETURNED, counts.get(ExcerptState.RETURNED, 0)),
        Waiting(Task.CHANGED, counts.get(ExcerptState.STALE, 0)),
        Waiting(Task.EXPIRED, counts.get(ExcerptState.EXPIRED, 0)),
        Waiting(Task.READY, counts.get(ExcerptState.APPROVED, 0)),
        Waiting(Task.DRAFTS, drafts + counts.get(ExcerptState.DRAFT, 0)),
    ]


def _to_review(unit: Unit) -> list[Waiting]:
    """What others put forward; nobody decides on their own."""
    count, oldest = unit.session.execute(
        _proposed(select(func.count(Proposal.id), func.min(Proposal.submitted_at))).where(
            visible(unit),
            Proposal.state == ExcerptState.SUBMITTED,
            Proposal.submitted_by != unit.account_id,
            Excerpt.created_by != unit.account_id,
        )
    ).one()
    return [Waiting(Task.TO_REVIEW, count, oldest)]


def _proposed(query: Select[*_Columns]) -> Select[*_Columns]:
    """The query over excerpts that were put forward, with their items."""
    return (
        query.select_from(Proposal)
        .join(Excerpt, Proposal.excerpt_id == Excerpt.id)
        .join(Item, Excerpt.item_id == Item.id)
    )


def _holds(unit: Unit) -> list[Waiting]:
    count, oldest = unit.session.execute(
        select(func.count(Hold.id), func.min(Hold.placed_at)).where(Hold.lifted_at.is_(None))
    ).one()
    return [Waiting(Task.HOLDS, count, oldest)]


def _consents(unit: Unit) -> list[Waiting]:
    spoken = consent.unconfirmed(unit)
    heard = exists().where(ConsentEvent.author_id == Item.author_id)
    silent = _proposed(select(func.count(Item.author_id.distinct()))).where(
        visible(unit), Proposal.state == ExcerptState.SUBMITTED, ~heard
    )
    return [
        Waiting(Task.SPOKEN_CONSENTS, len(spoken)),
        Waiting(Task.NO_CONSENT, unit.session.scalar(silent) or 0),
    ]


def _quarantined(unit: Unit) -> list[Waiting]:
    count, oldest = unit.session.execute(
        select(func.count(Item.id), func.min(Item.created_at)).where(
            visible(unit), Item.is_legal_mail.is_(True)
        )
    ).one()
    return [Waiting(Task.QUARANTINE, count, oldest)]


def _machines(unit: Unit) -> list[Waiting]:
    """Figures of the machine alone: an admin reads no items."""
    aside = select(func.count(Job.id)).where(Job.state == JobState.SET_ASIDE)
    behind, since = unit.session.execute(
        select(func.count(Outbox.id), func.min(Outbox.written_at))
    ).one()
    return [
        Waiting(Task.INDEX_BROKEN, 0 if _is_index_usable(unit) else 1),
        Waiting(Task.JOBS_ASIDE, unit.session.scalar(aside) or 0),
        Waiting(Task.TO_INDEX, behind, since),
    ]


def _is_index_usable(unit: Unit) -> bool:
    try:
        unit.archive.index.pages()
    except IndexUnavailable:
        return False
    return True


_Count = Callable[[Unit], list[Waiting]]
_COUNTS: tuple[tuple[Permission, _Count], ...] = (
    (Permission.SEE_SYSTEM, _machines),
    (Permission.READ_QUARANTINE, _quarantined),
    (Permission.PLACE_HOLDS, _holds),
    (Permission.RECORD_CONSENT, _consents),
    (Permission.REVIEW, _to_review),
    (Permission.EXCERPT, _own_excerpts),
    (Permission.SCAN, _faults),
    (Permission.TRANSCRIBE, _to_transcribe),
    (Permission.VERIFY, _to_verify),
)
"""Who can do something about it is told of it."""


def _kept(unit: Unit) -> Kept:
    items, authors = unit.session.execute(
        select(func.count(Item.id), func.count(Item.author_id.distinct())).where(visible(unit))
    ).one()
    pages = select(func.count(Page.id)).join(Item, Page.item_id == Item.id).where(visible(unit))
    return Kept(items, unit.session.scalar(pages) or 0, authors)


def _latest_batch(unit: Unit) -> Summary | None:
    """The batch in hand: the one that the newest item came in with."""
    newest = select(Item.batch_id).where(visible(unit)).order_by(Item.id.desc()).limit(1)
    ref = unit.session.scalar(select(Batch.ref).where(Batch.id == newest.scalar_subquery()))
    return batches.summary(unit, ref) if ref else None


def _recent(unit: Unit) -> tuple[Item, ...]:
    query = select(Item).where(visible(unit)).options(joinedload(Item.author))
    rows = unit.session.scalars(query.order_by(Item.id.desc()).limit(_RECENT))
    return tuple(rows)
