"""What is shown and marked of a page."""

import pytest

from archive.search.query import parse
from archive.search.snippet import Piece, found_words, snippet


def marked(text: str, query: str, width: int = 240) -> list[str]:
    return [piece.text for piece in snippet(text, parse(query), width) if piece.is_match]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("My mother's letters came", "letter", ["letters"]),
        ("My mother's letters came", "mothers", ["mother's"]),
        ("Escribió dos canciones", "cancion escribir", ["Escribió", "canciones"]),
        ("dear old friends, dear friends", '"dear friends"', ["dear", "friends"]),
        ("solitary confinement", "conf*", ["confinement"]),
        ("I don\u2019t know", "don't", ["don\u2019t"]),
        ("I dont know", "don't", ["dont"]),
        ("I'll be there, ill or not", "ill", ["ill"]),
        ("what was hap-\npening here", "happening", ["hap-\npening"]),
        ("the well-being of all", "wellbeing OR well-being", ["well", "being"]),
        ("nothing of it", "parole", []),
        ("a parole and b", "-parole", []),
        ("a parole and b", "author:parole", []),
        ("Cafe\u0301 and cafe", "café", ["Cafe\u0301", "cafe"]),
    ],
)
def test_what_was_found_is_marked(text: str, query: str, expected: list[str]) -> None:
    assert marked(text, query) == expected


def test_the_pieces_are_the_text_exactly_as_it_stands() -> None:
    text = "<b>Dear</b>\n  friends & family"
    pieces = snippet(text, parse("friends"))
    assert "".join(piece.text for piece in pieces) == text
    assert Piece("friends", True) in pieces


def test_the_window_shows_where_most_of_it_stands_together() -> None:
    text = "parole " + "filler " * 200 + "the parole hearing was today " + "filler " * 200
    assert marked(text, "parole hearing", 120) == ["parole", "hearing"]


def test_a_window_is_about_as_wide_as_asked_and_cut_between_words() -> None:
    text = " ".join(f"word{n}" for n in range(500)) + " parole " + "end " * 100
    shown = "".join(piece.text for piece in snippet(text, parse("parole"), 100))
    assert 60 <= len(shown) <= 100
    assert set(shown.split()) <= set(text.split())


def test_without_anything_to_mark_the_beginning_is_shown() -> None:
    shown = snippet("Dear friends. " * 100, parse("author:A-17"), 50)
    assert "".join(piece.text for piece in shown).startswith("Dear friends.")


def test_an_empty_page_gives_no_pieces() -> None:
    assert snippet("", parse("word")) == ()


def test_the_words_of_a_page_are_found_by_their_numbers() -> None:
    words = ["Dear", "friends,", "I", "was", "hap-", "py;", "dear", "friend"]
    assert found_words(words, parse("friend")) == (1, 7)
    assert found_words(words, parse('"dear friends"')) == (0, 1)
    assert found_words(words, parse("happy")) == (4, 5)
    assert found_words(words, parse("dea*")) == (0, 6)
    assert found_words(words, parse("-friend")) == ()
    assert found_words([], parse("friend")) == ()


def test_words_of_nothing_but_signs_do_not_shift_the_numbers() -> None:
    assert found_words(["--", "", "parole", "."], parse("parole")) == (2,)
