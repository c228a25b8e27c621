"""Engines that read a page; each stands behind the same small protocol."""

from typing import Protocol

from PIL import Image

from ingest.reading import Reading

LANGUAGES = ("eng", "spa")
"""The languages whose models must be installed."""
BOTH = "+".join(LANGUAGES)
"""What to read with while the language of a letter is not known."""


class Engine(Protocol):
    """Reads the words of an upright grey page."""

    @property
    def name(self) -> str:
        """The engine and its version, as it is kept with each reading."""

    def read(self, image: Image.Image, language: str) -> Reading:
        """Return words and lines in reading order, placed in pixels of this image."""
