"""How a page lies in Whoosh's files: which fields there are, and where each word stands.

Whoosh pickles one object for each position list, and half of the time of a phrase went into
reading them. Here a block of a posting list holds all its positions as one flat list of numbers.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise, repeat
from typing import Any

from archive.search.patterns import stems_of
from archive.search.whoosh_parts import (
    COLUMN,
    WHOOSH3_HEADER_MAGIC,
    Existence,
    FieldType,
    Format,
    NumericColumn,
    Schema,
    SegmentReader,
    W3Codec,
    W3LeafMatcher,
    W3PostingsWriter,
)
from archive.search.words import ANALYZER_VERSION, tokens

VERSION = f"1.{ANALYZER_VERSION}"
"""Raised with every change of the fields or of their form on disk."""

START = 3
"""The shortest prefix, of so many letters, is a term of its own: else it would be thousands."""

_NUMBER = "I"
_NUMBER_SIZE = array(_NUMBER).itemsize


@dataclass(frozen=True, slots=True)
class Analyzed:
    """A page's words: where each form stands, and how often each stem and each beginning."""

    places: dict[str, list[int]]
    stems: Counter[str]
    starts: Counter[str]
    length: int


def analyzed(text: str, language: str) -> Analyzed:
    """Read a page's words once, for every field."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    counts: Counter[str] = Counter()
    length = 0
    for place, token in enumerate(tokens(text)):
        length = place + 1
        counts.update(stems_of(token, language))
        for form in dict.fromkeys(token.forms):
            places[form].append(place)
    starts: Counter[str] = Counter()
    for form, where in places.items():
        if len(form) >= START:
            starts[form[:START]] += len(where)
    return Analyzed(places, counts, starts, length)


class Places(Format):  # type: ignore[misc]
    """A posting that says where on the page a word stands."""

    posting_size = -1

    def __init__(self) -> None:
        self.field_boost = 1.0
        self.options: dict[str, Any] = {}


class FormField(FieldType):  # type: ignore[misc]
    """Words as they are written; given as the places of each."""

    def __init__(self) -> None:
        super().__init__(Places(), None)

    def index(self, value: Analyzed, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield a posting for each form."""
        for form, places in value.places.items():
            yield form.encode(), len(places), 1.0, array(_NUMBER, places).tobytes()


class CountField(FieldType):  # type: ignore[misc]
    """What is only counted; given as how often it occurs."""

    def __init__(self, name: str) -> None:
        super().__init__(Existence(), None)
        self.name = name

    def index(self, value: Analyzed, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield a posting for each thing counted."""
        counts: Counter[str] = getattr(value, self.name)
        for term, count in counts.items():
            yield term.encode(), count, float(count), b""


class PlacesWriter(W3PostingsWriter):  # type: ignore[misc]
    """Writes the positions of a block as two lists of numbers: how many each, and all of them."""

    def _mini_values(self) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        if self._format.fixed_value_size() == 0:
            return None
        counts = tuple(len(value) // _NUMBER_SIZE for value in self._values)
        return counts, tuple(array(_NUMBER, b"".join(self._values)))


class PlacesMatcher(W3LeafMatcher):  # type: ignore[misc]
    """Reads what PlacesWriter wrote."""

    def _read_header(self) -> None:
        self._postfile.seek(self._startoffset)
        if self._postfile.read(len(WHOOSH3_HEADER_MAGIC)) != WHOOSH3_HEADER_MAGIC:
            raise ValueError("no posting list begins here")
        self._baseoffset = self._startoffset + len(WHOOSH3_HEADER_MAGIC)

    def blocks(self) -> Iterator[tuple[list[int], Any, Any]]:
        """Yield each block: documents, weights (None is 1, a number is all alike), positions."""
        while not self._atend:
            self._read_data()
            deltas, weights, values = self._data
            yield list(accumulate(deltas)), weights, values
            self._next_block()

    def postings(self) -> Iterator[tuple[int, float, bytes]]:
        """Yield each document with its weight and its value as it was given to be written."""
        for docs, weights, values in self.blocks():
            yield from zip(
                docs, weighted(weights, len(docs)), _encoded(values, len(docs)), strict=True
            )


class PlacesCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's own form on disk, but for the positions; never compressed."""

    # Lengths are a column of ours; Whoosh would look for its own at every single posting.
    length_stats = False

    def __init__(self) -> None:
        super().__init__(compression=0)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> PlacesWriter:
        """Write posting lists."""
        return PlacesWriter(
            dbfile,
            blocklimit=self._blocklimit,
            byteids=byteids,
            compression=self._compression,
            inlinelimit=self._inlinelimit,
        )

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> PlacesMatcher:
        """Read a posting list; none is ever kept inside the lexicon."""
        offset, length = terminfo.extent()
        return PlacesMatcher(dbfile, offset, length, format_, term=term, scorer=scorer)


class FastReader(SegmentReader):  # type: ignore[misc]
    """Reads a segment that is written anew: by blocks, where Whoosh goes word by word."""

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """Yield every posting of a document that is not deleted."""
        gone = frozenset(self._segment.deleted_docs())
        for field, term in self.all_terms():
            matcher = self._terms.matcher(field, term, self.schema[field].format)
            for doc, weight, value in matcher.postings():
                if doc not in gone:
                    yield field, term, doc, weight, value


def split(counts: tuple[int, ...], places: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Cut the flat list of a block into the positions of each document."""
    return (places[a:b] for a, b in pairwise(accumulate(counts, initial=0)))


def weighted(weights: tuple[float, ...] | float | None, documents: int) -> Iterable[float]:
    """Spell out the weights of a block, which are written short where they are all alike."""
    if isinstance(weights, tuple):
        return weights
    return repeat(1.0 if weights is None else weights, documents)


def _encoded(values: Any, documents: int) -> Iterable[bytes]:
    if values is None:
        return repeat(b"", documents)
    return (array(_NUMBER, places).tobytes() for places in split(*values))


def schema() -> Any:
    """List the fields: three of words, two columns; nothing of a page's text is stored."""
    return Schema(
        form=FormField(),
        stem=CountField("stems"),
        start=CountField("starts"),
        page=COLUMN(NumericColumn("Q")),
        length=COLUMN(NumericColumn("I")),
    )
