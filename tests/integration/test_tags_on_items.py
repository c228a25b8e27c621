"""Tags: how they are written, put on items, and counted."""

import pytest

from archive.domain.people import Role
from archive.errors import InvalidInput, NotFound, NotPermitted
from archive.services import tags
from archive.services.unit import Archive
from tests import story
from tests.conftest import AsRole
from tests.integration.conftest import ClientFor


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Health / Medical  Neglect", "health/medical-neglect"),
        ("/family//children/", "family/children"),
        ("Niñez", "niñez"),
        ("o'brien's yard", "o'brien's-yard"),
    ],
)
def test_a_path_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert tags.normalised(typed) == kept
    assert tags.normalised(kept) == kept


@pytest.mark.parametrize("typed", ["", " / ", "a/b/c/d/e/f", "x" * 201, "<script>", "-lead"])
def test_what_is_no_path_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(InvalidInput, match="health/medical-neglect"):
        tags.normalised(typed)


def test_a_tag_is_made_on_first_use_and_put_on_once(archive: Archive, staff: AsRole) -> None:
    ref = story.letter(archive, ["A line"])
    with archive.writing(staff(Role.WRITER)) as unit:
        first = tags.put_on(unit, ref, "Music")
        again = tags.put_on(unit, ref, "music")
        assert first.id == again.id
        assert [(branch.path, branch.items) for branch in tags.tree(unit)] == [("music", 1)]


def test_the_tree_counts_an_item_once_for_every_ancestor(archive: Archive, staff: AsRole) -> None:
    one, two = story.letter(archive, ["A line"]), story.letter(archive, ["Another"])
    with archive.writing(staff(Role.TRANSCRIBER)) as unit:
        tags.put_on(unit, one, "health/pain")
        tags.put_on(unit, one, "health/medical-neglect")
        tags.put_on(unit, two, "health/pain")
        counts = {branch.path: branch.items for branch in tags.tree(unit)}
    assert counts == {"health": 2, "health/medical-neglect": 1, "health/pain": 2}


def test_a_tag_of_hidden_mail_alone_is_hidden_with_it(archive: Archive, staff: AsRole) -> None:
    ref = story.letter(archive, ["To my counsel"], is_legal_mail=True)
    with archive.writing(staff(Role.STEWARD)) as unit:
        tags.put_on(unit, ref, "appeal")
        assert tags.paths(unit) == ["appeal"]
    with archive.reading(staff(Role.WRITER)) as unit:
        assert tags.paths(unit) == []
        assert tags.tree(unit) == []


def test_hidden_mail_cannot_be_tagged_by_who_may_not_see_it(
    archive: Archive, staff: AsRole
) -> None:
    ref = story.letter(archive, ["To my counsel"], is_legal_mail=True)
    with pytest.raises(NotFound), archive.writing(staff(Role.WRITER)) as unit:
        tags.put_on(unit, ref, "appeal")


def test_a_reviewer_reads_tags_and_makes_none(archive: Archive, staff: AsRole) -> None:
    ref = story.letter(archive, ["A line"])
    with pytest.raises(NotPermitted), archive.writing(staff(Role.REVIEWER)) as unit:
        tags.put_on(unit, ref, "music")


def test_a_tag_is_removed_and_the_removal_undone(archive: Archive, client_for: ClientFor) -> None:
    ref = story.letter(archive, ["A line"])
    writer = client_for(Role.WRITER)
    writer.post(f"/items/{ref}/tags", {"path": "prison/choir"})
    assert "tag=prison/choir" in writer.get(f"/items/{ref}").text
    writer.post(f"/items/{ref}/tags/remove", {"path": "prison/choir"})
    page = writer.get(f"/items/{ref}").text
    assert "tag=prison/choir" not in page
    undo = f"/items/{ref}/tags?path=prison/choir"
    assert f'action="{undo}"' in page
    assert writer.post(undo).status_code == 303
    assert "tag=prison/choir" in writer.get(f"/items/{ref}").text


def test_the_page_of_tags_teaches_when_empty_and_links_when_not(
    archive: Archive, client_for: ClientFor
) -> None:
    writer = client_for(Role.WRITER)
    assert "No tags yet" in writer.get("/tags").text
    ref = story.letter(archive, ["A line"])
    writer.post(f"/items/{ref}/tags", {"path": "music"})
    assert 'href="/items?tag=music"' in writer.get("/tags").text
    assert ref in writer.get("/items?tag=music").text
