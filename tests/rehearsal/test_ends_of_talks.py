"""A talk that was asked something goes on for its steps, and ends in its own words when all is said."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.rehearsal.stage import Room, people, person
from troupe_mcp.models.rehearsal.asked.calling import addressed
from troupe_mcp.models.rehearsal.matters.plans import plan_in, side_in
from troupe_mcp.models.rehearsal.voice.wordings import begins
from troupe_mcp.simulation.people.persona import Persona

ASKED: list[dict[str, Any]] = json.loads((Path(__file__).parent / "asked_of_rooms.json").read_text("utf-8"))
"""Openings of many kinds: how many people hear them, and for how many steps."""


@cache
def talk(place: int, seed: int) -> tuple[dict[str, str], ...]:
    opening = ASKED[place]
    cast_of_room = Random(f"{seed}/{place}").sample(people(), opening["people"])
    room = Room(*cast_of_room, seed=seed)
    room.stimulus(opening["text"], kind=opening.get("kind", "say"))
    return tuple(room.play_step() for _ in range(opening["steps"]))


def lines(steps: tuple[dict[str, str], ...]) -> list[str]:
    return [text for step in steps for text in step.values() if text]


@pytest.mark.parametrize("place", range(len(ASKED)), ids=[each["text"][:30] for each in ASKED])
def test_a_room_that_was_asked_something_is_not_silent_before_somebody_takes_leave(place: int):
    for seed in (1, 2, 3):
        silent = left = 0
        for step in talk(place, seed):
            said = [text for text in step.values() if text]
            silent += not said and not left
            left += any(begins(text, ("leave",)) for text in said)
        assert silent <= 1, (seed, talk(place, seed))


def test_hardly_any_step_of_a_room_is_silent():
    steps = [step for place in range(len(ASKED)) for seed in (1, 2, 3) for step in talk(place, seed)]
    silent = sum(not any(step.values()) for step in steps)
    assert silent < 0.03 * len(steps), (silent, len(steps))


def test_who_has_said_nothing_is_asked_by_name_and_answers_the_opening_question():
    asked = 0
    for seed in range(1, 9):
        room = Room(
            *(person(stem) for stem in ("Oscar", "Solveig_Rustad", "Raghav_Deshmukh", "Ngozi_Adeleke")), seed=seed
        )
        room.stimulus("Where should the new library stand?")
        spoken: set[str] = set()
        waiting = ""
        for _ in range(4):
            for name, text in room.play_step().items():
                assert text or name != waiting, (seed, waiting)
                waiting = "" if name == waiting else waiting
                if begins(text, ("round",)):
                    (waiting,) = addressed(text, [each.name for each in room.people])
                    assert waiting not in spoken
                    asked += 1
                spoken |= {name} if text else set()
    assert asked > 2


def test_a_question_that_is_handed_on_is_answered_with_what_is_held_on_it():
    ada = {"name": "Ada", "beliefs": ["Shops should be closed on Sundays."]}
    room = Room(Persona.of(ada), Persona.of({"name": "Bo"}), Persona.of({"name": "Cy"}))
    room.stimulus("Should shops be closed on Sundays?")
    room.step, room.seen["Ada"] = 1, len(room.logs["Ada"])
    room.stimulus("And what do you say, Ada?", source="Bo", to=("Ada",), kind="TALK")
    assert "yes" in room.round()["Ada"].lower()


def test_one_of_those_who_took_a_view_tells_whether_another_has_moved_them_once_in_a_talk():
    told = 0
    for seed in range(1, 7):
        room = Room(*people()[:5], seed=seed)
        room.stimulus("Should the town ban fireworks?")
        said = lines(tuple(room.play_step() for _ in range(6)))
        moved = [text for text in said if begins(text, ("rethink", "unmoved"))]
        assert len(moved) <= 1, moved
        told += len(moved)
    assert told > 2


def test_when_all_is_said_some_take_leave_and_then_it_is_quiet():
    parted = 0
    for seed in range(1, 7):
        room = Room(*people()[seed : seed + 4], seed=seed)
        room.stimulus("Should shops be closed on Sundays?")
        steps = [[text for text in room.play_step().values() if text] for _ in range(24)]
        place = next((n for n, said in enumerate(steps) if any(begins(text, ("leave",)) for text in said)), None)
        if place is None:
            continue
        parted += 1
        assert place >= 4, steps
        assert not any(steps[place + 1 :]), steps
        assert len({*steps[place]}) == len(steps[place]) <= 4
    assert parted > 4


def test_where_nobody_knows_anything_they_say_so_and_part():
    nobody = [Persona.of({"name": name}) for name in ("Ada", "Bo", "Cy", "Dee")]
    room = Room(*nobody, seed=2)
    room.stimulus("What would you put on a pizza nobody has made yet?")
    steps = [[text for text in room.play_step().values() if text] for _ in range(6)]
    last = next(said for said in reversed(steps) if said)
    assert any(begins(text, ("leave.none",)) for text in last), steps
    assert steps[-1] == []


def test_after_a_leave_taking_a_new_question_is_answered():
    nobody = [Persona.of({"name": name}) for name in ("Ada", "Bo", "Cy")]
    room = Room(*nobody, person("Oscar"), seed=2)
    room.stimulus("What would you put on a pizza nobody has made yet?")
    for _ in range(8):
        room.play_step()
    room.stimulus("Should shops be closed on Sundays?")
    assert any(room.play_step().values())


@pytest.mark.parametrize(
    "opening",
    [
        "Neighbours argue: one practises the drums every evening, the other starts at four. Who should give way?",
        "You are all going on a weekend trip together. Where do you go and what do you do?",
        "What is friendship?",
        "How should people grow old?",
    ],
)
def test_a_matter_of_its_own_is_spoken_of_before_what_only_brushes_it(opening: str):
    assert plan_in(opening) is not None
    for seed in (1, 2, 3):
        room = Room(*Random(f"{seed}").sample(people(), 5), seed=seed)
        room.stimulus(opening)
        said = [text for text in room.play_step().values() if text]
        assert len(said) >= 3
        assert sum(side_in(text) != "" for text in said) > len(said) / 2, said


def test_what_somebody_works_on_is_no_idea_and_a_proposal_that_is_shown_asks_for_none():
    from troupe_mcp.models.rehearsal.asked.intents import asks_ideas
    from troupe_mcp.models.rehearsal.ideas.proposals import proposal_of

    assert proposal_of("I improve the search box that finds mail, files and meetings for office workers.") == ("", "")
    assert proposal_of("I'd let it pass! It wouldn't make the road any shorter!") == ("", "")
    assert not asks_ideas("Our town needs a slogan. One proposal: 'Small town.' What do you think of it?")
    assert asks_ideas("What would you propose for the square?")


def test_a_plain_yes_or_no_comes_first_where_it_is_asked_for():
    asked = ("So, will you try it tomorrow? A simple yes or no.", "Is it worth ten euros, yes or no?")
    for someone in people():
        for question in asked:
            room = Room(someone, private=True)
            room.stimulus(question, source="interviewer")
            said = room.round()[someone.name]
            assert {"yes", "no"} & {word.strip(".,!?…").lower() for word in said.split()[:6]}, (someone.name, said)
    room = Room(*people())
    room.stimulus(asked[0])
    for name, said in room.round().items():
        assert {"yes", "no"} & {word.strip(".,!?…").lower() for word in said.split()[:6]}, (name, said)


def test_a_yes_stays_a_yes_and_nothing_of_a_life_is_affirmed_that_is_not_held():
    someone = person("Oscar")
    answers = set[bool]()
    for seed in (1, 1):
        room = Room(someone, private=True, seed=seed)
        room.stimulus("Will you come to the meeting? Yes or no.", source="interviewer")
        answers.add(room.round()["Oscar"].lower().startswith("yes"))
    assert len(answers) == 1
    room = Room(Persona.of({"name": "Ada"}), private=True)
    room.stimulus("Do you have children? A simple yes or no.", source="interviewer")
    assert not room.round()["Ada"].lower().startswith("yes")
