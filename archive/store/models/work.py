"""Work to be done by the reading processes, kept in the same database as what it is about."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from archive.store.models.base import Base, Key, Word


class Job(Base):
    """One piece of work; a worker leases it, and a lease not renewed falls back to the queue."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_next", "state", "priority", "id"),)

    id: Mapped[Key]
    kind: Mapped[Word]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"), index=True)
    state: Mapped[Word]
    priority: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    losses: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(String(80))
    leased_until: Mapped[datetime | None]
    enqueued_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    code: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(String(400))
