"""The words of an excerpt as they are shown: segments of a page, and what was done to them.

Nothing is typed freely: the words are computed from the segments by the operations, and checked by
computing them again. One renderer serves screen, report and search.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

ELLIPSIS = "[…]"
_LONGEST_BRACKET = 40
_HYPHENS = ("-\n", "\u00ad\n", "\u2010\n")
_TIGHT_AFTER = frozenset(",.;:!?)]}%" + "\u2019\u201d\u00bb'\"")


class OperationKind(StrEnum):
    """What may be done to a quoted text; all that is not named is kept as it is."""

    ELIDE = "elide"
    BRACKET = "bracket"
    CASE = "case"
    REDACT = "redact"
    JOIN = "join"


class Withheld(StrEnum):
    """What a redaction says in the place of what it hides."""

    NAME = "name"
    PLACE = "place"
    DATE = "date"
    NUMBER = "number"
    CONTACT = "contact"
    DETAIL = "detail"


_LABELS = {
    "en": {
        Withheld.NAME: "[name withheld]",
        Withheld.PLACE: "[place withheld]",
        Withheld.DATE: "[date withheld]",
        Withheld.NUMBER: "[number withheld]",
        Withheld.CONTACT: "[contact withheld]",
        Withheld.DETAIL: "[detail withheld]",
    },
    "es": {
        Withheld.NAME: "[nombre omitido]",
        Withheld.PLACE: "[lugar omitido]",
        Withheld.DATE: "[fecha omitida]",
        Withheld.NUMBER: "[número omitido]",
        Withheld.CONTACT: "[contacto omitido]",
        Withheld.DETAIL: "[dato omitido]",
    },
}


@dataclass(frozen=True, slots=True)
class Segment:
    """The exact words of one anchor, a newline between lines; `page` tells parts apart.

    `skipped` are the words left out between the segment before and this one, where known.
    """

    text: str
    page: str = ""
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One act on the characters from start to end of a segment.

    `text` is the word put in brackets, or which sort of detail a redaction withholds.
    """

    kind: OperationKind
    segment: int
    start: int
    end: int
    text: str = ""


class PieceKind(StrEnum):
    """What a piece of a quotation is."""

    KEPT = "kept"
    ELIDED = "elided"
    BRACKETED = "bracketed"
    CASED = "cased"
    REDACTED = "redacted"
    JOINED = "joined"
    MARK = "mark"
    ATTRIBUTION = "attribution"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of what is shown."""

    text: str
    kind: PieceKind


@dataclass(frozen=True, slots=True)
class ReviewPiece:
    """A stretch of what is shown with what stands under it, for a reviewer's eyes alone."""

    text: str
    kind: PieceKind
    hidden: str = ""


def render(
    segments: Sequence[Segment], operations: Iterable[Operation] = (), language: str = "en"
) -> tuple[Piece, ...]:
    """The pieces to be shown; ValueError where an operation cannot be done."""
    return tuple(
        Piece(one.text, one.kind)
        for one in review_pieces(segments, operations, language)
        if one.text
    )


def words(pieces: Iterable[Piece]) -> str:
    """The pieces as plain text."""
    return "".join(piece.text for piece in pieces)


def verify(
    rendered: str,
    segments: Sequence[Segment],
    operations: Iterable[Operation] = (),
    language: str = "en",
) -> bool:
    """Whether the text is exactly what the operations make of the segments."""
    try:
        return words(render(segments, operations, language)) == rendered
    except ValueError:
        return False


def review_pieces(
    segments: Sequence[Segment], operations: Iterable[Operation] = (), language: str = "en"
) -> tuple[ReviewPiece, ...]:
    """The pieces to be shown, each with the words that it hides."""
    acts = sorted(operations, key=lambda one: (one.segment, one.start, one.end))
    check(segments, acts)
    pieces: list[ReviewPiece] = []
    for index, segment in enumerate(segments):
        if index:
            pieces.append(ReviewPiece(ELLIPSIS, PieceKind.ELIDED, segment.skipped))
        pieces.extend(_replay(segment, [act for act in acts if act.segment == index], language))
    return tuple(_spaced(_merged(pieces)))


def check(segments: Sequence[Segment], operations: Sequence[Operation]) -> None:
    """ValueError, with a sentence, where an operation may not be done or two overlap."""
    reached = (-1, 0)
    for act in sorted(operations, key=lambda one: (one.segment, one.start, one.end)):
        if not 0 <= act.segment < len(segments):
            raise ValueError("An edit names a part that is not there.")
        text = segments[act.segment].text
        if not 0 <= act.start <= act.end <= len(text):
            raise ValueError("An edit reaches beyond the quoted words.")
        if (act.segment, act.start) < reached:
            raise ValueError("Two edits overlap.")
        fault = _fault(act, text)
        if fault:
            raise ValueError(fault)
        reached = (act.segment, act.end)


def _fault(act: Operation, text: str) -> str:
    span = text[act.start : act.end]
    match act.kind:
        case OperationKind.ELIDE:
            is_fine = bool(span.strip()) and not _splits(text, act.start, act.end)
            return "" if is_fine else "Leave out whole words."
        case OperationKind.BRACKET:
            return "" if _is_bracket(act.text) else "Write a few words for the brackets."
        case OperationKind.CASE:
            is_fine = len(span) == 1 and len(span.swapcase()) == 1 and span != span.swapcase()
            return "" if is_fine else "Only a single letter changes its case."
        case OperationKind.REDACT:
            is_fine = bool(span.strip()) and act.text in set(Withheld)
            return "" if is_fine else "Say what sort of detail is withheld."
        case OperationKind.JOIN:
            is_fine = span == "\n" or span in _HYPHENS
            return "" if is_fine else "Only the end of a line can be joined to the next."


def _is_bracket(text: str) -> bool:
    is_short = 0 < len(text) <= _LONGEST_BRACKET and text == text.strip()
    return is_short and text.isprintable() and not set(text) & set("[]")


def _splits(text: str, *edges: int) -> bool:
    return any(0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in edges)


def _replay(segment: Segment, acts: Sequence[Operation], language: str) -> Iterator[ReviewPiece]:
    at = 0
    for act in acts:
        yield from _kept(segment.text, at, act.start)
        yield _done(act, segment.text[act.start : act.end], language)
        at = act.end
    yield from _kept(segment.text, at, len(segment.text))


def _done(act: Operation, span: str, language: str) -> ReviewPiece:
    match act.kind:
        case OperationKind.ELIDE:
            return ReviewPiece(ELLIPSIS, PieceKind.ELIDED, span)
        case OperationKind.BRACKET:
            return ReviewPiece(f"[{act.text}]", PieceKind.BRACKETED, span)
        case OperationKind.CASE:
            return ReviewPiece(f"[{span.swapcase()}]", PieceKind.CASED, span)
        case OperationKind.REDACT:
            label = _LABELS.get(language, _LABELS["en"])[Withheld(act.text)]
            return ReviewPiece(label, PieceKind.REDACTED, span)
        case OperationKind.JOIN:
            return ReviewPiece("", PieceKind.JOINED, span)


def _kept(text: str, start: int, end: int) -> Iterator[ReviewPiece]:
    """The characters as they are, but that a new line becomes a space unless one is there."""
    shown = "".join(
        _line_end(text, at) if text[at] == "\n" else text[at] for at in range(start, end)
    )
    if shown:
        yield ReviewPiece(shown, PieceKind.KEPT)


def _line_end(text: str, at: int) -> str:
    before = text[at - 1] if at else ""
    after = text[at + 1] if at + 1 < len(text) else ""
    return "" if before in (" ", "\t", "\n") or after in (" ", "\t") else " "


def _merged(pieces: Iterable[ReviewPiece]) -> Iterator[ReviewPiece]:
    """One ellipsis where only white space parts two."""
    waiting: list[ReviewPiece] = []
    for piece in pieces:
        if waiting and piece.kind is PieceKind.ELIDED:
            hidden = "".join(one.hidden or one.text for one in [*waiting, piece] if one.hidden)
            waiting = [ReviewPiece(ELLIPSIS, PieceKind.ELIDED, hidden)]
        elif waiting and not piece.text.strip():
            waiting.append(piece)
        else:
            yield from waiting
            waiting = [piece] if piece.kind is PieceKind.ELIDED else []
            if not waiting:
                yield piece
    yield from waiting


def _spaced(pieces: Iterable[ReviewPiece]) -> Iterator[ReviewPiece]:
    """A space around each ellipsis where words would otherwise stick to it."""
    last = ""
    is_after_ellipsis = False
    for piece in pieces:
        is_ellipsis = piece.kind is PieceKind.ELIDED
        if (
            piece.text
            and last
            and _needs_space(last, piece.text[0], is_ellipsis, is_after_ellipsis)
        ):
            yield ReviewPiece(" ", PieceKind.JOINED)
        yield piece
        if piece.text:
            last, is_after_ellipsis = piece.text[-1], is_ellipsis


def _needs_space(last: str, first: str, is_ellipsis: bool, is_after_ellipsis: bool) -> bool:
    if last.isspace() or first.isspace():
        return False
    return is_ellipsis or (is_after_ellipsis and first not in _TIGHT_AFTER)


def redactions(operations: Iterable[Operation]) -> tuple[str, ...]:
    """The redactions among the operations, as words that can be pinned and hide nothing."""
    hiding = [one for one in operations if one.kind is OperationKind.REDACT]
    return tuple(sorted(f"{one.segment}:{one.start}-{one.end}:{one.text}" for one in hiding))
