"""How what was found divides up; every value leads to the same search with or without it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from archive.search.dates import Dates, span
from archive.search.errors import QueryError
from archive.search.query import parse
from archive.search.tree import And, Everything, Field, Tree, render
from archive.services.catalogue import Catalogue

_OF_ITEMS = ("author", "facility", "kind", "language", "written")
_MOST = 8
_MOST_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Value:
    """One value, how many of the found pages have it, and the query that it leads to."""

    value: str
    name: str
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one field among what was found, most frequent first; dates in their order."""

    field: str
    values: tuple[Value, ...]


def facets(catalogue: Catalogue, found: Iterable[int], tree: Tree) -> tuple[Facet, ...]:
    """Count every field over the found pages; fields without a value are left out."""
    counted = _counted(catalogue, found)
    told = [_facet(name, counts, tree) for name, counts in counted.items()]
    return tuple(facet for facet in told if facet.values)


def narrowed(tree: Tree, field: Field) -> str | None:
    """The query with this field put in, or out where it is there; None if it grows too long."""
    parts = _parts(tree)
    if field in parts:
        left = tuple(part for part in parts if part != field)
    else:
        is_date = isinstance(field.value, Dates)
        left = tuple(p for p in parts if not (is_date and _is_about(p, field.name)))
        left = (*left, field)
    text = render(_together(left))
    try:
        parse(text)
    except QueryError:
        return None
    return text


def wider(tree: Tree) -> tuple[tuple[str, str], ...]:
    """Each part that all pages have to answer, and the query that is left without it."""
    parts = _parts(tree)
    if len(parts) < 2:
        return ()
    return tuple(
        (render(part), render(_together(parts[:place] + parts[place + 1 :])))
        for place, part in enumerate(parts)
    )


def _counted(catalogue: Catalogue, found: Iterable[int]) -> dict[str, Counter[str]]:
    cards = [catalogue.pages[page] for page in found]
    of_items: dict[str, Counter[str]] = {name: Counter() for name in (*_OF_ITEMS, "tag")}
    for item_id, pages in Counter(map(attrgetter("item_id"), cards)).items():
        item = catalogue.items[item_id]
        for name in _OF_ITEMS:
            of_items[name][getattr(item, name)] += pages
        for path in _lineages(catalogue.tags.get(item_id, ())):
            of_items["tag"][path] += pages
    states = Counter(map(attrgetter("state"), cards))
    return of_items | {"state": states, "text": Counter(map(attrgetter("text_kind"), cards))}


def _lineages(paths: Iterable[str]) -> set[str]:
    """Every tag with its ancestors: a page about health/teeth is one about health."""
    whole: set[str] = set()
    for path in paths:
        parts = path.split("/")
        whole.update("/".join(parts[:end]) for end in range(1, len(parts) + 1))
    return whole


def _facet(name: str, counts: Counter[str], tree: Tree) -> Facet:
    counts.pop("", None)
    if name == "written":
        return Facet(name, _dates(counts, tree))
    field = "state" if name == "text" else name
    frequent = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    values = (_value(Field(field, word), word, count, tree) for word, count in frequent[:_MOST])
    return Facet(name, tuple(value for value in values if value))


def _dates(counts: Counter[str], tree: Tree) -> tuple[Value, ...]:
    """Months while they are few, else years; without gaps, so that silence is seen too."""
    months = sorted({text[:7] for text in counts if len(text) >= 7})
    by_month = bool(months) and _distance(months[0], months[-1]) < _MOST_MONTHS
    width = 7 if by_month else 4
    sums: Counter[str] = Counter()
    for text, count in counts.items():
        if len(text) >= width:
            sums[text[:width]] += count
    values = (_value(Field("written", _span(key)), key, sums[key], tree) for key in _row(sums))
    return tuple(value for value in values if value)


def _row(sums: Counter[str]) -> list[str]:
    if not sums:
        return []
    first, last = min(sums), max(sums)
    if len(first) == 4:
        return [f"{year:04}" for year in range(int(first), int(last) + 1)]
    start = int(first[:4]) * 12 + int(first[5:7]) - 1
    months = range(start, start + _distance(first, last) + 1)
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in months]


def _distance(first: str, last: str) -> int:
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])


def _span(text: str) -> Dates:
    dates = span(text)
    if dates is None:
        raise ValueError("not a month or a year")
    return dates


def _value(field: Field, word: str, count: int, tree: Tree) -> Value | None:
    query = narrowed(tree, field)
    if query is None:
        return None
    return Value(word, word, count, query, field in _parts(tree))


def _parts(tree: Tree) -> tuple[Tree, ...]:
    match tree:
        case Everything():
            return ()
        case And(parts):
            return parts
        case _:
            return (tree,)


def _together(parts: tuple[Tree, ...]) -> Tree:
    if not parts:
        return Everything()
    return parts[0] if len(parts) == 1 else And(parts)


def _is_about(tree: Tree, name: str) -> bool:
    return isinstance(tree, Field) and tree.name == name
