"""People of one description agree with it: in place, body, age and work; the note names only what no file keeps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.doubles import spoken, table
from tests.rehearsal.test_described import cast, left_out, told_of

TRAITS: list[tuple[str, str, str]] = [
    ("a deaf cook", "Cook", "You are deaf."),
    ("a cook who is deaf", "Cook", "You are deaf."),
    ("a colour-blind painter", "Painter", "You are colour-blind."),
    ("a diabetic baker in Leeds", "Baker", "You are diabetic."),
    ("a wheelchair-using lawyer", "Lawyer", "You use a wheelchair."),
    ("a teacher with one arm", "Teacher", "You have one arm."),
    ("a carpenter with a bad knee", "Carpenter", "You have a bad knee."),
    ("a teacher, hard of hearing in one ear", "Teacher", "You are hard of hearing in one ear."),
    ("a nurse who lost two fingers", "Nurse", "You lost two fingers."),
]


@pytest.mark.parametrize(("description", "title", "health"), TRAITS)
async def test_what_is_said_of_a_body_is_what_the_file_holds_of_its_health(
    tmp_path: Path, description: str, title: str, health: str
) -> None:
    made, [file] = await cast(tmp_path, count=1, description=description)

    assert (file["occupation"]["title"], file["health"]) == (title, health)
    assert left_out(made) == ""


async def test_who_is_deaf_listens_to_nothing_and_who_is_blind_reads_nothing(tmp_path: Path) -> None:
    _, deaf = await cast(tmp_path, count=12, description="deaf cooks in Leeds")
    _, blind = await cast(tmp_path / "2", count=12, description="blind teachers in Leeds")

    assert not [text for text in told_of(deaf) if re.search(r"\b(?:radio|podcast|listens?|by phone|choir)\b", text)]
    assert not [text for text in told_of(blind) if re.search(r"\b(?:reads?|crosswords?|watch|watches)\b", text)]
    assert all("You are deaf." in text for text in told_of(deaf))


@pytest.mark.parametrize("description", ["people of a mixed city", "residents of one street", "villagers on an island"])
async def test_people_of_one_place_without_a_name_live_together(tmp_path: Path, description: str) -> None:
    made, files = await cast(tmp_path, count=6, description=description)

    assert len({(file["residence"], file.get("nationality")) for file in files}) == 1
    assert left_out(made) == ""


LIVING: list[tuple[str, str]] = [
    ("people living on a farm", "You live on a farm."),
    ("a widow living on a small pension", "You live on a small pension."),
    ("mothers living on the outskirts of Leeds", "You live on the outskirts."),
    ("villagers on an island", "You live on an island."),
    ("pensioners on a low pension", "You are on a low pension."),
    ("vegans who cook at home", "You cook at home."),
    ("retirees who used to work nights", "You used to work nights."),
]


@pytest.mark.parametrize(("description", "line"), LIVING)
async def test_how_people_live_is_a_whole_sentence_of_their_file(tmp_path: Path, description: str, line: str) -> None:
    made, files = await cast(tmp_path, count=3, description=description)

    assert all(line in text for text in told_of(files))
    assert left_out(made) == ""


async def test_who_has_retired_has_nothing_of_night_shifts_in_a_day(tmp_path: Path) -> None:
    _, files = await cast(tmp_path, count=12, description="retired nurses who worked nights")

    assert all("You worked nights." in text for text in told_of(files))
    assert not [
        text for text in told_of(files) if re.search(r"Sleeps until two|at seven in the morning|on shift", text)
    ]


async def test_old_and_middle_aged_people_are_of_that_age(tmp_path: Path) -> None:
    _, old = await cast(tmp_path, count=6, description="old people who live alone")
    made, middle = await cast(tmp_path / "2", count=6, description="middle-aged men in Leeds")

    assert all(file["age"] >= 65 for file in old)
    assert all(42 <= file["age"] < 59 for file in middle)
    assert left_out(made) == ""


async def test_a_note_names_the_words_that_no_file_has_and_not_those_around_them(tmp_path: Path) -> None:
    made, _ = await cast(tmp_path, count=4, description="expats in a small city")

    assert left_out(made) == "expats."


async def test_ideas_called_for_without_a_verb_bring_one_of_their_own_from_almost_everybody(tmp_path: Path) -> None:
    people = ["Lisa Carter", "Oscar", "Fetu Leavasa", "Ilona Szabados", "Raghav Deshmukh"]
    async with table(tmp_path) as at:
        script = [{"step": 3, "say": "Now ideas for a smart fridge."}]
        run = await at.ok(
            "run_world", people=people, say="Ideas for a better oven, please.", steps=4, script=script, seed=1
        )
        told = spoken(await at.events(run.run))

    for step, thing in ((1, "oven"), (3, "fridge")):
        brought = {who for at_step, who, said in told if at_step == step and f"the {thing}" in said.lower()}
        assert len(brought) >= 4, (step, brought)


async def test_who_hesitates_pauses_also_where_a_thing_is_turned_down(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        for question in ("Would you use a night bus?", "Would you eat insects?", "Would you use a bike rental?"):
            run = await at.ok("listen_and_act", people=["Fetu Leavasa"], questions=[question], seed=1)
            [(_, _, said)] = spoken(await at.events(run.run))
            assert "…" in said, said
