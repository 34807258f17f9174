"""The forms in which a model answers for people."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal, cast, get_args

from pydantic import Field, create_model

from troupe_mcp.language.answer import Answer, cut_at
from troupe_mcp.simulation.tools import kind_of
from troupe_mcp.simulation.turns.actions import MAX_CONTENT, ActionType

MAX_ACTIONS = 6
LONGEST_THOUGHT = 600
LONGEST_MIND = 200
"""Characters of a feeling, of what holds somebody's attention, and of what they want."""
Mood = Annotated[str, cut_at(LONGEST_MIND)]


_FEW = Field(description=f"all after the first {MAX_ACTIONS} are left out")


class ActionAnswer(Answer):
    """One action as a model writes it."""

    type: ActionType
    content: Annotated[str, cut_at(MAX_CONTENT)]
    to: str


class MindAnswer(Answer):
    """A state of mind as a model writes it."""

    feeling: Mood
    attention: Mood
    goal: Mood


class TurnAnswer(Answer):
    """A turn as a model writes it; the thought comes first because it is the reasoning."""

    thought: Annotated[str, cut_at(LONGEST_THOUGHT)]
    actions: Annotated[list[ActionAnswer], _FEW]
    mind: MindAnswer


@cache
def turn_form(actions: tuple[str, ...] = get_args(ActionType)) -> type[TurnAnswer]:
    """Return the form of a turn that has these actions; unsaid, those of every turn among others."""
    if actions == get_args(ActionType):
        return TurnAnswer
    names: Any = cast("Any", Literal)[actions]
    content: Any = Annotated[str, cut_at(MAX_CONTENT, _longer(actions))]
    action: Any = create_model("ActionAnswer", __base__=ActionAnswer, type=(names, ...), content=(content, ...))
    done: Any = Annotated[list[action], _FEW]
    return create_model("TurnAnswer", __base__=TurnAnswer, actions=(done, ...))


def _longer(actions: tuple[str, ...]) -> str:
    """Return in words which of these actions may say more or less than others, and how much."""
    kinds = [kind for name in actions if (kind := kind_of(name)) and kind.most != MAX_CONTENT]
    return "".join(f", of {kind.name} at {kind.most:,}" for kind in kinds)
