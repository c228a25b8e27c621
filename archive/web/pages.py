"""The reader: a page's image beside its text, and typing the text."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from archive.errors import Conflict, InvalidInput
from archive.services import items, pages, transcription
from archive.services.transcription import TypedLine
from archive.web.context import reading, writing
from archive.web.forms import whole

bp = Blueprint("pages", __name__, url_prefix="/items/<ref>/pages/<int:number>")


@dataclass(frozen=True, slots=True)
class Field:
    """A line in the form: what stands in it, and whether its strip can be shown."""

    key: str
    text: str
    has_strip: bool


@bp.get("")
def show(ref: str, number: int) -> str:
    """A page to read."""
    query = request.args.get("q", "")
    with reading() as unit:
        opened = pages.opened(unit, ref, number, query)
        return render_template(
            "pages/show.html",
            reading=opened,
            page=opened.page,
            item=opened.page.item,
            query=query,
            may_verify=pages.may_verify(unit, opened),
            may_be_read_again=items.may_be_read_again(opened.page),
        )


@bp.get("/transcribe")
def form(ref: str, number: int) -> str:
    """The form to type a page with, line by line."""
    return _form(ref, number)


@bp.post("/transcribe")
def save(ref: str, number: int) -> Response:
    """Keep what was typed as a new version; where it cannot be kept it stays on the screen."""
    typed = _typed()
    based_on = whole(request.form.get("based_on", ""), "Version")
    try:
        with writing() as unit:
            transcription.save(unit, ref, number, based_on, typed)
    except (Conflict, InvalidInput) as refusal:
        answer = make_response(_form(ref, number, typed, str(refusal)))
        answer.status_code = refusal.status
        return answer
    said = {
        "text": "Your text is saved as a new version; the earlier ones are kept.",
        "url": url_for("search.show", q="state:needs_transcription"),
        "label": "What else waits to be typed",
    }
    flash(said, "ok")  # type: ignore[arg-type]
    return redirect(url_for(".show", ref=ref, number=number), code=303)


@bp.post("/verify")
def verify(ref: str, number: int) -> Response:
    """Confirm that the text is what stands on the page."""
    with writing() as unit:
        pages.verify(unit, ref, number, whole(request.form.get("version", ""), "Version"))
    flash("The text of this page is verified.", "ok")
    return redirect(url_for(".show", ref=ref, number=number), code=303)


@bp.post("/read")
def read_again(ref: str, number: int) -> Response:
    """Have the machine read the page once more."""
    with writing() as unit:
        items.read_again(unit, ref, number)
    flash("The page is being read again.", "ok")
    return redirect(url_for(".show", ref=ref, number=number), code=303)


def _form(ref: str, number: int, typed: Sequence[TypedLine] = (), refusal: str = "") -> str:
    with reading() as unit:
        opened = pages.opened(unit, ref, number)
        return render_template(
            "pages/transcribe.html",
            reading=opened,
            page=opened.page,
            item=opened.page.item,
            fields_of_lines=_fields(opened, typed) if refusal else _fields(opened),
            refusal=refusal,
        )


def _fields(opened: pages.Reading, typed: Sequence[TypedLine] = ()) -> list[Field]:
    places = {line.key: line.box is not None for line in opened.lines}
    lines = typed or [TypedLine(line.key, line.text) for line in opened.lines]
    return [Field(line.key, line.text, places.get(line.key, False)) for line in lines]


def _typed() -> list[TypedLine]:
    """The lines in order; several rows typed into one field become several lines."""
    keys, texts = request.form.getlist("key"), request.form.getlist("text")
    if len(keys) != len(texts):
        raise InvalidInput("Some lines are missing in what was sent; nothing was saved.")
    return [
        TypedLine("" if place else key, row)
        for key, text in zip(keys, texts, strict=True)
        for place, row in enumerate(row for row in text.splitlines() if row.strip())
    ]
