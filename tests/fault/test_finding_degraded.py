"""A search goes on when its index cannot be asked, and says so."""

import shutil

import pytest

from archive.domain.items import Language
from archive.domain.people import Role
from archive.search.index import IndexState
from archive.services import finding, indexing
from archive.services.finding import Results
from archive.services.unit import Archive
from tests import story
from tests.conftest import AsRole

QUERIES = (
    "parole",
    "hearings",
    '"board hearing"',
    "boa*",
    "parole OR cartas",
    "hearing -parole",
    "-parole",
    "parole author:quiet-heron",
    "cartas",
    "never",
    "(parole OR mother) -author:low-river",
    "transferred",
)


@pytest.fixture
def letters(archive: Archive) -> None:
    story.letter(
        archive,
        ["My first board hearing, and then", "parole. They trans-", "ferred me."],
        ["To my mother"],
    )
    story.letter(archive, ["PAROLE at last"], author="amber-field")
    story.letter(archive, ["Las cartas de mi madre"], author="low-river", language=Language.SPANISH)
    indexing.apply_outbox(archive)


def broken(archive: Archive) -> None:
    for file in archive.settings.index.rglob("*.seg"):
        file.write_bytes(b"\0" * 64)


def missing(archive: Archive) -> None:
    shutil.rmtree(archive.settings.index)


def search(archive: Archive, staff: AsRole, query: str, name: str) -> Results:
    with archive.reading(staff(Role.WRITER, name=name)) as unit:
        return finding.search(unit, query)


@pytest.mark.parametrize("damage", [broken, missing])
def test_the_answers_without_an_index_are_those_with_it(
    archive: Archive, letters: None, staff: AsRole, damage: object
) -> None:
    whole = [search(archive, staff, query, f"before {query}") for query in QUERIES]
    assert not any(found.is_degraded for found in whole)
    assert callable(damage)
    damage(archive)
    assert archive.index.state() in {IndexState.DAMAGED, IndexState.MISSING}
    for before, query in zip(whole, QUERIES, strict=True):
        after = search(archive, staff, query, f"after {query}")
        assert after.is_degraded, query
        assert after.total == before.total, query
        assert after.facets == before.facets, query
        assert {(hit.item, hit.page, hit.snippet) for hit in after.hits} == {
            (hit.item, hit.page, hit.snippet) for hit in before.hits
        }, query


def test_a_rebuilt_index_is_used_again(archive: Archive, letters: None, staff: AsRole) -> None:
    missing(archive)
    assert search(archive, staff, "parole", "one").is_degraded
    indexing.rebuild(archive)
    found = search(archive, staff, "parole", "two")
    assert (found.is_degraded, found.total) == (False, 2)


def test_whoever_may_see_nothing_is_told_nothing_of_the_damage(
    archive: Archive, letters: None, staff: AsRole
) -> None:
    missing(archive)
    with archive.reading(staff(Role.ADMIN)) as unit:
        found = finding.search(unit, "parole")
    assert (found.total, found.is_degraded) == (0, False)
