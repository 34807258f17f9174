"""The verb that changes who somebody is: a new version, and runs keep the versions they froze."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.app.documents.reading import as_documents
from troupe_mcp.app.people.making import TRIES, check_size, view_of
from troupe_mcp.app.scenes.requests import tidy
from troupe_mcp.errors import Conflict, NotAllowed, NotFound, RequestError
from troupe_mcp.language.text import clip, one_line
from troupe_mcp.simulation.memory.memory import KEY
from troupe_mcp.simulation.people.persona import Fragment, Persona, Spec, merge, read_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.app.views import PersonView
    from troupe_mcp.store.records import PersonRecord

MAX_MEMORY = 2000
"""Characters of one thing to remember; longer texts are documents."""
MOST_TOLD = 20
"""Changes that a result tells, each in one line."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A person after a change, and what changed, a line each; none where they were so already."""

    person: PersonView
    changed: tuple[str, ...]
    retired: bool = False


async def edit_person(
    self: App,
    person: str,
    *,
    define: Mapping[str, Any] | None = None,
    fragments: Sequence[str | Fragment] = (),
    remember: Sequence[str] = (),
    documents: Sequence[str] = (),
    retire: bool | None = None,
) -> Edited:
    """Make a new version of somebody: `define` merged deeply (null removes), fragments mixed in, memories added.

    `documents` are texts they have read, the first line the title. `retire` hides them, false brings them back.
    Raises RequestError where nothing is changed or the person is of the library, NotFound, Conflict, NotAllowed.
    """
    if not (define or fragments or remember or documents or retire is not None):
        raise RequestError("Nothing to change: give one of define, fragments, remember, documents, retire.")
    taught = [*_remembered(remember), *(await _read(self, documents))]
    for _ in range(TRIES - 1):
        try:
            return await _edited(self, person, define or {}, fragments, taught, retire=retire)
        except _Overtaken:
            continue  # somebody else changed them in this very moment
    return await _edited(self, person, define or {}, fragments, taught, retire=retire)


class _Overtaken(Conflict):
    """Another change made the next version first."""


async def _edited(
    self: App,
    person: str,
    define: Mapping[str, Any],
    fragments: Sequence[str | Fragment],
    taught: Sequence[Any],
    *,
    retire: bool | None,
) -> Edited:
    record = _record(self, person)
    spec: dict[str, Any] = dict(record.spec)
    if define:
        own = read_document(define, "TinyPerson")
        check_size(own)
        spec = merge(spec, own, overwrite=True)
    wanted = [self.fragment(each) for each in fragments]
    for fragment in wanted:
        spec = fragment.mixed_into(spec)
    if taught:
        spec = merge(spec, {KEY: taught}) if isinstance(spec.get(KEY, []), list) else {**spec, KEY: taught}
    check_size(spec)
    made = Persona.of(spec)
    retired = record.retired if retire is None else retire
    changed = [*_changes(record.spec, made.spec)]
    if retired != record.retired:
        changed.append("retired" if retired else "brought back")
    if not changed:
        return Edited(view_of(record), (), retired)
    new = replace(
        record,
        version=record.version + 1,
        name=made.name,
        spec=made.spec,
        digest=made.digest,
        made_from={"edited": record.version, "fragments": [fragment.name for fragment in wanted]},
        retired=retired,
        created=self.now(),
    )
    try:
        await self.store.save_person(new)
    except Conflict as conflict:
        raise _Overtaken(str(conflict)) from conflict
    more = [f"and {len(changed) - MOST_TOLD} more"] if len(changed) > MOST_TOLD else []
    return Edited(view_of(new), (*changed[:MOST_TOLD], *more), retired)


def _record(self: App, person: str) -> PersonRecord:
    meant = self.member(person)
    if not meant.version:
        name = meant.name.replace('"', "'")
        message = f'{name} is of the library and stays as they are. Make your own: create_person(like="{name}").'
        raise RequestError(message)
    record = self.store.find_person(meant.person)
    if record is None:
        raise NotFound(f"{meant.person} is gone.")
    return record


def _remembered(texts: Sequence[str]) -> list[str]:
    kept = [tidy(f"remember[{at}]", text) for at, text in enumerate(texts)]
    for at, text in enumerate(kept):
        if len(text) > MAX_MEMORY:
            raise NotAllowed(
                f"remember[{at}] has {len(text):,} characters; at most {MAX_MEMORY:,}. What they have read: documents."
            )
    return [one_line(text) for text in kept]


async def _read(self: App, documents: Sequence[str]) -> list[dict[str, str]]:
    """Return texts as a persona keeps them; `file:NAME` is opened."""
    return [{"title": each.title, "text": each.text} for each in await as_documents(documents, self.files)]


def _changes(old: Spec, new: Spec, path: str = "") -> Iterator[str]:
    """Yield what differs, a line each: `age: 34 → 35`, `beliefs + …`, `health removed`."""
    for key in dict.fromkeys([*old, *new]):
        where = f"{path}.{key}" if path else key
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _changes(cast("Spec", before), cast("Spec", after), where)
        elif isinstance(after, list) and isinstance(before, list | None):
            had, has = cast("list[Any]", before or []), cast("list[Any]", after)
            yield from (f"{where} + {_said(item)}" for item in has if item not in had)
            yield from (f"{where} - {_said(item)}" for item in had if item not in has)
        elif after is None:
            yield f"{where} removed"
        else:
            yield f"{where}: {_said(after)}" if before is None else f"{where}: {_said(before)} → {_said(after)}"


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        told = cast("Mapping[str, Any]", value)
        value = told.get("title") or told.get("name") or ", ".join(f"{k}: {v}" for k, v in told.items())
    return clip(one_line(str(value)), 80)
