"""What a world or a talk comes to in figures: verdicts on claims, how much was said and by whom, feelings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from troupe_mcp.simulation.worlds.events import Acted, Judged, StepEnded, TurnTaken
from troupe_mcp.simulation.worlds.votes import AFTER, BEFORE
from troupe_mcp.studies.comparison.measures import Measure
from troupe_mcp.studies.statistics.people import Respondent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.studies.comparison.scenes import Scenes
    from troupe_mcp.studies.dynamics import Dynamics

SPOKEN = ("TALK", "REACH_OUT")
ONE_RUN = "one judgement a run; repeat both with other seeds to see what chance does"
ONE_LENGTH = "one figure a run; repeat both with other seeds to see what chance does"
TOGETHER = "people of one conversation depend on each other; repeat both with other seeds to see what chance does"
WORDS, LENGTH, FEELING = "words spoken", "length", "feeling"
OF_ANY_TALK = {WORDS, LENGTH, FEELING}
"""What any talk comes to, whatever is said in it."""
FREE_WORDS = "feelings are free words"


def of_talk(scenes: Scenes, ids: Mapping[str, str]) -> list[Measure]:
    """Return the measures of a world, or of talks in private, as far as they count; `ids` are people's by name."""
    words = dict.fromkeys(ids.values(), 0)
    feelings: dict[str, str] = {}
    verdicts: dict[str, list[Judged]] = {}
    steps = 0
    for event in scenes.counted:
        match event:
            case Acted() if event.type in SPOKEN and event.person in ids:
                words[ids[event.person]] += len(event.content.split())
            case TurnTaken() if event.feeling and event.person in ids:
                feelings[ids[event.person]] = event.feeling
            case Judged():
                verdicts.setdefault(f"{event.claim} ({event.person})" if event.person else event.claim, []).append(
                    event
                )
            case StepEnded():
                steps += 1
            case _:
                pass
    spoken = tuple(Respondent(who, (count,)) for who, count in words.items())
    felt = tuple(Respondent(who, (feeling,)) for who, feeling in feelings.items())
    total = sum(words.values())
    length = f"{steps} step{'s' if steps != 1 else ''}, {total} words"
    length += f" ({scenes.besides} not counted)" if scenes.beside else ""
    return [
        *(_verdict(claim, judged) for claim, judged in verdicts.items()),
        Measure(WORDS, "mean", spoken, text="by each person", untested="" if scenes.private else TOGETHER),
        Measure(LENGTH, "told", told=length, value=float(total), untested=ONE_LENGTH),
        Measure(FEELING, "shares", felt, (*dict.fromkeys(feelings.values()),), text="at the end", fixed=False,
                untested=FREE_WORDS),
    ]  # fmt: skip


def of_votes(found: Dynamics, ids: Mapping[str, str]) -> list[Measure]:
    """Return the votes of a world before its people talked, when they were still independent, and the latest after."""
    question = found.question
    unit: Literal["shares", "mean"] = "mean" if question.kind == "rating" else "shares"
    options = tuple(option.id for option in question.options)
    last = {count.when: count for count in found.counts}
    first = [person for count in found.counts if count.when == BEFORE for person in count.people]
    voted = {BEFORE: first, AFTER: last[AFTER].people if AFTER in last else ()}
    measures: list[Measure] = []
    for when, people in voted.items():
        mine = tuple(Respondent(ids[each.name], each.values, each.weight) for each in people)
        why = "" if when == BEFORE else TOGETHER
        measures.append(
            Measure(f"vote {when}", unit, mine, options, text=question.text, kind=question.kind, untested=why)
        )
    return [measure for measure in measures if measure.people]


def _verdict(claim: str, judged: list[Judged]) -> Measure:
    series = ", ".join(f"step {each.step} {_said(each)}" for each in judged)
    last = judged[-1].score
    return Measure(
        claim, "told", kind="claim", told=series, value=None if last is None else float(last), untested=ONE_RUN
    )


def _said(judged: Judged) -> str:
    return judged.verdict + ("" if judged.score is None else f" ({judged.score} of 9)")
