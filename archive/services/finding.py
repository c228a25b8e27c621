"""Finding pages: by words within what a person may see, narrowed by what is known of them."""

import time
from dataclasses import dataclass
from enum import StrEnum

from archive.errors import IndexUnavailable
from archive.search.evaluation import Matches
from archive.search.query import parse
from archive.search.snippet import Piece
from archive.search.tree import Everything, Field, Tree, wanted
from archive.services import hits
from archive.services.catalogue import Catalogue, catalogue
from archive.services.facets import Facet, facets
from archive.services.filters import pages_where
from archive.services.plain_search import matches_without_index
from archive.services.unit import Unit

_MOST = 1000


class Sort(StrEnum):
    """In which order hits come; those without a date come last."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that answers, as the record has it now; ``snippet`` is to be escaped, then marked.

    ``lines`` are the keys of the lines that the best words stand in.
    """

    item: str
    page: int
    author: str
    facility: str
    kind: str
    written: str
    received: str
    state: str
    text_kind: str
    score: float
    snippet: tuple[Piece, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits, numbered from 1, and what all of them come to."""

    query: str
    tree: Tree
    total: int
    items: int
    seconds: float
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    sort: Sort
    page: int
    pages: int
    is_degraded: bool


def search(
    unit: Unit, query: str, *, limit: int = 20, page: int = 1, sort: Sort = Sort.RELEVANCE
) -> Results:
    """Find pages; nothing at all for whoever may not read items; QueryError names the place."""
    began = time.perf_counter()
    tree = parse(query)
    known = catalogue(unit)
    found, is_degraded = _found(unit, tree, known)
    limit = min(max(limit, 1), _MOST)
    pages = max(1, -(-len(found) // limit))
    page = min(max(page, 1), pages)
    ranked = _ranked(known, found, tree, sort)[(page - 1) * limit : page * limit]
    texts = hits.texts(unit, ranked)
    return Results(
        query=query.strip(),
        tree=tree,
        total=len(found),
        items=len(known.items_of(found)),
        hits=tuple(_hit(known, one, found[one], texts.get(one, ()), tree) for one in ranked),
        facets=facets(known, found, tree),
        sort=sort,
        page=page,
        pages=pages,
        is_degraded=is_degraded,
        seconds=time.perf_counter() - began,
    )


def _found(unit: Unit, tree: Tree, known: Catalogue) -> tuple[Matches, bool]:
    """What answers, of the catalogue alone; without the index if that cannot be asked."""
    allowed = known.pages.keys()

    def resolve(field: Field) -> frozenset[int]:
        return pages_where(known, field)

    if not allowed or isinstance(tree, Everything):
        return dict.fromkeys(allowed, 0.0), False
    try:
        found = unit.archive.index.matches(tree, frozenset(allowed), resolve)
    except IndexUnavailable:
        return matches_without_index(unit, tree, frozenset(allowed), resolve), True
    return {page: score for page, score in found.items() if page in allowed}, False


def _ranked(known: Catalogue, found: Matches, tree: Tree, sort: Sort) -> list[int]:
    by_date = sort is not Sort.RELEVANCE or not wanted(tree)
    if not by_date:
        return sorted(found, key=lambda page: (-found[page], page))
    in_order = sorted(found, key=lambda page: (known.pages[page].item_id, known.pages[page].number))
    if sort is Sort.OLDEST:
        return sorted(in_order, key=lambda page: known.of(page).day or "~")
    return sorted(in_order, key=lambda page: known.of(page).day, reverse=True)


def _hit(
    known: Catalogue, page_id: int, score: float, lines: tuple[tuple[str, str], ...], tree: Tree
) -> Hit:
    item, page = known.of(page_id), known.pages[page_id]
    snippet = hits.snippet_of(lines, tree)
    return Hit(
        item=item.ref,
        page=page.number,
        author=item.author,
        facility=item.facility,
        kind=item.kind,
        written=item.written,
        received=item.received,
        state=page.state,
        text_kind=page.text_kind,
        score=score,
        snippet=snippet,
        lines=hits.best_lines(lines, snippet),
    )
