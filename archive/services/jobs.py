"""Putting work into the queue, in the same transaction as what it is about."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select, update

from archive.domain.people import Permission
from archive.services.unit import Unit
from archive.store.models import Item, Job, Page


class JobKind(StrEnum):
    """What a worker is asked to do."""

    OPEN = "open"
    READ = "read"


class JobState(StrEnum):
    """How far a job has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    SET_ASIDE = "set_aside"
    CANCELLED = "cancelled"


def enqueue(unit: Unit, kind: JobKind, item_id: int, page_id: int | None = None) -> Job:
    """Ask for work; a worker sees it once this unit has committed."""
    job = Job(
        kind=kind, item_id=item_id, page_id=page_id, state=JobState.WAITING, enqueued_at=unit.now
    )
    unit.session.add(job)
    return job


def cancel(unit: Unit, item_id: int) -> None:
    """Take back all work on an item that has not been finished; what is under way is discarded."""
    unit.session.execute(
        update(Job)
        .where(Job.item_id == item_id, Job.state.in_([JobState.WAITING, JobState.RUNNING]))
        .values(state=JobState.CANCELLED, finished_at=unit.now)
    )


@dataclass(frozen=True, slots=True)
class SetAside:
    """A job that failed too often, and what it was about."""

    item_ref: str
    page: int | None
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Overview:
    """How the queue stands."""

    waiting: int
    running: int
    done: int
    set_aside: tuple[SetAside, ...]


def overview(unit: Unit) -> Overview:
    """How many jobs stand where, and what was set aside; by references, never by words."""
    unit.require(Permission.SEE_SYSTEM)
    states = unit.session.execute(select(Job.state, func.count()).group_by(Job.state))
    counts = {state: count for state, count in states}  # noqa: C416 - a result is no mapping
    rows = unit.session.execute(
        select(Item.ref, Page.number, Job.code, Job.reason)
        .join(Item, Job.item_id == Item.id)
        .outerjoin(Page, Job.page_id == Page.id)
        .where(Job.state == JobState.SET_ASIDE)
        .order_by(Job.id.desc())
        .limit(100)
    )
    return Overview(
        waiting=counts.get(JobState.WAITING, 0),
        running=counts.get(JobState.RUNNING, 0),
        done=counts.get(JobState.DONE, 0),
        set_aside=tuple(
            SetAside(ref, number, code or "", reason or "") for ref, number, code, reason in rows
        ),
    )
