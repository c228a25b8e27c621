"""Whether what is kept is as it was kept: files, record, index and audit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from archive.domain import audit
from archive.domain.people import Permission
from archive.errors import IndexUnavailable
from archive.search.index import IndexState
from archive.services.indexing import indexable_pages
from archive.services.unit import Unit, audit_entry
from archive.store.blobs import Blobs
from archive.store.models import AuditEntry, AuditHead, Original, Outbox, Page


class Health(StrEnum):
    """How a finding is to be taken."""

    GOOD = "good"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked, and how it was found."""

    check: str
    health: Health
    sentence: str


def check(unit: Unit) -> Iterator[Finding]:
    """Check everything, one finding at a time: every original is read and hashed again."""
    unit.require(Permission.SEE_SYSTEM)
    yield _originals(unit)
    yield _images(unit)
    yield _unclaimed(unit)
    yield _index(unit)
    yield verify_audit(unit)


def glance(unit: Unit) -> Iterator[Finding]:
    """What can be told at once, without reading every kept file."""
    unit.require(Permission.SEE_SYSTEM)
    yield _index(unit)
    yield verify_audit(unit)


def verify_audit(unit: Unit) -> Finding:
    """Follow the audit chain from its first entry to its head."""
    unit.require(Permission.SEE_SYSTEM)
    query = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)
    length, last = 0, audit.GENESIS
    with unit.session.scalars(query) as rows:
        for row in rows:
            if row.previous != last or audit.seal(last, audit_entry(row)) != row.hash:
                return _fault("audit", f"The audit chain breaks at entry {row.id}: it was changed.")
            length, last = length + 1, row.hash
    head = unit.session.scalars(select(AuditHead)).one_or_none()
    if head is None or (head.hash, head.length) != (last, length):
        return _fault("audit", f"The audit chain ends too early, after {length} entries.")
    return Finding("audit", Health.GOOD, f"{length} audit entries, unbroken; the last is {last}.")


def _originals(unit: Unit) -> Finding:
    digests = unit.session.scalars(select(Original.sha256)).all()
    return _whole("originals", "originals", unit.archive.originals, digests)


def _images(unit: Unit) -> Finding:
    digests = unit.session.scalars(
        select(Page.image_sha256).where(Page.image_sha256.is_not(None)).distinct()
    ).all()
    return _whole("images", "page images", unit.archive.images, [d for d in digests if d])


def _whole(name: str, noun: str, blobs: Blobs, digests: Iterable[str]) -> Finding:
    wanted = list(digests)
    broken = [digest for digest in wanted if not blobs.is_whole(digest)]
    if broken:
        named = ", ".join(digest[:12] for digest in broken[:5])
        return _fault(name, f"{len(broken)} of {len(wanted)} {noun} missing or changed: {named}.")
    return Finding(name, Health.GOOD, f"{len(wanted)} {noun}, each as it was kept.")


def _unclaimed(unit: Unit) -> Finding:
    known = set(unit.session.scalars(select(Original.sha256)))
    loose = [digest for digest in unit.archive.originals.digests() if digest not in known]
    if loose:
        sentence = (
            f"{len(loose)} kept files belong to no item, as when the machine stopped in the middle "
            "of taking one in; send those scans again."
        )
        return Finding("files", Health.NOTE, sentence)
    return Finding("files", Health.GOOD, "Every kept file belongs to an item.")


def _index(unit: Unit) -> Finding:
    state = unit.archive.index.state()
    if state is not IndexState.CURRENT:
        return _fault("index", f"The search index is {state}; run `archive reindex`.")
    waiting = unit.session.scalar(select(func.count()).select_from(Outbox)) or 0
    try:
        held = unit.archive.index.pages()
    except IndexUnavailable as fault:
        return _fault("index", str(fault))
    wanted = indexable_pages(unit.session)
    if waiting:
        return Finding("index", Health.NOTE, f"{waiting} changes wait for the search index.")
    if held != wanted:
        lacking, extra = len(wanted - held), len(held - wanted)
        return _fault(
            "index", f"The index lacks {lacking} pages and has {extra} too many; run reindex."
        )
    return Finding("index", Health.GOOD, f"{len(held)} pages in the index, as in the record.")


def _fault(name: str, sentence: str) -> Finding:
    return Finding(name, Health.FAULT, sentence)
