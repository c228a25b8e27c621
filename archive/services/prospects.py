"""What consent will say once the quoted lines are compared with their image.

Until then public uses are refused for that alone, and nobody could see what stands behind it.
"""

from dataclasses import dataclass, replace

from archive.domain import consent as rules
from archive.domain.consent_words import Use
from archive.domain.people import Permission
from archive.services import consent, decisions
from archive.services.excerpt_views import UseView, use_view
from archive.services.excerpts import excerpt
from archive.services.unit import Unit
from archive.store.models import Excerpt

_ORDER = ("allow", "pending", "deny")
_LOOK_FIRST = "Say first whether anybody else appears in the words."


@dataclass(frozen=True, slots=True)
class Prospect:
    """One use as it will stand, the lines weighed for it, and the statements they are from."""

    use: UseView
    considered: tuple[rules.Considered, ...]
    evidence: tuple[consent.EventView, ...]


def uses(unit: Unit, ref: str) -> tuple[UseView, ...]:
    """Every use as it stands, what is allowed first.

    One that waits for the comparison alone is pending, not refused.
    """
    unit.require(Permission.READ_EXCERPTS)
    known = excerpt(unit, ref)
    answers = decisions.decisions(unit, known, tuple(Use))
    found = [_with_prospect(unit, known, use, answer) for use, answer in answers.items()]
    if known.names_others is None:
        found = [replace(one, sentences=_asked(one.sentences)) for one in found]
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.answer)))


def once_compared(unit: Unit, ref: str, use: Use) -> Prospect:
    """One use as it will stand when somebody has compared the lines."""
    unit.require(Permission.REVIEW)
    known = excerpt(unit, ref)
    answer = _explained(unit, known, use)
    weighed = {one.event_id for one in answer.considered}
    author = known.item.author
    events = consent.history(unit, author.code) if author else []
    return Prospect(
        use=use_view(known, use, answer.decision),
        considered=answer.considered,
        evidence=tuple(event for event in events if str(event.id) in weighed),
    )


def _asked(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """Whether others are named is not known before somebody looked."""
    settle = rules.sentence(rules.TaskKind.SETTLE_OTHERS)
    return tuple(_LOOK_FIRST if one == settle else one for one in sentences)


def _with_prospect(unit: Unit, known: Excerpt, use: Use, answer: rules.Decision) -> UseView:
    today = use_view(known, use, answer)
    if not isinstance(answer, rules.Deny) or rules.Reason.UNVERIFIED not in answer.reasons:
        return today
    later = use_view(known, use, _explained(unit, known, use).decision)
    if later.answer == "deny":
        return later
    return replace(later, answer="pending", sentences=(*today.sentences, *later.sentences))


def _explained(unit: Unit, known: Excerpt, use: Use) -> rules.Explanation:
    events = decisions.recorded(unit, decisions.authors_of(known))
    words = replace(decisions.target(unit, known, use, events), is_verified=True)
    return rules.explain(events, words, use, unit.now)
