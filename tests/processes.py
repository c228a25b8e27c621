"""Looking at real processes: who descends from whom, and who still lives."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Process:
    """A process, told by its number and its start, so that a number given again is no match."""

    number: int
    started: str
    name: str
    parent: int

    @property
    def is_alive(self) -> bool:
        """Whether it still runs; one that only waits to be reaped does not."""
        now = look(self.number)
        return now is not None and now.started == self.started


def look(number: int) -> Process | None:
    """The process of this number, unless it has ended."""
    try:
        head, _, rest = Path(f"/proc/{number}/stat").read_text().rpartition(")")
    except OSError:
        return None
    fields = rest.split()
    if fields[0] in "ZX":
        return None
    return Process(number, fields[19], head.partition("(")[2], int(fields[1]))


def descendants(number: int) -> list[Process]:
    """The living children of a process, and theirs."""
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]
    living = [process for process in map(look, numbers) if process is not None]
    found, parents = [], {number}
    while parents:
        young = [process for process in living if process.parent in parents]
        found += young
        parents = {process.number for process in young}
    return found


def wait_for(find: Callable[[], Found], seconds: float, what: str) -> Found:
    """What the question answers as soon as it answers anything; fails when that takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = find()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError(f"waited {seconds} s for {what}")
