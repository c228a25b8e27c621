"""The sandboxed side: reads one page and dies, together with every process it started."""

import contextlib
import ctypes
import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, BinaryIO

from ingest.limits import Limits

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Order:
    """What the parent asks of its child; `number` 0 asks for the count of pages only."""

    path: str
    number: int
    language: str
    folder: str
    parent: int
    limits: Limits

    @classmethod
    def parse(cls, text: str) -> "Order":
        """Read an order as the parent wrote it."""
        given = json.loads(text)
        return cls(**(given | {"limits": Limits(**given["limits"])}))


def main(text: str) -> None:
    """Carry out one order and write the answer to standard output."""
    order = Order.parse(text)
    die_with_parent(order.folder, order.parent)
    restrict(order.limits)
    answer, image = _carried_out(order)
    _write(sys.stdout.buffer, answer, image)


def die_with_parent(folder: str, parent: int) -> None:
    """End this process group and remove its folder as soon as the parent is gone."""

    def end(signal_number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(0, signal.SIGTERM)
        shutil.rmtree(folder, ignore_errors=True)
        os.killpg(0, signal.SIGKILL)

    signal.signal(signal.SIGTERM, end)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # The parent may have died before it could be asked to send the signal.
    if os.getppid() != parent:
        end(signal.SIGTERM, None)


def restrict(limits: Limits) -> None:
    """Bound memory, processor time and files written, for this process and all that it starts."""
    os.umask(0o077)
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, limits.output),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (bound, bound))


def _carried_out(order: Order) -> tuple[Mapping[str, Any], bytes]:
    # Foreign bytes can make a decoder raise anything: this is the border where that ends.
    from ingest.errors import PageFailed, SourceRefused

    try:
        return _count(order) if order.number == 0 else _page(order)
    except SourceRefused as fault:
        return {"refused": [fault.state.value, fault.code, fault.reason]}, b""
    except PageFailed as fault:
        return {"failed": [fault.code, fault.reason]}, b""
    except MemoryError:
        return {"failed": ["out-of-memory", ""]}, b""
    except Exception as fault:
        return {"failed": ["crashed", type(fault).__name__]}, b""


def _count(order: Order) -> tuple[Mapping[str, Any], bytes]:
    from ingest.sources import examine

    source = examine(Path(order.path), order.limits)
    return {"source": [source.media_type.value, source.pages]}, b""


def _page(order: Order) -> tuple[Mapping[str, Any], bytes]:
    from ingest.engines.tesseract import TesseractEngine
    from ingest.pipeline import read_page
    from ingest.reading import as_json

    engine = TesseractEngine()
    page = read_page(Path(order.path), order.number, order.language, engine, order.limits)
    return {"page": as_json(page), "media_type": page.media_type}, page.image


def _write(out: BinaryIO, answer: Mapping[str, Any], image: bytes) -> None:
    with contextlib.suppress(BrokenPipeError):
        out.write(json.dumps(answer).encode() + b"\n" + image)
        out.flush()


if __name__ == "__main__":
    main(sys.argv[1])
