"""The search screen."""

from datetime import date
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest

from archive.domain.people import Role
from archive.services import indexing
from archive.services.unit import Archive
from tests import story
from tests.integration.conftest import ClientFor


class Screen(HTMLParser):
    """What a test looks at: links by their text, and the texts of marks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.marked: list[str] = []
        self._href, self._text, self._in_mark = "", "", False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._href, self._text = dict(attrs).get("href") or "", ""
        self._in_mark = self._in_mark or tag == "mark"

    def handle_data(self, data: str) -> None:
        self._text += data
        if self._in_mark:
            self.marked.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.links.append((" ".join(self._text.split()), self._href))
        if tag == "mark":
            self._in_mark = False

    def link(self, beginning: str) -> str:
        return next(href for text, href in self.links if text.startswith(beginning))


@pytest.fixture
def board(archive: Archive) -> str:
    ref = story.letter(
        archive,
        ["My first board hearing,", "<script>alert(1)</script> & more."],
        ["After the hearing."],
        written_on="2019-03",
        received_on=date(2019, 4, 2),
    )
    story.letter(archive, ["The hearing of counsel"], is_legal_mail=True)
    indexing.apply_outbox(archive)
    return ref


def test_hits_are_marked_counted_and_lead_to_the_reader(client_for: ClientFor, board: str) -> None:
    answer = client_for(Role.WRITER).get("/search?q=hearing")
    assert answer.status_code == 200
    assert "2 pages in 1 item," in answer.text
    screen = Screen(answer.text)
    assert screen.marked == ["hearing", "hearing"]
    assert screen.link("quiet-heron, page") == f"/items/{board}/pages/2?q=hearing"
    assert "counsel" not in answer.text


def test_what_an_author_wrote_is_escaped(client_for: ClientFor, board: str) -> None:
    answer = client_for(Role.WRITER).get("/search?q=board")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more." in answer.text
    assert "<script>alert" not in answer.text


def test_a_query_is_echoed_escaped(client_for: ClientFor, board: str) -> None:
    answer = client_for(Role.WRITER).get('/search?q="><img src=x>')
    assert "<img src=x" not in answer.text


def test_every_hit_shows_the_line_as_written(client_for: ClientFor, board: str) -> None:
    client = client_for(Role.WRITER)
    html = client.get("/search?q=board").text
    start = html.index(f"/items/{board}/pages/1/crop")
    crop = client.get(html[start : html.index('"', start)])
    assert (crop.status_code, str(crop.mimetype).partition("/")[0]) == (200, "image")


def test_a_facet_is_a_link_that_narrows_and_back(client_for: ClientFor, board: str) -> None:
    client = client_for(Role.WRITER)
    narrowed = Screen(client.get("/search?q=hearing&sort=oldest").text).link("quiet-heron2")
    assert parse_qs(urlsplit(narrowed).query) == {
        "q": ["hearing author:quiet-heron"],
        "sort": ["oldest"],
    }
    again = Screen(client.get(narrowed).text).link("quiet-heron(remove")
    assert parse_qs(urlsplit(again).query)["q"] == ["hearing"]


def test_a_fault_in_the_query_is_pointed_at(client_for: ClientFor, board: str) -> None:
    answer = client_for(Role.WRITER).get("/search?q=hearing (board")
    assert answer.status_code == 400
    assert "This bracket is not closed." in answer.text
    before, caret = answer.text.split('<pre class="query-fault">')[1].split("\n")[:2]
    assert before == "hearing (board"
    assert caret == '<span aria-hidden="true">        ^</span></pre></div>'


def test_a_query_that_is_too_long_is_refused_and_shown_cut(
    client_for: ClientFor, board: str
) -> None:
    answer = client_for(Role.WRITER).get(f"/search?q={'x' * 5000}")
    assert answer.status_code == 400
    assert "at most 256 characters" in answer.text
    assert "x" * 302 not in answer.text.split("query-fault")[1]


def test_nothing_found_says_what_to_try(client_for: ClientFor, board: str) -> None:
    answer = client_for(Role.WRITER).get("/search?q=choir author:quiet-heron")
    screen = Screen(answer.text)
    assert "No page answers this" in answer.text
    assert screen.link("Search without choir") == "/search?q=author:quiet-heron"


def test_an_empty_archive_teaches(client_for: ClientFor) -> None:
    assert "Nothing to find yet" in client_for(Role.WRITER).get("/search").text


def test_an_empty_query_lists_everything_that_may_be_seen(
    client_for: ClientFor, board: str
) -> None:
    assert "2 pages in 1 item," in client_for(Role.STEWARD).get("/search").text


def test_long_lists_have_pages(client_for: ClientFor, archive: Archive) -> None:
    story.letter(archive, *([f"line {number}"] for number in range(45)))
    indexing.apply_outbox(archive)
    client = client_for(Role.WRITER)
    first = client.get("/search?q=line&sort=newest")
    assert "1 to 20 of 45" in first.text
    second = client.get(Screen(first.text).link("After"))
    assert "21 to 40 of 45" in second.text
    assert "41 to 45 of 45" in client.get("/search?q=line&page=99").text


@pytest.mark.parametrize("address", ["/search?sort=best", "/search?page=-1", "/search?page=x"])
def test_an_address_that_makes_no_sense_is_refused(
    client_for: ClientFor, board: str, address: str
) -> None:
    assert client_for(Role.WRITER).get(address).status_code == 400


def test_a_search_without_the_index_says_so(
    client_for: ClientFor, board: str, archive: Archive
) -> None:
    for file in archive.settings.index.rglob("*"):
        if file.is_file():
            file.unlink()
    answer = client_for(Role.WRITER).get("/search?q=hearing")
    assert answer.status_code == 200
    assert "The search index cannot be used just now" in answer.text
    assert Screen(answer.text).marked == ["hearing", "hearing"]


def test_the_help_has_only_examples_that_work(client_for: ClientFor, board: str) -> None:
    client = client_for(Role.WRITER)
    page = client.get("/search/help")
    assert page.status_code == 200
    examples = [href for _, href in Screen(page.text).links if href.startswith("/search?q=")]
    assert len(examples) > 12
    assert {client.get(href).status_code for href in examples} == {200}


def test_whoever_may_not_read_items_is_refused(client_for: ClientFor, board: str) -> None:
    client = client_for(Role.ADMIN)
    assert client.get("/search?q=hearing").status_code == 403
    assert client.get("/search/help").status_code == 403
