"""What is read of a study afterwards: its own answers, its material as it was seen, its results first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.doubles import Scripted, plain, table, turn
from tests.exports.test_reports import Page, exported
from tests.surveys.panels import always, answering, made, panel
from tests.surveys.test_versions import BUY, PRICES, SHOW, buyers
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.studies.tasks import ExtractTask

PEOPLE = ["Oscar", "Lisa Carter", "Solveig Rustad"]
ROOM: dict[str, Any] = {"people": PEOPLE, "say": "What speaks against the box?", "seed": 1}
TEA: dict[str, Any] = {"id": "drink", "text": "Tea or coffee?", "kind": "choice", "options": ["tea", "coffee"]}
SIMULATED = "Simulated people: what they say is a model’s guess at what people like them would say."


async def test_of_people_with_a_past_a_survey_shows_what_it_asked_and_was_told(tmp_path: Path) -> None:
    async with table(tmp_path, answering(always("tea"))) as at:
        room = await at.ok("run_world", **ROOM, steps=3)
        survey = await at.ok("ask_people", run=room.run, questions=[TEA])
        transcript = await at.ok("get_run", run=survey.run, detail="transcript")
        events = await at.ok("get_run", run=survey.run, detail="events")
        _, html = await exported(at, survey.run, "html")
        _, markdown = await exported(at, survey.run, "markdown")

    where = f'(Before this they went through {room.run}: get_run(run="{room.run}", detail="transcript") reads it.)'
    for told in (transcript, events):
        assert where in told.text
        assert "[drink] asks: Tea or coffee?" in told.text
        assert ROOM["say"] not in told.text
        assert all(f"{name} [drink]: tea" in told.text for name in PEOPLE)
    page = Page(html).text
    assert ROOM["say"] not in page
    assert "steps" not in page
    assert f"Before this: they went through {room.run}, which is not told here" in markdown.replace("\\", "")


async def test_what_was_shown_is_told_as_each_version_had_it(tmp_path: Path) -> None:
    async with table(tmp_path, buyers()) as at:
        crowd = await made(at, panel(4))
        survey = await at.ok("ask_people", people=[crowd], questions=[BUY], show=SHOW, variants=PRICES, seed=3)
        transcript = await at.ok("get_run", run=survey.run, detail="transcript")
        _, html = await exported(at, survey.run, "html")
        _, markdown = await exported(at, survey.run, "markdown")

    assert "{{" not in transcript.text
    assert "version cheap: A lamp. 9 euros only.\n    version dear: A lamp. 90 euros only." in transcript.text
    assert "[buy, version dear] asks: Would you buy it at 90 euros?" in transcript.text
    page = " ".join(Page(html).text.split())
    assert "showed (version cheap) A lamp. 9 euros only." in page
    assert "showed (version dear) A lamp. 90 euros only." in page
    assert "showed (version dear):\n\n> A lamp. 90 euros only." in markdown


async def test_every_report_ends_with_what_its_people_are_and_names_the_model(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        room = await at.ok("run_world", **ROOM)
        _, markdown = await exported(at, room.run, "markdown")
        _, html = await exported(at, room.run, "html")

    assert markdown.endswith(f"\n{SIMULATED}\n")
    assert Page(html).text.strip().endswith(SIMULATED)
    assert "- Played by: the model scripted-1\n" in markdown


def ranker(prompt: Prompt) -> Any:
    match prompt.task:
        case TurnTask():
            return turn("The box is too large.")
        case ExtractTask(transcript=lines):
            own = [line for line in lines if not line.from_outside]
            words = [{"field": "objection", "position": line.position, "quote": line.content} for line in own]
            return {
                "records": [
                    {"person": line.person, "quotes": [quote], "objection": "size", "rank": rank}
                    for rank, (line, quote) in enumerate(zip(own, words, strict=True), 1)
                ]
            }
        case _:
            return plain(prompt)


RANKED: dict[str, Any] = {
    "objective": "objections by weight",
    "fields": {"objection": "what it is", "rank": {"type": "integer"}},
    "group_by": "run",
}


async def test_the_preview_of_an_extraction_begins_with_what_was_found(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(ranker)) as at:
        talk = await at.ok("listen_and_act", people=PEOPLE, show="A blue box.", say="Would you buy it?", seed=1)
        found = await at.ok("extract_results", run=[talk.run], **RANKED)
        made, html = await exported(at, found.run, "html")

    preview = made.data["preview"].replace("\\", "")
    assert preview.index("## What was found") < preview.index("## In figures")
    assert "## What was said" not in preview.partition("## In their words")[0]
    page = " ".join(Page(html).text.split())
    assert "showed (under “What was asked”)" in page
    assert "as above" not in page


async def test_ranks_in_records_of_a_run_are_not_drawn_and_records_are_not_answers(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(ranker)) as at:
        room = await at.ok("run_world", **ROOM, steps=1)
        found = await at.ok("extract_results", run=[room.run], **RANKED)
        _, markdown = await exported(at, found.run, "markdown")

    assert "rank: 1 × 1, 2 × 1, 3 × 1" in found.text
    assert "### Rank" not in markdown
    assert "### Objection" in markdown
    assert "n = 3, records" in markdown


async def test_the_title_of_a_chart_is_the_whole_question_with_its_version(tmp_path: Path) -> None:
    seen = "Imagine that you pass a shop on your way home and see this lamp in its window"
    long = {**BUY, "text": f"{seen}: would you buy it at {{{{price}}}}?"}
    async with table(tmp_path, buyers()) as at:
        crowd = await made(at, panel(10))
        survey = await at.ok("ask_people", people=[crowd], questions=[long], show=SHOW, variants=PRICES, seed=3)
        _, svg = await exported(at, survey.run, "svg")

    assert "would you buy it at 90 euros? (version dear)</title>" in svg
    heading = re.findall(r'font-weight="600"[^>]*>([^<]*)<', svg)
    assert "(version dear)" in "".join(heading), heading
