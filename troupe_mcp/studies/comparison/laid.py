"""One question's real and simulated answers compared: the differences with their tests, and one distance in all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from troupe_mcp.studies.comparison.differences import Difference, difference
from troupe_mcp.studies.comparison.measures import Measure, of_table
from troupe_mcp.studies.statistics.distances import Distance, spearman, total_variation, wasserstein
from troupe_mcp.studies.statistics.people import Sample, answering, numbers
from troupe_mcp.studies.statistics.wording import METHOD, compare_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.studies.comparison.beside import Beside
    from troupe_mcp.studies.statistics.wording import Wordings
    from troupe_mcp.studies.survey.tables import Table

REAL = -1
"""Where a difference has the real answers, which are of no run."""
BY_WORDS = "compared by words, not by meaning: who says the same in other words counts as different"
UNEQUAL = 1.5
"""How many times longer one side's texts are where length alone may make the difference."""
FEW = "fewer than two people on one side"


@dataclass(frozen=True, slots=True)
class Laid:
    """One question's differences of the simulated answers from the real ones, and how far they lie apart in all."""

    pair: Beside
    differences: tuple[Difference, ...]
    distance: Distance | None


def laid(pair: Beside, ids: Mapping[str, str], *, seed: int | str, untested: str) -> Laid:
    """Compare one question, p values not corrected yet; `ids` are simulated people's by name, `untested` says why."""
    seed = f"{seed}/{pair.name}"
    few = min(len(answering(table.people)) for table in (pair.real, pair.simulated)) < 2
    untested = untested or (FEW if few else "")
    if pair.real.question.kind == "text":
        words = None if untested else compare_words(_texts(pair.real), _texts(pair.simulated), seed=seed)
        found = _worded(pair, words, untested)
        return Laid(pair, (found,), words.distance if words else None)
    sides = zip(
        _measures(pair.real),
        of_table(pair.simulated, ids),
        strict=True,
    )
    differences = [
        difference(replace(one, name=pair.name), other, (REAL, pair.at), seed=f"{seed}/{one.part}", untested=untested)
        for one, other in sides
    ]
    return Laid(pair, tuple(differences), None if untested else _distance(pair))


def real_sample(pair: Beside) -> Sample:
    """Return the one number of each real person: what they answered, or the middle of their prices."""
    return numbers(_measures(pair.real)[0].people)


def _ranks(table: Table) -> dict[str, float]:
    return {each.part: numbers(each.people).mean for each in _measures(table)}


def _measures(table: Table) -> list[Measure]:
    return of_table(table, {each.name: each.name for each in table.people})


def _distance(pair: Beside) -> Distance | None:
    real, simulated = (answering(table.people) for table in (pair.real, pair.simulated))
    names = pair.real.names
    if pair.shared:
        return total_variation(real, simulated, names, single=pair.kind == "choice")
    if pair.kind == "rating":
        return wasserstein(real, simulated, pair.span, "lengths of the scale")
    if pair.kind == "ranking":
        return spearman(_ranks(pair.real), _ranks(pair.simulated))
    deviation = real_sample(pair).variance ** 0.5
    one, other = (_measures(table)[0].people for table in (pair.real, pair.simulated))
    return wasserstein(one, other, deviation, "sd of the real answers") if deviation else None


def _texts(table: Table) -> list[str]:
    """Return one text a person, of repeats the first."""
    return [str(each.values[0]) for each in answering(table.people)]


def _worded(pair: Beside, words: Wordings | None, untested: str) -> Difference:
    sizes = tuple(len(answering(table.people)) for table in (pair.real, pair.simulated))
    told = [f"{size} answers in words" for size in sizes]
    notes: list[str] = []
    if words:
        told = [
            f"{text}, {length:.0f} words each, alike among themselves {alike:.2f}"
            for text, length, alike in zip(told, words.lengths, words.alike, strict=False)
        ]
        used = ", ".join(f"{word} {100 * a:.0f} % → {100 * b:.0f} %" for word, (a, b) in words.apart.items())
        notes = [
            BY_WORDS,
            f"alike across the two sides {words.alike[2]:.2f}",
            *([f"who uses a word, most apart: {used}"] if used else []),
        ]
        short, long = sorted(words.lengths)
        if long > UNEQUAL * max(short, 1e-9):
            notes.append("one side's answers are much longer, which alone makes their words differ")
        if len({each.weight for table in (pair.real, pair.simulated) for each in table.people}) > 1:
            notes.append("weights don't count in words")
    one, other = (
        Measure(pair.name, "told", text=pair.real.question.readable, kind=pair.kind, told=text) for text in told
    )
    return Difference(
        one, other, (REAL, pair.at), (sizes[0], sizes[1]), {}, {}, {}, method=METHOD if words else "",
        p=words.p if words else None, effect=f"{words.distance.name} {words.distance.value:.2f}" if words else "",
        notes=tuple(notes), untested=untested,
    )  # fmt: skip
