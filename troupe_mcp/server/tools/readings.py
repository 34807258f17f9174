"""Tools that read one run as a whole: is this claim true of it, what is its story."""

from __future__ import annotations

from typing import Annotated

from mcp.server.mcpserver import Context
from mcp.types import CallToolResult
from pydantic import Field

from troupe_mcp.app import App
from troupe_mcp.server.results.studied import Checked, Narrated
from troupe_mcp.server.schemas import HIDDEN
from troupe_mcp.server.shaping.estimated import estimated
from troupe_mcp.server.shaping.readings import checked, narrated
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


class ReadingTools:
    """check_proposition and tell_story on one app."""

    def __init__(self, app: App) -> None:
        self._app = app

    def all(self) -> list[Verb]:
        """Return the tools of this family."""
        return [
            Verb(self.check_proposition, Checked, title="Check a claim", effect="asks"),
            Verb(self.tell_story, Narrated, title="Tell the story", effect="asks"),
        ]

    async def check_proposition(
        self,
        ctx: Context,
        *,
        claim: Annotated[str, Field(description="One sentence, true or false", max_length=2000)],
        run: str = "",
        person: Annotated[str, Field(description="What they said and heard; without run: their description")] = "",
        score: Annotated[bool, Field(description="Also 0-9")] = False,
        dry_run: DryRun = False,
        max_cost: Annotated[MaxCost, Unpublished] = None,
        seed: Annotated[Seed, Unpublished] = None,
        played_by: str = "auto",
        max_calls: MaxCalls = None,
        max_tokens: MaxTokens = None,
        wait_seconds: WaitSeconds = None,
        new: New = False,
    ) -> CallToolResult:
        """Judge one claim by what was said in a run, e.g. 'Ana changed her mind about the price', 'Most would pay for
        it', or by a person's description. Returns verdict yes, no or unclear, justification, confidence, quotes. Many
        facts: extract_results. Is a person realistic: validate_person.
        """
        how = play(
            ctx, self._app, seed=seed, played_by=played_by, dry_run=dry_run, max_calls=max_calls,
            max_tokens=max_tokens, max_cost=max_cost, wait_seconds=wait_seconds, new=new,
        )  # fmt: skip
        view = await self._app.check_proposition(claim, run, person=person, scored=score, play=how)
        return estimated(view, "check_proposition") if view.estimate else checked(view)

    async def tell_story(
        self,
        ctx: Context,
        *,
        run: str = "",
        person: Annotated[str, Field(description="Instead of run: who they are")] = "",
        requirements: Annotated[str, Field(description="For whom, which style", max_length=2000)] = "",
        words: Annotated[int, Field(description="At most", ge=50, le=2000)] = 300,
        continue_from: Annotated[str, Field(description="A story's job: its next chapter")] = "",
        twist: Annotated[bool, Field(json_schema_extra=HIDDEN)] = False,
        dry_run: DryRun = False,
        max_cost: Annotated[MaxCost, Unpublished] = None,
        seed: Annotated[Seed, Unpublished] = None,
        played_by: str = "auto",
        max_calls: MaxCalls = None,
        max_tokens: MaxTokens = None,
        wait_seconds: WaitSeconds = None,
        new: New = False,
    ) -> CallToolResult:
        """Narrate what happened in a run as prose, in real quotes, nothing invented; or introduce a person in two to
        four sentences. Data: extract_results. Line by line: get_run.
        """
        how = play(
            ctx, self._app, seed=seed, played_by=played_by, dry_run=dry_run, max_calls=max_calls,
            max_tokens=max_tokens, max_cost=max_cost, wait_seconds=wait_seconds, new=new,
        )  # fmt: skip
        view = await self._app.tell_story(
            run, person=person, requirements=requirements, words=words, continue_from=continue_from, twist=twist,
            play=how,
        )  # fmt: skip
        return estimated(view, "tell_story") if view.estimate else narrated(view)
