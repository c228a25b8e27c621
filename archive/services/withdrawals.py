"""A withdrawal before and after: what it would stop, and what one that was recorded did stop."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from archive.domain.consent_words import EventKind, Use
from archive.domain.excerpt_states import ExcerptState, Mover, may_move
from archive.domain.people import Permission
from archive.errors import NotFound
from archive.services import consent, quotations
from archive.services.unit import Unit
from archive.services.withdrawal import Level, SentOut, Stopped, sent_out
from archive.store.models import AuditEntry, Author, Excerpt


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a withdrawal goes, as a steward enters it."""

    level: Level
    use: Use | None = None
    excerpt: str = ""
    item: str = ""

    def holds(self, excerpt: Excerpt, use: str, excerpts: Iterable[Excerpt]) -> bool:
        """Whether it takes this use of this excerpt back, one of the author's ``excerpts``."""
        match self.level:
            case Level.USE:
                return use == self.use
            case Level.EXCERPT:
                named = [one for one in excerpts if one.ref == self.excerpt.upper()]
                return any(quotations.shares_words(excerpt, one) for one in named)
            case Level.ITEM:
                return excerpt.item.ref == self.item.upper()
            case Level.EVERYTHING:
                return True


@dataclass(frozen=True, slots=True)
class Touched:
    """The uses that stop, and the exports that are out already."""

    stopped: tuple[Stopped, ...]
    sent_out: tuple[SentOut, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A withdrawal that was recorded, with what it stopped."""

    event: consent.EventView
    stopped: tuple[Stopped, ...]
    sent_out: tuple[SentOut, ...]


def touched(unit: Unit, code: str, reach: Reach) -> Touched:
    """What a withdrawal so far would stop, were it recorded now."""
    unit.require(Permission.RECORD_CONSENT)
    excerpts = consent.excerpts_by(unit, _author(unit, code))
    stops = tuple(
        Stopped(excerpt.ref, one.use, one.state, str(ExcerptState.WITHDRAWN))
        for excerpt in excerpts
        for one in excerpt.proposals
        if reach.holds(excerpt, one.use, excerpts)
        and may_move(ExcerptState(one.state), ExcerptState.WITHDRAWN, Mover.SYSTEM)
    )
    return Touched(stops, tuple(_sent_out(unit, excerpts, reach, unit.now)))


def recorded(unit: Unit, code: str, event_id: int) -> Recorded:
    """A withdrawal with what it stopped at that instant, told from the audit."""
    unit.require(Permission.READ_CONSENT)
    events = consent.history(unit, code)
    event = next((one for one in events if one.id == event_id), None)
    if event is None or event.kind != EventKind.WITHDRAW:
        raise NotFound("There is no such withdrawal.")
    author = _author(unit, code)
    excerpts = consent.excerpts_by(unit, author)
    sent = _sent_out(unit, excerpts, _reach(event), event.recorded_at)
    return Recorded(event, tuple(_stops(unit, author, event.id)), tuple(sent))


def _author(unit: Unit, code: str) -> Author:
    return unit.one(
        select(Author).where(Author.code == code), "There is no author with this code name."
    )


def _reach(event: consent.EventView) -> Reach:
    line = event.lines[0] if event.lines else None
    if line is None:
        return Reach(Level.EVERYTHING)
    if line.excerpt:
        return Reach(Level.EXCERPT, excerpt=line.excerpt)
    if line.item:
        return Reach(Level.ITEM, item=line.item)
    if line.use in set(Use):
        return Reach(Level.USE, use=Use(line.use))
    return Reach(Level.EVERYTHING)


def _stops(unit: Unit, author: Author, event_id: int) -> Iterator[Stopped]:
    """The moves that were sealed into the audit between the record and the end of its act."""
    ends = [
        entry.id
        for entry in unit.session.scalars(
            select(AuditEntry)
            .where(
                AuditEntry.object == f"author:{author.id}",
                AuditEntry.act.in_(("consent.record", "consent.withdraw")),
            )
            .order_by(AuditEntry.id)
        )
        if entry.detail.get("event") == event_id
    ]
    entries = unit.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.act == "proposal.move", AuditEntry.id.between(ends[0], ends[-1]))
        .order_by(AuditEntry.id)
    )
    first: dict[tuple[str, str], str] = {}
    last: dict[tuple[str, str], str] = {}
    for entry in entries:
        key = (entry.object.partition(":")[2], str(entry.detail["use"]))
        first.setdefault(key, str(entry.detail["before"]))
        last[key] = str(entry.detail["to"])
    for (ref, use), was in first.items():
        yield Stopped(ref, use, was, last[(ref, use)])


def _sent_out(
    unit: Unit, excerpts: list[Excerpt], reach: Reach, before: datetime
) -> Iterator[SentOut]:
    return sent_out(unit, excerpts, lambda one, use: reach.holds(one, use, excerpts), before)
