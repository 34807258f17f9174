"""A story tells what was voted, and what people are called in it."""

from __future__ import annotations

from pathlib import Path

from tests.doubles import table
from tests.rehearsal.stage import answer
from troupe_mcp.simulation.worlds.transcript import Utterance
from troupe_mcp.studies.tasks import StoryTask

BALLOT = {"text": "How will you travel?", "options": ["Tram", "Car"]}


async def test_a_story_of_a_world_with_a_ballot_tells_how_all_voted(tmp_path: Path):
    people = [{"name": name, "occupation": "clerk"} for name in ("Ana", "Bo", "Chi")]
    async with table(tmp_path) as at:
        cast = (await at.ok("create_people", each=people)).run
        run = await at.ok("run_world", people=[cast], say="Talk.", steps=2, seed=4, ballot=BALLOT)
        told = await at.ok("tell_story", run=run.run)

    assert "before they talked. How will you travel?" in told.data["story"]
    assert "after they talked. How will you travel?" in told.data["story"]


def test_a_story_calls_a_doctor_by_first_name_and_knows_a_town_from_a_trade():
    spoken = [
        Utterance(1, 1, "say", "moderator", "What now?", from_outside=True),
        Utterance(2, 1, "TALK", "Dr. Eva Roth", "We wait for the bus."),
        Utterance(3, 2, "TALK", "Darren Hale", "I would rather walk home.", ("Dr. Eva Roth",)),
        Utterance(4, 3, "TALK", "Dr. Eva Roth", "That is a long walk."),
        Utterance(5, 4, "TALK", "Darren Hale", "Then we talk on the way."),
    ]
    cast = (("Dr. Eva Roth", "44; Dentist; Leeds"), ("Darren Hale", "Driver; Leeds"), ("Li Wu", "Chinese; Leeds"))
    story = answer(StoryTask(tuple(spoken), cast, False, 300))["story"]
    assert "Dr. Eva Roth, a dentist" in story
    assert "Darren Hale, a driver" in story
    assert "a leeds" not in story
    assert "Dr., " not in story
    assert "Eva" in story.replace("Dr. Eva Roth", "")
    assert story.count("The talk went on.") == 1
