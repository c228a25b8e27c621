"""Authors, by their code names."""

import re
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from archive.domain.people import Permission
from archive.errors import Conflict, InvalidInput
from archive.services.references import fresh_code_name
from archive.services.unit import Unit
from archive.services.visibility import visible
from archive.store.models import Author, Facility, Item

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def all_authors(unit: Unit) -> list[Author]:
    """Every author, by code name."""
    unit.require(Permission.READ_ITEMS)
    return list(unit.session.scalars(select(Author).order_by(Author.code)))


def author(unit: Unit, code: str) -> Author:
    """The author with this code name, or NotFound."""
    unit.require(Permission.READ_ITEMS)
    return unit.one(
        select(Author).where(Author.code == code), "There is no author with this code name."
    )


def named(unit: Unit, code: str) -> Author:
    """The author with this code name, entered now if there is none."""
    unit.require(Permission.DESCRIBE)
    known = unit.session.scalars(select(Author).where(Author.code == code)).one_or_none()
    return known or enter(unit, code)


def enter(unit: Unit, code: str = "", facility: str = "") -> Author:
    """A new author; without a code name given, two plain words are drawn."""
    unit.require(Permission.DESCRIBE)
    code = code or fresh_code_name(unit)
    if not _CODE.fullmatch(code) or len(code) > 80:
        raise InvalidInput(
            "A code name is made of small letters and digits, joined by hyphens: quiet-heron."
        )
    if unit.session.scalar(select(Author.id).where(Author.code == code)) is not None:
        raise Conflict("Another author has this code name already; choose another.")
    place = facility_named(unit, facility) if facility else None
    entered = Author(
        code=code,
        facility_id=place.id if place else None,
        created_by=unit.actor.account_id,
        created_at=unit.now,
    )
    unit.session.add(entered)
    unit.session.flush()
    unit.audit("author.enter", f"author:{code}")
    return entered


def all_facilities(unit: Unit) -> list[Facility]:
    """Every facility, by code."""
    unit.require(Permission.READ_ITEMS)
    return list(unit.session.scalars(select(Facility).order_by(Facility.code)))


def facility_named(unit: Unit, code: str) -> Facility:
    """The facility with this code, entered now if there is none."""
    unit.require(Permission.DESCRIBE)
    code = " ".join(code.split())[:40]
    known = unit.session.scalars(select(Facility).where(Facility.code == code)).one_or_none()
    if known is not None:
        return known
    entered = Facility(code=code, name=code)
    unit.session.add(entered)
    unit.session.flush()
    unit.audit("facility.enter", f"facility:{entered.id}")
    return entered


@dataclass(frozen=True, slots=True)
class AuthorRow:
    """An author in the list, with how many items the actor may see."""

    author: Author
    items: int


def counted(unit: Unit) -> list[AuthorRow]:
    """Every author with the number of visible items, by code name."""
    unit.require(Permission.READ_ITEMS)
    rows = unit.session.execute(
        select(Author, func.count(Item.id))
        .outerjoin(Item, (Item.author_id == Author.id) & visible(unit))
        .options(selectinload(Author.facility))
        .group_by(Author.id)
        .order_by(Author.code)
    )
    return [AuthorRow(found, count) for found, count in rows]
