"""What tools return, as one flat model each: what may be absent is optional."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Status = Literal["running", "done", "paused", "needs_answers", "failed", "cancelled", "estimate"]


class Flat(BaseModel):
    """A result without what is not there."""

    model_config = ConfigDict(extra="forbid")

    def structured(self) -> dict[str, Any]:
        """Return the result as JSON, without what is not there."""
        return self.model_dump(mode="json", exclude_none=True)


class PersonLine(Flat):
    """Somebody, in one line."""

    person: str
    name: str
    kind: str | None = None
    line: str | None = None
    specification: dict[str, Any] | None = None


class Cost(Flat):
    """What a run has used so far."""

    calls: int
    cached_calls: int
    input_tokens: int
    output_tokens: int
    usd: float


class Estimated(Flat):
    """What a call would cost: each as [least, most]."""

    played_by: str
    calls: list[int]
    tokens: list[int]
    usd: list[float]


class More(Flat):
    """The call that returns what did not fit."""

    tool: str
    arguments: dict[str, Any]


class Action(Flat):
    """One thing that somebody did."""

    type: str
    content: str
    to: list[str] | None = None


class State(Flat):
    """A state of mind."""

    feeling: str
    attention: str
    goal: str


class Reply(Flat):
    """What one person did at their turn. `status` is answered, or why there is no answer."""

    person: str
    name: str
    question: str | None = None
    actions: list[Action]
    mind: State | None = None
    status: str


class EventLine(Flat):
    """One thing that happened, at its position in the log."""

    position: int
    step: int
    kind: str
    person: str | None = None
    type: str | None = None
    content: str | None = None
    to: list[str] | None = None
    note: str | None = None


class Envelope(Flat):
    """What every result about a run says."""

    run: str | None = None
    job: str | None = None
    of: list[str] | None = None
    kind: str | None = None
    title: str | None = None
    status: Status
    reason: str | None = None
    played_by: str | None = None
    notice: str | None = None
    seed: int | None = None
    done: int | None = None
    total: int | None = None
    cost: Cost | None = None
    next: str
    warnings: list[str] | None = None
    estimate: Estimated | None = None
    people: list[PersonLine] | None = None
    people_total: int | None = None
    more: More | None = None


class Finding(Flat):
    """Whether one expectation held, and in whose words."""

    expectation: str
    held: str
    reason: str
    quote: str
    question: str


class Played(Envelope):
    """A run of people: their replies, or what happened last."""

    replies: list[Reply] | None = None
    steps_done: int | None = None
    situation: str | None = None
    script: list[EventLine] | None = None
    events: list[EventLine] | None = None
    parent: str | None = None
    parent_step: int | None = None


class Extracted(Envelope):
    """Data from runs, one row a record, and the counts of what was chosen."""

    results: list[dict[str, Any]] | None = None
    table: str | None = None
    tally: dict[str, dict[str, int]] | None = None


class Validated(Envelope):
    """A verdict on a person."""

    score: float | None = None
    passed: bool | None = None
    justification: str | None = None
    findings: list[Finding] | None = None


class RunLine(Flat):
    """A run, in one line."""

    run: str
    kind: str
    title: str
    status: str
    people: int
    when: str


class Looked(Played, Extracted, Validated):
    """A run in the form of its own tool, or its transcript, or its events; or the latest runs."""

    runs: list[RunLine] | None = None
    transcript: str | None = None
    next_cursor: str | None = None


class Created(Flat):
    """A person that was made."""

    person: str
    name: str
    version: int
    summary: str
    uri: str
    next: str


class Found(Flat):
    """People that were found."""

    people: list[PersonLine]
    next_cursor: str | None = None
    next: str
