"""The unit: one act by one actor at one instant, in one transaction, written into the audit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from archive.domain import audit
from archive.domain.people import SYSTEM, Actor, Permission
from archive.errors import NotFound, NotPermitted
from archive.search.index import SearchIndex
from archive.settings import Settings
from archive.store.blobs import Blobs
from archive.store.database import Database
from archive.store.models import AuditEntry, AuditHead, Base

Row = TypeVar("Row", bound=Base)
Clock = Callable[[], datetime]


def utc_clock() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Unit:
    """One act: what it may do, the instant it happens at, and what it leaves in the audit."""

    session: Session
    actor: Actor
    now: datetime
    archive: "Archive"
    _acts: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def require(self, permission: Permission) -> None:
        """Refuse unless the actor may do this."""
        if not self.actor.may(permission):
            raise NotPermitted

    def require_worker(self) -> None:
        """Refuse unless it is the archive itself that acts."""
        if self.actor != SYSTEM:
            raise NotPermitted

    @property
    def account_id(self) -> int:
        """The account that answers for this act; the archive itself has none."""
        if self.actor.account_id is None:
            raise NotPermitted("A person has to do this.")
        return self.actor.account_id

    def audit(self, act: str, obj: str, **detail: Any) -> None:
        """Note an act, to be sealed into the chain when the unit commits. Ids, never words."""
        self._acts.append((act, obj, detail))

    def one(self, query: Select[Row], sentence: str = "") -> Row:
        """The one row of a query, or NotFound."""
        row = self.session.scalars(query).one_or_none()
        if row is None:
            raise NotFound(sentence)
        return row

    def seal(self) -> None:
        """Write what was noted to the end of the audit chain."""
        if not self._acts:
            return
        self.session.flush()
        head = self.session.scalars(select(AuditHead).with_for_update()).one()
        for act, obj, detail in self._acts:
            entry = AuditEntry(
                at=self.now,
                actor_id=self.actor.account_id,
                actor=self.actor.name,
                act=act,
                object=obj,
                detail=detail,
                previous=head.hash,
            )
            entry.hash = audit.seal(head.hash, audit_entry(entry))
            head.hash = entry.hash
            head.length += 1
            self.session.add(entry)
        self._acts.clear()


def audit_entry(row: AuditEntry) -> audit.Entry:
    """A stored entry as the value that its seal is made from."""
    return {
        "at": row.at,
        "actor_id": row.actor_id,
        "actor": row.actor,
        "act": row.act,
        "object": row.object,
        "detail": row.detail,
    }


@dataclass(frozen=True, slots=True)
class Archive:
    """An opened archive: its record, its files, its index and its clock."""

    settings: Settings
    database: Database
    originals: Blobs
    images: Blobs
    index: SearchIndex
    clock: Clock = utc_clock

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Unit]:
        """A unit that changes nothing."""
        with self.database.reading() as session:
            yield Unit(session, actor, self.clock(), self)

    @contextmanager
    def writing(self, actor: Actor) -> Iterator[Unit]:
        """A unit that commits once at its end, or leaves no trace."""
        with self.database.writing.begin() as session:
            # SQLite's turn is waited for first: nothing committed earlier lies after this instant.
            session.connection()
            unit = Unit(session, actor, self.clock(), self)
            yield unit
            unit.seal()
