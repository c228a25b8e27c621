"""What arrives and what becomes of it."""

from collections.abc import Iterable
from enum import StrEnum


class ItemKind(StrEnum):
    """What sort of paper an item is."""

    LETTER = "letter"
    TESTIMONY = "testimony"
    CARD = "card"
    FORM = "form"
    DRAWING = "drawing"
    ENCLOSURE = "enclosure"


class PageState(StrEnum):
    """How far the reading of a page has come."""

    WAITING = "waiting"
    READ = "read"
    BLANK = "blank"
    NEEDS_TRANSCRIPTION = "needs_transcription"
    NEEDS_REVIEW = "needs_review"


class ItemState(StrEnum):
    """What has become of an item; the gravest of its pages decides."""

    WAITING = "waiting"
    READ = "read"
    NEEDS_TRANSCRIPTION = "needs_transcription"
    NEEDS_REVIEW = "needs_review"
    LOCKED = "locked"
    REJECTED = "rejected"


class TextKind(StrEnum):
    """Whose text it is, which a reader has to know before quoting it."""

    MACHINE = "machine"
    HUMAN = "human"
    VERIFIED = "verified"


class Language(StrEnum):
    """A language that pages are read in, by its ISO 639-2 code."""

    ENGLISH = "eng"
    SPANISH = "spa"


_GRAVEST_FIRST = (
    (PageState.WAITING, ItemState.WAITING),
    (PageState.NEEDS_REVIEW, ItemState.NEEDS_REVIEW),
    (PageState.NEEDS_TRANSCRIPTION, ItemState.NEEDS_TRANSCRIPTION),
)


def item_state(pages: Iterable[PageState]) -> ItemState:
    """The state of an item with these pages; without any it is still waiting."""
    states = set(pages)
    if not states:
        return ItemState.WAITING
    for page, item in _GRAVEST_FIRST:
        if page in states:
            return item
    return ItemState.READ
