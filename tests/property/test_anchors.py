from hypothesis import assume, event, given
from hypothesis import strategies as st

from archive.domain.anchors import Anchor, LineText, Outcome, anchor, joined, move, place, quote

# Few words, so that the same phrases stand on many lines.
WORDS = st.lists(
    st.sampled_from(["no", "more", "I", "was", "né", "told", "\U0001f600"]), min_size=1, max_size=8
)
TEXTS = st.lists(WORDS.map(" ".join), min_size=1, max_size=6)
EDITS = st.text("nomretld é", max_size=6)


def numbered(texts: list[str]) -> list[LineText]:
    return [LineText(f"l{number}", text) for number, text in enumerate(texts)]


@st.composite
def held_passages(draw: st.DrawFn) -> tuple[list[LineText], Anchor]:
    lines = numbered(draw(TEXTS))
    whole = joined(lines)
    start = draw(st.integers(0, len(whole) - 1))
    end = draw(st.integers(start + 1, len(whole)))
    assume(whole[start:end].strip())
    return lines, anchor(lines, place(lines, start), place(lines, end), 1)


def with_text(lines: list[LineText], key: str, text: str) -> list[LineText]:
    return [LineText(line.key, text if line.key == key else line.text) for line in lines]


def text_of(lines: list[LineText], key: str) -> str:
    return next(line.text for line in lines if line.key == key)


@given(held_passages(), TEXTS)
def test_edits_of_other_lines_leave_it_exact(
    held: tuple[list[LineText], Anchor], texts: list[str]
) -> None:
    lines, passage = held
    keys = [line.key for line in lines]
    own = keys[keys.index(passage.start_line) : keys.index(passage.end_line) + 1]
    new = [
        line if line.key in own else LineText(line.key, texts[number % len(texts)])
        for number, line in enumerate(lines)
    ]
    moved = move(passage, lines, [LineText("first", "new"), *new], 2)
    assert moved.outcome is Outcome.EXACT
    assert moved.anchor is not None
    assert quote([LineText("first", "new"), *new], moved.anchor) == passage.exact


@given(held_passages(), EDITS, st.data())
def test_an_edit_before_or_after_it_in_its_line_leaves_it_exact(
    held: tuple[list[LineText], Anchor], edit: str, data: st.DataObject
) -> None:
    lines, passage = held
    assume(passage.start_line == passage.end_line)
    text = text_of(lines, passage.start_line)
    before, after = text[: passage.start_offset], text[passage.end_offset :]
    if data.draw(st.booleans()):
        cut = data.draw(st.integers(0, len(before)))
        before = before[:cut] + edit + " "
    else:
        cut = data.draw(st.integers(0, len(after)))
        after = " " + edit + after[cut:]
    new = with_text(lines, passage.start_line, before + passage.exact + after)
    moved = move(passage, lines, new, 2)
    assert moved.outcome is Outcome.EXACT
    assert moved.anchor is not None
    assert quote(new, moved.anchor) == passage.exact


@given(held_passages(), EDITS, EDITS)
def test_edits_on_both_sides_never_give_other_words(
    held: tuple[list[LineText], Anchor], left: str, right: str
) -> None:
    lines, passage = held
    assume(passage.start_line == passage.end_line)
    new = with_text(lines, passage.start_line, f"{left} {passage.exact} {right}")
    moved = move(passage, lines, new, 2)
    event(moved.outcome)
    assert moved.outcome is not Outcome.ORPHANED
    assert moved.anchor is not None
    assert moved.anchor.start_line == passage.start_line
    if moved.outcome is Outcome.EXACT:
        assert quote(new, moved.anchor) == passage.exact


@given(held_passages(), st.sampled_from("xyz"), st.data())
def test_an_edit_inside_touches(
    held: tuple[list[LineText], Anchor], letter: str, data: st.DataObject
) -> None:
    lines, passage = held
    assume(passage.start_line == passage.end_line)
    text = text_of(lines, passage.start_line)
    at = data.draw(st.integers(passage.start_offset, passage.end_offset - 1))
    new = with_text(lines, passage.start_line, text[:at] + letter + text[at + 1 :])
    moved = move(passage, lines, new, 2)
    assert moved.outcome is Outcome.TOUCHED
    assert moved.anchor is not None
    assert quote(new, moved.anchor) == moved.anchor.exact


@given(held_passages(), st.data())
def test_a_deleted_line_orphans_and_is_never_found_again_elsewhere(
    held: tuple[list[LineText], Anchor], data: st.DataObject
) -> None:
    lines, passage = held
    keys = [line.key for line in lines]
    own = keys[keys.index(passage.start_line) : keys.index(passage.end_line) + 1]
    gone = data.draw(st.sampled_from(own))
    twin = LineText("twin", text_of(lines, gone))
    new = [twin, *(line for line in lines if line.key != gone), LineText("z", twin.text)]
    assert move(passage, lines, new, 2).outcome is Outcome.ORPHANED


@given(held_passages(), TEXTS)
def test_whatever_changes_exact_means_the_same_words_in_the_same_lines(
    held: tuple[list[LineText], Anchor], texts: list[str]
) -> None:
    lines, passage = held
    new = numbered(texts)
    moved = move(passage, lines, new, 2)
    event(moved.outcome)
    assert (moved.anchor is None) is (moved.outcome is Outcome.ORPHANED)
    if moved.anchor is not None:
        assert quote(new, moved.anchor) == moved.anchor.exact
        ends = (moved.anchor.start_line, moved.anchor.end_line)
        assert ends == (passage.start_line, passage.end_line)
    if moved.outcome is Outcome.EXACT and moved.anchor is not None:
        assert moved.anchor.exact == passage.exact
