"""The values that the stages hand on; positions are pixels of the stored page image."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ingest.errors import RefusedState

Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""


class PageState(StrEnum):
    """How far a page has come; only `read` claims that its text can be trusted as a draft."""

    READ = "read"
    BLANK = "blank"
    NEEDS_TRANSCRIPTION = "needs_transcription"
    NEEDS_REVIEW = "needs_review"


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands on the page, with the engine's certainty from 0 to 1."""

    text: str
    box: Box
    certainty: float


@dataclass(frozen=True, slots=True)
class Line:
    """One written line and its words from left to right."""

    text: str
    box: Box
    certainty: float
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one engine made of a page, in reading order."""

    engine: str
    lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        """The lines, one below the other."""
        return "\n".join(line.text for line in self.lines)

    @property
    def words(self) -> tuple[Word, ...]:
        """All words in reading order."""
        return tuple(word for line in self.lines for word in line.words)

    @property
    def certainty(self) -> float:
        """The mean certainty of the words, longer words weighing more; 0 without words."""
        letters = sum(len(word.text) for word in self.words)
        weighed = sum(len(word.text) * word.certainty for word in self.words)
        return weighed / letters if letters else 0.0


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page as it is kept: its upright grey image, what was read, and how far to trust that."""

    number: int
    pages: int
    state: PageState
    reading: Reading
    coverage: float
    certainty: float
    rotation: int
    """Degrees clockwise that the scan was turned to stand upright."""
    width: int
    height: int
    image: bytes
    media_type: str

    @property
    def text(self) -> str:
        """What was read; empty on a blank page."""
        return self.reading.text


def as_json(page: ReadPage) -> dict[str, Any]:
    """Give the page as one object of the command line's contract, without its image."""
    return {
        "page": page.number,
        "pages": page.pages,
        "state": page.state.value,
        "text": page.text,
        "engine": page.reading.engine,
        "coverage": round(page.coverage, 4),
        "certainty": round(page.certainty, 4),
        "rotation": page.rotation,
        "width": page.width,
        "height": page.height,
        "lines": [_line_as_json(line) for line in page.reading.lines],
    }


def refusal_as_json(state: RefusedState, code: str, reason: str) -> dict[str, Any]:
    """Give a file without pages as one object of the command line's contract."""
    return {"pages": 0, "state": state.value, "code": code, "reason": reason}


def failure_as_json(number: int, pages: int, code: str, reason: str) -> dict[str, Any]:
    """Give a page that could not be read as one object of the command line's contract."""
    return {
        "page": number,
        "pages": pages,
        "state": PageState.NEEDS_REVIEW.value,
        "text": "",
        "engine": "none",
        "coverage": 0.0,
        "certainty": 0.0,
        "rotation": 0,
        "width": 0,
        "height": 0,
        "lines": [],
        "code": code,
        "reason": reason,
    }


def from_json(data: Mapping[str, Any], image: bytes, media_type: str) -> ReadPage:
    """Build the page again, strictly; raise ValueError for anything `as_json` would not write."""
    try:
        page = ReadPage(
            number=_whole(data["page"], least=1),
            pages=_whole(data["pages"], least=1),
            state=PageState(data["state"]),
            reading=Reading(_string(data["engine"]), _lines(data["lines"])),
            coverage=_share(data["coverage"]),
            certainty=_share(data["certainty"]),
            rotation=_rotation(data["rotation"]),
            width=_whole(data["width"], least=1),
            height=_whole(data["height"], least=1),
            image=image,
            media_type=media_type,
        )
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError("not a read page") from fault
    if page.number > page.pages or data["text"] != page.text:
        raise ValueError("the page contradicts itself")
    return page


def _line_as_json(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "box": list(line.box),
        "certainty": round(line.certainty, 4),
        "words": [
            {"text": word.text, "box": list(word.box), "certainty": round(word.certainty, 4)}
            for word in line.words
        ],
    }


def _lines(found: list[Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(
        Line(
            text=_string(line["text"]),
            box=_box(line["box"]),
            certainty=_share(line["certainty"]),
            words=tuple(
                Word(_string(word["text"]), _box(word["box"]), _share(word["certainty"]))
                for word in line["words"]
            ),
        )
        for line in found
    )


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _whole(value: object, least: int = 0) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise ValueError("not a whole number in its bounds")
    return value


def _share(value: object) -> float:
    if not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise ValueError("not between 0 and 1")
    return float(value)


def _rotation(value: object) -> int:
    turned = _whole(value)
    if turned not in (0, 90, 180, 270):
        raise ValueError("not a quarter turn")
    return turned


def _box(value: object) -> Box:
    if not isinstance(value, list) or len(value) != 4:
        raise ValueError("not a box")
    left, top, width, height = (_whole(part) for part in value)
    return left, top, width, height
