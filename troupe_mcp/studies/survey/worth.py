"""What a survey's answers tell of their own worth: the facts that its trust card rests on, counted in code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from troupe_mcp.studies.counted import VOTED_ONCE, Facts
from troupe_mcp.studies.questionnaire import OWN, SKIPPED
from troupe_mcp.studies.statistics.order import Pick, order_effect
from troupe_mcp.studies.statistics.people import effective_size
from troupe_mcp.studies.statistics.sameness import Likeness, Sameness, choice_sameness, rating_sameness, text_likeness
from troupe_mcp.studies.statistics.signal import Signal, choice_signal, number_signal
from troupe_mcp.studies.survey.shown import is_shuffled, shown_to
from troupe_mcp.studies.survey.tables import likeliest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from troupe_mcp.simulation.worlds.events import Answered
    from troupe_mcp.studies.survey.tables import Table


def facts_of(
    tables: Sequence[Table],
    answers: Sequence[Answered],
    weights: Mapping[str, float],
    seed: int,
    *,
    repeats: int,
    played_by: str,
    rehearsed: bool,
    rests: str = "",
) -> Facts:
    """Return the facts of a survey. In a rehearsal only what was refused and missing is counted."""
    put = [event for event in answers if event.outcome != SKIPPED]
    lost = [event.outcome for event in put if event.value is None and not event.is_unwilling]
    own = lost.count(OWN)
    answering = [
        weights[name] for name in {event.person for event in put if event.value is not None or event.is_unwilling}
    ]
    return Facts(
        people=len(answering),
        effective=effective_size(answering),
        asked=len(put),
        played_by=played_by,
        seed=seed,
        rehearsed=rehearsed,
        rests=rests,
        refused=len(lost) - own,
        missing=own,
        unusable=sum(outcome in {"unparsable", "truncated"} for outcome in lost),
        repaired=sum(event.repaired or event.outcome == "unparsable" for event in put),
        in_vain=lost.count("unparsable"),
        repeats=repeats,
        signals=() if rehearsed else [*_signals(tables)],
        order=None if rehearsed else order_effect(_picks(tables, seed), seed=seed),
        samenesses=() if rehearsed else [*_samenesses(tables)],
        likenesses=() if rehearsed else [*_likenesses(tables, seed)],
    )


def facts_of_votes(
    first: Table, last: Table, votes: Sequence[Answered], seed: int, *, played_by: str, rehearsed: bool, rests: str
) -> Facts:
    """Return the facts of a ballot. How alike people are shows in the first vote, before they heard each other.

    Orders are those of the last one: of a fork the first may have been asked under its parent's seed.
    """
    weights = {event.person: 1.0 for event in votes}
    facts = facts_of([first], votes, weights, seed, repeats=1, played_by=played_by, rehearsed=rehearsed, rests=rests)
    order = None if rehearsed else order_effect(_picks([last], seed), seed=seed)
    return replace(facts, order=order, unrepeated=VOTED_ONCE)


def _signals(tables: Sequence[Table]) -> Iterator[Signal]:
    for table in tables:
        kind = table.question.kind
        found: Signal | None = None
        if kind in ("choice", "choices") or (kind == "price" and table.names):
            found = choice_signal(table.people, table.names)
        elif kind in ("rating", "number"):
            found = number_signal(table.people)
        if found:
            yield found


def _samenesses(tables: Sequence[Table]) -> Iterator[Sameness]:
    for table in tables:
        kind = table.question.kind
        found: Sameness | None = None
        if kind in ("choice", "choices"):
            found = choice_sameness(table.people, table.names)
        elif kind == "rating":
            found = rating_sameness(table.people, table.question.scale)
        if found:
            yield found


def _likenesses(tables: Sequence[Table], seed: int) -> Iterator[Likeness]:
    """Yield how alike the words of different people are: of open answers, or where there are none of reasons."""
    open_ = [table for table in tables if table.question.kind == "text"]
    for table in open_ or tables:
        words = {e.person: str(e.value) if open_ else e.reason for e in table.answers if e.repeat == 1}
        found = text_likeness([said for said in words.values() if said], seed=f"{seed}/{table.question.id}")
        if found:
            yield found


def _picks(tables: Sequence[Table], seed: int) -> Iterator[Pick]:
    """Yield where what was picked stood among what was shuffled.

    Whoever sees several versions sees the options of each in one order, so that only their first pick counts.
    """
    seen: set[tuple[str, str, int]] = set()
    for table in tables:
        if table.question.kind != "choice":
            continue
        for event in table.answers:
            shown = shown_to(table.question, event.person, event.repeat, seed)
            names = [option.id for option in shown.options if is_shuffled(option)]
            picked = likeliest(event.value)
            place = (table.question.id, event.person, event.repeat)
            if picked in names and place not in seen:
                seen.add(place)
                yield Pick(names.index(picked), len(names))
