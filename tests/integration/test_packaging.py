"""The wheel holds the whole program, and the program runs from it alone."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from deploy.vendor import parse

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a new virtual environment that holds the wheel, and borrows what it depends on."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    pip("--python", str(folder / "bin/python"), "install", "--no-deps", str(wheel))
    packages = next(folder.glob("lib/python*/site-packages"))
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / "bin"


def pip(*arguments: str) -> None:
    quiet = ["--quiet", "--no-index", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", *arguments, *quiet], check=True)


def outside(folder: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command where no checkout is near and no setting of ours is."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ARCHIVE_", "PYTHON"))}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def files(folder: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_pages_styles_settings_and_migrations(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    assert {f"archive/{name}" for name in files("templates") | files("static")} <= packed
    assert files("archive") | files("ingest") | {"archive/config.py"} <= packed
    assert any(name.startswith("archive/store/migrations/versions/0001") for name in packed)


def test_the_wheel_holds_every_front_end_part_with_its_licence(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    parts = parse((ROOT / "deploy/vendor.lock").read_text(encoding="utf-8"))
    assert {f"archive/static/vendor/{part.target}" for part in parts} <= packed
    assert any("/vendor/licenses/" in name for name in packed)


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"archive", "ingest"}


def test_the_installed_program_is_the_one_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    where = "import archive, ingest; print(archive.__file__, ingest.__file__)"
    told = outside(tmp_path, installed / "python", "-c", where)
    assert told.stdout.count(str(installed.parent)) == 2


def test_the_installed_program_makes_and_checks_an_archive(installed: Path, tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    assert outside(tmp_path, installed / "archive", "--help").returncode == 0
    made = outside(tmp_path, installed / "archive", "--data", data, "init")
    assert made.returncode == 0, made.stderr
    checked = outside(tmp_path, installed / "archive", "--data", data, "check")
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    "words", [["dance"], ["setup", "now"], ["bench"], ["bench", "no-such"], ["bench", "../run"]]
)
def test_run_refuses_words_that_it_does_not_know(words: list[str], tmp_path: Path) -> None:
    told = outside(tmp_path, ROOT / "run", *words)
    assert told.returncode == 2
    assert "./run help" in told.stderr


def test_run_tells_its_words_from_any_folder(tmp_path: Path) -> None:
    told = outside(tmp_path, ROOT / "run", "help")
    assert told.returncode == 0
    for word in ("test", "setup", "check", "bench"):
        assert f"./run {word}" in told.stdout
