from collections.abc import Callable
from datetime import date

import pytest

from archive.domain.items import ItemKind
from archive.errors import InvalidInput
from archive.web.forms import day, maybe_day, maybe_word, whole, word, words

READERS: dict[str, Callable[[str], object]] = {
    "word": lambda value: word(ItemKind, value, "the field"),
    "words": lambda value: words(ItemKind, ["card", value], "the field"),
    "maybe a word": lambda value: maybe_word(ItemKind, value, "the field"),
    "day": lambda value: day({"x": value}, "x", "the field"),
    "maybe a day": lambda value: maybe_day({"x": value}, "x", "the field"),
    "whole": lambda value: whole(value, "the field"),
}


def test_a_word_of_the_vocabulary_is_taken() -> None:
    assert word(ItemKind, "card", "kind") is ItemKind.CARD
    assert maybe_word(ItemKind, "", "kind") is None
    assert words(ItemKind, ["card", "form"], "kind") == [ItemKind.CARD, ItemKind.FORM]


def test_a_day_is_taken_with_or_without_spaces_around_it() -> None:
    assert day({"on": " 2026-03-31 "}, "on", "Received") == date(2026, 3, 31)
    assert maybe_day({"on": "  "}, "on", "Received") is None
    assert maybe_day({}, "on", "Received") is None


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize("value", ["<script>", "31.3.2026", "-1", "1e3", "²", "9" * 30, "\x00"])
def test_what_cannot_be_used_is_refused_by_the_fields_name_and_never_repeated(
    read: Callable[[str], object], value: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read(value)
    assert "the field" in str(refusal.value)
    assert value not in str(refusal.value)


def test_what_has_to_be_given_is_missed_by_name() -> None:
    with pytest.raises(InvalidInput, match="Received is missing"):
        day({}, "received_on", "Received")


def test_a_whole_number_is_taken() -> None:
    assert whole("007", "Page") == 7
