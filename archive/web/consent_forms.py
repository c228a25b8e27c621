"""The form in which a steward enters what an author said, read into a statement."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from archive.domain.consent import Condition
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
from archive.errors import InvalidInput
from archive.services.consent_entry import NewLine, Statement
from archive.services.withdrawal import Level, Withdrawal
from archive.services.withdrawals import Reach
from archive.web.forms import day, maybe_day, maybe_word, whole, word, words

Form = MultiDict[str, str]
Value = TypeVar("Value")

ENTERED = (
    EventKind.GRANT,
    EventKind.REFUSE,
    EventKind.RENEW,
    EventKind.RESTRICT,
    EventKind.REQUEST,
    EventKind.NOTE,
    EventKind.REVOKE,
    EventKind.INVALIDATE,
)
"""What is entered on this form; a withdrawal has its own screen."""


@dataclass(frozen=True, slots=True)
class Faults:
    """What cannot be used, by the field that it is about."""

    sentences: Mapping[str, str]


def statement(form: Form, code: str) -> Statement | Faults:
    """What was entered, or every field that has to change."""
    faults: dict[str, str] = {}
    read = _Reader(form, faults)
    kind = read("kind", lambda: word(EventKind, form.get("kind", ""), "what happened"))
    received = read("received_on", lambda: day(form, "received_on", "The day it was received"))
    method = read("method", lambda: word(Method, form.get("method", ""), "how it reached us"))
    speaker = read(
        "expressed_by", lambda: word(ExpressedBy, form.get("expressed_by", ""), "who spoke")
    )
    page = read("evidence", lambda: evidence(form))
    lines = read("uses", lambda: _lines(form, kind) if kind and not kind.is_silent else ())
    if kind and kind not in ENTERED:
        faults["kind"] = "A withdrawal has its own screen."
    if faults or kind is None or received is None or method is None:
        return Faults(faults)
    return Statement(
        author=code,
        kind=kind,
        received_on=received,
        method=method,
        lines=lines or (),
        notice=form.get("notice", ""),
        evidence=page,
        note=form.get("note", ""),
        expressed_by=speaker or ExpressedBy.SELF,
    )


def evidence(form: Form) -> tuple[str, int] | None:
    """The page that was named as evidence, if any."""
    ref, number = form.get("item", "").strip(), form.get("page", "").strip()
    if not ref:
        return None
    return ref, whole(number or "1", "The page")


def reach(form: Form) -> Reach:
    """How much an author takes back."""
    level = word(Level, form.get("level", ""), "how much is taken back")
    found = Reach(
        level=level,
        use=word(Use, form.get("use", ""), "use") if level is Level.USE else None,
        excerpt=form.get("excerpt", "").strip() if level is Level.EXCERPT else "",
        item=form.get("letter", "").strip() if level is Level.ITEM else "",
    )
    if level is Level.EXCERPT and not found.excerpt:
        raise InvalidInput("Write the excerpt's reference.")
    if level is Level.ITEM and not found.item:
        raise InvalidInput("Write the item's reference.")
    return found


def withdrawal(form: Form, code: str) -> Withdrawal:
    """What an author takes back, when it reached us, and what shows it."""
    far = reach(form)
    return Withdrawal(
        author=code,
        level=far.level,
        received_on=day(form, "received_on", "The day it was received"),
        method=word(Method, form.get("method", ""), "how it reached us"),
        use=far.use,
        excerpt=far.excerpt,
        item=far.item,
        evidence=evidence(form),
        note=form.get("note", ""),
        expressed_by=word(ExpressedBy, form.get("expressed_by", ""), "who spoke"),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one field after the other, and keeps the sentence where one cannot be used."""

    form: Form
    faults: dict[str, str]

    def __call__(self, field: str, read: Callable[[], Value]) -> Value | None:
        try:
            return read()
        except InvalidInput as fault:
            self.faults[field] = str(fault)
            return None


def _lines(form: Form, kind: EventKind) -> tuple[NewLine, ...]:
    """A line for each answer that was given, all on the same terms."""
    said = {use: maybe_word(Effect, form.get(f"use-{use}", ""), str(use)) for use in Use}
    if kind.is_denial:
        return _denials(form, said)
    return tuple(
        _line(form, tuple(use for use in Use if said[use] is effect), effect)
        for effect in Effect
        if effect in said.values()
    )


def _denials(form: Form, said: Mapping[Use, Effect | None]) -> tuple[NewLine, ...]:
    if any(effect in (Effect.ALLOW, Effect.ASK_FIRST) for effect in said.values()):
        raise InvalidInput(
            "This says no, yet some uses are marked as agreed. For a mixed answer choose "
            "“Agrees to some uses”."
        )
    refused = tuple(use for use, effect in said.items() if effect is Effect.DENY)
    return (_line(form, refused, Effect.DENY),)


def _line(form: Form, uses: tuple[Use, ...], effect: Effect) -> NewLine:
    scope = word(ScopeKind, form.get("scope", ""), "how much it is about")
    where = NewLine(
        scope=scope,
        uses=uses,
        effect=effect,
        item=_reference(form, "scope_item") if scope is ScopeKind.ITEM else "",
        excerpt=_reference(form, "scope_excerpt") if scope is ScopeKind.EXCERPT else "",
        written_until=_until(form) if scope is ScopeKind.UNTIL else None,
    )
    return where if effect is Effect.DENY else _on_terms(form, where)


def _on_terms(form: Form, line: NewLine) -> NewLine:
    return NewLine(
        scope=line.scope,
        uses=line.uses,
        effect=line.effect,
        item=line.item,
        excerpt=line.excerpt,
        written_until=line.written_until,
        attribution=word(AttributionForm, form.get("attribution", ""), "the name"),
        credit=form.get("credit", "").strip(),
        bits=tuple(words(Bit, form.getlist("bit"), "details")),
        modifiers=tuple(words(Modifier, form.getlist("modifier"), "what goes beyond quoting")),
        conditions=tuple(_conditions(form)),
        valid_until=maybe_day(form, "valid_until", "The last day"),
    )


def _conditions(form: Form) -> list[Condition]:
    until = maybe_day(form, "embargo_until", "The end of the embargo")
    detail = form.get("condition_detail", "").strip()
    return [
        Condition(
            kind,
            until=until if kind is ConditionKind.EMBARGO else None,
            detail=detail if kind is ConditionKind.NOT_WITH else "",
        )
        for kind in words(ConditionKind, form.getlist("condition"), "conditions")
    ]


def _reference(form: Form, field: str) -> str:
    given = form.get(field, "").strip()
    if not given:
        raise InvalidInput("Write the reference that the answer is about.")
    return given


def _until(form: Form) -> date:
    return day(form, "scope_until", "The last day of writing")
