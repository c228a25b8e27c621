"""The text of what was found, read again from the record."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import select

from archive.search.snippet import Piece, snippet
from archive.search.tree import Tree
from archive.services.unit import Unit
from archive.services.visibility import visible
from archive.store.models import Item, Line, Page, Version

Lines = tuple[tuple[str, str], ...]
"""Key and text of each line of a page, in order."""


def texts(unit: Unit, pages: Sequence[int]) -> dict[int, Lines]:
    """The current text of these pages, by page; none of a page that the actor may not see."""
    rows = unit.session.execute(
        select(Page.id, Line.key, Line.text)
        .join(Item, Page.item_id == Item.id)
        .join(Version, (Version.page_id == Page.id) & (Version.number == Page.version_number))
        .join(Line, Line.version_id == Version.id)
        .where(Page.id.in_(pages), visible(unit))
        .order_by(Page.id, Line.position)
    )
    return {
        page: tuple((key, text) for _, key, text in group)
        for page, group in groupby(rows, key=lambda row: row[0])
    }


def snippet_of(lines: Lines, tree: Tree) -> tuple[Piece, ...]:
    """The words around what was found."""
    return snippet("\n".join(text for _, text in lines), tree)


def best_lines(lines: Lines, shown: Sequence[Piece]) -> tuple[str, ...]:
    """The line of a snippet with most of what was looked for, the first of several, if any."""
    text = "\n".join(text for _, text in lines)
    place = text.find("".join(piece.text for piece in shown))
    marks: list[int] = []
    for piece in shown:
        if piece.is_match:
            marks.append(text.count("\n", 0, place))
        place += len(piece.text)
    return (lines[max(dict.fromkeys(marks), key=marks.count)][0],) if marks else ()
