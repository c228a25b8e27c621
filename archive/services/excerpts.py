"""Excerpts: a passage chosen for use, what is done to its words, and putting it forward."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from archive.domain import excerpts as rules
from archive.domain.anchors import Anchor, LineText, Place, anchor, joined, place
from archive.domain.consent_words import Use
from archive.domain.excerpt_states import ExcerptState, Mover
from archive.domain.excerpts import Operation, OperationKind
from archive.domain.people import Permission
from archive.errors import Conflict, InvalidInput, NotFound
from archive.services import approvals, quotations, standing, tags, transcription
from archive.services.references import fresh_reference
from archive.services.unit import Unit
from archive.services.visibility import visible, visible_page
from archive.store.models import (
    Excerpt,
    ExcerptTag,
    Grant,
    Item,
    Page,
    Passage,
    Proposal,
    Tag,
    Version,
)

OFFERED = (OperationKind.ELIDE, OperationKind.REDACT, OperationKind.JOIN)
"""What may be done to quoted words here: nothing by which a word is put in."""

_LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class Selection:
    """The words that somebody marked: from here to there, in the version that was shown."""

    version: int
    start_line: str
    start_offset: int
    end_line: str
    end_offset: int


def excerpt(unit: Unit, ref: str) -> Excerpt:
    """The excerpt with this reference, or NotFound where its item may not be seen."""
    unit.require(Permission.READ_EXCERPTS)
    return unit.one(
        select(Excerpt)
        .join(Item, Excerpt.item_id == Item.id)
        .where(Excerpt.ref == ref.upper(), visible(unit)),
        "There is no excerpt with this reference, or none that you may see.",
    )


def create(unit: Unit, ref: str, number: int, selection: Selection) -> Excerpt:
    """Keep the marked words of a page as an excerpt, exactly as the store has them."""
    unit.require(Permission.EXCERPT)
    page = visible_page(unit, ref, number)
    version, held = _marked(unit, page, selection)
    passage = quotations.place(Passage(position=0, page=page, held="exact"), held, version)
    made = Excerpt(
        ref=fresh_reference(unit, Excerpt.ref),
        item=page.item,
        operations=[],
        created_by=unit.account_id,
        created_at=unit.now,
        passages=[passage],
    )
    unit.session.add(made)
    unit.session.flush()
    unit.audit("excerpt.create", f"excerpt:{made.ref}", page=page.id, version=version.number)
    return made


def requote(unit: Unit, ref: str, selection: Selection) -> Excerpt:
    """Hold the excerpt to other words of its page, where the old ones have changed."""
    unit.require(Permission.EXCERPT)
    known = _open(unit, ref)
    if _is_answered(unit, known):
        raise Conflict("The author answered about these words; make a new excerpt of the others.")
    passage = known.passages[0]
    version, held = _marked(unit, passage.page, selection)
    quotations.place(passage, held, version).held = "exact"
    known.operations, known.names_others = [], None
    unit.audit("excerpt.requote", f"excerpt:{known.ref}", version=version.number)
    standing.outdate(unit, known)
    return known


def edit(unit: Unit, ref: str, operations: Iterable[Operation]) -> Excerpt:
    """Leave out or withhold some of the words; whoever did so looks again for other people."""
    unit.require(Permission.EXCERPT)
    known = _open(unit, ref)
    acts = sorted(operations, key=lambda one: (one.segment, one.start, one.end))
    if any(act.kind not in OFFERED for act in acts):
        raise InvalidInput("Words can be left out or withheld, and lines joined; nothing else.")
    try:
        rules.check(quotations.segments(known), acts)
    except ValueError as error:
        raise InvalidInput(str(error)) from error
    kept = [quotations.stored(act) for act in acts]
    if kept != known.operations:
        known.operations, known.names_others = kept, None
        unit.audit("excerpt.edit", f"excerpt:{known.ref}", operations=len(kept))
        standing.outdate(unit, known)
    return known


def answer_others(unit: Unit, ref: str, names_others: bool) -> Excerpt:
    """Say whether the words, as they are shown, name anybody but their author."""
    unit.require(Permission.EXCERPT)
    known = _open(unit, ref)
    if known.names_others is not names_others:
        known.names_others = names_others
        unit.audit("excerpt.answer_others", f"excerpt:{known.ref}", names_others=names_others)
        unit.session.flush()
        approvals.reconsider(unit, [known])
    return known


def annotate(unit: Unit, ref: str, note: str) -> Excerpt:
    """Keep a note for colleagues beside the excerpt; it never leaves the archive."""
    unit.require(Permission.EXCERPT)
    known = excerpt(unit, ref)
    if len(note) > _LONGEST_NOTE:
        raise InvalidInput(f"Keep the note under {_LONGEST_NOTE} characters.")
    known.note = note.strip()
    unit.audit("excerpt.annotate", f"excerpt:{known.ref}")
    return known


def put_tag(unit: Unit, ref: str, path: str) -> Tag:
    """Put a tag on an excerpt; one that is there already stays."""
    unit.require(Permission.TAG)
    known = excerpt(unit, ref)
    tag = tags.named(unit, path)
    if unit.session.get(ExcerptTag, (known.id, tag.id)) is None:
        unit.session.add(
            ExcerptTag(
                excerpt_id=known.id,
                tag_id=tag.id,
                tagged_by=unit.account_id,
                tagged_at=unit.now,
            )
        )
        _note_tags(unit, known, "excerpt.tag", tag)
    return tag


def take_tag(unit: Unit, ref: str, path: str) -> None:
    """Take a tag off an excerpt; the tag itself stays."""
    unit.require(Permission.TAG)
    known = excerpt(unit, ref)
    query = select(Tag).where(Tag.path == tags.normalised(path))
    tag = unit.one(query, "There is no such tag.")
    held = unit.session.get(ExcerptTag, (known.id, tag.id))
    if held is not None:
        unit.session.delete(held)
        _note_tags(unit, known, "excerpt.untag", tag)


def submit(unit: Unit, ref: str, uses: Sequence[Use]) -> Excerpt:
    """Put the excerpt forward for these uses, each to be decided by itself."""
    unit.require(Permission.EXCERPT)
    known = excerpt(unit, ref)
    if not uses:
        raise InvalidInput("Choose at least one use.")
    if known.names_others is None:
        raise InvalidInput("Say first whether the words name anybody but their author.")
    quotations.check_quotation(known)
    for use in dict.fromkeys(uses):
        _put_forward(unit, known, use)
    return known


def take_back(unit: Unit, ref: str, use: Use) -> Excerpt:
    """Take the excerpt back from review for a use."""
    unit.require(Permission.EXCERPT)
    known = excerpt(unit, ref)
    proposal = approvals.proposal_for(known, use)
    if proposal is None or proposal.state != ExcerptState.SUBMITTED:
        raise Conflict("This excerpt does not wait for review for this use.")
    standing.move(unit, proposal, ExcerptState.DRAFT, Mover.WRITER)
    return known


def _open(unit: Unit, ref: str) -> Excerpt:
    known = excerpt(unit, ref)
    if any(proposal.state == ExcerptState.SUBMITTED for proposal in known.proposals):
        raise Conflict("This excerpt waits for review; take it back first, then change it.")
    return known


def _is_answered(unit: Unit, known: Excerpt) -> bool:
    """Whether an author's answer names this excerpt: it stays with the words it was about."""
    query = select(Grant.id).where(Grant.excerpt_id == known.id).limit(1)
    return unit.session.scalar(query) is not None


def _put_forward(unit: Unit, known: Excerpt, use: Use) -> None:
    proposal = approvals.proposal_for(known, use)
    if proposal is None:
        proposal = Proposal(excerpt=known, use=str(use), state=str(ExcerptState.DRAFT))
        unit.session.add(proposal)
    elif proposal.state == ExcerptState.SUBMITTED:
        raise Conflict("This excerpt waits for review for this use already.")
    elif proposal.state != ExcerptState.DRAFT:
        standing.move(unit, proposal, ExcerptState.DRAFT, Mover.WRITER)
    proposal.submitted_by, proposal.submitted_at = unit.account_id, unit.now
    standing.move(unit, proposal, ExcerptState.SUBMITTED, Mover.WRITER)
    unit.session.flush()


def _marked(unit: Unit, page: Page, selection: Selection) -> tuple[Version, Anchor]:
    transcription.hold_page(unit, page)
    version = transcription.current_version(unit, page)
    if version is None:
        raise NotFound("There is no text on this page yet.")
    if version.number != selection.version:
        raise Conflict("The text of this page has changed; reload it and mark the words again.")
    lines = quotations.line_texts(version)
    start = Place(selection.start_line, selection.start_offset)
    end = Place(selection.end_line, selection.end_offset)
    try:
        marked = anchor(lines, start, end, version.number)
        return version, _without_margins(lines, marked)
    except ValueError as error:
        raise InvalidInput("Mark at least one word of the page.") from error


def _without_margins(lines: Sequence[LineText], marked: Anchor) -> Anchor:
    """The same words without the blanks before the first and after the last of them."""
    words = marked.exact.strip()
    first = _position(lines, marked.start) + marked.exact.index(words)
    start, end = place(lines, first), place(lines, first + len(words))
    return anchor(lines, start, end, marked.version)


def _position(lines: Sequence[LineText], at: Place) -> int:
    before = [line.key for line in lines].index(at.line)
    return len(joined([*lines[:before], LineText(at.line, "")])) + at.offset


def _note_tags(unit: Unit, known: Excerpt, act: str, tag: Tag) -> None:
    unit.session.flush()
    unit.session.expire(known, ["tags"])
    unit.audit(act, f"excerpt:{known.ref}", tag=tag.id)
