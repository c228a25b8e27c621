"""What the record knows of each page that a person may find; the frame of everything found.

Hits, totals, counts and values come out of here and nowhere else, so what is not in the catalogue
of a person leaves no trace in any answer. Mail in quarantine is not searched for anybody.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, cast, func, select, type_coerce

from archive.domain.people import Permission
from archive.services.unit import Unit
from archive.services.visibility import visible
from archive.store.models import Author, Batch, Facility, Item, ItemTag, Page, Tag


class ItemCard(NamedTuple):
    """What is known of one item; an empty text where nothing is."""

    ref: str
    author: str
    facility: str
    facility_name: str
    kind: str
    language: str
    batch: str
    batch_name: str
    written: str
    received: str

    @property
    def day(self) -> str:
        """The date to sort by: written if known, else received."""
        return self.written or self.received


class PageCard(NamedTuple):
    """What is known of one page."""

    item_id: int
    number: int
    state: str
    text_kind: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The pages that one person may find, with what they can be narrowed by."""

    pages: Mapping[int, PageCard] = field(default_factory=dict)
    items: Mapping[int, ItemCard] = field(default_factory=dict)
    tags: Mapping[int, Set[str]] = field(default_factory=dict)

    def of(self, page_id: int) -> ItemCard:
        """The item that a page belongs to."""
        return self.items[self.pages[page_id].item_id]

    def pages_of(self, items: Set[int]) -> frozenset[int]:
        """Every page of these items."""
        return frozenset(page for page, card in self.pages.items() if card.item_id in items)

    def items_of(self, pages: Iterable[int]) -> frozenset[int]:
        """The items that these pages belong to."""
        return frozenset(self.pages[page].item_id for page in pages)


def catalogue(unit: Unit) -> Catalogue:
    """All that this person may find; empty for whoever may not read items."""
    if not unit.actor.may(Permission.READ_ITEMS):
        return Catalogue()
    borne: defaultdict[int, set[str]] = defaultdict(set)
    for item, path in _rows(unit, _tags()):
        borne[item].add(path)
    return Catalogue(
        {page: PageCard(*known) for page, *known in _rows(unit, _pages())},
        {item: ItemCard(*known) for item, *known in _rows(unit, _items())},
        borne,
    )


def _rows(unit: Unit, query: Select[*tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
    """Plain rows of what may be found: there are many, so nothing is mapped to objects."""
    may_find = query.where(visible(unit), Item.is_legal_mail.is_(False))
    return unit.session.connection().execute(may_find)


def _tags() -> Select[*tuple[Any, ...]]:
    return (
        select(ItemTag.item_id, Tag.path)
        .join_from(ItemTag, Tag, ItemTag.tag_id == Tag.id)
        .join(Item, ItemTag.item_id == Item.id)
    )


def _pages() -> Select[*tuple[Any, ...]]:
    known = (Page.id, Page.item_id, Page.number, type_coerce(Page.state, String))
    return select(*known, _text(type_coerce(Page.text_kind, String))).join_from(
        Page, Item, Page.item_id == Item.id
    )


def _items() -> Select[*tuple[Any, ...]]:
    texts = (
        Author.code,
        Facility.code,
        Facility.name,
        type_coerce(Item.kind, String),
        type_coerce(Item.language, String),
        Batch.ref,
        Batch.name,
        Item.written_on,
        cast(Item.received_on, String),
    )
    return (
        select(Item.id, Item.ref, *(_text(column) for column in texts))
        .join_from(Item, Batch, Item.batch_id == Batch.id)
        .outerjoin(Author, Item.author_id == Author.id)
        .outerjoin(Facility, Item.facility_id == Facility.id)
    )


def _text(column: ColumnElement[Any] | Any) -> ColumnElement[str]:
    return func.coalesce(column, "")
