"""Which pages answer a tree, and how well: set algebra, the same for every engine.

An engine only says where single words stand. Permission is the frame of all else: every set is
cut to the pages that the person may see before anything is counted, so how common a word is and
how long a page is are measured on those pages alone. An answer with hidden pages in the index is
therefore, score for score, the answer of an index that never held them.
"""

import math
from collections.abc import Callable, Collection, Mapping, Set
from typing import Protocol

from archive.search.patterns import Pattern, patterns
from archive.search.tree import And, Everything, Field, Leaf, Not, Or, Tree

Matches = Mapping[int, float]
"""Every page that answers, with a score of 0 or more; the higher, the better."""

Resolve = Callable[[Field], Set[int]]
"""Asks the store which pages a field's value is true of."""

_SATURATION = 1.2
_LENGTH_WEIGHT = 0.6


class Postings(Protocol):
    """Where words stand, in one state of an index."""

    def occurrences(self, pattern: Pattern, allowed: Set[int]) -> Mapping[int, float]:
        """How often each allowed page holds the pattern; pages without it are absent."""

    def lengths(self) -> Mapping[int, int]:
        """How many words each page of the index has."""


def evaluate(tree: Tree, allowed: Set[int], resolve: Resolve, postings: Postings) -> Matches:
    """Find the allowed pages that answer the tree; none allowed, none found, nothing asked."""
    if not allowed:
        return {}
    return _Evaluation(allowed, resolve, postings).of(tree)


class _Evaluation:
    """One question by one person."""

    def __init__(self, allowed: Set[int], resolve: Resolve, postings: Postings) -> None:
        self.allowed, self.resolve, self.postings = allowed, resolve, postings
        self.lengths = postings.lengths()
        seen = self.lengths.keys() & allowed
        self.pages = len(seen)
        self.average = sum(map(self.lengths.__getitem__, seen)) / (len(seen) or 1) or 1.0

    def of(self, tree: Tree) -> dict[int, float]:
        match tree:
            case Everything():
                return dict.fromkeys(self.allowed, 0.0)
            case Field():
                return dict.fromkeys(self.resolve(tree) & self.allowed, 0.0)
            case Not(child):
                return dict.fromkeys(self.allowed - self.of(child).keys(), 0.0)
            case And(parts):
                return self.all_of(parts)
            case Or(parts):
                return _summed([self.of(part) for part in parts])
            case _:
                return self.leaf(tree)

    def all_of(self, parts: tuple[Tree, ...]) -> dict[int, float]:
        found = [self.of(part) for part in parts]
        pages = found[0].keys() & frozenset(found[1]).intersection(*found[2:])
        return {page: sum(scores[page] for scores in found) for page in pages}

    def leaf(self, leaf: Leaf) -> dict[int, float]:
        """Score by how often, against the page's length and how rare it is (BM25)."""
        counts = _most([self.postings.occurrences(p, self.allowed) for p in patterns(leaf)])
        weight = math.log1p((self.pages - len(counts) + 0.5) / (len(counts) + 0.5))
        weight *= _SATURATION + 1
        base = _SATURATION * (1 - _LENGTH_WEIGHT)
        slope = _SATURATION * _LENGTH_WEIGHT / self.average
        lengths = self.lengths
        return {
            page: weight * count / (count + base + slope * lengths[page])
            for page, count in counts.items()
        }


def _most(counts: list[Mapping[int, float]]) -> Mapping[int, float]:
    if len(counts) == 1:
        return counts[0]
    pages: Collection[int] = frozenset().union(*counts)
    return {page: max(count.get(page, 0) for count in counts) for page in pages}


def _summed(found: list[dict[int, float]]) -> dict[int, float]:
    total: dict[int, float] = {}
    for scores in found:
        for page, score in scores.items():
            total[page] = total.get(page, 0.0) + score
    return total
