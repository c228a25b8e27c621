"""Real workers on a real archive, killed in mid-page: nothing is lost, doubled or left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from archive import settings
from archive.domain.items import ItemState, PageState
from archive.domain.people import SYSTEM, Actor, Role
from archive.search.whoosh_index import WhooshIndex
from archive.services import health, intake, opening
from archive.services.intake import Description
from archive.services.jobs import JobState
from archive.services.unit import Archive
from archive.store.models import AuditEntry, Item, Job, Page, Version
from tests.drawn_scans import LETTER, tiff_of, typed
from tests.processes import Process, descendants, wait_for

ROOT = Path(__file__).parents[2]
OPERATOR = Actor(None, "operator", frozenset({Role.SCANNER, Role.ADMIN}))
DEATHS = 10
NUMBERS = ("one", "two", "three", "four")


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Archive]:
    """An archive in a folder of its own."""
    data = tmp_path / "data"
    (tmp_path / "tmp").mkdir()
    opening.make(data)
    opened = opening.open_archive(settings.load(data))
    assert isinstance(opened.index, WhooshIndex)
    with opened.index:
        yield opened
    opened.database.engine.dispose()


def scan(archive: Archive, letters: int, pages: int) -> None:
    """Take in letters whose pages each need about a second of reading."""
    path = archive.settings.data.parent / "letter.tiff"
    for number in range(letters):
        frames = [
            typed([f"Letter {NUMBERS[number]} page {NUMBERS[page]}", *LETTER * 2], size=30)
            for page in range(pages)
        ]
        content = tiff_of(frames, path).read_bytes()
        with archive.writing(OPERATOR) as unit:
            kept = intake.keep(unit, content, "image/tiff", f"letter-{number}.tiff")
            intake.receive(unit, kept, intake.open_batch(unit), Description())


@contextmanager
def running(archive: Archive, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """The command as a process of its own; nothing that it started outlives the block."""
    data = archive.settings.data
    process = subprocess.Popen(
        [sys.executable, "-m", "archive", "--data", str(data), *words],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(data.parent / "tmp")},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        left = descendants(process.pid)
        process.kill()
        process.wait()
        for one in left:
            if one.is_alive:
                os.kill(one.number, signal.SIGKILL)


def reading(process: subprocess.Popen[bytes]) -> list[Process]:
    """All that the worker has started, once Tesseract is among it."""
    started = descendants(process.pid)
    return started if any(one.name == "tesseract" for one in started) else []


def are_gone(processes: list[Process]) -> bool:
    return not any(one.is_alive for one in processes)


def jobs_in(archive: Archive, state: JobState) -> int:
    with archive.reading(SYSTEM) as unit:
        return unit.session.scalar(select(func.count(Job.id)).where(Job.state == state)) or 0


def is_further(archive: Archive, done: int) -> bool:
    return jobs_in(archive, JobState.DONE) > done


def is_finished(archive: Archive) -> bool:
    return not jobs_in(archive, JobState.WAITING) + jobs_in(archive, JobState.RUNNING)


def left_behind(archive: Archive) -> list[Path]:
    folders = (archive.settings.workspace, archive.settings.data.parent / "tmp")
    return [path for folder in folders for path in folder.iterdir()]


def kill_in_mid_page(archive: Archive, after_a_page: bool) -> None:
    """Start a worker, wait until it really reads, and kill it as a power cut would."""
    done = jobs_in(archive, JobState.DONE)
    with running(archive, "worker") as process:
        if after_a_page:
            wait_for(partial(is_further, archive, done), 30, "a page to be read")
        started = wait_for(partial(reading, process), 30, "Tesseract to run")
        process.kill()
        process.wait()
        wait_for(partial(are_gone, started), 2, "what the worker had started to end")


def assert_all_was_read_exactly_once(archive: Archive, letters: int, pages: int) -> None:
    with archive.reading(OPERATOR) as unit:
        assert unit.session.scalars(select(Item.state)).all() == [ItemState.READ] * letters
        states = unit.session.scalars(select(Page.state)).all()
        assert states == [PageState.READ] * letters * pages
        versions = select(func.count(Version.id)).group_by(Version.page_id)
        assert unit.session.scalars(versions).all() == [1] * letters * pages
        told = select(func.count()).where(AuditEntry.act == "page.read")
        assert unit.session.scalar(told) == letters * pages
        assert {one.health for one in health.check(unit)} == {health.Health.GOOD}
        for version in unit.session.scalars(select(Version)):
            letter, page = NUMBERS[version.page.item_id - 1], NUMBERS[version.page.frame - 1]
            assert version.lines[0].text == f"Letter {letter} page {page}"


def test_a_worker_killed_ten_times_in_mid_page_loses_nothing_and_leaves_nothing(
    real: Archive,
) -> None:
    scan(real, letters=4, pages=3)
    for death in range(DEATHS):
        kill_in_mid_page(real, after_a_page=death % 3 == 2)
        assert jobs_in(real, JobState.RUNNING) == 1
    with running(real, "worker") as last:
        wait_for(partial(is_finished, real), 60, "all pages to be read")
        last.terminate()
        assert last.wait(10) == 0
    assert_all_was_read_exactly_once(real, letters=4, pages=3)
    with real.reading(SYSTEM) as unit:
        assert unit.session.scalar(select(func.sum(Job.losses))) == DEATHS
    assert left_behind(real) == []


def test_a_worker_asked_to_end_finishes_the_page_in_hand(real: Archive) -> None:
    scan(real, letters=1, pages=3)
    with running(real, "worker") as process:
        started = wait_for(partial(reading, process), 30, "Tesseract to run")
        done = jobs_in(real, JobState.DONE)
        process.terminate()
        assert process.wait(20) == 0
        assert are_gone(started)
    assert jobs_in(real, JobState.RUNNING) == 0
    assert jobs_in(real, JobState.DONE) == done + 1
    assert jobs_in(real, JobState.WAITING) > 0
    assert left_behind(real) == []


def test_a_dead_worker_is_replaced_and_none_outlives_the_server(real: Archive) -> None:
    with running(real, "serve", "--port", "0") as server:

        def workers() -> list[Process]:
            young = [one for one in descendants(server.pid) if one.parent == server.pid]
            return young if len(young) == real.settings.workers else []

        first = wait_for(workers, 30, "the workers to start")
        os.kill(first[0].number, signal.SIGKILL)
        wait_for(partial(are_gone, first[:1]), 5, "the worker to die")
        second = wait_for(workers, 15, "another worker to be started")
        assert first[1] in second
        server.kill()
        server.wait()
        wait_for(partial(are_gone, second), 15, "the workers to follow their server")


def test_two_workers_side_by_side_read_each_page_once(real: Archive) -> None:
    scan(real, letters=2, pages=3)
    with running(real, "worker") as one, running(real, "worker") as other:
        wait_for(partial(is_finished, real), 60, "all pages to be read")
        for process in (one, other):
            process.terminate()
            assert process.wait(20) == 0
    assert_all_was_read_exactly_once(real, letters=2, pages=3)
