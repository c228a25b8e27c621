"""Consent: what authors said, by which evidence, and taking it back."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from archive.domain.consent_words import ExpressedBy, HoldKind, Method, Use
from archive.errors import ArchiveError, Conflict, InvalidInput, NotFound
from archive.services import (
    authors,
    consent,
    evidence,
    hold_views,
    notices,
    outlook,
    withdrawal,
    withdrawals,
)
from archive.services.consent_entry import Statement
from archive.services.unit import Unit
from archive.services.withdrawal import Level
from archive.web import consent_forms
from archive.web.consent_forms import Faults, Form
from archive.web.context import reading, writing
from archive.web.forms import whole

bp = Blueprint("consent", __name__, url_prefix="/consent")


@bp.get("")
def index() -> str:
    """Every author with what stands now, and the spoken agreements that wait for a second ear."""
    start = request.args.get("author", "").strip().lower()
    with reading() as unit:
        return render_template(
            "consent/index.html",
            listing=outlook.listed(unit, start, whole(request.args.get("page", "1"), "Page")),
            start=start,
            unconfirmed=consent.unconfirmed(unit),
            holds=hold_views.all_open(unit),
        )


@bp.get("/<code>")
def show(code: str) -> str:
    """One author: what stands now, and all that was ever said."""
    with reading() as unit:
        return render_template(
            "consent/show.html",
            outlook=outlook.of_author(unit, code),
            events=consent.history(unit, code),
            holds=hold_views.of_author(unit, code),
            hold_kinds=[kind for kind in HoldKind if kind is not HoldKind.LEGAL_MAIL],
            today=unit.now.date(),
        )


@bp.get("/<code>/record")
def form(code: str) -> str:
    """The form for what an author said; nothing on it agrees to anything by itself."""
    return _form(code, request.args)


@bp.post("/<code>/record")
def record(code: str) -> Response:
    """Record what an author said; where it cannot be recorded, all that was entered stays."""
    typed = _with_chosen_page(request.form)
    if request.form.get("act") != "record":
        return make_response(_form(code, typed))
    entered = consent_forms.statement(typed, code)
    if isinstance(entered, Faults):
        return _refused(_form(code, typed, dict(entered.sentences)))
    try:
        _record(entered)
    except (Conflict, InvalidInput, NotFound) as refusal:
        return _refused(_form(code, typed, {"form": str(refusal)}), refusal)
    flash("The answer is recorded; every excerpt of this author was decided again.", "ok")
    return redirect(url_for(".show", code=code), code=303)


@bp.post("/<code>/events/<int:event_id>/confirm")
def confirm(code: str, event_id: int) -> Response:
    """Say, as a second person, that a spoken answer was given so."""
    with writing() as unit:
        consent.confirm(unit, event_id)
    flash("You confirmed this answer; it counts for internal uses from now on.", "ok")
    return redirect(url_for(".show", code=code, _anchor=f"event-{event_id}"), code=303)


@bp.get("/<code>/withdraw")
def withdraw_form(code: str) -> str:
    """The screen for taking an agreement back."""
    return _withdraw_form(code, request.args)


@bp.post("/<code>/withdraw")
def withdraw(code: str) -> Response:
    """Show first what would stop; then, when it is meant, record it and stop it."""
    typed = _with_chosen_page(request.form)
    if request.form.get("act") != "withdraw":
        return make_response(_withdraw_form(code, typed, is_preview=True))
    try:
        with writing() as unit:
            done = withdrawal.withdraw(unit, consent_forms.withdrawal(typed, code))
    except (Conflict, InvalidInput, NotFound) as refusal:
        return _refused(_withdraw_form(code, typed, str(refusal)), refusal)
    return redirect(url_for(".withdrawn", code=code, event_id=done.event), code=303)


@bp.get("/<code>/withdrawals/<int:event_id>")
def withdrawn(code: str, event_id: int) -> str:
    """What a withdrawal stopped, and what had gone out before."""
    with reading() as unit:
        return render_template(
            "consent/withdrawn.html", done=withdrawals.recorded(unit, code, event_id), code=code
        )


def _record(entered: Statement) -> int:
    with writing() as unit:
        return consent.record(unit, entered)


def _form(code: str, typed: Form, faults: dict[str, str] | None = None) -> str:
    with reading() as unit:
        author = authors.author(unit, code)
        shown = _evidence(unit, code, typed, faults := dict(faults or {}))
        return render_template(
            "consent/record.html",
            code=author.code,
            typed=typed,
            faults=faults,
            notices=notices.all_notices(unit),
            offered=evidence.offered(unit, code),
            evidence=shown,
            today=unit.now.date(),
            kinds=[str(kind) for kind in consent_forms.ENTERED],
            uses=list(Use),
        )


def _withdraw_form(code: str, typed: Form, refusal: str = "", *, is_preview: bool = False) -> str:
    with reading() as unit:
        author, touched, faults = authors.author(unit, code), None, dict[str, str]()
        if is_preview and not refusal:
            try:
                touched = withdrawals.touched(unit, code, consent_forms.reach(typed))
            except InvalidInput as fault:
                refusal = str(fault)
        shown = _evidence(unit, code, typed, faults)
        return render_template(
            "consent/withdraw.html",
            code=author.code,
            typed=typed,
            refusal=refusal or faults.get("evidence", ""),
            touched=touched,
            evidence=shown,
            offered=evidence.offered(unit, code),
            today=unit.now.date(),
            levels=list(Level),
            methods=list(Method),
            speakers=list(ExpressedBy),
            uses=list(Use),
        )


def _evidence(unit: Unit, code: str, typed: Form, faults: dict[str, str]) -> Any:
    """The page to be shown beside the form, where one is named that can be."""
    try:
        named = consent_forms.evidence(typed)
        return evidence.shown(unit, *named, code) if named else None
    except (InvalidInput, NotFound) as refusal:
        faults.setdefault("evidence", str(refusal))
        return None


def _with_chosen_page(form: Form) -> Form:
    """A page that was chosen by its picture, as if its reference had been typed."""
    ref, _, number = form.get("choose", "").partition("/")
    if not ref:
        return form
    chosen = MultiDict(form)
    chosen["item"], chosen["page"] = ref, number
    return chosen


def _refused(page: str, refusal: ArchiveError | None = None) -> Response:
    answer = make_response(page)
    answer.status_code = refusal.status if refusal else InvalidInput.status
    return answer
