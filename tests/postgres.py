"""A private PostgreSQL cluster for the tests, from the system's own binaries, on a unix socket."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def binaries() -> Path | None:
    """Where initdb and postgres lie, or None where they are not installed."""
    for place in _PLACES:
        if (place / "initdb").exists():
            return place
    found = shutil.which("initdb")
    return Path(found).parent if found else None


class Identity(TypedDict, total=False):
    """Whom a process runs as."""

    user: int
    group: int


def _as_postgres() -> Identity:
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_uid, "group": account.pw_gid}


@contextmanager
def cluster() -> Iterator[str]:
    """Start a throw-away server and answer its address; it is stopped and removed afterwards."""
    place = binaries()
    if place is None:
        raise RuntimeError("PostgreSQL's binaries are missing; `./run test` installs them")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    identity = _as_postgres()
    if identity:
        os.chown(folder, identity["user"], identity["group"])
    data = folder / "data"

    def run(*command: str | Path) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=folder, **identity)

    run(place / "initdb", "-D", data, "-U", "archive", "-A", "trust", "--no-sync")
    options = f"-c listen_addresses='' -k {folder} -c fsync=off -c max_connections=40"
    run(place / "pg_ctl", "-D", data, "-o", options, "-w", "-l", folder / "log", "start")
    try:
        yield f"postgresql+psycopg://archive@/postgres?host={folder}"
    finally:
        run(place / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
