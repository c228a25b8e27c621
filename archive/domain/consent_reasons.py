"""Why a use is not allowed, or not yet, as codes with a sentence for the screen."""

from enum import StrEnum

from archive.domain.consent_words import ConditionKind


class Reason(StrEnum):
    """Why the answer is no; also why one line of an agreement does not count."""

    UNKNOWN_USE = "unknown_use"
    NO_AUTHOR = "no_author"
    LEGAL_MAIL = "legal_mail"
    SAFETY = "safety"
    PENDING_CASE = "pending_case"
    TAKEDOWN = "takedown"
    MINOR = "minor"
    UNVERIFIED = "unverified"
    UNREADABLE = "unreadable"
    NO_CONSENT = "no_consent"
    NO_EVIDENCE = "no_evidence"
    NO_NOTICE = "no_notice"
    NOT_CONFIRMED = "not_confirmed"
    ONLY_SPOKEN = "only_spoken"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    INVALIDATED = "invalidated"
    RESTRICTED = "restricted"
    MODIFIER_NOT_GIVEN = "modifier_not_given"
    ALREADY_USED = "already_used"
    FEW_MATCHES = "few_matches"


class TaskKind(StrEnum):
    """What must be done before the use."""

    ASK_AUTHOR = "ask_author"
    SETTLE_OTHERS = "settle_others"
    CONTACT_AUTHOR = "contact_author"
    APPROVE_WORDING = "approve_wording"
    WAIT_FOR_EMBARGO = "wait_for_embargo"
    CHECK_COMPANY = "check_company"
    CHECK_OFFENCE_FACTS = "check_offence_facts"
    CHECK_FAMILY = "check_family"
    ASK_COUNSEL = "ask_counsel"


TASK_OF: dict[ConditionKind, TaskKind] = {
    ConditionKind.CONTACT_BEFORE_USE: TaskKind.CONTACT_AUTHOR,
    ConditionKind.APPROVE_WORDING: TaskKind.APPROVE_WORDING,
    ConditionKind.EMBARGO: TaskKind.WAIT_FOR_EMBARGO,
    ConditionKind.NOT_WITH: TaskKind.CHECK_COMPANY,
    ConditionKind.NO_OFFENCE_FACTS: TaskKind.CHECK_OFFENCE_FACTS,
    ConditionKind.NO_FAMILY: TaskKind.CHECK_FAMILY,
    ConditionKind.COUNSEL_AGREES: TaskKind.ASK_COUNSEL,
}
"""Conditions to be met before a use; the others bind in another way."""

_SENTENCES: dict[Reason | TaskKind, str] = {
    Reason.UNKNOWN_USE: "This use is not one that authors are asked about.",
    Reason.NO_AUTHOR: "The author is not identified yet.",
    Reason.LEGAL_MAIL: "This is legal or confidential mail; counsel has to clear it.",
    Reason.SAFETY: "It is on hold for the author's safety.",
    Reason.PENDING_CASE: "A case of the author is open and counsel has not agreed.",
    Reason.TAKEDOWN: "It is on hold after a request to take it down.",
    Reason.MINOR: "It is on hold because it concerns a minor.",
    Reason.UNVERIFIED: "The quoted lines have not been checked against the image yet.",
    Reason.UNREADABLE: "A consent record holds a word unknown here; somebody has to look at it.",
    Reason.NO_CONSENT: "No agreement in force covers this use of these words.",
    Reason.NO_EVIDENCE: "An agreement is recorded without the paper that shows it.",
    Reason.NO_NOTICE: "An agreement is recorded without the notice that it answers.",
    Reason.NOT_CONFIRMED: "A spoken agreement is not yet confirmed by a second person.",
    Reason.ONLY_SPOKEN: "A spoken agreement does not reach public uses; it is needed in writing.",
    Reason.NOT_YET: "The agreement begins on a later day.",
    Reason.EXPIRED: "The agreement has ended; the author can renew it.",
    Reason.REFUSED: "The author refused this use.",
    Reason.WITHDRAWN: "The author withdrew; only a later yes, for the same words or fewer, counts.",
    Reason.REVOKED: "The archive revoked this use.",
    Reason.INVALIDATED: "The agreement was found not to be valid.",
    Reason.RESTRICTED: "The author narrowed the agreement; this use is outside it.",
    Reason.MODIFIER_NOT_GIVEN: "The author agreed to quotation, but not to this form of showing.",
    Reason.ALREADY_USED: "The author agreed to a single use, and it has been made.",
    Reason.FEW_MATCHES: "Fewer than five authors fit these details, so they could name the author.",
    TaskKind.ASK_AUTHOR: "Ask the author about this excerpt and record the answer.",
    TaskKind.SETTLE_OTHERS: "Other people are named: redact them, or have their own agreement.",
    TaskKind.CONTACT_AUTHOR: "Tell the author before this use.",
    TaskKind.APPROVE_WORDING: "The author wants to approve the final wording.",
    TaskKind.WAIT_FOR_EMBARGO: "Wait until the embargo ends.",
    TaskKind.CHECK_COMPANY: "Check that it does not appear beside what the author excluded.",
    TaskKind.CHECK_OFFENCE_FACTS: "Check that the words tell no facts of the offence.",
    TaskKind.CHECK_FAMILY: "Check that the words do not tell of the author's family.",
    TaskKind.ASK_COUNSEL: "Counsel has to agree.",
}


def sentence(code: Reason | TaskKind) -> str:
    """The code in words, for the person who meets it."""
    return _SENTENCES[code]
