"""The check before use: one reviewer's decision on one excerpt for one use."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from archive.domain.consent import Allow
from archive.domain.consent_words import Method, Use
from archive.domain.excerpt_states import ExcerptState, Mover
from archive.domain.people import Permission
from archive.domain.quotation import pin
from archive.errors import Conflict, ConsentRequired, InvalidInput, SeparationOfDuties
from archive.services import (
    approvals,
    consent,
    decisions,
    excerpt_views,
    quotations,
    standing,
    transcription,
)
from archive.services.excerpts import excerpt
from archive.services.unit import Unit
from archive.services.visibility import visible
from archive.store.models import AuditEntry, ConsentEvent, Excerpt, Grant, Item, Proposal, Review

_LONGEST_REASON = 1000
_OF_EXCERPT = joinedload(Proposal.excerpt)
_LISTED = (
    joinedload(Proposal.submitter),
    _OF_EXCERPT.joinedload(Excerpt.creator),
    _OF_EXCERPT.joinedload(Excerpt.item).joinedload(Item.author),
    _OF_EXCERPT.selectinload(Excerpt.passages),
)
"""What a row of the queue tells, fetched for all rows together."""


class Verdict(StrEnum):
    """What a reviewer decides."""

    APPROVE = approvals.APPROVE
    RETURN = "return"
    REFUSE = "refuse"


_LEADS_TO = {
    Verdict.APPROVE: ExcerptState.APPROVED,
    Verdict.RETURN: ExcerptState.RETURNED,
    Verdict.REFUSE: ExcerptState.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """An excerpt that waits for a decision on one use."""

    ref: str
    use: Use
    item: str
    author: str
    text: str
    creator: str
    submitted_by: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """What stood before the reviewer: the words by their hash, and how the author was named."""

    wording: str
    attribution: str


@dataclass(frozen=True, slots=True)
class Desk:
    """All that a reviewer needs for one decision; ``obstacle`` says why it cannot be theirs.

    ``use`` holds what consent says once the lines are compared with the image; ``evidence`` are
    the statements of the author that were weighed for it.
    """

    excerpt: excerpt_views.ExcerptView
    use: excerpt_views.UseView
    obstacle: str
    evidence: tuple[consent.EventView, ...]
    following: Waiting | None


def queue(unit: Unit) -> list[Waiting]:
    """What waits for a decision that this reviewer may make, oldest first."""
    unit.require(Permission.REVIEW)
    me = unit.account_id
    rows = unit.session.scalars(
        select(Proposal)
        .join(Excerpt, Proposal.excerpt_id == Excerpt.id)
        .join(Item, Excerpt.item_id == Item.id)
        .where(
            Proposal.state == str(ExcerptState.SUBMITTED),
            Proposal.submitted_by != me,
            Excerpt.created_by != me,
            visible(unit),
        )
        .order_by(Proposal.submitted_at, Proposal.id)
        .options(*_LISTED)
    )
    return [_waiting(row) for row in rows]


def desk(unit: Unit, ref: str, use: Use) -> Desk:
    """One decision to be made: the words, the places, consent and its evidence."""
    unit.require(Permission.REVIEW)
    known = excerpt(unit, ref)
    proposal = _submitted(known, use)
    answer = decisions.explanation(unit, known, use, is_compared=True)
    weighed = {one.event_id for one in answer.considered}
    author = known.item.author
    events = consent.history(unit, author.code) if author else []
    others = [one for one in queue(unit) if (one.ref, one.use) != (known.ref, use)]
    return Desk(
        excerpt=excerpt_views.view(unit, ref),
        use=excerpt_views.use_view(known, use, answer.decision),
        obstacle=_own_hand(unit, proposal) or _own_typing(unit, known),
        evidence=tuple(event for event in events if str(event.id) in weighed),
        following=others[0] if others else None,
    )


def decide(
    unit: Unit,
    ref: str,
    use: Use,
    verdict: Verdict,
    reason: str = "",
    *,
    has_compared: bool = False,
    seen: Seen | None = None,
) -> Review:
    """Decide on an excerpt for one use; an approval holds for this use and these words alone.

    ``has_compared`` says that the reviewer compared the quoted lines with the image just now;
    ``seen`` what was on their screen, so that nobody approves words that they never saw.
    """
    unit.require(Permission.REVIEW)
    known = excerpt(unit, ref)
    decisions.hold_still(unit, decisions.authors_of(known))
    proposal = _submitted(known, use)
    if obstacle := _own_hand(unit, proposal):
        raise SeparationOfDuties(obstacle)
    reason = _checked_reason(reason, verdict)
    parts = None
    if verdict is Verdict.APPROVE:
        allow = _cleared(unit, known, use, has_compared)
        if seen not in (None, Seen(quotations.wording(known), decisions.credit_line(known, allow))):
            raise Conflict("The excerpt changed while you looked at it; read it again.")
        parts = approvals.pinned(known, use, allow)
    review = Review(
        decision=str(verdict),
        reason=reason,
        created_by=known.created_by,
        submitted_by=proposal.submitted_by,
        decided_by=unit.account_id,
        decided_at=unit.now,
        pin=pin(parts) if parts else "",
        pinned=parts.record() if parts else {},
    )
    proposal.reviews.append(review)
    standing.move(unit, proposal, _LEADS_TO[verdict], Mover.REVIEWER)
    unit.session.flush()
    unit.audit("review.decide", f"excerpt:{known.ref}", use=use, verdict=verdict, pin=review.pin)
    return review


def is_current(unit: Unit, review: Review) -> bool:
    """Whether an approval still holds: its use is allowed now, for exactly what was approved."""
    unit.require(Permission.READ_EXCERPTS)
    known, use = review.proposal.excerpt, Use(review.proposal.use)
    answer = decisions.decision(unit, known, use)
    is_approval = review.decision == Verdict.APPROVE
    return is_approval and isinstance(answer, Allow) and approvals.is_current(review, known, answer)


def _submitted(known: Excerpt, use: Use) -> Proposal:
    proposal = approvals.proposal_for(known, use)
    if proposal is None or proposal.state != ExcerptState.SUBMITTED:
        raise Conflict("This excerpt does not wait for review for this use.")
    return proposal


def _own_hand(unit: Unit, proposal: Proposal) -> str:
    if unit.account_id == proposal.excerpt.created_by:
        return "Someone else has to review this: you made the excerpt."
    if unit.account_id == proposal.submitted_by:
        return "Someone else has to review this: you submitted it."
    if unit.account_id in _editors(unit, proposal.excerpt):
        return "Someone else has to review this: you changed its words or answered for them."
    return ""


def _editors(unit: Unit, known: Excerpt) -> set[int | None]:
    acts = ("excerpt.edit", "excerpt.requote", "excerpt.answer_others")
    return set(
        unit.session.scalars(
            select(AuditEntry.actor_id).where(
                AuditEntry.object == f"excerpt:{known.ref}", AuditEntry.act.in_(acts)
            )
        )
    )


def _own_typing(unit: Unit, known: Excerpt) -> str:
    if quotations.typists(known.passages) == {unit.account_id}:
        return "Someone else has to approve this: you alone typed the quoted lines."
    return ""


def _checked_reason(reason: str, verdict: Verdict) -> str:
    reason = reason.strip()
    if len(reason) > _LONGEST_REASON:
        raise InvalidInput(f"Keep the reason under {_LONGEST_REASON} characters.")
    if not reason and verdict is not Verdict.APPROVE:
        raise InvalidInput("Say why, so that the writer knows what to change.")
    return reason


def _cleared(unit: Unit, known: Excerpt, use: Use, has_compared: bool) -> Allow:
    """The terms on which it may be approved, or the refusal that stands against it."""
    quotations.check_quotation(known)
    if obstacle := _own_typing(unit, known):
        raise SeparationOfDuties(obstacle)
    if has_compared:
        _verify(unit, known)
    if not quotations.is_verified(known):
        raise Conflict("Compare the quoted lines with the image first, letter by letter.")
    answer = decisions.decision(unit, known, use)
    if not isinstance(answer, Allow):
        raise ConsentRequired(" ".join(decisions.sentences(answer)))
    if unit.account_id in _note_takers(unit, answer):
        raise SeparationOfDuties(
            "Someone else has to approve this: you recorded the spoken agreement it relies on."
        )
    return answer


def _verify(unit: Unit, known: Excerpt) -> None:
    for passage in known.passages:
        lines = quotations.quoted_lines(passage)
        unverified = [line.key for line in lines if line.verification is None]
        if unverified:
            transcription.verify(unit, passage.page, unverified)


def _note_takers(unit: Unit, allow: Allow) -> set[int]:
    spoken = [str(method) for method in Method if method.is_spoken]
    return set(
        unit.session.scalars(
            select(ConsentEvent.recorded_by)
            .join(Grant, Grant.event_id == ConsentEvent.id)
            .where(
                Grant.id.in_([int(grant) for grant in allow.grants]),
                ConsentEvent.method.in_(spoken),
            )
        )
    )


def _waiting(row: Proposal) -> Waiting:
    known = row.excerpt
    return Waiting(
        ref=known.ref,
        use=Use(row.use),
        item=known.item.ref,
        author=known.item.author.code if known.item.author else "",
        text=quotations.shown_words(known),
        creator=known.creator.name,
        submitted_by=row.submitter.name,
        submitted_at=row.submitted_at,
    )
