"""MaxDiff: sets in which every option comes up alike, and scores from best and worst (Finn & Louviere 1992)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from troupe_mcp.errors import RequestError
from troupe_mcp.studies.statistics.intervals import mean_within
from troupe_mcp.studies.statistics.people import Sample, answering

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

    from troupe_mcp.studies.statistics.intervals import Estimate
    from troupe_mcp.studies.statistics.people import Respondent


@dataclass(frozen=True, slots=True)
class Judged:
    """One set as somebody judged it: all options shown, the best and the worst of them."""

    shown: tuple[str, ...]
    best: str
    worst: str


def balanced_sets(options: Sequence[str], *, size: int, times: int, rng: Random) -> tuple[tuple[str, ...], ...]:
    """Return sets of `size` options, each option in at least `times` of them and none in more than one set more.

    Of the options due, those are taken that have met the fewest of the set so far, so that pairs are balanced as well;
    places within a set are drawn. Raises RequestError where a set would have fewer than 2 or more than all options.
    """
    if not 2 <= size <= len(options):
        raise RequestError(f"Sets of {size} from {len(options)} options: a set has 2 to {len(options)} options.")
    seen = dict.fromkeys(options, 0)
    met = {option: dict.fromkeys(options, 0) for option in options}
    sets: list[tuple[str, ...]] = []
    for _ in range(-(-len(options) * times // size)):
        drawn: list[str] = []
        known = dict.fromkeys(options, 0)
        for _ in range(size):
            due = min((seen[option], times, rng.random(), option) for option, times in known.items())[-1]
            drawn.append(due)
            del known[due]
            for option in known:
                known[option] += met[due][option]
        for option in drawn:
            seen[option] += 1
            for other in drawn:
                met[option][other] += 1
        rng.shuffle(drawn)
        sets.append(tuple(drawn))
    return tuple(sets)


def best_worst(people: Iterable[Respondent], options: Sequence[str]) -> dict[str, Estimate]:
    """Return each option's score from -1 (always worst) to 1 (always best): (best - worst) / times shown, by person.

    Each value of a respondent is one repeat, a sequence of `Judged`. A person to whom an option was never shown doesn't
    count for it.
    """
    kept = answering(people)
    scores: dict[str, list[tuple[float, float]]] = {option: [] for option in options}
    for person in kept:
        judged: list[Judged] = [each for repeat in person.values for each in repeat]
        for option in options:
            shown = sum(option in each.shown for each in judged)
            if shown:
                won = sum((each.best == option) - (each.worst == option) for each in judged)
                scores[option].append((won / shown, person.weight))
    return {
        option: mean_within(Sample(tuple(value for value, _ in each), tuple(weight for _, weight in each)), -1, 1)
        for option, each in scores.items()
    }
