"""The queue: jobs are leased, never taken, so that a worker that dies loses nothing."""

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, or_, select, update

from archive.domain.items import ItemState, PageState, TextKind
from archive.domain.people import SYSTEM
from archive.services.jobs import JobKind, JobState
from archive.services.transcription import refresh_item
from archive.services.unit import Archive, Unit
from archive.store.models import Item, Job, Page

LOSSES_PER_ATTEMPT = 5
"""A worker's death may have nothing to do with its page, so it counts for less than a failure."""

_IS_BY_MACHINE = Page.text_kind == TextKind.MACHINE
"""What people have typed meanwhile needs no machine any more."""

SET_ASIDE_CODE = "set-aside"
SET_ASIDE_REASON = (
    "Reading this broke off again and again. The original is kept: look at it, then read it again."
)


@dataclass(frozen=True, slots=True)
class Lease:
    """A job in the hands of one worker."""

    job_id: int
    kind: JobKind
    item_id: int
    page_id: int | None
    worker: str


def worker_name(process: int | None = None) -> str:
    """A name that tells machine, process and the process's start, so that a dead one is known."""
    process = os.getpid() if process is None else process
    return f"{socket.gethostname()[:40]}:{process}:{_started(process)}"


def lease(archive: Archive, worker: str) -> Lease | None:
    """Lease the next job: the highest priority first, then the oldest."""
    with archive.writing(SYSTEM) as unit:
        _take_back(unit)
        job = unit.session.scalars(
            select(Job)
            .where(Job.state == JobState.WAITING)
            .order_by(Job.priority.desc(), Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if job is None:
            return None
        job.state, job.worker = JobState.RUNNING, worker
        job.leased_until = _until(unit)
        return Lease(job.id, JobKind(job.kind), job.item_id, job.page_id, worker)


def renew(archive: Archive, held: Lease) -> bool:
    """Say that the worker is still at it; False when the job is no longer its own."""
    with archive.writing(SYSTEM) as unit:
        job = owned(unit, held)
        if job is not None:
            job.leased_until = _until(unit)
        return job is not None


def owned(unit: Unit, held: Lease) -> Job | None:
    """The leased job, locked, unless it was taken back or cancelled in the meantime."""
    return unit.session.scalars(
        select(Job)
        .where(Job.id == held.job_id, Job.state == JobState.RUNNING, Job.worker == held.worker)
        .with_for_update()
    ).one_or_none()


def finish(unit: Unit, job: Job) -> None:
    """Mark a job as done, in the same transaction as what it brought."""
    job.state, job.finished_at = JobState.DONE, unit.now
    job.worker = job.leased_until = None


def fail(archive: Archive, held: Lease, code: str, reason: str) -> None:
    """Put a failed job back into the queue, or set it aside once it has failed too often."""
    with archive.writing(SYSTEM) as unit:
        job = owned(unit, held)
        if job is None:
            return
        job.attempts += 1
        job.code, job.reason = code, reason
        _requeue(unit, job)


def waiting(archive: Archive) -> int:
    """How many jobs are not finished yet."""
    with archive.reading(SYSTEM) as unit:
        states = (JobState.WAITING, JobState.RUNNING)
        return unit.session.scalar(select(func.count(Job.id)).where(Job.state.in_(states))) or 0


def _take_back(unit: Unit) -> None:
    running = unit.session.scalars(
        select(Job).where(Job.state == JobState.RUNNING).with_for_update(skip_locked=True)
    )
    for job in running:
        is_late = job.leased_until is None or job.leased_until < unit.now
        if is_late or is_dead(job.worker or ""):
            job.losses += 1
            _requeue(unit, job)
    unit.session.flush()


def _requeue(unit: Unit, job: Job) -> None:
    most = unit.archive.settings.job_attempts
    job.worker = job.leased_until = None
    job.state = JobState.WAITING
    if job.attempts >= most or job.losses >= most * LOSSES_PER_ATTEMPT:
        _set_aside(unit, job)


def _set_aside(unit: Unit, job: Job) -> None:
    job.state, job.finished_at = JobState.SET_ASIDE, unit.now
    code, reason = job.code or SET_ASIDE_CODE, job.reason or SET_ASIDE_REASON
    item = unit.session.get_one(Item, job.item_id)
    if job.page_id is None:
        item.state, item.code, item.reason = ItemState.NEEDS_REVIEW, code, reason
    else:
        unit.session.execute(
            update(Page)
            .where(Page.id == job.page_id, or_(Page.text_kind.is_(None), _IS_BY_MACHINE))
            .values(state=PageState.NEEDS_REVIEW, code=code, reason=reason)
        )
        refresh_item(unit, item)
    unit.audit("job.set_aside", f"item:{item.ref}", job=job.id, code=code)


def _until(unit: Unit) -> datetime:
    return unit.now + timedelta(seconds=unit.archive.settings.lease_seconds)


def is_dead(worker: str) -> bool:
    """Whether a worker of this machine has ended; one of another machine cannot be told."""
    host, _, rest = worker.partition(":")
    process, _, started = rest.partition(":")
    if host != socket.gethostname()[:40] or not process.isdecimal():
        return False
    now = _started(int(process))
    return not now or now != started


def _started(process: int) -> str:
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]
