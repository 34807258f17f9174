"""Every prompt template of the engine has been answered by a real model, or is named here as not yet tried; answers
that no model gave are named, too.
"""

from __future__ import annotations

import json

from tests.answered import judging
from tests.answered.claims import cases as claims
from tests.answered.scenes.acting import Performance
from tests.answered.study import Studied
from tests.answered.templates import answered, templates

ENOUGH = 3
NOT_YET = frozenset[str]()
"""Templates that no model has been asked yet; whatever has answers enough has to go from here."""
WRITTEN = {"labels-1", "labels-2", "labels-3", "again-1", "again-2", "again-3", "further-3"}
"""Scenes whose answers count here, yet were written by somebody who knows the engine: to be asked of a model anew."""


async def test_every_template_has_three_kept_answers_but_those_not_yet_tried(
    played: Studied, performed: Performance
) -> None:
    of_scenes = [performed.model.asked[scene.name][place] for scene in performed.scenes for place in scene.kept]
    verdicts, marks = (json.loads(kept.read_text("utf-8")) for kept in (claims.ANSWERS, judging.ANSWERS))
    of_claims = [case.prompt() for case in claims.cases() if case.number in verdicts]
    of_turns = [judging.prompt(batch) for number, batch in judging.batches().items() if number in marks]

    count = answered([*played.asked, *of_scenes, *of_claims, *of_turns])

    assert {scene.name for scene in performed.scenes} >= WRITTEN
    assert set(count) == set(templates())
    assert {name: times for name, times in count.items() if times < ENOUGH and name not in NOT_YET} == {}
    assert {name for name in NOT_YET if count[name] >= ENOUGH} == set()
