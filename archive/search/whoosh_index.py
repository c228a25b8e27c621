"""The index on disk, in Whoosh's files."""

import pickle
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Self, TypeVar

from archive.search.errors import IndexDamaged
from archive.search.evaluation import Matches, Resolve, evaluate
from archive.search.generations import (
    Pointer,
    building,
    read_pointer,
    sweep,
    write_pointer,
    writing,
)
from archive.search.index import Change, IndexState, Put
from archive.search.seals import generation_of, read_sealed
from archive.search.segments import State
from archive.search.tree import Tree, fields
from archive.search.whoosh_codec import VERSION
from archive.search.whoosh_parts import WhooshIndexError
from archive.search.whoosh_writing import Changes, build, write

_Answer = TypeVar("_Answer")

_TRIES = 6
_PAUSE = 0.02

_FAULTS = (
    OSError,
    EOFError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    NameError,
    MemoryError,
    struct.error,
    pickle.UnpicklingError,
    WhooshIndexError,
)
"""What Whoosh is seen to raise when a file that it has open is not what it wrote."""


class WhooshIndex:
    """A SearchIndex in a folder of its own; many threads and processes may ask, one writes."""

    def __init__(self, root: Path) -> None:
        """Name the folder; it is looked at when first asked."""
        self._root = root
        self._guard = threading.Lock()
        self._writing = threading.Lock()
        self._idle: list[State] = []
        self._trusted: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        """Leave no file open when nobody holds the index any more."""
        self.close()

    def close(self) -> None:
        """Let go of every file; asking again opens them again."""
        with self._guard:
            idle, self._idle = self._idle, []
            self._trusted = set()
        for state in idle:
            state.close()

    def apply(self, changes: Iterable[Change]) -> None:
        """Take in changes, in their order; they are on disk when this returns."""
        gathered = Changes.gathered(changes)
        if not gathered.touched:
            return
        with self._writing, writing(self._root):
            sweep(self._root, keep=self._pointer().folder)
            self._ask(State.lengths)
            with self._borrowed() as state:
                write(self._root / state.stamp[0], state, gathered)

    def matches(self, tree: Tree, allowed: Set[int], resolve: Resolve) -> Matches:
        """Find all pages that answer, only ever pages of ``allowed``; raise IndexUnavailable."""
        if not allowed:
            return {}
        known = {field: resolve(field) for field in fields(tree)}
        return self._ask(lambda state: evaluate(tree, allowed, known.__getitem__, state))

    def pages(self) -> frozenset[int]:
        """List the pages that the index holds; raise IndexUnavailable."""
        return self._ask(lambda state: frozenset(state.lengths()))

    def rebuild(self, documents: Iterable[Put]) -> None:
        """Build everything anew, aside, then put it in place of the old; mends any damage."""
        with self._writing, writing(self._root):
            sweep(self._root, keep=self._kept())
            with building(self._root) as folder:
                build(folder, documents)
                write_pointer(self._root, Pointer(folder.name, VERSION))
            sweep(self._root, keep=folder.name)
        self.close()

    def state(self) -> IndexState:
        """Whether the index is whole and of this version; every file is read for it."""
        try:
            pointer = read_pointer(self._root)
            if pointer is None:
                return IndexState.MISSING
            if pointer.version != VERSION:
                return IndexState.OUTDATED
            self._repeated(self._verify)
        except IndexDamaged:
            return IndexState.DAMAGED
        return IndexState.CURRENT

    def _verify(self) -> None:
        folder = self._root / self._pointer().folder
        read_sealed(folder, generation_of(folder), set())

    def _pointer(self) -> Pointer:
        pointer = read_pointer(self._root)
        if pointer is None or pointer.version != VERSION:
            raise IndexDamaged
        return pointer

    def _kept(self) -> str | None:
        """The generation that serves while another is built, unless nothing tells which."""
        try:
            pointer = read_pointer(self._root)
        except IndexDamaged:
            return None
        return pointer.folder if pointer else None

    def _ask(self, question: Callable[[State], _Answer]) -> _Answer:
        def asked() -> _Answer:
            with self._borrowed() as state:
                return question(state)

        return self._repeated(asked)

    def _repeated(self, act: Callable[[], _Answer]) -> _Answer:
        """Try again what may have met another process's commit; what stays broken is damaged."""
        for _ in range(_TRIES - 1):
            try:
                return act()
            except _FAULTS:
                self.close()
                time.sleep(_PAUSE)
        try:
            return act()
        except _FAULTS as fault:
            raise IndexDamaged from fault

    @contextmanager
    def _borrowed(self) -> Iterator[State]:
        """Lend the latest state to one thread at a time: Whoosh's files cannot be shared."""
        with self._guard:
            state = self._idle.pop() if self._idle else None
        state = self._latest(state)
        try:
            yield state
        except BaseException:
            state.close()
            raise
        with self._guard:
            self._idle.append(state)

    def _latest(self, held: State | None) -> State:
        try:
            folder = self._root / self._pointer().folder
            stamp = (folder.name, generation_of(folder))
            if held and held.stamp == stamp:
                return held
            segments = read_sealed(folder, stamp[1], self._trusted)
        except BaseException:
            if held:
                held.close()
            raise
        return State.opened(folder, stamp, segments, held)
