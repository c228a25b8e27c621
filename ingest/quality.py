"""How much of the ink was read with confidence, and what a person must still do."""

from dataclasses import dataclass

from PIL import Image, ImageStat

from ingest.ink import Ink, find_ink, strokes
from ingest.reading import PageState, Reading, Word

CONFIDENT = 0.60
"""A word read with less than this is not counted as read."""
COVERED = 0.58
"""Less of the ink than this in confident words, and a person must transcribe the page."""
LEAST_CERTAINTY = 0.70
"""The same for the mean certainty: it tells neat handwriting, half guessed, from faint type."""
FEWEST_STROKES = 3
"""Fewer spots of ink than this, none of them long, are marks of the machine, not writing."""
LONG_STROKE = 24
"""A spot of this length may be a joined word: nearly 4 mm on a letter."""
MOST_DUST = 0.02
"""With more ink than this, as a share of the page, nothing is counted: the page is not blank."""
DARK = 64
"""Grey level under which no paper was scanned."""
PICTURE_SHARE, PICTURE_SPAN = 0.6, 0.25
"""One joined spot that holds the first of the ink's area and spans the second of both sides."""
PICTURE_PARTS = 25
"""With more spots than this there may be writing beside the picture, or ruled paper under it."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How far a reading of a page can be trusted."""

    state: PageState
    coverage: float
    certainty: float


def judge(page: Image.Image, reading: Reading) -> Quality:
    """Weigh a reading against the ink of its page; only what is well covered counts as read."""
    ink = find_ink(page)
    sure = confident(reading)
    if not sure and is_blank(ink):
        if is_dark(page):
            return Quality(PageState.NEEDS_REVIEW, 0.0, 0.0)
        return Quality(PageState.BLANK, 1.0, 1.0)
    if not reading.words and is_picture(ink):
        return Quality(PageState.BLANK, 0.0, 0.0)
    covered = ink.inside(sure) / ink.amount if ink.amount else 0.0
    is_read = bool(sure) and covered >= COVERED and reading.certainty >= LEAST_CERTAINTY
    state = PageState.READ if is_read else PageState.NEEDS_TRANSCRIPTION
    return Quality(state, covered, reading.certainty)


def confident(reading: Reading) -> tuple[Word, ...]:
    """Give the words with a letter or figure that were read with confidence."""
    return tuple(
        word
        for word in reading.words
        if word.certainty >= CONFIDENT and any(sign.isalnum() for sign in word.text)
    )


def is_blank(ink: Ink) -> bool:
    """Say whether what is on the page is dust, a shadow or nothing."""
    if ink.amount > MOST_DUST * ink.area:
        return False
    lengths = [max(width, height) for _, _, width, height in strokes(ink)]
    longest = max(lengths, default=0)
    return len(lengths) < FEWEST_STROKES and longest < LONG_STROKE * ink.fineness


def is_dark(page: Image.Image) -> bool:
    """Say whether most of the page is nearly black, as when the scanner failed: no blank paper."""
    return ImageStat.Stat(page.reduce(4)).median[0] < DARK


def is_picture(ink: Ink) -> bool:
    """Say whether the ink is one large joined drawing with few spots beside it."""
    boxes = strokes(ink)
    whole = sum(width * height for _, _, width, height in boxes)
    _, _, width, height = max(boxes, key=lambda box: box[2] * box[3], default=(0, 0, 0, 0))
    is_wide = min(width / ink.mask.width, height / ink.mask.height) >= PICTURE_SPAN
    return is_wide and width * height >= PICTURE_SHARE * whole and len(boxes) <= PICTURE_PARTS
