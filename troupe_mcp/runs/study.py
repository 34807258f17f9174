"""Runs that read others: extraction, a coroutine that can be run again from its top.

What was already asked comes from the ledger, what was already found from the log: a resumed study pays nothing twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.errors import ModelFailed
from troupe_mcp.language.completion import BILLED
from troupe_mcp.runs.log import Log, place_of, questions_of, read_log, source_of
from troupe_mcp.runs.stage import all_of
from troupe_mcp.simulation.worlds.events import Found
from troupe_mcp.studies.extraction import ResultsExtractor, records_of
from troupe_mcp.studies.normalizing import STUDY, NormalizeTask, meant, normalize, wordings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.runs.stage import Stage


async def play_extraction(stage: Stage) -> None:
    """Extract from each run that the study is of, for each person or for the run as a whole."""
    spec: Mapping[str, Any] = stage.run.settings["spec"]
    have = {event.subject for _, event in stage.log if isinstance(event, Found)}
    for source in spec["of"]:
        log = await read_log(stage.store, source, spec.get("until", {}).get(source))
        waiting = [person for person in spec["people"][source] if f"{source}/{person}" not in have]
        for chunk in (waiting[at : at + 100] for at in range(0, len(waiting), 100)):
            answers = await all_of(_extracted(stage, spec, log, source, person) for person in chunk)
            found = [
                Found(0, "extraction", f"{source}/{person}", answer)
                for person, answer in zip(chunk, answers, strict=True)
            ]
            await stage.commit(found)
    await _normalized(stage, spec)


async def _normalized(stage: Stage, spec: Mapping[str, Any]) -> None:
    """Bring the wordings of fields under labels where that was asked for; a field that is refused has none."""
    have = {event.subject for _, event in stage.log if isinstance(event, Found) and event.study == STUDY}
    records = records_of(stage.log, several=False)

    async def one(field: str, count: int) -> Found:
        meaning = spec["fields"][field]
        task = NormalizeTask(field, meant(meaning), wordings_of(records, field), count)
        if len(task.wordings) < 2:
            return Found(0, STUDY, field, {"labels": {text: [text] for text in task.wordings}})
        try:
            labels = await normalize(task, seed=stage.run.seed, templates=stage.templates, model=stage.model)
        except ModelFailed as failure:
            if failure.outcome not in BILLED:
                raise ModelFailed(str(failure), failure.outcome, field) from failure
            return Found(0, STUDY, field, {"labels": {}, "outcome": failure.outcome})
        return Found(0, STUDY, field, {"labels": labels})

    waiting = {field: count for field, count in spec.get("normalize", {}).items() if field not in have}
    if waiting:
        await stage.commit(await all_of(one(field, count) for field, count in waiting.items()))


async def _extracted(stage: Stage, spec: Mapping[str, Any], log: Log, source: str, person: str) -> Mapping[str, Any]:
    """Return what was extracted; nothing, with the outcome, where that was refused for one of several people."""
    try:
        return await _asked(stage, spec, log, source, person)
    except ModelFailed as failure:
        if failure.outcome not in BILLED or len(spec["people"][source]) == 1:
            raise ModelFailed(str(failure), failure.outcome, person) from failure
        return {"found": dict.fromkeys(spec["fields"]), "quotes": [], "outcome": failure.outcome}


async def _asked(stage: Stage, spec: Mapping[str, Any], log: Log, source: str, person: str) -> Mapping[str, Any]:
    steps, read = spec.get("steps", ()), source_of(stage.store, stage.run, source)
    asked = questions_of(read)
    extractor = ResultsExtractor(
        spec["objective"], spec["fields"], stage.run.seed, stage.templates, stage.model, *steps, asked=asked
    )
    return await extractor.extract(log, person, source=place_of(read))
