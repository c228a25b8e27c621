"""Connected spots of a mask, joined run by run while the rows go by."""

import re
from collections.abc import Iterator

from PIL import Image

from ingest.reading import Box

_DARK = re.compile(rb"\xff+")
_Run = tuple[int, int, int]
"""Start, end and label of the dark run of one row."""


def connected(mask: Image.Image) -> list[Box]:
    """Give the box of each connected spot (255 on 0), joined run by run from row to row."""
    spots = _Spots()
    above: list[_Run] = []
    for y, row in enumerate(rows(mask)):
        here: list[_Run] = []
        passed = 0
        for found in _DARK.finditer(row):
            start, end = found.span()
            while passed < len(above) and above[passed][1] < start:
                passed += 1
            label = spots.label(above, passed, end)
            spots.grow(label, start, y, end)
            here.append((start, end, label))
        above = here
    return spots.boxes()


def rows(mask: Image.Image) -> Iterator[bytes]:
    """Give the rows of an eight-bit image from top to bottom."""
    data, width = mask.tobytes(), mask.width
    return (data[start : start + width] for start in range(0, len(data), width))


class _Spots:
    """Spots that grow and are joined while the rows go by."""

    def __init__(self) -> None:
        self._leader: list[int] = []
        self._extent: list[list[int]] = []

    def label(self, above: list[_Run], first: int, end: int) -> int:
        """Return the label of the runs above that touch a run, joining them, or a new one."""
        label = -1
        index = first
        while index < len(above) and above[index][0] <= end:
            label = self._join(label, self._find(above[index][2]))
            index += 1
        return self._new() if label < 0 else label

    def grow(self, label: int, left: int, y: int, right: int) -> None:
        """Add a run to its spot."""
        extent = self._extent[label]
        extent[0] = min(extent[0], left)
        extent[1] = min(extent[1], y)
        extent[2] = max(extent[2], right)
        extent[3] = max(extent[3], y + 1)

    def boxes(self) -> list[Box]:
        """Give the boxes of the spots that were not joined to another."""
        return [
            (left, top, right - left, bottom - top)
            for label, (left, top, right, bottom) in enumerate(self._extent)
            if self._leader[label] == label
        ]

    def _new(self) -> int:
        self._leader.append(len(self._leader))
        self._extent.append([1 << 30, 1 << 30, 0, 0])
        return len(self._leader) - 1

    def _find(self, label: int) -> int:
        while self._leader[label] != label:
            self._leader[label] = self._leader[self._leader[label]]
            label = self._leader[label]
        return label

    def _join(self, kept: int, other: int) -> int:
        if kept < 0 or kept == other:
            return other
        self._leader[other] = kept
        left, top, right, bottom = self._extent[other]
        self.grow(kept, left, top, right)
        self._extent[kept][3] = max(self._extent[kept][3], bottom)
        return kept
