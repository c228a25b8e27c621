"""The whole day: one letter from the envelope to the report, and out of it again."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from archive import paths
from archive.demo.drawing import draw_letter
from archive.demo.letters import letter
from archive.domain.people import Role
from tests.browser.conftest import Person, PersonOf, Served

AUTHOR = "quiet-heron"


@pytest.fixture(scope="session")
def scans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A typed testimony and a signed form, drawn as scans."""
    folder = tmp_path_factory.mktemp("scans")
    made = {}
    for key in ("hearing", "consent-samuel"):
        drawn = letter(key)
        made[key] = folder / drawn.file_name
        made[key].write_bytes(draw_letter(drawn, paths.STATIC / "vendor" / "fonts"))
    return made


def test_a_letter_goes_all_the_way_and_comes_back(
    person: PersonOf, served: Served, scans: dict[str, Path]
) -> None:
    form = _scan(person(Role.SCANNER), scans)
    writer = person(Role.WRITER)
    item = _find(writer)
    _tag(writer, item)
    excerpt, words = _excerpt(writer, item)
    steward = person(Role.STEWARD)
    _agree(steward, form)
    _submit(writer, excerpt)
    _approve(person(Role.REVIEWER), excerpt)
    report = _report(writer, excerpt)
    document = Document(BytesIO(_export(writer, report)))
    told = [paragraph.text for paragraph in document.paragraphs]
    assert any(words in text for text in told), told
    _withdraw(steward)
    _refused(writer, report)


def _scan(scanner: Person, scans: dict[str, Path]) -> str:
    """Lay both files into a new batch, and watch them being read; answer the form's item."""
    page = scanner.go("/scan")
    page.get_by_label("New batch").fill("Morning mail")
    page.get_by_role("button", name="Begin").click()
    scanner.look()
    page.get_by_label("Author").fill(AUTHOR)
    page.locator("input[type=file]").set_input_files(list(scans.values()))
    page.get_by_role("button", name="Keep and read").click()
    told = page.locator("#progress [role=status]")
    expect(told).to_contain_text("All pages of this batch", timeout=90_000)
    scanner.look()
    letter_of_form = page.locator("#progress section", has_text=scans["consent-samuel"].name)
    return str(letter_of_form.get_attribute("id")).removeprefix("item-")


def _find(writer: Person) -> str:
    page = writer.go("/")
    page.keyboard.press("/")
    page.keyboard.type("responsible chair author:" + AUTHOR)
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    writer.look()
    page.locator("a.hit-link").first.click()
    expect(page.locator("[data-line]").first).to_be_visible()
    writer.look()
    return page.url.split("/items/")[1].split("/")[0]


def _tag(writer: Person, item: str) -> None:
    page = writer.go(f"/items/{item}")
    page.get_by_label("New tag").fill("sentence/life-without-parole")
    page.get_by_role("button", name="Add tag").click()
    expect(page.get_by_text("life-without-parole").first).to_be_visible()
    writer.look()


def _excerpt(writer: Person, item: str) -> tuple[str, str]:
    """Mark one line of the page with the mouse; answer the excerpt and the words marked."""
    page = writer.go(f"/items/{item}/pages/1?q=chair")
    line = page.locator("[data-line]", has_text="responsible").first
    words = line.inner_text().strip()
    line.scroll_into_view_if_needed()
    line.click(click_count=3)
    expect(page.locator("[data-select-words]")).to_contain_text(words)
    page.get_by_role("button", name="Excerpt these words").click()
    page.wait_for_url("**/excerpts/*")
    writer.look()
    expect(page.locator(".as-it-appears")).to_contain_text(words)
    return page.url.rsplit("/", 1)[1], words


def _agree(steward: Person, form: str) -> None:
    """Record the signed form: reports, and nothing else, without a name."""
    page = steward.go(f"/consent/{AUTHOR}")
    page.get_by_role("link", name="Record an answer").first.click()
    steward.look()
    page.get_by_label("Shown by item").fill(form)
    page.get_by_role("button", name="Show the page").click()
    steward.look()
    page.get_by_label("Notice it answers").select_option(label_of(page, "standard-1-en"))
    row = page.get_by_role("group", name="report", exact=False).first
    row.get_by_text("yes").click()
    page.get_by_role("button", name="Record this answer").click()
    page.wait_for_url(f"**/consent/{AUTHOR}*")
    steward.look()


def _submit(writer: Person, excerpt: str) -> None:
    page = writer.go(f"/excerpts/{excerpt}")
    page.get_by_role("button", name="No, nobody").click()
    page.locator('tr[data-use="report"] input[name=use]').check()
    page.get_by_role("button", name="Submit").click()
    expect(page.locator('tr[data-use="report"]')).to_contain_text("submitted")
    writer.look()


def _approve(reviewer: Person, excerpt: str) -> None:
    page = reviewer.go("/review")
    page.get_by_role("link", name=excerpt).first.click()
    reviewer.look()
    page.keyboard.press("c")
    page.get_by_label("I compared these words").check()
    page.keyboard.press("a")
    page.wait_for_url("**/review*")
    page.goto(reviewer.address + f"/excerpts/{excerpt}")
    expect(page.locator('tr[data-use="report"]')).to_contain_text("approved")
    reviewer.look()


def _report(writer: Person, excerpt: str) -> str:
    page = writer.go("/reports")
    page.get_by_label("Title").fill("The chair that is empty")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/reports/*")
    page.locator(f'input[name=excerpt][value="{excerpt}"]').check()
    page.get_by_role("button", name="Add the ticked ones").click()
    expect(page.locator("#add")).not_to_contain_text(excerpt)
    writer.look()
    return page.url.split("/reports/")[1].split("#")[0]


def _export(writer: Person, report: str) -> bytes:
    page = writer.go(f"/reports/{report}")
    page.get_by_label("What it is for").fill("A hearing in spring")
    page.get_by_label("Who gets it").fill("The coalition")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Export").click()
    assert waiting.value.suggested_filename.endswith(".docx")
    return Path(waiting.value.path()).read_bytes()


def _withdraw(steward: Person) -> None:
    page = steward.go(f"/consent/{AUTHOR}/withdraw")
    page.get_by_label("Everything: every use of every word").check()
    page.get_by_role("button", name="Show what it touches").click()
    steward.look()
    page.get_by_role("button", name="Withdraw this now").click()
    expect(page.get_by_text("The coalition").first).to_be_visible()
    steward.look()


def _refused(writer: Person, report: str) -> None:
    """Nothing goes out any more, whatever the screen offered before."""
    page = writer.go(f"/reports/{report}")
    page.get_by_label("What it is for").fill("A hearing in spring")
    page.get_by_label("Who gets it").fill("The coalition")
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    writer.look()


def label_of(page: Page, code: str) -> str:
    """The whole label of the notice with this code."""
    option = page.locator("#field-notice option", has_text=code).first
    return option.inner_text()
