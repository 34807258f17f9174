"""The verb that makes a file of a run: a report, data, charts, what people wrote, the people, or the study itself."""

from __future__ import annotations

import io
import json
import os
import re
import secrets
import zipfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from troupe_mcp.app.runs.play import Play
from troupe_mcp.errors import RequestError
from troupe_mcp.language.text import clip
from troupe_mcp.simulation.people.persona import slug
from troupe_mcp.studies.reports.report import FOUND

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import RunView
    from troupe_mcp.studies.reports.facts import Facts

Format = Literal["html", "markdown", "csv", "jsonl", "svg", "documents", "people", "study"]
FORMATS: tuple[Format, ...] = get_args(Format)
ENDINGS: dict[Format, str] = {
    "html": "html",
    "markdown": "md",
    "csv": "csv",
    "jsonl": "jsonl",
    "svg": "svg",
    "documents": "documents.zip",
    "people": "people.zip",
    "study": "troupe.zip",
}
MEDIA: dict[Format, str] = {
    "html": "text/html",
    "markdown": "text/markdown",
    "csv": "text/csv",
    "jsonl": "application/x-ndjson",
    "svg": "image/svg+xml",
    "documents": "application/zip",
    "people": "application/zip",
    "study": "application/zip",
}
PREVIEWED: dict[Format, str] = {
    "html": "what the page says, as Markdown, results first",
    "markdown": "the report's parts, results first",
    "csv": "how the file begins",
    "jsonl": "how the file begins",
    "svg": "the titles of the drawings",
    "documents": "the documents in the archive, then the first",
    "people": "the files in the archive, then the first",
    "study": "what the archive holds",
}
"""What the preview of an export is, which is not always the file's beginning."""
INSTEAD = (
    'format="html" opens in any browser, which prints it to PDF; "markdown" is plain text, for mail or Word; what '
    'people wrote comes as docx with "documents".'
)
"""What else to take where a format is wanted that there isn't."""
PREVIEW = 1000
"""Characters of an export that are shown of it."""
SAME_DAY = (1980, 1, 1, 0, 0, 0)
"""When everything in an archive was made, so that the same run gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file made of a run: its name and bytes, how it begins, and where it was written, if it was.

    `unwritten` says why it could not be.
    """

    view: RunView
    format: Format
    name: str
    data: bytes
    preview: str
    path: Path | None = None
    unwritten: str = ""


async def export_run(self: App, run: str, format: Format = "html", *, write: bool = True) -> Export:  # noqa: A002 -- as callers know it
    """Make a file of a run as it stands, and write it to the folder `exports` of the data directory.

    Raises NotFound, and RequestError for an unknown format or where the run has nothing of that kind.
    """
    if format not in FORMATS:
        there = ", ".join(map(repr, FORMATS))
        raise RequestError(f"format={str(format)[:40]!r} is not known. There are: {there}. {INSTEAD}")
    view = await self.get_run(run, play=Play(wait_seconds=0))
    data, preview = await _made(self, view, format)
    made = Export(view, format, f"{view.run.id}.{ENDINGS[format]}", data, clip(preview, PREVIEW))
    return _written(made, _folder(self)) if write else made


def _folder(self: App) -> Path:
    return self.settings.store.directory / "exports"


def exports_of(self: App, run: str) -> list[Path]:
    """Return where the exports of a run are, if they were made."""
    return [_folder(self) / f"{run}.{ending}" for ending in ENDINGS.values()]


async def _made(self: App, view: RunView, wanted: Format) -> tuple[bytes, str]:
    """Return the bytes of an export and a text of which its beginning is shown."""
    if wanted == "study":
        from troupe_mcp.app.exports.carrying import study_of

        return await study_of(self, view)
    if wanted == "documents":
        return _documents(view)
    from troupe_mcp.app.exports.reporting import facts_of

    facts = await facts_of(self, view)
    if wanted == "people":
        return _people(facts)
    text = _text(self, facts, wanted)
    if wanted == "html":
        from troupe_mcp.studies.reports.markdown import as_markdown

        return text.encode(), telling_first(as_markdown(facts))
    if wanted == "svg":
        from troupe_mcp.studies.reports.figures import charts_of

        return text.encode(), "\n".join(filter(None, (facts.notice, *(chart.title for chart in charts_of(facts)))))
    return text.encode("utf-8", "replace"), telling_first(text) if wanted == "markdown" else text


def telling_first(report: str) -> str:
    """Return a Markdown report in the order of a preview: its head, what came of it, then what was put to people."""
    head, *sections = report.split("\n## ")
    names = [re.split(r"[:(\n]", text, maxsplit=1)[0].strip() for text in sections]
    talk = () if FOUND in names else ("What was said",)
    order = ("Result", "How the versions differ", "The story", FOUND, *talk, "In figures", "In their words")
    rank = {name: at for at, name in enumerate(order)}
    sections = [
        text for _, text in sorted(zip(names, sections, strict=True), key=lambda own: rank.get(own[0], len(order)))
    ]
    return "\n## ".join([head, *sections])


def _text(self: App, facts: Facts, wanted: Format) -> str:
    """Return an export that is text. Raises RequestError where there is nothing to count or to draw."""
    from troupe_mcp.studies.reports import drawing, figures, markdown, page, rows, tables

    match wanted:
        case "html":
            return page.as_page(facts, self.page())
        case "markdown":
            return markdown.as_markdown(facts)
        case "csv":
            if not rows.rows_of(facts):
                raise RequestError(_nothing(facts, "has no rows yet: nobody said anything in it"))
            return tables.as_csv(facts)
        case "svg":
            charts = figures.charts_of(facts)
            if not charts:
                raise RequestError(_nothing(facts, "has nothing to draw"))
            level = facts.trust.level if facts.trust else ""
            said = " ".join(filter(None, (facts.notice, facts.unfinished, level)))
            return drawing.sheet(facts.title, said, charts)
        case _:
            return tables.as_jsonl(facts)


def _nothing(facts: Facts, why: str) -> str:
    return f'{facts.run} ({facts.kind}, {facts.status}) {why}. export_run(run="{facts.run}") makes a report of it.'


def _documents(view: RunView) -> tuple[bytes, str]:
    """Return what people wrote, each in all its formats. Raises RequestError where they wrote nothing."""
    from troupe_mcp.app.exports.docx import as_docx
    from troupe_mcp.app.exports.renditions import as_html, as_json, as_markdown, byline
    from troupe_mcp.simulation.worlds.artifacts import newest

    every = view.artifacts(versions=True)
    files: list[tuple[str, bytes]] = []
    for one in newest(every):
        versions = [each for each in every if each.name == one.name]
        files += [
            (f"{one.name}.md", as_markdown(one, view.notice).encode()),
            (f"{one.name}.html", as_html(one, view.notice).encode()),
            (f"{one.name}.docx", as_docx(one, view.notice)),
            (f"{one.name}.json", as_json(versions, view.notice).encode()),
        ]
    if not files:
        raise RequestError(
            f"Nobody wrote anything in {view.run.id}. People write where they have tools: "
            'run_world(people=[…], tools=["documents"], say="…").'
        )
    lines = [f"{one.name}: “{one.title}”, {byline(one)}" for one in newest(every)]
    return archive(files), "\n".join(
        [*([view.notice] if view.notice else []), *lines, *newest(every)[0].text.split("\n")]
    )


def _people(facts: Facts) -> tuple[bytes, str]:
    """Return people as files of the library's format. Raises RequestError where nobody is in the run."""
    people = {name: spec for source in facts.sources for name, spec in source.cast}
    if not people:
        raise RequestError(_nothing(facts, "has nobody in it yet"))
    documents = {
        f"{slug(name)}.agent.json": json.dumps({"type": "TinyPerson", "persona": spec}, ensure_ascii=False, indent=1)
        for name, spec in people.items()
    }
    names = list(documents)
    return archive([(name, text.encode()) for name, text in documents.items()]), "\n".join(
        [*names, documents[names[0]]]
    )


def archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return files as an archive, the same bytes for the same files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
        for name, data in files:
            entry = zipfile.ZipInfo(name, SAME_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            into.writestr(entry, data)
    return packed.getvalue()


def _written(made: Export, folder: Path) -> Export:
    """Write an export, whole or not at all; where the disk does not take it, it is still there as a link."""
    target = folder / made.name
    partial = folder / f".{made.name}.{secrets.token_hex(4)}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 -- its mode
                file.write(made.data)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        return replace(made, unwritten=f"It could not be written to the folder exports ({error.strerror}).")
    return replace(made, path=target)
