"""Items: describing them, setting legal mail apart, having them read again."""

import hashlib
import json
from dataclasses import astuple, dataclass
from datetime import date

from sqlalchemy import select

from archive.domain.dates import PartialDate
from archive.domain.items import ItemKind, ItemState, Language, PageState, TextKind
from archive.domain.people import Permission
from archive.errors import Conflict, InvalidInput, NotPermitted
from archive.services import authors, holds, standing
from archive.services.jobs import JobKind, JobState, cancel, enqueue
from archive.services.outbox import note_change
from archive.services.transcription import refresh_item
from archive.services.unit import Unit
from archive.services.visibility import visible_item, visible_page
from archive.store.models import ConsentEvent, Excerpt, Item, Job, Page

_READ_AGAIN = (PageState.NEEDS_REVIEW, PageState.NEEDS_TRANSCRIPTION)


@dataclass(frozen=True, slots=True)
class Described:
    """What staff know about an item, as it is typed and kept."""

    kind: ItemKind
    author: str
    facility: str
    written_on: str
    postmarked_on: date | None
    received_on: date | None
    language: Language | None
    place: str
    notes: str

    @property
    def mark(self) -> str:
        """What a form carries, so that a change made in the meantime is noticed."""
        return hashlib.sha256(json.dumps(astuple(self), default=str).encode()).hexdigest()[:16]


def item(unit: Unit, ref: str) -> Item:
    """The item with this reference, or NotFound as if it did not exist."""
    unit.require(Permission.READ_ITEMS)
    return visible_item(unit, ref)


def described(known: Item) -> Described:
    """What is known of an item now."""
    return Described(
        kind=known.kind,
        author=known.author.code if known.author else "",
        facility=known.facility.code if known.facility else "",
        written_on=known.written_on or "",
        postmarked_on=known.postmarked_on,
        received_on=known.received_on,
        language=known.language,
        place=known.place,
        notes=known.notes,
    )


def describe(unit: Unit, ref: str, mark: str, described_as: Described) -> Item:
    """Keep what is known of an item; Conflict where somebody else changed it since ``mark``.

    Words that turn out to be another author's need a new review before they are used.
    """
    unit.require(Permission.DESCRIBE)
    known = visible_item(unit, ref)
    before = described(known)
    if mark != before.mark:
        raise Conflict(
            "Somebody changed this description in the meantime; compare it with yours, "
            "then save again."
        )
    writer = authors.named(unit, described_as.author) if described_as.author else None
    place = authors.facility_named(unit, described_as.facility) if described_as.facility else None
    if known.author_id != (writer.id if writer else None):
        _check_reattribution(unit, known)
        for excerpt in _excerpts(unit, known):
            standing.outdate(unit, excerpt)
    known.author_id = writer.id if writer else None
    known.facility_id = place.id if place else (writer.facility_id if writer else None)
    known.kind, known.language = described_as.kind, described_as.language
    known.written_on = _partial(described_as.written_on)
    known.postmarked_on = described_as.postmarked_on
    known.received_on = described_as.received_on
    known.place = " ".join(described_as.place.split())[:200]
    known.notes = described_as.notes.strip()
    unit.audit("item.describe", f"item:{known.ref}", fields=_changed(before, described_as))
    return known


def _check_reattribution(unit: Unit, known: Item) -> None:
    """Whose answers count for a letter is not for everybody to change, once there are answers."""
    has_answers = known.author_id is not None and unit.session.scalar(
        select(ConsentEvent.id).where(ConsentEvent.author_id == known.author_id).limit(1)
    )
    if has_answers and not unit.actor.may(Permission.RECORD_CONSENT):
        raise NotPermitted(
            "This author has answered about consent; only a steward can say that the letter is "
            "another author's."
        )


def quarantine(unit: Unit, ref: str) -> Item:
    """Set an item apart as legal mail: not read, not found, seen by stewards alone."""
    unit.require(Permission.DESCRIBE)
    known = visible_item(unit, ref)
    # In the order of a worker, who holds the job first: nobody waits in a circle.
    cancel(unit, known.id)
    known.is_legal_mail = True
    for excerpt in _excerpts(unit, known):
        standing.suspend(unit, excerpt)
    _tell_index(unit, known)
    unit.audit("item.quarantine", f"item:{known.ref}")
    return known


def release(unit: Unit, ref: str) -> Item:
    """Clear an item that was set apart: it is no legal mail, so it is read and found."""
    unit.require(Permission.READ_QUARANTINE)
    known = visible_item(unit, ref)
    if not known.is_legal_mail:
        raise Conflict("This item is not set apart as legal mail.")
    known.is_legal_mail = False
    unit.session.flush()
    if known.state is ItemState.WAITING and not known.pages:
        enqueue(unit, JobKind.OPEN, known.id)
    for page in known.pages:
        if page.state is PageState.WAITING:
            enqueue(unit, JobKind.READ, known.id, page.id)
    if not holds.open_holds(unit, known):
        for excerpt in _excerpts(unit, known):
            standing.release(unit, excerpt)
    _tell_index(unit, known)
    unit.audit("item.release", f"item:{known.ref}")
    return known


def read_again(unit: Unit, ref: str, number: int | None = None) -> int:
    """Have the machine read a page, or all that need it, once more; people's text stays as it is.

    Answers how many pages were asked for; an item that gave no page is opened again.
    """
    unit.require(Permission.SCAN)
    known = visible_item(unit, ref)
    if _is_at_work(unit, known):
        raise Conflict("This is being read already; wait until it is done.")
    if not known.pages:
        return _open_again(unit, known)
    pages = known.pages if number is None else [visible_page(unit, ref, number)]
    again = [page for page in pages if may_be_read_again(page)]
    if not again:
        raise Conflict("There is no page here that the machine should read again.")
    for page in again:
        page.state, page.code, page.reason = PageState.WAITING, None, None
        enqueue(unit, JobKind.READ, known.id, page.id)
        unit.audit("page.read_again", f"item:{known.ref}", page=page.number)
    refresh_item(unit, known)
    known.code = known.reason = None
    return len(again)


def may_be_read_again(page: Page) -> bool:
    """Whether the machine may try this page once more: it is not done, and nobody typed it."""
    return page.state in _READ_AGAIN and (
        page.text_kind is None or page.text_kind is TextKind.MACHINE
    )


def _open_again(unit: Unit, known: Item) -> int:
    if known.state is not ItemState.NEEDS_REVIEW:
        raise Conflict("This file gives no page; scan the letter again and send the new file.")
    known.state, known.code, known.reason = ItemState.WAITING, None, None
    enqueue(unit, JobKind.OPEN, known.id)
    unit.audit("item.read_again", f"item:{known.ref}")
    return 1


def _is_at_work(unit: Unit, known: Item) -> bool:
    states = (JobState.WAITING, JobState.RUNNING)
    work = select(Job.id).where(Job.item_id == known.id, Job.state.in_(states)).limit(1)
    return unit.session.scalar(work) is not None


def _excerpts(unit: Unit, known: Item) -> list[Excerpt]:
    return list(unit.session.scalars(select(Excerpt).where(Excerpt.item_id == known.id)))


def _tell_index(unit: Unit, known: Item) -> None:
    for page in known.pages:
        note_change(unit, page.id)


def _partial(text: str) -> str | None:
    if not text.strip():
        return None
    try:
        return str(PartialDate.parse(text))
    except ValueError as error:
        raise InvalidInput(f"Written on: {error}") from None


def _changed(before: Described, after: Described) -> list[str]:
    return [name for name in Described.__slots__ if getattr(before, name) != getattr(after, name)]
