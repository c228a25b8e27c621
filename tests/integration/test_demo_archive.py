"""The demo archive, made as `./run` makes it: by real scans, real readings and real acts."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from archive import settings
from archive.cli.command import command
from archive.cli.operator import OPERATOR
from archive.demo.letters import LETTERS
from archive.demo.seed import make_demo
from archive.errors import Conflict
from archive.services import health, opening
from archive.services.health import Health
from archive.services.unit import Archive
from archive.store.models import ConsentEvent, Grant, Item, Proposal


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "data"
    told = list(make_demo(folder))
    assert "all pages read" in told[-3]
    return folder


@pytest.fixture(scope="module")
def demo(data: Path) -> Iterator[Archive]:
    opened = opening.open_archive(settings.load(data, environment={}))
    yield opened
    opened.database.engine.dispose()


def test_every_letter_is_there_and_whole(demo: Archive) -> None:
    with demo.reading(OPERATOR) as unit:
        assert len(unit.session.scalars(select(Item.id)).all()) == len(LETTERS)
        assert {finding.health for finding in health.check(unit)} == {Health.GOOD}


def test_it_shows_every_step_and_every_answer(demo: Archive) -> None:
    with demo.reading(OPERATOR) as unit:
        states = set(unit.session.scalars(select(Proposal.state)))
        kinds = set(unit.session.scalars(select(ConsentEvent.kind)))
        effects = set(unit.session.scalars(select(Grant.effect)))
    assert states == {"submitted", "approved", "returned", "withdrawn"}
    assert kinds == {"grant", "refuse", "withdraw"}
    assert effects == {"allow", "ask_first", "deny"}


def test_made_again_it_is_left_as_it_is(data: Path, demo: Archive) -> None:
    told = list(make_demo(data))
    assert len(told) == 2
    assert demo.settings.demo


def test_an_archive_that_is_no_demo_is_never_made_one(tmp_path: Path) -> None:
    opening.make(tmp_path)
    with pytest.raises(Conflict, match="no demo"):
        list(make_demo(tmp_path))


def test_a_search_on_the_command_line_sees_what_its_account_may(data: Path, demo: Archive) -> None:
    found = [_searched(data, name) for name in ("writer", "admin")]
    assert found[0][0]["total"] >= 1
    assert set(found[0][1]) == {"item", "page", "snippet", "score", "state"}
    assert "parole" in found[0][1]["snippet"]
    assert [row["total"] for row in found[1]] == [0]


def _searched(data: Path, name: str) -> list[dict[str, Any]]:
    words = ["--data", str(data), "search", "parole", "--as", name, "--json"]
    done = CliRunner().invoke(command, words, catch_exceptions=False)
    return [json.loads(line) for line in done.output.splitlines()]
