import pytest

from archive.domain.consent import Allow, Deny, Reason
from archive.domain.consent_words import HoldKind, Use
from archive.domain.people import Actor, Role
from archive.errors import Conflict, InvalidInput, NotFound, NotPermitted
from archive.services import consent, excerpts, holds
from archive.services.unit import Archive
from tests.conftest import AsRole
from tests.story import agreed, approve, approved, letter, marked, submitted

PAGE = ["They moved me", "without a word."]


@pytest.fixture
def ref(archive: Archive, steward: Actor) -> str:
    made = letter(archive, PAGE)
    agreed(archive, steward, made, Use.REPORT, Use.WEB)
    return made


def states(archive: Archive, actor: Actor, made: str) -> dict[str, str]:
    with archive.reading(actor) as unit:
        return {one.use: one.state for one in excerpts.excerpt(unit, made).proposals}


@pytest.mark.parametrize("kind", list(HoldKind))
def test_a_hold_denies_every_use_until_it_is_lifted(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor, ref: str, kind: HoldKind
) -> None:
    made = approved(archive, writer, reviewer, ref, "moved me", Use.REPORT)
    with archive.writing(steward) as unit:
        hold = holds.place_on_item(unit, ref, kind, "told by counsel")
        known = excerpts.excerpt(unit, made)
        assert consent.decision(unit, known, Use.REPORT) == Deny((Reason(kind.value),))
        holds.lift(unit, hold.id)
        assert isinstance(consent.decision(unit, known, Use.REPORT), Allow)


def test_a_hold_suspends_and_only_a_new_review_approves_again(
    archive: Archive, writer: Actor, reviewer: Actor, steward: Actor, ref: str
) -> None:
    made = approved(archive, writer, reviewer, ref, "moved me", Use.REPORT)
    with archive.writing(writer) as unit:
        excerpts.submit(unit, made, [Use.WEB])
    with archive.writing(steward) as unit:
        first = holds.place_on_item(unit, ref, HoldKind.SAFETY, "a threat").id
        second = holds.place_on_author(unit, "quiet-heron", HoldKind.PENDING_CASE, "habeas").id
    assert states(archive, writer, made) == {"report": "suspended", "web": "suspended"}
    with pytest.raises(Conflict), archive.writing(writer) as unit:
        excerpts.submit(unit, made, [Use.REPORT])
    with archive.writing(steward) as unit:
        holds.lift(unit, first)
    assert states(archive, writer, made)["report"] == "suspended"
    with archive.writing(steward) as unit:
        holds.lift(unit, second)
    assert states(archive, writer, made) == {"report": "draft", "web": "draft"}
    with archive.writing(writer) as unit:
        excerpts.submit(unit, made, [Use.REPORT])
    approve(archive, reviewer, made, Use.REPORT)
    assert states(archive, writer, made)["report"] == "approved"


def test_a_hold_on_an_author_reaches_all_their_letters_and_no_others(
    archive: Archive, writer: Actor, steward: Actor, ref: str
) -> None:
    other = letter(archive, PAGE, author="brave-otter")
    nobody = letter(archive, PAGE, author=None)
    refs = (ref, letter(archive, PAGE), other, nobody)
    made = [marked(archive, writer, one, "moved me") for one in refs]
    with archive.writing(steward) as unit:
        holds.place_on_author(unit, "quiet-heron", HoldKind.SAFETY, "a threat")
        answers = [
            consent.decision(unit, excerpts.excerpt(unit, one), Use.INTERNAL) for one in made
        ]
        assert len(holds.on_item(unit, ref)) == 1
        assert holds.on_item(unit, other) == []
        assert holds.on_item(unit, nobody) == []
    on_hold = [isinstance(one, Deny) and Reason.SAFETY in one.reasons for one in answers]
    assert on_hold == [True, True, False, False]


def test_legal_mail_is_on_hold_by_itself(
    archive: Archive, writer: Actor, steward: Actor, ref: str
) -> None:
    made = marked(archive, writer, ref, "moved me")
    submitted(archive, writer, made, Use.REPORT)
    with archive.writing(steward) as unit:
        known = excerpts.excerpt(unit, made)
        known.item.is_legal_mail = True
        assert consent.decision(unit, known, Use.INTERNAL) == Deny((Reason.LEGAL_MAIL,))


def test_a_hold_says_why_and_is_lifted_once(archive: Archive, steward: Actor, ref: str) -> None:
    with archive.writing(steward) as unit:
        for reason in ("  ", "x" * 201):
            with pytest.raises(InvalidInput):
                holds.place_on_item(unit, ref, HoldKind.MINOR, reason)
        hold = holds.place_on_item(unit, ref, HoldKind.MINOR, "a child is named")
        holds.lift(unit, hold.id)
        with pytest.raises(Conflict):
            holds.lift(unit, hold.id)
        with pytest.raises(NotFound):
            holds.lift(unit, hold.id + 1)
        with pytest.raises(NotFound):
            holds.place_on_item(unit, "NOSUCH", HoldKind.MINOR, "a child is named")
        with pytest.raises(NotFound):
            holds.place_on_author(unit, "nobody-here", HoldKind.MINOR, "a child is named")


def test_only_stewards_hold(archive: Archive, staff: AsRole, ref: str) -> None:
    for role in set(Role) - {Role.STEWARD}:
        with archive.writing(staff(role)) as unit:
            for act in (
                lambda: holds.place_on_item(unit, ref, HoldKind.SAFETY, "reason"),
                lambda: holds.place_on_author(unit, "quiet-heron", HoldKind.SAFETY, "reason"),
                lambda: holds.lift(unit, 1),
                lambda: holds.on_item(unit, ref),
            ):
                with pytest.raises(NotPermitted):
                    act()
