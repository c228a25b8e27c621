"""The stages in order: file, page image, reading, the right way up, how far to trust it."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from ingest.engines import Engine
from ingest.limits import Limits
from ingest.orientation import upright_turn
from ingest.pdf import Rasterizer
from ingest.quality import Quality, judge
from ingest.raster import draw, encode
from ingest.reading import PageState, Reading, ReadPage
from ingest.sources import Source, examine

_Read = tuple[Image.Image, Reading, Quality]


def read_page(
    path: Path,
    number: int,
    language: str,
    engine: Engine,
    limits: Limits,
    rasterizer: Rasterizer | None = None,
) -> ReadPage:
    """Read one page of a file; raise SourceRefused or PageFailed, never give ink back as empty."""
    source = examine(path, limits, rasterizer)
    return _read(path, source, number, language, engine, limits, rasterizer)


def read_pages(
    path: Path,
    language: str,
    engine: Engine,
    limits: Limits,
    rasterizer: Rasterizer | None = None,
) -> Iterator[ReadPage]:
    """Read the pages of a file one after the other, each as soon as it is asked for."""
    source = examine(path, limits, rasterizer)
    for number in range(1, source.pages + 1):
        yield _read(path, source, number, language, engine, limits, rasterizer)


def _read(
    path: Path,
    source: Source,
    number: int,
    language: str,
    engine: Engine,
    limits: Limits,
    rasterizer: Rasterizer | None,
) -> ReadPage:
    drawn = draw(path, source, number, limits, rasterizer)
    (image, reading, quality), turn = _best(drawn, language, engine)
    stored = encode(image)
    return ReadPage(
        number=number,
        pages=source.pages,
        state=quality.state,
        reading=reading,
        coverage=quality.coverage,
        certainty=quality.certainty,
        rotation=turn,
        width=image.width,
        height=image.height,
        image=stored.image,
        media_type=stored.media_type.value,
    )


def _best(drawn: Image.Image, language: str, engine: Engine) -> tuple[_Read, int]:
    first = _judged(drawn, language, engine)
    if first[2].state is PageState.BLANK:
        return (first[0], Reading(engine.name), first[2]), 0
    turn = upright_turn(first[0], first[1], first[2].coverage, language, engine)
    if not turn:
        return first, 0
    turned = _judged(drawn.rotate(-turn, expand=True), language, engine)
    return turned, turn


def _judged(image: Image.Image, language: str, engine: Engine) -> _Read:
    reading = engine.read(image, language)
    return image, reading, judge(image, reading)
