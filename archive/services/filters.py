"""What field:value means: which pages of a catalogue it is true of."""

from collections.abc import Callable, Set
from functools import lru_cache

from archive.domain.dates import PartialDate
from archive.search.dates import Dates
from archive.search.tree import Field
from archive.services.catalogue import Catalogue, ItemCard

_LANGUAGES = {"en": "eng", "english": "eng", "es": "spa", "spanish": "spa", "español": "spa"}
_Test = Callable[[ItemCard], bool]


def pages_where(catalogue: Catalogue, asked: Field) -> frozenset[int]:
    """The pages that a field of a query is true of; a value that nothing has is true of none."""
    if isinstance(asked.value, Dates):
        return _of_items(catalogue, _dated(asked.name, asked.value))
    value = asked.value.casefold()
    if asked.name == "state":
        word = value.replace(" ", "_").replace("-", "_")
        return frozenset(
            page for page, card in catalogue.pages.items() if word in (card.state, card.text_kind)
        )
    if asked.name == "tag":
        path = "-".join(value.split()).strip("/")
        bearing = {item for item, borne in catalogue.tags.items() if _is_under(path, borne)}
        return catalogue.pages_of(bearing)
    return _of_items(catalogue, _TESTS[asked.name](value))


def _author(value: str) -> _Test:
    return lambda item: item.author.casefold() == value


def _facility(value: str) -> _Test:
    return lambda item: value in (item.facility.casefold(), item.facility_name.casefold())


def _kind(value: str) -> _Test:
    return lambda item: item.kind == value


def _language(value: str) -> _Test:
    code = _LANGUAGES.get(value, value)
    return lambda item: item.language == code


def _batch(value: str) -> _Test:
    return lambda item: value in (item.batch.casefold(), item.batch_name.casefold())


_TESTS: dict[str, Callable[[str], _Test]] = {
    "author": _author,
    "facility": _facility,
    "kind": _kind,
    "language": _language,
    "batch": _batch,
}


def _dated(name: str, dates: Dates) -> _Test:
    """Within the range as far as the date is known: a letter of 2019 is not one of March 2019."""
    if name == "received":
        return lambda item: _covers(dates, item.received)
    return lambda item: _covers(dates, item.written)


@lru_cache(maxsize=1 << 14)
def _covers(dates: Dates, written: str) -> bool:
    if not written:
        return False
    try:
        day = PartialDate.parse(written)
    except ValueError:
        return False
    return dates.covers(day.earliest) and dates.covers(day.latest)


def _is_under(path: str, borne: Set[str]) -> bool:
    return any(tag == path or tag.startswith(f"{path}/") for tag in borne)


def _of_items(catalogue: Catalogue, is_wanted: _Test) -> frozenset[int]:
    return catalogue.pages_of({item for item, card in catalogue.items.items() if is_wanted(card)})
