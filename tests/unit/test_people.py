"""Who may do what, pinned: a change to the table has to be made here as well, on purpose."""

import pytest

from archive.domain.people import ALLOWED, SYSTEM, Actor, Permission, Role, may

ROLES = {
    "s": Role.SCANNER,
    "t": Role.TRANSCRIBER,
    "w": Role.WRITER,
    "r": Role.REVIEWER,
    "d": Role.STEWARD,
    "a": Role.ADMIN,
}
PINNED = {
    Permission.SCAN: "s",
    Permission.READ_ITEMS: "stwrd",
    Permission.READ_QUARANTINE: "d",
    Permission.DESCRIBE: "sd",
    Permission.TRANSCRIBE: "t",
    Permission.VERIFY: "tr",
    Permission.TAG: "stwd",
    Permission.EXCERPT: "w",
    Permission.READ_EXCERPTS: "wrd",
    Permission.REVIEW: "r",
    Permission.READ_CONSENT: "rd",
    Permission.RECORD_CONSENT: "d",
    Permission.PLACE_HOLDS: "d",
    Permission.REPORT: "w",
    Permission.MANAGE_ACCOUNTS: "a",
    Permission.SEE_SYSTEM: "a",
}


def test_every_permission_and_every_role_is_in_the_pinned_table() -> None:
    assert set(PINNED) == set(Permission)
    assert set(ALLOWED) == set(Role) == set(ROLES.values())


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("letter", ROLES)
def test_a_role_may_do_what_is_pinned_and_nothing_else(letter: str, permission: Permission) -> None:
    person = Actor(1, "somebody", frozenset({ROLES[letter]}))
    assert person.may(permission) is (letter in PINNED[permission])


def test_an_admin_can_read_and_approve_nothing() -> None:
    assert ALLOWED[Role.ADMIN] == {Permission.MANAGE_ACCOUNTS, Permission.SEE_SYSTEM}


def test_no_role_at_all_means_no() -> None:
    assert not any(may([], permission) for permission in Permission)
    assert not any(SYSTEM.may(permission) for permission in Permission)


def test_several_roles_may_do_what_each_of_them_may() -> None:
    assert may([Role.SCANNER, Role.REVIEWER], Permission.SCAN)
    assert may([Role.SCANNER, Role.REVIEWER], Permission.REVIEW)
    assert not may([Role.SCANNER, Role.REVIEWER], Permission.RECORD_CONSENT)
