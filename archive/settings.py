"""All settings in one frozen value: config.py < archive.toml < ARCHIVE_* < overrides."""

import os
import runpy
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from archive import paths
from archive.errors import ArchiveMissing, SettingsFault

KEY_FILE = "secret.key"
SITE_FILE = "archive.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What this archive runs with; ``config.py`` says what each setting means."""

    data: Path
    secret_key: str
    database_url: str
    archive_name: str
    languages: tuple[str, ...]
    session_idle_minutes: int
    session_hours: int
    login_attempts: int
    login_wait_minutes: int
    cookie_secure: bool
    upload_mb: int
    page_limit: int
    page_megapixels: int
    read_seconds: int
    read_memory_mb: int
    workers: int
    job_attempts: int
    lease_seconds: int
    demo: bool

    @property
    def originals(self) -> Path:
        """Where originals are kept, by their hash."""
        return self.data / "originals"

    @property
    def images(self) -> Path:
        """Where page images made from originals are kept, by their hash."""
        return self.data / "images"

    @property
    def index(self) -> Path:
        """Where the search index lies; it can always be built again."""
        return self.data / "index"

    @property
    def workspace(self) -> Path:
        """Where scans are decoded; emptied at every start of a worker."""
        return self.data / "work"


def data_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Where the data lies unless told otherwise: ``ARCHIVE_DATA``, else the default place."""
    named = (os.environ if environment is None else environment).get("ARCHIVE_DATA")
    return Path(named).expanduser().absolute() if named else paths.DEFAULT_DATA


def load(
    data: Path,
    environment: Mapping[str, str] | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> Settings:
    """Read every source, the later ones winning; raise SettingsFault that names all faults."""
    environment = os.environ if environment is None else environment
    overrides = dict(overrides or {})
    key = overrides.pop("secret_key", None) or environment.get("ARCHIVE_SECRET_KEY")
    faults: list[str] = []
    values = _defaults()
    for source, given in (
        (SITE_FILE, _site(data, faults)),
        ("the environment", _from_environment(environment)),
        ("the overrides", overrides),
    ):
        _merge(values, given, source, faults)
    values["secret_key"] = _secret(data, key, faults)
    values["database_url"] = str(values["database_url"]).replace("{data}", str(data))
    _check_ranges(values, faults)
    if faults:
        raise SettingsFault("These settings cannot be used: " + "; ".join(faults) + ".")
    return Settings(data=data, **values)


def make_secret(data: Path) -> None:
    """Write a new secret key, readable by its owner alone; an existing one is left as it is."""
    path = data / KEY_FILE
    if path.exists():
        return
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())


def _defaults() -> dict[str, Any]:
    given = runpy.run_path(str(paths.DEFAULTS))
    return {name.lower(): value for name, value in given.items() if name.isupper()}


def _site(data: Path, faults: list[str]) -> dict[str, Any]:
    path = data / SITE_FILE
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{SITE_FILE} cannot be read ({error})")
        return {}


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    known = {field.name for field in fields(Settings)} - {"data", "secret_key"}
    return {
        name.removeprefix("ARCHIVE_").lower(): value
        for name, value in environment.items()
        if name.startswith("ARCHIVE_") and name.removeprefix("ARCHIVE_").lower() in known
    }


def _merge(
    values: dict[str, Any], given: Mapping[str, Any], source: str, faults: list[str]
) -> None:
    for name, value in given.items():
        if name not in values:
            faults.append(f"{name} in {source} is no setting")
            continue
        try:
            values[name] = _converted(values[name], value)
        except (KeyError, TypeError, ValueError):
            faults.append(f"{name} in {source} must be {_wanted(values[name])}")


def _converted(default: Any, value: Any) -> Any:
    convert: Callable[[Any], Any] = {bool: _truth, int: _whole, tuple: _words, str: _text}[
        type(default)
    ]
    return convert(value)


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
        str(value).lower()
    ]


def _whole(value: Any) -> int:
    if isinstance(value, bool | float):
        raise TypeError
    return int(value)


def _words(value: Any) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    return tuple(str(part).strip() for part in parts if str(part).strip())


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _wanted(default: Any) -> str:
    return {
        bool: "true or false",
        int: "a whole number",
        tuple: "a list of words",
        str: "a text",
    }[type(default)]


def _secret(data: Path, given: str | None, faults: list[str]) -> str:
    path = data / KEY_FILE
    if given is None and not path.is_file():
        raise ArchiveMissing(f"There is no archive in {data}; run `archive init` to make one.")
    secret = given if given is not None else path.read_text(encoding="ascii").strip()
    if len(secret) < 32:
        faults.append("secret_key must have at least 32 characters")
    return secret


def _check_ranges(values: Mapping[str, Any], faults: list[str]) -> None:
    may_be_zero = {"workers"}
    for name, value in values.items():
        if isinstance(value, int) and not isinstance(value, bool):
            least = 0 if name in may_be_zero else 1
            if value < least:
                faults.append(f"{name} must be at least {least}")
    unknown = [code for code in values["languages"] if code not in ("eng", "spa")]
    if unknown or not values["languages"]:
        faults.append("languages may hold eng and spa, and at least one of them")
