"""How many people gave each answer, where these are too few for a share, a mean or a curve to tell anything."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from troupe_mcp.language.text import written
from troupe_mcp.studies.statistics.intervals import Estimate
from troupe_mcp.studies.statistics.maxdiff import best_worst
from troupe_mcp.studies.statistics.people import answering, numbers, ranked, said_most
from troupe_mcp.studies.survey.figures import Figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.studies.questionnaire import Question
    from troupe_mcp.studies.statistics.people import Respondent


def heads_of(question: Question, people: Sequence[Respondent]) -> Figures:
    """Return how many people gave each answer: each counts once, however often they were asked, whatever they weigh.

    Of a ranking it is who put an option first, of a MaxDiff to whom it is best. Open prices, of which everybody names
    four, have none.
    """
    kept = answering(people)
    names = [option.id for option in question.options]
    said = Counter(answer for person in kept for answer in _answers(question.kind, person, names))
    order = names or sorted(said, key=lambda name: float(name.replace(",", "")))
    return Figures("counts", {name: Estimate(said[name], None, len(kept), len(kept)) for name in order if kept})


def _answers(kind: str, person: Respondent, names: Sequence[str]) -> Sequence[str]:
    match kind:
        case "rating" | "number":
            return [written(round(value, 1)) for value in numbers([person]).values]
        case "ranking":
            ranks = dict(zip(names, ranked(person, names), strict=True))
            return [min(names, key=lambda name: ranks[name])]
        case "maxdiff":
            scores = best_worst([person], names)
            return [max(names, key=lambda name: scores[name].value)]
        case _:
            return said_most(person, names) if names else ()
