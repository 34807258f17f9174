"""A run told as prose: short, in order, in real quotes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import ERAS, Era, Scripted, plain, spoken, table, text_of, turn
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.studies.stories import unfounded
from troupe_mcp.studies.tasks import StoryTask

GROUP: dict[str, Any] = {
    "people": ["Lisa Carter", "Oscar", "Evaristo Cob", "Fetu Leavasa"],
    "situation": "A market hall in the evening.",
    "say": "Should big chain stores pay higher rent?",
    "script": [{"step": 3, "say": "Would you pay for an app that keeps your receipts?"}],
    "steps": 3,
}


async def test_words_that_a_story_only_pretends_to_quote_are_told(tmp_path: Path) -> None:
    def liar(prompt: Prompt) -> Any:
        if isinstance(prompt.task, StoryTask):
            return {"story": "“Oscar speaks at step 1,” said Oscar, and the moon rose. “I love the moon,” he sighed."}
        return plain(prompt)

    model = Scripted(liar)
    async with table(tmp_path, model) as at:
        talk = await at.ok("listen_and_act", people=["Oscar"], say="Hello?", seed=1)
        told = await at.ok("tell_story", run=talk.run, words=80, requirements="For children.")
        read = await at.ok("get_run", run=told.data["job"])

    [asked] = [text_of(prompt) for prompt in model.asked if isinstance(prompt.task, StoryTask)]
    assert "At most 80 words." in asked
    assert "For children." in asked
    assert told.data["unfounded"] == ["I love the moon,"]
    assert "Nobody said, though the story quotes it: “I love the moon,”" in told.text
    assert read.data["story"] == told.data["story"]


def test_a_quote_is_found_whatever_its_marks() -> None:
    assert unfounded("He said “it’s fine”, and “Never”.", ["It's fine. Really."]) == ["Never"]


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("words", [50, 90, 150, 300, 800])
async def test_a_rehearsed_story_keeps_within_its_words_and_invents_no_quote(
    tmp_path: Path, era: Era, words: int
) -> None:
    async with table(tmp_path, era=era) as at:
        group = await at.ok("run_world", **GROUP, seed=words)
        told = await at.ok("tell_story", run=group.run, words=words)
        said = sum(len(spoke.split()) for _, _, spoke in spoken(await at.events(group.run)))

    story = told.data["story"]
    assert min(words / 3, said) < len(story.split()) <= words, "no shorter than it must be"
    assert "unfounded" not in told.data
    assert "Lisa Carter" in story
    assert "Should big chain stores pay higher rent?" in story
    assert story.count("“") == story.count("”") > 1
    assert "no evidence about people" in told.text.splitlines()[0]


async def test_a_long_story_lets_everybody_speak_in_the_order_of_the_log(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        group = await at.ok("run_world", **GROUP, seed=2)
        told = await at.ok("tell_story", run=group.run, words=2000)
        happened = spoken(await at.events(group.run))

    story = re.sub(r"[^a-z]+", " ", told.data["story"].lower())
    begun = [re.sub(r"[^a-z]+", " ", " ".join(words.lower().split()[:5])).strip() for _, _, words in happened]
    places = [story.find(words) for words in begun]
    assert min(places) >= 0
    assert places == sorted(places)


async def test_a_rehearsed_story_says_that_it_follows_no_wishes(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        talk = await at.ok("listen_and_act", people=["Solveig Rustad"], say="Do you trust banks?", seed=1)
        plainly = await at.ok("tell_story", run=talk.run)
        wished = await at.ok("tell_story", run=talk.run, requirements="As a sonnet.")

    assert wished.data["story"] == plainly.data["story"]
    assert "requirements had no effect" in wished.text
    assert "warnings" not in plainly.data
    assert plainly.data["story"].startswith("Solveig Rustad, a ")


async def test_a_person_is_introduced_once_and_again_for_nothing(tmp_path: Path) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        price = await at.ok("tell_story", person="Oscar", dry_run=True)
        first = await at.ok("tell_story", person="Oscar", seed=1)
        again = await at.ok("tell_story", person="Oscar", seed=1, new=True)
        both = await at.error("tell_story", person="Oscar", run=first.run)
        neither = await at.error("tell_story")

    assert price.data["estimate"]["calls"] == [1, 1]
    assert first.data["story"] == again.data["story"] == "They met, and they talked."
    assert [line["name"] for line in first.data["people"]] == ["Oscar"]
    assert len(model.asked) == 1
    assert "shared laundry room" in text_of(model.asked[0])
    assert both == neither


async def test_a_rehearsed_introduction_says_who_somebody_is(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("tell_story", person="Evaristo Cob")

    assert told.data["story"].startswith("Evaristo Cob is a 64-year-old shop owner from Mérida. He ")
    assert told.data["notice"].startswith("Rehearsal")


async def test_the_next_chapter_tells_what_has_happened_since_and_goes_on_in_its_words(tmp_path: Path) -> None:
    def teller(prompt: Prompt) -> Any:
        match prompt.task:
            case TurnTask(person=person, step=step):
                return turn(f"{person}, step {step}.")
            case StoryTask(before=before):
                return {"story": "Then it went on." if before else "It began."}
            case _:
                return plain(prompt)

    async with table(tmp_path, model := Scripted(teller)) as at:
        group = await at.ok("run_world", people=["Oscar", "Lisa Carter"], say="Well?", steps=1, seed=1)
        first = await at.ok("tell_story", run=group.run)
        await at.ok("run_world", run=group.run, steps=1, say="And then?")
        price = await at.ok("tell_story", continue_from=first.run, dry_run=True)
        second = await at.ok("tell_story", continue_from=first.run)
        again = await at.ok("tell_story", continue_from=first.run, new=True)
        third = await at.ok("tell_story", continue_from=second.run, twist=True)
        fourth = await at.ok("tell_story", continue_from=third.run)

    assert f'tell_story(continue_from="{first.run}")' in first.data["next"]
    texts = [text_of(prompt) for prompt in model.asked if isinstance(prompt.task, StoryTask)]
    assert "step 2" in texts[1]
    assert "Oscar, step 1." not in texts[1]
    assert texts[1].endswith("The story so far\nIt began.")
    assert ("imagined" in second.data, again.data["cost"]["calls"]) == (False, 0)
    assert price.data["estimate"]["calls"] == [1, 1]
    assert third.data["imagined"]
    assert "Imagined: nothing of this has happened" in third.text
    assert "surprising turn" in texts[2]
    assert texts[2].endswith("The story so far\nIt began.\n\nThen it went on.")
    assert fourth.data["imagined"], "what follows what was imagined is imagined as well"
    assert "surprising turn" not in texts[3]


async def test_a_chapter_needs_a_story_before_it_and_the_rehearsal_imagines_nothing(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        group = await at.ok("run_world", people=["Oscar", "Lisa Carter"], say="Tea or coffee?", steps=1, seed=1)
        other = await at.ok("listen_and_act", people=["Oscar"], say="Tea?", seed=1)
        story = await at.ok("tell_story", run=group.run)
        assert f'run_world(run="{group.run}", steps=2) plays on, then tell_story(continue_from=' in story.data["next"]
        of_whom = await at.error("tell_story", continue_from=group.run)
        whose = await at.error("tell_story", continue_from=story.run, run=other.run)
        twist = await at.error("tell_story", run=group.run, twist=True)
        nothing = await at.error("tell_story", continue_from=story.run)
        await at.ok("run_world", run=group.run, steps=1, say="And on Sundays?")
        turning = await at.error("tell_story", continue_from=story.run, twist=True)
        chapter = await at.ok("tell_story", continue_from=story.run)

    assert "is no finished story" in of_whom
    assert f"tells of {group.run}" in whose
    assert "give continue_from" in twist
    assert f'run_world(run="{group.run}", steps=2)' in nothing
    assert "Nothing has happened since that story" in nothing
    assert "For what has happened since leave twist out" in turning
    assert "And on Sundays?" in chapter.data["story"]
    assert "Tea or coffee?" not in chapter.data["story"]
    assert "imagined" not in chapter.data


@pytest.mark.parametrize(
    ("tool", "asked"),
    [
        ("tell_story", {}),
        ("check_proposition", {"claim": "Oscar speaks."}),
        ("extract_results", {"objective": "What was said", "group_by": "run"}),
    ],
)
async def test_a_study_that_was_stopped_goes_on_with_what_it_began_to_read_however_far_that_went(
    tmp_path: Path, tool: str, asked: dict[str, Any]
) -> None:
    model = Scripted()
    async with table(tmp_path, model) as at:
        group = await at.ok("run_world", people=["Oscar", "Lisa Carter"], say="Hello.", steps=1, seed=3)
        paid = len(model.asked)
        model.gate.clear()
        of = [group.run] if tool == "extract_results" else group.run
        job = await at.ok(tool, run=of, **asked, wait_seconds=0)
        await model.until_asked(paid + 1)
        await at.ok("cancel_run", run=job.data["job"])
        model.gate.set()
        await at.ok("run_world", run=group.run, say="What else?", steps=1)
        done = await at.ok("continue_run", run=job.data["job"])

    first, last = model.asked[paid], model.asked[-1]
    assert done.data["status"] == "done"
    assert text_of(last) == text_of(first)
    assert "What else?" not in text_of(last)
