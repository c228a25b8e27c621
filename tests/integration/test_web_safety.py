"""What holds for every answer: headers, a fresh nonce, and failures that repeat nothing."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from archive.app import create_app
from archive.domain.people import Role
from archive.errors import (
    ArchiveError,
    Conflict,
    ConsentRequired,
    IndexUnavailable,
    SeparationOfDuties,
)
from archive.services.unit import Archive
from archive.web import access
from tests.integration.conftest import Client, ClientFor

EVIL = "<script>alert('dear mother')</script>"
_NONCE = re.compile(r"'nonce-([\w-]{22})'")


@pytest.fixture
def person(client_for: ClientFor) -> Client:
    """Somebody with every role, so that nothing is refused for want of one."""
    return client_for(*Role)


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """An address that raises what is put into the list."""
    faults: list[Exception] = []

    def fail() -> str:
        raise faults[-1]

    monkeypatch.setitem(access.ACCESS, "fail", access.Open.TO_STAFF)
    app.add_url_rule("/fail", "fail", fail)
    return faults


def assert_protected(answer: TestResponse) -> str:
    """Check the headers that every answer has, and give its nonce."""
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "noindex" in headers["X-Robots-Tag"]
    assert "geolocation=()" in headers["Permissions-Policy"]
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["Cache-Control"]
    found = _NONCE.search(policy)
    assert found is not None
    return found[1]


def test_every_kind_of_answer_is_protected_and_has_a_nonce_of_its_own(
    app: Flask, failing: list[Exception], person: Client
) -> None:
    stranger = app.test_client()
    failing.append(RuntimeError(EVIL))
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    answers = {
        (200, "page"): person.get("/people"),
        (200, "static"): person.get("/static/css/base.css"),
        (200, "stranger"): stranger.get("/sign-in"),
        (303, "gate"): stranger.get("/"),
        (303, "act"): person.post("/scan", {"name": "Monday"}),
        (400, "form"): person.browser.post("/scan"),
        (400, "json"): person.browser.post("/scan", headers={"Accept": "application/json"}),
        (401, "stranger"): stranger.post("/scan"),
        (404, "item"): person.get("/items/ZZZZZZ"),
        (404, "address"): person.get("/nowhere"),
        (404, "static"): person.get("/static/nothing.css"),
        (404, "json"): person.get("/nowhere", headers={"Accept": "application/json"}),
        (405, "method"): person.browser.put("/people", headers={"X-CSRF-Token": person.token}),
        (413, "upload"): person.post("/scan", {"name": "x" * 20_000}),
        (500, "fault"): person.get("/fail"),
    }
    nonces = set()
    for (status, kind), answer in answers.items():
        with answer:
            assert answer.status_code == status, kind
            nonces.add(assert_protected(answer))
    assert len(nonces) == len(answers)


def test_only_versioned_files_are_kept_by_the_browser(person: Client) -> None:
    for path, caching in (
        ("/people", "no-store"),
        ("/static/css/base.css", "public, no-cache"),
        ("/static/css/base.css?v=1", "public, max-age=31536000, immutable"),
        ("/static/nothing.css?v=1", "no-store"),
    ):
        with person.get(path) as answer:
            assert answer.headers["Cache-Control"] == caching, path


def test_an_unchanged_file_may_still_be_kept(person: Client) -> None:
    with person.get("/static/css/base.css") as answer:
        tag = answer.headers["ETag"]
    with person.get("/static/css/base.css", headers={"If-None-Match": tag}) as again:
        assert (again.status_code, again.headers["Cache-Control"]) == (304, "public, no-cache")


def test_every_script_and_style_of_a_page_is_ours_or_bears_the_nonce(person: Client) -> None:
    for path in ("/people", "/system", "/sign-in", "/scan", "/nowhere"):
        answer = person.get(path)
        text, nonce = answer.text, assert_protected(answer)
        for script in re.findall(r"<script\b[^>]*>", text):
            assert 'src="/static/' in script or f'nonce="{nonce}"' in script
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", text)
        assert not re.search(r'(src|href)="(https?:)?//', text)


def test_the_cookie_is_for_the_server_alone(archive: Archive, app: Flask) -> None:
    cookie = app.test_client().get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    guarded = replace(archive, settings=replace(archive.settings, cookie_secure=True))
    answer = create_app(guarded).test_client().get("/sign-in")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"]


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_failure_repeats_nothing_that_was_sent(
    failing: list[Exception], person: Client, accept: str
) -> None:
    failing.append(RuntimeError(EVIL))
    headers = {"Accept": accept}
    for answer in (
        person.get("/fail", headers=headers),
        person.get(f"/{EVIL}", headers=headers),
        person.get(f"/items/{EVIL}", headers=headers),
        person.get("/items", query_string={"state": EVIL}, headers=headers),
        person.post("/people", {"name": EVIL, "role": EVIL}, headers=headers),
        person.browser.post("/scan", data={"csrf_token": EVIL}, headers=headers),
    ):
        assert answer.status_code >= 400
        assert "mother" not in answer.text
        assert answer.mimetype == accept


def test_each_failure_has_its_status_and_its_sentence(
    failing: list[Exception], person: Client
) -> None:
    for kind in (Conflict, ConsentRequired, IndexUnavailable, SeparationOfDuties):
        failing.append(kind())
        answer = person.get("/fail", headers={"Accept": "application/json"})
        assert answer.status_code == kind.status
        assert answer.json == {"code": kind.code, "message": str(kind())}


def test_a_database_that_refuses_is_told_as_busy_and_without_its_words(
    failing: list[Exception], person: Client, caplog: pytest.LogCaptureFixture
) -> None:
    failing.append(OperationalError("INSERT", {"text": "dear mother"}, ValueError("dear mother")))
    answer = person.get("/fail")
    assert answer.status_code == 503
    assert "mother" not in answer.text + caplog.text


@pytest.mark.parametrize(
    "path",
    [
        "/people/99999999999999999999",
        "/items/ZZZZZZ/pages/99999999999999999999",
        "/items/%00",
        "/authors/%00",
        "/scan/%00",
        "/items/" + "Z" * 5000,
    ],
    ids=lambda path: path[:24],
)
def test_an_address_that_names_nothing_possible_is_no_fault_of_ours(
    person: Client, path: str
) -> None:
    assert person.get(path).status_code in (400, 404)


def test_what_no_database_can_hold_is_refused_in_forms_too(person: Client) -> None:
    for path, form in (
        ("/sign-in", {"name": "a\0b", "password": "x\0"}),
        ("/scan", {"name": "Mon\0day"}),
        ("/authors", {"code": "a\0b"}),
        ("/people", {"name": "a\0b", "role": "writer", "password": "a long \0 sentence"}),
    ):
        answer = person.post(path, form)
        assert answer.status_code in (303, 400, 401), (path, answer.status_code)


def test_every_failure_has_a_code_of_its_own_and_a_sentence() -> None:
    subclasses = ArchiveError.__subclasses__()
    kinds: list[type[ArchiveError]] = [ArchiveError]
    kinds += [one for one in subclasses if one.__module__ == "archive.errors"]
    assert len({kind.code for kind in kinds}) == len(kinds)
    for kind in kinds:
        assert str(kind()).endswith(".")
        assert 400 <= kind.status <= 503
        assert kind.exit_code in (1, 2, 3, 4)
