"""What a report is made of: the run, what it rests on, and what it found, as plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from troupe_mcp.simulation.people.persona import summary

if TYPE_CHECKING:
    from troupe_mcp.simulation.people.persona import Spec
    from troupe_mcp.simulation.worlds.events import Event
    from troupe_mcp.studies.reports.charts import Chart


@dataclass(frozen=True, slots=True)
class Source:
    """A run in which people said something, with its cast and its log: the reported one itself, or one it reads."""

    run: str
    title: str
    cast: Sequence[tuple[str, Spec]]
    log: Sequence[tuple[int, Event]]

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """Who was there, each with a line about them."""
        return tuple((name, summary(spec)) for name, spec in self.cast)


@dataclass(frozen=True, slots=True)
class Written:
    """A document that people left, in its newest version."""

    title: str
    byline: str
    text: str


@dataclass(frozen=True, slots=True)
class Trust:
    """What a study is worth: the claim it supports, what stands against more, and the evidence, as `(what, value)`."""

    level: str
    flags: tuple[tuple[str, str], ...]
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """How two versions differ in one question: figures under named columns, notes, and `(outcome, its test)`."""

    title: str
    who: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    outcomes: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of a survey, each with its id, how many people answered it, and what stood in its `fields`.

    `said` is for everybody and comes first, `tests` what their figures rest on.
    """

    fields: tuple[str, ...]
    each: tuple[tuple[str, ...], ...]
    said: tuple[str, ...]
    tests: tuple[str, ...]
    apart: tuple[Apart, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """What stands in each place of a version."""
        return ("Version", "People", *self.fields)


@dataclass(frozen=True, slots=True)
class Facts:
    """A run and what came of it. `notice` has to be said before anything else; `day` is when it was begun,
    `usd` what it cost, None where no price is known; `origins` say where its people come from.

    `before` says where those are who lived through something before they were asked.
    `records` are what was extracted or answered, one mapping each, `outcomes` what came of reading each person of a
    run for it; `tally` is how often what was said, `found` the one
    finding of a judgement, a validation or a story. `questions`, `charts` and `voices`, these as title and what who
    said, are a study's own and come before what is made of the log.
    """

    run: str
    kind: str
    title: str
    status: str
    done: int
    total: int
    notice: str
    played_by: str
    seed: int
    language: str
    day: str
    calls: int
    cached_calls: int
    tokens: int
    usd: float | None
    sources: tuple[Source, ...]
    origins: tuple[str, ...] = ()
    before: str = ""
    asked: str = ""
    records: Sequence[Mapping[str, Any]] = ()
    outcomes: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    tally: Mapping[str, Mapping[str, int]] = field(default_factory=dict[str, Mapping[str, int]])
    found: Mapping[str, Any] = field(default_factory=dict[str, Any])
    coverage: Sequence[tuple[str, str, int | None, int]] = ()
    documents: tuple[Written, ...] = ()
    versions: Versions | None = None
    trust: Trust | None = None
    questions: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    voices: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    @property
    def unfinished(self) -> str:
        """What has to be said of a run that has not come to its end; nothing of one that has."""
        if self.status == "done":
            return ""
        far = f", {self.done} of {self.total} done" if self.total else ""
        return f"This run is {self.status.replace('_', ' ')}{far}: here is what there is so far."
