"""Scenes that end in a prompt, and a model that plays them up to there and then gives a kept answer.

A scene is a tool's call, the lines that people of it say by step, other answers by address, and the kept answers of a
real model by address. Everybody else says nothing; every other prompt is answered plainly.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.doubles import USAGE, Table, Told, plain, settings, table
from troupe_mcp.language.completion import Completion
from troupe_mcp.language.model import Model
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask

HERE = Path(__file__).parent
PIECES = sorted(path.name.removesuffix(".answers.json") for path in HERE.glob("*.answers.json"))
AMPLE = 24_000
ITEM = (
    "the room is free until six, the coffee is paid for, and whoever parks in the yard tells the porter their number, "
    "for the gate shuts by itself."
)
MIND = ("calm", "the talk", "to get home")


@dataclass(frozen=True)
class Scene:
    """What is played: `said` is `{step: {person: [words, [action, words, to], …]}}`.

    Where a world is played `first`, the call is about it. `minds` are by person, `given` and `kept` by address. At the
    step of a `notice`, `(step, items)`, something so long is shown that what was said before fades where the
    `prompt_budget` is small. Worlds alike in their seeds would share the ledger's answers: each has its own.
    """

    piece: str
    name: str
    tool: str
    call: Mapping[str, Any]
    kept: Mapping[str, str]
    said: Mapping[str, Mapping[str, Sequence[str | Sequence[str]]]] = field(default_factory=dict[str, Any])
    minds: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    given: Mapping[str, Any] = field(default_factory=dict[str, Any])
    first: Mapping[str, Any] | None = None
    prompt_budget: int = AMPLE
    notice: tuple[int, int] | None = None

    def arguments(self) -> dict[str, Any]:
        """Return the call, with the notice where there is one."""
        if not self.notice:
            return dict(self.call)
        step, items = self.notice
        shown = " ".join(f"Item {number}: {ITEM}" for number in range(1, items + 1))
        return {**self.call, "script": [*self.call["script"], {"step": step, "show": shown}]}

    def says(self, task: TurnTask) -> dict[str, Any]:
        """Return what somebody does at a step, or that they do nothing."""
        lines = self.said.get(str(task.step), {}).get(task.person, ())
        return {
            "thought": "Well.",
            "actions": [dict(zip(("type", "content", "to"), _action(line), strict=True)) for line in lines],
            "mind": dict(zip(("feeling", "attention", "goal"), self.minds.get(task.person, MIND), strict=True)),
        }


@dataclass
class Acting:
    """A model that plays scenes, and keeps what it was asked by scene and address.

    Where there is an `inner` model it is asked instead of the kept answers; what it said is in `answers`.
    """

    inner: Model | None = None
    scene: Scene | None = None
    name: str = "by-hand"
    provider: str = "compatible"
    setup: str = ""
    reads_tasks: bool = False
    asked: dict[str, dict[str, Prompt]] = field(default_factory=dict[str, dict[str, Prompt]])

    answers: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])

    async def complete(self, prompt: Prompt) -> Completion:
        scene, place = self.scene, "/".join(prompt.address)
        assert scene is not None
        assert place not in self.asked.setdefault(scene.name, {}), f"asked twice: {scene.name}, {place}"
        self.asked[scene.name][place] = prompt
        if place in scene.kept and self.inner:
            completion = await self.inner.complete(prompt)
            self.answers.setdefault(scene.name, {})[place] = completion.text
            return completion
        if place in scene.kept:
            return Completion(scene.kept[place], usage=USAGE, model=self.name)
        if (given := scene.given.get(place.removesuffix("/attempt/0"))) is None:
            given = scene.says(prompt.task) if isinstance(prompt.task, TurnTask) else plain(prompt)
        return Completion(json.dumps(given), usage=USAGE, model=self.name)


@dataclass(frozen=True)
class Played:
    """What a scene told its user: its result, all its events, and the people it made."""

    told: Told
    events: Sequence[Mapping[str, Any]]
    people: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Performance:
    """All scenes, what each told, and the model that played them."""

    scenes: list[Scene]
    told: dict[str, Played]
    model: Acting


def scenes() -> list[Scene]:
    """Return all scenes with the answers kept for them."""
    found: list[Scene] = []
    for piece in PIECES:
        kept = _read(f"{piece}.answers.json")
        found += [Scene(piece, kept=kept[scene["name"]], **scene) for scene in _read(f"{piece}.json")]
    return found


async def perform(directory: Path, model: Acting) -> Performance:
    """Play all scenes, those of one prompt budget at one table."""
    whole = Performance(scenes(), {}, model)
    for budget in sorted({scene.prompt_budget for scene in whole.scenes}):
        stored = directory / str(budget)
        async with table(stored, model, configured=settings(stored, prompt_budget=budget)) as at:
            await make_people(at)
            for scene in whole.scenes:
                if scene.prompt_budget == budget:
                    whole.told[scene.name] = await play(at, model, scene)
    return whole


async def make_people(at: Table) -> None:
    """Make those people of the scenes who don't come with the library."""
    for person in _read("people.json"):
        await at.ok("create_person", **person)


async def play(at: Table, model: Acting, scene: Scene) -> Played:
    """Play a scene through the tools to its end."""
    model.scene = scene
    about: dict[str, Any] = {}
    if scene.first:
        run = (await at.ok("run_world", **scene.first, wait_seconds=50)).run
        about["run"] = run if scene.tool == "tell_story" else [run]
    told = await at.ok(scene.tool, **scene.arguments(), **about, wait_seconds=50)
    made: list[Mapping[str, Any]] = []
    if told.data.get("kind") == "casting":
        made = await _made(at, told.run)
    return Played(told, await at.events(told.run), made)


async def _made(at: Table, run: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    page = {"cursor": ""}
    while True:
        told = await at.ok("find_people", run=run, full=True, **page)
        found += told.data["people"]
        if not (after := told.data.get("next_cursor")):
            return found
        page = {"cursor": after}


def _action(line: str | Sequence[str]) -> Sequence[str]:
    return ("TALK", line, "") if isinstance(line, str) else line


def _read(name: str) -> Any:
    return json.loads((HERE / name).read_text("utf-8"))
