"""What worlds and talks return: what was said and done, how people are, what steered them."""

from __future__ import annotations

from troupe_mcp.server.results.envelope import Envelope
from troupe_mcp.server.results.flat import Flat
from troupe_mcp.server.results.swayed import DynamicsOf


class Action(Flat):
    """One thing that somebody did."""

    type: str
    content: str
    to: list[str] | None = None
    note: str | None = None


class State(Flat):
    """A state of mind."""

    feeling: str
    attention: str
    goal: str


class Reply(Flat):
    """What one person did at their turn. `status` is answered, or why there is no answer.

    `played_by` is said where several played in turn, `note` where more was answered than is kept.
    """

    person: str
    name: str
    question: str | None = None
    actions: list[Action]
    mind: State | None = None
    status: str
    played_by: str | None = None
    note: str | None = None


NOT_SHOWN = "not_shown"
"""The kind of a line that stands for others, and says how to read them."""


class EventLine(Flat):
    """One thing that happened, at its position in the log. `played_by` is said where several played in turn."""

    position: int
    step: int
    kind: str
    person: str | None = None
    type: str | None = None
    content: str | None = None
    to: list[str] | None = None
    note: str | None = None
    played_by: str | None = None


class VerdictLine(Flat):
    """The latest verdict on a claim that is judged as a world goes on; `series` are all of them, step by step."""

    step: int
    claim: str
    person: str | None = None
    verdict: str
    score: int | None = None
    confidence: float | None = None
    justification: str | None = None
    series: list[str] | None = None


class InterventionLine(Flat):
    """An intervention of the present scene, at which steps it spoke, and why the last time."""

    number: int
    brings: str
    steps: list[int]
    why: str | None = None


class DocumentLine(Flat):
    """Something that people made with their tools, in its newest version; its text where it was asked for."""

    name: str
    kind: str
    title: str
    author: str
    step: int
    version: int
    uri: str
    note: str | None = None
    text: str | None = None


class QualityOf(Flat):
    """How good the turns of a run were: slips that code saw, turns taken again, and the mean marks of those judged."""

    turns: int
    slips: dict[str, int]
    again: int
    judged: int
    marks: dict[str, float] | None = None
    note: str | None = None


class Played(Envelope):
    """A run of people: their replies, or what happened last.

    And a world's rules as they stand: in a network who is related, who is not there, and the time by its clock.
    """

    replies: list[Reply] | None = None
    steps_done: int | None = None
    situation: str | None = None
    script: list[EventLine] | None = None
    events: list[EventLine] | None = None
    documents: list[DocumentLine] | None = None
    parent: str | None = None
    parent_step: int | None = None
    checkpoints: dict[str, int] | None = None
    quality: QualityOf | None = None
    relations: list[str] | None = None
    absent: list[str] | None = None
    time: str | None = None
    verdicts: list[VerdictLine] | None = None
    interventions: list[InterventionLine] | None = None
    dynamics: DynamicsOf | None = None
