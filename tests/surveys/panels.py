"""What tests of surveys share: people of whom the model knows what they answer, and models of a known distribution."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from string import ascii_uppercase
from typing import Any, NamedTuple, cast

from tests.doubles import Scripted, Table, Written, plain
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.studies.survey.tasks import Asked, AskTask

Answering = Callable[[str, Asked, Random], Any]
"""What a person answers: an option's name, names, a number, words, `{name: number}`, or something raw."""


WORDS = [
    f"{first}{last}" for first in ("ba", "de", "fi", "go", "hu", "ky") for last in ("n", "rt", "st", "ll", "mp", "x")
]
"""What people say for reasons, so that no two say the same."""


def panel(count: int, **own: Callable[[int], Any]) -> list[dict[str, Any]]:
    """Return so many people, each with what `own` says of their number."""
    return [
        {"name": f"Person {at}", "occupation": "clerk", **{key: of(at) for key, of in own.items()}}
        for at in range(count)
    ]


async def made(at: Table, people: list[dict[str, Any]]) -> str:
    """Return the run whose cast these people are."""
    return (await at.ok("create_people", each=people)).run


def answering(answers: Answering) -> Scripted:
    """Return a model in which people answer so, drawing anew at each address."""

    def script(prompt: Prompt) -> Written:
        task = prompt.task
        if not isinstance(task, AskTask):
            return plain(prompt)
        rng = Random("/".join((*prompt.address[:-2], str(prompt.seed))))
        said = {
            each.question.id: written(task.moment.person, each, answers(task.moment.person, each, rng))
            for each in task.asked
        }
        return said if task.sitting else next(iter(said.values()))

    return Scripted(script)


class Raw(NamedTuple):
    """An answer that is handed on as it stands."""

    answer: Any


def always(value: Any) -> Answering:
    """Return answers that are the same of everybody to everything."""
    return lambda _, __, ___: value


def written(person: str, asked: Asked, value: Any) -> Any:  # noqa: C901 -- one kind a line
    """Return a value as a model writes it, in the letters that this person was shown."""
    if isinstance(value, Raw):
        return value.answer
    letters = {option.id: letter for letter, option in asked.shown.lettered().items()}
    mine = Random(f"{asked.question.id}/{person}/{value}")
    why = {"reason": f"Because of {value}: {' '.join(mine.sample(WORDS, 6))}."}
    kind, chances = asked.question.kind, isinstance(value, dict)
    match kind:
        case "choice":
            if chances:
                return {
                    "percent": {letters[name]: share for name, share in cast("dict[str, float]", value).items()},
                    **why,
                }
            return {"choice": letters[value], **why}
        case "choices" | "ranking":
            return {kind: [letters[name] for name in value], **why}
        case "rating":
            return {"percent" if chances else "rating": value, **why}
        case "number":
            return {"number": value, **why}
        case "price" if letters:
            return {"buys": {letter: "yes" if name in value else "no" for name, letter in letters.items()}, **why}
        case "price":
            return {"prices": value, **why}
        case "maxdiff":
            return {"sets": best_and_worst(asked, value), **why}
        case "text":
            return {"answer": value}


def best_and_worst(asked: Asked, order: list[str]) -> Mapping[str, Any]:
    """Return the best and the worst of each set by an order of all options, best first."""
    sets: dict[str, Any] = {}
    for number, options in enumerate(asked.shown.sets, 1):
        letters = {option.id: letter for letter, option in zip(ascii_uppercase, options, strict=False)}
        ranked = sorted(letters, key=order.index)
        sets[str(number)] = {"best": letters[ranked[0]], "worst": letters[ranked[-1]]}
    return sets


def question(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return what a result tells of a question."""
    return next(each for each in told["questions"] if each["id"] == name)
