"""A world or a talk as a result: where it stands, what happened last, and what to do with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from troupe_mcp.app.scenes.costs import LEFT_ALONE
from troupe_mcp.server.results.played import Played
from troupe_mcp.server.shaping.artifacts import documents, wrote
from troupe_mcp.server.shaping.changes import standing
from troupe_mcp.server.shaping.envelope import envelope
from troupe_mcp.server.shaping.onward import onward
from troupe_mcp.server.shaping.quality import quality_of
from troupe_mcp.server.shaping.replies import replies
from troupe_mcp.server.shaping.scenes import checkpoints, script, situation, steps_done
from troupe_mcp.server.shaping.steered import interventions_of, steered_lines, verdicts_of
from troupe_mcp.server.shaping.swayed import dynamics_line, dynamics_lines
from troupe_mcp.server.shaping.telling import fitted, page, played_lines, told
from troupe_mcp.server.shaping.transcript import earlier, latest
from troupe_mcp.simulation.worlds.events import SceneSet

if TYPE_CHECKING:
    from mcp.types import CallToolResult

    from troupe_mcp.app.views import RunView
    from troupe_mcp.store import RunRecord


def talked(view: RunView) -> CallToolResult:
    """Return an interview: each question with its replies."""
    return _told(talk_of(view), earlier(view))


def happened(view: RunView) -> CallToolResult:
    """Return a world: where it stands and what happened last."""
    return _told(world_of(view), earlier(view))


def talk_of(view: RunView) -> Played:
    """Return the fields of an interview's result."""
    run = view.run
    said = replies(view)
    asked = list(dict.fromkeys(reply.person for reply in said))
    whom = f"people={json.dumps(asked)}, " if len(asked) < len(view.cast) else ""
    data = f'extract_results(run=["{run.id}"], objective="…"{_reader(run)}) turns it into data'
    follow = onward(
        run,
        f'{wrote(view)}listen_and_act(run="{run.id}", {whom}say="…") follows up; {data}'
        if any(reply.actions for reply in said)
        else f'nobody said anything: ask otherwise, listen_and_act(run="{run.id}", {whom}say="…")'
        if any(reply.status == "answered" for reply in said)
        else f'nobody gave an answer that can be used: have another play, listen_and_act(people=["{run.id}"], '
        'say="…", played_by="…")',
    )
    return fitted(
        Played(**envelope(view, follow), replies=said, checkpoints=checkpoints(view), documents=documents(view))
    )


def world_of(view: RunView) -> Played:
    """Return the fields of a world's result."""
    run = view.run
    goes_on = f'run_world(run="{run.id}", say="…", steps=2) goes on'
    reads = (
        f'get_run(run="{run.id}", detail="transcript") reads it all; {goes_on}; '
        f'extract_results(run=["{run.id}"], objective="…"{_reader(run)})'
    )
    if beside := _beside_parent(view):
        reads = f"{beside}; {reads}"
    follow = onward(run, f"{wrote(view)}{goes_on}" if LEFT_ALONE in view.warnings else f"{wrote(view)}{reads}")
    return fitted(
        Played(
            **envelope(view, follow),
            steps_done=steps_done(view),
            situation=situation(view),
            script=script(view) or None,
            events=latest(view),
            documents=documents(view),
            parent=run.parent,
            parent_step=run.parent_step,
            checkpoints=checkpoints(view),
            quality=quality_of(view),
            **standing(view),
            verdicts=verdicts_of(view) or None,
            interventions=interventions_of(view) or None,
            dynamics=dynamics_line(view),
        )
    )


def _beside_parent(view: RunView) -> str:
    """Return the call that lays a fork of a world beside what it branched from; nothing for other runs."""
    run = view.run
    scenes = [event for _, event in view.log if isinstance(event, SceneSet) and event.step < (run.parent_step or 0)]
    if not run.parent or not any(scene.setting != "private" for scene in scenes):
        return ""
    return f'compare_runs(runs=["{run.parent}", "{run.id}"]) lays it beside the run it branched from'


def _told(result: Played, before: str) -> CallToolResult:
    lines = [*dynamics_lines(result.dynamics), *steered_lines(result), *played_lines(result)]
    return told(result, page(result, [before, "", *lines] if before else lines))


def _reader(run: RunRecord) -> str:
    """Return how a study is read by whoever played: the assistant itself says so, others are found."""
    return ', played_by="host"' if run.settings["provider"] == "host" else ""
