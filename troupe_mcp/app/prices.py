"""What each study would cost, by the very calls it would make. Loaded where a price is asked for."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from troupe_mcp.app.estimates import SAID, asks, estimate, plays, some
from troupe_mcp.app.views import Estimate
from troupe_mcp.runs.log import cast_of, read_log
from troupe_mcp.runs.reading import counted_by, read_by, verdict_prompt
from troupe_mcp.simulation.casting import PLANNED_AT_ONCE, Casting, Place, cast_one, plan_cast
from troupe_mcp.simulation.events import Line, SceneSet
from troupe_mcp.simulation.propositions import Material, judge
from troupe_mcp.studies.extraction import extract
from troupe_mcp.studies.stories import Chapter, introduce, tell
from troupe_mcp.studies.tasks import Answered
from troupe_mcp.studies.validation import QUESTIONS, Examination, judge_interview, plan_interview

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.estimates import Part
    from troupe_mcp.app.views import Member
    from troupe_mcp.language.model import Model
    from troupe_mcp.store import RunRecord

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
A_PERSON = (900, 2200)
A_LINE = (25, 60)
"""Tokens of one whole person, and of the line that plans them."""


async def price_of_extraction(self: App, job: RunRecord) -> Estimate:
    """Return what an extraction costs, measured on some of its people in each of its runs."""
    spec: Mapping[str, Any] = job.settings["spec"]
    fields: Mapping[str, Any] = spec["fields"]
    parts: list[Part] = []
    for source in spec["of"]:
        log, names = await read_log(self.store, source), spec["people"][source]
        written = [20 + len(fields) * (A_VALUE[at] + A_QUOTE[at]) for at in (0, 1)]
        if names == [""]:
            written = [RECORDS[at] * (10 + len(fields) * A_VALUE[at] + A_QUOTE[at]) for at in (0, 1)]
        reads = [
            partial(
                extract, log, objective=spec["objective"], fields=fields, person=name, seed=0, source="",
                templates=self.templates(),
            )
            for name in some(names)
        ]  # fmt: skip
        parts.append(await asks([_by(read) for read in reads], (written[0], written[1]), len(names)))
    return estimate(self, job, sum(part.calls[0] for part in parts), parts)


def _by(read: Callable[..., Awaitable[object]]) -> Callable[[Model], Awaitable[object]]:
    """Return a reading as a call of whatever model reads."""
    return lambda model: read(model=model)


async def price_of_examining(self: App, job: RunRecord, member: Member) -> Estimate:
    """Return what a validation costs, with questions and answers of the usual length."""
    name = member.name

    def exam(model: Model) -> Examination:
        return Examination(name, member.persona, job.settings["spec"]["expectations"], 0, self.templates(), model)

    line, said = "so it is " * 12, "so it is " * (sum(SAID) // 2 // 9)
    script = tuple(Line(step, "say", line, (name,)) for step in range(1, QUESTIONS + 1))
    scene = SceneSet("private", "together", QUESTIONS, "interviewer", (name,), script)
    answers = [Answered(line, line, said, 0)] * QUESTIONS
    parts = [
        await asks([lambda model: plan_interview(exam(model))], A_PLAN),
        plays(self, job, [], scene, [member]),
        await asks([lambda model: judge_interview(exam(model), answers)], A_JUDGEMENT),
    ]
    return estimate(self, job, 1, parts)


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
    how = {"requirements": spec["requirements"], "seed": 0, "templates": self.templates()}
    if members:
        told = partial(introduce, members[0].name, members[0].persona, **how)
        return estimate(self, job, 1, [await asks([lambda model: told(model=model)], AN_INTRODUCTION)])
    source, words = self.run(spec["of"][0]), int(spec["words"])
    log = await read_log(self.store, source.id)
    story = partial(
        tell,
        log,
        cast=cast_of(self.store, source),
        words=words,
        source="",
        chapter=Chapter(**spec.get("chapter", {})),
        **how,
    )
    return estimate(self, job, 1, [await asks([lambda model: story(model=model)], (words // 2, words * 2))])


async def price_of_casting(self: App, job: RunRecord) -> Estimate:
    """Return what people cost to write: a call each for those who aren't ready, and the plan where there is one."""
    spec: Mapping[str, Any] = job.settings["spec"]
    places = [Place(**place) for place in spec["places"]]
    if not spec["calls"]:
        return Estimate(len(places), (0, 0), (0, 0), (0.0, 0.0))

    def casting(model: Model) -> Casting:
        taken = tuple(spec["taken"])
        return Casting(spec["description"], spec["persona"], taken, 0, self.templates(), model)

    def write(place: Place) -> Callable[[Model], Awaitable[object]]:
        return lambda model: cast_one(casting(model), 1, place)

    def plan(part: Sequence[Place], number: int) -> Callable[[Model], Awaitable[object]]:
        return lambda model: plan_cast(casting(model), part, spec["dimensions"], (str(number),) if number else ())

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
