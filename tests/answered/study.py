"""The study: every prompt of the engine, put to three people, one of them difficult.

`python -m tests.answered.study URL` plays it with the model behind an OpenAI-compatible server and keeps its answers.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from tests.doubles import Table, Told, table
from troupe_mcp.language.completion import Completion, Usage
from troupe_mcp.language.model import Model
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.models.openai.chat import ChatModel
from troupe_mcp.models.openai.endpoint import Endpoint

ANSWERS = Path(__file__).with_name("answers.json")
PEOPLE = ["Lisa Carter", "Oscar", "Ilona Szabados"]
SEED = 7
NEWCOMER = "A 58-year-old bus driver from Porto who distrusts banks and sings fado badly."
PANEL = "Owners of small bakeries in rural France, of different ages and fortunes"


@dataclass
class Kept:
    """A model whose answers are kept under the part of the study and the address of the prompt."""

    inner: Model | None = None
    name: str = "by-hand"
    provider: str = "compatible"
    setup: str = ""
    reads_tasks: bool = False
    part: str = ""
    answers: dict[str, str] = field(default_factory=dict[str, str])
    asked: list[Prompt] = field(default_factory=list[Prompt])

    async def complete(self, prompt: Prompt) -> Completion:
        place = "/".join((self.part, *prompt.address))
        self.asked.append(prompt)
        if self.inner:
            completion = await self.inner.complete(prompt)
            self.answers[place] = completion.text
            return completion
        return Completion(self.answers[place], usage=Usage(1000, 200), model=self.name)


@dataclass(frozen=True)
class Studied:
    """What each part of the study told, the transcripts of what its people said, and all prompts."""

    told: dict[str, Told]
    said: str
    asked: list[Prompt]


async def study(at: Table, model: Kept) -> dict[str, Told]:
    """Play the study through the tools; return what each part of it told."""
    told: dict[str, Told] = {}

    async def part(name: str, tool: str, **arguments: object) -> str:
        model.part = name
        now = await at.ok(tool, **arguments, wait_seconds=1)
        while now.data["status"] == "running":
            now = await at.ok("get_run", run=now.run, wait_seconds=50)
        told[name] = now
        return now.run if "run" in now.data or "job" in now.data else ""

    talk = await part(
        "interview", "listen_and_act", people=PEOPLE, seed=SEED,
        questions=["What does a normal Tuesday look like for you?", "When did you last change your bank, and why?"],
    )  # fmt: skip
    group = await part(
        "group", "run_world", people=PEOPLE, seed=SEED, steps=2, order="in_turn",
        situation="A panel room at a bank's branch. There is coffee.",
        say="The bank will close this branch and offers an app and a phone line instead. What would that mean for you?",
    )  # fmt: skip
    await part(
        "extraction", "extract_results", run=[group], objective="How each of them takes the closing",
        fields={"stance": "for, against or torn", "reason": "why, in their words"},
    )  # fmt: skip
    await part("complaints", "extract_results", run=[group, talk], objective="What bothers them", group_by="run")
    for person in PEOPLE:
        await part(
            f"claim of {person}", "check_proposition", run=group, claim=f"{person} would use the app", score=True
        )
        await part(f"life of {person}", "tell_story", person=person)
        await part(
            f"validation of {person}",
            "validate_person",
            person=person,
            checks=["expectations"],
            questions=6,
            seed=SEED,
        )
    await part("story", "tell_story", run=group, words=150)
    await part("newcomer", "create_person", description=NEWCOMER, seed=SEED)
    await part("panel", "create_people", description=PANEL, count=2, seed=SEED)
    return told


async def ask(url: str) -> None:
    """Put the study to the model behind an address, and keep what it answered."""
    model = Kept(ChatModel(Endpoint("compatible", "by-hand", "none", url, timeout=900), str))
    with tempfile.TemporaryDirectory() as directory:
        async with table(Path(directory), model) as at:
            told = await study(at, model)
    ANSWERS.write_text(json.dumps(model.answers, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    for name, each in told.items():
        sys.stdout.write(f"== {name}\n{each.text}\n\n")


if __name__ == "__main__":
    asyncio.run(ask(sys.argv[1]))
