"""A review or an export that fails on its way leaves nothing behind."""

import pytest
from sqlalchemy import func, select

from archive.domain.consent_words import Use
from archive.domain.people import Actor, Role
from archive.services import excerpts, exporting, reports, review, standing
from archive.services.documents import Document
from archive.services.exporting import Format
from archive.services.review import Verdict
from archive.services.unit import Archive
from archive.store.models import AuditEntry, Export, LineVerification, Review
from tests.conftest import AsRole
from tests.story import agreed, approved, letter, marked, submitted

PAGE = ["It rained", "into the cell."]


class PowerCut(Exception):
    """Nothing that anybody here catches."""


@pytest.fixture
def writer(staff: AsRole) -> Actor:
    return staff(Role.WRITER)


@pytest.fixture
def reviewer(staff: AsRole) -> Actor:
    return staff(Role.REVIEWER)


@pytest.fixture
def ref(archive: Archive, staff: AsRole) -> str:
    made = letter(archive, PAGE)
    agreed(archive, staff(Role.STEWARD), made, Use.REPORT)
    return made


def count(archive: Archive, actor: Actor, *columns: object) -> list[int]:
    with archive.reading(actor) as unit:
        return [unit.session.scalar(select(func.count(column))) or 0 for column in columns]  # type: ignore[arg-type]


def test_a_decision_cut_short_approves_and_verifies_nothing(
    archive: Archive, writer: Actor, reviewer: Actor, ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = marked(archive, writer, ref, "It rained")
    submitted(archive, writer, made, Use.REPORT)
    tables = (Review.id, LineVerification.line_id, AuditEntry.id)
    before = count(archive, writer, *tables)
    reached = []

    def cut(*_: object) -> None:
        reached.append(True)
        raise PowerCut

    monkeypatch.setattr(standing, "move", cut)
    with pytest.raises(PowerCut), archive.writing(reviewer) as unit:
        review.decide(unit, made, Use.REPORT, Verdict.APPROVE, has_compared=True)
    assert reached
    assert count(archive, writer, *tables) == before
    with archive.reading(writer) as unit:
        assert excerpts.excerpt(unit, made).proposals[0].state == "submitted"


def test_an_export_that_cannot_be_written_is_not_recorded(
    archive: Archive, writer: Actor, reviewer: Actor, ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = approved(archive, writer, reviewer, ref, "It rained", Use.REPORT)
    with archive.writing(writer) as unit:
        report = reports.create(unit, "Rain", Use.REPORT).ref
        reports.add(unit, report, made)

    def broken(document: Document) -> bytes:
        assert document.entries
        raise PowerCut

    monkeypatch.setitem(exporting._WRITERS, Format.DOCX, (broken, "", "docx"))
    with pytest.raises(PowerCut), archive.writing(writer) as unit:
        exporting.export(unit, report, Format.DOCX, "annual report", "the printer")
    assert count(archive, writer, Export.id) == [0]
