"""An index that is broken says so, is never made anew as an empty one, and can be mended."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from archive.search.errors import IndexDamaged
from archive.search.index import IndexState, Put, Remove
from archive.search.query import parse
from archive.search.tree import Field
from archive.search.whoosh_index import WhooshIndex

PAGES = [
    Put(n, f"dear friends of page{n}, a parole hearing " + "word " * n, "eng") for n in range(40)
]
ALL = frozenset(range(40))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with WhooshIndex(tmp_path / "index") as made:
        made.rebuild(PAGES)
        made.apply([Put(5, "dear friends changed", "eng")])
    return tmp_path / "index"


@pytest.fixture
def index(folder: Path) -> Iterator[WhooshIndex]:
    with WhooshIndex(folder) as opened:
        yield opened


def nowhere(field: Field) -> frozenset[int]:
    return frozenset()


def friends(index: WhooshIndex) -> int:
    return len(index.matches(parse('"dear friends"'), ALL, nowhere))


def one(folder: Path, pattern: str) -> Path:
    return max(folder.rglob(pattern), key=lambda path: path.stat().st_size)


def flip(path: Path, place: float = 0.5) -> None:
    content = bytearray(path.read_bytes())
    content[int((len(content) - 1) * place)] ^= 0x10
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def remove_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def remove_generation(folder: Path) -> None:
    shutil.rmtree(next(path for path in folder.iterdir() if path.is_dir()))


def point(folder: Path, content: str) -> None:
    (folder / "current").write_text(content)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "folder deleted": remove_folder,
    "generation deleted": remove_generation,
    "pointer deleted": lambda folder: (folder / "current").unlink(),
    "pointer emptied": lambda folder: point(folder, ""),
    "pointer no object": lambda folder: point(folder, "[]"),
    "pointer leads out": lambda folder: point(folder, '{"folder": "../x", "version": "1.1"}'),
    "contents flipped": lambda folder: flip(one(folder, "*.toc")),
    "contents cut": lambda folder: cut(one(folder, "*.toc")),
    "contents deleted": lambda folder: one(folder, "*.toc").unlink(),
    "seal deleted": lambda folder: one(folder, "seal_*").unlink(),
    "seal flipped": lambda folder: flip(one(folder, "seal_*")),
    "seal no object": lambda folder: one(folder, "seal_*").write_text("7"),
    "segment deleted": lambda folder: one(folder, "*.seg").unlink(),
    "segment cut": lambda folder: cut(one(folder, "*.seg")),
    "segment emptied": lambda folder: one(folder, "*.seg").write_bytes(b""),
    "segment flipped early": lambda folder: flip(one(folder, "*.seg"), 0.01),
    "segment flipped": lambda folder: flip(one(folder, "*.seg")),
    "segment flipped late": lambda folder: flip(one(folder, "*.seg"), 0.99),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_and_mended(folder: Path, index: WhooshIndex, damage: str) -> None:
    DAMAGES[damage](folder)
    assert index.state() in (IndexState.DAMAGED, IndexState.MISSING)
    for _ in range(2):
        with pytest.raises(IndexDamaged):
            friends(index)
        with pytest.raises(IndexDamaged):
            index.pages()
        with pytest.raises(IndexDamaged):
            index.apply([Put(1, "new", "eng"), Remove(2)])
    index.rebuild(PAGES)
    assert index.state() is IndexState.CURRENT
    assert friends(index) == 40


def test_every_flipped_bit_of_a_small_index_is_told(tmp_path: Path) -> None:
    root = tmp_path / "small"
    with WhooshIndex(root) as index:
        index.rebuild([Put(1, "dear friends", "eng")])
    for path in (one(root, "*.seg"), one(root, "*.toc")):
        whole = path.read_bytes()
        for tenth in range(10):
            flip(path, tenth / 10)
            with WhooshIndex(root) as index:
                assert index.state() is IndexState.DAMAGED
            path.write_bytes(whole)
        with WhooshIndex(root) as index:
            assert index.state() is IndexState.CURRENT


def test_a_missing_index_is_not_made_by_asking(tmp_path: Path) -> None:
    with WhooshIndex(tmp_path / "index") as index:
        assert index.state() is IndexState.MISSING
        with pytest.raises(IndexDamaged):
            friends(index)
        assert not (tmp_path / "index").exists()


@pytest.mark.parametrize("damage", ["segment cut", "segment emptied", "folder deleted"])
def test_damage_under_an_open_index_is_told(folder: Path, index: WhooshIndex, damage: str) -> None:
    assert friends(index) == 40
    DAMAGES[damage](folder)
    with pytest.raises(IndexDamaged):
        index.matches(parse("friends page17 -word"), ALL, nowhere)
    index.rebuild(PAGES)
    assert friends(index) == 40


def test_a_search_goes_on_when_the_index_is_built_anew_under_it(
    folder: Path, index: WhooshIndex
) -> None:
    def swapped(field: Field) -> frozenset[int]:
        with WhooshIndex(folder) as other:
            other.rebuild(PAGES[:10])
        return ALL

    assert friends(index) == 40
    assert len(index.matches(parse('author:x "dear friends"'), ALL, swapped)) == 10
    assert friends(index) == 10


def test_searches_go_on_while_the_index_is_built_anew_again_and_again(
    folder: Path, index: WhooshIndex
) -> None:
    def build() -> None:
        with WhooshIndex(folder) as other:
            for _ in range(4):
                other.rebuild(PAGES)

    with ThreadPoolExecutor(3) as pool:
        building = pool.submit(build)
        while not building.done():
            assert set(pool.map(lambda _: friends(index), range(4))) == {40}
        building.result()


def test_what_a_stopped_process_left_behind_does_no_harm_and_is_swept(
    folder: Path, index: WhooshIndex
) -> None:
    current = next(path for path in folder.iterdir() if path.is_dir())
    (current / "MAIN.tmp").mkdir()
    (current / "MAIN.tmp" / "x.run").write_text("canary")
    (current / "MAIN_halfwritten000.trm").write_text("canary")
    (current / "seal_99.json").write_text("{}")
    aside = folder / "g999999-00000000"
    aside.mkdir()
    (aside / "words").write_text("canary")
    assert friends(index) == 40
    index.apply([Put(41, "one more", "eng")])
    assert friends(index) == 40
    left = [path for path in folder.rglob("*") if path.is_file() and b"canary" in path.read_bytes()]
    assert left == []


def test_a_commit_that_fails_changes_nothing(
    folder: Path, index: WhooshIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("archive.search.seals.sync", full_disk)
        with pytest.raises(OSError, match="No space"):
            index.apply([Put(41, "dear friends", "eng"), Remove(3)])
    assert friends(index) == 40
    assert 41 not in index.pages()
    index.apply([Put(41, "dear friends", "eng"), Remove(3)])
    assert index.pages() == (ALL | {41}) - {3}
