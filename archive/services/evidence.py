"""Pages that may show what an author answered, for the person who records it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, select

from archive.domain.items import ItemKind
from archive.domain.people import Permission
from archive.errors import InvalidInput
from archive.services.unit import Unit
from archive.services.visibility import visible, visible_page
from archive.store.models import Author, Item, Page

_MOST = 18


@dataclass(frozen=True, slots=True)
class Evidence:
    """A page by its item's reference and its number, with the size of its image."""

    ref: str
    number: int
    kind: str
    received_on: date | None
    width: int
    height: int


def offered(unit: Unit, code: str) -> list[Evidence]:
    """The author's latest pages, forms before letters."""
    unit.require(Permission.RECORD_CONSENT)
    rows = unit.session.scalars(
        select(Page)
        .join(Item, Page.item_id == Item.id)
        .join(Author, Item.author_id == Author.id)
        .where(Author.code == code, Page.image_sha256.is_not(None), visible(unit))
        .order_by(case((Item.kind == ItemKind.FORM, 0), else_=1), Item.id.desc(), Page.number)
        .limit(_MOST)
    )
    return [_evidence(page) for page in rows]


def shown(unit: Unit, ref: str, number: int, code: str) -> Evidence:
    """The page that was asked for; it cannot be another author's."""
    unit.require(Permission.RECORD_CONSENT)
    page = visible_page(unit, ref, number)
    author = page.item.author
    if author is not None and author.code != code:
        raise InvalidInput("This page is from another author; choose the page that shows it.")
    return _evidence(page)


def _evidence(page: Page) -> Evidence:
    item = page.item
    return Evidence(
        item.ref, page.number, str(item.kind), item.received_on, page.width, page.height
    )
