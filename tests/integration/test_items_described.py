"""Items: listing them, describing them, setting legal mail apart, having them read again."""

import threading

import pytest
from sqlalchemy import select, update

from archive.domain.consent_words import Use
from archive.domain.items import ItemKind, ItemState, PageState
from archive.domain.people import SYSTEM, Role
from archive.errors import Conflict, NotFound, NotPermitted
from archive.jobs.worker import work
from archive.services import indexing, intake, items, listing
from archive.services.intake import Description
from archive.services.items import Described
from archive.services.jobs import JobKind, JobState
from archive.services.listing import Wanted
from archive.services.unit import Archive
from archive.store.models import Item, Job, Outbox, Page
from tests import story
from tests.conftest import AsRole
from tests.integration.conftest import ClientFor

KNOWN = {
    "kind": "letter",
    "author": "quiet-heron",
    "facility": "CIW",
    "written_on": "2021-06",
    "postmarked_on": "2021-06-14",
    "received_on": "2021-06-20",
    "language": "spa",
    "place": "box 3, folder 2",
    "notes": "Came with a drawing.",
}


def mark_of(archive: Archive, ref: str) -> str:
    with archive.reading(SYSTEM) as unit:
        return items.described(unit.session.scalars(select(Item).where(Item.ref == ref)).one()).mark


def page_of(archive: Archive, ref: str, **values: object) -> None:
    with archive.writing(SYSTEM) as unit:
        item = unit.session.scalars(select(Item).where(Item.ref == ref)).one()
        unit.session.execute(update(Page).where(Page.item_id == item.id).values(**values))


def jobs_of(archive: Archive) -> list[tuple[str, str]]:
    with archive.reading(SYSTEM) as unit:
        return [(job.kind, job.state) for job in unit.session.scalars(select(Job))]


def test_what_is_known_is_kept_and_shown(archive: Archive, client_for: ClientFor) -> None:
    ref = story.letter(archive, ["A line"], author=None)
    steward = client_for(Role.STEWARD)
    answer = steward.post(f"/items/{ref}/description", {**KNOWN, "mark": mark_of(archive, ref)})
    assert answer.status_code == 303
    page = steward.get(f"/items/{ref}").text
    for told in ("quiet-heron", "CIW", "2021-06", "box 3, folder 2", "Came with a drawing."):
        assert told in page
    assert "Description changed" in page
    with archive.reading(SYSTEM) as unit:
        item = unit.session.scalars(select(Item).where(Item.ref == ref)).one()
        assert (item.written_on, item.language) == ("2021-06", "spa")


def test_whoever_describes_a_batch_is_led_from_letter_to_letter(
    archive: Archive, client_for: ClientFor
) -> None:
    earlier, later = (story.letter(archive, [line], author=None) for line in ("One", "Two"))
    scanner = client_for(Role.SCANNER)
    first = {**KNOWN, "mark": mark_of(archive, later)}
    page = scanner.post(f"/items/{later}/description", first, follow_redirects=True).text
    assert f'<a href="/items/{earlier}">The next one without an author' in page
    last = {**KNOWN, "mark": mark_of(archive, earlier)}
    page = scanner.post(f"/items/{earlier}/description", last, follow_redirects=True).text
    assert "Back to the batch" in page


def test_a_reader_sees_the_description_as_facts_without_a_form(
    archive: Archive, client_for: ClientFor
) -> None:
    ref = story.letter(archive, ["A line"], written_on="2021-06")
    page = client_for(Role.WRITER).get(f"/items/{ref}").text
    assert "June 2021" in page
    assert "Save description" not in page
    assert "Download" not in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("written_on", "June", "Write the date as 2021"),
        ("written_on", "2021-13", "no such day"),
        ("author", "Not A Code", "small letters"),
        ("received_on", "yesterday", "must be a day"),
        ("kind", "parcel", "Choose one of the listed values"),
    ],
)
def test_what_cannot_be_kept_stays_on_the_screen_with_a_sentence(
    archive: Archive, client_for: ClientFor, field: str, value: str, said: str
) -> None:
    ref = story.letter(archive, ["A line"])
    steward = client_for(Role.STEWARD)
    form = {**KNOWN, "mark": mark_of(archive, ref), "notes": "typed at length", field: value}
    answer = steward.post(f"/items/{ref}/description", form)
    assert answer.status_code == 400
    assert said in answer.text
    assert "typed at length" in answer.text


def test_a_change_made_in_the_meantime_is_shown_beside_ones_own(
    archive: Archive, client_for: ClientFor
) -> None:
    ref = story.letter(archive, ["A line"])
    steward, stale = client_for(Role.STEWARD), mark_of(archive, ref)
    steward.post(f"/items/{ref}/description", {**KNOWN, "mark": stale, "notes": "theirs"})
    answer = steward.post(f"/items/{ref}/description", {**KNOWN, "mark": stale, "notes": "mine"})
    assert answer.status_code == 409
    assert "As it is kept now" in answer.text
    assert "theirs" in answer.text
    assert "mine" in answer.text


def test_reading_in_the_meantime_is_no_change_of_the_description(
    archive: Archive, staff: AsRole
) -> None:
    ref = story.letter(archive, ["A line"])
    mark = mark_of(archive, ref)
    with archive.writing(SYSTEM) as unit:
        unit.session.scalars(select(Item).where(Item.ref == ref)).one().state = ItemState.READ
    with archive.writing(staff(Role.SCANNER)) as unit:
        item = unit.session.scalars(select(Item).where(Item.ref == ref)).one()
        kept = items.described(item)
        items.describe(unit, ref, mark, kept)


def test_a_transcriber_describes_nothing(archive: Archive, staff: AsRole) -> None:
    ref = story.letter(archive, ["A line"])
    with pytest.raises(NotPermitted), archive.writing(staff(Role.TRANSCRIBER)) as unit:
        items.describe(unit, ref, "", _nothing())


def test_setting_legal_mail_apart_stops_its_reading_and_hides_it(
    archive: Archive, staff: AsRole
) -> None:
    scanner = staff(Role.SCANNER)
    with archive.writing(scanner) as unit:
        kept = intake.keep(unit, b"%PDF-1.7", "application/pdf", "a.pdf")
        batch = intake.open_batch(unit)
        ref = intake.receive(unit, kept, batch, Description()).item_ref
        items.quarantine(unit, ref)
    assert jobs_of(archive) == [(JobKind.OPEN, JobState.CANCELLED)]
    with archive.reading(scanner) as unit, pytest.raises(NotFound):
        items.item(unit, ref)


def test_setting_legal_mail_apart_takes_it_out_of_the_index(
    archive: Archive, staff: AsRole
) -> None:
    ref = story.letter(archive, ["A line to counsel"])
    indexing.apply_outbox(archive)
    assert len(archive.index.pages()) == 1
    with archive.writing(staff(Role.SCANNER)) as unit:
        items.quarantine(unit, ref)
    indexing.apply_outbox(archive)
    assert len(archive.index.pages()) == 0


def test_setting_legal_mail_apart_suspends_what_was_to_be_used(
    archive: Archive, staff: AsRole
) -> None:
    ref = story.letter(archive, ["A line to counsel"])
    writer = staff(Role.WRITER)
    made = story.marked(archive, writer, ref, "A line")
    story.submitted(archive, writer, made, Use.REPORT)
    with archive.writing(staff(Role.STEWARD)) as unit:
        items.quarantine(unit, ref)
        excerpts = items._excerpts(unit, items.item(unit, ref))
        assert [p.state for each in excerpts for p in each.proposals] == ["suspended"]


def test_a_steward_clears_it_and_it_is_read_and_found(archive: Archive, staff: AsRole) -> None:
    ref = story.letter(archive, ["A line"], is_legal_mail=True)
    page_of(archive, ref, state=PageState.WAITING)
    with archive.writing(staff(Role.STEWARD)) as unit:
        items.release(unit, ref)
        with pytest.raises(Conflict):
            items.release(unit, ref)
    assert jobs_of(archive) == [(JobKind.READ, JobState.WAITING)]
    with archive.reading(SYSTEM) as unit:
        assert unit.session.scalars(select(Outbox)).first() is not None


def test_a_scanner_cannot_clear_legal_mail(archive: Archive, client_for: ClientFor) -> None:
    ref = story.letter(archive, ["A line"], is_legal_mail=True)
    assert client_for(Role.SCANNER).post(f"/items/{ref}/release").status_code == 403


def test_the_screen_tells_a_scanner_that_set_apart_mail_is_gone_for_them(
    archive: Archive, client_for: ClientFor
) -> None:
    ref = story.letter(archive, ["A line"])
    scanner = client_for(Role.SCANNER)
    answer = scanner.post(f"/items/{ref}/quarantine")
    assert answer.location == "/items"
    assert "only a steward can open it" in scanner.get("/items").text
    assert scanner.get(f"/items/{ref}").status_code == 404


def test_a_page_that_needs_it_is_read_again_once(archive: Archive, staff: AsRole) -> None:
    ref = story.letter(archive, ["A line"], ["Another"])
    page_of(archive, ref, state=PageState.NEEDS_REVIEW, code="set-aside", reason="It broke off.")
    with archive.writing(staff(Role.SCANNER)) as unit:
        assert items.read_again(unit, ref) == 2
        assert items.item(unit, ref).state is ItemState.WAITING
        with pytest.raises(Conflict, match="being read already"):
            items.read_again(unit, ref)
    assert jobs_of(archive) == [(JobKind.READ, JobState.WAITING)] * 2


def test_what_a_person_typed_is_never_read_over(archive: Archive, staff: AsRole) -> None:
    ref = story.letter(archive, ["A line"])
    story.retype(archive, staff(Role.TRANSCRIBER), ref, 1, {"A line": "My line"})
    page_of(archive, ref, state=PageState.NEEDS_REVIEW)
    with pytest.raises(Conflict), archive.writing(staff(Role.SCANNER)) as unit:
        items.read_again(unit, ref, 1)


def test_a_file_that_broke_the_reading_is_opened_again(
    archive: Archive, staff: AsRole, client_for: ClientFor
) -> None:
    scanner = client_for(Role.SCANNER)
    with archive.writing(scanner.actor) as unit:
        kept = intake.keep(unit, b"%PDF-1.7 broken", "application/pdf", "a.pdf")
        ref = intake.receive(unit, kept, intake.open_batch(unit), Description()).item_ref
    work(archive, threading.Event(), until_empty=True)
    with archive.writing(SYSTEM) as unit:
        item = unit.session.scalars(select(Item).where(Item.ref == ref)).one()
        item.state, item.reason = ItemState.NEEDS_REVIEW, "Reading broke off."
    assert "Read again" in scanner.get(f"/items/{ref}").text
    assert scanner.post(f"/items/{ref}/read").status_code == 303
    assert (JobKind.OPEN, JobState.WAITING) in jobs_of(archive)


def test_a_locked_file_says_what_to_do(archive: Archive, client_for: ClientFor) -> None:
    ref = story.letter(archive, ["A line"])
    with archive.writing(SYSTEM) as unit:
        item = unit.session.scalars(select(Item).where(Item.ref == ref)).one()
        item.state, item.reason = ItemState.LOCKED, "It is locked."
    page = client_for(Role.SCANNER).get(f"/items/{ref}").text
    assert "save it without one" in page


def test_the_list_is_narrowed_by_the_address(archive: Archive, client_for: ClientFor) -> None:
    heron = story.letter(archive, ["A line"], author="quiet-heron")
    field = story.letter(archive, ["A line"], author="amber-field", kind=ItemKind.CARD)
    writer = client_for(Role.WRITER)
    for query in ("author=quiet-heron", "kind=letter", "author=Quiet-Heron&state=read"):
        page = writer.get(f"/items?{query}").text
        assert (heron in page, field in page) == (True, False), query
    assert "Nothing here is all of that" in writer.get("/items?author=nobody").text
    assert writer.get("/items?kind=parcel").status_code == 400


def test_the_list_shows_and_counts_nothing_hidden(archive: Archive, staff: AsRole) -> None:
    shown = story.letter(archive, ["A line"])
    hidden = story.letter(archive, ["To counsel"], is_legal_mail=True)
    for role, expected in (
        (Role.WRITER, {shown}),
        (Role.STEWARD, {shown, hidden}),
    ):
        with archive.reading(staff(role)) as unit:
            found = listing.listed(unit, Wanted())
            assert {row.item.ref for row in found.rows} == expected
            assert found.total == len(expected)


def test_an_admin_reads_no_items(client_for: ClientFor) -> None:
    assert client_for(Role.ADMIN).get("/items").status_code == 403


def test_the_list_goes_on_over_pages(
    archive: Archive, staff: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "LISTED", 2)
    refs = [story.letter(archive, ["A line"]) for _ in range(5)]
    seen = []
    with archive.reading(staff(Role.WRITER)) as unit:
        for page in (1, 2, 3):
            found = listing.listed(unit, Wanted(), page)
            assert (found.total, found.pages) == (5, 3)
            seen += [row.item.ref for row in found.rows]
        assert listing.listed(unit, Wanted(), 99).page == 3
    assert sorted(seen) == sorted(refs)


@pytest.mark.parametrize("order", ["received", "written", "entered", "nonsense"])
def test_every_order_lists_everything(archive: Archive, staff: AsRole, order: str) -> None:
    story.letter(archive, ["A line"], written_on="2020")
    story.letter(archive, ["A line"])
    with archive.reading(staff(Role.WRITER)) as unit:
        assert listing.listed(unit, Wanted(order=order)).total == 2


def test_consent_is_summed_up_for_those_who_may_read_it(
    archive: Archive, client_for: ClientFor
) -> None:
    ref = story.letter(archive, ["A line"])
    silent = "Nothing is recorded: nothing of this author may be used."
    assert silent in client_for(Role.STEWARD).get(f"/items/{ref}").text
    assert silent not in client_for(Role.TRANSCRIBER).get(f"/items/{ref}").text


def test_authors_are_listed_with_what_the_person_may_see(
    archive: Archive, client_for: ClientFor
) -> None:
    story.letter(archive, ["A line"], author="quiet-heron", facility="CIW")
    story.letter(archive, ["To counsel"], author="quiet-heron", is_legal_mail=True)
    writer = client_for(Role.WRITER)
    assert '<td class="number">1</td>' in writer.get("/authors").text
    page = writer.get("/authors/quiet-heron").text
    assert "CIW, 1 item" in page
    assert writer.get("/authors/nobody").status_code == 404


def test_an_author_is_entered_under_a_drawn_name(client_for: ClientFor) -> None:
    scanner = client_for(Role.SCANNER)
    assert "No authors yet" in scanner.get("/authors").text
    answer = scanner.post("/authors", {"code": "", "facility": "CCWF"})
    assert answer.status_code == 303
    assert "CCWF" in scanner.get(answer.location).text
    assert client_for(Role.WRITER).post("/authors", {"code": "x-y"}).status_code == 403


def _nothing() -> Described:
    return Described(ItemKind.LETTER, "", "", "", None, None, None, "", "")
