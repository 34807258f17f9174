"""The thread of a talk among several: what it was opened with, what has been said since, and who is to speak next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked import intents
from troupe_mcp.models.rehearsal.asked.calling import addressed
from troupe_mcp.models.rehearsal.asked.moment import questions_of, without_nods
from troupe_mcp.models.rehearsal.english.words import keys
from troupe_mcp.models.rehearsal.life.selves import PRIVATE
from troupe_mcp.models.rehearsal.matters.outlook import is_same
from troupe_mcp.models.rehearsal.matters.plans import side_in
from troupe_mcp.models.rehearsal.talk.happenings import thing_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice
    from troupe_mcp.simulation.turns.perception import Perceived, TurnTask

_LABEL = re.compile(
    r"^\s*(?:ad|advert|advertisement|option|idea|text|story|news)(?: \w+)?:", re.IGNORECASE | re.MULTILINE
)
"""What a thing that is shown may be headed by."""
_HEARERS = re.compile(r"\b(?:you|your|yours|we|our|us)\b", re.IGNORECASE)
_OTHERS = re.compile(r"\b(?:he|she|his|her|they|an? (?:man|woman|boy|girl|couple)|somebody)\b", re.IGNORECASE)
_OPENS = ("say", "show", "document")
_TALKATIVE = {-1: 0.22, 0: 0.45, 1: 0.65}
"""How often the withdrawn, the others and the outgoing add to a step in which somebody has spoken already."""
_WARM = {1: 1.6, 2: 1.35, 3: 1.15}
"""How much more often in the steps after a talk was opened, of which there is still something to say."""
_CALLED = 0.85
"""How often somebody answers who was spoken to by name last."""
LONG = 8
"""The steps after which a talk may run dry."""
_CROWD, _FLOOR = 6, 3
"""From so many others on, only so many take the floor in one step."""
_UNBIDDEN = 0.2
"""How often another breaks the silence there."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A talk since its last opening from outside."""

    person: str
    here: tuple[str, ...]
    subject: str
    asks: bool
    """Whether it was opened with a question."""
    lines: tuple[Perceived, ...]
    """What everybody said since, in order."""
    step: int
    since: int
    """How many steps ago it was opened."""

    @property
    def together(self) -> tuple[str, ...]:
        """Everybody in the talk."""
        return (self.person, *self.here)

    @property
    def is_tale(self) -> bool:
        """Whether it was opened with something that happened to others."""
        return not self.asks and not _HEARERS.search(self.subject) and _OTHERS.search(self.subject) is not None

    @property
    def others(self) -> tuple[Perceived, ...]:
        """What the others said since."""
        return tuple(line for line in self.lines if not line.own)

    @property
    def own(self) -> tuple[str, ...]:
        """What this person said since."""
        return tuple(line.content for line in self.lines if line.own)

    @property
    def said(self) -> tuple[str, ...]:
        """What anybody said since."""
        return tuple(line.content for line in self.lines)

    @property
    def now(self) -> tuple[Perceived, ...]:
        """What was said in this step."""
        return tuple(line for line in self.others if line.step == self.step)

    def by(self, name: str) -> tuple[str, ...]:
        """Return what one of the others said."""
        return tuple(line.content for line in self.others if line.source == name)

    def owes_an_answer(self) -> bool:
        """Return whether one of the others was asked by name and hasn't spoken since."""
        for place, line in enumerate(self.lines):
            asked = line.step >= self.step - 1 and without_nods(questions_of(line.content))
            if not asked or side_in(line.content):
                continue
            later = [each.source for each in self.lines[place + 1 :]]
            called = addressed(line.content, self.together)
            asked_of = [name for name in self.here if name in called or (len(self.here) == 1 and name in line.to)]
            if any(name != line.source and name not in later for name in asked_of):
                return True
        return False


def unlabelled(text: str) -> str:
    """Return the text of a thing without what it is headed by."""
    return _LABEL.sub("", text).strip()


def untold(facts: Iterable[Fact], thread: Thread) -> list[Fact]:
    """Return the facts that one tells among others and that nobody else has told as theirs."""
    heard = [keys(line.content) for line in thread.others]
    return [f for f in facts if not PRIVATE.search(f.said) and not any(is_same(f, line) for line in heard)]


def _openings(task: TurnTask) -> list[int]:
    """Return the places of what came from outside and can open a talk; what happens meanwhile opens none."""
    return [
        place
        for place, item in enumerate(task.perceived)
        if not item.own
        and item.source not in task.here
        and item.kind in _OPENS
        and item.content.strip()
        and not thing_in(item.content)
    ]


def opening_of(task: TurnTask) -> Perceived | None:
    """Return what a talk was last opened with from outside."""
    opened = _openings(task)
    return task.perceived[opened[-1]] if opened else None


def thread_of(moment: Moment) -> Thread | None:
    """Return the thread of the talk that a turn is in; nothing in private, alone, or before anything was said."""
    task = moment.task
    opened = _openings(task)
    if task.private or not task.here or not opened:
        return None
    first = task.perceived[opened[-1]]
    if first.kind == "say" and (intents.is_goodbye(first.content) or intents.is_greeting(first.content)):
        return None
    together = [task.perceived[place].content for place in opened if task.perceived[place].step == first.step]
    lines = tuple(
        item
        for item in task.perceived[opened[-1] :]
        if item.kind == "TALK" and item.content.strip() and (item.own or item.source in task.here)
    )
    asks = any(part.rstrip().endswith("?") for part in together)
    return Thread(task.person, task.here, "\n".join(together), asks, lines, task.step, max(0, task.step - first.step))


def has_the_floor(voice: Voice, thread: Thread) -> bool:
    """Return whether somebody who wasn't asked speaks now: whoever breaks the silence, then by temper."""
    outgoing = voice.portrait.level("extraversion")
    if thread.since >= LONG and voice.rng.random() < (thread.since - LONG + 1) / LONG:
        return False
    if len(thread.here) >= _CROWD:
        last = thread.lines[-1].source if thread.lines and not thread.lines[-1].own else ""
        names = sorted(name for name in (thread.person, *thread.here) if name != last)
        floor = Random(f"{voice.lot}/{thread.step}/{thread.subject}").sample(names, _FLOOR)
        return thread.person in floor or (not thread.now and voice.rng.random() < _UNBIDDEN)
    if not thread.now:
        return True
    if thread.person in addressed(thread.now[-1].content, thread.together):
        return voice.rng.random() < _CALLED
    return voice.rng.random() < _TALKATIVE[outgoing] * _WARM.get(thread.since, 1.0) / len(thread.now) ** 0.5
