import pytest

from archive.domain.consent_words import Method, Use
from archive.domain.people import Actor, Role
from archive.services import reports, withdrawal
from archive.services.unit import Archive
from archive.services.withdrawal import Level, Withdrawal
from tests.conftest import AsRole
from tests.integration.conftest import Client, ClientFor
from tests.story import agreed, approved, letter, marked

PAGE = ["the heat came through", "and the choir sang", "all of July."]
OUT = {"format": "docx", "purpose": "Annual report", "recipient": "Hearing Room Press"}


@pytest.fixture
def writer(client_for: ClientFor) -> Client:
    return client_for(Role.WRITER, name="Maya")


@pytest.fixture
def steward(staff: AsRole) -> Actor:
    return staff(Role.STEWARD, name="Ines")


@pytest.fixture
def made(archive: Archive, writer: Client, steward: Actor, staff: AsRole) -> list[str]:
    """Three excerpts, approved for a report."""
    ref = letter(archive, PAGE)
    agreed(archive, steward, ref, Use.REPORT)
    reviewer = staff(Role.REVIEWER, name="Ruth")
    return [approved(archive, writer.actor, reviewer, ref, words, Use.REPORT) for words in PAGE]


@pytest.fixture
def report(writer: Client, made: list[str]) -> str:
    """A report that holds the first two."""
    begun = writer.post("/reports", {"title": "Heat", "use": "report"})
    ref = begun.location.split("/")[-1]
    writer.post(f"/reports/{ref}/entries", {"excerpt": made[:2]})
    return str(ref)


def entries(archive: Archive, writer: Client, ref: str) -> list[str]:
    with archive.reading(writer.actor) as unit:
        return [entry.ref for entry in reports.view(unit, ref).entries]


def test_a_report_begins_empty_and_offers_what_may_go_in(
    archive: Archive, writer: Client, made: list[str]
) -> None:
    assert "No reports yet" in writer.get("/reports").text
    draft = marked(archive, writer.actor, letter(archive, ["other words"]), "other words")
    begun = writer.post("/reports", {"title": "Heat", "use": "report"})
    page = writer.get(begun.location).text
    assert "Nothing in it yet" in page
    assert all(f'value="{ref}"' in page for ref in made)
    assert draft not in page
    assert "Heat" in writer.get("/reports").text


def test_entries_are_moved_noted_and_taken_out(
    archive: Archive, writer: Client, report: str, made: list[str]
) -> None:
    first, second, _ = made
    writer.post(f"/reports/{report}/entries/{second}/move", {"position": "0"})
    assert entries(archive, writer, report) == [second, first]
    writer.post(f"/reports/{report}/entries/{first}/note", {"note": "In the summer of 2021."})
    assert "In the summer of 2021." in writer.get(f"/reports/{report}").text
    writer.post(f"/reports/{report}/entries/{second}/remove")
    assert entries(archive, writer, report) == [first]
    assert writer.post(f"/reports/{report}/entries/ZZZZZZ/remove").status_code == 404


def test_an_export_is_a_file_and_is_remembered(writer: Client, report: str) -> None:
    answer = writer.post(f"/reports/{report}/export", OUT)
    assert answer.status_code == 200
    assert answer.content_type.startswith("application/vnd.openxmlformats")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"PK")
    page = writer.get(f"/reports/{report}").text
    assert "Hearing Room Press" in page
    assert "Annual report" in page
    assert "SHA-256" in page


def test_markdown_holds_the_exact_words(writer: Client, report: str) -> None:
    answer = writer.post(f"/reports/{report}/export", {**OUT, "format": "markdown"})
    assert answer.status_code == 200
    assert "the heat came through" in answer.text


@pytest.mark.parametrize("missing", ["purpose", "recipient", "format"])
def test_an_export_needs_to_say_for_what_and_to_whom(
    writer: Client, report: str, missing: str
) -> None:
    answer = writer.post(f"/reports/{report}/export", {**OUT, missing: ""})
    assert answer.status_code == 400
    assert "Not exported." in answer.text
    kept = "purpose" if missing != "purpose" else "recipient"
    assert OUT[kept] in answer.text, "what was typed stays"


def test_after_a_withdrawal_the_export_says_why_for_each(
    archive: Archive, writer: Client, steward: Actor, report: str, made: list[str]
) -> None:
    writer.post(f"/reports/{report}/export", OUT)
    with archive.writing(steward) as unit:
        today = unit.now.date()
        withdrawal.withdraw(
            unit,
            Withdrawal("quiet-heron", Level.EXCERPT, today, Method.PHONE_NOTE, excerpt=made[0]),
        )
    page = writer.get(f"/reports/{report}").text
    assert "1 excerpt here may not go out now" in page
    assert "may not go out" in page
    answer = writer.post(f"/reports/{report}/export", OUT)
    assert answer.status_code == 409
    assert f"{made[0]}: " in answer.text
    assert f"{made[1]}: " not in answer.text


def test_what_is_not_approved_cannot_be_added(
    archive: Archive, writer: Client, report: str
) -> None:
    draft = marked(archive, writer.actor, letter(archive, ["other words"]), "other words")
    answer = writer.post(f"/reports/{report}/entries", {"excerpt": [draft]})
    assert answer.status_code == 409
    assert draft not in entries(archive, writer, report)
    assert writer.post(f"/reports/{report}/entries").status_code == 400


def test_a_title_can_be_changed_and_not_emptied(writer: Client, report: str) -> None:
    writer.post(f"/reports/{report}/title", {"title": "Heat and song"})
    assert "Heat and song" in writer.get("/reports").text
    assert writer.post(f"/reports/{report}/title", {"title": " "}).status_code == 400


def test_what_is_not_there_is_not_found(writer: Client) -> None:
    assert writer.get("/reports/ZZZZZZ").status_code == 404
    assert writer.post("/reports/ZZZZZZ/export", OUT).status_code == 404


@pytest.mark.parametrize("role", [Role.SCANNER, Role.REVIEWER, Role.STEWARD, Role.ADMIN])
def test_reports_are_the_writers(client_for: ClientFor, report: str, role: Role) -> None:
    other = client_for(role, name="Somebody")
    assert other.get("/reports").status_code == 403
    assert other.get(f"/reports/{report}").status_code == 403
    assert other.post(f"/reports/{report}/export", OUT).status_code == 403
