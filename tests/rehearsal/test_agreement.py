from __future__ import annotations

import re
from typing import Any

import pytest

from tests.rehearsal.stage import answer, ask, interview
from tests.rehearsal.toys import TOYS, Toy
from troupe_mcp.language.model import Model
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.simulation.worlds.transcript import Utterance
from troupe_mcp.studies.tasks import ExtractTask

SPEC: dict[str, Any] = {
    "name": "Ida Holm",
    "occupation": {"title": "Clerk", "description": "You sort letters in a large office."},
    "beliefs": [
        "Buses should be free.",
        "Zoos are cruel.",
        "The rich should pay much higher taxes.",
        "Electricity and water should be publicly owned.",
    ],
}
FOUR = ("strongly disagree", "disagree", "agree", "strongly agree")
ASKED = [
    ("Do you strongly disagree, disagree, agree or strongly agree: {}?", FOUR),
    ("{} Answer with strongly disagree / disagree / agree / strongly agree.", FOUR),
    ('How much do you agree with the statement "{}"? (strongly disagree, disagree, neutral, agree, strongly agree)',
     (*FOUR, "neutral")),
    ("Do you agree or disagree: {}? Please reply with one of: strongly agree; agree; disagree; strongly disagree.",
     FOUR),
    ("Statement: {}\n1. Strongly agree\n2. Agree\n3. Disagree\n4. Strongly disagree\nWhich do you choose?", FOUR),
    ("Here is a statement: {} Do you completely disagree, rather disagree, rather agree or completely agree?",
     ("completely disagree", "rather disagree", "rather agree", "completely agree")),
    ("{} [agree] [disagree]", ("agree", "disagree")),
    ("To what extent do you agree that {}? Options: disagree, partly agree, agree.",
     ("disagree", "partly agree", "agree")),
]  # fmt: skip
HELD = [
    ("Buses should be free.", 1),
    ("Buses should not be free.", -1),
    ("Zoos are cruel.", 1),
    ("It is wrong that buses should be free.", -1),
    ("Millionaires should hand over more of their fortune in tax.", 1),
    ("Private companies should own the water supply.", -1),
]


def picked(said: str, labels: tuple[str, ...]) -> list[str]:
    """Return the offered answers that a reply names, none of them inside a longer one."""
    found: list[str] = []
    rest = said.lower()
    for label in sorted(labels, key=len, reverse=True):
        if re.search(rf"\b{label}\b", rest):
            found.append(label)
            rest = re.sub(rf"\b{label}\b", " ", rest)
    return found


def agreement(model: Model) -> list[str]:
    """Return a complaint for each reply that names not exactly one offered answer, or one of the wrong side."""
    found: list[str] = []
    for wording, labels in ASKED:
        for statement, way in HELD:
            question = wording.format(statement if wording.startswith(("{", "H", "S")) else statement.rstrip("."))
            said = ask(Persona.of(SPEC), question, model=model)
            named = picked(said, labels)
            if len(named) != 1 or ("disagree" in named[0]) != (way < 0):
                found.append(f"{question!r} -> {said!r}")
    return found


def test_exactly_one_of_the_offered_answers_is_named_and_it_has_the_sign_of_the_belief():
    assert agreement(Rehearsal()) == []


@pytest.mark.parametrize("toy", TOYS, ids=lambda toy: toy.name)
def test_the_toys_do_not_answer_on_a_scale(toy: Toy):
    assert len(agreement(toy)) > 20


@pytest.mark.parametrize(
    ("question", "low", "high"),
    [
        ("On a scale of 1 to 5, how much do you agree that buses should be free?", 4, 5),
        ("On a scale of 1 to 5, how much do you agree that buses should not be free?", 1, 2),
        ("Zoos are cruel. How strongly do you agree, from 1 (not at all) to 7 (completely)?", 6, 7),
        ("From 0 to 10, how far do you agree: millionaires should pay more tax?", 6, 10),
        ("How much do you agree that zoos are cruel, from 1 to 5 (1 = strongly agree, 5 = strongly disagree)?", 1, 2),
    ],
)  # fmt: skip
def test_a_number_on_a_scale_of_agreement_has_the_side_of_the_belief(question: str, low: int, high: int):
    number = re.match(r"\D*(\d+)", ask(Persona.of(SPEC), question))
    assert number is not None
    assert low <= int(number.group(1)) <= high


def test_an_extraction_picks_up_the_answer_that_was_given():
    question = f"Buses should be free. Do you {', '.join(FOUR[:3])} or {FOUR[3]}?"
    said = ask(Persona.of(SPEC), question)
    lines = (
        Utterance(1, 1, "say", "interviewer", question, (), from_outside=True),
        Utterance(2, 1, "TALK", "Ida Holm", said),
    )
    fields = {"agreement": {"type": "string", "enum": list(FOUR)}, "agrees": {"type": "boolean"}}
    found = answer(ExtractTask("Does she agree?", fields, "Ida Holm", lines, many=False))["found"]
    assert found == {"agreement": "strongly agree", "agrees": True}


def test_a_statement_that_was_shown_is_what_is_agreed_with():
    said = ask(Persona.of(SPEC), "Do you agree or disagree?", shown="Buses should not be free.")
    assert said.startswith("Disagree")
    assert re.match(r"No\b|I'd say no", ask(Persona.of(SPEC), "Do you agree?", shown="Buses should not be free."))


def test_where_nothing_is_held_no_side_is_taken():
    for wording, labels in ASKED:
        said = ask(Persona.of(SPEC), wording.format("Cats are wiser than owls."))
        assert picked(said, tuple(label for label in labels if label != "neutral")) == [], said


def test_a_firm_belief_is_told_from_a_leaning():
    question = "Do you strongly disagree, disagree, agree or strongly agree: {}?"
    assert ask(Persona.of(SPEC), question.format("buses should be free")).startswith("Strongly agree")
    assert ask(Persona.of(SPEC), question.format("competition makes everybody better off")).startswith("Disagree")


def test_many_statements_in_a_row_each_get_their_answer():
    asked = [f"{statement} Do you agree or disagree?" for statement, _ in HELD]
    for said, (statement, way) in zip(interview(Persona.of(SPEC), asked), HELD, strict=True):
        assert said.lower().startswith("agree" if way > 0 else "disagree"), (statement, said)
