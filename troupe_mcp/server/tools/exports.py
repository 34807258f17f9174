"""The tool that makes a file of a run."""

from __future__ import annotations

from typing import Annotated, cast

from mcp.server.mcpserver import Context
from mcp.types import CallToolResult, ResourceLink
from pydantic import WithJsonSchema

from troupe_mcp.app import App
from troupe_mcp.app.exports.exporting import FORMATS, MEDIA, PREVIEWED, Export, Format
from troupe_mcp.server.results.looked import Exported
from troupe_mcp.server.shaping.telling import told
from troupe_mcp.server.tool import Verb

_Format = Annotated[str, WithJsonSchema({"type": "string", "enum": list(FORMATS)})]
"""Any text is taken, so that whoever wants another format is told by which of these they get it."""


class ExportTools:
    """export_run on one app."""

    def __init__(self, app: App) -> None:
        self._app = app

    def all(self) -> list[Verb]:
        """Return the tools of this family."""
        return [Verb(self.export_run, Exported, title="Export a run", effect="reads")]

    async def export_run(self, ctx: Context, *, run: str, format: _Format = "html") -> CallToolResult:  # noqa: A002 -- as published
        """Make a file: report (html, markdown), data (csv, jsonl), charts (svg), documents, people, the study to replay
        elsewhere. Returns path, link.
        """
        near = ctx.request_context.request is None  # over HTTP the client may be on another machine
        return exported(await self._app.export_run(run, cast("Format", format), write=near))


def exported(made: Export) -> CallToolResult:
    """Return what was made and where it is, with a link that clients can read."""
    run = made.view.run
    result = Exported(
        notice=made.view.notice or None,
        run=run.id,
        status=run.status,  # type: ignore[arg-type]
        format=made.format,
        name=made.name,
        path=str(made.path) if made.path else None,
        link=f"troupe://runs/{run.id}/export/{made.format}",
        media_type=MEDIA[made.format],
        bytes=len(made.data),
        preview=made.preview,
        preview_is=PREVIEWED[made.format],
        warnings=[made.unwritten] if made.unwritten else None,
        next=_next(made),
    )
    head = " · ".join(
        filter(None, (run.id, run.status, made.view.notice.rstrip("."), f"{made.name}, {result.bytes:,} bytes"))
    )
    where = [f"File: {result.path}"] if result.path else []
    lines = [head, "", *where, f"Link: {result.link}", *(f"Note: {said}" for said in result.warnings or ())]
    answer = told(
        result, "\n".join([*lines, f"Preview ({result.preview_is}):", "", made.preview, "", f"Next: {result.next}"])
    )
    link = ResourceLink(
        type="resource_link", uri=result.link, name=made.name, mime_type=result.media_type, size=result.bytes
    )
    return answer.model_copy(update={"content": [*answer.content, link]})


def _next(made: Export) -> str:
    run = made.view.run
    if run.status in {"running", "paused", "needs_answers", "cancelled"}:
        call = "get_run" if run.status == "running" else "continue_run"
        again = f'export_run(run="{run.id}", format="{made.format}")'
        return f'this is what there is so far; {call}(run="{run.id}"), then {again} again'
    if made.format == "study":
        return "tell the user where the file is; `troupe-mcp import FILE` reads it on another machine"
    return "tell the user where the file is" if made.path else f"read {made.name} by its link"
