"""PDF as text, page by page."""

from __future__ import annotations

import io
import logging
import re
from typing import TYPE_CHECKING

from troupe_mcp.app.documents.formats import MOST_CHARACTERS, MOST_PAGES, Unreadable, too_long

if TYPE_CHECKING:
    from pypdf import PdfReader

DAMAGED = (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError, OSError)
"""Of a damaged file any object may be another than pypdf takes it for."""
_BROKEN = re.compile(r"(?<=\w)-\n(?=[^\W\d_])")
_WRAPPED = re.compile(r"(?<=[^\s.!?:;。])\n(?=[a-zß-öø-ÿа-яё])")
"""A line's end within a sentence: what follows begins small."""


def read_pdf(data: bytes) -> str:
    """Return the text of all pages, each under its number as `[page N]`. Raises Unreadable."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise Unreadable(
            "is a PDF, and this server lacks what reads them: pip install troupe-mcp[documents]. Or give its text"
        ) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each flaw that it mends
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("is encrypted. Save it without a password")
        pages = _pages(reader)
    except (PyPdfError, *DAMAGED):
        raise Unreadable("is a damaged PDF. Save it anew, or give its text") from None
    if not pages:
        raise Unreadable("holds no text, only pictures of it. Give its text")
    return "\n\n".join(pages)


def _pages(reader: PdfReader) -> list[str]:
    count = len(reader.pages)
    if count > MOST_PAGES:
        raise Unreadable(f"has {count:,} pages; at most {MOST_PAGES} are possible. Split it")
    pages: list[str] = []
    size = 0
    for number, page in enumerate(reader.pages, 1):
        text = _WRAPPED.sub(" ", _BROKEN.sub("", page.extract_text())).strip()
        size += len(text)
        if size > MOST_CHARACTERS:
            raise too_long()
        if text:
            pages.append(f"[page {number}]\n{text}")
    return pages
