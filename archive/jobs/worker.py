"""The worker: leases one job at a time, keeps its lease alive, and keeps the index in line."""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from types import FrameType

from archive.errors import ArchiveError
from archive.jobs import queue, tasks
from archive.services import indexing
from archive.services.unit import Archive
from ingest import sandbox
from ingest.errors import PageFailed

_LOG = logging.getLogger("archive.worker")
_IDLE_SECONDS = 0.3
_TEND_SECONDS = 2
_LEFT_BEHIND = timedelta(hours=1)
_CRASHED = "Reading broke off because of a fault in the program; it will be tried again."


def work(archive: Archive, stop: threading.Event, *, until_empty: bool = False) -> None:
    """Do jobs until told to stop, or until none is left."""
    sandbox.sweep(archive.settings.workspace)
    for blobs in (archive.originals, archive.images):
        blobs.sweep(archive.clock() - _LEFT_BEHIND)
    worker, index_fault = queue.worker_name(), ""
    while not stop.is_set():
        held = queue.lease(archive, worker)
        if held is not None:
            _do(archive, held)
        index_fault = update_index(archive, index_fault)
        if held is None:
            if until_empty and not queue.waiting(archive):
                return
            stop.wait(_IDLE_SECONDS)


def update_index(archive: Archive, told: str = "") -> str:
    """Apply what waits for the index; answer why not, and log it unless it is ``told`` already.

    A damaged index stops no work.
    """
    try:
        indexing.apply_outbox(archive)
    except (ArchiveError, OSError) as fault:
        why = fault.code if isinstance(fault, ArchiveError) else type(fault).__name__
        if why != told:
            _LOG.warning("the search index could not be brought in line: %s", why)
        return why
    return ""


def stop_on_signals(stop: threading.Event) -> None:
    """Finish the job in hand, then end, when the machine or a person asks for it."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)


def stop_with_parent(stop: threading.Event, parent: int) -> None:
    """End, too, when the process that started this one is gone."""

    def watch() -> None:
        while os.getppid() == parent:
            if stop.wait(0.5):
                return
        stop.set()

    threading.Thread(target=watch, daemon=True).start()


class Workers:
    """Reading processes beside this one; one that has died is replaced."""

    def __init__(self, data: Path, count: int) -> None:
        base = [sys.executable, "-m", "archive", "--data", str(data), "worker"]
        self._command = [*base, "--with-parent", str(os.getpid())]
        self._processes = [self._start() for _ in range(count)]

    def tend(self) -> None:
        """Start another for each that has ended."""
        for place, process in enumerate(self._processes):
            if process.poll() is not None:
                _LOG.warning(
                    "a worker ended with status %s; another is started", process.returncode
                )
                self._processes[place] = self._start()

    def end(self) -> None:
        """Let each finish the page in hand, and wait for it."""
        for process in self._processes:
            with suppress(ProcessLookupError):
                process.terminate()
        for process in self._processes:
            process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, stdin=subprocess.DEVNULL)


@contextmanager
def beside(data: Path, count: int) -> Iterator[Workers]:
    """Workers for as long as the block runs."""
    workers = Workers(data, count)
    try:
        yield workers
    finally:
        workers.end()


@contextmanager
def tended(data: Path, count: int) -> Iterator[None]:
    """Workers for as long as the block runs, looked after by a thread of its own."""
    stop = threading.Event()
    with beside(data, count) as workers:

        def watch() -> None:
            while not stop.wait(_TEND_SECONDS):
                workers.tend()

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


def _do(archive: Archive, held: queue.Lease) -> None:
    with _heartbeat(archive, held):
        try:
            tasks.run(archive, held)
        except PageFailed as fault:
            queue.fail(archive, held, fault.code, fault.reason)
        except Exception as fault:
            _LOG.error("job %s failed: %s", held.job_id, type(fault).__name__)
            queue.fail(archive, held, "crashed", _CRASHED)


@contextmanager
def _heartbeat(archive: Archive, held: queue.Lease) -> Iterator[None]:
    done = threading.Event()

    def beat() -> None:
        while not done.wait(archive.settings.lease_seconds / 3):
            if not queue.renew(archive, held):
                return

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
