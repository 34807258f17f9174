"""A refereed world: deeds are attempts, and one call a step decides what comes of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from troupe_mcp.errors import ModelFailed
from troupe_mcp.language.answer import Answer, cut_at
from troupe_mcp.language.ask import ask
from troupe_mcp.language.completion import BILLED
from troupe_mcp.language.prompt import Message, Prompt, digest_of
from troupe_mcp.language.text import beyond, clean, clip, left_out, quoted
from troupe_mcp.simulation.people.names import match_name
from troupe_mcp.simulation.worlds.events import Acted, CameAbout, Refereed, Stimulus
from troupe_mcp.simulation.worlds.work import Moves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.simulation.worlds.events import Event, SceneSet
    from troupe_mcp.simulation.worlds.work import Past
    from troupe_mcp.simulation.worlds.world import TinyWorld

MOST_EARLIER = 40
"""Lines of what happened before that a referee is reminded of, the newest."""
MOST_FACTS = 20
LONGEST = 600
LONGEST_FACT = 200


class Outcome(Answer):
    """What came of one person's deeds; nobody in `seen_by` is everybody who is there."""

    person: str
    result: Annotated[str, cut_at(LONGEST)]
    seen_by: list[str]


class Ruling(Answer):
    """A referee's answer: what came of each deed, and what holds in the world from now on."""

    thought: str
    outcomes: list[Outcome]
    facts: list[Annotated[str, cut_at(LONGEST_FACT)]]


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody's attempt, in their own words."""

    person: str
    content: str


@dataclass(frozen=True, slots=True)
class RefereeTask:
    """Decide what comes of the deeds of a step: `deeds` in the order in which they were declared."""

    deeds: tuple[Deed, ...]
    here: tuple[str, ...]
    situation: str
    facts: tuple[str, ...]
    earlier: tuple[str, ...]
    step: int

    def digest(self) -> str:
        """Return the digest over all that may change the answer."""
        deeds = [(deed.person, deed.content) for deed in self.deeds]
        return digest_of("referee", deeds, self.here, self.situation, self.facts, self.earlier, self.step)


@dataclass(frozen=True, slots=True)
class Referee:
    """The judging call of a step."""

    def prompt(self, past: Past) -> Prompt:
        """Return the prompt: the place, what holds, what happened, the deeds."""
        task = _task(past)
        templates = past.templates
        system = templates.render("referee.system.md.j2", most=MOST_FACTS)
        user = templates.render(
            "referee.user.md.j2",
            here=task.here,
            situation=quoted(task.situation),
            facts=[quoted(fact) for fact in task.facts],
            earlier=task.earlier,
            deeds=[Deed(deed.person, quoted(deed.content)) for deed in task.deeds],
        )
        messages = (Message("system", system), Message("user", user))
        address = ("step", str(task.step), "referee")
        return Prompt(messages, Ruling, task, address, past.rules.seed, templates.version)

    async def done(self, past: Past, model: Model) -> Sequence[Event]:
        """Return what came about, and that the step is refereed. Refused or unreadable: every deed simply happens.

        Raises ModelFailed where nobody answered at all.
        """
        try:
            ruling = await ask(model, self.prompt(past), Ruling)
        except ModelFailed as failure:
            if failure.outcome not in BILLED:
                raise
            return (*self._plain(past.world), Refereed(past.world.step, past.world.facts, failure.outcome))
        return _as_events(ruling, past.world)

    def supposed(self, world: TinyWorld, said: str) -> Sequence[Event]:  # noqa: ARG002 -- a referee is no speaker
        """Return that every deed happens as it was meant."""
        return (*self._plain(world), Refereed(world.step, world.facts))

    @staticmethod
    def _plain(world: TinyWorld) -> list[CameAbout]:
        return [CameAbout(world.step, deed.person, f"{deed.person}: {deed.content}") for deed in world.deeds]


def refereeing(world: TinyWorld, scene: SceneSet, seed: int) -> Moves:  # noqa: ARG001 -- a phase
    """Have deeds judged that nobody has judged yet."""
    return Moves(work=(Referee(),)) if scene.setting == "refereed" and world.deeds else Moves()


def _task(past: Past) -> RefereeTask:
    world = past.world
    situations = [e.content for _, e in past.log if isinstance(e, Stimulus) and e.kind == "situation"]
    earlier = [line for _, event in past.log if (line := _told(event))]
    deeds = tuple(Deed(deed.person, deed.content) for deed in world.deeds)
    here = world.reach.present
    return RefereeTask(
        deeds, here, situations[-1] if situations else "", world.facts, tuple(earlier[-MOST_EARLIER:]), world.step
    )


def _told(event: Event) -> str:
    match event:
        case CameAbout():
            return f"Step {event.step}: {clip(quoted(event.content), LONGEST)}"
        case Acted(type="TALK" | "SHOW"):
            verb = "said" if event.type == "TALK" else "showed"
            return f"Step {event.step}: {event.person} {verb} “{clip(quoted(event.content), LONGEST)}”"
        case Stimulus(kind="say" | "show"):
            return f"Step {event.step}: {event.source} said or showed “{clip(quoted(event.content), LONGEST)}”"
        case _:
            return ""


def _as_events(ruling: Ruling, world: TinyWorld) -> Sequence[Event]:
    """Return the outcomes by the names of the run. A deed that the ruling forgot happens as it was meant."""
    people = world.reach.present
    came: list[CameAbout] = []
    for outcome in ruling.outcomes:
        person, result = match_name(outcome.person, people), clean(outcome.result)
        if person and result:
            seen = [name for each in outcome.seen_by if (name := match_name(each, people))]
            to = tuple(dict.fromkeys([person, *seen])) if seen else ()
            came.append(CameAbout(world.step, person, clip(result, LONGEST), to, beyond(result, LONGEST)))
    ruled = {outcome.person for outcome in came}
    forgotten = [
        CameAbout(world.step, deed.person, f"{deed.person}: {deed.content}")
        for deed in world.deeds
        if deed.person not in ruled
    ]
    facts = [fact for each in ruling.facts if (fact := clean(each))]
    kept = tuple(clip(fact, LONGEST_FACT) for fact in facts[:MOST_FACTS])
    return (*came, *forgotten, Refereed(world.step, kept, cut=left_out(facts, LONGEST_FACT, MOST_FACTS)))
