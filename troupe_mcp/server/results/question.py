"""What a survey returns of each question, and of its own worth."""

from __future__ import annotations

from troupe_mcp.server.results.flat import Flat


class GroupLine(Flat):
    """What one group answered, in the unit of the question: people who share what a field of their personas says.

    Of fewer than 5 it is `counts`: how many gave each answer.
    """

    field: str
    group: str
    n: int
    counts: dict[str, int] | None = None
    shares: dict[str, float] | None = None
    mean: float | None = None
    ranks: dict[str, float] | None = None
    scores: dict[str, float] | None = None
    prices: dict[str, float] | None = None
    interval: dict[str, list[float]] | None = None


class Said(Flat):
    """What somebody said in a survey: the words of a quote, or of an open answer, with the answer they belong to."""

    person: str
    quote: str
    answer: str | None = None


class TestLine(Flat):
    """Whether groups by a field differ: `p` is corrected for all tests of the survey; null where none could be made."""

    field: str
    option: str | None = None
    method: str
    p: float | None = None
    effect: str | None = None
    correction: str | None = None
    note: str | None = None


class QuestionLine(Flat):
    """What the answers to one question come to: n people, and what is counted for its kind, with 95 % intervals.

    `shares` (0-1) of people who chose an option, gave a point or would buy at a price; a `mean` with median and sd; of
    rankings the mean `ranks` (1 = best) and, in shares, who put it first; of MaxDiff `scores` from -1 (always worst)
    to 1; of prices to choose from how many people are `buyers` at each, and the `revenue` of 100 people asked; of open
    prices where the curves cross (`prices`). `missing` are answers there are not, by why. Of a version that fewer than
    5 of the people saw there are `counts`: how many gave each answer.
    """

    id: str
    version: str | None = None
    text: str
    kind: str
    unit: str | None = None
    n: int
    missing: dict[str, int] | None = None
    counts: dict[str, int] | None = None
    shares: dict[str, float] | None = None
    mean: float | None = None
    median: float | None = None
    sd: float | None = None
    ranks: dict[str, float] | None = None
    scores: dict[str, float] | None = None
    prices: dict[str, float] | None = None
    buyers: dict[str, int] | None = None
    revenue: dict[str, float] | None = None
    answers: list[Said] | None = None
    interval: dict[str, list[float]] | None = None
    measured: str | None = None
    notes: list[str] | None = None
    by_group: list[GroupLine] | None = None
    tests: list[TestLine] | None = None
    chosen_by: dict[str, list[str]] | None = None
    quotes: list[Said] | None = None


class AxisLine(Flat):
    """The mean of an axis and of each of the first people; `alpha` is how well its ratings hang together."""

    axis: str
    n: int
    mean: float
    interval: list[float] | None = None
    alpha: float | None = None
    people: dict[str, float]


class FlagLine(Flat):
    """What is wrong with a study, what that means, and what to do."""

    name: str
    figure: str
    means: str
    next: str


class Trust(Flat):
    """What a study's figures are worth; `claim_level` is the most that may be said of them: tell it to the user."""

    claim_level: str
    meaning: str
    reason: str
    n: int
    effective: float
    refusals: str
    repairs: str
    signal: str
    order_bias: str
    homogeneity: str
    placebo: str
    flags: list[FlagLine] | None = None


class VersionLine(Flat):
    """A version of the material, how many people answered to it, and what stood in its fields."""

    id: str
    n: int
    fields: dict[str, str]
