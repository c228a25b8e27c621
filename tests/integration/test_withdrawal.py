from datetime import date

import pytest
from sqlalchemy import func, select

from archive.domain.consent import Deny, Reason
from archive.domain.consent_words import Method, Use
from archive.domain.people import Actor, Role
from archive.errors import Conflict, ConsentRequired, InvalidInput, NotFound, NotPermitted
from archive.services import consent, excerpts, exporting, reports, review, withdrawal
from archive.services.exporting import Format
from archive.services.review import Verdict
from archive.services.unit import Archive
from archive.services.withdrawal import Done, Level, Withdrawal
from archive.store.models import AuditEntry, ConsentEvent
from tests.conftest import AsRole, StoppedClock
from tests.story import agreed, approve, approved, letter, marked, selection, submitted

PAGE = ["Water came", "twice a week."]
TODAY = date(2026, 3, 1)


@pytest.fixture
def one(archive: Archive, writer: Actor, reviewer: Actor, steward: Actor) -> str:
    """An excerpt approved for a report and the web."""
    ref = letter(archive, PAGE)
    agreed(archive, steward, ref, Use.REPORT, Use.WEB)
    return approved(archive, writer, reviewer, ref, "Water came", Use.REPORT, Use.WEB)


@pytest.fixture
def two(archive: Archive, writer: Actor, reviewer: Actor, one: str) -> str:
    """An excerpt from another letter of the same author, approved for a report."""
    ref = letter(archive, PAGE)
    return approved(archive, writer, reviewer, ref, "twice a week", Use.REPORT)


def take_back(archive: Archive, steward: Actor, level: Level, **given: object) -> Done:
    facts: dict[str, object] = {
        "author": "quiet-heron",
        "level": level,
        "received_on": TODAY,
        "method": Method.LETTER_PASSAGE,
    }
    with archive.writing(steward) as unit:
        return withdrawal.withdraw(unit, Withdrawal(**{**facts, **given}))  # type: ignore[arg-type]


def states(archive: Archive, actor: Actor, *made: str) -> list[dict[str, str]]:
    with archive.reading(actor) as unit:
        return [
            {one.use: one.state for one in excerpts.excerpt(unit, ref).proposals} for ref in made
        ]


def begun(archive: Archive, writer: Actor, *made: str) -> str:
    with archive.writing(writer) as unit:
        ref = reports.create(unit, "Water", Use.REPORT).ref
        for excerpt_ref in made:
            reports.add(unit, ref, excerpt_ref)
        return ref


def export(archive: Archive, writer: Actor, ref: str) -> None:
    with archive.writing(writer) as unit:
        exporting.export(unit, ref, Format.DOCX, "annual report", "the printer")


def test_everything_is_taken_back_at_once(
    archive: Archive, writer: Actor, steward: Actor, one: str, two: str
) -> None:
    done = take_back(archive, steward, Level.EVERYTHING)
    assert {(stop.excerpt, stop.use, stop.was, stop.now) for stop in done.stopped} == {
        (one, "report", "approved", "withdrawn"),
        (one, "web", "approved", "withdrawn"),
        (two, "report", "approved", "withdrawn"),
    }
    with archive.reading(writer) as unit:
        for use in Use:
            answer = consent.decision(unit, excerpts.excerpt(unit, one), use)
            assert isinstance(answer, Deny)
            assert Reason.WITHDRAWN in answer.reasons


def test_one_use_is_taken_back_and_the_others_stay(
    archive: Archive, writer: Actor, steward: Actor, one: str, two: str
) -> None:
    take_back(archive, steward, Level.USE, use=Use.REPORT)
    assert states(archive, writer, one, two) == [
        {"report": "withdrawn", "web": "approved"},
        {"report": "withdrawn"},
    ]


def test_one_item_or_excerpt_is_taken_back_and_the_others_stay(
    archive: Archive, writer: Actor, steward: Actor, one: str, two: str
) -> None:
    with archive.reading(writer) as unit:
        item = excerpts.excerpt(unit, two).item.ref
    take_back(archive, steward, Level.ITEM, item=item)
    assert states(archive, writer, one, two) == [
        {"report": "approved", "web": "approved"},
        {"report": "withdrawn"},
    ]
    take_back(archive, steward, Level.EXCERPT, excerpt=one)
    assert states(archive, writer, one) == [{"report": "withdrawn", "web": "withdrawn"}]


def test_a_withdrawal_stops_the_export_at_once(
    archive: Archive, writer: Actor, steward: Actor, one: str, two: str
) -> None:
    ref = begun(archive, writer, one, two)
    export(archive, writer, ref)
    take_back(archive, steward, Level.EXCERPT, excerpt=one)
    with pytest.raises(ConsentRequired, match=f"{one}: The author withdrew"):
        export(archive, writer, ref)
    with archive.writing(writer) as unit:
        reports.remove(unit, ref, one)
    export(archive, writer, ref)


def test_what_had_gone_out_is_told_with_its_recipient(
    archive: Archive, writer: Actor, steward: Actor, one: str, two: str
) -> None:
    ref = begun(archive, writer, one, two)
    export(archive, writer, ref)
    export(archive, writer, begun(archive, writer, two))
    done = take_back(archive, steward, Level.EXCERPT, excerpt=one)
    assert [(out.report, out.recipient, out.excerpts) for out in done.sent_out] == [
        (ref, "the printer", (one,))
    ]
    assert take_back(archive, steward, Level.USE, use=Use.PRESS).sent_out == ()
    everything = take_back(archive, steward, Level.EVERYTHING)
    assert [out.excerpts for out in everything.sent_out] == [(one, two), (two,)]


def test_what_waits_for_review_is_withdrawn_and_cannot_be_approved(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor
) -> None:
    ref = letter(archive, PAGE)
    agreed(archive, steward, ref, Use.REPORT)
    made = marked(archive, writer, ref, "Water came")
    submitted(archive, writer, made, Use.REPORT)
    take_back(archive, steward, Level.EVERYTHING)
    with archive.writing(reviewer) as unit:
        assert review.queue(unit) == []
        with pytest.raises(Conflict):
            review.decide(unit, made, Use.REPORT, Verdict.APPROVE, has_compared=True)
    with pytest.raises(Conflict), archive.writing(writer) as unit:
        excerpts.submit(unit, made, [Use.REPORT])


def test_a_later_wide_yes_does_not_bring_it_back(
    archive: Archive, writer: Actor, steward: Actor, clock: StoppedClock, one: str
) -> None:
    take_back(archive, steward, Level.EXCERPT, excerpt=one)
    clock.advance(days=5)
    with archive.reading(writer) as unit:
        item = excerpts.excerpt(unit, one).item.ref
    agreed(archive, steward, item, Use.REPORT)
    with archive.reading(writer) as unit:
        answer = consent.decision(unit, excerpts.excerpt(unit, one), Use.REPORT)
    assert isinstance(answer, Deny)
    assert states(archive, writer, one) == [{"report": "withdrawn", "web": "withdrawn"}]


def test_another_authors_words_are_left_alone(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor, one: str
) -> None:
    ref = letter(archive, PAGE, author="brave-otter")
    agreed(archive, steward, ref, Use.REPORT, author="brave-otter")
    other = approved(archive, writer, reviewer, ref, "Water came", Use.REPORT)
    done = take_back(archive, steward, Level.EVERYTHING)
    assert {stop.excerpt for stop in done.stopped} == {one}
    assert states(archive, writer, other) == [{"report": "approved"}]
    with pytest.raises(NotFound):
        take_back(archive, steward, Level.EXCERPT, excerpt=other)


def test_a_withdrawal_needs_no_paper_but_says_what_it_is_about(
    archive: Archive, steward: Actor, one: str
) -> None:
    done = take_back(archive, steward, Level.EVERYTHING, method=Method.PHONE_NOTE)
    assert len(done.stopped) == 2
    for wrong in ({"level": Level.USE}, {"level": Level.EVERYTHING, "use": Use.WEB}):
        with pytest.raises(InvalidInput):
            take_back(archive, steward, **wrong)


def test_a_withdrawal_is_one_transaction(
    archive: Archive, writer: Actor, steward: Actor, one: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(withdrawal, "sent_out", fail)
    with pytest.raises(RuntimeError, match="power cut"):
        take_back(archive, steward, Level.EVERYTHING)
    assert states(archive, writer, one) == [{"report": "approved", "web": "approved"}]
    with archive.reading(steward) as unit:
        assert unit.session.scalar(select(func.count(ConsentEvent.id))) == 1


def test_the_audit_tells_what_was_done_by_ids(archive: Archive, steward: Actor, one: str) -> None:
    done = take_back(archive, steward, Level.EVERYTHING, note="she said: take it all down")
    with archive.reading(steward) as unit:
        entries = list(unit.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    assert entries[-1].act == "consent.withdraw"
    assert entries[-1].detail["event"] == done.event
    told = repr([(entry.object, entry.detail) for entry in entries])
    assert "take it all" not in told
    assert "Water" not in told


def test_only_stewards_record_a_withdrawal(archive: Archive, staff: AsRole, one: str) -> None:
    for role in set(Role) - {Role.STEWARD}:
        with pytest.raises(NotPermitted):
            take_back(archive, staff(role, name=f"other {role}"), Level.EVERYTHING)


def test_the_words_of_a_withdrawn_excerpt_stay_withdrawn_under_another_reference(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor
) -> None:
    ref = letter(archive, PAGE)
    agreed(archive, steward, ref, Use.REPORT)
    one = approved(archive, writer, reviewer, ref, "Water came", Use.REPORT)
    beside = approved(archive, writer, reviewer, ref, "twice a week", Use.REPORT)
    across = approved(archive, writer, reviewer, ref, "came\ntwice", Use.REPORT)
    export(archive, writer, begun(archive, writer, across))
    done = take_back(archive, steward, Level.EXCERPT, excerpt=one)
    assert [sent.excerpts for sent in done.sent_out] == [(across,)]
    assert states(archive, writer, one, across, beside) == [
        {"report": "withdrawn"},
        {"report": "withdrawn"},
        {"report": "approved"},
    ]
    again = marked(archive, writer, ref, "Water")
    submitted(archive, writer, again, Use.REPORT)
    with pytest.raises(ConsentRequired):
        approve(archive, reviewer, again, Use.REPORT)


def test_an_excerpt_that_an_answer_names_cannot_be_held_to_other_words(
    archive: Archive, writer: Actor, steward: Actor
) -> None:
    ref = letter(archive, PAGE)
    agreed(archive, steward, ref, Use.REPORT)
    one = marked(archive, writer, ref, "Water came")
    take_back(archive, steward, Level.EXCERPT, excerpt=one)
    with archive.writing(writer) as unit, pytest.raises(Conflict, match="answered"):
        excerpts.requote(unit, one, selection(unit, ref, 1, "twice a week"))
