"""Holds: resting all use of an item or of everything by an author, and ending the rest."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from archive.domain.consent_words import HoldKind
from archive.errors import ArchiveError, Conflict, InvalidInput, NotFound
from archive.services import hold_views, holds
from archive.web import refusals
from archive.web.context import reading, writing
from archive.web.forms import word

bp = Blueprint("holds", __name__, url_prefix="/holds")


@bp.get("")
def index() -> str:
    """Everything that rests now."""
    with reading() as unit:
        return render_template(
            "consent/holds.html",
            holds=hold_views.all_open(unit),
            kinds=[kind for kind in HoldKind if kind is not HoldKind.LEGAL_MAIL],
            item=request.values.get("item", ""),
            author=request.values.get("author", ""),
            typed=request.form,
        )


@bp.post("/author")
def place_on_author() -> BaseResponse:
    """Rest everything by an author."""
    form = request.form
    code = form.get("author", "").strip().lower()
    kind = word(HoldKind, form.get("kind", ""), "the kind of hold")
    with writing() as unit:
        holds.place_on_author(unit, code, kind, form.get("reason", ""))
    flash(f"All use of words by {code} rests from now on.", "ok")
    return redirect(url_for("consent.show", code=code, _anchor="holds"), code=303)


@bp.post("/item")
def place_on_item() -> BaseResponse:
    """Rest an item."""
    form = request.form
    kind = word(HoldKind, form.get("kind", ""), "the kind of hold")
    with writing() as unit:
        hold = holds.place_on_item(unit, form.get("item", "").strip(), kind, form.get("reason", ""))
    flash("All use of this item rests from now on.", "ok")
    return redirect(url_for(".index", _anchor=f"hold-{hold.id}"), code=303)


@bp.post("/<int:hold_id>/lift")
def lift(hold_id: int) -> BaseResponse:
    """End a hold."""
    with writing() as unit:
        holds.lift(unit, hold_id)
    flash("The hold is lifted; what it stopped is a draft again and needs a new review.", "ok")
    code = request.form.get("author", "")
    where = url_for("consent.show", code=code) if code else url_for(".index")
    return redirect(where, code=303)


@bp.errorhandler(Conflict)
@bp.errorhandler(InvalidInput)
@bp.errorhandler(NotFound)
def refused(error: ArchiveError) -> Response:
    """What could not be held or lifted, on this screen, with what was entered."""
    return refusals.on_screen(error, index)
