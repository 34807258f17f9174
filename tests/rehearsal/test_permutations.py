from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import anyio
import pytest
from pydantic import BaseModel

from tests.rehearsal.exam_odd import persona_of
from tests.rehearsal.odd import odd_documents, shuffled
from tests.rehearsal.stage import Room, answer, ask, people, person
from troupe_mcp.language.prompt import Message, Prompt
from troupe_mcp.models.rehearsal import Rehearsal
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.readings.chosen import option_chosen
from troupe_mcp.simulation.people.persona import Persona

SEED = 11
QUESTIONS = ("What do you do on Sundays?", "Should shops close on Sundays?")
CHOICE = ("a red bicycle with a bell", "a quiet espresso machine", "a year of streaming")


def documents() -> list[dict[str, Any]]:
    odd = [loaded for doc in odd_documents(SEED, 90) if isinstance(loaded := persona_of(doc), Persona)][:50]
    assert len(odd) == 50
    return [dict(p.spec) for p in (*people(), *odd)]


def turns(spec: dict[str, Any]) -> list[Any]:
    model, p = Rehearsal(), Persona.of(spec)
    return [answer(_task(p, question), model=model) for question in QUESTIONS]


def _task(p: Persona, question: str) -> Any:
    room = Room(p, private=True)
    room.stimulus(question, source="interviewer")
    return room.task(p)


def test_the_order_of_a_documents_keys_changes_no_turn():
    chance = Random(SEED)
    for spec in documents():
        assert turns(shuffled(spec, chance)) == turns(spec), f"seed {SEED}: {spec['name']}"


def _prompts() -> list[Prompt]:
    return [
        Prompt((Message("user", ""),), BaseModel, _task(p, question), (p.name, str(number)), SEED, "test")
        for p in people()
        for number, question in enumerate(QUESTIONS)
    ]


@pytest.mark.anyio
async def test_the_order_in_which_turns_are_played_on_one_actor_changes_none():
    heard: list[dict[tuple[str, ...], str]] = []
    for order in range(3):
        model, prompts, said = Rehearsal(kept=3), _prompts(), dict[tuple[str, ...], str]()
        Random(order).shuffle(prompts)

        async def play(prompt: Prompt, model: Rehearsal = model, said: dict[tuple[str, ...], str] = said) -> None:
            await anyio.lowlevel.checkpoint()
            said[prompt.address] = (await model.complete(prompt)).text

        async with anyio.create_task_group() as group:
            for prompt in prompts:
                group.start_soon(play, prompt)
        heard.append(said)
    assert heard[0] == heard[1] == heard[2]
    assert len(set(heard[0].values())) > len(people())


SCRIPT = """
import json
from tests.rehearsal.test_permutations import documents, turns
print(json.dumps([turns(spec) for spec in documents()[::4]], ensure_ascii=True))
"""


def test_the_hash_seed_of_the_process_changes_no_turn():
    root = Path(__file__).parents[2]
    played = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "4242")
    ]
    assert played[0] == played[1]
    assert json.loads(played[0])


@pytest.mark.parametrize("stem", ["Lisa_Carter", "Mahrous_Gaballah", "Solveig_Rustad"])
def test_the_same_thing_is_chosen_in_all_six_orders(stem: str):
    chosen: set[str] = set()
    for order in itertools.permutations(CHOICE):
        question = "Which one would you take? " + " ".join(f"{n}) {o}" for n, o in enumerate(order, 1))
        said = ask(person(stem), question)
        picked = option_chosen(said, options_in((question,)))
        assert picked, said
        chosen.add(order[int(picked[0].label) - 1])
    assert len(chosen) == 1, chosen
