"""What is extracted from ten recorded runs, held against the answers of a careful reader."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.answered.extractions.cases import ANSWERS, CASES, ENOUGH, outcome, prompts
from tests.answered.extractions.scoring import holds
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.worlds.transcript import Utterance
from troupe_mcp.studies.tasks import ExtractTask


def right_answer(prompt: Prompt) -> dict[str, Any]:
    """Return what a careful reader answers, as its rules say, with a line of theirs for each value."""
    task = prompt.task
    assert isinstance(task, ExtractTask)
    right = next(case["right"] for case in CASES if case["objective"] == task.objective)
    own = {line.person: line for line in task.transcript if not line.from_outside}
    if task.many:
        return {
            "records": [
                {name: a_value(rule) for name, rule in rules.items()}
                | {"quotes": [own_words(name, own[rules["person"]]) for name in rules if rules[name] is not None]}
                for rules in right[""]
            ]
        }
    line = own[task.person]
    found = {name: a_value(rule) for name, rule in right[task.person].items()}
    said = [name for name, value in found.items() if value is not None]
    return {
        "quotes": [own_words(name, line) for name in said],
        "found": found,
    }


def own_words(field: str, line: Utterance) -> dict[str, Any]:
    return {"field": field, "position": line.position, "quote": line.content}


def a_value(rule: Any) -> Any:
    match rule:
        case {"or": [first, *_]}:
            return a_value(first)
        case {"any": [first, *_]}:
            return f"It is {first}."
        case {"items": items}:
            return [words[0] for words in reversed(items)]
        case _:
            return rule


def as_texts(answers: Mapping[str, Any]) -> dict[str, str]:
    return {place: json.dumps(answer) for place, answer in answers.items()}


async def test_a_careful_reader_has_every_field_right_and_a_careless_one_only_what_nobody_said() -> None:
    asked = await prompts()
    careful = await outcome(as_texts({place: right_answer(prompt) for place, prompt in asked.items()}))
    assert (careful.score.right, careful.score.fields) == (133, 133), str(careful)
    assert careful.quotes == careful.given > 80

    careless = await outcome({})
    assert careless.score.right == 133 - len(careless.score.wrong) < 50
    assert careless.quotes == 0


def test_texts_are_held_to_their_words_numbers_to_their_value_and_lists_to_their_items() -> None:
    right: list[tuple[Any, Any]] = [
        ({"any": ["May"]}, "in may"),
        (10, 10.0),
        (["Turin", "Ghent"], ["turin", " Ghent."]),
        ({"items": [["lift"], ["noise", "loud"]]}, ["Loud nights", "no lift"]),
        ({"or": [None, []]}, []),
    ]
    wrong: list[tuple[Any, Any]] = [
        ({"any": ["May"], "not": ["June"]}, "May or June"),
        (1, True),
        (None, 0),
        (0, None),
        (["Turin", "Ghent"], ["Ghent", "Turin"]),
        ({"items": [["lift"]]}, ["no lift", "no sauna"]),
    ]
    assert [(rule, value) for rule, value in right if not holds(rule, value)] == []
    assert [(rule, value) for rule, value in wrong if holds(rule, value)] == []


async def test_the_kept_answers_of_a_real_model_are_right_and_quote_what_was_said() -> None:
    read = await outcome(json.loads(ANSWERS.read_text("utf-8")))

    assert read.score.right >= ENOUGH * read.score.fields, str(read)
    assert read.quotes == read.given, str(read)
