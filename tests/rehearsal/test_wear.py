from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.rehearsal.exam_wear import QUESTIONS, Talk, complaints, interviews, moderated
from tests.rehearsal.stage import people
from tests.rehearsal.strangers import strangers
from tests.rehearsal.toys import OneTemplate, RandomFact
from troupe_mcp.language.model import Model
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.simulation.people.persona import Persona

Stage = Callable[[Model, Sequence[Persona], Sequence[str]], Talk]


@pytest.mark.parametrize("stage", [moderated, interviews])
def test_twelve_people_over_twenty_turns_wear_nothing_out(stage: Stage):
    assert complaints(stage(Rehearsal(), people(), QUESTIONS), people(), QUESTIONS) == []


@pytest.mark.parametrize("stage", [moderated, interviews])
def test_strangers_of_whom_little_is_written_wear_nothing_out_either(stage: Stage):
    assert complaints(stage(Rehearsal(), strangers(), QUESTIONS), strangers(), QUESTIONS) == []


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(2, 8))
@pytest.mark.parametrize("stage", [moderated, interviews])
def test_nothing_is_worn_out_whatever_the_seed(stage: Callable[..., Talk], seed: int):
    for cast in (people(), strangers(), people()[:4], people()[4:9]):
        assert complaints(stage(Rehearsal(), cast, QUESTIONS, seed=seed), cast, QUESTIONS) == [], seed


@pytest.mark.parametrize("toy", [OneTemplate(), RandomFact()])
@pytest.mark.parametrize("stage", [moderated, interviews])
def test_a_template_and_a_random_fact_are_worn_out(stage: Stage, toy: Model):
    assert complaints(stage(toy, people(), QUESTIONS), people(), QUESTIONS)
