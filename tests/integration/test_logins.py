"""Signing in: slowed down by name, ended from here at once, and never carried over."""

import hashlib

import pytest
from flask import Flask
from sqlalchemy import select

from archive.app import create_app
from archive.domain.people import SYSTEM, Role
from archive.errors import SignInRequired, TooManyAttempts
from archive.services import accounts, logins, passwords
from archive.services.unit import Archive
from archive.store.models import Account, AuditEntry, FailedLogin, Login
from tests.conftest import AsRole, StoppedClock
from tests.integration.conftest import PASSWORD, Client, ClientFor

WRONG = "not the sentence at all"


def fail(archive: Archive, name: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(SignInRequired):
            logins.sign_in(archive, name, WRONG)


def is_in(person: Client) -> bool:
    """Whether the form to sign in with sends this person on."""
    return person.get("/sign-in").status_code == 303


def token_of(person: Client) -> str:
    with person.browser.session_transaction() as browser:
        return str(browser["login"])


def test_only_the_hash_of_the_token_is_kept(archive: Archive, client_for: ClientFor) -> None:
    token = token_of(client_for(Role.WRITER))
    with archive.reading(SYSTEM) as unit:
        login = unit.session.scalars(select(Login)).one()
        assert login.token_sha256 == hashlib.sha256(token.encode()).hexdigest()
        assert len(token) >= 43


def test_every_sign_in_gets_a_token_of_its_own_whatever_the_browser_held(
    app: Flask, client_for: ClientFor
) -> None:
    first = client_for(Role.WRITER)
    held = token_of(first), first.token
    again = Client(app, first.actor)
    assert token_of(again) != held[0]
    assert again.token != held[1]


def test_a_token_planted_before_the_sign_in_opens_nothing_afterwards(
    app: Flask, client_for: ClientFor
) -> None:
    actor = client_for(Role.WRITER).actor
    browser = app.test_client()
    browser.get("/sign-in")
    with browser.session_transaction() as planted:
        planted["login"] = "planted"
        form = {"csrf_token": planted["csrf_token"], "name": actor.name, "password": PASSWORD}
    assert browser.post("/sign-in", data=form).status_code == 303
    with browser.session_transaction() as held:
        assert held["login"] != "planted"
        assert "csrf_token" not in held
    assert logins.actor(app.extensions["archive"], "planted") is None


def test_signing_in_again_ends_the_sign_in_that_the_browser_held(
    archive: Archive, client_for: ClientFor
) -> None:
    person = client_for(Role.WRITER)
    before = token_of(person)
    person.post("/sign-in", {"name": person.actor.name, "password": PASSWORD})
    assert token_of(person) != before
    assert logins.actor(archive, before) is None


def test_wrong_passwords_make_a_name_wait_and_the_wait_ends(
    archive: Archive, client_for: ClientFor, clock: StoppedClock
) -> None:
    name = client_for(Role.WRITER).actor.name
    fail(archive, name, archive.settings.login_attempts)
    with pytest.raises(TooManyAttempts):
        logins.sign_in(archive, name, PASSWORD)
    clock.advance(minutes=archive.settings.login_wait_minutes, seconds=1)
    assert logins.sign_in(archive, name, PASSWORD).actor.name == name


def test_the_wait_outlives_a_restart_and_meets_nobody_else(
    archive: Archive, client_for: ClientFor
) -> None:
    name = client_for(Role.WRITER).actor.name
    other = client_for(Role.STEWARD)
    fail(archive, name, archive.settings.login_attempts)
    fresh = create_app(archive)
    browser = fresh.test_client()
    browser.get("/sign-in")
    with browser.session_transaction() as held:
        token = held["csrf_token"]
    form = {"csrf_token": token, "name": name, "password": PASSWORD}
    assert browser.post("/sign-in", data=form).status_code == 429
    assert is_in(Client(fresh, other.actor))


def test_a_name_that_nobody_has_is_slowed_down_and_kept_as_a_hash(archive: Archive) -> None:
    fail(archive, "nobody", archive.settings.login_attempts)
    with pytest.raises(TooManyAttempts):
        logins.sign_in(archive, "nobody", WRONG)
    with archive.reading(SYSTEM) as unit:
        kept = {row.name_sha256 for row in unit.session.scalars(select(FailedLogin))}
        told = unit.session.scalars(select(AuditEntry).where(AuditEntry.act == "login.fail")).all()
        assert len(kept) == 1
        assert kept.isdisjoint({"nobody", hashlib.sha256(b"nobody").hexdigest()})
        assert not any("nobody" in f"{entry.object}{entry.detail}" for entry in told)


def test_the_right_password_forgets_the_wrong_ones(archive: Archive, client_for: ClientFor) -> None:
    name = client_for(Role.WRITER).actor.name
    for _ in range(3):
        fail(archive, name, archive.settings.login_attempts - 1)
        logins.sign_in(archive, name, PASSWORD)


def test_a_name_that_nobody_has_costs_a_check_of_a_password_too(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str | None] = []

    def noted(password_hash: str | None, password: str) -> bool:
        checked.append(password_hash)
        return False

    monkeypatch.setattr(passwords, "is_right", noted)
    fail(archive, "nobody", 1)
    assert checked == [None]


def test_a_password_is_checked_against_somebodys_hash_even_where_there_is_none() -> None:
    assert not passwords.is_right(None, "a password that nobody has")
    assert not passwords.is_right("none", PASSWORD)
    assert passwords.is_right(passwords.hashed(PASSWORD), PASSWORD)


def test_a_closed_account_cannot_sign_in_and_is_told_no_more_than_a_stranger(
    archive: Archive, client_for: ClientFor
) -> None:
    person = client_for(Role.WRITER)
    with archive.writing(SYSTEM) as unit:
        unit.session.get_one(Account, person.actor.account_id).is_active = False
    sentences = set()
    for name in (person.actor.name, "nobody"):
        with pytest.raises(SignInRequired) as refusal:
            logins.sign_in(archive, name, PASSWORD)
        sentences.add(str(refusal.value))
    assert len(sentences) == 1


def test_an_idle_session_ends(archive: Archive, client_for: ClientFor, clock: StoppedClock) -> None:
    person = client_for(Role.WRITER)
    clock.advance(minutes=archive.settings.session_idle_minutes - 1)
    assert is_in(person)
    clock.advance(minutes=archive.settings.session_idle_minutes - 1)
    assert is_in(person)
    clock.advance(minutes=archive.settings.session_idle_minutes + 1)
    assert not is_in(person)


def test_a_busy_session_ends_too_in_the_end(
    archive: Archive, client_for: ClientFor, clock: StoppedClock
) -> None:
    person = client_for(Role.WRITER)
    step = archive.settings.session_idle_minutes - 1
    for _ in range(archive.settings.session_hours * 60 // step):
        clock.advance(minutes=step)
        assert is_in(person)
    clock.advance(minutes=step)
    assert not is_in(person)


def test_signing_out_ends_the_session_even_for_a_copied_cookie(
    app: Flask, client_for: ClientFor
) -> None:
    person = client_for(Role.WRITER)
    with person.browser.session_transaction() as browser:
        copied = dict(browser)
    assert person.post("/sign-out").status_code == 303
    thief = app.test_client()
    with thief.session_transaction() as browser:
        browser.update(copied)
    assert thief.get("/sign-in").status_code == 200


@pytest.mark.parametrize("change", ["roles", "password", "active", "logins/end"])
def test_what_an_admin_changes_ends_every_sign_in_at_once(
    client_for: ClientFor, change: str
) -> None:
    admin, person = client_for(Role.ADMIN), client_for(Role.WRITER)
    form = {"role": "reviewer", "password": "another long sentence", "active": "no"}
    answer = admin.post(f"/people/{person.actor.account_id}/{change}", form)
    assert answer.status_code == 303
    assert not is_in(person)
    assert is_in(admin)


def test_the_last_admin_stays(archive: Archive, client_for: ClientFor, staff: AsRole) -> None:
    admin = client_for(Role.ADMIN)
    path = f"/people/{admin.actor.account_id}"
    assert admin.post(f"{path}/active", {"active": "no"}).status_code == 409
    assert admin.post(f"{path}/roles", {"role": "writer"}).status_code == 409
    staff(Role.ADMIN, name="second")
    assert admin.post(f"{path}/roles", {"role": "writer"}).status_code == 303


def test_an_account_is_made_with_a_good_name_a_long_password_and_a_role(
    archive: Archive, client_for: ClientFor
) -> None:
    admin = client_for(Role.ADMIN)
    good = {"name": "mara", "role": "writer", "password": PASSWORD}
    for bad in ({"name": "a b"}, {"password": "short"}, {"role": "king"}, {"name": ""}):
        assert admin.post("/people", good | bad).status_code == 400
    assert admin.post("/people", good | {"role": []}).status_code == 400
    assert admin.post("/people", good).status_code == 303
    assert admin.post("/people", good).status_code == 409
    with archive.reading(admin.actor) as unit:
        made = next(one for one in accounts.all_accounts(unit) if one.name == "mara")
        assert made.password_hash.startswith("$argon2id$")
    assert logins.sign_in(archive, "mara", PASSWORD).actor.roles == {Role.WRITER}


OUTSIDE = [
    "https://elsewhere.example/",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    "/\r/elsewhere.example",
    "\t//elsewhere.example",
    "\\\\elsewhere.example",
    "javascript:alert(1)",
    "elsewhere.example",
    " /x",
    "",
]


def test_signing_in_never_leads_off_the_site(client_for: ClientFor) -> None:
    person = client_for(Role.WRITER)
    known = {"name": person.actor.name, "password": PASSWORD}
    for wanted in OUTSIDE:
        assert person.get("/sign-in", query_string={"next": wanted}).location == "/", wanted
    for wanted in OUTSIDE:
        person.token = person._token("/")
        answer = person.post("/sign-in", {**known, "next": wanted})
        assert (answer.status_code, answer.location) == (303, "/"), wanted


def test_signing_in_leads_to_where_one_wanted_to_go(client_for: ClientFor) -> None:
    person = client_for(Role.WRITER)
    sent = person.browser.application.test_client().get("/items?state=read")
    assert sent.location == "/sign-in?next=/items?state%3Dread"
    assert person.get(sent.location).location == "/items?state=read"


def test_a_wrong_password_is_not_shown_again(client_for: ClientFor) -> None:
    person = client_for(Role.WRITER)
    person.post("/sign-out")
    browser = person.browser
    browser.get("/sign-in")
    with browser.session_transaction() as held:
        token = held["csrf_token"]
    form = {"csrf_token": token, "name": "<b>x</b>", "password": "hunter2 and more"}
    answer = browser.post("/sign-in", data=form)
    assert answer.status_code == 401
    assert "hunter2" not in answer.text
    assert "<b>x</b>" not in answer.text
