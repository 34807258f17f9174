"""Resources: people, the library, runs and the guide, for clients that read instead of call."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError

from troupe_mcp.app import App
from troupe_mcp.app.labels import briefly
from troupe_mcp.app.runs.play import Play
from troupe_mcp.app.views import PersonView, RunView
from troupe_mcp.errors import RequestError
from troupe_mcp.server.examples import guide
from troupe_mcp.server.results.played import EventLine
from troupe_mcp.server.shaping.envelope import envelope
from troupe_mcp.server.shaping.telling import event_text
from troupe_mcp.server.shaping.transcript import event_lines
from troupe_mcp.store.records import RunRecord

if TYPE_CHECKING:
    from troupe_mcp.simulation.worlds.artifacts import Artifact

JSON = "application/json"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST = 200


def add_resources(server: MCPServer[Any], app: App) -> None:
    """Register all resources and templates."""
    _add_people(server, app)
    _add_runs(server, app)
    _add_artifacts(server, app)

    @server.resource("troupe://guide", title="The guide", mime_type="text/markdown")
    async def told() -> str:
        """Formats, examples and all that tools accept."""
        return guide()


def _add_people(server: MCPServer[Any], app: App) -> None:
    @server.resource("troupe://people", title="People made and the library", mime_type=JSON)
    async def people() -> str:
        """Everybody there is, in a line each."""
        page = app.find_people(limit=MOST)
        return _json([_line(view) for view in page.people])

    @server.resource("troupe://people/{person}", title="A person", mime_type=JSON)
    async def one_person(person: str) -> str:
        """One person's whole specification, in the library's file format."""
        return _person(app, person)

    @server.resource("troupe://library/{name}", title="A library person", mime_type=JSON)
    async def library(name: str) -> str:
        """One library person's whole specification."""
        return _person(app, name)

    @server.resource("troupe://fragments/{name}", title="A fragment", mime_type=JSON)
    async def fragment(name: str) -> str:
        """One fragment: traits to mix into people."""
        try:
            return _json({"type": "Fragment", "persona": app.fragment(name).spec})
        except RequestError as error:
            raise ResourceNotFoundError(str(error)) from error


def _add_runs(server: MCPServer[Any], app: App) -> None:
    @server.resource("troupe://runs", title="Runs", mime_type=JSON)
    async def runs() -> str:
        """The latest runs, in a line each."""
        found = app.list_runs(limit=MOST).runs
        return _json([_run_line(run) for run in found])

    @server.resource("troupe://runs/{run}", title="A run", mime_type=JSON)
    async def one_run(run: str) -> str:
        """One run: status, cost, and who played it; of a survey what it came to."""
        view = await _run(app, run)
        if view.run.kind == "survey":
            from troupe_mcp.server.shaping.surveyed import survey_of

            return _json(survey_of(view, await to_thread.run_sync(view.survey)).structured())
        head = envelope(view, f'get_run(run="{view.run.id}")')
        return _json({k: v.structured() if hasattr(v, "structured") else v for k, v in head.items() if k != "people"})

    @server.resource("troupe://runs/{run}/transcript", title="A run's transcript", mime_type="text/plain")
    async def transcript(run: str) -> str:
        """What was said and done, line by line."""
        view = await _run(app, run)
        head = [view.notice, view.run.title] if view.notice else [view.run.title]
        return "\n".join([*head, *(event_text(line) for line in event_lines(view))])

    @server.resource("troupe://runs/{run}/events", title="A run's events", mime_type="application/x-ndjson")
    async def events(run: str) -> str:
        """All that happened, one JSON object a line; first, where anything was rehearsed, that it was."""
        view = await _run(app, run)
        lines = event_lines(view, thoughts=True)
        if view.notice:
            lines.insert(0, EventLine(position=0, step=0, kind="notice", content=view.notice))
        return "\n".join(json.dumps(line.structured(), ensure_ascii=False) for line in lines)


def _add_artifacts(server: MCPServer[Any], app: App) -> None:
    at = "troupe://runs/{run}/artifacts/{name}"

    @server.resource(at, title="What somebody wrote", mime_type="text/markdown")
    async def as_written(run: str, name: str) -> str:
        """A document, or what else people made with a tool, in its newest version."""
        from troupe_mcp.app.exports.renditions import as_markdown

        view, versions = await _artifact(app, run, name)
        return as_markdown(versions[-1], view.notice)

    @server.resource(f"{at}/html", title="What somebody wrote, as a page", mime_type="text/html")
    async def as_page(run: str, name: str) -> str:
        """The same as a self-contained HTML page."""
        from troupe_mcp.app.exports.renditions import as_html

        view, versions = await _artifact(app, run, name)
        return as_html(versions[-1], view.notice)

    @server.resource(f"{at}/json", title="What somebody wrote, as data", mime_type=JSON)
    async def as_data(run: str, name: str) -> str:
        """All its versions, with authors and steps."""
        from troupe_mcp.app.exports.renditions import as_json

        view, versions = await _artifact(app, run, name)
        return as_json(versions, view.notice)

    @server.resource(f"{at}/docx", title="What somebody wrote, for a word processor", mime_type=WORD)
    async def as_file(run: str, name: str) -> bytes:
        """The same as a .docx file."""
        from troupe_mcp.app.exports.docx import as_docx

        view, versions = await _artifact(app, run, name)
        return as_docx(versions[-1], view.notice)


async def _artifact(app: App, run: str, name: str) -> tuple[RunView, list[Artifact]]:
    view = await _run(app, run)
    made = view.artifacts(versions=True)
    versions = [each for each in made if each.name == name]
    if not versions:
        there = ", ".join(dict.fromkeys(each.name for each in made[-10:])) or "nothing yet"
        raise ResourceNotFoundError(f"Nothing called {name[:80]!r} was made in {view.run.id}. There: {there}.")
    return view, versions


def _run_line(run: RunRecord) -> dict[str, Any]:
    return {"run": run.id, "kind": run.kind, "title": run.title, "status": run.status, "played_by": briefly(run)}


def _person(app: App, handle: str) -> str:
    try:
        member = app.member(handle)
    except RequestError as error:
        raise ResourceNotFoundError(str(error)) from error
    return _json({"type": "TinyPerson", "persona": member.persona.spec})


async def _run(app: App, handle: str) -> RunView:
    try:
        return await app.get_run(handle, play=Play(wait_seconds=0))
    except RequestError as error:
        raise ResourceNotFoundError(str(error)) from error


def _line(view: PersonView) -> dict[str, Any]:
    return {"person": view.id, "name": view.name, "kind": view.kind, "line": view.line}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
