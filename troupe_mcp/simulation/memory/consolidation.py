"""How words fade to memories: where a log outgrows its prompt, its older part is put into notes, in one call each.

Lazy: nothing is asked before it is needed, then one call takes a person's whole backlog, all people at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from troupe_mcp.errors import ModelFailed
from troupe_mcp.language.answer import Answer, cut_at
from troupe_mcp.language.ask import ask
from troupe_mcp.language.completion import BILLED
from troupe_mcp.language.prompt import Message, Prompt, digest_of
from troupe_mcp.language.text import clip, left_out, one_line
from troupe_mcp.simulation.memory.gist import notes
from troupe_mcp.simulation.memory.recollection import SHARE, least_room, memory_room, remembered_size, room_of
from troupe_mcp.simulation.people.persona import slug, summary
from troupe_mcp.simulation.turns.fitting import fitted
from troupe_mcp.simulation.turns.moment import told
from troupe_mcp.simulation.turns.perception import Perceived
from troupe_mcp.simulation.worlds.events import Remembered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.simulation.people.person import TinyPerson
    from troupe_mcp.simulation.worlds.events import Event, MemoryKind, SceneSet
    from troupe_mcp.simulation.worlds.work import Past
    from troupe_mcp.simulation.worlds.world import TinyWorld

MOST_NOTES, MOST_REFLECTIONS = 12, 3
LONGEST = 400
"""Characters of one memory."""
REPAIR = 2_500
"""Characters that are left for an answer of the wrong form, which goes back with the reason, and for what we say."""
ALONG = 0.75
"""Whose log has grown to so much of its room goes along with those who need it, so that all are asked at once."""
WORTH = 0.5
"""What of the room must be old before a call is worth it; what is new is told in short meanwhile."""
KEPT = 0.25
"""What of the room the latest words may keep."""
_LOOKED_AT = (1 - SHARE) / 2
"""The share of its room up to which nobody asks how old a log is."""


class Note(Answer):
    """A memory as a model writes it; importance from 1 to 9."""

    text: Annotated[str, cut_at(LONGEST)]
    importance: int


class ConsolidationAnswer(Answer):
    """What stays of a backlog."""

    memories: list[Note]
    reflections: list[Note]


@dataclass(frozen=True, slots=True)
class ConsolidationTask:
    """Put what one person perceived into a few notes in the first person: `{memories, reflections}`, each weighed."""

    person: str
    others: tuple[str, ...]
    backlog: tuple[Perceived, ...]
    language: str

    def digest(self) -> str:
        """Return the digest over all that may change the notes."""
        seen = [(p.step, p.kind, p.source, p.content, p.own, p.to, p.to_me, p.title) for p in self.backlog]
        return digest_of("consolidation", self.person, self.others, seen, self.language)


def fading(world: TinyWorld, scene: SceneSet) -> tuple[Consolidation, ...]:
    """Return whose backlog is to become memories before anybody acts: theirs whose log outgrows its prompt."""
    if not world.prompt_budget:
        return ()
    little = least_room(world.prompt_budget) * _LOOKED_AT * ALONG
    long = [name for name in scene.people if name in world.people and world.people[name].fresh > little]
    if not long:
        return ()
    acted = frozenset((*world.acted, *([scene.moderator] if scene.guide else [])))
    waiting = [world.people[name] for name in long if name not in acted]
    if not any(_has_grown(person, world.prompt_budget, 1.0) for person in waiting):
        return ()
    return tuple(Consolidation(each.name) for each in waiting if _has_grown(each, world.prompt_budget, ALONG))


@dataclass(frozen=True, slots=True)
class Consolidation:
    """One person's backlog becoming memories, under their name in the run."""

    person: str

    def prompt(self, past: Past) -> Prompt:
        """Return the prompt: all that is about to fade, in order."""
        world, rules = past.world, past.rules
        person = world.people[self.person]
        backlog = self._of(world)
        others = tuple(name for name in world.people if name != self.person)
        system = past.templates.render("memory.system.md.j2")
        line = summary(person.persona.spec)
        room = max(rules.prompt_budget - len(system) - len(self.person) - len(line) - REPAIR, 1000)
        unseen = [replace(item, picture="") if item.picture else item for item in backlog]
        lines = fitted(unseen, room, lambda item, content: told(item, content, is_new=False, seen=False))
        user = past.templates.render(
            "memory.user.md.j2",
            person=self.person,
            line=line,
            first=backlog[0].step,
            last=backlog[-1].step,
            lines=lines,
            left_out=sum(item.kind != "situation" for item in backlog) - len(lines),
            language=rules.language,
        )
        return Prompt(
            (Message("system", system), Message("user", user)),
            ConsolidationAnswer,
            ConsolidationTask(self.person, others, backlog, rules.language),
            ("step", str(world.step), slug(self.person), "memory"),
            rules.seed,
            past.templates.version,
        )

    async def done(self, past: Past, model: Model) -> Sequence[Event]:
        """Return what the person remembers from now on.

        Where the model refused or wrote nothing usable the weightiest of the person's own words stay, with the
        outcome. Raises ModelFailed where nobody answered at all.
        """
        try:
            answer = await ask(model, self.prompt(past), ConsolidationAnswer)
        except ModelFailed as failure:
            if failure.outcome not in BILLED:
                raise ModelFailed(str(failure), failure.outcome, self.person) from failure
            return self._kept(past.world, failure.outcome, model.name)
        episodes, cut = _usable(answer.memories, MOST_NOTES)
        if not episodes:
            return self._kept(past.world, "empty", model.name)
        events = [replace(self._remembered(past.world, "episode", episodes, self._until(past.world)), cut=cut)]
        thoughts, cut = _usable(answer.reflections, MOST_REFLECTIONS)
        if thoughts:
            events.append(replace(self._remembered(past.world, "reflection", thoughts), cut=cut))
        return [replace(event, played_by=model.name) for event in events]

    def supposed(self, world: TinyWorld, said: str) -> Sequence[Event]:
        """Return notes of a usual length."""
        usual = [(said[: LONGEST // 2] or "…", 5)] * (MOST_NOTES // 2)
        return (self._remembered(world, "episode", usual, self._until(world)),)

    def _until(self, world: TinyWorld) -> int:
        return _fades(world.people[self.person], world.prompt_budget)

    def _of(self, world: TinyWorld) -> tuple[Perceived, ...]:
        person = world.people[self.person]
        return person.perceived[person.until : self._until(world)]

    def _kept(self, world: TinyWorld, outcome: str, played_by: str) -> Sequence[Event]:
        others = [name for name in world.people if name != self.person]
        weightiest = [(memory.text, memory.importance) for memory in notes(self._of(world), MOST_NOTES, others)]
        event = self._remembered(world, "episode", weightiest, self._until(world))
        return (replace(event, outcome=outcome, played_by=played_by),)

    def _remembered(
        self, world: TinyWorld, kind: MemoryKind, kept: Sequence[tuple[str, int]], until: int = 0
    ) -> Remembered:
        texts, importance = tuple(text for text, _ in kept), tuple(weight for _, weight in kept)
        return Remembered(world.step, self.person, kind, texts, importance, until)


def _has_grown(person: TinyPerson, budget: int, grown: float) -> bool:
    """Whether somebody's log has grown to this share of its room, and enough of it is old."""
    if person.fresh <= room_of(person, budget) * _LOOKED_AT * grown:
        return False
    room = _log_room(person, budget)
    old = sum(item.size for item in person.perceived[person.until : person.news])
    return person.fresh > room * grown and old > room * WORTH


def _fades(person: TinyPerson, budget: int) -> int:
    """Return up to where the log fades: all but what is new and as much of the latest as is kept."""
    room = _log_room(person, budget)
    new = sum(item.size for item in person.perceived[person.news :])
    left = min(room * KEPT, max(room - new, 0))
    at = min(person.news, len(person.perceived))
    while at > person.until and (left := left - person.perceived[at - 1].size) >= 0:
        at -= 1
    return at


def _log_room(person: TinyPerson, budget: int) -> float:
    """Return the characters that a prompt has for the log."""
    room = room_of(person, budget)
    remembered = min(remembered_size(person), memory_room(person, budget))
    situation = next((len(item.content) for item in reversed(person.perceived) if item.kind == "situation"), 0)
    return max(room - remembered - situation, room / 4)


def _usable(written: Sequence[Note], most: int) -> tuple[list[tuple[str, int]], str]:
    """Return the notes that are kept, each with its weight, and in words what of them is not."""
    tidy = [(text, max(1, min(note.importance, 9))) for note in written if (text := one_line(note.text))]
    kept = [(clip(text, LONGEST), importance) for text, importance in tidy[:most]]
    return kept, left_out([text for text, _ in tidy], LONGEST, most)
