"""A report as Markdown, written so that what is rendered is exactly what was quoted."""

import re

from archive.services.documents import TERMS_TITLE, Document, Entry

MEDIA_TYPE = "text/markdown"

_SPECIAL = re.compile(r"[!\"#$&'*+:<=>@\[\\\]^_`{|}~]|(?<=\.)\.|\.(?=\.)|(?<=-)-|-(?=-)")


def as_markdown(document: Document) -> bytes:
    """The document's bytes in UTF-8."""
    blocks = [f"# {escaped(document.title)}"]
    for entry in document.entries:
        blocks.extend(_entry(entry))
    blocks.append(f"## {escaped(TERMS_TITLE)}")
    blocks.extend(escaped(sentence) for sentence in document.terms)
    return ("\n\n".join(blocks) + "\n").encode()


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, curled quotes and dashes of some readers included."""
    return _SPECIAL.sub(lambda match: "\\" + match.group(), text)


def _entry(entry: Entry) -> list[str]:
    notes = [_block(block) for block in entry.note.splitlines() if block.strip()]
    return [*notes, f"> {escaped(entry.quoted)}\n>\n> {escaped(entry.source)}"]


def _block(text: str) -> str:
    """A paragraph of its own, which no first character turns into a list."""
    return re.sub(r"^(-|\d+(?=[.)]))", _guarded, escaped(text.strip()))


def _guarded(match: re.Match[str]) -> str:
    start = match.group()
    return "\\-" if start == "-" else f"{start}\\"
