"""Whatever is hidden from a person leaves no trace in what they find, nor in its order."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.search.evaluation import evaluate
from archive.search.index import Put
from archive.search.query import parse
from archive.search.tree import Field
from archive.search.whoosh_index import WhooshIndex

WORDS = ["parole", "hearing", "hearings", "letter", "mother", "carta", "cartas", "food", "fool"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
QUERIES = st.sampled_from(
    [
        "",
        "parole",
        "hearing",
        "cartas",
        "parole OR letter OR mother",
        "parole -food",
        "-parole",
        '"parole hearing"',
        "foo*",
        "food*",
        "author:x",
        "author:x parole",
        "-author:x OR letter",
        "never-there",
    ]
)
PAGES = {
    number: Put(number, text, ("eng", "spa", "und")[number % 3])
    for number, text in enumerate(
        [
            "parole hearing today and my mother",
            "the hearings about parole, parole, parole",
            "una carta de mi madre",
            "cartas y food y fool",
            "letter letter letter",
            "food " * 40 + "parole",
            "mother's letter on a parole hearing",
            "",
            "fool hearing fooled",
            "parole",
        ],
        start=1,
    )
}
ALLOWED = st.frozensets(st.sampled_from([*PAGES, 99]))


def resolve(field: Field) -> frozenset[int]:
    """Asked of the store, which knows of hidden pages too."""
    return frozenset({1, 2, 3, 6, 8, 50})


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshIndex]:
    with WhooshIndex(tmp_path_factory.mktemp("full") / "index") as index:
        index.rebuild(list(PAGES.values())[:4])
        index.apply([*list(PAGES.values())[4:7], Put(2, "older text of parole", "eng")])
        index.apply([*list(PAGES.values())[7:], PAGES[2]])
        yield index


def ranked(matches: Mapping[int, float]) -> list[tuple[float, int]]:
    return sorted((-score, page) for page, score in matches.items())


@given(query=QUERIES, allowed=ALLOWED)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_but_allowed_pages_is_ever_found(
    full: WhooshIndex, query: str, allowed: frozenset[int]
) -> None:
    assert full.matches(parse(query), allowed, resolve).keys() <= allowed


@given(query=QUERIES)
def test_who_may_see_nothing_finds_nothing(full: WhooshIndex, query: str) -> None:
    assert full.matches(parse(query), frozenset(), resolve) == {}


@given(allowed=ALLOWED, queries=st.lists(QUERIES, min_size=1, max_size=6))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_answers_are_those_of_an_index_that_never_held_the_hidden_pages(
    full: WhooshIndex,
    tmp_path_factory: pytest.TempPathFactory,
    allowed: frozenset[int],
    queries: list[str],
) -> None:
    with WhooshIndex(tmp_path_factory.mktemp("seen") / "index") as seen:
        seen.rebuild(page for number, page in PAGES.items() if number in allowed)
        for query in queries:
            tree = parse(query)
            told = full.matches(tree, allowed, resolve)
            assert ranked(told) == ranked(seen.matches(tree, allowed, resolve))


@given(hidden=st.lists(TEXTS, max_size=5), allowed=ALLOWED, query=QUERIES)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_hidden_pages_say_the_answer_stays_the_same(
    full: WhooshIndex,
    tmp_path_factory: pytest.TempPathFactory,
    hidden: list[str],
    allowed: frozenset[int],
    query: str,
) -> None:
    others = [Put(1000 + number, text, "eng") for number, text in enumerate(hidden)]
    with WhooshIndex(tmp_path_factory.mktemp("more") / "index") as more:
        more.rebuild([*others, *PAGES.values()])
        tree = parse(query)
        assert more.matches(tree, allowed, resolve) == full.matches(tree, allowed, resolve)


def test_an_empty_permission_asks_neither_the_index_nor_the_store(tmp_path: Path) -> None:
    def never(field: Field) -> frozenset[int]:
        raise AssertionError

    nowhere = WhooshIndex(tmp_path / "missing")
    assert nowhere.matches(parse("author:x parole"), frozenset(), never) == {}


class Untouchable:
    """Postings that nobody may ask."""

    def occurrences(self, pattern: object, allowed: object) -> dict[int, int]:
        raise AssertionError

    def lengths(self) -> dict[int, int]:
        raise AssertionError


def test_an_evaluation_for_nobody_reads_no_postings() -> None:
    assert evaluate(parse("parole"), frozenset(), resolve, Untouchable()) == {}
