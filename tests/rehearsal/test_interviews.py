from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.doubles import table
from tests.rehearsal.stage import answer, ask, interview, people, person
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.models.rehearsal.readings.judging import judged
from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.studies.knowledge import as_told, knowledge_questions
from troupe_mcp.studies.tasks import Answered, InterviewPlanTask, JudgeInterviewTask

ONLY = ["expectations"]


@pytest.mark.parametrize("count", [1, 5, 9])
def test_a_plan_has_as_many_questions_as_were_asked_for_and_repeats_none(count: int):
    for p in people():
        questions = answer(InterviewPlanTask(p.name, p, "", count))["questions"]
        assert len({q["question"] for q in questions}) == count
        assert all(q["question"].endswith("?") or q["question"].startswith("Tell") for q in questions)


def test_a_plan_takes_the_given_expectations_claim_by_claim():
    p = person("Lisa_Carter")
    text = "She loves curling. She earns about 118,000 dollars and lives in Burnaby. She does not want children."
    questions = answer(InterviewPlanTask(p.name, p, text, 4))["questions"]
    assert [q["expectation"] for q in questions] == [
        "She loves curling",
        "She earns about 118,000 dollars",
        "lives in Burnaby",
        "She does not want children",
    ]
    assert all(word not in q["question"] for q in questions for word in ("curling", "118,000", "Burnaby"))


@pytest.mark.parametrize(
    ("expectation", "said", "held"),
    [
        ("Bo holds: buses should be free", "Yes. Buses should be free.", "yes"),
        ("Bo holds: buses should be free", "No. Buses should not be free.", "no"),
        ("Bo holds: buses should be free", "I like trains.", "unclear"),
        ("Bo likes black radish", "I like black radish.", "yes"),
        ("Bo likes black radish", "I can't stand black radish.", "no"),
        ("Bo dislikes black radish", "I can't stand black radish.", "yes"),
        ("Bo is 51 years old", "I am 42 years old.", "no"),
        ("Bo is 51 years old", "I am 51 years old.", "yes"),
        ("Bo is 51 years old", "I'm 51.", "yes"),
        ("Bo is 51 years old", "I'm 42.", "no"),
        ("Bo is 51 years old", "I've worked here for 12 years.", "unclear"),
        ("Bo works as barista", "As I said, I'm a barista.", "yes"),
        ("Bo works as barista", "I'm a nurse.", "unclear"),
        ("Bo lives in Berlin", "In Berlin.", "yes"),
        ("Bo lives in Berlin", "In Paris.", "unclear"),
        ("Bo doesn't know and says so", "I couldn't tell you.", "yes"),
        ("Bo doesn't know and says so", "It is 3,400 degrees.", "unclear"),
        ("Bo doesn't know it, or won't tell", "I'd rather not go into that.", "yes"),
        ("Bo doesn't know and says so", "I'd rather not go into that.", "unclear"),
        ("Bo trusts the police", "", "unclear"),
    ],
)
def test_an_expectation_is_judged_by_sign_and_number(expectation: str, said: str, held: str):
    assert judged(expectation, said)[0] == held


def test_a_persons_own_answers_contradict_nothing_and_the_quote_stands_in_the_answer():
    for p in people():
        plan = answer(InterviewPlanTask(p.name, p, "", 8))["questions"]
        said = interview(p, [q["question"] for q in plan])
        pairs = zip(plan, said, strict=True)
        answers = tuple(Answered(q["question"], q["expectation"], text, n) for n, (q, text) in enumerate(pairs, 1))
        verdict = answer(JudgeInterviewTask(p.name, p, "", answers))
        held = [finding["held"] for finding in verdict["findings"]]
        assert "no" not in held, [
            (a, f) for a, f in zip(answers, verdict["findings"], strict=True) if f["held"] == "no"
        ]
        assert all(f["quote"] in a.answer for a, f in zip(answers, verdict["findings"], strict=True))
        assert verdict["justification"]


def findings(plan: list[dict[str, str]], said: list[str], name: str) -> list[dict[str, str]]:
    p = person(name)
    pairs = zip(plan, said, strict=True)
    answers = tuple(Answered(q["question"], q["expectation"], text, n) for n, (q, text) in enumerate(pairs, 1))
    return answer(JudgeInterviewTask(p.name, p, "", answers))["findings"]


@pytest.mark.parametrize("p", people(), ids=lambda p: p.name)
def test_each_question_leads_to_its_fact_and_one_to_an_honest_gap(p: Persona):
    for seed in (1, 2):
        plan = answer(InterviewPlanTask(p.name, p, "", 6), seed=seed)["questions"]
        said = interview(p, [q["question"] for q in plan], seed=seed)
        held = [f["held"] for f in findings(plan, said, p.name.replace(" ", "_"))]
        assert (held.count("yes") + held.count("unclear") / 2) / len(held) >= 0.8, (plan, said, held)
        assert sum("doesn't know" in q["expectation"] for q in plan) == 1
        for q in plan:
            told = q["expectation"].split(":", 1)[-1].strip()
            assert told not in q["question"]


def test_the_answers_of_somebody_else_never_meet_the_expectations():
    people_of = {p.name: p for p in people()}
    for right, wrong in (("Lisa Carter", "Oscar"), ("Oscar", "Lisa Carter"), ("Ngozi Adeleke", "Caio Marinho")):
        for own_questions in (True, False):
            plan = answer(InterviewPlanTask(right, people_of[right], "", 8))["questions"]
            plan = [q for q in plan if "doesn't know" not in q["expectation"]]
            other = answer(InterviewPlanTask(wrong, people_of[wrong], "", 8))["questions"]
            asked = plan if own_questions else [q for q in other if "doesn't know" not in q["expectation"]][: len(plan)]
            said = interview(people_of[wrong], [q["question"] for q in asked])
            held = [f["held"] for f in findings(plan, said, right.replace(" ", "_"))]
            assert "yes" not in held, list(zip(plan, said, held, strict=True))


def test_every_wording_of_a_gap_is_judged_as_one():
    for name, listed in frames().items():
        if name == "gap" or name.startswith("gap."):
            for gap in listed:
                assert judged("Bo doesn't know and says so", gap)[0] == "yes", (name, gap)
                assert judged("Bo likes black radish", gap)[0] == "no", (name, gap)


@pytest.mark.parametrize("count", [2, 3, 6])
def test_only_the_given_expectations_are_asked_about_and_all_of_them_in_turn(count: int):
    p = person("Lisa_Carter")
    text = "She is a picky customer. She likes curling. She earns 118,000 dollars."
    questions = answer(InterviewPlanTask(p.name, p, text, count))["questions"]
    wanted = ["She is a picky customer", "She likes curling", "She earns 118,000 dollars"]
    assert [q["expectation"] for q in questions] == (wanted * 2)[:count]
    assert len({q["question"] for q in questions}) == count
    assert any(word in questions[0]["question"] for word in ("bought", "shop"))


def test_without_expectations_one_question_tests_what_stands_last():
    spec = {"name": "Bo", "beliefs": [f"{thing} should be free." for thing in ("Buses", "Museums", "Schools", "Cats")]}
    p = Persona.of({**spec, "occupation": {"title": "Clerk", "description": "You sort letters in a large office."}})
    for seed in range(4):
        plan = answer(InterviewPlanTask(p.name, p, "", 3), seed=seed)["questions"]
        assert any("cats should be free" in q["expectation"].lower() for q in plan)


def test_what_holds_the_expectation_is_never_taken_for_a_gap_or_its_opposite():
    assert judged("Lena likes an empty office before nine", "An empty office before nine, top of the list.")[0] == "yes"
    assert judged("Bo likes a drawer that is empty", "That drawer is empty, I like that.")[0] == "yes"
    said = "I pay a man to read the fine."
    assert judged("Bo says: I pay a man to read the fine because Amal must not see it", said)[0] == "yes"


def test_nobody_introduces_themselves_with_a_debt_or_a_grave():
    private = {
        "money": "You owe a bank 6,800 dollars.",
        "past": ["Your father died at sea."],
        "habits": ["Mends nets."],
    }
    for seed in range(6):
        text = ask(Persona.of({"name": "Bo", **private}), "Tell me about yourself.", seed=seed)
        assert not re.search(r"owe|died", text), (seed, text)


@pytest.mark.parametrize("shunned", ["being asked anything", "waiting in line", "waking before six"])
def test_what_somebody_cannot_stand_most_is_tested_and_holds_by_what_they_say(shunned: str):
    spec = {
        "name": "Koen Bakker",
        "preferences": {"likes": ["letters"], "dislikes": [shunned, "tiny buttons"]},
        "beliefs": ["Phones make people lonelier.", "Cash must stay."],
        "occupation": {"title": "Dock worker", "description": "You load ships at night."},
    }
    person = Persona.of(spec)
    planned = answer(InterviewPlanTask("Koen Bakker", person, "", 4))["questions"]
    [(question, expectation)] = [(p["question"], p["expectation"]) for p in planned if shunned in p["expectation"]]
    assert expectation == f"Koen dislikes {shunned}"
    assert not re.search(r"dislike|hate", question)
    assert judged(expectation, ask(person, question))[0] == "yes"
    assert judged(expectation, f"I love {shunned}.")[0] == "no"


def test_a_fact_of_a_file_is_expected_as_its_person_tells_it():
    assert as_told("You speak Dutch at home.") == "I speak Dutch at home."
    assert as_told("Your aunt keeps telling you to sell.") == "My aunt keeps telling me to sell."
    spec = {"name": "Ana", "languages": "You speak Dutch at home.", "money": "You count the pension twice every month."}
    expected = [planned.expectation for planned in knowledge_questions("Ana", Persona.of(spec), 1)]
    assert "Ana says: I count the pension twice every month." in expected
    assert all(not re.search(r"\byou\b", each, re.IGNORECASE) for each in expected)


async def test_each_expectation_is_counted_once_and_whole_however_often_it_is_asked_about(tmp_path: Path):
    expected = "She is honest, but never rude to guests, likes curling, and lives in Burnaby."
    async with table(tmp_path) as at:
        told = await at.ok("validate_person", person="Lisa Carter", expectations=expected, checks=ONLY, seed=2)

    found = told.data["findings"]
    assert list(dict.fromkeys(finding["expectation"] for finding in found)) == [
        "She is honest, but never rude to guests",
        "likes curling",
        "lives in Burnaby",
    ]
    assert len(found) > 3, "some are asked about twice"
    assert "of 3 expectations held" in told.text


async def test_what_was_expected_and_not_shown_comes_with_the_call_that_adds_it(tmp_path: Path):
    expected = "He likes fishing, hates parrots, and is afraid of lifts"
    async with table(tmp_path) as at:
        told = await at.ok("validate_person", person="Oscar", expectations=expected, checks=ONLY, seed=2)
        added = json.loads(told.data["edit"].removeprefix('create_person(like="Oscar", persona=').removesuffix(")"))
        made = await at.ok("create_person", like="Oscar", persona=added)
        kept = await at.ok("validate_person", person="Oscar", checks=ONLY, seed=2)

    assert added == {
        "preferences": {"likes": ["fishing"], "dislikes": ["parrots"]},
        "other_facts": ["Oscar is afraid of lifts."],
    }
    assert made.data["status"] == "done"
    assert told.data["edit"] in told.text
    assert "edit" not in kept.data, "a file measured by itself lacks nothing"


async def test_another_work_is_named_only_to_who_expected_one(tmp_path: Path):
    async with table(tmp_path) as at:
        told = await at.ok(
            "validate_person", person="Oscar", expectations="He is afraid of lifts. He is a nurse.", checks=ONLY, seed=2
        )

    by = {finding["expectation"]: finding for finding in told.data["findings"][::-1]}
    assert by["He is a nurse"]["reason"].startswith("The answer names another work")
    assert "architect" in by["He is a nurse"]["quote"]
    assert "another work" not in by["He is afraid of lifts"]["reason"]
