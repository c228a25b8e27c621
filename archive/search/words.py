"""What counts as a word of a page, and under which forms it can be found.

A page and a query go through the same functions, so that what is found, what is marked in a
snippet and what is boxed on the image can never differ.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive.search.stemming import english, spanish

ANALYZER_VERSION = 1
"""To be raised with every change that gives another form to any word."""

LONGEST_WORD = 64
"""Letters of a word that are kept; what is longer is noise of a scan."""

_WORD = r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*|['\u2019\u02bc\u00ad][^\W_]+)*"
_TOKEN = re.compile(rf"({_WORD})(?:[-\u00ad\u2010\u2011][^\S\n]*\n[^\S\n]*({_WORD}))?")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u00ad": None})
_CONTRACTED = frozenset({"ll", "re", "ve", "d", "m"})
_ENGLISH = frozenset({"eng", "en"})
_SPANISH = frozenset({"spa", "es"})


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text, with its place; a word broken at a line's end is one token."""

    forms: tuple[str, ...]
    roots: tuple[str, ...]
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Read the words of a text, in order."""
    for match in _TOKEN.finditer(text):
        head, tail = match.groups()
        forms, roots = _forms(head)
        if tail is not None:
            forms, roots = _mended(forms, _forms(tail)[0])
        yield Token(forms, roots, match.start(), match.end())


def stems(root: str, language: str) -> frozenset[str]:
    """Name what a word is filed under in a language; in both where it is neither eng nor spa.

    English and Spanish stems never meet, since each begins with a letter for its language.
    """
    if language in _ENGLISH:
        return _english(root)
    if language in _SPANISH:
        return _spanish(root)
    return _english(root) | _spanish(root)


def folded(text: str) -> str:
    """Drop case, accents and the kinds of apostrophe."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_APOSTROPHES))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


@lru_cache(maxsize=1 << 16)
def _forms(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How a word is written (exact search), and what its stem is taken from.

    "don't" is also "dont", "mother's" also "mothers", but "I'll" is never "ill".
    """
    exact = folded(word)[:LONGEST_WORD]
    accented = unicodedata.normalize("NFC", word).casefold().translate(_APOSTROPHES)[:LONGEST_WORD]
    if "'" not in exact:
        return (exact,), tuple(dict.fromkeys((accented, exact)))
    base, _, ending = exact.rpartition("'")
    joined = exact.replace("'", "")
    if ending in _CONTRACTED:
        return (exact,), (base.replace("'", ""),)
    return (exact, joined), (base.replace("'", "") if ending == "s" else joined,)


def _mended(head: tuple[str, ...], tail: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """A word broken by a hyphen at the line's end: whole, and each part by itself."""
    whole = (head[0] + tail[0])[:LONGEST_WORD]
    parts = (whole, head[0], tail[0])
    return parts, parts


@lru_cache(maxsize=1 << 16)
def _english(root: str) -> frozenset[str]:
    return frozenset({"e" + english(folded(root))})


@lru_cache(maxsize=1 << 16)
def _spanish(root: str) -> frozenset[str]:
    """Stem as written, since endings carry accents, and without, since people type without."""
    plain = folded(root)
    bare = "s" + spanish(plain)
    return frozenset({bare} if plain == root else {bare, "s" + folded(spanish(root))})
