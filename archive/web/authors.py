"""Authors, by their code names."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.services import authors, listing
from archive.services.listing import Wanted
from archive.web.context import reading, writing
from archive.web.forms import whole

bp = Blueprint("authors", __name__, url_prefix="/authors")


@bp.get("")
def index() -> str:
    """Every author, with the number of their items."""
    with reading() as unit:
        return render_template(
            "authors/index.html",
            rows=authors.counted(unit),
            facilities=[facility.code for facility in authors.all_facilities(unit)],
        )


@bp.post("")
def enter() -> Response:
    """A new author, under the code name that was typed or one that is drawn."""
    form = request.form
    with writing() as unit:
        entered = authors.enter(
            unit, form.get("code", "").strip().lower(), form.get("facility", "").strip()
        )
    flash(f"The author is known here as {entered.code}.", "ok")
    return redirect(url_for(".show", code=entered.code), code=303)


@bp.get("/<code>")
def show(code: str) -> str:
    """An author's items."""
    page = whole(request.args.get("page", "1"), "Page")
    with reading() as unit:
        return render_template(
            "authors/show.html",
            author=authors.author(unit, code),
            listing=listing.listed(unit, Wanted(author=code, order="received"), page),
        )
