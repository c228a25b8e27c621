"""Excerpts, their review use by use, and the reports that collect them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.store.models.base import AccountId, Base, Digest, Key, Name, Ref, Word
from archive.store.models.items import Item, Page, Tag
from archive.store.models.people import Account
from archive.store.models.texts import Version


class Excerpt(Base):
    """A passage chosen for use; the words shown are worked out from passages and operations."""

    __tablename__ = "excerpt"

    id: Mapped[Key]
    ref: Mapped[Ref]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    operations: Mapped[list[Any]]
    names_others: Mapped[bool | None]
    note: Mapped[str] = mapped_column(default="")
    created_by: Mapped[AccountId]
    created_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column(default=1)
    item: Mapped[Item] = relationship()
    creator: Mapped[Account] = relationship()
    passages: Mapped[list["Passage"]] = relationship(
        back_populates="excerpt", order_by="Passage.position", cascade="all, delete-orphan"
    )
    proposals: Mapped[list["Proposal"]] = relationship(
        back_populates="excerpt", order_by="Proposal.id"
    )
    tags: Mapped[list[Tag]] = relationship(
        secondary="excerpt_tag", order_by="Tag.path", viewonly=True
    )

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own way


class Passage(Base):
    """How a passage is held: lines and offsets in one version, and the exact words there."""

    __tablename__ = "passage"
    __table_args__ = (UniqueConstraint("excerpt_id", "position"),)

    id: Mapped[Key]
    excerpt_id: Mapped[int] = mapped_column(ForeignKey("excerpt.id"), index=True)
    position: Mapped[int]
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    start_line: Mapped[str] = mapped_column(String(16))
    start_offset: Mapped[int]
    end_line: Mapped[str] = mapped_column(String(16))
    end_offset: Mapped[int]
    exact: Mapped[str]
    prefix: Mapped[str] = mapped_column(String(32))
    suffix: Mapped[str] = mapped_column(String(32))
    sha256: Mapped[Digest]
    held: Mapped[Word] = mapped_column(default="exact")
    excerpt: Mapped[Excerpt] = relationship(back_populates="passages")
    page: Mapped[Page] = relationship()
    version: Mapped[Version] = relationship()


class ExcerptTag(Base):
    """A tag on an excerpt."""

    __tablename__ = "excerpt_tag"

    excerpt_id: Mapped[int] = mapped_column(ForeignKey("excerpt.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True)
    tagged_by: Mapped[AccountId]
    tagged_at: Mapped[datetime]


class Proposal(Base):
    """One excerpt put forward for one use, and how far that has come."""

    __tablename__ = "proposal"
    __table_args__ = (UniqueConstraint("excerpt_id", "use"),)

    id: Mapped[Key]
    excerpt_id: Mapped[int] = mapped_column(ForeignKey("excerpt.id"), index=True)
    use: Mapped[Word]
    state: Mapped[str] = mapped_column(String(40), index=True)
    submitted_by: Mapped[AccountId]
    submitted_at: Mapped[datetime]
    excerpt: Mapped[Excerpt] = relationship(back_populates="proposals")
    submitter: Mapped[Account] = relationship()
    reviews: Mapped[list["Review"]] = relationship(back_populates="proposal", order_by="Review.id")


class Review(Base):
    """A decision on a proposal, with what exactly was decided on pinned by its hash."""

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("decided_by <> created_by", name="not_creator"),
        CheckConstraint("decided_by <> submitted_by", name="not_submitter"),
    )

    id: Mapped[Key]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    decision: Mapped[Word]
    reason: Mapped[str] = mapped_column(default="")
    created_by: Mapped[AccountId]
    submitted_by: Mapped[AccountId]
    decided_by: Mapped[AccountId]
    decided_at: Mapped[datetime]
    pin: Mapped[Digest]
    pinned: Mapped[dict[str, Any]]
    proposal: Mapped[Proposal] = relationship(back_populates="reviews")
    reviewer: Mapped[Account] = relationship(foreign_keys="Review.decided_by")


class Report(Base):
    """An ordered collection of excerpts for one use."""

    __tablename__ = "report"

    id: Mapped[Key]
    ref: Mapped[Ref]
    title: Mapped[Name]
    use: Mapped[Word]
    created_by: Mapped[AccountId]
    created_at: Mapped[datetime]
    creator: Mapped[Account] = relationship()
    entries: Mapped[list["ReportEntry"]] = relationship(
        back_populates="report", order_by="ReportEntry.position", cascade="all, delete-orphan"
    )


class ReportEntry(Base):
    """An excerpt's place in a report."""

    __tablename__ = "report_entry"
    __table_args__ = (UniqueConstraint("report_id", "excerpt_id"),)

    id: Mapped[Key]
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    excerpt_id: Mapped[int] = mapped_column(ForeignKey("excerpt.id"), index=True)
    position: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    report: Mapped[Report] = relationship(back_populates="entries")
    excerpt: Mapped[Excerpt] = relationship()


class Export(Base):
    """What left the archive: for what, to whom, by which approvals."""

    __tablename__ = "export"

    id: Mapped[Key]
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    format: Mapped[Word]
    purpose: Mapped[Name]
    recipient: Mapped[Name]
    sha256: Mapped[Digest]
    manifest: Mapped[dict[str, Any]]
    made_by: Mapped[AccountId]
    made_at: Mapped[datetime]
    report: Mapped[Report] = relationship()
    maker: Mapped[Account] = relationship()
