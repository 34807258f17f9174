"""Runs that ask many people the same, each alone: shards of a hundred people, whose answers are kept wave by wave.

Nothing that is recorded is asked twice; a refusal is recorded as well, and stops nobody else.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from troupe_mcp.runs.log import to_records
from troupe_mcp.runs.stage import all_of, rules_of
from troupe_mcp.runs.versions import seeing, versions_of_run, worlds_of
from troupe_mcp.simulation.worlds.events import Answered, StepEnded
from troupe_mcp.simulation.worlds.moves import next_moves
from troupe_mcp.studies.questionnaire import from_json
from troupe_mcp.studies.survey.asking import Survey, answered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from troupe_mcp.language.templates import Templates
    from troupe_mcp.runs.stage import Stage
    from troupe_mcp.simulation.worlds.events import Event
    from troupe_mcp.simulation.worlds.world import TinyWorld
    from troupe_mcp.store.records import RunChanges, RunRecord
    from troupe_mcp.studies.questionnaire import Question
    from troupe_mcp.studies.survey.course import Answers

PEOPLE = 100
"""People of one shard."""
WAVE = 100
"""Answers of one wave, at most."""


def survey_of(run: RunRecord, templates: Templates) -> Survey:
    """Return what a run of this kind asks, and how."""
    spec = run.settings["spec"]
    questions = tuple(from_json(each) for each in spec["questions"])
    step = (run.parent_step or 0) + 1
    return Survey(questions, spec["repeats"], spec["elicitation"], spec["sitting"], rules_of(run), templates, step)


async def play_survey(stage: Stage) -> None:
    """Show everybody the material, ask them all, close the step."""
    poll = _Poll(stage)
    await poll.open()
    scene = stage.world.scene
    names = scene.people if scene else ()
    for shard, at in enumerate(range(0, len(names), PEOPLE), 1):
        await poll.ask(shard, names[at : at + PEOPLE])
    await poll.close()


class _Cell(NamedTuple):
    """One call: who is asked what, in which repeat; several questions only where all are asked in one sitting.

    `version` is that of the material, empty where there is but one.
    """

    person: str
    repeat: int
    version: str
    questions: tuple[Question, ...]
    waits: tuple[str, ...]


class _Poll:
    """A survey while it is played: who has answered what, and how long each shard of its log is."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._survey = survey_of(stage.run, stage.templates)
        self._answers: dict[tuple[str, int, str], Answers] = {}
        self._done = 0
        versions = versions_of_run(stage.run)
        self._surveys = {
            each.id: replace(self._survey, version=each.id, questions=tuple(map(each.of, self._survey.questions)))
            for each in versions
        } or {"": self._survey}
        self._seeing: Mapping[str, frozenset[str]] = {}
        self._worlds: Mapping[str, TinyWorld] = {}
        for _, event in stage.log:
            if isinstance(event, Answered) and not event.is_vote:
                self._take(event)

    async def open(self) -> None:
        """Begin the step, with what its script shows."""
        world = self._stage.world
        if not world.open and world.steps_done < world.steps_planned:
            await self._keep(0, next_moves(world, self._stage.run.seed, WAVE).events)
        scene = self._stage.world.scene
        if "" not in self._surveys and scene:
            self._seeing = seeing(self._stage.run, scene.people)
            self._worlds = worlds_of(self._stage, self._seeing)

    async def close(self) -> None:
        """End the step."""
        if self._stage.world.open:
            await self._keep(0, [StepEnded(self._stage.world.step)])

    async def ask(self, shard: int, people: Sequence[str]) -> None:
        """Ask these people all that is not answered yet, as soon as what it waits for is."""
        cells = [*self._cells(people)]
        kept = sum(
            len(self._of(name, repeat, version))
            for name in people
            for repeat in self._repeats
            for version in self._surveys
        )
        while wave := [*islice((cell for cell in cells if self._is_ready(cell)), WAVE)]:
            done = [event for events in await all_of(map(self._asked, wave)) for event in events]
            await self._keep(shard, done, after=kept)
            kept += len(done)
            over = {id(cell) for cell in wave}
            cells = [cell for cell in cells if id(cell) not in over]

    def _cells(self, people: Sequence[str]) -> Iterator[_Cell]:
        """Yield what these people are still to be asked, question by question."""
        together = self._survey.sitting == "all"
        for at in range(1 if together else len(self._survey.questions)):
            groups = {
                version: survey.questions if together else (survey.questions[at],)
                for version, survey in self._surveys.items()
            }
            for name, repeat in product(people, self._repeats):
                for version, group in groups.items():
                    waits = tuple(dict.fromkeys(name for question in group for name in question.named))
                    asked = group[0].id in self._of(name, repeat, version)
                    if not asked and name in self._seeing.get(version, people):
                        yield _Cell(name, repeat, version, group, waits)

    def _is_ready(self, cell: _Cell) -> bool:
        return not cell.waits or all(name in self._of(cell.person, cell.repeat, cell.version) for name in cell.waits)

    async def _asked(self, cell: _Cell) -> list[Answered]:
        person = self._worlds.get(cell.version, self._stage.world).people[cell.person]
        before = self._of(cell.person, cell.repeat, cell.version)
        survey = self._surveys[cell.version]
        events = await answered(survey, person, cell.questions, cell.repeat, before, self._stage.model)
        return [replace(event, variant=cell.version) for event in events] if cell.version else events

    @property
    def _repeats(self) -> range:
        return range(1, self._survey.repeats + 1)

    def _of(self, name: str, repeat: int, version: str) -> Answers:
        return self._answers.get((name, repeat, version), {})

    def _take(self, event: Answered) -> None:
        self._answers.setdefault((event.person, event.repeat, event.variant), {})[event.question] = event
        self._done += 1

    async def _keep(self, shard: int, events: Sequence[Event], *, after: int | None = None) -> None:
        """Append to a shard, with how far the run is, in one transaction; then the stage follows."""
        stage = self._stage
        last = len(stage.log) - self._done if after is None else after
        answers = [event for event in events if isinstance(event, Answered)]
        changes: RunChanges = {"done": self._done + len(answers)}
        await stage.store.append(stage.run.id, to_records(events, last), after=last, shard=shard, changes=changes)
        for event in answers:
            self._take(event)
        if len(answers) < len(events):
            stage.world = stage.world.after(events)
        stage.log.extend(enumerate(events, last + 1))
