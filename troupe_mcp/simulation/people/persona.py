"""Who somebody is: an open JSON document with a name, mixed from a base, fragments and edits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from troupe_mcp.errors import Conflict, RequestError
from troupe_mcp.language.prompt import digest_of
from troupe_mcp.language.text import clean, clip, one_line

Spec = Mapping[str, Any]
"""A persona's document: any keys, any depth; `name` is text."""

MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Persona:
    """A name, the whole document, and a digest that tells one version from another."""

    name: str
    spec: Spec = field(compare=False)
    digest: str = field(default="")

    @classmethod
    def of(cls, spec: Spec, name: str = "") -> Persona:
        """Make a persona of a document; `name` overrides the document's own.

        Raises RequestError where there is no usable name or the document is not plain JSON.
        """
        tidy = cast("dict[str, Any]", _tidy(spec, "persona", 0))
        called = clean(name) or tidy.get("name")
        if not isinstance(called, str) or not called.strip():
            got = "nothing" if called is None else repr(called)[:60]
            message = f"A person needs a name, and 'name' is {got}. Give name='…' or persona={{'name': '…'}}."
            raise RequestError(message)
        if len(called) > 80:
            message = f"The name {called[:40]!r}… has {len(called)} characters; at most 80 are possible."
            raise RequestError(message)
        tidy = {"name": one_line(called), **{key: value for key, value in tidy.items() if key != "name"}}
        return cls(tidy["name"], tidy, digest_of(tidy))


def read_document(document: Any, *expected: str) -> Spec:
    """Return the persona part of `{"type": …, "persona": {…}}`, or a bare persona as it is.

    `expected` are the types that will do, `TinyPerson` or `Fragment`. Raises RequestError on any other shape.
    """
    wanted = " or ".join(expected)
    if not isinstance(document, Mapping):
        message = f"A {wanted} is a JSON object; this is {type(document).__name__}. Give {{'name': …, 'age': …}}."
        raise RequestError(message)
    spec = cast("Spec", document)
    if "persona" in spec and isinstance(spec["persona"], Mapping):
        kind = spec.get("type", expected[0])
        if kind not in expected:
            message = f"The document's type is {kind!r}, expected {' or '.join(map(repr, expected))}."
            raise RequestError(message)
        return cast("Spec", spec["persona"])
    return spec


@dataclass(frozen=True, slots=True)
class Fragment:
    """Traits to mix into people: a part of a persona's document, under a name."""

    name: str
    spec: Spec = field(compare=False)

    @classmethod
    def of(cls, document: Any, name: str = "fragment") -> Fragment:
        """Return the fragment of `{"type": "Fragment", "persona": {…}}` or of a bare part of a persona.

        Raises RequestError on any other shape.
        """
        return cls(name, read_document(document, "Fragment"))

    def mixed_into(self, spec: Spec, *, overwrite: bool = False) -> dict[str, Any]:
        """Return a persona's document with these traits. Raises Conflict where they contradict it."""
        try:
            return merge(spec, self.spec, overwrite=overwrite)
        except Conflict as conflict:
            raise Conflict(f"The fragment '{self.name}' contradicts this person. {conflict}") from conflict


def merge(base: Spec, extra: Spec, *, overwrite: bool = False, path: str = "") -> dict[str, Any]:
    """Mix `extra` into `base`: objects recursively, lists joined without doubles, null removes.

    Two different scalars in one place are a Conflict that names both, unless `overwrite`.
    """
    merged: dict[str, Any] = dict(base)
    for key, value in extra.items():
        where = f"{path}.{key}" if path else key
        if value is None:
            merged.pop(key, None)
        elif key not in merged or merged[key] is None:
            merged[key] = value
        else:
            merged[key] = _joined(merged[key], value, where, overwrite=overwrite)
    return merged


def _joined(ours: Any, theirs: Any, where: str, *, overwrite: bool) -> Any:
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        return merge(cast("Spec", ours), cast("Spec", theirs), overwrite=overwrite, path=where)
    if isinstance(ours, list) and isinstance(theirs, list):
        have = cast("list[Any]", ours)
        return [*have, *(item for item in cast("list[Any]", theirs) if item not in have)]
    if ours == theirs or overwrite:
        answer: Any = theirs
        return answer
    raise Conflict(
        f"Two values for '{where}': {_short(ours)} and {_short(theirs)}. "
        f"Leave one out, or remove the first with {{'{where}': null}} before mixing."
    )


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """Return a name as it stands in addresses and ids: lower case, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", letters).strip("-") or "person"


def distinct_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names in order, later doubles numbered: `Ana`, `Ana (2)`."""
    taken: set[str] = set()
    result: list[str] = []
    for name in names:
        candidate, number = name, 1
        while slug(candidate) in taken:
            number += 1
            candidate = f"{name} ({number})"
        taken.add(slug(candidate))
        result.append(candidate)
    return tuple(result)


UNTOLD = ("provenance", "claims", "unquoted")
"""Keys about a document rather than about somebody: who wrote it, and on whose words it rests."""


def told(spec: Spec) -> Spec:
    """Return what a document says of somebody, without where it comes from and what they weigh in a sample."""
    weighed = isinstance(spec.get("weight"), float)
    if not weighed and not any(key in spec for key in UNTOLD):
        return spec
    return {key: value for key, value in spec.items() if key not in UNTOLD and not (weighed and key == "weight")}


def summary(spec: Spec) -> str:
    """Return who this is in one line, from whatever the document has."""
    occupation = spec.get("occupation")
    job: Any = cast("Spec", occupation).get("title") if isinstance(occupation, Mapping) else occupation
    parts = [spec.get("age"), spec.get("nationality"), job, spec.get("residence")]
    usual = [str(part) for part in parts if isinstance(part, str | int) and str(part).strip()]
    if len(usual) < 2:
        usual += [f"{key}: {value}" for key, value in told(spec).items() if key not in _USUAL and _is_brief(value)][:4]
    return clip("; ".join(usual), 160)


_USUAL = ("name", "age", "nationality", "occupation", "residence")


def _is_brief(value: Any) -> bool:
    return isinstance(value, str | int | float) and 0 < len(str(value).strip()) <= 40


def _tidy(value: Any, where: str, depth: int) -> Any:
    if depth > MAX_DEPTH:
        message = f"{where} is nested deeper than {MAX_DEPTH} levels; flatten it."
        raise RequestError(message)
    if isinstance(value, Mapping):
        items = cast("Mapping[Any, Any]", value).items()
        return {one_line(str(key)): _tidy(item, f"{where}.{key}", depth + 1) for key, item in items if item is not None}
    if isinstance(value, list | tuple):
        return [_tidy(item, where, depth + 1) for item in cast("Sequence[Any]", value) if item is not None]
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool | int | float):
        return value
    message = f"{where} is {type(value).__name__}; a persona holds text, numbers, lists and objects only."
    raise RequestError(message)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
