"""Finding: every search is an address, and every answer says how it came about."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request, url_for

from archive.domain.dates import PartialDate
from archive.search.errors import QueryError
from archive.search.query import FIELDS
from archive.services import facets, finding
from archive.services.facets import Facet, Value
from archive.services.finding import Hit, Results, Sort
from archive.web.context import reading
from archive.web.forms import whole, word

bp = Blueprint("search", __name__, url_prefix="/search")

_ON_A_SCREEN = 20
_LONGEST_SHOWN = 300
_ALL_THE_SAME = frozenset({"kind", "state", "text", "language"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of a facet, as the screen draws it."""

    name: str
    count: int
    url: str
    is_current: bool
    off: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit on the screen; ``is_first`` is the best page of its item there."""

    hit: Hit
    is_first: bool
    url: str
    crop: str


@bp.get("")
def show() -> Response | str:
    """The pages that answer, with what they can be narrowed by."""
    query = request.args.get("q", "")
    sort = word(Sort, request.args.get("sort") or Sort.RELEVANCE, "order")
    page = whole(request.args.get("page", "1"), "Page")
    try:
        with reading() as unit:
            found = finding.search(unit, query, limit=_ON_A_SCREEN, page=page, sort=sort)
    except QueryError as error:
        return _refused(query, error)
    return render_template(
        "search/show.html",
        query=query,
        found=found,
        shown=_grouped(found),
        facets={facet.field: _entries(facet, found) for facet in found.facets},
        wider=[(label, _url(text, sort)) for label, text in facets.wider(found.tree)],
        sorts=[(one, _url(query, one)) for one in Sort],
        before=_url(query, sort, found.page - 1) if found.page > 1 else "",
        after=_url(query, sort, found.page + 1) if found.page < found.pages else "",
        first=(found.page - 1) * _ON_A_SCREEN + 1,
    )


@bp.get("/help")
def language() -> str:
    """The language of the search box, on one page."""
    return render_template("search/help.html", fields=sorted(FIELDS))


def _refused(query: str, error: QueryError) -> Response:
    """The query with its fault pointed at; nothing was searched."""
    drawn, _, caret = error.pointing(query[: _LONGEST_SHOWN + 1]).partition("\n")
    page = render_template(
        "search/refused.html", query=query, error=error, drawn=drawn, caret=caret
    )
    answer = make_response(page)
    answer.status_code = error.status
    return answer


def _grouped(found: Results) -> list[Shown]:
    """Hits of one item together, where its best one stands."""
    by_item: dict[str, list[Hit]] = {}
    for hit in found.hits:
        by_item.setdefault(hit.item, []).append(hit)
    return [
        _shown(hit, found.query, is_first=place == 0)
        for hits in by_item.values()
        for place, hit in enumerate(hits)
    ]


def _shown(hit: Hit, query: str, *, is_first: bool) -> Shown:
    lines = ",".join(hit.lines)
    crop = url_for("files.line_crop", ref=hit.item, number=hit.page, lines=lines) if lines else ""
    return Shown(
        hit=hit,
        is_first=is_first,
        url=url_for("pages.show", ref=hit.item, number=hit.page, q=query or None),
        crop=crop,
    )


def _entries(facet: Facet, found: Results) -> list[Entry]:
    """The values as links; none where all that was found is the same and nothing was chosen."""
    entries = [_entry(facet.field, value, found.sort) for value in facet.values]
    if facet.field in _ALL_THE_SAME and not _divides(facet.values, found.total):
        return []
    return entries


def _divides(values: Iterable[Value], total: int) -> bool:
    return any(value.is_chosen or value.count < total for value in values)


def _entry(field: str, value: Value, sort: Sort) -> Entry:
    name = PartialDate.parse(value.name).display() if field == "written" else value.name
    url = _url(value.query, sort)
    return Entry(name, value.count, url, value.is_chosen, url if value.is_chosen else "")


def _url(query: str, sort: Sort, page: int = 1) -> str:
    return url_for(
        "search.show",
        q=query or None,
        sort=None if sort is Sort.RELEVANCE else sort,
        page=page if page > 1 else None,
    )
