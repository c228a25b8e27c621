"""Figures in words, as the screens say them."""

from collections.abc import Mapping

from flask import Flask

from archive.domain.dates import PartialDate

_SHARES = (
    (0.05, "almost none"),
    (0.17, "about a tenth"),
    (0.29, "about a quarter"),
    (0.41, "about a third"),
    (0.58, "about half"),
    (0.72, "about two thirds"),
    (0.87, "about four fifths"),
    (0.97, "nearly all"),
)
_KIBIBYTE = 1024

_DEEDS: Mapping[str, tuple[str, str]] = {
    "item.receive": ("waiting", "Received"),
    "item.duplicate": ("duplicate", "The same file came again"),
    "item.refuse": ("rejected", "The file gave no page"),
    "item.describe": ("human", "Description changed"),
    "item.tag": ("human", "Tag added"),
    "item.untag": ("human", "Tag removed"),
    "item.quarantine": ("hold", "Set apart as legal mail"),
    "item.release": ("allowed", "Cleared: no legal mail"),
    "item.read_again": ("waiting", "Asked to be opened again"),
    "original.download": ("draft", "Original downloaded"),
    "page.read": ("machine", "Read by machine"),
    "page.read_again": ("waiting", "Asked to be read again"),
    "page.transcribe": ("human", "Transcribed"),
    "page.verify": ("verified", "Verified"),
    "job.set_aside": ("needs_review", "Reading broke off"),
}


def deed(act: str) -> tuple[str, str]:
    """An act of an item's history: the state whose shape marks it, and what it is called."""
    return _DEEDS.get(act, ("none", act))


def share(part: float) -> str:
    """A share in words, such as "about a third"."""
    return next((words for most, words in _SHARES if part < most), "all")


def size(count: int) -> str:
    """A file's size, as people read it."""
    if count < _KIBIBYTE:
        return f"{count} bytes"
    kilobytes = count / _KIBIBYTE
    if kilobytes < _KIBIBYTE:
        return f"{kilobytes:.0f} KB"
    return f"{kilobytes / _KIBIBYTE:.1f} MB"


def time_left(seconds: int | None) -> str:
    """How long a piece of work will still take, or nothing where that is not known."""
    if seconds is None:
        return ""
    if seconds < 60:
        return "less than a minute left"
    return f"{-(-seconds // 60)} min left"


def partial_day(text: str | None) -> str:
    """A date as an author wrote it, for reading."""
    return PartialDate.parse(text).display() if text else ""


def numbers(pages: tuple[int, ...]) -> str:
    """Page numbers, runs drawn together: 1 to 3, 7."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


def init_app(app: Flask) -> None:
    """Give templates these words as filters."""
    app.jinja_env.filters.update(
        deed_words=deed,
        share=share,
        file_size=size,
        time_left=time_left,
        partial_day=partial_day,
        page_numbers=numbers,
    )
