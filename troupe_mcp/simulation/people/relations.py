"""Who is related to whom: read from lines like `Ana, Bo: sisters`, or from what people's own files say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.errors import NotFound, RequestError
from troupe_mcp.language.text import clip, one_line
from troupe_mcp.simulation.people.names import match_name

if TYPE_CHECKING:
    from troupe_mcp.simulation.people.persona import Spec

Relation = tuple[str, str, str]
"""Two people by their names in the run, and the words for what ties them."""

MAX_WORDS = 80
MOST_NAMED = 12
_BETWEEN = re.compile(r"\s*(?:,|;|&|\band\b)\s*")


def read_relations(lines: Iterable[str], cast: Sequence[str]) -> tuple[Relation, ...]:
    """Return the relations that lines name, each pair of a line's names once; a pair named again has the later words.

    Raises RequestError for a line of fewer than two people, or of too many words, NotFound for names not in the cast.
    """
    found: dict[frozenset[str], Relation] = {}
    for index, line in enumerate(lines):
        names, _, words = one_line(line).partition(":")
        where, what = f"relations[{index}] ({clip(line, 60)!r})", words.strip()
        people = list(dict.fromkeys(_named(where, name, cast) for name in _split(names, cast)))
        if len(people) < 2:
            raise RequestError(f'{where} relates nobody: name two people or more, as in "Ana, Bo: sisters".')
        if len(what) > MAX_WORDS:
            raise RequestError(f"{where} has {len(what)} characters after the colon; at most {MAX_WORDS} are possible.")
        for a, b in combinations(people, 2):
            found[frozenset((a, b))] = (a, b, what)
    return tuple(found.values())


def own_relations(cast: Iterable[tuple[str, Spec]]) -> tuple[Relation, ...]:
    """Return who is related by what either of them has under `relationships`.

    Without words: what somebody's file says of another is theirs, and stands on their own card.
    """
    specs = dict(cast)
    names = [*specs]
    found: dict[frozenset[str], Relation] = {}
    for name, spec in specs.items():
        others = [other for other in names if other != name]
        held = next((value for key, value in spec.items() if key.casefold() == "relationships"), None)
        for said in _entries(held):
            head = re.split(r"\s*[:,(–]\s*", said, maxsplit=1)[0]
            other = match_name(head, others) or next((each for each in others if _mentions(said, each)), None)
            if other is not None:
                found.setdefault(frozenset((name, other)), (name, other, ""))
    return tuple(found.values())


def in_words(relation: Relation) -> str:
    """Return a relation as a line that can be given again."""
    a, b, what = relation
    return f"{a}, {b}: {what}" if what else f"{a}, {b}"


def _split(names: str, cast: Sequence[str]) -> list[str]:
    """Return the names before the colon; a name may itself hold what stands between names."""
    for name in sorted(cast, key=len, reverse=True):
        if _BETWEEN.search(name) and name.casefold() in names.casefold():
            at = names.casefold().index(name.casefold())
            rest = f"{names[:at]},{names[at + len(name) :]}"
            return [name, *_split(rest, [other for other in cast if other != name])]
    return [name for name in _BETWEEN.split(names) if name.strip()]


def _named(where: str, name: str, cast: Sequence[str]) -> str:
    known = match_name(name, cast)
    if known is None:
        more = f" and {len(cast) - MOST_NAMED} more" if len(cast) > MOST_NAMED else ""
        shown = ", ".join(cast[:MOST_NAMED]) + more
        raise NotFound(
            f"{where} names {name[:60]!r}, which is nobody, or not one alone, of the cast: {clip(shown, 360)}."
        )
    return known


def _entries(held: Any) -> Iterator[str]:
    """Return whom a `relationships` of any shape may mean: names, or texts that hold one."""
    if isinstance(held, str):
        yield held
    elif isinstance(held, Mapping):
        entry = {str(key).casefold(): value for key, value in cast("Mapping[Any, Any]", held).items()}
        if isinstance(entry.get("name"), str):
            yield entry["name"]
            return
        for key, value in entry.items():
            yield key
            yield from _entries(value) if isinstance(value, str | list) else ()
    elif isinstance(held, list | tuple):
        for item in cast("Sequence[Any]", held):
            yield from _entries(item)


def _mentions(text: str, name: str) -> bool:
    """Return whether a text holds somebody's whole name."""
    return re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text.casefold()) is not None
