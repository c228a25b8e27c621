"""What is recorded about consent, and what is asked about: plain values without judgement."""

from dataclasses import dataclass
from datetime import date, datetime

from archive.domain.consent_reasons import TaskKind
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
)
from archive.domain.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Scope:
    """The words that a line is about; `kind` says which of the other fields matter.

    An excerpt is agreed to in its final wording: `wording` is the hash of the words shown.
    """

    kind: ScopeKind
    item: str = ""
    passage: str = ""
    excerpt: str = ""
    wording: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that an author asks for: an embargo ends on `until`, the rest is told in words."""

    kind: ConditionKind
    until: date | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class GrantLine:
    """One line of an agreement: scope x use x effect x attribution x conditions x dates.

    `use` None means every use where the line denies, and no use where it allows. `credit` is how
    the author agreed to be shown, empty where anonymous. The dates are days, both included; they
    bound what the line permits, never what it refuses or asks.
    """

    id: str
    scope: Scope
    use: Use | None
    effect: Effect
    attribution: AttributionForm = AttributionForm.ANONYMOUS
    credit: str = ""
    bits: frozenset[Bit] = frozenset()
    modifiers: frozenset[Modifier] = frozenset()
    conditions: tuple[Condition, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    is_readable: bool = True


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One thing that happened, appended and never edited.

    A denial without lines is about everything by its author. A grant adds to what was agreed, and
    the strictest of all holds; a renewal replaces the terms of older lines of its own or a wider
    scope. `is_readable` is False where the stored record holds a word that nobody here knows.
    """

    id: str
    author_id: str
    kind: EventKind
    received_on: date
    recorded_at: datetime
    recorded_by: str
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    method: Method | None = None
    has_evidence: bool = False
    notice: str = ""
    expressed_by: ExpressedBy = ExpressedBy.SELF
    lines: tuple[GrantLine, ...] = ()
    is_readable: bool = True


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done before a use: by whom it is owed, and the condition it comes from."""

    kind: TaskKind
    author_id: str = ""
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """The passage asked about, with the facts that consent turns on; what is not known, denies.

    `within` are recorded passages that hold all of it, `touching` those that share any of its
    words, None where nobody worked that out; `overlapping` are other excerpts that do, so that
    what an author says against an excerpt is said of its words, under whatever reference they
    are quoted. `needs` is what the use would do beyond quoting;
    `done` are tasks already done; `matching_authors` is how many authors fit the details shown.
    """

    authors: tuple[str, ...]
    item: str = ""
    lines: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    touching: frozenset[str] | None = None
    excerpt: str = ""
    wording: str = ""
    overlapping: frozenset[str] = frozenset()
    written_on: PartialDate | None = None
    is_verified: bool = False
    has_others_settled: bool = False
    holds: frozenset[HoldKind] = frozenset()
    needs: frozenset[Modifier] = frozenset()
    earlier_uses: int = 0
    matching_authors: int | None = None
    done: frozenset[Task] = frozenset()
