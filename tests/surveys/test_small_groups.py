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
UNCOMPARED = f"{FEW}, too few to compare"


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

    assert [question(told.data, name).get("notes") for name in ("ad", "rate", "why")] == [
        [UNCOMPARED],
        [UNCOMPARED],
        None,
    ]
    assert before.data["warnings"] == [f"{FEW}: what they say would be an anecdote."]
    card = told.data["trust"]
    assert card["claim_level"] == "direction"
    assert card["reason"].endswith("no flag of the whole.")
    [flag] = card["flags"]
    assert (flag["name"], flag["figure"]) == ("small groups", FEW)
    assert 'create_people(count=3, description="' in flag["next"]
    assert f"! small groups: {FEW}. " in told.text
    assert FEW in report.replace("\\", "")


async def test_of_a_small_group_it_is_told_how_many_gave_each_answer_and_no_share(tmp_path: Path) -> None:
    put: list[dict[str, Any]] = [
        AD,
        RATE,
        {"id": "rank", "text": "Which first?", "kind": "ranking", "options": ["one", "two", "three"]},
        {"id": "most", "text": "Which most?", "kind": "maxdiff", "options": ["one", "two", "three", "four"]},
        {"id": "buy", "text": "Would you buy it?", "kind": "price", "options": ["9", "12"]},
        {"id": "open", "text": "What may it cost?", "kind": "price"},
    ]

    def answers(person: str, asked: Asked, rng: Random) -> Any:
        number = int(person.rsplit(maxsplit=1)[-1])
        order = ["two", "one", "three"] if number else ["one", "two", "three"]
        match asked.question.id:
            case "rank":
                return order
            case "most":
                return [*order, "four"]
            case "buy":
                return ["9", "12"] if number else ["9"]
            case "open":
                return {"too_cheap": 2, "cheap": 4 + number, "expensive": 50 + number, "too_expensive": 90}
            case _:
                return constant(person, asked, rng)

    async with table(tmp_path, answering(answers)) as at:
        crowd = await made(at, panel(42, trade=trade))
        told = await at.ok("ask_people", people=[crowd], questions=put, group_by=["trade"], repeats=2, seed=5)

    assert [line.strip() for line in told.text.splitlines() if line.startswith("  trade king")] == [
        "trade king (n = 2): one (1 of 2), two (1 of 2)",
        "trade king (n = 2): 1 (1 of 2), 2 (1 of 2)",
        "trade king (n = 2): one first (1 of 2), two first (1 of 2)",
        "trade king (n = 2): one best (1 of 2), two best (1 of 2)",
        "trade king (n = 2): 9 (2 of 2), 12 (1 of 2)",
        "trade king (n = 2): too few for prices",
    ]
    assert told.text.count("too few to compare") == 1
    kings = [next(group for group in each["by_group"] if group["group"] == "king") for each in told.data["questions"]]
    assert [{*group} - {"field", "group", "n"} for group in kings] == [{"counts"}] * 6
    assert kings[0]["counts"] == {"one": 1, "two": 1, "three": 0}
    bakers = question(told.data, "ad")["by_group"][0]
    assert bakers["shares"]["one"] == 0.3, "twenty are enough for shares"
    assert "trade baker (n = 20): 30 / 35 / 35 %" in told.text


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
    assert [{"counts", "shares", "interval"} & {*line} for line in told.data["questions"]] == [{"counts"}] * 3
    assert [sum(line["counts"].values()) for line in told.data["questions"]] == [4, 4, 4]
    assert {line["verdict"] for line in told.data["differences"]} == {
        "not tested: fewer than 5 people saw one of these: no share of theirs is told, only what they said"
    }
    assert not any({"before", "after", "interval", "p"} & {*line} for line in told.data["differences"])
    assert told.text.count("Versions that fewer than 5 people saw are not compared.") == 1
    figures = told.text.partition("Trust:")[0]
    assert " of 4)" in figures
    assert not any(sign in figures for sign in ("%", "points", "p = "))


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
