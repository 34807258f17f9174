"""A document as a Word file: the three parts it needs, written by hand, the same bytes each time.

Nothing but text goes in, so no library is needed; headings and lists are styles that word processors know.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import TYPE_CHECKING

from troupe_mcp.app.exports.renditions import Block, blocks, byline, emphasis

if TYPE_CHECKING:
    from troupe_mcp.simulation.worlds.artifacts import Artifact

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SCHEMAS = "http://schemas.openxmlformats.org"
_WORD = f'xmlns:w="{_SCHEMAS}/wordprocessingml/2006/main"'
_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    f'{_HEAD}<Types xmlns="{_SCHEMAS}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_PART}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_PART}.styles+xml"/></Types>'
)
_RELATION = f"{_SCHEMAS}/officeDocument/2006/relationships"


def _relations(kind: str, target: str) -> str:
    return (
        f'{_HEAD}<Relationships xmlns="{_SCHEMAS}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_RELATION}/{kind}" Target="{target}"/></Relationships>'
    )


def _style(name: str, label: str, inner: str) -> str:
    return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{label}"/>{inner}</w:style>'


_STYLES = f"{_HEAD}<w:styles {_WORD}>" + "".join(
    (
        _style("Normal", "Normal", '<w:pPr><w:spacing w:after="120"/></w:pPr><w:rPr><w:sz w:val="22"/></w:rPr>'),
        *(
            _style(
                f"Heading{level}",
                f"heading {level}",
                f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
                f'<w:rPr><w:b/><w:sz w:val="{38 - 6 * level}"/></w:rPr>',
            )
            for level in (1, 2, 3)
        ),
        _style("ListParagraph", "List Paragraph", '<w:pPr><w:ind w:left="360" w:hanging="240"/></w:pPr>'),
        "</w:styles>",
    )
)
_NAMES = {"h1": "Heading1", "h2": "Heading2", "h3": "Heading3", "item": "ListParagraph", "number": "ListParagraph"}


def as_docx(artifact: Artifact, notice: str) -> bytes:
    """Return the document as the bytes of a .docx file."""
    told = [Block("text", notice)] if notice else []
    whole = [*told, *blocks(artifact.text, artifact.title), Block("text", byline(artifact))]
    body = "".join(_paragraph(block, number) for block, number in _numbered(whole))
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _relations("styles", "styles.xml"),
        "word/document.xml": f"{_HEAD}<w:document {_WORD}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": _STYLES,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text.encode("utf-8"))
    return file.getvalue()


def _numbered(whole: list[Block]) -> list[tuple[Block, int]]:
    """Return blocks, the items of each numbered list with their numbers."""
    count = 0
    counted: list[tuple[Block, int]] = []
    for block in whole:
        count = count + 1 if block.kind == "number" else 0
        counted.append((block, count))
    return counted


def _paragraph(block: Block, number: int) -> str:
    lead = f"{number}. " if number else "• " if block.kind == "item" else ""
    parts = [(lead, False)] if lead else []
    runs = "".join(_run(text, bold=bold) for text, bold in (*parts, *emphasis(block.text)))
    return f'<w:p><w:pPr><w:pStyle w:val="{_NAMES.get(block.kind, "Normal")}"/></w:pPr>{runs}</w:p>'


def _run(text: str, *, bold: bool) -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{_escaped(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}{lines}</w:r>"


def _escaped(text: str) -> str:
    """Return a text as XML takes it: the two code points that it does not know are left out."""
    return html.escape(re.sub("[\ufffe\uffff]", "", text), quote=False)
