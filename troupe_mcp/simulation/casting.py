"""Casting: from a description to whole people, one call each, after one that plans who they all are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.language.ask import ask
from troupe_mcp.language.prompt import Message, Prompt, digest_of
from troupe_mcp.simulation.persona import distinct_names
from troupe_mcp.simulation.specification import CastPlan, Specification

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.simulation.persona import Spec

TOKENS_OF_A_PERSON = 4000
TOKENS_OF_A_LINE = 60


@dataclass(frozen=True, slots=True)
class CastPlanTask:
    """Plan `count` people who all fit a description and differ else: `{people: [{name, line}]}`.

    `taken` are names that nobody of them may have.
    """

    description: str
    count: int
    dimensions: tuple[str, ...]
    taken: tuple[str, ...]

    def digest(self) -> str:
        """Return the digest over all that may change the answer."""
        return digest_of("plan-cast", self.description, self.count, self.dimensions, self.taken)


@dataclass(frozen=True, slots=True)
class CastTask:
    """Write one whole person, as `Specification` has it: who `line` says, within `context`, with all that is given.

    `name` is empty where the caster names them, with none of the names that are `taken`.
    """

    line: str
    context: str
    name: str
    given: Mapping[str, Any]
    taken: tuple[str, ...]

    def digest(self) -> str:
        """Return the digest over all that may change the answer."""
        return digest_of("cast", self.line, self.context, self.name, dict(self.given), self.taken)


@dataclass(frozen=True, slots=True)
class Casting:
    """What all calls of one casting share."""

    description: str
    given: Spec
    taken: tuple[str, ...]
    seed: int
    templates: Templates
    model: Model


async def plan_cast(casting: Casting, count: int, dimensions: Sequence[str]) -> list[tuple[str, str]]:
    """Return so many `(name, line)`, the names all different. Raises ModelFailed where nobody could answer."""
    task = CastPlanTask(casting.description, count, tuple(dimensions), casting.taken)
    user = casting.templates.render(
        "cast.plan.md.j2",
        description=casting.description,
        count=count,
        dimensions=dimensions,
        taken=casting.taken,
        given=_given(casting.given),
    )
    version, tokens = casting.templates.version, 400 + count * TOKENS_OF_A_LINE
    prompt = Prompt((Message("user", user),), CastPlan, task, ("cast", "plan"), casting.seed, version, tokens)
    plan = (await ask(casting.model, prompt, CastPlan)).people[:count]
    names = distinct_names([person.name for person in plan])
    return [(name, person.line) for name, person in zip(names, plan, strict=True)]


async def cast_one(casting: Casting, place: int, line: str, name: str = "") -> dict[str, Any]:
    """Return the document of one person: what the caster wrote, under all that was given.

    `place` counts the people of a casting from 1. Raises ModelFailed where nobody could answer.
    """
    context = casting.description if line != casting.description else ""
    task = CastTask(line, context, name, casting.given, casting.taken)
    user = casting.templates.render(
        "cast.user.md.j2", line=line, context=context, called=name, taken=casting.taken, given=_given(casting.given)
    )
    messages = (Message("system", casting.templates.render("cast.system.md.j2")), Message("user", user))
    version = casting.templates.version
    address = ("cast", "person", str(place))
    prompt = Prompt(messages, Specification, task, address, casting.seed, version, TOKENS_OF_A_PERSON)
    written = await ask(casting.model, prompt, Specification)
    spec = cast("dict[str, Any]", _filled(written.model_dump(mode="json")))
    spec["provenance"] = "rehearsed" if casting.model.reads_tasks else f"written by {casting.model.name}"
    spec |= {key: value for key, value in casting.given.items() if value not in (None, "", [], {})}
    return {**spec, "name": name or spec["name"]}


def _given(given: Spec) -> str:
    return json.dumps(dict(given), ensure_ascii=False, indent=1) if given else ""


def _filled(value: Any) -> Any:
    """Return a document without what was left empty."""
    if isinstance(value, dict):
        pairs = {key: _filled(item) for key, item in cast("dict[str, Any]", value).items()}
        return {key: item for key, item in pairs.items() if item not in ("", [], {})}
    return value
