"""The runs that are tortured, and how each goes where nobody disturbs it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mcp import Client

from tests.torture.evidence import Happened, log_of
from tests.torture.processes import called
from tests.torture.slow_model import SlowModel, settings_for
from troupe_mcp.app import open_app
from troupe_mcp.server.build import build_server

NAMES = (
    "Ada Abel", "Ben Boyd", "Cleo Cruz", "Dana Diaz", "Eli Eder",
    "Flo Frei", "Gus Gold", "Hana Hall", "Ivo Ilic", "Joy Jung",
)  # fmt: skip
STEPS = 6
ORDERS = ("together", "in_turn")
LATER: list[dict[str, Any]] = [
    {"step": 3, "say": "And what would change your mind?", "to": [NAMES[0], NAMES[7]]},
    {"step": 5, "show": "A poster with three prices."},
]

STEERING: dict[str, Any] = {
    "watch": ["They agree", "silent for 1 step"],
    "interventions": [
        {"when": {"claim": "Somebody was persuaded"}, "then": {"think": "Really?"}},
        {"when": {"every": 2, "matches": "I say [0-7]"}, "then": {"say": "Go on."}},
    ],
}


async def make_people(client: Client, names: Sequence[str] = NAMES) -> list[str]:
    """Make the people of all scenes; returns their ids."""
    made: list[str] = []
    for index, name in enumerate(names):
        persona = {"name": name, "age": 20 + 3 * index, "occupation": "baker", "beliefs": [f"{name} likes bread."]}
        result = await called(client, "create_person", persona=persona)
        made.append(result["person"])
    return made


@dataclass(frozen=True)
class Call:
    """A call of a tool that plays, and the least of what its run may be known by: `seed`."""

    tool: str
    arguments: Mapping[str, Any]


def scene(people: Sequence[str], seed: int, *, steps: int = STEPS) -> dict[str, Any]:
    """The arguments of run_world: by the seed, everybody acts together or in turn, and half of all are steered."""
    return {
        "people": list(people),
        "situation": "They meet in a bakery.",
        "say": "What is good bread worth?",
        "script": LATER,
        "steps": steps,
        "order": ORDERS[seed % 2],
        "seed": seed,
        **(STEERING if seed // 2 % 2 else {}),
    }


class Undisturbed:
    """Plays any scene to its end, on a data directory of its own, in this process."""

    def __init__(self, data_dir: Path, client: Client, people: Sequence[str]) -> None:
        self.data_dir = data_dir
        self.client = client
        self.people = people

    async def log(self, seed: int) -> list[Happened]:
        """The log of the scene with that seed."""
        return log_of(self.data_dir, await self.run(Call("run_world", scene(self.people, seed))))

    async def run(self, call: Call) -> str:
        """The run of a call, once it is done."""
        result = await called(self.client, call.tool, **call.arguments, wait_seconds=50)
        assert result["status"] == "done", result
        return result.get("run") or result["job"]


@asynccontextmanager
async def undisturbed(data_dir: Path) -> AsyncGenerator[Undisturbed]:
    model = SlowModel(delays=(0, 0))
    async with open_app(settings_for(data_dir), models={model.name: model}) as app, Client(build_server(app)) as client:
        yield Undisturbed(data_dir, client, await make_people(client))
