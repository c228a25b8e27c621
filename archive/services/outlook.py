"""What an author's answers come to today, use by use, for words that no narrower answer names."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from archive.domain import consent as rules
from archive.domain.attribution import attribution_line
from archive.domain.consent_parsing import holds_from_words
from archive.domain.consent_words import HoldKind, ScopeKind, Use, known
from archive.domain.people import Permission
from archive.services import consent, decisions
from archive.services.decisions import Histories
from archive.services.unit import Unit
from archive.services.visibility import visible
from archive.store.models import Author, Hold, Item

PAGE = 40
"""So many authors stand on one page of the list."""

_NOT_NAMED = "-"


@dataclass(frozen=True, slots=True)
class UseOutlook:
    """One use: a mark for the screen, why, and on which terms where it is allowed."""

    use: Use
    mark: str
    sentences: tuple[str, ...]
    attribution: str
    conditions: tuple[str, ...]
    expires: date | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What stands for an author now; ``narrower`` answers about single letters come on top."""

    author: str
    uses: tuple[UseOutlook, ...]
    events: int
    narrower: int
    waiting: int
    holds: tuple[str, ...]
    items: int


@dataclass(frozen=True, slots=True)
class Outlooks:
    """One page of the list of authors."""

    rows: tuple[Outlook, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(-(-self.total // PAGE), 1)


def of_author(unit: Unit, code: str) -> Outlook:
    """What stands for one author."""
    unit.require(Permission.READ_CONSENT)
    author = unit.one(
        select(Author).where(Author.code == code), "There is no author with this code name."
    )
    return _outlooks(unit, [author])[0]


def listed(unit: Unit, start: str = "", page: int = 1) -> Outlooks:
    """Authors whose code name begins so, by code name, each with what stands."""
    unit.require(Permission.READ_CONSENT)
    wanted = Author.code.startswith(start, autoescape=True)
    total = unit.session.scalar(select(func.count()).select_from(Author).where(wanted)) or 0
    page = min(max(page, 1), max(-(-total // PAGE), 1))
    query = select(Author).where(wanted).order_by(Author.code)
    authors = unit.session.scalars(query.limit(PAGE).offset((page - 1) * PAGE)).all()
    return Outlooks(tuple(_outlooks(unit, authors)), total, page)


def _outlooks(unit: Unit, authors: Sequence[Author]) -> list[Outlook]:
    ids = [author.id for author in authors]
    events = decisions.recorded(unit, ids)
    holds, items = _holds(unit, ids), _items(unit, ids)
    waiting = Counter(event.author for event in consent.unconfirmed(unit))
    return [
        _outlook(
            unit,
            author,
            tuple(event for event in events if event.author_id == str(author.id)),
            holds.get(author.id, ()),
            (waiting[author.code], items.get(author.id, 0)),
        )
        for author in authors
    ]


def _outlook(
    unit: Unit,
    author: Author,
    events: Histories,
    holds: tuple[str, ...],
    counts: tuple[int, int],
) -> Outlook:
    narrow = (ScopeKind.ITEM, ScopeKind.PASSAGE, ScopeKind.EXCERPT)
    return Outlook(
        author=author.code,
        uses=tuple(_use(unit, author, events, holds, use) for use in Use),
        events=len(events),
        narrower=sum(line.scope.kind in narrow for event in events for line in event.lines),
        waiting=counts[0],
        holds=holds,
        items=counts[1],
    )


def _use(
    unit: Unit, author: Author, events: Histories, holds: tuple[str, ...], use: Use
) -> UseOutlook:
    answer = rules.decide(events, _words_of(author, holds), use, unit.now)
    allow = answer if isinstance(answer, rules.Allow) else None
    return UseOutlook(
        use=use,
        mark=mark(answer),
        sentences=decisions.sentences(answer),
        attribution=attribution_line(allow.attributions) if allow else "",
        conditions=tuple(str(one.kind) for one in allow.conditions) if allow else (),
        expires=allow.expires if allow else None,
    )


def _words_of(author: Author, holds: tuple[str, ...]) -> rules.Target:
    """Words of the author that nothing else stands against, in no letter that a line names."""
    return rules.Target(
        authors=(str(author.id),),
        item=_NOT_NAMED,
        excerpt=_NOT_NAMED,
        wording=_NOT_NAMED,
        touching=frozenset(),
        is_verified=True,
        has_others_settled=True,
        holds=holds_from_words(holds),
    )


def mark(answer: rules.Decision) -> str:
    """The state whose shape stands for an answer on the screen."""
    match answer:
        case rules.Allow():
            return "allowed"
        case rules.Pending(tasks):
            asks = any(task.kind is rules.TaskKind.ASK_AUTHOR for task in tasks)
            return "ask_first" if asks else "pending"
        case rules.Deny(reasons):
            return _no(reasons)


def _no(reasons: Sequence[rules.Reason]) -> str:
    if any(known(HoldKind, reason.value) for reason in reasons):
        return "hold"
    if set(reasons) == {rules.Reason.NO_CONSENT}:
        return "none"
    if set(reasons) <= {rules.Reason.NO_CONSENT, rules.Reason.NOT_CONFIRMED}:
        return "pending"
    for reason in (rules.Reason.WITHDRAWN, rules.Reason.EXPIRED):
        if reason in reasons:
            return str(reason)
    return "denied"


def _holds(unit: Unit, authors: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    rows = unit.session.scalars(
        select(Hold).where(Hold.author_id.in_(authors), Hold.lifted_at.is_(None)).order_by(Hold.id)
    )
    for hold in rows:
        if hold.author_id is not None:
            found[hold.author_id] = (*found.get(hold.author_id, ()), hold.kind)
    return found


def _items(unit: Unit, authors: Sequence[int]) -> dict[int, int]:
    rows = unit.session.execute(
        select(Item.author_id, func.count())
        .where(Item.author_id.in_(authors), visible(unit))
        .group_by(Item.author_id)
    )
    return {author_id: count for author_id, count in rows if author_id is not None}
