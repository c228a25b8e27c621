import re
from html import unescape

import pytest
from werkzeug.test import TestResponse

from archive.domain.consent_words import Method, Use
from archive.domain.people import Role
from archive.services import excerpts
from archive.services.unit import Archive
from tests.conftest import AsRole, StoppedClock
from tests.integration.conftest import Client, ClientFor
from tests.story import agreed, letter, marked, submitted

PAGE = ["Before it all", "the heat came through", "and I never slept", "for a month.", "So it was."]
WORDS = "the heat came through\nand I never slept"
COMPARED = {"decision": "approve", "compared": "1"}
_SEEN = re.compile(r'name="(seen_\w+)" value="([^"]*)"')


def compared(person: Client, path: str) -> TestResponse:
    """Open the desk, compare the words with the image, and approve what is shown."""
    shown = _SEEN.findall(person.get(path).text)
    return person.post(path, COMPARED | {name: unescape(value) for name, value in shown})


@pytest.fixture
def reviewer(client_for: ClientFor) -> Client:
    return client_for(Role.REVIEWER, name="Ruth")


@pytest.fixture
def writer(client_for: ClientFor) -> Client:
    return client_for(Role.WRITER, name="Maya")


@pytest.fixture
def made(archive: Archive, writer: Client, staff: AsRole) -> str:
    """An excerpt that waits for report and web, of which report is agreed to."""
    ref = letter(archive, PAGE)
    agreed(archive, staff(Role.STEWARD, name="Ines"), ref, Use.REPORT, note="She signed it.")
    excerpt = marked(archive, writer.actor, ref, WORDS)
    submitted(archive, writer.actor, excerpt, Use.REPORT, Use.WEB)
    return excerpt


def test_the_queue_says_how_long_each_waits(
    reviewer: Client, made: str, clock: StoppedClock
) -> None:
    assert "since today" in reviewer.get("/review").text
    clock.advance(days=6)
    # The sitting has ended by then; whoever comes back signs in again.
    reviewer.browser.post(
        "/sign-in",
        data={
            "csrf_token": reviewer._token("/sign-in"),
            "name": "Ruth",
            "password": "a sentence that opens the door",
        },
    )
    page = reviewer.get("/review").text
    assert "waits 6 days" in page
    assert f"/review/{made}/report" in page
    assert f"/review/{made}/web" in page
    assert f"/review/{made}/web" not in reviewer.get("/review?use=report").text


def test_one_screen_holds_all_that_a_decision_needs(reviewer: Client, made: str) -> None:
    page = reviewer.get(f"/review/{made}/report").text
    assert "“the heat came through and I never slept”" in page
    assert "Before it all" in page, "what stands before it"
    assert "for a month." in page, "what stands after it"
    assert "Consent allows report, named as “anonymous”" in page
    assert "She signed it." in page
    assert "signed form" in page
    assert "Ines" in page
    assert "1 of 2" in page
    assert "/crop?lines=" in page


def test_an_approval_needs_the_comparison(reviewer: Client, made: str) -> None:
    answer = reviewer.post(f"/review/{made}/report", {"decision": "approve", "reason": "So typed"})
    assert answer.status_code == 409
    assert "Compare the quoted lines with the image first" in answer.text
    assert "So typed" in answer.text, "what was typed stays"


def test_an_approval_goes_on_to_the_next(archive: Archive, reviewer: Client, made: str) -> None:
    answer = compared(reviewer, f"/review/{made}/report")
    assert answer.status_code == 303
    assert answer.location.endswith(f"/review/{made}/web")
    assert f"{made} is approved" in reviewer.get(answer.location).text
    with archive.reading(reviewer.actor) as unit:
        states = {one.use: one.state for one in excerpts.excerpt(unit, made).proposals}
    assert states == {"report": "approved", "web": "submitted"}


def test_without_consent_there_is_no_approval(reviewer: Client, made: str) -> None:
    page = reviewer.get(f"/review/{made}/web").text
    assert "Consent does not allow this" in page
    answer = compared(reviewer, f"/review/{made}/web")
    assert answer.status_code == 409
    assert "No agreement in force covers this use" in answer.text


def test_returning_needs_a_reason_and_a_chip_is_one(
    reviewer: Client, writer: Client, made: str
) -> None:
    assert reviewer.post(f"/review/{made}/web", {"decision": "return"}).status_code == 400
    reason = {"chip": ["More context is needed."], "reason": "Who is speaking?"}
    answer = reviewer.post(f"/review/{made}/web", {"decision": "return", **reason})
    assert answer.status_code == 303
    assert "More context is needed. Who is speaking?" in writer.get(f"/excerpts/{made}").text


def test_the_last_decision_leads_to_the_empty_queue(reviewer: Client, made: str) -> None:
    compared(reviewer, f"/review/{made}/report")
    answer = reviewer.post(f"/review/{made}/web", {"decision": "refuse", "reason": "Not agreed."})
    assert answer.location.endswith("/review")
    assert "Nothing waits for you" in reviewer.get("/review").text
    answer = reviewer.get(f"/review/{made}/web")
    assert answer.status_code == 409
    assert "<h1>Review</h1>" in answer.text


def test_nobody_reviews_their_own(archive: Archive, client_for: ClientFor, staff: AsRole) -> None:
    both = client_for(Role.WRITER, Role.REVIEWER, name="Alex")
    ref = letter(archive, PAGE)
    agreed(archive, staff(Role.STEWARD), ref, Use.REPORT)
    made = marked(archive, both.actor, ref, WORDS)
    submitted(archive, both.actor, made, Use.REPORT)
    assert made not in both.get("/review").text
    assert "you made the excerpt" in both.get(f"/review/{made}/report").text
    assert compared(both, f"/review/{made}/report").status_code == 403


def test_who_took_the_call_down_does_not_approve_on_it(
    archive: Archive, client_for: ClientFor, writer: Client, staff: AsRole
) -> None:
    both = client_for(Role.REVIEWER, Role.STEWARD, name="Alex")
    ref = letter(archive, PAGE)
    agreed(archive, both.actor, ref, Use.INTERNAL, method=Method.PHONE_NOTE, note="Read back.")
    second = client_for(Role.STEWARD, name="Omar")
    page = second.get("/consent/quiet-heron").text
    event = page.split("/confirm")[0].rsplit("/", 1)[-1]
    assert second.post(f"/consent/quiet-heron/events/{event}/confirm").status_code == 303
    made = marked(archive, writer.actor, ref, WORDS)
    submitted(archive, writer.actor, made, Use.INTERNAL)
    answer = compared(both, f"/review/{made}/internal")
    assert answer.status_code == 403
    assert "you recorded the spoken agreement" in answer.text


@pytest.mark.parametrize("path", ["/review/ZZZZZZ/report", "/review/{made}/never"])
def test_what_is_not_there_is_not_found(reviewer: Client, made: str, path: str) -> None:
    assert reviewer.get(path.format(made=made)).status_code == 404


@pytest.mark.parametrize("role", [Role.SCANNER, Role.WRITER, Role.STEWARD, Role.ADMIN])
def test_only_reviewers_decide(client_for: ClientFor, made: str, role: Role) -> None:
    other = client_for(role, name="Somebody")
    assert other.get("/review").status_code == 403
    assert compared(other, f"/review/{made}/report").status_code == 403
