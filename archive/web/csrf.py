"""Every unsafe request must carry a token that only our own pages know."""

import hmac
import secrets

from flask import Flask, request, session
from markupsafe import Markup

from archive.errors import StaleForm

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def token() -> str:
    """The token of this browser's session."""
    if FIELD not in session:
        session[FIELD] = secrets.token_urlsafe(32)
    return str(session[FIELD])


def field() -> Markup:
    """The hidden field for a form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token())


def init_app(app: Flask) -> None:
    """Refuse every unsafe request without the token."""

    @app.before_request
    def check() -> None:
        if request.method in _SAFE:
            return
        given = request.headers.get(HEADER) or request.form.get(FIELD, "")
        known = session.get(FIELD, "")
        if not known or not hmac.compare_digest(str(given).encode(), str(known).encode()):
            raise StaleForm
