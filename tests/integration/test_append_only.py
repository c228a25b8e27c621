"""What is only ever added to cannot be changed, not even by a program that has gone wrong."""

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from archive.domain.consent_words import Use
from archive.domain.people import SYSTEM, Role
from archive.services.unit import Archive
from archive.store.models import (
    AuditEntry,
    Base,
    ConsentEvent,
    Grant,
    Line,
    Review,
    Version,
)
from tests.conftest import AsRole
from tests.story import agreed, approved, letter, verified


@pytest.fixture
def full(archive: Archive, staff: AsRole) -> Archive:
    """An archive with a row in every guarded table but one."""
    steward, writer, reviewer = staff(Role.STEWARD), staff(Role.WRITER), staff(Role.REVIEWER)
    ref = letter(archive, ["They told me so."])
    verified(archive, staff(Role.TRANSCRIBER), ref)
    agreed(archive, steward, ref, Use.REPORT)
    approved(archive, writer, reviewer, ref, "told me so", Use.REPORT)
    return archive


@pytest.mark.parametrize("table", [AuditEntry, ConsentEvent, Grant, Review, Version, Line])
def test_a_row_cannot_be_changed(full: Archive, table: type[Base]) -> None:
    refused = pytest.raises(DBAPIError, match="only ever added")
    with full.writing(SYSTEM) as unit, refused, unit.session.begin_nested():
        unit.session.execute(update(table).values(id=table.id + 1000))  # type: ignore[attr-defined]


@pytest.mark.parametrize("table", [AuditEntry, ConsentEvent, Grant, Review])
def test_a_row_cannot_be_deleted(full: Archive, table: type[Base]) -> None:
    refused = pytest.raises(DBAPIError, match="only ever added")
    with full.writing(SYSTEM) as unit, refused, unit.session.begin_nested():
        unit.session.execute(delete(table))


def test_a_confirmation_is_guarded_as_well(full: Archive) -> None:
    with full.reading(SYSTEM) as unit:
        is_sqlite = unit.session.get_bind().dialect.name == "sqlite"
        query = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if is_sqlite
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        names = set(unit.session.scalars(text(query)))
    assert {"consent_confirmation_no_update", "consent_confirmation_no_delete"} <= names
