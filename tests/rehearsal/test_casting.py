"""Casting by the rehearsal: what a description says holds, the rest fits it, and no two are alike."""

from __future__ import annotations

import itertools
import json
import re
from random import Random
from typing import Any

import pytest

from tests.rehearsal.stage import answer, ask
from troupe_mcp.app.people.roster import in_words
from troupe_mcp.models.rehearsal.english.words import faint, keys
from troupe_mcp.models.rehearsal.lexicon import pools, relatives
from troupe_mcp.models.rehearsal.person.portrait import compile_portrait
from troupe_mcp.simulation.casting.casting import CastPlanTask, CastTask
from troupe_mcp.simulation.casting.demography import read_demography
from troupe_mcp.simulation.casting.quotas import as_given, cells_of
from troupe_mcp.simulation.casting.specification import CastPlan, Specification
from troupe_mcp.simulation.people.persona import Persona


def cast(description: str, *, seed: int = 1, context: str = "", **given: Any) -> dict[str, Any]:
    spec = answer(CastTask(description, context, "", given, ()), seed=seed, address=("cast", "person", "1"))
    Specification.model_validate(spec)
    return spec


MARIA = (
    "Maria Oliveira, 58, a retired school teacher from Porto. She loves fado and hates being rushed. "
    "Her husband died two years ago and she lives alone with a cat."
)


def said(spec: dict[str, Any]) -> str:
    return json.dumps(spec, ensure_ascii=False).lower()


@pytest.mark.parametrize(
    ("description", "fields", "words"),
    [
        (
            "a 34-year-old baker in Leeds who works nights and distrusts apps",
            {"age": 34, "residence": "Leeds", "nationality": "British"},
            ["you work nights.", "apps can't be trusted."],
        ),
        (
            MARIA,
            {"name": "Maria Oliveira", "age": 58, "gender": "female", "residence": "Porto"},
            ["retired school teacher", "fado", "being rushed", "your husband died two years ago.", "with a cat."],
        ),
        (
            "frugal vegan student in Berlin, 22, who bikes everywhere and thinks that cars should be banned",
            {"age": 22, "nationality": "German"},
            ["you are vegan.", "you bike everywhere.", "cars should be banned."],
        ),
        (
            "Jamal is a taxi driver in Marseille. He is 52. He plays chess with strangers and doesn't trust banks.",
            {"name": "Jamal", "age": 52, "gender": "male"},
            ["taxi driver", "you play chess with strangers.", "banks can't"],
        ),
        (
            "single mother of three who cleans offices at night in Chicago",
            {"gender": "female", "residence": "Chicago"},
            ["cleaner", "single mother of three", "you clean offices at night."],
        ),
        (
            "An anxious 19-year-old medical student from Lagos who wants to become a surgeon and can't stand blood",
            {"age": 19, "nationality": "Nigerian"},
            ["anxious", "to become a surgeon.", "blood"],
        ),
        (
            "a grumpy 71-year-old widower near Kyoto who collects stamps and never uses the internet",
            {"age": 71, "gender": "male"},
            ["you are widowed.", "you collect stamps.", "you never use the internet."],
        ),
        (
            "Retired engine driver, 73, Osaka. Speaks little. Builds model ships. Misses his late wife.",
            {"age": 73, "gender": "male", "residence": "Osaka", "nationality": "Japanese"},
            ["retired engine driver", "you build model ships.", "you miss your late wife."],
        ),
        (
            "Mechanic, 55, divorced, father of two, Detroit; his sister is a judge, and he wants to be a singer",
            {"age": 55, "gender": "male", "residence": "Detroit"},
            ["mechanic", "you are divorced.", "you are a father of two.", "your sister is a judge.", "to be a singer."],
        ),
    ],
)
def test_what_a_description_says_holds(description: str, fields: dict[str, Any], words: list[str]) -> None:
    for seed in range(5):
        spec = cast(description, seed=seed)
        assert {key: spec[key] for key in fields} == fields
        assert [word for word in words if word not in said(spec)] == [], f"seed {seed}"


def test_nobody_has_what_they_cannot_have_at_their_age() -> None:
    for seed in range(25):
        for age in (16, 19, 27, 45, 70):
            spec = cast(f"a {age}-year-old from Bristol", seed=seed)
            text = said(spec)
            if age < 40:
                assert not re.search(r"grandchild|your daughter|pension\b|retired", text), f"seed {seed}, {age}"
            if age < 19:
                assert not re.search(r"mortgage|loan|salary|your flatmate|wife|husband", text), f"seed {seed}, {age}"
            if age == 70:
                assert "retired" in spec["occupation"]["title"].lower(), f"seed {seed}"
                assert not re.search(r"homework|lectures|your flatmate", text), f"seed {seed}"


def test_nothing_is_added_that_a_description_turns_down() -> None:
    for seed in range(25):
        vegan = said(cast("a vegan cook in York", seed=seed))
        assert not re.search(r"\b(?:meat|butter|cheese|sausage|egg|eggs)\b", vegan), f"seed {seed}"
        offline = cast("a 50-year-old tailor who never uses the internet", seed=seed)
        assert not re.search(r"online|podcast|phone", offline["media"]), f"seed {seed}"
        poor = cast("a clerk who is always short of money", seed=seed)
        assert "enough" not in poor["money"], f"seed {seed}"


def test_two_people_of_one_description_differ() -> None:
    people = [cast("a baker in Leeds", seed=seed) for seed in range(8)]

    assert len({person["name"] for person in people}) >= 7
    for one, other in itertools.combinations(people, 2):
        ours, theirs = set(one["beliefs"]), set(other["beliefs"])
        assert len(ours & theirs) / len(ours | theirs) < 0.6
        assert one["other_facts"] != other["other_facts"] or one["style"] != other["style"]


def test_the_same_call_casts_the_same_person() -> None:
    assert cast("a falconer", seed=3) == cast("a falconer", seed=3)
    assert cast("a falconer", seed=3) != cast("a falconer", seed=4)


def test_what_is_given_beside_the_description_counts() -> None:
    spec = cast("somebody who hates queues", age=61, gender="female", occupation="plumber", residence="Porto")

    assert (spec["age"], spec["gender"], spec["occupation"]["title"]) == (61, "female", "Plumber")
    assert spec["nationality"] == "Portuguese"
    assert spec["name"].split()[0] in pools()["regions"]["Portuguese"]["female"]


@pytest.mark.parametrize("count", [1, 2, 7, 40])
def test_a_plan_has_as_many_different_people_as_wanted(count: int) -> None:
    plan = answer(CastPlanTask("dog owners in Texas aged 30 to 50", count, (), ("Carol Vance",)))
    people = CastPlan.model_validate(plan).people
    ages = [int(age) for person in people for age in re.findall(r"(\d+)-year-old", person.line)]

    assert len({person.name for person in people}) == len({person.line for person in people}) == count
    assert "Carol Vance" not in {person.name for person in people}
    assert len(ages) == count
    assert all(30 <= age <= 50 for age in ages)
    assert count < 7 or len(set(ages)) > 5
    spec = cast(people[0].line, context="dog owners in Texas aged 30 to 50")
    assert (spec["age"], spec["residence"]) == (ages[0], "Texas")
    assert "you own a dog." in said(spec)


@pytest.mark.parametrize(
    "description",
    [
        "?", "42", "🦊", "a", "who", "the the the", "Ünal", "하늘", "A. B. C.", "-5 years old", "aged 999", "Her", "is",
        "who who who and and", "x" * 4000, "she " * 800, "'", "a 0-year-old", "{{7*7}}", "with with", "in In IN of Of",
    ],
)  # fmt: skip
def test_any_description_gives_somebody_whole(description: str) -> None:
    spec = cast(description)
    assert spec["name"]
    assert 0 <= spec["age"] <= 120
    assert len(spec["beliefs"]) >= 6


def test_chance_words_never_break_a_casting() -> None:
    words = re.findall(
        r"\S+", "a an the who with and 30 old nurse Leeds she hates is never dogs, in has been . ; year-old"
    )
    rng = Random(5)
    for _ in range(300):
        description = " ".join(rng.choice(words) for _ in range(rng.randint(1, 14)))
        cast(description)


def test_every_pooled_line_is_speakable() -> None:
    """Who is cast has to talk: no line of the pools may be lost when a persona is compiled."""
    lost: list[str] = []
    for seed in range(30):
        spec = cast(f"a {20 + seed * 2}-year-old", seed=seed)
        portrait = compile_portrait(Persona.of(spec))
        sources = {fact.source.rstrip(".") for fact in portrait.facts}
        lines = [
            *spec["beliefs"], *spec["frustrations"], *spec["other_facts"], *spec["long_term_goals"],
            *spec["behaviors"]["general"], *(x for part in spec["behaviors"]["routines"].values() for x in part),
            *(each["description"] for each in spec["relationships"]),
        ]  # fmt: skip
        lost += [line for line in lines if line.rstrip(".") not in sources]
    assert sorted(set(lost)) == []


def test_cast_people_answer_from_what_was_said_of_them() -> None:
    spec = cast("a 34-year-old baker in Leeds who works nights, has two kids and distrusts apps", seed=2)
    person = Persona.of(spec)

    assert "nights" in " ".join(ask(person, "What do you do for a living?", seed=seed) for seed in range(6))
    assert "two kids" in " ".join(ask(person, "Do you have children?", seed=seed) for seed in range(4))
    assert "be trusted" in ask(person, "Do you trust apps?").replace("can not", "can't")


def test_what_a_cell_says_holds_and_nothing_drawn_contradicts_it() -> None:
    cells = read_demography({
        "age": {"19-29": 1, "60+": 1}, "gender": ["female", "male"], "country": ["Brazil", "Japan", "Nigeria"],
        "occupation": ["nurse", "unemployed", "truck driver"], "children": ["0", "2"],
        "income": ["low", "high"],
    })  # fmt: skip
    for seed, cell in enumerate(cells_of(cells, 60, 5)):
        spec = cast(in_words(cell), seed=seed, **as_given(cell))
        text, region = said(spec), {"Brazil": "Brazilian", "Japan": "Japanese", "Nigeria": "Nigerian"}[cell["country"]]
        assert (spec["age"], spec["gender"], spec["nationality"]) == (cell["age"], cell["gender"], region), f"{seed}"
        assert spec["name"].split()[0] in pools()["regions"][region][cell["gender"]]
        assert spec["residence"] in pools()["regions"][region]["towns"]
        assert spec["occupation"]["title"].lower() == cell["occupation"]
        assert spec["money"] == f"Your income is {cell['income']}."
        assert ("you have no children" in text) == (cell["children"] == 0)
        assert not re.search(r"your (?:son|daughter|wife|husband)|grandchild", text) or cell["children"]


def test_a_leaning_drawn_by_lot_shows_in_the_temper() -> None:
    wild = "openness high, conscientiousness low, extraversion high, agreeableness medium, neuroticism low"
    task = CastTask("a clerk", "", "", {}, (), wild)
    levels = [answer(task, seed=seed, address=("c",))["personality"]["big_five"] for seed in range(4)]

    assert all(five["openness"].startswith("High") and five["extraversion"].startswith("High") for five in levels)


def test_a_plan_keeps_to_the_cells_it_is_given() -> None:
    cells = ("age 33, female, region: Saxony", "age 71, male, region: Bavaria", "age 19, male, occupation: baker")
    plan = CastPlan.model_validate(answer(CastPlanTask("people who hate queues", 3, (), (), cells)))

    first, second, third = [person.line for person in plan.people]
    assert "33-year-old woman from Saxony" in first
    assert "71-year-old man from Bavaria" in second
    assert "baker" in third
    assert plan.people[1].name.split()[0] in pools()["regions"]["German"]["male"]


def test_relatives_share_no_name_with_anybody_who_is_cast() -> None:
    for region, entry in pools()["regions"].items():
        others = {name for names in relatives()[region].values() for name in names}
        assert len(others) > 4
        assert not others & {name for kind in ("female", "male", "last") for name in entry[kind]}, region
    cast_here = cast("a retired nurse in Rotterdam, 70")
    known = {each["name"] for each in cast_here["relationships"]} - {""}
    assert known
    assert known <= {name for names in relatives()["Dutch"].values() for name in names}


def test_a_file_holds_together() -> None:
    for seed in range(30):
        window = said(cast("a window cleaner, 44", seed=seed))
        assert not re.search(r"talking people down|first aid|rules you didn't make|next rank|report after", window)
        spec = cast(f"a {25 + seed}-year-old from Utrecht", seed=seed)
        assert not re.search(r"\b(?:19|20)\d\d\b", json.dumps(spec))
        goals = [set(keys(goal)) - set(faint()) for goal in cast("a retired clerk, 71", seed=seed)["long_term_goals"]]
        assert not any(one & other for one, other in itertools.combinations(goals, 2))
        shopper = cast("an 67-year-old who likes shops with chairs and letters", seed=seed)
        assert "Online shopping is better than going to a shop." not in shopper["beliefs"]


def test_no_two_of_one_age_live_the_same_days() -> None:
    for age in (24, 45, 70):
        days = [json.dumps(cast(f"a {age}-year-old", seed=seed)["behaviors"]["routines"]) for seed in range(12)]
        alike = [one for one, other in itertools.combinations(days, 2) if one == other]
        assert alike == []
