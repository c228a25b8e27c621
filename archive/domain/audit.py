"""The audit trail as a chain: each entry is sealed together with the seal before it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

GENESIS = "0" * 64
"""What the first entry is sealed with."""

Entry = Mapping[str, object]


def canonical(entry: Entry) -> bytes:
    """The one way to write an entry down; times are written in UTC, and must say their zone."""
    return json.dumps(
        dict(entry),
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
        allow_nan=False,
        default=_plain,
    ).encode("ascii")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("An audit entry's time needs a zone.")
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"An audit entry cannot hold a {type(value).__name__}.")


def seal(previous: str, entry: Entry) -> str:
    """The seal of an entry that follows the entry with the previous seal."""
    return hashlib.sha256(previous.encode("ascii") + b"\n" + canonical(entry)).hexdigest()


def first_break(entries: Iterable[tuple[Entry, str]], previous: str = GENESIS) -> int | None:
    """The index of the first entry that its seal does not fit, or None if the chain holds.

    A chain cut off at its end still holds; compare its last seal with one kept elsewhere.
    """
    for index, (entry, sealed) in enumerate(entries):
        if seal(previous, entry) != sealed:
            return index
        previous = sealed
    return None
