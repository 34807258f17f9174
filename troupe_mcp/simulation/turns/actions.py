"""What people can do: one entry an action, with its words for the prompt and who perceives it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

ActionType = Literal["TALK", "THINK", "REACH_OUT", "DO", "SHOW", "NOTHING"]
MAX_CONTENT = 4000
"""Characters of what an action says, where it is not a tool's that has another limit."""
Reach = Literal["room", "nobody", "addressed"]


@dataclass(frozen=True, slots=True)
class ActionKind:
    """An action of the catalogue: what it means to the actor, and how far it is perceived."""

    name: str
    words: str
    reach: Reach
    private_too: bool = True
    """Whether it makes sense where a person is alone with whoever asks."""
    far: str = ""
    """Its words in a network, where they are others there."""
    past: tuple[str, str] = ("", "")
    """How it is told afterwards to whoever did it, and to others; what a tool does needs it."""
    most: int = MAX_CONTENT
    """Characters of its content."""


CATALOGUE: tuple[ActionKind, ...] = (
    ActionKind("TALK", "say something aloud; content is the words as spoken", "room"),
    ActionKind("DO", "do something others can see; content is the deed, e.g. 'pours herself tea'", "room"),
    ActionKind("SHOW", "show something you have; content says what the others see", "room"),
    ActionKind(
        "REACH_OUT",
        "turn to somebody who is here to start talking; content is how",
        "room",
        private_too=False,
        far='turn to somebody under "Who is here", or to another whom one of these knows, by name in "to": from the '
        "next step on you two can reach each other; content is how",
    ),
    ActionKind("THINK", "think something that nobody hears and that you want to remember", "nobody"),
    ActionKind("NOTHING", "stay as you are and wait; content is empty", "nobody"),
)

RECALL = ActionKind(
    "RECALL",
    "search your memory first, where what you see here is not enough; content is a few words to search by (names, "
    "things), no sentence; give this alone, even when asked: you act on what comes back",
    "nobody",
)
"""For those who hold more than their prompt shows."""

BY_NAME: dict[str, ActionKind] = {kind.name: kind for kind in (*CATALOGUE, RECALL)}


def available(*, private: bool, network: bool = False) -> tuple[ActionKind, ...]:
    """Return the actions that a room, a network or a private talk has, in its words."""
    kinds = tuple(kind for kind in CATALOGUE if kind.private_too or not private)
    return tuple(replace(kind, words=kind.far) if kind.far else kind for kind in kinds) if network else kinds
