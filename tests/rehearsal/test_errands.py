"""Whoever is asked in a room to tell another something tells it, to them, in words that are said to somebody."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doubles import table


@pytest.mark.parametrize(
    ("line", "told", "to"),
    [
        ("Dr. Roth, tell him that his radio can't be mended.", "Your radio can't be mended.", ["Stuart Hale"]),
        ("Eva, please tell Stuart gently that he is late. Take your time.", "You are late.", ["Stuart Hale"]),
        ("Eva, tell everybody that the café closes at six.", "The café closes at six.", None),
    ],
)
async def test_what_somebody_is_asked_to_tell_is_told(
    tmp_path: Path, line: str, told: str, to: list[str] | None
) -> None:
    async with table(tmp_path) as at:
        people = [
            (await at.ok("create_person", like=like, name=name)).data["person"]
            for like, name in (("Lisa Carter", "Dr. Eva Roth"), ("Oscar", "Stuart Hale"))
        ]
        run = await at.ok("run_world", people=people, say=line, steps=2, seed=4)
        talk = [event for event in await at.events(run.run) if event.get("type") == "TALK"]

    [first] = [event for event in talk if event["person"] == "Dr. Eva Roth" and event["step"] == 1]
    assert (first["content"], first.get("to")) == (told, to)
    assert [event["content"] for event in talk].count(told) == 1


async def test_nobody_tells_what_is_no_errand_of_theirs(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        run = await at.ok(
            "run_world", people=["Oscar", "Lisa Carter"], say="Lisa, tell me that you sleep well.", steps=2
        )
        alone = await at.ok("listen_and_act", people=["Oscar"], say="Tell her that the train is late.")
        happened = str(await at.events(run.run))

    assert "You sleep well." not in happened
    assert "The train is late." not in alone.text
