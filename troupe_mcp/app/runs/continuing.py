"""The verb that finishes what was planned in a run that rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.app.runs.answers import are_open, hand_in
from troupe_mcp.app.runs.play import Play
from troupe_mcp.app.runs.playing import WHILE_ANSWERED
from troupe_mcp.errors import Conflict, RequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import RunView
    from troupe_mcp.language.completion import Completion


async def continue_run(
    self: App,
    run: str,
    *,
    answers: Mapping[str, Completion] | None = None,
    mendable: bool = True,
    play: Play | None = None,
) -> RunView:
    """Finish what was planned in a run that is paused, cancelled or failed, or that waits for answers.

    `answers` are those to its open prompts, by their ids; `play.played_by` may name another to go on with it.
    Raises Conflict where it is running or done, RequestError where it awaits no answers or its player is not here.
    """
    play = play or Play()
    found = self.run(run)
    if found.status == "done":
        if answers:
            message = (
                f"{found.id} is done already: these answers came too late and change nothing. "
                f'get_run(run="{found.id}") has its result.'
            )
            raise Conflict(message)
        on = (
            f'To play on: run_world(run="{found.id}", steps=…), or listen_and_act(run="{found.id}", say="…").'
            if found.kind in {"world", "interview"}
            else f'get_run(run="{found.id}") has its result.'
        )
        raise Conflict(f"{found.id} is done. {on}")
    if answers and found.status == "running":
        message = (
            f"{found.id} is still running ({found.done} of {found.total}), and these answers were not taken. "
            f'get_run(run="{found.id}") waits for it and tells what is wanted then.'
        )
        raise Conflict(message)
    found = self.budgeted(await self.going_on(self.resting(run), play), play)
    faults: tuple[str, ...] = ()
    if answers:
        if found.settings["provider"] != "host":
            message = (
                f"{found.id} awaits no answers: {found.settings['model']} plays it. "
                f'continue_run(run="{found.id}", played_by="host") hands its prompts to you.'
            )
            raise RequestError(message)
        if not are_open(self, found, answers):  # perhaps another process, or an earlier one, handed the prompts out
            await self.resume(found, play)
            await self.player.wait(found.id, WHILE_ANSWERED, play.on_progress)
        faults = await hand_in(self, self.resting(run), answers, mendable=mendable)
    if not self.has_answers_for(found, play):
        await self.resume(found, play)
    return await self.follow(found.id, play, warnings=faults)
