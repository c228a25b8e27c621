"""A query as a tree, the same for every engine that answers it."""

import re
from dataclasses import dataclass

from archive.search.dates import Dates, written


@dataclass(frozen=True, slots=True)
class Term:
    """A word, found in all its inflected forms."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side exactly so, but for case and accents."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins so."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """What the store knows of a page: name:value."""

    name: str
    value: str | Dates


@dataclass(frozen=True, slots=True)
class Not:
    """All that the rest of the tree does not find."""

    child: "Tree"


@dataclass(frozen=True, slots=True)
class And:
    """What every part finds; two parts or more."""

    parts: "tuple[Tree, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """What any part finds; two parts or more."""

    parts: "tuple[Tree, ...]"


@dataclass(frozen=True, slots=True)
class Everything:
    """An empty query: all that the person may see."""


Leaf = Term | Phrase | Prefix
Tree = Leaf | Field | Not | And | Or | Everything

_BARE = re.compile(r'[^\s"()]+')


def render(tree: Tree) -> str:
    """Write a tree as a query that is parsed to the same tree."""
    match tree:
        case Everything():
            return ""
        case Or(parts):
            return " OR ".join(render(part) for part in parts)
        case And(parts):
            return " ".join(_enclosed(part, (Or,)) for part in parts)
        case Not(child):
            return "-" + _enclosed(child, (Or, And))
        case _:
            return _leaf(tree)


def wanted(tree: Tree) -> tuple[Leaf, ...]:
    """List the words that a page is found by, for marking; none that it must not hold."""
    match tree:
        case And(parts) | Or(parts):
            return tuple(leaf for part in parts for leaf in wanted(part))
        case Term() | Phrase() | Prefix():
            return (tree,)
        case _:
            return ()


def fields(tree: Tree) -> frozenset[Field]:
    """Collect what has to be asked of the store."""
    match tree:
        case And(parts) | Or(parts):
            return frozenset().union(*(fields(part) for part in parts))
        case Not(child):
            return fields(child)
        case Field():
            return frozenset({tree})
        case _:
            return frozenset()


def _leaf(leaf: Leaf | Field) -> str:
    match leaf:
        case Field(name, value):
            return f"{name}:{_value(value)}"
        case Phrase(text):
            return f'"{text}"'
        case Prefix(text):
            return f"{text}*"
        case Term(text):
            return text


def _enclosed(tree: Tree, kinds: tuple[type[Or] | type[And], ...]) -> str:
    text = render(tree)
    return f"({text})" if isinstance(tree, kinds) else text


def _value(value: str | Dates) -> str:
    if isinstance(value, Dates):
        return written(value)
    return value if _BARE.fullmatch(value) else f'"{value}"'
