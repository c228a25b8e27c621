"""A page as it is read: its lines, how sure each word is, and where it stands on the image."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import func, select

from archive.domain.items import PageState, TextKind
from archive.domain.people import Permission
from archive.domain.transcription import Box
from archive.errors import Conflict
from archive.search.errors import QueryError
from archive.search.query import parse
from archive.search.snippet import found_words
from archive.services import transcription
from archive.services.unit import Unit
from archive.services.visibility import visible_page
from archive.store.models import Line, Page, Version

SURE = 0.6
"""A machine's word that is less certain than this is marked for the reader."""

_WORD = re.compile(r"\S+")
_GAP = 0.8


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a line's text: what was looked for, what the machine doubts, or neither."""

    text: str
    is_hit: bool = False
    is_unsure: bool = False


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the version that is shown; ``box`` is None where its place is not known."""

    key: str
    number: int
    text: str
    box: Box | None
    pieces: tuple[Piece, ...]
    starts_block: bool
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A page open on the desk."""

    page: Page
    version: Version | None
    lines: tuple[ShownLine, ...]
    found: tuple[Box, ...]
    pages: int

    @property
    def has_doubts(self) -> bool:
        """Whether any word is marked as unsure."""
        return any(piece.is_unsure for line in self.lines for piece in line.pieces)


@dataclass(frozen=True, slots=True)
class _Word:
    line: int
    start: int
    end: int
    text: str
    box: Box | None
    is_unsure: bool


def opened(unit: Unit, ref: str, number: int, query: str = "") -> Reading:
    """A page with its text, and what a search found on it."""
    unit.require(Permission.READ_ITEMS)
    page = visible_page(unit, ref, number)
    version = transcription.current_version(unit, page)
    lines = version.lines if version else []
    words = [word for place, line in enumerate(lines) for word in _words(place, line)]
    hits = _hits(words, query)
    return Reading(
        page=page,
        version=version,
        lines=_shown(lines, words, hits),
        found=tuple(box for place in sorted(hits) if (box := _box(words[place], lines))),
        pages=_count(unit, page),
    )


def first_words(unit: Unit, pages: Sequence[Page], most: int = 90) -> dict[int, str]:
    """The beginning of each page's text, by page id, for a list of pages."""
    unit.require(Permission.READ_ITEMS)
    rows = unit.session.execute(
        select(Version.page_id, Line.text)
        .join(Line, Line.version_id == Version.id)
        .join(Page, (Page.id == Version.page_id) & (Page.version_number == Version.number))
        .where(Page.id.in_([page.id for page in pages]), Line.position < 3)
        .order_by(Version.page_id, Line.position)
    )
    texts: dict[int, str] = {}
    for page_id, text in rows:
        texts[page_id] = f"{texts.get(page_id, '')} {text}".strip()
    return {page: text if len(text) <= most else f"{text[:most]}…" for page, text in texts.items()}


def may_verify(unit: Unit, reading: Reading) -> bool:
    """Whether this person may confirm this text: there is one, not their own, not yet verified."""
    version = reading.version
    return (
        version is not None
        and unit.actor.may(Permission.VERIFY)
        and bool(version.lines)
        and version.written_by != unit.actor.account_id
        and reading.page.text_kind is not TextKind.VERIFIED
        and reading.page.state is not PageState.NEEDS_TRANSCRIPTION
    )


def verify(unit: Unit, ref: str, number: int, seen: int) -> int:
    """Confirm the whole page as it was seen, in version ``seen``."""
    unit.require(Permission.VERIFY)
    page = visible_page(unit, ref, number)
    transcription.hold_page(unit, page)
    if page.version_number != seen:
        raise Conflict(
            "Somebody changed this text while you compared it; read it again, then verify."
        )
    return transcription.verify(unit, page)


def _words(place: int, line: Line) -> list[_Word]:
    """The words of a line; boxes and doubts only where they are told word for word."""
    runs = list(_WORD.finditer(line.text))
    told = [entry for entry in line.words if str(entry[0]).strip()]
    is_same = [run.group() for run in runs] == [str(entry[0]) for entry in told]
    return [
        _Word(
            line=place,
            start=run.start(),
            end=run.end(),
            text=run.group(),
            box=_as_box(told[at][1:5]) if is_same else None,
            is_unsure=is_same and not line.verification and float(told[at][5]) < SURE,
        )
        for at, run in enumerate(runs)
    ]


def _as_box(numbers: Sequence[float]) -> Box:
    x, y, width, height = (int(number) for number in numbers)
    return x, y, width, height


def _hits(words: Sequence[_Word], query: str) -> frozenset[int]:
    if not query.strip():
        return frozenset()
    try:
        tree = parse(query)
    except QueryError:
        return frozenset()
    return frozenset(found_words([word.text for word in words], tree))


def _shown(
    lines: Sequence[Line], words: Sequence[_Word], hits: frozenset[int]
) -> tuple[ShownLine, ...]:
    of_line: list[list[tuple[_Word, bool]]] = [[] for _ in lines]
    for place, word in enumerate(words):
        of_line[word.line].append((word, place in hits))
    blocks = _block_starts(lines)
    return tuple(
        ShownLine(
            key=line.key,
            number=place + 1,
            text=line.text,
            box=_line_box(line),
            pieces=_pieces(line.text, of_line[place]),
            starts_block=place in blocks,
            is_verified=line.verification is not None,
        )
        for place, line in enumerate(lines)
    )


def _pieces(text: str, words: Sequence[tuple[_Word, bool]]) -> tuple[Piece, ...]:
    """The pieces joined are the line's text, to the character."""
    pieces: list[Piece] = []
    at = 0
    for word, is_hit in words:
        if not is_hit and not word.is_unsure:
            continue
        pieces.append(Piece(text[at : word.start]))
        pieces.append(Piece(word.text, is_hit, word.is_unsure))
        at = word.end
    pieces.append(Piece(text[at:]))
    return tuple(piece for piece in pieces if piece.text)


def _line_box(line: Line) -> Box | None:
    return (line.x, line.y, line.width, line.height) if line.width and line.height else None


def _box(word: _Word, lines: Sequence[Line]) -> Box | None:
    return word.box or _line_box(lines[word.line])


def _block_starts(lines: Sequence[Line]) -> set[int]:
    """Lines that stand further below the one before than lines do."""
    starts = set()
    for place, (above, below) in enumerate(pairwise(lines), start=1):
        gap = below.y - (above.y + above.height)
        if above.height and below.height and gap > _GAP * min(above.height, below.height):
            starts.add(place)
    return starts


def _count(unit: Unit, page: Page) -> int:
    return unit.session.scalar(select(func.count()).where(Page.item_id == page.item_id)) or 1
