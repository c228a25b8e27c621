"""Where the ink is on a page: paper, shadow and rules told apart from writing."""

import math
import re
from dataclasses import dataclass
from statistics import median

from PIL import Image, ImageChops, ImageFilter, ImageStat

from ingest.reading import Box, Word
from ingest.spots import connected, rows

MEASURED = 2_100_000
"""Pixels at which ink is measured: about those of a letter at 150 dots per inch."""
FAINTEST = 34
"""Grey levels by which a stroke must differ from the paper beside it."""
STROKE_SHARE = 0.28
"""Share of the darkest strokes' contrast that a pixel needs to count as ink."""
RULE = 60
"""A straight run of this many pixels is a printed rule or a border, not writing."""
STROKE = 8
"""A spot smaller than this in both directions is dust, on a page that is this well resolved."""
LEAST_STROKE = 3
DARKEST_SHARE = 0.002
"""Share of the page that sets what "darkest" means."""
TILE = 640
TILES = 3
"""Letters are measured in this many squares of this many pixels, those with the most edges."""
LEAST_GLYPH = 5
FEWEST_GLYPHS = 20
_LONG = re.compile(rb"\xff{%d,}" % RULE)


@dataclass(frozen=True, slots=True)
class Ink:
    """A mask of the ink (255 on 0) of a reduced page, and by how much the page was reduced."""

    mask: Image.Image
    factor: int

    @property
    def area(self) -> int:
        """The number of pixels of the reduced page."""
        return self.mask.width * self.mask.height

    @property
    def fineness(self) -> float:
        """How the resolution compares to what lengths were chosen for; below 1 for small scans."""
        return min(1.0, math.sqrt(self.area / MEASURED))

    @property
    def amount(self) -> int:
        """The number of inked pixels."""
        return self.mask.histogram()[255]

    def inside(self, words: tuple[Word, ...], slack: int = 1) -> int:
        """Count the inked pixels inside the boxes of these words."""
        chosen = Image.new("L", self.mask.size)
        for word in words:
            chosen.paste(255, _reduced(word.box, self.factor, slack))
        return ImageChops.darker(self.mask, chosen).histogram()[255]


def find_ink(page: Image.Image) -> Ink:
    """Find the writing of a grey page; printed rules, borders and shadows are left out."""
    factor = max(1, round(math.sqrt(page.width * page.height / MEASURED)))
    small = page.reduce(factor) if factor > 1 else page
    return Ink(_without_rules(_inked(_contrast(small))), factor)


def strokes(ink: Ink) -> tuple[Box, ...]:
    """Give the boxes of the connected spots of ink that are larger than dust."""
    least = max(LEAST_STROKE, STROKE * ink.fineness)
    return tuple(box for box in connected(ink.mask) if max(box[2], box[3]) >= least)


def glyph_height(page: Image.Image) -> float | None:
    """Estimate the median height of the page's letters in pixels; None where there are too few."""
    heights = [
        height
        for tile in _inked_tiles(page)
        for _, _, width, height in connected(_tile_mask(tile))
        if LEAST_GLYPH <= height <= TILE // 4 and height / 5 <= width <= height * 3
    ]
    return median(heights) if len(heights) >= FEWEST_GLYPHS else None


def _paper(page: Image.Image) -> Image.Image:
    coarse = page.reduce(8).filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(2))
    return coarse.resize(page.size, Image.Resampling.BILINEAR)


def _contrast(page: Image.Image) -> Image.Image:
    return ImageChops.subtract(_paper(page), page)


def _inked(contrast: Image.Image) -> Image.Image:
    least = max(FAINTEST, round(_darkest(contrast) * STROKE_SHARE))
    return contrast.point([255 if level >= least else 0 for level in range(256)])


def _darkest(contrast: Image.Image) -> int:
    left = contrast.width * contrast.height * DARKEST_SHARE
    for level, count in reversed(list(enumerate(contrast.histogram()))):
        left -= count
        if left <= 0:
            return level
    return 0


def _without_rules(mask: Image.Image) -> Image.Image:
    turned = _without_long_runs(mask).transpose(Image.Transpose.ROTATE_90)
    return _without_long_runs(turned).transpose(Image.Transpose.ROTATE_270)


def _without_long_runs(mask: Image.Image) -> Image.Image:
    kept = (_LONG.sub(lambda run: bytes(len(run[0])), row) for row in rows(mask))
    return Image.frombytes("L", mask.size, b"".join(kept))


def _reduced(box: Box, factor: int, slack: int) -> Box:
    left, top, width, height = box
    right, bottom = left + width, top + height
    return (
        left // factor - slack,
        top // factor - slack,
        -(-right // factor) + slack,
        -(-bottom // factor) + slack,
    )


def _tile_mask(tile: Image.Image) -> Image.Image:
    return _inked(_contrast(tile))


def _inked_tiles(page: Image.Image) -> list[Image.Image]:
    corners = (
        (x, y)
        for y in range(0, max(1, page.height - TILE // 2), TILE)
        for x in range(0, max(1, page.width - TILE // 2), TILE)
    )
    tiles = [
        page.crop((x, y, min(x + TILE, page.width), min(y + TILE, page.height))) for x, y in corners
    ]
    return sorted(tiles, key=_edges, reverse=True)[:TILES]


def _edges(tile: Image.Image) -> float:
    small = tile.reduce(2) if min(tile.size) > 1 else tile
    return ImageStat.Stat(ImageChops.difference(small, ImageChops.offset(small, 2))).mean[0]
