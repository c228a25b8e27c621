"""Reading one state of the index: which pages hold a word."""

from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import Any, Self

from archive.search.patterns import AnyStem, Beginning, Pattern, Sequence
from archive.search.whoosh_codec import START, PlacesMatcher, schema, split, weighted
from archive.search.whoosh_parts import FileStorage, TermNotFound

_GONE = -1
_FORMATS = {name: field.format for name, field in schema().items()}


class Segment:
    """One file of the index, held open; it never changes, and only one thread uses it."""

    def __init__(self, folder: Path, segment: Any) -> None:
        self.name = str(segment.segment_id())
        self._files = segment.open_compound_file(FileStorage(str(folder), supports_mmap=False))
        try:
            codec = segment.codec()
            self._terms = codec.terms_reader(self._files, segment)
            docs = codec.per_document_reader(self._files, segment)
            self.pages: list[int] = _column(docs, "page")
            self.lengths: list[int] = _column(docs, "length")
        except BaseException:
            self._files.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._files.close()

    def blocks(self, field: str, term: bytes) -> Iterator[tuple[list[int], Any, Any]]:
        """Yield the posting list of a term, block by block; nothing for an unknown one."""
        try:
            matcher: PlacesMatcher = self._terms.matcher(field, term, _FORMATS[field])
        except TermNotFound:
            return
        yield from matcher.blocks()

    def beginning(self, letters: bytes) -> Iterator[bytes]:
        """Yield the forms that begin so."""
        for field, form in self._terms.terms_from("form", letters):
            if field != "form" or not form.startswith(letters):
                return
            yield form


class State:
    """All segments of one commit, as the postings that a tree is evaluated against."""

    def __init__(self, stamp: tuple[str, int], parts: list[tuple[Segment, Set[int]]]) -> None:
        """Take segments, in the order of the commit, with the numbers of deleted documents."""
        self.stamp = stamp
        self.segments = [segment for segment, _ in parts]
        self._parts = [(segment, _living(segment.pages, gone)) for segment, gone in parts]
        self._lengths: dict[int, int] = {}
        for segment, pages in self._parts:
            self._lengths.update(zip(pages, segment.lengths, strict=True))
        self._lengths.pop(_GONE, None)

    @classmethod
    def opened(
        cls, folder: Path, stamp: tuple[str, int], segments: list[Any], held: "State | None"
    ) -> Self:
        """Open a commit; what ``held`` has open of it is taken over, the rest of it is closed."""
        spare = {part.name: part for part in held.segments} if held else {}
        parts: list[tuple[Segment, Set[int]]] = []
        try:
            for found in segments:
                part = spare.pop(str(found.segment_id()), None) or Segment(folder, found)
                parts.append((part, frozenset(found.deleted_docs())))
        except BaseException:
            for part, _ in parts:
                part.close()
            raise
        finally:
            for part in spare.values():
                part.close()
        return cls(stamp, parts)

    def close(self) -> None:
        """Let go of all files."""
        for segment in self.segments:
            segment.close()

    def lengths(self) -> Mapping[int, int]:
        """How many words each page has."""
        return self._lengths

    def occurrences(self, pattern: Pattern, allowed: Set[int]) -> Mapping[int, float]:
        """How often each allowed page holds the pattern."""
        found: dict[int, float] = {}
        for segment, pages in self._parts:
            match pattern:
                case AnyStem(stems):
                    _counted(segment, pages, "stem", stems, allowed, found)
                case Beginning(letters) if len(letters) == START:
                    _counted(segment, pages, "start", (letters,), allowed, found)
                case Beginning(letters):
                    _begun(segment, pages, letters, allowed, found)
                case Sequence(forms):
                    _in_sequence(segment, pages, forms, allowed, found)
        return found


def _counted(
    segment: Segment,
    pages: list[int],
    field: str,
    terms: Iterable[str],
    allowed: Set[int],
    found: dict[int, float],
) -> None:
    """Count each page once, under the term that it holds most often."""
    for number, term in enumerate(terms):
        counted: dict[int, float] = {}
        for docs, weights, _ in segment.blocks(field, term.encode()):
            standing = zip(docs, weighted(weights, len(docs)), strict=True)
            counted.update((p, count) for doc, count in standing if (p := pages[doc]) in allowed)
        if number:
            counted = {page: max(n, found.get(page, 0)) for page, n in counted.items()}
        found.update(counted)


def _begun(
    segment: Segment, pages: list[int], letters: str, allowed: Set[int], found: dict[int, float]
) -> None:
    """Count all words that begin so."""
    for form in segment.beginning(letters.encode()):
        for docs, _, (counts, _) in segment.blocks("form", form):
            for doc, count in zip(docs, counts, strict=True):
                page = pages[doc]
                if page in allowed:
                    found[page] = found.get(page, 0) + count


def _in_sequence(
    segment: Segment,
    pages: list[int],
    forms: tuple[str, ...],
    allowed: Set[int],
    found: dict[int, float],
) -> None:
    """Count where every form stands one place after the form before it."""
    places: dict[int, set[int]] | None = None
    for shift, form in enumerate(forms):
        places = _shifted(segment, pages, form.encode(), shift, places, allowed)
        if not places:
            return
    found.update((pages[doc], len(starts)) for doc, starts in (places or {}).items())


def _shifted(
    segment: Segment,
    pages: list[int],
    form: bytes,
    shift: int,
    before: dict[int, set[int]] | None,
    allowed: Set[int],
) -> dict[int, set[int]]:
    """Where a sequence would begin in each document for this form to stand in its place."""
    starts: dict[int, set[int]] = {}
    for docs, _, values in segment.blocks("form", form):
        for doc, places in zip(docs, split(*values), strict=True):
            if before is None:
                if pages[doc] in allowed:
                    starts[doc] = set(places)
            elif (begun := before.get(doc)) and (
                both := begun.intersection(place - shift for place in places)
            ):
                starts[doc] = both
    return starts


def _living(pages: list[int], gone: Set[int]) -> list[int]:
    """The page of each document, but for those that are deleted."""
    if not gone:
        return pages
    return [_GONE if doc in gone else page for doc, page in enumerate(pages)]


def _column(docs: Any, name: str) -> list[int]:
    column = schema()[name].column_type
    return [int(number) for number in docs.column_reader(name, column)]
