"""The index as the rest of the archive knows it: a cache that can always be built again."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from archive.errors import IndexUnavailable
from archive.search.evaluation import Matches, Resolve
from archive.search.tree import Tree


@dataclass(frozen=True, slots=True)
class Put:
    """A page's text as it now is."""

    page_id: int
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Remove:
    """A page that must be gone from the index, from its files as well."""

    page_id: int


Change = Put | Remove


class IndexState(StrEnum):
    """Whether the index can be asked."""

    CURRENT = "current"
    OUTDATED = "outdated"
    DAMAGED = "damaged"
    MISSING = "missing"
    OFF = "off"


class SearchIndex(Protocol):
    """Holds which words stand on which pages; never the judge of who may see them."""

    def apply(self, changes: Iterable[Change]) -> None:
        """Take in changes, in their order; they are on disk when this returns.

        Taking in the same change again does no harm. What Remove takes out is gone from the files
        too; so is an older text when its page is removed and put again. A Put alone may leave
        words of the older text in the files until the next tidying, though no search finds them.
        """

    def matches(self, tree: Tree, allowed: Set[int], resolve: Resolve) -> Matches:
        """Find all pages that answer, only ever pages of ``allowed``; raise IndexUnavailable.

        Neither which pages answer nor their scores depend on pages that are not allowed.
        """

    def pages(self) -> frozenset[int]:
        """List the pages that the index holds; raise IndexUnavailable."""

    def rebuild(self, documents: Iterable[Put]) -> None:
        """Build everything anew, aside, then put it in place of the old; mends any damage."""

    def state(self) -> IndexState:
        """Whether the index is whole and of this version; if not, it wants a rebuild."""


class NullIndex:
    """No index: takes in nothing, finds nothing, and says so."""

    def apply(self, changes: Iterable[Change]) -> None:
        """Let the changes pass."""

    def matches(self, tree: Tree, allowed: Set[int], resolve: Resolve) -> Matches:
        """Refuse, since an empty answer would be taken for a search that found nothing."""
        raise IndexUnavailable

    def pages(self) -> frozenset[int]:
        """Hold no pages."""
        return frozenset()

    def rebuild(self, documents: Iterable[Put]) -> None:
        """Build nothing."""

    def state(self) -> IndexState:
        """Say that there is none."""
        return IndexState.OFF
