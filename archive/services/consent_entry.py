"""A statement about consent as a steward enters it, checked before it is recorded for good."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from archive.domain import codes
from archive.domain.attribution import credit_fits
from archive.domain.consent import Condition
from archive.domain.consent_parsing import ALL_USES
from archive.domain.consent_words import (
    AttributionForm,
    Bit,
    ConditionKind,
    Effect,
    EventKind,
    ExpressedBy,
    Method,
    Modifier,
    ScopeKind,
    Use,
)
from archive.errors import Conflict, InvalidInput
from archive.services import quotations
from archive.services.unit import Unit
from archive.services.visibility import visible, visible_item, visible_page
from archive.store.models import Author, Excerpt, Grant, Item, Notice, Page

_LONGEST_NOTE = 4000


@dataclass(frozen=True, slots=True)
class NewLine:
    """What was said about some words: a line for each use, or one for all where none is named.

    ``item`` and ``excerpt`` are references; ``wording`` is the hash of the words that the author
    was shown, today's where it is left out.
    """

    scope: ScopeKind
    uses: tuple[Use, ...]
    effect: Effect = Effect.ALLOW
    item: str = ""
    excerpt: str = ""
    wording: str = ""
    written_until: date | None = None
    attribution: AttributionForm = AttributionForm.ANONYMOUS
    credit: str = ""
    bits: tuple[Bit, ...] = ()
    modifiers: tuple[Modifier, ...] = ()
    conditions: tuple[Condition, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What an author said, when it reached us, and what shows it.

    ``evidence`` is an item's reference and a page's number; ``notice`` a notice's code.
    """

    author: str
    kind: EventKind
    received_on: date
    method: Method
    lines: tuple[NewLine, ...] = ()
    notice: str = ""
    evidence: tuple[str, int] | None = None
    note: str = ""
    expressed_by: ExpressedBy = ExpressedBy.SELF


def check(unit: Unit, statement: Statement) -> None:
    """InvalidInput, with a sentence, for what could not be relied on later."""
    if statement.received_on > unit.now.date():
        raise InvalidInput("The day on which it was received lies in the future.")
    if len(statement.note) > _LONGEST_NOTE:
        raise InvalidInput(f"Keep the note under {_LONGEST_NOTE} characters.")
    if statement.kind.is_permission:
        _check_permission(statement)
    for line in statement.lines:
        _check_line(line, statement)


def notice(unit: Unit, code: str) -> Notice | None:
    """The notice that was answered."""
    if not code:
        return None
    return unit.one(select(Notice).where(Notice.code == code), "There is no such notice.")


def evidence(unit: Unit, statement: Statement, author: Author) -> Page | None:
    """The page that shows what was said; it cannot be another author's."""
    if statement.evidence is None:
        return None
    page = visible_page(unit, *statement.evidence)
    if page.item.author_id not in (None, author.id):
        raise InvalidInput("This page is from another author; choose the page that shows it.")
    return page


def grants(unit: Unit, statement: Statement, author: Author) -> Iterator[Grant]:
    """The lines to be stored, one for each use."""
    for line in statement.lines:
        where = _where(unit, line, author)
        for use in [str(use) for use in line.uses] or [ALL_USES]:
            yield Grant(use=use, **where, **_terms(line, statement.kind))


def _check_permission(statement: Statement) -> None:
    if not statement.lines or not all(line.uses for line in statement.lines):
        raise InvalidInput("Name each use that the author agreed to; none is taken for granted.")
    if not statement.notice:
        raise InvalidInput("Choose the notice that the author answered.")
    if not statement.method.is_spoken and statement.evidence is None:
        raise InvalidInput("Choose the scanned page that shows the author's answer.")
    if statement.method.is_spoken and not statement.note.strip():
        raise InvalidInput("Write down who spoke, when, and the words that were read back.")


def _check_line(line: NewLine, statement: Statement) -> None:
    if _effect(line, statement.kind) is not Effect.DENY:
        _check_terms(line, statement.author)
    if line.valid_from and line.valid_until and line.valid_until < line.valid_from:
        raise InvalidInput("The agreement cannot end before it begins.")
    if any(one.kind is ConditionKind.EMBARGO and one.until is None for one in line.conditions):
        raise InvalidInput("Say until which day the embargo lasts.")


def _check_terms(line: NewLine, author: str) -> None:
    if not line.uses:
        raise InvalidInput("Name each use that this line is about.")
    if not credit_fits(line.attribution, line.credit):
        raise InvalidInput("Write the name as it may be shown, no more than its form says.")
    if codes.is_told(author, line.credit):
        raise InvalidInput("The code name stays inside the archive; choose another name to show.")


def _effect(line: NewLine, kind: EventKind) -> Effect:
    return Effect.DENY if kind.is_denial else line.effect


def _where(unit: Unit, line: NewLine, author: Author) -> dict[str, Any]:
    where: dict[str, Any] = {"scope": str(line.scope)}
    match line.scope:
        case ScopeKind.AUTHOR:
            return where
        case ScopeKind.UNTIL:
            if line.written_until is None:
                raise InvalidInput("Say up to which day the words were written.")
            return {**where, "written_until": line.written_until}
        case ScopeKind.ITEM:
            return {**where, "item_id": _own_item(unit, line.item, author).id}
        case ScopeKind.EXCERPT:
            excerpt = _own_excerpt(unit, line, author)
            return {
                **where,
                "excerpt_id": excerpt.id,
                "wording_sha256": quotations.wording(excerpt),
            }
        case ScopeKind.PASSAGE:
            raise InvalidInput("Record it for the item or the excerpt that the passage is in.")


def _own_item(unit: Unit, ref: str, author: Author) -> Item:
    item = visible_item(unit, ref)
    if item.author_id != author.id:
        raise InvalidInput("This item is not by this author.")
    return item


def _own_excerpt(unit: Unit, line: NewLine, author: Author) -> Excerpt:
    excerpt = unit.one(
        select(Excerpt)
        .join(Item, Excerpt.item_id == Item.id)
        .where(Excerpt.ref == line.excerpt.upper(), Item.author_id == author.id, visible(unit)),
        "There is no such excerpt by this author.",
    )
    if line.wording and line.wording != quotations.wording(excerpt):
        raise Conflict("The words have changed since the author was asked; ask about the new ones.")
    return excerpt


def _terms(line: NewLine, kind: EventKind) -> dict[str, Any]:
    return {
        "effect": str(_effect(line, kind)),
        "attribution": str(line.attribution),
        "credit": line.credit.strip(),
        "bits": _words(line.bits),
        "modifiers": _words(line.modifiers),
        "conditions": [
            {
                "kind": str(one.kind),
                "until": one.until.isoformat() if one.until else None,
                "detail": one.detail,
            }
            for one in line.conditions
        ],
        "valid_from": line.valid_from,
        "valid_until": line.valid_until,
    }


def _words(words: Iterable[Bit | Modifier]) -> list[str]:
    return sorted(str(word) for word in words)
