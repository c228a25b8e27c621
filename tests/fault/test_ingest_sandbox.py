"""Decoders that hang, crash, lie or outlive their parent."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from ingest import sandbox
from ingest.errors import PageFailed, RefusedState, SourceRefused
from ingest.limits import MEBIBYTE, Limits
from tests.drawn_scans import pdf_of, saved, typed

LIMITS = Limits(seconds=60)
Child = Callable[[str], None]


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    return saved(typed(["Second leaf"]), tmp_path / "scan.png")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "work"


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Child:
    """Put a program of our own in the place of the reading child."""

    def put(program: str) -> None:
        monkeypatch.setattr(sandbox, "COMMAND", (sys.executable, "-c", program))

    return put


def living_in(workspace: Path) -> list[int]:
    """Find the processes whose temporary folder lies in this workspace."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if f"TMPDIR={workspace}".encode() in environment:
            found.append(int(process.name))
    return found


def wait_until(is_so: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came to this"
        time.sleep(0.02)


def files_in(workspace: Path) -> list[Path]:
    return list(workspace.rglob("*"))


def read(scan: Path, workspace: Path, limits: Limits = LIMITS) -> str:
    with pytest.raises(PageFailed) as failed:
        sandbox.read_page(scan, 1, "eng", limits, workspace)
    assert failed.value.reason.endswith(".")
    return failed.value.code


def test_a_child_that_hangs_is_ended_with_all_that_it_started(
    scan: Path, workspace: Path, child: Child
) -> None:
    child("import subprocess, time; subprocess.Popen(['sleep', '600']); time.sleep(600)")
    began = time.monotonic()
    assert read(scan, workspace, Limits(seconds=1)) == "too-long"
    assert time.monotonic() - began < 10
    assert living_in(workspace) == []
    assert files_in(workspace) == []


def test_what_a_child_leaves_running_is_ended(scan: Path, workspace: Path, child: Child) -> None:
    child("import subprocess; subprocess.Popen(['sleep', '600'])")
    assert read(scan, workspace) == "contradiction"
    assert living_in(workspace) == []


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os; os.abort()", "crashed"),
        ("raise SystemExit(1)", "crashed"),
        ("import os, signal; os.kill(0, signal.SIGXCPU)", "too-long"),
        ("print('no answer')", "contradiction"),
        ("print('[1]')", "contradiction"),
        ("print('[' * 90000)", "contradiction"),
        ("print('{}')", "contradiction"),
        ("""print('{"failed": 3}')""", "contradiction"),
        ("""print('{"failed": ["out-of-memory", ""]}')""", "out-of-memory"),
        ("""print('{"page": {}, "media_type": "image/png"}')""", "contradiction"),
    ],
)
def test_every_end_of_a_child_has_a_code_and_a_sentence(
    scan: Path, workspace: Path, child: Child, program: str, code: str
) -> None:
    child(program)
    assert read(scan, workspace) == code
    assert files_in(workspace) == []


def test_a_count_that_cannot_be_true_is_left_to_a_person(
    scan: Path, workspace: Path, child: Child
) -> None:
    for pages in ("0", "100000", '"many"'):
        child(f"""print('{{"source": ["image/png", {pages}]}}')""")
        with pytest.raises(SourceRefused) as refused:
            sandbox.examine(scan, LIMITS, workspace)
        assert refused.value.state is RefusedState.NEEDS_REVIEW
        assert refused.value.code == "contradiction"


def _answer(**change: object) -> str:
    line = {"text": "x", "box": [0, 0, 9, 9], "certainty": 0.9, "words": []}
    page = {
        "page": 1,
        "pages": 1,
        "state": "read",
        "text": "x",
        "engine": "none",
        "coverage": 1.0,
        "certainty": 0.9,
        "rotation": 0,
        "width": 9,
        "height": 9,
        "lines": [line],
    }
    told = json.dumps({"page": page | change, "media_type": "image/png"}).encode()
    written = told + b"\n\x89PNG\r\n\x1a\n"
    return f"import sys; sys.stdout.buffer.write({written!r})"


def test_an_honest_answer_is_taken(scan: Path, workspace: Path, child: Child) -> None:
    child(_answer())
    assert sandbox.read_page(scan, 1, "eng", LIMITS, workspace).text == "x"


@pytest.mark.parametrize(
    "change",
    [{"page": 2, "pages": 2}, {"width": 100_000, "height": 100_000}, {"width": 5}, {"text": "y"}],
)
def test_a_page_that_cannot_be_true_is_not_taken(
    scan: Path, workspace: Path, child: Child, change: dict[str, object]
) -> None:
    child(_answer(**change))
    assert read(scan, workspace) == "contradiction"


def test_memory_is_bounded(tmp_path: Path, workspace: Path) -> None:
    large = saved(Image.new("L", (9000, 9000), 255), tmp_path / "large.png")
    assert read(large, workspace, Limits(memory=150 * MEBIBYTE)) == "out-of-memory"
    assert files_in(workspace) == []


def test_files_written_are_bounded(scan: Path, workspace: Path) -> None:
    assert read(scan, workspace, Limits(output=10_000)) in {"too-large", "crashed"}


def test_an_empty_file_is_refused_without_a_child(tmp_path: Path, workspace: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.touch()
    with pytest.raises(SourceRefused) as refused:
        sandbox.examine(empty, LIMITS, workspace)
    assert refused.value.code == "empty-file"


def test_a_child_is_given_no_secrets(
    scan: Path, workspace: Path, child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_SECRET_KEY", "not for decoders")
    child(
        """import os; print('{"failed": ["told", "%s."]}' % ("ARCHIVE_SECRET_KEY" in os.environ))"""
    )
    with pytest.raises(PageFailed, match="False"):
        sandbox.read_page(scan, 1, "eng", LIMITS, workspace)


PARENT = """
import sys
from pathlib import Path
from ingest import sandbox
from ingest.limits import Limits
while True:
    sandbox.read_page(Path(sys.argv[1]), 1, "eng", Limits(), Path(sys.argv[2]))
"""


@pytest.mark.parametrize("moment", [0.05, 0.3, 0.6, 1.0])
def test_when_the_parent_is_killed_nothing_runs_on_and_nothing_is_left(
    tmp_path: Path, workspace: Path, moment: float
) -> None:
    scan = pdf_of([typed()] * 2, tmp_path / "scan.pdf")
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(scan), str(workspace)])
    wait_until(lambda: len(living_in(workspace)) > 0)
    time.sleep(moment)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    wait_until(lambda: living_in(workspace) == [])
    sandbox.sweep(workspace)
    assert files_in(workspace) == []


def test_when_the_parent_is_killed_in_mid_page_the_child_itself_cleans_up(
    tmp_path: Path, workspace: Path
) -> None:
    scan = saved(typed(), tmp_path / "scan.png")
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(scan), str(workspace)])
    wait_until(lambda: any(_is_engine(process) for process in living_in(workspace)))
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    wait_until(lambda: living_in(workspace) == [])
    assert files_in(workspace) == []


def _is_engine(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/comm").read_text().strip() == "tesseract"
    except OSError:
        return False


def test_the_sweep_takes_what_the_dead_left_and_spares_the_living(workspace: Path) -> None:
    with sandbox.private_folder(workspace) as mine:
        dead = workspace / "scan-999999999-1-abc"
        reborn = workspace / f"scan-{os.getpid()}-1-abc"
        other = workspace / "keep-me"
        for folder in (dead, reborn, other):
            folder.mkdir()
        (dead / "page.pgm").write_bytes(b"a letter")
        assert sandbox.sweep(workspace) == 2
        assert sorted(workspace.iterdir()) == sorted([mine, other])


def test_sweeping_where_nothing_was_ever_read_is_nothing(workspace: Path) -> None:
    assert sandbox.sweep(workspace) == 0
