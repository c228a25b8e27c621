"""Excerpts: making one, working on its words, and putting it forward."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from archive.domain.consent_words import Use
from archive.domain.excerpt_states import ExcerptState
from archive.domain.excerpts import Withheld
from archive.domain.people import Permission
from archive.errors import ArchiveError, Conflict, InvalidInput
from archive.services import (
    excerpt_history,
    excerpt_views,
    excerpts,
    pages,
    prospects,
    quotations,
    reports,
    tags,
)
from archive.services.excerpt_views import ExcerptRow, ExcerptView
from archive.services.excerpts import Selection
from archive.services.unit import Unit
from archive.store.models import Report
from archive.web import refusals, word_choices
from archive.web.context import reading, writing
from archive.web.forms import maybe_word, whole, word, words
from archive.web.quoting import as_it_appears

bp = Blueprint("excerpts", __name__, url_prefix="/excerpts")


@bp.get("")
def index() -> str:
    """Excerpts, narrowed by the address."""
    asked = request.args
    state = maybe_word(ExcerptState, asked.get("state", ""), "state")
    use = maybe_word(Use, asked.get("use", ""), "use")
    tag, is_mine = asked.get("tag", "").strip().lower(), asked.get("whose") == "mine"
    with reading() as unit:
        rows = excerpt_views.listed(unit, state, use=use, is_mine=is_mine)
        return render_template(
            "excerpts/index.html",
            rows=[row for row in rows if _bears(row, tag)],
            filters={"state": state, "use": use, "tag": tag, "whose": asked.get("whose")},
            states=list(ExcerptState),
            uses=list(Use),
            paths=tags.paths(unit),
        )


@bp.post("")
def create() -> BaseResponse:
    """Keep the words that were marked in the reader as an excerpt."""
    page = whole(request.form.get("page", ""), "Page")
    with writing() as unit:
        made = excerpts.create(unit, request.form.get("item", ""), page, _marked())
    flash("The words are kept as an excerpt, exactly as they stand on the page.", "ok")
    return redirect(url_for(".show", ref=made.ref), code=303)


@bp.get("/<ref>")
def show(ref: str) -> str:
    """One excerpt."""
    with reading() as unit:
        view = excerpt_views.view(unit, ref)
        uses = prospects.uses(unit, ref)
        named = next((one.attribution for one in uses if one.attribution), "")
        return render_template(
            "excerpts/show.html",
            view=view,
            uses=uses,
            appearance=as_it_appears(view, named),
            choices=word_choices.offered(
                quotations.segments(excerpts.excerpt(unit, ref)), view.operations
            ),
            sorts=list(Withheld),
            paths=tags.paths(unit),
            deeds=excerpt_history.of_excerpt(unit, ref),
            reports=_reports(unit),
            is_waiting=any(one.state == ExcerptState.SUBMITTED for one in uses),
            now=None if view.is_exact else _as_it_stands(unit, view),
        )


@bp.post("/<ref>/requote")
def requote(ref: str) -> BaseResponse:
    """Hold an excerpt whose words have changed to the words that were marked now."""
    with writing() as unit:
        excerpts.requote(unit, ref, _marked())
    return _back(ref, "words", "The excerpt holds to these words now; it needs a new review.")


@bp.post("/<ref>/words")
def hide(ref: str) -> BaseResponse:
    """Leave out, or withhold, the words that were ticked."""
    form = request.form
    with writing() as unit:
        known = excerpts.excerpt(unit, ref)
        acts = quotations.operations(known)
        offered = word_choices.offered(quotations.segments(known), acts)
        picked = word_choices.chosen(offered, form.getlist("word"))
        if not picked:
            raise InvalidInput("Tick the words first, then say what happens to them.")
        if form.get("act") == "withhold":
            sort = word(Withheld, form.get("sort", ""), "what is withheld")
            more = word_choices.withheld(offered, picked, sort)
        else:
            more = word_choices.left_out(offered, picked)
        excerpts.edit(unit, ref, [*acts, *more])
    return _back(ref, "words")


@bp.post("/<ref>/words/undo")
def unhide(ref: str) -> BaseResponse:
    """Show words again that were left out or withheld."""
    with writing() as unit:
        acts = quotations.operations(excerpts.excerpt(unit, ref))
        gone = request.form.get("operation", "")
        kept = [act for act in acts if f"{act.segment}:{act.start}-{act.end}" != gone]
        excerpts.edit(unit, ref, kept)
    return _back(ref, "words")


@bp.post("/<ref>/others")
def others(ref: str) -> BaseResponse:
    """Answer whether anybody else can be recognised in the words."""
    answer = request.form.get("names_others", "")
    if answer not in ("yes", "no"):
        raise InvalidInput("Answer yes or no.")
    with writing() as unit:
        excerpts.answer_others(unit, ref, answer == "yes")
    return _back(ref, "others")


@bp.post("/<ref>/note")
def annotate(ref: str) -> BaseResponse:
    """Keep a note for colleagues."""
    with writing() as unit:
        excerpts.annotate(unit, ref, request.form.get("note", ""))
    return _back(ref, "uses", "The note is saved.")


@bp.post("/<ref>/tags")
def tag(ref: str) -> BaseResponse:
    """Put a tag on an excerpt."""
    with writing() as unit:
        excerpts.put_tag(unit, ref, request.values.get("path", ""))
    return _back(ref, "tags")


@bp.post("/<ref>/tags/remove")
def untag(ref: str) -> BaseResponse:
    """Take a tag off an excerpt."""
    path = request.form.get("path", "")
    with writing() as unit:
        excerpts.take_tag(unit, ref, path)
    undo = url_for(".tag", ref=ref, path=path)
    flash({"text": f"The tag {path} is removed.", "undo": undo}, "undo")  # type: ignore[arg-type]
    return _back(ref, "tags")


@bp.post("/<ref>/submit")
def submit(ref: str) -> BaseResponse:
    """Put an excerpt forward for the chosen uses."""
    uses = words(Use, request.form.getlist("use"), "use")
    with writing() as unit:
        excerpts.submit(unit, ref, uses)
        if note := request.form.get("note", "").strip():
            excerpts.annotate(unit, ref, note)
        denied = [
            one for one in prospects.uses(unit, ref) if one.use in uses and one.answer == "deny"
        ]
    if denied:
        flash("Consent refuses a use that you ticked; nobody can approve it until that changes.")
    return _back(ref, "uses", "It is with the reviewers now; they see the oldest first.")


@bp.post("/<ref>/take-back")
def take_back(ref: str) -> BaseResponse:
    """Take an excerpt back from review for one use."""
    with writing() as unit:
        excerpts.take_back(unit, ref, word(Use, request.form.get("use", ""), "use"))
    return _back(ref, "uses", "It is yours again; change it and submit it when it is ready.")


@bp.errorhandler(InvalidInput)
@bp.errorhandler(Conflict)
def refused(error: ArchiveError) -> Response:
    """What could not be done, on the screen of the excerpt that it was asked of."""
    ref = (request.view_args or {}).get("ref", "")
    return refusals.on_screen(error, (lambda: show(ref)) if ref else None)


def _marked() -> Selection:
    form = request.form
    return Selection(
        version=whole(form.get("version", ""), "Version"),
        start_line=form.get("start_line", ""),
        start_offset=whole(form.get("start_offset", ""), "The first character"),
        end_line=form.get("end_line", ""),
        end_offset=whole(form.get("end_offset", ""), "The last character"),
    )


def _as_it_stands(unit: Unit, view: ExcerptView) -> pages.Reading | None:
    """The page's text today, for marking the words again."""
    if not unit.actor.may(Permission.EXCERPT) or not view.passages:
        return None
    return pages.opened(unit, view.item, view.passages[0].page)


def _reports(unit: Unit) -> list[Report]:
    return reports.all_reports(unit) if unit.actor.may(Permission.REPORT) else []


def _bears(row: ExcerptRow, tag: str) -> bool:
    return not tag or any(path == tag or path.startswith(f"{tag}/") for path in row.tags)


def _back(ref: str, anchor: str, sentence: str = "") -> BaseResponse:
    if sentence:
        flash(sentence, "ok")
    return redirect(url_for(".show", ref=ref, _anchor=anchor), code=303)
