"""Where the people of a report come from: the library, a description, a demography, a list, or somebody's hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.app.labels import REHEARSAL, player
from troupe_mcp.language.text import clip

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import Member
    from troupe_mcp.store.records import PersonRecord, RunRecord

MOST_NAMED = 6
"""People whom an origin names beside others; of more it says how many."""
LONGEST = 200
"""Characters of a description that an origin quotes."""


def origins_of(self: App, members: Iterable[Member]) -> tuple[str, ...]:
    """Return where these people come from, a phrase for all who come from the same place, with who they are."""
    together: dict[str, dict[str, str]] = {}
    made: dict[str, str] = {}
    for member in {member.person: member for member in members}.values():
        first = self.store.find_person(member.person, 1) if member.version else None
        came = _of_a_person(self, first, made) if first else "from the library"
        edited = ", edited since" if member.version > 1 else ""
        together.setdefault(f"{came}{edited}", {})[member.person] = member.name
    several = len(together) > 1
    return tuple(f"{_who([*names.values()], named=several)} {came}" for came, names in together.items())


def _who(names: list[str], *, named: bool) -> str:
    """Return who these are: by name where others come from elsewhere."""
    if len(names) == 1 or (named and len(names) <= MOST_NAMED):
        return ", ".join(names)
    return f"{len(names):,} people"


def _of_a_person(self: App, record: PersonRecord, known: dict[str, str]) -> str:
    """Return where somebody who was made comes from; what a casting says is read once."""
    origin: Mapping[str, Any] = record.made_from or {}
    if "run" not in origin:
        like = f"made after {origin['like']}" if origin.get("like") else "given as a document"
        mixed = f", with {', '.join(origin['fragments'])}" if origin.get("fragments") else ""
        return like + mixed
    if origin["run"] not in known:
        run = self.store.find_run(origin["run"])
        known[origin["run"]] = _of_a_casting(run) if run else _of_a_description(origin)
    return known[origin["run"]]


def _of_a_description(origin: Mapping[str, Any]) -> str:
    told = origin.get("description")
    return f"made of the description “{clip(told, LONGEST)}”" if told else "made of a list"


def _of_a_casting(run: RunRecord) -> str:
    """Return how a casting came to its people, and who wrote them: nobody where they were given."""
    spec: Mapping[str, Any] = run.settings["spec"]
    of: list[str] = []
    if spec["description"]:
        of.append(f"the description “{clip(spec['description'], LONGEST)}”")
    if spec["demography"]:
        of.append(f"a demography ({', '.join(spec['demography'])})")
    if any(place.get("transcript") for place in spec["places"]):
        of.append("transcripts" if spec["group"] else "a transcript")
    if not spec["calls"]:
        return f"given as documents or rows of a table ({run.id})"
    by = "the rehearsal" if player(run) == REHEARSAL else player(run)
    return f"made of {' and '.join(of) or 'a list of descriptions'}, written by {by} ({run.id})"
