"""The text of a page: versions, their lines, and who compared a line with the image."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.domain.items import TextKind
from archive.store.models.base import AccountId, Base, Key, MaybeAccountId
from archive.store.models.items import Page


class Version(Base):
    """One state of a page's text, made by a machine or a person, never overwritten."""

    __tablename__ = "version"
    __table_args__ = (
        UniqueConstraint("page_id", "number"),
        CheckConstraint("(engine IS NULL) <> (written_by IS NULL)", name="one_maker"),
    )

    id: Mapped[Key]
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), index=True)
    number: Mapped[int]
    kind: Mapped[TextKind]
    engine: Mapped[str | None] = mapped_column(String(40))
    written_by: Mapped[MaybeAccountId]
    written_at: Mapped[datetime]
    certainty: Mapped[float | None]
    page: Mapped[Page] = relationship()
    lines: Mapped[list["Line"]] = relationship(
        back_populates="version", order_by="Line.position", cascade="all, delete-orphan"
    )


class Line(Base):
    """One written line in one version; ``key`` stays the same through all versions of the page."""

    __tablename__ = "line"
    __table_args__ = (
        UniqueConstraint("version_id", "key"),
        UniqueConstraint("version_id", "position"),
    )

    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    key: Mapped[str] = mapped_column(String(16))
    position: Mapped[int]
    text: Mapped[str]
    x: Mapped[int]
    y: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    certainty: Mapped[float | None]
    words: Mapped[list[Any]]
    version: Mapped[Version] = relationship(back_populates="lines")
    verification: Mapped["LineVerification | None"] = relationship(
        back_populates="line", lazy="joined"
    )


class LineVerification(Base):
    """Somebody who did not write this line compared it with the image, letter by letter."""

    __tablename__ = "line_verification"
    __table_args__ = (
        CheckConstraint("written_by IS NULL OR written_by <> verified_by", name="four_eyes"),
    )

    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"), primary_key=True)
    written_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    verified_by: Mapped[AccountId]
    verified_at: Mapped[datetime]
    line: Mapped[Line] = relationship(back_populates="verification")


class Outbox(Base):
    """A page that the search index has yet to look at again: to take in, or to forget."""

    __tablename__ = "outbox"

    id: Mapped[Key]
    page_id: Mapped[int] = mapped_column(index=True)
    written_at: Mapped[datetime]
