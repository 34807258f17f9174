"""Who plays a run: found at its start, kept as it goes on, and changed only where that is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from troupe_mcp.app.labels import rehearsed
from troupe_mcp.errors import Conflict, RequestError
from troupe_mcp.models.openai.manners import manners_of
from troupe_mcp.runs.log import read_log
from troupe_mcp.simulation.worlds.events import TurnTaken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.app.app import App
    from troupe_mcp.app.runs.play import Play
    from troupe_mcp.store import RunRecord

MARKED = ("world", "interview")
"""Kinds of runs in which every utterance says by whom it was played, so that the player may change."""
NETWORKED = ("openai", "azure", "compatible")
"""Players behind the OpenAI protocol, which carries pictures."""


def player_of(self: App, play: Play) -> Mapping[str, Any]:
    """Return who plays, as a run remembers it: the one asked for, or the first who can.

    Raises RequestError with those who can.
    """
    here = [name for name in self.models if name != "client" or play.lends]
    wanted = here[0] if play.played_by == "auto" else play.played_by
    if wanted == "client" and wanted not in here and wanted in self.models:
        message = (
            'played_by="client": this client lends no model (it declares no sampling). '
            'Use "host" to play them yourself, or "rehearsal".'
        )
        raise RequestError(message)
    if wanted not in here:
        raise RequestError(f"played_by={wanted[:40]!r} is not available here. Available: auto, {', '.join(here)}.")
    model = self.models[wanted]
    sees = wanted in NETWORKED and manners_of(model.name).images
    return {"provider": wanted, "model": model.name, "rehearsed": model.reads_tasks, "sees": sees}


def embedding_of(self: App, provider: str) -> Mapping[str, Any]:
    """Return who finds what bears on a moment, as a run remembers it: nothing where words do."""
    known = self.embeddings.get(provider)
    return {"embedding_model": known.model.name} if known else {}


async def going_on(self: App, run: RunRecord, play: Play) -> RunRecord:
    """Return a run with whoever is to go on with it: its own player, or another where one is asked for.

    Raises RequestError where its own player is no longer here, Conflict where this kind keeps its player.
    """
    if play.played_by == "auto":
        _check_still_here(self, run)
        return run
    now = self.player_of(play)
    if all(run.settings.get(key, False) == value for key, value in now.items()):
        return run
    if run.kind not in MARKED:
        message = (
            f"{run.id} is of the kind {run.kind}: one player does all of it, and that was {run.settings['model']}. "
            "Make the call that began it again, with played_by, for one by another; this one stays as it is."
        )
        raise Conflict(message)
    turns = [event for _, event in await read_log(self.store, run.id) if isinstance(event, TurnTaken)]
    was = run.settings
    by_rehearsal = any(map(rehearsed, turns)) or (was["rehearsed"] and (run.calls or run.cached_calls))
    resting_on = dict.fromkeys([*was["on_rehearsal"], *([run.id] if by_rehearsal else [])])
    before = dict.fromkeys([*was.get("players", ()), was["model"]])
    kept = {key: value for key, value in was.items() if key != "embedding_model"}
    found_by = self.embedding_of(now["provider"])
    return replace(run, settings={**kept, **now, **found_by, "on_rehearsal": list(resting_on), "players": list(before)})


def _check_still_here(self: App, run: RunRecord) -> None:
    provider, name = run.settings["provider"], run.settings["model"]
    model = self.models.get(provider)
    if model and (model.reads_tasks or model.name == name):
        return
    instead = f"{provider} is now {model.name}" if model else f"{provider} is not configured here"
    others = [provider, "host", "rehearsal"] if model else ["host", "rehearsal"]
    ways = " or ".join(f'"{each}"' for each in others if each in self.models)
    call = f'continue_run(run="{run.id}", played_by=…)' if run.kind in MARKED else "the call that began it, made again"
    message = (
        f"{run.id} is played by {name} ({provider}), and {instead}. A run never changes its player silently: "
        f"mend that, or ask for another by played_by={ways}: {call}."
    )
    raise RequestError(message)
