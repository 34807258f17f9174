"""Lisa is asked to talk to Oscar; what comes of it, through a real server."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from tests.doubles import ERAS, ROOT, Era, Scripted, events, ok, read, spoken, stdio, table, text_of, turn
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.events import Stimulus

LINE = "Talk to Oscar to know more about him"
CHAT_ROOM: dict[str, Any] = {
    "people": ["Lisa Carter", "Oscar"],
    "title": "Chat Room",
    "steps": 4,
    "order": "together",
    "script": [{"step": 1, "to": ["Lisa Carter"], "say": LINE}],
    "seed": 7,
}


def sentences(text: str) -> list[str]:
    return [part.strip().casefold() for part in re.split(r"(?<=[.!?])\s+", text) if part.strip()]


def own_words(stem: str, *others: str) -> set[str]:
    """The words of a library person's file that stand in nobody else's."""

    def words(name: str) -> set[str]:
        text = (ROOT / "personas" / f"{name}.agent.json").read_text("utf-8").casefold()
        return set(re.findall(r"[a-z]{5,}|\d{2,}", text))

    return words(stem).difference(*map(words, others))


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("seed", [7, 8])
async def test_lisa_speaks_first_and_oscar_answers_with_a_fact_of_his_own(tmp_path: Path, era: Era, seed: int) -> None:
    async with Client(stdio(tmp_path), mode=era) as client:
        assert client.protocol_version == ERAS[era]
        told = await ok(client, "run_world", **{**CHAT_ROOM, "seed": seed})
        happened = await events(client, told.run)
        transcript = await read(client, f"troupe://runs/{told.run}/transcript")

    assert told.data["status"] == "done"
    assert told.data["title"] == "Chat Room"
    assert told.data["steps_done"] == 4
    assert told.text.splitlines()[0].startswith(f"{told.run} · done · 4/4 steps · Rehearsal: ")
    assert told.text.splitlines()[-1].startswith("Next: ")

    said = spoken(happened)
    assert said[0][:2] == (1, "Lisa Carter")
    assert "Oscar" in said[0][2]
    oscars = [(step, words) for step, who, words in said if who == "Oscar"]
    assert oscars[0][0] == 2, "he speaks once he heard her, not before"
    facts = own_words("Oscar", "Lisa_Carter")
    assert facts & set(re.findall(r"[a-z]{5,}|\d{2,}", " ".join(words for _, words in oscars).casefold()))
    every = [sentence for _, _, words in said for sentence in sentences(words)]
    assert len(every) == len(set(every)), "nobody repeats a sentence"
    assert [e["to"] for e in happened if e.get("content") == LINE] == [["Lisa Carter"]]
    assert f"moderator → Lisa Carter: {LINE}" in transcript


def greets(prompt: Prompt) -> Any:
    assert isinstance(prompt.task, TurnTask)
    other = "Oscar" if prompt.task.person == "Lisa Carter" else "Lisa Carter"
    return turn(f"{other}, this is what I say at step {prompt.task.step}.", to=other)


@pytest.mark.parametrize("era", ERAS)
async def test_oscar_never_learns_what_lisa_was_told(tmp_path: Path, era: Era) -> None:
    model = Scripted(greets)
    async with table(tmp_path, model, era=era) as at:
        told = await at.ok("run_world", **CHAT_ROOM)
        world = await at.world(told.run)
        log = await at.log(told.run)

    assert LINE in model.asked_of("Lisa Carter", 1)[0]
    assert [step for step in (1, 2, 3, 4) if model.asked_of("Oscar", step)] == [2, 4], "who heard nothing new waits"
    assert not [text for text in model.asked_of("Oscar") if LINE in text]
    assert not [prompt for prompt in model.asked if "Oscar" in prompt.address and LINE in text_of(prompt)]
    assert LINE in [item.content for item in world.people["Lisa Carter"].perceived]
    assert "Lisa Carter" in [item.source for item in world.people["Oscar"].perceived]
    assert LINE not in [item.content for item in world.people["Oscar"].perceived]
    assert [event.to for event in log if isinstance(event, Stimulus)] == [("Lisa Carter",)]


async def test_the_result_says_the_same_as_text_and_as_data(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("run_world", **CHAT_ROOM)

    assert {line["content"] for line in told.data["events"] if line["type"] == "TALK"}
    for line in told.data["events"]:
        assert line["content"] in told.text
    assert told.data["next"] in told.text
    assert told.data["notice"].startswith("Rehearsal")
    assert "no evidence about people" in told.text.splitlines()[0]
    assert [line["name"] for line in told.data["people"]] == ["Lisa Carter", "Oscar"]
    assert len(told.text) <= 12_000
    assert len(json.dumps(told.data)) <= 30_000
