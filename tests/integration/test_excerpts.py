import pytest
from sqlalchemy import select

from archive.domain.consent_words import HoldKind, Use
from archive.domain.excerpt_states import ExcerptState
from archive.domain.excerpts import Operation, OperationKind
from archive.domain.people import Role
from archive.errors import Conflict, InvalidInput, NotFound, NotPermitted, QuotationChanged
from archive.services import excerpt_views, excerpts, holds
from archive.services.excerpts import Selection
from archive.services.unit import Archive
from archive.store.models import AuditEntry, Excerpt, Line
from tests.conftest import AsRole
from tests.story import agreed, approved, letter, marked, retype, selection, submitted
from tests.tampering import unguard

PAGE = [
    "Mi hermana escribió: «No dejes de soñar»,",
    "and I  kept it — naïve, maybe… 😀 e\u0301cole",
    "Ana Perez told me so.",
]


@pytest.mark.parametrize(
    "words",
    [
        "escribió: «No dejes de soñar»,\nand I  kept it — naïve, maybe… 😀",
        "😀 e\u0301cole",
        PAGE[2],
        "\n".join(PAGE),
    ],
)
def test_an_excerpt_has_the_exact_words_of_the_store(
    archive: Archive, staff: AsRole, words: str
) -> None:
    writer = staff(Role.WRITER)
    ref = letter(archive, PAGE)
    made = marked(archive, writer, ref, words)
    with archive.reading(writer) as unit:
        seen = excerpt_views.view(unit, made)
    assert [passage.exact for passage in seen.passages] == [words]
    assert seen.text == words.replace("\n", " ")
    assert seen.is_exact
    assert not seen.is_verified


def test_blanks_around_the_marked_words_are_left_out(archive: Archive, staff: AsRole) -> None:
    writer = staff(Role.WRITER)
    ref = letter(archive, PAGE)
    made = marked(archive, writer, ref, "soñar»,\nand I  ")
    with archive.reading(writer) as unit:
        passage = excerpt_views.view(unit, made).passages[0]
    assert passage.exact == "soñar»,\nand I"


def test_a_passage_shows_its_lines_and_their_region(archive: Archive, staff: AsRole) -> None:
    writer = staff(Role.WRITER)
    ref = letter(archive, PAGE)
    made = marked(archive, writer, ref, "maybe… 😀 e\u0301cole\nAna")
    with archive.reading(writer) as unit:
        passage = excerpt_views.view(unit, made).passages[0]
    assert [line.text for line in passage.lines] == PAGE[1:]
    assert passage.crop is not None
    x, y, width, height = passage.crop
    for line in passage.lines:
        left, top, wide, high = line.box
        assert x <= left
        assert y <= top
        assert left + wide <= x + width
        assert top + high <= y + height
    assert passage.prefix.endswith("naïve, ")
    assert passage.is_by_machine


def test_words_marked_in_an_older_text_are_refused(archive: Archive, staff: AsRole) -> None:
    writer, typist = staff(Role.WRITER), staff(Role.TRANSCRIBER)
    ref = letter(archive, PAGE)
    with archive.reading(writer) as unit:
        old = selection(unit, ref, 1, "told me")
    retype(archive, typist, ref, 1, {PAGE[0]: "Something else"})
    with pytest.raises(Conflict), archive.writing(writer) as unit:
        excerpts.create(unit, ref, 1, old)


def test_a_mark_that_holds_no_word_is_refused(archive: Archive, staff: AsRole) -> None:
    writer = staff(Role.WRITER)
    ref = letter(archive, PAGE)
    with archive.reading(writer) as unit:
        key = selection(unit, ref, 1, "told me").start_line
    for wrong in (
        Selection(1, key, 3, key, 4),
        Selection(1, key, 5, key, 5),
        Selection(1, key, 5, key, 2),
        Selection(1, key, -1, key, 4),
        Selection(1, key, 0, key, 999),
        Selection(1, "elsewhere", 0, key, 4),
    ):
        with pytest.raises(InvalidInput), archive.writing(writer) as unit:
            excerpts.create(unit, ref, 1, wrong)


def test_only_writers_make_excerpts(archive: Archive, staff: AsRole) -> None:
    ref = letter(archive, PAGE)
    for role in set(Role) - {Role.WRITER}:
        with pytest.raises(NotPermitted), archive.writing(staff(role)) as unit:
            excerpts.create(unit, ref, 1, Selection(1, "a", 0, "a", 1))


def test_an_excerpt_of_mail_set_apart_is_not_there_for_a_writer(
    archive: Archive, staff: AsRole
) -> None:
    writer, steward = staff(Role.WRITER), staff(Role.STEWARD)
    ref = letter(archive, PAGE)
    made = marked(archive, writer, ref, "told me so")
    with archive.writing(steward) as unit:
        excerpts.excerpt(unit, made).item.is_legal_mail = True
    with archive.writing(writer) as unit:
        assert excerpt_views.listed(unit) == []
        for act in (
            lambda: excerpt_views.view(unit, made),
            lambda: excerpts.submit(unit, made, [Use.REPORT]),
            lambda: excerpts.edit(unit, made, []),
            lambda: excerpts.annotate(unit, made, "note"),
            lambda: excerpts.put_tag(unit, made, "health"),
            lambda: excerpts.create(unit, ref, 1, Selection(1, "a", 0, "a", 1)),
        ):
            with pytest.raises(NotFound):
                act()
    with archive.reading(steward) as unit:
        assert [row.ref for row in excerpt_views.listed(unit)] == [made]


def test_words_left_out_and_withheld_are_shown_as_such(archive: Archive, staff: AsRole) -> None:
    writer = staff(Role.WRITER)
    ref = letter(archive, PAGE)
    made = marked(
        archive, writer, ref, "I  kept it — naïve, maybe… 😀 e\u0301cole\nAna Perez told me"
    )
    with archive.writing(writer) as unit:
        exact = excerpts.excerpt(unit, made).passages[0].exact
        first, name = exact.index("kept it"), exact.index("Ana Perez")
        excerpts.edit(
            unit,
            made,
            [
                Operation(OperationKind.REDACT, 0, name, name + len("Ana Perez"), "name"),
                Operation(OperationKind.ELIDE, 0, first, first + len("kept it")),
            ],
        )
    with archive.reading(writer) as unit:
        seen = excerpt_views.view(unit, made)
    assert seen.text == "I  […] — naïve, maybe… 😀 e\u0301cole [name withheld] told me"
    assert [piece.hidden for piece in seen.pieces if piece.hidden] == ["kept it", "Ana Perez"]


def test_an_edit_that_puts_words_in_or_does_not_fit_is_refused(
    archive: Archive, staff: AsRole
) -> None:
    writer = staff(Role.WRITER)
    made = marked(archive, writer, letter(archive, PAGE), "told me so")
    for operation in (
        Operation(OperationKind.BRACKET, 0, 0, 4, "never"),
        Operation(OperationKind.ELIDE, 0, 0, 3),
        Operation(OperationKind.ELIDE, 1, 0, 4),
        Operation(OperationKind.REDACT, 0, 0, 4, "anything I like"),
        Operation(OperationKind.REDACT, 0, 0, 400, "name"),
    ):
        with pytest.raises(InvalidInput), archive.writing(writer) as unit:
            excerpts.edit(unit, made, [operation])


def test_an_edit_asks_again_whether_others_are_named(archive: Archive, staff: AsRole) -> None:
    writer = staff(Role.WRITER)
    made = marked(archive, writer, letter(archive, PAGE), "Ana Perez told me so")
    with archive.writing(writer) as unit:
        excerpts.answer_others(unit, made, names_others=True)
        redact = Operation(OperationKind.REDACT, 0, 0, 9, "name")
        assert excerpts.edit(unit, made, [redact]).names_others is None


def test_nothing_is_put_forward_without_an_answer_about_others(
    archive: Archive, staff: AsRole
) -> None:
    writer = staff(Role.WRITER)
    made = marked(archive, writer, letter(archive, PAGE), "told me so")
    with pytest.raises(InvalidInput), archive.writing(writer) as unit:
        excerpts.submit(unit, made, [Use.REPORT])
    with archive.writing(writer) as unit:
        excerpts.answer_others(unit, made, names_others=False)
        with pytest.raises(InvalidInput):
            excerpts.submit(unit, made, [])


def test_an_excerpt_is_put_forward_for_each_use_and_taken_back(
    archive: Archive, staff: AsRole
) -> None:
    writer = staff(Role.WRITER)
    made = marked(archive, writer, letter(archive, PAGE), "told me so")
    submitted(archive, writer, made, Use.REPORT, Use.WEB)
    with archive.writing(writer) as unit:
        with pytest.raises(Conflict):
            excerpts.submit(unit, made, [Use.WEB])
        with pytest.raises(Conflict):
            excerpts.edit(unit, made, [])
        excerpts.take_back(unit, made, Use.WEB)
        with pytest.raises(Conflict):
            excerpts.take_back(unit, made, Use.WEB)
        waiting = excerpt_views.listed(unit, ExcerptState.SUBMITTED, use=Use.REPORT)
        assert [row.ref for row in waiting] == [made]
        assert excerpt_views.listed(unit, ExcerptState.SUBMITTED, use=Use.WEB) == []
        assert dict(waiting[0].states) == {"report": "submitted", "web": "draft"}


def test_words_that_no_longer_stand_are_not_put_forward(archive: Archive, staff: AsRole) -> None:
    writer = staff(Role.WRITER)
    made = marked(archive, writer, letter(archive, PAGE), "told me so")
    with archive.writing(writer) as unit:
        excerpts.answer_others(unit, made, names_others=False)
        unguard(unit.session, "line")
        key = excerpts.excerpt(unit, made).passages[0].start_line
        unit.session.scalars(select(Line).where(Line.key == key)).one().text = "told me sO."
    with pytest.raises(QuotationChanged) as refused, archive.writing(writer) as unit:
        excerpts.submit(unit, made, [Use.REPORT])
    assert "told" not in str(refused.value)


def test_a_list_is_narrowed_by_state_item_and_maker(archive: Archive, staff: AsRole) -> None:
    writer, other = staff(Role.WRITER), staff(Role.WRITER, name="another")
    one, two = letter(archive, PAGE), letter(archive, PAGE)
    first = marked(archive, writer, one, "told me so")
    second = marked(archive, other, two, "Ana Perez")
    with archive.reading(writer) as unit:
        assert [row.ref for row in excerpt_views.listed(unit)] == [second, first]
        assert [row.ref for row in excerpt_views.listed(unit, item=two)] == [second]
        assert [row.ref for row in excerpt_views.listed(unit, is_mine=True)] == [first]
        drafts = excerpt_views.listed(unit, ExcerptState.DRAFT)
        assert [row.ref for row in drafts] == [second, first]
        assert excerpt_views.listed(unit, ExcerptState.APPROVED) == []


def test_tags_are_put_on_an_excerpt_and_taken_off(archive: Archive, staff: AsRole) -> None:
    writer = staff(Role.WRITER)
    made = marked(archive, writer, letter(archive, PAGE), "told me so")
    with archive.writing(writer) as unit:
        excerpts.put_tag(unit, made, "Health / Medical Neglect")
        excerpts.put_tag(unit, made, "health/medical-neglect")
        assert excerpt_views.view(unit, made).tags == ("health/medical-neglect",)
        excerpts.take_tag(unit, made, "health/medical-neglect")
        assert excerpt_views.view(unit, made).tags == ()


def test_an_edit_after_approval_makes_it_stale(archive: Archive, staff: AsRole) -> None:
    writer, reviewer, steward = staff(Role.WRITER), staff(Role.REVIEWER), staff(Role.STEWARD)
    ref = letter(archive, PAGE)
    agreed(archive, steward, ref, Use.REPORT)
    made = approved(archive, writer, reviewer, ref, "Ana Perez told me so", Use.REPORT)
    with archive.writing(writer) as unit:
        excerpts.edit(unit, made, [Operation(OperationKind.REDACT, 0, 0, 9, "name")])
        assert [one.state for one in excerpts.excerpt(unit, made).proposals] == ["stale"]


def test_a_hold_on_the_item_is_said_for_every_use(archive: Archive, staff: AsRole) -> None:
    writer, steward = staff(Role.WRITER), staff(Role.STEWARD)
    ref = letter(archive, PAGE)
    agreed(archive, steward, ref, *Use)
    made = marked(archive, writer, ref, "told me so")
    with archive.writing(steward) as unit:
        holds.place_on_item(unit, ref, HoldKind.SAFETY, "a threat was told of")
    with archive.reading(writer) as unit:
        uses = excerpt_views.view(unit, made).uses
    assert {use.answer for use in uses} == {"deny"}
    assert all("safety" in " ".join(use.sentences) for use in uses)


def test_acts_are_audited_by_ids_without_any_word(archive: Archive, staff: AsRole) -> None:
    writer = staff(Role.WRITER)
    made = marked(archive, writer, letter(archive, PAGE), "told me so")
    submitted(archive, writer, made, Use.REPORT)
    with archive.reading(writer) as unit:
        entries = list(unit.session.scalars(select(AuditEntry)))
        assert unit.session.scalars(select(Excerpt)).one().ref == made
    acts = {entry.act for entry in entries if entry.object == f"excerpt:{made}"}
    assert acts == {"excerpt.create", "excerpt.answer_others", "proposal.move"}
    assert "told me" not in repr([(entry.object, entry.detail) for entry in entries])
