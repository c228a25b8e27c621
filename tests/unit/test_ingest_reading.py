"""The values that the stages hand on, and the object of the command line's contract."""

from typing import Any

import pytest

from ingest.reading import Line, PageState, Reading, ReadPage, Word, as_json, from_json

HELLO = Word("hello", (10, 20, 50, 12), 0.9)
YOU = Word("you", (70, 20, 30, 12), 0.5)
LINE = Line("hello you", (10, 20, 90, 12), 0.75, (HELLO, YOU))
PAGE = ReadPage(
    number=2,
    pages=3,
    state=PageState.READ,
    reading=Reading("tesseract", (LINE, LINE)),
    coverage=0.875,
    certainty=0.75,
    rotation=90,
    width=200,
    height=100,
    image=b"\x89PNG",
    media_type="image/png",
)


def test_the_text_of_a_reading_is_its_lines_one_below_the_other() -> None:
    assert PAGE.text == "hello you\nhello you"


def test_certainty_weighs_long_words_more() -> None:
    assert PAGE.reading.certainty == pytest.approx((5 * 0.9 + 3 * 0.5) / 8)


def test_a_reading_without_words_is_certain_of_nothing() -> None:
    assert Reading("none").certainty == 0.0
    assert Reading("none").text == ""


def test_the_contract_holds_exactly_the_promised_keys() -> None:
    expected = "page pages state text engine coverage certainty rotation width height lines"
    told = as_json(PAGE)
    assert list(told) == expected.split()
    assert set(told["lines"][0]) == {"text", "box", "certainty", "words"}
    assert set(told["lines"][0]["words"][0]) == {"text", "box", "certainty"}


def test_a_page_comes_back_from_its_object() -> None:
    assert from_json(as_json(PAGE), PAGE.image, PAGE.media_type) == PAGE


@pytest.mark.parametrize(
    "change",
    [
        {"page": 0},
        {"page": 4},
        {"page": True},
        {"pages": "3"},
        {"state": "fine"},
        {"text": "other words"},
        {"coverage": 1.5},
        {"certainty": float("nan")},
        {"rotation": 45},
        {"width": -1},
        {"lines": [{"text": "x"}]},
        {"lines": [{"text": 7, "box": [0, 0, 1, 1], "certainty": 1, "words": []}]},
        {"lines": [{"text": "x", "box": [0, 0, 1], "certainty": 1, "words": []}]},
        {"lines": [{"text": "x", "box": [0, -5, 1, 1], "certainty": 1, "words": []}]},
        {"lines": 7},
    ],
)
def test_what_the_writer_would_never_write_is_not_read(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_json(as_json(PAGE) | change, b"", "image/png")


def test_a_missing_key_is_not_read() -> None:
    told = as_json(PAGE)
    del told["lines"]
    with pytest.raises(ValueError, match="not a read page"):
        from_json(told, b"", "image/png")
