"""The verb that judges a claim by a run or by a person, and what reading a run takes. Each is a run of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.app.handles import is_somebody, named, only_member
from troupe_mcp.app.labels import rests_on_rehearsal
from troupe_mcp.app.naming import call_digest, first_words, mint
from troupe_mcp.app.runs.play import Play
from troupe_mcp.app.runs.playing import fresh_seed, unplayed
from troupe_mcp.app.scenes.interventions import MOST_CLAIM
from troupe_mcp.errors import NotFound, RequestError
from troupe_mcp.language.text import clean, clip
from troupe_mcp.simulation.steering.steering import Proposition
from troupe_mcp.simulation.steering.yardsticks import measure_of
from troupe_mcp.store import RunRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import Member, RunView

PLAYED = ("world", "interview", "validation")
"""The kinds of runs in which people said something."""


async def check_proposition(
    self: App,
    claim: str | Proposition,
    run: str = "",
    *,
    person: str = "",
    scored: bool = False,
    play: Play | None = None,
) -> RunView:
    """Judge one claim by what was said in a run, or by what one of its people perceived and said.

    A `Proposition` brings its person, and whether it is scored. Without a run it is judged by the person's description.
    A ready-made claim is named, e.g. `persona adherence`.
    Raises RequestError without a claim, with neither run nor person, or where nobody said anything in the run;
    NotFound, Ambiguous, and Conflict while the run plays.
    """
    play = play or Play()
    if isinstance(claim, Proposition):
        claim, person, scored = claim.claim, claim.person or person, claim.scored or scored
    if not clean(claim):
        raise RequestError("Give claim: one sentence that can be true or false, e.g. 'Oscar would pay for the app'.")
    if clean(claim).endswith("?"):
        raise RequestError(
            f"claim={clip(clean(claim), 80)!r} asks, and a verdict is yes or no to a statement. State what would be "
            'true, e.g. "Oscar would pay for the app"; extract_results(run=…, objective=…) answers a question.'
        )
    if not run and not person:
        raise RequestError("Give run: the claim is judged by what was said in it; or person: by their description.")
    given = {"claim": clean(claim), "run": run, "person": person, "scored": scored}
    digest = call_digest("check_proposition", {**given, "seed": play.seed, "played_by": play.played_by})
    if known := self.to_join(digest, play):
        return await self.rejoin(known, play)
    claim = clip(clean(claim), MOST_CLAIM)
    measure = measure_of(claim)
    if measure:
        claim, scored = measure.name, measure.yardstick is not None
    members: list[Member] = []
    if run:
        source = read_run(self, run)
        whom = _whom(source.id, self.cast(source), person, claim, each=bool(measure and measure.each))
        job = reading_job(
            self, source, play, digest, kind="proposition", word="check", title=clip(claim, 80),
            claim=claim, person=whom, scored=scored,
        )  # fmt: skip
    else:
        if measure:
            message = f"{claim!r} is judged by what people say and do. Give run: a talk or a world with {person[:80]}."
            raise RequestError(message)
        members = [only_member(self, person)]
        name = members[0].name
        job = RunRecord(
            mint("check", first_words([name])),
            "proposition",
            clip(claim, 80),
            settings=self.frozen(play, of=[], claim=claim, person=name, scored=scored),
            seed=fresh_seed(play),
            total=1,
            call_digest=digest,
        )
    if play.dry_run:
        from troupe_mcp.app.runs.prices import price_of_verdict

        return unplayed(job, members, await price_of_verdict(self, job, members))
    return await self.begin(job, [], members, play, self.warnings(job, play))


def _whom(source: str, cast: Sequence[Member], person: str, claim: str, *, each: bool) -> str:
    """Return whom of a run's people a claim is about. Raises NotFound, RequestError where one has to be named."""
    names = [member.name for member in cast]
    whom = named(cast, person) if person else ""
    if whom is None:
        raise NotFound(f"{person[:80]!r} is not in {source}: {', '.join(names[:12])}.")
    if each and not whom and len(names) > 1:
        raise RequestError(f"{claim!r} is judged for one person at a time. Give person: {', '.join(names[:12])}.")
    return whom or (names[0] if each else "")


def read_run(self: App, run: str) -> RunRecord:
    """Return a run in which people said something and that rests."""
    try:
        source = self.resting(run)
    except NotFound:
        if is_somebody(self, run):
            raise NotFound(
                f"run={run[:80]!r} is a person. Give person={run[:80]!r} without run: their description is read; or "
                "the run in which they talked. get_run() lists them."
            ) from None
        raise
    if source.kind not in PLAYED:
        raise RequestError(f"{source.id} is of the kind {source.kind}: nobody speaks in it. {_instead(source)}")
    return source


def _instead(source: RunRecord) -> str:
    """Return what to do with a run in which nobody speaks."""
    read = source.settings["spec"].get("of", ())
    if source.kind == "survey":
        return (
            f'get_run(run="{source.id}") has the shares that decide a claim; extract_results(run="{source.id}", '
            'objective="…") what was answered and why.'
        )
    if source.kind == "casting":
        return f'run_world(people=["{source.id}"], say="…") has its people talk; give that run.'
    return f'Give the run that it reads: run="{read[0]}".' if read else "Give the run in which people talked."


def reading_job(
    self: App, source: RunRecord, play: Play, digest: str, *, kind: str, word: str, title: str, **spec: Any
) -> RunRecord:
    """Return the run of a study that reads one other, with that one's seed unless another is asked for."""
    return RunRecord(
        mint(word, source.id.rsplit("-", 1)[0]),
        kind,
        title,
        settings=self.frozen(
            play,
            [source.id] if rests_on_rehearsal(source) else [],
            of=[source.id],
            until=self.store.last_position(source.id),
            **spec,
        ),
        seed=source.seed if play.seed is None else play.seed,
        total=1,
        call_digest=digest,
    )
