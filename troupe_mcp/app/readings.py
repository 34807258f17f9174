"""The verbs that read one run as a whole: a claim judged by it, its story. Each is a run of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.app.labels import rests_on_rehearsal
from troupe_mcp.app.naming import call_digest, first_words, mint
from troupe_mcp.app.playing import Play, fresh_seed, unplayed
from troupe_mcp.errors import NotFound, RequestError
from troupe_mcp.language.text import clean, clip
from troupe_mcp.simulation.persona import match_name
from troupe_mcp.store import RunRecord

if TYPE_CHECKING:
    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import RunView

PLAYED = ("world", "interview", "validation")
"""The kinds of runs in which people said something."""
MOST_CLAIM = 2000


async def check_proposition(
    self: App, claim: str, run: str, *, person: str = "", scored: bool = False, play: Play | None = None
) -> RunView:
    """Judge one claim by what was said in a run, or by what one of its people perceived and said.

    Raises RequestError without a claim or where nobody said anything in the run, NotFound, Conflict while it plays.
    """
    play = play or Play()
    if not clean(claim):
        raise RequestError("Give claim: one sentence that can be true or false, e.g. 'Oscar would pay for the app'.")
    given = {"claim": clean(claim), "run": run, "person": person, "scored": scored}
    digest = call_digest("check_proposition", {**given, "seed": play.seed, "played_by": play.played_by})
    if known := self.to_join(digest, play):
        return await self.rejoin(known, play)
    source = _read(self, run)
    names = [entry["name"] for entry in source.cast]
    whom = match_name(person, names) if person else ""
    if whom is None:
        raise NotFound(f"{person[:80]!r} is not in {source.id}: {', '.join(names[:12])}.")
    claim = clip(clean(claim), MOST_CLAIM)
    job = _job(
        self, source, play, digest, kind="proposition", word="check", title=clip(claim, 80),
        claim=claim, person=whom, scored=scored,
    )  # fmt: skip
    if play.dry_run:
        from troupe_mcp.app.prices import price_of_verdict

        return unplayed(job, [], await price_of_verdict(self, job))
    return await self.begin(job, [], [], play, self.warnings(job, play))


async def tell_story(
    self: App, run: str = "", *, person: str = "", requirements: str = "", words: int = 300, play: Play | None = None
) -> RunView:
    """Tell what happened in a run as prose of at most so many words, or who a person is in two to four sentences.

    Raises RequestError where both or neither is given, or nobody said anything in the run; NotFound, Ambiguous, and
    Conflict while the run is playing.
    """
    play = play or Play()
    if bool(run) == bool(person):
        raise RequestError("Give run: its story is told; or person: they are introduced. One of the two.")
    wanted = clip(clean(requirements), MOST_CLAIM)
    given = {"run": run, "person": person, "requirements": wanted, "words": words}
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
        source = _read(self, run)
        job = _job(
            self, source, play, digest, kind="story", word="story", title=f"The story of {source.title}",
            words=words, requirements=wanted,
        )  # fmt: skip
    if play.dry_run:
        from troupe_mcp.app.prices import price_of_telling

        return unplayed(job, members, await price_of_telling(self, job, members))
    warnings = list(self.warnings(job, play))
    if requirements and job.settings["rehearsed"]:
        warnings.append("The rehearsal tells every story in its one plain way; requirements had no effect.")
    return await self.begin(job, [], members, play, warnings)


def _read(self: App, run: str) -> RunRecord:
    """Return a run in which people said something and that rests."""
    source = self.resting(run)
    if source.kind not in PLAYED:
        raise RequestError(f"{source.id} is a {source.kind}: nobody speaks in it. Give the run in which people talked.")
    return source


def _job(
    self: App, source: RunRecord, play: Play, digest: str, *, kind: str, word: str, title: str, **spec: Any
) -> RunRecord:
    return RunRecord(
        mint(word, source.id.rsplit("-", 1)[0]),
        kind,
        title,
        settings=self.frozen(play, [source.id] if rests_on_rehearsal(source) else [], of=[source.id], **spec),
        seed=source.seed if play.seed is None else play.seed,
        total=1,
        call_digest=digest,
    )
