"""Making the demo: drawn letters are scanned, read and worked on, as real ones are."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from archive import paths, settings
from archive.demo import scenes
from archive.demo.drawing import draw_letter
from archive.demo.letters import LETTERS
from archive.demo.pages import Letter
from archive.demo.staff import PASSPHRASE, Staff, hire
from archive.domain.people import Role
from archive.errors import Conflict
from archive.jobs import queue, worker
from archive.services import indexing, intake, items, opening, tags
from archive.services.unit import Archive
from ingest.sources import HEAD, sniff

CODE_NAMES = (
    "quiet-heron",
    "amber-lantern",
    "steady-cedar",
    "clear-river",
    "patient-harbor",
    "early-sparrow",
    "gentle-summit",
    "bright-thistle",
    "northern-violin",
)
"""The code names of the authors 1 to 9."""

TAGS = {
    "nineteen": ("sentence/life-without-parole", "family/children"),
    "hearing": ("sentence/life-without-parole", "parole/board-hearing"),
    "petition-copy": ("commutation",),
    "sick-call": ("health/medical-neglect", "health/ageing"),
    "vigil": ("health/hospice",),
    "classroom": ("education/college", "mentoring"),
    "visiting-room": ("family/visits",),
    "kitchen-window": ("family/visits",),
    "mi-madre": ("family/parents",),
    "la-fe": ("faith",),
    "heat": ("conditions/heat",),
}
"""What some letters are about, by their keys."""

_POLL_SECONDS = 0.2
_TELL_EVERY = 6


def make_demo(data: Path) -> Iterator[str]:
    """Make the demo in this folder, unless it is there; tell how it goes, line by line."""
    if (data / settings.KEY_FILE).exists():
        if not settings.load(data).demo:
            raise Conflict(f"{data} holds an archive that is no demo; choose another folder.")
    else:
        yield "Making the demo archive: letters are drawn, scanned and read. This takes a minute."
        yield from _make(data)
    yield f"Demo accounts, all with the passphrase “{PASSPHRASE}”:"
    yield "  " + ", ".join(role.value for role in Role) + ", second-reviewer, second-steward"


def _make(data: Path) -> Iterator[str]:
    # Made aside and put in place at once, so that a demo that was broken off is never half there.
    making = data.with_name(f"{data.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    opening.make(making)
    (making / settings.SITE_FILE).write_text("demo = true\n", encoding="utf-8")
    archive = opening.open_archive(settings.load(making))
    staff = hire(archive)
    refs = _scan(archive, staff)
    for left in _read(archive):
        yield f"  {left} pages left to read" if left else "  all pages read"
    scenes.play(archive, staff, refs)
    indexing.apply_outbox(archive)
    archive.database.engine.dispose()
    if data.exists():
        data.rmdir()
    making.rename(data)


def _scan(archive: Archive, staff: Staff) -> dict[str, str]:
    """Take in every letter, in two sittings; answer the reference of each by its key."""
    refs: dict[str, str] = {}
    for letter in LETTERS:
        sitting = "First letters" if letter.received.year < 2026 else "Letters of this year"
        content = draw_letter(letter, paths.STATIC / "vendor" / "fonts")
        with archive.writing(staff.scanner) as unit:
            batch = intake.open_batch(unit, sitting)
            media_type = sniff(content[:HEAD])
            kept = intake.keep(unit, content, str(media_type), letter.file_name)
            refs[letter.key] = intake.receive(unit, kept, batch, _description(letter)).item_ref
    _describe(archive, staff, refs)
    return refs


def _description(letter: Letter) -> intake.Description:
    return intake.Description(
        kind=letter.kind,
        author=CODE_NAMES[letter.author - 1] if letter.author else None,
        received_on=letter.received,
        language=letter.language,
        is_legal_mail=letter.is_legal_mail,
    )


def _describe(archive: Archive, staff: Staff, refs: dict[str, str]) -> None:
    for letter in LETTERS:
        with archive.writing(staff.steward) as unit:
            known = items.described(items.item(unit, refs[letter.key]))
            told = replace(
                known,
                facility=letter.facility or "",
                written_on=letter.written.isoformat() if letter.written else "",
                postmarked_on=letter.postmarked,
                notes=letter.title,
            )
            items.describe(unit, refs[letter.key], known.mark, told)
            for path in TAGS.get(letter.key, ()):
                tags.put_on(unit, refs[letter.key], path)


def _read(archive: Archive) -> Iterator[int]:
    """Have every page read, telling from time to time how many are left."""
    told = -1
    with worker.beside(archive.settings.data, max(1, archive.settings.workers)) as workers:
        while left := queue.waiting(archive):
            if told < 0 or told - left >= _TELL_EVERY:
                yield left
                told = left
            workers.tend()
            time.sleep(_POLL_SECONDS)
    yield 0
