"""Whoever works at the machine itself, and the archive as the command line opens it."""

from pathlib import Path

from archive import settings
from archive.domain.people import Actor, Role
from archive.services.opening import open_archive
from archive.services.unit import Archive

OPERATOR = Actor(None, "command line", frozenset({Role.SCANNER, Role.STEWARD, Role.ADMIN}))
"""Has the files at hand anyway; without an account it can record no consent and approve nothing."""


def opened(data: Path) -> Archive:
    """The archive in this data folder."""
    return open_archive(settings.load(data))
