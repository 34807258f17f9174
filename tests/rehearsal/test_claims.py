"""Claims about fixed talks, each with the verdict that a reader gives it: yes, no, or that nothing decides it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Scripted, Table, table, turn
from troupe_mcp.language.completion import Completion
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.simulation.turns.perception import TurnTask

TALKS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("claims.json").read_text("utf-8"))


class Reciting(Scripted):
    """People who say the lines of a talk; what they said is read and judged by the rehearsal."""

    async def complete(self, prompt: Prompt) -> Completion:
        return await (super() if isinstance(prompt.task, TurnTask) else Rehearsal()).complete(prompt)


def reciting(talk: dict[str, Any]) -> Reciting:
    def line(prompt: Prompt) -> Any:
        assert isinstance(prompt.task, TurnTask)
        return turn(talk["steps"][prompt.task.step - 1]["said"][prompt.task.person])

    return Reciting(line)


async def held(at: Table, talk: dict[str, Any]) -> str:
    """Hold a talk to its end and return its run."""
    for name in talk["people"] if "strangers" in talk else ():
        await at.ok("create_person", name=name, persona={"occupation": "clerk"})
    run = ""
    for step in talk["steps"]:
        who: dict[str, Any] = {"run": run} if run else {"people": talk["people"]}
        if "speaker" in step:
            who["speaker"] = step["speaker"]
        run = (await at.ok("listen_and_act", **who, say=step["say"], seed=1)).run
    return run


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk["people"][0])
async def test_a_claim_gets_the_verdict_that_a_reader_of_the_talk_gives_it(tmp_path: Path, talk: dict[str, Any]):
    async with table(tmp_path, reciting(talk)) as at:
        run = await held(at, talk)
        found = {claim: await at.ok("check_proposition", run=run, claim=claim) for claim in talk["claims"]}

    wrong = {claim: told.text for claim, told in found.items() if told.data["verdict"] != talk["claims"][claim]}
    assert wrong == {}
    said = {line for step in talk["steps"] for line in (step["say"], *step["said"].values())}
    assert all(any(cited["quote"] in line for line in said) for told in found.values() for cited in told.data["quotes"])


async def test_of_two_who_are_named_each_is_told_of(tmp_path: Path):
    async with table(tmp_path, reciting(TALKS[0])) as at:
        run = await held(at, TALKS[0])
        told = await at.ok("check_proposition", run=run, claim="Lisa and Oscar play in a curling league")

    assert told.data["verdict"] == "unclear"
    assert told.data["justification"] == "Lisa Carter spoke for it; Oscar said nothing that decides it."


GREETED: dict[str, Any] = {
    "people": ["Lisa Carter", "Oscar"],
    "steps": [
        {
            "say": "Good morning! What do you think of a bread delivery?",
            "said": {
                "Lisa Carter": "Good morning, nice to be here! I like fresh bread. It would spare me the queue.",
                "Oscar": "Thank you for the great question. The bell wakes my daughter, and it is too early for us.",
            },
        },
        {
            "say": "Would you pay 4 euros for it?",
            "said": {"Lisa Carter": "Happy to answer. The weather is great today. Yes.", "Oscar": "Too much for me."},
        },
        {"say": "You live alone, don't you?", "said": {"Lisa Carter": "(laughs)", "Oscar": "No, with Mina."}},
        {"say": "Do you cook?", "said": {"Lisa Carter": "My flat is on a hill.", "Oscar": "Never."}},
    ],
}


async def test_a_quote_carries_its_value_and_is_no_greeting_no_gesture_and_no_answer_to_something_else(tmp_path: Path):
    fields: dict[str, Any] = {
        "likes": "what they like",
        "objections": "what bothers them",
        "would_pay": "whether they would pay for it",
        "sentiment": {"type": "string", "enum": ["positive", "neutral", "negative"]},
        "quote": "a quote",
    }
    async with table(tmp_path, reciting(GREETED)) as at:
        run = await held(at, GREETED)
        told = await at.ok("extract_results", run=run, objective="what they think of it", fields=fields)

    lisa, oscar = told.data["results"]
    assert (lisa["would_pay"], oscar["would_pay"]) == ("yes", "no")
    assert lisa["quotes"]["likes"] == "It would spare me the queue."
    assert oscar["likes"] is None
    everything = " ".join(quote for row in (lisa, oscar) for quote in row["quotes"].values())
    for beside in ("Good morning", "Thank you", "Happy to", "weather", "laughs", "Mina", "hill", "Never"):
        assert beside not in everything


BERGER: dict[str, Any] = {
    "likes": ["the old chestnut in the yard, and reading under it", "cats"],
    "dislikes": ["chainsaws"],
    "other_facts": ["You sold your car in 2019."],
}


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Frau Berger loves the old chestnut", "yes"),
        ("Frau Berger dislikes the old chestnut", "no"),
        ("Frau Berger likes chainsaws", "no"),
        ("Frau Berger hates chainsaws", "yes"),
        ("Frau Berger loves dogs", "unclear"),
        ("Frau Berger has a car", "no"),
    ],
)
async def test_what_a_description_lists_as_liked_is_liked(tmp_path: Path, claim: str, verdict: str):
    async with table(tmp_path) as at:
        await at.ok("create_person", name="Frau Berger", persona=BERGER)
        told = await at.ok("check_proposition", person="Frau Berger", claim=claim)

    assert told.data["verdict"] == verdict
