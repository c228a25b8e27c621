from collections import Counter

import pytest

from archive.demo.letters import LETTERS, letter
from archive.demo.pages import (
    Align,
    FileKind,
    Hand,
    Letter,
    Ornament,
    PageSpec,
    RowKind,
    Script,
    Wear,
)
from archive.domain.items import ItemKind, Language

every_letter = pytest.mark.parametrize("sample", LETTERS, ids=lambda sample: sample.key)
HAND = Hand(Script.KALAM, 40, 20)


def words_meant(page: PageSpec) -> list[str]:
    written = " ".join(paragraph.lstrip("|>^") for paragraph in page.paragraphs).split()
    return [word.lstrip("_") for word in written if not word.startswith("~")]


def test_every_letter_has_a_key_of_its_own() -> None:
    assert max(Counter(sample.key for sample in LETTERS).values()) == 1


def test_a_letter_is_found_by_its_key() -> None:
    assert all(letter(sample.key) is sample for sample in LETTERS)


def test_there_are_nine_authors_some_with_several_letters_and_one_letter_without_an_author() -> (
    None
):
    counts = Counter(sample.author for sample in LETTERS)
    assert set(counts) == {None, *range(1, 10)}
    assert sum(count > 1 for author, count in counts.items() if author) >= 4
    assert counts[None] == 1


def test_every_way_in_and_every_kind_of_wear_is_used() -> None:
    pages = [page for sample in LETTERS for page in sample.pages]
    assert {sample.file_kind for sample in LETTERS} == set(FileKind)
    assert {wear for page in pages for wear in page.wear} == set(Wear)
    assert {page.ornament for page in pages} == {None, *Ornament}
    assert {page.hand.script for page in pages} == set(Script)


def test_letters_cards_forms_drawings_and_testimony_are_among_them() -> None:
    kinds = {sample.kind for sample in LETTERS}
    assert kinds == set(ItemKind) - {ItemKind.ENCLOSURE}


def test_two_letters_are_in_spanish_and_one_is_legal_mail() -> None:
    assert [sample.key for sample in LETTERS if sample.is_legal_mail] == ["legal-mail"]
    assert sum(sample.language is Language.SPANISH for sample in LETTERS) == 2


def test_the_longest_testimony_is_typed_on_three_pages() -> None:
    assert [page.hand.script for page in letter("hearing").pages] == [Script.TYPEWRITER] * 3


@every_letter
def test_the_dates_follow_each_other(sample: Letter) -> None:
    days = [day for day in (sample.written, sample.postmarked, sample.received) if day]
    assert days == sorted(days)


@every_letter
def test_a_file_that_holds_one_page_is_asked_to_hold_one(sample: Letter) -> None:
    assert sample.pages
    if sample.file_kind in (FileKind.PNG, FileKind.JPEG):
        assert len(sample.pages) == 1


@every_letter
def test_the_text_of_a_page_is_what_stands_on_it(sample: Letter) -> None:
    for page in sample.pages:
        written = [word for line in page.lines for word in line.text.split()]
        assert written == words_meant(page)
        assert page.text.split()[-len(written) :] == written or not written
        assert not set("~_^|") & set(page.text)


@every_letter
def test_the_faces_have_every_sign_that_is_used(sample: Letter) -> None:
    assert all(ord(sign) < 256 for page in sample.pages for sign in page.text)


@every_letter
def test_nobody_is_called_by_the_word_of_the_prison(sample: Letter) -> None:
    text = " ".join(page.text for page in sample.pages).lower()
    assert "inmate" not in text
    assert "offender" not in text


def test_both_consent_forms_leave_something_unticked() -> None:
    for key in ("consent-denise", "consent-samuel"):
        rows = [row.kind for page in letter(key).pages for row in page.rows]
        assert RowKind.TICKED in rows
        assert RowKind.OPEN in rows


def test_a_word_struck_out_is_not_part_of_the_text() -> None:
    assert PageSpec(HAND, paragraphs=("|I ~thnk think so",)).text == "I think so"


def test_an_underline_is_not_part_of_the_text() -> None:
    assert PageSpec(HAND, paragraphs=("|it is _not true",)).text == "it is not true"


def test_a_paragraph_breaks_at_the_length_that_the_hand_keeps() -> None:
    page = PageSpec(HAND, paragraphs=("one two three four five six seven",))
    assert page.text == "one two three\nfour five six seven"
    assert [line.align for line in page.lines] == [Align.INDENTED, Align.FLUSH]


def test_a_paragraph_may_stand_at_the_right_or_in_the_middle() -> None:
    page = PageSpec(HAND, paragraphs=(">May 2", "^A title", "|", "|plain"))
    aligns = [line.align for line in page.lines]
    assert aligns == [Align.RIGHT, Align.CENTRE, Align.FLUSH, Align.FLUSH]
    assert page.text == "May 2\nA title\nplain"
