from __future__ import annotations

from random import Random

import pytest

from tests.rehearsal.exam_held import audit, gaps, invented, undecided
from tests.rehearsal.held_questions import QUESTIONS, STANCES, UNHELD
from tests.rehearsal.population import population
from tests.rehearsal.stage import ask, person
from tests.rehearsal.toys import Echo, RandomFact, Toy
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.simulation.turns.perception import TurnTask


class Inventor(Toy):
    """Says something of its life that nobody ever wrote down, now and then."""

    planted = (
        "I have four cats.", "My yacht is in repair.", "I met Gertrude in the lift.",
        "My uncle says so.",
        "In 1871, yes.",
    )  # fmt: skip

    def line(self, task: TurnTask, dice: Random) -> str:
        return dice.choice((*self.planted, "I couldn't say."))


class Accepts(Toy):
    """Takes everything for granted that a question does."""

    def line(self, task: TurnTask, dice: Random) -> str:
        return "Oh, wonderful, as always, and it was quite a time."


def unwritten(count: int) -> list[Persona]:
    """People of whom no more is written than a name, an age, a trade and a view."""
    kept = ("name", "age", "gender", "occupation", "style")
    beliefs = {"beliefs": ["A good tool is worth its price."]}
    return [
        Persona.of({**{key: p.spec[key] for key in kept if key in p.spec}, **beliefs, "occupation": "Tailor"})
        for p in population(count, seed=7)
    ]


def test_nobody_in_a_population_says_what_isnt_held():
    assert audit(population(60), QUESTIONS, Rehearsal()) == []


@pytest.mark.torture
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nobody_of_two_hundred_says_what_isnt_held(seed: int):
    assert audit(population(200, seed), QUESTIONS, Rehearsal(), seed) == []


@pytest.mark.parametrize("planted", Inventor.planted)
def test_the_audit_sees_each_planted_invention(planted: str):
    assert invented(planted, "Bo sells screws. What do you do?")


def test_the_audit_catches_an_inventor_in_an_interview():
    assert len(audit(population(3), QUESTIONS, Inventor())) > 60


def test_what_is_held_spelled_or_asked_is_no_invention():
    held = "My daughter Mina is three. You bring home 2,700 euros. Who is Uwe?"
    assert invented("Mina, my daughter, is three; of Uwe and 2,700 euros nothing.", held) == []


def test_what_isnt_held_is_a_gap_in_forty_questions_and_nothing_is_invented():
    nobody = unwritten(20)
    assert gaps(nobody, UNHELD, Rehearsal()) == []
    assert audit(nobody, UNHELD, Rehearsal()) == []


@pytest.mark.parametrize("toy", [Echo(), RandomFact(), Accepts()], ids=lambda toy: toy.name)
def test_toys_fill_the_gaps_and_are_seen(toy: Toy):
    assert len(gaps(unwritten(3), UNHELD, toy)) > 60


def test_a_question_that_takes_something_for_granted_is_corrected_or_left_open():
    oscar = person("Oscar")
    assert "Mina is three" in ask(oscar, "How are your three daughters?")
    for question in ("When did you stop smoking?", "What did you think when you lived in Paris?"):
        for seed in range(4):
            assert gaps([oscar], [question], Rehearsal(), seed) == []


def test_few_questions_for_a_stance_meet_only_ignorance():
    share = undecided(population(40), STANCES, Rehearsal())
    assert share <= 0.1, f"{share:.2f} of the answers know nothing to say"
