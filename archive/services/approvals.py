"""What an approval rests on, and whether it still holds; asked again before every use."""

from collections.abc import Iterable
from dataclasses import dataclass

from archive.domain.consent import Allow, Decision, Deny, Reason
from archive.domain.consent_words import Use
from archive.domain.excerpt_states import ExcerptState, Mover
from archive.domain.excerpts import redactions
from archive.domain.quotation import Pinned, pin
from archive.services import quotations, standing
from archive.services.decisions import credit_line, decision, sentences
from archive.services.unit import Unit
from archive.store.models import Excerpt, Proposal, Review

APPROVE = "approve"

NOT_APPROVED = "No reviewer has approved it for this use."
CHANGED = "Its words are no longer as they were approved; it needs a new review."


@dataclass(frozen=True, slots=True)
class Clearance:
    """An excerpt that may go out for a use at this instant: by which approval, on which terms."""

    excerpt: Excerpt
    review: Review
    allow: Allow
    attribution: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """An excerpt that may not go out for a use at this instant, and why, in sentences."""

    excerpt: Excerpt
    sentences: tuple[str, ...]


def proposal_for(excerpt: Excerpt, use: Use) -> Proposal | None:
    """The excerpt as it was put forward for the use."""
    return next((one for one in excerpt.proposals if one.use == use), None)


def approval(proposal: Proposal) -> Review | None:
    """The latest approval of a proposal."""
    approved = [review for review in proposal.reviews if review.decision == APPROVE]
    return approved[-1] if approved else None


def pinned(excerpt: Excerpt, use: Use, allow: Allow) -> Pinned:
    """All that an approval of the excerpt for the use rests on, as it is now."""
    return Pinned(
        text=quotations.shown_words(excerpt),
        attribution=credit_line(excerpt, allow),
        redactions=redactions(quotations.operations(excerpt)),
        uses=frozenset({str(use)}),
        grants=frozenset(allow.grants),
        versions=tuple(
            (str(passage.page_id), passage.version.number) for passage in excerpt.passages
        ),
    )


def is_current(review: Review, excerpt: Excerpt, allow: Allow) -> bool:
    """Whether the approval was given for exactly this, by its pin.

    A new version of a page in which the passage stands word for word leaves the approval alone,
    so the version is the one that the reviewer saw.
    """
    now = pinned(excerpt, Use(review.proposal.use), allow)
    seen = tuple((str(page), int(number)) for page, number in review.pinned["versions"])
    as_approved = Pinned(
        text=now.text,
        attribution=now.attribution,
        redactions=now.redactions,
        uses=now.uses,
        grants=now.grants,
        versions=seen,
    )
    return quotations.is_quoted_exactly(excerpt) and pin(as_approved) == review.pin


def clearance(unit: Unit, excerpt: Excerpt, use: Use) -> Clearance | Refusal:
    """Whether the excerpt may go out for the use now: consent, words and approval, all again."""
    answer = decision(unit, excerpt, use)
    if not isinstance(answer, Allow):
        return Refusal(excerpt, sentences(answer))
    proposal = proposal_for(excerpt, use)
    review = approval(proposal) if proposal and standing.is_cleared(proposal) else None
    if review is None:
        return Refusal(excerpt, (NOT_APPROVED,))
    if not is_current(review, excerpt, answer):
        return Refusal(excerpt, (CHANGED,))
    return Clearance(excerpt, review, answer, credit_line(excerpt, answer))


def reconsider(unit: Unit, excerpts: Iterable[Excerpt]) -> None:
    """Decide again on all that is approved, and stop what no longer holds."""
    for excerpt in excerpts:
        for proposal in excerpt.proposals:
            review = approval(proposal)
            if standing.is_cleared(proposal) and review is not None:
                answer = decision(unit, excerpt, Use(proposal.use))
                if stop := _stop(answer, review, excerpt):
                    standing.move(unit, proposal, stop, Mover.SYSTEM)


def _stop(answer: Decision, review: Review, excerpt: Excerpt) -> ExcerptState | None:
    if isinstance(answer, Allow):
        return None if is_current(review, excerpt, answer) else ExcerptState.STALE
    if not isinstance(answer, Deny):
        return ExcerptState.STALE
    if Reason.WITHDRAWN in answer.reasons:
        return ExcerptState.WITHDRAWN
    return ExcerptState.EXPIRED if Reason.EXPIRED in answer.reasons else ExcerptState.SUSPENDED
