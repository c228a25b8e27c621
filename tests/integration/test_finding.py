"""Finding pages in a real index and a real record."""

from datetime import date

import pytest

from archive.domain.items import ItemKind, Language
from archive.domain.people import Actor, Role
from archive.search.errors import QueryError
from archive.services import finding, indexing, tags
from archive.services.finding import Results, Sort
from archive.services.unit import Archive
from tests import story
from tests.conftest import AsRole


@pytest.fixture
def letters(archive: Archive) -> dict[str, str]:
    """A few letters, indexed; their references by a name each."""
    refs = {
        "board": story.letter(
            archive,
            ["My first board hearing was in May.", "They denied me <b>again</b>."],
            ["After the hearing I wrote to my mother."],
            author="quiet-heron",
            facility="CIW",
            written_on="2019-03",
            received_on=date(2019, 4, 2),
        ),
        "choir": story.letter(
            archive,
            ["The choir sang before the board."],
            author="amber-field",
            facility="CCWF",
            kind=ItemKind.TESTIMONY,
            written_on="2021-06-12",
        ),
        "carta": story.letter(
            archive,
            ["Mis hijas escriben cartas."],
            author="low-river",
            language=Language.SPANISH,
            received_on=date(2020, 1, 5),
        ),
        "legal": story.letter(archive, ["Counsel on the board hearing."], is_legal_mail=True),
    }
    indexing.apply_outbox(archive)
    return refs


@pytest.fixture
def writer(staff: AsRole) -> Actor:
    return staff(Role.WRITER)


def search(archive: Archive, actor: Actor, query: str, **how: object) -> Results:
    with archive.reading(actor) as unit:
        return finding.search(unit, query, **how)  # type: ignore[arg-type]


def places(found: Results) -> list[tuple[str, int]]:
    return [(hit.item, hit.page) for hit in found.hits]


def counts(found: Results, field: str) -> dict[str, int]:
    return {v.value: v.count for f in found.facets if f.field == field for v in f.values}


def test_a_word_is_found_on_its_page_in_every_inflection(
    archive: Archive, letters: dict[str, str], writer: Actor
) -> None:
    found = search(archive, writer, "hearings")
    assert set(places(found)) == {(letters["board"], 1), (letters["board"], 2)}
    assert (found.total, found.items) == (2, 1)
    assert not found.is_degraded


def test_a_hit_tells_where_it_stands_and_what_it_says(
    archive: Archive, letters: dict[str, str], writer: Actor
) -> None:
    hit = search(archive, writer, "denied").hits[0]
    assert (hit.item, hit.page, hit.author, hit.facility) == (
        letters["board"],
        1,
        "quiet-heron",
        "CIW",
    )
    assert (hit.state, hit.text_kind, hit.written) == ("read", "machine", "2019-03")
    assert [piece.text for piece in hit.snippet if piece.is_match] == ["denied"]
    assert hit.score > 0
    assert len(hit.lines) == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("author:quiet-heron", {"board"}),
        ("author:Quiet-Heron", {"board"}),
        ("facility:ccwf", {"choir"}),
        ("kind:testimony", {"choir"}),
        ("language:spa", {"carta"}),
        ("language:es", {"carta"}),
        ("written:2019", {"board"}),
        ("written:2019-03", {"board"}),
        ("written:2019-03-07", set()),
        ("written:2020..", {"choir"}),
        ("received:2020", {"carta"}),
        ("state:machine", {"board", "choir", "carta"}),
        ("state:verified", set()),
        ("batch:story", {"board", "choir", "carta"}),
        ("board -author:quiet-heron", {"choir"}),
        ("author:nobody", set()),
        ("-board", {"board", "carta"}),
        ("choir OR cartas", {"choir", "carta"}),
        ('"board hearing"', {"board"}),
        ("cart*", {"carta"}),
    ],
)
def test_fields_and_words_narrow_each_other(
    archive: Archive, letters: dict[str, str], writer: Actor, query: str, expected: set[str]
) -> None:
    found = search(archive, writer, query)
    assert {hit.item for hit in found.hits} == {letters[name] for name in expected}


def test_a_tag_finds_what_bears_it_or_one_below_it(
    archive: Archive, letters: dict[str, str], writer: Actor
) -> None:
    with archive.writing(writer) as unit:
        tags.put_on(unit, letters["board"], "health/medical-neglect")
        tags.put_on(unit, letters["choir"], "healthy-food")
    assert {h.item for h in search(archive, writer, "tag:health").hits} == {letters["board"]}
    assert search(archive, writer, "tag:Health/Medical-Neglect").total == 2
    assert counts(search(archive, writer, "board"), "tag") == {
        "health": 1,
        "health/medical-neglect": 1,
        "healthy-food": 1,
    }


def test_nobody_finds_mail_in_quarantine_while_it_is_there(
    archive: Archive, letters: dict[str, str], staff: AsRole
) -> None:
    for role in Role:
        found = search(archive, staff(role, name=f"a {role}"), "board OR -board")
        assert letters["legal"] not in {hit.item for hit in found.hits}


def test_the_same_words_give_nothing_without_access(
    archive: Archive, letters: dict[str, str], staff: AsRole
) -> None:
    found = search(archive, staff(Role.ADMIN), "board")
    assert (found.total, found.items, found.hits, found.facets) == (0, 0, (), ())


def test_every_count_is_the_total_of_the_search_it_leads_to(
    archive: Archive, letters: dict[str, str], writer: Actor
) -> None:
    for query in ("", "board", "choir OR cartas", "state:machine -board", "written:2019"):
        for facet in search(archive, writer, query).facets:
            for value in facet.values:
                led_to = search(archive, writer, value.query)
                assert value.is_chosen or led_to.total == value.count, value


def test_a_chosen_value_leads_back(
    archive: Archive, letters: dict[str, str], writer: Actor
) -> None:
    found = search(archive, writer, "board author:quiet-heron")
    chosen = [v for f in found.facets for v in f.values if v.is_chosen]
    assert [(value.value, value.query) for value in chosen] == [("quiet-heron", "board")]


def test_months_are_shown_without_gaps_and_replace_each_other(
    archive: Archive, letters: dict[str, str], writer: Actor
) -> None:
    found = search(archive, writer, "board written:2019..2021")
    months = next(facet for facet in found.facets if facet.field == "written").values
    assert (months[0].value, months[-1].value, len(months)) == ("2019-03", "2021-06", 28)
    assert months[0].query == "board written:2019-03"
    assert [value.count for value in months if value.count] == [1, 1]


def test_only_filters_list_the_newest_first_and_undated_last(
    archive: Archive, letters: dict[str, str], writer: Actor
) -> None:
    in_time = [letters["choir"], letters["carta"], letters["board"], letters["board"]]
    assert [hit.item for hit in search(archive, writer, "state:read").hits] == in_time
    undated = story.letter(archive, ["No date."])
    newest = search(archive, writer, "", sort=Sort.NEWEST)
    oldest = search(archive, writer, "", sort=Sort.OLDEST)
    assert newest.hits[-1].item == oldest.hits[-1].item == undated
    assert [hit.item for hit in oldest.hits[:2]] == [letters["board"]] * 2


def test_pages_of_hits_cut_the_whole_without_gap_or_overlap(
    archive: Archive, letters: dict[str, str], writer: Actor
) -> None:
    whole = places(search(archive, writer, ""))
    cut = [places(search(archive, writer, "", limit=3, page=n)) for n in (1, 2)]
    assert cut[0] + cut[1] == whole
    assert search(archive, writer, "", limit=3, page=99).page == 2


def test_a_page_that_changed_is_shown_as_it_is_now(
    archive: Archive, letters: dict[str, str], writer: Actor, staff: AsRole
) -> None:
    typist = staff(Role.TRANSCRIBER)
    story.retype(archive, typist, letters["choir"], 1, {"The choir sang before the board.": "Gone"})
    hit = search(archive, writer, "choir").hits[0]
    assert [(piece.text, piece.is_match) for piece in hit.snippet] == [("Gone", False)]
    indexing.apply_outbox(archive)
    assert search(archive, writer, "choir").total == 0


def test_a_query_that_cannot_be_read_names_the_place(archive: Archive, writer: Actor) -> None:
    with pytest.raises(QueryError) as refused:
        search(archive, writer, "parole (board")
    assert refused.value.position == 7
