"""Making an archive, its accounts, and the demo."""

import sys
from pathlib import Path

import click

from archive.cli.operator import OPERATOR, opened
from archive.demo.seed import make_demo
from archive.domain.people import Role
from archive.services import accounts, opening


def add_to(command: click.Group) -> None:
    """Add these commands."""
    command.add_command(init)
    command.add_command(user)
    command.add_command(demo)


@click.command()
@click.pass_obj
def init(data: Path) -> None:
    """Make an archive in the data folder; one that is there is kept and brought up to date."""
    opening.make(data)
    click.echo(f"The archive in {data} is ready; `archive user add` makes accounts.")


@click.group()
def user() -> None:
    """Accounts."""


@user.command("add")
@click.argument("name")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="What this person does here; give it once for each role.",
)
@click.option("--password-stdin", is_flag=True, help="Read the passphrase from standard input.")
@click.pass_obj
def add_user(data: Path, name: str, roles: tuple[str, ...], password_stdin: bool) -> None:
    """Make an account."""
    archive = opened(data)
    password = _password(from_input=password_stdin)
    with archive.writing(OPERATOR) as unit:
        added = accounts.add(unit, name, [Role(role) for role in roles], password)
    click.echo(f"{added.name} can sign in now.")


@click.command()
@click.pass_obj
def demo(data: Path) -> None:
    """Make a demo archive: drawn letters, every consent state, an account for each role."""
    for line in make_demo(data):
        click.echo(line)


def _password(*, from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=True))
