import re
from datetime import date
from io import BytesIO

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.domain.excerpts import Segment, render, words
from archive.domain.quotation import Quotation
from archive.services.documents import Document, Entry, is_printable
from archive.services.docx_document import QUOTATION, as_docx
from archive.services.markdown_document import as_markdown, escaped

_WRITTEN = st.text(
    alphabet=st.one_of(
        st.sampled_from("\\`*_{}[]()<>#+-.!|~&^$'\":@=/% \n\u00a0\u200d\u0301é「ñ😀"),
        st.characters(exclude_categories=("Cc", "Cs", "Cn")),
    ),
    min_size=1,
).filter(lambda text: bool(text.strip()))


def document(text: str) -> Document:
    pieces = render([Segment(text)])
    entry = Entry(Quotation(pieces, "— anonymous", "K7Q2XX"))
    return Document("Title", (entry,), ("Terms.",), date(2026, 3, 1))


def unescaped(text: str) -> str:
    """As CommonMark reads a backslash before punctuation."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


@given(_WRITTEN)
def test_escaping_is_undone_by_rendering(text: str) -> None:
    assert unescaped(escaped(text)) == text


@given(_WRITTEN)
def test_escaped_text_holds_no_live_mark(text: str) -> None:
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", escaped(text))
    assert not set(bare) & set("\\`*_{}[]<>#!|~&^$'\":@=")
    assert "--" not in bare
    assert ".." not in bare


@given(_WRITTEN)
def test_a_markdown_quotation_is_one_line_with_the_exact_words(text: str) -> None:
    shown = words(render([Segment(text)]))
    content = as_markdown(document(text)).decode()
    lines = [line for line in content.split("\n") if line.startswith("> ")]
    assert len(lines) == 2
    assert unescaped(lines[0]) == f"> \u201c{shown}\u201d"


@settings(max_examples=40, deadline=None)
@given(_WRITTEN)
def test_a_word_document_read_back_has_the_exact_words(text: str) -> None:
    assert is_printable(text)
    read = docx.Document(BytesIO(as_docx(document(text))))
    quoted = [one.text for one in read.paragraphs if one.style and one.style.name == QUOTATION]
    assert quoted == [f"\u201c{words(render([Segment(text)]))}\u201d"]
