"""Commits that are on disk when they return, each with the checksums of its files."""

import json
import zlib
from pathlib import Path
from typing import Any

from archive.search.errors import IndexDamaged
from archive.search.generations import checksum, sync, write_durably
from archive.search.whoosh_codec import schema
from archive.search.whoosh_parts import TOC, FileStorage, RamStorage, SegmentWriter, clean_files

NAME = "MAIN"


def seal(folder: Path, segments: list[Any], generation: int) -> None:
    """Make these segments the content of the index: sums first, then the one rename."""
    toc = _toc_bytes(segments, generation)
    sums = {_toc_name(generation): zlib.crc32(toc)}
    for segment in segments:
        path = folder / _file_name(segment)
        sync(path)
        sums[path.name] = checksum(path)
    write_durably(_seal_path(folder, generation), json.dumps(sums).encode())
    write_durably(folder / _toc_name(generation), toc)
    clean_files(FileStorage(str(folder)), NAME, generation, segments)
    for old in folder.glob("seal_*"):
        if old != _seal_path(folder, generation):
            old.unlink()


def generation_of(folder: Path) -> int:
    """Number the latest commit; raise FileNotFoundError where there is none."""
    found = int(TOC._latest_generation(FileStorage(str(folder)), NAME))
    if found < 0:
        raise FileNotFoundError(folder)
    return found


def read_sealed(folder: Path, generation: int, trusted: set[str]) -> list[Any]:
    """Read a commit's segments once every file is seen to be whole; raise IndexDamaged.

    Files named in ``trusted`` were seen before; those seen now are added.
    """
    sums = _sums(folder, generation)
    for name, total in sums.items():
        if name not in trusted and checksum(folder / name) != total:
            raise IndexDamaged
    toc = TOC.read(FileStorage(str(folder)), NAME, gen=generation, schema=schema())
    if {_file_name(s) for s in toc.segments} | {_toc_name(generation)} != sums.keys():
        raise IndexDamaged
    trusted.update(name for name in sums if name != _toc_name(generation))
    return list(toc.segments)


class SealingWriter(SegmentWriter):  # type: ignore[misc]
    """A writer whose commits are sealed."""

    def _commit_toc(self, segments: list[Any]) -> None:
        seal(Path(self.storage.folder), segments, self.generation)


def _sums(folder: Path, generation: int) -> dict[str, int]:
    try:
        sums = json.loads(_seal_path(folder, generation).read_bytes())
        return {Path(name).name: int(total) for name, total in sums.items()}
    except (ValueError, TypeError, AttributeError) as fault:
        raise IndexDamaged from fault


def _toc_bytes(segments: list[Any], generation: int) -> bytes:
    storage = RamStorage()
    TOC(schema(), segments, generation).write(storage, NAME)
    return bytes(storage.files[_toc_name(generation)])


def _toc_name(generation: int) -> str:
    return str(TOC._filename(NAME, generation))


def _file_name(segment: Any) -> str:
    return str(segment.make_filename(segment.COMPOUND_EXT))


def _seal_path(folder: Path, generation: int) -> Path:
    return folder / f"seal_{generation}.json"
