"""Every format is read through the tools as a person would see it, and what cannot be read says why."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from tests.documents.samples import MAIN, docx, handbook, pdf
from tests.doubles import Scripted, Table, settings, table
from troupe_mcp.app.documents.apart import read_apart
from troupe_mcp.app.documents.formats import MOST_PAGES, Unreadable, reader_of
from troupe_mcp.settings import ServerSection, Settings

PAGE = """<!DOCTYPE html><html><head><title>The handbook</title><style>p {color: red}</style>
<script>document.write("scripted")</script></head><body><!-- commented --><h1>Parking</h1>
<p>A place costs <b>44</b>&nbsp;euros.</p><ul><li>Gate A<li>Gate B</ul><div style="display: none">hidden</div>
<table><tr><th>Day<th>Opens</tr><tr><td>Monday<td>7:15</tr></table><p hidden>unseen</p></body></html>"""
ROWS = 'item;price;note\n"Kettle, small";19,90;"boils\nin a minute"\nPan;35;\n'
INSERTED = (
    "<w:p><w:ins><w:r><w:t>Gate C is new.</w:t></w:r></w:ins><w:del><w:r><w:delText>Gate D</w:delText></w:r></w:del>"
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>"
    "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>Day</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>Opens</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>Monday</w:t></w:r></w:p>"
    "</w:tc><w:tc><w:p><w:r><w:t>7:15</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
FILES: dict[str, tuple[bytes, list[str]]] = {
    "plain.txt": (b"\xef\xbb\xbfA place costs 44 euros.", ["“plain.txt”: “A place costs 44 euros.”"]),
    "hand.MD": (
        "# Parking\n\nA plac\u00ade costs\u200b 44.".encode(),
        ["“hand.MD”: “# Parking\n  \n  A place costs 44.”"],
    ),
    "page.html": (
        PAGE.encode(),
        ["# Parking", "A place costs 44 euros.", "- Gate A\n  - Gate B", "- Day: Monday; Opens: 7:15"],
    ),
    "rows.csv": (
        ROWS.encode(),
        ["- item: Kettle, small; price: 19,90; note: boils in a minute", "- item: Pan; price: 35"],
    ),
    "hand.pdf": (
        pdf(["A place costs 44 euros.", "Gate (B)"]),
        ["[page 1]\n  A place costs 44 euros.", "[page 2]\n  Gate (B)"],
    ),
    "hand.docx": (
        docx(["# Parking", "A place costs 44 euros."], raw=INSERTED, footnotes=f'<w:f xmlns:w="{MAIN}"><w:p><w:r>'
             "<w:t>See page 3.</w:t></w:r></w:p></w:f>"),
        ["# Parking", "A place costs 44 euros.", "Gate C is new.", "- Day: Monday; Opens: 7:15", "See page 3."],
    ),
}  # fmt: skip
UNSEEN = ("scripted", "commented", "hidden", "color", "unseen", "Gate D")


def with_files(directory: Path, **files: bytes) -> Settings:
    """Settings that name a folder with these files."""
    folder = directory / "files"
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return settings(directory).model_copy(update={"server": ServerSection(wait_seconds=30, files_dir=str(folder))})


async def read_by_oscar(at: Table, model: Scripted, *documents: str) -> str:
    """The prompt of somebody who was given documents."""
    await at.ok("listen_and_act", people=["Oscar"], documents=[*documents], seed=1)
    return model.asked_of("Oscar")[-1]


async def test_a_file_of_each_format_is_read_as_a_person_sees_it(tmp_path: Path) -> None:
    model = Scripted()
    configured = with_files(tmp_path, **{name: data for name, (data, _) in FILES.items()})
    async with table(tmp_path, model, configured=configured) as at:
        text = await read_by_oscar(at, model, *(f"file:{name}" for name in FILES))

    for name, (_, told) in FILES.items():
        assert f"You read now “{name}”" in text
        assert [said for said in told if said not in text] == []
    assert [word for word in UNSEEN if word in text] == []


async def test_content_says_by_its_title_or_its_looks_what_format_it_has(tmp_path: Path) -> None:
    model = Scripted()
    coded = base64.b64encode(docx(["A place costs 44 euros."])).decode()
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    async with table(tmp_path, model) as at:
        text = await read_by_oscar(
            at, model, f"Prices.csv\n{ROWS}", PAGE, f"The page\n{PAGE}", f"Memo\ndata:{media};base64,{coded}",
            "Just one line", "# Plan\n\nTea, at <b>four</b>.",
        )  # fmt: skip

    for said in (
        "“Prices.csv”: “- item: Kettle, small; price",
        "“The handbook”: “The handbook\n  # Parking",
        "“The page”: “The handbook\n  # Parking",
        "“Memo”: “A place costs 44 euros.”",
        "“Just one line”: “Just one line”",
        "“Plan”: “Tea, at <b>four</b>.”",
    ):
        assert said in text


def packed(**parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return data.getvalue()


def encrypted() -> bytes:
    writer, data = PdfWriter(PdfReader(io.BytesIO(pdf(["secret"])))), io.BytesIO()
    writer.encrypt("password", algorithm="AES-256")
    writer.write(data)
    return data.getvalue()


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
REFUSED: dict[str, tuple[bytes, str]] = {
    "damaged.pdf": (pdf(["text"])[:200], "is a damaged PDF. Save it anew, or give its text."),
    "scanned.pdf": (pdf([""]), "holds no text, only pictures of it. Give its text."),
    "locked.pdf": (encrypted(), "is encrypted. Save it without a password."),
    "long.pdf": (pdf(["x"] * (MOST_PAGES + 1)), f"has {MOST_PAGES + 1} pages; at most {MOST_PAGES} are possible."),
    "damaged.docx": (docx(["text"])[:200], "is a damaged DOCX. Save it anew, or give its text."),
    "sheet.docx": (packed(xl__workbook="<x/>"), "is no Word document (DOCX). Save it as DOCX."),
    "old.docx": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "is encrypted, or in the format before DOCX."),
    "laughs.docx": (packed(word__document=LAUGHS), "declares entities, which no Word document does."),
    "bomb.docx": (packed(word__document=f"<x>{' ' * 61_000_000}</x>"), "unpacks to more than any document holds."),
    "empty.html": (b"<p> </p>", "is empty; give its text or leave it out."),
    "latin.csv": ("café".encode("latin-1"), "is not UTF-8 text. Save it as UTF-8."),
    "broken.csv": (b'a,b\n"x', "is no table that can be read"),
    "long.txt": (b"x" * 400_001, "has 400,001 characters; at most 400,000 are possible. Shorten it, or split it."),
    "long.html": (b"<p>" + b"x" * 400_001, "has 400,001 characters; at most 400,000 are possible."),
    "big.csv": (b"x" * 5_000_001, "has more than 5,000,000 bytes. Make it smaller."),
    "sheet.xlsx": (b"PK", "is neither a picture (PNG, JPEG, WebP, GIF) nor a text (.txt, .md, .html, .csv, "),
}  # fmt: skip


async def test_what_cannot_be_read_says_why_and_what_to_do(tmp_path: Path) -> None:
    files = {name: data for name, (data, _) in REFUSED.items()}
    async with table(tmp_path, configured=with_files(tmp_path, **files)) as at:
        told = {name: await at.error("listen_and_act", people=["Oscar"], documents=[f"file:{name}"]) for name in files}
        kept = (await at.ok("get_run")).data["runs"]

    assert {
        name: told[name] for name, (_, reason) in REFUSED.items() if f"file:{name} {reason}" not in told[name]
    } == {}
    assert kept == []


GIVEN = {
    "  \n ": "documents[0] is empty; give its text or leave it out.",
    "Plan\ndata:application/zip;base64,AAAA": "documents[0] holds application/zip, which cannot be read. Possible: ",
    "Plan\ndata:application/pdf;base64,AAA": "documents[0] is no base64 that can be decoded. Encode it again.",
    "file:../plan.pdf": "No file '../plan.pdf' in the operator's folder.",
    "file:/etc/passwd": "No file '/etc/passwd'",
}


async def test_content_that_cannot_be_read_is_refused_and_no_path_is_opened(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(), configured=with_files(tmp_path)) as at:
        for given, reason in GIVEN.items():
            assert reason in await at.error("listen_and_act", people=["Oscar"], documents=[given])


async def test_an_address_is_words_and_is_not_opened(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        text = await read_by_oscar(at, model, "https://example.com/plan.pdf", "Plan\ndata:application/pdf;base64,###")
    assert "You read now “https://example.com/plan.pdf”: “https://example.com/plan.pdf”" in text
    assert "“data:application/pdf;base64,###”" in text


async def test_documents_of_one_call_have_a_bound_together_and_titles_of_their_own(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        refused = await at.error("listen_and_act", people=["Oscar"], documents=["A\n" + "x" * 390_000] * 3)
        text = await read_by_oscar(at, model, "Plan\nTea.", "Plan\nCoffee.")
    assert "The documents have 1,170,000 characters together; at most 1,000,000 are possible." in refused
    assert "“Plan”: “Tea.”" in text
    assert "“Plan (2)”: “Coffee.”" in text


async def test_a_page_made_to_take_for_ever_is_given_up() -> None:
    with pytest.raises(Unreadable, match=r"took longer than 0\.5 seconds to read"):
        await read_apart("html", b"<a " * 1_000_000, seconds=0.5)


async def test_a_long_pdf_is_read_whole_with_its_pages() -> None:
    pages = handbook(60)
    text = await read_apart("pdf", pdf(pages))
    assert text.count("[page ") == 60
    assert len(text) > 150_000
    for page, told in enumerate(pages, 1):
        first = told.split("\n\n")[1][:200]
        assert " ".join(first.split()) in " ".join(text.split()), page


def test_a_pdf_without_its_reader_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pypdf", None)
    with pytest.raises(Unreadable, match=r"pip install troupe-mcp\[documents\]"):
        reader_of("pdf")(pdf(["text"]))
