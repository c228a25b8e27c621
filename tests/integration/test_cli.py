"""The command line: exit statuses, JSON for other programs, and faults as one sentence."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from archive.cli import main
from archive.settings import make_secret
from tests.drawn_scans import LETTER, pdf_of, saved, typed

ROOT = Path(__file__).parents[2]
PASSWORD = "a sentence that opens the door"


@dataclass(frozen=True, slots=True)
class Told:
    """What a command said, and how it ended."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def sentence(self) -> str:
        """The one line on standard error."""
        assert "Traceback" not in self.err
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


Command = Callable[..., Told]


def command_on(data: Path) -> Command:
    def run(*words: str | Path, given: str = "") -> Told:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ARCHIVE_")}
        ended = subprocess.run(
            [sys.executable, "-m", "archive", "--data", str(data), *map(str, words)],
            cwd=ROOT,
            env=kept,
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return Told(ended.returncode, ended.stdout, ended.stderr)

    return run


def main_on(data: Path) -> Command:
    """The same without a process of its own, which is quicker where nothing is left open."""

    def run(*words: str | Path, given: str = "") -> Told:
        out, err, status = StringIO(), StringIO(), None
        mask = os.umask(0o077)
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "argv", ["archive", "--data", str(data), *map(str, words)])
            patch.setattr(sys, "stdin", StringIO(given))
            try:
                main()
            except SystemExit as end:
                status = end.code
        os.umask(mask)
        assert isinstance(status, int)
        return Told(status, out.getvalue(), err.getvalue())

    return run


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One made archive, which the tests of this file share."""
    folder = tmp_path_factory.mktemp("cli") / "data"
    assert command_on(folder)("init").status == 0
    return folder


@pytest.fixture(scope="module")
def archive_command(data: Path) -> Command:
    return command_on(data)


@pytest.fixture
def archive_main(data: Path) -> Command:
    return main_on(data)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A folder that was taken in twice, and what was said each time."""

    folder: Path
    first: Told
    second: Told


@pytest.fixture(scope="module")
def scanned(archive_command: Command, tmp_path_factory: pytest.TempPathFactory) -> Scanned:
    folder = tmp_path_factory.mktemp("scans")
    (folder / "inner").mkdir()
    saved(typed(), folder / "a.png")
    pdf_of([typed(LETTER[:3]), typed(LETTER[3:])], folder / "inner" / "b.pdf")
    (folder / "a.txt").write_text("typed by somebody", encoding="utf-8")
    (folder / ".hidden").write_bytes(b"\x00\x01")
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)
    (folder / "unknown.bin").write_bytes(bytes(range(256)) * 8)
    words = ["--author", "quiet-heron", "--received", "2026-02-03", "--batch", "Monday"]
    first = archive_command("ingest", folder, *words, "--language", "eng", "--json")
    return Scanned(folder, first, archive_command("ingest", folder, "--json"))


def by_name(told: Told) -> dict[str, dict[str, Any]]:
    return {Path(one["file"]).name: one for one in told.objects}


def test_ingest_tells_one_object_a_file_and_ends_with_3_where_one_was_refused(
    scanned: Scanned,
) -> None:
    told = by_name(scanned.first)
    assert set(told) == {"a.png", "b.pdf", "broken.png", "unknown.bin"}
    for one in told.values():
        assert set(one) == {
            "file", "sha256", "item", "pages", "state", "code", "reason", "seconds",
        }  # fmt: skip
    assert (told["a.png"]["state"], told["a.png"]["pages"]) == ("read", 1)
    assert (told["b.pdf"]["state"], told["b.pdf"]["pages"]) == ("read", 2)
    assert told["unknown.bin"]["state"] == "rejected"
    assert told["unknown.bin"]["item"] is None
    assert told["broken.png"]["pages"] == 0
    for name in ("broken.png", "unknown.bin"):
        assert told[name]["code"]
        assert told[name]["reason"]
    assert scanned.first.status == 3


def test_ingest_counts_what_in_folders_is_plainly_no_scan(scanned: Scanned) -> None:
    assert scanned.first.sentence == "2 taken in, 0 here already, 2 refused, 2 skipped as no scans."


def test_a_second_run_takes_in_nothing_and_names_the_items(scanned: Scanned) -> None:
    first, second = by_name(scanned.first), by_name(scanned.second)
    for name in ("a.png", "b.pdf"):
        assert second[name]["state"] == "duplicate"
        assert second[name]["item"] == first[name]["item"]
        assert second[name]["sha256"] == first[name]["sha256"]
        assert second[name]["pages"] == first[name]["pages"]


def test_item_tells_pages_text_and_what_is_known(archive_main: Command, scanned: Scanned) -> None:
    ref = by_name(scanned.first)["b.pdf"]["item"]
    told = archive_main("item", ref, "--json")
    (item,) = told.objects
    assert told.status == 0
    assert (item["item"], item["kind"], item["state"]) == (ref, "letter", "read")
    assert (item["author"], item["received"], item["batch"]) == (
        "quiet-heron", "2026-02-03", "Monday",
    )  # fmt: skip
    assert [page["number"] for page in item["pages"]] == [1, 2]
    for page in item["pages"]:
        assert {"number", "state", "text", "engine", "coverage", "version"} <= set(page)
        assert (page["version"], page["state"]) == (1, "read")
    assert "tomatoes along the wall" in item["pages"][1]["text"]
    assert "consent" in item


def test_item_is_told_to_people_too_in_small_letters(
    archive_main: Command, scanned: Scanned
) -> None:
    ref = by_name(scanned.first)["a.png"]["item"]
    told = archive_main("item", ref.lower())
    assert told.status == 0
    assert f"Item {ref}: letter, read." in told.out
    assert "Dear friend" in told.out


def test_check_finds_all_good_after_it(archive_command: Command, scanned: Scanned) -> None:
    assert scanned.second.objects
    told = archive_command("check", "--json")
    assert told.status == 0
    assert all(set(one) == {"check", "health", "sentence"} for one in told.objects)
    assert {one["health"] for one in told.objects} == {"good"}
    assert archive_command("audit", "verify").status == 0


def test_what_is_lost_or_changed_is_found_and_the_index_is_built_again(tmp_path: Path) -> None:
    data = tmp_path / "data"
    run = command_on(data)
    run("init")
    taken = run("ingest", saved(typed(LETTER[:2]), tmp_path / "a.png"), "--json").objects[0]
    shutil.rmtree(data / "index")
    assert "reindex" in run("check").out
    told = run("reindex")
    assert (told.status, told.out) == (0, "The index is whole again; pages in it: 1.\n")
    kept = data / "originals" / taken["sha256"][:2] / taken["sha256"]
    kept.chmod(0o600)
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    told = run("check", "--json")
    assert told.status == 1
    assert {one["check"] for one in told.objects if one["health"] == "fault"} == {"originals"}


def test_a_named_file_that_is_no_scan_is_refused(
    archive_command: Command, scanned: Scanned
) -> None:
    told = archive_command("ingest", scanned.folder / "a.txt", "--json")
    assert told.status == 3
    assert told.objects[0]["state"] == "rejected"
    assert archive_command("ingest", scanned.folder / "a.txt").status == 3


def test_a_file_with_a_name_of_odd_bytes_is_taken_in(
    archive_command: Command, tmp_path: Path
) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9 \xff.png"))
    saved(typed(["An odd name", *LETTER[:2]]), tmp_path / "plain.png").rename(odd)
    told = archive_command("ingest", odd, "--json")
    assert (told.status, told.objects[0]["state"]) == (0, "read")
    again = archive_command("ingest", odd)
    assert again.status == 0
    assert "duplicate" in again.out


@pytest.mark.parametrize(
    ("words", "status", "part"),
    [
        (["item", "ZZZZZZ"], 3, "no item"),
        (["ingest", "/no/such/file.png"], 2, "/no/such/file.png"),
        (["ingest"], 2, "PATHS"),
        (["ingest", "config.py", "--received", "3.2.2026"], 2, "3.2.2026"),
        (["ingest", "config.py", "--language", "deu"], 2, "deu"),
        (["ingest", "config.py", "--author", "No Code!"], 2, "code name"),
        (["user", "add", "mara", "--role", "king"], 2, "king"),
        (["user", "add", "mara"], 2, "--role"),
        (["user", "add", "mara", "--role", "writer", "--password-stdin"], 2, "12 characters"),
        (["user", "add", "m m", "--role", "writer", "--password-stdin"], 2, "name"),
        (["dance"], 2, "dance"),
        (["serve", "--port", "70000"], 2, "70000"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_fault_is_one_sentence_and_a_status(
    archive_main: Command, words: list[str], status: int, part: str
) -> None:
    told = archive_main(*words)
    assert told.status == status, told.err
    assert part in told.sentence
    assert told.out == ""


def test_serving_at_an_impossible_address_is_refused(archive_main: Command) -> None:
    told = archive_main("serve", "--host", "999.1.1.1", "--port", "0")
    assert told.status == 2
    assert "no address of this machine" in told.err


def test_a_refused_code_name_leaves_nothing_behind(
    archive_command: Command, scanned: Scanned
) -> None:
    path = saved(typed(LETTER[:1]), scanned.folder.parent / "c.png")
    assert archive_command("ingest", path, "--author", "No Code!").status == 2
    assert "Every kept file belongs to an item." in archive_command("check").out


@pytest.mark.parametrize(
    "words", [["check"], ["reindex"], ["worker"], ["item", "ABCDEF"], ["audit", "verify"]]
)
def test_where_there_is_no_archive_it_says_how_to_make_one(
    tmp_path: Path, words: list[str]
) -> None:
    told = main_on(tmp_path / "nothing")(*words)
    assert told.status == 2
    assert "archive init" in told.sentence
    assert not (tmp_path / "nothing").exists()


def test_faults_in_the_settings_are_one_sentence(tmp_path: Path) -> None:
    make_secret(tmp_path)
    (tmp_path / "archive.toml").write_text('workers = "x"\nhue = 3', encoding="utf-8")
    told = main_on(tmp_path)("check")
    assert told.status == 2
    assert "workers" in told.sentence
    assert "hue" in told.sentence


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    told = main_on(tmp_path / "file" / "data")("init")
    assert told.status == 1
    assert told.sentence


def test_a_record_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    make_secret(tmp_path)
    (tmp_path / "archive.sqlite").write_bytes(b"not a database" * 100)
    told = main_on(tmp_path)("check")
    assert told.status == 1
    assert "record" in told.sentence


def test_an_address_that_is_not_ours_cannot_be_served(archive_command: Command) -> None:
    told = archive_command("serve", "--no-worker", "--host", "203.0.113.1")
    assert told.status == 1
    assert "address" in told.sentence


def test_an_account_is_made_once_and_its_password_comes_from_standard_input(
    archive_main: Command,
) -> None:
    words = ["user", "add", "anna", "--role", "writer", "--role", "reviewer", "--password-stdin"]
    made = archive_main(*words, given=PASSWORD + "\n")
    assert (made.status, made.err) == (0, "")
    assert PASSWORD not in made.out
    again = archive_main(*words, given=PASSWORD + "\n")
    assert again.status == 3
    assert "already" in again.sentence


def test_init_twice_keeps_all(tmp_path: Path) -> None:
    run = main_on(tmp_path / "data")
    run("init")
    key = (tmp_path / "data/secret.key").read_text(encoding="ascii")
    run("user", "add", "anna", "--role", "admin", "--password-stdin", given=PASSWORD)
    assert run("init").status == 0
    assert (tmp_path / "data/secret.key").read_text(encoding="ascii") == key
    again = run("user", "add", "anna", "--role", "admin", "--password-stdin", given=PASSWORD)
    assert again.status == 3
    assert run("audit", "verify").status == 0


def test_help_and_version_end_well(archive_main: Command) -> None:
    for words in (["--help"], ["ingest", "-h"], ["--version"]):
        told = archive_main(*words)
        assert told.status == 0
        assert told.err == ""
