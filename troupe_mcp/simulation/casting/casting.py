"""Casting: from what is known of people to whole ones, one call each, after one that plans who they all are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import chain, count
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.errors import ModelFailed
from troupe_mcp.language.ask import ask
from troupe_mcp.language.completion import BILLED
from troupe_mcp.language.prompt import Message, Prompt, digest_of
from troupe_mcp.simulation.casting.portrayal import portray
from troupe_mcp.simulation.casting.specification import CastPlan, Specification
from troupe_mcp.simulation.people.names import surname
from troupe_mcp.simulation.people.persona import slug

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Address
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.simulation.people.persona import Spec

TOKENS_OF_A_PERSON = 4000
TOKENS_OF_A_LINE = 60
PLANNED_AT_ONCE = 100
"""People whom one call plans."""
GENDERS = {"woman": "female", "girl": "female", "man": "male", "boy": "male"}
"""Words that writers take for each other, so that people can be counted by it; what is given stays as it is."""


@dataclass(frozen=True, slots=True)
class Place:
    """One person who is wanted: who they are as far as that is known, and what of them is given and kept.

    `initials`, `leaning` and `circumstances` are drawn by lot, so that people who are written apart don't turn out
    alike. A `ready` one needs no call: the document is in the log.
    """

    line: str = ""
    given: Spec = field(default_factory=dict[str, Any])
    name: str = ""
    initials: str = ""
    leaning: str = ""
    circumstances: str = ""
    transcript: str = ""
    ready: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return what is not empty."""
        return {key: value for key, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True)
class CastPlanTask:
    """Plan `count` people who all fit a description and differ else: `{people: [{name, line}]}`.

    `taken` are names that nobody of them may have; `cells`, where there are any, are what each of them is.
    """

    description: str
    count: int
    dimensions: tuple[str, ...]
    taken: tuple[str, ...]
    cells: tuple[str, ...] = ()

    def digest(self) -> str:
        """Return the digest over all that may change the answer."""
        cells = [self.cells] if self.cells else []
        return digest_of("plan-cast", self.description, self.count, self.dimensions, self.taken, *cells)


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
    leaning: str = ""

    def digest(self) -> str:
        """Return the digest over all that may change the answer."""
        leaning = [self.leaning] if self.leaning else []
        return digest_of("cast", self.line, self.context, self.name, dict(self.given), self.taken, *leaning)


@dataclass(frozen=True, slots=True)
class TinyPersonFactory:
    """Makes people who fit a description: plans who they are, then writes them, a call each.

    `given` holds for all of them; nobody has a name of `taken`. Calls with the same seed have the same answers.
    """

    description: str
    given: Spec
    taken: tuple[str, ...]
    seed: int
    templates: Templates
    model: Model

    async def plan(
        self, places: Sequence[Place], dimensions: Sequence[str], part: Address = ()
    ) -> list[tuple[str, str]]:
        """Return a `(name, line)` for each place, both empty where the plan has fewer.

        `part` is told from the other parts of a larger plan. Raises ModelFailed where nobody could answer.
        """
        wanted = len(places)
        cells = [place.line for place in places]
        task = CastPlanTask(self.description, wanted, tuple(dimensions), self.taken, tuple(cells) if any(cells) else ())
        user = self.templates.render(
            "cast.plan.md.j2",
            description=self.description,
            count=wanted,
            dimensions=dimensions,
            taken=self.taken,
            given=_given(self.given),
            cells=[(place.line, place.initials if part else "") for place in places] if part or task.cells else [],
            initials=bool(part) and any(place.initials for place in places),
        )
        version, tokens = self.templates.version, 400 + wanted * TOKENS_OF_A_LINE
        address = ("cast", "plan", *part)
        prompt = Prompt((Message("user", user),), CastPlan, task, address, self.seed, version, tokens)
        plan = await twice(lambda again: ask(self.model, prompt.at(*again), CastPlan))
        lines = [(person.name, person.line) for person in plan.people[:wanted]]
        return [*lines, *([("", "")] * (wanted - len(lines)))]

    async def write(self, number: int, place: Place, again: Address = ()) -> dict[str, Any]:
        """Return the document of one person: what was written, under all that was given.

        `number` counts the people of a casting from 1. Raises ModelFailed where nobody could answer.
        """
        address = ("cast", "person", str(number), *again)
        if place.transcript:
            spec = await portray(self, address, place.transcript, place.name)
        else:
            spec = await self._written(address, place)
        spec["provenance"] = "rehearsed" if self.model.reads_tasks else f"written by {self.model.name}"
        spec = _kept({**self.given, **place.given}, spec)
        return {**spec, "name": place.name or spec["name"]}

    async def _written(self, address: Address, place: Place) -> dict[str, Any]:
        context = self.description if place.line != self.description else ""
        given = {**self.given, **place.given}
        task = CastTask(place.line, context, place.name, given, self.taken, place.leaning)
        user = self.templates.render(
            "cast.user.md.j2",
            line=place.line,
            context=context,
            called=place.name,
            initials=place.initials,
            lots="; ".join(filter(None, (place.leaning, place.circumstances))),
            taken=self.taken,
            given=_given(given),
        )
        messages = (Message("system", self.templates.render("cast.system.md.j2")), Message("user", user))
        version = self.templates.version
        prompt = Prompt(messages, Specification, task, address, self.seed, version, TOKENS_OF_A_PERSON)
        written = await ask(self.model, prompt, Specification)
        spec = cast("dict[str, Any]", _filled(written.model_dump(mode="json")))
        gender = GENDERS.get(str(spec.get("gender", "")).casefold())
        return {**spec, "gender": gender} if gender else spec


async def twice(asked: Callable[[Address], Awaitable[Any]]) -> Any:
    """Return an answer; one that was refused or can't be read is asked for once more, at another address."""
    try:
        return await asked(())
    except ModelFailed as failure:
        if failure.outcome not in BILLED:
            raise
    return await asked(("again",))


def told_apart(names: Sequence[str], taken: Sequence[str]) -> list[str]:
    """Return names of which none is taken or there twice: later doubles get a middle initial, else a number."""
    had = {slug(name) for name in taken}
    found: list[str] = []
    for name in names:
        last = surname(name)
        before = name.removesuffix(last) if last else name
        initials = (f"{before}{letter}. {last}" for letter in "MJCLRASTBDEFGHKNPVW" if before != name)
        numbered = (f"{name} ({number})" for number in count(2))
        free = next(each for each in chain((name,), initials, numbered) if slug(each) not in had)
        had.add(slug(free))
        found.append(free)
    return found


def _given(given: Spec) -> str:
    return json.dumps(dict(given), ensure_ascii=False, indent=1) if given else ""


def _kept(given: Spec, written: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was written with what was given in its place; what is given empty is left to the writer."""
    spec = dict(written)
    for key, value in given.items():
        below = spec.get(key)
        if isinstance(value, Mapping) and isinstance(below, Mapping):
            spec[key] = _kept(cast("Spec", value), cast("Spec", below))
        elif value not in (None, "", [], {}):
            spec[key] = value
    return spec


def _filled(value: Any) -> Any:
    """Return a document without what was left empty."""
    if isinstance(value, dict):
        pairs = {key: _filled(item) for key, item in cast("dict[str, Any]", value).items()}
        return {key: item for key, item in pairs.items() if item not in ("", [], {})}
    return value
