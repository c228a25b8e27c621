"""The query language: words, "exact phrases", -not, OR, ( ), prefix*, field:value.

Every text is either understood or refused with the place where it goes wrong, within limits that
keep any query cheap to read and to answer.
"""

from collections.abc import Callable
from unicodedata import normalize

from archive.search.dates import span
from archive.search.errors import QueryError
from archive.search.lexing import Kind, Sign, signs, straightened
from archive.search.tree import And, Everything, Field, Not, Or, Phrase, Prefix, Term, Tree
from archive.search.words import tokens

LONGEST = 256
MOST_TERMS = 16
DEEPEST = 8
SHORTEST_PREFIX = 3
DATE_FIELDS = frozenset({"written", "received"})
FIELDS = (
    frozenset({"author", "facility", "tag", "kind", "state", "language", "batch"}) | DATE_FIELDS
)


def parse(query: str, fields: frozenset[str] = FIELDS, longest: int = LONGEST) -> Tree:
    """Read a query as a tree, or raise QueryError; a blank one finds everything."""
    text = straightened(query).rstrip()
    if len(text) > longest:
        raise QueryError(f"A search has at most {longest} characters; shorten this one.", longest)
    if not text:
        return Everything()
    found = signs(text, fields)
    if not found:
        raise QueryError("There is no word to look for.", 0)
    return _Reader(found, fields, len(text)).read()


class _Reader:
    """Walks over the signs once; each method reads what it is named after."""

    def __init__(self, found: list[Sign], fields: frozenset[str], end: int) -> None:
        self.signs, self.fields, self.end = found, fields, end
        self.place = self.terms = self.depth = 0

    def read(self) -> Tree:
        tree = self.alternatives()
        if sign := self.peek():
            raise QueryError("This bracket closes none.", sign.position)
        return tree

    def peek(self) -> Sign | None:
        return self.signs[self.place] if self.place < len(self.signs) else None

    def take(self, kind: Kind) -> Sign | None:
        sign = self.peek()
        if sign is None or sign.kind is not kind:
            return None
        self.place += 1
        return sign

    def alternatives(self) -> Tree:
        parts: list[Tree] = []
        while not parts or self.take(Kind.OR):
            part = self.together()
            parts.extend(part.parts if isinstance(part, Or) else (part,))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def together(self) -> Tree:
        parts: list[Tree] = []
        while (sign := self.peek()) and sign.kind not in (Kind.OR, Kind.CLOSE):
            part = self.one(sign)
            parts.extend(part.parts if isinstance(part, And) else (part,))
        if not parts:
            position = sign.position if sign else self.end
            raise QueryError("A word, a phrase or a field is missing here.", position)
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def one(self, sign: Sign) -> Tree:
        self.place += 1
        if sign.kind is Kind.NOT:
            return self.deeper(sign, self.negated)
        if sign.kind is Kind.OPEN:
            return self.deeper(sign, self.bracketed)
        self.terms += 1
        if self.terms > MOST_TERMS:
            sentence = f"A search has at most {MOST_TERMS} words, phrases and fields."
            raise QueryError(sentence, sign.position)
        return _leaf(sign, self.fields)

    def deeper(self, sign: Sign, inner: Callable[[Sign], Tree]) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise QueryError(f"Brackets go at most {DEEPEST} deep.", sign.position)
        tree = inner(sign)
        self.depth -= 1
        return tree

    def bracketed(self, sign: Sign) -> Tree:
        tree = self.alternatives()
        if not self.take(Kind.CLOSE):
            raise QueryError("This bracket is not closed.", sign.position)
        return tree

    def negated(self, sign: Sign) -> Tree:
        inner = self.peek()
        if inner is None or inner.kind in (Kind.OR, Kind.CLOSE):
            raise QueryError("Something to leave out is missing after this sign.", sign.position)
        return Not(self.one(inner))


def _leaf(sign: Sign, fields: frozenset[str]) -> Tree:
    if sign.kind is Kind.FIELD:
        return _field(sign, fields)
    if sign.kind is Kind.PHRASE:
        if not any(tokens(sign.text)):
            raise QueryError("There is no word between these quotation marks.", sign.position)
        return Phrase(sign.text)
    return _prefix(sign) if "*" in sign.text else Term(sign.text)


def _prefix(sign: Sign) -> Prefix:
    stem = sign.text[:-1]
    if "*" in stem or not sign.text.endswith("*"):
        place = sign.position + sign.text.index("*")
        raise QueryError("A star can stand only once, at the end of a word.", place)
    found = list(tokens(stem))
    if len(found) != 1 or found[0].end != len(stem) or len(found[0].forms[0]) < SHORTEST_PREFIX:
        sentence = f"Before a star stand at least {SHORTEST_PREFIX} letters of one word."
        raise QueryError(sentence, sign.position)
    return Prefix(stem)


def _field(sign: Sign, fields: frozenset[str]) -> Field:
    if sign.name not in fields:
        known = ", ".join(sorted(fields))
        raise QueryError(f"There is no such field; the fields are {known}.", sign.position)
    value = normalize("NFC", sign.text)
    if not value:
        raise QueryError(f"A value is missing after {sign.name}:.", sign.position)
    if sign.name not in DATE_FIELDS:
        return Field(sign.name, value)
    dates = span(value)
    if dates is None:
        sentence = "A date is written 2019, 2019-03 or 2019-03-07, a range 2019..2021-06."
        raise QueryError(sentence, sign.position + len(sign.name) + 1)
    return Field(sign.name, dates)
