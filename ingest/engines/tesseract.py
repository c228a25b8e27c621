"""Tesseract through pytesseract: one call gives words, lines, places and certainty."""

import math
import os
import tempfile
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import NamedTuple

import pytesseract
from PIL import Image

from ingest.errors import PageFailed
from ingest.ink import glyph_height
from ingest.reading import Box, Line, Reading, Word

SMALLEST_GLYPH, LARGEST_GLYPH, GOOD_GLYPH = 17, 36, 26
"""Median height of letters in pixels: outside these the page is rescaled to the last."""
LEAST_SCALE, MOST_SCALE = 0.25, 4.0
MOST_PIXELS = 40_000_000
WORD_LEVEL = "5"


class TesseractEngine:
    """Tesseract's LSTM models on one thread, in the process that calls it."""

    def __init__(self, mode: int = 3) -> None:
        self._mode = mode

    @property
    def name(self) -> str:
        """The engine and its version, as it is kept with each reading."""
        return f"tesseract {_version()}"

    def read(self, image: Image.Image, language: str) -> Reading:
        """Return words and lines in reading order, placed in pixels of this image."""
        scale = _scale(image)
        table = _recognise(_scaled(image, scale), language, self._mode)
        rows = (_row(text) for text in table.splitlines()[1:])
        words = [_unscaled(row, scale, image.size) for row in rows if row is not None]
        return Reading(self.name, tuple(_lines(words)))


@cache
def _version() -> str:
    return str(pytesseract.get_tesseract_version())


class _Row(NamedTuple):
    line: tuple[str, ...]
    word: Word


def _scale(image: Image.Image) -> float:
    height = glyph_height(image)
    if height is None or SMALLEST_GLYPH <= height <= LARGEST_GLYPH:
        return 1.0
    most = min(MOST_SCALE, math.sqrt(MOST_PIXELS / (image.width * image.height)))
    return max(LEAST_SCALE, min(most, GOOD_GLYPH / height))


def _scaled(image: Image.Image, scale: float) -> Image.Image:
    if scale == 1.0:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _recognise(image: Image.Image, language: str, mode: int) -> str:
    os.environ["OMP_THREAD_LIMIT"] = "1"
    # Handed over as a plain file: packing a page as PNG costs as much as a tenth of reading it.
    with tempfile.TemporaryDirectory(prefix="page-") as folder:
        page = f"{folder}/page.pgm"
        image.save(page)
        config = f"--psm {mode} -c tessedit_create_tsv=1"
        try:
            return str(pytesseract.run_and_get_output(page, "tsv", language, config))
        except pytesseract.TesseractNotFoundError as fault:
            raise PageFailed(
                "no-tesseract", "Reading needs tesseract-ocr on this machine: install it."
            ) from fault
        except pytesseract.TesseractError as fault:
            raise _failure(str(fault.message)) from None


def _failure(complaint: str) -> PageFailed:
    if "bad_alloc" in complaint or "alloc" in complaint.lower():
        return PageFailed("out-of-memory", "This page needs more memory than it may have.")
    if "load" in complaint and "language" in complaint:
        return PageFailed("no-language", "The reading model of this language is not installed.")
    return PageFailed("engine-failed", "The reading of this page broke off: try it again.")


def _row(text: str) -> _Row | None:
    parts = text.split("\t")
    if len(parts) != 12 or parts[0] != WORD_LEVEL or not parts[11].strip():
        return None
    left, top, width, height = (int(part) for part in parts[6:10])
    certainty = min(1.0, max(0.0, float(parts[10]) / 100))
    return _Row(tuple(parts[1:5]), Word(parts[11].strip(), (left, top, width, height), certainty))


def _unscaled(row: _Row, scale: float, size: tuple[int, int]) -> _Row:
    left, top, width, height = row.word.box
    x, y = min(round(left / scale), size[0] - 1), min(round(top / scale), size[1] - 1)
    right = min(max(x + 1, round((left + width) / scale)), size[0])
    bottom = min(max(y + 1, round((top + height) / scale)), size[1])
    box = (x, y, right - x, bottom - y)
    return _Row(row.line, Word(row.word.text, box, row.word.certainty))


def _lines(rows: Iterable[_Row]) -> Iterable[Line]:
    for _, group in groupby(rows, key=lambda row: row.line):
        words = tuple(row.word for row in group)
        yield Line(
            text=" ".join(word.text for word in words),
            box=_around(words),
            certainty=Reading("", (Line("", (0, 0, 0, 0), 0.0, words),)).certainty,
            words=words,
        )


def _around(words: tuple[Word, ...]) -> Box:
    left = min(word.box[0] for word in words)
    top = min(word.box[1] for word in words)
    right = max(word.box[0] + word.box[2] for word in words)
    bottom = max(word.box[1] + word.box[3] for word in words)
    return left, top, right - left, bottom - top
