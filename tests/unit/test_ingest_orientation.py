"""A page is turned only where another turn clearly reads better."""

from dataclasses import dataclass, field

import pytest
from PIL import Image

from ingest.orientation import upright_turn
from ingest.reading import Line, Reading, Word
from tests.drawn_scans import scribbled, typed

NOTHING = Reading("fake")


def words(text: str, certainty: float = 0.9) -> Reading:
    found = tuple(Word(word, (500, 300, 60, 20), certainty) for word in text.split())
    return Reading("fake", (Line(text, (500, 300, 60, 20), certainty, found),))


@dataclass
class ScriptedEngine:
    """Gives the prepared readings, one at each call."""

    script: list[Reading]
    name: str = "scripted"
    asked: list[tuple[int, int]] = field(default_factory=list)

    def read(self, image: Image.Image, language: str) -> Reading:
        self.asked.append(image.size)
        return self.script.pop(0)


def test_a_page_that_is_well_read_is_not_read_again() -> None:
    engine = ScriptedEngine([])
    assert upright_turn(typed(), words("well read"), 0.9, "eng", engine) == 0
    assert engine.asked == []


def test_level_lines_can_only_stand_on_their_head() -> None:
    engine = ScriptedEngine([words("garden behind the chapel")])
    assert upright_turn(typed(), NOTHING, 0.1, "eng", engine) == 180
    assert len(engine.asked) == 1


def test_upright_columns_of_ink_lie_on_one_of_two_sides() -> None:
    engine = ScriptedEngine([NOTHING, words("garden behind the chapel")])
    lying = typed().rotate(90, expand=True)
    assert upright_turn(lying, NOTHING, 0.1, "eng", engine) == 270
    assert len(engine.asked) == 2


@pytest.mark.parametrize(
    "found",
    [words("a few"), words("garden behind the chapel", 0.5), words("~~~ ||| --- ~~~ ||| ---")],
)
def test_without_a_clear_lead_a_page_stays_as_it_was_scanned(found: Reading) -> None:
    assert upright_turn(scribbled(), NOTHING, 0.1, "eng", ScriptedEngine([found] * 3)) == 0


def test_words_already_read_in_the_same_place_must_be_beaten_three_times() -> None:
    engine = ScriptedEngine([words("garden behind the chapel")])
    assert upright_turn(typed(), words("tomatoes along"), 0.1, "eng", engine) == 0
