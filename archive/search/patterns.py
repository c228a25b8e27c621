"""What a word, phrase or prefix of a query looks for: the same for the index and for marking."""

from dataclasses import dataclass
from functools import lru_cache

from archive.search.tree import Leaf, Phrase, Prefix, Term
from archive.search.words import Token, folded, stems, tokens

_EITHER = ""
"""The language of a query is not known: both are tried."""


@dataclass(frozen=True, slots=True)
class AnyStem:
    """One word, in any form that shares one of these stems."""

    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sequence:
    """Words that follow each other in exactly this way."""

    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """One word that begins so."""

    letters: str


Pattern = AnyStem | Sequence | Beginning


def patterns(leaf: Leaf) -> tuple[Pattern, ...]:
    """Say what a leaf looks for; any one of the patterns is enough.

    "well-being" is looked for as two words side by side, and as one, since both are written.
    """
    match leaf:
        case Prefix(text):
            return (Beginning(folded(text)),)
        case Phrase(text):
            return (Sequence(_forms(text)),)
        case Term(text):
            found = list(tokens(text))
            if len(found) == 1:
                return (AnyStem(stems_of(found[0])),)
            forms = tuple(token.forms[0] for token in found)
            return Sequence(forms), AnyStem(stems("".join(forms), _EITHER))


def stems_of(token: Token, language: str = _EITHER) -> frozenset[str]:
    """List all that a word of a text is filed under."""
    return _stems(token.roots, language)


@lru_cache(maxsize=1 << 16)
def _stems(roots: tuple[str, ...], language: str) -> frozenset[str]:
    return frozenset().union(*(stems(root, language) for root in roots))


def _forms(text: str) -> tuple[str, ...]:
    return tuple(token.forms[0] for token in tokens(text))
