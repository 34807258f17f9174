"""Who stands in for the world in our tests: a model that follows a script, and a table to sit at with a client."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.types import TextContent, TextResourceContents

from troupe_mcp.app import App, open_app
from troupe_mcp.language.completion import Completion, Usage
from troupe_mcp.language.model import Model
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.runs.log import read_log
from troupe_mcp.server.build import build_server
from troupe_mcp.settings import ServerSection, Settings, SimulationSection, StoreSection
from troupe_mcp.simulation.casting.casting import CastPlanTask, CastTask
from troupe_mcp.simulation.memory.consolidation import ConsolidationTask
from troupe_mcp.simulation.steering.moderating import ModerateTask
from troupe_mcp.simulation.steering.propositions import ClaimTask
from troupe_mcp.simulation.turns.perception import Perceived, TurnTask
from troupe_mcp.simulation.turns.reviewing import ReviewTask
from troupe_mcp.simulation.worlds.events import Event
from troupe_mcp.simulation.worlds.refereeing import RefereeTask
from troupe_mcp.simulation.worlds.world import TinyWorld
from troupe_mcp.studies.moving import MovedTask
from troupe_mcp.studies.normalizing import NormalizeTask
from troupe_mcp.studies.tasks import (
    ExtractTask,
    InterviewPlanTask,
    JudgeInterviewTask,
    MinibioTask,
    StoryTask,
)

Era = Literal["auto", "legacy"]
ERAS: dict[Era, str] = {"auto": "2026-07-28", "legacy": "2025-11-25"}
"""How a client connects, and the protocol that comes of it."""

Written = str | Mapping[str, Any] | Completion
"""What a script answers: raw text, an answer as a mapping, or a whole completion."""
ROOT = Path(__file__).parents[1]
REHEARSAL = {"played_by": "rehearsal"}
USAGE = Usage(100, 20, 0.01)
"""What every call of the scripted model costs."""


def turn(*said: str, to: str = "", does: str = "TALK", thought: str = "Well.", feeling: str = "calm") -> dict[str, Any]:
    """Return a turn as a model writes it: one action for each thing said; none where nothing is."""
    return {
        "thought": thought,
        "actions": [{"type": does, "content": content, "to": to} for content in said],
        "mind": {"feeling": feeling, "attention": "the talk", "goal": "to be heard"},
    }


def plain(prompt: Prompt) -> Written:
    """Answer any prompt so that every run can be played to its end."""
    match prompt.task:
        case TurnTask(person=person, step=step):
            return turn(f"{person} speaks at step {step}.")
        case ExtractTask(many=True):
            return {"records": []}
        case ExtractTask(fields=fields):
            return {"found": dict.fromkeys(fields), "quotes": []}
        case InterviewPlanTask(count=count):
            return {"questions": [{"question": f"Question {n}?", "expectation": f"Holds {n}"} for n in range(count)]}
        case JudgeInterviewTask(answers=answers):
            kept = {"held": "yes", "reason": "It was said.", "quote": ""}
            return {"findings": [{"expectation": a.expectation, **kept} for a in answers], "justification": "Fine."}
        case ClaimTask(scored=scored):
            judged: dict[str, Any] = {
                "quotes": [],
                "justification": "It was said.",
                "verdict": "yes",
                "confidence": 0.9,
            }
            return {**judged, "score": 8} if scored else judged
        case CastPlanTask(count=count):
            return {"people": [{"name": f"Person {n}", "line": f"a clerk, number {n}"} for n in range(1, count + 1)]}
        case CastTask(name=name, line=line):
            return specification(name or "Ana Prado", line)
        case StoryTask() | MinibioTask():
            return {"story": "They met, and they talked."}
        case _:
            return of_a_world(prompt)


def of_a_world(prompt: Prompt) -> Written:
    """Answer what a world has answered beside turns: notes, a referee who lets all happen, labels …"""
    match prompt.task:
        case ConsolidationTask(backlog=backlog):
            return noted(backlog)
        case RefereeTask(deeds=deeds):
            return ruling({deed.person: f"{deed.person} does so." for deed in deeds})
        case ReviewTask(shown=shown):
            return reviewed({each.person: 9 for each in shown})
        case NormalizeTask(wordings=wordings):
            return {"labels": [{"label": "everything", "numbers": [*range(1, len(wordings) + 1)]}]}
        case MovedTask():
            return {"why": "I looked at it again.", "quote": "", "person": "nobody"}
        case ModerateTask():
            return {"thought": "They talk.", "move": "wait", "say": "", "to": ""}
        case _:
            raise AssertionError(f"no script for {prompt.task!r}")


def reviewed(marks: Mapping[str, int], fault: str = "") -> dict[str, Any]:
    """Return what a judge of turns writes: for each person one mark for all four."""
    names = ("adherence", "consistency", "fluency", "suitability")
    return {"reviews": [{"person": who, "fault": fault, **dict.fromkeys(names, mark)} for who, mark in marks.items()]}


def ruling(results: Mapping[str, str], *facts: str, seen_by: Sequence[str] = ()) -> dict[str, Any]:
    """Return what a referee decides: for each person what came of it."""
    outcomes = [{"person": name, "result": result, "seen_by": [*seen_by]} for name, result in results.items()]
    return {"thought": "Let me see.", "outcomes": outcomes, "facts": [*facts]}


def noted(backlog: Sequence[Perceived]) -> dict[str, Any]:
    """Return notes as a model that only shortens writes them: the first sentence of all that was said, in groups."""
    said = [f"{'I' if item.own else item.source}: {item.content.split('. ')[0][:120]}" for item in backlog]
    grouped = ["; ".join(said[at : at + 6]) for at in range(0, len(said), 6)]
    return {"memories": [{"text": text, "importance": 5} for text in grouped], "reflections": []}


def specification(name: str, line: str, **own: Any) -> dict[str, Any]:
    """Return a whole person as a model writes one, with few words."""
    day = {part: ["Walks."] for part in ("morning", "workday", "evening", "weekend")}
    five = ("openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism")
    told = ("gender", "nationality", "residence", "languages", "education", "style", "health", "money", "media")
    return {
        "name": name,
        "age": 40,
        **dict.fromkeys(told, ""),
        **{key: [] for key in ("long_term_goals", "skills", "frustrations", "relationships")},
        "occupation": {"title": "Clerk", "organization": "", "description": ""},
        "personality": {"traits": ["calm"], "big_five": dict.fromkeys(five, "Medium.")},
        "preferences": {"interests": [], "likes": ["tea"], "dislikes": []},
        "beliefs": ["Tea is better than coffee."],
        "behaviors": {"general": [], "routines": day},
        "other_facts": [line],
        **own,
    }


def text_of(prompt: Prompt) -> str:
    """Return all that a model would read."""
    return "\n\n".join(message.text for message in prompt.messages)


def here(text: str) -> str:
    """Return what a prompt says of who is here."""
    return text.split("Who is here: ")[1].split("\n", maxsplit=1)[0]


@dataclass
class Scripted:
    """A model that answers as a function says, and remembers what it was asked.

    While `gate` is closed, prompts for which `held` is true wait in front of it; `until_asked` waits for them.
    """

    script: Callable[[Prompt], Written] = plain
    name: str = "scripted-1"
    provider: str = "scripted"
    setup: str = ""
    reads_tasks: bool = False
    asked: list[Prompt] = field(default_factory=list[Prompt])
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    held: Callable[[Prompt], bool] = lambda _: True
    _came: asyncio.Condition = field(default_factory=asyncio.Condition)

    def __post_init__(self) -> None:
        self.gate.set()

    async def complete(self, prompt: Prompt) -> Completion:
        async with self._came:
            self.asked.append(prompt)
            self._came.notify_all()
        if self.held(prompt):
            await self.gate.wait()
        written = self.script(prompt)
        if isinstance(written, Completion):
            return written
        text = written if isinstance(written, str) else json.dumps(written, ensure_ascii=False)
        return Completion(text, usage=USAGE, model=self.name)

    async def until_asked(self, times: int) -> None:
        """Return once so many prompts have come."""
        async with self._came:
            await self._came.wait_for(lambda: len(self.asked) >= times)

    def asked_of(self, person: str, step: int | None = None) -> list[str]:
        """Return the texts of the turns that a person was asked for, at a step or at all."""
        turns = [(p, p.task) for p in self.asked if isinstance(p.task, TurnTask)]
        return [text_of(p) for p, t in turns if t.person == person and step in (None, t.step)]


@dataclass(frozen=True)
class Told:
    """What a tool told its user."""

    text: str
    data: dict[str, Any]
    is_error: bool

    @property
    def run(self) -> str:
        return self.data.get("job") or self.data["run"]


@dataclass
class Table:
    """A client that sits before a server; in memory, `app` is the server's."""

    client: Client
    app: App

    async def call(self, tool: str, /, **arguments: Any) -> Told:
        """Call a tool and return what it told, whatever it was."""
        return await call(self.client, tool, **arguments)

    async def ok(self, tool: str, /, **arguments: Any) -> Told:
        """Call a tool that has to succeed."""
        return await ok(self.client, tool, **arguments)

    async def error(self, tool: str, /, **arguments: Any) -> str:
        """Call a tool that has to refuse, clearly, and return its words."""
        return await error(self.client, tool, **arguments)

    async def read(self, uri: str) -> str:
        """Read a resource."""
        return await read(self.client, uri)

    async def events(self, run: str) -> list[dict[str, Any]]:
        """Return all that happened in a run, as its resource tells it."""
        return await events(self.client, run)

    async def log(self, run: str) -> list[Event]:
        """Return a run's log."""
        return [event for _, event in await read_log(self.app.store, run)]

    async def world(self, run: str) -> TinyWorld:
        """Return a run's world as the fold of its log."""
        cast = self.app.cast(self.app.run(run))
        return TinyWorld.of((member.name, member.persona) for member in cast).after(await self.log(run))


async def call(client: Client, tool: str, /, **arguments: Any) -> Told:
    """Call a tool and return what it told."""
    result = await client.call_tool(tool, arguments)
    text = "".join(block.text for block in result.content if isinstance(block, TextContent))
    return Told(text, cast("dict[str, Any]", result.structured_content or {}), bool(result.is_error))


async def ok(client: Client, tool: str, /, **arguments: Any) -> Told:
    """Call a tool that has to succeed."""
    told = await call(client, tool, **arguments)
    assert not told.is_error, told.text
    return told


async def error(client: Client, tool: str, /, **arguments: Any) -> str:
    """Call a tool that has to refuse in words that help, and return them."""
    told = await call(client, tool, **arguments)
    assert told.is_error, told.text
    assert_clear(told.text)
    return told.text


def assert_clear(message: str) -> None:
    """Assert that a message is short and shows nothing of our insides."""
    assert 0 < len(message) <= 600
    assert not re.search(r"Traceback|\.py\b|pydantic|errors\.|site-packages|File \"|0x[0-9a-f]{6}", message), message
    assert not re.search(r"(?<![\w:/])/(tmp|home|root|usr|work|var)/", message), message


async def read(client: Client, uri: str) -> str:
    """Read a resource that has one text."""
    [content] = (await client.read_resource(uri)).contents
    assert isinstance(content, TextResourceContents)
    return content.text


async def events(client: Client, run: str) -> list[dict[str, Any]]:
    """Return all that happened in a run, as its resource tells it."""
    text = await read(client, f"troupe://runs/{run}/events")
    return [json.loads(line) for line in text.splitlines()]


def spoken(happened: Sequence[Mapping[str, Any]]) -> list[tuple[int, str, str]]:
    """Return step, person and words of what people said aloud."""
    return [(e["step"], e["person"], e["content"]) for e in happened if e["kind"] == "action" and e["type"] == "TALK"]


def settings(directory: Path, **simulation: Any) -> Settings:
    """Return the default settings on a data directory; a slow machine still waits for results."""
    store, server = StoreSection(data_dir=str(directory)), ServerSection(wait_seconds=30)
    return Settings(store=store, server=server, simulation=SimulationSection(**simulation))


@asynccontextmanager
async def table(
    directory: Path, model: Model | None = None, *, era: Era = "auto", configured: Settings | None = None
) -> AsyncGenerator[Table]:
    """Open an app on a directory, played by the model or else rehearsed, and a client in front of it."""
    models = {model.provider: model} if model else None
    async with (
        open_app(configured or settings(directory), models) as app,
        Client(build_server(app), mode=era) as client,
    ):
        assert client.protocol_version == ERAS[era]
        yield Table(client, app)


def stdio(directory: Path, *arguments: str, **environment: str) -> StdioServerParameters:
    """Return how to start a real server, on a directory, as a subprocess."""
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "troupe_mcp", *arguments],
        env={"TROUPE_STORE__DATA_DIR": str(directory), **environment},
        cwd=directory,
    )
