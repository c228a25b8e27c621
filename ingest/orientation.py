"""Which way up a page stands: the turn in which most letters are read with confidence."""

from collections.abc import Iterable

from PIL import Image, ImageStat

from ingest.engines import Engine
from ingest.ink import find_ink
from ingest.quality import COVERED, confident
from ingest.reading import Box, Reading, Word

SAMPLE = 800
"""Side in pixels of the piece of the page that is read in other turns."""
LEAD = 3
"""The best turn must win by this factor; otherwise the page stays as it was scanned."""
FEWEST_LETTERS = 12
LINED = 1.4
"""Rows of ink must differ by this factor more than columns for lines to be called level."""


def upright_turn(
    image: Image.Image, reading: Reading, coverage: float, language: str, engine: Engine
) -> int:
    """Give the degrees clockwise that set the page upright; 0 where there is any doubt."""
    sure = confident(reading)
    if coverage >= COVERED and not _stand_on_edge(sure):
        return 0
    place, piece = _fullest_piece(image)
    letters = {0: _letters(word for word in sure if _is_within(word, place))}
    for turn in _likely_turns(piece):
        turned = engine.read(piece.rotate(-turn, expand=True), language)
        letters[turn] = _letters(confident(turned))
    best, second = sorted(letters, key=lambda turn: letters[turn], reverse=True)[:2]
    is_clear = letters[best] >= max(FEWEST_LETTERS, LEAD * letters[second])
    return best if is_clear else 0


def _likely_turns(piece: Image.Image) -> tuple[int, ...]:
    mask = find_ink(piece).mask
    rows, columns = _spread(mask, (1, mask.height)), _spread(mask, (mask.width, 1))
    if rows > LINED * columns:
        return (180,)
    return (90, 270) if columns > LINED * rows else (90, 180, 270)


def _spread(mask: Image.Image, size: tuple[int, int]) -> float:
    return ImageStat.Stat(mask.resize(size, Image.Resampling.BOX)).stddev[0]


def _letters(words: Iterable[Word]) -> int:
    return sum(
        len(word.text)
        for word in words
        if len(word.text) > 2 and word.text.isalpha() and not _is_tall(word)
    )


def _stand_on_edge(words: tuple[Word, ...]) -> bool:
    long = [word for word in words if len(word.text) > 2]
    return len(long) > 3 and sum(map(_is_tall, long)) > len(long) / 2


def _is_tall(word: Word) -> bool:
    return word.box[3] > word.box[2]


def _is_within(word: Word, place: Box) -> bool:
    x, y = word.box[0] + word.box[2] / 2, word.box[1] + word.box[3] / 2
    left, top, width, height = place
    return left <= x < left + width and top <= y < top + height


def _fullest_piece(image: Image.Image) -> tuple[Box, Image.Image]:
    width, height = min(SAMPLE, image.width), min(SAMPLE, image.height)
    pieces = [
        ((x, y, width, height), image.crop((x, y, x + width, y + height)))
        for y in _starts(image.height, height)
        for x in _starts(image.width, width)
    ]
    return max(pieces, key=lambda piece: find_ink(piece[1]).amount)


def _starts(length: int, side: int) -> list[int]:
    return sorted({0, (length - side) // 2, length - side})
