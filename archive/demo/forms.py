"""Printed forms, filled in by hand: the print on one layer, the pen on another."""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw, ImageFont

from archive.demo.hands import Faces, Pen
from archive.demo.pages import Hand, Line, Row, RowKind
from archive.demo.paper import SIZE

LEFT, RIGHT, TOP = 170, SIZE[0] - 170, 190
BOX = 30


@dataclass(slots=True)
class Form:
    """A form as it is being filled in, from the top down."""

    print: Image.Image
    pen: Image.Image
    hand: Hand
    faces: Faces
    rng: Random
    y: int = TOP

    def fill(self, rows: tuple[Row, ...]) -> int:
        """Print every row and write what belongs in it; answers the height that was reached."""
        draw = ImageDraw.Draw(self.print)
        for row in rows:
            _ROWS[row.kind](self, draw, row)
        return self.y

    def title(self, draw: ImageDraw.ImageDraw, row: Row) -> None:
        """A heading of the whole form, with a rule below."""
        draw.text((LEFT, self.y), row.text, fill=255, font=_face(50), stroke_width=1)
        draw.line((LEFT, self.y + 74, RIGHT, self.y + 74), fill=255, width=4)
        self.y += 112

    def heading(self, draw: ImageDraw.ImageDraw, row: Row) -> None:
        """A heading of one part."""
        draw.text((LEFT, self.y + 16), row.text, fill=255, font=_face(34), stroke_width=1)
        self.y += 74

    def plain(self, draw: ImageDraw.ImageDraw, row: Row) -> None:
        """A paragraph of print."""
        self.y = _paragraph(draw, row.text, LEFT, self.y) + 14

    def ticked(self, draw: ImageDraw.ImageDraw, row: Row) -> None:
        """A box with a tick, and what it stands for."""
        self._cross(LEFT, self.y + 4)
        self.open(draw, row)

    def open(self, draw: ImageDraw.ImageDraw, row: Row) -> None:
        """An empty box, and what it stands for."""
        draw.rectangle((LEFT, self.y + 4, LEFT + BOX, self.y + 4 + BOX), outline=255, width=3)
        self.y = _paragraph(draw, row.text, LEFT + BOX + 24, self.y, 82) + 14

    def field(self, draw: ImageDraw.ImageDraw, row: Row) -> None:
        """A label, a line, and the answer written on it, running on below where it is long."""
        draw.text((LEFT, self.y + 22), row.text, fill=255, font=_face(28))
        start = LEFT + round(_face(28).getlength(row.text)) + 18
        for text in textwrap.wrap(row.answer, self.hand.columns) or [""]:
            draw.line((start, self.y + 62, RIGHT, self.y + 62), fill=150, width=2)
            self._answer(text, start + 14)
            start, self.y = LEFT, self.y + 78

    def _answer(self, text: str, left: int) -> None:
        line = Line(tuple(text.split()))
        pen = Pen(self.pen, self.hand, self.faces, self.rng)
        pen.fit([line], RIGHT - left)
        pen.write(line, left, self.y + 54, RIGHT - left)

    def _cross(self, x: int, y: int) -> None:
        shake = [self.rng.randint(-5, 5) for _ in range(4)]
        low = (x + 12 + shake[0], y + BOX - 1 + shake[1])
        high = (x + BOX + 16 + shake[2], y - 14 + shake[3])
        tick = [(x + 1, y + 12), low, high]
        ImageDraw.Draw(self.pen).line(tick, fill=240, width=5, joint="curve")


_ROWS: dict[RowKind, Callable[[Form, ImageDraw.ImageDraw, Row], None]] = {
    RowKind.TITLE: Form.title,
    RowKind.HEADING: Form.heading,
    RowKind.PRINT: Form.plain,
    RowKind.TICKED: Form.ticked,
    RowKind.OPEN: Form.open,
    RowKind.FIELD: Form.field,
}


def _face(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _paragraph(draw: ImageDraw.ImageDraw, text: str, left: int, y: int, columns: int = 88) -> int:
    for line in textwrap.wrap(text, columns):
        draw.text((left, y), line, fill=255, font=_face(30))
        y += 42
    return y
