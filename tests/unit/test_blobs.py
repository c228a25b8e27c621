from pathlib import Path

import pytest

from archive.errors import NotFound
from archive.store.blobs import Blobs

GOOD = "ab" * 32


def test_a_kept_file_lies_under_its_hash() -> None:
    assert Blobs(Path("/kept")).path(GOOD) == Path("/kept/ab") / GOOD


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../" + GOOD,
        "/etc/passwd",
        GOOD.upper(),
        GOOD[:-1],
        GOOD + "a",
        GOOD + "\n",
        "ab/" + GOOD[3:],
        "g" * 64,
        "\u0660" * 64,
    ],
)
def test_a_name_that_is_no_hash_reaches_no_file(name: str) -> None:
    blobs = Blobs(Path("/kept"))
    with pytest.raises(NotFound):
        blobs.path(name)
    with pytest.raises(NotFound):
        blobs.read(name)
    assert not blobs.is_whole(name)
