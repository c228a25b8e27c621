from itertools import product

import pytest

from archive.domain.items import ItemState, PageState, item_state

P, S = PageState, ItemState


@pytest.mark.parametrize(
    ("pages", "state"),
    [
        ([], S.WAITING),
        ([P.READ], S.READ),
        ([P.BLANK], S.READ),
        ([P.READ, P.BLANK], S.READ),
        ([P.READ, P.NEEDS_TRANSCRIPTION, P.BLANK], S.NEEDS_TRANSCRIPTION),
        ([P.NEEDS_TRANSCRIPTION, P.NEEDS_REVIEW], S.NEEDS_REVIEW),
        ([P.NEEDS_REVIEW, P.WAITING, P.READ], S.WAITING),
    ],
)
def test_the_gravest_page_decides_what_an_item_is(pages: list[PageState], state: ItemState) -> None:
    assert item_state(pages) is state
    assert item_state(reversed(pages)) is state


def test_an_item_is_never_called_read_while_a_page_waits_for_somebody() -> None:
    for pages in product(PageState, repeat=3):
        is_done = set(pages) <= {P.READ, P.BLANK}
        assert (item_state(pages) is S.READ) is is_done
