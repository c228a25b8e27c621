"""How one line of an agreement bears on a passage: does it reach it, and does it permit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from archive.domain.consent_reasons import Reason
from archive.domain.consent_records import ConsentEvent, GrantLine, Scope, Target
from archive.domain.consent_words import Effect, EventKind, ExpressedBy, Method, ScopeKind, Use

PUBLIC_YEARS = 3
INTERNAL_YEARS = 5

_DENIAL = {
    EventKind.WITHDRAW: Reason.WITHDRAWN,
    EventKind.REVOKE: Reason.REVOKED,
    EventKind.INVALIDATE: Reason.INVALIDATED,
    EventKind.RESTRICT: Reason.RESTRICTED,
}


@dataclass(frozen=True, slots=True)
class Said:
    """One line, with the event in which it was said."""

    event: ConsentEvent
    line: GrantLine

    @property
    def is_denial(self) -> bool:
        """Whether it says no: by its own effect or by the kind of its event."""
        return self.event.kind.is_denial or self.line.effect is Effect.DENY

    @property
    def denial(self) -> Reason:
        """What sort of no it is."""
        return _DENIAL.get(self.event.kind, Reason.REFUSED)

    def follows(self, other: "Said") -> bool:
        """Whether it is surely the later word: received on a later day, recorded at a later time.

        Two words of one day have no order that could be shown, so neither follows the other.
        """
        later_received = self.event.received_on > other.event.received_on
        return later_received and self.event.recorded_at > other.event.recorded_at


def said(events: Iterable[ConsentEvent]) -> Iterator[Said]:
    """All lines that say something; a denial without lines is about everything."""
    for event in events:
        if not event.kind.is_silent:
            yield from (Said(event, line) for line in event.lines or _whole(event))


def _whole(event: ConsentEvent) -> tuple[GrantLine, ...]:
    if event.kind.is_permission:
        return ()
    return (GrantLine(event.id, Scope(ScopeKind.AUTHOR), None, Effect.DENY),)


def covers(scope: Scope, target: Target) -> bool:
    """Whether the scope surely holds all of the target, so that it may permit it."""
    match scope.kind:
        case ScopeKind.AUTHOR:
            return True
        case ScopeKind.UNTIL:
            return _surely_until(scope, target)
        case ScopeKind.ITEM:
            return bool(scope.item) and scope.item == target.item
        case ScopeKind.PASSAGE:
            return bool(scope.passage) and scope.passage in target.within
        case ScopeKind.EXCERPT:
            return is_final_wording(scope, target)


def _surely_until(scope: Scope, target: Target) -> bool:
    if scope.until is None or target.written_on is None:
        return False
    return target.written_on.latest <= scope.until


def is_final_wording(scope: Scope, target: Target) -> bool:
    """Whether the scope is this very excerpt, in these very words."""
    is_complete = bool(scope.excerpt and scope.wording)
    return is_complete and (scope.excerpt, scope.wording) == (target.excerpt, target.wording)


def touches(scope: Scope, target: Target) -> bool:
    """Whether the scope may hold any of the target, so that it can refuse or bind it.

    What is left open in the record or about the target counts as reaching it.
    """
    match scope.kind:
        case ScopeKind.AUTHOR:
            return True
        case ScopeKind.UNTIL:
            return not _surely_after(scope, target)
        case ScopeKind.ITEM:
            return not scope.item or not target.item or scope.item == target.item
        case ScopeKind.PASSAGE:
            return _passage_touches(scope, target)
        case ScopeKind.EXCERPT:
            return not scope.excerpt or scope.excerpt in {target.excerpt, *target.overlapping}


def _surely_after(scope: Scope, target: Target) -> bool:
    if scope.until is None or target.written_on is None:
        return False
    return target.written_on.earliest > scope.until


def _passage_touches(scope: Scope, target: Target) -> bool:
    if not scope.passage or scope.passage in target.within:
        return True
    if target.touching is None:
        return not scope.item or not target.item or scope.item == target.item
    return scope.passage in target.touching


def is_within(narrow: Scope, wide: Scope) -> bool:
    """Whether, both reaching one target, the first is of the same or a narrower scope."""
    if narrow.kind is not wide.kind:
        return narrow.kind.rank > wide.kind.rank
    match narrow.kind:
        case ScopeKind.UNTIL:
            return _ends_by(narrow.until, wide.until)
        case ScopeKind.PASSAGE:
            return narrow.passage == wide.passage
        case _:
            return True


def _ends_by(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and first <= last


def last_day(event: ConsentEvent, line: GrantLine, use: Use) -> date:
    """The last day on which the line may permit: its own, or the end of the term if sooner."""
    years = PUBLIC_YEARS if use.is_public else INTERNAL_YEARS
    term = _anniversary(event.received_on, years) - timedelta(days=1)
    return term if line.valid_until is None else min(term, line.valid_until)


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def why_not(one: Said, use: Use, at: datetime) -> Reason | None:
    """Why a line that reaches the passage does not permit it, or None where it may.

    The days are those of `at` in UTC; an ask_first line permits too, after asking.
    """
    return _unshown(one.event, use, at) or _out_of_time(one, use, at)


def _unshown(event: ConsentEvent, use: Use, at: datetime) -> Reason | None:
    if not event.notice:
        return Reason.NO_NOTICE
    if event.method is None:
        return Reason.NO_EVIDENCE
    if not event.method.is_spoken:
        return None if event.has_evidence else Reason.NO_EVIDENCE
    if use.is_public:
        return Reason.ONLY_SPOKEN
    return None if _is_confirmed(event, at) else Reason.NOT_CONFIRMED


def _is_confirmed(event: ConsentEvent, at: datetime) -> bool:
    by_another = bool(event.confirmed_by) and event.confirmed_by != event.recorded_by
    return by_another and event.confirmed_at is not None and event.confirmed_at <= at


def _out_of_time(one: Said, use: Use, at: datetime) -> Reason | None:
    day = at.astimezone(UTC).date()
    begins = max(one.event.received_on, one.line.valid_from or date.min)
    if day < begins:
        return Reason.NOT_YET
    return Reason.EXPIRED if day > last_day(one.event, one.line, use) else None


def is_by_author(event: ConsentEvent) -> bool:
    """Whether the author spoke, and nobody in the author's place."""
    return event.expressed_by is ExpressedBy.SELF and event.method is not Method.PROXY


def effect_of(one: Said) -> Effect:
    """What the line says; one who speaks for the author can never say more than ask first."""
    if one.line.effect is Effect.ALLOW and not is_by_author(one.event):
        return Effect.ASK_FIRST
    return one.line.effect
