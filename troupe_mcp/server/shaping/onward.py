"""What to do next with a run that has not come to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.app.runs.changing import MARKED
from troupe_mcp.language.completion import BILLED

if TYPE_CHECKING:
    from troupe_mcp.store import RunRecord


def onward(run: RunRecord, done: str) -> str:
    """Return the next call: to wait, to go on, to have somebody else answer what was refused; `done` where it is."""
    match run.status:
        case "done":
            return done
        case "running":
            return f'get_run(run="{run.id}") waits for it; cancel_run(run="{run.id}") stops it'
        case "paused" if run.reason == "no_client":
            return (
                f'continue_run(run="{run.id}") goes on where this client lends its model; '
                f"{_by_another(run, 'host')} hands the prompts to you"
            )
        case "failed" if run.reason in BILLED:
            return f"{_by_another(run, '…')} has somebody else answer; the same call with another seed asks anew"
        case "failed":
            return f'what the note says has to be mended first; then continue_run(run="{run.id}") goes on from here'
        case _:
            return f'continue_run(run="{run.id}") goes on from here; nothing is paid for twice'


def _by_another(run: RunRecord, player: str) -> str:
    """Return the call by which another plays: on from here, or all anew where one player does all of a run."""
    if run.kind in MARKED:
        return f'continue_run(run="{run.id}", played_by="{player}")'
    return f'the same call with played_by="{player}"'
