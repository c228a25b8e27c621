"""Dates as authors write them: a year, a month of a year, or a day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Self

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_WRONG = "Write the date as 2021, 2021-06 or 2021-06-12."
_MONTHS = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "es": (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to its year, its month or its day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError(_WRONG)
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError as error:
            raise ValueError(f"There is no such day. {_WRONG}") from error

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD'; ValueError says what to write instead."""
        match = _SHAPE.fullmatch(text.strip())
        if match is None:
            raise ValueError(_WRONG)
        year, month, day = (None if part is None else int(part) for part in match.groups())
        return cls(year or 0, month, day)

    @property
    def earliest(self) -> date:
        """The first day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day that it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def covers(self, first: date, last: date | None = None) -> bool:
        """Whether every day from first to last lies within it."""
        return self.earliest <= first and (last or first) <= self.latest

    def display(self, language: str = "en") -> str:
        """For reading: '2021', 'June 2021', '12 June 2021'; 'junio de 2021' in Spanish."""
        if self.month is None:
            return f"{self.year:04}"
        month = _MONTHS.get(language, _MONTHS["en"])[self.month - 1]
        parts = [str(self.day)] if self.day else []
        return (" de " if language == "es" else " ").join([*parts, month, f"{self.year:04}"])

    def __str__(self) -> str:
        rest = [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join([f"{self.year:04}", *rest])
