"""A run's log as plain prose: scenes by step, who said what to whom, in their words; nothing is added."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.casting.sketch import region_of
from troupe_mcp.models.rehearsal.english.sentences import bare, is_clause
from troupe_mcp.models.rehearsal.english.words import article, capital, lowered
from troupe_mcp.models.rehearsal.person.livelihood import trade_of
from troupe_mcp.models.rehearsal.readings.scenes import Style, scene
from troupe_mcp.simulation.people.names import called

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.simulation.worlds.transcript import Utterance
    from troupe_mcp.studies.tasks import StoryTask

_DETAILS = (
    Style(99, 60),
    Style(99, 25),
    Style(99, 14),
    Style(99, 9, trades=False),
    Style(3, 12, trades=False),
    Style(2, 9, trades=False),
    Style(1, 8, trades=False),
)
"""From the fullest telling to the barest: how many speakers a step has, and how many words a quote."""
_NUMBERS = ("Nobody", "One person", "Two people", "Three people", "Four people", "Five people", "Six people")
MOST_INTRODUCED = 6


def tell_story(task: StoryTask) -> dict[str, Any]:
    """Return the fullest story that keeps within the words."""
    steps = [list(lines) for _, lines in groupby(task.transcript, key=lambda line: line.step)]
    told = ""
    for style in _DETAILS:
        told = "\n\n".join(part for part in (_opening(task, style), *_scenes(task, steps, style), _close(task)) if part)
        if len(told.split()) <= task.words:
            return {"story": told}
    while len(steps) > 1:
        steps = steps[:-1]
        told = "\n\n".join([_opening(task, _DETAILS[-1]), *_scenes(task, steps, _DETAILS[-1]), "There was more to it."])
        if len(told.split()) <= task.words:
            break
    return {"story": _within(told, task.words)}


def _scenes(task: StoryTask, steps: Sequence[Sequence[Utterance]], style: Style) -> list[str]:
    known: list[str] = []
    heard: Counter[str] = Counter()
    scenes: list[str] = []
    for place, lines in enumerate(steps):
        told = scene(task, lines, style, place, known, heard)
        known.extend(line.person for line in lines if not line.from_outside and line.person not in known)
        if told:
            scenes.append(told)
    return scenes


def _opening(task: StoryTask, style: Style) -> str:
    before = takewhile(lambda line: line.from_outside and line.step == task.transcript[0].step, task.transcript)
    situation = next((line.content for line in before if line.kind == "situation"), "")
    return " ".join(part for part in (_setting(situation), _introduced(task, style)) if part)


def _setting(situation: str) -> str:
    text = bare(" ".join(situation.split()))
    if not text:
        return ""
    if re.match(r"^(?:an?|the)\b", text, re.IGNORECASE) and not (
        re.search(r"\b(?:is|are|you|your|will|has)\b", text) or is_clause(lowered(text))
    ):
        return f"The setting was {lowered(text)}."
    return f"The scene was set in these words: “{text}.”"


def _introduced(task: StoryTask, style: Style) -> str:
    people = [f"{name}, {who}" if style.trades and (who := _who(line)) else name for name, line in task.cast]
    if len(people) == 1:
        return f"{people[0]}, was asked alone." if "," in people[0] else f"{people[0]} was asked alone."
    mark = "; " if style.trades else ", "
    if task.private:
        return f"{_number(len(people))} were asked, each alone: {_listed(people, mark)}."
    if len(people) > MOST_INTRODUCED:
        return f"{len(people)} people had come together."
    return f"{_number(len(people))} had come together: {_listed(people, mark)}."


def _who(line: str) -> str:
    """Return somebody's trade from their line "34; British; Baker; Leeds"."""
    parts = [part.strip() for part in line.split(";")]
    parts = [part for part in parts if part and not part.isdigit()]
    if len(parts) < 2:
        return ""
    trades = [part for part in parts if trade_of(part.lower(), ())[0]]
    unplaced = [part for part in parts if not region_of(part)]  # neither a people nor a town that is known
    job = next(iter(trades), parts[1] if len(parts) > 2 else next(iter(unplaced), ""))
    if not re.match(r"^[A-Z][\w' /-]*[a-z](?:, .*)?$", job) or len(job.split()) > 7:
        return ""
    if _SENTENCE.match(job):
        return ""
    job = lowered(job.split(",")[0])
    return job if re.match(r"^(?:the|an?|head|chief)\b", job) else article(job)


_SENTENCE = re.compile(r"(?:I|I['’]\w+|[Yy]ou|[Ww]e|[Hh]e|[Ss]he|[Tt]hey)\b")
"""The beginning of an occupation that is told as a sentence, which names no trade."""


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count} people"


def _listed(items: Sequence[str], mark: str = ", ") -> str:
    return (
        items[0]
        if len(items) == 1
        else f"{mark.join(items[:-1])}{mark.strip() if mark == '; ' else ''} and {items[-1]}"
    )


def _close(task: StoryTask) -> str:
    """Tell who had the last word, who spoke most, who not at all."""
    lines = [line for line in task.transcript if not line.from_outside]
    names = [name for name, _ in task.cast]
    silent = [name for name in names if all(line.person != name for line in lines)]
    if not lines:
        return "Nobody said a word."
    if task.private or len(names) < 2:
        return f"{capital(_listed(silent))} gave no answer at all." if silent else ""
    counts = sorted(((sum(line.person == name for line in lines), name) for name in names), reverse=True)
    last = lines[-1].person
    parts: list[str] = []
    if counts[0][0] > counts[1][0]:
        most = counts[0][1]
        tail = "and had the last word" if most == last else f"and the last word was {_possessive(called(last, names))}"
        parts.append(f"In the end {called(most, names)} had spoken most often, {tail}.")
    else:
        parts.append(f"The last word was {_possessive(called(last, names))}.")
    if silent:
        parts.append(f"{capital(_listed([called(name, names) for name in silent]))} had not said anything.")
    return " ".join(parts)


def _possessive(first: str) -> str:
    return f"{first}'" if first.endswith("s") else f"{first}'s"


def _within(text: str, words: int) -> str:
    """Return the first whole sentences that keep within the words."""
    kept = ""
    for part in re.findall(r".+?(?:[.!?…]”?|$)(?=\s|$)\s*", text, re.DOTALL):
        if len((kept + part).split()) > words:
            break
        kept += part
    if kept.count("“") > kept.count("”"):
        kept = kept[: kept.rindex("“")].rstrip(" :,")
        kept = kept[: kept.rfind(".") + 1]
    return kept.strip()
