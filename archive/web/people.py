"""Accounts, for admins."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from archive.domain.people import ALLOWED, Role
from archive.errors import ArchiveError, Conflict, InvalidInput
from archive.services import accounts
from archive.web import refusals
from archive.web.context import reading, writing
from archive.web.forms import words

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.get("")
def index() -> str:
    """Every account, with its roles."""
    with reading() as unit:
        return render_template(
            "people/index.html", accounts=accounts.all_accounts(unit), allowed=ALLOWED
        )


@bp.post("")
def add() -> BaseResponse:
    """A new account."""
    form = request.form
    with writing() as unit:
        added = accounts.add(unit, form.get("name", "").strip(), _roles(), form.get("password", ""))
    flash(f"{added.name} can sign in now.", "ok")
    return redirect(url_for(".show", account_id=added.id), code=303)


@bp.get("/<int:account_id>")
def show(account_id: int) -> str:
    """One account."""
    with reading() as unit:
        account = accounts.account(unit, account_id)
        return render_template("people/show.html", account=account, allowed=ALLOWED)


@bp.post("/<int:account_id>/roles")
def set_roles(account_id: int) -> BaseResponse:
    """Give an account other roles."""
    with writing() as unit:
        accounts.set_roles(unit, account_id, _roles())
    return _back(account_id, "The roles are changed; the person has to sign in again.")


@bp.post("/<int:account_id>/password")
def set_password(account_id: int) -> BaseResponse:
    """Give an account another password."""
    with writing() as unit:
        accounts.set_password(unit, account_id, request.form.get("password", ""))
    return _back(account_id, "The password is changed; the person has to sign in again.")


@bp.post("/<int:account_id>/active")
def set_active(account_id: int) -> BaseResponse:
    """Close an account, or open it again."""
    is_active = request.form.get("active") == "yes"
    with writing() as unit:
        accounts.set_active(unit, account_id, is_active=is_active)
    return _back(account_id, "The account is open." if is_active else "The account is closed.")


@bp.post("/<int:account_id>/logins/end")
def end_logins(account_id: int) -> BaseResponse:
    """End every sign-in of an account."""
    with writing() as unit:
        accounts.account(unit, account_id)
        accounts.end_logins(unit, account_id)
        unit.audit("account.logins.end", f"account:{account_id}")
    return _back(account_id, "Every sign-in of this account has ended.")


@bp.errorhandler(Conflict)
@bp.errorhandler(InvalidInput)
def refused(error: ArchiveError) -> Response:
    """What could not be done, on the screen of the account or beside the form for a new one."""
    account_id = (request.view_args or {}).get("account_id")
    return refusals.on_screen(error, index if account_id is None else lambda: show(account_id))


def _roles() -> list[Role]:
    return words(Role, request.form.getlist("role"), "role")


def _back(account_id: int, sentence: str) -> BaseResponse:
    flash(sentence, "ok")
    return redirect(url_for(".show", account_id=account_id), code=303)
