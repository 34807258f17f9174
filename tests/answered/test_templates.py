"""Every prompt template of the engine has been answered by a real model, for three people or cases."""

from __future__ import annotations

import json

from tests.answered import judging
from tests.answered.claims import cases as claims
from tests.answered.scenes.acting import Performance
from tests.answered.study import Studied
from tests.answered.templates import answered, templates

ENOUGH = 3


async def test_every_template_has_three_kept_answers(played: Studied, performed: Performance) -> None:
    of_scenes = [performed.model.asked[scene.name][place] for scene in performed.scenes for place in scene.kept]
    verdicts, marks = (json.loads(kept.read_text("utf-8")) for kept in (claims.ANSWERS, judging.ANSWERS))
    of_claims = [case.prompt() for case in claims.cases() if case.number in verdicts]
    of_turns = [judging.prompt(batch) for number, batch in judging.batches().items() if number in marks]

    count = answered([*played.asked, *of_scenes, *of_claims, *of_turns])

    assert set(count) == set(templates())
    assert {name: times for name, times in count.items() if times < ENOUGH} == {}
