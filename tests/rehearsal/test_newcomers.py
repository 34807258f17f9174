"""The first questions that somebody without a key puts are answered as they were asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.doubles import REHEARSAL, Table, table
from troupe_mcp.models.rehearsal.voice.shrugs import is_shrug
from troupe_mcp.simulation.worlds.events import Answered

LIBRARY = ["Ximena Undurraga", "Oscar", "Lisa Carter", "Raghav Deshmukh", "Ngozi Adeleke", "Caio Marinho"]
ADS = (
    "Ad A: 'Sleep like a stone. The Bär mattress, 30 nights free.'\nAd B: 'Your back called. It wants a Bär mattress.'"
)
LOAF = "Brotzeit: a rye loaf baked at night and at your door by six, ordered the evening before."


async def asked(at: Table, say: str, show: str = "") -> dict[str, str]:
    shown = {"show": show} if show else {}
    talk = await at.ok("listen_and_act", people=LIBRARY, say=say, seed=1, **shown, **REHEARSAL)
    return {event["person"]: event["content"] for event in await at.events(talk.run) if event.get("type") == "TALK"}


@pytest.mark.parametrize(
    "question",
    ["What is the biggest problem in your day?", "What is your biggest frustration?", "What is your main headache?"],
)
async def test_a_trouble_is_told_whatever_it_is_called(tmp_path: Path, question: str):
    async with table(tmp_path) as at:
        lines = await asked(at, question)

    assert not [line for line in lines.values() if is_shrug(line)]


@pytest.mark.parametrize(
    "question", ["What do you like about your work?", "What do you like about your bank?", "How often do you cook?"]
)
async def test_no_yes_and_no_no_answers_what_asks_for_more(tmp_path: Path, question: str):
    async with table(tmp_path) as at:
        lines = await asked(at, question)

    verdict = re.compile(r"\b(?:yes|i would say yes|no)\b[,.!]|^(?:yes|no)\b", re.IGNORECASE)
    assert not [line for line in lines.values() if verdict.search(line)]


async def test_a_trouble_with_one_thing_is_none_with_another(tmp_path: Path):
    async with table(tmp_path) as at:
        lines = await asked(at, "What annoys you most about apps?")

    assert not [line for line in lines.values() if re.search(r"fire door|torn register|blood samples", line)]


@pytest.mark.parametrize(
    "question", ["What do you remember of the ads?", "Is there anything in the ads you don't believe?"]
)
async def test_of_an_ad_that_was_shown_its_own_words_are_told(tmp_path: Path, question: str):
    async with table(tmp_path) as at:
        lines = await asked(at, question, ADS)

    quoted = {name: re.findall(r'"([^"]+)"', line) for name, line in lines.items()}
    assert all(words and words[0] in ADS for words in quoted.values()), lines
    assert len({words[0] for words in quoted.values()}) > 1, "not all keep the same"


async def test_the_reason_for_an_ad_speaks_of_the_ad_that_was_chosen(tmp_path: Path):
    question = {"id": "ad", "text": "Which ad, and why?", "kind": "choice", "options": ["Ad A", "Ad B"]}
    async with table(tmp_path) as at:
        survey = await at.ok("ask_people", people=LIBRARY, show=ADS, questions=[question], seed=1)
        answers = [event for event in await at.log(survey.run) if isinstance(event, Answered)]

    for answer in answers:
        other = {"Ad A": "Ad B", "Ad B": "Ad A"}[str(answer.value)]
        assert str(answer.value) in answer.reason
        assert other not in answer.reason
    assert any(hook in answer.reason for answer in answers for hook in ("Your back called", "Bär mattress", "stone"))


async def test_what_is_no_device_is_not_refused_as_one(tmp_path: Path):
    async with table(tmp_path) as at:
        lines = await asked(at, "Why would you not order it?", LOAF)

    assert not [line for line in lines.values() if is_shrug(line) or re.search(r"to be fed|office would accept", line)]


@pytest.mark.parametrize("said", ["Decide what you do.", "What do you do?"])
async def test_people_in_a_fix_say_what_they_do_and_not_what_their_job_is(tmp_path: Path, said: str):
    stuck = "The lift of the office tower is stuck between two floors. It is getting dark."
    async with table(tmp_path) as at:
        world = await at.ok(
            "run_world",
            people=LIBRARY[1:4],
            situation=stuck,
            say=said,
            setting="refereed",
            steps=1,
            seed=1,
            **REHEARSAL,
        )
        lines = [event["content"] for event in await at.events(world.run) if event.get("type") == "TALK"]

    assert len(set(lines)) == 3
    assert not [line for line in lines if re.search(r"architect|scientist|teacher", line) or is_shrug(line)]


async def test_what_would_make_one_stop_is_no_wish_for_a_feature(tmp_path: Path):
    async with table(tmp_path) as at:
        lines = await asked(at, "What would make you stop using a budgeting app?")

    assert not [line for line in lines.values() if re.search(r"the app (?:needs|sends|keeps)|one wish", line)]
    assert len(set(lines.values())) == len(LIBRARY)
