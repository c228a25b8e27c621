"""A file is known by its first bytes."""

import pytest

from ingest.sources import MediaType, sniff


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\x00", MediaType.PNG),
        (b"\xff\xd8\xff\xe0", MediaType.JPEG),
        (b"II*\x00\x08", MediaType.TIFF),
        (b"MM\x00*\x00", MediaType.TIFF),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", MediaType.WEBP),
        (b"GIF89a\x01", MediaType.GIF),
        (b"BM\x46\x00\x00\x00\x00\x00\x00\x00\x36", MediaType.BMP),
        (b"%PDF-1.7\n", MediaType.PDF),
        (b"\n\n garbage of a mail gateway %PDF-1.4", MediaType.PDF),
    ],
)
def test_each_kind_is_told_by_its_beginning(head: bytes, kind: MediaType) -> None:
    assert sniff(head) is kind


@pytest.mark.parametrize(
    "head", [b"", b"PK\x03\x04", b"Dear friend", b"RIFF....WAVE", b"\x00\x00\x00\x18ftypheic"]
)
def test_what_is_no_scan_is_none(head: bytes) -> None:
    assert sniff(head) is None
