"""The operator's files, which callers name as `file:NAME`: pictures and texts are shown, documents are read.

A name is looked up among the entries of one folder, so that no path leads out of it. A picture is not copied: its
event keeps the name and the digest, and whoever looks at it later sees the same bytes or is told that they changed.
The text of a document is copied, so that what becomes of the file changes nothing.
"""

from __future__ import annotations

import base64
import difflib
import hashlib
import os
import stat
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from troupe_mcp.app.documents.formats import MOST_BYTES
from troupe_mcp.app.documents.reading import as_documents, named, text_of
from troupe_mcp.app.pictures import Unshowable, media_of
from troupe_mcp.app.scenes.requests import MAX_TEXT
from troupe_mcp.errors import Conflict, NotAllowed, NotFound, RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from troupe_mcp.language.prompt import Picture
    from troupe_mcp.simulation.worlds.events import Line

MOST_NAMED = 6
TABLES = (".csv", ".json")
_KEPT = 4
"""Pictures kept ready in memory: a whole group looks at the same one."""


class Files:
    """The files of one folder; without a folder, every name is an error that says how to configure one."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._urls: dict[str, str] = {}

    async def opened(self, lines: Iterable[Line]) -> list[Line]:
        """Return lines of a script with documents read and what is shown as `file:NAME` opened, one name a line.

        Raises RequestError where there is no folder or the file is of no use, NotFound, NotAllowed.
        """
        given, found = [*lines], list["Line"]()
        first = next((line for line in given if line.kind == "document"), None)
        for line in given:
            names = named(line.content) if line.kind == "show" else []
            if line is first:
                read = await as_documents([each.content for each in given if each.kind == "document"], self)
                found += [replace(line, content=document.text, title=document.title) for document in read]
            elif names:
                found += [await self._shown(line, name) for name in names]
            elif line.kind != "document":
                found.append(line)
        return found

    def url(self, picture: Picture) -> str:
        """Return a picture's bytes as a data URL. Raises NotFound where it is gone, Conflict where it has changed."""
        if picture.digest not in self._urls:
            data = self.content(picture.name)
            if hashlib.sha256(data).hexdigest() != picture.digest:
                raise Conflict(
                    f"{picture.name} is no longer the picture that was shown in this run. Put that one back, then "
                    "continue_run; or show the new one in a new run."
                )
            encoded = base64.b64encode(data).decode("ascii")
            self._urls[picture.digest] = f"data:{media_of(data)};base64,{encoded}"
            for oldest in list(self._urls)[:-_KEPT]:
                del self._urls[oldest]
        return self._urls[picture.digest]

    def table(self, name: str) -> str:
        """Return the text of a table or a list of people, .csv or .json. Raises as `opened` does."""
        data = self.content(name)
        if not name.lower().endswith(TABLES):
            raise RequestError(f"file:{name} is no table: people are read from .csv, or .json with a list of them.")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise RequestError(f"file:{name} is not UTF-8 text. Save it as UTF-8.") from None

    async def _shown(self, line: Line, name: str) -> Line:
        data = self.content(name)
        try:
            media = media_of(data)
        except Unshowable as reason:
            raise RequestError(f"file:{name} {reason}.") from None
        if media:
            digest = hashlib.sha256(data).hexdigest()
            return replace(line, content=name, title=name, picture=digest)
        return replace(line, content=await text_of(name, data, MAX_TEXT))

    def content(self, name: str) -> bytes:
        """Return the bytes of a file. Raises RequestError, NotFound or NotAllowed where there are none to be had."""
        folder = self._folder
        if folder is None:
            raise RequestError(
                f"file:{name[:80]} names a file, but no folder of files is configured: whoever runs this server sets "
                "[server] files_dir (TROUPE_SERVER__FILES_DIR). Or say in words what people see."
            )
        try:
            entries = {_same(entry.name): entry for entry in sorted(folder.iterdir()) if entry.name[0] != "."}
        except OSError as error:
            raise RequestError(
                f"[server] files_dir cannot be listed: {error.strerror}. The operator mends it."
            ) from None
        entry = entries.get(_same(name))
        if entry is None:
            near = difflib.get_close_matches(_same(name), entries, MOST_NAMED, 0.5) or list(entries)[:MOST_NAMED]
            raise NotFound(f"No file {name[:80]!r} in the operator's folder. There: {', '.join(near) or 'nothing'}.")
        return _content(entry)


def _same(name: str) -> str:
    """Return a name in the one form in which names are compared: some systems keep them decomposed."""
    return unicodedata.normalize("NFC", name)


def _content(path: Path) -> bytes:
    """Return the bytes of a plain file of bearable size; links are not followed, devices and pipes not opened."""
    name = path.name
    plain = RequestError(f"file:{name} is no plain file (links are not followed). Put the file itself there.")
    if path.is_symlink():
        raise plain
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 -- the flags keep links and pipes out
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise plain
            data = file.read(MOST_BYTES + 1)
    except IsADirectoryError:
        raise plain from None
    except OSError as error:
        raise RequestError(f"file:{name} cannot be read: {error.strerror}. The operator mends it.") from None
    if len(data) > MOST_BYTES:
        raise NotAllowed(f"file:{name} has more than {MOST_BYTES:,} bytes. Make it smaller.")
    return data
