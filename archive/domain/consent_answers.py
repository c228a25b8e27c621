"""The three answers to a question about use, and the lines that were weighed for them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from archive.domain.consent_reasons import Reason
from archive.domain.consent_records import Condition, Task
from archive.domain.consent_words import AttributionForm, Bit


@dataclass(frozen=True, slots=True)
class Attribution:
    """How one author may be named, and which details may stand beside the name."""

    author_id: str
    form: AttributionForm = AttributionForm.ANONYMOUS
    credit: str = ""
    bits: frozenset[Bit] = frozenset()


@dataclass(frozen=True, slots=True)
class Allow:
    """The use is allowed, so named, on these conditions, by these lines, to this day included."""

    attributions: tuple[Attribution, ...]
    conditions: tuple[Condition, ...]
    grants: tuple[str, ...]
    expires: date


@dataclass(frozen=True, slots=True)
class Pending:
    """The use may be allowed once these are done."""

    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Deny:
    """The use is not allowed, for these reasons."""

    reasons: tuple[Reason, ...]


Decision = Allow | Pending | Deny


class Part(StrEnum):
    """What a line contributed to an answer."""

    PERMITS = "permits"
    BINDS = "binds"
    REFUSES = "refuses"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Considered:
    """A line that bears on the passage and the use, what it contributed, and why no more."""

    author_id: str
    event_id: str
    line_id: str
    part: Part
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer, and every line that was weighed for it."""

    decision: Decision
    considered: tuple[Considered, ...] = ()
