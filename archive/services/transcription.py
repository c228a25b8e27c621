"""The text of a page: storing what the machine read, and what people make of it."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from archive.domain.items import PageState, TextKind, item_state
from archive.domain.people import Permission
from archive.domain.transcription import Box, MachineReading
from archive.errors import Conflict, InvalidInput, SeparationOfDuties
from archive.services import anchoring
from archive.services.outbox import note_change
from archive.services.unit import Unit
from archive.services.visibility import visible_page
from archive.store.models import Item, Line, LineVerification, Page, Version

_LONGEST_LINE = 2000
_MOST_LINES = 500
_SAME_PLACE = 0.6


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line as a person typed it; a new one has no key yet."""

    key: str
    text: str


def hold_page(unit: Unit, page: Page) -> None:
    """Let nobody else change this page until this act ends, and see it as they left it."""
    unit.session.flush()
    unit.session.refresh(page, with_for_update=True)


def current_version(unit: Unit, page: Page) -> Version | None:
    """The version that is shown, searched and quoted."""
    return unit.session.scalars(
        select(Version).where(Version.page_id == page.id, Version.number == page.version_number)
    ).one_or_none()


def store_reading(unit: Unit, page: Page, reading: MachineReading, image_sha256: str) -> Version:
    """Keep a machine reading as a version; it is shown unless people have worked on the page."""
    unit.require_worker()
    hold_page(unit, page)
    before = current_version(unit, page)
    version = Version(
        page_id=page.id,
        number=_next_number(unit, page),
        kind=TextKind.MACHINE,
        engine=reading.engine,
        written_at=unit.now,
        certainty=reading.certainty,
        lines=list(_read_lines(before, reading)),
    )
    unit.session.add(version)
    page.rotation, page.width, page.height = reading.rotation, reading.width, reading.height
    page.image_sha256, page.coverage = image_sha256, reading.coverage
    if page.text_kind in (None, TextKind.MACHINE):
        _show(unit, page, version, reading.state)
        if before is not None:
            anchoring.carry(unit, page, before, version)
    return version


def save(unit: Unit, ref: str, number: int, based_on: int, lines: Sequence[TypedLine]) -> Version:
    """Keep a person's text of a page as a new version; nothing earlier is overwritten."""
    unit.require(Permission.TRANSCRIBE)
    page = visible_page(unit, ref, number)
    hold_page(unit, page)
    if based_on != (page.version_number or 0):
        raise Conflict(
            "Somebody saved this page in the meantime; compare your text with theirs, "
            "then save again."
        )
    before = current_version(unit, page)
    typed = _checked(lines)
    version = Version(
        page_id=page.id,
        number=_next_number(unit, page),
        kind=TextKind.HUMAN,
        written_by=unit.account_id,
        written_at=unit.now,
        lines=list(_typed_lines(before, typed)),
    )
    unit.session.add(version)
    _show(unit, page, version, PageState.READ if typed else PageState.BLANK)
    if before is not None:
        anchoring.carry(unit, page, before, version)
    unit.audit("page.transcribe", f"item:{ref}", page=number, version=version.number)
    return version


def verify(unit: Unit, page: Page, keys: Iterable[str] | None = None) -> int:
    """Record that these lines, or all, were compared with the image; answer how many are new."""
    unit.require(Permission.VERIFY)
    hold_page(unit, page)
    version = current_version(unit, page)
    if version is None:
        raise Conflict("There is no text on this page to verify yet.")
    if version.written_by == unit.account_id:
        raise SeparationOfDuties("Someone else has to verify this text: you typed it.")
    is_unread = page.state is PageState.NEEDS_TRANSCRIPTION
    if is_unread and keys is None:
        raise Conflict("Much of this page is unread; type it first, then somebody can verify it.")
    wanted = None if keys is None else set(keys)
    fresh = [
        line
        for line in version.lines
        if line.verification is None and (wanted is None or line.key in wanted)
    ]
    for line in fresh:
        line.verification = LineVerification(
            written_by=version.written_by, verified_by=unit.account_id, verified_at=unit.now
        )
    if not is_unread and all(line.verification is not None for line in version.lines):
        page.text_kind = TextKind.VERIFIED
    unit.audit("page.verify", f"page:{page.id}", version=version.number, lines=len(fresh))
    return len(fresh)


def refresh_item(unit: Unit, item: Item) -> None:
    """Bring an item's state in line with its pages, those finished at the same moment included."""
    unit.session.flush()
    unit.session.refresh(item, with_for_update=True)
    states = unit.session.scalars(select(Page.state).where(Page.item_id == item.id))
    item.state = item_state(states)


def _show(unit: Unit, page: Page, version: Version, state: PageState) -> None:
    page.version_number = version.number
    page.text_kind = version.kind
    page.state = state
    page.code = page.reason = None
    unit.session.flush()
    refresh_item(unit, page.item)
    note_change(unit, page.id)


def _next_number(unit: Unit, page: Page) -> int:
    numbers = unit.session.scalars(select(Version.number).where(Version.page_id == page.id))
    return max(numbers, default=0) + 1


def _checked(lines: Sequence[TypedLine]) -> list[TypedLine]:
    typed = [TypedLine(line.key, line.text.strip()) for line in lines if line.text.strip()]
    if len(typed) > _MOST_LINES or any(len(line.text) > _LONGEST_LINE for line in typed):
        raise InvalidInput(
            f"A page holds at most {_MOST_LINES} lines of {_LONGEST_LINE} characters."
        )
    return typed


def _read_lines(before: Version | None, reading: MachineReading) -> Iterable[Line]:
    free = list(before.lines) if before else []
    for position, line in enumerate(reading.lines):
        same = next((old for old in free if _is_same_place(old, line.box)), None)
        if same is not None:
            free.remove(same)
        yield Line(
            key=same.key if same else secrets.token_hex(4),
            position=position,
            text=line.text,
            **_place(line.box),
            certainty=line.certainty,
            words=[[word.text, *word.box, round(word.certainty, 3)] for word in line.words],
        )


def _is_same_place(old: Line, box: Box) -> bool:
    """Whether two readings found a line in the same place: most of either lies in the other."""
    x, y, width, height = box
    across = min(old.x + old.width, x + width) - max(old.x, x)
    down = min(old.y + old.height, y + height) - max(old.y, y)
    larger = max(old.width * old.height, width * height)
    return across > 0 and down > 0 and across * down >= _SAME_PLACE * larger


def _typed_lines(before: Version | None, typed: Sequence[TypedLine]) -> Iterable[Line]:
    known = {line.key: line for line in before.lines} if before else {}
    for position, line in enumerate(typed):
        old = known.pop(line.key, None)
        box = (old.x, old.y, old.width, old.height) if old else (0, 0, 0, 0)
        yield Line(
            key=old.key if old else secrets.token_hex(4),
            position=position,
            text=line.text,
            **_place(box),
            words=old.words if old and old.text == line.text else [],
        )


def _place(box: Box) -> dict[str, int]:
    x, y, width, height = box
    return {"x": x, "y": y, "width": width, "height": height}
