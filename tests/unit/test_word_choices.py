from archive.domain.excerpts import Operation, OperationKind, Segment
from archive.web.word_choices import chosen, left_out, offered, withheld

SEGMENTS = [Segment("I saw Maria,\nmy old friend.")]


def picked(*texts: str) -> list[str]:
    return [word.value for word in offered(SEGMENTS, []) if word.text in texts]


def test_every_word_is_offered_and_a_new_line_is_known() -> None:
    words = offered(SEGMENTS, [])
    assert [word.text for word in words] == ["I", "saw", "Maria,", "my", "old", "friend."]
    assert [word.text for word in words if word.starts_line] == ["my"]


def test_neighbouring_words_become_one_ellipsis_and_others_their_own() -> None:
    words = offered(SEGMENTS, [])
    acts = left_out(words, chosen(words, picked("saw", "Maria,", "old")))
    assert [(act.start, act.end) for act in acts] == [(2, 12), (16, 19)]


def test_a_withheld_name_keeps_the_comma_after_it() -> None:
    words = offered(SEGMENTS, [])
    acts = withheld(words, chosen(words, picked("Maria,")), "name")
    assert acts == [Operation(OperationKind.REDACT, 0, 6, 11, "name")]


def test_a_word_of_nothing_but_marks_can_be_withheld_whole() -> None:
    words = offered([Segment("he said -- no")], [])
    assert withheld(words, words[2:3], "detail")[0].end == 10


def test_words_hidden_already_cannot_be_chosen_again() -> None:
    act = Operation(OperationKind.ELIDE, 0, 2, 5)
    words = offered(SEGMENTS, [act])
    assert [word.text for word in words if word.act] == ["saw"]
    assert chosen(words, picked("saw")) == []


def test_what_is_no_word_here_is_left_aside() -> None:
    words = offered(SEGMENTS, [])
    assert chosen(words, ["0:0-99", "9:0-1", "x", "0:-1-2", ""]) == []


def test_words_of_two_parts_never_make_one_ellipsis() -> None:
    words = offered([Segment("one two"), Segment("three four")], [])
    acts = left_out(words, [words[1], words[2]])
    assert [act.segment for act in acts] == [0, 1]
