"""What compare_runs returns."""

from __future__ import annotations

from troupe_mcp.server.results.flat import Flat, More, Status


class SideLine(Flat):
    """A run that is compared, under the letter by which the text calls it."""

    letter: str
    run: str
    title: str
    status: str
    people: int
    seed: int
    played_by: str


class InputLine(Flat):
    """Something that differed in what went in: what it was in each run, in their order."""

    what: str
    by_run: list[str]


class ChangedLine(Flat):
    """Somebody who answered otherwise."""

    person: str
    name: str
    before: str
    after: str


class DifferenceLine(Flat):
    """One question, claim or field in the run, or version, `to` (after) against the first one (before).

    `difference` is after - before, shares 0-1, with 95 % intervals, each by itself. `verdict`: beyond noise, within
    noise, or why nothing was tested. `p` is corrected. `paired`: the same people in both, n of each. `visible`: the
    smallest difference that so many people show 4 times of 5. `noise`: how much a person's own repeats vary.
    """

    measure: str
    part: str | None = None
    text: str | None = None
    kind: str | None = None
    unit: str | None = None
    to: str
    n: list[int]
    paired: bool | None = None
    told: list[str] | None = None
    before: dict[str, float] | None = None
    after: dict[str, float] | None = None
    difference: dict[str, float] | None = None
    interval: dict[str, list[float]] | None = None
    verdict: str
    p: float | None = None
    correction: str | None = None
    method: str | None = None
    assumes: str | None = None
    effect: str | None = None
    visible: float | None = None
    noise: str | None = None
    changed_total: int | None = None
    changes: dict[str, int] | None = None
    changed: list[ChangedLine] | None = None
    notes: list[str] | None = None


class ClosenessLine(Flat):
    """How close the answers of `run` to one question come to those of real people; `n` are real and simulated people.

    `verdict`: differs (beyond noise), close (all intervals within ten points, a tenth of a scale, a fifth of an sd),
    undecided (neither is shown), not measured. `distance` is what `distance_is` names: 0 alike, but Spearman 1 alike;
    `by_chance` is its mean between two groups of this size from one population.
    """

    question: str
    kind: str
    run: str
    n: list[int]
    verdict: str
    said: str
    distance: float | None = None
    distance_is: str | None = None
    by_chance: float | None = None


class RealLine(Flat):
    """Real people's answers, which the runs are compared with; `concluded` says for each run what it comes to."""

    people: int
    weighted: bool | None = None
    unused: list[str] | None = None
    concluded: list[str]
    caution: str
    questions: list[ClosenessLine]
    questions_total: int


class Compared(Flat):
    """Runs side by side, each later one against the first; `found` counts the verdicts.

    `only` are measures that some of the runs lack. With `real`, each run is compared with the answers of real people.
    """

    notice: str | None = None
    status: Status
    kind: str
    found: str
    runs: list[SideLine]
    inputs: list[InputLine]
    same: list[str]
    seeds: str
    real: RealLine | None = None
    differences: list[DifferenceLine]
    only: dict[str, list[str]] | None = None
    next: str
    more: More | None = None
