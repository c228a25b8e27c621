"""Days as people write them in a query: 2019, 2019-03, 2019-03-07, and ranges a..b."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Dates:
    """Days from first to last, both included; None is open."""

    first: date | None
    last: date | None

    def covers(self, day: date) -> bool:
        """Whether a day lies within."""
        after = self.first is None or self.first <= day
        return after and (self.last is None or day <= self.last)


def span(text: str) -> Dates | None:
    """Read a day, a month, a year or a range of them, open where an end is missing."""
    first, dots, last = text.partition("..")
    opening = _days(first)
    closing = _days(last) if dots else opening
    if (first and opening is None) or (last and closing is None) or not (opening or closing):
        return None
    dates = Dates(opening[0] if opening else None, closing[1] if closing else None)
    return dates if not (dates.first and dates.last and dates.last < dates.first) else None


def written(dates: Dates) -> str:
    """Write days in the shortest way that `span` reads as the same."""
    first, last = dates.first, dates.last
    if first and first == last:
        return first.isoformat()
    opening, closing = _opening(first), _closing(last)
    return opening if opening == closing else f"{opening}..{closing}"


def _days(text: str) -> tuple[date, date] | None:
    """The first and the last day of what is written, if it is a date at all."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return first, first if day else _end(first.year, first.month if month else 12)


def _end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _opening(day: date | None) -> str:
    if day is None or day.day != 1:
        return day.isoformat() if day else ""
    return f"{day:%Y}".zfill(4) if day.month == 1 else f"{day:%Y-%m}".zfill(7)


def _closing(day: date | None) -> str:
    if day is None or day != _end(day.year, day.month):
        return day.isoformat() if day else ""
    return f"{day:%Y}".zfill(4) if day.month == 12 else f"{day:%Y-%m}".zfill(7)
