"""The index in a real folder: what it takes in, what it finds, what it forgets."""

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from archive.errors import IndexUnavailable
from archive.search.generations import Pointer, read_pointer, write_pointer
from archive.search.index import Change, IndexState, NullIndex, Put, Remove, SearchIndex
from archive.search.query import parse
from archive.search.tree import Field
from archive.search.whoosh_index import WhooshIndex

PAGES = [
    Put(1, "Dear friends, I don\u2019t know when my mother's letters come.", "eng"),
    Put(2, "Queridos amigos: escribió dos canciones en la prisión.", "spa"),
    Put(3, "My friends, dear to me, went to the parole hearing; well-being matters.", "eng"),
    Put(4, "the parole board was hap-\npening on carts", "eng"),
    Put(5, "solitary confinement, confined; her cartas arrived", "eng"),
]
ALL = frozenset(range(1, 10))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def index(folder: Path) -> Iterator[WhooshIndex]:
    with WhooshIndex(folder) as made:
        made.rebuild(PAGES)
        yield made


def nowhere(field: Field) -> frozenset[int]:
    return frozenset()


def found(index: SearchIndex, query: str, allowed: frozenset[int] = ALL) -> set[int]:
    return set(index.matches(parse(query), allowed, nowhere))


def holds(folder: Path, word: str) -> bool:
    """Whether any byte of the folder still tells of a word."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return any(word.encode() in path.read_bytes().lower() for path in files)


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ("friend", {1, 3}),
        ("FRIENDS", {1, 3}),
        ("letter", {1}),
        ("mothers", {1}),
        ("don't", {1}),
        ("dont", {1}),
        ("canción", {2}),
        ("cancion", {2}),
        ("escribir", {2}),
        ("escribio", {2}),
        ("prisiones", {2}),
        ("carta", {5}),
        ("cart", {4}),
        ('"dear friends"', {1}),
        ('"friends dear"', {3}),
        ('"Queridos AMIGOS escribio"', {2}),
        ('"the parole hearing"', {3}),
        ('"parole the"', set()),
        ("well-being", {3}),
        ("happening", {4}),
        ("pening", {4}),
        ("con*", {5}),
        ("confine*", {5}),
        ("conz*", set()),
        ("parole -board", {3}),
        ("parole OR amigos", {2, 3, 4}),
        ("(letter OR hearing) friends", {1, 3}),
        ("-friends", {2, 4, 5, 6, 7, 8, 9}),
        ("", set(ALL)),
        ("zanzibar", set()),
        ("parole zanzibar", set()),
    ],
)
def test_words_are_found_as_people_mean_them(
    index: WhooshIndex, query: str, pages: set[int]
) -> None:
    assert found(index, query) == pages


def test_fields_are_asked_of_the_store(index: WhooshIndex) -> None:
    asked: list[Field] = []

    def resolve(field: Field) -> frozenset[int]:
        asked.append(field)
        return frozenset({3, 4, 77})

    assert set(index.matches(parse("author:A-1 friends"), ALL, resolve)) == {3}
    assert set(index.matches(parse("author:A-1"), ALL, resolve)) == {3, 4}
    assert set(index.matches(parse("friends -author:A-1"), ALL, resolve)) == {1}
    assert asked == [Field("author", "A-1")] * 3


def test_a_fault_of_the_store_is_not_taken_for_damage(index: WhooshIndex) -> None:
    def broken(field: Field) -> frozenset[int]:
        raise OSError("the store")

    with pytest.raises(OSError, match="the store"):
        index.matches(parse("author:A-1"), ALL, broken)


def test_rarer_and_more_frequent_words_score_higher(index: WhooshIndex) -> None:
    index.apply([Put(6, "parole parole parole", "eng")])
    scores = index.matches(parse("parole"), ALL, nowhere)
    assert scores[6] == max(scores.values())
    both = index.matches(parse("friends OR letter"), ALL, nowhere)
    assert both[1] > both[3] > 0


def test_a_page_is_added_changed_and_removed(index: WhooshIndex) -> None:
    index.apply([Put(6, "a new page", "eng")])
    assert found(index, "new") == {6}
    index.apply([Put(6, "another text", "eng")])
    assert found(index, "new") == set()
    assert found(index, "another") == {6}
    index.apply([Remove(6)])
    assert found(index, "another") == set()
    assert index.pages() == {1, 2, 3, 4, 5}


def test_taking_in_the_same_change_again_does_no_harm(index: WhooshIndex) -> None:
    changes: list[Change] = [Put(6, "once", "eng"), Remove(1), Remove(99)]
    index.apply(changes)
    before = index.matches(parse("once OR friends"), ALL, nowhere)
    index.apply(changes)
    index.apply(iter(changes))
    assert index.matches(parse("once OR friends"), ALL, nowhere) == before
    assert index.pages() == {2, 3, 4, 5, 6}


def test_a_page_of_another_language_is_found_by_the_stems_of_both(index: WhooshIndex) -> None:
    index.apply([Put(6, "letters, canciones", "und"), Put(7, "lettres", "fra")])
    assert found(index, "letter") == {1, 6}
    assert found(index, "canción") == {2, 6}
    assert found(index, "lettres") == {7}


def test_the_last_of_several_changes_of_a_page_holds(index: WhooshIndex) -> None:
    index.apply([Put(6, "first", "eng"), Remove(6), Put(6, "second", "eng"), Put(7, "x", "eng")])
    index.apply([Put(7, "y", "eng"), Remove(7)])
    assert found(index, "first") == set()
    assert found(index, "second") == {6}
    assert index.pages() == {1, 2, 3, 4, 5, 6}


def test_no_change_writes_nothing(index: WhooshIndex, folder: Path) -> None:
    before = sorted(path.name for path in folder.rglob("*"))
    index.apply([])
    index.apply([Remove(99)])
    assert sorted(path.name for path in folder.rglob("*")) == before


def test_removed_words_are_gone_from_the_files(index: WhooshIndex, folder: Path) -> None:
    index.apply([Put(6, "Xyzzycanary parole", "eng")])
    assert holds(folder, "xyzzycanary")
    index.apply([Remove(6)])
    assert not holds(folder, "xyzzycanari")
    assert not holds(folder, "xyzzycanary")
    assert found(index, "parole") == {3, 4}


def test_an_older_text_is_gone_from_the_files_once_its_page_is_removed(folder: Path) -> None:
    with WhooshIndex(folder) as index:
        index.rebuild([*PAGES, Put(6, "xyzzycanary", "eng")])
        index.apply([Put(6, "a corrected text", "eng")])
        assert found(index, "xyzzycanary") == set()
        index.apply([Remove(6), Put(6, "a corrected text", "eng")])
        assert not holds(folder, "xyzzycanary")
        assert found(index, "corrected") == {6}


def test_removing_all_pages_leaves_an_index_that_works(index: WhooshIndex, folder: Path) -> None:
    index.apply([Remove(page.page_id) for page in PAGES])
    assert index.pages() == frozenset()
    assert found(index, "friends") == set()
    assert not holds(folder, "friends")
    assert index.state() is IndexState.CURRENT
    index.apply(PAGES)
    assert found(index, "friends") == {1, 3}


def test_many_small_changes_are_brought_together(index: WhooshIndex, folder: Path) -> None:
    for number in range(100, 140):
        index.apply([Put(number, f"page number{number} of many", "eng")])
    assert len(list(folder.rglob("*.seg"))) < 16
    assert index.pages() == {1, 2, 3, 4, 5, *range(100, 140)}
    assert found(index, "number117", frozenset(range(200))) == {117}
    assert found(index, '"of many"', frozenset(range(200))) == set(range(100, 140))


def test_building_anew_puts_the_new_in_place_of_the_old(index: WhooshIndex, folder: Path) -> None:
    index.rebuild([Put(8, "only this", "eng")])
    assert index.pages() == {8}
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1
    assert not holds(folder, "friends")


def test_a_building_that_fails_leaves_the_old_as_it_was(index: WhooshIndex, folder: Path) -> None:
    def broken() -> Iterator[Put]:
        yield Put(8, "xyzzycanary", "eng")
        raise OSError("the store")

    with pytest.raises(OSError, match="the store"):
        index.rebuild(broken())
    assert found(index, "friends") == {1, 3}
    assert not holds(folder, "xyzzycanary")
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1


def test_a_large_building_goes_in_several_parts(folder: Path) -> None:
    with WhooshIndex(folder) as index:
        index.rebuild(Put(number, f"word{number % 7}", "eng") for number in range(4100))
        assert len(list(folder.rglob("*.seg"))) == 3
        assert len(index.pages()) == 4100
        assert len(index.matches(parse("word3"), frozenset(range(5000)), nowhere)) == 586


def test_nobody_else_may_read_the_folder(index: WhooshIndex, folder: Path) -> None:
    folders = [folder, *(path for path in folder.iterdir() if path.is_dir())]
    assert [stat.S_IMODE(path.stat().st_mode) for path in folders] == [0o700] * 2


def test_an_index_of_another_version_has_to_be_built_anew(index: WhooshIndex, folder: Path) -> None:
    pointer = read_pointer(folder)
    assert pointer is not None
    write_pointer(folder, Pointer(pointer.folder, "0.0"))
    assert index.state() is IndexState.OUTDATED
    with pytest.raises(IndexUnavailable):
        found(index, "friends")
    index.rebuild(PAGES)
    assert index.state() is IndexState.CURRENT
    assert found(index, "friends") == {1, 3}


def test_another_process_sees_what_was_taken_in(index: WhooshIndex, folder: Path) -> None:
    with WhooshIndex(folder) as other:
        assert found(other, "friends") == {1, 3}
        index.apply([Put(6, "friends again", "eng"), Remove(1)])
        assert found(other, "friends") == {3, 6}
        index.rebuild(PAGES[:1])
        assert found(other, "friends") == {1}


def test_threads_may_ask_while_one_writes(index: WhooshIndex) -> None:
    def ask(_: int) -> bool:
        return found(index, '"dear friends"') == {1} and found(index, "hearing") == {3}

    def write(number: int) -> bool:
        index.apply([Put(100 + number % 3, f"other words {number}", "eng")])
        return True

    with ThreadPoolExecutor(6) as pool:
        written = [pool.submit(write, number) for number in range(12)]
        asked = [pool.submit(ask, number) for number in range(60)]
        assert all(act.result() for act in (*written, *asked))


def test_without_an_index_nothing_pretends_to_be_found() -> None:
    index = NullIndex()
    index.apply([Put(1, "words", "eng")])
    index.rebuild(PAGES)
    assert index.state() is IndexState.OFF
    assert index.pages() == frozenset()
    with pytest.raises(IndexUnavailable):
        found(index, "words")
