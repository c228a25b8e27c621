"""What authors agreed to: append-only, so that today's state is always worked out, never edited.

Words of the consent vocabularies are kept as text: a word that this program does not know is read
as a refusal by ``archive.domain.consent``, never as a failure to read.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.store.models.base import AccountId, Base, Digest, Key, Name, Word
from archive.store.models.items import Item, Page
from archive.store.models.people import Account, Author

if TYPE_CHECKING:
    from archive.store.models.excerpts import Excerpt


class Notice(Base):
    """A version of the consent form or script, in one language."""

    __tablename__ = "notice"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    language: Mapped[Word]
    title: Mapped[Name]
    body: Mapped[str]
    issued_on: Mapped[date]


class ConsentEvent(Base):
    """One thing that an author, or we, said about consent, with its evidence."""

    __tablename__ = "consent_event"

    id: Mapped[Key]
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"), index=True)
    kind: Mapped[Word]
    received_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[AccountId]
    method: Mapped[Word]
    expressed_by: Mapped[Word]
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"))
    evidence_page_id: Mapped[int | None] = mapped_column(ForeignKey("page.id"))
    note: Mapped[str] = mapped_column(default="")
    author: Mapped[Author] = relationship()
    notice: Mapped[Notice | None] = relationship()
    evidence_page: Mapped[Page | None] = relationship()
    recorder: Mapped[Account] = relationship()
    lines: Mapped[list["Grant"]] = relationship(back_populates="event", order_by="Grant.id")
    confirmation: Mapped["ConsentConfirmation | None"] = relationship(back_populates="event")


class ConsentConfirmation(Base):
    """A second person who heard the same, for a consent given by voice."""

    __tablename__ = "consent_confirmation"
    __table_args__ = (CheckConstraint("confirmed_by <> recorded_by", name="four_eyes"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("consent_event.id"), primary_key=True)
    recorded_by: Mapped[AccountId]
    confirmed_by: Mapped[AccountId]
    confirmed_at: Mapped[datetime]
    event: Mapped[ConsentEvent] = relationship(back_populates="confirmation")
    confirmer: Mapped[Account] = relationship(foreign_keys="ConsentConfirmation.confirmed_by")


class Grant(Base):
    """One line of a consent event: scope, use, effect, attribution, conditions, dates."""

    __tablename__ = "grant_line"

    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(ForeignKey("consent_event.id"), index=True)
    scope: Mapped[Word]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    excerpt_id: Mapped[int | None] = mapped_column(ForeignKey("excerpt.id"), index=True)
    wording_sha256: Mapped[Digest | None]
    written_until: Mapped[date | None]
    use: Mapped[Word]
    effect: Mapped[Word]
    attribution: Mapped[Word]
    credit: Mapped[Name] = mapped_column(default="")
    bits: Mapped[list[Any]]
    modifiers: Mapped[list[Any]]
    conditions: Mapped[list[Any]]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    event: Mapped[ConsentEvent] = relationship(back_populates="lines")
    item: Mapped[Item | None] = relationship()
    excerpt: Mapped["Excerpt | None"] = relationship()
