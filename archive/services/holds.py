"""Holds: a pause on all use of an item, or of everything by an author."""

from sqlalchemy import ColumnElement, or_, select

from archive.domain.consent_words import HoldKind
from archive.domain.people import Permission
from archive.errors import Conflict, InvalidInput
from archive.services import standing
from archive.services.unit import Unit
from archive.services.visibility import visible_item
from archive.store.models import Author, Excerpt, Hold, Item

_LONGEST_REASON = 200


def open_holds(unit: Unit, item: Item) -> list[str]:
    """The kinds of every hold that reaches the item now; legal mail is always on hold."""
    kinds = unit.session.scalars(
        select(Hold.kind).where(_reaches(item), Hold.lifted_at.is_(None)).order_by(Hold.id)
    ).all()
    legal = [str(HoldKind.LEGAL_MAIL)] if item.is_legal_mail else []
    return [*legal, *kinds]


def on_item(unit: Unit, ref: str) -> list[Hold]:
    """Every hold that reaches the item, the lifted ones too, latest first."""
    unit.require(Permission.PLACE_HOLDS)
    item = visible_item(unit, ref)
    query = select(Hold).where(_reaches(item)).order_by(Hold.id.desc())
    return list(unit.session.scalars(query))


def place_on_item(unit: Unit, ref: str, kind: HoldKind, reason: str) -> Hold:
    """Stop all use of an item, at once."""
    unit.require(Permission.PLACE_HOLDS)
    item = visible_item(unit, ref)
    return _place(unit, Hold(item_id=item.id), f"item:{item.ref}", kind, reason)


def place_on_author(unit: Unit, code: str, kind: HoldKind, reason: str) -> Hold:
    """Stop all use of everything by an author, at once."""
    unit.require(Permission.PLACE_HOLDS)
    author = unit.one(
        select(Author).where(Author.code == code), "There is no author with this code name."
    )
    return _place(unit, Hold(author_id=author.id), f"author:{author.id}", kind, reason)


def lift(unit: Unit, hold_id: int) -> Hold:
    """End a hold; what it suspended becomes a draft again and needs a new review."""
    unit.require(Permission.PLACE_HOLDS)
    hold = unit.one(select(Hold).where(Hold.id == hold_id), "There is no such hold.")
    if hold.lifted_at is not None:
        raise Conflict("This hold has been lifted already.")
    hold.lifted_by, hold.lifted_at = unit.account_id, unit.now
    unit.audit("hold.lift", f"hold:{hold.id}")
    unit.session.flush()
    for excerpt in _held_excerpts(unit, hold):
        if not open_holds(unit, excerpt.item):
            standing.release(unit, excerpt)
    return hold


def _place(unit: Unit, hold: Hold, where: str, kind: HoldKind, reason: str) -> Hold:
    reason = " ".join(reason.split())
    if not reason or len(reason) > _LONGEST_REASON:
        raise InvalidInput(f"Say why, in at most {_LONGEST_REASON} characters.")
    hold.kind, hold.reason = str(kind), reason
    hold.placed_by, hold.placed_at = unit.account_id, unit.now
    unit.session.add(hold)
    unit.session.flush()
    unit.audit("hold.place", where, hold=hold.id, kind=str(kind))
    for excerpt in _held_excerpts(unit, hold):
        standing.suspend(unit, excerpt)
    return hold


def _reaches(item: Item) -> ColumnElement[bool]:
    by_author = Hold.author_id == item.author_id if item.author_id is not None else None
    on_it = Hold.item_id == item.id
    return on_it if by_author is None else or_(on_it, by_author)


def _held_excerpts(unit: Unit, hold: Hold) -> list[Excerpt]:
    reached = Item.id == hold.item_id if hold.item_id else Item.author_id == hold.author_id
    query = select(Excerpt).join(Item, Excerpt.item_id == Item.id).where(reached)
    return list(unit.session.scalars(query.order_by(Excerpt.id)))
