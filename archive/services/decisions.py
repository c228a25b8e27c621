"""Asking whether an excerpt may be used: the stored record, put to the one rule of consent."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from archive.domain import consent as rules
from archive.domain.attribution import attribution_line
from archive.domain.consent_parsing import event_from_record, holds_from_words
from archive.domain.consent_words import ConditionKind, Modifier, Use
from archive.domain.dates import PartialDate
from archive.domain.people import Permission
from archive.services import quotations
from archive.services.holds import open_holds
from archive.services.unit import Unit
from archive.store.models import Author, ConsentEvent, Excerpt, Export, Grant, Report

QUOTED_WORDS = 300
"""More words than this are no quotation; they need the author's yes to the full text."""

Histories = tuple[rules.ConsentEvent, ...]


def decision(unit: Unit, excerpt: Excerpt, use: Use, at: datetime | None = None) -> rules.Decision:
    """Whether the excerpt may be used so; the one way in which anything here asks."""
    return explanation(unit, excerpt, use, at).decision


def explanation(
    unit: Unit, excerpt: Excerpt, use: Use, at: datetime | None = None, *, is_compared: bool = False
) -> rules.Explanation:
    """The same answer with the lines that were weighed for it.

    With ``is_compared``, what it would be once the quoted lines are compared with the image.
    """
    unit.require(Permission.READ_EXCERPTS)
    events = recorded(unit, authors_of(excerpt))
    asked = target(unit, excerpt, use, events)
    if is_compared:
        asked = replace(asked, is_verified=True)
    return rules.explain(events, asked, use, at or unit.now)


def decisions(unit: Unit, excerpt: Excerpt, uses: Iterable[Use]) -> dict[Use, rules.Decision]:
    """The answer for each of these uses, now."""
    unit.require(Permission.READ_EXCERPTS)
    events = recorded(unit, authors_of(excerpt))
    return {
        use: rules.decide(events, target(unit, excerpt, use, events), use, unit.now) for use in uses
    }


def sentences(answer: rules.Decision) -> tuple[str, ...]:
    """Why it is not allowed, or not yet, in words; nothing where it is."""
    match answer:
        case rules.Deny(reasons):
            return tuple(rules.sentence(reason) for reason in reasons)
        case rules.Pending(tasks):
            return tuple(dict.fromkeys(rules.sentence(task.kind) for task in tasks))
        case rules.Allow():
            return ()


def credit_line(excerpt: Excerpt, allow: rules.Allow) -> str:
    """How the authors are named beside the words; a detail whose count is unknown is not told."""
    return attribution_line(allow.attributions, {}, quotations.language(excerpt))


def authors_of(excerpt: Excerpt) -> tuple[int, ...]:
    """Whose words they are; nobody where the author is not identified."""
    author_id = excerpt.item.author_id
    return () if author_id is None else (author_id,)


def hold_still(unit: Unit, authors: Iterable[int]) -> None:
    """Let nobody else decide on these authors' words, or change their consent, until this ends.

    So no export slips past a withdrawal that is being recorded at the same moment; the act happens
    once it was let in, after all that it had to wait for.
    """
    query = select(Author.id).where(Author.id.in_(sorted(set(authors)))).order_by(Author.id)
    unit.session.execute(query.with_for_update())
    unit.now = unit.archive.clock()


def recorded(unit: Unit, authors: Sequence[int]) -> Histories:
    """All that is recorded of these authors' consent, read so that what is unknown says no."""
    rows = unit.session.scalars(
        select(ConsentEvent)
        .where(ConsentEvent.author_id.in_(authors))
        .order_by(ConsentEvent.id)
        .options(
            selectinload(ConsentEvent.lines).selectinload(Grant.item),
            selectinload(ConsentEvent.lines).selectinload(Grant.excerpt),
            selectinload(ConsentEvent.notice),
            selectinload(ConsentEvent.confirmation),
        )
        .execution_options(populate_existing=True)
    )
    return tuple(event_from_record(_record(row)) for row in rows)


def target(unit: Unit, excerpt: Excerpt, use: Use, events: Histories) -> rules.Target:
    """The facts about the excerpt that consent turns on."""
    item = excerpt.item
    return rules.Target(
        authors=tuple(str(author) for author in authors_of(excerpt)),
        item=item.ref,
        lines=frozenset(
            line.key for passage in excerpt.passages for line in quotations.quoted_lines(passage)
        ),
        excerpt=excerpt.ref,
        wording=quotations.wording(excerpt),
        overlapping=overlapping(unit, excerpt, events),
        written_on=PartialDate.parse(item.written_on) if item.written_on else None,
        is_verified=quotations.is_verified(excerpt),
        has_others_settled=excerpt.names_others is False,
        holds=holds_from_words(open_holds(unit, item)),
        needs=_needs(excerpt),
        earlier_uses=_earlier_uses(unit, excerpt, use) if _has_single_use(events) else 0,
    )


def overlapping(unit: Unit, excerpt: Excerpt, events: Histories) -> frozenset[str]:
    """Other excerpts of the same words that an author's answer names."""
    named = {line.scope.excerpt for event in events for line in event.lines} - {"", excerpt.ref}
    if not named:
        return frozenset()
    others = unit.session.scalars(
        select(Excerpt).where(Excerpt.ref.in_(named), Excerpt.item_id == excerpt.item_id)
    )
    return frozenset(one.ref for one in others if quotations.shares_words(excerpt, one))


def _needs(excerpt: Excerpt) -> frozenset[Modifier]:
    is_long = len(quotations.shown_words(excerpt).split()) > QUOTED_WORDS
    return frozenset({Modifier.FULL_TEXT} if is_long else ())


def _has_single_use(events: Histories) -> bool:
    return any(
        condition.kind is ConditionKind.SINGLE_USE
        for event in events
        for line in event.lines
        for condition in line.conditions
    )


def _earlier_uses(unit: Unit, excerpt: Excerpt, use: Use) -> int:
    return sum(
        any(entry["excerpt"] == excerpt.ref for entry in manifest["entries"])
        for manifest in unit.session.scalars(
            select(Export.manifest)
            .join(Report, Export.report_id == Report.id)
            .where(Report.use == use)
        )
    )


def _record(row: ConsentEvent) -> dict[str, Any]:
    confirmation = row.confirmation
    return {
        "id": str(row.id),
        "author_id": str(row.author_id),
        "kind": row.kind,
        "received_on": row.received_on,
        "recorded_at": row.recorded_at,
        "recorded_by": str(row.recorded_by),
        "confirmed_by": str(confirmation.confirmed_by) if confirmation else None,
        "confirmed_at": confirmation.confirmed_at if confirmation else None,
        "method": row.method,
        "has_evidence": row.evidence_page_id is not None,
        "notice": row.notice.code if row.notice else "",
        "expressed_by": row.expressed_by,
        "lines": [_line(line) for line in row.lines],
    }


def _line(row: Grant) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "scope": {
            "kind": row.scope,
            "item": row.item.ref if row.item else "",
            "excerpt": row.excerpt.ref if row.excerpt else "",
            "wording": row.wording_sha256 or "",
            "until": row.written_until,
        },
        "use": row.use,
        "effect": row.effect,
        "attribution": row.attribution,
        "credit": row.credit,
        "bits": row.bits,
        "modifiers": row.modifiers,
        "conditions": row.conditions,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
    }
