"""The tree of tags."""

from flask import Blueprint, render_template

from archive.services import tags
from archive.web.context import reading

bp = Blueprint("tags", __name__, url_prefix="/tags")


@bp.get("")
def index() -> str:
    """Every tag, with the items that bear it."""
    with reading() as unit:
        return render_template("tags/index.html", tree=tags.tree(unit))
