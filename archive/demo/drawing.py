"""From a letter's words to the file that a scanner would make of it, the same for the same seed."""

import time
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageOps

from archive.demo.forms import Form
from archive.demo.hands import TYPED, Faces, FolderFaces, Pen
from archive.demo.ornaments import ornament
from archive.demo.pages import Colour, FileKind, Hand, Letter, Ornament, PageSpec, Paper, Wear
from archive.demo.paper import FIRST_RULE, MARGIN, PITCH, SIZE, grain, sheet
from archive.demo.wear import worn

RESOLUTION = 200
QUALITY = 80
PRINT: Colour = (34, 33, 36)
_TURNED_RIGHT = 6
_ORIENTATION = 0x0112
_TOPS = {Ornament.BRANCH: 760, Ornament.WINDOW: 1420, Ornament.POSTMARK: 480}


def draw_letter(letter: Letter, fonts: Path | None, seed: int = 0) -> bytes:
    """The letter as the bytes of one scanned file, of the kind that it names."""
    faces = FolderFaces(fonts)
    images = [
        draw_page(page, faces, Random(f"{seed}/{letter.key}/{number}"))  # noqa: S311 - no secret
        for number, page in enumerate(letter.pages)
    ]
    is_turned = any(Wear.PHOTOGRAPHED in page.wear for page in letter.pages)
    return _encode(images, letter.file_kind, is_turned)


def draw_page(page: PageSpec, faces: Faces, rng: Random) -> Image.Image:
    """One page at 200 dots an inch, upright, with all its wear."""
    image = sheet(page.paper, rng)
    if page.ornament:
        _ink(image, *ornament(page.ornament, rng), rng, 130)
    top = _form(image, page, faces, rng) if page.rows else _top(page)
    layer = Image.new("L", SIZE)
    _write(layer, page, faces, rng, top)
    _ink(image, layer, page.hand.ink, rng, _tooth(page.hand))
    return worn(image, page.wear, page.skew, rng)


def _top(page: PageSpec) -> int:
    if page.ornament in _TOPS:
        return _TOPS[page.ornament]
    return FIRST_RULE if page.paper in (Paper.RULED, Paper.LEGAL_PAD) else 250


def _tooth(hand: Hand) -> int:
    return 190 if hand.script in TYPED else 150


def _form(image: Image.Image, page: PageSpec, faces: Faces, rng: Random) -> int:
    form = Form(Image.new("L", SIZE), Image.new("L", SIZE), page.hand, faces, rng)
    top = form.fill(page.rows)
    _ink(image, form.print, PRINT, rng, 215)
    _ink(image, form.pen, page.hand.ink, rng, 150)
    return top + 60


def _write(layer: Image.Image, page: PageSpec, faces: Faces, rng: Random, top: int) -> None:
    is_ruled = page.paper in (Paper.RULED, Paper.LEGAL_PAD)
    left = MARGIN + 24 if is_ruled else 190
    width = SIZE[0] - left - (70 if is_ruled else 170)
    pitch = PITCH if is_ruled else page.hand.pitch
    pen = Pen(layer, page.hand, faces, rng)
    pen.fit(page.lines, width)
    for number, line in enumerate(page.lines):
        pen.write(line, left, top + number * pitch - 8, width)


def _ink(image: Image.Image, layer: Image.Image, colour: Colour, rng: Random, tooth: int) -> None:
    mask = ImageChops.multiply(layer, grain(rng, tooth))
    image.paste(colour, (0, 0), mask)


def _encode(images: Sequence[Image.Image], kind: FileKind, is_turned: bool) -> bytes:
    file = BytesIO()
    first, *rest = images
    if kind is FileKind.PDF:
        moment = time.gmtime(0)
        first.save(
            file,
            "PDF",
            save_all=True,
            append_images=rest,
            resolution=RESOLUTION,
            quality=QUALITY,
            creationDate=moment,
            modDate=moment,
        )
    elif kind is FileKind.TIFF:
        first, *rest = (_copied(image) for image in images)
        first.save(
            file,
            "TIFF",
            save_all=True,
            append_images=rest,
            compression="group4",
            dpi=(RESOLUTION, RESOLUTION),
        )
    elif kind is FileKind.PNG:
        ImageOps.posterize(first.convert("L"), 6).save(file, "PNG", dpi=(RESOLUTION, RESOLUTION))
    else:
        _jpeg(first, file, is_turned)
    return file.getvalue()


def _copied(image: Image.Image) -> Image.Image:
    return image.convert("L").point(lambda value: 255 if value > 140 else 0).convert("1")


def _jpeg(image: Image.Image, file: BytesIO, is_turned: bool) -> None:
    exif = Image.Exif()
    if is_turned:
        image = image.transpose(Image.Transpose.ROTATE_90)
        exif[_ORIENTATION] = _TURNED_RIGHT
    image.save(file, "JPEG", quality=QUALITY, dpi=(RESOLUTION, RESOLUTION), exif=exif)
