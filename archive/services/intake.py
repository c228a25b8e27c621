"""Taking letters in: the bytes are kept first, then everything about them in one transaction."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from archive.domain.items import ItemKind, Language
from archive.domain.people import Permission
from archive.errors import InvalidInput
from archive.services import authors, items
from archive.services.jobs import JobKind, enqueue
from archive.services.references import fresh_reference
from archive.services.unit import Unit
from archive.services.visibility import visible
from archive.store.models import Batch, Item, Original


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that are safely on the disk, under their hash."""

    sha256: str
    size: int
    media_type: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of a letter as it comes out of its envelope."""

    kind: ItemKind = ItemKind.LETTER
    author: str | None = None
    received_on: date | None = None
    language: Language | None = None
    is_legal_mail: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """Which item a file became, or already was; no reference to one that is kept from sight."""

    item_id: int
    item_ref: str
    is_duplicate: bool


def keep(unit: Unit, content: bytes, media_type: str, file_name: str) -> Kept:
    """Keep the bytes; on return they are on the disk, whatever happens next."""
    unit.require(Permission.SCAN)
    if not content:
        raise InvalidInput("This file is empty; scan the page again and send the new file.")
    digest = unit.archive.originals.put(content)
    # A name of bytes that are no text would be refused by the database.
    name = file_name.replace("\0", "").encode(errors="replace").decode()
    return Kept(digest, len(content), media_type, name[-255:])


def open_batch(unit: Unit, name: str = "") -> Batch:
    """The batch of this name, begun now if there is none; without a name, today's."""
    unit.require(Permission.SCAN)
    name = " ".join(name.split())[:200] or unit.now.date().isoformat()
    batch = unit.session.scalars(select(Batch).where(Batch.name == name)).one_or_none()
    if batch is None:
        batch = Batch(
            ref=fresh_reference(unit, Batch.ref),
            name=name,
            created_by=unit.actor.account_id,
            created_at=unit.now,
        )
        unit.session.add(batch)
        unit.session.flush()
        unit.audit("batch.open", f"batch:{batch.ref}")
    return batch


def receive(unit: Unit, kept: Kept, batch: Batch, description: Description) -> Received:
    """Make an item of a kept file and have it read; a file that is here already is told so.

    Whoever marks it as legal mail this time has it set apart, though it was taken in without.
    """
    unit.require(Permission.SCAN)
    known = unit.session.scalars(select(Original).where(Original.sha256 == kept.sha256)).first()
    if known is not None:
        unit.audit("item.duplicate", f"item:{known.item.ref}")
        if description.is_legal_mail and not known.item.is_legal_mail:
            items.quarantine(unit, known.item.ref)
        unit.session.flush()
        seen = select(Item.ref).where(Item.id == known.item_id, visible(unit))
        return Received(known.item_id, unit.session.scalar(seen) or "", is_duplicate=True)
    item = _new_item(unit, batch, description)
    item.originals.append(
        Original(
            sha256=kept.sha256,
            media_type=kept.media_type,
            size=kept.size,
            file_name=kept.file_name,
            received_at=unit.now,
        )
    )
    unit.session.flush()
    unit.audit("item.receive", f"item:{item.ref}", sha256=kept.sha256, batch=batch.ref)
    if not item.is_legal_mail:
        enqueue(unit, JobKind.OPEN, item.id)
    return Received(item.id, item.ref, is_duplicate=False)


def _new_item(unit: Unit, batch: Batch, description: Description) -> Item:
    author = authors.named(unit, description.author) if description.author else None
    item = Item(
        ref=fresh_reference(unit, Item.ref),
        kind=description.kind,
        author_id=author.id if author else None,
        facility_id=author.facility_id if author else None,
        batch_id=batch.id,
        received_on=description.received_on,
        language=description.language,
        is_legal_mail=description.is_legal_mail,
        created_by=unit.actor.account_id,
        created_at=unit.now,
    )
    unit.session.add(item)
    return item
