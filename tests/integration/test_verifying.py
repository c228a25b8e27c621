"""Verifying a page: by somebody else, and only what was really read."""

import pytest
from sqlalchemy import select

from archive.domain.items import PageState, TextKind
from archive.domain.people import SYSTEM, Role
from archive.errors import Conflict, SeparationOfDuties
from archive.services import transcription
from archive.services.unit import Archive
from archive.services.visibility import visible_page
from archive.store.models import Line, Page
from tests.conftest import AsRole
from tests.story import letter, retype

LINES = ["They told me so.", "I kept every word of it."]


def half_read(archive: Archive) -> str:
    ref = letter(archive, LINES)
    with archive.writing(SYSTEM) as unit:
        unit.session.scalars(select(Page)).one().state = PageState.NEEDS_TRANSCRIPTION
    return ref


def test_a_page_that_is_half_unread_cannot_be_verified_as_a_whole(
    archive: Archive, staff: AsRole
) -> None:
    ref = half_read(archive)
    refused = pytest.raises(Conflict, match="type it first")
    with refused, archive.writing(staff(Role.TRANSCRIBER)) as unit:
        transcription.verify(unit, visible_page(unit, ref, 1))


def test_its_lines_can_be_compared_and_the_page_does_not_pass_for_verified(
    archive: Archive, staff: AsRole
) -> None:
    ref = half_read(archive)
    with archive.writing(staff(Role.REVIEWER)) as unit:
        keys = list(unit.session.scalars(select(Line.key)))
        page = visible_page(unit, ref, 1)
        assert transcription.verify(unit, page, keys) == len(LINES)
        assert page.text_kind is TextKind.MACHINE


def test_a_typed_page_is_verified_by_somebody_else(archive: Archive, staff: AsRole) -> None:
    ref, typist = half_read(archive), staff(Role.TRANSCRIBER)
    retype(archive, typist, ref, 1, {LINES[0]: "They told me so!"})
    with pytest.raises(SeparationOfDuties), archive.writing(typist) as unit:
        transcription.verify(unit, visible_page(unit, ref, 1))
    with archive.writing(staff(Role.REVIEWER)) as unit:
        page = visible_page(unit, ref, 1)
        transcription.verify(unit, page)
        assert (page.text_kind, page.state) == (TextKind.VERIFIED, PageState.READ)
