"""The people of the demo archive: an account for each role, and two who have to be two."""

from dataclasses import dataclass

from archive.domain.people import Actor, Role
from archive.services import accounts, logins
from archive.services.unit import Archive

PASSPHRASE = "open the demo archive"  # noqa: S105 - it is told to everyone who starts the demo

_MAKER = Actor(None, "demo", frozenset({Role.ADMIN}))
_ACCOUNTS = {
    **{role.value: (role,) for role in Role},
    "second-reviewer": (Role.REVIEWER,),
    "second-steward": (Role.STEWARD,),
}


@dataclass(frozen=True, slots=True)
class Staff:
    """Who does what in the demo."""

    scanner: Actor
    transcriber: Actor
    writer: Actor
    reviewer: Actor
    steward: Actor
    second_steward: Actor


def hire(archive: Archive) -> Staff:
    """Make the demo accounts; all have the same passphrase."""
    for name, roles in _ACCOUNTS.items():
        with archive.writing(_MAKER) as unit:
            accounts.add(unit, name, roles, PASSPHRASE)
    with archive.reading(_MAKER) as unit:
        named = {name: logins.actor_named(unit, name) for name in _ACCOUNTS}
    return Staff(
        scanner=named["scanner"],
        transcriber=named["transcriber"],
        writer=named["writer"],
        reviewer=named["reviewer"],
        steward=named["steward"],
        second_steward=named["second-steward"],
    )
