"""Files of every kind go through a real engine, in this process and in the sandbox."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps

from ingest import sandbox
from ingest.engines.null import NullEngine
from ingest.engines.tesseract import TesseractEngine
from ingest.errors import PageFailed, RefusedState, SourceRefused
from ingest.limits import Limits
from ingest.pipeline import read_page, read_pages
from ingest.raster import draw
from ingest.reading import PageState, ReadPage
from ingest.sources import MediaType, Source, examine
from tests.drawn_scans import (
    bomb_png,
    empty_page_pdf,
    pdf_of,
    saved,
    scribbled,
    speckled,
    tiff_of,
    typed,
)

LIMITS = Limits(seconds=60)
WORDS = ("Tuesday", "tomatoes", "morning", "mother")


def read(path: Path, number: int = 1) -> ReadPage:
    return read_page(path, number, "eng", TesseractEngine(), LIMITS)


def assert_read(page: ReadPage) -> None:
    assert page.state is PageState.READ
    assert [word for word in WORDS if word in page.text] == list(WORDS)


def run_cli(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ingest", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def objects(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("ending", ["png", "jpg", "webp", "tiff", "gif", "bmp", "pdf"])
def test_every_kind_is_read_whatever_its_name_says(tmp_path: Path, ending: str) -> None:
    drawn = saved(typed(), tmp_path / f"scan.{ending}")
    assert_read(read(drawn.rename(tmp_path / "scan.txt")))


def test_a_photograph_stands_upright_as_its_camera_noted(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = typed().rotate(90, expand=True)
    page = read(saved(lying, tmp_path / "photo.jpg", exif=exif))
    assert_read(page)
    assert (page.width, page.height, page.rotation) == (*typed().size, 0)


def test_transparent_paper_is_white(tmp_path: Path) -> None:
    letter = Image.new("RGBA", typed().size, (0, 0, 0, 0))
    letter.putalpha(ImageOps.invert(typed()))
    assert_read(read(saved(letter, tmp_path / "alpha.png")))


@pytest.mark.parametrize("mode", ["1", "P", "LA", "CMYK"])
def test_every_colour_mode_comes_out_as_the_same_grey(tmp_path: Path, mode: str) -> None:
    path = saved(typed().convert(mode), tmp_path / "scan.tiff")
    assert_read(read(path))


def test_sixteen_bits_of_grey_are_scaled_not_cut_off(tmp_path: Path) -> None:
    deep = typed().convert("F").point(lambda level: level * 257.0).convert("I").convert("I;16")
    image = draw(saved(deep, tmp_path / "deep.png"), Source(MediaType.PNG, 1), 1, LIMITS)
    assert image.getextrema() == pytest.approx((20, 255), abs=1)


def test_every_frame_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    path = tiff_of([typed(["First leaf"]), typed(["Second leaf"])], tmp_path / "two.tiff")
    pages = list(read_pages(path, "eng", TesseractEngine(), LIMITS))
    assert [(page.number, page.pages, page.text) for page in pages] == [
        (1, 2, "First leaf"),
        (2, 2, "Second leaf"),
    ]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_set_upright(tmp_path: Path, turn: int) -> None:
    page = read(saved(typed().rotate(turn, expand=True), tmp_path / "turned.png"))
    assert_read(page)
    assert page.rotation == turn
    assert (page.width, page.height) == typed().size


def test_the_turn_that_a_pdf_asks_for_is_honoured(tmp_path: Path) -> None:
    path = pdf_of([typed().rotate(90, expand=True)], tmp_path / "turned.pdf", rotate=90)
    page = read(path)
    assert_read(page)
    assert page.rotation == 0


def test_words_stand_where_they_are_on_the_stored_image(tmp_path: Path) -> None:
    page = read(saved(typed(["Elephant"], size=12), tmp_path / "small.png"))
    (word,) = page.reading.words
    left, top, width, height = word.box
    assert word.text == "Elephant"
    assert abs(left - 90) < 6
    assert 85 < top < 100
    assert 30 < width < 70
    assert 6 < height < 20


def test_a_page_without_contents_is_blank(tmp_path: Path) -> None:
    page = read(empty_page_pdf(tmp_path / "empty.pdf"))
    assert (page.state, page.text) == (PageState.BLANK, "")


def test_the_dusty_back_of_a_sheet_is_blank(tmp_path: Path) -> None:
    page = read(saved(speckled(), tmp_path / "back.png"))
    assert (page.state, page.text) == (PageState.BLANK, "")


def test_handwriting_that_was_not_understood_is_never_called_read(tmp_path: Path) -> None:
    assert read(saved(scribbled(), tmp_path / "hand.png")).state is PageState.NEEDS_TRANSCRIPTION


def test_without_an_engine_nothing_is_called_read(tmp_path: Path) -> None:
    path = saved(typed(), tmp_path / "scan.png")
    page = read_page(path, 1, "eng", NullEngine(), LIMITS)
    assert (page.state, page.text) == (PageState.NEEDS_TRANSCRIPTION, "")


def test_a_locked_pdf_is_told_apart_from_a_broken_one(tmp_path: Path) -> None:
    locked = pdf_of([typed()], tmp_path / "locked.pdf", is_locked=True)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n")
    told = []
    for path in (locked, broken):
        with pytest.raises(SourceRefused) as refused:
            examine(path, LIMITS)
        told.append((refused.value.state, refused.value.code))
    assert told == [(RefusedState.LOCKED, "password"), (RefusedState.REJECTED, "broken-pdf")]


def test_a_bomb_is_refused_by_its_header(tmp_path: Path) -> None:
    path = bomb_png(tmp_path / "bomb.png")
    assert path.stat().st_size < 100_000
    with pytest.raises(SourceRefused) as refused:
        examine(path, LIMITS)
    assert refused.value.code == "too-large"


def test_more_pages_than_allowed_are_refused(tmp_path: Path) -> None:
    path = tiff_of([typed(["x"])] * 4, tmp_path / "four.tiff")
    with pytest.raises(SourceRefused) as refused:
        examine(path, Limits(pages=3))
    assert refused.value.code == "too-many-pages"


def test_a_page_larger_than_any_letter_is_left_to_a_person(tmp_path: Path) -> None:
    path = pdf_of([typed()], tmp_path / "huge.pdf", points=(8400, 8400))
    with pytest.raises(PageFailed) as failed:
        read(path)
    assert failed.value.code == "too-large"


class _ShrinkingRasterizer:
    """Draws a page smaller than it says, as a renderer out of memory does."""

    def count(self, path: Path) -> int:
        return 1

    def size(self, path: Path, number: int) -> tuple[float, float]:
        return (612, 792)

    def render(self, path: Path, number: int, dpi: int) -> Image.Image:
        return Image.new("L", (1, 1), 255)


def test_a_page_that_comes_out_smaller_than_it_says_is_left_to_a_person(tmp_path: Path) -> None:
    path = pdf_of([typed()], tmp_path / "scan.pdf")
    with pytest.raises(PageFailed) as failed:
        read_page(path, 1, "eng", NullEngine(), LIMITS, _ShrinkingRasterizer())
    assert failed.value.code == "not-drawn"


def test_a_cut_off_image_is_left_to_a_person(tmp_path: Path) -> None:
    path = saved(typed(), tmp_path / "cut.png")
    path.write_bytes(path.read_bytes()[:4000])
    with pytest.raises(PageFailed) as failed:
        read(path)
    assert failed.value.code == "damaged"


def test_the_sandbox_gives_the_same_page_and_leaves_nothing(tmp_path: Path) -> None:
    path = saved(typed(), tmp_path / "scan.png")
    workspace = tmp_path / "work"
    assert sandbox.examine(path, LIMITS, workspace) == Source(MediaType.PNG, 1)
    page = sandbox.read_page(path, 1, "eng", LIMITS, workspace)
    here = read(path)
    assert (page.text, page.image, page.media_type) == (here.text, here.image, here.media_type)
    assert list(workspace.iterdir()) == []
    assert workspace.stat().st_mode & 0o777 == 0o700


def test_the_command_gives_one_object_a_page(tmp_path: Path) -> None:
    path = tiff_of([typed(), typed(["Second leaf"])], tmp_path / "two.tiff")
    done = run_cli(path, "--language", "eng", "--json")
    told = objects(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert [(page["page"], page["pages"], page["state"]) for page in told] == [
        (1, 2, "read"),
        (2, 2, "read"),
    ]
    assert told[1]["lines"][0]["words"][0]["text"] == "Second"


def test_the_command_without_json_is_read_by_people(tmp_path: Path) -> None:
    done = run_cli(saved(typed(["Second leaf"]), tmp_path / "scan.png"))
    assert done.stdout == "Page 1 of 1\n\nSecond leaf\n\n"


def test_the_command_tells_a_refusal_once_and_leaves_with_three(tmp_path: Path) -> None:
    path = tmp_path / "notes.pdf"
    path.write_text("Only a note.")
    done = run_cli(path, "--json")
    (told,) = objects(done.stdout)
    assert done.returncode == 3
    assert {key: told[key] for key in ("pages", "state", "code")} == {
        "pages": 0,
        "state": "rejected",
        "code": "not-a-scan",
    }
    assert done.stderr.strip() == told["reason"]


def test_the_command_goes_on_after_a_page_that_failed(tmp_path: Path) -> None:
    path = pdf_of([typed()], tmp_path / "huge.pdf", points=(8400, 8400))
    done = run_cli(path, "--json")
    (told,) = objects(done.stdout)
    assert (told["page"], told["state"], told["code"]) == (1, "needs_review", "too-large")
    assert done.returncode == 0


def test_the_command_leaves_with_two_when_used_wrongly(tmp_path: Path) -> None:
    assert run_cli(tmp_path / "none.png").returncode == 2
    assert run_cli().returncode == 2
    assert run_cli(tmp_path, "--language", "deu").returncode == 2
