"""What the jobs do: open an original and list its pages; read one page."""

from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import select

from archive.domain.items import ItemState, Language, PageState
from archive.domain.people import SYSTEM
from archive.domain.transcription import MachineReading, ReadLine, ReadWord
from archive.jobs import queue
from archive.services import transcription
from archive.services.jobs import JobKind, enqueue
from archive.services.unit import Archive, Unit
from archive.settings import Settings
from archive.store.models import Item, Original, Page
from ingest import sandbox
from ingest.errors import PageFailed, SourceRefused
from ingest.limits import MEBIBYTE, Limits
from ingest.reading import ReadPage
from ingest.sources import Source


def limits(settings: Settings) -> Limits:
    """The settings' bounds on one page, as the reading knows them."""
    return Limits(
        seconds=settings.read_seconds,
        memory=settings.read_memory_mb * MEBIBYTE,
        pixels=settings.page_megapixels * 1_000_000,
        pages=settings.page_limit,
    )


def run(archive: Archive, held: queue.Lease) -> None:
    """Do one leased job; what it brings and its end are one transaction."""
    TASKS[held.kind](archive, held)


def open_item(archive: Archive, held: queue.Lease) -> None:
    """Count the pages of an item's original, and ask for each to be read."""
    with archive.reading(SYSTEM) as unit:
        original = _original(unit, held.item_id)
        path, original_id = archive.originals.path(original.sha256), original.id
    try:
        source = sandbox.examine(path, limits(archive.settings), archive.settings.workspace)
    except SourceRefused as refusal:
        _refuse(archive, held, refusal)
        return
    with archive.writing(SYSTEM) as unit:
        job = queue.owned(unit, held)
        if job is not None:
            _add_pages(unit, held.item_id, original_id, source)
            queue.finish(unit, job)


def read_page(archive: Archive, held: queue.Lease) -> None:
    """Read one page of an item and keep the reading as a version."""
    with archive.reading(SYSTEM) as unit:
        page = unit.session.get_one(Page, held.page_id)
        path, frame = archive.originals.path(page.original.sha256), page.frame
        language = _language(archive.settings, page.item.language)
    try:
        read = _read(archive.settings, path, frame, language)
    except SourceRefused as refusal:
        raise PageFailed(refusal.code, refusal.reason) from None
    reading = _reading(read)
    image_sha256 = archive.images.put(reading.image)
    with archive.writing(SYSTEM) as unit:
        job = queue.owned(unit, held)
        if job is None:
            return
        page = unit.session.get_one(Page, held.page_id)
        version = transcription.store_reading(unit, page, reading, image_sha256)
        queue.finish(unit, job)
        unit.audit("page.read", f"item:{page.item.ref}", page=page.number, version=version.number)


TASKS: Mapping[JobKind, Callable[[Archive, queue.Lease], None]] = {
    JobKind.OPEN: open_item,
    JobKind.READ: read_page,
}


def _read(settings: Settings, path: Path, frame: int, language: str) -> ReadPage:
    return sandbox.read_page(path, frame, language, limits(settings), settings.workspace)


def _original(unit: Unit, item_id: int) -> Original:
    return unit.session.scalars(select(Original).where(Original.item_id == item_id)).one()


def _language(settings: Settings, language: Language | None) -> str:
    return language or "+".join(settings.languages)


def _refuse(archive: Archive, held: queue.Lease, refusal: SourceRefused) -> None:
    with archive.writing(SYSTEM) as unit:
        job = queue.owned(unit, held)
        if job is None:
            return
        item = unit.session.get_one(Item, held.item_id)
        item.state = ItemState(refusal.state.value)
        item.code, item.reason = refusal.code, refusal.reason
        queue.finish(unit, job)
        unit.audit("item.refuse", f"item:{item.ref}", code=refusal.code)


def _add_pages(unit: Unit, item_id: int, original_id: int, source: Source) -> None:
    for number in range(1, source.pages + 1):
        page = Page(item_id=item_id, number=number, original_id=original_id, frame=number)
        unit.session.add(page)
        unit.session.flush()
        enqueue(unit, JobKind.READ, item_id, page.id)


def _reading(read: ReadPage) -> MachineReading:
    lines = tuple(
        ReadLine(
            line.text,
            line.box,
            line.certainty,
            tuple(ReadWord(word.text, word.box, word.certainty) for word in line.words),
        )
        for line in read.reading.lines
    )
    return MachineReading(
        state=PageState(read.state.value),
        engine=read.reading.engine,
        lines=lines,
        coverage=read.coverage,
        certainty=read.certainty,
        rotation=read.rotation,
        width=read.width,
        height=read.height,
        image=read.image,
    )
