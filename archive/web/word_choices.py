"""Choosing words of a quotation on a screen: each word a tick box, runs of them one operation."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.domain.excerpts import Operation, OperationKind, Segment

_WORD = re.compile(r"\S+")
_CHOICE = re.compile(r"(\d{1,3}):(\d{1,6})-(\d{1,6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that can be chosen; ``act`` is the operation that hides it already, if one does."""

    segment: int
    start: int
    end: int
    text: str
    starts_line: bool
    act: Operation | None

    @property
    def value(self) -> str:
        """What the form sends for it."""
        return f"{self.segment}:{self.start}-{self.end}"


def offered(segments: Sequence[Segment], operations: Iterable[Operation]) -> list[Word]:
    """Every word of the segments, in order."""
    acts = [act for act in operations if act.kind is not OperationKind.JOIN]
    return [word for place, one in enumerate(segments) for word in _words(place, one.text, acts)]


def chosen(words: Sequence[Word], values: Iterable[str]) -> list[Word]:
    """The words named by the form; what is no word here, or hidden already, is left aside."""
    wanted = {value for value in values if _CHOICE.fullmatch(value)}
    return [word for word in words if word.value in wanted and word.act is None]


def left_out(words: Sequence[Word], picked: Sequence[Word]) -> list[Operation]:
    """An ellipsis in the place of each run of chosen words."""
    return [
        Operation(OperationKind.ELIDE, run[0].segment, run[0].start, run[-1].end)
        for run in _runs(words, picked)
    ]


def withheld(words: Sequence[Word], picked: Sequence[Word], label: str) -> list[Operation]:
    """A label in the place of each run of chosen words; the marks around a name stay."""
    return [
        Operation(OperationKind.REDACT, run[0].segment, start, end, label)
        for run in _runs(words, picked)
        for start, end in [_without_marks(run)]
    ]


def _words(place: int, text: str, acts: Sequence[Operation]) -> Iterator[Word]:
    for found in _WORD.finditer(text):
        yield Word(
            segment=place,
            start=found.start(),
            end=found.end(),
            text=found.group(),
            starts_line="\n" in text[: found.start()][-1:],
            act=_hiding(place, found.start(), found.end(), acts),
        )


def _hiding(place: int, start: int, end: int, acts: Sequence[Operation]) -> Operation | None:
    return next(
        (act for act in acts if act.segment == place and act.start < end and start < act.end), None
    )


def _runs(words: Sequence[Word], picked: Sequence[Word]) -> Iterator[list[Word]]:
    """Neighbours in the same part belong together."""
    order = {word.value: place for place, word in enumerate(words)}
    places = sorted(order[word.value] for word in picked)
    numbered = enumerate(places)
    for _, run in groupby(numbered, key=lambda one: (one[1] - one[0], words[one[1]].segment)):
        yield [words[place] for _, place in run]


def _without_marks(run: Sequence[Word]) -> tuple[int, int]:
    first, last = run[0], run[-1]
    before = len(first.text) - len(first.text.lstrip(_MARKS))
    after = len(last.text) - len(last.text.rstrip(_MARKS))
    start, end = first.start + before, last.end - after
    return (start, end) if start < end else (first.start, last.end)


_MARKS = ".,;:!?()[]{}\"'«»\u2018\u2019\u201c\u201d\u2026-\u2013\u2014"
