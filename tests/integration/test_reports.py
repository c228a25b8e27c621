import json
import re
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from sqlalchemy import func, select

from archive.domain.consent import Condition
from archive.domain.consent_words import (
    AttributionForm,
    ConditionKind,
    EventKind,
    HoldKind,
    Use,
)
from archive.domain.excerpts import Operation, OperationKind
from archive.domain.items import Language
from archive.domain.people import Actor, Role
from archive.errors import Conflict, ConsentRequired, InvalidInput, NotFound, NotPermitted
from archive.services import excerpts, exporting, holds, reports
from archive.services.docx_document import QUOTATION, SOURCE
from archive.services.exporting import Exported, Format
from archive.services.unit import Archive
from archive.store.models import AuditEntry, Author, Export, Line, ReportEntry, Review
from tests.conftest import AsRole, StoppedClock
from tests.story import agreed, approve, approved, author, letter, marked, retype, submitted
from tests.tampering import unguard

PAGE = [
    "I wrote *every* day_of it: #1 <b>not</b> a [game] -- 5 > 3 & 'so' on... \\ | ~x~",
    'it  hurt `badly`, "they" said: no!  1. yes é ñ 😀 e\u0301',
]
WORDS = "\n".join(PAGE)
SPANISH = ["«¿Por qué?», pregunté — y nadie", "contestó: mañana, quizá…"]


@pytest.fixture
def ready(archive: Archive, writer: Actor, reviewer: Actor, steward: Actor) -> tuple[str, str]:
    """An excerpt approved for a report, and a report that holds it."""
    ref = letter(archive, PAGE)
    agreed(
        archive,
        steward,
        ref,
        Use.REPORT,
        attribution=AttributionForm.FIRST_NAME_INITIAL,
        credit="Maya R.",
    )
    made = approved(archive, writer, reviewer, ref, WORDS, Use.REPORT)
    return made, begun(archive, writer, made)


def begun(archive: Archive, writer: Actor, *excerpt_refs: str, use: Use = Use.REPORT) -> str:
    with archive.writing(writer) as unit:
        ref = reports.create(unit, "Heat, water, time", use).ref
        for excerpt_ref in excerpt_refs:
            reports.add(unit, ref, excerpt_ref)
        return ref


def exported(archive: Archive, actor: Actor, ref: str, form: Format = Format.DOCX) -> Exported:
    with archive.writing(actor) as unit:
        return exporting.export(unit, ref, form, "annual report", "the printer")


def exports(archive: Archive, actor: Actor) -> int:
    with archive.reading(actor) as unit:
        return unit.session.scalar(select(func.count(Export.id))) or 0


def styled(content: bytes, style: str) -> list[str]:
    document = docx.Document(BytesIO(content))
    return [one.text for one in document.paragraphs if one.style and one.style.name == style]


def rendered(content: bytes) -> list[str]:
    """The quotation blocks of a Markdown text, unescaped as CommonMark does."""
    lines = [line[2:] for line in content.decode().split("\n") if line.startswith("> ")]
    return [re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", line) for line in lines]


def test_a_document_has_the_exact_words_the_name_and_the_reference(
    archive: Archive, writer: Actor, ready: tuple[str, str]
) -> None:
    made, ref = ready
    file = exported(archive, writer, ref)
    assert styled(file.content, QUOTATION) == [f"\u201c{WORDS.replace(chr(10), ' ')}\u201d"]
    assert styled(file.content, SOURCE) == [f"— Maya R. [{made}]"]


def test_markdown_has_the_same_words_once_rendered(
    archive: Archive, writer: Actor, ready: tuple[str, str]
) -> None:
    made, ref = ready
    file = exported(archive, writer, ref, Format.MARKDOWN)
    assert rendered(file.content) == [
        f"\u201c{WORDS.replace(chr(10), ' ')}\u201d",
        f"— Maya R. [{made}]",
    ]
    assert file.media_type == "text/markdown"


def test_spanish_words_stand_between_their_own_marks(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor
) -> None:
    letter_ref = letter(archive, SPANISH, language=Language.SPANISH)
    agreed(archive, steward, letter_ref, Use.REPORT)
    made = approved(archive, writer, reviewer, letter_ref, "\n".join(SPANISH), Use.REPORT)
    ref = begun(archive, writer, made)
    words = f"«{SPANISH[0]} {SPANISH[1]}»"
    assert styled(exported(archive, writer, ref).content, QUOTATION) == [words]
    assert rendered(exported(archive, writer, ref, Format.MARKDOWN).content) == [
        words,
        f"— anónimo [{made}]",
    ]


def test_what_is_withheld_is_nowhere_in_the_file(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor
) -> None:
    letter_ref = letter(archive, ["Sergeant Vandermolen came", "at night."])
    agreed(archive, steward, letter_ref, Use.REPORT)
    made = marked(archive, writer, letter_ref, "Sergeant Vandermolen came\nat night")
    with archive.writing(writer) as unit:
        excerpts.edit(unit, made, [Operation(OperationKind.REDACT, 0, 9, 20, "name")])
    made = _reviewed(archive, writer, reviewer, made)
    ref = begun(archive, writer, made)
    for form in Format:
        content = _unzipped(exported(archive, writer, ref, form).content)
        assert "Vandermolen" not in content
        assert "name withheld" in content


def _reviewed(archive: Archive, writer: Actor, reviewer: Actor, made: str) -> str:
    submitted(archive, writer, made, Use.REPORT)
    approve(archive, reviewer, made, Use.REPORT)
    return made


def _unzipped(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode()
    with ZipFile(BytesIO(content)) as file:
        return "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


def test_no_export_tells_a_code_name_an_account_or_the_item(
    archive: Archive, writer: Actor, ready: tuple[str, str]
) -> None:
    _, ref = ready
    with archive.reading(writer) as unit:
        code = unit.session.scalars(select(Author.code)).one()
        item_ref = excerpts.excerpt(unit, ready[0]).item.ref
    for form in Format:
        file = exported(archive, writer, ref, form)
        content = _unzipped(file.content) + file.file_name
        for canary in (code, writer.name, item_ref, "python-docx"):
            assert canary not in content


def test_a_document_says_nothing_about_machine_or_maker(
    archive: Archive, writer: Actor, ready: tuple[str, str], clock: StoppedClock
) -> None:
    first = exported(archive, writer, ready[1])
    clock.advance(hours=2)
    assert exported(archive, writer, ready[1]).content == first.content
    about = docx.Document(BytesIO(first.content)).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.created is not None
    assert about.created.date() == clock.now.date()
    with ZipFile(BytesIO(first.content)) as file:
        assert {info.date_time for info in file.infolist()} == {(2026, 3, 1, 0, 0, 0)}
    assert first.file_name == f"report-{ready[1]}-2026-03-01.docx"


def test_the_last_page_tells_the_use_and_its_end(
    archive: Archive, writer: Actor, ready: tuple[str, str]
) -> None:
    for form in Format:
        content = _unzipped(exported(archive, writer, ready[1], form).content)
        for told in (
            "How these words may be used",
            "a published report",
            "1 March 2026",
            "28 February 2029",
            archive.settings.archive_name,
        ):
            assert told in content


def test_an_export_leaves_a_manifest_and_an_audit_entry(
    archive: Archive, writer: Actor, ready: tuple[str, str]
) -> None:
    made, ref = ready
    exported(archive, writer, ref)
    with archive.reading(writer) as unit:
        export = unit.session.scalars(select(Export)).one()
        [entry] = export.manifest["entries"]
        acts = list(unit.session.scalars(select(AuditEntry.act)))
        shown = reports.view(unit, ref).exports
    assert entry["excerpt"] == made
    assert len(entry["pin"]) == 64
    assert len(entry["grants"]) == 1
    assert entry["expires"] == "2029-02-28"
    assert (export.purpose, export.recipient) == ("annual report", "the printer")
    assert "hurt" not in json.dumps(export.manifest)
    assert acts[-1] == "report.export"
    assert shown[0].excerpts == (made,)


def test_only_what_is_approved_for_the_reports_use_is_taken_in(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor
) -> None:
    ref = letter(archive, PAGE)
    draft = marked(archive, writer, ref, PAGE[0])
    with pytest.raises(ConsentRequired, match="checked against the image"):
        begun(archive, writer, draft)
    agreed(archive, steward, ref, Use.REPORT, Use.WEB)
    made = approved(archive, writer, reviewer, ref, WORDS, Use.WEB)
    with pytest.raises(ConsentRequired, match="No reviewer"):
        begun(archive, writer, made)
    web = begun(archive, writer, made, use=Use.WEB)
    with archive.writing(writer) as unit:
        with pytest.raises(Conflict):
            reports.add(unit, web, made)
        assert reports.candidates(unit, web) == []
        report_use = reports.create(unit, "Another", Use.WEB).ref
        assert [one.excerpt.ref for one in reports.candidates(unit, report_use)] == [made]


def test_an_empty_report_or_one_for_nobody_is_not_exported(
    archive: Archive, writer: Actor, ready: tuple[str, str]
) -> None:
    with pytest.raises(Conflict):
        exported(archive, writer, begun(archive, writer))
    with pytest.raises(InvalidInput), archive.writing(writer) as unit:
        exporting.export(unit, ready[1], Format.DOCX, " ", "the printer")
    with pytest.raises(NotFound):
        exported(archive, writer, "NOSUCH")


def stop_by_hold(archive: Archive, steward: Actor, made: str) -> None:
    with archive.writing(steward) as unit:
        ref = excerpts.excerpt(unit, made).item.ref
        holds.place_on_item(unit, ref, HoldKind.TAKEDOWN, "asked by counsel")


def stop_by_refusal(archive: Archive, steward: Actor, made: str) -> None:
    with archive.reading(steward) as unit:
        ref = excerpts.excerpt(unit, made).item.ref
    agreed(archive, steward, ref, Use.REPORT, kind=EventKind.REFUSE)


def stop_by_legal_mail(archive: Archive, steward: Actor, made: str) -> None:
    with archive.writing(steward) as unit:
        excerpts.excerpt(unit, made).item.is_legal_mail = True


def stop_by_another_author(archive: Archive, steward: Actor, made: str) -> None:
    author(archive, "brave-otter")
    with archive.writing(steward) as unit:
        other = unit.session.scalars(select(Author).where(Author.code == "brave-otter")).one()
        excerpts.excerpt(unit, made).item.author_id = other.id


def stop_by_changed_store(archive: Archive, steward: Actor, made: str) -> None:
    with archive.writing(steward) as unit:
        unguard(unit.session, "line")
        key = excerpts.excerpt(unit, made).passages[0].start_line
        line = unit.session.scalars(select(Line).where(Line.key == key)).one()
        line.text = line.text.replace("every", "any")


@pytest.mark.parametrize(
    "stop",
    [
        stop_by_hold,
        stop_by_refusal,
        stop_by_legal_mail,
        stop_by_another_author,
        stop_by_changed_store,
    ],
)
def test_whatever_stops_one_entry_stops_the_whole_export(
    archive: Archive,
    writer: Actor,
    steward: Actor,
    ready: tuple[str, str],
    stop: object,
) -> None:
    made, ref = ready
    assert callable(stop)
    stop(archive, steward, made)
    for form in Format:
        with pytest.raises(ConsentRequired, match=made) as refused:
            exported(archive, writer, ref, form)
        assert "hurt" not in str(refused.value)
    assert exports(archive, writer) == 0
    with archive.reading(writer) as unit:
        view = reports.view(unit, ref)
    assert not view.entries[0].is_permitted
    assert view.entries[0].sentences


def test_an_agreement_that_has_ended_lets_nothing_out(
    archive: Archive, writer: Actor, ready: tuple[str, str], clock: StoppedClock
) -> None:
    clock.advance(days=3 * 365 - 1)
    exported(archive, writer, ready[1])
    clock.advance(days=2)
    with pytest.raises(ConsentRequired, match=ready[0]):
        exported(archive, writer, ready[1])


def test_a_text_changed_after_approval_lets_nothing_out(
    archive: Archive, writer: Actor, ready: tuple[str, str], staff: AsRole
) -> None:
    with archive.reading(writer) as unit:
        item_ref = excerpts.excerpt(unit, ready[0]).item.ref
    retype(archive, staff(Role.TRANSCRIBER), item_ref, 1, {PAGE[1]: "it hurt"})
    with pytest.raises(ConsentRequired, match=ready[0]):
        exported(archive, writer, ready[1])


def test_a_single_use_is_spent_by_its_export(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor
) -> None:
    item_ref = letter(archive, PAGE)
    once = (Condition(ConditionKind.SINGLE_USE),)
    agreed(archive, steward, item_ref, Use.REPORT, conditions=once)
    made = approved(archive, writer, reviewer, item_ref, WORDS, Use.REPORT)
    ref = begun(archive, writer, made)
    exported(archive, writer, ref)
    with pytest.raises(ConsentRequired, match="single use"):
        exported(archive, writer, ref)


def test_a_note_cannot_tell_a_code_name(
    archive: Archive, writer: Actor, ready: tuple[str, str]
) -> None:
    made, ref = ready
    with archive.writing(writer) as unit:
        reports.annotate(unit, ref, made, "As Quiet-Heron says:")
    with pytest.raises(Conflict, match="code name"):
        exported(archive, writer, ref)


def test_a_character_that_no_document_holds_is_told_instead_of_dropped(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor
) -> None:
    item_ref = letter(archive, ["a bell \x07 rang"])
    agreed(archive, steward, item_ref, Use.REPORT)
    made = approved(archive, writer, reviewer, item_ref, "a bell \x07 rang", Use.REPORT)
    ref = begun(archive, writer, made)
    for form in Format:
        with pytest.raises(Conflict, match="character"):
            exported(archive, writer, ref, form)


def test_entries_are_put_in_order_annotated_and_taken_out(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor
) -> None:
    item_ref = letter(archive, ["one word", "two words", "three words"])
    agreed(archive, steward, item_ref, Use.REPORT)
    made = [
        approved(archive, writer, reviewer, item_ref, words, Use.REPORT)
        for words in ("one word", "two words", "three words")
    ]
    ref = begun(archive, writer, *made)
    with archive.writing(writer) as unit:
        reports.move(unit, ref, made[2], 0)
        reports.remove(unit, ref, made[0])
        reports.annotate(unit, ref, made[1], "- a list\n\n1. or *not*")
        reports.rename(unit, ref, "1. # Heat")
        with pytest.raises(NotFound):
            reports.move(unit, ref, made[0], 0)
    with archive.reading(writer) as unit:
        view = reports.view(unit, ref)
        assert [one.ref for one in reports.all_reports(unit)] == [ref]
    assert [(entry.ref, entry.position) for entry in view.entries] == [
        (made[2], 0),
        (made[1], 1),
    ]
    assert all(entry.is_permitted for entry in view.entries)
    file = exported(archive, writer, ref, Format.MARKDOWN)
    assert "\\- a list\n\n1\\. or \\*not\\*\n" in file.content.decode()
    assert styled(exported(archive, writer, ref).content, QUOTATION) == [
        "\u201cthree words\u201d",
        "\u201ctwo words\u201d",
    ]


def test_only_writers_make_and_export_reports(
    archive: Archive, staff: AsRole, ready: tuple[str, str]
) -> None:
    made, ref = ready
    for role in set(Role) - {Role.WRITER}:
        with archive.writing(staff(role, name=f"other {role}")) as unit:
            for act in (
                lambda: reports.create(unit, "Title", Use.REPORT),
                lambda: reports.view(unit, ref),
                lambda: reports.add(unit, ref, made),
                lambda: reports.remove(unit, ref, made),
                lambda: reports.candidates(unit, ref),
                lambda: exporting.export(unit, ref, Format.DOCX, "purpose", "somebody"),
            ):
                with pytest.raises(NotPermitted):
                    act()


def test_an_approval_forged_in_the_store_still_meets_consent(
    archive: Archive, writer: Actor, reviewer: Actor
) -> None:
    made = marked(archive, writer, letter(archive, PAGE), WORDS)
    submitted(archive, writer, made, Use.REPORT)
    ref = begun(archive, writer)
    with archive.writing(writer) as unit:
        known = excerpts.excerpt(unit, made)
        proposal = known.proposals[0]
        proposal.state = "approved"
        proposal.reviews.append(
            Review(
                decision="approve",
                created_by=writer.account_id,
                submitted_by=writer.account_id,
                decided_by=reviewer.account_id,
                decided_at=unit.now,
                pin="0" * 64,
                pinned={"versions": []},
            )
        )
        report = reports.report(unit, ref)
        report.entries.append(ReportEntry(excerpt=known, position=0))
    with pytest.raises(ConsentRequired), archive.writing(writer) as unit:
        reports.add(unit, reports.create(unit, "Another", Use.REPORT).ref, made)
    for form in Format:
        with pytest.raises(ConsentRequired, match=made):
            exported(archive, writer, ref, form)
    assert exports(archive, writer) == 0


def test_what_a_writer_may_no_longer_see_has_no_words_in_the_report(
    archive: Archive, writer: Actor, steward: Actor, ready: tuple[str, str]
) -> None:
    stop_by_legal_mail(archive, steward, ready[0])
    with archive.writing(writer) as unit:
        assert reports.view(unit, ready[1]).entries[0].text == ""
        with pytest.raises(NotFound):
            reports.add(unit, reports.create(unit, "Another", Use.REPORT).ref, ready[0])
