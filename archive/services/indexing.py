"""Bringing the search index in line with the record; the index is a cache and judges nothing."""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from archive.domain.items import Language
from archive.search.index import Change, Put, Remove
from archive.services.unit import Archive
from archive.store.models import Item, Line, Outbox, Page, Version

_AT_ONCE = 200


def apply_outbox(archive: Archive) -> int:
    """Tell the index of every change that waits, and answer how many; one process at a time."""
    with _only_one(archive.settings.data / "indexer.lock") as is_mine:
        if not is_mine:
            return 0
        applied = 0
        while rows := _waiting(archive):
            pages = {page_id for _, page_id in rows}
            with archive.database.reading() as session:
                archive.index.apply(list(_changes(session, pages)))
            _forget(archive, [row for row, _ in rows])
            applied += len(pages)
        return applied


def rebuild(archive: Archive) -> int:
    """Build the index anew from the record, and answer how many pages it holds."""
    with _only_one(archive.settings.data / "indexer.lock", wait=True):
        with archive.database.reading() as session:
            waiting = session.scalars(select(Outbox.id)).all()
            archive.index.rebuild(_documents(session))
        _forget(archive, waiting)
        return len(archive.index.pages())


def indexable_pages(session: Session) -> set[int]:
    """The pages that the index should hold: those with text, of mail that is not quarantined."""
    return set(session.scalars(_indexable()))


def _indexable() -> Select[int]:
    return (
        select(Page.id)
        .join(Item, Page.item_id == Item.id)
        .where(Page.version_number.is_not(None), Item.is_legal_mail.is_(False))
    )


def _forget(archive: Archive, rows: Sequence[int]) -> None:
    """Strike what the index was told; rows that were committed meanwhile keep waiting."""
    with archive.database.writing.begin() as session:
        for start in range(0, len(rows), _AT_ONCE):
            done = rows[start : start + _AT_ONCE]
            session.execute(delete(Outbox).where(Outbox.id.in_(done)))


def _waiting(archive: Archive) -> list[tuple[int, int]]:
    with archive.database.reading() as session:
        rows = session.execute(
            select(Outbox.id, Outbox.page_id).order_by(Outbox.id).limit(_AT_ONCE)
        )
        return [(row, page) for row, page in rows]


def _changes(session: Session, pages: set[int]) -> Iterator[Change]:
    wanted = set(session.scalars(_indexable().where(Page.id.in_(pages))))
    yield from (Remove(page) for page in sorted(pages - wanted))
    yield from _puts(session, sorted(wanted))


def _documents(session: Session) -> Iterator[Put]:
    ids = sorted(indexable_pages(session))
    for start in range(0, len(ids), _AT_ONCE):
        yield from _puts(session, ids[start : start + _AT_ONCE])


def _puts(session: Session, pages: list[int]) -> Iterator[Put]:
    rows = session.execute(
        select(Page.id, Item.language, Line.text)
        .join(Item, Page.item_id == Item.id)
        .join(Version, (Version.page_id == Page.id) & (Version.number == Page.version_number))
        .outerjoin(Line, Line.version_id == Version.id)
        .where(Page.id.in_(pages))
        .order_by(Page.id, Line.position)
    )
    languages: dict[int, str] = {}
    lines: dict[int, list[str]] = {}
    for page, spoken, text in rows:
        languages[page] = spoken or Language.ENGLISH
        lines.setdefault(page, []).append(text or "")
    for page, language in languages.items():
        yield Put(page, "\n".join(lines[page]), language)


@contextmanager
def _only_one(path: Path, *, wait: bool = False) -> Iterator[bool]:
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
