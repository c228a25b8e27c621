"""One page of a file as an upright grey image of bounded size."""

import io
import math
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from ingest.errors import PageFailed
from ingest.limits import Limits
from ingest.pdf import POINTS_PER_INCH, Poppler, Rasterizer
from ingest.sources import DECODE_FAULTS, MediaType, Source, check_pixels, opened

RESOLUTION = 300
"""Dots per inch at which a PDF is drawn."""
LEAST_RESOLUTION = 72
"""Under this no handwriting can be told, so a person must look."""
JPEG_QUALITY = 88
DEEP_WHITE = 65535.0
"""White in images of sixteen bits."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The bytes of a page image as they are kept."""

    image: bytes
    media_type: MediaType


def draw(
    path: Path, source: Source, number: int, limits: Limits, rasterizer: Rasterizer | None = None
) -> Image.Image:
    """Give page `number` as a grey image; raise PageFailed where it does not come out whole."""
    if not 1 <= number <= source.pages:
        raise PageFailed("no-such-page", f"This file has no page {number}.")
    if source.media_type is MediaType.PDF:
        return _from_pdf(path, number, limits, rasterizer or Poppler())
    return _from_image(path, source.media_type, number, limits)


def encode(image: Image.Image) -> Stored:
    """Pack a grey image: without loss where it has two tones, as a JPEG otherwise."""
    packed = io.BytesIO()
    if sum(1 for count in image.histogram() if count) <= 2:
        image.convert("1", dither=Image.Dither.NONE).save(packed, "PNG")
        return Stored(packed.getvalue(), MediaType.PNG)
    image.save(packed, "JPEG", quality=JPEG_QUALITY)
    return Stored(packed.getvalue(), MediaType.JPEG)


def grey(image: Image.Image) -> Image.Image:
    """Flatten any mode on white paper and give eight bits of grey."""
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image)
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(paper, layered).convert("L")
    return image.convert("L")


def _eight_bits(image: Image.Image) -> Image.Image:
    # Pillow would cut deep greys off at 255 instead of scaling them.
    deep = image.convert("F")
    top = DEEP_WHITE if image.mode.startswith("I") else 1.0
    return deep.point(lambda level: level * (255.0 / top)).convert("L")


def _from_image(path: Path, media_type: MediaType, number: int, limits: Limits) -> Image.Image:
    with opened(path, media_type, limits) as image:
        try:
            return _bounded(grey(_decoded(image, number, limits)), limits)
        except DECODE_FAULTS:
            raise PageFailed(
                "damaged", "This image is cut off or damaged: look at it, or scan it again."
            ) from None


def _decoded(image: Image.Image, number: int, limits: Limits) -> Image.Image:
    if number > 1:
        image.seek(number - 1)
        check_pixels(image.size, limits)
    if image.format == MediaType.JPEG.name and image.mode != "CMYK":
        image.draft("L", _within(image.size, limits))
    image.load()
    return ImageOps.exif_transpose(image)


def _from_pdf(path: Path, number: int, limits: Limits, rasterizer: Rasterizer) -> Image.Image:
    width, height = rasterizer.size(path, number)
    dpi = _resolution(width, height, limits)
    image = rasterizer.render(path, number, dpi)
    expected = (width * dpi / POINTS_PER_INCH, height * dpi / POINTS_PER_INCH)
    if any(abs(got - due) > 2 for got, due in zip(image.size, expected, strict=True)):
        raise PageFailed(
            "not-drawn", "This page came out smaller than the PDF says: look at the original."
        )
    return grey(image)


def _resolution(width: float, height: float, limits: Limits) -> int:
    if not (0 < width < math.inf and 0 < height < math.inf):
        raise PageFailed("no-size", "This page of the PDF has no size: look at the original.")
    inches = (width / POINTS_PER_INCH) * (height / POINTS_PER_INCH)
    dpi = min(RESOLUTION, math.isqrt(int(limits.page_pixels / inches)))
    if dpi < LEAST_RESOLUTION:
        raise PageFailed(
            "too-large", "This page is larger than any letter: look at it, or scan it again."
        )
    return dpi


def _within(size: tuple[int, int], limits: Limits) -> tuple[int, int]:
    factor = math.sqrt(limits.page_pixels / (size[0] * size[1]))
    return size if factor >= 1 else (math.ceil(size[0] * factor), math.ceil(size[1] * factor))


def _bounded(image: Image.Image, limits: Limits) -> Image.Image:
    size = _within(image.size, limits)
    return image if size == image.size else image.resize(size, Image.Resampling.BOX)
