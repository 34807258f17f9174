"""Runs that learn from others: extraction and validation, each a coroutine that can be run again from its top.

What was already asked comes from the ledger, what was already found from the log: a resumed study pays nothing twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.errors import ModelFailed
from troupe_mcp.language.completion import BILLED
from troupe_mcp.runs.log import Log, place_of, read_log, source_of
from troupe_mcp.runs.stage import Stage, all_of
from troupe_mcp.simulation.events import Acted, Found, Line, SceneSet, Stimulus
from troupe_mcp.studies.extraction import extract, only_said
from troupe_mcp.studies.validation import Examination, interview_answers, judge_interview, plan_interview

if TYPE_CHECKING:
    from collections.abc import Mapping


async def play_extraction(stage: Stage) -> None:
    """Extract from each run that the study is of, for each person or for the run as a whole."""
    spec: Mapping[str, Any] = stage.run.settings["spec"]
    have = {event.subject for _, event in stage.log if isinstance(event, Found)}
    for source in spec["of"]:
        log = await read_log(stage.store, source)
        said = {position: event.content for position, event in log if isinstance(event, Acted | Stimulus)}
        waiting = [person for person in spec["people"][source] if f"{source}/{person}" not in have]
        for chunk in (waiting[at : at + 100] for at in range(0, len(waiting), 100)):
            calls = [_extracted(stage, spec, log, source, person) for person in chunk]
            answers = await all_of(calls)
            found = [
                Found(0, "extraction", f"{source}/{person}", only_said(answer, said))
                for person, answer in zip(chunk, answers, strict=True)
            ]
            await stage.commit(found)


async def _extracted(stage: Stage, spec: Mapping[str, Any], log: Log, source: str, person: str) -> Mapping[str, Any]:
    """Return what was extracted; nothing, with the outcome, where that was refused for one of several people."""
    try:
        return await _asked(stage, spec, log, source, person)
    except ModelFailed as failure:
        if failure.outcome not in BILLED or len(spec["people"][source]) == 1:
            raise ModelFailed(str(failure), failure.outcome, person) from failure
        return {"found": dict.fromkeys(spec["fields"]), "quotes": [], "outcome": failure.outcome}


async def _asked(stage: Stage, spec: Mapping[str, Any], log: Log, source: str, person: str) -> Mapping[str, Any]:
    return await extract(
        log,
        objective=spec["objective"],
        fields=spec["fields"],
        person=person,
        seed=stage.run.seed,
        source=place_of(source_of(stage.store, stage.run, source)),
        templates=stage.templates,
        model=stage.model,
    )


async def play_validation(stage: Stage) -> None:
    """Interview one person against expectations and judge what was said."""
    if stage.world.found:
        return
    name, person = next(iter(stage.world.people.items()))
    spec: Mapping[str, Any] = stage.run.settings["spec"]
    exam = Examination(name, person.persona, spec["expectations"], stage.run.seed, stage.templates, stage.model)
    plan = await plan_interview(exam)
    if stage.world.scene is None:
        script = tuple(Line(step, "say", question.question, (name,)) for step, question in enumerate(plan, 1))
        await stage.commit([SceneSet("private", "together", len(plan), "interviewer", (name,), script)])
    await stage.play_scene()
    verdict = await judge_interview(exam, interview_answers(stage.log, plan))
    await stage.commit([Found(stage.world.step, "validation", name, verdict)])
