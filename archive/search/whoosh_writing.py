"""Changing the index: what is written, what is forgotten, and what is brought together."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Self

from archive.search.index import Change, Put, Remove
from archive.search.seals import NAME, SealingWriter, seal
from archive.search.segments import State
from archive.search.whoosh_codec import FastReader, PlacesCodec, analyzed, schema
from archive.search.whoosh_parts import FileIndex, FileStorage, RamStorage

_AT_ONCE = 2000
"""Pages of one segment when all is built anew: bounds memory, and what one removal rewrites."""

_TIER = 8
"""So many segments of about one size are brought together."""

_LARGE = 512
"""From so many pages on a segment is left alone, so that no change has to wait for long."""

_POOL_MB = 256


@dataclass(frozen=True, slots=True)
class Changes:
    """What a row of changes comes to in the end."""

    put: Mapping[int, Put]
    forget: Set[int]

    @classmethod
    def gathered(cls, changes: Iterable[Change]) -> Self:
        """Keep the last word on each page, and every wish to forget."""
        put: dict[int, Put] = {}
        forget: set[int] = set()
        for change in changes:
            put.pop(change.page_id, None)
            if isinstance(change, Remove):
                forget.add(change.page_id)
            else:
                put[change.page_id] = change
        return cls(put, forget)

    @property
    def touched(self) -> Set[int]:
        """All pages whose older text is no longer found."""
        return self.put.keys() | self.forget


def write(folder: Path, state: State, changes: Changes) -> None:
    """Commit changes to the state that the folder is in; what is to be forgotten leaves no byte."""
    stale = {part.name for part in state.segments if not changes.forget.isdisjoint(part.pages)}
    if not (changes.put or stale):
        return
    writer = _writer(folder)
    try:
        _delete(writer, state, changes.touched)
        for document in changes.put.values():
            _add(writer, document)
        writer.commit(mergetype=partial(_tidied, stale=stale))
    finally:
        if not writer.is_closed:
            writer.cancel()


def build(folder: Path, documents: Iterable[Put]) -> None:
    """Write an index of these pages into an empty folder."""
    seal(folder, [], 0)
    waiting = iter(documents)
    while batch := list(islice(waiting, _AT_ONCE)):
        writer = _writer(folder)
        try:
            for document in batch:
                _add(writer, document)
            writer.commit(merge=False)
        finally:
            if not writer.is_closed:
                writer.cancel()


def _writer(folder: Path) -> Any:
    storage = FileStorage(str(folder), supports_mmap=False)
    index = FileIndex(storage, schema=schema(), indexname=NAME)
    return SealingWriter(index, codec=PlacesCodec(), limitmb=_POOL_MB, _lk=False)


def _add(writer: Any, document: Put) -> None:
    words = analyzed(document.text, document.language)
    writer.add_document(
        form=words, stem=words, start=words, page=document.page_id, length=words.length
    )


def _delete(writer: Any, state: State, pages: Set[int]) -> None:
    """Mark every document of these pages as deleted, also those that are so already."""
    first = 0
    for part in state.segments:
        for number, page in enumerate(part.pages, start=first):
            if page in pages:
                writer.delete_document(number)
        first += len(part.pages)


def _tidied(writer: Any, segments: list[Any], stale: Set[str]) -> list[Any]:
    """Write anew what holds forgotten text and what is crowded; return what stays as it is."""
    again = stale | _crowded(segments) | {_name(s) for s in segments if _is_hollow(s)}
    kept = []
    for segment in segments:
        if _name(segment) not in again:
            kept.append(segment)
        elif segment.doc_count():
            _take_over(writer, segment)
    return kept


def _take_over(writer: Any, segment: Any) -> None:
    """Copy what is not deleted; from memory, since Whoosh reads it in crumbs."""
    storage = RamStorage()
    name = segment.make_filename(segment.COMPOUND_EXT)
    storage.files[name] = Path(writer.storage.folder, name).read_bytes()
    writer.add_reader(FastReader(storage, writer.schema, segment))


def _crowded(segments: list[Any]) -> set[str]:
    """Name the small segments of which there are many of about one size."""
    tiers: defaultdict[int, set[str]] = defaultdict(set)
    for segment in segments:
        if 0 < segment.doc_count() < _LARGE:
            tiers[int(math.log(segment.doc_count(), _TIER))].add(_name(segment))
    return set().union(*(names for names in tiers.values() if len(names) >= _TIER))


def _is_hollow(segment: Any) -> bool:
    """Whether more of a segment is deleted than not."""
    return bool(2 * segment.doc_count() < segment.doc_count_all())


def _name(segment: Any) -> str:
    return str(segment.segment_id())
