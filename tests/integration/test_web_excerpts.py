import re

import pytest

from archive.domain.consent_words import Use
from archive.domain.people import Role
from archive.services import excerpt_views, excerpts
from archive.services.unit import Archive
from tests.conftest import AsRole
from tests.integration.conftest import Client, ClientFor
from tests.story import agreed, approved, letter, marked, retype, selection, submitted, verified

PAGE = ["I never met Maria Lopez again", "and I would not say why."]
WORDS = "I never met Maria Lopez again\nand I would not say why."


@pytest.fixture
def writer(client_for: ClientFor) -> Client:
    return client_for(Role.WRITER, name="Maya")


def made_by(archive: Archive, writer: Client, **about: object) -> str:
    ref = letter(archive, PAGE, **about)  # type: ignore[arg-type]
    return marked(archive, writer.actor, ref, WORDS)


def shown(archive: Archive, writer: Client, made: str) -> str:
    with archive.reading(writer.actor) as unit:
        return excerpt_views.view(unit, made).text


def values(page: str, *texts: str) -> list[str]:
    """What the tick boxes of these words send."""
    found = re.findall(r'name="word" value="([^"]+)"><span>([^<]+)</span>', page)
    return [value for value, text in found if text in texts]


def test_words_marked_in_the_reader_become_an_excerpt(archive: Archive, writer: Client) -> None:
    ref = letter(archive, PAGE)
    with archive.reading(writer.actor) as unit:
        chosen = selection(unit, ref, 1, "Maria Lopez")
    form = {"item": ref, "page": "1", "version": str(chosen.version)}
    form |= {"start_line": chosen.start_line, "start_offset": str(chosen.start_offset)}
    form |= {"end_line": chosen.end_line, "end_offset": str(chosen.end_offset)}
    answer = writer.post("/excerpts", form)
    assert answer.status_code == 303
    assert "“Maria Lopez”" in writer.get(answer.location).text


def test_a_mark_without_numbers_is_refused_in_words(archive: Archive, writer: Client) -> None:
    answer = writer.post("/excerpts", {"item": letter(archive, PAGE), "page": "one"})
    assert answer.status_code == 400
    assert "Page must be a whole number." in answer.text


def test_what_cannot_be_done_is_told_on_the_screen_of_the_excerpt(
    archive: Archive, writer: Client
) -> None:
    made = made_by(archive, writer)
    answer = writer.post(f"/excerpts/{made}/words", {"act": "leave-out"})
    assert answer.status_code == 400
    assert "Tick the words first" in answer.text
    assert f"Excerpt {made}" in answer.text


def test_ticked_words_are_left_out_and_shown_again(archive: Archive, writer: Client) -> None:
    made = made_by(archive, writer)
    page = writer.get(f"/excerpts/{made}").text
    writer.post(f"/excerpts/{made}/words", {"word": values(page, "and"), "act": "leave-out"})
    assert shown(archive, writer, made) == "I never met Maria Lopez again […] I would not say why."
    page = writer.get(f"/excerpts/{made}").text
    undo = re.search(r'name="operation" value="([^"]+)"', page)
    assert undo is not None
    writer.post(f"/excerpts/{made}/words/undo", {"operation": undo[1]})
    assert "[…]" not in shown(archive, writer, made)


def test_a_name_is_withheld_with_what_it_is(archive: Archive, writer: Client) -> None:
    made = made_by(archive, writer)
    words = values(writer.get(f"/excerpts/{made}").text, "Maria", "Lopez")
    answer = writer.post(
        f"/excerpts/{made}/words", {"word": words, "act": "withhold", "sort": "name"}
    )
    assert answer.status_code == 303
    assert "met [name withheld] again" in shown(archive, writer, made)


def test_hidden_words_that_can_turn_the_meaning_are_pointed_out(
    archive: Archive, writer: Client
) -> None:
    made = made_by(archive, writer)
    words = values(writer.get(f"/excerpts/{made}").text, "never")
    writer.post(f"/excerpts/{made}/words", {"word": words, "act": "leave-out"})
    assert "can turn the meaning round: “never”" in writer.get(f"/excerpts/{made}").text


def test_nothing_happens_to_words_where_none_is_ticked(archive: Archive, writer: Client) -> None:
    answer = writer.post(f"/excerpts/{made_by(archive, writer)}/words", {"act": "leave-out"})
    assert answer.status_code == 400
    assert "Tick the words first" in answer.text


def test_it_is_submitted_only_once_somebody_looked_for_other_people(
    archive: Archive, writer: Client
) -> None:
    made = made_by(archive, writer)
    refused = writer.post(f"/excerpts/{made}/submit", {"use": ["report"]})
    assert refused.status_code == 400
    writer.post(f"/excerpts/{made}/others", {"names_others": "no"})
    writer.post(f"/excerpts/{made}/submit", {"use": ["report", "web"], "note": "For chapter 2."})
    page = writer.get(f"/excerpts/{made}").text
    assert "report · submitted" in page
    assert "web · submitted" in page
    assert "For chapter 2." in page
    writer.post(f"/excerpts/{made}/take-back", {"use": "web"})
    assert "web · draft" in writer.get(f"/excerpts/{made}").text


def test_each_use_says_what_consent_says_to_it(
    archive: Archive, writer: Client, staff: AsRole
) -> None:
    made = made_by(archive, writer)
    ref = letter(archive, ["yes to report"])
    agreed(archive, staff(Role.STEWARD), ref, Use.REPORT, Use.INTERNAL)
    writer.post(f"/excerpts/{made}/others", {"names_others": "no"})
    rows = dict(
        re.findall(r'<tr data-use="(\w+)">(.*?)</tr>', writer.get(f"/excerpts/{made}").text, re.S)
    )
    assert len(rows) == 12
    assert 'data-state="allowed"' in rows["internal"]
    assert 'data-state="pending"' in rows["report"], "only the comparison is missing"
    assert "have not been checked against the image" in rows["report"]
    assert "No agreement in force" in rows["press"]


def test_tags_are_put_on_and_taken_off(archive: Archive, writer: Client) -> None:
    made = made_by(archive, writer)
    writer.post(f"/excerpts/{made}/tags", {"path": "Family/Children"})
    assert made in writer.get("/excerpts?tag=family").text
    assert made not in writer.get("/excerpts?tag=health").text
    writer.post(f"/excerpts/{made}/tags/remove", {"path": "family/children"})
    assert "The tag family/children is removed." in writer.get(f"/excerpts/{made}").text
    assert made not in writer.get("/excerpts?tag=family").text


def test_the_list_is_narrowed_by_its_address(
    archive: Archive, writer: Client, staff: AsRole
) -> None:
    mine, theirs = made_by(archive, writer), letter(archive, ["other words"])
    other = marked(archive, staff(Role.WRITER, name="Jonas"), theirs, "other words")
    submitted(archive, writer.actor, mine, Use.REPORT)
    assert mine in writer.get("/excerpts?state=submitted").text
    assert other not in writer.get("/excerpts?state=submitted").text
    assert other in writer.get("/excerpts?state=draft").text
    assert other not in writer.get("/excerpts?whose=mine").text
    assert mine in writer.get("/excerpts?use=report").text
    assert "No excerpt fits" in writer.get("/excerpts?state=used").text
    assert writer.get("/excerpts?state=lost").status_code == 400


def test_an_empty_list_says_how_one_begins(writer: Client) -> None:
    assert "An excerpt is a passage" in writer.get("/excerpts").text


def test_words_that_changed_on_the_page_are_marked_again(
    archive: Archive, writer: Client, staff: AsRole
) -> None:
    ref = letter(archive, PAGE)
    made = marked(archive, writer.actor, ref, "Maria Lopez")
    retype(archive, staff(Role.TRANSCRIBER), ref, 1, {PAGE[0]: "I never met Marta Lopes again"})
    assert "no longer stand on the page" in writer.get(f"/excerpts/{made}").text
    with archive.reading(writer.actor) as unit:
        now = selection(unit, ref, 1, "Marta Lopes")
    writer.post(
        f"/excerpts/{made}/requote",
        {
            "version": now.version,
            "start_line": now.start_line,
            "start_offset": now.start_offset,
            "end_line": now.end_line,
            "end_offset": now.end_offset,
        },
    )
    assert shown(archive, writer, made) == "Marta Lopes"
    assert "no longer stand on the page" not in writer.get(f"/excerpts/{made}").text


def test_an_approved_excerpt_is_added_to_a_report_from_its_own_screen(
    archive: Archive, writer: Client, staff: AsRole
) -> None:
    ref = letter(archive, PAGE)
    agreed(archive, staff(Role.STEWARD), ref, Use.REPORT)
    made = approved(archive, writer.actor, staff(Role.REVIEWER), ref, "Maria Lopez", Use.REPORT)
    report = writer.post("/reports", {"title": "Years", "use": "report"}).location.split("/")[-1]
    assert report in writer.get(f"/excerpts/{made}").text
    answer = writer.post("/reports/collect", {"report": report, "excerpt": made})
    assert answer.location.endswith(f"/reports/{report}")
    assert made in writer.get(answer.location).text


def test_what_stands_on_hidden_mail_is_not_found(archive: Archive, writer: Client) -> None:
    made = made_by(archive, writer)
    with archive.writing(writer.actor) as unit:
        excerpts.excerpt(unit, made).item.is_legal_mail = True
    assert writer.get(f"/excerpts/{made}").status_code == 404
    assert made not in writer.get("/excerpts").text
    assert writer.post(f"/excerpts/{made}/submit", {"use": ["report"]}).status_code == 404
    assert writer.get("/excerpts/ZZZZZZ").status_code == 404


def test_what_an_author_wrote_is_never_taken_for_markup(archive: Archive, writer: Client) -> None:
    ref = letter(archive, ["<script>alert(1)</script> & so"])
    made = marked(archive, writer.actor, ref, "<script>alert(1)</script> & so")
    for page in (f"/excerpts/{made}", "/excerpts"):
        assert "<script>alert" not in writer.get(page).text
        assert "&lt;script&gt;alert(1)" in writer.get(page).text


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.SCANNER, 403), (Role.TRANSCRIBER, 403), (Role.REVIEWER, 200), (Role.ADMIN, 403)],
)
def test_only_some_may_look_and_only_writers_may_act(
    archive: Archive, writer: Client, client_for: ClientFor, role: Role, status: int
) -> None:
    made = made_by(archive, writer)
    other = client_for(role)
    assert other.get("/excerpts").status_code == status
    assert other.get(f"/excerpts/{made}").status_code == status
    assert other.post(f"/excerpts/{made}/submit", {"use": ["report"]}).status_code == 403


def test_verified_words_are_said_to_be_verified(
    archive: Archive, writer: Client, staff: AsRole
) -> None:
    ref = letter(archive, PAGE)
    made = marked(archive, writer.actor, ref, WORDS)
    verified(archive, staff(Role.TRANSCRIBER), ref)
    assert 'data-state="verified"' in writer.get(f"/excerpts/{made}").text
