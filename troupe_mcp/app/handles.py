"""Handles: whom and what a caller means, who names people, fragments and runs by an id, a name or an address."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from troupe_mcp.app.views import Member
from troupe_mcp.errors import Ambiguous, Conflict, NotAllowed, NotFound, RequestError
from troupe_mcp.language.text import clip
from troupe_mcp.runs.log import cast_of
from troupe_mcp.simulation.people.names import match_name
from troupe_mcp.simulation.people.persona import Fragment, Persona, distinct_names, slug, summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.store.records import PersonRecord, RunRecord

MOST_MEANT, LONGEST_LINE = 5, 56
"""People that a name may mean who are told, and characters of what is told of one."""


def member(self: App, handle: str, run: RunRecord | None = None) -> Member:
    """Return who a handle means: an id, somebody of the run's cast, somebody made, somebody of the library.

    Who is called just so comes before those of whose name it is only a word.
    Raises NotFound with the closest names, Ambiguous where several are meant.
    """
    wanted = handle.removeprefix("troupe://people/").removeprefix("troupe://library/").strip()
    record = self.store.find_person(wanted) if wanted.isascii() else None
    if record:
        return _member(record)
    if run:
        cast = self.cast(run)
        name = match_name(wanted, [member.name for member in cast])
        if name:
            return next(member for member in cast if member.name == name)
    made = self.store.people_named(wanted)
    just_so = [record for record in made if slug(record.name) == slug(wanted)]
    known = self.library.person(wanted) if wanted else None
    if known and not just_so and slug(known.name) == slug(wanted):
        return Member(known.name, slug(known.name), 0, known)
    made = just_so or made
    if len({record.digest for record in made}) == 1:
        return _member(made[0])  # the newest of equal copies
    if made:
        raise Ambiguous(_several(wanted, made))
    if known:
        return Member(known.name, slug(known.name), 0, known)
    raise NotFound(_nobody(self, wanted))


def named(cast: Sequence[Member], handle: str) -> str | None:
    """Return the name of whom a handle means in a cast: their id, or their name as far as it means but one."""
    by_id = next((member.name for member in cast if member.person == handle.strip()), None)
    return by_id or match_name(handle, [member.name for member in cast])


def members(self: App, handles: Sequence[str], run: RunRecord | None = None) -> list[Member]:
    """Return who the handles mean, in order, under names that are unique among them; a run means all its people."""
    found: list[Member] = []
    for handle in handles:
        other = self.store.find_run(handle.removeprefix("troupe://runs/"))
        found.extend(self.cast(other) if other else [_one_of_several(self, handle, run)])
    if len(found) > self.settings.limits.max_people:
        most = f"at most {self.settings.limits.max_people:,} are possible here"
        raise NotAllowed(f"{len(found):,} people; {most}. Ask fewer, or in parts.")
    names = distinct_names([each.name for each in found])
    return [Member(name, m.person, m.version, m.persona) for name, m in zip(names, found, strict=True)]


def only_member(self: App, handle: str) -> Member:
    """Return the one person whom a handle means; a run means the one in it.

    Raises RequestError where these are several people, or none; NotFound and Ambiguous.
    """
    run = self.store.find_run(handle.removeprefix("troupe://runs/"))
    if run is None:
        try:
            return self.member(handle)
        except NotFound:
            names = _listed(self, handle, None)
            if not names:
                raise
    else:
        cast = self.cast(run)
        if len(cast) == 1:
            return cast[0]
        names = [member.name for member in cast]
    if not names:
        raise RequestError(f"person={handle[:80]!r} is a run without people of its own. Give somebody's id or name.")
    others = f"{', '.join(names[1:MOST_MEANT])}{' …' if len(names) > MOST_MEANT else ''}"
    raise RequestError(
        f"person={handle[:80]!r} is {len(names)} people, and each is looked at alone. Give "
        f"person={json.dumps(names[0], ensure_ascii=False)}, then make the same call for {others}."
    )


def is_somebody(self: App, handle: str, run: RunRecord | None = None) -> bool:
    """Whether a handle means anybody, or several of one name."""
    try:
        self.member(handle, run)
    except NotFound:
        return False
    except Ambiguous:
        pass
    return True


def _one_of_several(self: App, handle: str, run: RunRecord | None) -> Member:
    """Return who a handle of a list means. Raises NotFound, with the right form of several names in one text."""
    try:
        return self.member(handle, run)
    except NotFound:
        if parts := _listed(self, handle, run):
            several = json.dumps(parts, ensure_ascii=False)
            raise NotFound(f"{handle[:80]!r} is several people in one text. Give a list: people={several}.") from None
        raise


def _listed(self: App, handle: str, run: RunRecord | None) -> list[str]:
    """Return the names of several people that stand in one text; nothing where it is no list of people."""
    parts = [part.strip() for part in handle.split(",")]
    return parts if len(parts) > 1 and all(is_somebody(self, part, run) for part in parts) else []


def cast(self: App, run: RunRecord) -> list[Member]:
    """Return the people of a run as it froze them."""
    pairs = zip(run.cast, cast_of(self.store, run), strict=True)
    return [Member(name, entry["person"], entry["version"], persona) for entry, (name, persona) in pairs]


def fragment(self: App, name: str | Fragment) -> Fragment:
    """Return a fragment of the library, or one's own as it is. Raises NotFound with all there are."""
    if isinstance(name, Fragment):
        return name
    found = self.library.fragment(name.removeprefix("troupe://fragments/"))
    if found is None:
        message = f"No fragment {name!r}. There are: {', '.join(sorted(self.library.fragments))}."
        raise NotFound(message)
    return found


def _several(wanted: str, made: Sequence[PersonRecord]) -> str:
    """Return whom a name may mean, the newest first, each told apart by more than an id."""
    called = len({record.name for record in made}) > 1
    told = [
        f"{record.id} ({clip(f'{record.name}: ' * called + summary(record.spec), LONGEST_LINE).rstrip(': ')})"
        for record in made[:MOST_MEANT]
    ]
    query = wanted[:40].replace('"', "'")
    more = f' … find_people(query="{query}") lists all.' if len(made) > MOST_MEANT else "."
    use = "the id or the whole name" if called else "an id"
    return (
        f"{wanted[:80]!r} is {len(made)} people, newest first: {', '.join(told)}{more} Use {use}, "
        "or give run to mean only its cast."
    )


def _nobody(self: App, wanted: str) -> str:
    made = {record.name: f"{record.name} ({record.id})" for record in self.store.list_people(limit=200)}
    shown = {persona.name: persona.name for persona in self.library.people.values()} | made
    words = {word.casefold(): name for name in shown for word in (name, *name.split())}
    close = dict.fromkeys(words[word] for word in difflib.get_close_matches(wanted.casefold(), words, 4, 0.6))
    nearest = f" Closest: {', '.join(shown[name] for name in list(close)[:3])}." if close else ""
    query = wanted[:40].replace('"', "'")
    return f'No person {wanted[:80]!r}.{nearest} find_people(query="{query}"), or create_person(name=…, persona=…).'


def _member(record: PersonRecord) -> Member:
    return Member(record.name, record.id, record.version, Persona(record.name, record.spec, record.digest))


def run(self: App, handle: str) -> RunRecord:
    """Return the run of a handle: its id, its URI or its title. Raises NotFound with the latest runs."""
    wanted = handle.removeprefix("troupe://runs/").strip()
    found = self.store.find_run(wanted)
    titled = self.store.runs_titled(wanted, 4) if wanted and found is None else []
    if found is None and len(titled) != 1:
        if titled:
            raise NotFound(
                f"{wanted[:80]!r} is the title of several: {', '.join(each.id for each in titled)}. Use an id."
            )
        latest = latest_runs(self)
        raise NotFound(
            f"No run {wanted[:80]!r}. "
            + (f"{latest} {_search(self, wanted)} get_run() lists all." if latest else "There is none yet.")
        )
    found = found or titled[0]
    status, reason = self.player.status(found)
    return found if status == found.status else replace(found, status=status, reason=reason)


def _search(self: App, wanted: str) -> str:
    """Return the call that searches for a run by the words it was called by: by as many as find any."""
    words = re.findall(r"[\w-]{4,40}", wanted)[:5]
    queries = (" ".join(words), *sorted(words, key=len, reverse=True))
    found = next((query for query in queries if query and self.store.list_runs(query=query, limit=1)), "")
    return f'get_run(query="{found}") finds some by their words.' if found else 'get_run(query="…") searches by words.'


def latest_runs(self: App) -> str:
    """Return the latest runs as a sentence; nothing where there is none."""
    told = "; ".join(f"{r.id} ({r.kind}, {self.player.status(r)[0]})" for r in self.store.list_runs(limit=3))
    return f"Your latest: {told}." if told else ""


def resting(self: App, handle: str) -> RunRecord:
    """Return a run that can be built upon. Raises Conflict while it is playing."""
    found = self.run(handle)
    if found.status == "running":
        message = (
            f"{found.id} is still running ({found.done} of {found.total}). "
            f'get_run(run="{found.id}") waits; cancel_run stops it.'
        )
        raise Conflict(message)
    return found


def finished(self: App, handle: str) -> RunRecord:
    """Return a run in which all that was planned has been played, and that can go on. Raises Conflict otherwise."""
    found = self.resting(handle)
    if found.kind == "survey":
        message = (
            f"{found.id} is a survey: its people answered alone, and it does not go on. Ask more in a new one: "
            f'ask_people(people=["{found.id}"], …); listen_and_act(people=["{found.id}"], say="…") talks with the '
            "same people, who know nothing of the survey."
        )
        raise Conflict(message)
    if found.status != "done":
        message = (
            f"{found.id} is {found.status} at {found.done} of {found.total}. "
            f'continue_run(run="{found.id}") finishes it first; run_world(fork_of="{found.id}") goes another way.'
        )
        raise Conflict(message)
    return found
