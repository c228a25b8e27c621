import pytest

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
    answer = reviewer.post(f"/review/{made}/report", COMPARED)
    assert answer.status_code == 303
    assert answer.location.endswith(f"/review/{made}/web")
    assert f"{made} is approved" in reviewer.get(answer.location).text
    with archive.reading(reviewer.actor) as unit:
        states = {one.use: one.state for one in excerpts.excerpt(unit, made).proposals}
    assert states == {"report": "approved", "web": "submitted"}


def test_without_consent_there_is_no_approval(reviewer: Client, made: str) -> None:
    page = reviewer.get(f"/review/{made}/web").text
    assert "Consent does not allow this" in page
    answer = reviewer.post(f"/review/{made}/web", COMPARED)
    assert answer.status_code == 409
    assert "The author has not agreed to this use" in answer.text


def test_returning_needs_a_reason_and_a_chip_is_one(
    reviewer: Client, writer: Client, made: str
) -> None:
    assert reviewer.post(f"/review/{made}/web", {"decision": "return"}).status_code == 400
    reason = {"chip": ["More context is needed."], "reason": "Who is speaking?"}
    answer = reviewer.post(f"/review/{made}/web", {"decision": "return", **reason})
    assert answer.status_code == 303
    assert "More context is needed. Who is speaking?" in writer.get(f"/excerpts/{made}").text


def test_the_last_decision_leads_to_the_empty_queue(reviewer: Client, made: str) -> None:
    reviewer.post(f"/review/{made}/report", COMPARED)
    answer = reviewer.post(f"/review/{made}/web", {"decision": "refuse", "reason": "Not agreed."})
    assert answer.location.endswith("/review")
    assert "Nothing waits for you" in reviewer.get("/review").text
    assert reviewer.get(f"/review/{made}/web").status_code == 409


def test_nobody_reviews_their_own(archive: Archive, client_for: ClientFor, staff: AsRole) -> None:
    both = client_for(Role.WRITER, Role.REVIEWER, name="Alex")
    ref = letter(archive, PAGE)
    agreed(archive, staff(Role.STEWARD), ref, Use.REPORT)
    made = marked(archive, both.actor, ref, WORDS)
    submitted(archive, both.actor, made, Use.REPORT)
    assert made not in both.get("/review").text
    assert "you made the excerpt" in both.get(f"/review/{made}/report").text
    assert both.post(f"/review/{made}/report", COMPARED).status_code == 403


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
    answer = both.post(f"/review/{made}/internal", COMPARED)
    assert answer.status_code == 403
    assert "you recorded the spoken agreement" in answer.text


@pytest.mark.parametrize("path", ["/review/ZZZZZZ/report", "/review/{made}/never"])
def test_what_is_not_there_is_not_found(reviewer: Client, made: str, path: str) -> None:
    assert reviewer.get(path.format(made=made)).status_code == 404


@pytest.mark.parametrize("role", [Role.SCANNER, Role.WRITER, Role.STEWARD, Role.ADMIN])
def test_only_reviewers_decide(client_for: ClientFor, made: str, role: Role) -> None:
    other = client_for(role, name="Somebody")
    assert other.get("/review").status_code == 403
    assert other.post(f"/review/{made}/report", COMPARED).status_code == 403
