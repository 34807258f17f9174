"""Completing names of people, fragments, runs and what was made in them, as they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcp.types import Completion, CompletionArgument, CompletionContext, PromptReference, ResourceTemplateReference

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from troupe_mcp.app import App

MOST_VALUES = 100


def add_completion(server: MCPServer[Any], app: App) -> None:
    """Complete the arguments of prompts and of resources' addresses."""

    @server.completion()
    async def complete(
        ref: PromptReference | ResourceTemplateReference,
        argument: CompletionArgument,
        context: CompletionContext | None,
    ) -> Completion | None:
        given = (context.arguments if context else None) or {}
        of_artifact = (
            isinstance(ref, ResourceTemplateReference) and "/artifacts/" in ref.uri and argument.name == "name"
        )
        values = await _made_in(app, given.get("run", "")) if of_artifact else _candidates(app, ref, argument.name)
        begun = argument.value.casefold()
        fitting = [value for value in values if begun in value.casefold()]
        return Completion(values=fitting[:MOST_VALUES], total=len(fitting), has_more=len(fitting) > MOST_VALUES)


async def _made_in(app: App, run: str) -> list[str]:
    """Return the names of what people made in a run; none where the run isn't chosen yet."""
    from troupe_mcp.app.runs.play import Play

    known = app.store.find_run(run)
    view = await app.get_run(run, play=Play(wait_seconds=0)) if known else None
    return [artifact.name for artifact in view.artifacts()] if view else []


def _candidates(app: App, ref: PromptReference | ResourceTemplateReference, argument: str) -> list[str]:
    if argument == "run":
        return [run.id for run in app.list_runs(limit=MOST_VALUES).runs]
    if argument == "name" and isinstance(ref, ResourceTemplateReference) and "fragments" in ref.uri:
        return sorted(app.library.fragments)
    if argument in {"person", "people", "name"}:
        page = app.find_people(limit=MOST_VALUES)
        return [view.id if view.kind == "person" else view.name for view in page.people if view.kind != "fragment"]
    return []
