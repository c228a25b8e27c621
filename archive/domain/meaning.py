"""What to look at twice before approving a quotation: edits that can turn its meaning round."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from archive.domain.excerpts import Operation, OperationKind, Segment

_ENGLISH = "not never no nor unless but cannot without nobody nothing none neither except"
_SPANISH = "no ni nunca sin pero jamás salvo tampoco nadie nada ninguno ninguna excepto sino"
_TURNING = frozenset(_ENGLISH.split()) | frozenset(_SPANISH.split())
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_NEGATED = ("n't", "n\u2019t")
_HIDING = (OperationKind.ELIDE, OperationKind.BRACKET, OperationKind.REDACT)


class Doubt(StrEnum):
    """Why to look twice."""

    TURNING_WORD = "turning_word"
    OTHER_PAGE = "other_page"


@dataclass(frozen=True, slots=True)
class Caution:
    """One doubt, the segment that it is about, and the hidden word that raised it."""

    doubt: Doubt
    segment: int
    word: str = ""


def turning_words(text: str) -> tuple[str, ...]:
    """The words in it that negate or turn a sentence, in English or Spanish, as written."""
    return tuple(
        match.group()
        for match in _WORD.finditer(text)
        if match.group().lower() in _TURNING or match.group().lower().endswith(_NEGATED)
    )


def cautions(segments: Sequence[Segment], operations: Iterable[Operation]) -> tuple[Caution, ...]:
    """Every hidden word that can turn the meaning, and every step to another page."""
    acts = tuple(operations)
    return tuple(
        one
        for index in range(len(segments))
        for one in (*_steps(segments, index), *_hidden(segments, acts, index))
    )


def _steps(segments: Sequence[Segment], index: int) -> Iterator[Caution]:
    if index and segments[index].page != segments[index - 1].page:
        yield Caution(Doubt.OTHER_PAGE, index)
    for word in turning_words(segments[index].skipped):
        yield Caution(Doubt.TURNING_WORD, index, word)


def _hidden(
    segments: Sequence[Segment], acts: Sequence[Operation], index: int
) -> Iterator[Caution]:
    text = segments[index].text
    for act in acts:
        if act.segment == index and act.kind in _HIDING:
            for word in turning_words(text[act.start : act.end]):
                yield Caution(Doubt.TURNING_WORD, index, word)
