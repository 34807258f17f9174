"""The roster of a casting: from what a caller gives to the people who are wanted, and those who need no call."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.app.people.making import check_size
from troupe_mcp.errors import NotAllowed, RequestError
from troupe_mcp.language.text import clean, one_line
from troupe_mcp.simulation.casting.casting import Place
from troupe_mcp.simulation.casting.lots import circumstances, initials, leanings
from troupe_mcp.simulation.casting.portrayal import LONGEST
from troupe_mcp.simulation.casting.quotas import as_given, cells_of
from troupe_mcp.simulation.casting.rows import is_table, read_rows
from troupe_mcp.simulation.people.persona import Persona, merge, read_document

if TYPE_CHECKING:
    from troupe_mcp.app.app import App
    from troupe_mcp.simulation.casting.demography import Demography

MOST_CAST = 1000
"""People in one call who are written."""
MOST_GIVEN = 10_000
"""People in one call who are given, so that nobody is asked."""
MAX_DESCRIPTION = 4000
MAX_SPOKEN = 2_000_000
"""Characters of all transcripts in one call."""
EACH = 'each=["a baker, 34, …", {"name": "Ana", "age": 34, …}, {"transcript": "…"}], or a CSV text, or file:NAME.csv'


@dataclass(frozen=True, slots=True)
class Roster:
    """The places of a casting in their order, and the documents of those who are ready, by their place."""

    places: Sequence[Place]
    ready: Mapping[int, Mapping[str, Any]] = field(default_factory=dict[int, Mapping[str, Any]])

    @property
    def calls(self) -> int:
        """People for whom somebody is asked."""
        return len(self.places) - len(self.ready)


def drawn(count: int, demography: Demography | None, seed: int) -> Roster:
    """Return so many people by a demography, or of whom nothing is known yet; the same seed gives the same."""
    nothing: dict[str, Any] = {}
    cells = cells_of(demography, count, seed) if demography else [nothing] * count
    lots = zip(cells, initials(count, seed), leanings(count, seed), circumstances(count, seed), strict=True)
    return Roster([
        Place(line=in_words(cell), given=as_given(cell), initials=letters, leaning=leaning, circumstances=lived)
        for cell, letters, leaning, lived in lots
    ])  # fmt: skip


def in_words(cell: Mapping[str, Any]) -> str:
    """Return who somebody of a cell is: `age 34, female, region: North`."""
    plain = {"age": f"age {cell.get('age')}", "gender": str(cell.get("gender"))}
    return ", ".join(plain.get(key) or f"{key.replace('_', ' ')}: {value}" for key, value in cell.items())


def listed(
    self: App, each: Sequence[Any], mapping: Mapping[str, str], weights: str, given: Mapping[str, Any], seed: int
) -> Roster:
    """Return the people of the caller's own list, or of the rows of a table; `given` holds for all of them.

    Raises RequestError for an item or a row that is none, NotAllowed for too many, NotFound for a file.
    """
    each = _opened(self, each)
    if len(each) == 1 and isinstance(each[0], str) and (mapping or weights or is_table(each[0])):
        rows = read_rows(each[0], mapping, weights, MOST_GIVEN)
        documents = [merge(given, row.document, overwrite=True) for row in rows]
        for row, document in zip(rows, documents, strict=True):
            _check(f"line {row.line}", document, named=False)
        return Roster([Place(ready=True)] * len(rows), dict(enumerate(documents)))
    if mapping or weights:
        raise RequestError(f"mapping and weights belong to a table: {EACH}.")
    if not each:
        raise RequestError(f"each is empty. Give one item a person: {EACH}.")
    if len(each) > MOST_GIVEN:
        raise NotAllowed(f"each has {len(each):,} items; at most {MOST_GIVEN:,} people are possible in one call.")
    lots = initials(len(each), seed)
    places = [_place(f"each[{at}]", item, lots[at]) for at, item in enumerate(each)]
    ready = {at: merge(given, place.given, overwrite=True) for at, place in enumerate(places) if place.ready}
    for at, document in ready.items():
        _check(f"each[{at}]", document)
    if sum(len(place.transcript) for place in places) > MAX_SPOKEN:
        raise NotAllowed(f"The transcripts have more than {MAX_SPOKEN:,} characters. Give fewer in one call.")
    return Roster([Place(ready=True) if place.ready else place for place in places], ready)


def _opened(self: App, each: Sequence[Any]) -> Sequence[Any]:
    """Return the items, those of a file that is named instead of them, or of a JSON list given as one text."""
    text = each[0] if len(each) == 1 and isinstance(each[0], str) else ""
    if text.startswith("file:"):
        text = self.files.table(text.removeprefix("file:").strip())
        each = [text]
    if text.lstrip().startswith("["):
        try:
            found = json.loads(text)
        except ValueError:
            return each
        return cast("list[Any]", found) if isinstance(found, list) else each
    return each


def _place(where: str, item: Any, letters: str) -> Place:
    """Return the place of one item: a description, a transcript, or a document as it is."""
    if isinstance(item, str):
        return Place(line=described(where, item), initials=letters)
    if not isinstance(item, Mapping):
        raise RequestError(f"{where} is {str(item)[:60]!r}; expected a text or an object: {EACH}.")
    document = dict(read_document(item, "TinyPerson"))
    check_size(document)
    name = one_line(document["name"]) if isinstance(document.get("name"), str) else ""
    rest = {key: value for key, value in document.items() if key not in {"name", "transcript", "description"}}
    if "transcript" in document:
        Persona.of(rest, name or "Somebody")
        return Place(given=rest, name=name, transcript=spoken(where, document["transcript"]))
    if "description" in document:
        Persona.of(rest, name or "Somebody")
        return Place(described(where, document["description"]), rest, name, letters)
    return Place(given=document, ready=True)


def described(where: str, text: Any) -> str:
    """Return a description as it is kept. Raises RequestError without one, NotAllowed where it is too long."""
    kept = clean(text) if isinstance(text, str) else ""
    if not kept:
        raise RequestError(f"{where} says nothing. Give who this is, e.g. 'a 34-year-old baker in Leeds on nights'.")
    if len(kept) > MAX_DESCRIPTION:
        raise NotAllowed(f"{where} has {len(kept):,} characters; at most {MAX_DESCRIPTION:,} are possible.")
    return kept


def spoken(where: str, text: Any) -> str:
    """Return a transcript as it is kept. Raises RequestError without one, NotAllowed where it is too long."""
    kept = clean(text) if isinstance(text, str) else ""
    if not kept:
        raise RequestError(f"{where} has an empty transcript. Give the interview as text, one line a turn.")
    if len(kept) > LONGEST:
        raise NotAllowed(
            f"{where} has a transcript of {len(kept):,} characters; at most {LONGEST:,} are possible. Give the "
            "passages in which the person talks of themselves."
        )
    return kept


def _check(where: str, document: Mapping[str, Any], *, named: bool = True) -> None:
    """Raise RequestError or NotAllowed, with the place, where a document is no persona."""
    try:
        check_size(document)
        Persona.of(document, "" if named or "name" in document else "Somebody")
    except RequestError as fault:
        raise type(fault)(f"{where}: {fault}") from fault
