"""Tools that learn from runs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context
from mcp.types import CallToolResult
from pydantic import Field

from troupe_mcp.app import App
from troupe_mcp.app.labels import NOT_MEASURED, NOTHING_PROVEN
from troupe_mcp.app.views import RunView
from troupe_mcp.server.results import Extracted, Finding, Validated
from troupe_mcp.server.shaping import envelope
from troupe_mcp.server.telling import MOST_ROWS, extracted_lines, page, table, told, validated_lines
from troupe_mcp.server.tool import TroupeTool, tool
from troupe_mcp.server.tools.arguments import (
    DryRun,
    MaxCalls,
    MaxCost,
    MaxTokens,
    New,
    PlayedBy,
    Seed,
    Unpublished,
    WaitSeconds,
    play,
)
from troupe_mcp.server.tools.worlds import estimated


class StudyTools:
    """extract_results and validate_person on one app."""

    def __init__(self, app: App) -> None:
        self._app = app

    def all(self) -> list[TroupeTool]:
        """Return the tools of this family."""
        return [
            tool(self.extract_results, Extracted, title="Extract results", effect="asks"),
            tool(self.validate_person, Validated, title="Validate a person", effect="asks"),
        ]

    async def extract_results(
        self,
        ctx: Context,
        *,
        run: list[str],
        objective: Annotated[str, Field(description="What to find out", max_length=4000)],
        fields: Annotated[
            dict[str, Any] | list[str] | None, Field(description="{name: meaning or JSON schema}, or names")
        ] = None,
        people: Annotated[list[str] | None, Field(description="Only these")] = None,
        group_by: Annotated[
            Literal["person", "run"], Field(description="person: one record each; run: all records of it, e.g. ideas")
        ] = "person",
        dry_run: DryRun = False,
        played_by: PlayedBy = "auto",
        max_cost: MaxCost = None,
        max_calls: MaxCalls = None,
        max_tokens: MaxTokens = None,
        wait_seconds: WaitSeconds = None,
        new: New = False,
    ) -> CallToolResult:
        """Turn what was said in runs into data: choices, reasons, ideas, a table with counts. Asks nobody anything
        new. Returns results (one per person, or the records of a run), each with the words it rests on, a table, and
        a tally of what was chosen.
        """
        named = dict.fromkeys(fields, "as its name says") if isinstance(fields, list) else fields
        how = play(
            ctx, self._app, played_by=played_by, dry_run=dry_run, max_calls=max_calls, max_tokens=max_tokens,
            max_cost=max_cost, wait_seconds=wait_seconds, new=new,
        )  # fmt: skip
        view = await self._app.extract_results(
            run, objective, fields=named, people=people or (), group_by=group_by, play=how
        )
        if view.estimate:
            return estimated(view, "extract_results")
        result = extraction_of(view)
        return told(result, page(result, extracted_lines(result)))

    async def validate_person(
        self,
        ctx: Context,
        *,
        person: str,
        expectations: Annotated[str, Field(description="What should hold; default: their specification")] = "",
        dry_run: DryRun = False,
        max_cost: MaxCost = None,
        seed: Annotated[Seed, Unpublished] = None,
        played_by: PlayedBy = "auto",
        max_calls: MaxCalls = None,
        max_tokens: MaxTokens = None,
        wait_seconds: WaitSeconds = None,
        new: New = False,
    ) -> CallToolResult:
        """Is this person realistic, consistent, true to their description? Interviews them against expectations
        (default: their own specification) and judges what they said. Returns score 0-1, passed (neither in a
        rehearsal), justification and findings with quotes.
        """
        how = play(
            ctx, self._app, seed=seed, played_by=played_by, dry_run=dry_run, max_calls=max_calls,
            max_tokens=max_tokens, max_cost=max_cost, wait_seconds=wait_seconds, new=new,
        )  # fmt: skip
        view = await self._app.validate_person(person, expectations=expectations, play=how)
        if view.estimate:
            return estimated(view, "validate_person")
        result = validation_of(view)
        return told(result, page(result, validated_lines(result)))


def extraction_of(view: RunView) -> Extracted:
    """Return the fields of an extraction's result; its own handle is the job."""
    found = view.records()
    tally = {name: dict(counts) for name, counts in view.tally().items()}
    head = envelope(view, _next(view))
    head |= {"job": head.pop("run"), "of": view.run.settings["spec"]["of"]}
    if len(found) > MOST_ROWS:
        head["warnings"] = [*(head["warnings"] or []), f"The first {MOST_ROWS} of {len(found)} records are shown."]
    return Extracted(
        **head,
        results=found[:MOST_ROWS],
        table=table(found),
        tally=tally or None,
        tally_note=_counted(view) if tally else None,
    )


def _counted(view: RunView) -> str | None:
    """Return what has to be known of counts: rehearsed ones prove nothing, and those of several runs add up."""
    how = "part rehearsal" if view.notice.startswith("Part") else "rehearsal"
    several = len(view.run.settings["spec"]["of"])
    notes = [f"counts of what was said; {how}: {NOTHING_PROVEN}"] if view.notice else []
    notes += [f"whoever is in several of the {several} runs counts in each"] if several > 1 else []
    return "; ".join(notes) or None


def validation_of(view: RunView) -> Validated:
    """Return the fields of a validation's result; its own handle is the job."""
    head = envelope(view, _next(view))
    head |= {"job": head["run"]}
    return Validated(**head, **_verdict(view))


def _verdict(view: RunView) -> dict[str, Any]:
    verdict = dict(view.learned())
    if not verdict:
        return {}
    measured = NOT_MEASURED if verdict["score"] is None else None
    return {**verdict, "measured": measured, "findings": [Finding(**finding) for finding in verdict["findings"]]}


def _next(view: RunView) -> str:
    run = view.run
    if run.status == "running":
        return f'get_run(run="{run.id}") waits for it'
    if run.status != "done":
        return f'continue_run(run="{run.id}") goes on from here'
    if run.kind == "validation":
        return f'get_run(run="{run.id}", detail="transcript") reads the interview'
    return "tell the user what was found, with the quotes in results"
