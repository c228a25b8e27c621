"""Fresh references and code names that nothing else in the archive bears."""

import secrets

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from archive.domain import codes
from archive.services.unit import Unit
from archive.store.models import Author

_RANDOM = secrets.SystemRandom()


def fresh_reference(unit: Unit, column: InstrumentedAttribute[str], length: int = 6) -> str:
    """A random reference not yet in this column; it tells neither order nor date."""
    while True:
        candidate = codes.reference(_RANDOM, length)
        if unit.session.scalar(select(column).where(column == candidate)) is None:
            return candidate


def fresh_code_name(unit: Unit) -> str:
    """A code name that no author bears yet."""
    return codes.code_name(_RANDOM, set(unit.session.scalars(select(Author.code))))
