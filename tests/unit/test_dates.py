from datetime import date

import pytest

from archive.domain.dates import PartialDate


@pytest.mark.parametrize("text", ["2021", "2021-06", "2021-06-12", "1999-12-31"])
def test_a_date_is_read_and_written_alike(text: str) -> None:
    assert str(PartialDate.parse(f" {text} ")) == text


@pytest.mark.parametrize(
    "text", ["", "21", "2021-6", "2021-13", "2021-02-30", "June 2021", "2021-06-12T00:00", "0000"]
)
def test_what_is_no_date_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="Write the date as 2021, 2021-06 or 2021-06-12"):
        PartialDate.parse(text)


def test_a_day_needs_its_month() -> None:
    with pytest.raises(ValueError, match="Write the date"):
        PartialDate(2021, None, 3)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2021-06-12", date(2021, 6, 12), date(2021, 6, 12)),
    ],
)
def test_a_partial_date_spans_all_days_that_it_can_mean(
    text: str, earliest: date, latest: date
) -> None:
    read = PartialDate.parse(text)
    assert (read.earliest, read.latest) == (earliest, latest)


def test_covering_needs_every_day_and_falling_only_one() -> None:
    june = PartialDate.parse("2021-06")
    assert june.covers(date(2021, 6, 1), date(2021, 6, 30))
    assert not june.covers(date(2021, 6, 1), date(2021, 7, 1))
    assert june.covers(date(2021, 6, 5))


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("2021", "en", "2021"),
        ("2021-06", "en", "June 2021"),
        ("2021-06-12", "en", "12 June 2021"),
        ("2021-06-12", "es", "12 de junio de 2021"),
        ("2021-06", "es", "junio de 2021"),
    ],
)
def test_dates_are_shown_as_people_write_them(text: str, language: str, shown: str) -> None:
    assert PartialDate.parse(text).display(language) == shown
