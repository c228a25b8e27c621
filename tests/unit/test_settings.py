"""Settings: config.py < archive.toml < ARCHIVE_* < overrides, and all faults told at once."""

from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import Any

import pytest

from archive import paths, settings
from archive.errors import ArchiveMissing, SettingsFault
from archive.settings import Settings, load

KEY = "k" * 64


def loaded(data: Path, site: str = "", **environment: str) -> Settings:
    """Load with these lines in archive.toml and these variables, and a key."""
    if site:
        (data / "archive.toml").write_text(site, encoding="utf-8")
    return load(data, {"ARCHIVE_SECRET_KEY": KEY, **environment})


def faults(data: Path, site: str = "", **environment: str) -> str:
    with pytest.raises(SettingsFault) as refusal:
        loaded(data, site, **environment)
    return str(refusal.value)


def test_each_source_wins_over_the_one_before(tmp_path: Path) -> None:
    environment = {"ARCHIVE_SECRET_KEY": KEY}
    assert load(tmp_path, environment).workers == 2
    (tmp_path / "archive.toml").write_text("workers = 3", encoding="utf-8")
    assert load(tmp_path, environment).workers == 3
    environment["ARCHIVE_WORKERS"] = "4"
    assert load(tmp_path, environment).workers == 4
    assert load(tmp_path, environment, {"workers": 5}).workers == 5


def test_every_setting_can_be_given_by_every_source(tmp_path: Path) -> None:
    given: dict[str, tuple[Any, str, str]] = {
        "database_url": ("postgresql:///x", '"postgresql:///x"', "postgresql:///x"),
        "archive_name": ("Letters", '"Letters"', "Letters"),
        "languages": (("spa",), '["spa"]', "spa"),
        "cookie_secure": (True, "true", "yes"),
        "demo": (True, "true", "1"),
    }
    names = {field.name for field in fields(Settings)} - {"data", "secret_key"}
    for name in names:
        value, in_file, in_environment = given.get(name, (7, "7", "7"))
        by_file = loaded(tmp_path, f"{name} = {in_file}")
        (tmp_path / "archive.toml").unlink()
        by_environment = loaded(tmp_path, "", **{f"ARCHIVE_{name.upper()}": in_environment})
        by_override = load(tmp_path, {}, {"secret_key": KEY, name: value})
        for one in (by_file, by_environment, by_override):
            assert getattr(one, name) == value, name


def test_all_faults_are_told_in_one_sentence(tmp_path: Path) -> None:
    site = 'workers = "many"\ncolour = "blue"\nupload_mb = 0\nlanguages = ["deu"]\ndemo = "maybe"'
    told = faults(tmp_path, site, ARCHIVE_SESSION_HOURS="1.5", ARCHIVE_SECRET_KEY="short")
    for part in (
        "workers in archive.toml must be a whole number",
        "colour in archive.toml is no setting",
        "upload_mb must be at least 1",
        "languages may hold eng and spa",
        "demo in archive.toml must be true or false",
        "session_hours in the environment must be a whole number",
        "secret_key must have at least 32 characters",
    ):
        assert part in told


@pytest.mark.parametrize(
    "line",
    ["workers = 1.0", "workers = true", "archive_name = 5", "languages = 5", "languages = []"],
)
def test_a_value_of_another_kind_is_refused(tmp_path: Path, line: str) -> None:
    assert line.split()[0] in faults(tmp_path, line)


@pytest.mark.parametrize(("name", "least"), [("workers", 0), ("lease_seconds", 1)])
def test_numbers_have_a_least_value(tmp_path: Path, name: str, least: int) -> None:
    assert getattr(loaded(tmp_path, f"{name} = {least}"), name) == least
    assert f"{name} must be at least {least}" in faults(tmp_path, f"{name} = {least - 1}")


@pytest.mark.parametrize("content", [b"workers = ", b"\xff\xfe"])
def test_an_unreadable_site_file_is_a_fault_and_not_passed_over(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "archive.toml").write_bytes(content)
    assert "archive.toml cannot be read" in faults(tmp_path)


def test_there_is_no_secret_unless_one_was_made(tmp_path: Path) -> None:
    assert "SECRET" not in paths.DEFAULTS.read_text(encoding="utf-8")
    with pytest.raises(ArchiveMissing, match="archive init"):
        load(tmp_path, {})


def test_no_secret_is_taken_from_the_site_file(tmp_path: Path) -> None:
    (tmp_path / "archive.toml").write_text(f'secret_key = "{KEY}"', encoding="utf-8")
    with pytest.raises(SettingsFault, match=r"secret_key in archive\.toml"):
        load(tmp_path, {"ARCHIVE_SECRET_KEY": KEY})


def test_a_made_secret_is_long_and_used_and_never_made_twice(tmp_path: Path) -> None:
    settings.make_secret(tmp_path)
    first = load(tmp_path, {}).secret_key
    assert len(first) >= 64
    settings.make_secret(tmp_path)
    assert load(tmp_path, {}).secret_key == first


def test_a_fault_never_tells_the_secret(tmp_path: Path) -> None:
    assert "tooshort" not in faults(tmp_path, ARCHIVE_SECRET_KEY="tooshort")


def test_the_data_folder_is_put_where_it_is_named(tmp_path: Path) -> None:
    assert loaded(tmp_path).database_url == f"sqlite:///{tmp_path}/archive.sqlite"
    elsewhere = loaded(tmp_path, 'database_url = "sqlite:////{data}-x.sqlite"')
    assert elsewhere.database_url == f"sqlite:////{tmp_path}-x.sqlite"


def test_other_variables_of_the_environment_are_nobodys_fault(tmp_path: Path) -> None:
    assert loaded(tmp_path, ARCHIVE_DATA="/x", ARCHIVE_PORT="1", PATH="/bin").data == tmp_path


def test_the_default_folder_may_be_named_in_the_environment(tmp_path: Path) -> None:
    assert settings.data_folder({"ARCHIVE_DATA": str(tmp_path)}) == tmp_path
    assert settings.data_folder({"ARCHIVE_DATA": "here"}) == Path.cwd() / "here"
    assert settings.data_folder({}) == paths.DEFAULT_DATA


def test_settings_do_not_change_once_they_are_read(tmp_path: Path) -> None:
    with pytest.raises(FrozenInstanceError):
        loaded(tmp_path).workers = 9  # type: ignore[misc]
