"""Home: what waits for this person, each a link to where it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template, url_for

from archive.domain.excerpt_states import ExcerptState
from archive.domain.items import ItemState, PageState, TextKind
from archive.services import home
from archive.services.home import Task, Waiting
from archive.web.access import may_open
from archive.web.context import reading

bp = Blueprint("home", __name__)


@dataclass(frozen=True, slots=True)
class Card:
    """A queue as the screen draws it."""

    count: int
    what: str
    note: str
    url: str
    mark: str
    tone: str


@dataclass(frozen=True, slots=True)
class Sort:
    """How a kind of work is called, marked and opened."""

    one: str
    many: str
    mark: str
    tone: str
    where: tuple[str, Mapping[str, str]]
    note: str = ""


@bp.get("/")
def show() -> str:
    """What waits, how far today has come, and what came last."""
    with reading() as unit:
        found = home.home(unit)
        return render_template(
            "home/show.html",
            home=found,
            cards=[_card(one, unit.now) for one in found.waiting if _may_be_done(one)],
            today=unit.now,
        )


def _may_be_done(waiting: Waiting) -> bool:
    """Whether the person may open the place that it leads to."""
    return may_open(SORTS[waiting.task].where[0])


def _card(waiting: Waiting, now: datetime) -> Card:
    sort = SORTS[waiting.task]
    endpoint, asked = sort.where
    return Card(
        count=waiting.count,
        what=sort.one if waiting.count == 1 else sort.many,
        note=_age(waiting.oldest, now) if waiting.oldest else sort.note,
        url=url_for(endpoint, **asked),  # type: ignore[arg-type]
        mark=sort.mark,
        tone=sort.tone,
    )


def _age(since: datetime, now: datetime) -> str:
    days = (now - since).days
    if days < 1:
        return "since today"
    return "the oldest for a day" if days == 1 else f"the oldest for {days} days"


_Where = tuple[str, Mapping[str, str]]


def _place(endpoint: str, **asked: str) -> _Where:
    return endpoint, asked


def _items(state: ItemState) -> _Where:
    return _place("items.index", state=state)


def _found(query: str) -> _Where:
    return _place("search.show", q=query, sort="oldest")


def _mine(state: ExcerptState) -> _Where:
    return _place("excerpts.index", state=state, whose="mine")


SORTS: Mapping[Task, Sort] = {
    Task.INDEX_BROKEN: Sort(
        "search index to build again",
        "search indexes to build again",
        "square",
        "bad",
        _place("system.show"),
        "until then every search reads all pages",
    ),
    Task.JOBS_ASIDE: Sort(
        "piece of work set aside",
        "pieces of work set aside",
        "triangle",
        "needs",
        _place("system.show"),
        "reading broke off several times",
    ),
    Task.QUARANTINE: Sort(
        "item of legal mail set apart",
        "items of legal mail set apart",
        "bars",
        "bad",
        _place("items.index"),
    ),
    Task.HOLDS: Sort("hold is open", "holds are open", "bars", "needs", _place("consent.index")),
    Task.SPOKEN_CONSENTS: Sort(
        "spoken consent to confirm",
        "spoken consents to confirm",
        "diamond",
        "needs",
        _place("consent.index"),
        "a second person has to hear the same",
    ),
    Task.NO_CONSENT: Sort(
        "author to ask for consent",
        "authors to ask for consent",
        "diamond",
        "needs",
        _place("consent.index"),
        "excerpts of theirs are put forward",
    ),
    Task.TO_REVIEW: Sort(
        "excerpt to decide", "excerpts to decide", "diamond", "needs", _place("review.queue")
    ),
    Task.RETURNED: Sort(
        "excerpt of yours returned",
        "excerpts of yours returned",
        "back",
        "needs",
        _mine(ExcerptState.RETURNED),
        "with the reviewer's reason",
    ),
    Task.CHANGED: Sort(
        "excerpt of yours changed since",
        "excerpts of yours changed since",
        "triangle",
        "needs",
        _mine(ExcerptState.STALE),
        "to be put forward again",
    ),
    Task.EXPIRED: Sort(
        "excerpt of yours whose consent ended",
        "excerpts of yours whose consent ended",
        "clock",
        "bad",
        _mine(ExcerptState.EXPIRED),
    ),
    Task.READY: Sort(
        "excerpt of yours approved",
        "excerpts of yours approved",
        "check",
        "good",
        _mine(ExcerptState.APPROVED),
        "ready for a report",
    ),
    Task.DRAFTS: Sort(
        "draft of yours",
        "drafts of yours",
        "half",
        "",
        _mine(ExcerptState.DRAFT),
        "not yet put forward",
    ),
    Task.LOCKED: Sort(
        "locked file",
        "locked files",
        "lock",
        "needs",
        _items(ItemState.LOCKED),
        "to be opened with a password",
    ),
    Task.REJECTED: Sort(
        "file that gave no page",
        "files that gave no page",
        "cross",
        "bad",
        _items(ItemState.REJECTED),
        "scan the paper again",
    ),
    Task.NEEDS_A_LOOK: Sort(
        "item to look at",
        "items to look at",
        "triangle",
        "needs",
        _items(ItemState.NEEDS_REVIEW),
        "something about the scan is not clear",
    ),
    Task.TO_TRANSCRIBE: Sort(
        "page to transcribe",
        "pages to transcribe",
        "triangle",
        "needs",
        _found(f"state:{PageState.NEEDS_TRANSCRIPTION}"),
        "not read with confidence by the machine",
    ),
    Task.TO_VERIFY: Sort(
        "page to verify",
        "pages to verify",
        "half",
        "",
        _found(f"state:{TextKind.HUMAN}"),
        "typed by somebody else, to compare with the image",
    ),
    Task.TO_INDEX: Sort(
        "page not yet in the index",
        "pages not yet in the index",
        "clock",
        "",
        _place("system.show"),
    ),
}
