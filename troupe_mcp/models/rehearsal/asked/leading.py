"""Who leads a talk out of the cast: they only put questions, and stand beside the talk as a voice does."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from troupe_mcp.simulation.people.names import called

if TYPE_CHECKING:
    from troupe_mcp.simulation.turns.perception import TurnTask

_HANDS_ON = re.compile(
    r"^\W*(?:(?:and|so|but|well|now),? )*(?:you|(?:what|how) about you(?:rself)?"
    r"|how is (?:that|it|this) (?:for|with) you"
    r"|(?:we|I) haven['’]t heard (?:from )?you(?: yet)?|what (?:do|would) you say(?: to (?:that|it|this))?|your turn)"
    r"(?: then)?[?.!]*$",
    re.IGNORECASE,
)
"""Words that put the question before to one more person."""


def apart(task: TurnTask) -> TurnTask:
    """Return a turn in whose room those aren't who lead: they asked last, and took no part since."""
    last = {
        line.source: line.kind
        for line in task.perceived
        if line.kind in {"say", "TALK"} and not line.own and line.source in task.here
    }
    led = tuple(name for name, kind in last.items() if kind == "say")
    return replace(task, here=tuple(name for name in task.here if name not in led)) if led else task


def unnamed(text: str, name: str, among: tuple[str, ...]) -> str:
    """Return words without the name of whom they are for: "Oscar, why is that?" asks "why is that?"."""
    either = "|".join(map(re.escape, dict.fromkeys((name, called(name, among)))))
    bare = re.sub(rf"^\W*(?:{either}), ", "", text.strip())
    return re.sub(rf",? (?:{either})(?=[?.!]*$)", "", bare)


def hands_on(text: str) -> bool:
    """Return whether words only put the question before to somebody: "And you?", "we haven't heard you."."""
    return _HANDS_ON.match(text) is not None
