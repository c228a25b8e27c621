"""Puts the front-end parts that the pages need into static/vendor, each checked by its SHA-256.

deploy/vendor.lock names them, one a line: hash, place in static/vendor, source in node_modules.

    vendor.py check      tells what is missing or differs; exit status 1 if anything is
    vendor.py install    copies from node_modules what is missing or differs
    vendor.py lock       writes the hashes of what lies in node_modules into vendor.lock
"""

import hashlib
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

LOCK = "deploy/vendor.lock"
VENDOR = "static/vendor"
PACKAGES = "node_modules"


class VendorError(Exception):
    """The front-end parts are not what the lock file says."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file: its hash, where it goes under static/vendor, where npm puts it."""

    sha256: str
    target: PurePosixPath
    source: PurePosixPath


def parse(text: str) -> tuple[Part, ...]:
    """Read a lock file; refuses a line of another shape and a path that leaves its folder."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(_part(line) for line in lines if line and not line.startswith("#"))


def render(parts: Iterable[Part]) -> str:
    """Write parts as a lock file, which `parse` reads back as the same parts."""
    return "".join(f"{part.sha256}  {part.target}  {part.source}\n" for part in parts)


def is_intact(path: Path, sha256: str) -> bool:
    """Whether the file is there and has exactly the bytes that the hash stands for."""
    return path.is_file() and _sha256(path) == sha256


def differing(root: Path, parts: Iterable[Part]) -> tuple[Part, ...]:
    """Say which parts are missing from static/vendor or differ from their hash."""
    return tuple(p for p in parts if not is_intact(root / VENDOR / p.target, p.sha256))


def install(root: Path, parts: Iterable[Part]) -> tuple[Part, ...]:
    """Copy what is missing, each in one step; never a source whose hash is wrong."""
    todo = differing(root, parts)
    for part in todo:
        source = root / PACKAGES / part.source
        if not source.is_file():
            raise VendorError(f"{PACKAGES}/{part.source} is missing: run npm ci first.")
        if not is_intact(source, part.sha256):
            raise VendorError(f"{PACKAGES}/{part.source} is not the file that {LOCK} names.")
        _copy(source, root / VENDOR / part.target)
    return todo


def locked(root: Path, parts: Iterable[Part]) -> tuple[Part, ...]:
    """Give the same parts with the hashes of what lies in node_modules now."""
    return tuple(replace(p, sha256=_sha256(root / PACKAGES / p.source)) for p in parts)


def main(arguments: Sequence[str], root: Path) -> int:
    """Run one of check, install and lock on a checkout; gives the exit status."""
    act = _ACTS.get(arguments[0]) if len(arguments) == 1 else None
    if act is None:
        print("Usage: vendor.py check | install | lock", file=sys.stderr)
        return 2
    try:
        return act(root, parse((root / LOCK).read_text(encoding="utf-8")))
    except (VendorError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _check(root: Path, parts: tuple[Part, ...]) -> int:
    wrong = differing(root, parts)
    for part in wrong:
        print(f"{VENDOR}/{part.target} is missing or differs.", file=sys.stderr)
    return 1 if wrong else 0


def _install(root: Path, parts: tuple[Part, ...]) -> int:
    print(f"{len(install(root, parts))} of {len(parts)} files put into {VENDOR}.")
    return 0


def _lock(root: Path, parts: tuple[Part, ...]) -> int:
    (root / LOCK).write_text(render(locked(root, parts)), encoding="utf-8")
    print(f"{len(parts)} hashes written into {LOCK}.")
    return 0


_ACTS: dict[str, Callable[[Path, tuple[Part, ...]], int]] = {
    "check": _check,
    "install": _install,
    "lock": _lock,
}


def _part(line: str) -> Part:
    fields = line.split()
    if len(fields) != 3:
        raise VendorError(f"{LOCK}: not hash, target and source: {line}")
    sha256, target, source = fields
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise VendorError(f"{LOCK}: no SHA-256: {sha256}")
    return Part(sha256, _inside(target), _inside(source))


def _inside(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise VendorError(f"{LOCK}: leaves its folder: {name}")
    return path


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".part-", delete=False) as part:
        part.write(source.read_bytes())
    Path(part.name).chmod(0o644)
    Path(part.name).replace(target)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(__file__).resolve().parent.parent))
