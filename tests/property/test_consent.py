"""The promises of `decide`, over histories in which every answer occurs often."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from random import Random

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from archive.domain.consent import (
    Allow,
    AttributionForm,
    Bit,
    Condition,
    ConditionKind,
    ConsentEvent,
    Decision,
    Deny,
    Effect,
    EventKind,
    ExpressedBy,
    GrantLine,
    Method,
    Modifier,
    Pending,
    Reason,
    Scope,
    ScopeKind,
    Target,
    Task,
    TaskKind,
    Use,
    decide,
    explain,
)
from archive.domain.consent_parsing import event_from_record
from archive.domain.dates import PartialDate

START = date(2024, 1, 1)
USES = (Use.REPORT, Use.INTERNAL)
DENIALS = (EventKind.REFUSE, EventKind.WITHDRAW, EventKind.REVOKE, EventKind.INVALIDATE)
CONDITIONS = (
    Condition(ConditionKind.CONTACT_BEFORE_USE),
    Condition(ConditionKind.APPROVE_WORDING),
    Condition(ConditionKind.SEND_COPY),
    Condition(ConditionKind.EMBARGO, date(2024, 6, 1)),
    Condition(ConditionKind.SINGLE_USE),
)
SCOPES = (
    Scope(ScopeKind.AUTHOR),
    Scope(ScopeKind.UNTIL, until=date(2023, 6, 1)),
    Scope(ScopeKind.ITEM, item="i1"),
    Scope(ScopeKind.ITEM, item="i2"),
    Scope(ScopeKind.PASSAGE, item="i1", passage="p1"),
    Scope(ScopeKind.PASSAGE, item="i1", passage="p2"),
    Scope(ScopeKind.EXCERPT, item="i1", excerpt="e1", wording="w1"),
    Scope(ScopeKind.EXCERPT, item="i1", excerpt="e1", wording="w0"),
)
TARGET = Target(
    authors=("a",),
    item="i1",
    within=frozenset({"p1"}),
    touching=frozenset({"p1", "p2"}),
    excerpt="e1",
    wording="w1",
    written_on=PartialDate(2023, 3),
    is_verified=True,
    has_others_settled=True,
)


def mostly(usual: object, *rare: object) -> st.SearchStrategy[object]:
    return st.sampled_from([usual] * 5 * len(rare) + list(rare))


LINES = st.builds(
    GrantLine,
    id=st.integers(0, 999).map(str),
    scope=st.sampled_from([*[SCOPES[0], SCOPES[2], SCOPES[6]] * 3, *SCOPES]),
    use=st.sampled_from([*USES, *USES, None]),
    effect=mostly(Effect.ALLOW, Effect.ASK_FIRST, Effect.DENY),
    attribution=st.sampled_from(AttributionForm),
    credit=st.sampled_from(["", "Ray"]),
    bits=st.frozensets(st.sampled_from(Bit), max_size=2),
    modifiers=mostly(frozenset(Modifier), frozenset()),
    conditions=mostly((), *((one,) for one in CONDITIONS)),
    valid_from=mostly(None, START + timedelta(days=100)),
    valid_until=mostly(None, START + timedelta(days=200)),
)


@st.composite
def events(draw: st.DrawFn, author: str = "a") -> ConsentEvent:
    received = START + timedelta(days=draw(st.integers(0, 200)))
    lag = timedelta(days=draw(st.integers(0, 5)), seconds=draw(st.integers(0, 9)))
    recorded = datetime(received.year, received.month, received.day, 12, tzinfo=UTC) + lag
    kinds = [EventKind.GRANT] * 12 + [EventKind.RENEW] * 10 + list(EventKind)
    kind = draw(st.sampled_from(kinds))
    return ConsentEvent(
        id=str(draw(st.integers(0, 9999))),
        author_id=author,
        kind=kind,
        received_on=received,
        recorded_at=recorded,
        recorded_by="s1",
        confirmed_by=draw(st.sampled_from(["s2", "s2", "s1", None])),
        confirmed_at=recorded,
        method=draw(st.sampled_from([Method.SIGNED_FORM] * 15 + list(Method))),
        has_evidence=draw(st.sampled_from([True] * 15 + [False])),
        notice=draw(st.sampled_from(["n1"] * 15 + [""])),
        expressed_by=draw(st.sampled_from([ExpressedBy.SELF] * 20 + list(ExpressedBy))),
        lines=tuple(draw(st.lists(LINES, min_size=kind not in DENIALS, max_size=3))),
    )


HISTORIES = st.lists(events(), min_size=1, max_size=6)
INSTANTS = st.integers(200, 900).map(
    lambda days: datetime(2024, 1, 1, 9, tzinfo=UTC) + timedelta(days=days)
)
RANK = {Deny: 0, Pending: 1, Allow: 2}


def rank(decision: Decision) -> int:
    return RANK[type(decision)]


@given(HISTORIES, events(), st.sampled_from(DENIALS), st.sampled_from(USES), INSTANTS)
def test_adding_a_refusal_or_withdrawal_never_widens(
    history: list[ConsentEvent], one: ConsentEvent, kind: EventKind, use: Use, at: datetime
) -> None:
    before = decide(history, TARGET, use, at)
    after = decide([*history, replace(one, kind=kind)], TARGET, use, at)
    event(f"{type(before).__name__} to {type(after).__name__}")
    assert rank(after) <= rank(before)


@given(HISTORIES, st.integers(-100, 1500), st.sampled_from(USES), INSTANTS, st.data())
def test_adding_an_expiry_never_widens(
    history: list[ConsentEvent], days: int, use: Use, at: datetime, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(history) - 1))
    chosen = history[index]
    assume(chosen.lines)
    number = data.draw(st.integers(0, len(chosen.lines) - 1))
    line = chosen.lines[number]
    ends = START + timedelta(days=days)
    line = replace(
        line, valid_until=ends if line.valid_until is None else min(ends, line.valid_until)
    )
    lines = (*chosen.lines[:number], line, *chosen.lines[number + 1 :])
    changed = [*history[:index], replace(chosen, lines=lines), *history[index + 1 :]]
    before, after = decide(history, TARGET, use, at), decide(changed, TARGET, use, at)
    event(f"{type(before).__name__} to {type(after).__name__}")
    assert rank(after) <= rank(before)


@given(HISTORIES, events(), LINES, st.sampled_from(USES), INSTANTS)
def test_removing_an_allow_never_widens(
    history: list[ConsentEvent], one: ConsentEvent, line: GrantLine, use: Use, at: datetime
) -> None:
    """What a line asks in return goes with it, so the line here asks nothing."""
    plain = replace(
        line,
        effect=Effect.ALLOW,
        conditions=(),
        modifiers=frozenset(Modifier),
    )
    allow = replace(one, kind=EventKind.GRANT, lines=(plain,))
    with_it = decide([*history, allow], TARGET, use, at)
    without = decide(history, TARGET, use, at)
    event(f"{type(with_it).__name__} to {type(without).__name__}")
    assert rank(without) <= rank(with_it)


@given(HISTORIES, st.sampled_from(USES), INSTANTS, st.data())
def test_removing_any_allow_never_lifts_a_denial(
    history: list[ConsentEvent], use: Use, at: datetime, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(history) - 1))
    chosen = history[index]
    assume(chosen.kind.is_permission)
    assume(all(line.effect is not Effect.DENY for line in chosen.lines))
    before = decide(history, TARGET, use, at)
    assume(isinstance(before, Deny))
    assert isinstance(decide(history[:index] + history[index + 1 :], TARGET, use, at), Deny)


@given(HISTORIES, st.sampled_from(USES), INSTANTS, st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter(
    history: list[ConsentEvent], use: Use, at: datetime, chance: Random
) -> None:
    unlike = {one.id: one for one in history}
    ordered = list(unlike.values())
    mixed = [*ordered]
    chance.shuffle(mixed)
    assert explain(ordered, TARGET, use, at) == explain(mixed, TARGET, use, at)


@given(HISTORIES, events(), st.sampled_from(USES), INSTANTS, st.integers(1, 10**6))
def test_what_is_recorded_later_changes_no_earlier_answer(
    history: list[ConsentEvent], one: ConsentEvent, use: Use, at: datetime, seconds: int
) -> None:
    later = replace(one, recorded_at=at + timedelta(seconds=seconds))
    assert decide([*history, later], TARGET, use, at) == decide(history, TARGET, use, at)


@given(HISTORIES, st.sampled_from(USES), INSTANTS, st.integers(-12, 14))
def test_the_zone_in_which_the_instant_is_told_does_not_matter(
    history: list[ConsentEvent], use: Use, at: datetime, hours: int
) -> None:
    elsewhere = at.astimezone(timezone(timedelta(hours=hours)))
    assert decide(history, TARGET, use, elsewhere) == decide(history, TARGET, use, at)


def as_record(one: ConsentEvent) -> dict[str, object]:
    def plain(line: GrantLine) -> dict[str, object]:
        names = GrantLine.__slots__
        record = {name: getattr(line, name) for name in names if name != "is_readable"}
        for name in ("bits", "modifiers"):
            record[name] = sorted(record[name])
        record["scope"] = {name: getattr(line.scope, name) for name in Scope.__slots__}
        record["conditions"] = [
            {name: getattr(condition, name) for name in Condition.__slots__}
            for condition in line.conditions
        ]
        return record

    names = ConsentEvent.__slots__
    record = {name: getattr(one, name) for name in names if name != "is_readable"}
    return record | {"lines": [plain(line) for line in one.lines]}


@given(events())
def test_a_record_is_read_back_as_it_was(one: ConsentEvent) -> None:
    assert event_from_record(as_record(one)) == one


@given(HISTORIES, events(), st.sampled_from(USES), INSTANTS, st.data())
def test_an_unknown_word_anywhere_denies(
    history: list[ConsentEvent], one: ConsentEvent, use: Use, at: datetime, data: st.DataObject
) -> None:
    record = as_record(replace(one, recorded_at=at))
    places: list[tuple[dict[str, object], str]] = [
        (record, name) for name in ("kind", "method", "expressed_by", "received_on", "unheard_of")
    ]
    lines = record["lines"]
    assert isinstance(lines, list)
    for line in lines:
        places += [(line, name) for name in ("use", "effect", "attribution", "valid_until")]
        places += [(line["scope"], "kind"), (line["scope"], "until"), (line, "unheard_of")]
        places += [(condition, "kind") for condition in line["conditions"]]
        for name in ("bits", "modifiers", "conditions"):
            places.append((line, name))
    holder, name = data.draw(st.sampled_from(places))
    holder[name] = ["perhaps"] if name in ("bits", "modifiers", "conditions") else "perhaps"
    answer = decide([*history, event_from_record(record)], TARGET, use, at)
    assert isinstance(answer, Deny)
    assert Reason.UNREADABLE in answer.reasons


@given(HISTORIES, st.lists(events("b"), max_size=3), st.sampled_from(USES), INSTANTS)
def test_every_author_has_to_allow(
    history: list[ConsentEvent], other: list[ConsentEvent], use: Use, at: datetime
) -> None:
    alone = [
        decide([*history, *other], replace(TARGET, authors=(author,)), use, at)
        for author in ("a", "b")
    ]
    both = decide([*other, *history], replace(TARGET, authors=("a", "b")), use, at)
    assert rank(both) == min(map(rank, alone))


@given(HISTORIES, st.sampled_from(USES), INSTANTS)
def test_an_allowance_tells_no_more_than_its_strictest_line(
    history: list[ConsentEvent], use: Use, at: datetime
) -> None:
    answer = explain(history, TARGET, use, at)
    if not isinstance(answer.decision, Allow):
        return
    by_id = {line.id: line for one in history for line in one.lines}
    assume(len(by_id) == sum(len(one.lines) for one in history))
    lines = [by_id[line] for line in answer.decision.grants]
    shown = answer.decision.attributions[0]
    assert all(shown.form.rank <= line.attribution.rank for line in lines)
    assert all(shown.bits <= line.bits for line in lines)
    assert {one for line in lines for one in line.conditions} == set(answer.decision.conditions)
    assert answer.decision.expires >= at.date()


def test_all_three_answers_occur_often() -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=400, database=None, derandomize=True)
    @given(HISTORIES, st.sampled_from(USES), INSTANTS)
    def count(history: list[ConsentEvent], use: Use, at: datetime) -> None:
        seen[type(decide(history, TARGET, use, at)).__name__] += 1

    count()
    assert seen["Allow"] >= 80
    assert min(seen[name] for name in ("Allow", "Pending", "Deny")) >= 25, seen


@given(st.sampled_from(TaskKind))
def test_no_deed_of_ours_stands_in_for_the_authors_answer(kind: TaskKind) -> None:
    at = datetime(2024, 3, 1, tzinfo=UTC)
    line = GrantLine("1", SCOPES[0], Use.REPORT, Effect.ASK_FIRST)
    asked = ConsentEvent(
        id="1",
        author_id="a",
        kind=EventKind.GRANT,
        received_on=START,
        recorded_at=at - timedelta(days=2),
        recorded_by="s",
        method=Method.SIGNED_FORM,
        has_evidence=True,
        notice="n",
        lines=(line,),
    )
    done = frozenset({Task(kind, "a")})
    answer = decide([asked], replace(TARGET, done=done), Use.REPORT, at)
    assert answer == Pending((Task(TaskKind.ASK_AUTHOR, "a"),))
