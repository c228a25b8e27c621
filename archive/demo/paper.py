"""Sheets of paper at 200 dots an inch, and the grain that makes them look like paper."""

from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from archive.demo.pages import Colour, Paper

SIZE = (1700, 2200)
COLOURS: dict[Paper, Colour] = {
    Paper.RULED: (249, 248, 243),
    Paper.LEGAL_PAD: (251, 241, 178),
    Paper.PLAIN: (246, 243, 234),
    Paper.WHITE: (252, 252, 250),
    Paper.CARD: (243, 234, 214),
}
BLUE: Colour = (176, 199, 226)
RED: Colour = (228, 150, 150)
MARGIN = 222
FIRST_RULE = 300
PITCH = 66


def grain(rng: Random, low: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """Grey noise between low and 255, soft enough to stay small when compressed."""
    small = (size[0] // 2, size[1] // 2)
    noise = Image.frombytes("L", small, rng.randbytes(small[0] * small[1]))
    noise = noise.filter(ImageFilter.BoxBlur(1))
    spread = (255 - low) / 96
    levels = [max(low, min(255, round(low + (value - 80) * spread))) for value in range(256)]
    return noise.point(levels).resize(size, Image.Resampling.BILINEAR)


def clouds(rng: Random, low: int) -> Image.Image:
    """Broad uneven tone between low and 255, as paper has that was handled."""
    noise = Image.frombytes("L", (5, 6), rng.randbytes(30))
    levels = [round(low + value * (255 - low) / 255) for value in range(256)]
    return noise.point(levels).resize(SIZE, Image.Resampling.BICUBIC)


def sheet(paper: Paper, rng: Random) -> Image.Image:
    """An empty sheet of this paper."""
    image = Image.new("RGB", SIZE, COLOURS[paper])
    if paper is Paper.RULED:
        _rule(image, BLUE, (MARGIN,), RED)
        _punch(image)
    if paper is Paper.LEGAL_PAD:
        _rule(image, (158, 190, 206), (MARGIN - 6, MARGIN + 6), (214, 120, 110))
    tone = ImageChops.multiply(clouds(rng, 248), grain(rng, 249))
    return ImageChops.multiply(image, Image.merge("RGB", (tone, tone, tone)))


def _rule(image: Image.Image, rule: Colour, margins: tuple[int, ...], margin: Colour) -> None:
    draw = ImageDraw.Draw(image)
    for y in range(FIRST_RULE, SIZE[1], PITCH):
        draw.line((0, y, SIZE[0], y), fill=rule, width=2)
    for x in margins:
        draw.line((x, 0, x, SIZE[1]), fill=margin, width=2)


def _punch(image: Image.Image) -> None:
    draw = ImageDraw.Draw(image)
    for y in (290, 1100, 1910):
        draw.ellipse((76, y - 26, 128, y + 26), fill=(206, 205, 202), outline=(188, 187, 184))
