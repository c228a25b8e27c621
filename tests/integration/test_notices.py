import pytest

from archive.domain.consent_words import Use
from archive.domain.people import SYSTEM, Role
from archive.errors import NotPermitted
from archive.services.notices import STANDARD, all_notices, seed_notices
from archive.services.unit import Archive
from tests.conftest import AsRole


def test_the_standard_notice_is_there_once_in_both_languages(
    archive: Archive, staff: AsRole
) -> None:
    with archive.writing(SYSTEM) as unit:
        seed_notices(unit)
    with archive.reading(staff(Role.STEWARD)) as unit:
        notices = all_notices(unit)
    assert [notice.code for notice in notices] == list(STANDARD.values())
    assert [notice.language for notice in notices] == ["en", "es"]


def test_each_use_is_asked_about_by_itself(archive: Archive, staff: AsRole) -> None:
    with archive.reading(staff(Role.STEWARD)) as unit:
        for notice in all_notices(unit):
            asked = [line for line in notice.body.splitlines() if line.startswith("- ")]
            assert len(asked) == len(set(asked)) == len(Use)


def test_the_notice_is_in_short_plain_sentences(archive: Archive, staff: AsRole) -> None:
    with archive.reading(staff(Role.STEWARD)) as unit:
        bodies = [notice.body for notice in all_notices(unit)]
    for body in bodies:
        sentences = [one for one in body.replace(":", ".").replace("?", ".").split(".") if one]
        words = [len(one.split()) for one in sentences if one.strip()]
        assert sum(words) / len(words) < 12


def test_only_the_archive_itself_issues_a_notice(archive: Archive, staff: AsRole) -> None:
    with pytest.raises(NotPermitted), archive.writing(staff(Role.STEWARD)) as unit:
        seed_notices(unit)
