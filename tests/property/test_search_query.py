"""Any text is a query or a QueryError, and every tree can be written and read again."""

from datetime import date
from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from archive.search.dates import Dates
from archive.search.errors import QueryError
from archive.search.query import parse
from archive.search.snippet import found_words, snippet
from archive.search.tree import And, Everything, Field, Not, Or, Phrase, Prefix, Term, Tree, render

PIECES = st.sampled_from(
    [
        *"()\"*- \n\t:.,'",
        " OR ",
        "a",
        "the",
        "author:",
        "written:",
        "2019",
        "..",
        "\u201c",
        "é",
        "-",
    ]
)
HOSTILE = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=40).map("".join))

WORDS = st.from_regex(r"[a-zé]{3,8}('[a-z]{1,2})?(-[a-z]{2,5})?", fullmatch=True)
VALUES = st.from_regex(r"\w+( \w+)?", fullmatch=True).map(lambda text: normalize("NFC", text))
DAYS = st.none() | st.dates(min_value=date(1, 1, 1))


def spans(first: date | None, last: date | None) -> Dates:
    if first and last and last < first:
        first, last = last, first
    return Dates(first, last) if first or last else Dates(date(2020, 1, 1), None)


LEAVES: st.SearchStrategy[Tree] = st.one_of(
    WORDS.map(Term),
    st.lists(WORDS, min_size=1, max_size=4).map(lambda words: Phrase(" ".join(words))),
    st.from_regex(r"[a-z]{3,8}", fullmatch=True).map(Prefix),
    st.builds(Field, st.sampled_from(["author", "tag"]), VALUES),
    st.builds(Field, st.just("written"), st.builds(spans, DAYS, DAYS)),
)


def joined(kind: type[And] | type[Or], parts: list[Tree]) -> Tree:
    """As the parser gives it: nothing of a kind directly within its own kind."""
    flat = [leaf for part in parts for leaf in (part.parts if isinstance(part, kind) else (part,))]
    return kind(tuple(flat))


def wider(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        inner.map(Not),
        several.map(lambda parts: joined(And, parts)),
        several.map(lambda parts: joined(Or, parts)),
    )


TREES = st.one_of(st.just(Everything()), st.recursive(LEAVES, wider, max_leaves=8))


def understood(text: str) -> Tree | QueryError:
    """All that may come of a text; anything else that is raised fails the test."""
    try:
        return parse(text, longest=100_000)
    except QueryError as refused:
        return refused


@given(HOSTILE)
def test_any_text_is_understood_or_refused_at_a_place_in_it(text: str) -> None:
    found = understood(text)
    assert not isinstance(found, QueryError) or 0 <= found.position <= len(text)


@given(HOSTILE)
def test_what_is_understood_can_be_written_and_read_again(text: str) -> None:
    found = understood(text)
    assert isinstance(found, QueryError) or understood(render(found)) == found


@given(TREES)
def test_every_tree_within_the_limits_can_be_written_and_read_again(tree: Tree) -> None:
    found = understood(render(tree))
    assert found == tree or "at most" in str(found)


@given(HOSTILE, HOSTILE, st.integers(1, 60))
def test_a_snippet_is_always_a_part_of_its_text(text: str, query: str, width: int) -> None:
    tree = understood(query)
    if isinstance(tree, QueryError):
        return
    pieces = snippet(text, tree, width)
    assert "".join(piece.text for piece in pieces) in text
    assert all(piece.text for piece in pieces)
    assert all(0 <= number < len(text.split()) for number in found_words(text.split(), tree))
