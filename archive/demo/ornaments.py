"""What authors draw, and what offices stamp: made of lines, in the ink of the page."""

from collections.abc import Callable
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from archive.demo.pages import Colour, Ornament
from archive.demo.paper import SIZE

Point = tuple[float, float]
Draw = ImageDraw.ImageDraw
PENCIL: Colour = (66, 66, 70)


def ornament(kind: Ornament, rng: Random) -> tuple[Image.Image, Colour]:
    """A layer with the ornament in white, and the colour of its ink."""
    layer = Image.new("L", SIZE)
    painter, colour = _PAINTERS[kind]
    painter(layer, rng)
    return layer, colour


def _pencil(draw: Draw, points: list[Point], rng: Random, ink: int = 150, times: int = 2) -> None:
    for _ in range(times):
        shaken = [(x + rng.gauss(0, 1.6), y + rng.gauss(0, 1.6)) for x, y in points]
        draw.line(shaken, fill=min(255, ink + rng.randint(-25, 25)), width=3, joint="curve")


def _straight(a: Point, b: Point) -> list[Point]:
    return [(a[0] + (b[0] - a[0]) * t / 9, a[1] + (b[1] - a[1]) * t / 9) for t in range(10)]


def _window(layer: Image.Image, rng: Random) -> None:
    draw = ImageDraw.Draw(layer)
    _hills(draw, rng)
    _sun(draw, rng, (1010, 560), 88)
    _tree(draw, rng, (560, 1180), -pi / 2, 150, 8)
    _birds(draw, rng)
    _fence(draw, rng)
    for outside in ((0, 0, 309, SIZE[1]), (1391, 0, SIZE[0], SIZE[1]), (0, 0, SIZE[0], 299)):
        draw.rectangle(outside, fill=0)
    _frame(draw, rng)
    _curtain(draw, rng)


def _hills(draw: Draw, rng: Random) -> None:
    for base, height, ink in ((840, 150, 95), (930, 105, 130), (1040, 60, 160)):
        phase = rng.uniform(0, 6)
        ridge: list[Point] = [
            (x, base - height * (0.5 + 0.3 * sin(x / 190 + phase) + 0.2 * sin(x / 67 + phase)))
            for x in range(320, 1390, 14)
        ]
        _pencil(draw, ridge, rng, ink)
        for x, y in ridge[::2]:
            end = y + rng.uniform(25, 95)
            _pencil(draw, _straight((x, y + 6), (x - 30, end)), rng, ink - 45, 1)


def _sun(draw: Draw, rng: Random, at: Point, radius: float) -> None:
    circle: list[Point] = [
        (at[0] + radius * cos(a * pi / 24), at[1] + radius * sin(a * pi / 24)) for a in range(50)
    ]
    _pencil(draw, circle, rng, 150)
    for ray in range(16):
        angle = ray * pi / 8 + rng.uniform(-0.05, 0.05)
        ends = [
            (at[0] + r * cos(angle), at[1] + r * sin(angle)) for r in (radius + 18, radius + 60)
        ]
        _pencil(draw, ends, rng, 120, 1)


def _tree(draw: Draw, rng: Random, at: Point, angle: float, length: float, depth: int) -> None:
    end = (at[0] + length * cos(angle), at[1] + length * sin(angle))
    for side in range(max(1, depth - 4)):
        shift = side * 5
        _pencil(draw, _straight((at[0] + shift, at[1]), (end[0] + shift, end[1])), rng, 185, 1)
    if depth == 0:
        leaf = rng.randint(4, 9)
        draw.ellipse((end[0] - leaf, end[1] - leaf, end[0] + leaf, end[1] + leaf), outline=150)
        return
    for turn in (rng.uniform(-0.6, -0.25), rng.uniform(0.25, 0.6)):
        _tree(draw, rng, end, angle + turn, length * rng.uniform(0.66, 0.8), depth - 1)


def _birds(draw: Draw, rng: Random) -> None:
    for x, y, span in ((900, 430, 34), (990, 395, 26), (1090, 440, 22), (1150, 400, 16)):
        wings: list[Point] = [
            (x + span * t / 8, y - span * 0.5 * abs(sin(t * pi / 8))) for t in range(-8, 9)
        ]
        _pencil(draw, wings, rng, 210)


def _fence(draw: Draw, rng: Random) -> None:
    for y in (1120, 1180):
        _pencil(draw, _straight((320, y), (1380, y + rng.uniform(-6, 6))), rng, 170)
    for x in range(330, 1390, 105):
        _pencil(draw, _straight((x, 1090), (x, 1260)), rng, 190)
    for x in range(330, 1370, 24):
        _pencil(draw, [(x, 1122), (x + 24, 1178)], rng, 90, 1)
        _pencil(draw, [(x + 24, 1122), (x, 1178)], rng, 90, 1)


def _frame(draw: Draw, rng: Random) -> None:
    for gap in (0, 34):
        box = (310 - gap, 300 - gap, 1390 + gap, 1290 + gap)
        corners = [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])]
        for a, b in zip(corners, corners[1:] + corners[:1], strict=True):
            _pencil(draw, _straight(a, b), rng, 215, 3)
    for x in (580, 850, 1120):
        for side in (-7, 7):
            _pencil(draw, _straight((x + side, 300), (x + side, 1290)), rng, 205)


def _curtain(draw: Draw, rng: Random) -> None:
    for side, edge in ((1, 300), (-1, 1400)):
        for fall in range(7):
            reach = 60 + fall * 34
            cloth: list[Point] = [
                (edge + side * reach * (1 - (t / 14) ** 2), 290 + t * (500 - fall * 12) / 14)
                for t in range(15)
            ]
            _pencil(draw, cloth, rng, 165, 1)


def _branch(layer: Image.Image, rng: Random) -> None:
    draw = ImageDraw.Draw(layer)
    stem: list[Point] = [(360 + t * 10, 480 - 90 * sin(t / 99 * pi)) for t in range(99)]
    _pencil(draw, stem, rng, 235, 3)
    for at, (x, y) in enumerate(stem[4:-3:6]):
        side = -1 if at % 2 else 1
        tip = (x + 70, y + side * rng.uniform(60, 90))
        for bow in (-16, 16):
            middle = ((x + tip[0]) / 2 + bow, (y + tip[1]) / 2 + bow * side * 0.6)
            _pencil(draw, [(x, y), middle, tip], rng, 210)
        _pencil(draw, [(x, y), tip], rng, 120, 1)
        bx, by = x + 20, y - side * rng.uniform(36, 52)
        _pencil(draw, [(x, y), (bx, by)], rng, 190, 1)
        draw.ellipse((bx - 13, by - 13, bx + 13, by + 13), fill=150, outline=240, width=3)


def _stamped(
    layer: Image.Image,
    lines: tuple[str, ...],
    at: tuple[int, int],
    turn: float,
    size: int,
    rng: Random,
) -> None:
    face = ImageFont.load_default(size)
    width = max(round(face.getlength(line)) for line in lines) + 70
    stamp = Image.new("L", (width, round(size * 1.35) * len(lines) + 50))
    draw = ImageDraw.Draw(stamp)
    draw.rectangle((4, 4, stamp.width - 5, stamp.height - 5), outline=255, width=7)
    for number, line in enumerate(lines):
        place = (width // 2, 30 + number * round(size * 1.35))
        draw.text(place, line, fill=255, font=face, anchor="ma", stroke_width=2)
    for _ in range(160):
        x, y = rng.randrange(stamp.width), rng.randrange(stamp.height)
        draw.ellipse((x, y, x + rng.randint(1, 5), y + rng.randint(1, 5)), fill=60)
    stamp = stamp.filter(ImageFilter.BoxBlur(1)).rotate(turn, Image.Resampling.BICUBIC, expand=True)
    layer.paste(stamp.point(lambda value: value * 200 // 255), at, stamp)


def _legal(layer: Image.Image, rng: Random) -> None:
    _stamped(layer, ("LEGAL MAIL", "CONFIDENTIAL"), (960, 70), rng.uniform(2, 4), 62, rng)


def _envelope(layer: Image.Image, rng: Random) -> None:
    draw = ImageDraw.Draw(layer)
    draw.rectangle((60, 330, 1640, 1130), outline=120, width=3)
    draw.rectangle((1440, 370, 1600, 560), outline=150, width=4)
    for wave in range(5):
        draw.line(
            [(1010 + x, 420 + wave * 26 + 7 * sin(x / 24)) for x in range(0, 420, 6)],
            fill=150,
            width=3,
        )
    draw.ellipse((830, 385, 1000, 555), outline=160, width=4)
    face = ImageFont.load_default(26)
    for number, text in enumerate(("MAY 9", "2022", "CALIF")):
        draw.text((915, 425 + number * 34), text, fill=170, font=face, anchor="ma")
    _stamped(layer, ("LEGAL MAIL - CONFIDENTIAL",), (140, 890), rng.uniform(2, 4), 66, rng)


_PAINTERS: dict[Ornament, tuple[Callable[[Image.Image, Random], None], Colour]] = {
    Ornament.WINDOW: (_window, PENCIL),
    Ornament.BRANCH: (_branch, (150, 44, 40)),
    Ornament.LEGAL_STAMP: (_legal, (176, 34, 38)),
    Ornament.POSTMARK: (_envelope, (140, 40, 46)),
}
