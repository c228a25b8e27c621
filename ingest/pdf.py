"""Pages of a PDF as grey images, through a replaceable renderer."""

from pathlib import Path
from typing import Protocol

from pdf2image import convert_from_path, pdfinfo_from_path
from pdf2image.exceptions import PDFInfoNotInstalledError, PDFPageCountError
from PIL import Image

from ingest.errors import PageFailed, RefusedState, SourceRefused, rejected

POINTS_PER_INCH = 72


class Rasterizer(Protocol):
    """Counts, measures and draws the pages of a PDF."""

    def count(self, path: Path) -> int:
        """Return the number of pages, or raise SourceRefused."""

    def size(self, path: Path, number: int) -> tuple[float, float]:
        """Return the page's width and height in points, as it is shown."""

    def render(self, path: Path, number: int, dpi: int) -> Image.Image:
        """Draw the page upright in grey, or raise PageFailed."""


class Poppler:
    """Poppler's tools, whose exit status is not believed: what comes back is counted."""

    def count(self, path: Path) -> int:
        """Return the number of pages, or raise SourceRefused."""
        pages = int(_info(path)["Pages"])
        if pages < 1:
            raise _broken()
        return pages

    def size(self, path: Path, number: int) -> tuple[float, float]:
        """Return the page's width and height in points, as it is shown."""
        info = _info(path, number)
        parts = str(info[f"Page {number:4} size"]).split()
        width, height = float(parts[0]), float(parts[2])
        turned = int(info.get(f"Page {number:4} rot", 0)) % 180
        return (height, width) if turned else (width, height)

    def render(self, path: Path, number: int, dpi: int) -> Image.Image:
        """Draw the page upright in grey, or raise PageFailed."""
        try:
            drawn = convert_from_path(
                path, dpi=dpi, first_page=number, last_page=number, grayscale=True
            )
        except ValueError:
            drawn = []
        if len(drawn) != 1:
            raise PageFailed(
                "not-drawn", "This page of the PDF could not be drawn: look at the original."
            )
        return drawn[0]


def _info(path: Path, number: int = 1) -> dict[str, str]:
    try:
        return dict(pdfinfo_from_path(str(path), first_page=number, last_page=number))
    except PDFInfoNotInstalledError as fault:
        raise PageFailed(
            "no-poppler", "PDF files need poppler-utils on this machine: install it."
        ) from fault
    except PDFPageCountError as fault:
        raise (_locked() if "password" in str(fault).lower() else _broken()) from None


def _locked() -> SourceRefused:
    return SourceRefused(
        RefusedState.LOCKED,
        "password",
        "This PDF is locked with a password: unlock it, or ask the sender for an unlocked copy.",
    )


def _broken() -> SourceRefused:
    return rejected(
        "broken-pdf", "This PDF is damaged and no page can be opened: scan it or save it again."
    )
