"""Items: the list, and one item with all that is known of it."""

from collections.abc import Iterator

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from archive.domain.items import ItemKind, ItemState, Language
from archive.domain.people import Permission
from archive.errors import Conflict, InvalidInput
from archive.services import authors, consent, histories, holds, items, listing, pages, tags
from archive.services.consent import EventView
from archive.services.items import Described
from archive.services.listing import Wanted
from archive.services.unit import Unit
from archive.store.models import Item
from archive.web.context import reading, writing
from archive.web.forms import maybe_day, maybe_word, whole, word

bp = Blueprint("items", __name__, url_prefix="/items")


@bp.get("")
def index() -> str:
    """What this person may see, narrowed by the address."""
    wanted = _wanted()
    with reading() as unit:
        return render_template(
            "items/index.html",
            listing=listing.listed(unit, wanted, whole(request.args.get("page", "1"), "Page")),
            wanted=wanted,
            codes=[author.code for author in authors.all_authors(unit)],
            paths=tags.paths(unit),
        )


@bp.get("/<ref>")
def show(ref: str) -> str:
    """One item."""
    return _screen(ref)


@bp.post("/<ref>/description")
def describe(ref: str) -> BaseResponse:
    """Keep what is known of an item; what was typed stays on the screen if it cannot be kept."""
    try:
        typed = _described()
        with writing() as unit:
            items.describe(unit, ref, request.form.get("mark", ""), typed)
            following = _following(unit, items.item(unit, ref))
    except (Conflict, InvalidInput) as refusal:
        answer = make_response(_screen(ref, str(refusal)))
        answer.status_code = refusal.status
        return answer
    flash({"text": "The description is saved.", **following}, "ok")  # type: ignore[arg-type]
    return redirect(url_for(".show", ref=ref), code=303)


@bp.post("/<ref>/quarantine")
def quarantine(ref: str) -> BaseResponse:
    """Set an item apart as legal mail."""
    with writing() as unit:
        items.quarantine(unit, ref)
        is_seen = unit.actor.may(Permission.READ_QUARANTINE)
    flash("The item is set apart; only a steward can open it now.", "ok")
    return redirect(url_for(".show", ref=ref) if is_seen else url_for(".index"), code=303)


@bp.post("/<ref>/release")
def release(ref: str) -> BaseResponse:
    """Clear an item that was set apart."""
    with writing() as unit:
        items.release(unit, ref)
    return _back(ref, "The item is cleared; it is read now and will be found.")


@bp.post("/<ref>/read")
def read_again(ref: str) -> BaseResponse:
    """Have every page that needs it read again."""
    with writing() as unit:
        items.read_again(unit, ref)
    return _back(ref, "It is being read again.")


@bp.post("/<ref>/tags")
def tag(ref: str) -> BaseResponse:
    """Put a tag on an item."""
    with writing() as unit:
        tags.put_on(unit, ref, request.values.get("path", ""))
    return redirect(url_for(".show", ref=ref), code=303)


@bp.post("/<ref>/tags/remove")
def untag(ref: str) -> BaseResponse:
    """Take a tag off an item."""
    with writing() as unit:
        taken = tags.take_off(unit, ref, request.form.get("path", ""))
    undo = url_for(".tag", ref=ref, path=taken.path)
    flash({"text": f"The tag {taken.path} is removed.", "undo": undo}, "undo")  # type: ignore[arg-type]
    return redirect(url_for(".show", ref=ref), code=303)


def _screen(ref: str, refusal: str = "") -> str:
    with reading() as unit:
        item = items.item(unit, ref)
        return render_template(
            "items/show.html",
            item=item,
            known=items.described(item),
            refusal=refusal,
            typed=request.form if refusal else None,
            first_words=pages.first_words(unit, item.pages),
            codes=[author.code for author in authors.all_authors(unit)],
            facilities=[facility.code for facility in authors.all_facilities(unit)],
            paths=tags.paths(unit),
            holds=holds.open_holds(unit, item),
            deeds=histories.of_item(unit, ref),
            statements=_statements(unit, item),
            may_be_read_again=[p for p in item.pages if items.may_be_read_again(p)],
        )


def _following(unit: Unit, item: Item) -> dict[str, str]:
    """Where a person goes on who describes a batch letter by letter."""
    for other in _of_batch(unit, item.batch.ref):
        if other.author is None and other.id < item.id:
            url = url_for(".show", ref=other.ref)
            return {"url": url, "label": "The next one without an author"}
    if unit.actor.may(Permission.SCAN):
        return {"url": url_for("batches.show", ref=item.batch.ref), "label": "Back to the batch"}
    return {}


def _of_batch(unit: Unit, ref: str) -> Iterator[Item]:
    """The items of a batch as its page shows them, last received first."""
    number, last = 1, 1
    while number <= last:
        found = listing.listed(unit, Wanted(batch=ref), number)
        yield from (row.item for row in found.rows)
        number, last = number + 1, found.pages


def _statements(unit: Unit, item: Item) -> list[EventView] | None:
    """What the author said about consent, for those who may know; None for all others."""
    if item.author is None or not unit.actor.may(Permission.READ_CONSENT):
        return None
    return consent.history(unit, item.author.code)


def _wanted() -> Wanted:
    asked = request.args
    return Wanted(
        state=maybe_word(ItemState, asked.get("state", ""), "state"),
        kind=maybe_word(ItemKind, asked.get("kind", ""), "kind"),
        author=asked.get("author", "").strip().lower(),
        tag=asked.get("tag", "").strip().lower(),
        batch=asked.get("batch", "").strip(),
        order=asked.get("order", "entered"),
    )


def _described() -> Described:
    form = request.form
    return Described(
        kind=word(ItemKind, form.get("kind", ""), "kind"),
        author=form.get("author", "").strip().lower(),
        facility=form.get("facility", "").strip(),
        written_on=form.get("written_on", "").strip(),
        postmarked_on=maybe_day(form, "postmarked_on", "Postmarked"),
        received_on=maybe_day(form, "received_on", "Received"),
        language=maybe_word(Language, form.get("language", ""), "language"),
        place=form.get("place", ""),
        notes=form.get("notes", ""),
    )


def _back(ref: str, sentence: str) -> BaseResponse:
    flash(sentence, "ok")
    return redirect(url_for(".show", ref=ref), code=303)
