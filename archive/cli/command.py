"""The command's frame: which archive, and how a failure is told."""

import os
import sys
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from archive.cli import ingesting, looking, making, serving
from archive.errors import ArchiveError
from archive.settings import data_folder


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="testimony-archive", prog_name="archive")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The archive's data folder; otherwise ARCHIVE_DATA, otherwise the default place.",
)
@click.pass_context
def command(context: click.Context, data: Path | None) -> None:
    """Keep, read, find and quote letters and testimony from people in prison."""
    context.obj = data.absolute() if data else data_folder()


for part in (making, ingesting, looking, serving):
    part.add_to(command)


def main() -> None:
    """Run the command; a failure is one sentence on standard error and an exit status."""
    os.umask(0o077)
    try:
        status = command.main(standalone_mode=False)
    except ArchiveError as error:
        _fail(str(error), error.exit_code)
    except click.exceptions.Abort:
        _fail("Stopped; what was finished so far is kept.", 130)
    except click.ClickException as error:
        _fail(" ".join(error.format_message().split()), 2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        place = f" ({click.format_filename(error.filename)})" if error.filename else ""
        _fail(f"The machine refused: {error.strerror or 'unknown reason'}{place}.", 1)
    except SQLAlchemyError:
        _fail("The record cannot be read or written; look at database_url and at the disk.", 1)
    # Click hands back the status of an early exit instead of raising it.
    sys.exit(status if isinstance(status, int) else 0)


def _fail(sentence: str, status: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(status)
