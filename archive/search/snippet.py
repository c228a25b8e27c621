"""The words of a page around what was found, as plain pieces: escape each, then mark."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence as Texts
from dataclasses import dataclass
from itertools import accumulate

from archive.search.patterns import AnyStem, Beginning, Pattern, Sequence, patterns, stems_of
from archive.search.tree import Tree, wanted
from archive.search.words import Token, tokens

WIDTH = 240
_LEAD = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the page's text, exactly as it stands, and whether it is what was looked for."""

    text: str
    is_match: bool


def snippet(text: str, tree: Tree, width: int = WIDTH) -> tuple[Piece, ...]:
    """Cut about ``width`` characters where most of what was looked for stands together.

    The pieces joined are a part of the text; where nothing is marked, its beginning.
    """
    spans = _spans(list(tokens(text)), tree)
    start, end = _window(text, spans, width)
    return _pieces(text, spans, start, end)


def found_words(words: Texts[str], tree: Tree) -> tuple[int, ...]:
    """Number the words of a page that were looked for; of a broken word, both halves."""
    starts = [0, *accumulate(len(word) + 1 for word in words)]
    found: set[int] = set()
    for start, end, _ in _spans(list(tokens("\n".join(words))), tree):
        found.update(range(bisect_right(starts, start) - 1, bisect_left(starts, end)))
    return tuple(sorted(found))


def _spans(found: list[Token], tree: Tree) -> list[tuple[int, int, int]]:
    """Where something of the tree stands: start, end, and which part of the tree (the first)."""
    parts = [(n, p) for n, leaf in enumerate(wanted(tree)) for p in patterns(leaf)]
    hits: dict[int, int] = {}
    for place in range(len(found) if parts else 0):
        for number, pattern in parts:
            for held in range(place, place + _reach(found, place, pattern)):
                hits.setdefault(held, number)
    return [(found[i].start, found[i].end, hits[i]) for i in sorted(hits)]


def _reach(found: list[Token], place: int, pattern: Pattern) -> int:
    """How many words from this place on are what the pattern looks for."""
    token = found[place]
    match pattern:
        case AnyStem(stems):
            return int(not stems.isdisjoint(stems_of(token)))
        case Beginning(letters):
            return int(any(form.startswith(letters) for form in token.forms))
        case Sequence(forms):
            here = found[place : place + len(forms)]
            same = len(here) == len(forms) and all(
                form in held.forms for form, held in zip(forms, here, strict=True)
            )
            return len(forms) if same else 0


def _window(text: str, spans: list[tuple[int, int, int]], width: int) -> tuple[int, int]:
    """Choose the part to show: most different things first, then most of them, then earliest."""
    if len(text) <= width:
        return 0, len(text)
    best, begin = (0, 0), 0
    for first, (start, _, _) in enumerate(spans):
        within = [number for s, e, number in spans[first : first + width] if e <= start + width]
        worth = (len(set(within)), len(within))
        if worth > best:
            best, begin = worth, start
    return _on_words(text, max(0, begin - min(_LEAD, width // 4)), width)


def _on_words(text: str, start: int, width: int) -> tuple[int, int]:
    """Move both ends of a window off the middle of a word, where a blank is near."""
    start = max(0, min(start, len(text) - width))
    end = min(len(text), start + width)
    if start and (blank := _blank(text, start, start + 20)) >= 0:
        start = blank + 1
    if end < len(text) and (blank := _blank(text, end - 1, end - 20, -1)) > start:
        end = blank
    return start, end


def _blank(text: str, first: int, last: int, step: int = 1) -> int:
    places = range(first, max(-1, min(last, len(text))), step)
    return next((place for place in places if text[place].isspace()), -1)


def _pieces(
    text: str, spans: list[tuple[int, int, int]], start: int, end: int
) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    place = start
    for first, last, _ in spans:
        if start <= first and last <= end:
            pieces += (Piece(text[place:first], False), Piece(text[first:last], True))
            place = last
    pieces.append(Piece(text[place:end], False))
    return tuple(piece for piece in pieces if piece.text)
