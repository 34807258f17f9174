"""The forms in which a model answers for people."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, cast, get_args

from pydantic import create_model

from troupe_mcp.language.answer import Answer
from troupe_mcp.simulation.actions import ActionType


class ActionAnswer(Answer):
    """One action as a model writes it."""

    type: ActionType
    content: str
    to: str


class MindAnswer(Answer):
    """A state of mind as a model writes it."""

    feeling: str
    attention: str
    goal: str


class TurnAnswer(Answer):
    """A turn as a model writes it; the thought comes first because it is the reasoning."""

    thought: str
    actions: list[ActionAnswer]
    mind: MindAnswer


@cache
def turn_form(actions: tuple[str, ...] = get_args(ActionType)) -> type[TurnAnswer]:
    """Return the form of a turn that has these actions; unsaid, those of every turn among others."""
    if actions == get_args(ActionType):
        return TurnAnswer
    names: Any = cast("Any", Literal)[actions]
    action: Any = create_model("ActionAnswer", __base__=ActionAnswer, type=(names, ...))
    done: Any = list[action]
    return create_model("TurnAnswer", __base__=TurnAnswer, actions=(done, ...))
