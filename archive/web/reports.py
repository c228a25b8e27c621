"""Reports: excerpts in order for one use, and letting them out."""

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from archive.domain.consent_words import Use
from archive.errors import ArchiveError, Conflict, ConsentRequired, InvalidInput
from archive.services import exporting, quotations, reports
from archive.services.exporting import Format
from archive.web import refusals
from archive.web.context import reading, writing
from archive.web.forms import maybe_word, whole, word

bp = Blueprint("reports", __name__, url_prefix="/reports")


@bp.get("")
def index() -> str:
    """Every report, and a form for a new one."""
    with reading() as unit:
        return render_template(
            "reports/index.html",
            reports=reports.all_reports(unit),
            uses=list(Use),
            use=maybe_word(Use, request.values.get("use", ""), "use"),
            title=request.form.get("title", ""),
        )


@bp.post("")
def begin() -> BaseResponse:
    """A new report."""
    use = word(Use, request.form.get("use", ""), "use")
    with writing() as unit:
        made = reports.create(unit, request.form.get("title", ""), use)
    return redirect(url_for(".show", ref=made.ref), code=303)


@bp.post("/collect")
def collect() -> BaseResponse:
    """Add an excerpt, from its own screen, to the report that was chosen there."""
    ref = request.form.get("report", "")
    with writing() as unit:
        reports.add(unit, ref, request.form.get("excerpt", ""))
    return _back(ref, "The excerpt stands at the end of this report.")


@bp.get("/<ref>")
def show(ref: str) -> str:
    """One report."""
    return _screen(ref)


@bp.post("/<ref>/title")
def rename(ref: str) -> BaseResponse:
    """Another title."""
    with writing() as unit:
        reports.rename(unit, ref, request.form.get("title", ""))
    return _back(ref, "The title is changed.")


@bp.post("/<ref>/entries")
def add(ref: str) -> BaseResponse:
    """Put excerpts at the end of a report."""
    chosen = request.form.getlist("excerpt")
    if not chosen:
        raise InvalidInput("Tick at least one excerpt to add.")
    with writing() as unit:
        for excerpt in chosen:
            reports.add(unit, ref, excerpt)
    return _back(ref)


@bp.post("/<ref>/entries/<excerpt>/move")
def move(ref: str, excerpt: str) -> BaseResponse:
    """Put an entry at another place."""
    with writing() as unit:
        reports.move(unit, ref, excerpt, whole(request.form.get("position", ""), "Place"))
    return _back(ref, anchor=f"entry-{excerpt}")


@bp.post("/<ref>/entries/<excerpt>/note")
def annotate(ref: str, excerpt: str) -> BaseResponse:
    """What the report says beside an entry."""
    with writing() as unit:
        reports.annotate(unit, ref, excerpt, request.form.get("note", ""))
    return _back(ref, "The note is saved; it goes out with the words.", f"entry-{excerpt}")


@bp.post("/<ref>/entries/<excerpt>/remove")
def remove(ref: str, excerpt: str) -> BaseResponse:
    """Take an entry out."""
    with writing() as unit:
        reports.remove(unit, ref, excerpt)
    return _back(ref, f"{excerpt} is taken out of this report.")


@bp.post("/<ref>/export")
def export(ref: str) -> BaseResponse:
    """Hand the report out as a file, or say for each excerpt why it may not go."""
    form = request.form
    try:
        kind = word(Format, form.get("format", ""), "the kind of file")
        with writing() as unit:
            made = exporting.export(
                unit, ref, kind, form.get("purpose", ""), form.get("recipient", "")
            )
    except (Conflict, ConsentRequired, InvalidInput) as refusal:
        answer = make_response(_screen(ref, str(refusal)))
        answer.status_code = refusal.status
        return answer
    response = Response(made.content, mimetype=made.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=made.file_name)
    return response


@bp.errorhandler(Conflict)
@bp.errorhandler(ConsentRequired)
@bp.errorhandler(InvalidInput)
def refused(error: ArchiveError) -> Response:
    """What could not be done, on the report's own screen or beside the form for a new one."""
    ref = (request.view_args or {}).get("ref", "")
    if request.method != "POST":
        return refusals.on_screen(error, None)
    return refusals.on_screen(error, (lambda: _screen(ref)) if ref else index)


def _screen(ref: str, refusal: str = "") -> str:
    with reading() as unit:
        offers = reports.candidates(unit, ref)
        return render_template(
            "reports/show.html",
            report=reports.view(unit, ref),
            offers=[(one, quotations.shown_words(one.excerpt)) for one in offers],
            refusal=refusal,
            typed=request.form if refusal else {},
            formats=list(Format),
        )


def _back(ref: str, sentence: str = "", anchor: str | None = None) -> BaseResponse:
    if sentence:
        flash(sentence, "ok")
    return redirect(url_for(".show", ref=ref, _anchor=anchor), code=303)
