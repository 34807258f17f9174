"""The examination of talks that go on after one opening: who falls silent, repeats, invents, or owes an answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from random import Random

from tests.rehearsal.exam_held import invented
from tests.rehearsal.exam_rooms import newcomers
from tests.rehearsal.stage import Room, people
from troupe_mcp.language.model import Model
from troupe_mcp.models.rehearsal.asked.calling import addressed
from troupe_mcp.simulation.turns.perception import PerceivedKind

OPENINGS: tuple[tuple[str, PerceivedKind], ...] = (
    ("What would make you buy an electric car?", "say"),
    ("What do you think of a subscription for coffee beans, delivered every two weeks, for 25 dollars?", "say"),
    ("The city wants to close the main street to cars on Sundays. What do you think?", "say"),
    ("Should AI decide who gets a loan?", "say"),
    ("How do you spend your evenings?", "say"),
    ("Everything has become more expensive. Where do you notice it most?", "say"),
    ("What makes a good neighbour?", "say"),
    ("What do you dream of?", "say"),
    ("The heating in your house will be off for a week in January. What do you do?", "say"),
    ("Your company has just announced that it will close in three months.", "say"),
    ("A man found a wallet with 900 dollars on a bus. He kept the money and sent the wallet back.", "say"),
    ("Night train to the sea. Leave on Friday after work, wake up at the beach, back on Monday for coffee.", "show"),
)


@dataclass(slots=True)
class Talk:
    """A talk after one opening: the words of each step by who said them, in order."""

    opening: str
    names: tuple[str, ...]
    held: dict[str, str]
    steps: list[dict[str, str]] = field(default_factory=list[dict[str, str]])

    @property
    def lines(self) -> list[tuple[int, str, str]]:
        """Return step, speaker and words of what was said."""
        return [(n, name, text) for n, step in enumerate(self.steps) for name, text in step.items() if text]

    def __str__(self) -> str:
        return "\n".join([self.opening, *(f"{n + 1}. {name}: {text}" for n, name, text in self.lines)])


def talks(*, size: int, steps: int, seed: int = 1, model: Model | None = None) -> Iterator[Talk]:
    """Yield a talk on each opening, each among others of the library and of `newcomers.json`."""
    everybody = [*people(), *newcomers()]
    for opening, kind in OPENINGS:
        cast = Random(f"{seed}/{size}/{opening}").sample(everybody, size)
        room = Room(*cast, seed=seed, model=model)
        room.stimulus(opening, kind=kind)
        held = {p.name: json.dumps(p.spec, ensure_ascii=False) for p in cast}
        talk = Talk(opening, tuple(p.name for p in cast), held)
        talk.steps = [room.play_step() for _ in range(steps)]
        yield talk


_ANYBODY = ("business", "tongue", "parent")
"""What anybody may name: a manner of speaking, and whom an idea is for."""


def examine_talk(talk: Talk) -> list[str]:
    """Complain of steps in which nobody speaks, of lines said before, of owed answers and of what nobody holds."""
    found = [f"step {n + 1}: silence" for n, step in enumerate(talk.steps[:-1]) if not any(step.values())]
    found += [f"said before: {text}" for text in _repeated(talk)]
    found += [f"owed: {text}" for text in _owed(talk)]
    before = talk.opening
    for _, name, text in talk.lines:
        told = " ".join(part for part in re.split(r"(?<=[.!?…])\s+", text) if not part.endswith("?"))
        made_up = invented(told, f"{talk.held[name]} {before} {' '.join(talk.names)}")
        made_up = [each for each in made_up if each.removeprefix("my ") not in (*_ANYBODY, *talk.held[name].split())]
        found += [f"made up {', '.join(made_up)}: {text}"] if made_up else []
        before = f"{before} {text}"
    asked = ""
    for _, name, text in talk.lines:
        asks = text.endswith("?") and bool(addressed(text, talk.names))
        found += [f"asks twice running: {text}"] if asks and asked == name else []
        asked = name if asks else ""
    return found


def _repeated(talk: Talk) -> Iterator[str]:
    """Yield the lines that say an earlier one again, or nearly."""
    seen: list[set[str]] = []
    for _, _, text in talk.lines:
        if _AGAIN.search(text):
            continue
        said = set(re.findall(r"[^\W_]+", text.lower()))
        if any(said == other or (len(said) > _LONG and len(said & other) >= _NEARLY * len(said)) for other in seen):
            yield text
        seen.append(said)


_LONG, _NEARLY = 4, 0.85
_AGAIN = re.compile(r"^(?:As I|I told you|Again|I've said|And again|I think I|Same as before)\b")
"""The words of somebody who is asked the same again, and says so."""


def _owed(talk: Talk) -> Iterator[str]:
    """Yield the questions to somebody by name whose next turn brought no answer."""
    turns = [(n, name, text) for n, step in enumerate(talk.steps) for name, text in step.items()]
    for place, (n, asker, text) in enumerate(turns):
        for name in talk.names:
            if (
                name == asker
                or not text.endswith("?")
                or name not in addressed(text, talk.names)
                or n == len(talk.steps) - 1
            ):
                continue
            following = next((said for _, who, said in turns[place + 1 :] if who == name), "")
            if not following:
                yield f"{text} ({asker})"


def speaker_of(talk: Talk, text: str) -> str:
    """Return whose file holds most of a line's words; empty where nobody's does, or several people's."""
    said = {stem for stem in _stems(text) if stem not in _stems(" ".join(talk.names))}
    shares = {name: len(said & _stems(talk.held[name])) for name in talk.names}
    best = max(shares.values())
    found = [name for name, share in shares.items() if share == best]
    return found[0] if best and len(found) == 1 else ""


@cache
def _stems(text: str) -> frozenset[str]:
    return frozenset(re.sub(r"(?:ing|ed|es|s)$", "", word) for word in re.findall(r"[^\W_]{3,}", text.lower()))
