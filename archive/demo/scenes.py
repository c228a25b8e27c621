"""What the demo staff did before you came.

Texts typed and verified, consent in every state, excerpts on every step of their way, one report
and one withdrawal.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import TypeVar

from archive.demo.letters import letter
from archive.demo.staff import Staff
from archive.domain.anchors import LineText, joined, place
from archive.domain.consent_words import (
    AttributionForm,
    Effect,
    EventKind,
    HoldKind,
    Method,
    ScopeKind,
    Use,
)
from archive.domain.people import Actor
from archive.services import consent, excerpts, holds, reports, review, transcription, withdrawal
from archive.services.consent import NewLine, Statement
from archive.services.excerpts import Selection
from archive.services.notices import STANDARD
from archive.services.review import Verdict
from archive.services.transcription import TypedLine
from archive.services.unit import Archive, Unit
from archive.services.visibility import visible_page

TYPED = (("nineteen", 1), ("nineteen", 2), ("hearing", 1), ("sick-call", 1), ("classroom", 2))
"""Pages that a transcriber typed, and somebody else verified."""

_ALIKE = 0.45
_REACH = 4
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Stage:
    """The demo archive, the people who play, and the references of the letters by key."""

    archive: Archive
    staff: Staff
    refs: dict[str, str]

    def do(self, actor: Actor, act: Callable[[Unit], _Answer]) -> _Answer:
        """One act of one person."""
        with self.archive.writing(actor) as unit:
            return act(unit)


def play(archive: Archive, staff: Staff, refs: dict[str, str]) -> None:
    """Play every scene, in the order of a year's work."""
    stage = Stage(archive, staff, refs)
    for key, number in (*TYPED, ("la-fe", 1)):
        _type(stage, key, number)
        _verify(stage, key, number)
    _type(stage, "classroom", 1)
    _consent(stage)
    _approved(stage)
    _under_way(stage)
    _withdrawn(stage)
    stage.do(
        staff.steward,
        lambda unit: holds.place_on_item(
            unit, refs["petition-copy"], HoldKind.PENDING_CASE, "A request is open; ask counsel."
        ),
    )


def _type(stage: Stage, key: str, number: int) -> None:
    truth = [text for text in letter(key).pages[number - 1].text.splitlines() if text]

    def save(unit: Unit) -> None:
        page = visible_page(unit, stage.refs[key], number)
        before = transcription.current_version(unit, page)
        read = [(line.key, line.text) for line in before.lines] if before else []
        transcription.save(
            unit, stage.refs[key], number, before.number if before else 0, _paired(truth, read)
        )

    stage.do(stage.staff.transcriber, save)


def _paired(truth: list[str], read: list[tuple[str, str]]) -> list[TypedLine]:
    """Each true line with the key of the machine's line that it looks like, as a person would."""
    typed, following = [], 0
    for text in truth:
        near = range(following, min(following + _REACH, len(read)))
        best = max(near, key=lambda at: _likeness(text, read[at][1]), default=None)
        if best is None or _likeness(text, read[best][1]) < _ALIKE:
            typed.append(TypedLine("", text))
        else:
            typed.append(TypedLine(read[best][0], text))
            following = best + 1
    return typed


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _verify(stage: Stage, key: str, number: int) -> None:
    stage.do(
        stage.staff.reviewer,
        lambda unit: transcription.verify(unit, visible_page(unit, stage.refs[key], number)),
    )


def _consent(stage: Stage) -> None:
    for statement in _statements(stage.refs):
        _record(stage, statement)
    heard = _record(stage, _call("quiet-heron"))
    stage.do(stage.staff.second_steward, lambda unit: consent.confirm(unit, heard))
    _record(stage, _call("early-sparrow"))


def _record(stage: Stage, statement: Statement) -> int:
    return stage.do(stage.staff.steward, lambda unit: consent.record(unit, statement))


def _statements(refs: dict[str, str]) -> tuple[Statement, ...]:
    """A form that has run out, one in force, a yes inside a letter, *ask me first*, and a no."""
    public = (Use.REPORT, Use.WEB, Use.LEGISLATURE)
    own_name = NewLine(
        ScopeKind.AUTHOR, public, attribution=AttributionForm.FIRST_NAME, credit="Denise"
    )
    pen_name = NewLine(
        ScopeKind.AUTHOR,
        (Use.REPORT, Use.CONVENING, Use.WEB),
        attribution=AttributionForm.PSEUDONYM,
        credit="Catorce",
    )
    return (
        _form("quiet-heron", date(2023, 5, 12), refs["consent-denise"], own_name),
        _form(
            "steady-cedar",
            date(2025, 11, 16),
            refs["consent-samuel"],
            NewLine(ScopeKind.AUTHOR, (Use.REPORT,)),
        ),
        _inside("clear-river", date(2024, 4, 28), refs["la-fe"], "es", pen_name),
        _inside(
            "amber-lantern",
            date(2024, 8, 12),
            refs["sick-call"],
            "en",
            NewLine(ScopeKind.AUTHOR, (Use.REPORT, Use.LEGISLATURE), effect=Effect.ASK_FIRST),
        ),
        _inside(
            "northern-violin",
            date(2026, 2, 15),
            refs["classroom"],
            "en",
            NewLine(ScopeKind.AUTHOR, (Use.REPORT, Use.CONVENING)),
        ),
        Statement(
            author="bright-thistle",
            kind=EventKind.REFUSE,
            received_on=date(2024, 10, 20),
            method=Method.LETTER_PASSAGE,
            evidence=(refs["inventory"], 1),
            lines=(NewLine(ScopeKind.AUTHOR, (Use.PRESS, Use.SOCIAL), effect=Effect.DENY),),
        ),
    )


def _form(author: str, received: date, evidence: str, line: NewLine) -> Statement:
    return Statement(
        author=author,
        kind=EventKind.GRANT,
        received_on=received,
        method=Method.SIGNED_FORM,
        lines=(line,),
        notice=STANDARD["en"],
        evidence=(evidence, 1),
    )


def _inside(author: str, received: date, item: str, language: str, line: NewLine) -> Statement:
    return Statement(
        author=author,
        kind=EventKind.GRANT,
        received_on=received,
        method=Method.LETTER_PASSAGE,
        lines=(line,),
        notice=STANDARD[language],
        evidence=(item, 1),
    )


def _call(author: str) -> Statement:
    return Statement(
        author=author,
        kind=EventKind.GRANT,
        received_on=date(2026, 6, 3),
        method=Method.PHONE_NOTE,
        lines=(NewLine(ScopeKind.AUTHOR, (Use.INTERNAL, Use.CONVENING)),),
        notice=STANDARD["en"],
        note="Called us; the words of the notice were read out and repeated back.",
    )


def _approved(stage: Stage) -> None:
    found = [
        _excerpt(stage, "hearing", 1, "My sentence is life without", "ask who I am now."),
        _excerpt(stage, "hearing", 1, "I am responsible for the chair", "chair that is empty."),
        _excerpt(stage, "la-fe", 1, "Pero sé que alguien", "la fe."),
    ]
    for ref in found:
        _submit(stage, ref, Use.REPORT)
        _approve(stage, ref, Use.REPORT)
    writer = stage.staff.writer
    made = stage.do(
        writer, lambda unit: reports.create(unit, "What the years are for", Use.REPORT).ref
    )
    for ref in found[:1] + found[2:]:
        _add(stage, made, ref)


def _add(stage: Stage, report: str, ref: str) -> None:
    stage.do(stage.staff.writer, lambda unit: reports.add(unit, report, ref))


def _under_way(stage: Stage) -> None:
    """A draft, one that waits for the author, one that waits for a reviewer, one returned."""
    _excerpt(stage, "nineteen", 1, "I was nineteen when the judge", "what they meant.")
    asked = _excerpt(stage, "sick-call", 1, "I do not say anybody meant it.", "on their desk.")
    _submit(stage, asked, Use.REPORT)
    waiting = _excerpt(stage, "hearing", 1, "For ten years I thought", "in the world.")
    _submit(stage, waiting, Use.REPORT)
    returned = _excerpt(stage, "nineteen", 2, "There is no board for us.", "telling you.")
    _submit(stage, returned, Use.CONVENING)
    stage.do(
        stage.staff.reviewer,
        lambda unit: review.decide(
            unit,
            returned,
            Use.CONVENING,
            Verdict.RETURN,
            "Begin one sentence earlier, so that the question is heard too.",
        ),
    )


def _withdrawn(stage: Stage) -> None:
    ref = _excerpt(stage, "classroom", 2, "I was a boy who could not", "my own ever since.")
    _submit(stage, ref, Use.REPORT)
    _approve(stage, ref, Use.REPORT)
    stage.do(
        stage.staff.steward,
        lambda unit: withdrawal.withdraw(
            unit,
            withdrawal.Withdrawal(
                author="northern-violin",
                level=withdrawal.Level.EVERYTHING,
                received_on=date(2026, 9, 1),
                method=Method.PHONE_NOTE,
                note="Asked that nothing be used while his request is read.",
            ),
        ),
    )


def _excerpt(stage: Stage, key: str, number: int, first: str, last: str) -> str:
    """An excerpt from the words ``first`` to the words ``last`` on a page."""

    def create(unit: Unit) -> str:
        chosen = _selection(unit, stage.refs[key], number, first, last)
        return excerpts.create(unit, stage.refs[key], number, chosen).ref

    return stage.do(stage.staff.writer, create)


def _selection(unit: Unit, ref: str, number: int, first: str, last: str) -> Selection:
    version = transcription.current_version(unit, visible_page(unit, ref, number))
    lines = [LineText(line.key, line.text) for line in version.lines] if version else []
    text = joined(lines)
    begin = re.search(_loosely(first), text)
    end = re.search(_loosely(last), text[begin.start() :]) if begin else None
    if version is None or begin is None or end is None:
        raise LookupError(f"The demo's words are not on page {number} of {ref}.")
    start, stop = place(lines, begin.start()), place(lines, begin.start() + end.end())
    return Selection(version.number, start.line, start.offset, stop.line, stop.offset)


def _loosely(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.split())


def _submit(stage: Stage, ref: str, use: Use) -> None:
    def submit(unit: Unit) -> None:
        excerpts.answer_others(unit, ref, names_others=False)
        excerpts.submit(unit, ref, [use])

    stage.do(stage.staff.writer, submit)


def _approve(stage: Stage, ref: str, use: Use) -> None:
    stage.do(
        stage.staff.reviewer,
        lambda unit: review.decide(unit, ref, use, Verdict.APPROVE, has_compared=True),
    )
