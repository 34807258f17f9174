"""Judged quality: one call looks at several new turns at once; what fails is taken again once, and the better stays."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from troupe_mcp.errors import ModelFailed
from troupe_mcp.language.answer import Answer, cut_at
from troupe_mcp.language.ask import ask
from troupe_mcp.language.completion import BILLED
from troupe_mcp.language.prompt import Message, Prompt, digest_of
from troupe_mcp.language.text import clean, clip, quoted
from troupe_mcp.simulation.people.card import card
from troupe_mcp.simulation.people.names import match_name
from troupe_mcp.simulation.people.persona import Persona, slug
from troupe_mcp.simulation.turns.slips import slips
from troupe_mcp.simulation.turns.turn import Turn
from troupe_mcp.simulation.worlds.events import Acted, Checked, TurnTaken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.simulation.worlds.events import Event, SceneSet
    from troupe_mcp.simulation.worlds.work import Past, Work
    from troupe_mcp.simulation.worlds.world import TinyWorld

TOGETHER = 4
"""Turns that one call judges."""
PASSED = 5
"""The least mark of 0-9, in each of the four, with which a turn is kept as it is."""
EARLIER = 6
"""Own lines and heard lines that a judge sees of each person."""
LONGEST = 500

Mark = Annotated[int, Field(ge=0, le=9)]


class Reviewed(Answer):
    """Marks for one turn, and what is wrong with it in a sentence; nothing where nothing is."""

    person: str
    fault: Annotated[str, cut_at(LONGEST)]
    adherence: Mark
    consistency: Mark
    fluency: Mark
    suitability: Mark


class Review(Answer):
    """Marks for all turns that were shown."""

    reviews: list[Reviewed]


@dataclass(frozen=True, slots=True)
class Shown:
    """A turn to be judged: who took it, what they had heard and said, and what they say and do now."""

    person: str
    persona: Persona
    heard: tuple[str, ...]
    said: tuple[str, ...]
    now: tuple[str, ...]
    slips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewTask:
    """Judge some turns of a step."""

    shown: tuple[Shown, ...]
    step: int

    def digest(self) -> str:
        """Return the digest over all that may change the answer."""
        turns = [(s.person, s.persona.digest, s.heard, s.said, s.now, s.slips) for s in self.shown]
        return digest_of("review", turns, self.step)


@dataclass(frozen=True, slots=True)
class Careful:
    """Turns of one wave that are checked before anybody perceives them; `judged`: by a call as well as by code."""

    turns: tuple[Turn, ...]
    judged: bool

    def prompt(self, past: Past) -> Prompt:
        """Return the prompt of the first turn."""
        return self.turns[0].prompt(past)

    async def done(self, past: Past, model: Model) -> Sequence[Event]:
        """Return the turns as they are kept, each with what was found. Raises ModelFailed as a turn does."""
        first = await _taken(self.turns, past, model)
        marks = await self._marks(first, past, model, "1")
        failing = [turn for turn in self.turns if _faults(turn, first, marks, past)]
        again = [Turn(turn.person, "; ".join(_faults(turn, first, marks, past))) for turn in failing]
        second = await _taken(again, past, model)
        others = await self._marks(second, past, model, "2")
        kept: list[Event] = []
        for turn in self.turns:
            name = turn.person
            better = name in second and _worth(name, second, others, past) > _worth(name, first, marks, past)
            tries, marked = (second, others) if better else (first, marks)
            kept += [*(event for event in tries[name] if not isinstance(event, Checked))]
            if found := _checked(name, tries, marked, past, again=name in second):
                kept.append(found)
        return kept

    def supposed(self, world: TinyWorld, said: str) -> Sequence[Event]:
        """Return turns in which everybody says so much."""
        return [event for turn in self.turns for event in turn.supposed(world, said)]

    async def _marks(
        self, tries: Mapping[str, Sequence[Event]], past: Past, model: Model, attempt: str
    ) -> Mapping[str, Reviewed]:
        spoke = [name for name, events in tries.items() if any(isinstance(event, Acted) for event in events)]
        if not self.judged or not spoke:
            return {}
        task = ReviewTask(tuple(_shown(name, tries[name], past) for name in spoke), past.world.step)
        try:
            review = await ask(model, review_prompt(task, past, attempt), Review)
        except ModelFailed as failure:
            if failure.outcome not in BILLED:
                raise
            return {}
        named = [(match_name(one.person, spoke), one) for one in review.reviews]
        return {name: one for name, one in named if name}


def careful(turns: tuple[Turn, ...], world: TinyWorld, scene: SceneSet) -> tuple[Work, ...]:
    """Return turns as a scene wants them: as they are, mended where code finds slips, or judged as well.

    Turns that are taken together are judged a few at once. In turn each stands alone, and every second one is judged.
    """
    if not scene.quality:
        return turns
    judged = scene.quality == "judge"
    if scene.order == "in_turn":
        place = [world.step + scene.people.index(turn.person) for turn in turns]
        return tuple(Careful((turn,), judged and at % 2 == 0) for turn, at in zip(turns, place, strict=True))
    chunks = (turns[at : at + TOGETHER] for at in range(0, len(turns), TOGETHER))
    return tuple(Careful(chunk, judged) for chunk in chunks)


def calls_of(work: Work) -> int:
    """Return how many calls a piece of work makes, where nothing has to be done again."""
    return len(work.turns) + work.judged if isinstance(work, Careful) else 1


def review_prompt(task: ReviewTask, past: Past, attempt: str = "1") -> Prompt:
    """Return the prompt that judges some turns."""
    system = past.templates.render("review.system.md.j2")
    user = past.templates.render(
        "review.user.md.j2", turns=[(shown, card(shown.persona)) for shown in task.shown], language=past.rules.language
    )
    who = "+".join(slug(shown.person) for shown in task.shown)
    address = ("step", str(task.step), who, "review", attempt)
    messages = (Message("system", system), Message("user", user))
    return Prompt(messages, Review, task, address, past.rules.seed, past.templates.version)


async def _taken(turns: Sequence[Turn], past: Past, model: Model) -> Mapping[str, Sequence[Event]]:
    """Return what comes of turns on one past; one that fails stops none of the others."""
    results = await asyncio.gather(*(turn.done(past, model) for turn in turns), return_exceptions=True)
    taken: dict[str, Sequence[Event]] = {}
    for turn, result in zip(turns, results, strict=True):
        if isinstance(result, BaseException):
            raise result
        taken[turn.person] = result
    return taken


def _shown(name: str, events: Sequence[Event], past: Past) -> Shown:
    person = past.world.people[name]
    heard = [f"{item.source}: “{_short(item.content)}”" for item in person.perceived if not item.own and item.content]
    said = [_short(item.content) for item in person.perceived if item.own and item.kind == "TALK"]
    now = [f"{event.type}: “{_short(event.content)}”" for event in events if isinstance(event, Acted)]
    seen = slips(events, past.world, name, past.rules.language)
    return Shown(name, person.persona, tuple(heard[-EARLIER:]), tuple(said[-EARLIER:]), tuple(now), seen)


def _short(text: str) -> str:
    return clip(quoted(text), LONGEST)


def _faults(
    turn: Turn, tries: Mapping[str, Sequence[Event]], marks: Mapping[str, Reviewed], past: Past
) -> Sequence[str]:
    """Return what speaks against a turn: what code found, and the judge's words where a mark is too low."""
    events = tries[turn.person]
    if any(isinstance(event, TurnTaken) and event.outcome != "answered" for event in events):
        return ()
    found: list[str] = [*slips(events, past.world, turn.person, past.rules.language)]
    mark = marks.get(turn.person)
    if mark and min(_four(mark)) < PASSED:
        found.append(clip(clean(mark.fault), LONGEST) or "not quite this person")
    return found


def _worth(
    name: str, tries: Mapping[str, Sequence[Event]], marks: Mapping[str, Reviewed], past: Past
) -> tuple[int, int, int]:
    """Return how good a try is: answered at all, few slips, then the least and the sum of its marks."""
    events = tries[name]
    if any(isinstance(event, TurnTaken) and event.outcome != "answered" for event in events):
        return (-99, 0, 0)
    four = _four(marks[name]) if name in marks else (PASSED,)
    return (-len(slips(events, past.world, name, past.rules.language)), min(four), sum(four))


def _four(mark: Reviewed) -> tuple[int, int, int, int]:
    return mark.adherence, mark.consistency, mark.fluency, mark.suitability


def _checked(
    name: str, tries: Mapping[str, Sequence[Event]], marks: Mapping[str, Reviewed], past: Past, *, again: bool
) -> Checked | None:
    found = slips(tries[name], past.world, name, past.rules.language)
    mark = marks.get(name)
    if not (found or mark or again):
        return None
    four = _four(mark) if mark else ()
    fault = clip(clean(mark.fault), LONGEST) if mark and min(four) < PASSED else ""
    return Checked(past.world.step, name, tuple(found), four, fault, again=again)
