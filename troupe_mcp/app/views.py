"""What the verbs return: frozen values that say everything and shape nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from troupe_mcp.app.labels import label, players, rests
from troupe_mcp.simulation.worlds.events import UNWRITTEN, Acted, Answered, Found, Judged, SceneSet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.language.budget import Amount
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.runs.log import Log
    from troupe_mcp.simulation.casting.coverage import Reached
    from troupe_mcp.simulation.people.likeness import Closest
    from troupe_mcp.simulation.people.persona import Persona
    from troupe_mcp.simulation.worlds.artifacts import Artifact
    from troupe_mcp.simulation.worlds.world import TinyWorld
    from troupe_mcp.store.records import RunRecord
    from troupe_mcp.studies.dynamics import Dynamics
    from troupe_mcp.studies.survey.results import Results

PersonKind = Literal["person", "library", "fragment"]


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person, a library person or a fragment. `version` is 0 for what comes with the product."""

    id: str
    name: str
    kind: PersonKind
    version: int
    line: str
    spec: Mapping[str, Any] = field(compare=False, repr=False)
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


@dataclass(frozen=True, slots=True, repr=False)
class RunView:
    """A run as it stands: its record with the true status, its cast, and its log as far as it was asked for.

    `since` is the position after which things are new to whoever called. Where only the price was asked for, nothing
    was played and `estimate` says it. `by_step` and `by_person` are what steps and people have cost, where asked for;
    `turns`, after a casting, what a turn of each of some of its people would. So many handed in answers were `taken`,
    and wait for the others of their wave.
    """

    run: RunRecord
    cast: tuple[Member, ...]
    log: Log
    since: int = 0
    warnings: tuple[str, ...] = ()
    joined: bool = False
    awaited: tuple[Awaited, ...] = ()
    taken: int = 0
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

    def __repr__(self) -> str:
        run = self.run
        return f"<{run.id}: {run.kind}, {run.status}, {run.done} of {run.total}, played by {self.played_by}>"

    @property
    def id(self) -> str:
        """The run's id, by which a call goes on with it."""
        return self.run.id

    @property
    def lived_before(self) -> int:
        """The position up to which the log of a survey is what its people lived through in another run; 0: nothing."""
        if self.run.kind != "survey" or not self.run.parent:
            return 0
        return max((at for at, event in self.log if isinstance(event, SceneSet)), default=1) - 1

    def world(self) -> TinyWorld:
        """Return the world as the fold of all that happened: `world()["Lisa"]` is a TinyPerson as they are now."""
        from troupe_mcp.simulation.worlds.world import TinyWorld

        cast = [(member.name, member.persona) for member in self.cast]
        return TinyWorld.of(cast).after([event for _, event in self.log])

    def transcript(self, person: str = "") -> str:
        """Return what was said and done, a line each, or only what one person could perceive; a notice comes first."""
        from troupe_mcp.simulation.worlds.transcript import read_out, transcript

        whose = self.world()[person].name if person else ""
        told = read_out(transcript(self.log, whose))
        return f"{self.notice}\n{told}" if self.notice else told

    @property
    def checkpoints(self) -> Mapping[str, int]:
        """The names that steps have, with the step of each."""
        from troupe_mcp.app.runs.marking import checkpoints

        return checkpoints(event for _, event in self.log)

    def artifacts(self, *, versions: bool = False) -> tuple[Artifact, ...]:
        """Return what people made with their tools, each in its newest version, or in all of them."""
        from troupe_mcp.simulation.worlds.artifacts import newest

        if not any(isinstance(event, Acted) and event.left for _, event in self.log):
            return ()
        made = self.world().artifacts
        return made if versions else newest(made)

    def records(self) -> list[dict[str, Any]]:
        """Return what an extraction found, one row a record, with its person, its quotes, and its run if several.

        A field that was normalised has its label beside it, under `<field>_label`.
        """
        from troupe_mcp.studies.extraction import records_of
        from troupe_mcp.studies.normalizing import labelled

        rows = records_of(self.log, several=len(self.run.settings["spec"]["of"]) > 1)
        return labelled(rows, found) if (found := self.labels()) else rows

    def labels(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """Return the labels of each field that was normalised, with the wordings that went under each."""
        from troupe_mcp.studies.normalizing import STUDY

        found = [event for _, event in self.log if isinstance(event, Found) and event.study == STUDY]
        return {event.subject: event.data["labels"] for event in found}

    def reduced(self) -> list[dict[str, Any]]:
        """Return the rows that an extraction was told to reduce its records to; none where it was not."""
        from troupe_mcp.studies.reduction import ResultsReducer

        rules = self.run.settings["spec"].get("reduce")
        return ResultsReducer(**rules).reduce(self.records()) if rules else []

    def tally(self) -> Mapping[str, Mapping[str, int]]:
        """Return how often each value of an extraction's fields was said, where it can be counted."""
        from troupe_mcp.studies.extraction import tally
        from troupe_mcp.studies.normalizing import label_of

        labels, meanings = self.labels(), self.run.settings["spec"]["fields"]
        fields = {label_of(name) if name in labels else name: meaning for name, meaning in meanings.items()}
        return tally(self.records(), fields)

    def unfounded(self) -> list[dict[str, str]]:
        """Return the quotes that the reader of an extraction gave and nobody said there; they were left out."""
        from troupe_mcp.studies.extraction import unfounded_of

        return unfounded_of(self.log)

    def coverage(self) -> Sequence[Reached]:
        """Return how far the people of a casting are spread as they were wanted; in a plan, only what is wanted."""
        from troupe_mcp.simulation.casting.coverage import reached
        from troupe_mcp.simulation.casting.demography import read_demography

        spec = self.run.settings["spec"]
        shares = read_demography(spec["demography"]) if spec.get("demography") else None
        people = [member.persona.spec for member in self.cast]
        return reached(people, len(spec["ids"]), shares, weighted=spec.get("weighted", False))

    def unheld(self) -> Sequence[str]:
        """Return what of a casting's description is in nobody's file, since it was the rehearsal that wrote them."""
        spec = self.run.settings["spec"]
        if not (self.run.settings.get("rehearsed") and self.cast):
            return []
        from troupe_mcp.models.rehearsal.casting.unheld import unheld, unheld_of_each

        specs = [member.persona.spec for member in self.cast]
        if not spec.get("description"):
            listed = [str(place.get("line") or "") for place in spec.get("places", ())]
            return unheld_of_each(listed, specs) if len(listed) == len(specs) and not spec.get("demography") else []
        return unheld(spec["description"], spec.get("dimensions", ()), specs)

    def unread(self) -> str:
        """Return what of a casting's description the rehearsal could not read: it reads English only."""
        spec = self.run.settings["spec"]
        if not (self.run.settings.get("rehearsed") and self.cast):
            return ""
        from troupe_mcp.models.rehearsal.english.legible import unread

        return "; ".join(filter(None, map(unread, (spec.get("description") or "", *spec.get("dimensions", ())))))

    def closest(self) -> Closest | None:
        """Return which two people of a casting are most alike, by a measure in code, and how many pairs are."""
        from troupe_mcp.simulation.people.likeness import closest

        return closest([member.persona.spec for member in self.cast])

    def left_out(self) -> Sequence[Mapping[str, Any]]:
        """Return who of a casting could not be written: `{place, line, outcome}` each."""
        return [event.data for _, event in self.log if isinstance(event, Found) and event.study == UNWRITTEN]

    def verdicts(self) -> Sequence[Judged]:
        """Return what was judged as a world went on, in order: each claim at the end of each step it was due."""
        return [event for _, event in self.log if isinstance(event, Judged)]

    def dynamics(self) -> Dynamics | None:
        """Return what talking did to the votes of a world, where it has a ballot: who moved, and by whose words."""
        if not any(isinstance(event, Answered) for _, event in self.log):
            return None
        from troupe_mcp.simulation.worlds.votes import Votes
        from troupe_mcp.studies.dynamics import dynamics_of

        votes = Votes()
        for _, event in self.log:
            votes = votes.after(event)
        played = bool(self.run.settings.get("rehearsed"))
        return dynamics_of(
            votes, seed=self.run.seed, played_by=self.played_by, rehearsed=played, rests=self._rests_on()
        )

    def survey(self) -> Results:
        """Return what the answers of a survey come to, question by question."""
        from troupe_mcp.studies.questionnaire import from_json
        from troupe_mcp.studies.survey.results import Asked, results_of

        spec = self.run.settings["spec"]
        events = [event for _, event in self.log]
        scene = next((event for event in reversed(events) if isinstance(event, SceneSet)), None)
        there = frozenset(scene.people if scene else ())
        people = [(member.name, member.persona.spec) for member in self.cast if member.name in there]
        asked = Asked(
            [from_json(each) for each in spec["questions"]],
            people,
            spec["group_by"],
            spec["repeats"],
            self.run.seed,
            self.played_by,
            bool(self.run.settings.get("rehearsed")),
            self._rests_on(),
            [version["id"] for version in spec.get("variants", ())],
            spec.get("bands", {}),
        )
        answers = [event for event in events if isinstance(event, Answered) and not event.is_vote]
        return results_of(asked, answers, complete=self.run.status == "done")

    def _rests_on(self) -> str:
        """Return what of this was rehearsed though a model answers, as a sentence; nothing where nothing was."""
        told = rests(self.run, len(self.cast))
        return f"{told[0].upper()}{told[1:]}; a model answered for them." if told else ""

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
