"""A report as it goes out, before it takes the form of any kind of file."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from archive.domain.consent_words import Use
from archive.domain.excerpts import PieceKind
from archive.domain.quotation import Quotation

_CALLED = {
    Use.INTERNAL: "our own work",
    Use.COALITION: "partner organisations",
    Use.CONVENING: "a closed meeting",
    Use.REPORT: "a published report",
    Use.WEB: "our web site",
    Use.SOCIAL: "social media",
    Use.PRESS: "the press",
    Use.LEGISLATURE: "the legislature",
    Use.COURT_CLEMENCY: "courts and clemency",
    Use.FUNDRAISING: "fundraising",
    Use.EXHIBIT_MEDIA: "exhibits and media",
    Use.ARCHIVE_DEPOSIT: "deposit in a library",
}

TERMS_TITLE = "How these words may be used"
_SOURCE = frozenset({PieceKind.ATTRIBUTION, PieceKind.REFERENCE})


@dataclass(frozen=True, slots=True)
class Entry:
    """One quotation with its language, and what the report's writer says beside it."""

    quotation: Quotation
    note: str = ""

    @property
    def quoted(self) -> str:
        """The words between their marks."""
        parts = self.quotation.parts()
        return "".join(part.text for part in parts if part.kind not in _SOURCE)

    @property
    def source(self) -> str:
        """Whose words they are, and the reference by which the archive finds them again."""
        parts = self.quotation.parts()
        return "".join(part.text for part in parts if part.kind in _SOURCE).strip()


@dataclass(frozen=True, slots=True)
class Document:
    """A report's title, its entries in order, and the terms on which it goes out."""

    title: str
    entries: tuple[Entry, ...]
    terms: tuple[str, ...]
    made_on: date

    def texts(self) -> tuple[str, ...]:
        """Everything that will be read in it."""
        inside = [text for entry in self.entries for text in (entry.quoted, entry.source)]
        return (self.title, *(entry.note for entry in self.entries), *inside, *self.terms)


def terms(use: Use, made_on: date, expires: date, contact: str) -> tuple[str, ...]:
    """What whoever receives the words has to know."""
    return (
        "The people who wrote these words agreed to this use of them and to no other: "
        f"{_CALLED[use]}.",
        "Quote them as they stand here, with the name that is given and no other detail.",
        f"Exported on {_day(made_on)}. The agreement holds until {_day(expires)}; "
        "after that day ask us again.",
        "An author may change their mind at any time. When we tell you so, stop using the words.",
        f"Questions, and the source of any quotation by its reference: {contact}.",
    )


def is_printable(text: str) -> bool:
    """Whether every character of it can stand in a document as it is."""
    return all(
        character in "\t\n" or unicodedata.category(character) not in ("Cc", "Cs", "Cn")
        for character in text
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
