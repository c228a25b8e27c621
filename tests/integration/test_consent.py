from datetime import date, timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from archive.domain.consent import Allow, Condition, Decision, Deny, Pending, Reason, TaskKind
from archive.domain.consent_words import (
    AttributionForm,
    ConditionKind,
    Effect,
    EventKind,
    ExpressedBy,
    Method,
    ScopeKind,
    Use,
)
from archive.domain.excerpts import Operation, OperationKind
from archive.domain.people import Actor, Role
from archive.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    NotPermitted,
    SeparationOfDuties,
)
from archive.services import consent, excerpts
from archive.services.consent import NewLine, Statement
from archive.services.notices import STANDARD, all_notices
from archive.services.unit import Archive
from archive.store.models import ConsentConfirmation, ConsentEvent, Grant
from tests.conftest import AsRole, StoppedClock
from tests.story import agreed, approved, author, letter, marked, submitted, verified
from tests.tampering import unguard

PAGE = ["They kept us in the dark", "for nine days."]
WORDS = "kept us in the dark\nfor nine days"


def asked(archive: Archive, actor: Actor, ref: str, use: Use) -> Decision:
    with archive.reading(actor) as unit:
        return consent.decision(unit, excerpts.excerpt(unit, ref), use)


def settled(archive: Archive, writer: Actor, ref: str, words: str = WORDS) -> str:
    """An excerpt with everything settled but consent."""
    made = marked(archive, writer, ref, words)
    with archive.writing(writer) as unit:
        excerpts.answer_others(unit, made, names_others=False)
    return made


def statement(kind: EventKind, *lines: NewLine, **given: object) -> Statement:
    facts: dict[str, object] = {
        "author": "quiet-heron",
        "kind": kind,
        "received_on": date(2026, 3, 1),
        "method": Method.SIGNED_FORM,
        "lines": lines,
        "notice": STANDARD["en"],
    }
    return Statement(**{**facts, **given})  # type: ignore[arg-type]


def test_without_consent_no_use_is_allowed(archive: Archive, writer: Actor) -> None:
    ref = letter(archive, PAGE)
    verified(archive, writer, ref)
    made = settled(archive, writer, ref)
    for use in Use:
        assert asked(archive, writer, made, use) == Deny((Reason.NO_CONSENT,))


def test_without_an_author_no_use_is_allowed(archive: Archive, writer: Actor) -> None:
    made = settled(archive, writer, letter(archive, PAGE, author=None))
    assert {repr(asked(archive, writer, made, use)) for use in Use} == {
        repr(Deny((Reason.NO_AUTHOR,)))
    }


def test_a_recorded_agreement_allows_its_use_and_no_other(
    archive: Archive, writer: Actor, steward: Actor
) -> None:
    ref = letter(archive, PAGE)
    verified(archive, writer, ref)
    made = settled(archive, writer, ref)
    agreed(
        archive,
        steward,
        ref,
        Use.REPORT,
        attribution=AttributionForm.FIRST_NAME,
        credit="Maya",
    )
    answer = asked(archive, writer, made, Use.REPORT)
    assert isinstance(answer, Allow)
    assert answer.attributions[0].credit == "Maya"
    assert answer.expires == date(2029, 2, 28)
    assert all(
        isinstance(asked(archive, writer, made, use), Deny) for use in Use if use is not Use.REPORT
    )


def test_a_public_use_waits_for_verified_lines(
    archive: Archive, writer: Actor, steward: Actor
) -> None:
    ref = letter(archive, PAGE)
    made = settled(archive, writer, ref)
    agreed(archive, steward, ref, Use.REPORT, Use.INTERNAL)
    assert asked(archive, writer, made, Use.REPORT) == Deny((Reason.UNVERIFIED,))
    assert isinstance(asked(archive, writer, made, Use.INTERNAL), Allow)


def test_others_named_keep_it_pending(archive: Archive, writer: Actor, steward: Actor) -> None:
    ref = letter(archive, PAGE)
    verified(archive, writer, ref)
    agreed(archive, steward, ref, Use.REPORT)
    made = marked(archive, writer, ref, WORDS)
    answers = [asked(archive, writer, made, Use.REPORT)]
    with archive.writing(writer) as unit:
        excerpts.answer_others(unit, made, names_others=True)
    answers.append(asked(archive, writer, made, Use.REPORT))
    for answer in answers:
        assert isinstance(answer, Pending)
        assert [task.kind for task in answer.tasks] == [TaskKind.SETTLE_OTHERS]


def test_an_agreement_for_one_item_or_time_does_not_reach_others(
    archive: Archive, writer: Actor, steward: Actor
) -> None:
    old, new = letter(archive, PAGE, written_on="2024-05"), letter(archive, PAGE)
    made = settled(archive, writer, old), settled(archive, writer, new)
    agreed(archive, steward, old, Use.INTERNAL, scope=ScopeKind.ITEM, item=old)
    agreed(
        archive,
        steward,
        old,
        Use.COALITION,
        scope=ScopeKind.UNTIL,
        written_until=date(2024, 5, 31),
    )
    for use in (Use.INTERNAL, Use.COALITION):
        assert isinstance(asked(archive, writer, made[0], use), Allow)
        assert isinstance(asked(archive, writer, made[1], use), Deny)


def test_a_final_wording_is_agreed_to_in_these_words_alone(
    archive: Archive, writer: Actor, steward: Actor
) -> None:
    ref = letter(archive, PAGE)
    made = settled(archive, writer, ref)
    agreed(archive, steward, ref, Use.INTERNAL, scope=ScopeKind.EXCERPT, excerpt=made)
    assert isinstance(asked(archive, writer, made, Use.INTERNAL), Allow)
    with archive.writing(writer) as unit:
        kept = excerpts.excerpt(unit, made)
        elide = Operation(OperationKind.ELIDE, 0, 5, 7)
        assert kept.passages[0].exact[5:7] == "us"
        excerpts.edit(unit, made, [elide])
        excerpts.answer_others(unit, made, names_others=False)
    assert isinstance(asked(archive, writer, made, Use.INTERNAL), Deny)


def test_a_wording_that_changed_since_the_author_saw_it_is_not_recorded(
    archive: Archive, writer: Actor, steward: Actor
) -> None:
    ref = letter(archive, PAGE)
    made = settled(archive, writer, ref)
    with pytest.raises(Conflict):
        agreed(
            archive,
            steward,
            ref,
            Use.REPORT,
            scope=ScopeKind.EXCERPT,
            excerpt=made,
            wording="0" * 64,
        )


def test_ask_first_waits_until_the_author_agrees_to_the_wording(
    archive: Archive, writer: Actor, steward: Actor, clock: StoppedClock
) -> None:
    ref = letter(archive, PAGE)
    made = settled(archive, writer, ref)
    agreed(archive, steward, ref, Use.INTERNAL, effect=Effect.ASK_FIRST)
    answer = asked(archive, writer, made, Use.INTERNAL)
    assert isinstance(answer, Pending)
    assert TaskKind.ASK_AUTHOR in {task.kind for task in answer.tasks}
    clock.advance(days=9)
    agreed(archive, steward, ref, Use.INTERNAL, scope=ScopeKind.EXCERPT, excerpt=made)
    assert isinstance(asked(archive, writer, made, Use.INTERNAL), Allow)


def test_conditions_come_back_as_they_were_said(
    archive: Archive, writer: Actor, steward: Actor, clock: StoppedClock
) -> None:
    ref = letter(archive, PAGE)
    made = settled(archive, writer, ref)
    until = clock.now.date() + timedelta(days=3)
    conditions = (Condition(ConditionKind.EMBARGO, until), Condition(ConditionKind.SEND_COPY))
    agreed(archive, steward, ref, Use.INTERNAL, conditions=conditions)
    assert isinstance(asked(archive, writer, made, Use.INTERNAL), Pending)
    clock.advance(days=3)
    answer = asked(archive, writer, made, Use.INTERNAL)
    assert isinstance(answer, Allow)
    assert answer.conditions == conditions


def test_a_spoken_agreement_counts_once_a_second_person_confirms(
    archive: Archive, writer: Actor, steward: Actor, staff: AsRole
) -> None:
    ref = letter(archive, PAGE)
    verified(archive, writer, ref)
    made = settled(archive, writer, ref)
    note = "Called on Sunday; read back: you may use it."
    event = agreed(
        archive,
        steward,
        ref,
        Use.INTERNAL,
        Use.REPORT,
        method=Method.PHONE_NOTE,
        note=note,
    )
    denied = asked(archive, writer, made, Use.INTERNAL)
    assert isinstance(denied, Deny)
    assert Reason.NOT_CONFIRMED in denied.reasons
    with pytest.raises(SeparationOfDuties), archive.writing(steward) as unit:
        consent.confirm(unit, event)
    second = staff(Role.STEWARD, name="second steward")
    with archive.writing(second) as unit:
        assert [view.id for view in consent.unconfirmed(unit)] == [event]
        consent.confirm(unit, event)
        assert consent.unconfirmed(unit) == []
        with pytest.raises(Conflict):
            consent.confirm(unit, event)
    assert isinstance(asked(archive, writer, made, Use.INTERNAL), Allow)
    public = asked(archive, writer, made, Use.REPORT)
    assert isinstance(public, Deny)
    assert Reason.ONLY_SPOKEN in public.reasons


def test_the_database_itself_refuses_a_recorder_who_confirms(
    archive: Archive, steward: Actor
) -> None:
    ref = letter(archive, PAGE)
    event = agreed(archive, steward, ref, Use.INTERNAL, method=Method.VISIT_NOTE, note="read back")
    with pytest.raises(IntegrityError), archive.writing(steward) as unit:
        unit.session.execute(
            insert(ConsentConfirmation).values(
                event_id=event,
                recorded_by=steward.account_id,
                confirmed_by=steward.account_id,
                confirmed_at=unit.now,
            )
        )


def test_a_written_agreement_needs_no_second_person(archive: Archive, steward: Actor) -> None:
    event = agreed(archive, steward, letter(archive, PAGE), Use.REPORT)
    with pytest.raises(InvalidInput), archive.writing(steward) as unit:
        consent.confirm(unit, event)
    with pytest.raises(NotFound), archive.writing(steward) as unit:
        consent.confirm(unit, event + 1)


REPORT = NewLine(ScopeKind.AUTHOR, (Use.REPORT,))


@pytest.mark.parametrize(
    "wrong",
    [
        statement(EventKind.GRANT, REPORT),
        statement(EventKind.GRANT, REPORT, evidence=("ref", 1), notice=""),
        statement(EventKind.GRANT, evidence=("ref", 1)),
        statement(EventKind.GRANT, NewLine(ScopeKind.AUTHOR, ()), evidence=("ref", 1)),
        statement(EventKind.GRANT, REPORT, method=Method.PHONE_NOTE),
        statement(EventKind.GRANT, REPORT, evidence=("ref", 1), received_on=date(2026, 3, 2)),
        statement(EventKind.GRANT, REPORT, evidence=("ref", 1), note="x" * 5000),
        statement(EventKind.RESTRICT, NewLine(ScopeKind.AUTHOR, ())),
        statement(EventKind.REFUSE, NewLine(ScopeKind.UNTIL, (Use.REPORT,))),
        statement(EventKind.REFUSE, NewLine(ScopeKind.PASSAGE, (Use.REPORT,))),
        *(
            statement(
                EventKind.GRANT,
                NewLine(ScopeKind.AUTHOR, (Use.REPORT,), **terms),
                evidence=("ref", 1),
            )
            for terms in (
                {"attribution": AttributionForm.FULL_NAME},
                {"attribution": AttributionForm.INITIALS, "credit": "Maria Lopez"},
                {"attribution": AttributionForm.ANONYMOUS, "credit": "Maria"},
                {"attribution": AttributionForm.PSEUDONYM, "credit": "Quiet-Heron"},
                {"valid_from": date(2026, 5, 1), "valid_until": date(2026, 4, 1)},
                {"conditions": (Condition(ConditionKind.EMBARGO),)},
            )
        ),
    ],
)
def test_what_could_not_be_relied_on_is_not_recorded(
    archive: Archive, steward: Actor, wrong: Statement
) -> None:
    ref = letter(archive, PAGE)
    page = (ref, 1) if wrong.evidence else None
    given = {name: getattr(wrong, name) for name in Statement.__slots__}
    with pytest.raises(InvalidInput), archive.writing(steward) as unit:
        consent.record(unit, Statement(**{**given, "evidence": page}))
    with archive.reading(steward) as unit:
        assert unit.session.scalar(select(func.count(ConsentEvent.id))) == 0


def test_evidence_item_and_excerpt_must_be_there_and_of_this_author(
    archive: Archive, steward: Actor, writer: Actor
) -> None:
    ref, foreign = letter(archive, PAGE), letter(archive, PAGE, author="brave-otter")
    made = marked(archive, writer, foreign, WORDS)
    with pytest.raises(NotFound):
        agreed(archive, steward, "NOSUCH", Use.REPORT)
    with pytest.raises(InvalidInput):
        agreed(archive, steward, foreign, Use.REPORT)
    with pytest.raises(InvalidInput):
        agreed(archive, steward, ref, Use.REPORT, scope=ScopeKind.ITEM, item=foreign)
    with pytest.raises(NotFound):
        agreed(archive, steward, ref, Use.REPORT, scope=ScopeKind.EXCERPT, excerpt=made)
    with pytest.raises(NotFound):
        agreed(archive, steward, ref, Use.REPORT, author="nobody-here")


def test_somebody_who_speaks_for_the_author_can_only_say_ask_first(
    archive: Archive, steward: Actor, writer: Actor
) -> None:
    ref = letter(archive, PAGE)
    made = settled(archive, writer, ref)
    line = NewLine(ScopeKind.AUTHOR, (Use.INTERNAL,))
    with archive.writing(steward) as unit:
        consent.record(
            unit,
            statement(
                EventKind.GRANT,
                line,
                evidence=(ref, 1),
                expressed_by=ExpressedBy.NEXT_OF_KIN,
                method=Method.PROXY,
            ),
        )
    assert isinstance(asked(archive, writer, made, Use.INTERNAL), Pending)


def test_an_agreement_ends_with_its_term(
    archive: Archive, steward: Actor, writer: Actor, clock: StoppedClock
) -> None:
    ref = letter(archive, PAGE)
    verified(archive, writer, ref)
    made = settled(archive, writer, ref)
    agreed(archive, steward, ref, Use.REPORT, Use.INTERNAL)
    clock.advance(days=3 * 365 - 1)
    assert isinstance(asked(archive, writer, made, Use.REPORT), Allow)
    clock.advance(days=3)
    ended = asked(archive, writer, made, Use.REPORT)
    assert isinstance(ended, Deny)
    assert Reason.EXPIRED in ended.reasons
    assert isinstance(asked(archive, writer, made, Use.INTERNAL), Allow)


def test_a_word_that_is_not_known_in_the_record_denies(
    archive: Archive, steward: Actor, writer: Actor
) -> None:
    ref = letter(archive, PAGE)
    made = settled(archive, writer, ref)
    agreed(archive, steward, ref, Use.INTERNAL)
    with archive.writing(steward) as unit:
        unguard(unit.session, "grant_line")
        unit.session.scalars(select(Grant)).one().conditions = [{"kind": "a later word"}]
    answer = asked(archive, writer, made, Use.INTERNAL)
    assert isinstance(answer, Deny)
    assert Reason.UNREADABLE in answer.reasons


def test_a_new_agreement_makes_what_was_approved_on_the_old_one_stale(
    archive: Archive, steward: Actor, writer: Actor, staff: AsRole
) -> None:
    ref = letter(archive, PAGE)
    agreed(archive, steward, ref, Use.REPORT)
    made = approved(archive, writer, staff(Role.REVIEWER), ref, WORDS, Use.REPORT)
    agreed(archive, steward, ref, Use.REPORT, Use.WEB)
    with archive.reading(writer) as unit:
        assert excerpts.excerpt(unit, made).proposals[0].state == "stale"


def test_who_may_record_and_read(archive: Archive, staff: AsRole) -> None:
    author(archive)
    for role in set(Role) - {Role.STEWARD}:
        actor = staff(role)
        with archive.writing(actor) as unit:
            with pytest.raises(NotPermitted):
                consent.record(unit, statement(EventKind.REFUSE))
            with pytest.raises(NotPermitted):
                consent.confirm(unit, 1)
            if role is not Role.REVIEWER:
                for act in (
                    lambda: consent.history(unit, "quiet-heron"),
                    lambda: consent.histories(unit, [1]),
                    lambda: consent.unconfirmed(unit),
                    lambda: all_notices(unit),
                ):
                    with pytest.raises(NotPermitted):
                        act()


def test_the_history_tells_what_was_said_and_what_shows_it(
    archive: Archive, steward: Actor, staff: AsRole
) -> None:
    ref = letter(archive, PAGE)
    agreed(archive, steward, ref, Use.REPORT, Use.WEB)
    with archive.writing(steward) as unit:
        consent.record(unit, statement(EventKind.REFUSE, notice=""))
    with archive.reading(staff(Role.REVIEWER)) as unit:
        refusal, grant = consent.history(unit, "quiet-heron")
    assert (refusal.kind, refusal.lines, refusal.evidence) == ("refuse", (), None)
    assert grant.evidence == (ref, 1)
    assert [line.use for line in grant.lines] == ["report", "web"]
    assert grant.recorded_by == steward.name
    assert not grant.needs_confirmation


def test_submitted_uses_are_decided_by_recorded_consent_alone(
    archive: Archive, steward: Actor, writer: Actor
) -> None:
    ref = letter(archive, PAGE)
    made = marked(archive, writer, ref, WORDS)
    submitted(archive, writer, made, Use.INTERNAL)
    assert isinstance(asked(archive, writer, made, Use.INTERNAL), Deny)
    agreed(archive, steward, ref, Use.INTERNAL)
    assert isinstance(asked(archive, writer, made, Use.INTERNAL), Allow)
