"""Front-end parts on disk: copied when missing, never when they are not the locked ones."""

import hashlib
from pathlib import Path, PurePosixPath

import pytest

from deploy.vendor import LOCK, PACKAGES, VENDOR, Part, VendorError, install, main, render

SCRIPT = b"export const answer = 42;\n"
PART = Part(hashlib.sha256(SCRIPT).hexdigest(), PurePosixPath("js/a.js"), PurePosixPath("a/a.js"))
CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    write(tmp_path / PACKAGES / PART.source, SCRIPT)
    write(tmp_path / LOCK, render([PART]).encode())
    return tmp_path


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_a_missing_part_is_copied_and_a_second_time_nothing_is_done(checkout: Path) -> None:
    assert install(checkout, [PART]) == (PART,)
    assert (checkout / VENDOR / PART.target).read_bytes() == SCRIPT
    assert install(checkout, [PART]) == ()


def test_a_changed_copy_is_replaced(checkout: Path) -> None:
    write(checkout / VENDOR / PART.target, b"something else")
    assert install(checkout, [PART]) == (PART,)
    assert (checkout / VENDOR / PART.target).read_bytes() == SCRIPT


def test_a_package_that_is_not_the_locked_one_is_never_copied(checkout: Path) -> None:
    write(checkout / PACKAGES / PART.source, b"something else")
    with pytest.raises(VendorError, match="is not the file"):
        install(checkout, [PART])
    assert not (checkout / VENDOR / PART.target).exists()


def test_a_package_that_is_not_there_is_named(checkout: Path) -> None:
    (checkout / PACKAGES / PART.source).unlink()
    with pytest.raises(VendorError, match=r"a/a\.js is missing: run npm ci"):
        install(checkout, [PART])


def test_no_half_written_file_stays_behind(checkout: Path) -> None:
    install(checkout, [PART])
    assert [path.name for path in (checkout / VENDOR / "js").iterdir()] == ["a.js"]


def test_check_tells_by_its_exit_status(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"], checkout) == 1
    assert "js/a.js is missing or differs" in capsys.readouterr().err
    assert main(["install"], checkout) == 0
    assert main(["check"], checkout) == 0


def test_lock_takes_the_hashes_of_what_lies_in_node_modules(checkout: Path) -> None:
    write(checkout / PACKAGES / PART.source, b"a newer version")
    assert main(["lock"], checkout) == 0
    assert main(["install"], checkout) == 0
    assert (checkout / VENDOR / PART.target).read_bytes() == b"a newer version"


@pytest.mark.parametrize("arguments", [[], ["unpack"], ["check", "install"]])
def test_any_other_word_is_wrong_usage(arguments: list[str], checkout: Path) -> None:
    assert main(arguments, checkout) == 2


def test_a_checkout_without_a_lock_file_fails_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"], tmp_path) == 1
    assert LOCK in capsys.readouterr().err


def test_the_parts_of_this_checkout_are_as_locked() -> None:
    assert main(["check"], CHECKOUT) == 0
