"""The formats that documents come in, by the ending of a name, and the bounds of what is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_BYTES = 5_000_000
MOST_CHARACTERS = 400_000
"""Of one document: more than 60 full pages in any script."""
MOST_PAGES = 400
FORMATS = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".csv": "csv",
    ".pdf": "pdf",
    ".docx": "docx",
}
MEDIA = {
    "text/plain": "text",
    "text/markdown": "text",
    "text/html": "html",
    "text/csv": "csv",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
"""The same by the name under which a `data:` text gives its bytes."""


class Unreadable(Exception):
    """Bytes hold no text that can be read; the message ends a sentence that begins with the document's name."""


def format_of(name: str) -> str:
    """Return the format that a name's ending tells; nothing for another one."""
    lowered = name.casefold().rstrip()
    return next((kind for ending, kind in FORMATS.items() if lowered.endswith(ending)), "")


def reader_of(kind: str) -> Callable[[bytes], str]:
    """Return what turns bytes of a format into text; it raises Unreadable."""
    match kind:
        case "html":
            from troupe_mcp.app.documents.markup import read_html as read
        case "csv":
            from troupe_mcp.app.documents.rows import read_csv as read
        case "pdf":
            from troupe_mcp.app.documents.pdf import read_pdf as read
        case "docx":
            from troupe_mcp.app.documents.word import read_docx as read
        case _:
            read = decoded
    return read


def decoded(data: bytes) -> str:
    """Return UTF-8 text, with or without its mark. Raises Unreadable."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("is not UTF-8 text. Save it as UTF-8") from None


def too_long(length: int | None = None) -> Unreadable:
    """Return the refusal of a text beyond the bound."""
    size = f"{length:,}" if length else f"more than {MOST_CHARACTERS:,}"
    return Unreadable(f"has {size} characters; at most {MOST_CHARACTERS:,} are possible. Shorten it, or split it")
