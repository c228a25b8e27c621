from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from archive.domain.audit import GENESIS, Entry, canonical, first_break, seal

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_an_entry_is_written_down_one_way_whatever_the_order_of_its_keys() -> None:
    assert (
        canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1}) == b'{"a":"\\u00e9","b":1}'
    )


def test_one_instant_is_written_one_way_in_every_zone() -> None:
    pacific = NOON.astimezone(timezone(timedelta(hours=-8)))
    assert canonical({"at": NOON}) == canonical({"at": pacific})
    assert b"2026-03-01T12:00:00.000000+00:00" in canonical({"at": NOON})
    assert canonical({"on": date(2026, 3, 1)}) == b'{"on":"2026-03-01"}'


@pytest.mark.parametrize("value", [datetime(2026, 3, 1), b"bytes", {1, 2}])  # noqa: DTZ001
def test_what_has_no_one_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="audit entry"):
        canonical({"value": value})
    with pytest.raises(ValueError, match="JSON"):
        canonical({"value": float("nan")})


def test_an_empty_chain_holds() -> None:
    assert first_break([]) is None


def test_the_first_changed_entry_is_found() -> None:
    entries: list[tuple[Entry, str]] = []
    previous = GENESIS
    for number in range(4):
        entry = {"n": number, "act": "open"}
        previous = seal(previous, entry)
        entries.append((entry, previous))
    assert first_break(entries) is None
    entries[2] = ({"n": 2, "act": "close"}, entries[2][1])
    assert first_break(entries) == 2
