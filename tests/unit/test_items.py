from itertools import product

import pytest

from archive.domain.items import ItemState, PageState, item_state

P, I = PageState, ItemState


@pytest.mark.parametrize(
    ("pages", "state"),
    [
        ([], I.WAITING),
        ([P.READ], I.READ),
        ([P.BLANK], I.READ),
        ([P.READ, P.BLANK], I.READ),
        ([P.READ, P.NEEDS_TRANSCRIPTION, P.BLANK], I.NEEDS_TRANSCRIPTION),
        ([P.NEEDS_TRANSCRIPTION, P.NEEDS_REVIEW], I.NEEDS_REVIEW),
        ([P.NEEDS_REVIEW, P.WAITING, P.READ], I.WAITING),
    ],
)
def test_the_gravest_page_decides_what_an_item_is(
    pages: list[PageState], state: ItemState
) -> None:
    assert item_state(pages) is state
    assert item_state(reversed(pages)) is state


def test_an_item_is_never_called_read_while_a_page_waits_for_somebody() -> None:
    for pages in product(PageState, repeat=3):
        is_done = set(pages) <= {P.READ, P.BLANK}
        assert (item_state(pages) is I.READ) is is_done
