import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from archive.domain.consent_words import EventKind, HoldKind, Method, Use
from archive.domain.people import Actor, Role
from archive.errors import (
    Conflict,
    ConsentRequired,
    InvalidInput,
    NotFound,
    NotPermitted,
    SeparationOfDuties,
)
from archive.services import consent, excerpts, holds, review
from archive.services.review import Verdict
from archive.services.unit import Archive
from archive.store.models import LineVerification, Proposal, Review
from tests.conftest import AsRole, StoppedClock
from tests.story import agreed, approve, approved, letter, marked, submitted, verified

PAGE = ["The heat came through", "the wall all night."]
WORDS = "came through\nthe wall"


def state(archive: Archive, actor: Actor, made: str, use: Use = Use.REPORT) -> str:
    with archive.reading(actor) as unit:
        known = excerpts.excerpt(unit, made)
        return next(one.state for one in known.proposals if one.use == use)


def test_an_approval_holds_for_its_use_alone(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor
) -> None:
    ref = letter(archive, PAGE)
    agreed(archive, steward, ref, Use.REPORT, Use.WEB)
    made = marked(archive, writer, ref, WORDS)
    submitted(archive, writer, made, Use.REPORT, Use.WEB)
    approve(archive, reviewer, made, Use.REPORT)
    assert state(archive, writer, made) == "approved"
    assert state(archive, writer, made, Use.WEB) == "submitted"


def test_an_approval_pins_what_exactly_was_approved(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor
) -> None:
    ref = letter(archive, PAGE)
    agreed(archive, steward, ref, Use.REPORT)
    made = approved(archive, writer, reviewer, ref, WORDS, Use.REPORT)
    with archive.reading(reviewer) as unit:
        decided = unit.session.scalars(select(Review)).one()
        assert review.is_current(unit, decided)
    assert decided.pinned["text"] == "came through the wall"
    assert decided.pinned["attribution"] == "— anonymous"
    assert decided.pinned["uses"] == ["report"]
    assert len(decided.pinned["grants"]) == 1
    assert len(decided.pin) == 64
    assert made


def test_without_consent_nothing_is_approved(
    archive: Archive, writer: Actor, reviewer: Actor
) -> None:
    ref = letter(archive, PAGE)
    made = marked(archive, writer, ref, WORDS)
    submitted(archive, writer, made, *Use)
    for use in Use:
        with pytest.raises(ConsentRequired) as refused:
            approve(archive, reviewer, made, use)
        assert "No agreement in force" in str(refused.value)
        assert "wall" not in str(refused.value)
        assert state(archive, writer, made, use) == "submitted"


def test_a_hold_stops_an_approval(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor
) -> None:
    ref = letter(archive, PAGE)
    agreed(archive, steward, ref, Use.REPORT)
    with archive.writing(steward) as unit:
        holds.place_on_author(unit, "quiet-heron", HoldKind.PENDING_CASE, "counsel to be asked")
    made = marked(archive, writer, ref, WORDS)
    submitted(archive, writer, made, Use.REPORT)
    with pytest.raises(ConsentRequired, match="counsel"):
        approve(archive, reviewer, made, Use.REPORT)


def test_the_lines_are_compared_before_an_approval(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor
) -> None:
    ref = letter(archive, [*PAGE, "Another line."])
    agreed(archive, steward, ref, Use.INTERNAL)
    made = marked(archive, writer, ref, WORDS)
    submitted(archive, writer, made, Use.INTERNAL)
    with pytest.raises(Conflict, match="Compare"), archive.writing(reviewer) as unit:
        review.decide(unit, made, Use.INTERNAL, Verdict.APPROVE)
    approve(archive, reviewer, made, Use.INTERNAL)
    with archive.reading(reviewer) as unit:
        rows = list(unit.session.scalars(select(LineVerification)))
        assert [row.line.text for row in rows] == PAGE
    assert {row.verified_by for row in rows} == {reviewer.account_id}


def test_lines_that_are_verified_already_need_no_second_look(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor, staff: AsRole
) -> None:
    ref = letter(archive, PAGE)
    verified(archive, staff(Role.TRANSCRIBER), ref)
    agreed(archive, steward, ref, Use.REPORT)
    made = marked(archive, writer, ref, WORDS)
    submitted(archive, writer, made, Use.REPORT)
    with archive.writing(reviewer) as unit:
        review.decide(unit, made, Use.REPORT, Verdict.APPROVE)
    assert state(archive, writer, made) == "approved"


def test_nobody_reviews_what_they_made_or_submitted(
    archive: Archive, writer: Actor, steward: Actor, staff: AsRole
) -> None:
    both = staff(Role.WRITER, Role.REVIEWER, name="both")
    ref = letter(archive, PAGE)
    agreed(archive, steward, ref, Use.REPORT)
    own, foreign = marked(archive, both, ref, WORDS), marked(archive, writer, ref, "The heat")
    submitted(archive, writer, own, Use.REPORT)
    submitted(archive, both, foreign, Use.REPORT)
    for made in (own, foreign):
        for verdict in Verdict:
            with pytest.raises(SeparationOfDuties), archive.writing(both) as unit:
                review.decide(unit, made, Use.REPORT, verdict, "because", has_compared=True)
    with archive.reading(both) as unit:
        assert review.queue(unit) == []
        assert review.desk(unit, own, Use.REPORT).obstacle


def test_the_database_itself_refuses_ones_own_review(
    archive: Archive, writer: Actor, reviewer: Actor
) -> None:
    made = marked(archive, writer, letter(archive, PAGE), WORDS)
    submitted(archive, writer, made, Use.REPORT)
    assert writer.account_id
    assert reviewer.account_id
    for created_by, submitted_by in (
        (reviewer.account_id, writer.account_id),
        (writer.account_id, reviewer.account_id),
    ):
        with pytest.raises(IntegrityError), archive.writing(reviewer) as unit:
            unit.session.execute(
                insert(Review).values(
                    proposal_id=unit.session.scalar(select(Proposal.id)),
                    decision="approve",
                    reason="",
                    created_by=created_by,
                    submitted_by=submitted_by,
                    decided_by=reviewer.account_id,
                    decided_at=unit.now,
                    pin="",
                    pinned={},
                )
            )


def test_who_recorded_the_phone_note_cannot_approve_on_it(
    archive: Archive, writer: Actor, reviewer: Actor, staff: AsRole
) -> None:
    both = staff(Role.STEWARD, Role.REVIEWER, name="both")
    ref = letter(archive, PAGE)
    event = agreed(archive, both, ref, Use.INTERNAL, method=Method.PHONE_NOTE, note="read back")
    made = marked(archive, writer, ref, WORDS)
    submitted(archive, writer, made, Use.INTERNAL)
    with pytest.raises(ConsentRequired):
        approve(archive, reviewer, made, Use.INTERNAL)
    with archive.writing(staff(Role.STEWARD, name="second")) as unit:
        consent.confirm(unit, event)
    with pytest.raises(SeparationOfDuties):
        approve(archive, both, made, Use.INTERNAL)
    approve(archive, reviewer, made, Use.INTERNAL)
    assert state(archive, writer, made, Use.INTERNAL) == "approved"


def test_a_refusal_or_return_says_why_and_leads_back_or_ends(
    archive: Archive, writer: Actor, reviewer: Actor
) -> None:
    made = marked(archive, writer, letter(archive, PAGE), WORDS)
    submitted(archive, writer, made, Use.REPORT, Use.PRESS)
    with pytest.raises(InvalidInput), archive.writing(reviewer) as unit:
        review.decide(unit, made, Use.REPORT, Verdict.RETURN, "  ")
    with archive.writing(reviewer) as unit:
        review.decide(unit, made, Use.REPORT, Verdict.RETURN, "too short")
        review.decide(unit, made, Use.PRESS, Verdict.REFUSE, "not for the press")
    with archive.writing(writer) as unit:
        excerpts.submit(unit, made, [Use.REPORT])
        with pytest.raises(Conflict):
            excerpts.submit(unit, made, [Use.PRESS])
    assert state(archive, writer, made) == "submitted"
    assert state(archive, writer, made, Use.PRESS) == "refused"


def test_a_decision_is_made_once(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor, staff: AsRole
) -> None:
    ref = letter(archive, PAGE)
    agreed(archive, steward, ref, Use.REPORT)
    made = approved(archive, writer, reviewer, ref, WORDS, Use.REPORT)
    with pytest.raises(Conflict), archive.writing(staff(Role.REVIEWER, name="late")) as unit:
        review.decide(unit, made, Use.REPORT, Verdict.REFUSE, "too late")
    with archive.reading(reviewer) as unit:
        assert unit.session.scalar(select(func.count(Review.id))) == 1
        with pytest.raises(Conflict):
            review.desk(unit, made, Use.REPORT)


def test_the_queue_is_oldest_first_and_the_desk_knows_what_follows(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor, clock: StoppedClock
) -> None:
    ref = letter(archive, PAGE)
    agreed(archive, steward, ref, Use.REPORT)
    first, second = marked(archive, writer, ref, WORDS), marked(archive, writer, ref, "The heat")
    submitted(archive, writer, second, Use.REPORT)
    clock.advance(hours=1)
    submitted(archive, writer, first, Use.REPORT)
    with archive.reading(reviewer) as unit:
        assert [one.ref for one in review.queue(unit)] == [second, first]
        desk = review.desk(unit, second, Use.REPORT)
    assert desk.following
    assert desk.following.ref == first
    assert desk.obstacle == ""
    assert desk.excerpt.text == "The heat"


def test_the_desk_shows_the_evidence_that_was_weighed(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor
) -> None:
    ref = letter(archive, PAGE)
    agreed(archive, steward, ref, Use.REPORT)
    agreed(archive, steward, ref, Use.WEB)
    made = marked(archive, writer, ref, WORDS)
    submitted(archive, writer, made, Use.REPORT)
    with archive.reading(reviewer) as unit:
        desk = review.desk(unit, made, Use.REPORT)
    assert [event.evidence for event in desk.evidence] == [(ref, 1)]
    assert (desk.use.answer, desk.excerpt.is_verified) == ("allow", False)
    assert desk.use.attribution == "— anonymous"


def test_a_later_refusal_ends_an_approval(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor
) -> None:
    ref = letter(archive, PAGE)
    agreed(archive, steward, ref, Use.REPORT)
    made = approved(archive, writer, reviewer, ref, WORDS, Use.REPORT)
    agreed(archive, steward, ref, Use.REPORT, kind=EventKind.REFUSE)
    assert state(archive, writer, made) == "suspended"
    with archive.reading(reviewer) as unit:
        assert not review.is_current(unit, unit.session.scalars(select(Review)).one())


def test_only_reviewers_decide(archive: Archive, writer: Actor, staff: AsRole) -> None:
    made = marked(archive, writer, letter(archive, PAGE), WORDS)
    submitted(archive, writer, made, Use.REPORT)
    for role in set(Role) - {Role.REVIEWER}:
        with archive.writing(staff(role, name=f"other {role}")) as unit:
            with pytest.raises(NotPermitted):
                review.decide(unit, made, Use.REPORT, Verdict.REFUSE, "no")
            with pytest.raises(NotPermitted):
                review.queue(unit)
            with pytest.raises(NotPermitted):
                review.desk(unit, made, Use.REPORT)


def test_mail_set_apart_leaves_the_queue_and_cannot_be_decided(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor
) -> None:
    made = marked(archive, writer, letter(archive, PAGE), WORDS)
    submitted(archive, writer, made, Use.REPORT)
    with archive.writing(steward) as unit:
        excerpts.excerpt(unit, made).item.is_legal_mail = True
    with archive.writing(reviewer) as unit:
        assert review.queue(unit) == []
        with pytest.raises(NotFound):
            review.desk(unit, made, Use.REPORT)
        with pytest.raises(NotFound):
            review.decide(unit, made, Use.REPORT, Verdict.REFUSE, "no")


def test_whoever_changed_the_words_of_a_colleague_cannot_approve_them(
    archive: Archive, staff: AsRole
) -> None:
    writer, both = staff(Role.WRITER), staff(Role.WRITER, Role.REVIEWER, name="both")
    ref = letter(archive, ["They told me so."])
    made = marked(archive, writer, ref, "told me so")
    with archive.writing(both) as unit:
        excerpts.answer_others(unit, made, names_others=False)
    with archive.writing(writer) as unit:
        excerpts.submit(unit, made, [Use.INTERNAL])
    refused = pytest.raises(SeparationOfDuties, match="you changed its words")
    with refused, archive.writing(both) as unit:
        review.decide(unit, made, Use.INTERNAL, Verdict.APPROVE, has_compared=True)


def test_words_that_changed_under_the_reviewers_eyes_are_not_approved(
    archive: Archive, staff: AsRole
) -> None:
    writer, reviewer = staff(Role.WRITER), staff(Role.REVIEWER)
    ref = letter(archive, ["They told me so."])
    agreed(archive, staff(Role.STEWARD), ref, Use.INTERNAL)
    made = marked(archive, writer, ref, "told me so")
    submitted(archive, writer, made, Use.INTERNAL)
    stale = review.Seen("0" * 64, "— anonymous")
    refused = pytest.raises(Conflict, match="changed while you looked")
    with refused, archive.writing(reviewer) as unit:
        review.decide(unit, made, Use.INTERNAL, Verdict.APPROVE, has_compared=True, seen=stale)
    with archive.reading(reviewer) as unit:
        desk = review.desk(unit, made, Use.INTERNAL)
    seen = review.Seen(desk.excerpt.wording, desk.use.attribution)
    with archive.writing(reviewer) as unit:
        review.decide(unit, made, Use.INTERNAL, Verdict.APPROVE, has_compared=True, seen=seen)
