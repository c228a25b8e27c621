"""Making a new archive, and opening one."""

from pathlib import Path

from sqlalchemy import select

from archive import settings as settings_module
from archive.domain import audit
from archive.domain.people import SYSTEM
from archive.errors import ArchiveMissing
from archive.search.index import IndexState
from archive.search.whoosh_index import WhooshIndex
from archive.services.notices import seed_notices
from archive.services.unit import Archive, Clock, utc_clock
from archive.settings import Settings
from archive.store.blobs import Blobs
from archive.store.database import is_current, open_database, upgrade
from archive.store.models import AuditHead

_PRIVATE = 0o700


def make(data: Path) -> None:
    """Make the data folder, its secret key and an empty record; an existing one is kept whole."""
    data.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    data.chmod(_PRIVATE)
    settings_module.make_secret(data)
    settings = settings_module.load(data)
    for folder in (settings.originals, settings.images, settings.workspace, settings.index):
        folder.mkdir(mode=_PRIVATE, exist_ok=True)
    migrate(settings)
    _close_to_others(settings)
    archive = open_archive(settings)
    if archive.index.state() is IndexState.MISSING:
        archive.index.rebuild([])
    with archive.writing(SYSTEM) as unit:
        if unit.session.scalar(select(AuditHead.id)) is None:
            unit.session.add(AuditHead(hash=audit.GENESIS, length=0))
            unit.session.flush()
            unit.audit("archive.make", "archive")
        seed_notices(unit)
    archive.database.engine.dispose()


def _close_to_others(settings: Settings) -> None:
    """A record that was copied back from a backup may have come open to the whole machine."""
    for path in settings.data.glob("*.sqlite*"):
        path.chmod(0o600)


def migrate(settings: Settings) -> None:
    """Bring the record's schema up to this program."""
    database = open_database(settings.database_url)
    with database.engine.begin() as connection:
        upgrade(connection)
    database.engine.dispose()


def open_archive(settings: Settings, clock: Clock = utc_clock) -> Archive:
    """Open the archive that these settings describe; it must have been made."""
    database = open_database(settings.database_url)
    with database.engine.connect() as connection:
        is_ready = is_current(connection)
    if not is_ready:
        database.engine.dispose()
        raise ArchiveMissing(
            f"The record in {settings.data} is missing or of another version; "
            "run `archive init`, which keeps what is there."
        )
    return Archive(
        settings=settings,
        database=database,
        originals=Blobs(settings.originals),
        images=Blobs(settings.images),
        index=WhooshIndex(settings.index),
        clock=clock,
    )
