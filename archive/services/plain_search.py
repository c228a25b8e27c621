"""Searching while the index cannot be asked: slowly, in the record itself, by the same rules."""

from collections.abc import Iterable, Mapping, Set
from itertools import groupby

from sqlalchemy import select

from archive.domain.items import Language
from archive.search.evaluation import Matches, Resolve, evaluate
from archive.search.patterns import AnyStem, Beginning, Pattern, Sequence, stems_of
from archive.search.tree import Tree
from archive.search.words import Token, tokens
from archive.services.unit import Unit
from archive.services.visibility import visible
from archive.store.models import Item, Line, Page, Version


def matches_without_index(unit: Unit, tree: Tree, allowed: Set[int], resolve: Resolve) -> Matches:
    """Find all pages that answer, only ever pages of ``allowed``, by reading every one of them."""
    return evaluate(tree, allowed, resolve, _Record(unit, allowed))


class _Record:
    """The pages' own text as postings."""

    def __init__(self, unit: Unit, allowed: Set[int]) -> None:
        read = [(page, spoken, text) for page, spoken, text in _texts(unit) if page in allowed]
        self.words = {page: tuple(tokens(text)) for page, _, text in read}
        self.languages = {page: spoken for page, spoken, _ in read}

    def occurrences(self, pattern: Pattern, allowed: Set[int]) -> Mapping[int, int]:
        """How often each allowed page holds the pattern; pages without it are absent."""
        counts = (
            (page, _count(words, pattern, self.languages[page]))
            for page, words in self.words.items()
            if page in allowed
        )
        return {page: count for page, count in counts if count}

    def lengths(self) -> Mapping[int, int]:
        """How many words each page has."""
        return {page: len(words) for page, words in self.words.items()}


def _texts(unit: Unit) -> Iterable[tuple[int, str, str]]:
    rows = unit.session.execute(
        select(Page.id, Item.language, Line.text)
        .join(Item, Page.item_id == Item.id)
        .join(Version, (Version.page_id == Page.id) & (Version.number == Page.version_number))
        .join(Line, Line.version_id == Version.id)
        .where(visible(unit))
        .order_by(Page.id, Line.position)
    )
    for (page, spoken), group in groupby(rows, key=lambda row: (row[0], row[1])):
        yield page, spoken or Language.ENGLISH, "\n".join(text for *_, text in group)


def _count(words: tuple[Token, ...], pattern: Pattern, language: str) -> int:
    match pattern:
        case AnyStem(stems):
            return sum(not stems.isdisjoint(stems_of(word, language)) for word in words)
        case Beginning(letters):
            return sum(any(form.startswith(letters) for form in word.forms) for word in words)
        case Sequence(forms):
            last = len(words) - len(forms)
            return sum(_stand_at(words, start, forms) for start in range(last + 1))


def _stand_at(words: tuple[Token, ...], start: int, forms: tuple[str, ...]) -> bool:
    return all(form in words[start + shift].forms for shift, form in enumerate(forms))
