import pytest

from archive.domain.attribution import attribution_line, credit_fits
from archive.domain.consent import Attribution, AttributionForm, Bit

FORM = AttributionForm


@pytest.mark.parametrize(
    ("form", "credit", "line"),
    [
        (FORM.FIRST_NAME_INITIAL, "Ray M.", "— Ray M."),
        (FORM.FIRST_NAME, "Ray", "— Ray"),
        (FORM.INITIALS, "R. M.", "— R. M."),
        (FORM.FULL_NAME, "Ray Moran", "— Ray Moran"),
        (FORM.CHOSEN_NAME, "Luz", "— Luz"),
        (FORM.PSEUDONYM, "North Star", "— North Star"),
        (FORM.ANONYMOUS_DESCRIPTOR, "a woman at CIW, 2021", "— a woman at CIW, 2021"),
        (FORM.ANONYMOUS, "", "— anonymous"),
    ],
)
def test_an_author_is_named_as_agreed(form: AttributionForm, credit: str, line: str) -> None:
    assert attribution_line(Attribution("a", form, credit)) == line


@pytest.mark.parametrize("form", [form for form in FORM if form is not FORM.ANONYMOUS])
def test_a_missing_credit_leaves_the_author_anonymous(form: AttributionForm) -> None:
    assert attribution_line(Attribution("a", form, " ")) == "— anonymous"
    assert attribution_line(Attribution("a", form, ""), language="es") == "— anónimo"


@pytest.mark.parametrize(
    ("form", "credit"),
    [
        (FORM.ANONYMOUS, "Ray Moran"),
        (FORM.FIRST_NAME, "Ray Moran"),
        (FORM.FIRST_NAME_INITIAL, "Ray Moran"),
        (FORM.INITIALS, "Ray M."),
        (FORM.FULL_NAME, "Ray\nMoran"),
        (FORM.PSEUDONYM, "x" * 81),
    ],
)
def test_a_credit_that_tells_more_than_its_form_is_not_shown(
    form: AttributionForm, credit: str
) -> None:
    assert not credit_fits(form, credit)
    assert attribution_line(Attribution("a", form, credit)) == "— anonymous"


def test_details_are_told_only_where_granted() -> None:
    details = {Bit.AGE: "54", Bit.FACILITY: "Valley Hill", Bit.HEALTH: "ill"}
    shown = Attribution("a", FORM.FIRST_NAME, "Ray", frozenset({Bit.AGE, Bit.FACILITY}))
    assert attribution_line(shown, details) == "— Ray, Valley Hill, 54"
    assert attribution_line(Attribution("a", FORM.FIRST_NAME, "Ray"), details) == "— Ray"


def test_several_authors_are_listed_without_details() -> None:
    ray = Attribution("a", FORM.FIRST_NAME, "Ray", frozenset({Bit.AGE}))
    luz = Attribution("b", FORM.FIRST_NAME, "Luz")
    ana = Attribution("c", FORM.FIRST_NAME, "Ana")
    assert attribution_line([ray, luz], {Bit.AGE: "54"}) == "— Ray and Luz"
    assert attribution_line([ray, luz, ana], language="es") == "— Ray, Luz y Ana"
    assert attribution_line([Attribution("a"), Attribution("b")]) == "— anonymous"
    assert attribution_line([]) == "— anonymous"
