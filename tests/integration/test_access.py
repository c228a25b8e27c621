"""The gate: strangers are sent away everywhere, and each role gets what is written here, no more.

A new route fails these tests until it has its line in ``EXPECTED``.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from archive.domain.people import Role
from archive.web.access import ACCESS, Open
from tests.integration.conftest import Client, ClientFor

LETTERS = {
    "s": Role.SCANNER,
    "t": Role.TRANSCRIBER,
    "w": Role.WRITER,
    "r": Role.REVIEWER,
    "d": Role.STEWARD,
    "a": Role.ADMIN,
}
PUBLIC = {"static", "logins.form", "logins.begin"}
STAFF = "stwrda"
READERS = "stwrd"

EXPECTED = {
    "static": STAFF,
    "logins.form": STAFF,
    "logins.begin": STAFF,
    "logins.end": STAFF,
    "home.show": STAFF,
    "search.show": READERS,
    "search.language": READERS,
    "batches.index": "s",
    "batches.begin": "s",
    "batches.show": "s",
    "batches.progress": "s",
    "batches.upload": "s",
    "items.index": READERS,
    "items.show": READERS,
    "items.describe": "sd",
    "items.quarantine": "sd",
    "items.release": "d",
    "items.read_again": "s",
    "items.tag": "stwd",
    "items.untag": "stwd",
    "pages.show": READERS,
    "pages.form": "t",
    "pages.save": "t",
    "pages.verify": "tr",
    "pages.read_again": "s",
    "files.page_image": READERS,
    "files.thumbnail": READERS,
    "files.line_crop": READERS,
    "files.original": "sd",
    "tags.index": READERS,
    "authors.index": READERS,
    "authors.enter": "sd",
    "authors.show": READERS,
    "excerpts.index": "wrd",
    "excerpts.show": "wrd",
    "excerpts.create": "w",
    "excerpts.requote": "w",
    "excerpts.hide": "w",
    "excerpts.unhide": "w",
    "excerpts.others": "w",
    "excerpts.annotate": "w",
    "excerpts.submit": "w",
    "excerpts.take_back": "w",
    "excerpts.tag": "w",
    "excerpts.untag": "w",
    "review.queue": "r",
    "review.show": "r",
    "review.decide": "r",
    "consent.index": "rd",
    "consent.show": "rd",
    "consent.withdrawn": "rd",
    "consent.form": "d",
    "consent.record": "d",
    "consent.confirm": "d",
    "consent.withdraw_form": "d",
    "consent.withdraw": "d",
    "holds.index": "d",
    "holds.place_on_author": "d",
    "holds.place_on_item": "d",
    "holds.lift": "d",
    "reports.index": "w",
    "reports.begin": "w",
    "reports.collect": "w",
    "reports.show": "w",
    "reports.rename": "w",
    "reports.add": "w",
    "reports.move": "w",
    "reports.annotate": "w",
    "reports.remove": "w",
    "reports.export": "w",
    "people.index": "a",
    "people.add": "a",
    "people.show": "a",
    "people.set_roles": "a",
    "people.set_password": "a",
    "people.set_active": "a",
    "people.end_logins": "a",
    "system.show": "a",
}
"""For each endpoint the roles that get past the gate, by the letters above (d is the steward)."""

LOOSER = {
    "search.show": "a",  # finds nothing for whoever may see nothing
    "search.language": "a",  # shows nothing of the archive
    "holds.index": "r",  # a reviewer may know of holds, and has no use for their list
}
"""Roles that the service behind an endpoint would let in though the gate does not."""


def requests(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Every endpoint, method and address, with parts that name nothing in the archive."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, address(app, rule)


def address(app: Flask, rule: Rule) -> str:
    parts = {
        name: 999_999 if isinstance(rule._converters[name], IntegerConverter) else "zzzzzz"
        for name in rule.arguments
    }
    built = app.url_map.bind("localhost").build(rule.endpoint, parts)
    return {"static": "/static/css/base.css", "search.show": "/search?q=x"}.get(
        rule.endpoint, built
    )


def asked(person: Client, method: str, path: str) -> TestResponse:
    return person.get(path) if method == "GET" else person.post(path)


def is_turned_away(answer: Response) -> bool:
    is_sent_to_sign_in = answer.status_code == 303 and "/sign-in" in (answer.location or "")
    return is_sent_to_sign_in or answer.status_code == 401


def test_every_route_has_an_expectation_and_a_line_in_the_gates_table(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints == set(ACCESS)
    assert endpoints == set(EXPECTED)


def test_a_stranger_is_turned_away_from_all_but_the_public_routes(app: Flask) -> None:
    stranger = app.test_client()
    for endpoint, method, path in requests(app):
        for one in {method, "HEAD", "OPTIONS"}:
            with stranger.open(path, method=one) as answer:
                is_open = endpoint in PUBLIC
                assert is_turned_away(answer) is not is_open, (endpoint, one, answer.status_code)


def test_a_stranger_does_not_learn_which_addresses_exist(app: Flask) -> None:
    stranger = app.test_client()
    assert is_turned_away(stranger.get("/no-such-address"))
    assert is_turned_away(stranger.post("/no-such-address"))


@pytest.mark.parametrize("letter", LETTERS)
def test_a_role_gets_past_the_gate_where_it_is_written_and_nowhere_else(
    app: Flask, client_for: ClientFor, letter: str
) -> None:
    person = client_for(LETTERS[letter])
    for endpoint, method, path in requests(app):
        if endpoint.startswith("logins."):
            continue
        with asked(person, method, path) as answer:
            status = answer.status_code
        assert (status != 403) is (letter in EXPECTED[endpoint]), (endpoint, method, status)
        assert status not in (401, 500, 503), (endpoint, method, status)
    assert asked(person, "POST", "/sign-out").status_code == 303


@pytest.mark.parametrize("letter", LETTERS)
def test_the_services_refuse_too_if_ever_the_gate_stands_open(
    app: Flask, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch, letter: str
) -> None:
    person = client_for(LETTERS[letter])
    for endpoint, method, path in requests(app):
        if letter not in EXPECTED[endpoint] + LOOSER.get(endpoint, ""):
            monkeypatch.setitem(ACCESS, endpoint, Open.TO_STAFF)
            status = asked(person, method, path).status_code
            assert status in (400, 403, 404), (endpoint, method, status)


def test_an_address_that_nobody_listed_is_refused_to_every_role(
    app: Flask, client_for: ClientFor
) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    assert is_turned_away(app.test_client().get("/forgotten"))
    assert client_for(*Role).get("/forgotten").status_code == 403


def test_every_route_that_changes_something_wants_the_forms_token(
    app: Flask, client_for: ClientFor
) -> None:
    person = client_for(*Role)
    paths = [path for _, method, path in requests(app) if method != "GET"]
    assert len(paths) > 10
    for path in paths:
        for form in ({}, {"csrf_token": "é"}):
            assert person.browser.post(path, data=form).status_code == 400, path
        assert person.browser.post(path, headers={"X-CSRF-Token": "no"}).status_code == 400, path


def test_no_route_that_only_shows_takes_a_post(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert len(methods) == 1, rule.endpoint
        assert methods <= {"GET", "POST"}, rule.endpoint
