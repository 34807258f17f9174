"""What talking did to votes: who moved, to what and by whose words, towards the many or not, and who held out.

Counted in code. A rehearsal's votes are counted as well, and nothing of them is measured.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING, Any

from troupe_mcp.simulation.worlds.votes import AFTER, BEFORE, MOVED
from troupe_mcp.studies.questionnaire import from_json
from troupe_mcp.studies.statistics.intervals import share
from troupe_mcp.studies.statistics.paired import compare_paired_choices, compare_paired_numbers
from troupe_mcp.studies.statistics.people import Respondent, Sample
from troupe_mcp.studies.survey.figures import Figures, figures_of
from troupe_mcp.studies.survey.tables import table_of
from troupe_mcp.studies.survey.worth import facts_of_votes
from troupe_mcp.studies.trust import TrustCard, trust_card

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.simulation.worlds.events import Answered
    from troupe_mcp.simulation.worlds.votes import Votes
    from troupe_mcp.studies.questionnaire import Question
    from troupe_mcp.studies.statistics.intervals import Estimate
    from troupe_mcp.studies.statistics.paired import Paired

FAR = 1
"""Points of a scale that a vote may lie from the median of all and still be with the many."""


@dataclass(frozen=True, slots=True)
class Count:
    """All votes of one kind at a step, with their figures."""

    when: str
    step: int
    people: tuple[Respondent, ...]
    figures: Figures


@dataclass(frozen=True, slots=True)
class Mover:
    """Somebody whose vote changed; `by` whose words moved them, with the quote and its position, where that stands.

    `why` is what they say of it themselves. `joined`: to, or nearer to, what most had voted before.
    """

    person: str
    before: Any
    after: Any
    by: str
    quote: str
    position: int
    why: str
    joined: bool


@dataclass(frozen=True, slots=True)
class Conformity:
    """Of those who stood apart from what most voted before, the share who went over to it, or nearer to it.

    `chance` is what that share would be had everybody moved as often as they all did, to any other answer alike.
    """

    majority: Any
    joined: int
    apart: int
    share: Estimate
    chance: float


@dataclass(frozen=True, slots=True)
class Dynamics:
    """What became of a ballot. `counts` are all votes in order; movers and the rest compare the first and the last.

    `held` are those who kept their answer against `majority`, what most say in the end, each with their reason.
    """

    question: Question
    counts: tuple[Count, ...]
    movers: tuple[Mover, ...]
    conformity: Conformity | None
    majority: Any
    held: tuple[Answered, ...]
    change: Paired | None
    both: int
    measured: bool
    trust: TrustCard


def dynamics_of(
    votes: Votes, *, seed: int, played_by: str, rehearsed: bool = False, rests: str = ""
) -> Dynamics | None:
    """Return what became of the latest ballot of a world; None where there was none, or nobody has voted yet.

    `rehearsed` where the rehearsal votes, `rests` where it only wrote the people or played their past.
    """
    measured = not (rehearsed or rests)
    if votes.ballot is None or not votes.answers:
        return None
    question = from_json(votes.ballot)
    counts = _counts(question, votes.answers, seed, measured=measured)
    last = max((event.step for event in votes.answers if event.question == AFTER), default=0)
    first = {event.person: event for event in votes.answers if event.question == BEFORE and event.value is not None}
    then = {e.person: e for e in votes.answers if (e.question, e.step) == (AFTER, last) and e.value is not None}
    pairs = [(first[name], then[name]) for name in first if name in then]
    before, after = [one.value for one, _ in pairs], [other.value for _, other in pairs]
    most, most_now = _most(question, before), _most(question, after)
    movers = tuple(_mover(question, one, other, most, votes, last) for one, other in pairs if one.value != other.value)
    held = tuple(b for a, b in pairs if a.value == b.value and most_now is not None and _apart(question, b, most_now))
    change = _change(question, pairs, seed) if measured and pairs else None
    conformity = _conformity(question, pairs, most)
    trust = _trust(question, votes.answers, last, seed, played_by=played_by, rehearsed=rehearsed, rests=rests)
    return Dynamics(question, counts, movers, conformity, most_now, held, change, len(pairs), measured, trust)


def _trust(question: Question, answers: Sequence[Answered], last: int, seed: int, **played: Any) -> TrustCard:
    cast = [event for event in answers if event.question != MOVED]
    weights = {event.person: 1.0 for event in cast}
    first = [event for event in cast if event.question == BEFORE]
    then = [event for event in cast if (event.question, event.step) == (AFTER, last)]
    before, after = (table_of(question, each, weights, seed) for each in (first, then))
    return trust_card(facts_of_votes(before, after, cast, seed, **played))


def _counts(question: Question, answers: Sequence[Answered], seed: int, *, measured: bool) -> tuple[Count, ...]:
    rounds = dict.fromkeys((event.question, event.step) for event in answers if event.question != MOVED)
    counts: list[Count] = []
    for when, step in rounds:
        votes = [event for event in answers if (event.question, event.step) == (when, step)]
        people = tuple(Respondent(event.person, (event.value,)) for event in votes if event.value is not None)
        found = figures_of(question, people, seed)
        if not measured:
            bare = {name: replace(each, interval=None) for name, each in found.estimates.items()}
            found = replace(found, estimates=bare)
        counts.append(Count(when, step, people, found))
    return tuple(counts)


def _most(question: Question, values: Sequence[Any]) -> Any:
    """Return what most voted: the one option more chosen than any other, or the median; None where there is none."""
    if not values:
        return None
    if question.kind == "rating":
        return median(values)
    counted = Counter(values).most_common(2)
    return counted[0][0] if len(counted) == 1 or counted[0][1] > counted[1][1] else None


def _apart(question: Question, vote: Answered, most: Any) -> bool:
    return abs(vote.value - most) > FAR if question.kind == "rating" else vote.value != most


def _joined(question: Question, before: Any, after: Any, most: Any) -> bool:
    if most is None or before == most:
        return False
    return abs(after - most) < abs(before - most) if question.kind == "rating" else after == most


def _mover(question: Question, before: Answered, after: Answered, most: Any, votes: Votes, step: int) -> Mover:
    said = votes.of(after.person, MOVED, step)
    found: Mapping[str, Any] = said.value if said and said.value else {}
    return Mover(
        after.person,
        before.value,
        after.value,
        found.get("person", ""),
        found.get("quote", ""),
        found.get("position", 0),
        said.reason if said else "",
        _joined(question, before.value, after.value, most),
    )


def _conformity(question: Question, pairs: Sequence[tuple[Answered, Answered]], most: Any) -> Conformity | None:
    apart = [(one.value, other.value) for one, other in pairs if most is not None and one.value != most]
    if not apart:
        return None
    joined = [_joined(question, before, after, most) for before, after in apart]
    sample = Sample(tuple(map(float, joined)), (1.0,) * len(joined))
    others = 2 if question.kind == "rating" else len(question.options) - 1
    moved = sum(one.value != other.value for one, other in pairs) / len(pairs)
    return Conformity(most, sum(joined), len(apart), share(sample), moved / others)


def _change(question: Question, pairs: Sequence[tuple[Answered, Answered]], seed: int) -> Paired:
    before, after = ([Respondent(vote.person, (vote.value,)) for vote in votes] for votes in zip(*pairs, strict=True))
    if question.kind == "rating":
        return compare_paired_numbers(before, after, seed=seed)
    return compare_paired_choices(before, after, [option.id for option in question.options], seed=seed)
