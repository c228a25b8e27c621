"""Review: what waits, and one decision a screen."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from archive.domain.consent_words import Use
from archive.errors import (
    Conflict,
    ConsentRequired,
    InvalidInput,
    NotFound,
    QuotationChanged,
    SeparationOfDuties,
)
from archive.services import excerpts, page_context, prospects, review
from archive.services.review import Seen, Verdict, Waiting
from archive.web import refusals
from archive.web.context import reading, writing
from archive.web.forms import maybe_word, word
from archive.web.quoting import as_it_appears

bp = Blueprint("review", __name__, url_prefix="/review")

_REFUSALS = (Conflict, ConsentRequired, InvalidInput, QuotationChanged, SeparationOfDuties)
_DONE = {
    Verdict.APPROVE: "%s is approved for this use.",
    Verdict.RETURN: "%s is returned to its writer.",
    Verdict.REFUSE: "%s is refused for this use.",
}


@bp.get("")
def queue() -> str:
    """What waits for a decision that this person may make, oldest first."""
    use = maybe_word(Use, request.args.get("use", ""), "use")
    with reading() as unit:
        waiting = review.queue(unit)
        return render_template(
            "review/queue.html",
            waiting=[one for one in waiting if use in (None, one.use)],
            uses=sorted({one.use for one in waiting}, key=list(Use).index),
            use=use,
            now=unit.now,
        )


@bp.get("/<ref>/<use>")
def show(ref: str, use: str) -> str:
    """One decision to make."""
    return _screen(ref, _use(use))


@bp.post("/<ref>/<use>")
def decide(ref: str, use: str) -> Response:
    """Decide, and go on to the next; where it cannot be decided so, all that was typed stays."""
    form, named = request.form, _use(use)
    try:
        verdict = word(Verdict, form.get("decision", ""), "your decision")
        with writing() as unit:
            waiting = review.queue(unit)
            review.decide(
                unit,
                ref,
                named,
                verdict,
                _reason(),
                has_compared=form.get("compared") == "1",
                seen=Seen(form.get("seen_wording", ""), form.get("seen_attribution", "")),
            )
    except _REFUSALS as refusal:
        answer = make_response(_screen(ref, named, str(refusal)))
        answer.status_code = refusal.status
        return answer
    flash(_DONE[verdict] % ref.upper(), "ok")
    return redirect(_next(waiting, ref, named), code=303)


@bp.errorhandler(Conflict)
def settled(error: Conflict) -> Response:
    """What no longer waits, told on the queue: a colleague, or another window, was quicker."""
    return refusals.on_screen(error, queue)


def _screen(ref: str, use: Use, refusal: str = "") -> str:
    with reading() as unit:
        desk = review.desk(unit, ref, use)
        prospect = prospects.once_compared(unit, ref, use)
        waiting = review.queue(unit)
        return render_template(
            "review/show.html",
            desk=desk,
            view=desk.excerpt,
            one=prospect.use,
            evidence=prospect.evidence,
            considered=prospect.considered,
            appearance=as_it_appears(desk.excerpt, prospect.use.attribution),
            around=page_context.around(unit, excerpts.excerpt(unit, ref)),
            waiting=waiting,
            place=_place(waiting, ref, use),
            refusal=refusal,
        )


def _use(text: str) -> Use:
    try:
        return Use(text)
    except ValueError:
        raise NotFound from None


def _reason() -> str:
    """The chips that were ticked, then the reviewer's own words."""
    own = request.form.get("reason", "").strip()
    return " ".join([*request.form.getlist("chip"), *([own] if own else [])])


def _place(waiting: list[Waiting], ref: str, use: Use) -> int:
    """Which of those that wait this is, from 1; 0 if it does not wait for this person."""
    keys = [(one.ref, one.use) for one in waiting]
    return keys.index((ref.upper(), use)) + 1 if (ref.upper(), use) in keys else 0


def _next(waiting: list[Waiting], ref: str, use: Use) -> str:
    """The one after this in the queue, or else the oldest that is left, or the empty queue."""
    place = _place(waiting, ref, use)
    left = [*waiting[place:], *waiting[: max(place - 1, 0)]]
    if not left:
        return url_for(".queue")
    return url_for(".show", ref=left[0].ref, use=left[0].use)
