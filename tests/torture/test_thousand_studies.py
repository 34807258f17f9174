"""A thousand studies through the tools, by a model whose true distribution is known: what a user reads is right.

`pytest -m torture -s` prints every figure. Study number n has the seed n.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from math import sqrt
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

import pytest

from tests.doubles import table
from tests.surveys.panels import answering, made, panel, question
from tests.torture.truths import BEST_PRICE, Known, answers_of, every_kind

STUDIES = range(1, 1001)
PROCESSES = 2
HOLD = {100: (0.93, 0.97, 3.0), 40: (0.909, 0.984, 3.5)}
"""By the people of a study: the least and the most that intervals cover, and how far off an estimate may be.

In standard errors of the mean of all studies. With 40 people chance may add to the first two (99 %): shares of so
few come in steps, and the points where Van Westendorp's curves cross lie .06 of their error too high.
"""

pytestmark = pytest.mark.torture


class Told:
    """What the studies told of one estimate."""

    def __init__(self, truth: float) -> None:
        self.truth = truth
        self.values: list[float] = []
        self.spans: list[tuple[float, float] | None] = []

    def take(self, value: float, span: list[float] | None) -> None:
        self.values.append(value)
        self.spans.append((span[0], span[1]) if span else None)

    @property
    def z(self) -> float:
        """The bias in standard errors of the mean of all studies."""
        return (fmean(self.values) - self.truth) / (stdev(self.values) / sqrt(len(self.values)))

    @property
    def held(self) -> float:
        """The share of intervals that hold the truth; one that is missing holds nothing."""
        return sum(span is not None and span[0] <= self.truth <= span[1] for span in self.spans) / len(self.spans)


@pytest.mark.parametrize("people", HOLD)
def test_estimates_are_unbiased_and_intervals_hold_the_truth_for_every_kind_of_question(
    tmp_path: Path, people: int
) -> None:
    least, most, off = HOLD[people]
    known = every_kind()
    told = {(name, each): Told(truth) for name, kind in known.items() for each, truth in kind.truth.items()}
    plain = {(name, f"share of {each}"): Told(p) for name, kind in known.items() for each, p in kind.plain.items()}
    best = Counter[bool]()
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as processes:
        parts = [(STUDIES[at::PROCESSES], tmp_path / str(at)) for at in range(PROCESSES)]
        shares = [processes.submit(studies, seeds, people, directory) for seeds, directory in parts]
        studied = {seed: lines for share in shares for seed, lines in share.result().items()}
    for seed in STUDIES:
        lines = studied[seed]
        assert all(line["n"] == people and "missing" not in line for line in lines.values()), seed
        assert all(re.fullmatch(r"I am for number \d+\.", said["quote"]) for said in lines["text"]["answers"])
        best[_may_be_best(lines["gabor-granger"]["notes"][0])] += 1
        for name, kind in known.items():
            _take(told, plain, name, kind, lines[name])

    for (name, each), seen in (told | plain).items():
        held = f"{seen.held:.3f}" if (name, each) in told else "  -  "
        print(
            f"{name:13} {each:22} true {seen.truth:7.3f}  mean {fmean(seen.values):7.3f}  z {seen.z:+5.2f}  held {held}"
        )
    print(f"gabor-granger the best price is among those named in {best[True] / len(STUDIES):.3f}; seeds {STUDIES}")
    assert {key: seen.z for key, seen in (told | plain).items() if abs(seen.z) > off} == {}
    assert {key: seen.held for key, seen in told.items() if not least <= seen.held <= most} == {}
    assert best[True] / len(STUDIES) >= 0.95, "prices come in steps: it may well be held more often, not less"


def studies(seeds: Sequence[int], people: int, directory: Path) -> dict[int, dict[str, Any]]:
    """Return what the studies of some seeds told, question by question; called in a process of its own."""
    directory.mkdir()
    return asyncio.run(_studies(seeds, people, directory))


async def _studies(seeds: Sequence[int], people: int, directory: Path) -> dict[int, dict[str, Any]]:
    known = every_kind()
    found: dict[int, dict[str, Any]] = {}
    async with table(directory, answering(answers_of(known))) as at:
        crowd = await made(at, panel(people))
        questions = [kind.put for kind in known.values()]
        for seed in seeds:
            study = await at.ok("ask_people", people=[crowd], questions=questions, sitting="all", seed=seed)
            found[seed] = {name: question(study.data, name) for name in known}
    return found


def _take(
    told: Mapping[tuple[str, str], Told],
    plain: Mapping[tuple[str, str], Told],
    name: str,
    kind: Known,
    line: Mapping[str, Any],
) -> None:
    for each in kind.truth:
        value = line["mean"] if kind.unit == "mean" else line[kind.unit][each]
        told[name, each].take(value, line["interval"].get(each))
    for each in kind.plain:
        plain[name, f"share of {each}"].take(line["shares"][each], None)


def _may_be_best(note: str) -> bool:
    """Whether the truly best price is the one that a study names, or lies between those it names."""
    found = re.search(r"most revenue at ([\d.]+): .*?(?:from ([\d.]+) to ([\d.]+) \(95 % or more\))?$", note)
    assert found, note
    return float(found[2] or found[1]) <= BEST_PRICE <= float(found[3] or found[1])
