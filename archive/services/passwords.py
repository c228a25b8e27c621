"""Passwords: argon2id, and never more than two at once, because each takes much memory and time."""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from archive.errors import InvalidInput

SHORTEST = 12
_AT_ONCE = threading.BoundedSemaphore(2)
_HASHER = PasswordHasher()


def hashed(password: str) -> str:
    """The hash to keep; a password that is too short is refused."""
    if len(password) < SHORTEST:
        raise InvalidInput(f"A passphrase has at least {SHORTEST} characters; take a sentence.")
    with _AT_ONCE:
        return _HASHER.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether this is the password; it takes as long where there is no such account."""
    with _AT_ONCE:
        try:
            _HASHER.verify(password_hash or _nobodys(), password)
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


@cache
def _nobodys() -> str:
    return _HASHER.hash("a password that nobody has")
