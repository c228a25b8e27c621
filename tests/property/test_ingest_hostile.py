"""Whatever the bytes are, a file is read or refused by name: nothing else is ever raised."""

import io
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ingest.engines.null import NullEngine
from ingest.errors import PageFailed, SourceRefused
from ingest.limits import Limits
from ingest.pipeline import read_pages
from ingest.reading import Line, PageState, Reading, ReadPage, Word, as_json, from_json
from ingest.sources import sniff
from tests.drawn_scans import pdf_of, typed

LIMITS = Limits(pixels=4_000_000, page_pixels=2_000_000, pages=20)


@cache
def sound(kind: str) -> bytes:
    """Give the bytes of a small sound file of this kind."""
    small = typed(["leaf"]).resize((124, 29))
    if kind == "PDF":
        with TemporaryDirectory() as folder:
            return pdf_of([small], Path(folder) / "scan.pdf").read_bytes()
    packed = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    options = {"exif": exif} if kind in {"JPEG", "PNG", "WEBP"} else {}
    small.save(packed, kind, **options)
    return packed.getvalue()


def states(data: bytes) -> set[PageState]:
    """Read every page of these bytes with an engine that finds no words."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scan"
        path.write_bytes(data)
        try:
            return {page.state for page in read_pages(path, "eng", NullEngine(), LIMITS)}
        except (SourceRefused, PageFailed):
            return set()


def damaged(data: bytes, cut: float, flips: list[tuple[float, int]]) -> bytes:
    harmed = bytearray(data[: 1 + int(cut * (len(data) - 1))])
    for place, bits in flips:
        harmed[int(place * (len(harmed) - 1))] ^= bits
    return bytes(harmed)


SHARES = st.floats(0, 1)
FLIPS = st.lists(st.tuples(SHARES, st.integers(1, 255)), max_size=6)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP", "PDF"])
def test_the_sound_file_has_ink_that_nobody_read(kind: str) -> None:
    assert states(sound(kind)) == {PageState.NEEDS_TRANSCRIPTION}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP"])
@given(cut=st.one_of(st.just(1.0), SHARES), flips=FLIPS)
@settings(max_examples=80, deadline=None)
def test_a_damaged_image_is_never_called_read(
    kind: str, cut: float, flips: list[tuple[float, int]]
) -> None:
    assert PageState.READ not in states(damaged(sound(kind), cut, flips))


@given(cut=st.one_of(st.just(1.0), SHARES), flips=FLIPS)
@settings(max_examples=25, deadline=None)
def test_a_damaged_pdf_is_never_called_read(cut: float, flips: list[tuple[float, int]]) -> None:
    assert PageState.READ not in states(damaged(sound("PDF"), cut, flips))


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_are_refused_by_name(data: bytes) -> None:
    assert sniff(data) is not None or states(data) == set()


CERTAINTIES = st.integers(0, 10_000).map(lambda share: share / 10_000)
BOXES = st.tuples(*[st.integers(0, 40_000)] * 4)
WORDS = st.builds(Word, st.text(max_size=12), BOXES, CERTAINTIES)
LINES = st.builds(
    Line, st.text(max_size=30), BOXES, CERTAINTIES, st.lists(WORDS, max_size=4).map(tuple)
)
PAGES = st.builds(
    ReadPage,
    number=st.integers(1, 50),
    pages=st.integers(50, 90),
    state=st.sampled_from(PageState),
    reading=st.builds(Reading, st.text(max_size=9), st.lists(LINES, max_size=4).map(tuple)),
    coverage=CERTAINTIES,
    certainty=CERTAINTIES,
    rotation=st.sampled_from([0, 90, 180, 270]),
    width=st.integers(1, 40_000),
    height=st.integers(1, 40_000),
    image=st.binary(max_size=20),
    media_type=st.sampled_from(["image/png", "image/jpeg"]),
)


@given(PAGES)
def test_a_page_comes_back_from_its_object_unchanged(page: ReadPage) -> None:
    assert from_json(as_json(page), page.image, page.media_type) == page
