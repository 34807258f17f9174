"""How alike the answers of a panel are: whether many people spoke, or one voice under many names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from math import exp, log
from random import Random
from typing import TYPE_CHECKING

from troupe_mcp.studies.statistics.people import Respondent, answering, number
from troupe_mcp.studies.statistics.tallies import shares

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAIRS = 2000
"""Pairs of texts compared; of more, as many are drawn by the seed."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Sameness:
    """Closed answers: the share of people on the most frequent one, and how many of the options are really in use.

    `variety` is exp(entropy) / k: 1 where all k options are used alike, 1 / k where all people say the same. `used` is
    that on a scale from 0 (one answer) to 1 (all alike), which compares questions of different k.
    """

    modal: str
    modal_share: float
    variety: float
    used: float
    n: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """Answers in words: mean likeness of the words of two people (0-1, Jaccard), over pairs of them.

    `distinct` is the number of different texts over the number of texts, case, punctuation and spaces aside.
    """

    words: float
    distinct: float
    n: int


def choice_sameness(people: Iterable[Respondent], options: Sequence[str]) -> Sameness | None:
    """Return how alike people chose; None for fewer than two people or options."""
    kept = answering(people)
    if len(kept) < 2 or len(options) < 2:
        return None
    found = {option: estimate.value for option, estimate in shares(kept, options).items()}
    total = sum(found.values())
    if not total:
        return None
    modal = max(found, key=lambda option: found[option])
    entropy = -sum(value / total * log(value / total) for value in found.values() if value)
    k = len(options)
    return Sameness(modal, found[modal], exp(entropy) / k, (exp(entropy) - 1) / (k - 1), len(kept))


def rating_sameness(people: Iterable[Respondent], scale: tuple[int, int]) -> Sameness | None:
    """Return how alike people rated, point by point of the scale."""
    rounded = [
        Respondent(person.name, tuple(str(round(number(value))) for value in person.values), person.weight)
        for person in answering(people)
    ]
    return choice_sameness(rounded, [str(point) for point in range(scale[0], scale[1] + 1)])


def text_likeness(texts: Sequence[str], *, seed: int | str = 0) -> Likeness | None:
    """Return how alike texts of different people are, one text a person; None for fewer than two texts."""
    said = [_WORD.findall(text.casefold()) for text in texts]
    if len(said) < 2:
        return None
    words = [frozenset(each) for each in said]
    n = len(said)
    if n * (n - 1) // 2 <= PAIRS:
        pairs = list(combinations(range(n), 2))
    else:
        rng = Random(f"{seed}/likeness")
        pairs = [tuple(rng.sample(range(n), 2)) for _ in range(PAIRS)]
    return Likeness(
        sum(jaccard(words[a], words[b]) for a, b in pairs) / len(pairs),
        len({tuple(each) for each in said}) / n,
        n,
    )


def near_doubles(texts: Sequence[str], alike: float = 0.5) -> tuple[int, ...]:
    """Return the places of texts that nearly repeat an earlier one: so much of their runs of three words is the same.

    Case and punctuation don't count; a text of fewer words is one run.
    """
    earlier: list[frozenset[object]] = []
    where: dict[object, list[int]] = {}
    found: list[int] = []
    for at, text in enumerate(texts):
        said = _WORD.findall(text.casefold())
        runs: frozenset[object] = frozenset(zip(said, said[1:], said[2:], strict=False)) or frozenset({tuple(said)})
        near = {place for run in runs for place in where.get(run, ())}
        if any(jaccard(runs, earlier[place]) >= alike for place in near):
            found.append(at)
        earlier.append(runs)
        for run in runs:
            where.setdefault(run, []).append(at)
    return tuple(found)


def jaccard(first: frozenset[object], second: frozenset[object]) -> float:
    """Return the share (0-1) of what either has that both have; two empty sets are alike."""
    either = len(first | second)
    return len(first & second) / either if either else 1.0
