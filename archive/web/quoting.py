"""A quotation on a screen, put together by the one renderer that also writes every export."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.domain.excerpts import Piece, PieceKind
from archive.domain.quotation import Quotation
from archive.services.excerpt_views import ExcerptView

_TAIL = (PieceKind.ATTRIBUTION, PieceKind.REFERENCE)


@dataclass(frozen=True, slots=True)
class Appearance:
    """The words between their marks, and the line under them."""

    pieces: tuple[Piece, ...]
    attribution: str
    reference: str


def as_it_appears(view: ExcerptView, attribution: str) -> Appearance:
    """The excerpt as it would go out under this attribution."""
    shown = tuple(Piece(one.text, one.kind) for one in view.pieces if one.text)
    parts = Quotation(shown, attribution, view.ref, view.language).parts()
    return Appearance(
        pieces=tuple(part for part in parts if part.kind not in _TAIL),
        attribution=_text(parts, PieceKind.ATTRIBUTION).removeprefix("— "),
        reference=_text(parts, PieceKind.REFERENCE),
    )


def _text(parts: Sequence[Piece], kind: PieceKind) -> str:
    return "".join(part.text for part in parts if part.kind is kind).strip()
