"""Opening the database and keeping its schema current."""

import sqlite3
from dataclasses import dataclass

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

_PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "busy_timeout=20000",
    "synchronous=FULL",
    "secure_delete=ON",
)


@dataclass(frozen=True, slots=True)
class Database:
    """Two ways in: ``reading`` never blocks, ``writing`` queues for the one writer's turn."""

    engine: Engine
    reading: sessionmaker[Session]
    writing: sessionmaker[Session]

    @property
    def is_sqlite(self) -> bool:
        """Whether the record is one SQLite file."""
        return self.engine.dialect.name == "sqlite"


def open_database(url: str) -> Database:
    """Connect; SQLite is set up for one writer, many readers, and enforced keys.

    No failure of the database repeats the words that were being stored.
    """
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    writer = engine.execution_options(begin="IMMEDIATE")
    return Database(
        engine,
        sessionmaker(engine, expire_on_commit=False),
        sessionmaker(writer, expire_on_commit=False),
    )


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the schema to a revision, on the caller's connection."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def is_current(connection: Connection) -> bool:
    """Whether the schema is the one that this program was written for."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "archive.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


def _prepare(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
