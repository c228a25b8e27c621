"""Home: what waits, for each role, and nothing that the person may not see."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from archive.domain.excerpt_states import ExcerptState
from archive.domain.items import ItemState, PageState
from archive.domain.people import SYSTEM, Actor, Role
from archive.services import home, indexing, jobs
from archive.services.home import Task
from archive.services.jobs import JobKind, JobState
from archive.services.unit import Archive
from archive.store.models import Excerpt, Hold, Item, Proposal
from archive.web.access import ACCESS
from archive.web.home import SORTS
from tests import story
from tests.conftest import AsRole, StoppedClock
from tests.integration.conftest import ClientFor


def waiting(archive: Archive, actor: Actor) -> dict[Task, int]:
    with archive.reading(actor) as unit:
        return {one.task: one.count for one in home.waiting(unit)}


def put_forward(archive: Archive, ref: str, by: Actor, *states: ExcerptState) -> None:
    """An excerpt of the item by this person, put forward once for each state."""
    with archive.writing(SYSTEM) as unit:
        item = unit.one(select(Item).where(Item.ref == ref))
        number = len(unit.session.scalars(select(Excerpt)).all())
        excerpt = Excerpt(
            ref=f"EX{number}",
            item_id=item.id,
            operations=[],
            created_by=by.account_id,
            created_at=unit.now,
            proposals=[
                Proposal(use=use, state=state, submitted_by=by.account_id, submitted_at=unit.now)
                for use, state in zip(("report", "web", "press"), states, strict=False)
            ],
        )
        unit.session.add(excerpt)


def set_state(archive: Archive, ref: str, state: ItemState, page: PageState) -> None:
    with archive.writing(SYSTEM) as unit:
        item = unit.one(select(Item).where(Item.ref == ref))
        item.state = state
        for one in item.pages:
            one.state = page


def test_a_scanner_is_told_of_files_that_need_a_look(archive: Archive, staff: AsRole) -> None:
    set_state(archive, story.letter(archive, ["a"]), ItemState.LOCKED, PageState.READ)
    set_state(archive, story.letter(archive, ["b"]), ItemState.NEEDS_REVIEW, PageState.NEEDS_REVIEW)
    assert waiting(archive, staff(Role.SCANNER)) == {Task.LOCKED: 1, Task.NEEDS_A_LOOK: 1}


def test_nobody_but_a_steward_is_told_of_mail_in_quarantine(
    archive: Archive, staff: AsRole
) -> None:
    ref = story.letter(archive, ["secret"], is_legal_mail=True)
    set_state(archive, ref, ItemState.NEEDS_REVIEW, PageState.NEEDS_TRANSCRIPTION)
    indexing.apply_outbox(archive)
    for role in set(Role) - {Role.STEWARD}:
        assert waiting(archive, staff(role)) == {}, role
    assert waiting(archive, staff(Role.STEWARD)) == {Task.QUARANTINE: 1}


def test_a_transcriber_is_told_of_pages_to_type_and_of_others_work_to_verify(
    archive: Archive, staff: AsRole
) -> None:
    one, other = staff(Role.TRANSCRIBER, name="one"), staff(Role.TRANSCRIBER, name="other")
    hard = story.letter(archive, ["scrawl"], ["scrawl"])
    set_state(archive, hard, ItemState.NEEDS_TRANSCRIPTION, PageState.NEEDS_TRANSCRIPTION)
    story.retype(archive, one, hard, 1, {"scrawl": "school"})
    assert waiting(archive, one) == {Task.TO_TRANSCRIBE: 1}
    assert waiting(archive, other) == {Task.TO_TRANSCRIBE: 1, Task.TO_VERIFY: 1}
    story.verified(archive, other, hard)
    assert Task.TO_VERIFY not in waiting(archive, other)


def test_a_writer_is_told_of_their_own_excerpts_alone(archive: Archive, staff: AsRole) -> None:
    mine, theirs = staff(Role.WRITER, name="mine"), staff(Role.WRITER, name="theirs")
    ref = story.letter(archive, ["words"])
    put_forward(archive, ref, mine)
    put_forward(archive, ref, mine, ExcerptState.RETURNED, ExcerptState.APPROVED)
    put_forward(archive, ref, mine, ExcerptState.RETURNED, ExcerptState.RETURNED)
    put_forward(archive, ref, mine, ExcerptState.STALE, ExcerptState.EXPIRED, ExcerptState.DRAFT)
    put_forward(archive, ref, theirs, ExcerptState.SUBMITTED)
    assert waiting(archive, mine) == {
        Task.RETURNED: 2,
        Task.CHANGED: 1,
        Task.EXPIRED: 1,
        Task.READY: 1,
        Task.DRAFTS: 2,
    }


def test_a_reviewer_is_told_what_others_put_forward_and_since_when(
    archive: Archive, staff: AsRole, clock: StoppedClock, client_for: ClientFor
) -> None:
    writer = staff(Role.WRITER)
    ref = story.letter(archive, ["words"])
    put_forward(archive, ref, writer, ExcerptState.SUBMITTED, ExcerptState.SUBMITTED)
    clock.advance(days=6)
    both = staff(Role.REVIEWER, Role.WRITER, name="both")
    put_forward(archive, ref, both, ExcerptState.SUBMITTED)
    assert waiting(archive, both) == {Task.TO_REVIEW: 2}
    with archive.reading(both) as unit:
        assert (unit.now - (home.waiting(unit)[0].oldest or unit.now)).days == 6


def test_a_steward_is_told_of_holds_and_of_authors_who_were_never_asked(
    archive: Archive, staff: AsRole
) -> None:
    steward, writer = staff(Role.STEWARD), staff(Role.WRITER)
    for code in ("quiet-heron", "quiet-heron", "low-river"):
        ref = story.letter(archive, ["words"], author=code)
        put_forward(archive, ref, writer, ExcerptState.SUBMITTED)
    with archive.writing(SYSTEM) as unit:
        item = unit.one(select(Item).where(Item.ref == ref))
        unit.session.add(
            Hold(
                item_id=item.id,
                kind="safety",
                reason="asked",
                placed_by=steward.account_id,
                placed_at=unit.now,
            )
        )
    assert waiting(archive, steward) == {Task.HOLDS: 1, Task.NO_CONSENT: 2}


def test_an_admin_is_told_of_the_machine_and_of_no_item(archive: Archive, staff: AsRole) -> None:
    admin = staff(Role.ADMIN)
    ref = story.letter(archive, ["words"])
    with archive.writing(SYSTEM) as unit:
        item = unit.one(select(Item).where(Item.ref == ref))
        jobs.enqueue(unit, JobKind.OPEN, item.id).state = JobState.SET_ASIDE
    assert waiting(archive, admin) == {Task.JOBS_ASIDE: 1, Task.TO_INDEX: 1}
    indexing.apply_outbox(archive)
    for file in archive.settings.index.rglob("*.seg"):
        file.write_bytes(b"")
    assert waiting(archive, admin) == {Task.INDEX_BROKEN: 1, Task.JOBS_ASIDE: 1}
    with archive.reading(admin) as unit:
        told = home.home(unit)
    assert (told.kept, told.batch, told.recent) == (None, None, ())


def test_what_is_kept_counts_only_what_may_be_seen(archive: Archive, staff: AsRole) -> None:
    story.letter(archive, ["a"], ["b"], author="quiet-heron")
    story.letter(archive, ["c"], author="low-river", is_legal_mail=True)
    with archive.reading(staff(Role.WRITER)) as unit:
        kept = home.home(unit).kept
    assert kept is not None
    assert (kept.items, kept.pages, kept.authors) == (1, 2, 1)


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_home(client_for: ClientFor, archive: Archive, role: Role) -> None:
    client = client_for(role)
    assert client.get("/").status_code == 200
    ref = story.letter(archive, ["a"], written_on="2019-03", received_on=date(2019, 4, 1))
    hidden = story.letter(archive, ["b"], is_legal_mail=True)
    page = client.get("/").text
    assert (ref in page) == (role is not Role.ADMIN)
    assert (hidden in page) == (role is Role.STEWARD)


def test_an_empty_archive_says_what_to_do_first(client_for: ClientFor) -> None:
    assert "Scan letters" in client_for(Role.SCANNER).get("/").text
    assert "as soon as somebody scans them" in client_for(Role.WRITER).get("/").text


def test_the_count_of_a_card_is_that_of_the_list_it_opens(
    client_for: ClientFor, archive: Archive
) -> None:
    hard = story.letter(archive, ["scrawl"], ["scrawl"])
    set_state(archive, hard, ItemState.NEEDS_TRANSCRIPTION, PageState.NEEDS_TRANSCRIPTION)
    client = client_for(Role.TRANSCRIBER)
    assert "pages to transcribe" in client.get("/").text
    found = client.get("/search?q=state:needs_transcription&sort=oldest")
    assert "2 pages in 1 item," in found.text


def test_every_kind_of_work_has_a_place_where_it_is_done(app: Flask) -> None:
    assert set(SORTS) == set(Task)
    for endpoint in {sort.where[0] for sort in SORTS.values()}:
        assert endpoint in app.view_functions, endpoint
        assert endpoint in ACCESS, endpoint
