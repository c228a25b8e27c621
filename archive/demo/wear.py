"""What time, coffee and scanners do to a page."""

from collections.abc import Callable
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from archive.demo.pages import Colour, Wear
from archive.demo.paper import SIZE, grain

BED: Colour = (231, 231, 229)
DESK: Colour = (92, 74, 60)
Change = Callable[[Image.Image, Random], Image.Image]


def shade(image: Image.Image, tone: Image.Image) -> Image.Image:
    """Darken an image by a grey one, in which white changes nothing."""
    return ImageChops.multiply(image, Image.merge("RGB", (tone, tone, tone)))


def fold(image: Image.Image, rng: Random) -> Image.Image:
    """Two folds, as a letter has that came in an envelope."""
    column = [255.0] * SIZE[1]
    for third in (1, 2):
        middle = SIZE[1] * third // 3 + rng.randint(-25, 25)
        for y in range(max(0, middle - 90), min(SIZE[1], middle + 90)):
            away = abs(y - middle)
            column[y] -= 34 if away < 2 else max(0.0, (12 if y > middle else 5) * (1 - away / 90))
    tone = Image.new("L", (1, SIZE[1]))
    tone.putdata([round(value) for value in column])
    return shade(image, tone.resize(SIZE))


def coffee(image: Image.Image, rng: Random) -> Image.Image:
    """A ring where a cup has stood."""
    half = (SIZE[0] // 2, SIZE[1] // 2)
    stain = Image.new("L", half)
    draw = ImageDraw.Draw(stain)
    x, y, radius = rng.randint(520, 620), rng.randint(560, 640), rng.randint(105, 125)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=16)
    for width, strength in ((7, 60), (3, 110)):
        start = rng.randint(0, 360)
        box = (x - radius, y - radius, x + radius, y + radius - 3)
        draw.arc(box, start, start + rng.randint(250, 330), fill=strength, width=width)
    for _ in range(5):
        at, size = (x + rng.randint(-190, 190), y + rng.randint(-190, 190)), rng.randint(2, 6)
        draw.ellipse((at[0], at[1], at[0] + size, at[1] + size), fill=70)
    stain = stain.filter(ImageFilter.GaussianBlur(2)).resize(SIZE)
    stain = ImageChops.multiply(stain, grain(rng, 150))
    brown = ImageChops.multiply(image, Image.new("RGB", SIZE, (150, 100, 55)))
    return Image.composite(brown, image, stain)


def specks(image: Image.Image, rng: Random) -> Image.Image:
    """Dust on the glass."""
    draw = ImageDraw.Draw(image)
    for _ in range(rng.randint(40, 70)):
        x, y, size = rng.randrange(SIZE[0]), rng.randrange(SIZE[1]), rng.choice((1, 1, 1, 2, 3))
        grey = rng.randint(90, 190)
        draw.ellipse((x, y, x + size, y + size), fill=(grey, grey, grey))
    return image


def edge_shadow(image: Image.Image, rng: Random) -> Image.Image:
    """The lid was not quite closed on the left."""
    depth = rng.randint(110, 190)
    row = [255 - round(105 * max(0.0, 1 - x / depth) ** 2) for x in range(SIZE[0])]
    tone = Image.new("L", (SIZE[0], 1))
    tone.putdata(row)
    return shade(image, tone.resize(SIZE).rotate(0.4, fillcolor=255))


def fade(image: Image.Image, rng: Random) -> Image.Image:
    """A bad scan: too light, out of focus, with a dull band across it."""
    image = image.filter(ImageFilter.GaussianBlur(2.1))
    image = ImageEnhance.Contrast(image).enhance(0.5)
    image = ImageEnhance.Color(image).enhance(0.3)
    band = Image.new("L", SIZE, 255)
    top = rng.randint(900, 1200)
    ImageDraw.Draw(band).rectangle((0, top, SIZE[0], top + 420), fill=214)
    tone = ImageChops.multiply(
        band.reduce(10).filter(ImageFilter.GaussianBlur(9)).resize(SIZE), grain(rng, 238)
    )
    return shade(image, tone)


def copy(image: Image.Image, rng: Random) -> Image.Image:
    """A copy of a copy: black and white only, dark at the edges, with gaps in the toner."""
    grey = ImageEnhance.Contrast(image.convert("L")).enhance(1.4)
    frame = Image.new("L", SIZE)
    draw = ImageDraw.Draw(frame)
    draw.rectangle((rng.randint(14, 30), rng.randint(6, 18), SIZE[0] - 8, SIZE[1] - 22), fill=255)
    grey = ImageChops.darker(grey, frame.filter(ImageFilter.BoxBlur(5)))
    grey = ImageChops.lighter(grey, grain(rng, 0).point(lambda value: 255 if value > 252 else 0))
    return specks(grey.point(lambda value: 0 if value < 168 else 255).convert("RGB"), rng)


def photograph(image: Image.Image, rng: Random) -> Image.Image:
    """A photograph of the page on a desk, taken from a little to one side."""
    width, height = SIZE
    far = rng.randint(50, 80)
    corners = (-far, -70, -90, height + 60, width + 90, height + 80, width + far, -90)
    image = image.transform(
        SIZE, Image.Transform.QUAD, corners, Image.Resampling.BILINEAR, fillcolor=DESK
    )
    light = Image.linear_gradient("L").rotate(90).resize(SIZE)
    return shade(image, light.point(lambda value: 208 + value * 47 // 255))


CHANGES: tuple[tuple[Wear, Change], ...] = (
    (Wear.FOLDED, fold),
    (Wear.COFFEE, coffee),
    (Wear.SPECKS, specks),
)
AFTER: tuple[tuple[Wear, Change], ...] = (
    (Wear.SHADOW, edge_shadow),
    (Wear.FADED, fade),
    (Wear.COPIED, copy),
    (Wear.PHOTOGRAPHED, photograph),
)


def worn(image: Image.Image, wear: frozenset[Wear], skew: float, rng: Random) -> Image.Image:
    """The page after all that happened to it, in the order in which it happens."""
    for kind, change in CHANGES:
        if kind in wear:
            image = change(image, rng)
    if skew:
        fill = DESK if Wear.PHOTOGRAPHED in wear else BED
        image = image.rotate(skew, Image.Resampling.BILINEAR, fillcolor=fill)
    for kind, change in AFTER:
        if kind in wear:
            image = change(image, rng)
    return image
