from __future__ import annotations

import pytest

from tests.rehearsal.exam_blind import guess
from tests.rehearsal.toys import TOYS, Toy
from troupe_mcp.models.rehearsal import Rehearsal

PERSON, QUESTION = 0.9, 0.8


def test_a_mechanical_reader_tells_who_spoke_and_what_was_asked():
    guessed = guess(Rehearsal())
    assert guessed.person >= PERSON, guessed
    assert guessed.question >= QUESTION, guessed


@pytest.mark.parametrize("toy", TOYS, ids=lambda toy: toy.name)
def test_a_toy_fails_the_reader(toy: Toy):
    guessed = guess(toy)
    assert guessed.person < PERSON or guessed.question < QUESTION, guessed
