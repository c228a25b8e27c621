"""Reading forms: what cannot be used is refused with a sentence that names the field."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from archive.errors import InvalidInput

Word = TypeVar("Word", bound=StrEnum)


def word(kind: type[Word], value: str, field: str) -> Word:
    """One word of a closed vocabulary."""
    try:
        return kind(value)
    except ValueError:
        raise InvalidInput(f"Choose one of the listed values for {field}.") from None


def maybe_word(kind: type[Word], value: str, field: str) -> Word | None:
    """One word of a closed vocabulary, or nothing where the field was left empty."""
    return word(kind, value, field) if value else None


def words(kind: type[Word], values: Iterable[str], field: str) -> list[Word]:
    """Several words of a closed vocabulary."""
    return [word(kind, value, field) for value in values]


def maybe_day(form: Mapping[str, str], field: str, label: str) -> date | None:
    """A day as a date field sends it, or nothing where it was left empty."""
    value = form.get(field, "").strip()
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InvalidInput(f"{label} must be a day such as 2026-03-31.") from None


def day(form: Mapping[str, str], field: str, label: str) -> date:
    """A day that has to be given."""
    given = maybe_day(form, field, label)
    if given is None:
        raise InvalidInput(f"{label} is missing.")
    return given


def whole(value: str, field: str) -> int:
    """A whole number that is not negative."""
    if not (value.isascii() and value.isdecimal() and len(value) <= 9):
        raise InvalidInput(f"{field} must be a whole number.")
    return int(value)
