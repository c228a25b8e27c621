"""Laying scans into a batch, and watching them being read."""

import io
import threading
from collections.abc import Sequence

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from archive.domain.people import Role
from archive.jobs.worker import work
from archive.services import batches
from archive.services.unit import Archive
from archive.store.models import Item, Job, Original
from tests.drawn_scans import typed
from tests.integration.conftest import Client, ClientFor

JSON = {"Accept": "application/json"}


@pytest.fixture
def scanner(client_for: ClientFor) -> Client:
    return client_for(Role.SCANNER)


def scan(*lines: str) -> bytes:
    file = io.BytesIO()
    typed(lines or ("Dear friend,", "the garden is green again")).save(file, "PNG")
    return file.getvalue()


def begin(scanner: Client, name: str = "2026-03-01") -> str:
    answer = scanner.post("/scan", {"name": name})
    assert answer.status_code == 303
    return answer.location


def lay(
    scanner: Client, batch: str, *files: tuple[str, bytes], json: bool = True, **fields: str
) -> TestResponse:
    sent: Sequence[tuple[io.BytesIO, str]] = [(io.BytesIO(data), name) for name, data in files]
    headers = JSON if json else {}
    return scanner.post(f"{batch}/files", {"files": sent, **fields}, headers=headers)


def test_a_batch_begins_under_the_name_given_and_goes_on_under_the_same(scanner: Client) -> None:
    assert begin(scanner, "Tuesday") == begin(scanner, "Tuesday")
    page = scanner.get("/scan").text
    assert page.count(">Tuesday</a>") == 1
    assert 'value="2026-03-01"' in page


def test_the_empty_list_teaches_what_a_batch_is(scanner: Client) -> None:
    assert "No batches yet" in scanner.get("/scan").text


def test_a_laid_file_becomes_a_letter_with_its_description(
    scanner: Client, archive: Archive
) -> None:
    batch = begin(scanner)
    answer = lay(
        scanner,
        batch,
        ("../../etc/a.png", scan()),
        kind="testimony",
        author="Quiet-Heron",
        received_on="2026-02-27",
        language="eng",
    )
    told = answer.get_json()
    assert answer.status_code == 200
    assert told["state"] == "waiting"
    with archive.reading(scanner.actor) as unit:
        item = unit.session.scalars(select(Item).where(Item.ref == told["item"])).one()
        assert (item.kind, item.author and item.author.code) == ("testimony", "quiet-heron")
        assert str(item.received_on) == "2026-02-27"
        assert archive.originals.is_whole(told["sha256"])
    assert told["item"] in scanner.get(batch).text


def test_the_same_file_again_is_told_as_a_duplicate_with_a_link(scanner: Client) -> None:
    batch, content = begin(scanner), scan()
    first = lay(scanner, batch, ("a.png", content)).get_json()
    again = lay(scanner, batch, ("b.png", content)).get_json()
    assert again["state"] == "duplicate"
    assert again["duplicate_of"] == first["item"]
    assert again["url"] == first["url"]


def test_what_is_no_scan_is_refused_and_nothing_of_it_is_kept(
    scanner: Client, archive: Archive
) -> None:
    answer = lay(scanner, begin(scanner), ("letter.pdf", b"MZ a program under a false name"))
    told = answer.get_json()
    assert (answer.status_code, told["state"], told["code"]) == (422, "rejected", "refused")
    assert "PDF, TIFF" in told["word"]
    assert list(archive.originals.digests()) == []


def test_an_empty_file_is_refused_with_what_to_do(scanner: Client) -> None:
    told = lay(scanner, begin(scanner), ("a.png", b"")).get_json()
    assert told["state"] == "rejected"
    assert "is empty" in told["word"]


def test_a_file_that_is_too_large_is_refused_with_a_sentence(scanner: Client) -> None:
    scanner.browser.application.config["MAX_CONTENT_LENGTH"] = 2000
    answer = lay(scanner, "/scan/AAAA22", ("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 4000))
    assert answer.status_code == 413
    assert "larger" in answer.get_json()["message"]


def test_without_scripts_many_files_go_in_at_once_and_each_refusal_is_told(
    scanner: Client,
) -> None:
    batch = begin(scanner)
    files = [("a.png", scan("one")), ("b.png", scan("two")), ("c.txt", b"plain words")]
    answer = lay(scanner, batch, *files, json=False)
    assert answer.status_code == 303
    page = scanner.get(batch).text
    assert "2 files are kept." in page
    assert "c.txt: This is not a scan" in page


def test_of_many_refusals_at_once_the_first_are_told_and_the_rest_counted(
    scanner: Client,
) -> None:
    batch = begin(scanner)
    lay(scanner, batch, *((f"{number}.txt", b"words") for number in range(30)), json=False)
    page = scanner.get(batch).text
    assert "7.txt: This is not a scan" in page
    assert "22 more files" in page


def test_nothing_chosen_is_said_plainly(scanner: Client) -> None:
    answer = scanner.post(f"{begin(scanner)}/files")
    assert answer.status_code == 400
    assert "No file was chosen" in answer.text


def test_legal_mail_is_kept_apart_unread_and_unseen(scanner: Client, archive: Archive) -> None:
    batch = begin(scanner)
    told = lay(scanner, batch, ("a.png", scan()), is_legal_mail="1").get_json()
    assert told["word"] == "kept apart"
    assert told["url"] == ""
    assert told["item"] not in scanner.get(batch).text
    assert scanner.get(f"/items/{told['item']}").status_code == 404
    with archive.reading(scanner.actor) as unit:
        assert unit.session.scalars(select(Job)).all() == []
        assert unit.session.scalars(select(Original)).one().sha256 == told["sha256"]


def test_progress_asks_again_while_something_waits_and_stops_by_itself(
    scanner: Client, archive: Archive
) -> None:
    batch = begin(scanner)
    ref = lay(scanner, batch, ("a.png", scan())).get_json()["item"]
    assert "every 2s" in scanner.get(f"{batch}/progress").text
    work(archive, threading.Event(), until_empty=True)
    page = scanner.get(f"{batch}/progress").text
    assert "every 2s" not in page
    assert "All pages of this batch have been looked at." in page
    assert f"/items/{ref}/pages/1/thumb" in page


def test_progress_counts_pages_and_letters(scanner: Client, archive: Archive) -> None:
    batch = begin(scanner)
    lay(scanner, batch, ("a.png", scan("one line")))
    lay(scanner, batch, ("b.pdf", b"%PDF-1.7 that is broken"))
    work(archive, threading.Event(), until_empty=True)
    with archive.reading(scanner.actor) as unit:
        progress = batches.progress(unit, batch.rpartition("/")[2])
    assert (progress.pages, progress.pages_done, progress.is_finished) == (1, 1, True)
    assert len(progress.items) == 2
    reason = progress.items[0].reason
    assert reason is not None
    assert reason in scanner.get(batch).text


@pytest.mark.parametrize("role", [Role.TRANSCRIBER, Role.WRITER, Role.ADMIN])
def test_only_scanners_come_to_the_scanning_place(client_for: ClientFor, role: Role) -> None:
    assert client_for(role).get("/scan").status_code == 403


def test_an_unknown_batch_takes_nothing(scanner: Client, archive: Archive) -> None:
    told = lay(scanner, "/scan/BBBB22", ("a.png", scan())).get_json()
    assert told["state"] == "rejected"
    assert list(archive.originals.digests()) == []
