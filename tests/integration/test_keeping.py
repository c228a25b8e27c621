"""Keeping: bytes once and whole, acts in one transaction, and an audit that notices changes."""

import os
import stat
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from archive.domain.items import ItemState
from archive.domain.people import SYSTEM, Actor, Role
from archive.errors import IntegrityFault, InvalidInput, NotFound, NotPermitted
from archive.services import health, indexing, intake
from archive.services.health import Health
from archive.services.intake import Description, Received
from archive.services.unit import Archive
from archive.store.blobs import Blobs
from archive.store.models import AuditEntry, AuditHead, Author, Batch, Item, Job, Original, Page
from tests.conftest import AsRole
from tests.story import letter

ADMIN = Actor(None, "admin", frozenset({Role.ADMIN}))
SCAN = b"the bytes of a scan"


# --- files kept under their hash


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "kept")


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_kept_bytes_come_back_and_only_their_owner_may_read_them(blobs: Blobs) -> None:
    digest = blobs.put(SCAN)
    path = blobs.path(digest)
    assert blobs.read(digest) == SCAN
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(blobs.digests()) == [digest]


def test_the_same_bytes_are_written_once(blobs: Blobs) -> None:
    first = blobs.path(blobs.put(SCAN)).stat()
    again = blobs.path(blobs.put(SCAN)).stat()
    assert (again.st_ino, again.st_mtime_ns) == (first.st_ino, first.st_mtime_ns)
    assert len(files(blobs.folder)) == 1


def test_bytes_folder_and_name_are_on_the_disk_before_it_says_so(
    blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    sync = os.fsync

    def noted(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        sync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    digest = blobs.put(SCAN)
    assert synced[0].startswith(".new-")
    assert synced[1:] == [digest[:2], "kept"]


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_a_fault_leaves_no_part_of_a_file(
    blobs: Blobs, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def fail(*_given: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if broken == "fsync" else Path, broken, fail)
    with pytest.raises(OSError, match="No space"):
        blobs.put(SCAN)
    assert files(blobs.folder) == []


@pytest.mark.parametrize("damaged", [b"the bytes of a scaN", b"", None])
def test_a_damaged_file_is_noticed_and_mended_by_the_same_scan(
    blobs: Blobs, damaged: bytes | None
) -> None:
    digest = blobs.put(SCAN)
    path = blobs.path(digest)
    path.unlink()
    if damaged is not None:
        path.write_bytes(damaged)
    assert not blobs.is_whole(digest)
    with pytest.raises(NotFound if damaged is None else IntegrityFault):
        blobs.read(digest)
    assert blobs.put(SCAN) == digest
    assert blobs.read(digest) == SCAN


# --- taking letters in


@pytest.fixture
def scanner(staff: AsRole) -> Actor:
    return staff(Role.SCANNER)


def taken(archive: Archive, by: Actor, content: bytes = SCAN, **known: Any) -> Received:
    with archive.writing(by) as unit:
        kept = intake.keep(unit, content, "image/png", "scan.png")
        return intake.receive(unit, kept, intake.open_batch(unit), Description(**known))


def count(archive: Archive, kind: type[Any]) -> int:
    with archive.reading(SYSTEM) as unit:
        return unit.session.scalar(select(func.count()).select_from(kind)) or 0


def acts(archive: Archive) -> list[str]:
    with archive.reading(SYSTEM) as unit:
        return list(unit.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def test_a_letter_is_kept_described_queued_and_audited_at_once(
    archive: Archive, scanner: Actor
) -> None:
    received = taken(archive, scanner, author="quiet-heron", received_on=date(2026, 2, 3))
    with archive.reading(SYSTEM) as unit:
        item = unit.session.get_one(Item, received.item_id)
        assert item.author is not None
        assert (item.author.code, item.state) == ("quiet-heron", ItemState.WAITING)
        assert item.created_by == scanner.account_id
        assert archive.originals.read(item.originals[0].sha256) == SCAN
        assert unit.session.scalars(select(Job.kind)).all() == ["open"]
    assert acts(archive)[-3:] == ["batch.open", "author.enter", "item.receive"]


def test_the_same_bytes_again_are_a_duplicate_of_the_same_item(
    archive: Archive, scanner: Actor
) -> None:
    first = taken(archive, scanner)
    again = taken(archive, scanner, author="somebody-else")
    assert (again.item_id, again.item_ref, again.is_duplicate) == (
        first.item_id, first.item_ref, True,
    )  # fmt: skip
    assert not first.is_duplicate
    assert count(archive, Item) == count(archive, Original) == count(archive, Job) == 1
    assert acts(archive)[-1] == "item.duplicate"


def test_legal_mail_is_kept_and_not_read(archive: Archive, scanner: Actor) -> None:
    taken(archive, scanner, is_legal_mail=True)
    assert count(archive, Item) == 1
    assert count(archive, Job) == 0


def test_a_duplicate_that_is_marked_as_legal_mail_is_set_apart_and_no_longer_named(
    archive: Archive, scanner: Actor
) -> None:
    first = taken(archive, scanner)
    for is_legal_mail in (True, False):
        again = taken(archive, scanner, is_legal_mail=is_legal_mail)
        assert (again.item_id, again.item_ref, again.is_duplicate) == (first.item_id, "", True)
    with archive.reading(SYSTEM) as unit:
        assert unit.session.get_one(Item, first.item_id).is_legal_mail
    assert count(archive, Item) == 1


def test_a_batch_is_found_again_by_its_name_and_is_todays_without_one(
    archive: Archive, scanner: Actor
) -> None:
    with archive.writing(scanner) as unit:
        monday = intake.open_batch(unit, "  Monday   letters ")
        assert monday.name == "Monday letters"
        assert intake.open_batch(unit, "Monday letters").id == monday.id
        assert intake.open_batch(unit).name == "2026-03-01"
    assert count(archive, Batch) == 2


def test_an_empty_file_is_refused(archive: Archive, scanner: Actor) -> None:
    with pytest.raises(InvalidInput):
        taken(archive, scanner, b"")
    assert list(archive.originals.digests()) == []


@pytest.mark.parametrize("role", set(Role) - {Role.SCANNER})
def test_nobody_else_takes_letters_in(archive: Archive, staff: AsRole, role: Role) -> None:
    with pytest.raises(NotPermitted):
        taken(archive, staff(role))
    assert list(archive.originals.digests()) == []


@pytest.mark.parametrize("code", ["Quiet-Heron", "quiet heron", "-x", "x" * 81, "../x"])
def test_a_code_name_that_cannot_be_one_is_refused_and_not_repeated(
    archive: Archive, scanner: Actor, code: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        taken(archive, scanner, author=code)
    assert code not in str(refusal.value)
    assert count(archive, Item) == count(archive, Author) == 0


# --- one act, one transaction


def test_an_act_that_fails_leaves_neither_row_nor_audit(archive: Archive, scanner: Actor) -> None:
    def broken() -> None:
        with archive.writing(scanner) as unit:
            intake.open_batch(unit, "Monday")
            unit.session.flush()
            raise RuntimeError

    before = acts(archive)
    with pytest.raises(RuntimeError):
        broken()
    assert count(archive, Batch) == 0
    assert acts(archive) == before


def test_a_person_has_to_answer_for_some_acts(archive: Archive) -> None:
    with archive.reading(SYSTEM) as unit:
        unit.require_worker()
        with pytest.raises(NotPermitted):
            _ = unit.account_id
    with archive.reading(ADMIN) as unit, pytest.raises(NotPermitted):
        unit.require_worker()


def test_an_instant_without_a_zone_is_refused_and_others_come_back_in_utc(
    archive: Archive, scanner: Actor
) -> None:
    received = taken(archive, scanner)
    with archive.reading(SYSTEM) as unit:
        at = unit.session.get_one(Item, received.item_id).created_at
        assert at == datetime(2026, 3, 1, 12, tzinfo=UTC)
        assert at.utcoffset() == timedelta(0)


# --- the audit chain


def verdict(archive: Archive) -> health.Finding:
    with archive.reading(ADMIN) as unit:
        unit.session.expire_all()
        return health.verify_audit(unit)


def change(archive: Archive, statement: Any) -> None:
    """Change the record as somebody would who has the database itself in hand."""
    on = "" if archive.database.is_sqlite else " ON audit_entry"
    with archive.database.writing.begin() as session:
        for act in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER IF EXISTS audit_entry_no_{act}{on}"))
        session.execute(statement)


def entry(archive: Archive, act: str) -> int:
    with archive.reading(SYSTEM) as unit:
        return unit.session.scalars(select(AuditEntry.id).where(AuditEntry.act == act)).one()


def swap(archive: Archive, first: int, second: int) -> None:
    for before, after in ((first, -1), (second, first), (-1, second)):
        change(archive, update(AuditEntry).where(AuditEntry.id == before).values(id=after))


def tampering(field: str, value: Any) -> Callable[[Archive], None]:
    def tamper(archive: Archive) -> None:
        number = entry(archive, "author.enter")
        change(archive, update(AuditEntry).where(AuditEntry.id == number).values({field: value}))

    return tamper


def cut(archive: Archive) -> None:
    change(archive, delete(AuditEntry).where(AuditEntry.act == "item.receive"))


TAMPERINGS: dict[str, Callable[[Archive], None]] = {
    "changed act": tampering("act", "author.leave"),
    "changed object": tampering("object", "author:other"),
    "changed actor": tampering("actor", "somebody"),
    "changed account": tampering("actor_id", 77),
    "changed time": tampering("at", datetime(2020, 1, 1, tzinfo=UTC)),
    "changed detail": tampering("detail", {"x": 1}),
    "changed seal": tampering("hash", "f" * 64),
    "deleted": lambda archive: change(
        archive, delete(AuditEntry).where(AuditEntry.act == "author.enter")
    ),
    "reordered": lambda archive: swap(
        archive, entry(archive, "batch.open"), entry(archive, "author.enter")
    ),
    "cut at the end": cut,
    "emptied": lambda archive: change(archive, delete(AuditEntry)),
    "without its head": lambda archive: change(archive, delete(AuditHead)),
}


@pytest.mark.parametrize("act", [update(AuditEntry).values(act="x"), delete(AuditEntry)], ids=str)
def test_the_audit_is_only_ever_added_to(archive: Archive, scanner: Actor, act: Any) -> None:
    taken(archive, scanner)
    with (
        pytest.raises(DBAPIError, match="only ever added to"),
        archive.database.writing.begin() as session,
    ):
        session.execute(act)


@pytest.mark.parametrize("tamper", TAMPERINGS.values(), ids=TAMPERINGS)
def test_the_audit_chain_notices(
    archive: Archive, scanner: Actor, tamper: Callable[[Archive], None]
) -> None:
    taken(archive, scanner, author="quiet-heron")
    assert verdict(archive).health is Health.GOOD
    tamper(archive)
    assert verdict(archive).health is Health.FAULT


def test_the_audit_holds_ids_and_never_what_an_author_wrote(
    archive: Archive, scanner: Actor
) -> None:
    taken(archive, scanner, author="quiet-heron")
    with archive.reading(SYSTEM) as unit:
        for one in unit.session.scalars(select(AuditEntry)):
            assert SCAN.decode() not in f"{one.object}{one.detail}"
            assert one.at == unit.now


# --- whether all is as it was kept


def findings(archive: Archive) -> dict[str, health.Finding]:
    with archive.reading(ADMIN) as unit:
        return {one.check: one for one in health.check(unit)}


@pytest.fixture
def ref(archive: Archive) -> str:
    made = letter(archive, ["One line of one page"], ["and of another"])
    indexing.apply_outbox(archive)
    return made


def test_all_is_good_where_nothing_happened(archive: Archive, ref: str) -> None:
    assert {one.health for one in findings(archive).values()} == {Health.GOOD}


def damage(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(b"x" + path.read_bytes()[1:])


@pytest.mark.parametrize("act", [damage, Path.unlink])
def test_a_changed_or_missing_original_is_found(
    archive: Archive, ref: str, act: Callable[[Path], None]
) -> None:
    (digest,) = archive.originals.digests()
    act(archive.originals.path(digest))
    found = findings(archive)
    assert found["originals"].health is Health.FAULT
    assert digest[:12] in found["originals"].sentence
    assert found["images"].health is Health.GOOD


@pytest.mark.parametrize("act", [damage, Path.unlink])
def test_a_changed_or_missing_page_image_is_found(
    archive: Archive, ref: str, act: Callable[[Path], None]
) -> None:
    act(archive.images.path(next(iter(archive.images.digests()))))
    assert findings(archive)["images"].health is Health.FAULT


def test_a_kept_file_without_an_item_is_noted(archive: Archive, ref: str) -> None:
    archive.originals.put(b"interrupted")
    assert findings(archive)["files"].health is Health.NOTE


def test_changes_that_wait_for_the_index_are_noted(archive: Archive, ref: str) -> None:
    letter(archive, ["More"])
    assert findings(archive)["index"].health is Health.NOTE
    assert indexing.apply_outbox(archive) == 1
    assert findings(archive)["index"].health is Health.GOOD


def test_an_index_that_lacks_pages_is_found_and_built_again(archive: Archive, ref: str) -> None:
    archive.index.rebuild([])
    assert findings(archive)["index"].health is Health.FAULT
    assert indexing.rebuild(archive) == 2
    assert findings(archive)["index"].health is Health.GOOD


def test_an_index_that_holds_quarantined_mail_is_found(archive: Archive, ref: str) -> None:
    change(archive, update(Item).values(is_legal_mail=True))
    assert findings(archive)["index"].health is Health.FAULT
    assert indexing.rebuild(archive) == 0
    assert archive.index.pages() == frozenset()


def test_a_change_is_taken_into_the_index_only_once_it_is_in_the_record(
    archive: Archive, ref: str
) -> None:
    with archive.reading(SYSTEM) as unit:
        assert archive.index.pages() == set(unit.session.scalars(select(Page.id)))
    assert indexing.apply_outbox(archive) == 0


def test_only_admins_may_ask(archive: Archive, staff: AsRole) -> None:
    for role in set(Role) - {Role.ADMIN}:
        with archive.reading(staff(role)) as unit:
            for ask in (health.check, health.glance):
                with pytest.raises(NotPermitted):
                    list(ask(unit))
            with pytest.raises(NotPermitted):
                health.verify_audit(unit)


def test_what_was_left_half_written_is_swept_once_it_is_old(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    kept = blobs.put(b"a letter")
    left = blobs.path(kept).parent / ".new-broken-off"
    left.write_bytes(b"half a let")
    assert blobs.sweep(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert blobs.sweep(datetime.now(UTC) + timedelta(hours=1)) == 1
    assert not left.exists()
    assert blobs.is_whole(kept)
