"""Carrying what hangs on a page's text to the page's new text: passages and verified lines."""

from sqlalchemy import select

from archive.domain.anchors import Outcome, QuoteMismatch, move
from archive.services import quotations, standing
from archive.services.unit import Unit
from archive.store.models import LineVerification, Page, Passage, Version


def carry(unit: Unit, page: Page, before: Version, after: Version) -> None:
    """Move every passage on the page to the new version; where its words changed, use stops.

    A passage whose words stand moves along silently. One that was touched or orphaned keeps its
    last words and version, for a person to decide on, and no approval of its excerpt holds.
    """
    unit.session.flush()
    _keep_verified(before, after)
    for passage in unit.session.scalars(
        select(Passage).where(Passage.page_id == page.id).order_by(Passage.id)
    ):
        if passage.version_id == before.id and passage.held == Outcome.EXACT:
            _carry(unit, passage, before, after)
    unit.session.flush()


def _carry(unit: Unit, passage: Passage, before: Version, after: Version) -> None:
    outcome = _follow(passage, before, after)
    if outcome is Outcome.EXACT:
        return
    passage.held = str(outcome)
    unit.audit("passage.lose", f"excerpt:{passage.excerpt.ref}", held=outcome, version=after.number)
    standing.outdate(unit, passage.excerpt)


def _follow(passage: Passage, before: Version, after: Version) -> Outcome:
    old, new = quotations.line_texts(before), quotations.line_texts(after)
    try:
        moved = move(quotations.held(passage), old, new, after.number)
    except QuoteMismatch:
        return Outcome.ORPHANED
    if moved.outcome is Outcome.EXACT and moved.anchor is not None:
        quotations.place(passage, moved.anchor, after)
    return moved.outcome


def _keep_verified(before: Version, after: Version) -> None:
    """A line that reads as before has been compared already, whoever saved the page since."""
    known = {line.key: line for line in before.lines}
    for line in after.lines:
        old = known.get(line.key)
        if old is not None and old.text == line.text and old.verification is not None:
            line.verification = _again(old.verification)


def _again(earlier: LineVerification) -> LineVerification:
    return LineVerification(
        written_by=earlier.written_by,
        verified_by=earlier.verified_by,
        verified_at=earlier.verified_at,
    )
