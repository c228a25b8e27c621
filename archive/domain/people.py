"""Who works here, and what each role may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody does here; one account may hold several."""

    SCANNER = "scanner"
    TRANSCRIBER = "transcriber"
    WRITER = "writer"
    REVIEWER = "reviewer"
    STEWARD = "steward"
    ADMIN = "admin"


class Permission(StrEnum):
    """One kind of act."""

    SCAN = "scan"
    READ_ITEMS = "read_items"
    READ_QUARANTINE = "read_quarantine"
    DESCRIBE = "describe"
    TRANSCRIBE = "transcribe"
    VERIFY = "verify"
    TAG = "tag"
    EXCERPT = "excerpt"
    READ_EXCERPTS = "read_excerpts"
    REVIEW = "review"
    READ_CONSENT = "read_consent"
    RECORD_CONSENT = "record_consent"
    PLACE_HOLDS = "place_holds"
    REPORT = "report"
    MANAGE_ACCOUNTS = "manage_accounts"
    SEE_SYSTEM = "see_system"


_P = Permission

ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.SCANNER: frozenset({_P.SCAN, _P.READ_ITEMS, _P.DESCRIBE, _P.TAG}),
    Role.TRANSCRIBER: frozenset({_P.READ_ITEMS, _P.TRANSCRIBE, _P.VERIFY, _P.TAG}),
    Role.WRITER: frozenset({_P.READ_ITEMS, _P.TAG, _P.EXCERPT, _P.READ_EXCERPTS, _P.REPORT}),
    Role.REVIEWER: frozenset(
        {_P.READ_ITEMS, _P.VERIFY, _P.READ_EXCERPTS, _P.REVIEW, _P.READ_CONSENT}
    ),
    Role.STEWARD: frozenset(
        {
            _P.READ_ITEMS,
            _P.READ_QUARANTINE,
            _P.DESCRIBE,
            _P.TAG,
            _P.READ_EXCERPTS,
            _P.READ_CONSENT,
            _P.RECORD_CONSENT,
            _P.PLACE_HOLDS,
        }
    ),
    Role.ADMIN: frozenset({_P.MANAGE_ACCOUNTS, _P.SEE_SYSTEM}),
}
"""The whole table of who may do what; what is not written here is refused."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The person, or the system itself, on whose behalf something is done."""

    account_id: int | None
    name: str
    roles: frozenset[Role]

    def may(self, permission: Permission) -> bool:
        """Whether one of the actor's roles includes this."""
        return may(self.roles, permission)


def may(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether any of these roles includes the permission; no role means no."""
    return any(permission in ALLOWED[role] for role in roles)


SYSTEM = Actor(None, "system", frozenset())
"""The archive itself, at work on what a person asked for earlier."""
