"""What is written down is true: every setting, command, option and failure is documented."""

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from archive import errors, paths
from archive.cli.command import command
from archive.settings import Settings, _defaults

DOCS = Path(__file__).parents[2] / "docs"
SETTINGS = (DOCS / "settings.md").read_text(encoding="utf-8")
COMMANDS = (DOCS / "commands.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([A-Z_]+)` \| `(.*?)` \| (.+) \|$", re.MULTILINE)
NAMES = sorted({field.name.upper() for field in fields(Settings)} - {"DATA", "SECRET_KEY"})
FAILURES = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.ArchiveError)
]


def commands(group: click.Group, before: str = "archive") -> Iterator[tuple[str, click.Command]]:
    """Every command by the words that call it; what is in a group in place of the group."""
    for name, one in group.commands.items():
        if isinstance(one, click.Group):
            yield from commands(one, f"{before} {name}")
        else:
            yield f"{before} {name}", one


def shown(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def test_every_setting_has_one_default_and_one_row() -> None:
    assert sorted(name.upper() for name in _defaults()) == NAMES
    assert sorted(name for name, _, _ in ROW.findall(SETTINGS)) == NAMES


def test_the_documented_defaults_are_the_defaults() -> None:
    documented = {name: default for name, default, _ in ROW.findall(SETTINGS)}
    assert documented == {name.upper(): shown(value) for name, value in _defaults().items()}


@pytest.mark.parametrize("name", NAMES)
def test_every_default_is_explained_beside_it(name: str) -> None:
    text = paths.DEFAULTS.read_text(encoding="utf-8")
    start = text.index(f"\n{name} = ") + 1
    following = re.search(r"\n[A-Z_]+ = ", text[start:])
    part = text[start : start + following.start()] if following else text[start:]
    tokens = tokenize.generate_tokens(io.StringIO(part).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    assert len(comments) == 1
    assert len(comments[0]) > 12


@pytest.mark.parametrize(("words", "one"), list(commands(command)), ids=lambda value: str(value))
def test_every_command_and_option_is_documented(words: str, one: click.Command) -> None:
    assert f"`{words}" in COMMANDS
    for parameter in one.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert f"`{parameter.opts[0]}" in COMMANDS or f"{parameter.opts[0]} " in COMMANDS
    assert one.help


def test_no_command_is_documented_that_is_not_there() -> None:
    known = {words for words, _ in commands(command)}
    for told in re.findall(r"^- `archive ((?:[a-z]+ ?)+)", COMMANDS, re.MULTILINE):
        assert f"archive {told}".strip() in known


@pytest.mark.parametrize("kind", FAILURES, ids=lambda kind: kind.code)
def test_every_failure_is_documented_with_its_statuses(kind: type[errors.ArchiveError]) -> None:
    row = f"| `{kind.code}` | {kind.status} | {kind.exit_code} | {(kind.__doc__ or '').strip()} |"
    assert row in COMMANDS.splitlines()
