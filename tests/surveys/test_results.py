"""What a survey's result tells beside its figures: groups, tests, weights, its worth, and how it keeps to a budget."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.doubles import REHEARSAL, Scripted, Told, table
from tests.surveys.panels import always, answering, made, panel, question
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.studies.survey.tasks import Asked
from troupe_mcp.studies.tasks import ExtractTask

ADS = ["Ad one", "Ad two"]
AD: dict[str, Any] = {"id": "ad", "text": "Which ad?", "kind": "choice", "options": ADS}


def by_age(person: str, asked: Asked, rng: Random) -> Any:
    """The young take the first ad, the old mostly the second; all rate alike."""
    young = int(person.rsplit(maxsplit=1)[-1]) % 2 == 0
    if asked.question.kind == "rating":
        return rng.randint(1, 5)
    return ADS[0] if rng.random() < (0.9 if young else 0.2) else ADS[1]


async def test_groups_are_told_with_n_and_tested_with_the_correction_named(tmp_path: Path) -> None:
    people = panel(60, age=lambda at: 25 if at % 2 == 0 else 67, home=lambda at: {"town": f"Town {at % 3}"})
    rate = {"id": "rate", "text": "How good?", "kind": "rating"}
    async with table(tmp_path, answering(by_age)) as at:
        crowd = await made(at, people)
        told = await at.ok("ask_people", people=[crowd], questions=[AD, rate], group_by=["age", "home.town"], seed=2)

    groups = {(g["field"], g["group"]): g for g in question(told.data, "ad")["by_group"]}
    assert {key: group["n"] for key, group in groups.items()} == {
        ("age", "18-29"): 30,
        ("age", "60-74"): 30,
        ("home.town", "Town 0"): 20,
        ("home.town", "Town 1"): 20,
        ("home.town", "Town 2"): 20,
    }
    assert groups["age", "18-29"]["interval"]["Ad one"][0] > groups["age", "60-74"]["interval"]["Ad one"][1]
    tests = {test["field"]: test for test in question(told.data, "ad")["tests"]}
    assert tests["age"]["p"] < 0.01
    assert tests["age"]["correction"] == "Holm, 4 tests"
    assert tests["age"]["effect"].startswith("Cramér's V")
    assert all(test["p"] > 0.2 for test in [tests["home.town"], *question(told.data, "rate")["tests"]])
    assert "by age: p = " in told.text


async def test_numbers_are_cut_into_quarters_of_the_people_and_words_that_differ_only_in_case_are_one(
    tmp_path: Path,
) -> None:
    people = panel(40, income=lambda at: 1000 * (at + 1), gender=lambda at: ["Female", "female", "male", ""][at % 4])
    async with table(tmp_path, answering(always(ADS[0]))) as at:
        crowd = await made(at, people)
        told = await at.ok("ask_people", people=[crowd], questions=[AD], group_by=["income", "gender"])

    groups = [(g["field"], g["group"], g["n"]) for g in question(told.data, "ad")["by_group"]]
    assert groups[:4] == [
        ("income", "1,000 to 10,000", 10),
        ("income", "11,000 to 20,000", 10),
        ("income", "21,000 to 30,000", 10),
        ("income", "31,000 to 40,000", 10),
    ]
    assert groups[4:] == [("gender", "Female", 20), ("gender", "male", 10), ("gender", "(not known)", 10)]
    assert "all answered the same" in question(told.data, "ad")["tests"][0]["note"]


async def test_a_panel_is_grouped_by_the_bands_it_was_cast_with_and_so_is_who_is_asked_again(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        wanted = {"age": {"18-34": 0.5, "35-49": 0.25, "50+": 0.25}}
        crowd = (await at.ok("create_people", count=8, demography=wanted, **REHEARSAL)).run
        told = await at.ok("ask_people", people=[crowd], questions=[AD], group_by=["age"], **REHEARSAL)
        again = await at.ok("ask_people", people=[told.run], questions=[AD], group_by=["age"], **REHEARSAL)
        mixed = await at.ok("ask_people", people=[crowd, "Oscar"], questions=[AD], group_by=["age"], **REHEARSAL)

    def groups(result: Told) -> dict[str, int]:
        return {group["group"]: group["n"] for group in question(result.data, "ad")["by_group"]}

    assert groups(told) == groups(again) == {"18-34": 4, "35-49": 2, "50+": 2}
    assert set(groups(mixed)) <= {"18-29", "30-44", "45-59", "60-74", "75+"}, "Oscar was cast with none"


async def test_weights_that_a_table_brought_count_in_figures_and_the_result_says_so(tmp_path: Path) -> None:
    rows = "name,weight\n" + "\n".join(f"Person {at},{3 if at < 10 else 1}" for at in range(40))
    async with table(tmp_path, answering(lambda person, _, __: ADS[0] if len(person) == 8 else ADS[1])) as at:
        crowd = (await at.ok("create_people", each=rows, weights="weight")).run
        told = await at.ok("ask_people", people=[crowd], questions=[AD])

    assert question(told.data, "ad")["shares"]["Ad one"] == pytest.approx(30 / 60)
    assert any("weighted by" in warning for warning in told.data["warnings"])
    assert told.data["trust"]["effective"] == pytest.approx(60**2 / (10 * 9 + 30), abs=0.1)


async def test_repeats_measure_the_signal_and_count_each_person_once(tmp_path: Path) -> None:
    def firm(person: str, *_: Any) -> str:
        return ADS[int(person.rsplit(maxsplit=1)[-1]) % 2]

    async with table(tmp_path, answering(firm)) as at:
        crowd = await made(at, panel(40))
        once = await at.ok("ask_people", people=[crowd], questions=[AD])
        told = await at.ok("ask_people", people=[crowd], questions=[AD], repeats=3, seed=1)

    assert once.data["trust"]["signal"] == "not measured: ask with repeats=3"
    assert (told.data["total"], question(told.data, "ad")["n"]) == (120, 40)
    assert told.data["trust"]["signal"].startswith("1.00")
    assert told.data["trust"]["claim_level"] == "direction"


async def test_a_model_that_takes_what_stands_first_is_found_out(tmp_path: Path) -> None:
    async with table(tmp_path, answering(lambda _, asked, __: asked.shown.options[0].id)) as at:
        crowd = await made(at, panel(60))
        told = await at.ok("ask_people", people=[crowd], questions=[{**AD, "options": ["a", "b", "c", "d"]}], seed=3)

    assert "order bias" in [flag["name"] for flag in told.data["trust"]["flags"]]
    assert told.data["trust"]["order_bias"].startswith("first place picked 100%, by chance 25%")


async def test_many_questions_keep_within_the_budget_of_a_result_and_the_rest_is_one_call_away(tmp_path: Path) -> None:
    long = [f"An option with quite some words in it, number {at}" for at in range(20)]
    put = [{"id": f"q{n}", "text": "Which of them? " * 8, "kind": "choice", "options": long} for n in range(1, 41)]
    async with table(
        tmp_path, answering(lambda _, __, rng: f"{rng.randint(1, 20)}. An option with quite some words…")
    ) as at:
        crowd = await made(at, panel(12, age=lambda at: 20 + 5 * at))
        told = await at.ok("ask_people", people=[crowd], questions=put, group_by=["age"])
        seen = [each["id"] for each in told.data["questions"]]
        while more := told.data.get("more"):
            assert len(told.text) <= 12_000
            assert len(json.dumps(told.data, ensure_ascii=False)) <= 30_000
            told = await at.ok(more["tool"], **more["arguments"])
            seen += [each["id"] for each in told.data["questions"]]

    assert seen == [f"q{n}" for n in range(1, 41)]


async def test_get_run_tells_the_same_again_every_answer_can_be_read_and_people_asked_why(tmp_path: Path) -> None:
    async with table(tmp_path, answering(by_age)) as at:
        crowd = await made(at, panel(4))
        told = await at.ok("ask_people", people=[crowd], questions=[AD], show="Two ads.", seed=2)
        again = await at.ok("get_run", run=told.run)
        events = await at.events(told.run)
        text = await at.read(f"troupe://runs/{told.run}/transcript")
        page = await at.ok("get_run", run=told.run, detail="events", person="Person 2")
        why = await at.ok("listen_and_act", people=[told.run], say="Why?")

    assert again.data["questions"] == told.data["questions"]
    answers = [event for event in events if event["kind"] == "answer"]
    assert [event["person"] for event in answers] == [f"Person {n}" for n in range(4)]
    assert {event["content"] for event in answers} <= set(ADS)
    assert "The survey [show]: Two ads." in text
    assert "Because of Ad" in text
    assert [event["person"] for event in page.data["events"] if event["kind"] == "answer"] == ["Person 2"]
    assert len(why.data["replies"]) == 4


async def test_open_answers_can_be_turned_into_data_each_person_s_from_their_own_words(tmp_path: Path) -> None:
    def script(prompt: Prompt) -> Any:
        if not isinstance(prompt.task, ExtractTask):
            return {"answer": "It saves me time."}
        own = [line for line in prompt.task.transcript if line.person.startswith("Person")]
        assert [line.person for line in own] == [prompt.task.person]
        return {
            "found": {"theme": "time"},
            "quotes": [{"field": "theme", "position": own[0].position, "quote": "It saves me time."}],
        }

    async with table(tmp_path, Scripted(script)) as at:
        crowd = await made(at, panel(3))
        told = await at.ok("ask_people", people=[crowd], questions=[{"id": "why", "text": "Why?", "kind": "text"}])
        found = await at.ok("extract_results", run=told.run, objective="themes", fields=["theme"])

    assert [(row["theme"], row["quotes"]["theme"]) for row in found.data["results"]] == [
        ("time", "It saves me time.")
    ] * 3
