"""How far each proposed use of an excerpt has come, and who moves it on or stops it."""

from sqlalchemy import inspect

from archive.domain.excerpt_states import ExcerptState, Mover, may_move
from archive.errors import Conflict
from archive.services.unit import Unit
from archive.store.models import Excerpt, Proposal

CLEARED = (ExcerptState.APPROVED, ExcerptState.USED)
"""The states in which an excerpt may go out, if consent says so at that instant."""

_UNDER_WAY = (ExcerptState.SUBMITTED, *CLEARED)


def move(unit: Unit, proposal: Proposal, to: ExcerptState, by: Mover) -> None:
    """Move a proposal, or Conflict where the table of states does not lead there.

    The state is read again under a lock, so that of two who move it at once one comes second.
    """
    if inspect(proposal).persistent:
        unit.session.flush()
        unit.session.refresh(proposal, ["state"], with_for_update=True)
    state = ExcerptState(proposal.state)
    if not may_move(state, to, by):
        raise Conflict(f"An excerpt that is {state} for this use cannot become {to} now.")
    proposal.state = str(to)
    unit.audit(
        "proposal.move", f"excerpt:{proposal.excerpt.ref}", use=proposal.use, before=state, to=to
    )


def is_cleared(proposal: Proposal) -> bool:
    """Whether a reviewer approved it and nothing has stopped it since."""
    return proposal.state in CLEARED


def outdate(unit: Unit, excerpt: Excerpt) -> None:
    """Its words have changed: what was approved or submitted as it was is stale."""
    for proposal in excerpt.proposals:
        if proposal.state in _UNDER_WAY:
            move(unit, proposal, ExcerptState.STALE, Mover.SYSTEM)


def suspend(unit: Unit, excerpt: Excerpt) -> None:
    """Stop everything that is approved or on its way to it."""
    for proposal in excerpt.proposals:
        if proposal.state in _UNDER_WAY:
            move(unit, proposal, ExcerptState.SUSPENDED, Mover.SYSTEM)


def release(unit: Unit, excerpt: Excerpt) -> None:
    """Give back to the writer what was suspended; only a new review approves it again."""
    for proposal in excerpt.proposals:
        if proposal.state == ExcerptState.SUSPENDED:
            move(unit, proposal, ExcerptState.DRAFT, Mover.STEWARD)
