"""Batches: what was scanned in one sitting, and how far its reading has come."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from archive.domain.items import ItemState, PageState
from archive.domain.people import Permission
from archive.services.jobs import JobKind, JobState
from archive.services.unit import Unit
from archive.services.visibility import visible
from archive.store.models import Batch, Item, Job, Page

_LISTED = 100
_PACE_WINDOW = timedelta(minutes=2)
_UNFINISHED = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Summary:
    """A batch by its figures alone; ``seconds_left`` is None while no pace is known."""

    batch: Batch
    items: int
    states: tuple[tuple[ItemState, int], ...]
    pages: int
    pages_done: int
    seconds_left: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch has come; ``seconds_left`` is None while no pace is known."""

    batch: Batch
    items: tuple[Item, ...]
    states: tuple[tuple[ItemState, int], ...]
    pages: int
    pages_done: int
    running: frozenset[int]
    seconds_left: int | None
    is_finished: bool


def latest(unit: Unit) -> list[Summary]:
    """The newest batches, newest first."""
    unit.require(Permission.SCAN)
    batches = unit.session.scalars(
        select(Batch).order_by(Batch.created_at.desc(), Batch.id.desc()).limit(_LISTED)
    ).all()
    ids = [batch.id for batch in batches]
    items = _items_by_state(unit, ids)
    pages = _pages_by_state(unit, ids)
    return [_summary(batch, items, pages) for batch in batches]


def batch(unit: Unit, ref: str) -> Batch:
    """The batch with this reference, or NotFound."""
    unit.require(Permission.SCAN)
    return unit.one(select(Batch).where(Batch.ref == ref.upper()), "There is no such batch.")


def summary(unit: Unit, ref: str) -> Summary:
    """How far a batch has come, in figures alone, however many letters it holds."""
    found = batch(unit, ref)
    counted = _summary(found, _items_by_state(unit, [found.id]), _pages_by_state(unit, [found.id]))
    unopened = select(func.count(Item.id)).where(
        Item.batch_id == found.id,
        Item.state == ItemState.WAITING,
        ~exists().where(Page.item_id == Item.id),
        visible(unit),
    )
    left = counted.pages - counted.pages_done + (unit.session.scalar(unopened) or 0)
    return replace(counted, seconds_left=_seconds_left(unit, found.id, left))


def progress(unit: Unit, ref: str) -> Progress:
    """Every letter of a batch that the actor may see, last received first, and what is left."""
    found = batch(unit, ref)
    items = tuple(
        unit.session.scalars(
            select(Item)
            .where(Item.batch_id == found.id, visible(unit))
            .order_by(Item.id.desc())
            .options(
                selectinload(Item.pages),
                selectinload(Item.originals),
                joinedload(Item.author),
            )
        )
    )
    pages = [page for item in items for page in item.pages]
    waiting = sum(page.state is PageState.WAITING for page in pages)
    unopened = sum(item.state is ItemState.WAITING and not item.pages for item in items)
    running, is_finished = _work(unit, [item.id for item in items])
    return Progress(
        batch=found,
        items=items,
        states=_in_order(Counter(item.state for item in items)),
        pages=len(pages),
        pages_done=len(pages) - waiting,
        running=running,
        seconds_left=_seconds_left(unit, found.id, waiting + unopened),
        is_finished=is_finished,
    )


def _work(unit: Unit, items: Sequence[int]) -> tuple[frozenset[int], bool]:
    """The pages that are being read now, and whether nothing is left to do."""
    jobs = unit.session.execute(
        select(Job.state, Job.page_id).where(Job.item_id.in_(items), Job.state.in_(_UNFINISHED))
    ).all()
    running = frozenset(page for state, page in jobs if page and state == JobState.RUNNING)
    return running, not jobs


def _seconds_left(unit: Unit, batch_id: int, waiting: int) -> int | None:
    since = unit.now - _PACE_WINDOW
    done, began = unit.session.execute(
        select(func.count(Job.id), func.min(Job.enqueued_at))
        .join(Item, Job.item_id == Item.id)
        .where(
            Item.batch_id == batch_id,
            Job.kind == JobKind.READ,
            Job.state == JobState.DONE,
            Job.finished_at > since,
        )
    ).one()
    if not waiting or not done:
        return None
    pace = (unit.now - max(since, began)) / done
    return round((pace * waiting).total_seconds())


def _items_by_state(unit: Unit, batches: Sequence[int]) -> Counter[tuple[int, ItemState]]:
    rows = unit.session.execute(
        select(Item.batch_id, Item.state, func.count())
        .where(Item.batch_id.in_(batches), visible(unit))
        .group_by(Item.batch_id, Item.state)
    )
    return Counter({(batch_id, state): count for batch_id, state, count in rows})


def _pages_by_state(unit: Unit, batches: Sequence[int]) -> Counter[tuple[int, PageState]]:
    rows = unit.session.execute(
        select(Item.batch_id, Page.state, func.count())
        .join(Item, Page.item_id == Item.id)
        .where(Item.batch_id.in_(batches), visible(unit))
        .group_by(Item.batch_id, Page.state)
    )
    return Counter({(batch_id, state): count for batch_id, state, count in rows})


def _summary(
    found: Batch,
    items: Counter[tuple[int, ItemState]],
    pages: Counter[tuple[int, PageState]],
) -> Summary:
    states = Counter({state: items[found.id, state] for state in ItemState})
    total = sum(pages[found.id, state] for state in PageState)
    return Summary(
        batch=found,
        items=states.total(),
        states=_in_order(states),
        pages=total,
        pages_done=total - pages[found.id, PageState.WAITING],
    )


def _in_order(states: Counter[ItemState]) -> tuple[tuple[ItemState, int], ...]:
    return tuple((state, states[state]) for state in ItemState if states[state])
