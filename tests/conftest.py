"""What tests share. A test's folder is its kind; the store is real, on SQLite and PostgreSQL."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.orm import sessionmaker

from archive import settings as settings_module
from archive.domain import audit
from archive.domain.people import SYSTEM, Actor, Role
from archive.search.whoosh_index import WhooshIndex
from archive.services.notices import seed_notices
from archive.services.unit import Archive
from archive.settings import Settings
from archive.store.blobs import Blobs
from archive.store.database import Database, open_database, upgrade
from archive.store.models import Account, AccountRole, AuditHead
from tests.postgres import cluster

KINDS = ("unit", "property", "integration", "fault", "browser")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark each test by its folder, so a test's kind is where it lives."""
    for item in items:
        item.add_marker(item.path.relative_to(config.rootpath / "tests").parts[0])


class StoppedClock:
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with cluster() as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """One migrated database of each engine for the whole run."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('db') / 'archive.sqlite'}"
    else:
        url = request.getfixturevalue("postgres")
    opened = open_database(url)
    with opened.engine.begin() as connection:
        upgrade(connection)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """A transaction that is always undone."""
    with database.engine.connect() as opened:
        transaction = opened.begin()
        yield opened
        transaction.rollback()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_module.load(tmp_path, environment={}, overrides={"secret_key": "k" * 64})


@pytest.fixture
def archive(connection: Connection, settings: Settings, clock: StoppedClock) -> Iterator[Archive]:
    """An archive on one undone transaction, with real files and a real index."""
    sessions = sessionmaker(
        connection, join_transaction_mode="create_savepoint", expire_on_commit=False
    )
    for folder in (settings.originals, settings.images, settings.workspace, settings.index):
        folder.mkdir(mode=0o700)
    index = WhooshIndex(settings.index)
    index.rebuild([])
    made = Archive(
        settings=settings,
        database=Database(connection.engine, sessions, sessions),
        originals=Blobs(settings.originals),
        images=Blobs(settings.images),
        index=index,
        clock=clock,
    )
    with made.writing(SYSTEM) as unit:
        unit.session.add(AuditHead(hash=audit.GENESIS, length=0))
        seed_notices(unit)
    with index:
        yield made


AsRole = Callable[..., Actor]


@pytest.fixture
def staff(archive: Archive) -> AsRole:
    """Make an account with these roles, named after the first unless told otherwise."""

    def make(*roles: Role, name: str = "") -> Actor:
        with archive.writing(SYSTEM) as unit:
            account = Account(
                name=name or f"{roles[0]}-person",
                password_hash="none",
                created_at=unit.now,
                roles=[AccountRole(role=role) for role in roles],
            )
            unit.session.add(account)
            unit.session.flush()
            return Actor(account.id, account.name, frozenset(roles))

    return make


@pytest.fixture
def writer(staff: AsRole) -> Actor:
    return staff(Role.WRITER)


@pytest.fixture
def reviewer(staff: AsRole) -> Actor:
    return staff(Role.REVIEWER)


@pytest.fixture
def steward(staff: AsRole) -> Actor:
    return staff(Role.STEWARD)
