"""What every result of a run has in common: who, how far, at what cost, what is asked of the assistant."""

from __future__ import annotations

from typing import Any

from troupe_mcp.server.results.flat import Flat, More, Status


class PersonLine(Flat):
    """Somebody, in one line."""

    person: str
    name: str
    kind: str | None = None
    line: str | None = None
    specification: dict[str, Any] | None = None


class Share(Flat):
    """What one step or one person has cost a run."""

    step: int | None = None
    name: str | None = None
    calls: int
    tokens: int
    usd: float | None = None


class Cost(Flat):
    """What a run has used so far. `cached_calls` are answers that others had paid for.

    Where nobody knows what a call costs there is no `usd`, and `price` says so.
    By get_run also the latest steps and the dearest people.
    """

    calls: int
    cached_calls: int
    input_tokens: int
    output_tokens: int
    usd: float | None = None
    price: str | None = None
    by_step: list[Share] | None = None
    by_person: list[Share] | None = None


class Estimated(Flat):
    """What a call would cost: each as [least, most]. Without `usd` no price is known.

    `each_tokens` and `each_usd` are of one answer: one turn of one person, or one reading.
    """

    played_by: str
    people: int
    calls: list[int]
    tokens: list[int]
    usd: list[float] | None = None
    each_tokens: list[int]
    each_usd: list[float] | None = None


class OpenPrompt(Flat):
    """A prompt that waits for an answer, without the rules that all of its round share."""

    id: str
    prompt: str


class Handed(Flat):
    """Prompts handed out to be answered, each with the rules before it, by one JSON object of the schema."""

    how: str
    rules: str
    answer_schema: str
    prompts: list[OpenPrompt]
    remaining: int


class Envelope(Flat):
    """What every result about a run says; first, where anything of it was rehearsed, that it was."""

    notice: str | None = None
    run: str | None = None
    job: str | None = None
    of: list[str] | None = None
    kind: str | None = None
    title: str | None = None
    status: Status
    reason: str | None = None
    played_by: str | None = None
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
    handed: Handed | None = None
