"""What the query language means, and where it says that something is wrong."""

from contextlib import suppress
from datetime import date
from time import perf_counter

import pytest

from archive.search.dates import Dates, span, written
from archive.search.errors import QueryError
from archive.search.query import LONGEST, MOST_TERMS, parse
from archive.search.tree import (
    And,
    Everything,
    Field,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Tree,
    fields,
    render,
    wanted,
)


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("", Everything()),
        ("  \n ", Everything()),
        ("parole", Term("parole")),
        ("parole hearing", And((Term("parole"), Term("hearing")))),
        ("parole OR hearing", Or((Term("parole"), Term("hearing")))),
        ("parole or hearing", And((Term("parole"), Term("or"), Term("hearing")))),
        ("a b OR c", Or((And((Term("a"), Term("b"))), Term("c")))),
        ("a (b OR c)", And((Term("a"), Or((Term("b"), Term("c")))))),
        ("(a OR b) OR (c)", Or((Term("a"), Term("b"), Term("c")))),
        ("-parole", Not(Term("parole"))),
        ("--parole", Not(Not(Term("parole")))),
        ("-(a b)", Not(And((Term("a"), Term("b"))))),
        ('"dear  friends"', Phrase("dear friends")),
        ("\u201cdear friends\u201d don\u2019t", And((Phrase("dear friends"), Term("don't")))),
        ("a -", Term("a")),
        ("a - b & c", And((Term("a"), Term("b"), Term("c")))),
        ("(hello,) world!", And((Term("hello"), Term("world")))),
        ("well-being", Term("well-being")),
        ("conf*", Prefix("conf")),
        ("conf*.", Prefix("conf")),
        ("OR, or", And((Term("or"), Term("or")))),
        ("10:30", Term("10:30")),
        ("Re: parole", And((Term("Re"), Term("parole")))),
        ("author:A-17", Field("author", "A-17")),
        ("Author:A-17", Field("author", "A-17")),
        ('tag:"solitary  confinement"', Field("tag", "solitary confinement")),
        ("tag:conditions/food", Field("tag", "conditions/food")),
        ("-author:A-17", Not(Field("author", "A-17"))),
        ("written:2019", Field("written", Dates(date(2019, 1, 1), date(2019, 12, 31)))),
        ("hear\x00ing", And((Term("hear"), Term("ing")))),
    ],
)
def test_a_query_is_read_as_it_is_meant(query: str, tree: Tree) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "position"),
    [
        ("parole OR", 9),
        ("OR parole", 0),
        ("a OR OR b", 5),
        ("a (b", 2),
        ("a )", 2),
        ("()", 1),
        ('say "dear', 4),
        ('""', 0),
        ('a "!!"', 2),
        ("a -)", 2),
        ("a -OR b", 2),
        ("???", 0),
        ("a co*", 2),
        ("*", 0),
        ("a *foo", 2),
        ("a fo*o", 4),
        ("foo**", 3),
        ("well-be*", 0),
        ("auther:A-17", 0),
        ('note:"x y"', 0),
        ("a author:", 2),
        ('author:""', 0),
        ("written:soon", 8),
        ("x written:2019-13", 10),
        ("written:2020..2019", 8),
        ("written:..", 8),
        ("a" * (LONGEST + 1), LONGEST),
        ("word " * MOST_TERMS + "more", 5 * MOST_TERMS),
        ("(" * 9 + "a" + ")" * 9, 8),
        ("-" * 9 + "a", 8),
    ],
)
def test_an_error_points_at_its_place(query: str, position: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.position == position
    assert caught.value.pointing(query).splitlines()[-1] == " " * position + "^"
    assert f"(At character {position + 1}.)" in str(caught.value)


def test_an_error_does_not_repeat_what_was_typed() -> None:
    with pytest.raises(QueryError) as caught:
        parse("canary:x")
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        "(" * 5000,
        "-" * 5000,
        '"' * 5001,
        "a*" * 5000,
        "*p*",
        "[a TO z]",
        "w~9/0",
        "a" * 100_000,
        "\u0301" * 256,
        "a\u0301" * 128,
        "x:" * 100,
        " OR ".join("a" * 64),
        "a-\n" * 80,
        "'" * 256,
        "a'" * 128,
    ],
)
def test_a_hostile_query_is_answered_at_once(query: str) -> None:
    started = perf_counter()
    with suppress(QueryError):
        parse(query)
    assert perf_counter() - started < 0.5


def test_only_the_given_fields_are_known() -> None:
    assert parse("has:excerpt", fields=frozenset({"has"})) == Field("has", "excerpt")
    with pytest.raises(QueryError):
        parse("author:A-17", fields=frozenset({"has"}))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020-02-07", date(2020, 2, 7), date(2020, 2, 7)),
        ("2019..2020-06", date(2019, 1, 1), date(2020, 6, 30)),
        ("2019-05-04..", date(2019, 5, 4), None),
        ("..2020", None, date(2020, 12, 31)),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
    ],
)
def test_dates_are_read_and_written_the_same(
    text: str, first: date | None, last: date | None
) -> None:
    found = span(text)
    assert found == Dates(first, last)
    assert written(Dates(first, last)) == text


@pytest.mark.parametrize("text", ["", "..", "20", "2020-2", "2020-00", "2020-02-30", "x..2020"])
def test_what_is_no_date_is_refused(text: str) -> None:
    assert span(text) is None


def test_a_span_covers_both_of_its_ends() -> None:
    days = Dates(date(2020, 1, 1), date(2020, 1, 31))
    assert days.covers(date(2020, 1, 1))
    assert days.covers(date(2020, 1, 31))
    assert not days.covers(date(2020, 2, 1))
    assert Dates(None, None).covers(date(2020, 2, 1))


def test_words_to_mark_are_those_that_a_page_must_or_may_hold() -> None:
    tree = parse('a -b (c OR "d e") author:x -(f g)')
    assert wanted(tree) == (Term("a"), Term("c"), Phrase("d e"))


def test_fields_are_collected_from_the_whole_tree() -> None:
    tree = parse("a -author:x (tag:y OR kind:letter)")
    names = {field.name for field in fields(tree)}
    assert names == {"author", "tag", "kind"}


def test_a_facet_is_added_to_a_search_by_its_tree() -> None:
    tree = And((parse("a OR b"), Field("tag", "visits and calls")))
    assert render(tree) == '(a OR b) tag:"visits and calls"'
    assert parse(render(tree)) == tree
