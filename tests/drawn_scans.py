"""Scans drawn by our own code: letters, scribbles, dust, and files that are not what they claim."""

import io
import random
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont

LETTER = (
    "Dear friend,",
    "thank you for the letter that came on Tuesday.",
    "The garden behind the chapel is green again",
    "and somebody planted tomatoes along the wall.",
    "They let us read there for an hour every morning.",
    "I hope that your mother is feeling better now.",
    "Please write again when there is time.",
)
"""Nobody's letter: words that any engine knows."""


def typed(lines: Sequence[str] = LETTER, size: int = 44, width: int = 1240) -> Image.Image:
    """Draw a page of printed lines on white paper."""
    page = Image.new("L", (width, 200 + len(lines) * size * 2), 255)
    pen = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        pen.text((90, 90 + number * size * 2), line, fill=20, font=ImageFont.load_default(size))
    return page


def scribbled(lines: int = 9, seed: int = 7) -> Image.Image:
    """Draw rows of loops that look like handwriting and say nothing."""
    chance = random.Random(seed)
    page = Image.new("L", (1240, 1600), 250)
    pen = ImageDraw.Draw(page)
    for row in range(lines):
        x, y = 100.0, 150 + row * 150
        while x < 1100:
            points = [(x + 9 * k, y + chance.uniform(-32, 32)) for k in range(chance.randint(4, 9))]
            pen.line(points, fill=60, width=5, joint="curve")
            x = points[-1][0] + chance.randint(25, 60)
    return page.filter(ImageFilter.GaussianBlur(1))


def speckled(seed: int = 3) -> Image.Image:
    """Draw the empty back of a sheet: grain, dust, a shadow at the edge and faint show-through."""
    chance = random.Random(seed)
    page = Image.effect_noise((1240, 1600), 6).point(lambda level: min(255, level + 112))
    pen = ImageDraw.Draw(page)
    for _ in range(150):
        x, y = chance.randint(0, 1239), chance.randint(0, 1599)
        pen.ellipse((x, y, x + chance.randint(0, 3), y + chance.randint(0, 3)), fill=90)
    pen.rectangle((0, 0, 18, 1600), fill=0)
    pen.text((300, 700), "show-through", fill=222, font=ImageFont.load_default(60))
    return page.filter(ImageFilter.GaussianBlur(1))


def saved(image: Image.Image, path: Path, **options: Any) -> Path:
    """Save an image, its kind told by the name, and return its path."""
    image.save(path, **options)
    return path


def tiff_of(images: Sequence[Image.Image], path: Path) -> Path:
    """Write a TIFF with one frame for each image."""
    images[0].save(path, save_all=True, append_images=list(images[1:]))
    return path


def pdf_of(
    images: Sequence[Image.Image],
    path: Path,
    *,
    rotate: int = 0,
    points: tuple[float, float] | None = None,
    is_locked: bool = False,
) -> Path:
    """Write a PDF by hand, an image on each page, at 150 dots per inch or of the size given."""
    pages = [_PdfPage(image, points, rotate) for image in images]
    kids = " ".join(f"{3 + 3 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
    ]
    for number, page in enumerate(pages):
        objects += page.objects(3 + 3 * number)
    trailer = ""
    if is_locked:
        objects.append(f"<</Filter/Standard/V 1/R 2/O<{'5a' * 32}>/U<{'c3' * 32}>/P -4>>".encode())
        trailer = f"/Encrypt {len(objects)} 0 R/ID[<00112233><00112233>]"
    path.write_bytes(_pdf_file(objects, trailer))
    return path


def empty_page_pdf(path: Path) -> Path:
    """Write a PDF whose one page has no contents."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>",
    ]
    path.write_bytes(_pdf_file(objects, ""))
    return path


def bomb_png(path: Path, side: int = 20_000) -> Path:
    """Write a PNG of a few kilobytes that decodes to `side` x `side` pixels."""
    row = zlib.compressobj(9)
    packed = b"".join(row.compress(bytes(1 + side // 8)) for _ in range(side)) + row.flush()
    header = side.to_bytes(4) + side.to_bytes(4) + bytes([1, 0, 0, 0, 0])
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks))
    return path


class _PdfPage:
    def __init__(self, image: Image.Image, points: tuple[float, float] | None, rotate: int) -> None:
        self.image = image
        self.size = points or (image.width * 72 / 150, image.height * 72 / 150)
        self.rotate = rotate

    def objects(self, number: int) -> list[bytes]:
        width, height = self.size
        packed = io.BytesIO()
        self.image.convert("L").save(packed, "JPEG", quality=90)
        page = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Rotate {self.rotate}"
            f"/Contents {number + 1} 0 R/Resources<</XObject<</I {number + 2} 0 R>>>>>>"
        )
        drawing = f"q {width} 0 0 {height} 0 0 cm /I Do Q".encode()
        about = (
            f"/Type/XObject/Subtype/Image/Width {self.image.width}/Height {self.image.height}"
            "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode"
        )
        return [page.encode(), _stream("", drawing), _stream(about, packed.getvalue())]


def _stream(about: str, data: bytes) -> bytes:
    return f"<<{about}/Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def _pdf_file(objects: Sequence[bytes], trailer: str) -> bytes:
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
        f"<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(written)}\n%%EOF\n"
    )
    return written + end.encode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
