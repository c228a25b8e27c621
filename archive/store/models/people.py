"""Accounts and how they sign in; authors and where they are held."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.domain.people import Role
from archive.store.models.base import AccountId, Base, Digest, Key, MaybeAccountId, Name, Word


class Account(Base):
    """Somebody who works here."""

    __tablename__ = "account"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(80), unique=True)
    password_hash: Mapped[Name]
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    roles: Mapped[list["AccountRole"]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class AccountRole(Base):
    """One role of an account."""

    __tablename__ = "account_role"
    __table_args__ = (UniqueConstraint("account_id", "role"),)

    id: Mapped[Key]
    account_id: Mapped[AccountId]
    role: Mapped[Role]


class Login(Base):
    """One sign-in, kept here so that it can be revoked; only the token's hash is stored."""

    __tablename__ = "login"

    id: Mapped[Key]
    account_id: Mapped[AccountId]
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship()


class FailedLogin(Base):
    """A wrong password, remembered so that guessing stays slow after a restart too."""

    __tablename__ = "failed_login"

    id: Mapped[Key]
    name_sha256: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime]


class Facility(Base):
    """A place where authors are held."""

    __tablename__ = "facility"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Name]


class Author(Base):
    """The incarcerated person whose words these are, known by a code name alone."""

    __tablename__ = "author"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(80), unique=True)
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True)
    created_at: Mapped[datetime]
    created_by: Mapped[MaybeAccountId]
    facility: Mapped[Facility | None] = relationship()


class AuditEntry(Base):
    """One act, sealed to the one before it by its hash."""

    __tablename__ = "audit_entry"

    id: Mapped[Key]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(80))
    act: Mapped[Word]
    object: Mapped[str] = mapped_column(String(120))
    detail: Mapped[dict[str, Any]]
    previous: Mapped[Digest]
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class AuditHead(Base):
    """The end of the audit chain: one row, locked while a new entry is sealed."""

    __tablename__ = "audit_head"

    id: Mapped[Key]
    hash: Mapped[Digest]
    length: Mapped[int]
