"""Signing in and out."""

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from flask import session as browser
from werkzeug.wrappers import Response as BaseResponse

from archive.errors import SignInRequired, TooManyAttempts
from archive.services import logins
from archive.web.context import archive

bp = Blueprint("logins", __name__)


@bp.get("/sign-in")
def form() -> BaseResponse | str:
    """The form to sign in with; whoever has signed in already goes on."""
    if g.actor is not None:
        return redirect(_onward(), code=303)
    return render_template("logins/form.html", name="", error=None)


@bp.post("/sign-in")
def begin() -> BaseResponse:
    """Check name and password, and begin a session under a fresh token; the one before it ends."""
    name = request.form.get("name", "").strip()
    try:
        signed_in = logins.sign_in(archive(), name, request.form.get("password", ""))
    except (SignInRequired, TooManyAttempts) as refusal:
        return _again(name, refusal)
    onward = _onward()
    logins.sign_out(archive(), str(browser.get("login", "")))
    browser.clear()
    browser["login"] = signed_in.token
    return redirect(onward, code=303)


@bp.post("/sign-out")
def end() -> BaseResponse:
    """End the session, here and in the record."""
    logins.sign_out(archive(), str(browser.get("login", "")))
    browser.clear()
    return redirect(url_for(".form"), code=303)


def _again(name: str, refusal: SignInRequired | TooManyAttempts) -> Response:
    page = make_response(render_template("logins/form.html", name=name, error=str(refusal)))
    page.status_code = refusal.status
    return page


def _onward() -> str:
    """Where the person wanted to go, if that is a place of ours.

    Browsers drop tabs and line ends from an address, so one that holds any is nobody's place.
    """
    wanted = request.values.get("next", "")
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if is_ours and wanted.isprintable() else url_for("home.show")
