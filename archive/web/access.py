"""The gate: one table of who may ask for what; an address that is not in it is refused to all."""

from enum import StrEnum

from flask import Flask, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from archive.domain.people import Actor, Permission
from archive.errors import NotPermitted, SignInRequired
from archive.services import logins
from archive.web.context import archive
from archive.web.errors import wants_json

_P = Permission


class Open(StrEnum):
    """Addresses that need no particular permission."""

    TO_ALL = "to all"
    TO_STAFF = "to whoever has signed in"


ACCESS: dict[str, Open | frozenset[Permission]] = {
    "static": Open.TO_ALL,
    "logins.form": Open.TO_ALL,
    "logins.begin": Open.TO_ALL,
    "logins.end": Open.TO_STAFF,
    "home.show": Open.TO_STAFF,
    "batches.index": frozenset({_P.SCAN}),
    "batches.begin": frozenset({_P.SCAN}),
    "batches.show": frozenset({_P.SCAN}),
    "batches.progress": frozenset({_P.SCAN}),
    "batches.upload": frozenset({_P.SCAN}),
    "items.index": frozenset({_P.READ_ITEMS}),
    "items.show": frozenset({_P.READ_ITEMS}),
    "items.describe": frozenset({_P.DESCRIBE}),
    "items.quarantine": frozenset({_P.DESCRIBE}),
    "items.release": frozenset({_P.READ_QUARANTINE}),
    "items.read_again": frozenset({_P.SCAN}),
    "items.tag": frozenset({_P.TAG}),
    "items.untag": frozenset({_P.TAG}),
    "pages.show": frozenset({_P.READ_ITEMS}),
    "pages.form": frozenset({_P.TRANSCRIBE}),
    "pages.save": frozenset({_P.TRANSCRIBE}),
    "pages.verify": frozenset({_P.VERIFY}),
    "pages.read_again": frozenset({_P.SCAN}),
    "files.page_image": frozenset({_P.READ_ITEMS}),
    "files.thumbnail": frozenset({_P.READ_ITEMS}),
    "files.line_crop": frozenset({_P.READ_ITEMS}),
    "files.original": frozenset({_P.SCAN, _P.DESCRIBE}),
    "search.show": frozenset({_P.READ_ITEMS}),
    "search.language": frozenset({_P.READ_ITEMS}),
    "tags.index": frozenset({_P.READ_ITEMS}),
    "authors.index": frozenset({_P.READ_ITEMS}),
    "authors.enter": frozenset({_P.DESCRIBE}),
    "authors.show": frozenset({_P.READ_ITEMS}),
    "excerpts.index": frozenset({_P.READ_EXCERPTS}),
    "excerpts.show": frozenset({_P.READ_EXCERPTS}),
    "excerpts.create": frozenset({_P.EXCERPT}),
    "excerpts.requote": frozenset({_P.EXCERPT}),
    "excerpts.hide": frozenset({_P.EXCERPT}),
    "excerpts.unhide": frozenset({_P.EXCERPT}),
    "excerpts.others": frozenset({_P.EXCERPT}),
    "excerpts.annotate": frozenset({_P.EXCERPT}),
    "excerpts.submit": frozenset({_P.EXCERPT}),
    "excerpts.take_back": frozenset({_P.EXCERPT}),
    "excerpts.tag": frozenset({_P.EXCERPT}),
    "excerpts.untag": frozenset({_P.EXCERPT}),
    "review.queue": frozenset({_P.REVIEW}),
    "review.show": frozenset({_P.REVIEW}),
    "review.decide": frozenset({_P.REVIEW}),
    "consent.index": frozenset({_P.READ_CONSENT}),
    "consent.show": frozenset({_P.READ_CONSENT}),
    "consent.withdrawn": frozenset({_P.READ_CONSENT}),
    "consent.form": frozenset({_P.RECORD_CONSENT}),
    "consent.record": frozenset({_P.RECORD_CONSENT}),
    "consent.confirm": frozenset({_P.RECORD_CONSENT}),
    "consent.withdraw_form": frozenset({_P.RECORD_CONSENT}),
    "consent.withdraw": frozenset({_P.RECORD_CONSENT}),
    "holds.index": frozenset({_P.PLACE_HOLDS}),
    "holds.place_on_author": frozenset({_P.PLACE_HOLDS}),
    "holds.place_on_item": frozenset({_P.PLACE_HOLDS}),
    "holds.lift": frozenset({_P.PLACE_HOLDS}),
    "reports.index": frozenset({_P.REPORT}),
    "reports.begin": frozenset({_P.REPORT}),
    "reports.collect": frozenset({_P.REPORT}),
    "reports.show": frozenset({_P.REPORT}),
    "reports.rename": frozenset({_P.REPORT}),
    "reports.add": frozenset({_P.REPORT}),
    "reports.move": frozenset({_P.REPORT}),
    "reports.annotate": frozenset({_P.REPORT}),
    "reports.remove": frozenset({_P.REPORT}),
    "reports.export": frozenset({_P.REPORT}),
    "people.index": frozenset({_P.MANAGE_ACCOUNTS}),
    "people.add": frozenset({_P.MANAGE_ACCOUNTS}),
    "people.show": frozenset({_P.MANAGE_ACCOUNTS}),
    "people.set_roles": frozenset({_P.MANAGE_ACCOUNTS}),
    "people.set_password": frozenset({_P.MANAGE_ACCOUNTS}),
    "people.set_active": frozenset({_P.MANAGE_ACCOUNTS}),
    "people.end_logins": frozenset({_P.MANAGE_ACCOUNTS}),
    "system.show": frozenset({_P.SEE_SYSTEM}),
}
"""For each endpoint the permissions of which the person needs one; the services ask again."""


def init_app(app: Flask) -> None:
    """Stand before every request."""

    @app.before_request
    def gate() -> Response | None:
        g.actor = _signed_in()
        needed = ACCESS.get(request.endpoint or "", frozenset[Permission]())
        if needed is Open.TO_ALL:
            return None
        if g.actor is None:
            return _ask_to_sign_in()
        if needed is Open.TO_STAFF or request.endpoint is None:
            return None
        if not any(g.actor.may(permission) for permission in needed):
            raise NotPermitted
        return None


def may_open(endpoint: str) -> bool:
    """Whether the person at the screen may ask for this endpoint."""
    needed = ACCESS.get(endpoint, frozenset[Permission]())
    if isinstance(needed, Open):
        return needed is Open.TO_ALL or g.actor is not None
    return g.actor is not None and any(g.actor.may(permission) for permission in needed)


def _signed_in() -> Actor | None:
    token = session.get("login")
    return logins.actor(archive(), str(token)) if token else None


def _ask_to_sign_in() -> Response:
    if request.method != "GET" or wants_json() or "HX-Request" in request.headers:
        raise SignInRequired("You are signed out; sign in again in another tab, then send this.")
    here = request.full_path.rstrip("?")
    return redirect(url_for("logins.form", next=None if here == "/" else here), code=303)
