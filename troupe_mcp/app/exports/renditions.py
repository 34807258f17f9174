"""What people wrote, in the formats in which it is read elsewhere: Markdown, HTML, JSON, DOCX.

Their text is data: whatever it looks like, nothing of it becomes markup, a link or a script.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from troupe_mcp.simulation.tools.tool import SIMULATED
from troupe_mcp.simulation.worlds.artifacts import newest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from troupe_mcp.simulation.worlds.artifacts import Artifact

Kind = Literal["h1", "h2", "h3", "item", "number", "text", "plain"]
_MARKS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("h1", re.compile(r"#\s+(.+)")),
    ("h2", re.compile(r"##\s+(.+)")),
    ("h3", re.compile(r"#{3,6}\s+(.+)")),
    ("item", re.compile(r"\s*[-*•]\s+(.+)")),
    ("number", re.compile(r"\s*\d{1,3}[.)]\s+(.+)")),
)
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}"
    "footer,.notice{color:#555;font-size:.875rem}pre{white-space:pre-wrap}"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, an item of a list, a paragraph, or lines that are kept as they are; its text is plain."""

    kind: Kind
    text: str


def blocks(text: str, title: str) -> list[Block]:
    """Return a document's parts, its title first; a first line that only names it again is left out."""
    found = [Block("h1", title)]
    first, _, rest = text.strip().partition("\n")
    lines = (rest if title and title in first else text).splitlines()
    fenced = False
    for line in lines:
        if line.strip().startswith("```"):
            fenced = not fenced
            found.append(Block("plain" if fenced else "text", ""))
            continue
        kind, words = ("plain", line) if fenced or line.lstrip().startswith("|") else _block(line)
        joins = kind in {"text", "plain"} and found[-1].kind == kind
        if joins:
            glue = "\n" if kind == "plain" else " "
            found[-1] = Block(kind, f"{found[-1].text}{glue}{words}".lstrip("\n ") if words else found[-1].text)
        if not words:
            found.append(Block("plain" if fenced else "text", ""))
        elif not joins:
            found.append(Block(kind, words))
    return [block for block in found if block.text]


def _block(line: str) -> tuple[Kind, str]:
    for kind, mark in _MARKS:
        if match := mark.fullmatch(line):
            return kind, match[1].strip()
    return "text", line.strip()


def emphasis(text: str) -> list[tuple[str, bool]]:
    """Return a text in parts, each with whether it is in bold."""
    return [(part, index % 2 == 1) for index, part in enumerate(re.split(r"\*\*(.+?)\*\*", text)) if part]


def byline(artifact: Artifact) -> str:
    """Return who made this version, and when; whether it is whole; and, of what stands for something real, that."""
    real = f". {SIMULATED[:1].upper()}{SIMULATED[1:]}" if artifact.simulated else ""
    cut = f", {artifact.event.cut}" if artifact.event.cut else ""
    return f"{artifact.author}, step {artifact.step}, version {artifact.version}{cut}{real}"


def as_markdown(artifact: Artifact, notice: str) -> str:
    """Return the text as it was written, under what has to be said of it."""
    head = f"> {notice}\n\n" if notice else ""
    mark = f"\n\n---\n{byline(artifact)}\n" if artifact.simulated or artifact.event.cut else "\n"
    return f"{head}{artifact.text.strip()}{mark}"


def as_html(artifact: Artifact, notice: str) -> str:
    """Return a page that needs nothing else and runs nothing."""
    body = "\n".join(_elements(blocks(artifact.text, artifact.title)))
    said = f'<p class="notice">{html.escape(notice)}</p>\n' if notice else ""
    return (
        '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{html.escape(artifact.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"{said}{body}\n<footer>{html.escape(byline(artifact))}</footer>\n</body>\n</html>\n"
    )


def _elements(whole: Sequence[Block]) -> Iterator[str]:
    """Yield blocks as elements, the items of each list within one."""
    for kind, some in groupby(whole, key=lambda block: block.kind):
        inner = "\n".join(map(_element, some))
        around = {"item": "ul", "number": "ol"}.get(kind)
        yield f"<{around}>\n{inner}\n</{around}>" if around else inner


def _element(block: Block) -> str:
    inner = "".join(
        f"<strong>{html.escape(p)}</strong>" if bold else html.escape(p) for p, bold in emphasis(block.text)
    )
    match block.kind:
        case "item" | "number":
            return f"<li>{inner}</li>"
        case "plain":
            return f"<pre>{html.escape(block.text)}</pre>"
        case "text":
            return f"<p>{inner}</p>"
        case heading:
            return f"<{heading}>{inner}</{heading}>"


def as_json(versions: Sequence[Artifact], notice: str) -> str:
    """Return all versions as data, the newest in full."""
    [last] = newest(versions)
    said = {"notice": notice} if notice else {}
    marked = {"mark": SIMULATED} if last.simulated else {}
    whole = {
        **said,
        **marked,
        "name": last.name,
        "tool": last.tool,
        **_as_mapping(last),
        "versions": [_as_mapping(each) for each in versions],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _as_mapping(artifact: Artifact) -> dict[str, object]:
    data = {"data": dict(artifact.data)} if artifact.data else {}
    return {
        "title": artifact.title,
        "author": artifact.author,
        "step": artifact.step,
        "version": artifact.version,
        "text": artifact.text,
        **data,
    }
