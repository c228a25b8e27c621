"""The queue when things go wrong: nothing is done twice, lost, or goes on for ever."""

import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from archive.domain.items import ItemState, PageState
from archive.domain.people import SYSTEM
from archive.jobs import queue, tasks, worker
from archive.jobs.queue import LOSSES_PER_ATTEMPT, Lease
from archive.services import jobs
from archive.services.jobs import JobKind, JobState, enqueue
from archive.services.unit import Archive
from archive.store.models import AuditEntry, Item, Job, Original, Page, Version
from ingest.errors import PageFailed
from ingest.reading import ReadPage
from tests.conftest import StoppedClock
from tests.drawn_scans import typed
from tests.story import letter

ELSEWHERE = "another-machine:1:1"


@pytest.fixture
def job(archive: Archive) -> int:
    """A page that waits to be read."""
    return _waiting_job(archive)


def _waiting_job(archive: Archive) -> int:
    ref = letter(archive, ["One line"])
    with archive.writing(SYSTEM) as unit:
        page = unit.session.scalars(select(Page).join(Item).where(Item.ref == ref)).one()
        page.state = PageState.WAITING
        made = enqueue(unit, JobKind.READ, page.item_id, page.id)
        unit.session.flush()
        return made.id


def _leased(archive: Archive, name: str = ELSEWHERE) -> Lease:
    held = queue.lease(archive, name)
    assert held is not None
    return held


def _job(archive: Archive, number: int) -> Job:
    with archive.reading(SYSTEM) as unit:
        return unit.session.get_one(Job, number)


def _page(archive: Archive, number: int) -> Page:
    with archive.reading(SYSTEM) as unit:
        return unit.session.get_one(Page, _job(archive, number).page_id)


def _do(monkeypatch: pytest.MonkeyPatch, act: Callable[[Archive, Lease], None]) -> None:
    monkeypatch.setattr(tasks, "TASKS", {JobKind.READ: act, JobKind.OPEN: act})


def _finish(archive: Archive, held: Lease) -> None:
    with archive.writing(SYSTEM) as unit:
        owned = queue.owned(unit, held)
        assert owned is not None
        queue.finish(unit, owned)


def test_a_job_is_leased_to_one_worker_only(archive: Archive, job: int) -> None:
    assert _leased(archive).job_id == job
    assert queue.lease(archive, "another-machine:2:2") is None


def test_an_expired_lease_goes_to_another_worker_and_the_first_can_bring_nothing_any_more(
    archive: Archive, clock: StoppedClock, job: int
) -> None:
    first = _leased(archive)
    clock.advance(seconds=archive.settings.lease_seconds + 1)
    second = _leased(archive, "another-machine:2:2")
    assert second.job_id == first.job_id == job
    assert not queue.renew(archive, first)
    queue.fail(archive, first, "late", "Too late.")
    with archive.writing(SYSTEM) as unit:
        assert queue.owned(unit, first) is None
        assert queue.owned(unit, second) is not None
    assert _job(archive, job).code is None


def test_a_heartbeat_keeps_a_long_job(archive: Archive, clock: StoppedClock, job: int) -> None:
    held = _leased(archive)
    for _ in range(10):
        clock.advance(seconds=archive.settings.lease_seconds * 0.9)
        assert queue.renew(archive, held)
        assert queue.lease(archive, "another-machine:2:2") is None


def test_a_worker_beats_by_itself_while_it_reads(
    made: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty = replace(made, settings=replace(made.settings, lease_seconds=1))
    job = _waiting_job(hasty)
    leases: list[Lease | None] = []

    def slow(archive: Archive, held: Lease) -> None:
        for _ in range(10):
            time.sleep(0.2)
            leases.append(queue.lease(archive, ELSEWHERE))
        _finish(archive, held)

    _do(monkeypatch, slow)
    worker.work(hasty, threading.Event(), until_empty=True)
    assert leases == [None] * 10
    assert _job(hasty, job).state == JobState.DONE


def test_a_dead_worker_of_this_machine_is_noticed_before_its_lease_ends(
    archive: Archive, job: int
) -> None:
    child = os.posix_spawn("/bin/true", ["true"], {})
    name = queue.worker_name(child)
    os.waitpid(child, 0)
    assert queue.is_dead(name)
    assert not queue.is_dead(queue.worker_name())
    assert not queue.is_dead(ELSEWHERE)
    _leased(archive, name)
    assert _leased(archive, ELSEWHERE).job_id == job
    assert _job(archive, job).losses == 1


def test_a_page_that_fails_three_times_is_set_aside_for_a_person_with_a_sentence(
    archive: Archive, job: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def fail(_archive: Archive, held: Lease) -> None:
        tries.append(held.job_id)
        raise PageFailed("too-long", "Reading took too long and was stopped.")

    _do(monkeypatch, fail)
    worker.work(archive, threading.Event(), until_empty=True)
    assert tries == [job] * archive.settings.job_attempts
    page = _page(archive, job)
    assert (page.state, page.code) == (PageState.NEEDS_REVIEW, "too-long")
    assert page.reason == "Reading took too long and was stopped."
    assert _job(archive, job).state == JobState.SET_ASIDE
    with archive.reading(SYSTEM) as unit:
        assert unit.session.get_one(Item, page.item_id).state is ItemState.NEEDS_REVIEW
        assert unit.session.scalars(
            select(AuditEntry).where(AuditEntry.act == "job.set_aside")
        ).one()


def test_a_fault_in_the_program_is_told_without_a_word_of_the_letter(
    archive: Archive, job: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_off(_archive: Archive, _held: Lease) -> None:
        raise RuntimeError("Dear mother")

    _do(monkeypatch, break_off)
    with caplog.at_level(logging.DEBUG, "archive"):
        worker.work(archive, threading.Event(), until_empty=True)
    page = _page(archive, job)
    assert (page.state, page.code) == (PageState.NEEDS_REVIEW, "crashed")
    assert "RuntimeError" in caplog.text
    assert "mother" not in caplog.text + (page.reason or "")


def test_a_page_on_which_workers_die_again_and_again_is_set_aside(
    archive: Archive, clock: StoppedClock, job: int
) -> None:
    deaths = archive.settings.job_attempts * LOSSES_PER_ATTEMPT
    for _ in range(deaths):
        _leased(archive)
        clock.advance(seconds=archive.settings.lease_seconds + 1)
    assert queue.lease(archive, ELSEWHERE) is None
    page = _page(archive, job)
    assert (page.state, page.code) == (PageState.NEEDS_REVIEW, queue.SET_ASIDE_CODE)
    assert page.reason == queue.SET_ASIDE_REASON


def test_an_item_that_cannot_be_opened_is_set_aside(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = letter(archive)
    with archive.writing(SYSTEM) as unit:
        item = unit.session.scalars(select(Item).where(Item.ref == ref)).one()
        enqueue(unit, JobKind.OPEN, item.id)

    def fail(_archive: Archive, _held: Lease) -> None:
        raise PageFailed("crashed", "Reading broke off on this file.")

    _do(monkeypatch, fail)
    worker.work(archive, threading.Event(), until_empty=True)
    with archive.reading(SYSTEM) as unit:
        item = unit.session.scalars(select(Item).where(Item.ref == ref)).one()
        assert (item.state, item.code) == (ItemState.NEEDS_REVIEW, "crashed")


def test_what_a_cancelled_job_brings_is_thrown_away(
    archive: Archive, job: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _page(archive, job)
    scan = BytesIO()
    typed().save(scan, "PNG")
    with archive.writing(SYSTEM) as unit:
        original = unit.session.get_one(Original, page.original_id)
        original.sha256 = archive.originals.put(scan.getvalue())
        before = unit.session.scalars(select(Version.id)).all()
    read = tasks._read
    readings = []

    def read_and_cancelled(*given: Any) -> ReadPage:
        readings.append(read(*given))
        with archive.writing(SYSTEM) as unit:
            jobs.cancel(unit, page.item_id)
        return readings[0]

    monkeypatch.setattr(tasks, "_read", read_and_cancelled)
    worker.work(archive, threading.Event(), until_empty=True)
    assert len(readings) == 1
    with archive.reading(SYSTEM) as unit:
        assert unit.session.scalars(select(Version.id)).all() == before
    assert _job(archive, job).state == JobState.CANCELLED
    assert _page(archive, job).state is PageState.WAITING


def test_many_workers_at_once_do_each_job_exactly_once(made: Archive) -> None:
    ref = letter(made, ["One line"])
    with made.writing(SYSTEM) as unit:
        item = unit.session.scalars(select(Item).where(Item.ref == ref)).one()
        for _ in range(40):
            enqueue(unit, JobKind.OPEN, item.id)
    done: Counter[int] = Counter()

    def work(name: str) -> None:
        while (held := queue.lease(made, name)) is not None:
            _finish(made, held)
            done[held.job_id] += 1

    threads = [threading.Thread(target=work, args=(f"another-machine:{n}:1",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 40
    assert set(done.values()) == {1}


def test_work_that_never_committed_is_never_seen(archive: Archive) -> None:
    ref = letter(archive, ["One line"])

    def break_off() -> None:
        with archive.writing(SYSTEM) as unit:
            item = unit.session.scalars(select(Item).where(Item.ref == ref)).one()
            enqueue(unit, JobKind.OPEN, item.id)
            unit.session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert queue.lease(archive, ELSEWHERE) is None
