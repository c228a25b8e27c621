"""Excerpts as screens show them: the words, where they stand, and what may be done with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from archive.domain import excerpts as rules
from archive.domain.consent import Allow, Decision, Pending
from archive.domain.consent_words import Use
from archive.domain.excerpt_states import ExcerptState
from archive.domain.excerpts import Operation, ReviewPiece
from archive.domain.meaning import Caution, cautions
from archive.domain.people import Permission
from archive.domain.transcription import Box
from archive.services import approvals, decisions, quotations
from archive.services.excerpts import excerpt
from archive.services.unit import Unit
from archive.services.visibility import visible
from archive.store.models import Excerpt, Item, Line, Passage, Proposal, Review

_MARGIN = 24


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A line that a passage lies in, with its place on the page image."""

    key: str
    text: str
    box: Box
    is_verified: bool


@dataclass(frozen=True, slots=True)
class PassageView:
    """Where quoted words stand; ``crop`` is their region of the page image, if it is known."""

    page: int
    page_id: int
    version: int
    is_by_machine: bool
    held: str
    exact: str
    prefix: str
    suffix: str
    lines: tuple[QuotedLine, ...]
    width: int
    height: int
    crop: Box | None


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One decision of a reviewer."""

    decision: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class UseView:
    """One use: how far it has come, and what consent says to it now.

    ``answer`` is allow, pending or deny; ``attribution`` is how the author would be named, empty
    unless allowed; ``state`` is empty where the excerpt was not put forward for the use.
    """

    use: Use
    state: str
    answer: str
    sentences: tuple[str, ...]
    attribution: str
    conditions: tuple[str, ...]
    expires: date | None
    submitted_by: str
    submitted_at: datetime | None
    reviews: tuple[ReviewView, ...]


@dataclass(frozen=True, slots=True)
class ExcerptView:
    """All that a screen shows of an excerpt; ``text`` is what would be quoted."""

    ref: str
    item: str
    author: str
    language: str
    text: str
    pieces: tuple[ReviewPiece, ...]
    operations: tuple[Operation, ...]
    cautions: tuple[Caution, ...]
    passages: tuple[PassageView, ...]
    is_exact: bool
    is_verified: bool
    names_others: bool | None
    wording: str
    note: str
    tags: tuple[str, ...]
    creator: str
    created_at: datetime
    uses: tuple[UseView, ...]


@dataclass(frozen=True, slots=True)
class ExcerptRow:
    """An excerpt in a list, with the state of each use that it was put forward for."""

    ref: str
    item: str
    author: str
    text: str
    states: tuple[tuple[str, str], ...]
    is_exact: bool
    tags: tuple[str, ...]
    creator: str
    created_at: datetime


def view(unit: Unit, ref: str) -> ExcerptView:
    """An excerpt with its words, its places and what consent says to each use now."""
    unit.require(Permission.READ_EXCERPTS)
    known = excerpt(unit, ref)
    segments, operations = quotations.segments(known), quotations.operations(known)
    language = quotations.language(known)
    answers = decisions.decisions(unit, known, tuple(Use))
    return ExcerptView(
        ref=known.ref,
        item=known.item.ref,
        author=known.item.author.code if known.item.author else "",
        language=language,
        text=quotations.shown_words(known),
        pieces=rules.review_pieces(segments, operations, language),
        operations=tuple(operations),
        cautions=cautions(segments, operations),
        passages=tuple(passage_view(passage) for passage in known.passages),
        is_exact=quotations.is_quoted_exactly(known),
        is_verified=quotations.is_verified(known),
        names_others=known.names_others,
        wording=quotations.wording(known),
        note=known.note,
        tags=tuple(tag.path for tag in known.tags),
        creator=known.creator.name,
        created_at=known.created_at,
        uses=tuple(use_view(known, use, answer) for use, answer in answers.items()),
    )


def listed(
    unit: Unit,
    state: ExcerptState | None = None,
    *,
    use: Use | None = None,
    item: str = "",
    is_mine: bool = False,
) -> list[ExcerptRow]:
    """The excerpts that the actor may see, latest first; a draft was never put forward."""
    unit.require(Permission.READ_EXCERPTS)
    query = (
        select(Excerpt)
        .join(Item, Excerpt.item_id == Item.id)
        .where(visible(unit))
        .order_by(Excerpt.id.desc())
        .options(
            selectinload(Excerpt.passages),
            selectinload(Excerpt.proposals),
            selectinload(Excerpt.tags),
            joinedload(Excerpt.creator),
            joinedload(Excerpt.item).joinedload(Item.author),
        )
    )
    if item:
        query = query.where(Item.ref == item.upper())
    if is_mine:
        query = query.where(Excerpt.created_by == unit.account_id)
    rows = unit.session.scalars(query)
    return [row(known) for known in rows if _is_in(known, state, use)]


def row(known: Excerpt) -> ExcerptRow:
    """An excerpt as a list shows it."""
    return ExcerptRow(
        ref=known.ref,
        item=known.item.ref,
        author=known.item.author.code if known.item.author else "",
        text=quotations.shown_words(known),
        states=tuple((proposal.use, proposal.state) for proposal in known.proposals),
        is_exact=all(passage.held == "exact" for passage in known.passages),
        tags=tuple(tag.path for tag in known.tags),
        creator=known.creator.name,
        created_at=known.created_at,
    )


def passage_view(passage: Passage) -> PassageView:
    """Where a passage stands, with the region of its lines."""
    lines = quotations.quoted_lines(passage)
    page = passage.page
    return PassageView(
        page=page.number,
        page_id=page.id,
        version=passage.version.number,
        is_by_machine=passage.version.written_by is None,
        held=passage.held,
        exact=passage.exact,
        prefix=passage.prefix,
        suffix=passage.suffix,
        lines=tuple(_quoted(line) for line in lines),
        width=page.width,
        height=page.height,
        crop=_crop(lines, page.width, page.height),
    )


def use_view(known: Excerpt, use: Use, answer: Decision) -> UseView:
    """How far one use has come, and what consent says to it."""
    proposal = approvals.proposal_for(known, use)
    allow = answer if isinstance(answer, Allow) else None
    return UseView(
        use=use,
        state=proposal.state if proposal else "",
        answer="allow" if allow else "pending" if isinstance(answer, Pending) else "deny",
        sentences=decisions.sentences(answer),
        attribution=decisions.credit_line(known, allow) if allow else "",
        conditions=tuple(str(one.kind) for one in allow.conditions) if allow else (),
        expires=allow.expires if allow else None,
        submitted_by=proposal.submitter.name if proposal else "",
        submitted_at=proposal.submitted_at if proposal else None,
        reviews=tuple(_review(review) for review in proposal.reviews) if proposal else (),
    )


def _is_in(known: Excerpt, state: ExcerptState | None, use: Use | None) -> bool:
    proposals: list[Proposal] = [one for one in known.proposals if use in (None, one.use)]
    if state is None:
        return use is None or bool(proposals)
    if state is ExcerptState.DRAFT and not known.proposals:
        return True
    return any(proposal.state == state for proposal in proposals)


def _quoted(line: Line) -> QuotedLine:
    box = (line.x, line.y, line.width, line.height)
    return QuotedLine(line.key, line.text, box, line.verification is not None)


def _crop(lines: Iterable[Line], width: int, height: int) -> Box | None:
    boxes = [line for line in lines if line.width and line.height]
    if not boxes:
        return None
    left = max(min(line.x for line in boxes) - _MARGIN, 0)
    top = max(min(line.y for line in boxes) - _MARGIN, 0)
    right = min(max(line.x + line.width for line in boxes) + _MARGIN, width)
    bottom = min(max(line.y + line.height for line in boxes) + _MARGIN, height)
    return (left, top, right - left, bottom - top)


def _review(review: Review) -> ReviewView:
    return ReviewView(review.decision, review.reason, review.reviewer.name, review.decided_at)
