"""Which items an actor may know of; everything that shows or counts items asks here."""

from sqlalchemy import ColumnElement, false, select, true

from archive.domain.people import Permission
from archive.services.unit import Unit
from archive.store.models import Item, Page


def visible(unit: Unit) -> ColumnElement[bool]:
    """The condition on ``Item`` for what this actor may see; quarantined mail only for stewards."""
    if not unit.actor.may(Permission.READ_ITEMS):
        return false()
    if unit.actor.may(Permission.READ_QUARANTINE):
        return true()
    return Item.is_legal_mail.is_(False)


def may_see(unit: Unit, item: Item) -> bool:
    """The same condition, for an item that is at hand already."""
    if item.is_legal_mail and not unit.actor.may(Permission.READ_QUARANTINE):
        return False
    return unit.actor.may(Permission.READ_ITEMS)


def visible_item(unit: Unit, ref: str) -> Item:
    """The item with this reference, or NotFound as if it did not exist."""
    return unit.one(
        select(Item).where(Item.ref == ref.upper(), visible(unit)),
        "There is no item with this reference, or none that you may see.",
    )


def visible_page(unit: Unit, ref: str, number: int) -> Page:
    """One page of an item that the actor may see, or NotFound."""
    return unit.one(
        select(Page)
        .join(Item, Page.item_id == Item.id)
        .where(Item.ref == ref.upper(), Page.number == number, visible(unit)),
        "There is no such page, or none that you may see.",
    )
