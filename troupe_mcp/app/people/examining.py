"""The verb that examines a person: an interview against expectations, what they know, whether they hold to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.app.handles import only_member
from troupe_mcp.app.naming import call_digest, first_words, mint
from troupe_mcp.app.runs.play import Play
from troupe_mcp.app.runs.playing import fresh_seed, unplayed
from troupe_mcp.errors import NotAllowed, RequestError
from troupe_mcp.language.text import clean
from troupe_mcp.store import RunRecord
from troupe_mcp.studies.checks import CHECKS, USUAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import Estimate, RunView
    from troupe_mcp.studies.checks import Check


MOST_QUESTIONS = 20
USUALLY_ASKED: dict[str, int] = {"expectations": 6, "knowledge": 6}
"""Questions of an interview, until it is planned."""


async def validate_person(
    self: App,
    person: str,
    *,
    expectations: str = "",
    checks: Sequence[Check] = (),
    questions: int | None = None,
    play: Play | None = None,
) -> RunView:
    """Examine a person by some checks, by default expectations and knowledge, and score each from 0 to 1.

    Expectations are their own specification where none are given. What six questions leave open is asked on about, up
    to `questions` in all. Raises RequestError for a check that there isn't, NotAllowed for too many questions, NotFound
    and Ambiguous for the person.
    """
    from troupe_mcp.app.runs.prices import price_of_examining
    from troupe_mcp.studies.validation import FURTHER, QUESTIONS

    play = play or Play()
    if unknown := next((check for check in checks if check not in CHECKS), None):
        raise RequestError(f"checks names {str(unknown)[:40]!r}; there are {', '.join(CHECKS)}.")
    most = QUESTIONS + FURTHER if questions is None else questions
    if not 1 <= most <= MOST_QUESTIONS:
        raise NotAllowed(f"questions={most}; from 1 to {MOST_QUESTIONS} are possible.")
    chosen = [check for check in CHECKS if check in (checks or USUAL)]
    given = {
        "person": person,
        "expectations": expectations,
        **({"checks": chosen} if checks else {}),
        "questions": most,
    }
    digest = call_digest("validate_person", {**given, "seed": play.seed, "played_by": play.played_by})
    if known := self.to_join(digest, play):
        return await self.rejoin(known, play)
    members = [only_member(self, person)]
    name = members[0].name
    job = RunRecord(
        mint("validate", first_words([name])),
        "validation",
        f"Is {name} true to {'expectations' if expectations else 'their description'}?",
        settings=self.frozen(play, expectations=clean(expectations)[:8000], checks=chosen, questions=most),
        seed=fresh_seed(play),
        total=sum(USUALLY_ASKED.get(check, 0) for check in chosen) or 1,
        call_digest=digest,
    )
    if play.dry_run:
        return unplayed(job, members, await price_of_examining(self, job, members[0], chosen))
    others = {
        check: as_price(await price_of_examining(self, job, members[0], [check]))
        for check in CHECKS
        if check not in chosen
    }
    job.settings["spec"]["not_run"] = others
    return await self.begin(job, [], members, play, self.warnings(job, play))


def as_price(price: Estimate) -> dict[str, Any]:
    """Return what a check that is not run would cost, as it is kept with the run: calls and dollars, least to most."""
    usd = [round(value, 4) for value in price.usd] if price.usd else None
    return {"calls": list(price.calls), "usd": usd}
