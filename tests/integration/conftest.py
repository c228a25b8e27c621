"""What integration tests share: the application, and people who have really signed in to it."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from archive.app import create_app
from archive.domain.people import SYSTEM, Actor, Role
from archive.services.unit import Archive
from archive.store.models import Account
from tests.conftest import AsRole

PASSWORD = "a sentence that opens the door"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Client:
    """A person at a browser: every form that is posted carries the token of the page."""

    def __init__(self, app: Flask, actor: Actor) -> None:
        self.actor = actor
        self.browser = app.test_client()
        self.token = self._token("/sign-in")
        answer = self.post("/sign-in", {"name": actor.name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        self.token = self._token("/")

    def get(self, path: str, **given: Any) -> TestResponse:
        return self.browser.get(path, **given)

    def post(self, path: str, form: dict[str, Any] | None = None, **given: Any) -> TestResponse:
        return self.browser.post(path, data={"csrf_token": self.token, **(form or {})}, **given)

    def _token(self, path: str) -> str:
        found = _TOKEN.search(self.browser.get(path).text)
        assert found is not None, path
        return found[1]


@pytest.fixture
def app(archive: Archive) -> Flask:
    made = create_app(archive)
    made.testing = True
    return made


ClientFor = Callable[..., Client]


@pytest.fixture
def client_for(app: Flask, archive: Archive, staff: AsRole) -> ClientFor:
    """Make an account with these roles and sign in with it, as a person would."""

    def make(*roles: Role, name: str = "") -> Client:
        actor = staff(*roles, name=name)
        with archive.writing(SYSTEM) as unit:
            unit.session.execute(
                update(Account)
                .where(Account.id == actor.account_id)
                .values(password_hash=_password_hash())
            )
        return Client(app, actor)

    return make


@lru_cache(maxsize=1)
def _password_hash() -> str:
    """A real hash, made with little work so that hundreds of tests can sign in."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
