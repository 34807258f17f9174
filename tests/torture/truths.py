"""Questions of every kind whose answers are drawn from known distributions, and what their figures truly are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import combinations, permutations
from math import exp, log
from random import Random
from statistics import NormalDist
from typing import Any

from tests.surveys.panels import Answering
from troupe_mcp.studies.survey.tasks import Asked

ADS = {"Ad one": 0.4, "Ad two": 0.3, "Ad three": 0.2, "None of these": 0.1}
USES = {"work": 0.6, "travel": 0.45, "sport": 0.25, "music": 0.15}
POINTS = {1: 0.05, 2: 0.15, 3: 0.3, 4: 0.35, 5: 0.15}
FEATURES = {"taste": 4, "price": 2, "speed": 1, "size": 1}
WISHES = {"quiet": 6, "light": 4, "cheap": 3, "strong": 2, "small": 1, "pretty": 1}
BUYERS = {"5": 0.9, "10": 0.7, "15": 0.5, "20": 0.3, "25": 0.15}
BEST_PRICE = 15
LEVELS = {"too_cheap": 0.55, "cheap": 0.8, "expensive": 1.1, "too_expensive": 1.5}
MIDDLE, SPREAD, OWN = 20.0, 0.35, 0.15
"""What something is worth to people (median, deviation of the logarithm), and how far each of their prices is off."""
CROSSED = {
    "marginal cheapness": ("too_cheap", "expensive"),
    "optimal": ("too_cheap", "too_expensive"),
    "indifference": ("cheap", "expensive"),
    "marginal expensiveness": ("cheap", "too_expensive"),
}


@dataclass(frozen=True)
class Known:
    """A question, how a person answers it, and the truth of each estimate; `plain` are shares told without interval."""

    put: Mapping[str, Any]
    draw: Callable[[Random], Any]
    unit: str
    truth: Mapping[str, float]
    plain: Mapping[str, float] = field(default_factory=dict[str, float])


def answers_of(known: Mapping[str, Known]) -> Answering:
    """Return people who draw each answer from what is known of its question."""

    def answers(_: str, asked: Asked, rng: Random) -> Any:
        return known[asked.question.id].draw(rng)

    return answers


def every_kind() -> dict[str, Known]:
    """Return a question of each kind by its id."""
    found = (
        Known(_put("choice", options=[*ADS]), lambda rng: rng.choices([*ADS], [*ADS.values()])[0], "shares", ADS),
        Known(
            _put("choices", options=[*USES]),
            lambda rng: [name for name, share in USES.items() if rng.random() < share],
            "shares",
            USES,
        ),
        Known(
            _put("rating", scale=[1, 5]),
            lambda rng: rng.choices([*POINTS], [*POINTS.values()])[0],
            "mean",
            {"mean": sum(point * share for point, share in POINTS.items())},
            {str(point): share for point, share in POINTS.items()},
        ),
        Known(_put("number"), lambda rng: rng.gammavariate(4, 5), "mean", {"mean": 20.0}),
        Known(
            _put("ranking", options=[*FEATURES]),
            lambda rng: _ranked(rng, FEATURES),
            "ranks",
            {
                name: 1 + sum(other / (own + other) for rival, other in FEATURES.items() if rival != name)
                for name, own in FEATURES.items()
            },
            {name: liking / sum(FEATURES.values()) for name, liking in FEATURES.items()},
        ),
        Known(_put("text"), lambda rng: f"I am for number {rng.randrange(10**9)}.", "answers", {}),
        Known(
            {**_put("price", options=[*BUYERS]), "id": "gabor-granger", "unit": "EUR"},
            _buying,
            "shares",
            BUYERS,
        ),
        Known({**_put("price"), "id": "westendorp", "unit": "EUR"}, _prices, "prices", _crossings()),
        Known(_put("maxdiff", options=[*WISHES]), lambda rng: _ranked(rng, WISHES), "scores", _scores()),
    )
    return {each.put["id"]: each for each in found}


def _put(kind: str, **more: Any) -> dict[str, Any]:
    return {"id": kind, "kind": kind, "text": f"What do you say ({kind})?", **more}


def _ranked(rng: Random, liking: Mapping[str, float]) -> list[str]:
    """Draw an order, best first, by Plackett and Luce: each next one with a chance as it is liked among those left."""
    came = {name: rng.expovariate(liked) for name, liked in liking.items()}
    return sorted(liking, key=came.__getitem__)


def _scores() -> dict[str, float]:
    """Return how much oftener each wish is the best than the worst of the sets of four that it can stand in."""
    sets = [*combinations(WISHES, 4)]
    won = dict.fromkeys(WISHES, 0.0)
    for shown in sets:
        for order in permutations(shown):
            chance, left = 1.0, float(sum(WISHES[name] for name in shown))
            for name in order:
                chance *= WISHES[name] / left
                left -= WISHES[name]
            won[order[0]] += chance
            won[order[-1]] -= chance
    return {name: score / sum(name in shown for shown in sets) for name, score in won.items()}


def _buying(rng: Random) -> list[str]:
    most = rng.random()
    return [price for price, share in BUYERS.items() if most < share]


def _prices(rng: Random) -> dict[str, float]:
    worth = rng.gauss(log(MIDDLE), SPREAD)
    return {name: exp(worth + log(level) + rng.uniform(-OWN, OWN)) for name, level in LEVELS.items()}


def _crossings() -> dict[str, float]:
    return {name: _crossing(LEVELS[falling], LEVELS[rising]) for name, (falling, rising) in CROSSED.items()}


def _crossing(falling: float, rising: float) -> float:
    """Return the price above which as many put one of their prices as put the other one below."""
    low, high = 1.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if 1 - _below(middle, falling) > _below(middle, rising) else (low, middle)
    return low


def _below(price: float, level: float) -> float:
    """Return the share of people whose price at a level is lower: of a normal and an even distribution together."""
    away = log(price / MIDDLE / level)

    def area(z: float) -> float:
        return z * NormalDist().cdf(z) + NormalDist().pdf(z)

    return SPREAD / (2 * OWN) * (area((away + OWN) / SPREAD) - area((away - OWN) / SPREAD))
