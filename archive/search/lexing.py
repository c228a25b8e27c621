"""A query cut into its signs: the first half of reading it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from archive.search.errors import QueryError

_CURLY = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc", "'")
    | dict.fromkeys("\u2010\u2011\u2212", "-")
)
_SPACE = re.compile(r"\s+")
_RUN = re.compile(r'[^\s"()]+')
_FIELD = re.compile(r"([A-Za-z]+):")


class Kind(StrEnum):
    """What a sign is."""

    OPEN = "("
    CLOSE = ")"
    OR = "OR"
    NOT = "-"
    PHRASE = "phrase"
    FIELD = "field"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a query, with its place; ``name`` only for a field."""

    kind: Kind
    position: int
    text: str = ""
    name: str = ""


def straightened(query: str) -> str:
    """Make curly quotes straight and unprintable signs blanks; each place stays what it was."""
    return "".join(sign if _is_plain(sign) else " " for sign in query.translate(_CURLY))


def signs(query: str, fields: frozenset[str]) -> list[Sign]:
    """Cut a straightened query into signs."""
    found: list[Sign] = []
    place = 0
    while place < len(query):
        place = _next(query, place, fields, found)
    return found


def _next(query: str, place: int, fields: frozenset[str], found: list[Sign]) -> int:
    """Add the sign at this place, if one is there, and say where to go on."""
    sign = query[place]
    if space := _SPACE.match(query, place):
        return space.end()
    if sign in "()":
        found.append(Sign(Kind(sign), place))
        return place + 1
    if sign == '"':
        text, end = _quoted(query, place)
        found.append(Sign(Kind.PHRASE, place, text))
        return end
    if sign == "-" and query[place + 1 : place + 2].strip():
        found.append(Sign(Kind.NOT, place))
        return place + 1
    return _run(query, place, fields, found)


def _run(query: str, place: int, fields: frozenset[str], found: list[Sign]) -> int:
    """Read what stands together: an OR, a field with its value, or a word."""
    match = _RUN.match(query, place)
    assert match is not None  # noqa: S101 - blanks, quotes and brackets were taken before
    end, run = match.end(), match.group()
    lead = next((i for i, sign in enumerate(run) if sign.isalnum() or sign == "*"), len(run))
    place, run = place + lead, run[lead:]
    if run == "OR":
        found.append(Sign(Kind.OR, place))
        return end
    if (field := _FIELD.match(run)) and _is_field(field, run, query[end : end + 1], fields):
        return _field(query, place, field, found)
    if word := _trimmed(run):
        found.append(Sign(Kind.WORD, place, word.lower() if word == "OR" else word))
    return end


def _is_field(match: re.Match[str], run: str, after: str, fields: frozenset[str]) -> bool:
    """Whether this is a field, known or misspelt, and not a word before a colon."""
    return match.group(1).lower() in fields or match.end() < len(run) or after == '"'


def _field(query: str, place: int, match: re.Match[str], found: list[Sign]) -> int:
    start = place + match.end()
    if query[start : start + 1] == '"':
        text, end = _quoted(query, start)
    else:
        run = _RUN.match(query, start)
        text, end = (run.group(), run.end()) if run else ("", start)
    found.append(Sign(Kind.FIELD, place, text, match.group(1).lower()))
    return end


def _quoted(query: str, place: int) -> tuple[str, int]:
    close = query.find('"', place + 1)
    if close < 0:
        raise QueryError("These quotation marks are not closed.", place)
    return " ".join(query[place + 1 : close].split()), close + 1


def _trimmed(run: str) -> str:
    """Drop what no word ends with; a star may."""
    while run and not (run[-1].isalnum() or run[-1] == "*" or "\u0300" <= run[-1] <= "\u036f"):
        run = run[:-1]
    return run


def _is_plain(sign: str) -> bool:
    return sign.isprintable() or sign.isspace()
