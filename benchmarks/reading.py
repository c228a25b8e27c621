"""Reading drawn pages: how many true words are found, and what it costs beside bare Tesseract."""

import argparse
import json
import os
import re
import resource
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from archive import paths
from archive.demo.drawing import draw_letter
from archive.demo.letters import letter
from ingest import sandbox
from ingest.limits import Limits

Answer = TypeVar("Answer")

PAGES = (("hearing", "typed"), ("la-fe", "Spanish, by hand"), ("consent-samuel", "form"))


@dataclass(frozen=True, slots=True)
class Row:
    """One drawn page: share of true words found and processor seconds, beside the floor's."""

    page: str
    found: float
    seconds: float
    floor_found: float
    floor_seconds: float
    ratio: float


def main() -> None:
    """Read each page through the sandbox and by the tesseract command alone, in one run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    with tempfile.TemporaryDirectory() as folder:
        for key, kind in PAGES:
            row = _measured(key, kind, Path(folder))
            print(json.dumps(asdict(row)) if as_json else _line(row))


def _measured(key: str, kind: str, folder: Path) -> Row:
    drawn = letter(key)
    truth = _words(drawn.pages[0].text)
    scan = folder / drawn.file_name
    scan.write_bytes(draw_letter(drawn, paths.STATIC / "vendor" / "fonts"))
    page, seconds = _timed(
        lambda: sandbox.read_page(scan, 1, drawn.language, Limits(), folder / "work")
    )
    image = folder / f"{key}.page"
    image.write_bytes(page.image)
    text, floor = _timed(lambda: _bare(image, drawn.language))
    return Row(
        page=f"{key} ({kind})",
        found=_share(truth, page.text),
        seconds=round(seconds, 2),
        floor_found=_share(truth, text),
        floor_seconds=round(floor, 2),
        ratio=round(seconds / floor, 2),
    )


def _bare(image: Path, language: str) -> str:
    command = ["tesseract", str(image), "-", "-l", language, "--psm", "3"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    return done.stdout


def _timed(act: Callable[[], Answer]) -> tuple[Answer, float]:
    before = _children()
    answer = act()
    return answer, _children() - before


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _words(text: str) -> Counter[str]:
    return Counter(word for word in re.findall(r"[^\W_]+", text.lower()) if len(word) > 2)


def _share(truth: Counter[str], text: str) -> float:
    return round((truth & _words(text)).total() / max(1, truth.total()), 3)


def _line(row: Row) -> str:
    return (
        f"{row.page:34} found {row.found:.3f} (bare {row.floor_found:.3f})   "
        f"{row.seconds:.2f} s (bare {row.floor_seconds:.2f} s, ratio {row.ratio:.2f})"
    )


if __name__ == "__main__":
    main()
