"""Withdrawal: an author takes an agreement back, and every use that it touches stops at once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select

from archive.domain.consent import Allow
from archive.domain.consent_lines import touches
from archive.domain.consent_records import ConsentEvent, Target
from archive.domain.consent_words import Effect, EventKind, ExpressedBy, Method, ScopeKind, Use
from archive.domain.excerpt_states import ExcerptState, Mover, may_move
from archive.domain.people import Permission
from archive.errors import InvalidInput
from archive.services import consent, decisions, standing
from archive.services.consent_entry import NewLine, Statement
from archive.services.unit import Unit
from archive.store.models import Author, Excerpt, Export, Report

Reaches = Callable[[Excerpt, Use], bool]
"""Whether what is taken back reaches this use of this excerpt."""


class Level(StrEnum):
    """How much an author takes back."""

    USE = "use"
    EXCERPT = "excerpt"
    ITEM = "item"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What an author takes back, when that reached us, and what shows it.

    ``use`` narrows it to one use at level *use*; ``excerpt`` and ``item`` are references. Nothing
    has to show it: a withdrawal counts from the moment at which it is recorded.
    """

    author: str
    level: Level
    received_on: date
    method: Method
    use: Use | None = None
    excerpt: str = ""
    item: str = ""
    evidence: tuple[str, int] | None = None
    note: str = ""
    expressed_by: ExpressedBy = ExpressedBy.SELF


@dataclass(frozen=True, slots=True)
class Stopped:
    """One use of one excerpt that was stopped."""

    excerpt: str
    use: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class SentOut:
    """An export that had gone out with words now withdrawn; its recipient has to be told."""

    export: int
    report: str
    use: str
    recipient: str
    made_at: datetime
    excerpts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What a withdrawal did: the recorded event, the uses stopped, and what had gone out."""

    event: int
    stopped: tuple[Stopped, ...]
    sent_out: tuple[SentOut, ...]


def withdraw(unit: Unit, withdrawal: Withdrawal) -> Done:
    """Record the withdrawal and stop all that it touches, in one transaction."""
    unit.require(Permission.RECORD_CONSENT)
    author = unit.one(
        select(Author).where(Author.code == withdrawal.author),
        "There is no author with this code name.",
    )
    decisions.hold_still(unit, [author.id])
    excerpts = consent.excerpts_by(unit, author)
    before = {(one.excerpt.ref, one.use): one.state for each in excerpts for one in each.proposals}
    event_id = consent.record(unit, _statement(withdrawal))
    event = next(one for one in decisions.recorded(unit, [author.id]) if one.id == str(event_id))
    for excerpt in excerpts:
        _stop(unit, excerpt, event)
    stopped = tuple(
        Stopped(one.excerpt.ref, one.use, was, one.state)
        for each in excerpts
        for one in each.proposals
        if (was := before[(each.ref, one.use)]) != one.state
    )
    out = tuple(
        sent_out(unit, excerpts, lambda one, use: _reaches(unit, event, one, use), unit.now)
    )
    unit.audit(
        "consent.withdraw",
        f"author:{author.id}",
        event=event_id,
        level=withdrawal.level,
        stopped=len(stopped),
        sent_out=[one.export for one in out],
    )
    return Done(event_id, stopped, out)


def _statement(withdrawal: Withdrawal) -> Statement:
    return Statement(
        author=withdrawal.author,
        kind=EventKind.WITHDRAW,
        received_on=withdrawal.received_on,
        method=withdrawal.method,
        lines=(_line(withdrawal),),
        evidence=withdrawal.evidence,
        note=withdrawal.note,
        expressed_by=withdrawal.expressed_by,
    )


def _line(withdrawal: Withdrawal) -> NewLine:
    if (withdrawal.level is Level.USE) is not (withdrawal.use is not None):
        raise InvalidInput("Name the use that the author takes back, and only for one use.")
    uses = (withdrawal.use,) if withdrawal.use else ()
    match withdrawal.level:
        case Level.ITEM:
            return NewLine(ScopeKind.ITEM, uses, Effect.DENY, item=withdrawal.item)
        case Level.EXCERPT:
            return NewLine(ScopeKind.EXCERPT, uses, Effect.DENY, excerpt=withdrawal.excerpt)
        case Level.USE | Level.EVERYTHING:
            return NewLine(ScopeKind.AUTHOR, uses, Effect.DENY)


def _stop(unit: Unit, excerpt: Excerpt, event: ConsentEvent) -> None:
    """Withdraw each proposal that is touched, but for one that a later yes allows all the same."""
    for proposal in excerpt.proposals:
        is_open = may_move(ExcerptState(proposal.state), ExcerptState.WITHDRAWN, Mover.SYSTEM)
        if not is_open or not _reaches(unit, event, excerpt, Use(proposal.use)):
            continue
        answer = decisions.decision(unit, excerpt, Use(proposal.use))
        if not isinstance(answer, Allow):
            standing.move(unit, proposal, ExcerptState.WITHDRAWN, Mover.SYSTEM)


def _reaches(unit: Unit, event: ConsentEvent, excerpt: Excerpt, use: Use) -> bool:
    authors = tuple(str(author) for author in decisions.authors_of(excerpt))
    words = Target(
        authors,
        item=excerpt.item.ref,
        excerpt=excerpt.ref,
        overlapping=decisions.overlapping(unit, excerpt, (event,)),
    )
    return any(line.use in (None, use) and touches(line.scope, words) for line in event.lines)


def sent_out(
    unit: Unit, excerpts: Iterable[Excerpt], reaches: Reaches, before: datetime
) -> Iterator[SentOut]:
    """What had left the archive by then, of these excerpts in the uses that are reached."""
    mine = {excerpt.ref: excerpt for excerpt in excerpts}
    rows = unit.session.execute(
        select(Export, Report)
        .join(Report, Export.report_id == Report.id)
        .where(Export.made_at <= before)
        .order_by(Export.id)
    )
    for export, report in rows:
        inside = [entry["excerpt"] for entry in export.manifest["entries"]]
        touched = tuple(
            ref for ref in inside if ref in mine and reaches(mine[ref], Use(report.use))
        )
        if touched:
            yield SentOut(
                export=export.id,
                report=report.ref,
                use=report.use,
                recipient=export.recipient,
                made_at=export.made_at,
                excerpts=touched,
            )
