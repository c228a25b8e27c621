"""Migrations and the making of an archive: models and tables agree, and nothing is lost by it."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select, text

from archive import settings
from archive.domain.people import SYSTEM, Actor, Role
from archive.errors import ArchiveMissing
from archive.services import health, opening
from archive.services.unit import Archive
from archive.store import database as store
from archive.store.database import Database, open_database, upgrade
from archive.store.models import AuditEntry, AuditHead, Base, Item
from tests.story import letter

ADMIN = Actor(None, "admin", frozenset({Role.ADMIN}))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "data"


@pytest.fixture
def made(data: Path) -> Iterator[Archive]:
    opening.make(data)
    opened = opening.open_archive(settings.load(data))
    yield opened
    opened.database.engine.dispose()


def test_the_migrations_make_what_the_models_say(connection: Connection) -> None:
    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    assert compare_metadata(context, Base.metadata) == []


def test_every_constraint_that_the_models_name_is_in_the_tables(connection: Connection) -> None:
    wanted = {
        str(constraint.name)
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is not None
    }
    if connection.dialect.name == "sqlite":
        rows = connection.scalars(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
        written = "\n".join(rows)
        assert {name for name in wanted if name not in written} == set()
    else:
        assert wanted <= set(connection.scalars(text("SELECT conname FROM pg_constraint")))


def test_migrations_are_one_line_with_one_end() -> None:
    scripts = ScriptDirectory.from_config(store._config())
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


def test_every_step_up_keeps_what_was_there(tmp_path: Path) -> None:
    opened = open_database(f"sqlite:///{tmp_path}/old.sqlite")
    scripts = ScriptDirectory.from_config(store._config())
    steps = [script.revision for script in scripts.walk_revisions()][::-1]
    with opened.engine.begin() as connection:
        upgrade(connection, steps[0])
        connection.execute(
            text(
                "INSERT INTO account (name, password_hash, is_active, created_at)"
                " VALUES ('mara', 'none', 1, '2026-03-01 12:00:00')"
            )
        )
    for step in steps:
        with opened.engine.begin() as connection:
            upgrade(connection, step)
            assert connection.scalars(text("SELECT name FROM account")).all() == ["mara"]
    with opened.engine.connect() as connection:
        assert store.is_current(connection)
    opened.engine.dispose()


def test_an_upgrade_of_a_current_record_changes_nothing_in_it(
    database: Database, archive: Archive, connection: Connection
) -> None:
    ref = letter(archive, ["One line"])
    upgrade(connection)
    assert store.is_current(connection)
    with archive.reading(SYSTEM) as unit:
        assert unit.session.scalars(select(Item.ref)).all() == [ref]


def test_an_archive_is_made_for_its_owner_alone(made: Archive, data: Path) -> None:
    assert mode(data) == 0o700
    assert mode(data / "secret.key") == 0o600
    for name in ("originals", "images", "index", "work"):
        assert mode(data / name) == 0o700


def test_making_it_again_keeps_all(made: Archive, data: Path) -> None:
    ref = letter(made, ["One line"])
    key = (data / "secret.key").read_bytes()
    data.chmod(0o755)
    opening.make(data)
    assert (data / "secret.key").read_bytes() == key
    assert mode(data) == 0o700
    with made.reading(ADMIN) as unit:
        assert unit.session.scalars(select(Item.ref)).all() == [ref]
        assert unit.session.scalar(select(func.count()).select_from(AuditHead)) == 1
        told = select(func.count()).where(AuditEntry.act == "archive.make")
        assert unit.session.scalar(told) == 1
        assert health.verify_audit(unit).health is health.Health.GOOD


def test_a_record_of_another_version_is_not_opened_until_it_is_brought_up(
    made: Archive, data: Path
) -> None:
    with made.database.engine.begin() as connection:
        head = connection.scalar(text("SELECT version_num FROM alembic_version"))
        connection.execute(text("DELETE FROM alembic_version"))
    with pytest.raises(ArchiveMissing, match="archive init"):
        opening.open_archive(settings.load(data))
    with made.database.engine.begin() as connection:
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})
    opening.open_archive(settings.load(data)).database.engine.dispose()


def test_sqlite_is_set_up_so_that_nothing_is_lost_and_nothing_deleted_lingers(
    made: Archive,
) -> None:
    with made.database.engine.connect() as connection:
        for pragma, value in (
            ("journal_mode", "wal"),
            ("foreign_keys", 1),
            ("synchronous", 2),
            ("secure_delete", 1),
        ):
            assert connection.scalar(text(f"PRAGMA {pragma}")) == value


def test_a_failure_of_the_database_repeats_no_stored_words(tmp_path: Path) -> None:
    opened = open_database(f"sqlite:///{tmp_path}/x.sqlite")
    with opened.engine.connect() as connection, pytest.raises(Exception, match="no such") as fault:
        connection.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": "dear mother"})
    opened.engine.dispose()
    assert "mother" not in str(fault.value)
