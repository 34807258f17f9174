"""The verbs that make a person and find people."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from troupe_mcp.app.naming import longer, mint
from troupe_mcp.app.people.demographics import demographics
from troupe_mcp.app.people.searching import asks_words, best, stem, words_of
from troupe_mcp.app.views import Member, PeoplePage, PersonView
from troupe_mcp.errors import Conflict, NotAllowed, RequestError
from troupe_mcp.language.text import clip
from troupe_mcp.simulation.people.names import first_name
from troupe_mcp.simulation.people.persona import Fragment, Persona, Spec, merge, read_document, slug, summary
from troupe_mcp.store.records import PersonRecord

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.runs.play import Play
    from troupe_mcp.app.views import RunView

TRIES = 4
MOST_FOUND = 100
MAX_PERSONA = 200_000
"""Characters of JSON that one person may have."""


async def create_person(
    self: App,
    *,
    description: str = "",
    transcript: str = "",
    like: str | None = None,
    persona: Mapping[str, Any] | None = None,
    fragments: Sequence[str | Fragment] = (),
    name: str | None = None,
    overwrite: bool = False,
    play: Play | None = None,
) -> PersonView:
    """Make a person and keep them: `like` somebody, changed by `persona`, with fragments mixed in.

    Of a `description`, or the `transcript` of an interview, whoever plays writes them, as `create_people` does.
    With `like`, `persona` may be a fragment's file as well. Raises RequestError where nothing is given or the persona
    is malformed, NotFound, and Conflict where a fragment contradicts the person and `overwrite` is not asked for, or
    where nobody was written.
    """
    if description or transcript:
        if like:
            raise RequestError("Give description or like, not both. To change somebody: like with persona.")
        view = await self.create_people(
            description, transcript=transcript, name=name or "", persona=persona, fragments=fragments, play=play
        )
        return _written(self, view)
    if not (like or persona or fragments or name):
        message = "Nothing to make a person of: give one of description, like, persona, fragments, name."
        raise RequestError(message)
    spec: dict[str, Any] = dict(self.member(like).persona.spec) if like else {}
    if persona is not None:
        own = read_document(persona, "TinyPerson", *(["Fragment"] if like else []))
        check_size(own)
        spec = merge(spec, own, overwrite=True)
    wanted = [self.fragment(each) for each in fragments]
    for fragment in wanted:
        spec = fragment.mixed_into(spec, overwrite=overwrite)
    if not spec.get("name") and not name:
        message = "This person has no name. Add name='…', or persona={'name': '…'}, or like='Lisa Carter'."
        raise RequestError(message)
    made = Persona.of(spec, name or "")
    record = PersonRecord(
        id=mint("p", first_name(made.name)),
        version=1,
        name=made.name,
        spec=made.spec,
        digest=made.digest,
        made_from={"like": like, "fragments": [fragment.name for fragment in wanted]},
        retired=False,
        created=self.now(),
    )
    return view_of(await _kept(self, record))


def _written(self: App, view: RunView) -> PersonView:
    """Return the one person whom a casting made. Raises Conflict where it is not done."""
    made = self.store.find_person(view.cast[0].person) if view.cast else None
    if made is None:
        run = view.run
        why = " ".join(view.warnings)
        raise Conflict(f'Nobody is written yet: {run.id} is {run.status}. {why} continue_run(run="{run.id}") goes on.')
    return view_of(made)


async def _kept(self: App, record: PersonRecord) -> PersonRecord:
    """Save a new person under their id, or a longer one where somebody has it."""
    for _ in range(TRIES):
        try:
            await self.store.save_person(record)
        except Conflict:
            record = replace(record, id=longer(record.id))
        else:
            return record
    await self.store.save_person(record)
    return record


def check_size(spec: Spec) -> None:
    """Raise RequestError where a persona is not plain JSON, NotAllowed where it is too long."""
    try:
        size = len(json.dumps(spec, ensure_ascii=False))
    except (TypeError, ValueError, RecursionError) as fault:
        message = "The persona is not plain JSON; give text, numbers, lists and objects only."
        raise RequestError(message) from fault
    if size > MAX_PERSONA:
        message = f"The persona has {size:,} characters; at most {MAX_PERSONA:,} are possible. Long texts: documents."
        raise NotAllowed(message)


def find_people(
    self: App,
    *,
    query: str = "",
    kind: Literal["person", "library", "fragment", "any"] = "any",
    run: str | None = None,
    cursor: str = "",
    limit: int = 20,
) -> PeoplePage:
    """Return people made, newest first, then the library, then fragments, by page.

    With a query: those of whom all its words are said, or else any, best first; nobody where it holds no letter and no
    digit. Raises NotFound for the run.
    """
    if query.split() and not asks_words(query):
        return PeoplePage(())
    if run:
        return _page(best([_of_member(member) for member in self.cast(self.run(run))], query), cursor, limit)
    shipped: list[PersonView] = []
    if kind in {"library", "any"}:
        shipped += [_shipped(persona) for persona in self.library.people.values()]
    if kind in {"fragment", "any"}:
        shipped += [_of_fragment(fragment) for fragment in self.library.fragments.values()]
    if query.split():
        made = _made_with(self, query) if kind in {"person", "any"} else []
        return _page(best([*made, *shipped], query), cursor, limit)
    if kind in {"library", "fragment"} or cursor.startswith("shipped:"):
        return _page(shipped, cursor, limit)
    made = [view_of(record) for record in self.store.list_people(after=cursor, limit=limit + 1)]
    if len(made) > limit:
        return PeoplePage(tuple(made[:limit]), next_cursor=made[limit - 1].id)
    rest = _page(shipped, "", limit - len(made))
    return PeoplePage((*made, *rest.people), rest.next_cursor)


def _made_with(self: App, query: str) -> list[PersonView]:
    """Return the newest people made in whom any of the words stands, or its stem, the longest looked for first.

    The newest of those called so are among them, however many others there are of whom the word is said.
    Where an age or gender is asked for, the newest of all are among them. An id is a word as it is: without what looks
    like an ending it would be another.
    """
    asked = demographics(query)
    longest = sorted(words_of(query), key=len, reverse=True)[:8]
    sought = dict.fromkeys(form for word in longest for form in (word, stem(word)))
    if asked.asks():
        sought |= {asked.gender: None, "": None}
    looked = [(word, True) for word in longest] + [(word, False) for word in sought]
    pages = [self.store.list_people(query=word, limit=MOST_FOUND, called=called) for word, called in looked]
    found = {record.id: record for page in pages for record in page}
    return [view_of(record) for record in found.values()]


def _page(views: Sequence[PersonView], cursor: str, limit: int) -> PeoplePage:
    at = cursor.removeprefix("shipped:")
    start = int(at) if at.isdecimal() else 0
    end = start + limit
    return PeoplePage(tuple(views[start:end]), f"shipped:{end}" if end < len(views) else "")


def view_of(record: PersonRecord) -> PersonView:
    """Return a saved version as verbs return it."""
    return PersonView(
        record.id, record.name, "person", record.version, summary(record.spec), record.spec, record.digest
    )


def _of_member(member: Member) -> PersonView:
    spec = member.persona.spec
    kind = "person" if member.version else "library"
    return PersonView(member.person, member.name, kind, member.version, summary(spec), spec, member.persona.digest)


@lru_cache(maxsize=512)
def _shipped(persona: Persona) -> PersonView:
    return _of_member(Member(persona.name, slug(persona.name), 0, persona))


def _of_fragment(fragment: Fragment) -> PersonView:
    name, spec = fragment.name, fragment.spec
    told = [item for key in ("beliefs", "other_facts") for item in spec.get(key, []) if isinstance(item, str)]
    return PersonView(name, name.replace("_", " "), "fragment", 0, clip(" ".join(told), 120), spec)
