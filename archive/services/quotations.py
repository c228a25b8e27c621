"""An excerpt's stored rows as the words that are shown; every screen and export begins here."""

from collections.abc import Iterable, Mapping
from typing import Any

from archive.domain import excerpts as rules
from archive.domain.anchors import Anchor, LineText, QuoteMismatch, digest, overlaps, quote
from archive.domain.excerpts import Operation, OperationKind, Piece, Segment
from archive.domain.items import Language
from archive.errors import QuotationChanged
from archive.store.models import Excerpt, Line, Passage, Version

_LANGUAGES = {Language.ENGLISH: "en", Language.SPANISH: "es"}


def language(excerpt: Excerpt) -> str:
    """The language in which marks and withheld details are written."""
    return _LANGUAGES.get(excerpt.item.language or Language.ENGLISH, "en")


def line_texts(version: Version) -> list[LineText]:
    """The lines of a version as its anchors know them."""
    return [LineText(line.key, line.text) for line in version.lines]


def held(passage: Passage) -> Anchor:
    """How a stored passage is held."""
    return Anchor(
        version=passage.version.number,
        start_line=passage.start_line,
        start_offset=passage.start_offset,
        end_line=passage.end_line,
        end_offset=passage.end_offset,
        exact=passage.exact,
        prefix=passage.prefix,
        suffix=passage.suffix,
        sha256=passage.sha256,
    )


def place(passage: Passage, anchor: Anchor, version: Version) -> Passage:
    """Have a passage held so."""
    passage.version, passage.version_id = version, version.id
    passage.start_line, passage.start_offset = anchor.start_line, anchor.start_offset
    passage.end_line, passage.end_offset = anchor.end_line, anchor.end_offset
    passage.exact, passage.sha256 = anchor.exact, anchor.sha256
    passage.prefix, passage.suffix = anchor.prefix, anchor.suffix
    return passage


def quoted_lines(passage: Passage) -> list[Line]:
    """The lines that the passage lies in."""
    keys = [line.key for line in passage.version.lines]
    first, last = keys.index(passage.start_line), keys.index(passage.end_line)
    return passage.version.lines[first : last + 1]


def segments(excerpt: Excerpt) -> list[Segment]:
    """The exact words of each passage, as they were last held."""
    return [Segment(passage.exact, str(passage.page_id)) for passage in excerpt.passages]


def operations(excerpt: Excerpt) -> list[Operation]:
    """What was done to the words."""
    return [_operation(stored) for stored in excerpt.operations]


def stored(operation: Operation) -> dict[str, Any]:
    """An operation in the form in which it is kept."""
    return {
        "kind": str(operation.kind),
        "segment": operation.segment,
        "start": operation.start,
        "end": operation.end,
        "text": operation.text,
    }


def pieces(excerpt: Excerpt) -> tuple[Piece, ...]:
    """The words to be shown, in pieces."""
    return rules.render(segments(excerpt), operations(excerpt), language(excerpt))


def shown_words(excerpt: Excerpt) -> str:
    """The words to be shown."""
    return rules.words(pieces(excerpt))


def wording(excerpt: Excerpt) -> str:
    """The hash of the words to be shown, by which an author agrees to a final wording."""
    return digest(shown_words(excerpt))


def check_quotation(excerpt: Excerpt) -> None:
    """QuotationChanged unless each passage stands word for word in the text that is shown today."""
    if not is_quoted_exactly(excerpt):
        raise QuotationChanged(
            f"The words of {excerpt.ref} no longer stand on the page as they were quoted; "
            "compare them with the image and make the excerpt anew."
        )


def is_quoted_exactly(excerpt: Excerpt) -> bool:
    """Whether each passage stands word for word in the text that is shown today."""
    return bool(excerpt.passages) and all(_stands(passage) for passage in excerpt.passages)


def is_verified(excerpt: Excerpt) -> bool:
    """Whether somebody compared every quoted line with its image."""
    return is_quoted_exactly(excerpt) and all(
        line.verification is not None
        for passage in excerpt.passages
        for line in quoted_lines(passage)
    )


def shares_words(one: Excerpt, other: Excerpt) -> bool:
    """Whether the two quote any of the same words."""
    return any(_overlap(a, b) for a in one.passages for b in other.passages)


def typists(passages: Iterable[Passage]) -> set[int | None]:
    """Who wrote the text that the passages are held to; None is the machine."""
    return {passage.version.written_by for passage in passages}


def _overlap(one: Passage, other: Passage) -> bool:
    """Where the two are held to different texts of a page, all of the page counts as shared."""
    if one.page_id != other.page_id or one.version_id != other.version_id:
        return one.page_id == other.page_id
    return overlaps(line_texts(one.version), held(one), held(other))


def _stands(passage: Passage) -> bool:
    if passage.held != "exact" or passage.version.number != passage.page.version_number:
        return False
    try:
        quote(line_texts(passage.version), held(passage))
    except QuoteMismatch:
        return False
    return True


def _operation(stored: Mapping[str, Any]) -> Operation:
    return Operation(
        OperationKind(stored["kind"]),
        int(stored["segment"]),
        int(stored["start"]),
        int(stored["end"]),
        str(stored["text"]),
    )
