"""A stage for the rehearsal: people from disk, turns built by hand, a room that remembers."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from random import Random
from typing import Any

from pydantic import BaseModel

from troupe_mcp.language.model import Model
from troupe_mcp.language.prompt import Message, Prompt, Task
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.simulation.turns.perception import Mind, Perceived, PerceivedKind, TurnTask

ACTIONS = ("TALK", "DO", "SHOW", "REACH_OUT", "THINK", "NOTHING")
LIBRARY = Path(__file__).parents[2] / "personas"


def people() -> list[Persona]:
    return [person(path.stem.removesuffix(".agent")) for path in sorted(LIBRARY.glob("*.agent.json"))]


def person(stem: str) -> Persona:
    document = json.loads((LIBRARY / f"{stem}.agent.json").read_text("utf-8"))
    return Persona.of(document["persona"])


def answer(
    task: Task, *, seed: int = 1, address: tuple[str, ...] = ("step", "1", "turn"), model: Model | None = None
) -> Any:
    prompt = Prompt((Message("user", "unread"),), BaseModel, task, address, seed, "test")
    completion = asyncio.run((model or Rehearsal()).complete(prompt))
    assert completion.outcome == "answered", completion.text
    return json.loads(completion.text)


class Room:
    """People who hear what is said; each `round` lets everybody act once, in turn."""

    def __init__(self, *persons: Persona, private: bool = False, seed: int = 1, model: Model | None = None) -> None:
        self.people = persons
        self.private = private
        self.seed = seed
        self.step = 0
        self.model = model or Rehearsal()
        self.logs: dict[str, list[Perceived]] = {p.name: [] for p in persons}
        self.seen: dict[str, int] = {p.name: 0 for p in persons}
        self.turns: list[tuple[str, dict[str, Any]]] = []

    def stimulus(
        self, content: str, *, kind: PerceivedKind = "say", to: tuple[str, ...] = (), source: str = "moderator"
    ) -> None:
        for p in self.people:
            if not to or p.name in to:
                self.logs[p.name].append(Perceived(self.step + 1, kind, source, content, to=to, to_me=p.name in to))

    def task(self, p: Persona, *, language: str = "English") -> TurnTask:
        here = tuple(other.name for other in self.people if other is not p)
        log = tuple(self.logs[p.name])
        return TurnTask(p.name, p, here, self.private, "", log, self.seen[p.name], Mind(), ACTIONS, language, self.step)

    def round(self) -> dict[str, str]:
        """Let everybody act; return what each said, empty where they kept still."""
        self.step += 1
        said: dict[str, str] = {}
        for p in self.people:
            self._act(p, said)
        return said

    def play_step(self) -> dict[str, str]:
        """Let those act who have news, or everybody in a quiet step, the addressed first, as a run does."""
        self.step += 1
        said: dict[str, str] = {}
        quiet = not any(map(self._news, self.people))
        order = Random(f"{self.seed}/{self.step}").sample(self.people, len(self.people))
        while ready := [p for p in order if p.name not in said and (quiet or self._news(p))]:
            self._act(next((p for p in ready if any(item.to_me for item in self._news(p))), ready[0]), said)
        return said

    def _news(self, p: Persona) -> list[Perceived]:
        return [item for item in self.logs[p.name][self.seen[p.name] :] if not item.own]

    def _act(self, p: Persona, said: dict[str, str]) -> None:
        address = ("step", str(self.step), p.name, "turn")
        turn = answer(self.task(p), seed=self.seed, address=address, model=self.model)
        self.turns.append((p.name, turn))
        self.seen[p.name] = len(self.logs[p.name])
        said[p.name] = ""
        for action in turn["actions"]:
            if action["type"] == "NOTHING":
                continue
            said[p.name] = action["content"]
            for other in self.people:
                self.logs[other.name].append(
                    Perceived(
                        self.step,
                        action["type"],
                        p.name,
                        action["content"],
                        own=other is p,
                        to=(action["to"],) if action["to"] else (),
                        to_me=action["to"] == other.name,
                    )
                )
        self.seen[p.name] = len(self.logs[p.name])


def ask(p: Persona, question: str, *, seed: int = 1, shown: str = "", model: Model | None = None) -> str:
    """Ask one person one thing in private and return the words."""
    room = Room(p, private=True, seed=seed, model=model)
    if shown:
        room.stimulus(shown, kind="show")
    room.stimulus(question, source="interviewer")
    return room.round()[p.name]


def interview(p: Persona, questions: list[str], *, seed: int = 1, model: Model | None = None) -> list[str]:
    """Ask one person several things in one talk and return the answers."""
    room = Room(p, private=True, seed=seed, model=model)
    answers: list[str] = []
    for question in questions:
        room.stimulus(question, source="interviewer")
        answers.append(room.round()[p.name])
    return answers
