"""What is written down about packages agrees: pyproject, lock files, the list of licences."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from deploy.vendor import parse

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-node.lock"]


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def npm_packages() -> dict[str, dict[str, Any]]:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    prefix = "node_modules/"
    return {key.removeprefix(prefix): value for key, value in lock["packages"].items() if key}


def requirements(name: str) -> list[str]:
    """Give one entry a package, with its hashes."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def names(requirement_lines: list[str]) -> set[str]:
    found = (re.match(r"[A-Za-z0-9._-]+", line) for line in requirement_lines)
    return {re.sub(r"[._-]+", "-", match[0]).lower() for match in found if match}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_one_version_and_hashes(lock: str) -> None:
    assert requirements(lock)
    for line in requirements(lock):
        assert re.match(r"[a-z0-9-]+==[^ ]+ ", line), line
        assert "--hash=sha256:" in line, line


@pytest.mark.parametrize("lock", [*LOCKS, "package-lock.json"])
def test_a_lock_file_names_no_place_to_fetch_from(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "resolved" not in text
    assert "file:" not in text
    assert not re.search(r"(index|extra-index|find-links|trusted-host)\b", text)


def test_what_the_project_needs_is_locked() -> None:
    needed = project()["project"]
    assert names(needed["dependencies"]) <= names(requirements("requirements.lock"))
    extras = needed["optional-dependencies"]
    wanted = names(extras["dev"] + extras["postgresql"]) - {needed["name"]}
    assert wanted <= names(requirements("requirements-dev.lock"))


def test_the_tests_run_with_the_versions_that_staff_run_with() -> None:
    assert set(requirements("requirements.lock")) <= set(requirements("requirements-dev.lock"))


def test_front_end_packages_are_pinned_as_they_are_locked() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    pinned = wanted["dependencies"] | wanted["devDependencies"]
    assert pinned == {name: entry["version"] for name, entry in npm_packages().items()}
    assert all(entry["integrity"].startswith("sha512-") for entry in npm_packages().values())


def test_every_vendored_file_comes_from_a_locked_package() -> None:
    parts = parse((ROOT / "deploy/vendor.lock").read_text(encoding="utf-8"))
    for part in parts:
        depth = 2 if part.source.parts[0].startswith("@") else 1
        assert "/".join(part.source.parts[:depth]) in npm_packages()
    assert len({part.target for part in parts}) == len(parts)


def test_the_list_of_parts_by_others_names_each_with_its_version_and_licence() -> None:
    text = (ROOT / "docs/third-party.md").read_text(encoding="utf-8")
    for name, entry in npm_packages().items():
        assert f"| {name} | {entry['version']} | {entry['license']} |" in text


def test_the_licence_is_the_one_that_is_named() -> None:
    assert project()["project"]["license"] == "AGPL-3.0-or-later"
    first = (ROOT / "LICENSE").read_text(encoding="utf-8").splitlines()[:2]
    assert [line.strip() for line in first] == [
        "GNU AFFERO GENERAL PUBLIC LICENSE",
        "Version 3, 19 November 2007",
    ]


def test_ci_runs_the_test_command() -> None:
    last = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()[-1]
    assert last == "./run test"
