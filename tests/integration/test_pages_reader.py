"""The reader: text beside its image, found words, typing, verifying."""

import re

import pytest
from sqlalchemy import select, update

from archive.domain.items import PageState
from archive.domain.people import SYSTEM, Role
from archive.errors import Conflict
from archive.services import pages
from archive.services.unit import Archive
from archive.store.models import Item, Line, Page, Version
from tests import story
from tests.conftest import AsRole
from tests.integration.conftest import Client, ClientFor

WORDS = ["I was nineteen when they told me", "my daughter would be grown", "<b>grown</b> & gone"]


def keys_of(archive: Archive, ref: str) -> list[str]:
    with archive.reading(SYSTEM) as unit:
        return list(
            unit.session.scalars(
                select(Line.key)
                .join(Version, Line.version_id == Version.id)
                .join(Page, (Page.id == Version.page_id) & (Page.version_number == Version.number))
                .join(Item, Page.item_id == Item.id)
                .where(Item.ref == ref, Page.number == 1)
                .order_by(Line.position)
            )
        )


def type_page(
    person: Client, ref: str, lines: list[tuple[str, str]], based_on: int = 1
) -> tuple[int, str]:
    form = {"key": [key for key, _ in lines], "text": [text for _, text in lines]}
    answer = person.post(f"/items/{ref}/pages/1/transcribe", {"based_on": str(based_on), **form})
    return answer.status_code, answer.text


def test_every_line_stands_beside_the_image_under_its_key(
    archive: Archive, client_for: ClientFor
) -> None:
    ref = story.letter(archive, WORDS, ["Second page"])
    page = client_for(Role.WRITER).get(f"/items/{ref}/pages/1").text
    assert re.findall(r'data-line="(\w+)"', page) == keys_of(archive, ref)
    assert "Page 1 of 2" in page
    assert f"/items/{ref}/pages/2" in page
    assert f"/items/{ref}/pages/1/image" in page
    assert "not yet compared by a person" in page


def test_what_an_author_wrote_is_escaped(archive: Archive, client_for: ClientFor) -> None:
    ref = story.letter(archive, WORDS)
    page = client_for(Role.WRITER).get(f"/items/{ref}/pages/1?q=gone").text
    assert "<b>grown</b>" not in page
    assert "&lt;b&gt;grown&lt;/b&gt;" in page


def test_found_words_are_marked_in_the_text_and_boxed_on_the_image(
    archive: Archive, staff: AsRole
) -> None:
    ref = story.letter(archive, WORDS)
    with archive.reading(staff(Role.WRITER)) as unit:
        opened = pages.opened(unit, ref, 1, "daughter")
        second = opened.lines[1]
        assert [piece.text for piece in second.pieces if piece.is_hit] == ["daughter"]
        assert "".join(piece.text for piece in second.pieces) == second.text
        assert len(opened.found) == 1
        x, y, width, _ = opened.found[0]
        assert second.box is not None
        assert second.box[1] == y
        assert second.box[0] <= x
        assert x + width <= second.box[0] + second.box[2]


@pytest.mark.parametrize("query", ["", "   ", '"unclosed', "field:", "(((", "absent"])
def test_a_query_that_finds_nothing_or_is_wrong_marks_nothing(
    archive: Archive, staff: AsRole, query: str
) -> None:
    ref = story.letter(archive, WORDS)
    with archive.reading(staff(Role.WRITER)) as unit:
        assert pages.opened(unit, ref, 1, query).found == ()


def test_the_pieces_of_every_line_joined_are_its_text(archive: Archive, staff: AsRole) -> None:
    ref = story.letter(archive, ["two  blanks", "", " led by one", "a"], certainty=0.4)
    with archive.reading(staff(Role.WRITER)) as unit:
        for line in pages.opened(unit, ref, 1, "blanks OR a").lines:
            assert "".join(piece.text for piece in line.pieces) == line.text


def test_words_of_which_the_machine_was_unsure_are_marked_until_verified(
    archive: Archive, staff: AsRole
) -> None:
    ref = story.letter(archive, WORDS, certainty=0.4)
    with archive.reading(staff(Role.WRITER)) as unit:
        assert pages.opened(unit, ref, 1).has_doubts
    story.verified(archive, staff(Role.REVIEWER), ref)
    with archive.reading(staff(Role.WRITER, name="another")) as unit:
        assert not pages.opened(unit, ref, 1).has_doubts


def test_a_page_that_was_not_read_tells_how_much_was(
    archive: Archive, client_for: ClientFor
) -> None:
    ref = story.letter(archive, ["scrawl"])
    with archive.writing(SYSTEM) as unit:
        unit.session.execute(
            update(Page).values(state=PageState.NEEDS_TRANSCRIPTION, coverage=0.34)
        )
    page = client_for(Role.WRITER).get(f"/items/{ref}/pages/1").text
    assert "could not be read with confidence: about a third of the ink was read" in page
    assert "It waits for a transcriber." in page


def test_hidden_mail_and_missing_pages_are_not_found(
    archive: Archive, client_for: ClientFor
) -> None:
    hidden = story.letter(archive, ["To counsel"], is_legal_mail=True)
    shown = story.letter(archive, ["A line"])
    writer = client_for(Role.WRITER)
    assert writer.get(f"/items/{hidden}/pages/1").status_code == 404
    assert writer.get(f"/items/{shown}/pages/2").status_code == 404
    assert client_for(Role.STEWARD).get(f"/items/{hidden}/pages/1").status_code == 200


def test_what_is_typed_becomes_a_new_version_and_keeps_the_lines(
    archive: Archive, client_for: ClientFor
) -> None:
    ref = story.letter(archive, WORDS)
    person, keys = client_for(Role.TRANSCRIBER), keys_of(archive, ref)
    typed = [(keys[0], "I was nineteen\nwhen they told me"), (keys[1], "  "), (keys[2], "gone")]
    assert type_page(person, ref, [*typed, ("", "Love,\r\nM.")])[0] == 303
    with archive.reading(person.actor) as unit:
        opened = pages.opened(unit, ref, 1)
        assert [line.text for line in opened.lines] == [
            "I was nineteen",
            "when they told me",
            "gone",
            "Love,",
            "M.",
        ]
        assert (opened.lines[0].key, opened.lines[2].key) == (keys[0], keys[2])
        assert opened.version is not None
        assert (opened.version.number, opened.version.kind) == (2, "human")


def test_a_row_left_empty_above_a_line_does_not_take_its_place_away(
    archive: Archive, client_for: ClientFor
) -> None:
    ref = story.letter(archive, ["first"])
    key = keys_of(archive, ref)[0]
    type_page(client_for(Role.TRANSCRIBER), ref, [(key, "\r\nFirst.")])
    assert keys_of(archive, ref) == [key]


def test_saving_over_somebody_elses_text_keeps_what_was_typed_and_shows_both(
    archive: Archive, client_for: ClientFor
) -> None:
    ref = story.letter(archive, ["first"])
    one, two = client_for(Role.TRANSCRIBER, name="one"), client_for(Role.TRANSCRIBER, name="two")
    key = keys_of(archive, ref)[0]
    assert type_page(one, ref, [(key, "what one typed")])[0] == 303
    status, page = type_page(two, ref, [(key, "what two typed")])
    assert status == 409
    assert "what one typed" in page
    assert "what two typed" in page
    assert 'name="based_on" value="2"' in page
    assert type_page(two, ref, [(key, "what two typed")], based_on=2)[0] == 303


def test_a_form_that_lost_lines_on_its_way_is_refused(
    archive: Archive, client_for: ClientFor
) -> None:
    ref = story.letter(archive, ["first"])
    answer = client_for(Role.TRANSCRIBER).post(
        f"/items/{ref}/pages/1/transcribe", {"based_on": "1", "key": ["a", "b"], "text": ["c"]}
    )
    assert answer.status_code == 400


def test_the_form_shows_a_strip_above_each_line(archive: Archive, client_for: ClientFor) -> None:
    ref = story.letter(archive, WORDS)
    page = client_for(Role.TRANSCRIBER).get(f"/items/{ref}/pages/1/transcribe").text
    for key in keys_of(archive, ref):
        assert f"/items/{ref}/pages/1/crop?lines={key}" in page


def test_a_page_without_text_is_typed_as_a_whole(archive: Archive, client_for: ClientFor) -> None:
    ref = story.letter(archive, [])
    person = client_for(Role.TRANSCRIBER)
    assert "One written line in each row" in person.get(f"/items/{ref}/pages/1/transcribe").text
    assert type_page(person, ref, [("", "one\ntwo\n\nthree")])[0] == 303
    assert len(keys_of(archive, ref)) == 3


def test_a_writer_cannot_type(archive: Archive, client_for: ClientFor) -> None:
    ref = story.letter(archive, ["first"])
    writer = client_for(Role.WRITER)
    assert writer.get(f"/items/{ref}/pages/1/transcribe").status_code == 403
    assert type_page(writer, ref, [("", "x")])[0] == 403


def test_a_writer_posts_the_marked_words_and_gets_an_excerpt(
    archive: Archive, client_for: ClientFor
) -> None:
    ref = story.letter(archive, WORDS)
    writer, keys = client_for(Role.WRITER), keys_of(archive, ref)
    assert 'action="/excerpts"' in writer.get(f"/items/{ref}/pages/1").text
    place = {"start_line": keys[0], "start_offset": "6", "end_line": keys[0], "end_offset": "14"}
    answer = writer.post("/excerpts", {"item": ref, "page": "1", "version": "1", **place})
    assert answer.status_code == 303
    assert "/excerpts/" in answer.location
    assert (
        'action="/excerpts"' not in client_for(Role.TRANSCRIBER).get(f"/items/{ref}/pages/1").text
    )


def test_a_second_person_verifies_what_a_first_one_typed(
    archive: Archive, client_for: ClientFor
) -> None:
    ref = story.letter(archive, ["first"])
    one, two = client_for(Role.TRANSCRIBER, name="one"), client_for(Role.TRANSCRIBER, name="two")
    type_page(one, ref, [(keys_of(archive, ref)[0], "First.")])
    address = f"/items/{ref}/pages/1"
    assert "Verify this page" not in one.get(address).text
    assert one.post(f"{address}/verify", {"version": "2"}).status_code == 403
    assert "Verify this page" in two.get(address).text
    assert two.post(f"{address}/verify", {"version": "2"}).status_code == 303
    page = two.get(address).text
    assert 'data-state="verified"' in page
    assert "Verify this page" not in page


def test_only_the_text_that_was_seen_is_verified(archive: Archive, staff: AsRole) -> None:
    ref = story.letter(archive, ["first"])
    story.retype(archive, staff(Role.TRANSCRIBER), ref, 1, {"first": "First."})
    with pytest.raises(Conflict), archive.writing(staff(Role.REVIEWER)) as unit:
        pages.verify(unit, ref, 1, seen=1)


def test_the_history_of_an_item_tells_who_did_what(archive: Archive, client_for: ClientFor) -> None:
    ref = story.letter(archive, ["first"])
    person = client_for(Role.TRANSCRIBER, name="maya")
    type_page(person, ref, [(keys_of(archive, ref)[0], "First.")])
    page = client_for(Role.REVIEWER)
    page.post(f"/items/{ref}/pages/1/verify", {"version": "2"})
    told = page.get(f"/items/{ref}").text
    assert "Transcribed, page 1" in told
    assert "maya" in told
    assert "Verified, page 1" in told
