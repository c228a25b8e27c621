"""Read one scan from the command line: `python -m ingest FILE [--language eng|spa] [--json]`."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ingest import sandbox
from ingest.engines import BOTH, LANGUAGES
from ingest.errors import PageFailed, SourceRefused
from ingest.limits import Limits
from ingest.reading import PageState, as_json, failure_as_json, refusal_as_json

READ, WRONG_USE, REFUSED = 0, 2, 3
"""Exit statuses."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the file that is named and write its pages; return the exit status."""
    given = _parser().parse_args(arguments)
    if not given.file.is_file():
        _complain(f"There is no file {given.file}: check the name.")
        return WRONG_USE
    workspace = _workspace()
    sandbox.sweep(workspace)
    limits = Limits()
    try:
        source = sandbox.examine(given.file, limits, workspace)
        for number in range(1, source.pages + 1):
            found = _page(given.file, number, source.pages, given.language, limits, workspace)
            _tell(found, given.json)
    except SourceRefused as fault:
        if given.json:
            _write(json.dumps(refusal_as_json(fault.state, fault.code, fault.reason)))
        _complain(fault.reason)
        return REFUSED
    return READ


def _page(
    path: Path, number: int, pages: int, language: str, limits: Limits, workspace: Path
) -> dict[str, Any]:
    try:
        return as_json(sandbox.read_page(path, number, language, limits, workspace))
    except (PageFailed, SourceRefused) as fault:
        _complain(f"Page {number}: {fault.reason}")
        return failure_as_json(number, pages, fault.code, fault.reason)


def _tell(page: dict[str, Any], is_json: bool) -> None:
    if is_json:
        _write(json.dumps(page, ensure_ascii=False))
        return
    note = "" if page["state"] == PageState.READ else f" ({page['state'].replace('_', ' ')})"
    _write(f"Page {page['page']} of {page['pages']}{note}\n\n{page['text']}\n")


def _workspace() -> Path:
    """Give a folder of one's own among the temporary ones, or a fresh one if that is not sure."""
    folder = Path(tempfile.gettempdir()) / f"ingest-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    is_ours = found.st_uid == os.getuid() and not folder.is_symlink()
    if is_ours and found.st_mode & 0o077 == 0:
        return folder
    return Path(tempfile.mkdtemp(prefix="ingest-"))


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _complain(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest", description="Read a scan: its pages, words and what is uncertain."
    )
    parser.add_argument("file", type=Path, help="a PDF, TIFF, PNG, JPEG or WebP")
    parser.add_argument(
        "--language", choices=LANGUAGES, default=BOTH, help="the language it is written in"
    )
    parser.add_argument("--json", action="store_true", help="one object a line for each page")
    return parser


if __name__ == "__main__":
    sys.exit(main())
