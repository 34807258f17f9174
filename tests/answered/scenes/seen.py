"""What a user has to see of an answer, read beside its prompt: words as they stand, options by their letters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import pytest

from tests.answered.scenes.acting import Played
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.casting.casting import CastPlanTask, CastTask
from troupe_mcp.simulation.casting.portrayal import PortrayalTask
from troupe_mcp.simulation.memory.consolidation import ConsolidationTask
from troupe_mcp.simulation.steering.moderating import ModerateTask
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.refereeing import RefereeTask
from troupe_mcp.studies.moving import MovedTask
from troupe_mcp.studies.normalizing import NormalizeTask
from troupe_mcp.studies.survey.tasks import AskTask
from troupe_mcp.studies.tasks import InterviewPlanTask, JudgeInterviewTask, StoryTask

OPTION = re.compile(r"([A-Z]): “(.*?)”(?=;|$)", re.MULTILINE)
LOOKING = ("RECALL", "READ")


def words_of(prompt: Prompt, answer: Any) -> list[str]:
    """Return the words of an answer that its user has to see; nothing of a turn that only looks something up."""
    match prompt.task:
        case TurnTask():
            done = [action["content"] for action in answer["actions"] if action["type"] != "NOTHING"]
            looks = any(action["type"] in LOOKING for action in answer["actions"])
            return done if looks else [*done, answer["thought"], answer["mind"]["feeling"]]
        case ModerateTask():
            return [answer["say"]]
        case RefereeTask():
            return [*(outcome["result"] for outcome in answer["outcomes"]), *answer["facts"]]
        case ConsolidationTask():
            return [note["text"] for note in (*answer["memories"], *answer["reflections"])]
        case CastPlanTask() | CastTask() | PortrayalTask() | InterviewPlanTask() | JudgeInterviewTask():
            return [*texts(answer)]
        case AskTask():
            return [one["reason"] for one in by_question(prompt, answer).values() if "reason" in one]
        case StoryTask():
            return [answer["story"]]
        case NormalizeTask():
            return [each["label"] for each in answer["labels"]]
        case MovedTask():
            return [answer["why"], answer["quote"]]
        case _:
            raise AssertionError(f"who sees {prompt.task!r}?")


def shown(played: Played) -> str:
    """Return all words that a scene told its user."""
    return flat("\n".join(texts([played.told.data, played.events, played.people])))


def flat(text: str) -> str:
    """Return a text with its blanks evened out."""
    return " ".join(text.split())


def texts(value: Any) -> Iterator[str]:
    """Yield all texts of a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in cast("Mapping[str, Any]", value).values():
            yield from texts(each)
    elif isinstance(value, Sequence):
        for each in cast("Sequence[Any]", value):
            yield from texts(each)


def by_question(prompt: Prompt, answer: Any) -> dict[str, Any]:
    """Return an answer of a survey by the id of its question."""
    task = cast("AskTask", prompt.task)
    return answer if task.sitting else {task.asked[0].question.id: answer}


def chosen(prompt: Prompt, question: str, answer: Any) -> Any:
    """Return what an answer says in the words of its prompt, where letters stand for options."""
    text = prompt.messages[-1].text
    text = text.split(f"Question {question}\n")[-1].split("\nQuestion ")[0]
    options = dict(OPTION.findall(text))
    match answer:
        case {"choice": letter}:
            return options[letter]
        case {"choices": letters} | {"ranking": letters}:
            return [options[letter] for letter in letters]
        case {"buys": buys}:
            return [options[letter] for letter, bought in buys.items() if bought == "yes"]
        case {"sets": sets}:
            lines = {
                number: dict(OPTION.findall(line))
                for number, line in re.findall(r"^Set (\d+): (.*)$", text, re.MULTILINE)
            }
            return [[lines[number][picked[end]] for end in ("best", "worst")] for number, picked in sets.items()]
        case {"percent": percent}:
            return {options.get(key, key): share / sum(percent.values()) for key, share in percent.items()}
        case {"rating": value} | {"number": value} | {"prices": value} | {"answer": value}:
            return value
        case _:
            raise AssertionError(f"no answer of a survey: {answer}")


def is_told(wanted: Any, told: Any) -> bool:
    """Whether a line tells what was chosen; it may name an option by how that begins."""
    match wanted:
        case str():
            return isinstance(told, str) and flat(wanted).startswith(flat(told))
        case list():
            pairs = zip(cast("list[Any]", wanted), told, strict=True)
            return len(cast("list[Any]", wanted)) == len(told) and all(is_told(*pair) for pair in pairs)
        case dict():
            shares = cast("dict[str, float]", wanted)
            named = {next(key for key in told if name.startswith(key)): share for name, share in shares.items()}
            return told == pytest.approx(named, abs=0.006)
        case _:
            return told == pytest.approx(wanted)


def value_told(played: Played, person: str, question: str) -> Any:
    """Return what the events tell that somebody answered."""
    answers = [event for event in played.events if event["kind"] == "answer"]
    [said] = [event["content"] for event in answers if (event["person"], event["type"]) == (person, question)]
    try:
        return json.loads(said)
    except ValueError:
        return said
