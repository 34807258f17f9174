"""DOCX as text: a stream of events out of the zip, so that neither its size nor its XML can do harm.

Tracked deletions and hidden runs are left out, tracked insertions are read; headings are known by their styles.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from troupe_mcp.app.documents.formats import Unreadable
from troupe_mcp.app.documents.rows import rows_as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_UNPACKED = 60_000_000
"""Bytes of one part, unpacked; a page of a real document takes some 20,000."""
SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
SKIPPED = {
    "delText", "moveFrom", "del", "instrText", "pict",
    "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback",
}  # fmt: skip
TABLES = {"tbl", "tr", "tc", "tblHeader"}
OFF = {"0", "false", "off"}
_HEADING = re.compile(r"heading ([1-6])", re.IGNORECASE)
DAMAGED = (zipfile.BadZipFile, expat.ExpatError, zlib.error, EOFError, OSError, NotImplementedError, ValueError)

Attributes = dict[str, str]


def read_docx(data: bytes) -> str:
    """Return the text of a Word document and of its notes. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" not in names:
                raise Unreadable("is no Word document (DOCX). Save it as DOCX")
            styles = _Styles()
            if "word/styles.xml" in names:
                _through(archive, "word/styles.xml", styles.begin, styles.end, styles.say)
            told: list[str] = []
            for part in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
                if part in names:
                    body = _Body(styles.levels)
                    _through(archive, part, body.begin, body.end, body.say)
                    told.append(body.text())
    except RuntimeError:  # what zipfile raises for a password
        raise Unreadable("is encrypted. Save it without a password") from None
    except DAMAGED:
        old = data.startswith(b"\xd0\xcf\x11\xe0")
        raise Unreadable(
            "is encrypted, or in the format before DOCX. Save it as DOCX without a password"
            if old
            else "is a damaged DOCX. Save it anew, or give its text"
        ) from None
    return "\n\n".join(filter(None, told))


def _through(
    archive: zipfile.ZipFile,
    part: str,
    begin: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    say: Callable[[str], None],
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = say
    parser.StartDoctypeDeclHandler = _refused
    read = 0
    with archive.open(part) as stream:
        while block := stream.read(65_536):
            read += len(block)
            if read > MOST_UNPACKED:
                raise Unreadable("unpacks to more than any document holds. Save it anew, or give its text")
            parser.Parse(block)
        parser.Parse(b"", True)  # noqa: FBT003 -- expat takes it by position only


def _refused(*_: object) -> None:
    """Refuse a document type: a real document has none, and entities come from there."""
    raise Unreadable("declares entities, which no Word document does. Save it as DOCX anew")


def _word(name: str) -> str:
    """Return the bare name of an element of WordprocessingML; of others with its namespace."""
    return next((name.removeprefix(space) for space in SPACES if name.startswith(space)), name)


def _value(attributes: Attributes) -> str:
    return next((attributes[f"{space}val"] for space in SPACES if f"{space}val" in attributes), "")


class _Styles:
    """The levels of headings by the ids of styles: ids are translated, names are not."""

    def __init__(self) -> None:
        self.levels: dict[str, int] = {}
        self._style = ""

    def begin(self, name: str, attributes: Attributes) -> None:
        word = _word(name)
        if word == "style":
            self._style = next(
                (attributes[f"{space}styleId"] for space in SPACES if f"{space}styleId" in attributes), ""
            )
        elif word == "name" and self._style:
            called = _value(attributes)
            if heading := _HEADING.fullmatch(called):
                self.levels[self._style] = int(heading[1])
            elif called.casefold() == "title":
                self.levels[self._style] = 1

    def end(self, name: str) -> None: ...

    def say(self, text: str) -> None: ...


@dataclass
class _Table:
    """A table while it is read: rows of cells of paragraphs, and whether the first row is marked as a header."""

    rows: list[list[list[str]]] = field(default_factory=list[list[list[str]]])
    headed: bool = False


class _Body:
    """The text of one part; a paragraph in another one (a text box) and a table in a cell have a place of their own."""

    def __init__(self, levels: Mapping[str, int]) -> None:
        self._levels = levels
        self._out: list[str] = []
        self._tables: list[_Table] = []
        self._paragraphs: list[list[str]] = []
        self._lead: list[str] = []
        self._skipping = 0
        self._writing = False
        self._hidden = False

    def text(self) -> str:
        """Return all paragraphs and tables."""
        return "\n\n".join(part for part in map(str.strip, self._out) if part)

    def begin(self, name: str, attributes: Attributes) -> None:
        word = _word(name)
        if self._skipping or word in SKIPPED:
            self._skipping += 1
        elif word in TABLES:
            self._begin_of_table(word, attributes)
        else:
            self._begin_of_text(word, attributes)

    def _begin_of_text(self, word: str, attributes: Attributes) -> None:
        match word:
            case "p":
                self._paragraphs.append([])
                self._lead.append("")
            case "t":
                self._writing = not self._hidden
            case "tab" | "br" | "cr" | "noBreakHyphen" if self._paragraphs:
                self._paragraphs[-1].append({"tab": "\t", "noBreakHyphen": "-"}.get(word, "\n"))
            case "r":
                self._hidden = False
            case "vanish" if _value(attributes) not in OFF:
                self._hidden = True
            case "pStyle" if self._lead and _value(attributes) in self._levels:
                self._lead[-1] = "#" * self._levels[_value(attributes)] + " "
            case "numPr" if self._lead and not self._lead[-1]:
                self._lead[-1] = "- "
            case _:
                pass

    def _begin_of_table(self, word: str, attributes: Attributes) -> None:
        if word == "tbl":
            self._tables.append(_Table())
            return
        table = self._tables[-1] if self._tables else _Table()
        if word == "tr":
            table.rows.append([])
        elif word == "tc" and table.rows:
            table.rows[-1].append([])
        elif word == "tblHeader" and len(table.rows) == 1:
            table.headed = _value(attributes) not in OFF

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
            return
        match _word(name):
            case "t":
                self._writing = False
            case "p":
                text = "".join(self._paragraphs.pop()).strip()
                lead = self._lead.pop()
                self._say(f"{lead}{text}" if text else "")
            case "tbl":
                table = self._tables.pop()
                self._say(rows_as_text([[" ".join(cell) for cell in row] for row in table.rows], headed=table.headed))
            case _:
                pass

    def say(self, text: str) -> None:
        if self._writing and not self._skipping and self._paragraphs:
            self._paragraphs[-1].append(text)

    def _say(self, text: str) -> None:
        rows = self._tables[-1].rows if self._tables else []
        where = rows[-1][-1] if rows and rows[-1] else self._out
        where.append(text)
