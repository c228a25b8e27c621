"""Two who act at the same moment: neither undoes the other, and nothing is left half told."""

import threading
from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import select

from archive.domain.consent_words import Use
from archive.domain.items import ItemState, PageState, TextKind
from archive.domain.people import SYSTEM, Role
from archive.domain.transcription import MachineReading
from archive.errors import Conflict
from archive.jobs import queue
from archive.services import decisions, excerpts, indexing, review, transcription
from archive.services.jobs import JobKind, enqueue
from archive.services.review import Verdict
from archive.services.transcription import TypedLine
from archive.services.unit import Archive, Unit
from archive.store.models import Author, Item, Outbox, Page, Review
from tests.conftest import AsRole
from tests.story import agreed, letter, marked, submitted, verified

READING = MachineReading(PageState.BLANK, "none", (), 1.0, 1.0, 0, 10, 10, b"")


def _pages(unit: Unit, ref: str) -> list[Page]:
    query = select(Page).join(Item).where(Item.ref == ref).order_by(Page.number)
    return list(unit.session.scalars(query))


def test_the_last_two_pages_finished_at_once_finish_their_letter(made: Archive) -> None:
    ref = letter(made, ["One"], ["Two"])
    with made.writing(SYSTEM) as unit:
        for page in _pages(unit, ref):
            page.state = PageState.WAITING
        transcription.refresh_item(unit, _pages(unit, ref)[0].item)
    digest = made.images.put(b"an image")

    def finish(number: int) -> None:
        with made.writing(SYSTEM) as unit:
            transcription.store_reading(unit, _pages(unit, ref)[number], READING, digest)

    other = threading.Thread(target=finish, args=(1,))
    with made.writing(SYSTEM) as unit:
        transcription.store_reading(unit, _pages(unit, ref)[0], READING, digest)
        other.start()
        other.join(timeout=0.5)
    other.join()
    with made.reading(SYSTEM) as unit:
        pages = _pages(unit, ref)
        assert [page.state for page in pages] == [PageState.BLANK, PageState.BLANK]
        assert pages[0].item.state is ItemState.READ


def test_who_had_to_wait_for_an_author_acts_after_the_one_who_was_waited_for(
    made: Archive,
) -> None:
    letter(made, ["One"])
    instants: list[datetime] = []

    def wait() -> None:
        with made.writing(SYSTEM) as unit:
            decisions.hold_still(unit, [author])
            instants.append(unit.now)

    other = threading.Thread(target=wait)
    with made.writing(SYSTEM) as unit:
        author = unit.session.scalars(select(Author.id)).one()
        decisions.hold_still(unit, [author])
        other.start()
        other.join(timeout=0.3)
        assert other.is_alive()
        recorded = made.clock()
    other.join()
    assert instants[0] > recorded


def test_a_reviewer_cannot_approve_what_is_being_taken_back(
    archive: Archive, staff: AsRole
) -> None:
    writer, reviewer = staff(Role.WRITER), staff(Role.REVIEWER)
    ref = letter(archive, ["It rained"])
    agreed(archive, staff(Role.STEWARD), ref, Use.REPORT)
    verified(archive, reviewer, ref)
    made = marked(archive, writer, ref, "It rained")
    submitted(archive, writer, made, Use.REPORT)

    def decide() -> None:
        with archive.writing(reviewer) as unit:
            assert excerpts.excerpt(unit, made).proposals[0].state == "submitted"
            with archive.writing(writer) as meanwhile:
                excerpts.take_back(meanwhile, made, Use.REPORT)
            review.decide(unit, made, Use.REPORT, Verdict.APPROVE)

    with pytest.raises(Conflict):
        decide()
    with archive.reading(reviewer) as unit:
        assert unit.session.scalars(select(Review)).all() == []


def test_text_saved_while_the_machine_reads_stays_the_text_that_is_shown(
    archive: Archive, staff: AsRole
) -> None:
    typist = staff(Role.TRANSCRIBER)
    ref = letter(archive, ["One"])
    with archive.writing(SYSTEM) as unit:
        page = _pages(unit, ref)[0]
        with archive.writing(typist) as meanwhile:
            transcription.save(meanwhile, ref, 1, 1, [TypedLine("", "One line")])
        transcription.store_reading(unit, page, READING, archive.images.put(b"an image"))
    with archive.reading(typist) as unit:
        page = _pages(unit, ref)[0]
        shown = transcription.current_version(unit, page)
        assert shown is not None
        assert [line.text for line in shown.lines] == ["One line"]
        assert (page.text_kind, page.state) == (TextKind.HUMAN, PageState.READ)


def test_a_page_that_people_typed_meanwhile_needs_nobody_where_the_machine_gives_up(
    archive: Archive, staff: AsRole
) -> None:
    ref = letter(archive, ["One"])
    with archive.writing(SYSTEM) as unit:
        page = _pages(unit, ref)[0]
        enqueue(unit, JobKind.READ, page.item_id, page.id)
    with archive.writing(staff(Role.TRANSCRIBER)) as unit:
        transcription.save(unit, ref, 1, 1, [TypedLine("", "One line")])
    for _ in range(archive.settings.job_attempts):
        held = queue.lease(archive, "another-machine:1:1")
        assert held is not None
        queue.fail(archive, held, "crashed", "It broke off.")
    assert queue.lease(archive, "another-machine:1:1") is None
    with archive.reading(SYSTEM) as unit:
        page = _pages(unit, ref)[0]
        assert (page.state, page.reason) == (PageState.READ, None)
        assert page.item.state is ItemState.READ


def test_a_change_committed_during_a_rebuild_still_waits_for_the_index(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter(archive, ["One"])
    with archive.reading(SYSTEM) as unit:
        row = unit.session.scalars(select(Outbox)).one()
        earlier, page_id = row.id - 1, row.page_id
    forget = indexing._forget

    def after_one_more(archive: Archive, rows: Sequence[int]) -> None:
        with archive.writing(SYSTEM) as unit:
            unit.session.add(Outbox(id=earlier, page_id=page_id, written_at=unit.now))
        forget(archive, rows)

    monkeypatch.setattr(indexing, "_forget", after_one_more)
    indexing.rebuild(archive)
    with archive.reading(SYSTEM) as unit:
        assert unit.session.scalars(select(Outbox.id)).all() == [earlier]
