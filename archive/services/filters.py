"""What field:value means: which pages of a catalogue it is true of."""

from collections.abc import Callable, Set

from archive.domain.dates import PartialDate
from archive.search.dates import Dates
from archive.search.tree import Field
from archive.services.catalogue import Catalogue

_LANGUAGES = {"en": "eng", "english": "eng", "es": "spa", "spanish": "spa", "español": "spa"}


def pages_where(catalogue: Catalogue, asked: Field) -> frozenset[int]:
    """The pages that a field of a query is true of; a value that nothing has is true of none."""
    if isinstance(asked.value, Dates):
        dates = asked.value
        return _where(catalogue, asked.name, lambda text: _covers(dates, text))
    value = asked.value.casefold()
    if asked.name == "state":
        return _in_state(catalogue, value.replace(" ", "_").replace("-", "_"))
    if asked.name == "tag":
        path = "-".join(value.split()).strip("/")
        bearing = {item for item, borne in catalogue.tags.items() if _is_under(path, borne)}
        return catalogue.pages_of(bearing)
    if asked.name == "language":
        value = _LANGUAGES.get(value, value)
    names = {code for code, name in catalogue.names.items() if name == value}
    return _where(catalogue, asked.name, lambda text: text.casefold() == value or text in names)


def _in_state(catalogue: Catalogue, word: str) -> frozenset[int]:
    """How far a page has been read, or whose text it has."""
    states, kinds = catalogue.states, catalogue.text_kinds
    return frozenset(page for page in catalogue.pages if word in (states[page], kinds[page]))


def _where(catalogue: Catalogue, name: str, is_wanted: Callable[[str], bool]) -> frozenset[int]:
    """The pages of items with such a value; every value is looked at once."""
    of_items = catalogue.known.get(name, {})
    wanted = {value for value in set(of_items.values()) if value and is_wanted(value)}
    return catalogue.pages_of({item for item, value in of_items.items() if value in wanted})


def _covers(dates: Dates, written: str) -> bool:
    """As far as the date is known: a letter of 2019 is not one of March 2019."""
    try:
        day = PartialDate.parse(written)
    except ValueError:
        return False
    return dates.covers(day.earliest) and dates.covers(day.latest)


def _is_under(path: str, borne: Set[str]) -> bool:
    return any(tag == path or tag.startswith(f"{path}/") for tag in borne)
