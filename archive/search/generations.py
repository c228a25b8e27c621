"""The folder of the index: whole generations beside each other, one of them current.

A generation is built aside and becomes current by one rename. Within it every commit is sealed
with the checksum of each file, so that damage is told apart from an answer.
"""

import fcntl
import json
import os
import re
import secrets
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.search.errors import IndexDamaged

_POINTER = "current"
_LOCK = "lock"
_CHUNK = 1 << 20
_NAME = re.compile(r"g(\d+)-")


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which generation is current, and which version of fields and words it was built by."""

    folder: str
    version: str


def read_pointer(root: Path) -> Pointer | None:
    """Say which generation is current; None where there is no index. Raise IndexDamaged."""
    try:
        found = json.loads((root / _POINTER).read_text("utf-8"))
        pointer = Pointer(str(found["folder"]), str(found["version"]))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError) as fault:
        raise IndexDamaged from fault
    if Path(pointer.folder).name != pointer.folder:
        raise IndexDamaged
    return pointer


def write_pointer(root: Path, pointer: Pointer) -> None:
    """Make a generation the current one, at once and for good."""
    content = json.dumps({"folder": pointer.folder, "version": pointer.version})
    write_durably(root / _POINTER, content.encode())


@contextmanager
def building(root: Path) -> Iterator[Path]:
    """Give the folder of a new generation; nothing of it stays where the building fails."""
    numbers = [int(match[1]) for path in _generations(root) if (match := _NAME.match(path.name))]
    folder = root / f"g{max(numbers, default=0) + 1:06}-{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def sweep(root: Path, keep: str | None) -> None:
    """Remove what is not current: older generations, and what a stopped process left behind."""
    for path in _generations(root):
        if path.name != keep:
            shutil.rmtree(path)
        else:
            for leftover in path.glob("*.tmp"):
                shutil.rmtree(leftover)


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Be the only one, in any process, who changes the index."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    root.chmod(0o700)
    with (root / _LOCK).open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that after a crash either the old or the new one is there, whole."""
    aside = path.with_name(path.name + ".new")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file or folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def checksum(path: Path) -> int:
    """Read a file and sum it up."""
    total = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            total = zlib.crc32(chunk, total)
    return total


def _generations(root: Path) -> list[Path]:
    return [path for path in root.glob("g*") if path.is_dir() and _NAME.match(path.name)]
