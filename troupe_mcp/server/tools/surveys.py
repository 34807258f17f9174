"""The tool that asks many people the same."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context
from mcp.types import CallToolResult
from pydantic import Field

from troupe_mcp.app import App
from troupe_mcp.app.scenes.requests import Opening
from troupe_mcp.app.studies.surveys import SurveyQuestion
from troupe_mcp.server.results.studied import Surveyed
from troupe_mcp.server.schemas import HIDDEN
from troupe_mcp.server.shaping.estimated import estimated
from troupe_mcp.server.tool import Verb
from troupe_mcp.server.tools.arguments import (
    Documents,
    DryRun,
    MaxCalls,
    MaxCost,
    MaxTokens,
    New,
    People,
    PlayedBy,
    Seed,
    WaitSeconds,
    play,
)


class SurveyTools:
    """ask_people on one app."""

    def __init__(self, app: App) -> None:
        self._app = app

    def all(self) -> list[Verb]:
        """Return the tools of this family."""
        return [Verb(self.ask_people, Surveyed, title="Run a survey", effect="asks")]

    async def ask_people(
        self,
        ctx: Context,
        *,
        people: People = None,
        questions: list[SurveyQuestion],
        show: str | None = None,
        documents: Documents = None,
        situation: str | None = None,
        group_by: Annotated[list[str] | None, Field(description="Fields, e.g. age")] = None,
        repeats: Annotated[int, Field(description="3: tells signal from noise")] = 1,
        elicitation: Annotated[
            Literal["direct", "reasons", "probabilities"], Field(json_schema_extra=HIDDEN)
        ] = "direct",
        sitting: Annotated[Literal["one", "all"], Field(json_schema_extra=HIDDEN)] = "one",
        variants: Annotated[list[dict[str, Any]] | None, Field(json_schema_extra=HIDDEN)] = None,
        design: Annotated[Literal["within", "between"], Field(json_schema_extra=HIDDEN)] = "within",
        title: Annotated[str, Field(max_length=120, json_schema_extra=HIDDEN)] = "",
        run: str | None = None,
        dry_run: DryRun = False,
        max_cost: MaxCost = None,
        seed: Seed = None,
        played_by: PlayedBy = "auto",
        max_calls: MaxCalls = None,
        max_tokens: MaxTokens = None,
        wait_seconds: WaitSeconds = None,
        new: New = False,
    ) -> CallToolResult:
        """Survey: ask many people the same, each alone, and count: ad or concept test, poll, rating, price. Each answer
        brings its reason: never ask why. No question sees another; options are shuffled. price: price points as
        options, or none for Van Westendorp. With run they answer with its memories but forget the poll. Returns
        shares, means or ranks with intervals, by group, quotes, trust card: tell its claim level.
        """
        how = play(
            ctx, self._app, seed=seed, played_by=played_by, dry_run=dry_run, max_calls=max_calls,
            max_tokens=max_tokens, max_cost=max_cost, wait_seconds=wait_seconds, new=new,
        )  # fmt: skip
        opening = Opening(situation=situation, documents=tuple(documents or ()), show=show)
        view = await self._app.ask_people(
            people or (),
            questions,
            opening,
            group_by=group_by or (),
            repeats=repeats,
            elicitation=elicitation,
            sitting=sitting,
            variants=variants or (),
            design=design,
            title=title,
            run=run,
            play=how,
        )
        if view.estimate:
            return estimated(view, "ask_people")
        from troupe_mcp.server.shaping.surveyed import surveyed

        return await surveyed(view)
