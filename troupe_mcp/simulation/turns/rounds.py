"""A turn's second call: who looks something up decides with what came back; at most one such round a turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from troupe_mcp.language.ask import ask
from troupe_mcp.simulation.turns.perception import Brought

if TYPE_CHECKING:
    from collections.abc import Callable

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.simulation.turns.forms import ActionAnswer, TurnAnswer

LOOKING = ("READ", "RECALL")
"""Actions that bring something back. A second round has none of them."""
MOST_LOOKED = 3
"""Things that are looked up for one turn."""


async def with_second_round(
    model: Model,
    prompt: Callable[[tuple[Brought, ...]], Prompt],
    look: Callable[[ActionAnswer], Brought | None],
) -> tuple[TurnAnswer, tuple[Brought, ...]]:
    """Return the answer that decides a turn, and what was looked up for it.

    `prompt(())` is asked first. Where its answer looks something up (`look` returns what an action brings back, None
    where it brings nothing), all else in it is discarded, and `prompt(brought)` decides. Raises as `ask` does.
    """
    first = prompt(())
    answer = await ask(model, first, cast("type[TurnAnswer]", first.answer))
    brought = tuple(dict.fromkeys(found for action in answer.actions if (found := look(action))))[:MOST_LOOKED]
    if not brought:
        return answer, ()
    second = prompt(brought)
    return await ask(model, second, cast("type[TurnAnswer]", second.answer)), brought
