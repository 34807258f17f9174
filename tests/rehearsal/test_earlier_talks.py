"""People remember talks, say in private what they held back, and draw an answer out when they are asked on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.doubles import REHEARSAL, Table, table

LIBRARY = ["Ximena Undurraga", "Oscar", "Lisa Carter", "Solveig Rustad", "Evaristo Cob", "Caio Marinho"]
BUSES = "What do you think about night buses?"
EVADES = re.compile(
    r"couldn't (?:tell|say)|comes to mind|nothing to tell|no idea|leave to others|Would I know", re.IGNORECASE
)


async def last(at: Table, run: str) -> dict[str, str]:
    """Return what everybody said last."""
    return {event["person"]: event["content"] for event in await at.events(run) if event.get("type") == "TALK"}


@pytest.mark.parametrize("asked", ["Have we talked before?", "Do you remember what we spoke about?"])
async def test_who_brought_a_memory_of_a_talk_names_what_it_was_about_and_who_has_none_says_so(
    tmp_path: Path, asked: str
):
    async with table(tmp_path) as at:
        strangers = await last(at, (await at.ok("listen_and_act", people=LIBRARY, say=asked, seed=3, **REHEARSAL)).run)
    async with table(tmp_path / "later") as at:
        await at.ok("listen_and_act", people=LIBRARY, say=BUSES, seed=3, **REHEARSAL)
        again = await at.ok("listen_and_act", people=LIBRARY, say=asked, bring_memories=True, seed=4, **REHEARSAL)
        known = await last(at, again.run)

    assert not [line for line in strangers.values() if EVADES.search(line) or "buses" in line]
    assert all("night buses" in line.lower() for line in known.values()), known
    assert len({*known.values()}) == len({*strangers.values()}) == len(LIBRARY), "each in their own manner"


async def test_what_was_told_before_is_told_again_from_a_brought_memory_and_in_the_same_talk(tmp_path: Path):
    async with table(tmp_path) as at:
        first = (await at.ok("listen_and_act", people=LIBRARY, say=BUSES, seed=3, **REHEARSAL)).run
        await at.ok("listen_and_act", run=first, say="What did you tell me earlier?", **REHEARSAL)
        here = await last(at, first)
        asked = "What did you tell me last time?"
        again = await at.ok("listen_and_act", people=LIBRARY, say=asked, bring_memories=True, seed=4, **REHEARSAL)
        later = await last(at, again.run)

    for said in (here, later):
        assert "the night bus to Concepción" in said["Ximena Undurraga"]
        assert "the bus with two empty rows" in said["Solveig Rustad"]


async def test_asked_in_private_after_a_group_people_say_what_they_held_back_until_all_is_said(tmp_path: Path):
    async with table(tmp_path) as at:
        asked = "Should the town pay for a night bus?"
        run = (await at.ok("run_world", people=LIBRARY, say=asked, steps=2, seed=4, **REHEARSAL)).run
        aloud = " ".join(event.get("content", "") for event in await at.events(run))
        told: list[dict[str, str]] = []
        for question in (
            "What did you not say in the room?",
            "What did you really think?",
            "Did you hold anything back?",
        ):
            await at.ok("listen_and_act", run=run, say=question, **REHEARSAL)
            told.append(await last(at, run))
        await at.ok("listen_and_act", run=run, say="What did you really think of Oscar's opinion?", **REHEARSAL)
        of_oscar = await last(at, run)

    assert not [line for said in told for line in said.values() if EVADES.search(line)]
    assert "390,000 kroner" in told[0]["Solveig Rustad"]
    assert "390,000 kroner" not in aloud
    assert "against" in told[0]["Ximena Undurraga"]
    assert "for it" in told[0]["Oscar"], "he saw what was good about it, and holds to it"
    assert all("Oscar" in line for person, line in of_oscar.items() if person != "Oscar")


@pytest.mark.parametrize("probe", ["Why?", "Can you give an example?", "What do you mean by that?"])
async def test_who_is_asked_on_draws_out_what_they_have_just_said(tmp_path: Path, probe: str):
    async with table(tmp_path) as at:
        run = (await at.ok("listen_and_act", people=LIBRARY, say=BUSES, seed=4, **REHEARSAL)).run
        await at.ok("listen_and_act", run=run, say=probe, **REHEARSAL)
        said = await last(at, run)

    assert "the night bus to Concepción" in said["Ximena Undurraga"], "it is all that she has to do with them"
    assert "Mayors should be made to walk" in said["Evaristo Cob"]
    assert not [line for line in said.values() if re.search(r"nothing to add|That's about all|whole show", line)]


async def test_who_took_a_side_brings_a_point_for_it_when_asked_why(tmp_path: Path):
    async with table(tmp_path) as at:
        asked = "Would you use a night bus?"
        run = (await at.ok("listen_and_act", people=LIBRARY, say=asked, seed=4, **REHEARSAL)).run
        await at.ok("listen_and_act", run=run, say="Why?", **REHEARSAL)
        said = await last(at, run)

    assert not [line for line in said.values() if EVADES.search(line) or "nothing to add" in line]
    assert said["Oscar"] == "Nobody would sit in it but the driver."
