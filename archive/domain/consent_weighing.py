"""One author's words weighed for one use: who refuses, who permits, and what binds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from archive.domain.consent_answers import Attribution, Considered, Part
from archive.domain.consent_lines import (
    Said,
    covers,
    effect_of,
    is_by_author,
    is_final_wording,
    is_within,
    last_day,
    said,
    touches,
    why_not,
)
from archive.domain.consent_reasons import TASK_OF, Reason, TaskKind
from archive.domain.consent_records import Condition, ConsentEvent, Target, Task
from archive.domain.consent_words import AttributionForm, ConditionKind, Effect, EventKind, Use

FEWEST_MATCHES = 5
"""So many authors have to fit the details shown beside words without a name."""

_NAMELESS = (
    AttributionForm.ANONYMOUS,
    AttributionForm.ANONYMOUS_DESCRIPTOR,
    AttributionForm.PSEUDONYM,
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one author's history says: reasons against, tasks before, and the terms if neither."""

    author_id: str
    reasons: tuple[Reason, ...]
    tasks: tuple[Task, ...]
    attribution: Attribution
    conditions: tuple[Condition, ...]
    grants: tuple[str, ...]
    expires: date
    considered: tuple[Considered, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """The question, and one author's lines sorted by what they do to the answer."""

    target: Target
    use: Use
    at: datetime
    is_readable: bool
    denials: tuple[Said, ...]
    terms: tuple[Said, ...]

    @property
    def permits(self) -> tuple[Said, ...]:
        """Lines in force that hold the whole target, those that ask first included."""
        return tuple(one for one in self.terms if self.why_not(one) is None)

    @property
    def yes(self) -> tuple[Said, ...]:
        """Lines in force that permit without asking."""
        return tuple(one for one in self.permits if effect_of(one) is Effect.ALLOW)

    def why_not(self, one: Said) -> Reason | None:
        """Why the line does not permit this use of this target."""
        names_use = one.event.kind.is_permission and one.line.use == self.use
        if not names_use or not covers(one.line.scope, self.target):
            return Reason.NO_CONSENT
        return why_not(one, self.use, self.at)

    @property
    def standing(self) -> tuple[Said, ...]:
        """Refusals and withdrawals that no later yes of the same or a narrower scope lifts."""
        yes = self.yes
        return tuple(no for no in self.denials if not _is_replaced(no, yes))

    @property
    def binding(self) -> tuple[Said, ...]:
        """Terms that hold: all of them, but for those that a later renewal replaces.

        A line whose days are over permits nothing more, and still binds.
        """
        renewals = [
            one
            for one in self.permits
            if one.event.kind is EventKind.RENEW and is_by_author(one.event)
        ]
        return tuple(one for one in self.terms if not _is_replaced(one, renewals))

    def has_answer(self, to: Said) -> bool:
        """Whether the author later said yes to this excerpt in its final wording."""
        return any(
            yes.follows(to) and is_final_wording(yes.line.scope, self.target) for yes in self.yes
        )


def _is_replaced(old: Said, later: Sequence[Said]) -> bool:
    return any(one.follows(old) and is_within(one.line.scope, old.line.scope) for one in later)


def weigh(
    events: Sequence[ConsentEvent], author_id: str, target: Target, use: Use, at: datetime
) -> Weighed:
    """Weigh one author's history; the order of its events does not matter."""
    case = _case([event for event in events if event.author_id == author_id], target, use, at)
    binding, permits = case.binding, case.permits
    attribution = _merged_attribution(author_id, binding)
    reasons = [*_consent_reasons(case), *(_terms_reasons(case, attribution) if permits else ())]
    return Weighed(
        author_id=author_id,
        reasons=tuple(dict.fromkeys(reasons)),
        tasks=_tasks(author_id, case),
        attribution=_shown(attribution, target.matching_authors),
        conditions=tuple(dict.fromkeys(c for one in binding for c in one.line.conditions)),
        grants=tuple(sorted({one.line.id for one in binding})),
        expires=_expires(case),
        considered=tuple(_considered(author_id, case)),
    )


def _case(events: Sequence[ConsentEvent], target: Target, use: Use, at: datetime) -> _Case:
    ordered = sorted(events, key=lambda event: (event.received_on, event.recorded_at, event.id))
    recorded = [event for event in ordered if event.recorded_at <= at]
    bearing = [
        one
        for one in said(recorded)
        if one.line.use in (None, use) and touches(one.line.scope, target)
    ]
    return _Case(
        target=target,
        use=use,
        at=at,
        is_readable=all(_is_readable(event) for event in recorded),
        denials=tuple(one for one in bearing if one.is_denial),
        terms=tuple(one for one in bearing if not one.is_denial),
    )


def _is_readable(event: ConsentEvent) -> bool:
    return event.is_readable and all(line.is_readable for line in event.lines)


def _consent_reasons(case: _Case) -> Iterator[Reason]:
    if not case.is_readable:
        yield Reason.UNREADABLE
    if not case.permits:
        yield Reason.NO_CONSENT
        yield from (reason for one in case.terms if (reason := case.why_not(one)))
    yield from (no.denial for no in case.standing)


def _terms_reasons(case: _Case, attribution: Attribution) -> Iterator[Reason]:
    binding, target = case.binding, case.target
    if any(not target.needs <= one.line.modifiers for one in binding):
        yield Reason.MODIFIER_NOT_GIVEN
    conditions = {condition.kind for one in binding for condition in one.line.conditions}
    if ConditionKind.SINGLE_USE in conditions and target.earlier_uses > 0:
        yield Reason.ALREADY_USED
    few = target.matching_authors is not None and target.matching_authors < FEWEST_MATCHES
    if few and _tells_details(attribution):
        yield Reason.FEW_MATCHES


def _tells_details(attribution: Attribution) -> bool:
    is_described = attribution.form is AttributionForm.ANONYMOUS_DESCRIPTOR
    return attribution.form in _NAMELESS and (is_described or bool(attribution.bits))


def _merged_attribution(author_id: str, binding: Sequence[Said]) -> Attribution:
    """The least revealing of all; two different credits of that form leave none to show."""
    if not binding:
        return Attribution(author_id)
    form = min((one.line.attribution for one in binding), key=lambda form: form.rank)
    shown_as = {one.line.credit for one in binding if one.line.attribution is form}
    bits = frozenset.intersection(*(one.line.bits for one in binding))
    if len(shown_as) > 1:
        return Attribution(author_id, AttributionForm.ANONYMOUS, "", bits)
    return Attribution(author_id, form, shown_as.pop(), bits)


def _shown(attribution: Attribution, matching: int | None) -> Attribution:
    """Without a name and a count of who fits, no detail is shown."""
    if matching is not None or not _tells_details(attribution):
        return attribution
    if attribution.form is AttributionForm.PSEUDONYM:
        return Attribution(attribution.author_id, attribution.form, attribution.credit)
    return Attribution(attribution.author_id)


def _tasks(author_id: str, case: _Case) -> tuple[Task, ...]:
    tasks = [
        Task(TASK_OF[condition.kind], author_id, condition)
        for one in case.binding
        for condition in one.line.conditions
        if condition.kind in TASK_OF and not _is_met(condition, one, author_id, case)
    ]
    asks = [one for one in case.binding if one.line.effect is Effect.ASK_FIRST]
    if not case.yes or any(not case.has_answer(one) for one in asks):
        tasks.insert(0, Task(TaskKind.ASK_AUTHOR, author_id))
    return tuple(dict.fromkeys(tasks))


def _is_met(condition: Condition, one: Said, author_id: str, case: _Case) -> bool:
    is_done = Task(TASK_OF[condition.kind], author_id, condition) in case.target.done
    match condition.kind:
        case ConditionKind.EMBARGO if condition.until is not None:
            return case.at.astimezone(UTC).date() >= condition.until
        case ConditionKind.APPROVE_WORDING:
            is_approval = one in case.yes and is_final_wording(one.line.scope, case.target)
            return is_approval or case.has_answer(one)
        case ConditionKind.CONTACT_BEFORE_USE:
            return is_done or case.has_answer(one)
        case _:
            return is_done


def _expires(case: _Case) -> date:
    """The earliest last day among the lines that permit."""
    binding = case.binding
    return min(
        (last_day(one.event, one.line, case.use) for one in case.permits if one in binding),
        default=date.min,
    )


def _considered(author_id: str, case: _Case) -> Iterator[Considered]:
    standing, binding = case.standing, case.binding
    for one in (*case.denials, *case.terms):
        part, reason = _part(one, case, standing, binding)
        yield Considered(author_id, one.event.id, one.line.id, part, reason)


def _part(
    one: Said, case: _Case, standing: Sequence[Said], binding: Sequence[Said]
) -> tuple[Part, Reason | None]:
    if one.is_denial:
        return (Part.REFUSES if one in standing else Part.SET_ASIDE), one.denial
    reason = case.why_not(one)
    if one not in binding:
        return Part.SET_ASIDE, reason
    return (Part.BINDS if reason else Part.PERMITS), reason
