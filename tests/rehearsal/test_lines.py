"""Between slogans and names people go by the words: a phrase that is read there, what it promises, and nothing else."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.doubles import table
from tests.rehearsal.exam_rooms import newcomers
from tests.rehearsal.stage import Room, answer, ask, people
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.readings.chosen import option_chosen
from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.simulation.worlds.transcript import Utterance
from troupe_mcp.studies.tasks import ExtractTask

PAIRS = [
    ("a bakery that delivers fresh bread by bicycle", "Bread that wakes you", "Fresh at your door by 6"),
    ("a gym app", "Lift more, count less", "Your coach in your pocket"),
    ("a dog hotel", "A room with a tail", "Holidays for both of you"),
    ("a solar loan", "Sun on the roof, money in hand", "Pay with daylight"),
    ("a school canteen", "Greens they will fight for", "Cooked here, eaten here"),
    ("a tax app", "Snap it and forget it", "Your receipts, done by Sunday"),
    ("a night train", "Fall asleep in Vienna, wake up in Rome", "The hotel that moves"),
    ("a coffee brand", "Strong as Monday", "Roasted on Tuesday, drunk on Friday"),
    ("a bank", "The bank that answers", "Money without the small print"),
    ("a mattress", "Sleep like a stone", "Turn over, stay asleep"),
    ("a washing machine", "Quiet enough for babies", "Made to be mended"),
    ("an insurance", "We pay before you ask", "Covered in one page"),
]


@cache
def ten() -> tuple[Persona, ...]:
    return (*people()[:5], *newcomers()[:5])


def shown(*lines: str) -> str:
    return "\n\n".join(f"Slogan {place}: {line}" for place, line in enumerate(lines, 1))


def replies(product: str, *lines: str) -> list[tuple[Persona, str]]:
    found: list[tuple[Persona, str]] = []
    for person in ten():
        room = Room(person, private=True)
        room.stimulus(shown(*lines), kind="show")
        room.stimulus(f"Which of these slogans for {product} works better for you, and why?")
        found.append((person, room.round()[person.name]))
    return found


@pytest.mark.parametrize("pair", PAIRS)
def test_a_slogan_is_chosen_for_words_that_are_read_in_it(pair: tuple[str, str, str]):
    product, *lines = pair
    options = options_in((shown(*lines),))
    named: list[str] = []
    for person, text in replies(product, *lines):
        picked = option_chosen(text, options)
        assert picked, text
        line = picked[0].title
        quoted = re.findall(r'"([^"]+)"', text)
        assert all(hook in line and hook != line for hook in quoted), text
        assert not re.search(r"\b(?:others|the rest|them all|none of them|way home|turn up)\b", text, re.IGNORECASE), (
            text
        )
        named += quoted
        heard = (
            Utterance(1, 1, "show", "moderator", shown(*lines), from_outside=True),
            Utterance(2, 1, "say", "moderator", "Which works better, and why?", from_outside=True),
            Utterance(3, 1, "TALK", person.name, text),
        )
        fields = {"slogan": "which they chose", "reason": "why"}
        found = answer(ExtractTask("which slogan each chose and why", fields, person.name, heard, many=False))["found"]
        assert found["slogan"] == line, text
        assert found["reason"], text
        assert found["reason"].count('"') % 2 == 0
    assert len(named) >= 7


@pytest.mark.parametrize("names", [("Brix", "Nova"), ("Kelp", "Lumo")])
def test_a_name_is_chosen_for_how_it_sounds(names: tuple[str, str]):
    question = f'Which brand name do you prefer for a running shoe, and why: "{names[0]}" or "{names[1]}"?'
    for person in ten():
        text = ask(person, question)
        assert sum(name in text for name in names) == 1, text
        assert not re.search(r"\bothers\b|\brest\b|no (?:\w+ )?reason", text), text


async def test_choice_rating_and_words_of_one_person_agree(tmp_path: Path):
    async with table(tmp_path) as at:
        cast = await at.ok("create_people", count=10, description="adults in Leeds", seed=4)
        for product, first, second in (PAIRS[0], PAIRS[5], PAIRS[9]):
            asked = {"text": f"Which slogan for {product} is better?", "kind": "choice", "options": [first, second]}
            rated = [{"text": line, "kind": "rating", "scale": [1, 5]} for line in (first, second)]
            questions = [asked, *rated]
            survey = await at.ok(
                "ask_people", people=[cast.run], questions=questions, show=f"Slogans for {product}", seed=1
            )
            events = [event for event in await at.events(survey.run) if event["kind"] == "answer"]
            for name in {event["person"] for event in events}:
                said = {event["type"]: event for event in events if event["person"] == name}
                marks = {line: int(said[key]["content"]) for key, line in (("q2", first), ("q3", second))}
                chosen = said["q1"]["content"]
                assert marks[chosen] == max(marks.values()), said
                for key in ("q2", "q3"):
                    note, mark = said[key].get("note") or "", int(said[key]["content"])
                    number = re.search(r"\b\d\b", re.sub(r'"[^"]*"', "", note))
                    assert number is None or int(number.group()) == mark, note
                    assert not (re.search(r"has something|stays with me|I'd remember|I like", note) and mark < 3), note
