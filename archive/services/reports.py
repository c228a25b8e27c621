"""Reports: excerpts in order, for one use, each approved for exactly that use."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from archive.domain.consent_words import Use
from archive.domain.people import Permission
from archive.errors import Conflict, ConsentRequired, InvalidInput, NotFound
from archive.services import approvals, quotations, standing
from archive.services.approvals import Clearance, Refusal
from archive.services.excerpts import excerpt
from archive.services.references import fresh_reference
from archive.services.unit import Unit
from archive.services.visibility import visible
from archive.store.models import Excerpt, Export, Item, Proposal, Report, ReportEntry

_LONGEST_NOTE = 4000
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class EntryView:
    """An excerpt's place in a report; ``sentences`` say why it may not go out, if it may not.

    What the actor may not see has no words here.
    """

    position: int
    ref: str
    text: str
    attribution: str
    note: str
    is_permitted: bool
    sentences: tuple[str, ...]
    expires: date | None


@dataclass(frozen=True, slots=True)
class ExportView:
    """An export that has left the archive."""

    id: int
    format: str
    purpose: str
    recipient: str
    sha256: str
    made_by: str
    made_at: datetime
    excerpts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report with its entries in order, and what has been exported of it."""

    ref: str
    title: str
    use: Use
    creator: str
    created_at: datetime
    entries: tuple[EntryView, ...]
    exports: tuple[ExportView, ...]


def create(unit: Unit, title: str, use: Use) -> Report:
    """Begin a report for one use."""
    unit.require(Permission.REPORT)
    report = Report(
        ref=fresh_reference(unit, Report.ref),
        title=_checked_title(title),
        use=str(use),
        created_by=unit.account_id,
        created_at=unit.now,
    )
    unit.session.add(report)
    unit.session.flush()
    unit.audit("report.create", f"report:{report.ref}", use=use)
    return report


def report(unit: Unit, ref: str) -> Report:
    """The report with this reference, or NotFound."""
    unit.require(Permission.REPORT)
    query = select(Report).where(Report.ref == ref.upper())
    return unit.one(query, "There is no report with this reference.")


def all_reports(unit: Unit) -> list[Report]:
    """Every report, latest first."""
    unit.require(Permission.REPORT)
    return list(unit.session.scalars(select(Report).order_by(Report.id.desc())))


def rename(unit: Unit, ref: str, title: str) -> Report:
    """Give a report another title."""
    unit.require(Permission.REPORT)
    known = report(unit, ref)
    known.title = _checked_title(title)
    unit.audit("report.rename", f"report:{known.ref}")
    return known


def add(unit: Unit, ref: str, excerpt_ref: str) -> ReportEntry:
    """Put an excerpt at the end of a report; only what may go out for its use is taken in."""
    unit.require(Permission.REPORT)
    known, chosen = report(unit, ref), excerpt(unit, excerpt_ref)
    if any(entry.excerpt_id == chosen.id for entry in known.entries):
        raise Conflict("This excerpt is in the report already.")
    answer = approvals.clearance(unit, chosen, Use(known.use))
    if isinstance(answer, Refusal):
        raise ConsentRequired(" ".join(answer.sentences))
    entry = ReportEntry(excerpt=chosen, position=len(known.entries))
    known.entries.append(entry)
    unit.session.flush()
    unit.audit("report.add", f"report:{known.ref}", excerpt=chosen.ref)
    return entry


def remove(unit: Unit, ref: str, excerpt_ref: str) -> None:
    """Take an excerpt out of a report."""
    unit.require(Permission.REPORT)
    known, entry = _entry(unit, ref, excerpt_ref)
    known.entries.remove(entry)
    _number(known)
    unit.audit("report.remove", f"report:{known.ref}", excerpt=entry.excerpt.ref)


def move(unit: Unit, ref: str, excerpt_ref: str, position: int) -> None:
    """Put an excerpt at another place in its report, counted from 0."""
    unit.require(Permission.REPORT)
    known, entry = _entry(unit, ref, excerpt_ref)
    known.entries.remove(entry)
    known.entries.insert(min(max(position, 0), len(known.entries)), entry)
    _number(known)
    unit.audit("report.move", f"report:{known.ref}", excerpt=entry.excerpt.ref)


def annotate(unit: Unit, ref: str, excerpt_ref: str, note: str) -> None:
    """Write what the report says beside an excerpt; it goes out with it."""
    unit.require(Permission.REPORT)
    known, entry = _entry(unit, ref, excerpt_ref)
    if len(note) > _LONGEST_NOTE:
        raise InvalidInput(f"Keep the note under {_LONGEST_NOTE} characters.")
    entry.note = note.strip()
    unit.audit("report.annotate", f"report:{known.ref}", excerpt=entry.excerpt.ref)


def view(unit: Unit, ref: str) -> ReportView:
    """A report, each entry with whether it may go out now."""
    unit.require(Permission.REPORT)
    known = report(unit, ref)
    exports = unit.session.scalars(
        select(Export).where(Export.report_id == known.id).order_by(Export.id.desc())
    )
    return ReportView(
        ref=known.ref,
        title=known.title,
        use=Use(known.use),
        creator=known.creator.name,
        created_at=known.created_at,
        entries=tuple(_entry_view(unit, entry, Use(known.use)) for entry in known.entries),
        exports=tuple(_export_view(export) for export in exports),
    )


def candidates(unit: Unit, ref: str) -> list[Clearance]:
    """The excerpts that could be added to a report now."""
    unit.require(Permission.REPORT)
    known = report(unit, ref)
    inside = [entry.excerpt_id for entry in known.entries]
    rows = unit.session.scalars(
        select(Excerpt)
        .join(Item, Excerpt.item_id == Item.id)
        .join(Proposal, Proposal.excerpt_id == Excerpt.id)
        .where(
            visible(unit),
            Proposal.use == known.use,
            Proposal.state.in_(standing.CLEARED),
            Excerpt.id.not_in(inside),
        )
        .order_by(Excerpt.id.desc())
    )
    answers = [approvals.clearance(unit, row, Use(known.use)) for row in rows]
    return [answer for answer in answers if isinstance(answer, Clearance)]


def _entry(unit: Unit, ref: str, excerpt_ref: str) -> tuple[Report, ReportEntry]:
    known = report(unit, ref)
    for entry in known.entries:
        if entry.excerpt.ref == excerpt_ref.upper():
            return known, entry
    raise NotFound("This excerpt is not in the report.")


def _number(known: Report) -> None:
    for position, entry in enumerate(known.entries):
        entry.position = position


def _entry_view(unit: Unit, entry: ReportEntry, use: Use) -> EntryView:
    answer = approvals.clearance(unit, entry.excerpt, use)
    query = select(Item.id).where(Item.id == entry.excerpt.item_id, visible(unit))
    is_seen = unit.session.scalar(query) is not None
    cleared = answer if isinstance(answer, Clearance) and is_seen else None
    return EntryView(
        position=entry.position,
        ref=entry.excerpt.ref,
        text=quotations.shown_words(entry.excerpt) if is_seen else "",
        attribution=cleared.attribution if cleared else "",
        note=entry.note,
        is_permitted=cleared is not None,
        sentences=answer.sentences if isinstance(answer, Refusal) else (),
        expires=cleared.allow.expires if cleared else None,
    )


def _export_view(export: Export) -> ExportView:
    return ExportView(
        id=export.id,
        format=export.format,
        purpose=export.purpose,
        recipient=export.recipient,
        sha256=export.sha256,
        made_by=export.maker.name,
        made_at=export.made_at,
        excerpts=tuple(entry["excerpt"] for entry in export.manifest["entries"]),
    )


def _checked_title(title: str) -> str:
    title = " ".join(title.split())
    if not title or len(title) > _LONGEST_TITLE:
        raise InvalidInput(f"Give the report a title of at most {_LONGEST_TITLE} characters.")
    return title
