"""Tools that learn from runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from mcp.server.mcpserver import Context
from mcp.types import CallToolResult
from pydantic import BeforeValidator, Field

from troupe_mcp.app import App
from troupe_mcp.server.results.studied import Extracted, Validated
from troupe_mcp.server.schemas import HIDDEN
from troupe_mcp.server.shaping.estimated import estimated
from troupe_mcp.server.shaping.examined import validated
from troupe_mcp.server.shaping.extracted import extracted
from troupe_mcp.server.tool import Verb
from troupe_mcp.server.tools.arguments import (
    DryRun,
    MaxCalls,
    MaxCost,
    MaxTokens,
    New,
    Seed,
    Unpublished,
    WaitSeconds,
    play,
)
from troupe_mcp.studies.checks import Check
from troupe_mcp.studies.reduction import ResultsReducer

if TYPE_CHECKING:
    from collections.abc import Sequence


_LISTED = re.compile(r"\s*\w[\w -]*(,\s*\w[\w -]*)+")


def _lines(given: object) -> object:
    """Return a list of expectations as the text that is published, one a line."""
    if not isinstance(given, list):
        return given
    texts = cast("list[object]", given)
    return "\n".join(map(str, texts)) if all(isinstance(each, str) for each in texts) else texts


class StudyTools:
    """extract_results and validate_person on one app."""

    def __init__(self, app: App) -> None:
        self._app = app

    def all(self) -> list[Verb]:
        """Return the tools of this family."""
        return [
            Verb(self.extract_results, Extracted, title="Extract results", effect="asks"),
            Verb(self.validate_person, Validated, title="Validate a person", effect="asks"),
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
        played_by: str = "auto",
        max_cost: Annotated[MaxCost, Unpublished] = None,
        normalize: Annotated[dict[str, int] | None, Field(json_schema_extra=HIDDEN)] = None,
        reduce: Annotated[ResultsReducer | None, Field(json_schema_extra=HIDDEN)] = None,
        schema: Annotated[dict[str, Any] | None, Field(json_schema_extra=HIDDEN)] = None,
        from_step: Annotated[int | None, Field(ge=1, json_schema_extra=HIDDEN)] = None,
        to_step: Annotated[int | None, Field(ge=1, json_schema_extra=HIDDEN)] = None,
        max_calls: MaxCalls = None,
        max_tokens: MaxTokens = None,
        wait_seconds: WaitSeconds = None,
        new: New = False,
    ) -> CallToolResult:
        """Turn what was said in runs into data: choices, reasons, ideas, a table with counts. Asks nobody anything
        new. Returns results (one per person, or the records of a run), each with the words it rests on, a table, and
        a tally of what was chosen.
        """
        named = dict.fromkeys(_names(fields), "as its name says") if isinstance(fields, list) else fields
        how = play(
            ctx, self._app, played_by=played_by, dry_run=dry_run, max_calls=max_calls, max_tokens=max_tokens,
            max_cost=max_cost, wait_seconds=wait_seconds, new=new,
        )  # fmt: skip
        view = await self._app.extract_results(
            run,
            objective,
            fields=named,
            people=people or (),
            group_by=group_by,
            normalize=normalize,
            reduce=reduce,
            schema=schema,
            from_step=from_step,
            to_step=to_step,
            play=how,
        )
        return estimated(view, "extract_results") if view.estimate else extracted(view)

    async def validate_person(
        self,
        ctx: Context,
        *,
        person: str,
        expectations: Annotated[str, BeforeValidator(_lines), Field(description="Default: their specification")] = "",
        checks: Annotated[list[Check] | None, Field(json_schema_extra=HIDDEN)] = None,
        questions: Annotated[int | None, Field(json_schema_extra=HIDDEN)] = None,
        dry_run: DryRun = False,
        max_cost: Annotated[MaxCost, Unpublished] = None,
        seed: Annotated[Seed, Unpublished] = None,
        played_by: str = "auto",
        max_calls: MaxCalls = None,
        max_tokens: MaxTokens = None,
        wait_seconds: WaitSeconds = None,
        new: New = False,
    ) -> CallToolResult:
        """Is this person realistic, consistent, true to their description? Interviews them against expectations
        (default: their own specification) and on what they know. Returns score 0-1, passed (neither in
        a rehearsal), findings with quotes, the edit for what failed.
        """
        how = play(
            ctx, self._app, seed=seed, played_by=played_by, dry_run=dry_run, max_calls=max_calls,
            max_tokens=max_tokens, max_cost=max_cost, wait_seconds=wait_seconds, new=new,
        )  # fmt: skip
        view = await self._app.validate_person(
            person, expectations=expectations, checks=checks or (), questions=questions, play=how
        )
        return estimated(view, "validate_person") if view.estimate else validated(view)


def _names(given: Sequence[str]) -> Sequence[str]:
    """Return names of fields; one text of plain names with commas between is a list of them."""
    return given[0].split(",") if len(given) == 1 and _LISTED.fullmatch(given[0]) else given
