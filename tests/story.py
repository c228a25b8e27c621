"""What many tests begin with: letters in the store as if scanned and read, without any scan.

ref = letter(archive, ["First line", "second line"], ["Page two"], author="quiet-heron")
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image
from sqlalchemy import select

from archive.domain.anchors import joined, place
from archive.domain.consent_words import EventKind, Method, ScopeKind, Use
from archive.domain.items import ItemKind, ItemState, Language, PageState, TextKind
from archive.domain.people import SYSTEM, Actor
from archive.services import consent, excerpts, review, transcription
from archive.services.consent import NewLine, Statement
from archive.services.excerpts import Selection
from archive.services.notices import STANDARD
from archive.services.outbox import note_change
from archive.services.quotations import line_texts
from archive.services.references import fresh_reference
from archive.services.review import Verdict
from archive.services.transcription import TypedLine
from archive.services.unit import Archive, Unit
from archive.services.visibility import visible_page
from archive.store.models import (
    Author,
    Batch,
    Facility,
    Item,
    Line,
    LineVerification,
    Original,
    Page,
    Version,
)

WIDTH, HEIGHT = 1000, 1400
_LEFT, _TOP, _LINE_HEIGHT, _LETTER_WIDTH = 80, 90, 48, 14


def author(archive: Archive, code: str = "quiet-heron", facility: str = "") -> str:
    """An author of this code name, entered unless known; answers the code name."""
    with archive.writing(SYSTEM) as unit:
        _author(unit, code, facility)
    return code


def letter(
    archive: Archive,
    *pages: Sequence[str],
    author: str | None = "quiet-heron",
    facility: str = "",
    kind: ItemKind = ItemKind.LETTER,
    language: Language = Language.ENGLISH,
    written_on: str | None = None,
    received_on: date | None = None,
    is_legal_mail: bool = False,
    certainty: float = 0.93,
) -> str:
    """A letter whose pages have these lines, as if the machine had read them; answers its ref."""
    with archive.writing(SYSTEM) as unit:
        who = _author(unit, author, facility) if author else None
        item = Item(
            ref=fresh_reference(unit, Item.ref),
            kind=kind,
            state=ItemState.READ,
            author_id=who.id if who else None,
            facility_id=who.facility_id if who else None,
            batch_id=_batch(unit).id,
            written_on=written_on,
            received_on=received_on,
            language=language,
            is_legal_mail=is_legal_mail,
            created_at=unit.now,
        )
        unit.session.add(item)
        unit.session.flush()
        original = _original(unit, item)
        for number, texts in enumerate(pages, 1):
            _page(unit, item, original, number, texts, certainty)
        return item.ref


def retype(archive: Archive, by: Actor, ref: str, number: int, change: dict[str, str]) -> None:
    """Have somebody save the page with some lines replaced, as they read before and after.

    A line replaced by nothing goes; a key that is not on the page adds its value as a last line.
    """
    with archive.writing(by) as unit:
        page = visible_page(unit, ref, number)
        version = transcription.current_version(unit, page)
        assert version is not None
        lines = [TypedLine(line.key, change.get(line.text, line.text)) for line in version.lines]
        known = {line.text for line in version.lines}
        added = [TypedLine("", text) for old, text in change.items() if old not in known]
        transcription.save(unit, ref, number, version.number, [*lines, *added])


def verified(archive: Archive, by: Actor, ref: str) -> None:
    """Have somebody compare every line of the item with its image."""
    with archive.writing(SYSTEM) as unit:
        for line, version in unit.session.execute(
            select(Line, Version)
            .join(Version, Line.version_id == Version.id)
            .join(Page, (Version.page_id == Page.id) & (Version.number == Page.version_number))
            .join(Item, Page.item_id == Item.id)
            .where(Item.ref == ref)
        ):
            line.verification = LineVerification(
                written_by=version.written_by, verified_by=by.account_id, verified_at=unit.now
            )
            version.page.text_kind = TextKind.VERIFIED


def agreed(
    archive: Archive,
    steward: Actor,
    evidence: str,
    *uses: Use,
    author: str = "quiet-heron",
    kind: EventKind = EventKind.GRANT,
    method: Method = Method.SIGNED_FORM,
    scope: ScopeKind = ScopeKind.AUTHOR,
    note: str = "",
    received_on: date | None = None,
    **terms: Any,
) -> int:
    """Have a steward record an agreement to these uses, shown by an item's first page."""
    with archive.writing(steward) as unit:
        return consent.record(
            unit,
            Statement(
                author=author,
                kind=kind,
                received_on=received_on or unit.now.date(),
                method=method,
                notice=STANDARD["en"],
                evidence=None if method.is_spoken else (evidence, 1),
                note=note,
                lines=(NewLine(scope, uses, **terms),),
            ),
        )


def marked(archive: Archive, writer: Actor, ref: str, words: str, number: int = 1) -> str:
    """Have a writer make an excerpt of these words, a newline between lines; answers its ref."""
    with archive.writing(writer) as unit:
        chosen = selection(unit, ref, number, words)
        return excerpts.create(unit, ref, number, chosen).ref


def selection(unit: Unit, ref: str, number: int, words: str) -> Selection:
    """Where these words first stand on a page."""
    version = transcription.current_version(unit, visible_page(unit, ref, number))
    assert version is not None
    lines = line_texts(version)
    first = joined(lines).index(words)
    start, end = place(lines, first), place(lines, first + len(words))
    return Selection(version.number, start.line, start.offset, end.line, end.offset)


def submitted(archive: Archive, writer: Actor, excerpt_ref: str, *uses: Use) -> None:
    """Have a writer say that nobody else is named, and put the excerpt forward."""
    with archive.writing(writer) as unit:
        excerpts.answer_others(unit, excerpt_ref, names_others=False)
        excerpts.submit(unit, excerpt_ref, uses)


def approved(
    archive: Archive, writer: Actor, reviewer: Actor, ref: str, words: str, *uses: Use
) -> str:
    """An excerpt of these words on the first page, approved for these uses; answers its ref."""
    made = marked(archive, writer, ref, words)
    submitted(archive, writer, made, *uses)
    for use in uses:
        approve(archive, reviewer, made, use)
    return made


def approve(archive: Archive, reviewer: Actor, excerpt_ref: str, use: Use) -> None:
    """Have a reviewer compare the lines and approve one use."""
    with archive.writing(reviewer) as unit:
        review.decide(unit, excerpt_ref, use, Verdict.APPROVE, has_compared=True)


def _author(unit: Unit, code: str, facility: str) -> Author:
    known = unit.session.scalars(select(Author).where(Author.code == code)).one_or_none()
    if known is not None:
        return known
    entered = Author(
        code=code,
        facility_id=_facility(unit, facility).id if facility else None,
        created_at=unit.now,
    )
    unit.session.add(entered)
    unit.session.flush()
    return entered


def _facility(unit: Unit, code: str) -> Facility:
    known = unit.session.scalars(select(Facility).where(Facility.code == code)).one_or_none()
    if known is not None:
        return known
    entered = Facility(code=code, name=code)
    unit.session.add(entered)
    unit.session.flush()
    return entered


def _batch(unit: Unit) -> Batch:
    known = unit.session.scalars(select(Batch).where(Batch.name == "story")).one_or_none()
    if known is not None:
        return known
    batch = Batch(ref=fresh_reference(unit, Batch.ref), name="story", created_at=unit.now)
    unit.session.add(batch)
    unit.session.flush()
    return batch


def _original(unit: Unit, item: Item) -> Original:
    content = f"the scan of {item.ref}".encode()
    original = Original(
        sha256=unit.archive.originals.put(content),
        item_id=item.id,
        media_type="image/png",
        size=len(content),
        file_name="scan.png",
        received_at=unit.now,
    )
    unit.session.add(original)
    unit.session.flush()
    return original


def _page(
    unit: Unit,
    item: Item,
    original: Original,
    number: int,
    texts: Sequence[str],
    certainty: float,
) -> None:
    page = Page(
        item_id=item.id,
        number=number,
        original_id=original.id,
        frame=number,
        state=PageState.READ if texts else PageState.BLANK,
        width=WIDTH,
        height=HEIGHT,
        coverage=1.0,
        image_sha256=unit.archive.images.put(_paper()),
        version_number=1,
        text_kind=TextKind.MACHINE,
    )
    unit.session.add(page)
    unit.session.flush()
    unit.session.add(
        Version(
            page_id=page.id,
            number=1,
            kind=TextKind.MACHINE,
            engine="tesseract",
            written_at=unit.now,
            certainty=certainty,
            lines=[
                _line(item.ref, number, position, text, certainty)
                for position, text in enumerate(texts)
            ],
        )
    )
    unit.session.flush()
    note_change(unit, page.id)


def _line(ref: str, number: int, position: int, text: str, certainty: float) -> Line:
    top = _TOP + position * _LINE_HEIGHT
    words, left = [], _LEFT
    for word in text.split():
        width = len(word) * _LETTER_WIDTH
        words.append([word, left, top, width, _LINE_HEIGHT - 12, certainty])
        left += width + _LETTER_WIDTH
    return Line(
        key=hashlib.sha256(f"{ref} {number} {position}".encode()).hexdigest()[:8],
        position=position,
        text=text,
        x=_LEFT,
        y=top,
        width=max(left - _LEFT - _LETTER_WIDTH, 1),
        height=_LINE_HEIGHT - 12,
        certainty=certainty,
        words=words,
    )


@cache
def _paper() -> bytes:
    stream = BytesIO()
    Image.new("L", (WIDTH, HEIGHT), 250).save(stream, "PNG")
    return stream.getvalue()
