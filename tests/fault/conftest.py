"""What tests of broken parts share: a made archive on either engine, with real connections."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from archive import settings
from archive.search.whoosh_index import WhooshIndex
from archive.services import opening
from archive.services.unit import Archive


@pytest.fixture(params=["sqlite", "postgresql"])
def made(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Archive]:
    """A made archive that several processes or threads may use at once; the clock is real."""
    if request.param == "postgresql":
        url = _own_database(request.getfixturevalue("postgres"), f"made{abs(hash(tmp_path))}")
        monkeypatch.setenv("ARCHIVE_DATABASE_URL", url)
    data = tmp_path / "data"
    opening.make(data)
    opened = opening.open_archive(settings.load(data))
    assert isinstance(opened.index, WhooshIndex)
    with opened.index:
        yield opened
    opened.database.engine.dispose()


def _own_database(server: str, name: str) -> str:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")
