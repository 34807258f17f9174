"""Panels whose true distribution is known, and the facts of a study as a survey would count them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from troupe_mcp.studies.counted import Facts
from troupe_mcp.studies.statistics.order import Pick, order_effect
from troupe_mcp.studies.statistics.people import Respondent
from troupe_mcp.studies.statistics.sameness import choice_sameness, rating_sameness, text_likeness
from troupe_mcp.studies.statistics.signal import choice_signal, number_signal

OPTIONS = ("alpha", "beta", "gamma", "delta")
WORDS = [f"{a}{b}" for a in ("ka", "lo", "mi", "nu", "pe", "ro", "su", "ti") for b in ("ban", "dor", "fel", "gis")]


def said(values: Sequence[object], weights: Sequence[float] = ()) -> list[Respondent]:
    """One answer a person."""
    loads = weights or (1.0,) * len(values)
    return [Respondent(f"p{at}", (value,), load) for at, (value, load) in enumerate(zip(values, loads, strict=True))]


def drawn(rng: Random, n: int, shares: dict[str, float], repeats: int = 1) -> list[Respondent]:
    """People who answer by chance alone."""
    names, loads = list(shares), list(shares.values())
    return [Respondent(f"p{at}", tuple(rng.choices(names, loads, k=repeats))) for at in range(n)]


@dataclass(frozen=True)
class Planted:
    """How a panel answers: how sure people are of their own view, and what the model does instead of them."""

    people: int = 60
    shares: tuple[float, ...] = (0.4, 0.3, 0.2, 0.1)
    sure: float = 0.9
    first_place: float = 0.0
    refusing: float = 0.01
    repaired: float = 0.01
    vocabulary: int = 32
    repeats: int = 3
    rehearsed: bool = False


def facts(panel: Planted, seed: int) -> Facts:
    """Play three questions (two choices, a rating) and one in words with a planted panel."""
    rng = Random(f"{seed}/planted")
    asked = panel.people * panel.repeats * 3
    picks: list[Pick] = []
    choices = [_choices(panel, rng, picks) for _ in range(2)]
    ratings: list[Respondent] = []
    for at in range(panel.people):
        own = rng.choices(range(1, 5), panel.shares)[0] + 0.5
        spread = 0.45 if panel.sure > 0.5 else 2.0
        values = tuple(max(1, min(5, round(rng.gauss(own, spread)))) for _ in range(panel.repeats))
        ratings.append(Respondent(f"p{at}", values))
    texts = [" ".join(rng.choices(WORDS[: panel.vocabulary], k=14)) for _ in range(panel.people)]
    signals = [choice_signal(each, OPTIONS) for each in choices] + [number_signal(ratings)]
    samenesses = [choice_sameness(each, OPTIONS) for each in choices] + [rating_sameness(ratings, (1, 5))]
    likeness = text_likeness(texts, seed=seed)
    return Facts(
        people=panel.people,
        effective=panel.people,
        asked=asked,
        played_by="planted",
        seed=seed,
        rehearsed=panel.rehearsed,
        refused=sum(rng.random() < panel.refusing for _ in range(asked)),
        repaired=sum(rng.random() < panel.repaired for _ in range(asked)),
        repeats=panel.repeats,
        signals=[each for each in signals if each],
        order=order_effect(picks, seed=seed),
        samenesses=[each for each in samenesses if each],
        likenesses=[likeness] if likeness else [],
    )


def _choices(panel: Planted, rng: Random, picks: list[Pick]) -> list[Respondent]:
    people: list[Respondent] = []
    for at in range(panel.people):
        own = rng.choices(OPTIONS, panel.shares)[0]
        values: list[str] = []
        for _ in range(panel.repeats):
            shown = rng.sample(OPTIONS, len(OPTIONS))
            answer = own if rng.random() < panel.sure else rng.choices(OPTIONS, panel.shares)[0]
            answer = shown[0] if rng.random() < panel.first_place else answer
            picks.append(Pick(shown.index(answer), len(shown)))
            values.append(answer)
        people.append(Respondent(f"p{at}", tuple(values)))
    return people
