"""A question that points at a thing nobody has named is taken, and it is told what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Told, table

TOLD = "each thinks of what they like. Give show="
POINTING = (
    "Would you buy it?",
    "Honestly, what do you think of this?",
    "How likely are you to recommend it to a friend?",
    "What would keep you from buying it?",
    "Does it appeal to you?",
    "What should it cost?",
    "Is this something you would use?",
    "What is your first impression of this poster?",
)
PLAIN = (
    "Is it raining?",
    "It is easy to talk. Is it easy to listen?",
    "Do you like it when it snows?",
    "How do you like it in your town?",
    "Do you drink coffee? How do you take it?",
    "How much do you earn, and what do you spend it on?",
    "What do you think of this idea: rolls at your door at six?",
    "Do you take it easy at weekends?",
    "Will you travel this summer?",
    "Do you read? How much do you spend on it?",
    "Would you use an app that writes your shopping list, and what would you pay for it?",
)


def cautioned(told: Told) -> list[str]:
    return [each for each in told.data.get("warnings", ()) if TOLD in each]


@pytest.mark.parametrize(("said", "wanted"), [*((said, 1) for said in POINTING), *((said, 0) for said in PLAIN)])
async def test_what_a_question_points_at_is_missed_where_nobody_named_it(
    tmp_path: Path, said: str, wanted: int
) -> None:
    async with table(tmp_path) as at:
        alone = await at.ok("listen_and_act", people=["Oscar"], say=said, dry_run=True)
        survey = await at.ok("ask_people", people=["Oscar"], questions=[said], dry_run=True)

    assert [len(cautioned(alone)), len(cautioned(survey))] == [wanted, wanted]


async def test_a_thing_that_was_shown_said_or_lived_through_is_not_missed(tmp_path: Path) -> None:
    put: dict[str, Any] = {"people": ["Oscar"], "questions": ["Would you buy it?"]}
    lamp = "We sell a desk lamp for 40 euros."
    async with table(tmp_path) as at:
        first = await at.ok("listen_and_act", people=["Oscar"], say=lamp, questions=["Would you buy it?"])
        told = [
            first,
            await at.ok("listen_and_act", run=first.run, say="What do you think of it?"),
            await at.ok("ask_people", run=first.run, questions=["Would you buy it?"]),
            *[await at.ok(tool, **put, show=lamp) for tool in ("ask_people", "listen_and_act")],
            *[await at.ok(tool, **put, situation="A shop for lamps") for tool in ("ask_people", "listen_and_act")],
            await at.ok("ask_people", people=["Oscar"], questions=[lamp, "Would you buy it?"], sitting="all"),
        ]

    assert [cautioned(each) for each in told] == [[]] * len(told)


async def test_questions_that_are_asked_by_themselves_do_not_name_a_thing_for_each_other(tmp_path: Path) -> None:
    questions = ["Do you own a lamp?", "Would you buy it?", "What should it cost?"]
    async with table(tmp_path) as at:
        told = await at.ok("ask_people", people=["Oscar"], questions=questions)
        talk = await at.ok("listen_and_act", people=["Oscar"], questions=["Hello!", *questions[1:], *questions])

    [said] = cautioned(told)
    assert said.startswith("'q2' and 'q3' say “it”, but nothing is shown, and no question sees another: ")
    assert said in told.text
    [said] = cautioned(talk)
    assert said.startswith("“Would you buy it?” and “What should it cost?” say “it”, but nothing is shown, ")
