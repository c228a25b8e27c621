"""``archive ingest``: take in scans, wait until all is read, and tell what became of each."""

import errno
import json
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import func, select

from archive.cli.operator import OPERATOR, opened
from archive.domain.items import ItemState, Language
from archive.domain.people import SYSTEM
from archive.errors import TooLarge
from archive.jobs import worker
from archive.services import authors, intake
from archive.services.unit import Archive
from archive.store.models import Batch, Item, Page
from ingest.errors import SourceRefused
from ingest.sources import HEAD, MediaType, identify, sniff

_REFUSED = frozenset({ItemState.REJECTED.value, ItemState.LOCKED.value})
_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    file: str
    sha256: str | None
    item: str | None
    pages: int
    state: str
    code: str | None
    reason: str | None
    seconds: float

    @property
    def is_refused(self) -> bool:
        """Whether the file gave no page and somebody has to do something about it."""
        return self.state in _REFUSED or (not self.pages and self.code is not None)


@dataclass(frozen=True, slots=True)
class Pending:
    """A file that was taken in and is being read."""

    file: str
    sha256: str
    item_id: int
    item_ref: str
    since: float


def add_to(command: click.Group) -> None:
    """Add this command."""
    command.add_command(ingest)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--author", metavar="CODE", help="The author's code name; entered if it is new.")
@click.option(
    "--received",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day it came by mail.",
)
@click.option("--batch", default="", metavar="NAME", help="The sitting; today's unless named.")
@click.option("--language", type=click.Choice([language.value for language in Language]))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each file.")
@click.pass_obj
def ingest(
    data: Path,
    paths: tuple[Path, ...],
    author: str | None,
    received: datetime | None,
    batch: str,
    language: str | None,
    as_json: bool,
) -> None:
    """Take in scans: files, and folders with all that is in them."""
    description = intake.Description(
        author=author,
        received_on=received.date() if received else None,
        language=Language(language) if language else None,
    )
    files, skipped = _gathered(paths)
    outcomes = []
    for outcome in _ingested(opened(data), files, batch, description, is_quiet=as_json):
        outcomes.append(outcome)
        click.echo(json.dumps(asdict(outcome)) if as_json else _line(outcome))
    click.echo(_summary(outcomes, skipped), err=as_json)
    if any(outcome.is_refused for outcome in outcomes):
        raise click.exceptions.Exit(3)


def _gathered(paths: Iterable[Path]) -> tuple[list[Path], int]:
    """The files to take in, in order, and how many in folders are plainly no scans."""
    files: list[Path] = []
    skipped = 0
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        for found in sorted(path.rglob("*")):
            if not found.is_file():
                continue
            if found.name.startswith(".") or _is_plainly_no_scan(found):
                skipped += 1
            else:
                files.append(found)
    return files, skipped


def _is_plainly_no_scan(path: Path) -> bool:
    """Whether a file is text; anything else that is no scan is refused aloud, lest one be lost."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return False
    if not head or sniff(head) is not None or b"\0" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as fault:
        return fault.start >= len(head) - 3 and len(head) == HEAD
    return True


def _ingested(
    archive: Archive,
    files: list[Path],
    batch: str,
    description: intake.Description,
    *,
    is_quiet: bool,
) -> Iterator[Outcome]:
    with archive.writing(OPERATOR) as unit:
        if description.author:
            authors.named(unit, description.author)
        batch_id = intake.open_batch(unit, batch).id
    pending: list[Pending] = []
    for path in files:
        taken = _take_in(archive, path, batch_id, description)
        if isinstance(taken, Pending):
            pending.append(taken)
        else:
            yield taken
    if pending:
        with worker.beside(archive.settings.data, max(1, archive.settings.workers)) as workers:
            for outcome in _awaited(archive, pending, is_quiet=is_quiet):
                workers.tend()
                if outcome is not None:
                    yield outcome


def _take_in(
    archive: Archive, path: Path, batch_id: int, description: intake.Description
) -> Pending | Outcome:
    since = time.monotonic()
    refusal = Outcome(str(path), None, None, 0, ItemState.REJECTED, None, None, 0.0)
    try:
        media_type, content = _content(archive, path)
    except SourceRefused as fault:
        return replace(refusal, state=fault.state.value, code=fault.code, reason=fault.reason)
    except TooLarge as fault:
        return replace(refusal, code=fault.code, reason=str(fault))
    except OSError as fault:
        reason = f"This file cannot be opened ({fault.strerror}); check who may read it."
        return replace(refusal, code="unreadable-file", reason=reason)
    with archive.reading(OPERATOR) as unit:
        kept = intake.keep(unit, content, media_type.value, path.name)
    with archive.writing(OPERATOR) as unit:
        batch = unit.session.get_one(Batch, batch_id)
        received = intake.receive(unit, kept, batch, description)
        pages = _page_count(archive, received.item_id) if received.is_duplicate else 0
    if received.is_duplicate:
        reason = f"This very file is in the archive already, as item {received.item_ref}."
        return Outcome(
            str(path), kept.sha256, received.item_ref, pages, "duplicate", None, reason, 0.0
        )
    return Pending(str(path), kept.sha256, received.item_id, received.item_ref, since)


def _content(archive: Archive, path: Path) -> tuple[MediaType, bytes]:
    if not path.is_file():
        raise OSError(errno.EINVAL, "it is no plain file")
    most = archive.settings.upload_mb
    if path.stat().st_size > most * 1024 * 1024:
        raise TooLarge(f"This file is larger than {most} MB; split it and send the parts.")
    return identify(path), path.read_bytes()


def _awaited(
    archive: Archive, pending: list[Pending], *, is_quiet: bool
) -> Iterator[Outcome | None]:
    """What became of each file, as it is read; None each time that there is nothing new."""
    left = {one.item_id: one for one in pending}
    hidden = is_quiet or not sys.stderr.isatty()
    with click.progressbar(
        length=len(left), label="Reading", file=sys.stderr, hidden=hidden
    ) as bar:
        while left:
            for item in _finished(archive, set(left)):
                yield _outcome(archive, left.pop(item.id), item)
                bar.update(1)
            yield None
            time.sleep(_POLL_SECONDS)


def _finished(archive: Archive, items: set[int]) -> list[Item]:
    with archive.reading(SYSTEM) as unit:
        query = select(Item).where(Item.id.in_(items), Item.state != ItemState.WAITING)
        return list(unit.session.scalars(query.order_by(Item.id)))


def _outcome(archive: Archive, one: Pending, item: Item) -> Outcome:
    code, reason = (item.code, item.reason) if item.code else _page_fault(archive, item.id)
    return Outcome(
        file=one.file,
        sha256=one.sha256,
        item=one.item_ref,
        pages=_page_count(archive, item.id),
        state=item.state.value,
        code=code,
        reason=reason,
        seconds=round(time.monotonic() - one.since, 2),
    )


def _page_fault(archive: Archive, item_id: int) -> tuple[str | None, str | None]:
    with archive.reading(SYSTEM) as unit:
        query = select(Page.code, Page.reason).where(
            Page.item_id == item_id, Page.code.is_not(None)
        )
        first = unit.session.execute(query.order_by(Page.number).limit(1)).one_or_none()
        return (first.code, first.reason) if first else (None, None)


def _page_count(archive: Archive, item_id: int) -> int:
    with archive.reading(SYSTEM) as unit:
        query = select(func.count()).select_from(Page).where(Page.item_id == item_id)
        return unit.session.scalar(query) or 0


def _line(outcome: Outcome) -> str:
    name = click.format_filename(outcome.file, shorten=True)
    told = f"{name}: {outcome.state.replace('_', ' ')}"
    if outcome.item:
        told += f", item {outcome.item}, pages: {outcome.pages}"
    return f"{told}. {outcome.reason}" if outcome.reason else f"{told}."


def _summary(outcomes: list[Outcome], skipped: int) -> str:
    refused = sum(outcome.is_refused for outcome in outcomes)
    known = sum(outcome.state == "duplicate" for outcome in outcomes)
    taken = len(outcomes) - refused - known
    return (
        f"{taken} taken in, {known} here already, {refused} refused, {skipped} skipped as no scans."
    )
