"""Documents for tests: a long handbook with few facts that matter, and files of each format that hold any text."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TOPICS = [
    "parking", "travel", "expenses", "visitors", "keys", "heating", "printers", "meetings", "holidays", "training",
    "the canteen", "lockers", "bicycles", "laptops", "telephones", "the post", "cleaning", "recycling", "lifts",
    "alarms", "first aid", "photographs", "contracts", "archives", "uniforms", "deliveries", "plants", "music", "dogs",
]  # fmt: skip
HEADING = '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
SAID = (
    "Whoever has a question about {topic} asks the office for {topic} on the second floor.",
    "The rules for {topic} were agreed upon with the works council and hold for all sites.",
    "Requests that concern {topic} are made in writing and answered within a week as a rule.",
    "A short course on {topic} is offered twice a year and is open to everybody.",
    "In the past there were complaints about {topic}, which is why this chapter was written anew.",
    "Managers see to it that {topic} are spoken of at least once in the yearly talk with their people.",
    "Costs that arise from {topic} are borne by the department unless something else was agreed.",
    "Nothing in this chapter about {topic} changes what the law demands.",
)


def handbook(pages: int = 60, planted: Mapping[int, str] | None = None) -> list[str]:
    """Return the pages of a handbook, about 2,800 characters each, with sentences planted in the middle of some."""
    told: list[str] = []
    for page in range(1, pages + 1):
        rng = random.Random(page)
        topic = TOPICS[page % len(TOPICS)]
        said = [rng.choice(SAID).format(topic=topic) for _ in range(34)]
        said[17:17] = [planted[page]] if planted and page in planted else []
        blocks = [" ".join(said[at : at + 7]) for at in range(0, len(said), 7)]
        told.append("\n\n".join([f"# {page}. {topic.capitalize()}", *blocks]))
    return told


def docx(paragraphs: Sequence[str], title: str = "", *, raw: str = "", **parts: str) -> bytes:
    """Return a Word document; `# ` begins a heading, in a style with a translated id. `raw` is put in as it is."""
    body = "".join(_paragraph(text) for text in paragraphs) + raw
    files = {
        "[Content_Types].xml": "<Types/>",
        "docProps/core.xml": f"<p xmlns:d='http://purl.org/dc/elements/1.1/'><d:title>{escape(title)}</d:title></p>",
        "word/styles.xml": f'<w:styles xmlns:w="{MAIN}">{HEADING}</w:styles>',
        "word/document.xml": f'<w:document xmlns:w="{MAIN}"><w:body>{body}</w:body></w:document>',
        **{f"word/{name}.xml": text for name, text in parts.items()},
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


def _paragraph(text: str) -> str:
    style = '<w:pPr><w:pStyle w:val="berschrift1"/></w:pPr>' if text.startswith("# ") else ""
    return f'<w:p>{style}<w:r><w:t xml:space="preserve">{escape(text.removeprefix("# "))}</w:t></w:r></w:p>'


def pdf(pages: Sequence[str], title: str = "") -> bytes:
    """Return a PDF of these pages in Latin letters, each wrapped into lines of 90 characters."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, page in enumerate(pages):
        stream = f"BT /F1 9 Tf 11 TL 40 800 Td {' '.join(f'({_escaped(line)}) Tj T*' for line in _wrapped(page))} ET"
        used = "/Resources << /Font << /F1 3 0 R >> >>"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R {used} >>",
            f"<< /Length {len(stream.encode('latin-1'))} >>\nstream\n{stream}\nendstream",
        ]
    objects.append(f"<< /Title ({_escaped(title)}) >>")
    data, places = b"%PDF-1.4\n", list[int]()
    for number, written in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{written}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF".encode("latin-1")


def _wrapped(page: str) -> list[str]:
    lines: list[str] = [""]
    for paragraph in page.removeprefix("# ").split("\n"):
        for word in paragraph.split():
            if len(lines[-1]) + len(word) > 90:
                lines.append("")
            lines[-1] = f"{lines[-1]} {word}".strip()
        lines.append("")
    return [line for line in lines if line]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
