"""How a passage is held to the lines of a transcription, and how it follows when they change.

Offsets count code points. A passage moves through the difference between the old and the new text
of its own lines; its words are never looked for elsewhere.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

CONTEXT = 32
"""So many characters on either side are kept with a passage."""

_COMPANY = 4


@dataclass(frozen=True, slots=True)
class LineText:
    """One written line by its stable id, with its text in one version."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A point in a line: before the character at the offset."""

    line: str
    offset: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage in one version of a transcription, with its exact words and their hash."""

    version: int
    start_line: str
    start_offset: int
    end_line: str
    end_offset: int
    exact: str
    prefix: str
    suffix: str
    sha256: str

    @property
    def start(self) -> Place:
        """Where it begins."""
        return Place(self.start_line, self.start_offset)

    @property
    def end(self) -> Place:
        """Where it ends."""
        return Place(self.end_line, self.end_offset)


class Outcome(StrEnum):
    """What became of a passage when its transcription changed."""

    EXACT = "exact"
    TOUCHED = "touched"
    ORPHANED = "orphaned"


@dataclass(frozen=True, slots=True)
class Moved:
    """The outcome, and the place in the new text: other words if touched, none if orphaned."""

    outcome: Outcome
    anchor: Anchor | None


class QuoteMismatch(ValueError):
    """The words on the page are not the words that were quoted."""


def anchor(lines: Sequence[LineText], start: Place, end: Place, version: int) -> Anchor:
    """Hold the words from start to end; ValueError where there are no such words."""
    first, last = _bounds(lines, start, end)
    whole = joined(lines)
    exact = whole[first:last]
    if not exact.strip():
        raise ValueError("A passage needs at least one word.")
    return Anchor(
        version=version,
        start_line=start.line,
        start_offset=start.offset,
        end_line=end.line,
        end_offset=end.offset,
        exact=exact,
        prefix=whole[max(0, first - CONTEXT) : first],
        suffix=whole[last : last + CONTEXT],
        sha256=digest(exact),
    )


def joined(lines: Sequence[LineText]) -> str:
    """The lines as one text, a newline between two."""
    return "\n".join(line.text for line in lines)


def digest(words: str) -> str:
    """The SHA-256 of the words, in hexadecimal."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def place(lines: Sequence[LineText], position: int) -> Place:
    """The place at a position of the joined text."""
    for line in lines:
        if position <= len(line.text):
            return Place(line.key, max(position, 0))
        position -= len(line.text) + 1
    raise ValueError("There is no such place in the text.")


def quote(lines: Sequence[LineText], held: Anchor) -> str:
    """The exact words, read again from the lines; QuoteMismatch where they are not the same."""
    try:
        first, last = _bounds(lines, held.start, held.end)
    except ValueError as error:
        raise QuoteMismatch("The place of the quotation is gone from the page.") from error
    words = joined(lines)[first:last]
    if words != held.exact or digest(words) != held.sha256:
        raise QuoteMismatch("The words no longer stand on the page as they were quoted.")
    return words


def overlaps(lines: Sequence[LineText], one: Anchor, other: Anchor) -> bool:
    """Whether two passages of this version share any character."""
    start, end = _bounds(lines, one.start, one.end)
    first, last = _bounds(lines, other.start, other.end)
    return start < last and first < end


def _bounds(lines: Sequence[LineText], start: Place, end: Place) -> tuple[int, int]:
    begins: dict[str, tuple[int, int]] = {}
    position = 0
    for line in lines:
        if line.key in begins:
            raise ValueError("Two lines bear the same id.")
        begins[line.key] = (position, len(line.text))
        position += len(line.text) + 1
    first, last = _position(begins, start), _position(begins, end)
    if first > last:
        raise ValueError("A passage cannot end before it begins.")
    return first, last


def _position(begins: dict[str, tuple[int, int]], at: Place) -> int:
    begin, length = begins.get(at.line, (0, -1))
    if not 0 <= at.offset <= length:
        raise ValueError("There is no such place in the text.")
    return begin + at.offset


def move(
    held: Anchor, old_lines: Sequence[LineText], new_lines: Sequence[LineText], version: int
) -> Moved:
    """Follow a passage into a new version, line by line.

    Exact: the same words in the same lines. Touched: the lines stand, their words or what joins
    them changed. Orphaned: a line of it is gone, or no word of it is left.
    """
    quote(old_lines, held)
    keys = _span_keys(old_lines, held)
    new_text = {line.key: line.text for line in new_lines}
    if not new_text.keys() >= set(keys):
        return Moved(Outcome.ORPHANED, None)
    old_text = {line.key: line.text for line in old_lines}
    start, is_start_exact = _follow(old_text, new_text, held, held.start_line)
    end, is_end_exact = _follow(old_text, new_text, held, held.end_line)
    try:
        moved = anchor(
            new_lines, Place(held.start_line, start[0]), Place(held.end_line, end[1]), version
        )
    except ValueError:
        return Moved(Outcome.ORPHANED, None)
    is_exact = is_start_exact and is_end_exact and moved.exact == held.exact
    is_exact = is_exact and _span_keys(new_lines, moved) == keys
    return Moved(Outcome.EXACT if is_exact else Outcome.TOUCHED, moved)


def _span_keys(lines: Sequence[LineText], held: Anchor) -> list[str]:
    keys = [line.key for line in lines]
    return keys[keys.index(held.start_line) : keys.index(held.end_line) + 1]


def _follow(
    old_text: dict[str, str], new_text: dict[str, str], held: Anchor, key: str
) -> tuple[tuple[int, int], bool]:
    """Where the part of the passage in this line lies in its new text, and whether untouched."""
    old, new = old_text[key], new_text[key]
    is_first, is_last = key == held.start_line, key == held.end_line
    first = held.start_offset if is_first else 0
    last = held.end_offset if is_last else len(old)
    start, end, is_exact = _carry(old, new, first, last)
    if not is_first:
        is_exact, start = is_exact and start == 0, 0
    if not is_last:
        is_exact, end = is_exact and end == len(new), len(new)
    return (start, end), is_exact


def _carry(old: str, new: str, first: int, last: int) -> tuple[int, int, bool]:
    """The span in the new text, and whether the change lay wholly outside of it.

    One change can be read from the left or from the right ("aab" to "aaab"); either reading that
    leaves the span alone is right. Several changes are told apart by their difference, and only
    where the span's characters stand once in both texts, so that no twin is taken for it.
    """
    for start, end in _readings(old, new, first, last):
        if _cuts_no_word(old, first, new, start) and _cuts_no_word(old, last, new, end):
            return start, end, True
    before, after = _edges(old, new)
    return _clamp(old, new, before, after, first, last)


def _readings(old: str, new: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    shift = len(new) - len(old)
    for before, after in (_edges(old, new), _edges(old, new, from_right=True)):
        if last <= before:
            yield first, last
        if first >= len(old) - after:
            yield first + shift, last + shift
    span = old[first:last]
    if span and old.count(span) == new.count(span) == 1:
        start = new.index(span)
        if _is_kept(old, new, first, last, start):
            yield start, start + len(span)


def _edges(old: str, new: str, from_right: bool = False) -> tuple[int, int]:
    """How many characters at the beginning and at the end the change leaves alone."""
    if from_right:
        after, before = _edges(old[::-1], new[::-1])
        return before, after
    most = min(len(old), len(new))
    before = next((at for at in range(most) if old[at] != new[at]), most)
    rest = most - before
    after = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    return before, after


def _is_kept(old: str, new: str, first: int, last: int, start: int) -> bool:
    """Whether the difference of the texts leaves the span there, beside some of what it stood by.

    Without that company, words that were mended here and written anew elsewhere would pass for it.
    """
    company = min(_COMPANY, len(old) - (last - first))
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return any(
        block.a <= first
        and last <= block.a + block.size
        and start - block.b == first - block.a
        and block.size >= last - first + company
        for block in blocks
    )


def _clamp(
    old: str, new: str, before: int, after: int, first: int, last: int
) -> tuple[int, int, bool]:
    """The span widened over the change that touched it."""
    shift = len(new) - len(old)
    start = first if first <= before else min(before, len(new))
    if first > len(old) - after:
        start = first + shift
    end = last if last <= before else len(new) - after
    if last >= len(old) - after:
        end = last + shift
    return start, end, False


def _cuts_no_word(old: str, at: int, new: str, to: int) -> bool:
    """Whether the edge of the span cuts a word only where it did before ("able" in "unable")."""
    return _cuts(old, at) or not _cuts(new, to)


def _cuts(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
