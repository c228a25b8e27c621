"""The lines around a quotation, so that nobody judges words torn from their page."""

from dataclasses import dataclass

from archive.domain.people import Permission
from archive.services.unit import Unit
from archive.services.visibility import visible_page
from archive.store.models import Excerpt, Line, Passage

LINES = 3
"""So many lines before and after are shown."""


@dataclass(frozen=True, slots=True)
class ContextLine:
    """A line of the page in three parts, of which the middle one is quoted."""

    number: int
    before: str
    quoted: str
    after: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The lines before a passage, its own, and those after it, in the version it is held to."""

    page: int
    lines: tuple[ContextLine, ...]


def around(unit: Unit, excerpt: Excerpt) -> tuple[Surroundings, ...]:
    """What stands around each passage of an excerpt."""
    unit.require(Permission.READ_ITEMS)
    for passage in excerpt.passages:
        visible_page(unit, excerpt.item.ref, passage.page.number)
    return tuple(_around(passage) for passage in excerpt.passages)


def _around(passage: Passage) -> Surroundings:
    lines = passage.version.lines
    keys = [line.key for line in lines]
    first, last = keys.index(passage.start_line), keys.index(passage.end_line)
    shown = range(max(first - LINES, 0), min(last + LINES + 1, len(lines)))
    return Surroundings(
        passage.page.number,
        tuple(_line(lines[at], at, passage, (first, last)) for at in shown),
    )


def _line(line: Line, at: int, passage: Passage, quoted: tuple[int, int]) -> ContextLine:
    first, last = quoted
    if not first <= at <= last:
        return ContextLine(at + 1, line.text, "", "")
    start = passage.start_offset if at == first else 0
    end = passage.end_offset if at == last else len(line.text)
    return ContextLine(at + 1, line.text[:start], line.text[start:end], line.text[end:])
