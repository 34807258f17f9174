"""Tools that play people: alone with the asker, and among each other."""

from __future__ import annotations

from typing import Annotated, Literal

from mcp.server.mcpserver import Context
from mcp.types import CallToolResult
from pydantic import Field, WithJsonSchema

from troupe_mcp.app import App
from troupe_mcp.app.scenes.ballots import Ballot
from troupe_mcp.app.scenes.interventions import MOST_CLAIM, Intervention, Watched
from troupe_mcp.app.scenes.requests import Opening, ScriptLine
from troupe_mcp.app.scenes.staging import GuideItem, Staging
from troupe_mcp.server.results.played import Played
from troupe_mcp.server.schemas import HIDDEN
from troupe_mcp.server.shaping.estimated import estimated
from troupe_mcp.server.shaping.played import happened, talked
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
    Quality,
    Seed,
    ToolOwners,
    Tools,
    Unpublished,
    WaitSeconds,
    play,
)
from troupe_mcp.simulation.worlds.events import Setting

_SCRIPT = WithJsonSchema(
    {"type": "array", "items": {}, "description": "Later: [{step, say|show|think|goal|situation|add|remove|wait, to}]"}
)
_INTERVENTIONS = WithJsonSchema(
    {"type": "array", "items": {}, "description": "[{when: {step|every|claim|silent_for|matches}, then: {say|…, to}}]"}
)
_WATCH = WithJsonSchema({"type": "array", "items": {}, "description": "Claims judged each step"})
"""Published in short; the guide tells all of it."""


class WorldTools:
    """listen_and_act and run_world on one app."""

    def __init__(self, app: App) -> None:
        self._app = app

    def all(self) -> list[Verb]:
        """Return the tools of this family."""
        return [
            Verb(self.listen_and_act, Played, title="Interview people", effect="asks"),
            Verb(self.run_world, Played, title="Run a group or world", effect="asks"),
        ]

    async def listen_and_act(
        self,
        ctx: Context,
        *,
        people: People = None,
        say: str | None = None,
        show: Annotated[str | None, Field(description="What they see, in words, or file:NAME")] = None,
        questions: Annotated[
            list[str] | None, Field(description="Asked in order, a turn for each; say, if given, is a turn before them")
        ] = None,
        documents: Documents = None,
        speaker: Annotated[str | None, Field(description="default interviewer", min_length=1, max_length=80)] = None,
        situation: str | None = None,
        think: Annotated[str | None, Unpublished] = None,
        goal: Annotated[str | None, Unpublished] = None,
        run: Annotated[str | None, Field(description="To follow up")] = None,
        tools: Annotated[Tools, Field(json_schema_extra=HIDDEN)] = None,
        tool_owners: ToolOwners = None,
        dry_run: DryRun = False,
        max_cost: MaxCost = None,
        seed: Seed = None,
        played_by: PlayedBy = "auto",
        max_calls: MaxCalls = None,
        max_tokens: MaxTokens = None,
        wait_seconds: WaitSeconds = None,
        new: New = False,
        bring_memories: Annotated[bool, Field(json_schema_extra=HIDDEN)] = False,
        quality: Quality = None,
    ) -> CallToolResult:
        """Interview people, each in private: say or show something, or have them read it, and get reply, deeds, state
        of mind. questions holds a whole interview. Follow up with run, also after run_world: they remember it. Else
        they start blank; bring_memories=true brings earlier talks. Among each other: run_world.
        """
        opening = Opening(
            situation=situation, documents=tuple(documents or ()), show=show, think=think, goal=goal, say=say
        )
        how = play(
            ctx, self._app, seed=seed, played_by=played_by, dry_run=dry_run, max_calls=max_calls,
            max_tokens=max_tokens, max_cost=max_cost, wait_seconds=wait_seconds, new=new,
        )  # fmt: skip
        equipped = Staging(tools=tools, tool_owners=tool_owners or {}, bring_memories=bring_memories, quality=quality)
        view = await self._app.listen_and_act(
            people or (), opening, questions or (), speaker=speaker or "", run=run, staging=equipped, play=how
        )
        return estimated(view, "listen_and_act") if view.estimate else talked(view)

    async def run_world(
        self,
        ctx: Context,
        *,
        people: People = None,
        situation: Annotated[str | None, Field(description="Where they are, why, what matters")] = None,
        say: Annotated[str | None, Field(description="Said to all as it starts")] = None,
        show: str | None = None,
        documents: Documents = None,
        speaker: Annotated[str | None, Field(description="default moderator", min_length=1, max_length=80)] = None,
        steps: Annotated[int | None, Field(description="More rounds in which all may act; default 3")] = None,
        order: Annotated[
            Literal["auto", "together", "in_turn"] | None,
            Field(description="in_turn: each hears those before; slower. auto: up to 6 people"),
        ] = None,
        script: Annotated[list[ScriptLine] | None, _SCRIPT] = None,
        setting: Annotated[Setting | None, Field(description="Who hears whom; refereed: deeds are judged")] = None,
        relations: Annotated[list[str] | None, Field(description="Ana, Bo: kin")] = None,
        start: Annotated[str | None, Field(json_schema_extra=HIDDEN)] = None,
        time_per_step: Annotated[str | None, Field(json_schema_extra=HIDDEN)] = None,
        guide: Annotated[list[str | GuideItem] | None, Field(json_schema_extra=HIDDEN)] = None,
        moderator: Annotated[str | None, Field(json_schema_extra=HIDDEN)] = None,
        interventions: Annotated[list[Intervention] | None, _INTERVENTIONS] = None,
        watch: Annotated[list[str | Watched] | None, _WATCH] = None,
        stop_when: Annotated[str | None, Field(max_length=MOST_CLAIM)] = None,
        tools: Tools = None,
        tool_owners: ToolOwners = None,
        title: Annotated[str, Field(max_length=120)] = "",
        run: Annotated[str | None, Field(description="To continue")] = None,
        fork_of: Annotated[str | None, Field(description="Run to branch")] = None,
        at_step: Annotated[
            int | str | None, Field(description="Last shared step, or its checkpoint; 0 = only the cast")
        ] = None,
        checkpoint: Annotated[str, Field(json_schema_extra=HIDDEN)] = "",
        bring_memories: Annotated[bool, Unpublished] = False,
        ballot: Annotated[Ballot | None, Field(json_schema_extra=HIDDEN)] = None,
        quality: Quality = None,
        dry_run: DryRun = False,
        max_cost: MaxCost = None,
        seed: Seed = None,
        played_by: PlayedBy = "auto",
        max_calls: MaxCalls = None,
        max_tokens: MaxTokens = None,
        wait_seconds: WaitSeconds = None,
        new: New = False,
    ) -> CallToolResult:
        """Let people talk and act among each other over steps: focus group, brainstorming, debate, daily life. Start
        with people, situation and what the moderator says. Continue: run, say, steps. What if: fork_of and at_step
        keep the past up to that step, then your changes apply. One to one: listen_and_act. Costs people x steps
        calls. Returns the run, latest events and next; if running, get_run.
        """
        opening = Opening(situation=situation, documents=tuple(documents or ()), show=show, say=say)
        how = play(
            ctx, self._app, seed=seed, played_by=played_by, dry_run=dry_run, max_calls=max_calls,
            max_tokens=max_tokens, max_cost=max_cost, wait_seconds=wait_seconds, new=new,
        )  # fmt: skip
        if run and checkpoint and not (people or script or steps or fork_of or opening.lines(1)):
            return happened(await self._app.checkpoint(run, checkpoint, at_step))
        view = await self._app.run_world(
            people or (),
            opening,
            steps=steps,
            script=script,
            staging=Staging(
                setting=setting,
                order=order,
                speaker=speaker,
                relations=tuple(relations or ()) or None,
                start=start,
                time_per_step=time_per_step,
                guide=None if guide is None else tuple(guide),
                moderator=moderator,
                interventions=None if interventions is None else tuple(interventions),
                watch=None if watch is None else tuple(watch),
                stop_when=stop_when,
                bring_memories=bring_memories,
                quality=quality,
                tools=tools,
                tool_owners=tool_owners or {},
                ballot=ballot,
            ),
            title=title,
            run=run,
            fork_of=fork_of,
            at_step=at_step,
            checkpoint=checkpoint,
            play=how,
        )
        return estimated(view, "run_world") if view.estimate else happened(view)
