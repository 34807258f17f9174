"""A turn: one model call, the whole of what a person does until they wait, as a pure function of the past."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from troupe_mcp.errors import ModelFailed
from troupe_mcp.language.completion import BILLED
from troupe_mcp.language.prompt import Message
from troupe_mcp.language.text import beyond, clean, clip
from troupe_mcp.simulation.memory.recalling import recall
from troupe_mcp.simulation.people.names import meant
from troupe_mcp.simulation.turns.actions import MAX_CONTENT
from troupe_mcp.simulation.turns.forms import LONGEST_MIND, LONGEST_THOUGHT, MAX_ACTIONS
from troupe_mcp.simulation.turns.moment import turn_prompt
from troupe_mcp.simulation.turns.offers import offered
from troupe_mcp.simulation.turns.perception import Brought
from troupe_mcp.simulation.turns.rounds import with_second_round
from troupe_mcp.simulation.turns.slips import slips
from troupe_mcp.simulation.turns.using import read, use
from troupe_mcp.simulation.worlds.events import Acted, Checked, Event, TurnTaken
from troupe_mcp.simulation.worlds.work import Past

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.simulation.people.person import TinyPerson
    from troupe_mcp.simulation.turns.forms import ActionAnswer, TurnAnswer
    from troupe_mcp.simulation.worlds.world import TinyWorld

_BRACKETS = re.compile(r"(?<=\S) \((?!\d+\))[^()]*\)")
"""What ties two people, as it stands behind a name in a network; a bare number is part of the name."""
EVERYONE = {"", "everyone", "everybody", "all", "the room", "the group"}
LOOKS: dict[str, Callable[[Past, str, str], Brought | None]] = {"RECALL": recall, "READ": read}
"""How actions look something up: from the past, for a person by name, what is wanted; None where they may not."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's turn, under their name in the run; for a `reason` it is taken again, and the first try is void."""

    person: str
    reason: str = ""

    def prompt(self, past: Past) -> Prompt:
        """Return the prompt of the turn."""
        return self._prompt(past)

    def _prompt(self, past: Past, brought: tuple[Brought, ...] = ()) -> Prompt:
        prompt = turn_prompt(past.world, self.person, past.rules, past.templates, brought, past.meaning)
        if not self.reason:
            return prompt
        said = past.templates.render("turn.again.md.j2", person=self.person, reason=self.reason)
        return prompt.at("again").followed_by(Message("user", said))

    def _look(self, past: Past, action: ActionAnswer) -> Brought | None:
        """Return what an action brings back, where it looks something up and the person may."""
        way = LOOKS.get(action.type)
        wanted = clip(clean(action.content), MAX_CONTENT)
        return way(past, self.person, wanted) if way and wanted else None

    async def done(self, past: Past, model: Model) -> Sequence[Event]:
        """Return what the person does now: their actions, then the turn's end.

        A turn that was refused or unreadable ends without actions, with its outcome; the person stays in the run.
        Raises ModelFailed where nobody answered at all, so that the run can pause and lose nothing.
        """
        try:
            answer, brought = await with_second_round(model, partial(self._prompt, past), partial(self._look, past))
        except ModelFailed as failure:
            if failure.outcome not in BILLED:
                raise ModelFailed(str(failure), failure.outcome, self.person) from failure
            return (TurnTaken(past.world.step, self.person, outcome=failure.outcome, played_by=model.name),)
        looked_up = [Acted(past.world.step, self.person, each.kind, each.wanted) for each in brought]
        done = (*looked_up, *_as_events(answer, past.world, past.world.people[self.person], model.name))
        seen = slips(done, past.world, self.person, past.rules.language)
        return (*done, Checked(past.world.step, self.person, seen)) if seen else done

    def supposed(self, world: TinyWorld, said: str) -> Sequence[Event]:
        """Return a turn in which the person says so much, or nothing."""
        talk = [Acted(world.step, self.person, "TALK", said)] if said else []
        return (*talk, TurnTaken(world.step, self.person, "", "calm", "the talk", "to be heard"))


def _as_events(answer: TurnAnswer, world: TinyWorld, person: TinyPerson, played_by: str) -> Sequence[Event]:
    scene, step, name = world.scene, world.step, person.name
    private = scene is None or scene.setting == "private"
    possible = {kind.name for kind in offered(world, name)}
    names = () if private else tuple(other for other in world.reach.present if other != name)
    voices = {scene.speaker, scene.moderator} if scene else set[str]()
    events: list[Event] = []
    for action in answer.actions[:MAX_ACTIONS]:
        content = clean(action.content)
        if used := use(world, name, action.type, content):
            events.append(used)
            continue
        if action.type not in possible or action.type in {"NOTHING", *LOOKS} or not content:
            continue
        to, unknown = _addressees(action.to, names, voices)
        cut = beyond(content, MAX_CONTENT)
        events.append(Acted(step, name, action.type, clip(content, MAX_CONTENT), to, unknown, cut=cut))
    return (*events, _taken(answer, step, name, played_by))


def _taken(answer: TurnAnswer, step: int, name: str, played_by: str) -> TurnTaken:
    mind = answer.mind
    texts = {"thought": answer.thought, "feeling": mind.feeling, "attention": mind.attention, "goal": mind.goal}
    most = {what: LONGEST_THOUGHT if what == "thought" else LONGEST_MIND for what in texts}
    said = {what: clean(text) for what, text in texts.items()}
    more = len(answer.actions) - MAX_ACTIONS
    left_out = f"{more} more action{'s' if more > 1 else ''} left out" if more > 0 else ""
    cut = "; ".join(filter(None, (left_out, *(beyond(text, most[what], what) for what, text in said.items()))))
    kept = {what: clip(text, most[what]) for what, text in said.items()}
    return TurnTaken(step, name, **kept, played_by=played_by, cut=cut)


def _addressees(to: str, present: Sequence[str], voices: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the people that an action names, as the run calls them, and the names that nobody has.

    What is said to a voice that nobody of the cast has is said to all.
    """
    all_hear = EVERYONE | {voice.casefold() for voice in voices if voice not in present}
    if clean(to).casefold() in all_hear:
        return (), ()
    found: list[str] = []
    unknown: list[str] = []
    while not meant(to, present) and (bare := _BRACKETS.sub("", to)) != to:
        to = bare
    for part in [to] if meant(to, present) else re.split(r",|;|\band\b|&", to):
        wanted = clean(part)
        if wanted.casefold() in all_hear:
            continue
        people = meant(wanted, present)
        found.extend(people)
        if not people:
            unknown.append(wanted[:80])
    return tuple(dict.fromkeys(found)), tuple(unknown)
