"""Ten recorded runs with what a careful reader takes from them: 133 fields, played and extracted through the tools.

`python -m tests.answered.extractions.cases FOLDER` writes the very prompts of the engine as NN.md, to be answered as
NN.answer.json beside them; once all are there it keeps them, and says what was right.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.answered.claims.cases import as_page
from tests.answered.extractions.scoring import Score, score
from tests.doubles import Table, Told, plain, table
from troupe_mcp.language.completion import Completion, Usage
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.events import Found
from troupe_mcp.studies.tasks import ExtractTask

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))
ANSWERS = Path(__file__).with_name("answers.json")
ENOUGH = 0.95
"""Share of the fields that have to be right."""


@dataclass
class Recorded:
    """A model that says what people said in a talk, and answers extractions as they were answered once.

    `asked` are the prompts of extractions by their place; one that has no answer is answered with nothing.
    """

    answers: dict[str, str] = field(default_factory=dict[str, str])
    said: dict[tuple[str, int], list[dict[str, str]]] = field(
        default_factory=dict[tuple[str, int], list[dict[str, str]]]
    )
    asked: dict[str, Prompt] = field(default_factory=dict[str, Prompt])
    name: str = "recorded"
    provider: str = "compatible"
    setup: str = ""
    reads_tasks: bool = False

    async def complete(self, prompt: Prompt) -> Completion:
        usage = Usage(1000, 200)
        match prompt.task:
            case TurnTask(person=person, step=step):
                actions = self.said.get((person, step), [{"type": "NOTHING", "content": "", "to": ""}])
                mind = {"feeling": "calm", "attention": "the talk", "goal": "to be heard"}
                turn = {"thought": "", "actions": actions, "mind": mind}
                return Completion(json.dumps(turn, ensure_ascii=False), usage=usage, model=self.name)
            case ExtractTask():
                place = "/".join(prompt.address[:-2])
                self.asked.setdefault(place, prompt)
                nothing = json.dumps(plain(prompt))
                return Completion(self.answers.get(place, nothing), usage=usage, model=self.name)
            case _:
                raise AssertionError(prompt.task)


@dataclass(frozen=True)
class Read:
    """What the tool told of one run, and how many quotes it kept because they stand in the log where they claim to."""

    case: dict[str, Any]
    told: Told
    quotes: int


@dataclass(frozen=True)
class Outcome:
    """How a reader did: the fields that are right, and how many of the quotes that it gave really stand in the log."""

    score: Score
    quotes: int
    given: int

    def __str__(self) -> str:
        return f"{self.score}\nquotes in the log: {self.quotes} of {self.given}"


async def read_all(at: Table, model: Recorded) -> list[Read]:
    """Play the ten talks as they were recorded, and extract from each."""
    return [await _read(at, model, case, 101 + number) for number, case in enumerate(CASES)]


async def _read(at: Table, model: Recorded, case: dict[str, Any], seed: int) -> Read:
    model.said = {}
    script: list[dict[str, Any]] = []
    for line in case["lines"]:
        step, who, kind, words = line["step"], line["who"], line["kind"], line["words"]
        if who in case["people"]:
            model.said.setdefault((who, step), []).append({"type": kind, "content": words, "to": ""})
        else:
            script.append({"step": step, kind: words})
    people = [(await at.ok("create_person", persona={"name": name})).data["person"] for name in case["people"]]
    steps, order = max(line["step"] for line in case["lines"]), "in_turn" if case["setting"] == "room" else "together"
    talk = await at.ok(
        "run_world", people=people, script=script, steps=steps, setting=case["setting"], order=order, seed=seed
    )
    told = await at.ok(
        "extract_results", run=[talk.run], objective=case["objective"], fields=case["fields"], group_by=case["group_by"]
    )
    found = [event.data for event in await at.log(told.run) if isinstance(event, Found)]
    return Read(case, told, sum(map(_quoted, found)))


def _quoted(answer: Mapping[str, Any]) -> int:
    """Return how many quotes an answer has, or all its records."""
    return sum(len(part["quotes"]) for part in answer.get("records", [answer]))


async def outcome(answers: dict[str, str]) -> Outcome:
    """Return how a reader did that gave these answers, by the places of their prompts."""
    with tempfile.TemporaryDirectory() as directory:
        model = Recorded(answers)
        async with table(Path(directory), model) as at:
            reads = await read_all(at, model)
    given = [json.loads(text) for text in answers.values()]
    quotes = sum(map(_quoted, given))
    right = score([(read.case, read.told.data["results"] or []) for read in reads])
    return Outcome(right, sum(read.quotes for read in reads), quotes)


async def prompts() -> dict[str, Prompt]:
    """Return the prompts of all extractions, by their place, in order."""
    with tempfile.TemporaryDirectory() as directory:
        model = Recorded()
        async with table(Path(directory), model) as at:
            await read_all(at, model)
    return model.asked


def by_hand(folder: Path) -> None:
    """Write the prompts as NN.md into a folder; score what is answered there, and keep it once that is all."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = {f"{number:02}": asked for number, asked in enumerate(asyncio.run(prompts()).items(), 1)}
    given = {path.name[:2]: path.read_text("utf-8") for path in folder.glob("[0-9][0-9].answer.json")}
    for number, (_, prompt) in asked.items():
        (folder / f"{number}.md").write_text(as_page(prompt), "utf-8")
    answers = {asked[number][0]: text for number, text in sorted(given.items()) if number in asked}
    if len(answers) == len(asked):
        ANSWERS.write_text(json.dumps(answers, ensure_ascii=False, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{len(answers)} of {len(asked)} answered\n{asyncio.run(outcome(answers))}\n")


if __name__ == "__main__":
    by_hand(Path(sys.argv[1]))
