"""What is written about the archive is true of it: links, words, roles, reasons, versions."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import settings
from archive.domain.consent_records import Target
from archive.domain.consent_words import EventKind, Use
from archive.domain.excerpt_states import ExcerptState
from archive.domain.items import ItemState
from archive.domain.people import ALLOWED, Permission, Role

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|^(?: {4}[^\n]*\n)+|`[^`\n]*`", re.MULTILINE | re.DOTALL)
PLACES_OF_A_MACHINE = ("/work/", "/home/", "/root/", "/tmp/", "/Users/", "C:\\", "shared/")
CHIPS = "templates/macros/ui.html"
LARGEST_PICTURE = 200_000
OUTSIDE = ("https://", "http://", "mailto:")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(read("pyproject.toml"))["project"]
    return found


def package(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0]


def packages() -> list[str]:
    needed = project()
    extras = [one for group in needed["optional-dependencies"].values() for one in group]
    return sorted({package(one) for one in [*needed["dependencies"], *extras]} - {needed["name"]})


def links(document: Path) -> Iterator[str]:
    text = CODE.sub("", document.read_text(encoding="utf-8"))
    yield from (link for link in LINK.findall(text) if not link.startswith(OUTSIDE))


def anchors(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", CODE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in titles}


def cells(name: str) -> list[list[str]]:
    rows = re.findall(r"^\|(.+)\|$", read(name), re.MULTILINE)
    return [[cell.strip() for cell in row.split("|")] for row in rows]


def row_of(name: str, first: str) -> list[str]:
    found = [row for row in cells(name) if row[0].strip("`*") == first]
    assert found, f"{name} has no row about {first}"
    return found[0]


def on_the_screen(state: str) -> str:
    """What the chips of the screens call a state."""
    found = re.search(rf'^  "{state}": \(.*_\("(.+)"\)\),$', read(CHIPS), re.MULTILINE)
    assert found is not None, state
    return found[1]


def name_of(document: Path) -> str:
    return str(document.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_leads_somewhere(document: Path) -> None:
    for link in links(document):
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.is_relative_to(ROOT), f"{link} leaves the project"
        assert target.is_file(), f"{name_of(document)} links to {link}, which is not there"
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_no_document_names_a_place_of_somebodys_machine(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert not [place for place in PLACES_OF_A_MACHINE if place in text]


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_the_person_who_wrote_a_letter_is_called_author(document: Path) -> None:
    words = re.findall(r"[a-z]+", document.read_text(encoding="utf-8").lower())
    is_the_rule_itself = document.name == "CONTRIBUTING.md"
    assert words.count("inmate") == (1 if is_the_rule_itself else 0)
    assert "offender" not in words


def test_the_readme_reaches_every_document() -> None:
    reached = {(ROOT / link.partition("#")[0]).resolve() for link in links(ROOT / "README.md")}
    ours = [document for document in DOCUMENTS if document.name != "README.md"]
    assert not [name_of(document) for document in ours if document not in reached]


def test_the_readme_begins_with_the_two_commands() -> None:
    first = re.search(r"^```sh\n(.*?)^```", read("README.md"), re.MULTILINE | re.DOTALL)
    assert first is not None
    commands = [line.split("#")[0].strip() for line in first[1].splitlines()]
    assert commands == ["./run", "./run test"]
    assert "## " not in read("README.md")[: first.start()]


def test_pictures_are_small() -> None:
    for picture in (ROOT / "docs" / "pictures").glob("*"):
        assert picture.suffix == ".png"
        assert picture.stat().st_size <= LARGEST_PICTURE, picture.name


@pytest.mark.parametrize("name", packages())
def test_every_dependency_has_its_reason(name: str) -> None:
    assert row_of("docs/design.md", name)[1]


def test_no_reason_is_given_for_what_is_not_needed() -> None:
    section = read("docs/design.md").partition("## Why each dependency?")[2].partition("\n## ")[0]
    assert sorted(re.findall(r"^\| `([^`]+)`", section, re.MULTILINE)) == packages()


@pytest.mark.parametrize("role", Role)
def test_what_a_role_may_do_is_written_down(role: Role) -> None:
    told = re.findall(r"`(\w+)`", row_of("docs/guide-admin.md", role)[2])
    assert set(told) == {str(permission) for permission in ALLOWED[role]}


@pytest.mark.parametrize("permission", Permission)
def test_what_a_permission_opens_is_written_down(permission: Permission) -> None:
    assert row_of("docs/guide-admin.md", permission)[1]


@pytest.mark.parametrize("word", [*Use, *EventKind])
def test_the_model_of_consent_names_every_use_and_kind_of_answer(word: str) -> None:
    assert f"`{word}`" in read("docs/consent-model.md")


@pytest.mark.parametrize("state", ItemState)
def test_scanners_are_told_what_each_state_means(state: ItemState) -> None:
    assert row_of("docs/guide-scanning.md", on_the_screen(state))[1]


@pytest.mark.parametrize("state", sorted(set(ExcerptState) - {ExcerptState.USED}))
def test_writers_are_told_what_each_state_means(state: ExcerptState) -> None:
    assert row_of("docs/guide-writing.md", on_the_screen(state))[1]


@pytest.mark.parametrize("word", ["item", "passage", "use", "hold", "excerpt", *Role])
def test_the_glossary_holds_the_words_of_the_house(word: str) -> None:
    listed = {row[0].strip("*") for row in cells("docs/glossary.md")}
    roles = row_of("docs/glossary.md", "role")[1]
    assert word in listed or word in roles


def test_the_glossary_is_in_order_and_names_no_word_twice() -> None:
    listed = [row[0].strip("*") for row in cells("docs/glossary.md")[2:]]
    assert listed == sorted(set(listed))


def test_the_newest_entry_of_the_changelog_is_this_version() -> None:
    newest = re.search(r"^## (\S+) — (\d{4}-\d{2}-\d{2})$", read("CHANGELOG.md"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == project()["version"]


def test_the_readme_names_the_licence_of_the_project() -> None:
    assert f"[{project()['license']}](LICENSE)" in read("README.md")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in read("LICENSE")


@pytest.mark.parametrize("name", ["originals", "images", "index", "workspace"])
def test_every_folder_of_the_data_is_told_for_the_backup(name: str) -> None:
    found = settings.load(Path("data"), {}, {"secret_key": "x" * 32})
    folder: Path = getattr(found, name)
    assert f"`{folder.name}/`" in read("docs/start.md")


def test_what_the_documents_call_missing_is_missing() -> None:
    assert "done" in Target.__slots__
    services = (ROOT / "archive" / "services" / "decisions.py").read_text(encoding="utf-8")
    assert "done=" not in services
    assert "cannot be ticked off yet" in read("docs/guide-consent.md")
