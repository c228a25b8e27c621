"""A real archive, served by the real command with its worker, and people in real browsers."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from archive import settings
from archive.cli.operator import OPERATOR
from archive.domain.people import Role
from archive.services import accounts, opening

PASSPHRASE = "a sentence that opens the door"
ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESKTOP, PHONE = (1280, 900), (400, 850)


@dataclass
class Served:
    """An archive that answers at an address."""

    address: str
    data: Path


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A new archive with an account for each role, served with one worker."""
    data = tmp_path_factory.mktemp("served") / "data"
    opening.make(data)
    archive = opening.open_archive(settings.load(data))
    for role in Role:
        with archive.writing(OPERATOR) as unit:
            accounts.add(unit, role.value, [role], PASSPHRASE)
    command = [sys.executable, "-m", "archive", "--data", str(data), "serve", "--port", "0"]
    environment = {**os.environ, "ARCHIVE_WORKERS": "1", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        told = re.search(r"http://[\d.]+:\d+", process.stdout.readline())
        assert told is not None
        yield Served(told[0], data)
        process.terminate()
        process.wait(timeout=60)
    archive.database.engine.dispose()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield browser
        browser.close()


@dataclass
class Person:
    """Somebody of one role at a browser; every page that they open is held to our promises."""

    role: Role
    page: Page
    address: str
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path)
        self.look()
        return self.page

    def look(self) -> None:
        """Hold the page to WCAG 2.2 AA as far as a program can tell, wide and narrow."""
        self.page.wait_for_load_state("load")
        for width, height in (PHONE, DESKTOP):
            self.page.set_viewport_size({"width": width, "height": height})
            # The bar at the bottom of a phone lies over what can be scrolled from under it, which
            # axe takes for covered: so the whole page is put in view.
            tall = self.page.evaluate("document.documentElement.scrollHeight")
            self.page.set_viewport_size({"width": width, "height": max(height, tall)})
            overflow = self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert overflow <= 0, f"{self.page.url} is {overflow} px too wide at {width} px"
            assert violations(self.page) == [], self.page.url


def violations(page: Page) -> list[str]:
    """What axe finds against the page as it is shown now."""
    if page.evaluate("typeof axe") == "undefined":
        # Under the policy of our pages no script can be added; this is how an auditor looks in.
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run({{runOnly: {json.dumps(RULES)}}})")
    return [
        f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]
    ]


PersonOf = Callable[[Role], Person]


@pytest.fixture
def person(chromium: Browser, served: Served) -> Iterator[PersonOf]:
    """Sign somebody in, in a browser of their own; at the end nothing may have left the machine."""
    opened: list[tuple[BrowserContext, Person]] = []

    def sign_in(role: Role) -> Person:
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(15_000)
        page = context.new_page()
        someone = Person(role, page, served.address)
        opened.append((context, someone))
        context.on("request", lambda request: _note_foreign(someone, request))
        page.on("pageerror", lambda error: someone.complaints.append(str(error)))
        someone.go("/sign-in")
        page.get_by_label("Name").fill(role.value)
        page.get_by_label("Passphrase").fill(PASSPHRASE)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(served.address + "/")
        someone.look()
        return someone

    yield sign_in
    for context, someone in opened:
        assert someone.foreign == [], "requests that left the machine"
        assert someone.complaints == [], "errors in our scripts"
        context.close()


def _note_foreign(someone: Person, request: Request) -> None:
    parts = urlsplit(request.url)
    is_ours = request.url.startswith(someone.address) or parts.scheme in ("blob", "data")
    if not is_ours:
        someone.foreign.append(request.url)
