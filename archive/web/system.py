"""The machine room, for admins: the queue, the index, and whether all is as it was kept."""

from flask import Blueprint, render_template, request

from archive.services import health, jobs
from archive.web.context import reading

bp = Blueprint("system", __name__, url_prefix="/system")


@bp.get("")
def show() -> str:
    """How the machine stands; ``?check=all`` reads and hashes every kept file again."""
    is_whole = request.args.get("check") == "all"
    with reading() as unit:
        findings = health.check(unit) if is_whole else health.glance(unit)
        return render_template(
            "system/show.html",
            findings=list(findings),
            is_whole=is_whole,
            queue=jobs.overview(unit),
        )
