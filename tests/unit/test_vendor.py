"""The lock file of the front-end parts: what is read, what is refused."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.vendor import Part, VendorError, parse, render

HASH = "0a" * 32

names = st.from_regex(r"[a-z0-9@][a-z0-9.-]{0,9}(/[a-z0-9][a-z0-9.-]{0,9}){0,3}", fullmatch=True)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
parts = st.builds(Part, hashes, names.map(PurePosixPath), names.map(PurePosixPath))


def test_reads_hash_target_and_source_of_each_line() -> None:
    text = f"# said in passing\n\n{HASH}  fonts/a.woff2  some-font/files/a.woff2\n"
    target, source = PurePosixPath("fonts/a.woff2"), PurePosixPath("some-font/files/a.woff2")
    assert parse(text) == (Part(HASH, target, source),)


@pytest.mark.parametrize(
    "line",
    [
        f"{HASH} only-target",
        f"{HASH} a b c",
        "0a0a a b",
        f"{HASH.upper()} a b",
        f"{HASH} ../outside b",
        f"{HASH} a inside/../../outside",
        f"{HASH} /etc/passwd b",
    ],
)
def test_refuses_a_line_of_another_shape_or_a_path_that_leaves_its_folder(line: str) -> None:
    with pytest.raises(VendorError):
        parse(line)


@given(st.lists(parts, max_size=5))
def test_what_is_written_is_read_back_as_the_same(given_parts: list[Part]) -> None:
    assert parse(render(given_parts)) == tuple(given_parts)
