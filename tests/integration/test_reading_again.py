"""A page that is read again: its lines keep their names, and quotations stay where they were."""

from sqlalchemy import select

from archive.domain.items import PageState
from archive.domain.people import SYSTEM, Actor, Role
from archive.domain.transcription import MachineReading, ReadLine
from archive.services import excerpts, transcription
from archive.services.unit import Archive
from archive.store.models import Item, Page, Version
from tests.conftest import AsRole
from tests.story import letter, marked, retype

LINES = ["They told me so.", "I kept every word of it."]


def read_again(archive: Archive, ref: str, texts: list[str], shift: int = 0) -> None:
    with archive.writing(SYSTEM) as unit:
        page = unit.session.scalars(select(Page).join(Item).where(Item.ref == ref)).one()
        version = transcription.current_version(unit, page)
        assert version is not None
        boxes = [(line.x + shift, line.y, line.width, line.height) for line in version.lines]
        lines = tuple(ReadLine(t, box, 0.9) for t, box in zip(texts, boxes, strict=True))
        reading = MachineReading(
            PageState.READ, "tesseract", lines, 0.9, 0.9, 0, page.width, page.height, b""
        )
        transcription.store_reading(unit, page, reading, str(page.image_sha256))


def held(archive: Archive, writer: Actor, made: str) -> tuple[str, str]:
    with archive.reading(writer) as unit:
        passage = excerpts.excerpt(unit, made).passages[0]
        return passage.held, passage.exact


def test_a_quotation_stays_with_its_line(archive: Archive, staff: AsRole) -> None:
    writer = staff(Role.WRITER)
    ref = letter(archive, LINES)
    made = marked(archive, writer, ref, "every word")
    read_again(archive, ref, ["They told me sc.", "I kept every word of it."], shift=4)
    assert held(archive, writer, made) == ("exact", "every word")


def test_a_quotation_whose_words_were_read_otherwise_is_touched(
    archive: Archive, staff: AsRole
) -> None:
    writer = staff(Role.WRITER)
    ref = letter(archive, LINES)
    made = marked(archive, writer, ref, "every word")
    read_again(archive, ref, ["They told me so.", "I kept evcry word of it."])
    assert held(archive, writer, made)[0] == "touched"


def test_a_line_found_elsewhere_is_another_line(archive: Archive, staff: AsRole) -> None:
    writer = staff(Role.WRITER)
    ref = letter(archive, LINES)
    made = marked(archive, writer, ref, "every word")
    read_again(archive, ref, LINES, shift=900)
    assert held(archive, writer, made)[0] == "orphaned"


def test_what_a_person_typed_is_never_replaced(archive: Archive, staff: AsRole) -> None:
    ref = letter(archive, LINES)
    retype(archive, staff(Role.TRANSCRIBER), ref, 1, {LINES[0]: "They told me so!"})
    read_again(archive, ref, ["Thcy", "machine"])
    with archive.reading(SYSTEM) as unit:
        versions = unit.session.scalars(select(Version).order_by(Version.number)).all()
        assert [version.written_by is None for version in versions] == [True, False, True]
        page = unit.session.scalars(select(Page)).one()
        assert page.version_number == 2
