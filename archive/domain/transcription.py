"""The text of a page as it passes between reading, people and the record."""

from dataclasses import dataclass

from archive.domain.items import PageState

Box = tuple[int, int, int, int]
"""x, y, width, height in pixels of the stored page image."""


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word where it stands on the page, with the engine's certainty from 0 to 1."""

    text: str
    box: Box
    certainty: float


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A written line, with its words where an engine told them apart."""

    text: str
    box: Box
    certainty: float
    words: tuple[ReadWord, ...] = ()


@dataclass(frozen=True, slots=True)
class MachineReading:
    """What the machine made of a page, and the upright image that its positions refer to."""

    state: PageState
    engine: str
    lines: tuple[ReadLine, ...]
    coverage: float
    certainty: float
    rotation: int
    width: int
    height: int
    image: bytes
