"""Documents of a call: texts with a title as their first line, bytes as `data:`, and the operator's files by name."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

from troupe_mcp.app.documents.apart import read_apart
from troupe_mcp.app.documents.formats import MEDIA, MOST_BYTES, MOST_CHARACTERS, Unreadable, decoded, format_of
from troupe_mcp.app.pictures import Unshowable, media_of
from troupe_mcp.app.scenes.requests import tidy
from troupe_mcp.errors import NotAllowed, RequestError
from troupe_mcp.language.text import clip, one_line
from troupe_mcp.simulation.memory.chunks import Document
from troupe_mcp.simulation.people.persona import distinct_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.app.files import Files

MOST_TOGETHER = 1_000_000
"""Characters of all documents of one call."""
UNTITLED = "Document"
_NAMED = re.compile(r"file:(\S.*)")
_DATA = re.compile(r"data:([\w.+/-]+)(?:;charset=[\w-]+)?;base64,([\w+/=\s]*)", re.ASCII)
_PAGE = re.compile(r"\s*(?:<!doctype html|<html|<head|<body)\b", re.IGNORECASE)
_UNSEEN = re.compile("[\u00ad\u180e\u200b\u2060-\u2064]")
"""Soft hyphens and spaces without width, which hide words from whoever looks for them."""


def named(text: str) -> list[str]:
    """Return the files that a text names, one `file:NAME` a line; none where any line says something else."""
    found = [_NAMED.fullmatch(row.strip()) for row in text.splitlines()]
    return [match[1] for match in found if match] if all(found) else []


async def as_documents(texts: Sequence[str], files: Files) -> tuple[Document, ...]:
    """Return what people are given to read, each with a title of its own.

    Raises RequestError where a text or file cannot be read, NotFound where there is no such file, NotAllowed beyond
    the limits.
    """
    found: list[Document] = []
    for index, text in enumerate(texts):
        names = named(text)
        found += [Document(name, await text_of(name, files.content(name))) for name in names]
        found += [] if names else [await _given(f"documents[{index}]", text)]
    size = sum(len(document.text) for document in found)
    if size > MOST_TOGETHER:
        raise NotAllowed(f"The documents have {size:,} characters together; at most {MOST_TOGETHER:,} are possible.")
    titles = distinct_names([document.title for document in found])
    return tuple(Document(title, document.text) for title, document in zip(titles, found, strict=True))


async def text_of(name: str, data: bytes, most: int = MOST_CHARACTERS) -> str:
    """Return the text of a file. Raises RequestError where it is a picture or cannot be read, NotAllowed beyond `most`.

    Whatever has to be parsed is read in a process of its own.
    """
    where = f"file:{name[:80]}"
    try:
        media = media_of(data)
    except Unshowable as reason:
        raise RequestError(f"{where} {reason}.") from None
    if media:
        raise RequestError(f'{where} is a picture, and pictures are shown: show="file:{name[:80]}".')
    kind = format_of(name)
    if not kind:
        raise RequestError(
            f"{where} is neither a picture (PNG, JPEG, WebP, GIF) nor a text (.txt, .md, .html, .csv, .pdf, .docx)."
        )
    return await _read(where, kind, data, most)


async def _given(where: str, text: str) -> Document:
    """Return a document that came as content: its first line is its title, whose ending may say what format it has."""
    title, _, body = text.strip().partition("\n")
    if not body.strip() or _PAGE.match(title):
        title, body = "" if _PAGE.match(title) or _DATA.match(title) else title, text.strip()
    kind = "html" if _PAGE.match(body) else format_of(title)
    data = body.encode("utf-8", "replace")
    if coded := _DATA.fullmatch(body.strip()):
        kind, data = _decoded(where, coded[1].casefold(), coded[2])
    elif kind in {"pdf", "docx"}:
        kind = "text"  # somebody gives the text of it under its name
    told = await _read(where, kind or "text", data, MOST_CHARACTERS)
    if not title and kind == "html":
        title = told.partition("\n")[0]
    called = clip(one_line(title.strip("# ")), 120)
    return Document(called or UNTITLED, told)


def _decoded(where: str, media: str, coded: str) -> tuple[str, bytes]:
    if media not in MEDIA:
        raise RequestError(f"{where} holds {media[:60]}, which cannot be read. Possible: {', '.join(MEDIA)}.")
    try:
        return MEDIA[media], base64.b64decode(re.sub(r"\s", "", coded), validate=True)
    except binascii.Error:
        raise RequestError(f"{where} is no base64 that can be decoded. Encode it again.") from None


async def _read(where: str, kind: str, data: bytes, most: int) -> str:
    if len(data) > MOST_BYTES:
        raise NotAllowed(f"{where} has more than {MOST_BYTES:,} bytes. Make it smaller.")
    try:
        text = decoded(data) if kind == "text" else await read_apart(kind, data)
    except Unreadable as reason:
        raise RequestError(f"{where} {reason}.") from None
    return tidy(where, _UNSEEN.sub("", text), most)
