"""Letting a report out: every entry is asked about again at that instant, or nothing goes."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from archive.domain import codes
from archive.domain.consent_words import Use
from archive.domain.people import Permission
from archive.domain.quotation import Quotation
from archive.errors import Conflict, ConsentRequired, InvalidInput
from archive.services import approvals, docx_document, markdown_document, quotations
from archive.services.approvals import Clearance, Refusal
from archive.services.decisions import authors_of, hold_still
from archive.services.documents import Document, Entry, is_printable, terms
from archive.services.reports import report
from archive.services.unit import Unit
from archive.store.models import Author, Export, Report

_LONGEST = 200


class Format(StrEnum):
    """A kind of file."""

    DOCX = "docx"
    MARKDOWN = "markdown"


_WRITERS: dict[Format, tuple[Callable[[Document], bytes], str, str]] = {
    Format.DOCX: (docx_document.as_docx, docx_document.MEDIA_TYPE, "docx"),
    Format.MARKDOWN: (markdown_document.as_markdown, markdown_document.MEDIA_TYPE, "md"),
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to be handed out."""

    file_name: str
    media_type: str
    content: bytes


def export(unit: Unit, ref: str, form: Format, purpose: str, recipient: str) -> Exported:
    """Make the file, and record for what and to whom it goes and by which approvals.

    ConsentRequired, naming every entry that may not go out, and then nothing goes out.
    """
    unit.require(Permission.REPORT)
    known = report(unit, ref)
    purpose, recipient = _checked(purpose, "what it is for"), _checked(recipient, "who gets it")
    cleared = _cleared(unit, known)
    document = _document(unit, known, cleared)
    _check_document(unit, document)
    write, media_type, ending = _WRITERS[form]
    content = write(document)
    made = Export(
        report=known,
        format=str(form),
        purpose=purpose,
        recipient=recipient,
        sha256=hashlib.sha256(content).hexdigest(),
        manifest=_manifest(known, cleared),
        made_by=unit.account_id,
        made_at=unit.now,
    )
    unit.session.add(made)
    unit.session.flush()
    unit.audit(
        "report.export", f"report:{known.ref}", export=made.id, format=form, sha256=made.sha256
    )
    file_name = f"report-{known.ref}-{unit.now.date().isoformat()}.{ending}"
    return Exported(file_name, media_type, content)


def _cleared(unit: Unit, known: Report) -> list[Clearance]:
    if not known.entries:
        raise Conflict("This report is empty; add an excerpt first.")
    excerpts = [entry.excerpt for entry in known.entries]
    hold_still(unit, [author for one in excerpts for author in authors_of(one)])
    answers = [approvals.clearance(unit, entry.excerpt, Use(known.use)) for entry in known.entries]
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    if refused:
        reasons = " ".join(f"{one.excerpt.ref}: {' '.join(one.sentences)}" for one in refused)
        raise ConsentRequired(f"Nothing was exported. {reasons}")
    return [answer for answer in answers if isinstance(answer, Clearance)]


def _document(unit: Unit, known: Report, cleared: Sequence[Clearance]) -> Document:
    notes = {entry.excerpt_id: entry.note for entry in known.entries}
    today = unit.now.date()
    expires = min(one.allow.expires for one in cleared)
    contact = unit.archive.settings.archive_name
    return Document(
        title=known.title,
        entries=tuple(
            Entry(
                Quotation(
                    pieces=quotations.pieces(one.excerpt),
                    attribution=one.attribution,
                    reference=one.excerpt.ref,
                    language=quotations.language(one.excerpt),
                ),
                notes[one.excerpt.id],
            )
            for one in cleared
        ),
        terms=terms(Use(known.use), today, expires, contact),
        made_on=today,
    )


def _check_document(unit: Unit, document: Document) -> None:
    """Refuse what would tell a code name, or could not be written down exactly."""
    if not all(is_printable(text) for text in document.texts()):
        raise Conflict(
            "Some words hold a character that no document can show; "
            "have the text of their page corrected."
        )
    added = "\n".join((document.title, *(entry.note for entry in document.entries)))
    if any(codes.is_told(code, added) for code in unit.session.scalars(select(Author.code))):
        raise Conflict(
            "The title or a note tells an author's code name, which stays inside; take it out."
        )


def _manifest(known: Report, cleared: Sequence[Clearance]) -> dict[str, Any]:
    return {
        "report": known.ref,
        "use": known.use,
        "expires": min(one.allow.expires for one in cleared).isoformat(),
        "entries": [
            {
                "excerpt": one.excerpt.ref,
                "review": one.review.id,
                "pin": one.review.pin,
                "grants": list(one.allow.grants),
                "conditions": [str(condition.kind) for condition in one.allow.conditions],
                "expires": one.allow.expires.isoformat(),
            }
            for one in cleared
        ],
    }


def _checked(text: str, what: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        raise InvalidInput(f"Say {what}, in at most {_LONGEST} characters.")
    return text
