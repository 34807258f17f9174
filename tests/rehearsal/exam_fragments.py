"""Fragments change what they bear on and nothing else; two of them together land in their corner of the compass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.rehearsal.exam_polarity import fragments, verdict
from tests.rehearsal.stage import ask, person
from troupe_mcp.language.model import Model
from troupe_mcp.simulation.people.persona import Persona, merge

BEARING: dict[str, dict[str, list[str]]] = json.loads(Path(__file__).with_name("bearing.json").read_text("utf-8"))
SHEETS: list[list[tuple[str, int, str]]] = json.loads(Path(__file__).with_name("compass.json").read_text("utf-8"))[
    "sheets"
]
BASES = ("Caio_Marinho", "Fetu_Leavasa", "Mahrous_Gaballah")
SPARSE: dict[str, Any] = {"name": "Ola Nor", "occupation": {"title": "Clerk"}}
ANSWERS = {"strongly disagree": -2, "strongly agree": 2, "disagree": -1, "agree": 1}
SIDES = {"left_wing": ("economy", 1), "right_wing": ("economy", -1), "libertarian": ("society", 1)}
SIDES["authoritarian"] = ("society", -1)


def mixed(base: dict[str, Any], *names: str) -> Persona:
    spec = base
    for name in names:
        spec = merge(spec, fragments()[name])
    return Persona.of(spec)


def bearing(model: Model) -> list[str]:
    """Return a complaint for each question on which a mixed-in fragment should change the stance or leave it."""
    found: list[str] = []
    for name, asked in BEARING.items():
        for stem in BASES:
            plain, changed = person(stem), mixed(dict(person(stem).spec), name)
            for question, changes in [(q, True) for q in asked["bears"]] + [(q, False) for q in asked["leaves"]]:
                before, said = ask(plain, question, model=model), ask(changed, question, model=model)
                if (verdict(before) != verdict(said)) != changes:
                    found.append(f"{name} in {stem} | {question} | {before} | {said}")
    return found


def coded(said: str) -> int:
    """Return -2 to 2 for the first of the four answers that a reply begins with; 0 where it names none."""
    return next((value for label, value in ANSWERS.items() if said.lower().startswith(label)), 0)


def position(p: Persona, sheet: list[tuple[str, int, str]], model: Model) -> dict[str, int]:
    """Return where a person lands: left and liberty are positive."""
    placed = {"economy": 0, "society": 0}
    for axis, key, statement in sheet:
        said = ask(p, f"{statement} Do you strongly disagree, disagree, agree or strongly agree?", model=model)
        placed[axis] += coded(said) * key
    return placed


def compass(model: Model) -> list[str]:
    """Return a complaint for each political fragment, alone or in a pair, that misses its side of the compass."""
    found: list[str] = []
    for base in (dict(person("Caio_Marinho").spec), SPARSE):
        for number, sheet in enumerate(SHEETS):
            for names in [(n,) for n in SIDES] + [(e, s) for e in list(SIDES)[:2] for s in list(SIDES)[2:]]:
                placed = position(mixed(base, *names), sheet, model)
                wanted = dict(SIDES[name] for name in names)
                for axis, reached in placed.items():
                    if reached * wanted.get(axis, 0) < (4 if axis in wanted else 0) or (
                        axis not in wanted and abs(reached) > 3
                    ):
                        found.append(f"{base['name']} with {names} on sheet {number}: {placed}")
    return found
