"""The forms in which a model answers for people."""

from __future__ import annotations

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
