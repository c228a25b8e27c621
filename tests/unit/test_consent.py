from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from archive.domain.consent import (
    Allow,
    Attribution,
    AttributionForm,
    Bit,
    Condition,
    ConditionKind,
    ConsentEvent,
    Considered,
    Deny,
    Effect,
    EventKind,
    ExpressedBy,
    GrantLine,
    HoldKind,
    Method,
    Modifier,
    Part,
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
    sentence,
)
from archive.domain.consent_parsing import event_from_record, holds_from_words, line_from_record
from archive.domain.dates import PartialDate

DAY = date(2025, 3, 1)
NOW = datetime(2025, 9, 1, 12, tzinfo=UTC)
EVERYTHING = Scope(ScopeKind.AUTHOR)
ITEM = Scope(ScopeKind.ITEM, item="i1")
FINAL = Scope(ScopeKind.EXCERPT, item="i1", excerpt="e1", wording="w1")
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


def line(
    scope: Scope = EVERYTHING, use: Use | None = Use.REPORT, effect: Effect = Effect.ALLOW
) -> GrantLine:
    return GrantLine("l1", scope, use, effect, AttributionForm.FIRST_NAME, "Ray")


def said(
    *lines: GrantLine, kind: EventKind = EventKind.GRANT, on: date = DAY, author: str = "a"
) -> ConsentEvent:
    return ConsentEvent(
        id=f"{kind}-{on}-{author}",
        author_id=author,
        kind=kind,
        received_on=on,
        recorded_at=datetime(on.year, on.month, on.day, 18, tzinfo=UTC),
        recorded_by="s1",
        method=Method.SIGNED_FORM,
        has_evidence=True,
        notice="n1",
        lines=lines,
    )


def later(days: int) -> date:
    return DAY + timedelta(days=days)


GRANT = said(line())


def reasons(*events: ConsentEvent, target: Target = TARGET, use: Use = Use.REPORT) -> set[Reason]:
    answer = decide(events, target, use, NOW)
    return set(answer.reasons) if isinstance(answer, Deny) else set()


def is_allowed(*events: ConsentEvent, target: Target = TARGET, use: Use = Use.REPORT) -> bool:
    return isinstance(decide(events, target, use, NOW), Allow)


def tasks(*events: ConsentEvent, target: Target = TARGET) -> set[TaskKind]:
    answer = decide(events, target, Use.REPORT, NOW)
    return {task.kind for task in answer.tasks} if isinstance(answer, Pending) else set()


def test_a_signed_form_allows_the_use_it_names() -> None:
    assert decide([GRANT], TARGET, Use.REPORT, NOW) == Allow(
        attributions=(Attribution("a", AttributionForm.FIRST_NAME, "Ray"),),
        conditions=(),
        grants=("l1",),
        expires=date(2028, 2, 29),
    )


def test_silence_means_no() -> None:
    assert reasons() == {Reason.NO_CONSENT}
    assert reasons(said(kind=EventKind.GRANT)) == {Reason.NO_CONSENT}
    assert reasons(said(line(), kind=EventKind.REQUEST)) == {Reason.NO_CONSENT}
    assert reasons(said(line(), kind=EventKind.NOTE)) == {Reason.NO_CONSENT}
    assert reasons(said(line(use=None))) == {Reason.NO_CONSENT}
    assert reasons(said(line(), author="b")) == {Reason.NO_CONSENT}


@pytest.mark.parametrize("use", [use for use in Use if use is not Use.REPORT])
def test_no_use_implies_another(use: Use) -> None:
    assert reasons(GRANT, use=use) == {Reason.NO_CONSENT}


def test_only_three_uses_are_not_public() -> None:
    assert {use for use in Use if not use.is_public} == {
        Use.INTERNAL,
        Use.COALITION,
        Use.CONVENING,
    }


@pytest.mark.parametrize("authors", [(), ("",), ("a", "")])
def test_without_an_identified_author_nothing_is_asked_further(authors: tuple[str, ...]) -> None:
    target = replace(TARGET, authors=authors, holds=frozenset(HoldKind))
    assert reasons(GRANT, target=target) == {Reason.NO_AUTHOR}


@pytest.mark.parametrize("hold", list(HoldKind))
def test_any_hold_stops_every_use(hold: HoldKind) -> None:
    held = replace(TARGET, holds=frozenset({hold}))
    internal = said(line(use=Use.INTERNAL))
    assert reasons(GRANT, target=held) == {Reason(hold.value)}
    assert reasons(internal, target=held, use=Use.INTERNAL) == {Reason(hold.value)}


def test_unverified_lines_stop_public_uses_only() -> None:
    target = replace(TARGET, is_verified=False)
    assert reasons(GRANT, target=target) == {Reason.UNVERIFIED}
    assert is_allowed(said(line(use=Use.INTERNAL)), target=target, use=Use.INTERNAL)


def test_a_use_that_nobody_knows_is_denied() -> None:
    answer = decide([GRANT], TARGET, "billboard", NOW)  # type: ignore[arg-type]
    assert answer == Deny((Reason.UNKNOWN_USE,))


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        decide([GRANT], TARGET, Use.REPORT, datetime(2025, 9, 1))  # noqa: DTZ001


@pytest.mark.parametrize("method", [Method.SIGNED_FORM, Method.LETTER_PASSAGE, Method.PROXY])
def test_what_is_written_needs_its_evidence_and_its_notice(method: Method) -> None:
    assert Reason.NO_EVIDENCE in reasons(replace(GRANT, method=method, has_evidence=False))
    assert Reason.NO_NOTICE in reasons(replace(GRANT, method=method, notice=""))
    assert Reason.NO_EVIDENCE in reasons(replace(GRANT, method=None))


@pytest.mark.parametrize("method", [Method.PHONE_NOTE, Method.VISIT_NOTE])
def test_what_is_spoken_needs_a_second_person_and_reaches_no_public_use(method: Method) -> None:
    spoken = replace(said(line(use=Use.COALITION), line()), method=method)
    heard = replace(spoken, confirmed_by="s2", confirmed_at=NOW)
    coalition = Use.COALITION
    assert Reason.NOT_CONFIRMED in reasons(spoken, use=coalition)
    assert Reason.NOT_CONFIRMED in reasons(replace(heard, confirmed_by="s1"), use=coalition)
    too_late = replace(heard, confirmed_at=NOW + timedelta(seconds=1))
    assert Reason.NOT_CONFIRMED in reasons(too_late, use=coalition)
    assert is_allowed(heard, use=coalition)
    assert Reason.ONLY_SPOKEN in reasons(heard)


@pytest.mark.parametrize(
    "change",
    [
        {"method": Method.PROXY},
        {"expressed_by": ExpressedBy.ATTORNEY},
        {"expressed_by": ExpressedBy.NEXT_OF_KIN},
        {"expressed_by": ExpressedBy.ESTATE},
    ],
)
def test_who_speaks_for_the_author_can_only_say_ask_first(change: dict[str, object]) -> None:
    proxy = replace(GRANT, **change)  # type: ignore[arg-type]
    assert tasks(proxy) == {TaskKind.ASK_AUTHOR}
    no = said(kind=EventKind.REFUSE, on=later(-9))
    assert Reason.REFUSED in reasons(no, proxy)


def test_another_who_speaks_cannot_replace_what_the_author_asked() -> None:
    renewal = replace(
        said(line(), kind=EventKind.RENEW, on=later(5)), expressed_by=ExpressedBy.ATTORNEY
    )
    careful = replace(line(), attribution=AttributionForm.ANONYMOUS, credit="")
    answer = decide([said(careful), renewal], TARGET, Use.REPORT, NOW)
    assert isinstance(answer, Allow)
    assert answer.attributions[0].form is AttributionForm.ANONYMOUS


@pytest.mark.parametrize(("use", "years"), [(Use.REPORT, 3), (Use.INTERNAL, 5)])
def test_terms_end_on_the_eve_of_their_anniversary(use: Use, years: int) -> None:
    event = said(line(use=use))
    last = datetime(2025 + years, 3, 1, tzinfo=UTC) - timedelta(seconds=1)
    assert isinstance(decide([event], TARGET, use, last), Allow)
    ended = decide([event], TARGET, use, last + timedelta(seconds=1))
    assert ended == Deny((Reason.NO_CONSENT, Reason.EXPIRED))


def test_a_term_that_begins_on_a_leap_day_ends() -> None:
    leap = said(line(), on=date(2024, 2, 29))
    answer = decide([leap], TARGET, Use.REPORT, NOW)
    assert isinstance(answer, Allow)
    assert answer.expires == date(2027, 2, 27)


def test_a_lines_own_days_are_both_included() -> None:
    short = replace(line(), valid_from=later(10), valid_until=later(12))
    noon = datetime(2025, 3, 1, 12, tzinfo=UTC)
    seen = [
        type(decide([said(short)], TARGET, Use.REPORT, noon + timedelta(days=days)))
        for days in (9, 10, 12, 13)
    ]
    assert seen == [Deny, Allow, Allow, Deny]
    assert Reason.NOT_YET in explain_reasons(said(short), noon + timedelta(days=9))


def explain_reasons(event: ConsentEvent, at: datetime) -> set[Reason | None]:
    return {one.reason for one in explain([event], TARGET, Use.REPORT, at).considered}


def test_an_event_counts_from_when_it_was_recorded_and_received() -> None:
    before = GRANT.recorded_at - timedelta(seconds=1)
    assert decide([GRANT], TARGET, Use.REPORT, before) == Deny((Reason.NO_CONSENT,))
    early = replace(GRANT, received_on=later(3))
    answer = decide([early], TARGET, Use.REPORT, GRANT.recorded_at)
    assert answer == Deny((Reason.NO_CONSENT, Reason.NOT_YET))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (EventKind.REFUSE, Reason.REFUSED),
        (EventKind.WITHDRAW, Reason.WITHDRAWN),
        (EventKind.REVOKE, Reason.REVOKED),
        (EventKind.INVALIDATE, Reason.INVALIDATED),
        (EventKind.RESTRICT, Reason.RESTRICTED),
    ],
)
def test_a_denial_without_lines_covers_everything(kind: EventKind, reason: Reason) -> None:
    assert reasons(GRANT, said(kind=kind, on=later(9))) == {reason}


def test_a_withdrawal_needs_no_evidence_and_whatever_its_lines_say_denies() -> None:
    bare = said(line(use=None), kind=EventKind.WITHDRAW, on=later(9))
    bare = replace(bare, method=None, has_evidence=False, notice="")
    assert reasons(GRANT, bare) == {Reason.WITHDRAWN}


def test_a_denial_of_one_use_or_item_leaves_the_others() -> None:
    other_use = said(line(use=Use.PRESS), kind=EventKind.WITHDRAW, on=later(9))
    elsewhere = Scope(ScopeKind.ITEM, item="i2")
    other_item = said(line(elsewhere, None), kind=EventKind.WITHDRAW, on=later(9))
    assert is_allowed(GRANT, other_use, other_item)


@pytest.mark.parametrize(
    ("no", "yes", "expected"),
    [
        (EVERYTHING, EVERYTHING, True),
        (EVERYTHING, ITEM, True),
        (ITEM, EVERYTHING, False),
        (ITEM, ITEM, True),
        (ITEM, Scope(ScopeKind.PASSAGE, "i1", "p1"), True),
        (Scope(ScopeKind.PASSAGE, "i1", "p1"), ITEM, False),
        (Scope(ScopeKind.PASSAGE, "i1", "p2"), Scope(ScopeKind.PASSAGE, "i1", "p1"), False),
        (Scope(ScopeKind.PASSAGE, "i1", "p1"), Scope(ScopeKind.PASSAGE, "i1", "p1"), True),
        (ITEM, FINAL, True),
        (FINAL, ITEM, False),
        (FINAL, FINAL, True),
        (
            Scope(ScopeKind.UNTIL, until=date(2024, 1, 1)),
            Scope(ScopeKind.UNTIL, until=date(2023, 9, 1)),
            True,
        ),
        (
            Scope(ScopeKind.UNTIL, until=date(2023, 9, 1)),
            Scope(ScopeKind.UNTIL, until=date(2024, 1, 1)),
            False,
        ),
    ],
)
def test_only_a_later_yes_of_the_same_or_a_narrower_scope_lifts_a_no(
    no: Scope, yes: Scope, expected: bool
) -> None:
    refusal = said(line(no, None), kind=EventKind.REFUSE, on=later(-30))
    assert is_allowed(refusal, said(line(yes))) is expected
    assert not is_allowed(said(line(yes), on=later(-60)), refusal)


def test_a_yes_received_the_same_day_or_recorded_before_the_no_lifts_nothing() -> None:
    refusal = said(kind=EventKind.REFUSE)
    afterwards = replace(GRANT, recorded_at=GRANT.recorded_at + timedelta(hours=1))
    assert not is_allowed(refusal, afterwards)
    next_day = said(line(), on=later(1))
    assert is_allowed(refusal, next_day)
    found_late = replace(refusal, recorded_at=next_day.recorded_at + timedelta(days=9))
    assert not is_allowed(found_late, next_day)


@pytest.mark.parametrize(
    ("scope", "target", "allows", "denies"),
    [
        (Scope(ScopeKind.UNTIL, until=date(2023, 3, 31)), TARGET, True, True),
        (Scope(ScopeKind.UNTIL, until=date(2023, 3, 15)), TARGET, False, True),
        (Scope(ScopeKind.UNTIL, until=date(2023, 2, 28)), TARGET, False, False),
        (Scope(ScopeKind.UNTIL, until=DAY), replace(TARGET, written_on=None), False, True),
        (Scope(ScopeKind.UNTIL), TARGET, False, True),
        (Scope(ScopeKind.ITEM), TARGET, False, True),
        (Scope(ScopeKind.PASSAGE, "i1", "p1"), TARGET, True, True),
        (Scope(ScopeKind.PASSAGE, "i1", "p2"), TARGET, False, True),
        (Scope(ScopeKind.PASSAGE, "i1", "p3"), TARGET, False, False),
        (Scope(ScopeKind.PASSAGE, "i1", "p3"), replace(TARGET, touching=None), False, True),
        (Scope(ScopeKind.PASSAGE, "i2", "p3"), replace(TARGET, touching=None), False, False),
        (FINAL, TARGET, True, True),
        (replace(FINAL, wording="w0"), TARGET, False, True),
        (replace(FINAL, wording=""), TARGET, False, True),
        (replace(FINAL, excerpt="e2"), TARGET, False, False),
    ],
)
def test_a_scope_permits_what_it_surely_holds_and_denies_what_it_may_hold(
    scope: Scope, target: Target, allows: bool, denies: bool
) -> None:
    assert is_allowed(said(line(scope)), target=target) is allows
    no = said(line(scope, None), kind=EventKind.REFUSE, on=later(9))
    assert bool(reasons(GRANT, no, target=target)) is denies


def test_several_lines_merge_to_the_strictest() -> None:
    open_ = replace(line(), id="1", bits=frozenset({Bit.AGE, Bit.FACILITY}))
    shy = replace(
        line(ITEM),
        id="2",
        attribution=AttributionForm.INITIALS,
        credit="R. M.",
        bits=frozenset({Bit.AGE, Bit.HEALTH}),
        conditions=(Condition(ConditionKind.SEND_COPY),),
        valid_until=date(2026, 1, 1),
    )
    assert decide([said(open_), said(shy, on=later(5))], TARGET, Use.REPORT, NOW) == Allow(
        (Attribution("a", AttributionForm.INITIALS, "R. M.", frozenset({Bit.AGE})),),
        (Condition(ConditionKind.SEND_COPY),),
        ("1", "2"),
        date(2026, 1, 1),
    )
    denying = said(line(effect=Effect.DENY), on=later(6))
    assert reasons(said(open_), said(shy), denying) == {Reason.REFUSED}


def test_two_credits_of_one_form_leave_the_author_anonymous() -> None:
    other = replace(line(), id="2", credit="Raymond")
    answer = decide([GRANT, said(other, on=later(5))], TARGET, Use.REPORT, NOW)
    assert isinstance(answer, Allow)
    assert answer.attributions == (Attribution("a"),)


def test_a_renewal_replaces_older_terms_and_a_grant_does_not() -> None:
    shy = replace(line(), attribution=AttributionForm.ANONYMOUS, credit="", id="shy")
    for kind, form in (
        (EventKind.GRANT, AttributionForm.ANONYMOUS),
        (EventKind.RENEW, AttributionForm.FIRST_NAME),
    ):
        answer = decide([said(shy), said(line(), kind=kind, on=later(9))], TARGET, Use.REPORT, NOW)
        assert isinstance(answer, Allow)
        assert answer.attributions[0].form is form


def test_a_broad_renewal_leaves_the_terms_of_a_narrower_line() -> None:
    narrow = said(line(ITEM, effect=Effect.ASK_FIRST))
    broad = said(line(), kind=EventKind.RENEW, on=later(9))
    assert tasks(narrow, broad) == {TaskKind.ASK_AUTHOR}


def test_ask_first_is_answered_by_a_later_yes_to_the_final_wording() -> None:
    ask = said(line(effect=Effect.ASK_FIRST))
    answer = said(line(FINAL), on=later(9))
    assert tasks(ask) == {TaskKind.ASK_AUTHOR}
    assert tasks(ask, said(line(), on=later(9))) == {TaskKind.ASK_AUTHOR}
    assert is_allowed(ask, answer)
    assert not is_allowed(ask, answer, target=replace(TARGET, wording="w2"))


@pytest.mark.parametrize(
    ("kind", "task"),
    [
        (ConditionKind.CONTACT_BEFORE_USE, TaskKind.CONTACT_AUTHOR),
        (ConditionKind.NOT_WITH, TaskKind.CHECK_COMPANY),
        (ConditionKind.NO_OFFENCE_FACTS, TaskKind.CHECK_OFFENCE_FACTS),
        (ConditionKind.NO_FAMILY, TaskKind.CHECK_FAMILY),
        (ConditionKind.COUNSEL_AGREES, TaskKind.ASK_COUNSEL),
        (ConditionKind.EMBARGO, TaskKind.WAIT_FOR_EMBARGO),
    ],
)
def test_a_condition_waits_until_its_very_task_is_done(kind: ConditionKind, task: TaskKind) -> None:
    condition = Condition(kind, detail="until the hearing")
    event = said(replace(line(), conditions=(condition,)))
    assert tasks(event) == {task}
    done = frozenset({Task(task, "a", condition)})
    other = frozenset({Task(task, "b", condition), Task(task, "a", Condition(kind))})
    assert is_allowed(event, target=replace(TARGET, done=done))
    assert not is_allowed(event, target=replace(TARGET, done=other))


def test_wording_is_approved_only_by_the_author() -> None:
    condition = Condition(ConditionKind.APPROVE_WORDING)
    event = said(replace(line(), conditions=(condition,)))
    done = frozenset({Task(TaskKind.APPROVE_WORDING, "a", condition)})
    assert tasks(event, target=replace(TARGET, done=done)) == {TaskKind.APPROVE_WORDING}
    assert is_allowed(event, said(line(FINAL), on=later(9)))
    assert is_allowed(said(replace(line(FINAL), conditions=(condition,))))


def test_an_embargo_ends_on_its_day_and_no_deed_ends_it_sooner() -> None:
    condition = Condition(ConditionKind.EMBARGO, until=date(2025, 9, 2))
    event = said(replace(line(), conditions=(condition,)))
    done = frozenset({Task(TaskKind.WAIT_FOR_EMBARGO, "a", condition)})
    assert tasks(event, target=replace(TARGET, done=done)) == {TaskKind.WAIT_FOR_EMBARGO}
    answer = decide([event], TARGET, Use.REPORT, datetime(2025, 9, 2, tzinfo=UTC))
    assert isinstance(answer, Allow)
    assert answer.conditions == (condition,)


def test_a_single_use_is_used_up() -> None:
    event = said(replace(line(), conditions=(Condition(ConditionKind.SINGLE_USE),)))
    assert is_allowed(event)
    assert reasons(event, target=replace(TARGET, earlier_uses=1)) == {Reason.ALREADY_USED}


def test_showing_more_than_words_needs_to_be_given() -> None:
    needs = replace(TARGET, needs=frozenset({Modifier.FACSIMILE}))
    given = said(replace(line(), modifiers=frozenset({Modifier.FACSIMILE})))
    assert reasons(GRANT, target=needs) == {Reason.MODIFIER_NOT_GIVEN}
    assert is_allowed(given, target=needs)


def test_other_people_named_are_never_covered() -> None:
    assert tasks(GRANT, target=replace(TARGET, has_others_settled=False)) == {
        TaskKind.SETTLE_OTHERS
    }


def test_all_authors_must_allow_and_each_keeps_their_own_name() -> None:
    both = replace(TARGET, authors=("a", "b", "a"))
    assert reasons(GRANT, target=both) == {Reason.NO_CONSENT}
    luz = said(replace(line(), id="l2", credit="Luz"), author="b")
    answer = decide([luz, GRANT], both, Use.REPORT, NOW)
    assert isinstance(answer, Allow)
    assert [one.credit for one in answer.attributions] == ["Ray", "Luz"]


@pytest.mark.parametrize(
    ("form", "bits", "count", "expected"),
    [
        (AttributionForm.ANONYMOUS_DESCRIPTOR, {Bit.AGE}, 4, None),
        (AttributionForm.ANONYMOUS, {Bit.AGE}, 4, None),
        (AttributionForm.PSEUDONYM, {Bit.AGE}, 4, None),
        (AttributionForm.ANONYMOUS, set(), 1, (AttributionForm.ANONYMOUS, 0)),
        (AttributionForm.FIRST_NAME, {Bit.AGE}, 1, (AttributionForm.FIRST_NAME, 1)),
        (AttributionForm.ANONYMOUS_DESCRIPTOR, {Bit.AGE}, 5, ("anonymous_descriptor", 1)),
        (AttributionForm.ANONYMOUS_DESCRIPTOR, {Bit.AGE}, None, (AttributionForm.ANONYMOUS, 0)),
        (AttributionForm.PSEUDONYM, {Bit.AGE}, None, (AttributionForm.PSEUDONYM, 0)),
    ],
)
def test_details_that_few_authors_share_are_not_shown_without_a_name(
    form: AttributionForm, bits: set[Bit], count: int | None, expected: tuple[str, int] | None
) -> None:
    event = said(replace(line(), attribution=form, credit="somebody", bits=frozenset(bits)))
    answer = decide([event], replace(TARGET, matching_authors=count), Use.REPORT, NOW)
    if expected is None:
        assert answer == Deny((Reason.FEW_MATCHES,))
    else:
        assert isinstance(answer, Allow)
        shown = answer.attributions[0]
        assert (shown.form, len(shown.bits)) == expected


def test_an_explanation_names_every_line_and_what_it_did() -> None:
    refusal = said(replace(line(ITEM, None), id="no"), kind=EventKind.REFUSE, on=later(-9))
    old = said(replace(line(), id="old", valid_until=DAY), on=later(-1))
    yes = said(replace(line(ITEM), id="yes"))
    weighed = explain([yes, refusal, old], TARGET, Use.REPORT, NOW)
    assert isinstance(weighed.decision, Allow)
    assert weighed.considered == (
        Considered("a", refusal.id, "no", Part.SET_ASIDE, Reason.REFUSED),
        Considered("a", old.id, "old", Part.BINDS, Reason.EXPIRED),
        Considered("a", yes.id, "yes", Part.PERMITS, None),
    )


def test_every_code_has_a_sentence() -> None:
    codes: list[Reason | TaskKind] = [*Reason, *TaskKind]
    assert all(sentence(code).endswith(".") for code in codes)
    assert len({sentence(code) for code in codes}) == len(codes)


def test_stored_vocabulary_never_changes() -> None:
    assert [form.value for form in sorted(AttributionForm, key=lambda form: form.rank)] == [
        "anonymous",
        "anonymous_descriptor",
        "pseudonym",
        "initials",
        "first_name",
        "chosen_name",
        "first_name_initial",
        "full_name",
    ]
    assert [kind.rank for kind in ScopeKind] == [0, 1, 2, 3, 4]


def test_a_record_that_cannot_be_understood_denies() -> None:
    with pytest.raises(ValueError, match="names no author"):
        event_from_record({"kind": "grant"})
    for record in (
        {},
        {"kind": "grant", "recorded_at": "2025-01-01T00:00:00"},
        {"kind": "grant", "recorded_at": "yesterday"},
        {"kind": "grant", "received_on": "2025-01-01", "recorded_at": NOW, "lines": "all"},
    ):
        event = event_from_record({"author_id": "a", **record})
        assert not event.is_readable
        assert Reason.UNREADABLE in reasons(GRANT, event)


def test_every_use_is_stored_as_all() -> None:
    record: dict[str, object] = {"id": 7, "scope": {"kind": "author"}, "effect": "deny"}
    assert line_from_record(record | {"use": "all"}) == GrantLine(
        "7", EVERYTHING, None, Effect.DENY
    )
    assert not line_from_record(record | {"use": "most"}).is_readable
    assert not line_from_record(record | {"conditions": ["kind"]}).is_readable


def test_an_unknown_hold_holds() -> None:
    assert holds_from_words(["safety", "whatever", 3]) == {HoldKind.SAFETY, HoldKind.TAKEDOWN}
    assert holds_from_words([]) == frozenset()
