"""A model that favours whatever it reads first is found out by the trust card, and one that doesn't isn't accused."""

from __future__ import annotations

from math import sqrt
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.doubles import table
from tests.surveys.panels import answering, made, panel
from troupe_mcp.studies.survey.tasks import Asked

STUDIES = range(1, 201)
PEOPLE = 40
LIKED = {"soup": 0.4, "stew": 0.3, "salad": 0.2, "bread": 0.1}
QUESTIONS = [
    {"id": f"meal{at}", "text": f"What would you have on day {at}?", "kind": "choice", "options": [*LIKED]}
    for at in (1, 2, 3)
]

pytestmark = pytest.mark.torture


async def reported(directory: Path, points: float) -> float:
    """Return in which share of studies order bias is flagged, where the first option shown gains so many points."""

    def answers(_: str, asked: Asked, rng: Random) -> str:
        first = asked.shown.options[0].id
        if rng.random() < points / (1 - LIKED[first]):
            return first
        return rng.choices([*LIKED], [*LIKED.values()])[0]

    flagged = excess = 0.0
    async with table(directory, answering(answers)) as at:
        crowd = await made(at, panel(PEOPLE))
        for seed in STUDIES:
            told = await at.ok("ask_people", people=[crowd], questions=QUESTIONS, sitting="all", seed=seed)
            trust: dict[str, Any] = told.data["trust"]
            flags = {flag["name"]: flag for flag in trust.get("flags", ())}
            assert trust["order_bias"].startswith("first place picked ")
            assert ("order bias" in flags) == ("order bias" in told.text)
            flagged += "order bias" in flags
            excess += int(trust["order_bias"].split()[3].rstrip("%,")) / 100 - 0.25
    share, mean = flagged / len(STUDIES), excess / len(STUDIES)
    print(f"first option +{points:.0%}: flagged in {share:.3f} of studies, mean excess {mean:+.3f}; seeds {STUDIES}")
    assert mean == pytest.approx(points, abs=3 * sqrt(0.25 / PEOPLE / len(QUESTIONS) / len(STUDIES)))
    return share


async def test_a_first_place_that_gains_twenty_points_is_reported_in_nearly_all_studies(tmp_path: Path) -> None:
    assert await reported(tmp_path, 0.2) >= 0.95


async def test_where_places_do_not_matter_hardly_any_study_reports_that_they_do(tmp_path: Path) -> None:
    assert await reported(tmp_path, 0.0) <= 0.03, "at 1 %: more than 6 of 200 in one of 200"
