"""Talks that somebody leads by a guide: every question is put, everybody answers it, and of the thing it is about."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import table
from tests.rehearsal.stage import Room, people, person
from troupe_mcp.models.rehearsal.company.exchanges import is_empty
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.matters.carrying import carried
from troupe_mcp.models.rehearsal.matters.everyday import concerns, seen_in, things
from troupe_mcp.simulation.worlds.events import Acted, Moderated

CAST = ["Oscar", "Lisa Carter", "Caio Marinho"]
GUIDES = [
    ["What bothers you most about the bus?", "What should change first?"],
    ["What do you like about the market?", "What would you miss?"],
    ["What bothers you most about your kitchen?", "What should change first?"],
    ["What do you like about Mondays?", "And what bothers you about them?"],
    ["What bothers you about school?", "What should change?"],
    ["When did you last go shopping?", "What bothers you most about it?"],
    ["What bothers you most about the opera?", "What should be better?"],
]
CASTS = [
    ["Oscar", "Lisa Carter", "Caio Marinho"],
    ["Aruzhan Seitkali", "Evaristo Cob", "Fetu Leavasa", "Ilona Szabados"],
    ["Solveig Rustad", "Ximena Undurraga", "Ngozi Adeleke", "Raghav Deshmukh"],
]


async def led(directory: Path, **scene: Any) -> list[Moderated | Acted]:
    async with table(directory) as at:
        told = await at.ok("run_world", steps=4, seed=5, **scene)
        await at.ok("get_run", run=told.run)
        return [event for event in await at.log(told.run) if isinstance(event, (Moderated, Acted))]


def said(log: list[Moderated | Acted], step: int) -> dict[str, str]:
    return {e.person: e.content for e in log if isinstance(e, Acted) and e.type == "TALK" and e.step == step}


@pytest.mark.parametrize("leader", [{}, {"moderator": "Lisa Carter"}], ids=["a voice", "one of the cast"])
@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide[0])
async def test_whoever_leads_is_answered_by_all_to_each_question_of_the_guide(
    tmp_path: Path, guide: list[str], leader: dict[str, str]
):
    log = await led(tmp_path, people=CAST, guide=guide, **leader)
    asked = {e.content: e.step for e in log if isinstance(e, Moderated) and e.move == "ask"}
    assert [*asked] == guide
    for step in asked.values():
        answers = said(log, step)
        assert sorted(answers) == sorted({*CAST} - {*leader.values()})
        assert not [text for text in answers.values() if is_empty(text)]


async def test_who_is_asked_on_by_name_answers_and_nobody_takes_it_from_them(tmp_path: Path):
    log = await led(tmp_path, people=CAST, guide=GUIDES[0], moderator="Lisa Carter")
    probes = [e for e in log if isinstance(e, Moderated) and e.move in {"probe", "draw_out"}]
    assert probes
    for probe in probes:
        answers = [e for e in log if isinstance(e, Acted) and e.type == "TALK" and e.step == probe.step]
        assert (answers[0].person,) == probe.to
        assert not is_empty(answers[0].content)


async def test_people_lead_in_their_own_manner(tmp_path: Path):
    brisk = await led(tmp_path / "1", people=[*CAST, "Ngozi Adeleke"], guide=GUIDES[0], moderator="Ngozi Adeleke")
    formal = await led(
        tmp_path / "2", people=[*CAST, "Ximena Undurraga"], guide=GUIDES[0], moderator="Ximena Undurraga"
    )
    put = [
        " ".join(e.content for e in log if isinstance(e, Moderated) and e.move == "probe") for log in (brisk, formal)
    ]
    assert all(put)
    assert len(put[0].split()) < len(put[1].split())


def answers(guide: list[str], cast: list[str], seed: int = 1) -> list[dict[str, str]]:
    room = Room(*(person(name.replace(" ", "_")) for name in cast), seed=seed)
    found: list[dict[str, str]] = []
    for question in guide:
        room.stimulus(question)
        found.append(room.play_step())
    return found


@pytest.mark.parametrize("cast", CASTS, ids=lambda cast: cast[0])
def test_a_question_without_a_thing_keeps_the_thing_of_the_question_before(cast: list[str]):
    bus, kitchen = answers(GUIDES[0], cast)[1], answers(GUIDES[2], cast)[1]
    assert not {*bus.values()} & {*kitchen.values()}


@pytest.mark.parametrize(
    ("question", "before", "whole"),
    [
        ("What should change first?", "What annoys you about the bus?", "What should change first about the bus?"),
        ("What would you miss?", "What do you like about your old flat?", "What would you miss of your old flat?"),
        ("What should change about it?", "What bothers you on the train?", "What should change about the train?"),
        ("What should change in the law?", "What bothers you about the bus?", "What should change in the law?"),
        ("Who pays for that?", "What bothers you about the bus?", "Who pays for that?"),
        ("What would you miss?", "Good morning.", "What would you miss?"),
    ],
)  # fmt: skip
def test_the_thing_is_carried_over_in_its_own_words(question: str, before: str, whole: str):
    assert carried(question, [before]) == whole


@pytest.mark.parametrize("cast", CASTS, ids=lambda cast: cast[0])
@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide[0])
@pytest.mark.parametrize("seed", [1, 2])
def test_no_two_people_say_the_same_of_a_thing(cast: list[str], guide: list[str], seed: int):
    for step in answers(guide, cast, seed):
        assert len({text.lower() for text in step.values()}) == len(cast)


@pytest.mark.parametrize("noun", ["the bus", "the market", "your kitchen", "Mondays", "the office", "banks", "doctors"])
def test_nobody_likes_a_thing_for_what_bothers_them_in_it(noun: str):
    guide = [
        f"What do you like about {noun}?",
        f"What bothers you most about {noun}?",
        f"What would you miss of {noun}?",
    ]
    names = [p.name for p in people()]
    for group in (names[place : place + 3] for place in range(0, len(names), 3)):
        for texts in zip(*(step.items() for step in map(_in_order, answers(guide, group))), strict=True):
            seen = [found for _, text in texts if (found := seen_in(text)) is not None]
            good = {concern.name for concern, well in seen if well}
            bad = {concern.name for concern, well in seen if not well}
            assert not good & bad, texts


def _in_order(step: dict[str, str]) -> dict[str, str]:
    return dict(sorted(step.items()))


def test_what_is_said_of_things_holds_for_anybody():
    wordings = [w for t in things() for by in t.said.values() for listed in by.values() for w in listed]
    wordings += [w for concern in concerns() for listed in concern.said.values() for w in listed]
    wordings += [w for listed in read("athand.json").values() for w in listed]
    kin = r"daughters?|sons?|mothers?|fathers?|wife|husband|brothers?|sisters?|children|my|our"
    assert not [w for w in wordings if re.search(rf"\d|\b(?:{kin})\b", w, re.IGNORECASE)]
