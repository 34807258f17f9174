"""Forty simulated studies each: a planted difference between versions is found, and where there is none none is."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.doubles import Scripted, Written, plain, table
from tests.surveys.panels import made, panel
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.studies.survey.tasks import AskTask

STUDIES = range(1, 41)
PEOPLE = 40
RATE: dict[str, Any] = {"id": "rate", "text": "How good is {{what}}?", "kind": "rating", "scale": [1, 9]}
PICK: dict[str, Any] = {"id": "pick", "text": "Would you buy {{what}}?", "kind": "choice", "options": ["yes", "no"]}
VERSIONS = [{"id": "A", "what": "a lamp"}, {"id": "B", "what": "a better lamp"}]


def people(shift: float) -> Scripted:
    """Everybody has an own level, answers around it, and is drawn up by so many deviations by the better one."""

    def answers(prompt: Prompt) -> Written:
        task = prompt.task
        if not isinstance(task, AskTask):
            return plain(prompt)
        [asked] = task.asked
        better = shift if "better" in asked.text else 0.0
        own = Random(f"{task.moment.person}/{prompt.seed}").gauss(0, 1)
        level = own + better + Random(f"{'/'.join(prompt.address)}/{prompt.seed}").gauss(0, 0.7)
        if asked.question.kind == "rating":
            return {"rating": min(9, max(1, round(5 + 1.5 * level))), "reason": "So."}
        letters = {option.id: letter for letter, option in asked.shown.lettered().items()}
        return {"choice": letters["yes" if level > 0 else "no"], "reason": "So."}

    return Scripted(answers)


async def found(directory: Path, shift: float, design: str) -> dict[str, int]:
    """Return in how many studies a difference was beyond noise, by question; each alone, so that p isn't corrected."""
    counts = {"rate": 0, "pick": 0}
    async with table(directory, people(shift)) as at:
        crowd = await made(at, panel(PEOPLE))
        for seed in STUDIES:
            for question in (RATE, PICK):
                told = await at.ok(
                    "ask_people", people=[crowd], questions=[question], variants=VERSIONS, design=design, seed=seed
                )
                counts[question["id"]] += told.data["differences"][0]["verdict"] == "beyond noise"
    print(f"{design}, shift {shift}: beyond noise in {counts} of {len(STUDIES)} studies, seeds {STUDIES}")
    return counts


@pytest.mark.torture
@pytest.mark.parametrize("design", ["within", "between"])
async def test_where_nothing_was_planted_no_more_is_found_than_chance_allows(tmp_path: Path, design: str) -> None:
    counts = await found(tmp_path, 0.0, design)

    assert max(counts.values()) <= 6, "of 40 at 5 %: more than 6 in one of a hundred"


@pytest.mark.torture
async def test_what_was_planted_is_found_and_by_the_same_people_oftener(tmp_path: Path) -> None:
    within = await found(tmp_path / "within", 0.6, "within")
    between = await found(tmp_path / "between", 0.6, "between")

    assert within["rate"] >= 36
    assert all(within[name] > between[name] for name in within)
