"""A run told as prose, from its log alone; what a story quotes is looked up there."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from troupe_mcp.language.ask import ask
from troupe_mcp.language.prompt import Message, Prompt
from troupe_mcp.simulation.people.card import card
from troupe_mcp.simulation.people.persona import slug, summary
from troupe_mcp.simulation.worlds.events import Answered, SceneSet
from troupe_mcp.simulation.worlds.transcript import Utterance, as_text, transcript
from troupe_mcp.simulation.worlds.votes import AFTER, BEFORE
from troupe_mcp.studies.forms import Story
from troupe_mcp.studies.tasks import MinibioTask, StoryTask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.simulation.people.persona import Persona
    from troupe_mcp.simulation.worlds.events import Event


@dataclass(frozen=True, slots=True)
class Chapter:
    """Which part of a run a story tells: what came `after` a position of its log, and after the chapters `before`.

    An `imagined` one tells what might come instead, with a surprising turn where `twist`.
    """

    before: str = ""
    after: int = 0
    imagined: bool = False
    twist: bool = False


@dataclass(frozen=True, slots=True)
class TinyStory:
    """What happened in a run, to be told as prose of at most so many words."""

    log: Sequence[tuple[int, Event]]
    cast: Sequence[tuple[str, Persona]]
    words: int = 300
    requirements: str = ""
    chapter: Chapter = field(default_factory=Chapter)

    async def tell(self, *, seed: int, source: str, templates: Templates, model: Model) -> Mapping[str, Any]:
        """Return `{story, unfounded}`: the prose, and those of its quotes that stand nowhere in the log.

        `source` names the run in the call's address. Raises ModelFailed where nobody could answer.
        """
        chapter, words, requirements = self.chapter, self.words, self.requirements
        said = tuple(sorted((*transcript(self.log), *_voted(self.log)), key=lambda line: line.position))
        lines = said if chapter.imagined else tuple(line for line in said if line.position > chapter.after)
        private = all(event.setting == "private" for _, event in self.log if isinstance(event, SceneSet))
        people = tuple((name, summary(persona.spec)) for name, persona in self.cast)
        task = StoryTask(lines, people, private, words, requirements, chapter.before, chapter.imagined, chapter.twist)
        user = templates.render(
            "story.user.md.j2",
            words=words,
            requirements=requirements,
            private=private,
            cast=people,
            transcript=as_text(lines),
            before=chapter.before,
        )
        system = templates.render("story.system.md.j2", imagined=chapter.imagined, twist=chapter.twist)
        messages = (Message("system", system), Message("user", user))
        prompt = Prompt(messages, Story, task, ("story", source), seed, templates.version, 600 + 2 * words)
        told = await ask(model, prompt, Story)
        return {"story": told.story, "unfounded": unfounded(told.story, [line.content for line in said])}


def _voted(log: Sequence[tuple[int, Event]]) -> list[Utterance]:
    """Return the votes of a world, a line for each time all voted: no transcript tells them, yet a story has to."""
    asked = next((event.ballot["text"] for _, event in log if isinstance(event, SceneSet) and event.ballot), "")
    lines: list[Utterance] = []
    for when in (BEFORE, AFTER):
        votes = [(at, e) for at, e in log if isinstance(e, Answered) and e.is_vote and e.question == when]
        counts = Counter(str(vote.value) for _, vote in votes if vote.value is not None)
        if counts:
            at, last = votes[-1]
            told = ", ".join(f"{value} {count}" for value, count in counts.most_common())
            words = f"In private all voted, {when} they talked. {asked} {told}."
            lines.append(Utterance(at, last.step, "change", "", " ".join(words.split()), from_outside=True))
    return lines


async def introduce(
    name: str, persona: Persona, *, requirements: str, seed: int, templates: Templates, model: Model
) -> Mapping[str, Any]:
    """Return `{story}`: who somebody is, in two to four sentences. Raises ModelFailed where nobody could answer."""
    user = templates.render("minibio.md.j2", person=name, card=card(persona), requirements=requirements)
    task = MinibioTask(name, persona, requirements)
    prompt = Prompt((Message("user", user),), Story, task, ("minibio", slug(name)), seed, templates.version)
    return {"story": (await ask(model, prompt, Story)).story}


def unfounded(story: str, said: Sequence[str]) -> list[str]:
    """Return what a story puts between quotation marks although nobody said it."""
    heard = [_plain(words) for words in said]
    quotes: list[str] = re.findall(r"“([^”]+)”", story)
    return [quote for quote in quotes if not any(_plain(quote) in words for words in heard)]


def _plain(words: str) -> str:
    return " ".join(re.findall(r"[\w']+", words.casefold().replace("’", "'")))
