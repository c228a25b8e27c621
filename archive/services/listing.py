"""The list of items: what a person may see, narrowed as they ask."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from archive.domain.items import ItemKind, ItemState
from archive.domain.people import Permission
from archive.services.unit import Unit
from archive.services.visibility import visible
from archive.store.models import Author, Batch, Item, ItemTag, Page, Tag

LISTED = 50
"""Items on one page of the list."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items are listed; an empty field leaves all."""

    state: ItemState | None = None
    kind: ItemKind | None = None
    author: str = ""
    tag: str = ""
    batch: str = ""
    order: str = "entered"


@dataclass(frozen=True, slots=True)
class Row:
    """An item in a list, with the number of its pages."""

    item: Item
    pages: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list, numbered from 1, and how many there are in all."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int


def listed(unit: Unit, wanted: Wanted, page: int = 1) -> Listing:
    """The items that this person may see and asked for."""
    unit.require(Permission.READ_ITEMS)
    conditions = [visible(unit), *_conditions(wanted)]
    total = unit.session.scalar(select(func.count(Item.id)).where(*conditions)) or 0
    last = max(1, -(-total // LISTED))
    page = min(max(page, 1), last)
    found = unit.session.scalars(
        _ordered(select(Item).where(*conditions), wanted.order)
        .options(joinedload(Item.author), selectinload(Item.tags))
        .limit(LISTED)
        .offset((page - 1) * LISTED)
    ).all()
    counts = _page_counts(unit, [item.id for item in found])
    rows = tuple(Row(item, counts.get(item.id, 0)) for item in found)
    return Listing(rows, total, page, last)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.state:
        found.append(Item.state == wanted.state)
    if wanted.kind:
        found.append(Item.kind == wanted.kind)
    if wanted.author:
        found.append(Item.author_id.in_(select(Author.id).where(Author.code == wanted.author)))
    if wanted.batch:
        found.append(Item.batch_id.in_(select(Batch.id).where(Batch.ref == wanted.batch.upper())))
    if wanted.tag:
        found.append(Item.id.in_(_bearing(wanted.tag)))
    return found


def _bearing(path: str) -> Select[int]:
    """Items with this tag or one below it."""
    below = Tag.path.startswith(f"{path}/", autoescape=True)
    return (
        select(ItemTag.item_id)
        .join(Tag, ItemTag.tag_id == Tag.id)
        .where(or_(Tag.path == path, below))
    )


def _ordered(query: Select[Item], order: str) -> Select[Item]:
    if order == "received":
        return query.order_by(Item.received_on.desc().nulls_last(), Item.id.desc())
    if order == "written":
        return query.order_by(Item.written_on.desc().nulls_last(), Item.id.desc())
    return query.order_by(Item.created_at.desc(), Item.id.desc())


def _page_counts(unit: Unit, items: list[int]) -> dict[int, int]:
    rows = unit.session.execute(
        select(Page.item_id, func.count()).where(Page.item_id.in_(items)).group_by(Page.item_id)
    )
    return dict(rows.all())
