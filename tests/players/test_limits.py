"""What an answer may hold: whoever answers by hand is told so beforehand, and what is cut is said where it is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Scripted, Table, Told, Written, plain, ruling, settings, table, turn
from troupe_mcp.language.answer import schema_text
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.memory.consolidation import ConsolidationTask
from troupe_mcp.simulation.steering.moderating import ModerateTask
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.encoding import decode, encode
from troupe_mcp.simulation.worlds.events import Acted, Answered, CameAbout, Moderated, Refereed, Remembered, TurnTaken
from troupe_mcp.simulation.worlds.refereeing import RefereeTask

TWO = ["Oscar", "Lisa Carter"]
LONG = "word " * 900
"""4,499 characters, which are cut at 4,000."""
FIELD: dict[str, Any] = {"text": "What annoys you?", "kind": "text"}
PICK: dict[str, Any] = {"id": "tea", "text": "Tea or coffee?", "kind": "choice", "options": ["tea", "coffee"]}


def fields(told: Told) -> dict[str, Any]:
    """The fields of the answer that a round wants."""
    return json.loads(told.data["handed"]["answer_schema"])["properties"]


async def answered(at: Table, told: Told, *given: Any) -> Told:
    """What a run tells once all its prompts have these answers, round by round; the last goes to all that follow."""
    rounds = iter(given)
    last: Any = None
    while told.data["status"] == "needs_answers":
        last = next(rounds, last)
        ids = [prompt["id"] for prompt in told.data["handed"]["prompts"]]
        told = await at.ok("continue_run", run=told.run, answers=dict.fromkeys(ids, last))
    return told


async def test_the_host_is_told_how_long_an_answer_may_be_and_no_model_is(tmp_path: Path) -> None:
    model = Scripted()
    room: dict[str, Any] = {"people": TWO, "say": "Plan.", "steps": 1, "order": "together", "tools": ["documents"]}
    async with table(tmp_path) as at:
        told = await at.ok("run_world", **room, played_by="host")
        asked = await at.ok("ask_people", people=TWO, questions=[FIELD], played_by="host")
        chosen = await at.ok("ask_people", people=TWO, questions=[PICK], played_by="host")
    async with table(tmp_path / "model", model) as at:
        await at.ok("run_world", **room)
    form = fields(told)
    assert form["thought"]["description"] == "cut at 600 characters"
    assert form["actions"]["description"] == "all after the first 6 are left out"
    content = form["actions"]["items"]["properties"]["content"]
    assert content["description"] == "cut at 4,000 characters, of WRITE at 10,000"
    assert {part["description"] for part in form["mind"]["properties"].values()} == {"cut at 200 characters"}
    assert fields(asked)["answer"]["description"] == "cut at 2,000 characters"
    assert fields(chosen)["reason"]["description"] == "cut at 600 characters"
    assert "as a model writes it" not in told.text, "docstrings are ours"
    assert "description" not in schema_text(model.asked[-1].answer), "answers are known by it: it stays as it was"


async def test_what_is_cut_of_a_turn_is_said_beside_it(tmp_path: Path) -> None:
    said = turn(LONG, *["So."] * 7, thought="t" * 700, feeling="f" * 201)
    more = "2 more actions left out; thought cut at 600 of 700 characters; feeling cut at 200 of 201 characters"
    async with table(tmp_path) as at:
        told = await at.ok("run_world", people=["Oscar"], say="Hello.", steps=1, played_by="host")
        told = await answered(at, told, said)
        read = await at.ok("get_run", run=told.run, detail="transcript")
        happened = await at.events(told.run)
    [first, *_, last] = told.data["events"][1:]
    assert (first["note"], last["kind"], last["note"]) == ("cut at 4,000 of 4,499 characters", "turn", more)
    assert f"1. (Oscar: {more})" in read.text
    assert "word… (cut at 4,000 of 4,499 characters)" in read.text
    [thought] = [event for event in happened if event.get("type") == "thought"]
    assert thought["note"] == f"{'f' * 199}…; {more}"
    assert sum(event["kind"] == "action" for event in happened) == 6


async def test_a_talk_says_it_in_its_replies(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], say="Hello.", played_by="host")
        cut = await answered(at, told, turn(LONG, *["So."] * 6))
        told = await at.ok("listen_and_act", run=cut.run, say="Go on.")
        whole = await answered(at, told, turn("Short.", thought="t" * 600))
    [reply] = cut.data["replies"]
    assert reply["actions"][0]["note"] == "cut at 4,000 of 4,499 characters"
    assert reply["note"] == "1 more action left out"
    assert "(cut at 4,000 of 4,499 characters)" in cut.text
    assert "(1 more action left out)" in cut.text
    assert "note" not in whole.data["replies"][0]
    assert "cut at" not in whole.text


async def test_whoever_has_nothing_left_to_say_is_still_said_to_be_silent(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("run_world", people=["Oscar"], say="Hello.", steps=1, played_by="host")
        told = await answered(at, told, turn(thought="t" * 601))
    assert told.data["events"][-1]["note"] == "says nothing; thought cut at 600 of 601 characters"


async def test_a_document_that_was_too_long_says_so_wherever_it_stands(tmp_path: Path) -> None:
    text = f"# Plan\n{'word ' * 2_000}end"
    note = f"cut at 10,000 of {len(text):,} characters"

    def writes(prompt: Prompt) -> Written:
        return turn(text, does="WRITE") if isinstance(prompt.task, TurnTask) else plain(prompt)

    async with table(tmp_path, Scripted(writes)) as at:
        told = await at.ok("run_world", people=["Oscar"], say="Write.", steps=1, tools=["documents"])
        written = await at.ok("get_run", run=told.run, detail="artifacts")
    assert [line["note"] for line in told.data["documents"]] == [note]
    assert written.data["documents"][0]["note"] == note
    assert written.data["documents"][0]["text"].endswith("word…")
    assert [line["note"] for line in told.data["events"] if line.get("type") == "WRITE"] == [note]


@pytest.mark.parametrize(
    ("question", "answer", "what"),
    [
        (FIELD, {"answer": "a" * 2_001}, "answer cut at 2,000 of 2,001 characters"),
        (PICK, {"choice": "A", "reason": "r" * 700}, "reason cut at 600 of 700 characters"),
    ],
    ids=["answer", "reason"],
)
async def test_a_survey_names_whose_words_were_cut(
    tmp_path: Path, question: dict[str, Any], answer: dict[str, Any], what: str
) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("ask_people", people=TWO, questions=[question], played_by="host")
        told = await answered(at, told, answer)
        read = await at.ok("get_run", run=told.run, detail="transcript")
    [warning] = [line for line in told.data["warnings"] if line.startswith("Longer than is kept")]
    assert all(f"{name}, {told.data['questions'][0]['id']}: {what}" in warning for name in TWO)
    assert read.text.count(f"({what})") == 2


async def test_what_leads_a_world_says_it_as_well(tmp_path: Path) -> None:
    def script(prompt: Prompt) -> Written:
        match prompt.task:
            case ModerateTask():
                return {"thought": "Hm.", "move": "probe", "say": "s" * 601, "to": ""}
            case RefereeTask():
                return ruling({"Oscar": "r" * 605}, "f" * 201, *["A fact."] * 20)
            case TurnTask(person="Oscar"):
                return turn("jumps", does="DO")
            case _:
                return plain(prompt)

    async with table(tmp_path, Scripted(script)) as at:
        led = await at.ok("run_world", people=TWO, guide=["What annoys you?"], steps=2)
        judged = await at.ok("run_world", people=TWO, setting="refereed", say="Jump.", steps=1)
        happened = await at.events(judged.run)
    assert "cut at 600 of 601 characters" in [line.get("note") for line in led.data["events"]]
    [outcome] = [line for line in judged.data["events"] if line["kind"] == "outcome" and line["person"] == "Oscar"]
    assert outcome["note"] == "cut at 600 of 605 characters"
    [facts] = [event["note"] for event in happened if event["kind"] == "refereed"]
    assert facts == "1 cut at 200 characters; 1 more left out"


async def test_notes_of_a_memory_that_were_cut_say_it(tmp_path: Path) -> None:
    def script(prompt: Prompt) -> Written:
        if not isinstance(prompt.task, ConsolidationTask):
            return turn("word " * 700) if isinstance(prompt.task, TurnTask) else plain(prompt)
        kept = [{"text": text, "importance": 5} for text in ["n" * 500, "", *["Short."] * 13]]
        return {"memories": kept, "reflections": [{"text": "r" * 400, "importance": 5}]}

    async with table(tmp_path, Scripted(script), configured=settings(tmp_path, prompt_budget=12_000)) as at:
        told = await at.ok("run_world", people=TWO, say="Talk.", steps=6)
        happened = await at.events(told.run)
    notes = {(event["type"], event.get("note")) for event in happened if event["kind"] == "remembered"}
    assert notes == {("episode", "1 cut at 400 characters; 2 more left out"), ("reflection", None)}


@pytest.mark.parametrize(
    ("event", "body"),
    [
        (Acted(1, "Oscar", "TALK", "Hello."), {"step": 1, "person": "Oscar", "type": "TALK", "content": "Hello."}),
        (TurnTaken(1, "Oscar", "Hm."), {"step": 1, "person": "Oscar", "thought": "Hm."}),
        (Answered(0, "Oscar", "tea", value="tea"), {"step": 0, "person": "Oscar", "question": "tea", "value": "tea"}),
        (Moderated(1, "", 0, "ask"), {"step": 1, "person": "", "question": 0, "move": "ask"}),
        (CameAbout(1, "Oscar", "He jumps."), {"step": 1, "person": "Oscar", "content": "He jumps."}),
        (Refereed(1, ("It holds.",)), {"step": 1, "facts": ["It holds."]}),
        (
            Remembered(1, "Oscar", "fact", ("Tea.",), (5,)),
            {"step": 1, "person": "Oscar", "kind": "fact", "texts": ["Tea."], "importance": [5]},
        ),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_log_from_before_is_read_and_one_without_cuts_is_written_as_before(event: Any, body: dict[str, Any]) -> None:
    assert encode(event) == (type(event).__name__, 1, body)
    assert decode(type(event).__name__, 1, body) == event
