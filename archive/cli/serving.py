"""Serving the archive, and reading for it."""

import logging
import threading
from contextlib import nullcontext
from pathlib import Path

import click
import waitress

from archive.cli.operator import opened
from archive.errors import InvalidInput
from archive.jobs import worker


def add_to(command: click.Group) -> None:
    """Add these commands."""
    command.add_command(serve)
    command.add_command(work)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--no-worker", is_flag=True, help="Read nothing; a worker runs elsewhere.")
@click.pass_obj
def serve(data: Path, host: str, port: int, no_worker: bool) -> None:
    """Serve the archive to browsers, and read what is scanned."""
    from archive.app import create_app

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    archive = opened(data)
    try:
        server = waitress.create_server(
            create_app(archive),
            host=host,
            port=port,
            threads=8,
            ident=None,
            clear_untrusted_proxy_headers=True,
        )
    except ValueError as fault:
        raise InvalidInput(f"{host} is no address of this machine; give another --host.") from fault
    count = 0 if no_worker else archive.settings.workers
    with worker.tended(data, count) if count else nullcontext():
        # A host of several addresses gets one server for each, and no single port.
        shown = getattr(server, "effective_port", port)
        click.echo(f"The archive is at http://{host}:{shown}/ (Ctrl-C ends it).")
        server.run()


@click.command("worker")
@click.option("--with-parent", type=int, hidden=True, help="End when this process does.")
@click.pass_obj
def work(data: Path, with_parent: int | None) -> None:
    """Read what waits to be read, until told to end."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    stop = threading.Event()
    worker.stop_on_signals(stop)
    if with_parent is not None:
        worker.stop_with_parent(stop, with_parent)
    worker.work(opened(data), stop)
