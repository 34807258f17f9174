"""People of a demography: planned by code, written one call each, never lost to the one who fails."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Scripted, Table, Told, table, text_of
from tests.server.populations import GERMANS, asked_for, failing, quotas_of, written
from troupe_mcp.language.completion import Completion
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.casting.casting import CastPlanTask, CastTask


async def specifications(at: Table, made: Told) -> list[dict[str, Any]]:
    return [dict(member.persona.spec) for member in at.app.cast(at.app.run(made.run))]


async def test_200_people_of_a_demography_meet_its_quotas_differ_and_three_failures_are_retried_alone(
    tmp_path: Path,
) -> None:
    model = Scripted(failing({17, 80, 200}))
    async with table(tmp_path, model) as at:
        made = await at.ok("create_people", count=200, demography=GERMANS, seed=3, wait_seconds=50)
        people = await specifications(at, made)

    exact = {"18-29": 60, "30-64": 100, "65+": 40, "female": 102, "male": 98, "Bavaria": 80, "Saxony": 50}
    reached = {cell: got for (_, cell), (_, got) in quotas_of(made).items()}
    assert {cell: reached[cell] for cell in exact} == exact
    assert sum(18 <= person["age"] <= 29 for person in people) == 60
    assert sum(person["region"] == "Saxony" for person in people) == 50
    asked = asked_for(model)
    assert len(asked) == len(set(asked)) == 203
    assert [place for place in asked if place[-1] == "again"] == [
        ("person", str(place), "again") for place in (17, 80, 200)
    ]
    assert made.data["cost"]["calls"] == 203
    assert made.data["closest"]["compared"] == 200
    assert made.data["closest"]["likeness"] < 0.8
    assert made.data["closest"]["pairs_above_0_8"] == 0
    assert len({person["name"] for person in people}) == len(people) == 200
    assert "left_out" not in made.data
    calls, alike = made.data["cost"]["calls"], made.data["closest"]["likeness"]
    print(f"\n200 people: {calls} calls with 3 refusals; likeness of the closest pair {alike}")


async def test_200_people_of_a_demography_cost_200_calls_and_nothing_again(tmp_path: Path) -> None:
    model = Scripted(written)
    async with table(tmp_path, model) as at:
        plan = await at.ok("create_people", count=200, demography=GERMANS, seed=3, dry_run=True)
        assert model.asked == []
        made = await at.ok("create_people", count=200, demography=GERMANS, seed=3, wait_seconds=50)
        again = await at.ok("create_people", count=200, demography=GERMANS, seed=3, wait_seconds=50, new=True)
        first, second = await specifications(at, made), await specifications(at, again)

    assert plan.data["estimate"]["calls"] == [200, 210]
    assert (made.data["cost"]["calls"], again.data["cost"]["calls"]) == (200, 0)
    assert first == second
    assert {cell: wanted for cell, (wanted, _) in quotas_of(plan).items()} == {
        cell: wanted for cell, (wanted, _) in quotas_of(made).items()
    }
    assert "got" not in plan.data["coverage"][0]


async def test_a_plan_is_shown_before_it_is_paid_and_its_seed_makes_just_these(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(written)) as at:
        plan = await at.ok("create_people", count=20, demography=GERMANS, dry_run=True)
        same = await at.ok("create_people", count=20, demography=GERMANS, dry_run=True, seed=plan.data["seed"])
        other = await at.ok("create_people", count=20, demography=GERMANS, dry_run=True, seed=plan.data["seed"] + 1)
        made = await at.ok("create_people", count=20, demography=GERMANS, seed=plan.data["seed"])
        people = await specifications(at, made)
        runs = await at.ok("get_run")

    assert f"seed={plan.data['seed']}" in plan.data["next"]
    assert plan.data["lines"] == same.data["lines"] != other.data["lines"]
    assert len(plan.data["lines"]) == 10
    assert plan.data["lines"] == [
        f"age {person['age']}, {person['gender']}, region: {person['region']}" for person in people[:10]
    ]
    assert "age: 18-29 6, 30-64 10, 65+ 4" in plan.text
    assert [run["run"] for run in runs.data["runs"]] == [made.run]


async def test_whoever_is_refused_twice_is_left_out_and_the_others_stay(tmp_path: Path) -> None:
    model = Scripted(failing({7}, "content_filter", always=True))
    async with table(tmp_path, model) as at:
        made = await at.ok("create_people", count=30, demography=GERMANS, seed=3)
        again = await at.ok("get_run", run=made.run)
        talk = await at.ok("listen_and_act", people=[made.run], say="Hello?", dry_run=True)

    assert made.data["status"] == "done"
    assert made.data["people_total"] == talk.data["estimate"]["people"] == 29
    [left] = made.data["left_out"]
    assert (left["place"], left["outcome"]) == (7, "content_filter")
    [warning] = [each for each in made.data["warnings"] if "left out" in each]
    assert f"place 7 (content_filter): {left['line']}" in warning
    assert f'create_people(each=["{left["line"]}"])' in warning
    assert asked_for(model).count(("person", "7", "again")) == 1
    assert sum(wanted - got for wanted, got in quotas_of(made).values() if wanted is not None and got is not None) == 3
    assert "1 missing" in made.text
    assert again.data["left_out"] == made.data["left_out"]


async def test_where_nobody_is_written_the_run_fails_after_its_first_wave(tmp_path: Path) -> None:
    model = Scripted(failing(range(1, 101), always=True))
    async with table(tmp_path, model) as at:
        made = await at.ok("create_people", count=100, demography=GERMANS, seed=3)

    assert (made.data["status"], made.data["reason"]) == ("failed", "refused")
    assert len(model.asked) == 40
    assert 'the same call with played_by="…" has somebody else answer' in made.data["next"]


async def test_a_population_that_breaks_off_goes_on_with_nothing_lost_and_nothing_asked_twice(tmp_path: Path) -> None:
    down = True

    def moody(prompt: Prompt) -> Any:
        if prompt.address[:3] == ("cast", "person", "45") and down:
            return Completion("", "unavailable")
        return written(prompt)

    model = Scripted(moody)
    async with table(tmp_path / "broken", model) as at:
        paused = await at.ok("create_people", count=50, demography=GERMANS, seed=3)
    async with table(tmp_path / "broken", model) as at:
        down = False
        made = await at.ok("continue_run", run=paused.run)
        people = await specifications(at, made)
    async with table(tmp_path / "whole", Scripted(written)) as at:
        whole = await specifications(at, await at.ok("create_people", count=50, demography=GERMANS, seed=3))

    assert (paused.data["status"], paused.data["reason"], paused.data["done"]) == ("paused", "unavailable", 40)
    assert people == whole
    assert len(model.asked) == 51
    assert len(set(asked_for(model))) == 50


async def test_joint_cells_are_met_each_and_other_tables_are_spread_over_them(tmp_path: Path) -> None:
    census: dict[str, Any] = {
        "age x gender": {"18-29 | female": 150, "18-29 | male": 140, "30+ | female": 370, "30+ | male": 340},
        "income": ["low", "high"],
    }
    async with table(tmp_path) as at:
        made = await at.ok("create_people", count=101, demography=census, seed=9)
        people = await specifications(at, made)

    reached = quotas_of(made)
    assert all(wanted == got for wanted, got in reached.values())
    shares = {cell: share / 1000 * 101 for cell, share in census["age x gender"].items()}
    assert all(abs((reached["age x gender", cell][1] or 0) - share) < 1 for cell, share in shares.items())
    women = [person for person in people if person["gender"] == "female"]
    assert abs(sum(person["income"] == "low" for person in women) - len(women) / 2) <= 2
    assert all(person["money"] == f"Your income is {person['income']}." for person in people)


async def test_what_else_must_vary_is_planned_in_one_call_for_a_hundred_people(tmp_path: Path) -> None:
    model = Scripted(written)
    async with table(tmp_path, model) as at:
        some = await at.ok("create_people", count=6, demography=GERMANS, dimensions=["thrift"], seed=1)
        many = await at.ok("create_people", count=120, demography=GERMANS, dimensions=["thrift"], seed=1, dry_run=True)

    plans = [prompt for prompt in model.asked if isinstance(prompt.task, CastPlanTask)]
    assert len(model.asked) == some.data["cost"]["calls"] == 7
    [plan] = [text_of(prompt) for prompt in plans]
    assert "in particular thrift" in plan
    cells = [text_of(prompt) for prompt in model.asked if isinstance(prompt.task, CastTask)]
    assert all(
        f'"age": {line["line"].split(";")[0]}' in cell for line, cell in zip(some.data["people"], cells, strict=True)
    )
    assert all(wanted == got for wanted, got in quotas_of(some).values())
    assert many.data["estimate"]["calls"][0] == 122


async def test_people_written_apart_get_initials_temperaments_and_circumstances_by_lot(tmp_path: Path) -> None:
    model = Scripted(written)
    async with table(tmp_path, model) as at:
        await at.ok("create_people", count=40, demography={"age": ["30"]}, seed=1)

    prompts = [text_of(prompt) for prompt in model.asked]
    assert all("Drawn by lot" in prompt and "the first name with" in prompt for prompt in prompts)
    names = [prompt.split("the first name with ")[1][:30] for prompt in prompts]
    assert len(set(names)) == 40
    works = Counter(prompt.split("work, now or before: ")[1].split(", home: ")[0] for prompt in prompts)
    assert {*works.values()} == {4}, "ten kinds, each as often as the others"
    homes = Counter(prompt.split(", home: ")[1].split(", money: ")[0] for prompt in prompts)
    assert sorted(homes.values()) == [13, 13, 14]
    assert all(one != other for one, other in pairwise(prompts))


async def test_numbers_in_bands_are_spread_and_stay_inside(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        made = await at.ok(
            "create_people",
            count=40,
            demography={"Sex": {"female": 1}, "age": {"under 18": 10, "70 or older": 30}},
            seed=2,
        )
        people = await specifications(at, made)

    ages = sorted(person["age"] for person in people)
    assert ages[0] >= 12
    assert ages[9] <= 17
    assert ages[10] >= 70
    assert len(set(ages)) >= 15
    assert {person["gender"] for person in people} == {"female"}


async def test_what_a_description_says_of_age_holds_beside_a_demography_that_says_nothing_of_it(
    tmp_path: Path,
) -> None:
    women = {"gender": {"female": 1}}
    async with table(tmp_path) as at:
        told = [
            await at.ok("create_people", count=8, description=description, demography=demography, seed=2)
            for description, demography in (
                ("women over 60", women),
                ("people in their thirties", women),
                ("men", {"age": {"18-29": 1}}),
            )
        ]
        older, thirties, men = [await specifications(at, each) for each in told]

    assert all(person["age"] >= 60 for person in older)
    assert all(30 <= person["age"] <= 39 for person in thirties)
    assert {person["gender"] for person in men} == {"male"}
    assert not [note for each in told for note in each.data["warnings"] if "The description says" in note]


async def test_a_demography_that_contradicts_its_description_is_followed_and_that_is_told(tmp_path: Path) -> None:
    shares = {"gender": {"female": 1}, "age": {"18-29": 1, "60+": 1}}
    async with table(tmp_path) as at:
        made = await at.ok("create_people", count=4, description="men over 50", demography=shares, seed=2)
        plan = await at.ok(
            "create_people", count=4, description="men over 50", demography={"sex": {"f": 1}}, dry_run=True
        )
        carers = await at.ok(
            "create_people", count=2, description="nurses who care for men over 80", demography=shares, seed=2
        )
        people = await specifications(at, made)

    notes = [note for note in made.data["warnings"] if note.startswith("The description says")]
    assert [note.split(", and ")[0] for note in notes] == [
        "The description says gender male, the demography female: the demography was followed",
        "The description says age 50 or more, the demography 18-29: the demography was followed",
    ]
    assert all(note in made.text for note in notes)
    assert {person["gender"] for person in people} == {"female"}
    assert "gender male, the demography f:" in plan.text
    assert "The description says" not in carers.text, "whom they care for is not who they are"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"count": 5}, "not who they are"),
        ({"description": "clerks"}, "How many?"),
        ({"count": 5, "demography": {}}, "demography is {}"),
        ({"count": 5, "demography": {"age": {}}}, "expected a table of shares"),
        ({"count": 5, "demography": {"age": {"18-29": -1, "30+": 2}}}, "a share is 0 or more"),
        ({"count": 5, "demography": {"age": {"18-29": "many"}}}, "'many'; expected a share"),
        ({"count": 5, "demography": {"age": {"18-29": {"f": 1}}}}, "expected a share, a percentage or a count"),
        ({"count": 5, "demography": {"age": {"18-29": 0}}}, "no share above 0"),
        ({"count": 5, "demography": {"age x gender": {"18-29": 1}}}, "one category each of 'age | gender'"),
        ({"count": 5, "demography": {"age": ["1"], "age x sex": {"1 | f": 1}}}, "'age' in more than one place"),
        ({"count": 5, "demography": {f"d{n}": ["a"] for n in range(7)}}, "7 dimensions"),
        ({"count": 5, "demography": {"age": ["18-29", "200"]}}, "ages go from 0 to 120"),
        ({"count": 1001, "description": "clerks"}, "from 1 to 1,000"),
        ({"count": 5, "description": "clerks", "weights": "W"}, "belong to a table"),
    ],
)
async def test_a_population_that_makes_no_sense_is_refused(
    tmp_path: Path, arguments: dict[str, Any], words: str
) -> None:
    async with table(tmp_path) as at:
        assert words in await at.error("create_people", **arguments)


async def test_shares_that_do_not_add_up_are_taken_in_proportion_and_said_so(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        plan = await at.ok("create_people", count=10, demography={"gender": {"f": 0.3, "m": 0.6}}, dry_run=True)
        percentages = {"age": {"18-29": 30, "30-49": 40}}
        lacking = await at.ok("create_people", count=20, demography=percentages, dry_run=True)
        counts = await at.ok("create_people", count=5, demography={"gender": {"f": 2, "m": 3}}, dry_run=True)

    assert quotas_of(plan) == {("gender", "f"): (3, None), ("gender", "m"): (7, None)}
    assert any("sum to 0.9" in warning for warning in plan.data["warnings"])
    assert any("sum to 70" in warning for warning in lacking.data["warnings"])
    assert "sum to" not in str(counts.data.get("warnings"))


async def test_the_price_of_a_turn_is_told_with_the_people(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(written)) as at:
        made = await at.ok("create_people", count=4, description="clerks in Leeds", seed=1)
        dry = await at.ok("listen_and_act", people=[made.run], say="so it is " * 12, dry_run=True)

    least, most = made.data["price_per_turn"]["tokens"]
    assert abs(least - dry.data["estimate"]["each_tokens"][0]) <= least * 0.1
    assert abs(most - dry.data["estimate"]["each_tokens"][1]) <= most * 0.1


async def test_a_population_is_made_by_the_python_verb_alike(tmp_path: Path) -> None:
    from troupe_mcp.app.runs.play import Play

    async with table(tmp_path) as at:
        view = await at.app.create_people(count=10, demography={"gender": ["female", "male"]}, play=Play(seed=4))
        told = await at.ok("get_run", run=view.run.id)

    assert [(cell.cell, cell.wanted, cell.got) for cell in view.coverage()] == [("female", 5, 5), ("male", 5, 5)]
    found = view.closest()
    assert found
    assert found.alike == 0
    assert json.loads(json.dumps(told.data))["coverage"][0] == {
        "dimension": "gender", "cell": "female", "wanted": 5, "got": 5,
    }  # fmt: skip


async def test_people_are_counted_by_gender_in_whatever_word_it_was_written_and_what_is_given_stays(
    tmp_path: Path,
) -> None:
    def told_otherwise(prompt: Prompt) -> Any:
        answer = written(prompt)
        words = {"female": "Woman", "male": "man"}
        if isinstance(prompt.task, CastTask) and isinstance(answer, dict):
            return {**answer, "gender": words.get(answer["gender"], answer["gender"])}
        return answer

    async with table(tmp_path, Scripted(told_otherwise)) as at:
        made = await at.ok("create_people", count=8, description="clerks in Leeds", seed=4)
        given = await at.ok("create_people", count=3, demography={"gender": ["woman"]}, seed=4)
        people, women = await specifications(at, made), await specifications(at, given)

    assert {person["gender"] for person in people} == {"female", "male"}
    assert {person["gender"] for person in women} == {"woman"}
