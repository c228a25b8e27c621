"""Scanning: batches, and the files that are laid into them."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import cast

from flask import (
    Blueprint,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from archive.domain.items import ItemKind, ItemState, Language
from archive.errors import ArchiveError, Conflict, InvalidInput
from archive.services import authors, batches, intake
from archive.services.intake import Description
from archive.web.context import reading, writing
from archive.web.errors import wants_json
from archive.web.forms import maybe_day, maybe_word, word

_RACE = "This was being taken in at the same moment from elsewhere; send it once more."

bp = Blueprint("batches", __name__, url_prefix="/scan")

_TOLD = 8
_NAME = 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, for the page and for the program that sent it."""

    file: str
    state: str
    word: str
    sha256: str = ""
    item: str = ""
    url: str = ""
    duplicate_of: str = ""
    code: str = ""
    status: int = 200


@bp.get("")
def index() -> str:
    """The newest batches, and the form for a new one."""
    with reading() as unit:
        return render_template(
            "batches/index.html",
            batches=batches.latest(unit),
            today=unit.now.date().isoformat(),
        )


@bp.post("")
def begin() -> Response:
    """Begin a batch, or go on with the one of this name."""
    with writing() as unit:
        batch = intake.open_batch(unit, request.form.get("name", ""))
    return redirect(url_for(".show", ref=batch.ref), code=303)


@bp.get("/<ref>")
def show(ref: str) -> str:
    """A batch: where files are laid in, and what became of them."""
    with reading() as unit:
        return render_template(
            "batches/show.html",
            progress=batches.progress(unit, ref),
            codes=[author.code for author in authors.all_authors(unit)],
        )


@bp.get("/<ref>/progress")
def progress(ref: str) -> str:
    """The part of the batch's page that changes while it is read."""
    with reading() as unit:
        return render_template("batches/_progress.html", progress=batches.progress(unit, ref))


@bp.post("/<ref>/files")
def upload(ref: str) -> Response:
    """Keep the files that were sent, one answer for each."""
    description = _description()
    files = [file for file in request.files.getlist("files") if file.filename]
    if not files:
        raise InvalidInput("No file was chosen; choose the scans first.")
    outcomes = [_taken(ref, file, description) for file in files]
    if wants_json():
        answer = jsonify(
            [asdict(outcome) for outcome in outcomes] if len(outcomes) > 1 else asdict(outcomes[0])
        )
        answer.status_code = outcomes[0].status if len(outcomes) == 1 else 200
        return answer
    _tell(outcomes)
    return redirect(url_for(".show", ref=ref), code=303)


def _description() -> Description:
    form = request.form
    return Description(
        kind=word(ItemKind, form.get("kind", "letter"), "kind"),
        author=form.get("author", "").strip().lower() or None,
        received_on=maybe_day(form, "received_on", "Received"),
        language=maybe_word(Language, form.get("language", ""), "language"),
        is_legal_mail=form.get("is_legal_mail") == "1",
    )


def _taken(ref: str, file: FileStorage, description: Description) -> Outcome:
    name = file.filename or ""
    try:
        return _kept(ref, name, file.stream.read(), description)
    except ArchiveError as refusal:
        return Outcome(name, "rejected", str(refusal), code=refusal.code, status=refusal.status)
    except IntegrityError:
        # Two windows sent the same at once; the other files of this lot must not be lost for it.
        return Outcome(name, "rejected", _RACE, code=Conflict.code, status=Conflict.status)


def _kept(ref: str, name: str, content: bytes, description: Description) -> Outcome:
    """The bytes are on the disk before anything is written about them, outside the write lock."""
    with reading() as unit:
        batches.batch(unit, ref)
        kept = intake.keep(unit, content, _media_type(content), name)
    with writing() as unit:
        received = intake.receive(unit, kept, batches.batch(unit, ref), description)
    url = url_for("items.show", ref=received.item_ref) if received.item_ref else ""
    if received.is_duplicate:
        return Outcome(
            name,
            "duplicate",
            "already here",
            kept.sha256,
            received.item_ref,
            url,
            duplicate_of=received.item_ref,
        )
    if description.is_legal_mail:
        return Outcome(name, "waiting", "kept apart", kept.sha256, received.item_ref)
    return Outcome(name, ItemState.WAITING, "kept", kept.sha256, received.item_ref, url)


def _media_type(content: bytes) -> str:
    recognise = cast("Callable[[bytes], str]", current_app.extensions["media_type"])
    return recognise(content)


def _tell(outcomes: list[Outcome]) -> None:
    """Say what became of the files; the first that were not kept one by one, the rest counted."""
    kept = sum(outcome.state == "waiting" for outcome in outcomes)
    if kept:
        flash("1 file is kept." if kept == 1 else f"{kept} files are kept.", "ok")
    others = [outcome for outcome in outcomes if outcome.state != "waiting"]
    for outcome in others[:_TOLD]:
        if outcome.state == "duplicate":
            said = {"text": f"{outcome.file[:_NAME]} is here already.", "url": outcome.url}
            flash(said, "info")  # type: ignore[arg-type]
        else:
            flash(f"{outcome.file[:_NAME]}: {outcome.word}", "error")
    if len(others) > _TOLD:
        flash(f"{len(others) - _TOLD} more files were here already or are no scans.", "error")
