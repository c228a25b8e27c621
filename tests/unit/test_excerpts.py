import pytest

from archive.domain.excerpt_states import ExcerptState, Mover, may_move, moves
from archive.domain.excerpts import (
    Operation,
    OperationKind,
    Piece,
    PieceKind,
    Segment,
    redactions,
    render,
    review_pieces,
    verify,
    words,
)
from archive.domain.meaning import Caution, Doubt, cautions, turning_words
from archive.domain.quotation import Pinned, Quotation, pin

TEXT = "the guard told Ana that she would never\nleave to-\nmorrow"
ELIDE, BRACKET, CASE, REDACT, JOIN = OperationKind


def act(kind: OperationKind, span: str, text: str = "", within: str = TEXT) -> Operation:
    start = within.index(span)
    return Operation(kind, 0, start, start + len(span), text)


def shown(*acts: Operation, text: str = TEXT, language: str = "en") -> str:
    return words(render([Segment(text)], acts, language))


def test_untouched_words_are_exact_but_for_the_ends_of_lines() -> None:
    assert shown() == "the guard told Ana that she would never leave to- morrow"
    assert shown(text="one \ntwo\n\nthree") == "one two three"


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (act(ELIDE, "that she would "), "the guard told Ana […] never leave to- morrow"),
        (act(ELIDE, " that she would"), "the guard told Ana […] never leave to- morrow"),
        (act(BRACKET, "she", "Ana"), "the guard told Ana that [Ana] would never leave to- morrow"),
        (act(CASE, "t"), "[T]he guard told Ana that she would never leave to- morrow"),
        (act(REDACT, "Ana", "name"), TEXT.replace("Ana", "[name withheld]").replace("\n", " ")),
        (act(JOIN, "-\n"), "the guard told Ana that she would never leave tomorrow"),
    ],
)
def test_each_edit_shows_itself(operation: Operation, expected: str) -> None:
    assert shown(operation) == expected
    assert verify(expected, [Segment(TEXT)], [operation])


def test_joining_without_the_hyphen_in_the_span_keeps_the_hyphen() -> None:
    at = TEXT.index("-\n") + 1
    assert shown(Operation(JOIN, 0, at, at + 1)).endswith("to-morrow")


def test_words_may_be_added_in_brackets_where_nothing_is_hidden() -> None:
    assert shown(Operation(BRACKET, 0, 0, 0, "then"), text=" he left") == "[then] he left"


def test_a_redaction_speaks_the_language_of_the_quotation() -> None:
    text = "lo dijo Ana"
    hidden = act(REDACT, "Ana", "name", within=text)
    assert shown(hidden, text=text, language="es") == "lo dijo [nombre omitido]"


def test_segments_are_parted_by_one_ellipsis() -> None:
    segments = [Segment("I left."), Segment("They stayed", skipped="but not gladly")]
    assert words(render(segments)) == "I left. […] They stayed"
    cut = [Operation(ELIDE, 0, 2, 7), Operation(ELIDE, 1, 0, 4)]
    assert words(render(segments, cut)) == "I […] stayed"
    assert review_pieces(segments, cut)[1].hidden == "left.but not gladlyThey"


def test_an_ellipsis_keeps_its_distance_from_words_but_not_from_commas() -> None:
    text = "we ate cold rice, then slept"
    assert shown(act(ELIDE, "cold rice", within=text), text=text) == "we ate […], then slept"


def test_the_shown_pieces_hold_nothing_that_is_hidden() -> None:
    hidden = act(REDACT, "Ana", "name")
    assert all("Ana" not in repr(piece) for piece in render([Segment(TEXT)], [hidden]))
    seen = {piece.hidden for piece in review_pieces([Segment(TEXT)], [hidden])}
    assert "Ana" in seen
    assert redactions([hidden, act(CASE, "t")]) == ("0:15-18:name",)


@pytest.mark.parametrize(
    ("operations", "sentence"),
    [
        ([Operation(ELIDE, 1, 0, 3)], "not there"),
        ([Operation(ELIDE, 0, 0, 999)], "beyond"),
        ([Operation(ELIDE, 0, 0, 3), Operation(BRACKET, 0, 1, 4, "x")], "overlap"),
        ([Operation(ELIDE, 0, 1, 3)], "whole words"),
        ([Operation(ELIDE, 0, 3, 4)], "whole words"),
        ([Operation(CASE, 0, 0, 3)], "single letter"),
        ([Operation(BRACKET, 0, 0, 3, "a [nested] word")], "few words"),
        ([Operation(BRACKET, 0, 0, 3, "x" * 41)], "few words"),
        ([Operation(REDACT, 0, 0, 3, "whim")], "sort of detail"),
        ([Operation(JOIN, 0, 0, 3)], "end of a line"),
    ],
)
def test_an_edit_that_cannot_be_shown_honestly_is_refused(
    operations: list[Operation], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        render([Segment(TEXT)], operations)
    assert not verify("the", [Segment(TEXT)], operations)


def test_other_words_do_not_verify() -> None:
    assert not verify("the guard told nobody", [Segment(TEXT)])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He did NOT go, nor I", ("NOT", "nor")),
        ("I don't and can\u2019t", ("don't", "can\u2019t")),
        ("nunca salió sin ella, jamás", ("nunca", "sin", "jamás")),
        ("nothingness, note, nose", ()),
    ],
)
def test_words_that_turn_the_meaning_are_found(text: str, found: tuple[str, ...]) -> None:
    assert turning_words(text) == found


def test_hiding_a_turning_word_and_a_step_to_another_page_ask_for_a_second_look() -> None:
    segments = [Segment(TEXT, "1"), Segment("home", "2", skipped="unless they came")]
    assert cautions(segments, [act(ELIDE, "never")]) == (
        Caution(Doubt.TURNING_WORD, 0, "never"),
        Caution(Doubt.OTHER_PAGE, 1),
        Caution(Doubt.TURNING_WORD, 1, "unless"),
    )
    assert cautions([Segment(TEXT)], [act(CASE, "t")]) == ()


def test_a_quotation_is_the_same_in_pieces_and_as_text() -> None:
    quotation = Quotation(render([Segment("I left.")]), "— Ray M.", "K7Q2")
    assert quotation.plain() == "\u201cI left.\u201d — Ray M. [K7Q2]"
    assert words(quotation.parts()) == quotation.plain()
    assert Piece("I left.", PieceKind.KEPT) in quotation.parts()
    assert Quotation(quotation.pieces, "", "", "es").plain() == "«I left.»"


def test_a_pin_changes_with_all_that_was_approved_and_with_nothing_else() -> None:
    base = Pinned("w", "— anonymous", ("r",), frozenset({"report"}), frozenset("12"), (("p", 1),))
    others = [
        Pinned("v", "— anonymous", ("r",), frozenset({"report"}), frozenset("12"), (("p", 1),)),
        Pinned("w", "— Ray", ("r",), frozenset({"report"}), frozenset("12"), (("p", 1),)),
        Pinned("w", "— anonymous", (), frozenset({"report"}), frozenset("12"), (("p", 1),)),
        Pinned("w", "— anonymous", ("r",), frozenset({"web"}), frozenset("12"), (("p", 1),)),
        Pinned("w", "— anonymous", ("r",), frozenset({"report"}), frozenset("1"), (("p", 1),)),
        Pinned("w", "— anonymous", ("r",), frozenset({"report"}), frozenset("12"), (("p", 2),)),
    ]
    again = Pinned("w", "— anonymous", ("r",), frozenset({"report"}), frozenset("21"), (("p", 1),))
    assert pin(base) == pin(again)
    assert len({pin(base), *map(pin, others)}) == 7


S, M = ExcerptState, Mover


@pytest.mark.parametrize(
    ("state", "to", "by", "expected"),
    [
        (None, S.DRAFT, M.WRITER, True),
        (None, S.APPROVED, M.REVIEWER, False),
        (S.DRAFT, S.SUBMITTED, M.WRITER, True),
        (S.DRAFT, S.APPROVED, M.REVIEWER, False),
        (S.SUBMITTED, S.APPROVED, M.REVIEWER, True),
        (S.SUBMITTED, S.APPROVED, M.WRITER, False),
        (S.SUBMITTED, S.APPROVED, M.STEWARD, False),
        (S.APPROVED, S.USED, M.WRITER, True),
        (S.USED, S.STALE, M.SYSTEM, True),
        (S.STALE, S.USED, M.WRITER, False),
        (S.SUSPENDED, S.APPROVED, M.STEWARD, False),
        (S.EXPIRED, S.USED, M.WRITER, False),
    ],
)
def test_an_excerpt_moves_as_the_table_says(
    state: ExcerptState | None, to: ExcerptState, by: Mover, expected: bool
) -> None:
    assert may_move(state, to, by) is expected


def test_a_stop_is_open_from_everywhere_but_withdrawal_which_is_final() -> None:
    for state in set(S) - {S.WITHDRAWN, S.SUSPENDED}:
        assert may_move(state, S.SUSPENDED, M.REVIEWER)
        assert may_move(state, S.WITHDRAWN, M.STEWARD)
        assert not may_move(state, S.WITHDRAWN, M.WRITER)
    assert not any(moves(S.WITHDRAWN, by) for by in M)
    assert moves(S.DRAFT, M.WRITER) == (S.SUBMITTED,)


def test_approval_is_reached_only_from_submission_by_a_reviewer() -> None:
    ways = [(state, by) for state in S for by in M if may_move(state, S.APPROVED, by)]
    assert ways == [(S.SUBMITTED, M.REVIEWER)]
