"""What a file is and how many pages it has: by its content, never by its name, and bounded."""

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PIL import Image

from ingest.errors import SourceRefused, rejected
from ingest.limits import Limits
from ingest.pdf import Poppler, Rasterizer

HEAD = 1024
"""Bytes of the beginning that tell what a file is."""

LONGEST_SIDE = 32_000
"""Pixels of one side that engines and viewers can still handle."""

DECODE_FAULTS = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    struct.error,
    zlib.error,
)
"""What the image decoders raise for bytes that are not what they claim to be."""


class MediaType(StrEnum):
    """The kinds of file that are read."""

    PDF = "application/pdf"
    TIFF = "image/tiff"
    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"
    GIF = "image/gif"
    BMP = "image/bmp"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read, and the number of its pages."""

    media_type: MediaType
    pages: int


_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"II*\x00", MediaType.TIFF),
    (b"MM\x00*", MediaType.TIFF),
    (b"II+\x00", MediaType.TIFF),
    (b"MM\x00+", MediaType.TIFF),
    (b"GIF87a", MediaType.GIF),
    (b"GIF89a", MediaType.GIF),
)


def sniff(head: bytes) -> MediaType | None:
    """Tell the kind of a file from its first bytes; None for what is no scan."""
    for beginning, media_type in _BEGINNINGS:
        if head.startswith(beginning):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return MediaType.WEBP
    if head[:2] == b"BM" and head[6:10] == b"\x00\x00\x00\x00":
        return MediaType.BMP
    return MediaType.PDF if b"%PDF-" in head[:HEAD] else None


def recognise(head: bytes) -> MediaType:
    """Tell the kind of a file from its first bytes, or refuse it with a reason."""
    media_type = sniff(head)
    if media_type is None:
        raise _no_scan(head)
    return media_type


def identify(path: Path) -> MediaType:
    """Tell the kind of the file at `path`, or refuse it."""
    with path.open("rb") as file:
        return recognise(file.read(HEAD))


def examine(path: Path, limits: Limits, rasterizer: Rasterizer | None = None) -> Source:
    """Count the pages without decoding one; refuse what is locked, broken, too large or no scan."""
    media_type = identify(path)
    if media_type is MediaType.PDF:
        pages = (rasterizer or Poppler()).count(path)
    else:
        pages = _frames(path, media_type, limits)
    if pages > limits.pages:
        raise rejected(
            "too-many-pages",
            f"This file has more than {limits.pages} pages: split it and send the parts.",
        )
    return Source(media_type, pages)


@contextmanager
def opened(path: Path, media_type: MediaType, limits: Limits) -> Iterator[Image.Image]:
    """Open an image for its header only, its size checked before a pixel is decoded."""
    kind = media_type.value.removeprefix("image/").upper()
    with warnings.catch_warnings():
        # Pillow warns of what is mended by itself; what is not, raises.
        warnings.simplefilter("ignore")
        try:
            image = Image.open(path, formats=[kind])
        except Image.DecompressionBombError:
            raise _too_large(limits) from None
        except DECODE_FAULTS:
            raise _broken_image() from None
        with image:
            check_pixels(image.size, limits)
            yield image


def check_pixels(size: tuple[int, int], limits: Limits) -> None:
    """Refuse an image of more pixels than allowed, before it is decoded."""
    if size[0] * size[1] > limits.pixels or max(size) > LONGEST_SIDE:
        raise _too_large(limits)


def _frames(path: Path, media_type: MediaType, limits: Limits) -> int:
    with opened(path, media_type, limits) as image:
        if media_type is not MediaType.TIFF:
            return 1
        return 1 + sum(1 for _ in _later_frames(image, limits))


def _later_frames(image: Image.Image, limits: Limits) -> Iterator[int]:
    for number in range(1, limits.pages + 1):
        try:
            image.seek(number)
        except EOFError:
            return
        except DECODE_FAULTS:
            raise _broken_image() from None
        check_pixels(image.size, limits)
        yield number


def _too_large(limits: Limits) -> SourceRefused:
    return rejected(
        "too-large",
        f"This image has more than {limits.pixels // 1_000_000} million pixels or a side of more "
        f"than {LONGEST_SIDE}: scan it again at 300 dots per inch.",
    )


def _broken_image() -> SourceRefused:
    return rejected("broken-image", "This image is damaged and cannot be opened: scan it again.")


def _no_scan(head: bytes) -> SourceRefused:
    if not head:
        return rejected("empty-file", "This file is empty: send it again.")
    if head.startswith(b"PK"):
        return rejected(
            "not-a-scan", "This is a packed folder, not a scan: unpack it and send the scans in it."
        )
    if head[4:8] == b"ftyp":
        return rejected(
            "not-a-scan", "This kind of photograph or film is not read: save it as JPEG or PDF."
        )
    return rejected(
        "not-a-scan", "This is not a scan that can be read: send a PDF, TIFF, PNG, JPEG or WebP."
    )
