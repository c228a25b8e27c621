"""The closed vocabularies of consent; their values are stored, so they never change."""

from enum import StrEnum
from typing import TypeVar


class Use(StrEnum):
    """What an excerpt may serve; no use implies another."""

    INTERNAL = "internal"
    COALITION = "coalition"
    CONVENING = "convening"
    REPORT = "report"
    WEB = "web"
    SOCIAL = "social"
    PRESS = "press"
    LEGISLATURE = "legislature"
    COURT_CLEMENCY = "court_clemency"
    FUNDRAISING = "fundraising"
    EXHIBIT_MEDIA = "exhibit_media"
    ARCHIVE_DEPOSIT = "archive_deposit"

    @property
    def is_public(self) -> bool:
        """Whether people outside the circle of staff and partners may meet the words."""
        return self not in (Use.INTERNAL, Use.COALITION, Use.CONVENING)


class Effect(StrEnum):
    """What a line says about its use."""

    ALLOW = "allow"
    ASK_FIRST = "ask_first"
    DENY = "deny"


class EventKind(StrEnum):
    """What happened between an author and the archive."""

    REQUEST = "request"
    GRANT = "grant"
    REFUSE = "refuse"
    RENEW = "renew"
    WITHDRAW = "withdraw"
    REVOKE = "revoke"
    INVALIDATE = "invalidate"
    RESTRICT = "restrict"
    NOTE = "note"

    @property
    def is_permission(self) -> bool:
        """Whether its lines may permit."""
        return self in (EventKind.GRANT, EventKind.RENEW)

    @property
    def is_denial(self) -> bool:
        """Whether every line of it denies, whatever the line says."""
        return self in (
            EventKind.REFUSE,
            EventKind.WITHDRAW,
            EventKind.REVOKE,
            EventKind.INVALIDATE,
        )

    @property
    def is_silent(self) -> bool:
        """Whether it changes nothing about what may be used."""
        return self in (EventKind.REQUEST, EventKind.NOTE)


class Method(StrEnum):
    """How an author's answer reached the archive."""

    SIGNED_FORM = "signed_form"
    LETTER_PASSAGE = "letter_passage"
    PHONE_NOTE = "phone_note"
    VISIT_NOTE = "visit_note"
    PROXY = "proxy"

    @property
    def is_spoken(self) -> bool:
        """Whether only a note of ours tells what was said."""
        return self in (Method.PHONE_NOTE, Method.VISIT_NOTE)


class ExpressedBy(StrEnum):
    """Who spoke."""

    SELF = "self"
    ATTORNEY = "attorney"
    NEXT_OF_KIN = "next_of_kin"
    ESTATE = "estate"


class ScopeKind(StrEnum):
    """How much of an author's words a line is about, from widest to narrowest."""

    AUTHOR = "author"
    UNTIL = "until"
    ITEM = "item"
    PASSAGE = "passage"
    EXCERPT = "excerpt"

    @property
    def rank(self) -> int:
        """0 for the widest."""
        return list(ScopeKind).index(self)


class AttributionForm(StrEnum):
    """How an author is named, from least to most revealing.

    The order asks how few people the words could fit, for somebody who lives or works near the
    author, since harm comes from there. *Anonymous* fits all; a descriptor fits at least five by
    the rule of small numbers; a pseudonym fits nobody but ties one author's quotations together;
    initials and a first name are shared by many; a chosen name is rarer and known on the yard; a
    last initial leaves a handful; a full name leads into public registers.
    """

    ANONYMOUS = "anonymous"
    ANONYMOUS_DESCRIPTOR = "anonymous_descriptor"
    PSEUDONYM = "pseudonym"
    INITIALS = "initials"
    FIRST_NAME = "first_name"
    CHOSEN_NAME = "chosen_name"
    FIRST_NAME_INITIAL = "first_name_initial"
    FULL_NAME = "full_name"

    @property
    def rank(self) -> int:
        """0 for the least revealing."""
        return list(AttributionForm).index(self)


class Bit(StrEnum):
    """A detail that may be told beside the name; each is off unless given."""

    FACILITY = "facility"
    REGION = "region"
    AGE = "age"
    YEARS_SERVED = "years_served"
    SENTENCE = "sentence"
    OFFENCE = "offence"
    RACE_GENDER = "race_gender"
    HEALTH = "health"
    FAMILY = "family"


class Modifier(StrEnum):
    """What goes beyond quoting; each is off unless given."""

    FACSIMILE = "facsimile"
    TRANSLATION = "translation"
    EXTERNAL_AI = "external_ai"
    FULL_TEXT = "full_text"


class ConditionKind(StrEnum):
    """What an author asks for in return."""

    CONTACT_BEFORE_USE = "contact_before_use"
    APPROVE_WORDING = "approve_wording"
    SEND_COPY = "send_copy"
    EMBARGO = "embargo"
    NOT_WITH = "not_with"
    NO_OFFENCE_FACTS = "no_offence_facts"
    NO_FAMILY = "no_family"
    SINGLE_USE = "single_use"
    COUNSEL_AGREES = "counsel_agrees"


class HoldKind(StrEnum):
    """Why all use of a passage rests."""

    LEGAL_MAIL = "legal_mail"
    SAFETY = "safety"
    PENDING_CASE = "pending_case"
    TAKEDOWN = "takedown"
    MINOR = "minor"


Word = TypeVar("Word", bound=StrEnum)


def known(vocabulary: type[Word], value: object) -> Word | None:
    """The word of the vocabulary that the stored value is, or None where it is none of them."""
    try:
        return vocabulary(value) if isinstance(value, str) else None
    except ValueError:
        return None
