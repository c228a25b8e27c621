"""The one form in which a quotation leaves the archive, and what an approval of it rests on."""

import hashlib
import json
from dataclasses import dataclass

from archive.domain.excerpts import Piece, PieceKind, words


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation as it goes out, in pieces or as text, which never differ."""

    pieces: tuple[Piece, ...]
    attribution: str
    reference: str
    language: str = "en"

    def parts(self) -> tuple[Piece, ...]:
        """Everything shown: marks, words, attribution and reference."""
        opening, closing = ("«", "»") if self.language == "es" else ("\u201c", "\u201d")
        tail = [Piece(f" {self.attribution}", PieceKind.ATTRIBUTION)] if self.attribution else []
        if self.reference:
            tail.append(Piece(f" [{self.reference}]", PieceKind.REFERENCE))
        return (
            Piece(opening, PieceKind.MARK),
            *self.pieces,
            Piece(closing, PieceKind.MARK),
            *tail,
        )

    def plain(self) -> str:
        """The same as one line of text."""
        return words(self.parts())


@dataclass(frozen=True, slots=True)
class Pinned:
    """All that an approval rests on; a change in any of it makes the approval stale."""

    text: str
    attribution: str
    redactions: tuple[str, ...] = ()
    uses: frozenset[str] = frozenset()
    grants: frozenset[str] = frozenset()
    versions: tuple[tuple[str, int], ...] = ()

    def record(self) -> dict[str, object]:
        """In a form fit to be stored as JSON, the same for the same content."""
        return {
            "text": self.text,
            "attribution": self.attribution,
            "redactions": list(self.redactions),
            "uses": sorted(str(use) for use in self.uses),
            "grants": sorted(self.grants),
            "versions": sorted([page, version] for page, version in self.versions),
        }


def pin(parts: Pinned) -> str:
    """The SHA-256 of what was approved, in hexadecimal."""
    record = json.dumps(parts.record(), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(record.encode("ascii")).hexdigest()
