"""The letters of the demo archive, oldest received first. Nobody in them is real."""

from archive.demo.pages import Letter
from archive.demo.voices.forms import FORMS
from archive.demo.voices.men import MEN
from archive.demo.voices.spanish import SPANISH
from archive.demo.voices.typed import TYPED
from archive.demo.voices.women import WOMEN

LETTERS: tuple[Letter, ...] = tuple(
    sorted(
        (*WOMEN, *MEN, *TYPED, *SPANISH, *FORMS),
        key=lambda letter: (letter.received, letter.key),
    )
)


def letter(key: str) -> Letter:
    """The letter with this key."""
    return next(found for found in LETTERS if found.key == key)
