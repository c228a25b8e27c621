import re
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path
from random import Random

import pytesseract
import pytest
from pdf2image import convert_from_bytes
from PIL import Image, ImageOps

from archive.demo.drawing import draw_letter, draw_page
from archive.demo.forms import Form
from archive.demo.hands import Faces, FolderFaces, Pen
from archive.demo.letters import LETTERS, letter
from archive.demo.pages import FileKind, Letter, PageSpec
from archive.demo.paper import SIZE
from archive.paths import STATIC

FONTS = STATIC / "vendor" / "fonts"
PLAIN = FolderFaces(None)
with_fonts = pytest.mark.skipif(not any(FONTS.glob("hand-*")), reason="the faces are not set up")
one_of_each_kind = pytest.mark.parametrize(
    "key", ["consent-samuel", "inventory", "holiday-card", "petition-copy"]
)


def opened(sample: Letter, file: bytes) -> list[Image.Image]:
    """The pages of a drawn file, upright, as a reader would see them."""
    if sample.file_kind is FileKind.PDF:
        return list(convert_from_bytes(file, dpi=200))
    image = Image.open(BytesIO(file))
    pages = []
    for frame in range(getattr(image, "n_frames", 1)):
        image.seek(frame)
        pages.append(ImageOps.exif_transpose(image).convert("L"))
    return pages


def share_read(page: PageSpec, image: Image.Image, language: str = "eng") -> float:
    """How many of the words of a page the machine reads, in their order."""
    read = re.findall(r"\w+", pytesseract.image_to_string(image, lang=language).lower())
    words = re.findall(r"\w+", page.text.lower())
    blocks = SequenceMatcher(None, words, read, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(words)


def ink_of(page: PageSpec, faces: Faces) -> Image.Image:
    """The writing on a page alone, without its paper."""
    layer = Image.new("L", SIZE)
    rng = Random(1)
    Form(layer, layer, page.hand, faces, rng).fill(page.rows)
    pen = Pen(layer, page.hand, faces, rng)
    pen.fit(page.lines, 1300)
    for number, line in enumerate(page.lines):
        pen.write(line, 250, 250 + 60 * number, 1300)
    return layer


@one_of_each_kind
def test_a_letter_becomes_a_file_with_all_its_pages_at_full_size(key: str) -> None:
    sample = letter(key)
    pages = opened(sample, draw_letter(sample, None))
    assert [page.size for page in pages] == [SIZE] * len(sample.pages)


@one_of_each_kind
def test_the_same_seed_draws_the_same_bytes_and_another_seed_others(key: str) -> None:
    sample = letter(key)
    first = draw_letter(sample, None, seed=7)
    assert draw_letter(sample, None, seed=7) == first
    assert draw_letter(sample, None, seed=8) != first


def test_a_page_photographed_sideways_says_which_way_is_up() -> None:
    image = Image.open(BytesIO(draw_letter(letter("request-slip"), None)))
    assert image.size == (SIZE[1], SIZE[0])
    assert ImageOps.exif_transpose(image).size == SIZE


def test_a_copy_is_black_and_white() -> None:
    image = Image.open(BytesIO(draw_letter(letter("petition-copy"), None)))
    assert image.mode == "1"


def test_files_stay_small() -> None:
    sizes = [len(draw_letter(letter(key), None)) for key in ("visiting-room", "kitchen-window")]
    assert max(sizes) < 700_000


@pytest.mark.parametrize("sample", LETTERS, ids=lambda sample: sample.key)
@pytest.mark.parametrize("fonts", [None, FONTS], ids=["plain", "faces"])
def test_no_word_runs_off_the_paper(sample: Letter, fonts: Path | None) -> None:
    for page in sample.pages:
        box = ink_of(page, FolderFaces(fonts)).getbbox()
        assert box is not None
        assert box[0] > 40
        assert box[2] < SIZE[0] - 20
        assert box[3] < SIZE[1] - 40


def test_a_typed_page_is_read_even_where_no_faces_are_set_up() -> None:
    page = letter("hearing").pages[0]
    # Pillow's own face has an "I" without serifs, which is read as a bar.
    assert share_read(page, draw_page(page, PLAIN, Random(3))) > 0.9


@with_fonts
@pytest.mark.parametrize("key", ["hearing", "petition-copy", "legal-mail"])
def test_what_was_typed_is_read_by_the_machine(key: str) -> None:
    sample = letter(key)
    page, image = sample.pages[0], opened(sample, draw_letter(sample, FONTS))[0]
    assert share_read(page, image) > 0.95


@with_fonts
def test_a_clear_hand_in_spanish_is_mostly_read() -> None:
    sample = letter("la-fe")
    image = opened(sample, draw_letter(sample, FONTS))[0]
    assert share_read(sample.pages[0], image, "spa") > 0.85


@with_fonts
@pytest.mark.parametrize("key", ["sick-call", "vigil", "heat"])
def test_some_hands_need_a_person(key: str) -> None:
    sample = letter(key)
    image = opened(sample, draw_letter(sample, FONTS))[0]
    assert share_read(sample.pages[0], image) < 0.75
