import random
import re

import pytest

from archive.domain.code_words import ADJECTIVES, NOUNS
from archive.domain.codes import ALPHABET, code_name, is_told, reference


def test_there_are_enough_words_each_once_and_plain() -> None:
    words = [*ADJECTIVES, *NOUNS]
    assert min(len(ADJECTIVES), len(NOUNS)) >= 150
    assert len(set(words)) == len(words)
    assert all(re.fullmatch("[a-z]{3,12}", word) for word in words)


def test_a_code_name_is_two_words_and_never_a_taken_one() -> None:
    chance = random.Random(1)
    taken: set[str] = set()
    for _ in range(2000):
        name = code_name(chance, taken)
        adjective, noun = name.split("-")
        assert adjective in ADJECTIVES
        assert noun in NOUNS
        assert name not in taken
        taken.add(name)


def test_the_last_free_code_name_is_found_and_then_no_more() -> None:
    everything = {f"{one}-{two}" for one in ADJECTIVES for two in NOUNS}
    last = f"{ADJECTIVES[3]}-{NOUNS[5]}"
    assert code_name(random.Random(2), everything - {last}) == last
    with pytest.raises(ValueError, match="All code names"):
        code_name(random.Random(2), everything)


def test_references_use_no_character_that_is_misread_or_makes_a_word() -> None:
    assert not set(ALPHABET) & set("01OILUAE")
    assert all(set(reference(random.Random(seed))) <= set(ALPHABET) for seed in range(200))
    assert len(reference(random.Random(1), 6)) == 6


def test_a_reference_is_never_a_taken_one() -> None:
    taken = set(ALPHABET) - {"K"}
    assert reference(random.Random(3), 1, taken) == "K"
    with pytest.raises(ValueError, match="use a longer one"):
        reference(random.Random(3), 1, set(ALPHABET))
    with pytest.raises(ValueError, match="at least one"):
        reference(random.Random(3), 0)


@pytest.mark.parametrize(
    "text",
    [
        "by quiet-heron",
        "Quiet Heron\u2019s letter",
        "quiet\u2011heron",
        "Qui\u200bet\nheron",
        "QUIET_HERON",
    ],
)
def test_a_code_name_is_told_however_it_is_written(text: str) -> None:
    assert is_told("quiet-heron", text)


def test_other_words_tell_no_code_name() -> None:
    assert not is_told("quiet-heron", "a quiet morning, and a heron")
