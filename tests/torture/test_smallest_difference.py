"""The smallest difference between versions that `dry_run` states is the one that studies find 4 times of 5."""

from __future__ import annotations

import re
from math import sqrt
from pathlib import Path
from random import Random
from statistics import NormalDist, linear_regression
from typing import Any

import pytest

from tests.doubles import Table, table
from tests.surveys.panels import answering, made, panel
from troupe_mcp.studies.survey.tasks import Asked

SHARES, MEANS = 150, 100
"""Studies of each of the three differences that are tried."""
PEOPLE = 40
MOVING, RELATED = 0.3, 0.5
"""What the stated figures take for granted of people who see both versions: how many change, how alike they rate."""
BUY = {"id": "buy", "text": "Would you buy {{what}}?", "kind": "choice", "options": ["yes", "no"]}
WORTH = {"id": "worth", "text": "What is {{what}} worth to you?", "kind": "number"}
VERSIONS = [{"id": "A", "what": "a lamp"}, {"id": "B", "what": "a better lamp"}]

pytestmark = pytest.mark.torture


class Planted:
    """People who answer by chance, but for a true difference between the versions, in a study that is told apart."""

    def __init__(self, design: str) -> None:
        self.design = design
        self.difference = 0.0
        self.study = 0

    def __call__(self, person: str, asked: Asked, _: Random) -> Any:
        rng, better = Random(f"{self.study}/{person}"), "better" in asked.text
        if asked.question.id == "worth":
            own, each = rng.gauss(0, sqrt(RELATED)), [rng.gauss(0, sqrt(1 - RELATED)) for _ in range(2)]
            return 10 + own + each[better] + self.difference * better
        if self.design == "between":
            return "yes" if rng.random() < 0.5 + self.difference * better else "no"
        gained, lost = (MOVING + self.difference) / 2, (MOVING - self.difference) / 2
        alike = (1 - MOVING) / 2
        [pair] = rng.choices(("yes yes", "no no", "no yes", "yes no"), (alike, alike, gained, lost))
        return pair.split()[better]


async def stated(at: Table, study: dict[str, Any]) -> tuple[float, float]:
    """Return the smallest differences of shares and of means that a dry run states."""
    told = await at.ok("ask_people", **study, questions=[BUY], dry_run=True)
    found = re.search(r"a difference of (\d+) points between shares and of ([\d.]+) standard deviations", told.text)
    assert found, told.text
    return int(found[1]) / 100, float(found[2])


@pytest.mark.parametrize(
    ("measure", "step", "studies"), [(BUY, 0.04, SHARES), (WORTH, 0.1, MEANS)], ids=["shares", "means"]
)
@pytest.mark.parametrize("design", ["between", "within"])
async def test_the_stated_difference_is_found_four_times_of_five(
    tmp_path: Path, design: str, measure: dict[str, Any], step: float, studies: int
) -> None:
    planted, powers = Planted(design), list[float]()
    async with table(tmp_path, answering(planted)) as at:
        study = {"people": [await made(at, panel(PEOPLE))], "variants": VERSIONS, "design": design}
        smallest = (await stated(at, study))[measure is WORTH]
        tried = [smallest - step, smallest, smallest + step]
        for number, planted.difference in enumerate(tried):
            found = 0
            for seed in range(number * studies, (number + 1) * studies):
                planted.study = seed
                told = await at.ok("ask_people", **study, questions=[measure], seed=seed)
                found += told.data["differences"][0]["verdict"] == "beyond noise"
            powers.append(found / studies)
    line = linear_regression(tried, [NormalDist().inv_cdf(power) for power in powers])
    power = NormalDist().cdf(line.intercept + line.slope * smallest)
    simulated = (NormalDist().inv_cdf(0.8) - line.intercept) / line.slope
    print(
        f"{design}, {measure['id']}: stated {smallest:.2f}, by simulation {simulated:.3f}; found in "
        f"{', '.join(f'{power:.3f} at {each:.2f}' for power, each in zip(powers, tried, strict=True))}: "
        f"{power:.3f} at the stated one; seeds 0-{3 * studies - 1}"
    )
    assert power == pytest.approx(0.8, abs=2.6 * sqrt(0.8 * 0.2 / (3 * studies))), "what chance leaves (99 %)"
    assert simulated == pytest.approx(smallest, abs=0.02 if measure is BUY else 0.1)
