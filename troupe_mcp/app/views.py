"""What the verbs return: frozen values that say everything and shape nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from troupe_mcp.app.labels import label, players
from troupe_mcp.simulation.events import UNWRITTEN, Acted, Found, Judged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.language.budget import Amount
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.runs.log import Log
    from troupe_mcp.simulation.artifacts import Artifact
    from troupe_mcp.simulation.coverage import Reached
    from troupe_mcp.simulation.likeness import Closest
    from troupe_mcp.simulation.persona import Persona
    from troupe_mcp.store.records import RunRecord

PersonKind = Literal["person", "library", "fragment"]


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person, a library person or a fragment. `version` is 0 for what comes with the product."""

    id: str
    name: str
    kind: PersonKind
    version: int
    line: str
    spec: Mapping[str, Any] = field(compare=False)
    digest: str = ""


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """People found, and where the next page starts."""

    people: tuple[PersonView, ...]
    next_cursor: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a cast: their name in the run, who they are, and in which version."""

    name: str
    person: str
    version: int
    persona: Persona


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a call would cost, before anything is paid: each as a range from least to most.

    `usd` is None where no price is known; `short` says where a budget has not so much left.
    """

    people: int
    calls: tuple[int, int]
    tokens: tuple[int, int]
    usd: tuple[float, float] | None
    short: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Awaited:
    """A prompt that somebody outside has to answer, under the id by which the answer is handed in."""

    id: str
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class RunView:
    """A run as it stands: its record with the true status, its cast, and its log as far as it was asked for.

    `since` is the position after which things are new to whoever called. Where only the price was asked for, nothing
    was played and `estimate` says it. `by_step` and `by_person` are what steps and people have cost, where asked for;
    `turns`, after a casting, what a turn of each of some of its people would.
    """

    run: RunRecord
    cast: tuple[Member, ...]
    log: Log
    since: int = 0
    warnings: tuple[str, ...] = ()
    joined: bool = False
    awaited: tuple[Awaited, ...] = ()
    estimate: Estimate | None = None
    turns: Estimate | None = None
    by_step: Mapping[int, Amount] = field(default_factory=dict[int, "Amount"])
    by_person: Mapping[str, Amount] = field(default_factory=dict[str, "Amount"])

    @property
    def played_by(self) -> str:
        """Who played what is shown here: the rehearsal, a model, or one after the other."""
        return ", ".join(players(self.run, self.log))

    @property
    def notice(self) -> str:
        """What has to be said first where anything of this was rehearsed, and who played which part; else nothing."""
        return label(self.run, self.log)

    def artifacts(self, *, versions: bool = False) -> tuple[Artifact, ...]:
        """Return what people made with their tools, each in its newest version, or in all of them."""
        from troupe_mcp.simulation.artifacts import newest
        from troupe_mcp.simulation.world import TinyWorld

        if not any(isinstance(event, Acted) and event.left for _, event in self.log):
            return ()
        cast = [(member.name, member.persona) for member in self.cast]
        made = TinyWorld.of(cast).after([event for _, event in self.log]).artifacts
        return made if versions else newest(made)

    def records(self) -> list[dict[str, Any]]:
        """Return what an extraction found, one row a record, with its person, its quotes, and its run if several."""
        rows: list[dict[str, Any]] = []
        several = len(self.run.settings["spec"]["of"]) > 1
        for _, event in self.log:
            if isinstance(event, Found):
                source, _, person = event.subject.partition("/")
                head: dict[str, Any] = {"run": source} if several else {}
                if person:
                    quotes = {quote["field"]: quote["quote"] for quote in event.data["quotes"]}
                    rows.append(
                        {**head, "person": person, **event.data["found"], **({"quotes": quotes} if quotes else {})}
                    )
                rows.extend({**head, **record} for record in event.data.get("records", []))
        return rows

    def tally(self) -> Mapping[str, Mapping[str, int]]:
        """Return how often each value of an extraction's fields was said, where it can be counted."""
        from troupe_mcp.studies.extraction import tally

        return tally(self.records(), list(self.run.settings["spec"]["fields"]))

    def coverage(self) -> Sequence[Reached]:
        """Return how far the people of a casting are spread as they were wanted; in a plan, only what is wanted."""
        from troupe_mcp.simulation.coverage import reached
        from troupe_mcp.simulation.demography import read_demography

        spec = self.run.settings["spec"]
        shares = read_demography(spec["demography"]) if spec.get("demography") else None
        people = [member.persona.spec for member in self.cast]
        return reached(people, len(spec["ids"]), shares, weighted=spec.get("weighted", False))

    def closest(self) -> Closest | None:
        """Return which two people of a casting are most alike, by a measure in code, and how many pairs are."""
        from troupe_mcp.simulation.likeness import closest

        return closest([member.persona.spec for member in self.cast])

    def left_out(self) -> Sequence[Mapping[str, Any]]:
        """Return who of a casting could not be written: `{place, line, outcome}` each."""
        return [event.data for _, event in self.log if isinstance(event, Found) and event.study == UNWRITTEN]

    def verdicts(self) -> Sequence[Judged]:
        """Return what was judged as a world went on, in order: each claim at the end of each step it was due."""
        return [event for _, event in self.log if isinstance(event, Judged)]

    def learned(self) -> Mapping[str, Any]:
        """Return what a study with one finding came to: a verdict on a person or a claim, a story; else nothing.

        A rehearsal is not measured: its scores, and whether a person passed, are None.
        """
        for _, event in self.log:
            if isinstance(event, Found):
                return event.data
        return {}


@dataclass(frozen=True, slots=True)
class RunPage:
    """Runs, newest first, and where the next page starts."""

    runs: tuple[RunRecord, ...]
    next_cursor: str = ""
