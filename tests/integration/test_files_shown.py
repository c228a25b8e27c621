"""Images and originals: seen only through an item that may be seen."""

import io

import pytest
from PIL import Image
from sqlalchemy import select

from archive.domain.people import Role
from archive.services.unit import Archive
from archive.store.models import AuditEntry
from tests import story
from tests.integration.conftest import ClientFor
from tests.integration.test_pages_reader import keys_of

ADDRESSES = ("pages/1/image", "pages/1/thumb", "pages/1/crop?lines={key}", "originals/1")


def image(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_the_page_image_is_the_stored_one(archive: Archive, client_for: ClientFor) -> None:
    ref = story.letter(archive, ["A line"])
    answer = client_for(Role.WRITER).get(f"/items/{ref}/pages/1/image")
    assert answer.mimetype in ("image/png", "image/jpeg")
    assert image(answer.data).size == (story.WIDTH, story.HEIGHT)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_thumbnail_is_small(archive: Archive, client_for: ClientFor) -> None:
    ref = story.letter(archive, ["A line"])
    answer = client_for(Role.WRITER).get(f"/items/{ref}/pages/1/thumb")
    assert image(answer.data).width == 240


def test_a_crop_holds_the_lines_and_little_more(archive: Archive, client_for: ClientFor) -> None:
    ref = story.letter(archive, ["A first line", "A second line", "A third line"])
    keys, writer = keys_of(archive, ref), client_for(Role.WRITER)
    heights = [
        image(writer.get(f"/items/{ref}/pages/1/crop?lines={','.join(asked)}").data).height
        for asked in ([keys[0]], keys[:2], keys)
    ]
    assert heights == sorted(heights)
    assert heights[0] < 100
    assert heights[2] < story.HEIGHT / 2


@pytest.mark.parametrize("lines", ["", "nothere", ",,", ",".join(["a"] * 61)])
def test_a_crop_of_no_known_line_is_refused(
    archive: Archive, client_for: ClientFor, lines: str
) -> None:
    ref = story.letter(archive, ["A line"])
    answer = client_for(Role.WRITER).get(f"/items/{ref}/pages/1/crop?lines={lines}")
    assert answer.status_code in (400, 404)


def test_an_original_comes_under_a_name_of_ours_and_is_noted(
    archive: Archive, client_for: ClientFor
) -> None:
    ref = story.letter(archive, ["A line"])
    scanner = client_for(Role.SCANNER)
    answer = scanner.get(f"/items/{ref}/originals/1")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={ref}.png"
    assert answer.mimetype == "application/octet-stream"
    assert answer.data == f"the scan of {ref}".encode()
    with archive.reading(scanner.actor) as unit:
        acts = unit.session.scalars(
            select(AuditEntry.act).where(AuditEntry.object == f"item:{ref}")
        ).all()
    assert "original.download" in acts
    answer.close()


@pytest.mark.parametrize("number", ["0", "2", "999999999"])
def test_a_missing_original_is_not_found(
    archive: Archive, client_for: ClientFor, number: str
) -> None:
    ref = story.letter(archive, ["A line"])
    assert client_for(Role.SCANNER).get(f"/items/{ref}/originals/{number}").status_code == 404


def test_a_writer_takes_no_originals(archive: Archive, client_for: ClientFor) -> None:
    ref = story.letter(archive, ["A line"])
    assert client_for(Role.WRITER).get(f"/items/{ref}/originals/1").status_code == 403


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_of_hidden_mail_is_shown_not_even_that_it_is_there(
    archive: Archive, client_for: ClientFor, address: str
) -> None:
    hidden = story.letter(archive, ["To counsel"], is_legal_mail=True)
    address = address.format(key=keys_of(archive, hidden)[0])
    scanner, steward = client_for(Role.SCANNER), client_for(Role.STEWARD)
    refused = scanner.get(f"/items/{hidden}/{address}")
    absent = scanner.get(f"/items/ZZZZZZ/{address}")
    assert (refused.status_code, absent.status_code) == (404, 404)
    shown = steward.get(f"/items/{hidden}/{address}")
    assert shown.status_code == 200
    shown.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_stranger_sees_no_picture(archive: Archive, client_for: ClientFor, address: str) -> None:
    ref = story.letter(archive, ["A line"])
    browser = client_for(Role.WRITER).browser.application.test_client()
    assert browser.get(f"/items/{ref}/{address}").status_code == 303
