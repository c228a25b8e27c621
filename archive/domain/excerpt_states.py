"""An excerpt's life: its states, and who may move it from one to the next."""

from enum import StrEnum


class ExcerptState(StrEnum):
    """Where an excerpt stands on its way to use."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    USED = "used"
    STALE = "stale"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REFUSED = "refused"


class Mover(StrEnum):
    """In which capacity somebody moves an excerpt."""

    WRITER = "writer"
    REVIEWER = "reviewer"
    STEWARD = "steward"
    SYSTEM = "system"


_S, _M = ExcerptState, Mover
_MOVES: dict[tuple[ExcerptState | None, ExcerptState], frozenset[Mover]] = {
    (None, _S.DRAFT): frozenset({_M.WRITER}),
    (_S.DRAFT, _S.SUBMITTED): frozenset({_M.WRITER}),
    (_S.SUBMITTED, _S.DRAFT): frozenset({_M.WRITER}),
    (_S.SUBMITTED, _S.RETURNED): frozenset({_M.REVIEWER}),
    (_S.SUBMITTED, _S.REFUSED): frozenset({_M.REVIEWER}),
    (_S.SUBMITTED, _S.APPROVED): frozenset({_M.REVIEWER}),
    (_S.RETURNED, _S.DRAFT): frozenset({_M.WRITER}),
    (_S.APPROVED, _S.USED): frozenset({_M.WRITER}),
    (_S.USED, _S.USED): frozenset({_M.WRITER}),
    (_S.SUBMITTED, _S.STALE): frozenset({_M.SYSTEM}),
    (_S.APPROVED, _S.STALE): frozenset({_M.SYSTEM}),
    (_S.USED, _S.STALE): frozenset({_M.SYSTEM}),
    (_S.STALE, _S.DRAFT): frozenset({_M.WRITER}),
    (_S.EXPIRED, _S.DRAFT): frozenset({_M.WRITER}),
    (_S.SUSPENDED, _S.DRAFT): frozenset({_M.STEWARD}),
}
_STOPS = {
    _S.SUSPENDED: frozenset({_M.SYSTEM, _M.REVIEWER, _M.STEWARD}),
    _S.WITHDRAWN: frozenset({_M.SYSTEM, _M.STEWARD}),
    _S.EXPIRED: frozenset({_M.SYSTEM, _M.STEWARD}),
}


def may_move(state: ExcerptState | None, to: ExcerptState, by: Mover) -> bool:
    """Whether the table allows it; None is an excerpt not yet made.

    Every stop leads back only through a new review, and a withdrawn excerpt stays withdrawn.
    """
    if by in _MOVES.get((state, to), frozenset()):
        return True
    is_stoppable = state not in (None, to, _S.WITHDRAWN)
    return is_stoppable and by in _STOPS.get(to, frozenset())


def moves(state: ExcerptState | None, by: Mover) -> tuple[ExcerptState, ...]:
    """Where this mover may take it, in the order of the states."""
    return tuple(to for to in ExcerptState if may_move(state, to, by))
