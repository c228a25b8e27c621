"""What arrived: batches, items, originals, pages; and the tags put on items."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.domain.items import ItemKind, ItemState, Language, PageState, TextKind
from archive.store.models.base import (
    AccountId,
    Base,
    Digest,
    Key,
    MaybeAccountId,
    Name,
    Ref,
    Word,
)
from archive.store.models.people import Author, Facility


class Batch(Base):
    """The letters scanned in one sitting."""

    __tablename__ = "batch"

    id: Mapped[Key]
    ref: Mapped[Ref]
    name: Mapped[str] = mapped_column(String(200), unique=True)
    created_by: Mapped[MaybeAccountId]
    created_at: Mapped[datetime]


class Item(Base):
    """What arrived: one envelope or one statement."""

    __tablename__ = "item"

    id: Mapped[Key]
    ref: Mapped[Ref]
    kind: Mapped[ItemKind] = mapped_column(default=ItemKind.LETTER)
    state: Mapped[ItemState] = mapped_column(default=ItemState.WAITING, index=True)
    code: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(String(400))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("author.id"), index=True)
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    written_on: Mapped[str | None] = mapped_column(String(10))
    postmarked_on: Mapped[date | None]
    received_on: Mapped[date | None]
    language: Mapped[Language | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    notes: Mapped[str] = mapped_column(default="")
    is_legal_mail: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[MaybeAccountId]
    created_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column(default=1)
    author: Mapped[Author | None] = relationship()
    facility: Mapped[Facility | None] = relationship()
    batch: Mapped[Batch] = relationship()
    originals: Mapped[list["Original"]] = relationship(
        back_populates="item", order_by="Original.id"
    )
    pages: Mapped[list["Page"]] = relationship(back_populates="item", order_by="Page.number")
    tags: Mapped[list["Tag"]] = relationship(
        secondary="item_tag", order_by="Tag.path", viewonly=True
    )

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own way


class Original(Base):
    """A file as it was received; its bytes are kept under its hash and never change."""

    __tablename__ = "original"

    id: Mapped[Key]
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    media_type: Mapped[Word]
    size: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(255))
    received_at: Mapped[datetime]
    item: Mapped[Item] = relationship(back_populates="originals")


class Page(Base):
    """One scanned side; ``frame`` is its place in the original, from 1.

    ``version_number`` names the version that is shown, searched and quoted.
    """

    __tablename__ = "page"
    __table_args__ = (
        UniqueConstraint("item_id", "number"),
        UniqueConstraint("original_id", "frame"),
    )

    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    number: Mapped[int]
    original_id: Mapped[int] = mapped_column(ForeignKey("original.id"), index=True)
    frame: Mapped[int]
    state: Mapped[PageState] = mapped_column(default=PageState.WAITING, index=True)
    code: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(String(400))
    rotation: Mapped[int] = mapped_column(default=0)
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    coverage: Mapped[float | None]
    image_sha256: Mapped[Digest | None]
    version_number: Mapped[int | None]
    text_kind: Mapped[TextKind | None]
    item: Mapped[Item] = relationship(back_populates="pages")
    original: Mapped[Original] = relationship()


class Tag(Base):
    """A subject; its path holds its ancestors, as in ``health/medical-neglect``."""

    __tablename__ = "tag"

    id: Mapped[Key]
    path: Mapped[str] = mapped_column(String(200), unique=True)
    created_by: Mapped[MaybeAccountId]
    created_at: Mapped[datetime]


class ItemTag(Base):
    """A tag on an item."""

    __tablename__ = "item_tag"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), primary_key=True)
    tagged_by: Mapped[AccountId]
    tagged_at: Mapped[datetime]


class Hold(Base):
    """A pause on all use of an item, or of everything by an author."""

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint("(item_id IS NULL) <> (author_id IS NULL)", name="one_object"),
        Index("ix_hold_open", "item_id", "author_id", "lifted_at"),
    )

    id: Mapped[Key]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("author.id"))
    kind: Mapped[Word]
    reason: Mapped[Name]
    placed_by: Mapped[AccountId]
    placed_at: Mapped[datetime]
    lifted_by: Mapped[MaybeAccountId]
    lifted_at: Mapped[datetime | None]
