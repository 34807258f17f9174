"""The verb that makes people of a description: a run of its own, whose cast they become."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.app.naming import call_digest, first_words, longer, mint
from troupe_mcp.app.people import check_size
from troupe_mcp.app.playing import Play, fresh_seed, unplayed
from troupe_mcp.errors import NotAllowed, RequestError
from troupe_mcp.language.text import clean, one_line
from troupe_mcp.simulation.persona import Persona, read_document
from troupe_mcp.store import RunRecord

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import Estimate, RunView

MOST_CAST = 100
MAX_DESCRIPTION = 4000


async def create_people(
    self: App,
    description: str,
    count: int | None = None,
    *,
    name: str = "",
    persona: Mapping[str, Any] | None = None,
    fragments: Sequence[str] = (),
    dimensions: Sequence[str] = (),
    play: Play | None = None,
) -> RunView:
    """Make people of a description, in a run whose cast they become: one, or after a plan as many as `count` says.

    What `persona` gives is kept, and the rest is written to it; fragments are mixed in last. Raises RequestError
    without a description, NotAllowed for too many people, NotFound for a fragment.
    """
    play = play or Play()
    told = clean(description)
    if not told:
        raise RequestError("Give description: who this is, e.g. 'a 34-year-old baker in Leeds who works nights'.")
    if len(told) > MAX_DESCRIPTION:
        raise NotAllowed(f"The description has {len(told):,} characters; at most {MAX_DESCRIPTION:,} are possible.")
    if count is not None and not 1 <= count <= MOST_CAST:
        raise NotAllowed(f"count={count}; from 1 to {MOST_CAST} people are possible in one call.")
    own = dict(read_document(persona, "TinyPerson")) if persona else {}
    check_size(own)
    called = one_line(name) or (one_line(own["name"]) if isinstance(own.get("name"), str) else "")
    Persona.of(own, called or "Somebody")
    mixed = {wanted: self.fragment(wanted) for wanted in fragments}
    arguments = {"description": told, "count": count, "name": called, "persona": own, "fragments": list(fragments)}
    varied = [one_line(each)[:80] for each in dimensions][:12]
    digest = call_digest(
        "create_people", {**arguments, "dimensions": varied, "seed": play.seed, "played_by": play.played_by}
    )
    if known := self.to_join(digest, play):
        return await self.rejoin(known, play)
    settings = self.frozen(
        play,
        description=told,
        planned=count is not None,
        ids=[_free(self, called or "cast") for _ in range(count or 1)],
        name=called,
        persona={key: value for key, value in own.items() if key != "name"},
        fragments=mixed,
        dimensions=varied,
        taken=[person.name for person in self.library.people.values()],
    )
    title = f"{count} people: {told}" if count else told
    job = RunRecord(
        mint("cast", called or first_words(told.split(), 3)),
        "casting",
        title[:80],
        settings=settings,
        seed=fresh_seed(play),
        total=count or 1,
        call_digest=digest,
    )
    if play.dry_run:
        from troupe_mcp.app.prices import price_of_casting

        return unplayed(job, [], await price_of_casting(self, job, count))
    return await self.begin(job, [], [], play, self.warnings(job, play))


def price_of_turns(self: App, view: RunView) -> Estimate | None:
    """Return what it costs to ask each of those who were written one thing; None where nobody is, or it is free."""
    if not view.cast or view.run.settings["rehearsed"]:
        return None
    from troupe_mcp.app.prices import price_of_turns as priced

    return priced(self, view.run)


def _free(self: App, called: str) -> str:
    """Return an id that nobody has."""
    person = mint("p", called.split(maxsplit=1)[0])
    while self.store.find_person(person):
        person = longer(person)
    return person
