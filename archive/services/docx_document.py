"""A report as a Word document: real text in styles of its own, and nothing about any machine."""

from datetime import UTC, date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from archive.services.documents import TERMS_TITLE, Document, Entry

QUOTATION, SOURCE = "Archive Quotation", "Archive Source"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def as_docx(document: Document) -> bytes:
    """The document's bytes, the same for the same document."""
    word = docx.Document()
    _strip(word, document)
    _add_styles(word)
    word.add_heading(document.title, level=0)
    for entry in document.entries:
        _add_entry(word, entry)
    word.add_heading(TERMS_TITLE, level=1).paragraph_format.page_break_before = True
    for sentence in document.terms:
        word.add_paragraph(sentence)
    stream = BytesIO()
    word.save(stream)
    return _repacked(stream.getvalue(), document.made_on)


def _add_entry(word: Word, entry: Entry) -> None:
    for block in entry.note.splitlines():
        if block.strip():
            word.add_paragraph(block.strip())
    quoted = word.add_paragraph(entry.quoted, style=QUOTATION)
    quoted.paragraph_format.keep_with_next = True
    _keep_spaces(quoted)
    word.add_paragraph(entry.source, style=SOURCE)


def _keep_spaces(paragraph: Paragraph) -> None:
    for text in paragraph._p.iter(qn("w:t")):
        text.set(_SPACE, "preserve")


def _add_styles(word: Word) -> None:
    for name, size, is_italic in ((QUOTATION, 11, False), (SOURCE, 9.5, True)):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
        style.font.size = Pt(size)
        style.font.italic = is_italic
        style.paragraph_format.left_indent = Cm(1.25)
        style.paragraph_format.right_indent = Cm(1.25)
        style.paragraph_format.space_after = Pt(4 if name == QUOTATION else 14)


def _strip(word: Word, document: Document) -> None:
    """Say the title and the day of the export, and nothing about who made it with what."""
    about = word.core_properties
    moment = datetime.combine(document.made_on, time(), UTC)
    about.title = document.title
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = moment
    about.revision = 1


def _repacked(content: bytes, made_on: date) -> bytes:
    """The same parts, each with the day of the export in the place of the machine's clock."""
    stream = BytesIO()
    stamp = (made_on.year, made_on.month, made_on.day, 0, 0, 0)
    with ZipFile(BytesIO(content)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, stamp), old.read(name), ZIP_DEFLATED)
    return stream.getvalue()
