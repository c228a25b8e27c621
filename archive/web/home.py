"""Home: where the day begins."""

from flask import Blueprint, render_template

bp = Blueprint("home", __name__)


@bp.get("/")
def show() -> str:
    """A greeting, and the places where this person works."""
    return render_template("home/show.html")
