from hypothesis import given
from hypothesis import strategies as st

from archive.domain.audit import GENESIS, Entry, first_break, seal

VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
ENTRIES = st.dictionaries(st.text(max_size=4), VALUES, max_size=4)


def chain(entries: list[dict[str, object]]) -> list[tuple[Entry, str]]:
    sealed: list[tuple[Entry, str]] = []
    previous = GENESIS
    for entry in entries:
        previous = seal(previous, entry)
        sealed.append((entry, previous))
    return sealed


@given(st.lists(ENTRIES, min_size=1, max_size=8), st.data())
def test_any_change_removal_or_swap_breaks_the_chain_there(
    entries: list[dict[str, object]], data: st.DataObject
) -> None:
    sealed = chain(entries)
    assert first_break(sealed) is None
    at = data.draw(st.integers(0, len(sealed) - 1))
    changed = [*sealed]
    changed[at] = ({**entries[at], "added": "more"}, sealed[at][1])
    if "added" not in entries[at]:
        assert first_break(changed) == at
    if at < len(sealed) - 1:
        assert first_break(sealed[:at] + sealed[at + 1 :]) == at
        assert first_break([*sealed[:at], sealed[at + 1], sealed[at], *sealed[at + 2 :]]) == at
