from typing import Any

import pytest

from archive.domain.consent_words import Use
from archive.domain.items import ItemKind
from archive.domain.people import Role
from archive.services import consent, excerpts, outlook
from archive.services.unit import Archive
from tests.conftest import AsRole
from tests.integration.conftest import Client, ClientFor
from tests.story import agreed, approved, author, letter

CODE = "quiet-heron"


@pytest.fixture
def steward(client_for: ClientFor) -> Client:
    return client_for(Role.STEWARD, name="Ines")


@pytest.fixture
def form(archive: Archive) -> str:
    """The author's signed form."""
    return letter(archive, ["yes to report"], author=CODE, kind=ItemKind.FORM)


def entered(form: str, **more: Any) -> dict[str, Any]:
    return {
        "act": "record",
        "kind": "grant",
        "received_on": "2026-02-20",
        "method": "signed_form",
        "expressed_by": "self",
        "notice": "standard-1-en",
        "item": form,
        "page": "1",
        "scope": "author",
        "attribution": "anonymous",
        **more,
    }


def marks(archive: Archive, steward: Client, code: str = CODE) -> dict[str, str]:
    with archive.reading(steward.actor) as unit:
        return {str(one.use): one.mark for one in outlook.of_author(unit, code).uses}


def history(archive: Archive, steward: Client) -> list[consent.EventView]:
    with archive.reading(steward.actor) as unit:
        return consent.history(unit, CODE)


def test_a_mixed_answer_is_recorded_use_by_use(
    archive: Archive, steward: Client, form: str
) -> None:
    typed = entered(
        form,
        **{"use-report": "allow", "use-web": "ask_first", "use-press": "deny"},
        attribution="first_name_initial",
        credit="Ray M.",
        bit=["facility"],
    )
    answer = steward.post(f"/consent/{CODE}/record", typed)
    assert answer.status_code == 303
    now = marks(archive, steward)
    assert (now["report"], now["web"], now["press"]) == ("allowed", "ask_first", "denied")
    assert now["social"] == "none", "what stayed blank is a no"
    page = steward.get(f"/consent/{CODE}").text
    assert "Ray M." in page
    assert f"shown by {form}, p. 1" in page


def test_the_form_as_it_opens_grants_nothing(archive: Archive, steward: Client, form: str) -> None:
    answer = steward.post(f"/consent/{CODE}/record", entered(form))
    assert answer.status_code == 400
    assert "none is taken for granted" in answer.text
    assert history(archive, steward) == []


def test_what_was_entered_stays_when_it_cannot_be_recorded(
    archive: Archive, steward: Client, form: str
) -> None:
    typed = entered(
        form, received_on="2099-01-01", note="Read twice.", **{"use-report": "allow"}, credit="Ray"
    )
    answer = steward.post(f"/consent/{CODE}/record", typed)
    assert answer.status_code == 400
    assert "lies in the future" in answer.text
    assert "Read twice." in answer.text
    assert 'name="use-report" value="allow" checked' in answer.text
    assert 'value="2099-01-01"' in answer.text
    assert history(archive, steward) == []


def test_every_fault_is_told_at_once(steward: Client, form: str) -> None:
    typed = entered(form, kind="never", received_on="", scope="item", page="first")
    answer = steward.post(f"/consent/{CODE}/record", typed)
    assert answer.status_code == 400
    for sentence in ("for what happened", "was received is missing", "must be a whole number"):
        assert sentence in answer.text


def test_a_no_cannot_carry_a_yes(archive: Archive, steward: Client, form: str) -> None:
    typed = entered(form, kind="refuse", **{"use-report": "allow"})
    answer = steward.post(f"/consent/{CODE}/record", typed)
    assert answer.status_code == 400
    assert "For a mixed answer" in answer.text
    assert history(archive, steward) == []


def test_a_refusal_with_nothing_marked_refuses_all(
    archive: Archive, steward: Client, form: str
) -> None:
    agreed(archive, steward.actor, form, Use.REPORT)
    assert steward.post(f"/consent/{CODE}/record", entered(form, kind="refuse")).status_code == 303
    assert set(marks(archive, steward).values()) == {"denied"}


def test_the_page_is_shown_while_it_is_read_and_nothing_is_recorded(
    archive: Archive, steward: Client, form: str
) -> None:
    shown = steward.post(
        f"/consent/{CODE}/record",
        entered(form, act="show", **{"use-report": "allow"}, item="", choose=f"{form}/1"),
    )
    assert shown.status_code == 200
    assert f"/items/{form}/pages/1/image" in shown.text
    assert 'name="use-report" value="allow" checked' in shown.text
    assert history(archive, steward) == []


def test_another_authors_page_shows_nothing_here(
    archive: Archive, steward: Client, form: str
) -> None:
    other = letter(archive, ["yes"], author="amber-field")
    typed = entered(other, **{"use-report": "allow"})
    assert "from another author" in steward.post(f"/consent/{CODE}/record", typed).text
    assert "from another author" in steward.get(f"/consent/{CODE}/record?item={other}").text
    assert "none that you may see" in steward.get(f"/consent/{CODE}/record?item=ZZZZZZ").text
    assert history(archive, steward) == []


def test_a_spoken_answer_waits_for_a_second_person(
    archive: Archive, steward: Client, client_for: ClientFor, form: str
) -> None:
    typed = entered(
        form, item="", method="phone_note", note="14:10, read back.", **{"use-internal": "allow"}
    )
    assert steward.post(f"/consent/{CODE}/record", typed).status_code == 303
    event = history(archive, steward)[0].id
    assert marks(archive, steward)["internal"] == "pending"
    assert CODE in steward.get("/consent").text
    page = steward.get(f"/consent/{CODE}").text
    assert "Waits for a second person" in page
    assert "/confirm" not in page
    assert steward.post(f"/consent/{CODE}/events/{event}/confirm").status_code == 403
    second = client_for(Role.STEWARD, name="Omar")
    assert "I confirm it was said so" in second.get(f"/consent/{CODE}").text
    assert second.post(f"/consent/{CODE}/events/{event}/confirm").status_code == 303
    assert marks(archive, steward)["internal"] == "allowed"


@pytest.fixture
def used(archive: Archive, steward: Client, staff: AsRole, form: str) -> str:
    """An approved excerpt."""
    ref = letter(archive, ["the heat came through"], author=CODE)
    agreed(archive, steward.actor, form, Use.REPORT, Use.INTERNAL)
    reviewer = staff(Role.REVIEWER)
    return approved(archive, staff(Role.WRITER), reviewer, ref, "the heat", Use.REPORT)


def test_a_withdrawal_shows_what_it_touches_before_it_is_recorded(
    archive: Archive, steward: Client, used: str
) -> None:
    typed = {"level": "use", "use": "report", "received_on": "2026-02-28"}
    typed |= {"method": "letter_passage", "expressed_by": "self", "note": "“Stop.”"}
    looked = steward.post(f"/consent/{CODE}/withdraw", {**typed, "act": "look"})
    assert looked.status_code == 200
    assert "This will be touched" in looked.text
    assert used in looked.text
    assert "“Stop.”" in looked.text
    assert len(history(archive, steward)) == 1
    done = steward.post(f"/consent/{CODE}/withdraw", {**typed, "act": "withdraw"})
    assert done.status_code == 303
    told = steward.get(done.location).text
    assert used in told
    assert 'data-state="approved"' in told
    assert 'data-state="withdrawn"' in told
    assert "No export held these words." in told
    assert marks(archive, steward)["report"] == "withdrawn"
    assert marks(archive, steward)["internal"] == "allowed"


@pytest.mark.parametrize(
    "reach",
    [{"level": "everything"}, {"level": "excerpt"}, {"level": "item"}],
)
def test_each_level_of_withdrawal_stops_what_it_names(
    archive: Archive, steward: Client, used: str, reach: dict[str, str]
) -> None:
    with archive.reading(steward.actor) as unit:
        item = excerpts.excerpt(unit, used).item.ref
    named = {"excerpt": used, "letter": item}
    typed = {"received_on": "2026-02-28", "method": "letter_passage", "expressed_by": "self"}
    looked = steward.post(f"/consent/{CODE}/withdraw", {**typed, **named, **reach, "act": "look"})
    assert used in looked.text
    done = steward.post(f"/consent/{CODE}/withdraw", {**typed, **named, **reach, "act": "withdraw"})
    assert used in steward.get(done.location).text


def test_a_withdrawal_that_names_nothing_is_asked_again(steward: Client, used: str) -> None:
    for typed in ({}, {"level": "excerpt"}, {"level": "item", "letter": ""}):
        answer = steward.post(f"/consent/{CODE}/withdraw", {**typed, "act": "withdraw"})
        assert answer.status_code == 400
        assert "Nothing is withdrawn yet." in answer.text


def test_only_a_withdrawal_tells_what_it_stopped(
    archive: Archive, steward: Client, form: str
) -> None:
    event = agreed(archive, steward.actor, form, Use.REPORT)
    assert steward.get(f"/consent/{CODE}/withdrawals/{event}").status_code == 404
    assert steward.get(f"/consent/{CODE}/withdrawals/999").status_code == 404


def test_a_hold_on_an_author_stops_all_and_can_be_lifted(
    archive: Archive, steward: Client, used: str
) -> None:
    placed = {"author": CODE, "kind": "safety", "reason": "A threat on the yard"}
    assert steward.post("/holds/author", placed).status_code == 303
    assert set(marks(archive, steward).values()) == {"hold"}
    page = steward.get(f"/consent/{CODE}").text
    assert "A threat on the yard" in page
    hold = page.split("/lift")[0].rsplit("/", 1)[-1]
    assert steward.post(f"/holds/{hold}/lift", {"author": CODE}).status_code == 303
    assert marks(archive, steward)["report"] == "allowed"
    assert "lifted by Ines" in steward.get(f"/consent/{CODE}").text


def test_a_hold_on_an_item_is_listed(archive: Archive, steward: Client, form: str) -> None:
    assert "Nothing rests" in steward.get("/holds").text
    placed = {"item": form, "kind": "pending_case", "reason": "Habeas is open"}
    assert steward.post("/holds/item", placed).status_code == 303
    page = steward.get("/holds").text
    assert "Habeas is open" in page
    assert f"item {form}" in page
    assert steward.post("/holds/item", {**placed, "reason": ""}).status_code == 400
    assert steward.post("/holds/item", {**placed, "item": "ZZZZZZ"}).status_code == 404


def test_the_list_shows_each_author_and_finds_by_the_beginning(
    archive: Archive, steward: Client, form: str
) -> None:
    author(archive, "amber-field")
    agreed(archive, steward.actor, form, Use.REPORT)
    page = steward.get("/consent").text
    assert "report: allowed." in page
    assert "amber-field" in page
    assert "amber-field" not in steward.get("/consent?author=quiet").text
    assert "No author begins so" in steward.get("/consent?author=zz").text


def test_an_author_of_whom_nothing_is_recorded_is_explained(
    archive: Archive, steward: Client
) -> None:
    author(archive, "amber-field")
    assert "Silence means no" in steward.get("/consent/amber-field").text
    assert steward.get("/consent/nobody-here").status_code == 404
    assert steward.get("/consent/nobody-here/record").status_code == 404


@pytest.mark.parametrize("role", [Role.SCANNER, Role.WRITER, Role.REVIEWER, Role.ADMIN])
def test_only_stewards_record_and_reviewers_read(
    archive: Archive, client_for: ClientFor, form: str, role: Role
) -> None:
    other = client_for(role)
    may_read = role is Role.REVIEWER
    assert other.get("/consent").status_code == (200 if may_read else 403)
    assert other.get(f"/consent/{CODE}").status_code == (200 if may_read else 403)
    for path in ("record", "withdraw"):
        assert other.get(f"/consent/{CODE}/{path}").status_code == 403
        assert other.post(f"/consent/{CODE}/{path}", entered(form)).status_code == 403
    assert other.get("/holds").status_code == 403


def test_narrower_answers_leave_the_outlook_of_all_other_words_alone(
    archive: Archive, steward: Client, form: str
) -> None:
    agreed(archive, steward.actor, form, Use.REPORT)
    typed = entered(form, kind="refuse", scope="item", scope_item=form)
    assert steward.post(f"/consent/{CODE}/record", typed).status_code == 303
    assert marks(archive, steward)["report"] == "allowed"
    assert "about single letters" in steward.get("/consent").text
