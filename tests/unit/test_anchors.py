import pytest

from archive.domain.anchors import (
    Anchor,
    LineText,
    Outcome,
    Place,
    QuoteMismatch,
    anchor,
    move,
    overlaps,
    place,
    quote,
)

LINES = [
    LineText("a", "I was never told why."),
    LineText("b", "They moved us at night and"),
    LineText("c", "I was never told where."),
]


def held(words: str, lines: list[LineText] = LINES) -> Anchor:
    whole = "\n".join(line.text for line in lines)
    start = whole.index(words)
    return anchor(lines, place(lines, start), place(lines, start + len(words)), 1)


def changed(key: str, text: str) -> list[LineText]:
    return [LineText(line.key, text if line.key == key else line.text) for line in LINES]


def test_a_passage_keeps_its_words_and_what_stands_beside_them() -> None:
    passage = held("moved us")
    assert quote(LINES, passage) == "moved us"
    assert passage.prefix == "I was never told why.\nThey "
    assert passage.suffix == " at night and\nI was never told w"
    assert len(passage.sha256) == 64


def test_a_passage_may_run_over_lines() -> None:
    assert quote(LINES, held("night and\nI was")) == "night and\nI was"


def test_offsets_count_code_points() -> None:
    lines = [LineText("a", "se\u0301 \U0001f600 year")]
    passage = anchor(lines, Place("a", 6), Place("a", 10), 1)
    assert passage.exact == "year"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (Place("z", 0), Place("a", 3)),
        (Place("a", -1), Place("a", 3)),
        (Place("a", 0), Place("a", 99)),
        (Place("b", 0), Place("a", 3)),
        (Place("a", 5), Place("a", 6)),
    ],
)
def test_a_place_without_words_cannot_be_held(start: Place, end: Place) -> None:
    with pytest.raises(ValueError, match=r"place|passage"):
        anchor(LINES, start, end, 1)


def test_two_lines_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        anchor([*LINES, LINES[0]], Place("a", 0), Place("a", 1), 1)
    with pytest.raises(ValueError, match="no such place"):
        place(LINES, 1000)


def test_other_words_at_the_place_are_a_mismatch_that_tells_no_words() -> None:
    with pytest.raises(QuoteMismatch) as caught:
        quote(changed("b", "They woke all at night and"), held("moved us"))
    assert "woke" not in str(caught.value)
    with pytest.raises(QuoteMismatch):
        quote(LINES[:1], held("moved us"))


def test_an_edit_outside_leaves_the_passage_exact() -> None:
    new = changed("b", "Then they all moved us at midnight and")
    moved = move(held("moved us"), LINES, new, 2)
    assert moved.outcome is Outcome.EXACT
    assert moved.anchor is not None
    assert (moved.anchor.version, quote(new, moved.anchor)) == (2, "moved us")


def test_an_edit_inside_touches_and_shows_the_new_words() -> None:
    moved = move(held("moved us"), LINES, changed("b", "They removed us at night and"), 2)
    assert moved.outcome is Outcome.TOUCHED
    moved = move(held("They moved us"), LINES, changed("b", "They move us at night and"), 2)
    assert moved.outcome is Outcome.TOUCHED
    assert moved.anchor is not None
    assert moved.anchor.exact == "They move us"


def test_a_deleted_line_orphans_even_where_the_same_words_stand_elsewhere() -> None:
    assert move(held("I was never told"), LINES, LINES[1:], 2).outcome is Outcome.ORPHANED
    emptied = move(held("I was never told"), LINES, changed("a", ""), 2)
    assert (emptied.outcome, emptied.anchor) == (Outcome.ORPHANED, None)


def test_mending_the_quoted_words_never_jumps_to_their_twin_in_the_line() -> None:
    old = [LineText("a", "no more, no more of it")]
    new = [LineText("a", "so more, and no more of it!")]
    passage = anchor(old, Place("a", 0), Place("a", 7), 1)
    assert move(passage, old, new, 2).outcome is Outcome.TOUCHED


def test_a_line_put_between_touches_a_passage_that_runs_over_it() -> None:
    new = [LINES[0], LINES[1], LineText("new", "before dawn"), LINES[2]]
    assert move(held("night and\nI was"), LINES, new, 2).outcome is Outcome.TOUCHED
    swapped = [LINES[0], LINES[2], LINES[1]]
    assert move(held("night and\nI was"), LINES, swapped, 2).outcome is Outcome.ORPHANED


def test_words_put_at_the_joint_of_two_lines_touch() -> None:
    new = changed("b", "They moved us at night and day")
    assert move(held("night and\nI was"), LINES, new, 2).outcome is Outcome.TOUCHED


def test_overlapping_is_told_by_place() -> None:
    wide, narrow, other = held("moved us at night"), held("us at"), held("They")
    assert overlaps(LINES, narrow, wide)
    assert not overlaps(LINES, other, wide)
