"""What many tests begin with: letters in the store as if scanned and read, without any scan.

ref = letter(archive, ["First line", "second line"], ["Page two"], author="quiet-heron")
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import cache
from io import BytesIO

from PIL import Image
from sqlalchemy import select

from archive.domain.items import ItemKind, ItemState, Language, PageState, TextKind
from archive.domain.people import SYSTEM, Actor
from archive.services import transcription
from archive.services.outbox import note_change
from archive.services.references import fresh_reference
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
