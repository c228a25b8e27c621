"""What every screen shows around its own work: who is here, where one may go, which state it is."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request, url_for

from archive import paths
from archive.domain.people import Permission
from archive.web import access, csrf
from archive.web.context import archive


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the rail at the left; ``letter`` goes there after a ``g``."""

    endpoint: str
    label: str
    icon: str
    letter: str
    url: str
    is_current: bool


_PLACES = (
    ("home.show", "Home", "home", "h"),
    ("batches.index", "Scan", "scan", "s"),
    ("items.index", "Read", "read", "r"),
    ("search.show", "Find", "find", "f"),
    ("excerpts.index", "Excerpts", "excerpts", "e"),
    ("review.queue", "Review", "review", "v"),
    ("consent.index", "Consent", "consent", "c"),
    ("reports.index", "Reports", "reports", "o"),
    ("people.index", "People", "people", "p"),
    ("system.show", "Admin", "admin", "a"),
)

_WITHIN = {"pages": "items", "tags": "items", "authors": "items"}
"""Screens that lie within another place, by their blueprints."""


def init_app(app: Flask) -> None:
    """Give every template what the frame around it needs."""

    @app.context_processor
    def frame() -> dict[str, Any]:
        settings = archive().settings
        return {
            "actor": g.get("actor"),
            "archive_name": settings.archive_name,
            "asset": asset,
            "csrf_field": csrf.field,
            "csrf_token": csrf.token,
            "demo": settings.demo,
            "may": _may,
            "nonce": g.get("nonce", ""),
            "places": _places() if g.get("actor") else [],
        }


def asset(path: str) -> str:
    """The address of a static file, which changes when the file does."""
    return url_for("static", filename=path, v=_digest(Path(paths.STATIC, path)))


def _places() -> list[Place]:
    here = (request.endpoint or "").partition(".")[0]
    here = _WITHIN.get(here, here)
    return [
        Place(endpoint, label, icon, letter, url_for(endpoint), endpoint.startswith(f"{here}."))
        for endpoint, label, icon, letter in _PLACES
        if endpoint in current_app.view_functions and access.may_open(endpoint)
    ]


def _may(permission: str) -> bool:
    actor = g.get("actor")
    return actor is not None and actor.may(Permission(permission))


@lru_cache(maxsize=256)
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "0"
