"""What happened to an excerpt, told from the audit to those who may see it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from archive.domain.people import Permission
from archive.services.excerpts import excerpt
from archive.services.unit import Unit
from archive.store.models import AuditEntry

_LATEST = 100
TOLD = frozenset(
    {
        "excerpt.create",
        "excerpt.requote",
        "excerpt.edit",
        "excerpt.answer_others",
        "excerpt.annotate",
        "excerpt.tag",
        "excerpt.untag",
        "passage.lose",
        "proposal.move",
    }
)
"""Acts that an excerpt's history tells; what is not listed here is told to nobody there."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One act; ``use`` and ``to`` where a use of the excerpt moved on, or stopped."""

    act: str
    at: datetime
    actor: str
    use: str
    to: str


def of_excerpt(unit: Unit, ref: str) -> list[Deed]:
    """The acts on an excerpt, the latest first."""
    unit.require(Permission.READ_EXCERPTS)
    known = excerpt(unit, ref)
    entries = unit.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.object == f"excerpt:{known.ref}", AuditEntry.act.in_(TOLD))
        .order_by(AuditEntry.id.desc())
        .limit(_LATEST)
    )
    return [
        Deed(
            act=entry.act,
            at=entry.at,
            actor=entry.actor,
            use=str(entry.detail.get("use", "")),
            to=str(entry.detail.get("to", "")),
        )
        for entry in entries
    ]
