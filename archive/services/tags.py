"""Tags: subjects on items, in paths that hold their ancestors."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, or_, select

from archive.domain.people import Permission
from archive.errors import InvalidInput
from archive.services.unit import Unit
from archive.services.visibility import visible, visible_item
from archive.store.models import Item, ItemTag, Tag

_PART = re.compile(r"\w[\w.'-]*")
_DEEPEST = 5
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Branch:
    """A tag in the tree, with how many items bear it or one below it."""

    path: str
    name: str
    depth: int
    items: int


def normalised(path: str) -> str:
    """A path as it is kept: small letters, hyphens for blanks; InvalidInput says what to write."""
    small = unicodedata.normalize("NFC", path).lower()
    parts = ["-".join(part.split()) for part in small.split("/")]
    parts = [part for part in parts if part]
    kept = "/".join(parts)
    is_good = parts and len(parts) <= _DEEPEST and len(kept) <= _LONGEST
    if not is_good or not all(_PART.fullmatch(part) for part in parts):
        raise InvalidInput(
            "Write a tag as words with hyphens, its subject before a slash: health/medical-neglect."
        )
    return kept


def named(unit: Unit, path: str) -> Tag:
    """The tag with this path, made now if there is none."""
    unit.require(Permission.TAG)
    path = normalised(path)
    known = unit.session.scalars(select(Tag).where(Tag.path == path)).one_or_none()
    if known is not None:
        return known
    made = Tag(path=path, created_by=unit.actor.account_id, created_at=unit.now)
    unit.session.add(made)
    unit.session.flush()
    unit.audit("tag.make", f"tag:{made.id}")
    return made


def put_on(unit: Unit, ref: str, path: str) -> Tag:
    """Put a tag on an item; one that is there already stays."""
    unit.require(Permission.TAG)
    item = visible_item(unit, ref)
    tag = named(unit, path)
    if unit.session.get(ItemTag, (item.id, tag.id)) is None:
        unit.session.add(
            ItemTag(item_id=item.id, tag_id=tag.id, tagged_by=unit.account_id, tagged_at=unit.now)
        )
        unit.audit("item.tag", f"item:{item.ref}", tag=tag.id)
    return tag


def take_off(unit: Unit, ref: str, path: str) -> Tag:
    """Take a tag off an item; the tag itself stays."""
    unit.require(Permission.TAG)
    item = visible_item(unit, ref)
    tag = unit.one(select(Tag).where(Tag.path == normalised(path)), "There is no such tag.")
    held = unit.session.get(ItemTag, (item.id, tag.id))
    if held is not None:
        unit.session.delete(held)
        unit.audit("item.untag", f"item:{item.ref}", tag=tag.id)
    return tag


def paths(unit: Unit) -> list[str]:
    """Every path that the actor may know of, for completing what is typed."""
    unit.require(Permission.READ_ITEMS)
    return list(unit.session.scalars(select(Tag.path).where(_known(unit)).order_by(Tag.path)))


def tree(unit: Unit) -> list[Branch]:
    """Every known tag and its ancestors, in order, counting only items that the actor may see."""
    bearing: defaultdict[str, set[int]] = defaultdict(set)
    for path in paths(unit):
        for whole in _lineage(path):
            bearing[whole] = set()
    rows = unit.session.execute(
        select(Tag.path, ItemTag.item_id)
        .join(ItemTag, ItemTag.tag_id == Tag.id)
        .join(Item, ItemTag.item_id == Item.id)
        .where(visible(unit))
    )
    for path, item_id in rows:
        for whole in _lineage(path):
            bearing[whole].add(item_id)
    return [
        Branch(path, path.rpartition("/")[2], path.count("/"), len(bearing[path]))
        for path in sorted(bearing, key=lambda path: path.split("/"))
    ]


def _lineage(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]


def _known(unit: Unit) -> ColumnElement[bool]:
    """A tag that is only on hidden items is hidden with them."""
    borne = select(ItemTag.tag_id).where(ItemTag.tag_id == Tag.id)
    seen = borne.join(Item, ItemTag.item_id == Item.id).where(visible(unit))
    return or_(exists(seen), ~exists(borne))
