"""Writing words on a page: set down one by one, so that no two are alike."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Protocol

from PIL import Image, ImageDraw, ImageFont

from archive.demo.pages import Align, Hand, Line, Script

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
TYPED = (Script.TYPEWRITER, Script.PORTABLE)


class Faces(Protocol):
    """Where faces come from."""

    def face(self, script: Script, size: int) -> Font:
        """The face of a script in this size; another one where it is missing."""


class FolderFaces:
    """Faces from a folder of .woff files named …-SCRIPT.woff; Pillow's own where one is missing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._face = lru_cache(maxsize=128)(self._load)

    def face(self, script: Script, size: int) -> Font:
        """The face of a script in this size; Pillow's own where it is missing."""
        return self._face(script, size)

    def _load(self, script: Script, size: int) -> Font:
        found = sorted(self._folder.glob(f"*-{script}.woff*")) if self._folder else []
        return ImageFont.truetype(found[0], size) if found else ImageFont.load_default(size)


class Pen:
    """One hand at work on a sheet: a grey image in which ink is white."""

    def __init__(self, sheet: Image.Image, hand: Hand, faces: Faces, rng: Random) -> None:
        self._sheet, self._hand, self._faces, self._rng = sheet, hand, faces, rng
        self._draw = ImageDraw.Draw(sheet)
        self._scale = 1.0

    def fit(self, lines: Sequence[Line], width: int) -> None:
        """Write smaller from here on, if the longest of these lines would not fit the width."""
        face = self._faces.face(self._hand.script, self._hand.size)
        longest = max((face.getlength(" ".join(line.marked)) for line in lines), default=0)
        self._scale = min(1.0, (width - self._hand.size * 1.6) / (longest * 1.05 + 1))

    def write(self, line: Line, left: int, baseline: float, width: int) -> None:
        """Set down one line of words, a little uphill or downhill."""
        x = left + self._start(line, width)
        slope = 0.0 if self._is_typed else self._rng.gauss(-0.0015, 0.003)
        for marked in line.marked:
            y = baseline + (x - left) * slope
            x += self._word(marked, x, y) + self._gap()

    @property
    def _is_typed(self) -> bool:
        return self._hand.script in TYPED

    def _size(self) -> int:
        spread = 0.0 if self._is_typed else self._rng.uniform(-0.035, 0.035)
        return max(8, round(self._hand.size * self._scale * (1 + spread)))

    def _gap(self) -> float:
        space = self._faces.face(self._hand.script, round(self._hand.size * self._scale))
        width = space.getlength("n n") - space.getlength("nn")
        return width if self._is_typed else width * self._rng.uniform(0.85, 1.3)

    def _start(self, line: Line, width: int) -> float:
        face = self._faces.face(self._hand.script, round(self._hand.size * self._scale))
        length = face.getlength(line.text)
        shift = {
            Align.FLUSH: 0.0,
            Align.INDENTED: self._hand.size * 1.5,
            Align.RIGHT: max(0.0, width - length * 1.08),
            Align.CENTRE: max(0.0, (width - length) / 2),
        }[line.align]
        return shift if self._is_typed else shift + self._rng.gauss(0, 5)

    def _word(self, marked: str, x: float, y: float) -> float:
        word = marked.lstrip("~_")
        face = self._faces.face(self._hand.script, self._size())
        y += self._rng.gauss(0, self._hand.wobble)
        length = (
            sum(face.getlength(letter) for letter in word)
            if self._is_typed
            else face.getlength(word)
        )
        (self._type if self._is_typed else self._pen)(word, face, x, y)
        if marked.startswith("~"):
            self._strike(x, y - self._hand.size * 0.22, length)
        if marked.startswith("_"):
            self._stroke(x, y + self._hand.size * 0.14, length, 3)
        return length

    def _type(self, word: str, face: Font, x: float, y: float) -> None:
        for letter in word:
            place = (x, y + self._rng.choice((-1, 0, 0, 0, 0, 1)))
            strength = round(self._hand.pressure * self._rng.randint(176, 255))
            self._draw.text(place, letter, fill=strength, font=face, anchor="ls")
            x += face.getlength(letter)

    def _pen(self, word: str, face: Font, x: float, y: float) -> None:
        left, top, right, bottom = face.getbbox(word, anchor="ls")
        pad = self._hand.size // 2
        size = (round(right - left) + 2 * pad, round(bottom - top) + 2 * pad)
        ink = Image.new("L", size)
        ImageDraw.Draw(ink).text((pad - left, pad - top), word, fill=255, font=face, anchor="ls")
        slant = self._hand.slant + self._rng.gauss(0, 0.025)
        turn = self._rng.gauss(0, 0.008)
        shear = (1.0, slant, -slant * (pad - top), turn, 1.0, -turn * size[0] / 2)
        ink = ink.transform(size, Image.Transform.AFFINE, shear, Image.Resampling.BILINEAR)
        strength = round(255 * self._hand.pressure * self._rng.uniform(0.82, 1.0))
        self._sheet.paste(strength, (round(x + left) - pad, round(y + top) - pad), ink)

    def _strike(self, x: float, y: float, length: float) -> None:
        for _ in range(3):
            self._stroke(x - 4, y + self._rng.gauss(0, 5), length + 8, 4)

    def _stroke(self, x: float, y: float, length: float, width: int) -> None:
        steps = max(2, round(length / 28))
        points = [(x + length * at / steps, y + self._rng.gauss(0, 2.2)) for at in range(steps + 1)]
        self._draw.line(points, fill=round(235 * self._hand.pressure), width=width, joint="curve")
