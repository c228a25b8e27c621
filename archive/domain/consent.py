"""May these words be used for this, at this instant? One pure function, asked everywhere.

An event counts from the instant at which it was recorded, and what it permits also not before the
day on which it was received; so the answer for an instant never changes once that instant is past.
A day means the day in UTC. What a line permits ends with its dates and its term; what it refuses,
asks or hides does not, until a later word of the same or a narrower scope takes its place: for a
refusal a yes that is shown to be allowed, for the terms of an agreement a renewal, and for
*ask me first* the author's yes to the excerpt in its final wording.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from archive.domain.consent_answers import (
    Allow,
    Attribution,
    Considered,
    Decision,
    Deny,
    Explanation,
    Part,
    Pending,
)
from archive.domain.consent_reasons import Reason, TaskKind, sentence
from archive.domain.consent_records import (
    Condition,
    ConsentEvent,
    GrantLine,
    Scope,
    Target,
    Task,
)
from archive.domain.consent_weighing import Weighed, weigh
from archive.domain.consent_words import (
    AttributionForm,
    Bit,
    ConditionKind,
    Effect,
    EventKind,
    ExpressedBy,
    HoldKind,
    Method,
    Modifier,
    ScopeKind,
    Use,
    known,
)

__all__ = [
    "Allow",
    "Attribution",
    "AttributionForm",
    "Bit",
    "Condition",
    "ConditionKind",
    "ConsentEvent",
    "Considered",
    "Decision",
    "Deny",
    "Effect",
    "EventKind",
    "Explanation",
    "ExpressedBy",
    "GrantLine",
    "HoldKind",
    "Method",
    "Modifier",
    "Part",
    "Pending",
    "Reason",
    "Scope",
    "ScopeKind",
    "Target",
    "Task",
    "TaskKind",
    "Use",
    "decide",
    "explain",
    "sentence",
]


def decide(events: Iterable[ConsentEvent], target: Target, use: Use, at: datetime) -> Decision:
    """Whether the target may be used so at that instant; what is not shown to be allowed is not."""
    return explain(events, target, use, at).decision


def explain(events: Iterable[ConsentEvent], target: Target, use: Use, at: datetime) -> Explanation:
    """The answer of `decide`, with the lines considered for it."""
    if at.tzinfo is None:
        raise ValueError("The instant needs a time zone.")
    if known(Use, use) is None:
        return Explanation(Deny((Reason.UNKNOWN_USE,)))
    barred = _no_author(target) or tuple(_holds(target, use))
    if barred:
        return Explanation(Deny(barred))
    history = tuple(events)
    authors = tuple(dict.fromkeys(target.authors))
    weighed = [weigh(history, author, target, use, at) for author in authors]
    considered = tuple(one for each in weighed for one in each.considered)
    return Explanation(_together(weighed, target), considered)


def _no_author(target: Target) -> tuple[Reason, ...]:
    is_known = bool(target.authors) and all(target.authors)
    return () if is_known else (Reason.NO_AUTHOR,)


def _holds(target: Target, use: Use) -> Iterator[Reason]:
    yield from (Reason(hold.value) for hold in HoldKind if hold in target.holds)
    if use.is_public and not target.is_verified:
        yield Reason.UNVERIFIED


def _together(weighed: Sequence[Weighed], target: Target) -> Decision:
    """The strictest of all the authors' answers; other people named come on top."""
    reasons = tuple(dict.fromkeys(reason for each in weighed for reason in each.reasons))
    if reasons:
        return Deny(reasons)
    tasks = [task for each in weighed for task in each.tasks]
    if not target.has_others_settled:
        tasks.append(Task(TaskKind.SETTLE_OTHERS))
    if tasks:
        return Pending(tuple(tasks))
    return Allow(
        attributions=tuple(each.attribution for each in weighed),
        conditions=tuple(dict.fromkeys(one for each in weighed for one in each.conditions)),
        grants=tuple(sorted({grant for each in weighed for grant in each.grants})),
        expires=min(each.expires for each in weighed),
    )
