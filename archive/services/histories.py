"""What happened to an item, told from the audit to those who may see the item."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select

from archive.domain.people import Permission
from archive.services.unit import Unit
from archive.services.visibility import visible_item
from archive.store.models import AuditEntry

_LATEST = 200
TOLD = frozenset(
    {
        "item.receive",
        "item.duplicate",
        "item.refuse",
        "item.describe",
        "item.tag",
        "item.untag",
        "item.quarantine",
        "item.release",
        "item.read_again",
        "original.download",
        "page.read",
        "page.read_again",
        "page.transcribe",
        "page.verify",
        "job.set_aside",
    }
)
"""Acts that an item's history tells; what is not listed here is told to nobody on that screen."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One act, or several alike on pages in a row."""

    act: str
    at: datetime
    actor: str
    pages: tuple[int, ...]


def of_item(unit: Unit, ref: str) -> list[Deed]:
    """The acts on an item and its pages, the latest first."""
    unit.require(Permission.READ_ITEMS)
    item = visible_item(unit, ref)
    numbers = {f"page:{page.id}": page.number for page in item.pages}
    entries = unit.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.object.in_([f"item:{item.ref}", *numbers]), AuditEntry.act.in_(TOLD))
        .order_by(AuditEntry.id.desc())
        .limit(_LATEST)
    )
    return list(_grouped(entries, numbers))


def _grouped(entries: Iterable[AuditEntry], numbers: dict[str, int]) -> Iterable[Deed]:
    for (act, actor), run in groupby(entries, key=lambda entry: (entry.act, entry.actor)):
        same = list(run)
        pages = {number for entry in same if (number := _page(entry.detail, entry, numbers))}
        yield Deed(act, same[0].at, actor, tuple(sorted(pages)))


def _page(detail: dict[str, Any], entry: AuditEntry, numbers: dict[str, int]) -> int | None:
    number = detail.get("page", numbers.get(entry.object))
    return number if isinstance(number, int) else None
