"""What the record knows of each page that a person may find; the frame of everything found.

Hits, totals, counts and values come out of here and nowhere else, so what is not in the catalogue
of a person leaves no trace in any answer. Mail in quarantine is not searched for anybody.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, select, type_coerce

from archive.domain.people import Permission
from archive.services.unit import Unit
from archive.services.visibility import visible
from archive.store.models import Author, Batch, Facility, Item, ItemTag, Page, Tag

OfItems = Mapping[int, str]
"""What is known of each item, by its id; an empty text where nothing is."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The pages that one person may find, each with its item, and what both are known by.

    ``known`` holds for each field the value of every item; ``names`` what facilities and batches
    are also called.
    """

    pages: Mapping[int, int] = field(default_factory=dict)
    numbers: Mapping[int, int] = field(default_factory=dict)
    states: Mapping[int, str] = field(default_factory=dict)
    text_kinds: Mapping[int, str] = field(default_factory=dict)
    known: Mapping[str, OfItems] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[int, Set[str]] = field(default_factory=dict)

    def of(self, name: str, page_id: int) -> str:
        """What is known under a field of the item that a page belongs to."""
        return self.known[name][self.pages[page_id]]

    def day(self, page_id: int) -> str:
        """The date to sort by: written if known, else received."""
        return self.of("written", page_id) or self.of("received", page_id)

    def pages_of(self, items: Set[int]) -> frozenset[int]:
        """Every page of these items."""
        return frozenset(page for page, item in self.pages.items() if item in items)


def catalogue(unit: Unit) -> Catalogue:
    """All that this person may find; empty for whoever may not read items."""
    if not unit.actor.may(Permission.READ_ITEMS):
        return Catalogue()
    ids, items, numbers, states, kinds = _columns(unit, _PAGES)
    return Catalogue(
        pages=dict(zip(ids, items, strict=True)),
        numbers=dict(zip(ids, numbers, strict=True)),
        states=dict(zip(ids, states, strict=True)),
        text_kinds=dict(zip(ids, kinds, strict=True)),
        known=_known(unit),
        names=_names(unit),
        tags=_tags(unit),
    )


def _known(unit: Unit) -> dict[str, OfItems]:
    ids, *columns = _columns(unit, _ITEMS)
    return {
        name: dict(zip(ids, column, strict=True))
        for name, column in zip(_FIELDS, columns, strict=True)
    }


def _columns(unit: Unit, query: Select[*tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
    """Each column of what may be found by itself: tens of thousands of rows stay plain values."""
    rows = list(_rows(unit, query.where(*_may_find(unit))))
    return zip(*rows, strict=True) if rows else [()] * len(query.selected_columns)


def _text(column: Any) -> ColumnElement[str]:
    return func.coalesce(column, "")


_FIELDS = ("ref", "kind", "language", "written", "received", "author", "facility", "batch")
_ITEMS = (
    select(
        Item.id,
        Item.ref,
        type_coerce(Item.kind, String),
        _text(type_coerce(Item.language, String)),
        _text(Item.written_on),
        _text(cast(Item.received_on, String)),
        _text(Author.code),
        _text(Facility.code),
        Batch.ref,
    )
    .join_from(Item, Batch, Item.batch_id == Batch.id)
    .outerjoin(Author, Item.author_id == Author.id)
    .outerjoin(Facility, Item.facility_id == Facility.id)
)
_PAGES = select(
    Page.id,
    Page.item_id,
    Page.number,
    type_coerce(Page.state, String),
    _text(type_coerce(Page.text_kind, String)),
).join_from(Page, Item, Page.item_id == Item.id)


def _names(unit: Unit) -> dict[str, str]:
    facilities = _rows(unit, select(Facility.code, Facility.name))
    batches = _rows(unit, select(Batch.ref, Batch.name))
    return {code: name.casefold() for code, name in (*facilities, *batches)}


def _tags(unit: Unit) -> dict[int, set[str]]:
    borne: dict[int, set[str]] = {}
    query = (
        select(ItemTag.item_id, Tag.path)
        .join_from(ItemTag, Tag, ItemTag.tag_id == Tag.id)
        .join(Item, ItemTag.item_id == Item.id)
        .where(*_may_find(unit))
    )
    for item, path in _rows(unit, query):
        borne.setdefault(item, set()).add(path)
    return borne


def _rows(unit: Unit, query: Select[*tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
    """Plain rows: there are many, so nothing is mapped to objects."""
    return unit.session.connection().execute(query)


def _may_find(unit: Unit) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return visible(unit), Item.is_legal_mail.is_(False)
