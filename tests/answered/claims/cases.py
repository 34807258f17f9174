"""Forty labelled claims over five recorded talks, as the very prompts that a judge is given.

`python -m tests.answered.claims.cases FOLDER` writes them as NN.md, to be answered by hand as NN.json beside them; once
all are there it keeps them. With the URL of an OpenAI-compatible server instead, the model behind it answers.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from troupe_mcp.language.answer import schema_text
from troupe_mcp.language.completion import Completion
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.library import load_templates
from troupe_mcp.models.openai.chat import ChatModel
from troupe_mcp.models.openai.endpoint import Endpoint
from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.simulation.steering.propositions import Material, claim_prompt, judge
from troupe_mcp.simulation.steering.steering import Proposition
from troupe_mcp.simulation.worlds.events import Acted, Event, SceneSet, Stimulus

CASES = Path(__file__).with_name("cases.json")
ANSWERS = Path(__file__).with_name("answers.json")
ENOUGH = 36
"""Right verdicts of the forty that a judge has to reach."""


@dataclass(frozen=True)
class Case:
    """One claim over one talk, under a number from 01, with the verdict that careful readers agree on, and why."""

    number: str
    proposition: Proposition
    material: Material
    talk: str
    label: str
    why: str

    def prompt(self) -> Prompt:
        """Return what the judge is asked."""
        address = ("claims", self.talk, self.number)
        return claim_prompt(self.proposition, self.material, address=address, seed=1, templates=load_templates())


@dataclass(frozen=True)
class Outcome:
    """How a judge did: how many verdicts were right, and the mean square of what the confidence was off by."""

    right: int
    brier: float
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """A model whose one answer is written already."""

    text: str
    provider: str = "compatible"
    name: str = "written"
    setup: str = ""
    reads_tasks: bool = False

    async def complete(self, prompt: Prompt) -> Completion:
        del prompt
        return Completion(self.text, model=self.name)


def cases() -> list[Case]:
    """Return all forty, in order."""
    found: list[Case] = []
    for talk in json.loads(CASES.read_text("utf-8")):
        material = Material({name: Persona.of({"name": name}) for name in talk["people"]}, _log(talk))
        for claim in talk["claims"]:
            asked = Proposition(claim["claim"], claim.get("person", ""))
            number = f"{len(found) + 1:02}"
            found.append(Case(number, asked, material, talk["name"], claim["label"], claim["why"]))
    return found


def _log(talk: dict[str, Any]) -> list[tuple[int, Event]]:
    people = tuple(talk["people"])
    steps = max(line["step"] for line in talk["lines"])
    events: list[Event] = [SceneSet(talk["setting"], "in_turn", steps, "moderator", people)]
    for line in talk["lines"]:
        step, who, kind, words, to = line["step"], line["who"], line["kind"], line["words"], tuple(line.get("to", ()))
        events.append(Acted(step, who, kind, words, to) if who in people else Stimulus(step, kind, words, who, to))
    return list(enumerate(events, 1))


async def outcome(answers: dict[str, str]) -> Outcome:
    """Return how a judge did that gave these answers, by number; each has to be of the wanted form."""
    wrong: list[str] = []
    off: list[float] = []
    for case in cases():
        found = await judge(case.prompt(), Written(answers[case.number]))
        right = found["verdict"] == case.label
        off.append((float(found["confidence"]) - right) ** 2)
        if not right:
            wrong.append(f"{case.number} {case.proposition.claim}: {found['verdict']}, {case.label} ({case.why})")
    return Outcome(len(off) - len(wrong), round(sum(off) / len(off), 3), tuple(wrong))


def as_page(prompt: Prompt) -> str:
    """Return a prompt as a page: all its messages and the form of its answer."""
    messages = [f"# {message.role}\n\n{message.text}" for message in prompt.messages]
    return "\n\n".join([*messages, f"# schema of the answer\n\n{schema_text(prompt.answer)}"]) + "\n"


async def keep(answers: dict[str, str]) -> None:
    """Keep what a judge answered, by number, and say how it did."""
    ANSWERS.write_text(json.dumps(answers, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    sys.stdout.write(f"{await outcome(answers)}\n")


async def ask(url: str) -> None:
    """Have the model behind an address judge all claims."""
    model = ChatModel(Endpoint("compatible", "by-hand", "none", url, timeout=900), str)
    await keep({case.number: (await model.complete(case.prompt())).text for case in cases()})


def by_hand(folder: Path) -> None:
    """Write the prompts as NN.md into a folder; once it holds an NN.json for each, keep these answers."""
    folder.mkdir(parents=True, exist_ok=True)
    answers = {path.stem: path.read_text("utf-8") for path in folder.glob("[0-9][0-9].json")}
    if len(answers) == len(cases()):
        asyncio.run(keep(answers))
        return
    for each in cases():
        (folder / f"{each.number}.md").write_text(as_page(each.prompt()), "utf-8")


if __name__ == "__main__":
    if "://" in sys.argv[1]:
        asyncio.run(ask(sys.argv[1]))
    else:
        by_hand(Path(sys.argv[1]))
