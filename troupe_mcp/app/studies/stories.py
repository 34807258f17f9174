"""The verb that tells a run as prose, chapter by chapter, or introduces a person. Each story is a run of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.app.naming import call_digest, first_words, mint
from troupe_mcp.app.runs.play import Play
from troupe_mcp.app.runs.playing import fresh_seed, unplayed
from troupe_mcp.app.scenes.interventions import MOST_CLAIM
from troupe_mcp.app.studies.readings import read_run, reading_job
from troupe_mcp.errors import RequestError
from troupe_mcp.language.text import clean, clip
from troupe_mcp.runs.log import from_records
from troupe_mcp.simulation.worlds.events import Found
from troupe_mcp.store import RunRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import RunView

MOST_BEFORE = 8000
"""Characters of the chapters before that the next one is told by, the latest."""


async def tell_story(
    self: App,
    run: str = "",
    *,
    person: str = "",
    requirements: str = "",
    words: int = 300,
    continue_from: str = "",
    twist: bool = False,
    play: Play | None = None,
) -> RunView:
    """Tell what happened in a run as prose of at most so many words, or who a person is in two to four sentences.

    `continue_from` a story is its next chapter: what has happened since; where nothing has, or with a `twist`, what
    might come, marked as imagined. Raises RequestError where both or neither of run and person is given, or nobody
    said anything in the run; NotFound, Ambiguous, and Conflict while the run is playing.
    """
    play = play or Play()
    if bool(run or continue_from) == bool(person):
        raise RequestError("Give run: its story is told; or person: they are introduced. One of the two.")
    if twist and not continue_from:
        raise RequestError("A twist is a turn in a story that goes on: give continue_from, the job of an earlier one.")
    wanted = clip(clean(requirements), MOST_CLAIM)
    given = {"run": run, "person": person, "requirements": wanted, "words": words}
    given |= {"continue_from": continue_from, "twist": twist} if continue_from else {}
    digest = call_digest("tell_story", {**given, "seed": play.seed, "played_by": play.played_by})
    if known := self.to_join(digest, play):
        return await self.rejoin(known, play)
    members = self.members([person])[:1] if person else []
    if members:
        job = RunRecord(
            mint("story", first_words([members[0].name])),
            "story",
            f"Who is {members[0].name}?",
            settings=self.frozen(play, of=[], words=words, requirements=wanted),
            seed=fresh_seed(play),
            total=1,
            call_digest=digest,
        )
    else:
        earlier = _earlier(self, continue_from, run) if continue_from else None
        source = read_run(self, earlier.settings["spec"]["of"][0] if earlier else run)
        chapter = _chapter(self, earlier, source, twist=twist) if earlier else {}
        job = reading_job(
            self, source, play, digest, kind="story", word="story", title=f"The story of {source.title}",
            words=words, requirements=wanted,
            **({"chapter": chapter} if chapter else {}),
        )  # fmt: skip
        if chapter.get("imagined") and job.settings["rehearsed"]:
            raise RequestError(_cannot_imagine(source, happened=self.store.last_position(source.id) > chapter["after"]))
    if play.dry_run:
        from troupe_mcp.app.runs.prices import price_of_telling

        return unplayed(job, members, await price_of_telling(self, job, members))
    warnings = list(self.warnings(job, play))
    if requirements and job.settings["rehearsed"]:
        warnings.append("The rehearsal tells every story in its one plain way; requirements had no effect.")
    return await self.begin(job, [], members, play, warnings)


def _earlier(self: App, handle: str, run: str) -> RunRecord:
    """Return the job of a story that can go on. Raises RequestError where it is none, or one of another run."""
    earlier = self.resting(handle)
    of = earlier.settings.get("spec", {}).get("of", [])
    if earlier.kind != "story" or not of or earlier.status != "done":
        raise RequestError(f"{earlier.id} is no finished story of a run. Give the job of a tell_story(run=…).")
    if run and self.run(run).id != of[0]:
        raise RequestError(f"{earlier.id} tells of {of[0]}, not of {self.run(run).id}. Leave run out.")
    return earlier


def _chapter(self: App, earlier: RunRecord, source: RunRecord, *, twist: bool) -> dict[str, Any]:
    """Return the chapter that follows an earlier story: what happened since, or what might come."""
    spec: Mapping[str, Any] = earlier.settings["spec"]
    so_far = str(spec.get("chapter", {}).get("before", ""))
    log = from_records(self.store.events(earlier.id))
    told = next(event.data["story"] for _, event in log if isinstance(event, Found))
    after = int(spec["until"])
    return {
        "before": f"{so_far}\n\n{told}".strip()[-MOST_BEFORE:],
        "after": after,
        "imagined": twist or self.store.last_position(source.id) <= after or _imagined(spec),
        "twist": twist,
    }


def _cannot_imagine(source: RunRecord, *, happened: bool) -> str:
    """Return what to do where a rehearsed story would be imagined, by whether anything has happened since the last."""
    if happened:
        why, do = "A twist, and what follows one, is imagined", "For what has happened since leave twist out"
    else:
        why, do = "Nothing has happened since that story", f'Play on first: run_world(run="{source.id}", steps=2)'
    return f'{why}, and the rehearsal imagines nothing. {do}; or played_by="host", and you imagine it.'


def _imagined(spec: Mapping[str, Any]) -> bool:
    """Whether a story tells what might come: what follows it is imagined as well."""
    return bool(spec.get("chapter", {}).get("imagined"))
