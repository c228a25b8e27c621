"""Looking into an archive: an item, a search, its health; and building its index again."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from archive.cli.operator import OPERATOR, opened
from archive.services import finding, health, indexing, logins, outlook
from archive.services.health import Finding, Health
from archive.services.transcription import current_version
from archive.services.unit import Unit
from archive.services.visibility import visible_item
from archive.store.models import Item, Page

_MARKS = {Health.GOOD: "✓", Health.NOTE: "◇", Health.FAULT: "✕"}


def add_to(command: click.Group) -> None:
    """Add these commands."""
    for one in (item, search, reindex, check, audit):
        command.add_command(one)


@click.command()
@click.argument("ref")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def item(data: Path, ref: str, as_json: bool) -> None:
    """Show an item, its pages and their text."""
    with opened(data).reading(OPERATOR) as unit:
        told = _told(unit, visible_item(unit, ref))
    if as_json:
        click.echo(json.dumps(told))
        return
    click.echo(f"Item {told['item']}: {told['kind']}, {told['state'].replace('_', ' ')}.")
    for page in told["pages"]:
        click.echo(
            f"\n— page {page['number']}, {page['state'].replace('_', ' ')} —\n{page['text']}"
        )


@click.command()
@click.argument("query")
@click.option("--as", "name", required=True, help="The account that asks; it sees what it may.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
@click.pass_obj
def search(data: Path, query: str, name: str, limit: int, as_json: bool) -> None:
    """Find words, "phrases", -not, OR, prefix*, field:value."""
    archive = opened(data)
    with archive.reading(OPERATOR) as unit:
        asking = logins.actor_named(unit, name)
    with archive.reading(asking) as unit:
        found = finding.search(unit, query, limit=limit)
    if as_json:
        click.echo(json.dumps({"total": found.total, "seconds": round(found.seconds, 4)}))
    else:
        click.echo(f"Pages found: {found.total}, in {found.seconds * 1000:.0f} ms")
    for hit in found.hits:
        click.echo(json.dumps(_hit(hit)) if as_json else _hit_line(hit))


@click.command()
@click.pass_obj
def reindex(data: Path) -> None:
    """Build the search index anew from the record."""
    count = indexing.rebuild(opened(data))
    click.echo(f"The index is whole again; pages in it: {count}.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each check.")
@click.pass_obj
def check(data: Path, as_json: bool) -> None:
    """Check every original, the record, the index and the audit."""
    with opened(data).reading(OPERATOR) as unit:
        _tell(health.check(unit), as_json=as_json)


@click.group()
def audit() -> None:
    """The audit trail."""


@audit.command("verify")
@click.pass_obj
def verify(data: Path) -> None:
    """Follow the audit chain from its first entry to its last."""
    with opened(data).reading(OPERATOR) as unit:
        _tell([health.verify_audit(unit)], as_json=False)


def _tell(findings: Iterable[Finding], *, as_json: bool) -> None:
    has_fault = False
    for one in findings:
        has_fault = has_fault or one.health is Health.FAULT
        click.echo(json.dumps(asdict(one)) if as_json else f"{_MARKS[one.health]} {one.sentence}")
    if has_fault:
        raise click.exceptions.Exit(1)


def _told(unit: Unit, shown: Item) -> dict[str, Any]:
    return {
        "item": shown.ref,
        "kind": shown.kind,
        "state": shown.state,
        "code": shown.code,
        "reason": shown.reason,
        "author": shown.author.code if shown.author else None,
        "language": shown.language,
        "written": shown.written_on,
        "postmarked": _day(shown.postmarked_on),
        "received": _day(shown.received_on),
        "batch": shown.batch.name,
        "legal_mail": shown.is_legal_mail,
        "tags": [tag.path for tag in shown.tags],
        "consent": _consent(unit, shown),
        "pages": [_page(unit, page) for page in shown.pages],
    }


def _page(unit: Unit, page: Page) -> dict[str, Any]:
    version = current_version(unit, page)
    return {
        "number": page.number,
        "state": page.state,
        "text": "\n".join(line.text for line in version.lines) if version else "",
        "engine": version.engine if version else None,
        "coverage": page.coverage,
        "version": page.version_number,
        "text_kind": page.text_kind,
        "rotation": page.rotation,
        "code": page.code,
        "reason": page.reason,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _hit(hit: finding.Hit) -> dict[str, Any]:
    return {
        "item": hit.item,
        "page": hit.page,
        "snippet": "".join(piece.text for piece in hit.snippet),
        "score": round(hit.score, 4),
        "state": hit.state,
    }


def _hit_line(hit: finding.Hit) -> str:
    words = "".join(f"[{p.text}]" if p.is_match else p.text for p in hit.snippet)
    return f"{hit.item} p. {hit.page}: {' '.join(words.split())}"


def _consent(unit: Unit, shown: Item) -> dict[str, str]:
    """For each use what the author's answers come to today; each excerpt is decided by itself."""
    if shown.author is None:
        return {}
    return {one.use: one.mark for one in outlook.of_author(unit, shown.author.code).uses}
