"""What a person may not see leaves no trace in hits, totals, counts, snippets or order."""

from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select, update

from archive.domain.items import ItemKind
from archive.domain.people import Actor, Role
from archive.search.index import NullIndex
from archive.search.whoosh_index import WhooshIndex
from archive.services import finding, indexing, tags
from archive.services.finding import Results, Sort
from archive.services.unit import Archive
from archive.store.models import Item, ItemTag, Line, Original, Outbox, Page, Version
from tests import story
from tests.conftest import AsRole

TEXTS = (
    ("parole hearing today and my mother", "the choir sang"),
    ("the hearings about parole, parole", "letter letter"),
    ("food food food parole",),
    ("mother's letter on a hearing", "parole hearing"),
    ("nothing of it", "hearing"),
)
QUERIES = st.sampled_from(
    [
        "",
        "parole",
        "hearing OR letter",
        '"parole hearing"',
        "hear*",
        "-parole",
        "parole -food",
        "author:author-1",
        "tag:health",
        "-tag:health hearing",
        "kind:letter",
        "written:2020..",
        "received:2021-03 OR parole",
        "batch:story -author:author-2",
        "facility:place-0",
        "state:machine",
        "nowhere",
    ]
)
HIDDEN = st.frozensets(st.integers(0, len(TEXTS) - 1))
ROLES = st.sampled_from(Role)


@pytest.fixture
def refs(archive: Archive, staff: AsRole) -> list[str]:
    """Letters that differ in everything that can be searched or counted, all of them indexed."""
    made = [
        story.letter(
            archive,
            *([text] for text in texts),
            author=f"author-{number % 3}",
            facility=f"place-{number % 3}",
            kind=list(ItemKind)[number % 2],
            written_on=f"202{number}-0{number + 1}" if number % 2 else None,
            received_on=date(2021, number + 1, 3),
        )
        for number, texts in enumerate(TEXTS)
    ]
    with archive.writing(staff(Role.WRITER, name="tagger")) as unit:
        for number, path in enumerate(("health/teeth", "health", "music", "health/eyes", "work")):
            tags.put_on(unit, made[number], path)
    indexing.apply_outbox(archive)
    return made


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """Whatever is written within did not happen."""
    point = connection.begin_nested()
    try:
        yield
    finally:
        point.rollback()


def answer(archive: Archive, actor: Actor, query: str, sort: Sort, limit: int) -> Results:
    with archive.reading(actor) as unit:
        return replace(finding.search(unit, query, sort=sort, limit=limit), seconds=0)


def hide(archive: Archive, refs: Set[str]) -> None:
    """Set items apart, as they are before the index has heard of it."""
    with archive.database.writing.begin() as session:
        session.execute(update(Item).where(Item.ref.in_(refs)).values(is_legal_mail=True))


def remove(archive: Archive, refs: Set[str]) -> None:
    """Leave a record that never held these items."""
    items = select(Item.id).where(Item.ref.in_(refs)).scalar_subquery()
    pages = select(Page.id).where(Page.item_id.in_(items)).scalar_subquery()
    versions = select(Version.id).where(Version.page_id.in_(pages)).scalar_subquery()
    with archive.database.writing.begin() as session:
        for rows in (
            delete(Line).where(Line.version_id.in_(versions)),
            delete(Version).where(Version.page_id.in_(pages)),
            delete(Outbox).where(Outbox.page_id.in_(pages)),
            delete(ItemTag).where(ItemTag.item_id.in_(items)),
            delete(Page).where(Page.item_id.in_(items)),
            delete(Original).where(Original.item_id.in_(items)),
            delete(Item).where(Item.ref.in_(refs)),
        ):
            session.execute(rows, execution_options={"synchronize_session": False})


@contextmanager
def reindexed(archive: Archive, folder: Path) -> Iterator[Archive]:
    """The same record under an index of its own."""
    with WhooshIndex(folder) as index:
        there = replace(archive, index=index)
        indexing.rebuild(there)
        yield there


FEW = examples(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SORTS = st.sampled_from(Sort)


@given(
    hidden=HIDDEN,
    queries=st.lists(QUERIES, min_size=1, max_size=5),
    role=ROLES,
    sort=SORTS,
    limit=st.integers(1, 6),
)
@FEW
def test_the_answer_is_that_of_an_archive_that_never_held_the_hidden_items(
    archive: Archive,
    connection: Connection,
    refs: list[str],
    tmp_path_factory: pytest.TempPathFactory,
    hidden: frozenset[int],
    queries: list[str],
    role: Role,
    sort: Sort,
    limit: int,
) -> None:
    actor = Actor(None, "somebody", frozenset({role}))
    away = {refs[number] for number in hidden}
    with undone(connection):
        hide(archive, away)
        told = [answer(archive, actor, query, sort, limit) for query in queries]
    with undone(connection):
        remove(archive, away)
        with reindexed(archive, tmp_path_factory.mktemp("without") / "index") as without:
            expected = [answer(without, actor, query, sort, limit) for query in queries]
    assert told == expected


@given(hidden=HIDDEN, query=QUERIES, role=ROLES, sort=SORTS)
@FEW
def test_without_the_index_as_little_is_told(
    archive: Archive,
    connection: Connection,
    refs: list[str],
    hidden: frozenset[int],
    query: str,
    role: Role,
    sort: Sort,
) -> None:
    actor = Actor(None, "somebody", frozenset({role}))
    away = {refs[number] for number in hidden}
    unindexed = replace(archive, index=NullIndex())
    with undone(connection):
        hide(archive, away)
        told = answer(unindexed, actor, query, sort, 20)
    with undone(connection):
        remove(archive, away)
        assert told == answer(unindexed, actor, query, sort, 20)


@given(query=QUERIES, sort=SORTS)
@FEW
def test_who_may_read_nothing_is_told_nothing(
    archive: Archive, refs: list[str], query: str, sort: Sort
) -> None:
    for roles in (frozenset[Role](), frozenset({Role.ADMIN})):
        told = answer(archive, Actor(None, "somebody", roles), query, sort, 20)
        assert (told.total, told.items, told.hits, told.facets) == (0, 0, (), ())
        assert (told.page, told.pages, told.is_degraded) == (1, 1, False)
