"""What a demo letter is made of: its words, the hand that wrote them, the paper and its wear."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from archive.domain.items import ItemKind, Language

Colour = tuple[int, int, int]


class Script(StrEnum):
    """A face that letters are written or typed in."""

    KALAM = "kalam"
    CAVEAT = "caveat"
    APPLE = "homemade-apple"
    REENIE = "reenie-beanie"
    TYPEWRITER = "special-elite"
    PORTABLE = "cutive-mono"


class Paper(StrEnum):
    """What a page is written on."""

    RULED = "ruled"
    LEGAL_PAD = "legal pad"
    PLAIN = "plain"
    WHITE = "white"
    CARD = "card"


class Wear(StrEnum):
    """What happened to a page before or while it was scanned."""

    FOLDED = "folded in three"
    COFFEE = "a coffee ring"
    SPECKS = "specks of dust"
    SHADOW = "a shadow at the edge"
    FADED = "faint, blurred and crooked"
    COPIED = "photocopied"
    PHOTOGRAPHED = "photographed lying sideways"


class Ornament(StrEnum):
    """What is drawn on a page beside its words."""

    WINDOW = "a view from a window"
    BRANCH = "a branch with berries"
    LEGAL_STAMP = "a legal mail stamp"
    POSTMARK = "an envelope with its postmark"


class FileKind(StrEnum):
    """The file that a scan is kept in, by its ending."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    TIFF = "tif"


class Align(StrEnum):
    """Where a written line begins."""

    FLUSH = "|"
    INDENTED = " "
    RIGHT = ">"
    CENTRE = "^"


class RowKind(StrEnum):
    """What a row of a printed form is."""

    TITLE = "title"
    HEADING = "heading"
    PRINT = "print"
    TICKED = "ticked"
    OPEN = "open"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Hand:
    """How one person writes: the face, its size and slope, the ink and the length of a line."""

    script: Script
    size: int
    columns: int
    ink: Colour = (38, 52, 120)
    slant: float = 0.0
    wobble: float = 2.0
    pressure: float = 1.0
    pitch: int = 66


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a printed form, with what was written into it."""

    kind: RowKind
    text: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One written line; a leading ~ marks a word struck out, a leading _ one underlined."""

    marked: tuple[str, ...]
    align: Align = Align.FLUSH

    @property
    def text(self) -> str:
        """The words that stand, without those struck out."""
        return " ".join(word.lstrip("_") for word in self.marked if not word.startswith("~"))


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One side of paper: what is on it and how it looks. Paragraphs may begin with | > or ^."""

    hand: Hand
    paper: Paper = Paper.RULED
    paragraphs: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    wear: frozenset[Wear] = frozenset()
    ornament: Ornament | None = None
    skew: float = 0.0

    @property
    def lines(self) -> tuple[Line, ...]:
        """The written lines as they stand on the paper, empty ones included."""
        return tuple(line for text in self.paragraphs for line in _wrapped(text, self.hand.columns))

    @property
    def text(self) -> str:
        """The true words of the page, one line of text for each line of writing."""
        rows = (f"{row.text} {row.answer}".strip() for row in self.rows)
        lines = (line.text for line in self.lines)
        return "\n".join(text for text in (*rows, *lines) if text)


@dataclass(frozen=True, slots=True)
class Letter:
    """What arrived in one envelope. The author is a number that stands for an invented person."""

    key: str
    author: int | None
    kind: ItemKind
    file_kind: FileKind
    language: Language
    title: str
    pages: tuple[PageSpec, ...]
    received: date
    written: date | None = None
    postmarked: date | None = None
    facility: str | None = None
    is_legal_mail: bool = False

    @property
    def file_name(self) -> str:
        """The name that its scan would carry."""
        return f"{self.key}.{self.file_kind}"


def _wrapped(paragraph: str, columns: int) -> Iterator[Line]:
    """Break a paragraph as its writer would; the signs | > ^ keep it on lines of its own."""
    sign = paragraph[:1]
    if sign not in ("|", ">", "^"):
        lines = textwrap.wrap(paragraph, columns, initial_indent="   ") or [""]
        first, *rest = (tuple(line.split()) for line in lines)
        yield Line(first, Align.INDENTED)
        yield from (Line(words) for words in rest)
        return
    for text in textwrap.wrap(paragraph[1:], columns) or [""]:
        yield Line(tuple(text.split()), Align(sign))
