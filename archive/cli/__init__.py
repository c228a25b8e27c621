"""The ``archive`` command."""

from archive.cli.command import main

__all__ = ["main"]
