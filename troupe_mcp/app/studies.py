"""The verbs that learn from runs: extraction and validation, each a run of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from troupe_mcp.app.labels import rests_on_rehearsal
from troupe_mcp.app.naming import call_digest, first_words, mint
from troupe_mcp.app.playing import Play, fresh_seed, unplayed
from troupe_mcp.errors import NotFound, RequestError
from troupe_mcp.language.text import clean
from troupe_mcp.simulation.persona import match_name
from troupe_mcp.store import RunRecord

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import RunView

MAX_FIELDS = 30


async def extract_results(
    self: App,
    runs: Sequence[str],
    objective: str,
    *,
    fields: Mapping[str, Any] | None = None,
    people: Sequence[str] = (),
    group_by: Literal["run", "person"] = "person",
    play: Play | None = None,
) -> RunView:
    """Turn what was said in runs into data: one record for each person, or those of a run as a whole.

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
            "played_by": play.played_by,
        },
    )
    if known := self.to_join(digest, play):
        return await self.rejoin(known, play)
    sources = [self.resting(handle) for handle in runs]
    wanted = _checked_fields(fields) or {"answer": clean(objective)}
    whose = {source.id: _about(self, source, people) if group_by == "person" else [""] for source in sources}
    settings = self.frozen(
        play,
        [source.id for source in sources if rests_on_rehearsal(source)],
        of=[source.id for source in sources],
        people=whose,
        objective=clean(objective),
        fields=wanted,
    )
    calls = sum(len(names) for names in whose.values())
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
        from troupe_mcp.app.prices import price_of_extraction

        return unplayed(job, [], await price_of_extraction(self, job))
    return await self.begin(job, [], [], play, self.warnings(job, play))


def _about(self: App, source: RunRecord, people: Sequence[str]) -> list[str]:
    names = [member.name for member in self.cast(source)]
    if not people:
        return names
    known = {name: match_name(name, names) for name in people}
    missing = [name for name, found in known.items() if found is None]
    if missing:
        raise NotFound(f"{missing[0][:80]!r} is not in {source.id}: {', '.join(names[:12])}.")
    return [name for name in names if name in known.values()]


def _checked_fields(fields: Mapping[str, Any] | None) -> dict[str, Any]:
    given = fields or {}
    if len(given) > MAX_FIELDS:
        raise RequestError(f"{len(given)} fields; at most {MAX_FIELDS} are possible. Extract twice.")
    for name, meaning in given.items():
        if not isinstance(meaning, str | dict):
            raise RequestError(f"fields[{name!r}] is {meaning!r}; give its meaning in words, or a JSON schema.")
    return {clean(str(name))[:60]: meaning for name, meaning in given.items()}


async def validate_person(self: App, person: str, *, expectations: str = "", play: Play | None = None) -> RunView:
    """Interview a person against expectations, by default their own specification, and judge the answers.

    Raises NotFound and Ambiguous for the person.
    """
    from troupe_mcp.studies.validation import QUESTIONS

    play = play or Play()
    given = {"person": person, "expectations": expectations}
    digest = call_digest("validate_person", {**given, "seed": play.seed, "played_by": play.played_by})
    if known := self.to_join(digest, play):
        return await self.rejoin(known, play)
    members = self.members([person])
    settings = self.frozen(play, expectations=clean(expectations)[:8000])
    name = members[0].name
    job = RunRecord(
        mint("validate", first_words([name])),
        "validation",
        f"Is {name} true to {'expectations' if expectations else 'their description'}?",
        settings=settings,
        seed=fresh_seed(play),
        total=QUESTIONS,
        call_digest=digest,
    )
    if play.dry_run:
        from troupe_mcp.app.prices import price_of_examining

        return unplayed(job, members, await price_of_examining(self, job, members[0]))
    return await self.begin(job, [], members, play, self.warnings(job, play))
