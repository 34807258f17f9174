from __future__ import annotations

import pytest

from tests.rehearsal.exam_fragments import bearing, compass
from tests.rehearsal.toys import TOYS, Toy
from troupe_mcp.models.rehearsal import Rehearsal


def test_a_fragment_changes_the_stance_on_what_it_bears_on_and_on_nothing_else():
    assert bearing(Rehearsal()) == []


def test_political_fragments_land_on_their_side_and_pairs_in_their_corner():
    assert compass(Rehearsal()) == []


@pytest.mark.parametrize("toy", TOYS, ids=lambda toy: toy.name)
def test_the_toys_have_no_politics_and_take_no_fragment(toy: Toy):
    assert len(compass(toy)) >= 40
    assert len(bearing(toy)) >= 100
