"""What each study would cost, by the very calls it would make. Loaded where a price is asked for."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.app.runs.estimates import SAID, TURN, Part, Range, asks, estimate, plays, some
from troupe_mcp.app.views import Estimate
from troupe_mcp.runs.log import cast_of, questions_of, read_log, source_of
from troupe_mcp.runs.reading import counted_by, read_by, verdict_prompt
from troupe_mcp.runs.survey import survey_of
from troupe_mcp.simulation.casting.casting import PLANNED_AT_ONCE, Place, TinyPersonFactory
from troupe_mcp.simulation.steering.propositions import Material, judge
from troupe_mcp.simulation.worlds.events import Answered as Reply
from troupe_mcp.simulation.worlds.events import Line, SceneSet
from troupe_mcp.simulation.worlds.moves import next_moves
from troupe_mcp.simulation.worlds.work import Rules
from troupe_mcp.simulation.worlds.world import TinyWorld
from troupe_mcp.studies.consistency import asked_again, cells
from troupe_mcp.studies.extraction import ResultsExtractor
from troupe_mcp.studies.knowledge import knowledge_questions
from troupe_mcp.studies.normalizing import MOST_WORDINGS, NormalizeTask, normalize
from troupe_mcp.studies.stories import Chapter, TinyStory, introduce
from troupe_mcp.studies.survey.asking import answered
from troupe_mcp.studies.tasks import Answered
from troupe_mcp.studies.validation import QUESTIONS, TinyPersonValidator

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import Member
    from troupe_mcp.language.model import Model
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.runs.log import Log
    from troupe_mcp.simulation.worlds.events import Event
    from troupe_mcp.store import RunRecord
    from troupe_mcp.studies.consistency import Cell
    from troupe_mcp.studies.questionnaire import Question

A_VALUE = (15, 30)
A_QUOTE = (25, 60)
"""Tokens of one field of a record, and of the words that a field or a record rests on."""
RECORDS = (4, 10)
"""Records of a run that is extracted as a whole."""
A_PLAN = (200, 500)
A_JUDGEMENT = (300, 800)
"""Tokens of the plan of an interview, and of its judgement."""
A_VERDICT = (80, 350)
AN_INTRODUCTION = (60, 220)
"""Tokens of the judgement of a claim, and of introducing one person."""
A_PERSON = (900, 1800)
A_LINE = (25, 60)
"""Tokens of one whole person, and of the line that plans them."""


async def price_of_extraction(self: App, job: RunRecord) -> Estimate:
    """Return what an extraction costs, measured on some of its people in each of its runs."""
    spec: Mapping[str, Any] = job.settings["spec"]
    fields: Mapping[str, Any] = spec["fields"]
    parts: list[Part] = []

    def extracts(log: Log, asked: Mapping[str, str], person: str, model: Model) -> Awaitable[object]:
        steps = spec.get("steps", ())
        reader = ResultsExtractor(spec["objective"], fields, 0, self.templates(), model, *steps, asked=asked)
        return reader.extract(log, person, source="")

    for source in spec["of"]:
        log, names = await read_log(self.store, source), spec["people"][source]
        asked = questions_of(source_of(self.store, job, source))
        written = [20 + len(fields) * (A_VALUE[at] + A_QUOTE[at]) for at in (0, 1)]
        if names == [""]:
            written = [RECORDS[at] * (10 + len(fields) * A_VALUE[at] + A_QUOTE[at]) for at in (0, 1)]
        reads = [partial(extracts, log, asked, name) for name in some(names)]
        parts.append(await asks(reads, (written[0], written[1]), len(names)))
    records = sum(part.calls[0] for part in parts)
    wordings = tuple(f"so it is {number}, as they say" for number in range(min(MOST_WORDINGS, records)))
    sorting = [
        NormalizeTask(name, "", wordings, count)
        for name, count in cast("dict[str, int]", spec.get("normalize", {})).items()
    ]
    sorts = [partial(_sorts, task, self.templates()) for task in sorting]
    if sorts:
        parts.append(await asks(sorts, (20 + 2 * records, 60 + 6 * records)))
    return estimate(self, job, len(_read(self, spec)), parts)


def _read(self: App, spec: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return whose words an extraction reads, each of them once in however many of its runs they are."""
    found = [
        (run, member) for source in spec["of"] if (run := self.store.find_run(source)) for member in self.cast(run)
    ]
    return {(member.person, member.name) for run, member in found if {"", member.name} & {*spec["people"][run.id]}}


def _sorts(task: NormalizeTask, templates: Templates, model: Model) -> Awaitable[object]:
    return normalize(task, seed=0, templates=templates, model=model)


async def price_of_examining(self: App, job: RunRecord, member: Member, checks: Sequence[str]) -> Estimate:
    """Return what some checks of a person cost, with questions and answers of the usual length."""
    name, templates = member.name, self.templates()

    def exam(model: Model) -> TinyPersonValidator:
        return TinyPersonValidator(name, member.persona, job.settings["spec"]["expectations"], 0, templates, model)

    line, said = "so it is " * 12, "so it is " * (sum(SAID) // 2 // 9)
    own = knowledge_questions(name, member.persona, job.seed) if "knowledge" in checks else []
    most: int = job.settings["spec"]["questions"] if "expectations" in checks else 0
    first = min(most, QUESTIONS)
    answers = [Answered(line, line, said, 0)] * (first + len(own))

    def talk(count: int) -> Part:
        script = tuple(Line(step, "say", line, (name,)) for step in range(1, count + 1))
        return plays(self, job, [], SceneSet("private", "together", count, "interviewer", (name,), script), [member])

    async def judged(count: int) -> Part:
        written = (A_JUDGEMENT[0] * count // QUESTIONS, A_JUDGEMENT[1] * count // QUESTIONS)
        return await asks([lambda model: exam(model).judge(answers[:count])], written)

    parts: list[Part] = []
    if most:
        parts.append(await asks([lambda model: exam(model).plan(first)], A_PLAN))
    if answers:
        parts += [talk(len(answers)), await judged(len(answers))]
    if more := most - first:
        longer, usual = talk(len(answers) + more), parts[1]
        turns = Part(_beyond(usual.calls, longer.calls), _beyond(usual.read, longer.read), (0, more * TURN[1]))
        further = await asks([lambda model: exam(model).further(answers[:more], 2)], A_PLAN)
        asked_on = (further, await judged(more))
        parts += [turns, *(Part((0, part.calls[1]), (0, part.read[1]), (0, part.written[1])) for part in asked_on)]
    if "consistency" in checks:
        parts.append(await _price_of_asking_again(self, job, member))
    return estimate(self, job, 1, parts)


def _beyond(usual: Range, longer: Range) -> Range:
    """Return what a longer talk takes more, at most; at least nothing."""
    return 0, longer[1] - usual[1]


async def _price_of_asking_again(self: App, job: RunRecord, member: Member) -> Part:
    rules, templates = Rules(job.seed, job.settings["language"], job.settings["prompt_budget"]), self.templates()

    def ask(cell: Cell) -> Callable[[Model], Awaitable[object]]:
        return lambda model: asked_again(cell, member.name, member.persona, rules, templates, model)

    said = (A_REASON[0] + AN_ANSWER[0], A_REASON[1] + AN_ANSWER[1])
    asked = cells()
    return await asks([ask(cell) for cell in some(asked)], said, len(asked))


async def price_of_verdict(self: App, job: RunRecord, members: Sequence[Member]) -> Estimate:
    """Return what the judgement of a claim costs; nothing where it is only counted."""
    asked, material, place = await read_by(self.store, job)
    if members:
        material = Material({member.name: member.persona for member in members}, None)
    calls: list[Callable[[Model], Awaitable[object]]] = []
    if counted_by(asked, material) is None:
        prompt = verdict_prompt(asked, material, place, job, self.templates())
        calls = [lambda model: judge(prompt, model)]
    return estimate(self, job, 1, [await asks(calls, A_VERDICT)])


async def price_of_telling(self: App, job: RunRecord, members: Sequence[Member]) -> Estimate:
    """Return what a story costs, of a run or of the one person."""
    spec: Mapping[str, Any] = job.settings["spec"]
    wanted, templates = spec["requirements"], self.templates()
    if members:
        who = members[0]
        told = partial(introduce, who.name, who.persona, requirements=wanted, seed=0, templates=templates)
        return estimate(self, job, 1, [await asks([lambda model: told(model=model)], AN_INTRODUCTION)])
    source, words = self.run(spec["of"][0]), int(spec["words"])
    log, chapter = await read_log(self.store, source.id), Chapter(**spec.get("chapter", {}))
    story = partial(
        TinyStory(log, cast_of(self.store, source), words, wanted, chapter).tell,
        seed=0,
        source="",
        templates=templates,
    )
    return estimate(self, job, 1, [await asks([lambda model: story(model=model)], (words // 2, words * 2))])


async def price_of_casting(self: App, job: RunRecord) -> Estimate:
    """Return what people cost to write: a call each for those who aren't ready, and the plan where there is one."""
    spec: Mapping[str, Any] = job.settings["spec"]
    places = [Place(**place) for place in spec["places"]]
    if not spec["calls"]:
        return Estimate(len(places), (0, 0), (0, 0), (0.0, 0.0))

    def factory(model: Model) -> TinyPersonFactory:
        taken = tuple(spec["taken"])
        return TinyPersonFactory(spec["description"], spec["persona"], taken, 0, self.templates(), model)

    def write(place: Place) -> Callable[[Model], Awaitable[object]]:
        return lambda model: factory(model).write(1, place)

    def plan(part: Sequence[Place], number: int) -> Callable[[Model], Awaitable[object]]:
        return lambda model: factory(model).plan(part, spec["dimensions"], (str(number),) if number else ())

    parts: list[Part] = []
    line = {"line": "so it is " * 12} if spec["planned"] else {}
    waiting = [replace(place, **line) for place in some([place for place in places if not place.ready])]
    parts.append(await asks([write(place) for place in waiting], A_PERSON, spec["calls"]))
    if spec["planned"]:
        chunks = [places[at : at + PLANNED_AT_ONCE] for at in range(0, len(places), PLANNED_AT_ONCE)]
        each = min(len(places), PLANNED_AT_ONCE)
        planned = [plan(chunk, number if len(chunks) > 1 else 0) for number, chunk in enumerate(chunks, 1)]
        parts.append(await asks(planned, (A_LINE[0] * each, A_LINE[1] * each)))
    return estimate(self, job, len(places), parts)


def price_of_turns(self: App, run: RunRecord, members: Sequence[Member]) -> Estimate | None:
    """Return what it costs to ask each of some people one thing, alone; None where it is free or nobody can say."""
    if not members or run.settings["rehearsed"] or run.settings["provider"] not in self.models:
        return None
    asked = some(members)
    names = tuple(member.name for member in asked)
    scene = SceneSet("private", "together", 1, "interviewer", names, (Line(1, "say", "so it is " * 12, names),))
    return estimate(self, run, len(names), [plays(self, run, [], scene, asked)])


A_REASON = (30, 90)
AN_ANSWER = (10, 60)
SUPPOSED = "so it is " * 3
"""What people are taken to have said before, where a question waits for it."""
"""Tokens of the reason for an answer to a survey, and of what is answered."""


async def price_of_survey(self: App, job: RunRecord, past: Sequence[Event], members: Sequence[Member]) -> Estimate:
    """Return what a survey costs, measured on some of its people; what a rule may skip is only in the most."""
    survey = survey_of(job, self.templates())
    names = past[-1].people if past and isinstance(past[-1], SceneSet) else ()
    asked = some([member for member in members if member.name in names])
    world = TinyWorld.of([(member.name, member.persona) for member in asked], survey.rules.prompt_budget).after(past)
    world = world.after(next_moves(world, job.seed, 1).events)
    before = {
        q.id: Reply(1, "", q.id, 1, q.options[0].id if q.kind == "choice" else SUPPOSED, SUPPOSED)
        for q in survey.questions
    }
    together = survey.sitting == "all"
    times = len(names) * survey.repeats

    def call(member: Member, questions: Sequence[Question]) -> Callable[[Model], Awaitable[object]]:
        put = [replace(question, skip_if=()) for question in questions]
        return lambda model: answered(survey, world.people[member.name], put, 1, before, model)

    parts: list[Part] = []
    for questions in [survey.questions] if together else [(question,) for question in survey.questions]:
        said = (A_REASON[0] + AN_ANSWER[0], A_REASON[1] + AN_ANSWER[1])
        written = (said[0] * len(questions), said[1] * len(questions))
        part = await asks([call(member, questions) for member in asked], written, times)
        if any(question.skip_if for question in questions):
            part = Part((0, times), (0, part.read[1]), (0, part.written[1]))
        parts.append(part)
    return estimate(self, job, len(names), parts)
