from hypothesis import given
from hypothesis import strategies as st

from archive.domain.excerpts import (
    Operation,
    OperationKind,
    Segment,
    Withheld,
    render,
    review_pieces,
    verify,
    words,
)

WORDS = ["never", "home", "Ana", "té,", "we", "told."]


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[Segment], list[Operation]]:
    segments: list[Segment] = []
    operations: list[Operation] = []
    for index in range(draw(st.integers(1, 3))):
        chosen = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))
        gaps = draw(
            st.lists(st.sampled_from([" ", "\n"]), min_size=len(chosen), max_size=len(chosen))
        )
        text = ""
        for word, gap in zip(chosen, gaps, strict=True):
            kind = draw(st.sampled_from([None, None, *OperationKind]))
            begin, text = len(text), text + word
            if kind in (OperationKind.ELIDE, OperationKind.BRACKET, OperationKind.REDACT):
                label = draw(st.sampled_from(Withheld))
                operations.append(Operation(kind, index, begin, len(text), label.value))
            elif kind is OperationKind.CASE:
                operations.append(Operation(kind, index, begin, begin + 1))
            text += gap
        segments.append(Segment(text.rstrip()))
    return segments, operations


@given(edited())
def test_replaying_in_any_order_gives_the_same_words(
    both: tuple[list[Segment], list[Operation]],
) -> None:
    segments, operations = both
    text = words(render(segments, operations))
    assert verify(text, segments, operations)
    assert verify(text, segments, operations[::-1])
    assert not verify(text + " more", segments, operations)


@given(edited())
def test_what_is_shown_outside_brackets_are_the_authors_words_in_order(
    both: tuple[list[Segment], list[Operation]],
) -> None:
    segments, operations = both
    source = " ".join(segment.text for segment in segments).split()
    kept = [
        piece.text
        for piece in render(segments, operations)
        if piece.kind.value in ("kept", "joined")
    ]
    left = iter("".join(source))
    assert all(letter in left for letter in "".join("".join(kept).split()))


@given(edited())
def test_shown_and_hidden_words_together_are_all_words(
    both: tuple[list[Segment], list[Operation]],
) -> None:
    segments, operations = both
    whole = "".join(
        piece.hidden if piece.kind.value not in ("kept",) else piece.text
        for piece in review_pieces(segments, operations)
    )
    assert "".join(whole.split()) == "".join("".join(one.text for one in segments).split())


@given(edited())
def test_a_redacted_word_is_in_no_piece_that_is_shown(
    both: tuple[list[Segment], list[Operation]],
) -> None:
    canary = [Segment(one.text.replace("Ana", "Zoë")) for one in both[0]]
    hidden = [
        Operation(OperationKind.REDACT, index, at, at + 3, "name")
        for index, one in enumerate(canary)
        for at in range(len(one.text))
        if one.text.startswith("Zoë", at)
    ]
    shown = render(canary, hidden)
    assert "Zoë" not in repr(shown)
    assert sum(piece.kind.value == "redacted" for piece in shown) == len(hidden)
