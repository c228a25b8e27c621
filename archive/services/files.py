"""The pictures of a page and the files as they came, for those who may see the item."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image
from PIL.ImageFile import ImageFile
from sqlalchemy import select

from archive.domain.people import Permission
from archive.errors import IntegrityFault, InvalidInput, NotFound, NotPermitted
from archive.services.unit import Unit
from archive.services.visibility import visible_item, visible_page
from archive.store.blobs import Blobs
from archive.store.models import Line, Page, Version

THUMBNAIL_WIDTH = 240
_MOST_LINES = 60
_ENDINGS = {
    "application/pdf": "pdf",
    "image/tiff": "tif",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/bmp": "bmp",
}


@dataclass(frozen=True, slots=True)
class Download:
    """A file as it was received, under a name of ours."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image for the screen."""

    content: bytes
    media_type: str


def page_image(unit: Unit, ref: str, number: int) -> Picture:
    """The upright image that all positions on the page refer to."""
    unit.require(Permission.READ_ITEMS)
    content = unit.archive.images.read(_image_digest(visible_page(unit, ref, number)))
    return Picture(content, "image/png" if content.startswith(b"\x89PNG") else "image/jpeg")


def thumbnail(unit: Unit, ref: str, number: int) -> Picture:
    """A small picture of the page."""
    unit.require(Permission.READ_ITEMS)
    page = visible_page(unit, ref, number)
    return _thumbnail(unit.archive.images.folder, _image_digest(page), _limit(unit))


def line_crop(unit: Unit, ref: str, number: int, keys: Sequence[str]) -> Picture:
    """The part of the page image that holds these lines, with a little around them."""
    unit.require(Permission.READ_ITEMS)
    page = visible_page(unit, ref, number)
    if not 0 < len(keys) <= _MOST_LINES:
        raise InvalidInput(f"Name one to {_MOST_LINES} lines.")
    box = _around(_boxes(unit, page, keys), page)
    image = _decoded(unit.archive.images.folder, _image_digest(page), _limit(unit))
    return _packed(image.crop(box))


def original(unit: Unit, ref: str, number: int) -> Download:
    """The file as it was received, the first of the item being 1; each download is noted."""
    if not (unit.actor.may(Permission.SCAN) or unit.actor.may(Permission.DESCRIBE)):
        raise NotPermitted
    item = visible_item(unit, ref)
    if not 1 <= number <= len(item.originals):
        raise NotFound("There is no such file.")
    kept = item.originals[number - 1]
    path = unit.archive.originals.path(kept.sha256)
    if not path.is_file():
        raise IntegrityFault("This file is missing from the archive; tell an admin at once.")
    unit.audit("original.download", f"item:{item.ref}", sha256=kept.sha256)
    part = f"-{number}" if number > 1 else ""
    return Download(path, f"{item.ref}{part}.{_ENDINGS.get(kept.media_type, 'bin')}")


def _image_digest(page: Page) -> str:
    if page.image_sha256 is None:
        raise NotFound("This page has no image yet; it has still to be read.")
    return page.image_sha256


def _boxes(unit: Unit, page: Page, keys: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Where the lines stand, in the latest version that tells."""
    rows = unit.session.execute(
        select(Line.key, Line.x, Line.y, Line.width, Line.height)
        .join(Version, Line.version_id == Version.id)
        .where(Version.page_id == page.id, Line.key.in_(keys), Line.width > 0, Line.height > 0)
        .order_by(Version.number)
    )
    boxes = {key: (x, y, width, height) for key, x, y, width, height in rows}
    if not boxes:
        raise NotFound("The place of these lines on the image is not known.")
    return list(boxes.values())


def _around(boxes: Sequence[tuple[int, int, int, int]], page: Page) -> tuple[int, int, int, int]:
    margin = max(min(height for _, _, _, height in boxes) // 3, 6)
    return (
        max(min(x for x, _, _, _ in boxes) - 2 * margin, 0),
        max(min(y for _, y, _, _ in boxes) - margin, 0),
        min(max(x + width for x, _, width, _ in boxes) + 2 * margin, page.width),
        min(max(y + height for _, y, _, height in boxes) + margin, page.height),
    )


def _limit(unit: Unit) -> int:
    return unit.archive.settings.page_megapixels * 1_000_000


@lru_cache(maxsize=256)
def _thumbnail(folder: Path, digest: str, most_pixels: int) -> Picture:
    image = _opened(folder, digest, most_pixels)
    size = (THUMBNAIL_WIDTH, 4 * THUMBNAIL_WIDTH)
    image.draft("L", size)
    small = image.convert("L")
    small.thumbnail(size, reducing_gap=2)
    return _packed(small)


@lru_cache(maxsize=2)
def _decoded(folder: Path, digest: str, most_pixels: int) -> Image.Image:
    """Kept for the strips of one page, which are asked for one after the other."""
    return _opened(folder, digest, most_pixels).convert("L")


def _opened(folder: Path, digest: str, most_pixels: int) -> ImageFile:
    image = Image.open(BytesIO(Blobs(folder).read(digest)), formats=["PNG", "JPEG"])
    if image.width * image.height > most_pixels:
        raise IntegrityFault("This page image is larger than any that the archive makes.")
    return image


def _packed(image: Image.Image) -> Picture:
    made = BytesIO()
    image.save(made, "JPEG", quality=85)
    return Picture(made.getvalue(), "image/jpeg")
