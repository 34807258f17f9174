"""What people are called, and whom a name means among several."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doubles import Scripted, Written, table, turn
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.casting.casting import told_apart
from troupe_mcp.simulation.people.names import called, first_name, match_name
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.events import Acted


@pytest.mark.parametrize(
    ("name", "face"),
    [
        ("Lisa Carter", "Lisa"),
        ("Dr. Eva Roth", "Eva"),
        ("Prof. Dr. Eva Roth, PhD", "Eva"),
        ("Sir Ian McKellen", "Ian"),
        ("Mrs Adeyemi", "Mrs Adeyemi"),
        ("Frau Dr. Schulz", "Frau Dr. Schulz"),
        ("Jean-Luc de la Cruz", "Jean-Luc"),
        ("O'Brien", "O'Brien"),
        ("bo", "bo"),
        ("k2", "k2"),
        ("the baker", "the baker"),
        ("Old Tom", "Old Tom"),
        ("Participant 3", "Participant 3"),
        ("Speaker B", "Speaker B"),
        ("J. R. Smith", "J. R. Smith"),
        ("Carter, Lisa", "Lisa"),
        ("Ana (2)", "Ana"),
        ("李伟", "李伟"),
        ("Dr.", "Dr."),
    ],
)
def test_somebody_is_called_by_the_first_name_unless_it_is_none(name: str, face: str) -> None:
    assert first_name(name) == face
    assert called(name, [name, "Somebody Else"]) == face


def test_who_shares_a_first_name_with_another_here_is_called_by_the_whole_one() -> None:
    here = ["Lisa Carter", "Dr. Lisa Meier", "Bo", "Bo (2)", "Oscar"]
    assert [called(name, here) for name in here] == ["Lisa Carter", "Dr. Lisa Meier", "Bo", "Bo (2)", "Oscar"]


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("Dr. Roth", "Dr. Eva Roth"),
        ("eva roth", "Dr. Eva Roth"),
        ("Professor Roth", None),
        ("Mr. Roth", "Mr Max Roth"),
        ("roth", None),
        ("Señora de la Cruz", "Ana M. de la Cruz"),
        ("Ana de la Cruz", "Ana M. de la Cruz"),
        ("Bo", "Bo"),
        ("Bo (2)", "Bo (2)"),
        ("Bo (3)", None),
        ("", None),
    ],
)
def test_a_name_means_the_one_who_may_be_called_so(wanted: str, meant: str | None) -> None:
    assert match_name(wanted, ["Dr. Eva Roth", "Mr Max Roth", "Ana M. de la Cruz", "Bo", "Bo (2)"]) == meant


def test_doubles_get_their_initial_before_the_surname() -> None:
    names = ["Dr. Eva Roth", "Dr. Eva Roth", "Mrs Adeyemi", "Mrs Adeyemi", "Bo", "Bo"]
    assert told_apart(names, []) == [
        "Dr. Eva Roth", "Dr. Eva M. Roth", "Mrs Adeyemi", "Mrs M. Adeyemi", "Bo", "Bo (2)",
    ]  # fmt: skip


async def test_what_is_said_to_a_surname_with_its_title_or_to_a_shared_first_name_reaches_those_meant(
    tmp_path: Path,
) -> None:
    whom = {"Dr. Eva Roth": "Lisa", "Lisa Carter": "Dr. Roth", "Lisa Meier": "Lisa Carter and Eva"}

    def calls(prompt: Prompt) -> Written:
        assert isinstance(prompt.task, TurnTask)
        return turn("Are you there?", to=whom[prompt.task.person])

    async with table(tmp_path, Scripted(calls)) as at:
        people = [(await at.ok("create_person", persona={"name": name})).data["person"] for name in whom]
        told = await at.ok("run_world", people=people, say="Hello?", steps=1, order="together")
        acted = {each.person: each for each in await at.log(told.run) if isinstance(each, Acted)}

    assert {name: each.to for name, each in acted.items()} == {
        "Dr. Eva Roth": ("Lisa Carter", "Lisa Meier"),
        "Lisa Carter": ("Dr. Eva Roth",),
        "Lisa Meier": ("Lisa Carter", "Dr. Eva Roth"),
    }
    assert not any(each.unknown for each in acted.values())
