"""The verbs that learn from runs: extraction and validation, each a run of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from troupe_mcp.app.handles import named
from troupe_mcp.app.labels import rests_on_rehearsal
from troupe_mcp.app.naming import call_digest, mint
from troupe_mcp.app.runs.play import Play
from troupe_mcp.app.runs.playing import unplayed
from troupe_mcp.app.scenes.requests import as_mapping
from troupe_mcp.app.studies.wanted import check_room, wanted_fields, wanted_labels, wanted_steps
from troupe_mcp.errors import NotFound, RequestError
from troupe_mcp.language.text import clean
from troupe_mcp.store import RunRecord
from troupe_mcp.studies.normalizing import label_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import RunView
    from troupe_mcp.studies.reduction import ResultsReducer


async def extract_results(
    self: App,
    runs: Sequence[str],
    objective: str,
    *,
    fields: Mapping[str, Any] | None = None,
    schema: Mapping[str, Any] | None = None,
    people: Sequence[str] = (),
    group_by: Literal["run", "person"] = "person",
    normalize: Mapping[str, int] | None = None,
    reduce: ResultsReducer | None = None,
    from_step: int | None = None,
    to_step: int | None = None,
    play: Play | None = None,
) -> RunView:
    """Turn what was said in runs into data: one record for each person, or those of a run as a whole.

    `fields` are names with their meaning in words or a JSON schema; `schema` is that of a whole record instead.
    `from_step` and `to_step` are the first and the last step that are read.
    `normalize` brings the wordings of a field under at most so many labels, a call a field. `reduce` makes fewer rows
    of the records: `RunView.reduced()` has them.

    Raises RequestError without runs or with unusable fields, NotFound, and Conflict while a run is playing.
    """
    play = play or Play()
    if not runs:
        raise RequestError("Give run: the run, or runs, to extract from. get_run() lists the latest.")
    if not clean(objective):
        raise RequestError("Give objective: what to find out, e.g. 'which ad each person chose, and why'.")
    digest = call_digest(
        "extract_results",
        {
            "runs": list(runs),
            "objective": objective,
            "fields": fields,
            "people": list(people),
            "group_by": group_by,
            **({"reduce": as_mapping(reduce)} if reduce else {}),
            **({"normalize": dict(normalize)} if normalize else {}),
            **({"schema": schema} if schema is not None else {}),
            **({"steps": (from_step, to_step)} if from_step or to_step is not None else {}),
            "played_by": play.played_by,
        },
    )
    if known := self.to_join(digest, play):
        return await self.rejoin(known, play)
    sources = list({source.id: source for source in map(self.resting, runs)}.values())
    wanted = wanted_fields(objective, fields, schema)
    steps = await wanted_steps(self, sources, from_step, to_step)
    if group_by == "run":
        await check_room(self, sources, steps)
    labels = wanted_labels(normalize, wanted)
    if reduce:
        more = [*map(label_of, labels), *(["run"] if len(sources) > 1 else [])]
        reduce.check(["person", *wanted, *more])
    whose = {source.id: _about(self, source, people) if group_by == "person" else [""] for source in sources}
    settings = self.frozen(
        play,
        [source.id for source in sources if rests_on_rehearsal(source)],
        of=[source.id for source in sources],
        people=whose,
        until={source.id: self.store.last_position(source.id) for source in sources},
        objective=clean(objective),
        fields=wanted,
        **({"reduce": as_mapping(reduce)} if reduce else {}),
        **({"normalize": labels} if labels else {}),
        **({"steps": steps} if steps else {}),
    )
    calls = sum(len(names) for names in whose.values()) + len(labels)
    seed = sources[0].seed if play.seed is None else play.seed
    title = f"{clean(objective)[:80]}"
    job = RunRecord(
        mint("extract", sources[0].id.rsplit("-", 1)[0]),
        "extraction",
        title,
        settings=settings,
        seed=seed,
        total=calls,
        call_digest=digest,
    )
    if play.dry_run:
        from troupe_mcp.app.runs.prices import price_of_extraction

        return unplayed(job, [], await price_of_extraction(self, job))
    return await self.begin(job, [], [], play, self.warnings(job, play))


def _about(self: App, source: RunRecord, people: Sequence[str]) -> list[str]:
    cast = self.cast(source)
    names = [member.name for member in cast]
    if not people:
        return names
    known = {handle: named(cast, handle) for handle in people}
    missing = [name for name, found in known.items() if found is None]
    if missing:
        raise NotFound(f"{missing[0][:80]!r} is not in {source.id}: {', '.join(names[:12])}.")
    return [name for name in names if name in known.values()]
