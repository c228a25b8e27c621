"""Telling the search index of a changed page, in the same transaction as the change."""

from archive.services.unit import Unit
from archive.store.models import Outbox


def note_change(unit: Unit, page_id: int) -> None:
    """Have the index look at this page again; what it finds then is what it takes in."""
    unit.session.add(Outbox(page_id=page_id, written_at=unit.now))
