import pytest

from archive.domain.consent_words import Use
from archive.domain.people import Actor, Role
from archive.errors import Conflict, QuotationChanged, SeparationOfDuties
from archive.services import excerpt_views, excerpts, review
from archive.services.excerpt_views import ExcerptView
from archive.services.review import Verdict
from archive.services.unit import Archive
from tests.conftest import AsRole
from tests.story import (
    agreed,
    approve,
    approved,
    letter,
    marked,
    retype,
    selection,
    submitted,
)

PAGE = ["Dear friend,", "we had no water", "for three days in August.", "Yours, M."]
WORDS = "no water\nfor three days"


@pytest.fixture
def writer(staff: AsRole) -> Actor:
    return staff(Role.WRITER)


@pytest.fixture
def typist(staff: AsRole) -> Actor:
    return staff(Role.TRANSCRIBER)


@pytest.fixture
def reviewer(staff: AsRole) -> Actor:
    return staff(Role.REVIEWER)


@pytest.fixture
def ref(archive: Archive, staff: AsRole) -> str:
    made = letter(archive, PAGE)
    agreed(archive, staff(Role.STEWARD), made, Use.REPORT, Use.INTERNAL)
    return made


def seen(archive: Archive, actor: Actor, excerpt_ref: str) -> ExcerptView:
    with archive.reading(actor) as unit:
        return excerpt_views.view(unit, excerpt_ref)


def states(view: ExcerptView) -> dict[str, str]:
    return {str(use.use): use.state for use in view.uses if use.state}


def test_a_change_elsewhere_moves_the_passage_and_leaves_the_approval(
    archive: Archive, writer: Actor, typist: Actor, reviewer: Actor, ref: str
) -> None:
    made = approved(archive, writer, reviewer, ref, WORDS, Use.REPORT)
    retype(archive, typist, ref, 1, {PAGE[0]: "Dear friends,"})
    view = seen(archive, writer, made)
    assert (view.passages[0].version, view.passages[0].held) == (2, "exact")
    assert view.is_exact
    assert states(view) == {"report": "approved"}
    with archive.reading(reviewer) as unit:
        decided = excerpts.excerpt(unit, made).proposals[0].reviews[0]
        assert review.is_current(unit, decided)


def test_a_change_in_the_same_line_moves_the_offsets_and_asks_for_a_new_look(
    archive: Archive, writer: Actor, typist: Actor, reviewer: Actor, ref: str
) -> None:
    made = approved(archive, writer, reviewer, ref, WORDS, Use.REPORT)
    retype(archive, typist, ref, 1, {PAGE[1]: "So we had no water"})
    view = seen(archive, writer, made)
    assert view.passages[0].exact == WORDS
    assert view.is_exact
    assert not view.is_verified
    report = next(use for use in view.uses if use.use is Use.REPORT)
    assert report.answer == "deny"


def test_a_change_of_the_words_makes_what_was_approved_or_submitted_stale(
    archive: Archive, writer: Actor, typist: Actor, reviewer: Actor, ref: str
) -> None:
    made = approved(archive, writer, reviewer, ref, WORDS, Use.REPORT)
    with archive.writing(writer) as unit:
        excerpts.submit(unit, made, [Use.INTERNAL])
    retype(archive, typist, ref, 1, {PAGE[2]: "for thirteen days in August."})
    view = seen(archive, writer, made)
    assert view.passages[0].held == "touched"
    assert view.passages[0].exact == WORDS
    assert not view.is_exact
    assert states(view) == {"report": "stale", "internal": "stale"}
    with pytest.raises(QuotationChanged), archive.writing(writer) as unit:
        excerpts.submit(unit, made, [Use.REPORT])


def test_a_line_that_goes_leaves_the_passage_with_its_last_words(
    archive: Archive, writer: Actor, typist: Actor, reviewer: Actor, ref: str
) -> None:
    made = approved(archive, writer, reviewer, ref, WORDS, Use.REPORT)
    retype(archive, typist, ref, 1, {PAGE[2]: ""})
    view = seen(archive, writer, made)
    assert view.passages[0].held == "orphaned"
    assert view.text == "no water for three days"
    assert view.passages[0].crop is not None
    assert states(view) == {"report": "stale"}


def test_the_same_words_written_elsewhere_are_never_taken_for_the_passage(
    archive: Archive, writer: Actor, typist: Actor, ref: str
) -> None:
    made = marked(archive, writer, ref, "we had no water")
    retype(archive, typist, ref, 1, {PAGE[1]: "it was hot", "new": "we had no water"})
    assert seen(archive, writer, made).passages[0].held != "exact"


def test_a_touched_passage_is_quoted_anew_and_reviewed_anew(
    archive: Archive, writer: Actor, typist: Actor, reviewer: Actor, ref: str
) -> None:
    made = approved(archive, writer, reviewer, ref, WORDS, Use.REPORT)
    retype(archive, typist, ref, 1, {PAGE[2]: "for thirteen days in August."})
    with archive.writing(writer) as unit:
        chosen = selection(unit, ref, 1, "no water\nfor thirteen days")
        excerpts.requote(unit, made, chosen)
    submitted(archive, writer, made, Use.REPORT)
    approve(archive, reviewer, made, Use.REPORT)
    view = seen(archive, writer, made)
    assert view.text == "no water for thirteen days"
    assert states(view) == {"report": "approved"}


def test_unchanged_lines_stay_verified_and_changed_ones_do_not(
    archive: Archive, writer: Actor, typist: Actor, reviewer: Actor, ref: str
) -> None:
    made = approved(archive, writer, reviewer, ref, WORDS, Use.REPORT)
    retype(archive, typist, ref, 1, {PAGE[3]: "Yours, Maya"})
    assert seen(archive, writer, made).is_verified
    retype(archive, typist, ref, 1, {PAGE[2]: "for three days in August, or four."})
    lines = seen(archive, writer, made).passages[0].lines
    assert [line.is_verified for line in lines] == [True, False]


def test_who_alone_typed_the_lines_cannot_approve_them(
    archive: Archive, writer: Actor, staff: AsRole, ref: str
) -> None:
    both = staff(Role.TRANSCRIBER, Role.REVIEWER, name="both")
    retype(archive, both, ref, 1, {PAGE[1]: "we had no water,"})
    made = marked(archive, writer, ref, "had no water,\nfor three days")
    submitted(archive, writer, made, Use.INTERNAL)
    for has_compared in (True, False):
        with pytest.raises(SeparationOfDuties), archive.writing(both) as unit:
            review.decide(unit, made, Use.INTERNAL, Verdict.APPROVE, has_compared=has_compared)
    with archive.reading(both) as unit:
        assert "typed" in review.desk(unit, made, Use.INTERNAL).obstacle


def test_somebody_who_typed_on_an_older_text_is_told_of_the_newer(
    archive: Archive, writer: Actor, typist: Actor, ref: str
) -> None:
    retype(archive, typist, ref, 1, {PAGE[0]: "Dear friends,"})
    with archive.reading(writer) as unit:
        chosen = selection(unit, ref, 1, WORDS)
    retype(archive, typist, ref, 1, {"Dear friends,": "Dear friend,"})
    with pytest.raises(Conflict), archive.writing(writer) as unit:
        excerpts.create(unit, ref, 1, chosen)
