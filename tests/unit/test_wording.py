"""Figures in words."""

import pytest

from archive.services.histories import TOLD
from archive.web import wording


@pytest.mark.parametrize(
    ("part", "words"),
    [(0.0, "almost none"), (0.34, "about a third"), (0.5, "about half"), (1.0, "all")],
)
def test_a_share_is_said_in_words(part: float, words: str) -> None:
    assert wording.share(part) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(900, "900 bytes"), (310 * 1024, "310 KB"), (5 * 1024 * 1024, "5.0 MB")],
)
def test_a_size_is_said_as_people_read_it(count: int, words: str) -> None:
    assert wording.size(count) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (0, "less than a minute left"), (61, "2 min left"), (180, "3 min left")],
)
def test_time_left_is_said_or_left_out(seconds: int | None, words: str) -> None:
    assert wording.time_left(seconds) == words


def test_runs_of_pages_are_drawn_together() -> None:
    assert wording.numbers((1, 2, 3, 7)) == "1 to 3, 7"
    assert wording.numbers(()) == ""


def test_a_date_as_it_was_written_is_shown_for_reading() -> None:
    assert wording.partial_day("2021-06") == "June 2021"
    assert wording.partial_day(None) == ""


def test_every_act_that_a_history_tells_has_words() -> None:
    assert all(wording.deed(act)[1] != act for act in TOLD)
