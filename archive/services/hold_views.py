"""Holds as a steward looks over them: what rests now, since when, and why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from archive.domain.people import Permission
from archive.services.unit import Unit
from archive.services.visibility import visible
from archive.store.models import Account, Author, Hold, Item


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold on an item, or on everything by an author."""

    id: int
    item: str
    author: str
    kind: str
    reason: str
    placed_by: str
    placed_at: datetime
    lifted_by: str
    lifted_at: datetime | None


def all_open(unit: Unit) -> list[HoldView]:
    """Every hold that rests something now, latest first."""
    unit.require(Permission.READ_CONSENT)
    return _views(unit, Hold.lifted_at.is_(None))


def of_author(unit: Unit, code: str) -> list[HoldView]:
    """Every hold on an author or on an item of theirs, the lifted ones too, latest first."""
    unit.require(Permission.READ_CONSENT)
    by_author = select(Author.id).where(Author.code == code).scalar_subquery()
    theirs = select(Item.id).where(Item.author_id == by_author)
    return _views(unit, or_(Hold.author_id == by_author, Hold.item_id.in_(theirs)))


def _views(unit: Unit, wanted: ColumnElement[bool]) -> list[HoldView]:
    writer, lifter = aliased(Account), aliased(Account)
    of_item = aliased(Author)
    rows = unit.session.execute(
        select(Hold, Item.ref, Author.code, of_item.code, writer.name, lifter.name)
        .outerjoin(Item, Hold.item_id == Item.id)
        .outerjoin(Author, Hold.author_id == Author.id)
        .outerjoin(of_item, Item.author_id == of_item.id)
        .join(writer, Hold.placed_by == writer.id)
        .outerjoin(lifter, Hold.lifted_by == lifter.id)
        .where(wanted, or_(Hold.item_id.is_(None), visible(unit)))
        .order_by(Hold.id.desc())
    )
    return [
        HoldView(
            id=hold.id,
            item=ref or "",
            author=code or owner or "",
            kind=hold.kind,
            reason=hold.reason,
            placed_by=placed_by,
            placed_at=hold.placed_at,
            lifted_by=lifted_by or "",
            lifted_at=hold.lifted_at,
        )
        for hold, ref, code, owner, placed_by, lifted_by in rows
    ]
