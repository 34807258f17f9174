"""Arguments that several tools share: their types and their words."""

from __future__ import annotations

from typing import Annotated, Literal

from mcp.server.mcpserver import Context
from pydantic import Field

from troupe_mcp.app import App
from troupe_mcp.app.runs.play import Play
from troupe_mcp.server.lending import Lent
from troupe_mcp.server.sampling import Rounds, asks_back, can_sample, rejoined
from troupe_mcp.server.schemas import EXACT, HIDDEN
from troupe_mcp.settings import ServerSection
from troupe_mcp.simulation.tools import TOOLS
from troupe_mcp.store import RunRecord

People = Annotated[list[str] | None, Field(description="Ids, names; a run = all in it")]
Documents = Annotated[list[str] | None, Field(description="Texts, first line = title; or file:NAME")]
Tools = Annotated[tuple[str, ...] | None, Field(json_schema_extra={"items": {"enum": list(TOOLS)}})]
ToolOwners = Annotated[dict[str, str] | None, Field(json_schema_extra=HIDDEN)]
DryRun = Annotated[bool, Field(description="Only estimate")]
Seed = Annotated[int | None, Field(ge=0, lt=EXACT)]
PlayedBy = Annotated[str, Field(description="host = you play; rehearsal")]
MaxCost = Annotated[float | None, Field(description="USD", ge=0, allow_inf_nan=False)]
Unpublished = Field(json_schema_extra=HIDDEN)
"""Beside a type: accepted and not published, for the guide tells it."""
MaxCalls = Annotated[int | None, Field(ge=0, json_schema_extra=HIDDEN)]
MaxTokens = Annotated[int | None, Field(ge=0, json_schema_extra=HIDDEN)]
WaitSeconds = Annotated[float | None, Field(ge=0, le=50, json_schema_extra=HIDDEN)]
New = Annotated[bool, Field(json_schema_extra=HIDDEN)]

Quality = Annotated[Literal["note", "mend", "judge"] | None, Field(json_schema_extra=HIDDEN)]

HEARTBEAT = 8.0
"""Seconds between two reports of progress, at most."""


def patience(ctx: Context, server: ServerSection) -> float:
    """Return how long this client may be kept waiting, by its name or because it asked for progress."""
    request = ctx.request_context
    known = request.session.client_params
    name = known.client_info.name if known else ""
    if name in server.patient_clients or (request.meta or {}).get("progress_token") is not None:
        return server.patient_wait_seconds
    return server.wait_seconds


def play(
    ctx: Context,
    app: App,
    *,
    seed: int | None = None,
    played_by: str = "auto",
    dry_run: bool = False,
    max_calls: int | None = None,
    max_tokens: int | None = None,
    max_cost: float | None = None,
    wait_seconds: float | None = None,
    new: bool = False,
) -> Play:
    """Return how a call is to be played, with progress reported to this client."""
    wait = patience(ctx, app.settings.server) if wait_seconds is None else wait_seconds
    return Play(
        lent=Lent(ctx) if can_sample(ctx) and asks_back(ctx) else None,
        answers=Rounds(ctx) if can_sample(ctx) and not asks_back(ctx) else None,
        rejoins=rejoined(ctx),
        seed=seed,
        played_by=played_by,
        dry_run=dry_run,
        max_calls=max_calls,
        max_tokens=max_tokens,
        max_cost=max_cost,
        wait_seconds=wait,
        new=new,
        on_progress=Progress(ctx).report,
    )


class Progress:
    """Tells a client how far a run is: at each step forward, and now and then in between."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._told = -1.0
        self._looks = 0

    async def report(self, run: RunRecord) -> None:
        """Report one look at a run; values only ever grow."""
        self._looks += 1
        moved = run.done > self._told
        if not moved and self._looks % int(HEARTBEAT / 0.5):
            return
        self._told = run.done if moved else self._told + 0.001
        await self._ctx.report_progress(self._told, max(run.total, 1), f"{run.id}: {run.done} of {run.total}")
