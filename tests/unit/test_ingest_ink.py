"""Ink, spots and letters on drawn pages."""

from PIL import Image, ImageDraw

from ingest.ink import find_ink, glyph_height, strokes
from ingest.quality import is_blank, judge
from ingest.reading import Line, PageState, Reading, Word
from ingest.spots import connected
from tests.drawn_scans import scribbled, speckled, typed


def _read_as(box: tuple[int, int, int, int], certainty: float, text: str = "words") -> Reading:
    word = Word(text, box, certainty)
    return Reading("fake", (Line(text, box, certainty, (word,)),))


def test_spots_that_meet_in_a_later_row_are_one() -> None:
    mask = Image.new("L", (20, 12))
    pen = ImageDraw.Draw(mask)
    pen.rectangle((2, 2, 4, 8), fill=255)
    pen.rectangle((10, 2, 12, 8), fill=255)
    assert sorted(connected(mask)) == [(2, 2, 3, 7), (10, 2, 3, 7)]
    pen.rectangle((2, 8, 12, 9), fill=255)
    assert connected(mask) == [(2, 2, 11, 8)]


def test_spots_that_touch_at_a_corner_are_one() -> None:
    mask = Image.new("L", (4, 4))
    mask.putpixel((1, 1), 255)
    mask.putpixel((2, 2), 255)
    assert connected(mask) == [(1, 1, 2, 2)]


def test_letters_are_measured_near_their_height() -> None:
    small, large = glyph_height(typed(size=22)), glyph_height(typed(size=66))
    assert small is not None
    assert large is not None
    assert 10 <= small <= 18
    assert 2.5 <= large / small <= 3.5


def test_too_few_letters_are_not_measured() -> None:
    assert glyph_height(Image.new("L", (900, 900), 255)) is None


def test_printed_rules_are_not_ink() -> None:
    page = Image.new("L", (1240, 1600), 255)
    pen = ImageDraw.Draw(page)
    for y in range(100, 1500, 80):
        pen.line((60, y, 1180, y), fill=120, width=2)
    assert find_ink(page).amount == 0


def test_dust_grain_edges_and_show_through_leave_a_page_blank() -> None:
    assert judge(speckled(), Reading("none")).state is PageState.BLANK


def test_a_single_written_word_is_not_blank() -> None:
    page = Image.new("L", (1240, 1600), 255)
    ImageDraw.Draw(page).line([(300, 300), (330, 340), (350, 290), (390, 330)], fill=80, width=4)
    assert not is_blank(find_ink(page))
    assert judge(page, Reading("none")).state is PageState.NEEDS_TRANSCRIPTION


def test_faint_pencil_is_ink() -> None:
    page = scribbled().point(lambda level: 255 - (255 - level) // 3)
    assert len(strokes(find_ink(page))) > 20


def test_writing_that_no_word_covers_needs_a_person() -> None:
    assert judge(scribbled(), Reading("none")).state is PageState.NEEDS_TRANSCRIPTION


def test_words_that_are_only_guessed_do_not_cover() -> None:
    page = typed()
    whole = (0, 0, page.width, page.height)
    assert judge(page, _read_as(whole, 0.95)).state is PageState.READ
    assert judge(page, _read_as(whole, 0.40)).state is PageState.NEEDS_TRANSCRIPTION
    assert judge(page, _read_as(whole, 0.95, "~_|")).state is PageState.NEEDS_TRANSCRIPTION


def test_a_letterhead_that_is_read_does_not_cover_the_body_below() -> None:
    page = scribbled()
    head = typed(["The Office of the Secretary", "Sacramento"])
    page.paste(head.crop((0, 0, 1240, 260)), (0, 0))
    judged = judge(page, _read_as((0, 0, 1240, 250), 0.97))
    assert judged.state is PageState.NEEDS_TRANSCRIPTION
    assert judged.coverage < 0.5


def test_a_drawing_in_one_piece_without_words_has_no_writing() -> None:
    page = Image.new("L", (900, 900), 255)
    star = [(450, 100), (560, 700), (140, 300), (760, 320), (330, 710)]
    ImageDraw.Draw(page).polygon(star, outline=0, width=4)
    assert judge(page, Reading("none")).state is PageState.BLANK


def test_a_black_page_is_a_failed_scan_and_not_blank() -> None:
    assert judge(Image.new("L", (900, 900), 5), Reading("none")).state is PageState.NEEDS_REVIEW


def test_small_scans_are_measured_by_smaller_lengths() -> None:
    tiny = typed(["No"]).resize((310, 72))
    assert judge(tiny, Reading("none")).state is PageState.NEEDS_TRANSCRIPTION
