"""HTML as text: headings, paragraphs, lists and tables, as somebody who looks at the page reads them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from troupe_mcp.app.documents.formats import decoded
from troupe_mcp.app.documents.rows import rows_as_text

UNSEEN = {"script", "style", "template", "noscript", "svg", "math", "iframe", "object", "select", "textarea", "title"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul", "caption",
    "details", "summary",
}  # fmt: skip
TABLES = {"table", "tr", "td", "th"}
HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\D|$))", re.IGNORECASE)


def read_html(data: bytes) -> str:
    """Return the text of a page; its title, where it has one, is the first line. Raises Unreadable."""
    page = _Page()
    page.feed(decoded(data))
    page.close()
    return page.text()


class _Table:
    """One table while it is read: its rows of cells, and the tags of the first row's."""

    def __init__(self) -> None:
        self.rows: list[list[list[str]]] = []
        self.heads: list[str] = []


class _Page(HTMLParser):
    """Gathers what is seen; `open` are the elements that are open, with whether each hides what is in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, bool]] = []
        self._hidden = 0
        self._out: list[str] = []
        self._tables: list[_Table] = []
        self._title: list[str] = []

    def text(self) -> str:
        """Return all that was seen, title first."""
        while self._tables:
            self._end_table()
        title = " ".join("".join(self._title).split())
        lines = [" ".join(line.split()) for line in "".join(self._out).split("\n")]
        body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
        return f"{title}\n{body}" if title else body

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self._say("\n" if tag in {"br", "hr"} else " " if tag == "wbr" else "")
            return
        given = dict(attrs)
        hides = tag in UNSEEN or "hidden" in given or _HIDING.search(given.get("style") or "") is not None
        self._open.append((tag, hides))
        self._hidden += hides
        if self._hidden:
            return
        if tag in TABLES:
            self._table(tag)
        elif tag in HEADINGS:
            self._say(f"\n\n{HEADINGS[tag]} ")
        elif tag == "li":
            self._say("\n- ")
        elif tag in BLOCKS:
            self._say("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if all(name != tag for name, _ in self._open):
            return
        while self._open:
            name, hides = self._open.pop()
            self._hidden -= hides
            if not self._hidden and not hides:
                self._closed(name)
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._hidden:
            if self._hidden == 1 and self._open[-1][0] == "title":
                self._title.append(data)
            return
        inside_pre = any(name == "pre" for name, _ in self._open)
        self._say(data if inside_pre else re.sub(r"\s+", " ", data))

    def _closed(self, tag: str) -> None:
        if tag == "table" and self._tables:
            self._end_table()
        elif tag in HEADINGS or (tag in BLOCKS and tag not in {"li", "tr"}):
            self._say("\n\n")

    def _table(self, tag: str) -> None:
        if tag == "table":
            self._tables.append(_Table())
        elif self._tables:
            table = self._tables[-1]
            if tag == "tr" or not table.rows:
                table.rows.append([])
            if tag != "tr":
                table.rows[-1].append([])
                table.heads += [tag] if len(table.rows) == 1 else []

    def _end_table(self) -> None:
        table = self._tables.pop()
        rows = [["".join(cell) for cell in row] for row in table.rows]
        self._say(f"\n\n{rows_as_text(rows, headed=set(table.heads) == {'th'})}\n\n")

    def _say(self, text: str) -> None:
        """Add text to the cell that is open, or to the page."""
        row = self._tables[-1].rows[-1:] if self._tables else []
        where = row[0][-1] if row and row[0] else self._out
        where.append(text)
