"""The trusted side: every file is opened by a child that is bounded, watched and cleaned up.

Each child has its own process group, limits, private folder, and an environment without secrets.
What it answers is checked here again: a decoder that was taken over would answer anything.
"""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from ingest.errors import PageFailed, RefusedState, SourceRefused, rejected
from ingest.limits import Limits
from ingest.reading import ReadPage, from_json
from ingest.sources import MediaType, Source, sniff

COMMAND: tuple[str, ...] = (sys.executable, "-P", "-s", "-m", "ingest.child")
KEPT_ENVIRONMENT = ("PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "SYSTEMROOT")
FOLDER = "scan"

REASONS: Mapping[str, str] = {
    "too-long": "Reading took too long and was stopped: try it again, or scan it again.",
    "out-of-memory": "Reading needs more memory than it may have: scan it at 300 dots per inch.",
    "crashed": "Reading broke off on this file: look at the original, or scan it again.",
    "contradiction": "Reading gave an answer that cannot be true: look at the original.",
}
"""What is told for the failures that no decoder names itself."""


def examine(path: Path, limits: Limits, workspace: Path) -> Source:
    """Say what the file is and count its pages; raise SourceRefused where it gives none."""
    try:
        answer, _ = _ask(path, 0, "", limits, workspace)
    except PageFailed as fault:
        raise SourceRefused(RefusedState.NEEDS_REVIEW, fault.code, fault.reason) from None
    try:
        name, pages = answer["source"]
        source = Source(MediaType(name), int(pages))
    except (KeyError, ValueError, TypeError):
        source = None
    if source is None or not 1 <= source.pages <= limits.pages:
        raise SourceRefused(RefusedState.NEEDS_REVIEW, "contradiction", REASONS["contradiction"])
    return source


def read_page(path: Path, number: int, language: str, limits: Limits, workspace: Path) -> ReadPage:
    """Read one page, numbered from 1; raise SourceRefused or PageFailed, each with a reason."""
    answer, image = _ask(path, number, language, limits, workspace)
    try:
        page = from_json(answer["page"], image, MediaType(answer["media_type"]).value)
    except (KeyError, ValueError, TypeError):
        raise _failed("contradiction") from None
    if page.number != number or not _is_sound(page, limits):
        raise _failed("contradiction")
    return page


def sweep(workspace: Path) -> int:
    """Remove what dead processes left in the workspace; return how many folders went."""
    left = [folder for folder in workspace.glob(f"{FOLDER}-*") if not _is_owned(folder.name)]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


@dataclass(frozen=True, slots=True)
class _Ended:
    status: int
    output: bytes


def _ask(
    path: Path, number: int, language: str, limits: Limits, workspace: Path
) -> tuple[Mapping[str, Any], bytes]:
    if not path.stat().st_size:
        raise rejected("empty-file", "This file is empty: send it again.")
    with private_folder(workspace) as folder:
        order = {
            "path": str(path.resolve()),
            "number": number,
            "language": language,
            "folder": str(folder),
            "parent": os.getpid(),
            "limits": asdict(limits),
        }
        ended = _run([*COMMAND, json.dumps(order)], folder, limits)
    return _answer(ended)


@contextmanager
def private_folder(workspace: Path) -> Iterator[Path]:
    """Make a folder that only this process's children use, and remove it with all that is in it."""
    workspace.mkdir(mode=0o700, parents=True, exist_ok=True)
    prefix = f"{FOLDER}-{os.getpid()}-{_started(os.getpid())}-"
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=workspace))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[str], folder: Path, limits: Limits) -> _Ended:
    # A file without a name takes the answer: bounded by the child's limits, no pipe to block on.
    with tempfile.TemporaryFile(dir=folder) as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
        try:
            _wait(process, limits.seconds)
        finally:
            _end(process)
        return _Ended(process.returncode, _content(output, limits))


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    handle = os.pidfd_open(process.pid)
    try:
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        if not poll.poll(seconds * 1000):
            raise _failed("too-long")
    finally:
        os.close(handle)


def _end(process: subprocess.Popen[bytes]) -> None:
    # The child is not reaped yet, so its group's number cannot belong to anyone else.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    return kept | {
        "LANG": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
        "TMPDIR": str(folder),
    }


def _content(output: IO[bytes], limits: Limits) -> bytes:
    output.seek(0)
    return output.read(limits.output + 1)


def _answer(ended: _Ended) -> tuple[Mapping[str, Any], bytes]:
    if ended.status == -signal.SIGXCPU:
        raise _failed("too-long")
    if ended.status != 0:
        raise _failed("crashed")
    head, _, image = ended.output.partition(b"\n")
    try:
        answer = json.loads(head)
    except (ValueError, RecursionError):
        raise _failed("contradiction") from None
    if not isinstance(answer, dict):
        raise _failed("contradiction")
    _raise_told(answer)
    return answer, image


def _raise_told(answer: Mapping[str, Any]) -> None:
    try:
        if "refused" in answer:
            state, code, reason = answer["refused"]
            fault: Exception = SourceRefused(RefusedState(state), str(code), str(reason))
        elif "failed" in answer:
            code, reason = answer["failed"]
            fault = PageFailed(str(code), REASONS.get(code, str(reason)))
        else:
            return
    except (ValueError, TypeError):
        fault = _failed("contradiction")
    raise fault


def _failed(code: str) -> PageFailed:
    return PageFailed(code, REASONS[code])


def _is_sound(page: ReadPage, limits: Limits) -> bool:
    is_within = page.pages <= limits.pages and page.width * page.height <= 2 * limits.page_pixels
    boxes = [line.box for line in page.reading.lines] + [w.box for w in page.reading.words]
    are_inside = all(x + w <= page.width and y + h <= page.height for x, y, w, h in boxes)
    return is_within and are_inside and sniff(page.image[:16]) == page.media_type


def _is_owned(name: str) -> bool:
    parts = name.split("-")
    if len(parts) < 4 or not parts[1].isdecimal():
        return False
    return _started(int(parts[1])) == parts[2]


def _started(process: int) -> str | None:
    """Return when a living process began, in ticks since the machine started."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else fields[19]
