"""The line that says whose words these are, and never more than was granted."""

import re
from collections.abc import Mapping, Sequence

from archive.domain.consent_answers import Attribution
from archive.domain.consent_words import AttributionForm, Bit

_ANONYMOUS = {"en": "anonymous", "es": "anónimo"}
_AND = {"en": " and ", "es": " y "}
_NAME = r"[^\W\d_]+(?:['\u2019\-][^\W\d_]+)*"
_SHAPES = {
    AttributionForm.INITIALS: re.compile(r"(?:[^\W\d_]\.[ \-]?){1,4}|[^\W\d_]{1,2}"),
    AttributionForm.FIRST_NAME: re.compile(_NAME),
    AttributionForm.FIRST_NAME_INITIAL: re.compile(rf"{_NAME}(?: {_NAME})? [^\W\d_]\.?"),
}
_LONGEST = 80


def credit_fits(form: AttributionForm, credit: str) -> bool:
    """Whether the words to be shown tell no more than their form names; empty fits anonymous."""
    if form is AttributionForm.ANONYMOUS:
        return not credit.strip()
    words = credit.strip()
    if not words or len(words) > _LONGEST or not words.isprintable():
        return False
    if form is AttributionForm.INITIALS and not words.isupper():
        return False
    shape = _SHAPES.get(form)
    return shape is None or shape.fullmatch(words) is not None


def attribution_line(
    shown: Attribution | Sequence[Attribution],
    details: Mapping[Bit, str] | None = None,
    language: str = "en",
) -> str:
    """Such as "— Ray M., 54" or "— anonymous", in English or Spanish.

    Details are told only where their bit was granted, in the order of the bits. A credit that is
    missing or tells more than its form names is not shown: the author stays anonymous. Of several
    authors the details are left out, since they could not be told apart.
    """
    several = (shown,) if isinstance(shown, Attribution) else tuple(shown)
    if len(several) != 1:
        names = list(dict.fromkeys(_name(one, language) for one in several))
        return "— " + _listed(names or [_in(_ANONYMOUS, language)], language)
    only = several[0]
    granted = [text for bit in Bit if bit in only.bits and (text := (details or {}).get(bit, ""))]
    return "— " + ", ".join([_name(only, language), *granted])


def _name(one: Attribution, language: str) -> str:
    is_named = one.form is not AttributionForm.ANONYMOUS and credit_fits(one.form, one.credit)
    return one.credit.strip() if is_named else _in(_ANONYMOUS, language)


def _listed(names: Sequence[str], language: str) -> str:
    if len(names) == 1:
        return names[0]
    return ", ".join(names[:-1]) + _in(_AND, language) + names[-1]


def _in(words: Mapping[str, str], language: str) -> str:
    return words.get(language, words["en"])
