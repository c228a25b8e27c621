"""Stored records read as consent, so that whatever is not understood says no."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from archive.domain.consent_records import Condition, ConsentEvent, GrantLine, Scope
from archive.domain.consent_words import (
    AttributionForm,
    Bit,
    ConditionKind,
    Effect,
    EventKind,
    ExpressedBy,
    HoldKind,
    Method,
    Modifier,
    ScopeKind,
    Use,
    Word,
    known,
)

Record = Mapping[str, object]

ALL_USES = "all"
"""How a denial of every use is stored; an allowance so stored allows nothing."""

_LINE_KEYS = frozenset(GrantLine.__slots__) - {"is_readable"}
_EVENT_KEYS = frozenset(ConsentEvent.__slots__) - {"is_readable"}
_SCOPE_KEYS = frozenset(Scope.__slots__)
_CONDITION_KEYS = frozenset(Condition.__slots__)


class _Unreadable(Exception):
    """Something stored is not what this version knows."""


def event_from_record(record: Record) -> ConsentEvent:
    """Read a stored event, its keys being the fields' names and its dates ISO text or dates.

    With anything unknown in it the event is kept as unreadable, which denies all use of its
    author's words; a missing author is the one thing that raises, as a ValueError.
    """
    author_id = _text(record.get("author_id"))
    if not author_id:
        raise ValueError("A consent record names no author.")
    try:
        return _event(record, author_id)
    except _Unreadable:
        return _unreadable_event(record, author_id)


def line_from_record(record: Record) -> GrantLine:
    """Read a stored line; one with anything unknown in it refuses everything."""
    try:
        return _line(record)
    except _Unreadable:
        scope = Scope(ScopeKind.AUTHOR)
        identity = _text(record.get("id"))
        return GrantLine(identity, scope, None, Effect.DENY, is_readable=False)


def holds_from_words(words: Iterable[object]) -> frozenset[HoldKind]:
    """Read stored holds; an unknown word holds as a takedown does."""
    return frozenset(known(HoldKind, word) or HoldKind.TAKEDOWN for word in words)


def _event(record: Record, author_id: str) -> ConsentEvent:
    _only(record, _EVENT_KEYS)
    confirmer = _text(record.get("confirmed_by"))
    confirmed_at = record.get("confirmed_at")
    return ConsentEvent(
        id=_text(record.get("id")),
        author_id=author_id,
        kind=_word(EventKind, record.get("kind")),
        received_on=_day(record.get("received_on")),
        recorded_at=_instant(record.get("recorded_at")),
        recorded_by=_text(record.get("recorded_by")),
        confirmed_by=confirmer or None,
        confirmed_at=None if confirmed_at is None else _instant(confirmed_at),
        method=_word(Method, record["method"]) if record.get("method") else None,
        has_evidence=record.get("has_evidence") is True,
        notice=_text(record.get("notice")),
        expressed_by=_word(ExpressedBy, record.get("expressed_by")),
        lines=tuple(line_from_record(_record(one)) for one in _list(record.get("lines"))),
    )


def _unreadable_event(record: Record, author_id: str) -> ConsentEvent:
    try:
        recorded_at = _instant(record.get("recorded_at"))
    except _Unreadable:
        recorded_at = datetime.min.replace(tzinfo=UTC)
    return ConsentEvent(
        id=_text(record.get("id")),
        author_id=author_id,
        kind=EventKind.WITHDRAW,
        received_on=recorded_at.date(),
        recorded_at=recorded_at,
        recorded_by=_text(record.get("recorded_by")),
        is_readable=False,
    )


def _line(record: Record) -> GrantLine:
    _only(record, _LINE_KEYS)
    use = record.get("use")
    return GrantLine(
        id=_text(record.get("id")),
        scope=_scope(_record(record.get("scope"))),
        use=None if use in (None, "", ALL_USES) else _word(Use, use),
        effect=_word(Effect, record.get("effect")),
        attribution=_word(AttributionForm, record.get("attribution") or "anonymous"),
        credit=_text(record.get("credit")),
        bits=frozenset(_word(Bit, one) for one in _list(record.get("bits"))),
        modifiers=frozenset(_word(Modifier, one) for one in _list(record.get("modifiers"))),
        conditions=tuple(_condition(_record(one)) for one in _list(record.get("conditions"))),
        valid_from=_maybe_day(record.get("valid_from")),
        valid_until=_maybe_day(record.get("valid_until")),
    )


def _scope(record: Record) -> Scope:
    _only(record, _SCOPE_KEYS)
    return Scope(
        kind=_word(ScopeKind, record.get("kind")),
        item=_text(record.get("item")),
        passage=_text(record.get("passage")),
        excerpt=_text(record.get("excerpt")),
        wording=_text(record.get("wording")),
        until=_maybe_day(record.get("until")),
    )


def _condition(record: Record) -> Condition:
    _only(record, _CONDITION_KEYS)
    return Condition(
        kind=_word(ConditionKind, record.get("kind")),
        until=_maybe_day(record.get("until")),
        detail=_text(record.get("detail")),
    )


def _only(record: Record, keys: frozenset[str]) -> None:
    if not record.keys() <= keys:
        raise _Unreadable


def _word(vocabulary: type[Word], value: object) -> Word:
    word = known(vocabulary, value)
    if word is None:
        raise _Unreadable
    return word


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _record(value: object) -> Record:
    if not isinstance(value, Mapping):
        raise _Unreadable
    return value


def _list(value: object) -> tuple[object, ...]:
    if value is None:
        return ()
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        raise _Unreadable
    return tuple(value)


def _maybe_day(value: object) -> date | None:
    return None if value in (None, "") else _day(value)


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise _Unreadable from error


def _instant(value: object) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(_text(value))
    except ValueError as error:
        raise _Unreadable from error
    if moment.tzinfo is None:
        raise _Unreadable
    return moment
