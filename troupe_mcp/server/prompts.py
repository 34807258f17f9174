"""Prompts that a user picks from a menu, and the completion of their arguments."""

from __future__ import annotations

from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from mcp.types import (
    Completion,
    CompletionArgument,
    CompletionContext,
    PromptReference,
    ResourceTemplateReference,
)
from pydantic import Field

from troupe_mcp.app import App
from troupe_mcp.app.playing import Play

MOST_VALUES = 100


def add_prompts(server: MCPServer[Any], app: App) -> None:
    """Register the prompts and complete names of people, fragments and runs."""

    @server.prompt(title="Run a focus group")
    def focus_group(
        topic: Annotated[str, Field(description="What it is about")],
        people: Annotated[
            str, Field(description="Who, or what kind of people")
        ] = "six different people of the library",
    ) -> str:
        """A moderated group on a topic, and what came of it."""
        return (
            f"Use Troupe to run a focus group about: {topic}. People: {people}. Give them a situation, let a moderator "
            "open with one question, add one follow-up in a later step by script, and play 3 steps. Then extract the "
            "ideas and objections as a table and tell me what was said, with quotes, who played, and what it is worth."
        )

    @server.prompt(title="Interview somebody")
    def interview(
        person: Annotated[str, Field(description="A name or an id")],
        topic: Annotated[str, Field(description="What you want to learn")],
    ) -> str:
        """A private interview that follows up on its answers."""
        return (
            f"Use Troupe to interview {person} about: {topic}. Ask three open questions at once, read the answers, "
            "then follow up twice with run. Tell me what you learned in their words, and say who played."
        )

    @server.prompt(title="Test ads")
    def ad_test(
        ads: Annotated[str, Field(description="The ads, one a paragraph")],
        people: Annotated[str, Field(description="Who should judge them")] = "everybody of the library",
    ) -> str:
        """Which ad wins with whom, and why."""
        return (
            f"Use Troupe to show these ads to {people}, each alone, numbered as 'Ad 1: title …': {ads}\nAsk which one "
            "they like most and why. Then extract ad_number, ad_title and justification per person, and give me the "
            "tally, the reasons with quotes, who played, and what it is worth."
        )

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
