"""An engine that reads nothing, for tests and for archives that are transcribed by hand."""

from PIL import Image

from ingest.reading import Reading


class NullEngine:
    """Finds no words on any page."""

    name = "none"

    def read(self, image: Image.Image, language: str) -> Reading:
        """Return a reading without lines."""
        return Reading(self.name)
