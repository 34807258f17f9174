"""The verb that makes people: of a description, a demography, a list, a table or transcripts, in a run of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.app.naming import call_digest, first_words, longer, mint
from troupe_mcp.app.people.making import check_size
from troupe_mcp.app.people.overruling import overruled
from troupe_mcp.app.people.roster import MOST_CAST, MOST_GIVEN, Roster, described, drawn, listed, spoken
from troupe_mcp.app.runs.play import Play
from troupe_mcp.app.runs.playing import fresh_seed, unplayed
from troupe_mcp.app.views import Member
from troupe_mcp.errors import NotAllowed, RequestError
from troupe_mcp.language.text import clean, one_line
from troupe_mcp.simulation.casting.casting import Place
from troupe_mcp.simulation.casting.demography import Demography, read_demography
from troupe_mcp.simulation.people.names import first_name
from troupe_mcp.simulation.people.persona import Fragment, Persona, read_document
from troupe_mcp.simulation.worlds.events import Found
from troupe_mcp.store import RunRecord

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import RunView

WHO = (
    'Say who: count=30 with description="…" and/or demography={"age": {"18-29": 0.3, "30+": 0.7}}, or each=[…], one '
    "item a person."
)


async def create_people(
    self: App,
    description: str = "",
    count: int | None = None,
    *,
    each: Sequence[Any] | None = None,
    demography: Mapping[str, Any] | None = None,
    mapping: Mapping[str, str] | None = None,
    weights: str = "",
    transcript: str = "",
    name: str = "",
    persona: Mapping[str, Any] | None = None,
    fragments: Sequence[str | Fragment] = (),
    dimensions: Sequence[str] = (),
    play: Play | None = None,
) -> RunView:
    """Make people in a run whose cast they become: one, of a description or a transcript; `count` of a description
    and/or a demography; or those of `each`, whose documents and rows of a table need no call.

    What `persona` gives holds for all of them, and the rest is written to it; fragments are mixed in last. Raises
    RequestError where it isn't said who, NotAllowed for too many, NotFound for a fragment or a file.
    """
    play = play or Play()
    shares = None if demography is None else read_demography(demography)
    own = dict(read_document(persona, "TinyPerson")) if persona else {}
    check_size(own)
    called = one_line(name) or (one_line(own["name"]) if isinstance(own.get("name"), str) else "")
    Persona.of(own, called or "Somebody")
    given = {key: value for key, value in own.items() if key != "name"}
    mixed = {found.name: dict(found.spec) for found in map(self.fragment, fragments)}
    varied = [one_line(dimension)[:80] for dimension in dimensions][:12]
    request = {
        "description": description, "count": count, "each": list(each or ()), "demography": demography,
        "mapping": mapping, "weights": weights, "transcript": transcript, "name": called, "persona": given,
        "fragments": [each if isinstance(each, str) else [each.name, each.spec] for each in fragments],
        "dimensions": varied,
    }  # fmt: skip
    digest = call_digest("create_people", {**request, "seed": play.seed, "played_by": play.played_by})
    if known := self.to_join(digest, play):
        return await self.rejoin(known, play)
    seed = fresh_seed(play)
    if each is not None:
        _only(each=True, count=count, dimensions=varied, transcript=transcript)
        roster = listed(self, each, mapping or {}, weights, given, seed)
    elif mapping or weights:
        raise RequestError("mapping and weights belong to a table: give it as each, as CSV text or file:NAME.csv.")
    elif count is None:
        _only(count=None, demography=demography, dimensions=varied)
        roster = _one(description, transcript, called)
    else:
        _only(transcript=transcript)
        roster = _several(description, count, shares, seed)
    _check_many(roster)
    group = each is not None or count is not None
    told = described("description", description) if description else ""
    settings = self.frozen(
        play,
        description=told,
        group=group,
        planned=count is not None and (bool(varied) or shares is None),
        calls=roster.calls,
        ids=_ids(self, len(roster.places)) if group else [_free(self, called or "cast")],
        places=[place.as_json() for place in roster.places],
        persona=given,
        fragments=mixed,
        dimensions=varied,
        demography=demography,
        weighted=bool(weights),
        taken=[person.name for person in self.library.people.values()],
    )
    people = len(roster.places)
    what = told or ("of a demography" if shares else "of a list" if each is not None else called or "of a transcript")
    job = RunRecord(
        mint("cast", called or first_words(what.split(), 3)),
        "casting",
        (f"{people:,} people: {what}" if group else what)[:80],
        settings=settings,
        seed=seed,
        done=len(roster.ready),
        total=people,
        call_digest=digest,
    )
    contradicted = overruled(told, shares)
    if play.dry_run:
        from troupe_mcp.app.runs.prices import price_of_casting

        return unplayed(
            job, _shown(roster), await price_of_casting(self, job), (*(shares.notes if shares else ()), *contradicted)
        )
    events = [Found(0, "casting", settings["spec"]["ids"][at], document) for at, document in roster.ready.items()]
    notes = [*(shares.notes if shares else ()), *contradicted, *(self.warnings(job, play) if roster.calls else ())]
    return await self.begin(job, events, [], play, notes)


def _only(**others: object) -> None:
    """Raise RequestError where something is given that doesn't go with the rest."""
    each = others.pop("each", False)
    wrong = [name for name, value in others.items() if value not in (None, "", [], ())]
    if wrong:
        with_what = "each, which already says who and how many" if each else "what else is given"
        raise RequestError(f"{' and '.join(wrong)} can't go with {with_what}. {WHO}")


def _one(description: str, transcript: str, called: str) -> Roster:
    if bool(clean(description)) == bool(transcript):
        raise RequestError(
            "Give description: who this is, e.g. 'a 34-year-old baker in Leeds who works nights'."
            if not transcript
            else "Give description or transcript, not both: what a person said is all that a transcript's person has."
        )
    if transcript:
        return Roster([Place(name=called, transcript=spoken("transcript", transcript))])
    return Roster([Place(line=described("description", description), name=called)])


def _several(description: str, count: int, shares: Demography | None, seed: int) -> Roster:
    if not (description or shares):
        raise RequestError(f"count={count}, but not who they are. {WHO}")
    if not 1 <= count <= MOST_CAST:
        raise NotAllowed(
            f"count={count:,}; from 1 to {MOST_CAST:,} people can be written in one call. Up to {MOST_GIVEN:,} can be "
            "given as each (JSON or CSV), for which nobody is asked."
        )
    return drawn(count, shares, seed)


def _check_many(roster: Roster) -> None:
    if roster.calls > MOST_CAST:
        raise NotAllowed(
            f"each has {roster.calls:,} people who would have to be written; at most {MOST_CAST:,} can be in one call. "
            "Those given as whole documents, or as rows of a table, don't count."
        )


def _shown(roster: Roster) -> list[Member]:
    """Return who is ready, for a plan: they have no ids yet."""
    return [
        Member(persona.name, "", 0, persona)
        for at, document in roster.ready.items()
        for persona in [Persona.of(document, str(document.get("name") or f"Person {at + 1}"))]
    ]


def _ids(self: App, count: int) -> list[str]:
    """Return ids that nobody has: one stem, numbered."""
    stem = mint("p", "cast")
    while self.store.find_person(f"{stem}-1"):
        stem = longer(stem)
    return [f"{stem}-{number}" for number in range(1, count + 1)]


def _free(self: App, called: str) -> str:
    """Return an id that nobody has."""
    person = mint("p", first_name(called))
    while self.store.find_person(person):
        person = longer(person)
    return person
