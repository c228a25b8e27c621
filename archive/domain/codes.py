"""Code names for authors and references for excerpts: random, so that they tell nothing.

Chance is given, so that a test can hold it and the archive can use a good one.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Protocol, TypeVar

from archive.domain.code_words import ADJECTIVES, NOUNS

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""No 0 O 1 I L U, which are misread, and no other vowel, so that no word comes out."""

_TRIES = 100

T = TypeVar("T")


class Chance(Protocol):
    """What chooses, such as `random.SystemRandom()`."""

    def choice(self, seq: Sequence[T], /) -> T:
        """Any one of them."""
        ...


def code_name(chance: Chance, taken: Collection[str] = ()) -> str:
    """Two plain words such as "quiet-heron", none of the names that are taken."""
    used = frozenset(taken)
    for _ in range(_TRIES):
        name = f"{chance.choice(ADJECTIVES)}-{chance.choice(NOUNS)}"
        if name not in used:
            return name
    free = [name for one in ADJECTIVES for two in NOUNS if (name := f"{one}-{two}") not in used]
    if not free:
        raise ValueError("All code names are taken.")
    return chance.choice(free)


def is_told(code: str, text: str) -> bool:
    """Whether the text tells a code name, whatever stands between its words."""
    return _plain(code) in _plain(text)


def _plain(text: str) -> str:
    """Letters and digits alone, in small letters; a hyphen for what else parts them."""
    seen = "".join(
        c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf"
    )
    return re.sub(r"[\W_]+", "-", seen.casefold()).strip("-")


def reference(chance: Chance, length: int = 4, taken: Collection[str] = ()) -> str:
    """A short public reference such as "K7Q2", none of those that are taken.

    It tells neither order nor date; ValueError where hardly any of that length is left.
    """
    if length < 1:
        raise ValueError("A reference needs at least one character.")
    for _ in range(_TRIES):
        text = "".join(chance.choice(ALPHABET) for _ in range(length))
        if text not in taken:
            return text
    raise ValueError("Nearly all references of this length are taken; use a longer one.")
