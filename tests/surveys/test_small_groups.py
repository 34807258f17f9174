"""Groups and versions of too few people are told: at each question, and on the trust card with what to do."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import anyio

from tests.doubles import table
from tests.surveys.panels import WORDS, answering, made, panel, question
from troupe_mcp.studies.survey.tasks import Asked, AskTask

AD: dict[str, Any] = {"id": "ad", "text": "Which ad?", "kind": "choice", "options": ["one", "two", "three"]}
RATE: dict[str, Any] = {"id": "rate", "text": "How good?", "kind": "rating", "scale": [1, 5]}
WHY: dict[str, Any] = {"id": "why", "text": "Why?", "kind": "text"}
FEW = "1 of 3 groups by trade has fewer than 5 people: king (2)"


def constant(person: str, asked: Asked, _: Random) -> Any:
    """Return what a person always answers."""
    number = int(person.rsplit(maxsplit=1)[-1])
    match asked.question.kind:
        case "choice":
            return ("one", "two", "three")[number % 3]
        case "rating":
            return 1 + number % 5
        case _:
            return " ".join(Random(person).sample(WORDS, 8))


def trade(number: int) -> str:
    return "king" if number < 2 else ("baker", "smith")[number % 2]


async def test_a_small_group_is_told_at_each_question_and_on_the_card_and_leaves_the_whole_its_level(
    tmp_path: Path,
) -> None:
    async with table(tmp_path, answering(constant)) as at:
        crowd = await made(at, panel(42, trade=trade))
        told = await at.ok(
            "ask_people", people=[crowd], questions=[AD, RATE, WHY], group_by=["trade"], repeats=2, seed=5
        )
        before = await at.ok("ask_people", people=[crowd], questions=[AD], group_by=["trade"], dry_run=True)
        page = await at.ok("export_run", run=told.run, format="markdown")
        report = await anyio.Path(page.data["path"]).read_text(encoding="utf-8")

    assert [question(told.data, name).get("notes") for name in ("ad", "rate", "why")] == [[FEW], [FEW], None]
    assert before.data["warnings"] == [f"{FEW}: what they say would be an anecdote."]
    kings = next(group for group in question(told.data, "rate")["by_group"] if group["group"] == "king")
    assert 1 <= kings["interval"]["mean"][0] < kings["interval"]["mean"][1] <= 5, "within what can be answered"
    card = told.data["trust"]
    assert card["claim_level"] == "direction"
    assert card["reason"].endswith("no flag of the whole.")
    [flag] = card["flags"]
    assert (flag["name"], flag["figure"]) == ("small groups", FEW)
    assert 'create_people(count=3, description="' in flag["next"]
    assert f"! small groups: {FEW}. " in told.text
    assert FEW in report.replace("\\", "")


async def test_a_panel_whose_groups_are_large_enough_hears_nothing_of_it(tmp_path: Path) -> None:
    async with table(tmp_path, answering(constant)) as at:
        crowd = await made(at, panel(42, trade=lambda number: ("baker", "smith", "king")[number % 3]))
        two = await made(at, panel(2))
        told = await at.ok("ask_people", people=[crowd], questions=[AD], group_by=["trade"], repeats=2, seed=5)
        between = await at.ok(
            "ask_people", people=[crowd], questions=[AD], show="{{text}}", variants=VERSIONS, design="between", seed=5
        )
        within = await at.ok("ask_people", people=[two], questions=[AD], show="{{text}}", variants=VERSIONS, seed=5)

    assert "notes" not in question(told.data, "ad")
    assert "flags" not in told.data["trust"]
    assert told.data["trust"]["claim_level"] == "direction"
    assert "flags" not in between.data["trust"]
    assert [flag["name"] for flag in within.data["trust"]["flags"]] == ["small panel"]


VERSIONS = [{"id": name, "text": f"The {name} ad."} for name in ("plain", "loud", "long")]


async def test_versions_that_few_people_saw_are_told_and_so_is_the_design_in_which_all_see_them(tmp_path: Path) -> None:
    asked: dict[str, Any] = {
        "questions": [AD],
        "show": "{{text}}",
        "variants": VERSIONS,
        "design": "between",
        "seed": 5,
    }
    async with table(tmp_path, answering(constant)) as at:
        crowd = await made(at, panel(12))
        told = await at.ok("ask_people", people=[crowd], **asked)

    assert [line["notes"] for line in told.data["questions"]] == [
        ["only 4 of 12 people answered to this version: an anecdote"]
    ] * 3
    flags = {flag["name"]: flag for flag in told.data["trust"]["flags"]}
    assert (
        flags["small versions"]["figure"] == "3 of 3 versions have fewer than 5 people: plain (4), loud (4), long (4)"
    )
    assert "design='within'" in flags["small versions"]["next"]
    assert told.data["trust"]["claim_level"] == "explore"


async def test_a_survey_names_who_answered_once_and_flags_once(tmp_path: Path) -> None:
    async with table(tmp_path, answering(constant)) as at:
        crowd = await made(at, panel(8))
        told = await at.ok("ask_people", people=[crowd], questions=[AD], seed=5)
        asked = await at.ok("listen_and_act", people=[told.data["people"][2]["person"]], say="Why?")

    assert [{*person} for person in told.data["people"]] == [{"person", "name"}] * 8
    assert asked.data["people"][0]["name"] == "Person 2"
    assert told.text.count("small panel") == told.text.count("8 people") == 1


async def test_nothing_is_counted_where_nobody_has_answered_yet(tmp_path: Path) -> None:
    model = answering(constant)
    model.held = lambda prompt: isinstance(prompt.task, AskTask)
    model.gate.clear()
    asked: dict[str, Any] = {"questions": [AD], "show": "{{text}}", "variants": VERSIONS}
    async with table(tmp_path, model) as at:
        told = await at.ok("ask_people", people=[await made(at, panel(3))], **asked, wait_seconds=0)
        await at.ok("cancel_run", run=told.run)
        model.gate.set()
        done = await at.ok("continue_run", run=told.run)

    assert "No answers yet." in told.text
    assert "0 %" not in told.text
    assert "differences" not in told.data
    assert done.data["status"] == "done"
    assert "No answers yet." not in done.text


async def test_a_rehearsal_shows_beforehand_that_groups_will_be_small(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        crowd = await made(at, panel(42, trade=trade))
        told = await at.ok("ask_people", people=[crowd], questions=[AD], group_by=["trade"])

    assert "small groups" in [flag["name"] for flag in told.data["trust"]["flags"]]
    assert told.data["trust"]["claim_level"] == "do not count"
