"""Files kept under the SHA-256 of their bytes: written once, never changed."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from archive.errors import IntegrityFault, NotFound

_DIGEST = re.compile(r"[0-9a-f]{64}")
_UNFINISHED = ".new-"


class Blobs:
    """A folder of files named after what is in them; a name that is no SHA-256 is refused."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Keep these bytes for good, and answer their SHA-256; they are on the disk on return.

        A kept file that is damaged is replaced by these bytes, which are what it was.
        """
        digest = hashlib.sha256(content).hexdigest()
        target = self.path(digest)
        if self.is_whole(digest):
            return digest
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=_UNFINISHED)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o400)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
        _sync_folder(self.folder)
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes, checked against their name; raise IntegrityFault if they have changed."""
        path = self.path(digest)
        if not path.is_file():
            raise NotFound("This file is missing from the archive's data folder.")
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise IntegrityFault(f"The file {digest[:12]} is not as it was kept.")
        return content

    def path(self, digest: str) -> Path:
        """Where the bytes with this SHA-256 lie."""
        if not _DIGEST.fullmatch(digest):
            raise NotFound("This is no name of a kept file.")
        return self.folder / digest[:2] / digest

    def digests(self) -> Iterator[str]:
        """The name of every file kept here."""
        for path in self.folder.glob("[0-9a-f][0-9a-f]/*"):
            if _DIGEST.fullmatch(path.name):
                yield path.name

    def sweep(self, before: datetime) -> int:
        """Remove what a power cut left half written before this instant; answer how many."""
        left = [
            path
            for path in self.folder.glob(f"[0-9a-f][0-9a-f]/{_UNFINISHED}*")
            if path.stat().st_mtime < before.timestamp()
        ]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def is_whole(self, digest: str) -> bool:
        """Whether the file is there and still holds the bytes that it is named after."""
        try:
            self.read(digest)
        except (NotFound, IntegrityFault):
            return False
        return True


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
