"""What was cut of an answer is said wherever a file shows that answer, and nowhere else."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from tests.doubles import Scripted, Written, plain, ruling, table, turn
from tests.exports.test_reports import Page, content, exported
from tests.surveys.panels import made, panel
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.steering.moderating import ModerateTask
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.refereeing import RefereeTask
from troupe_mcp.studies.survey.tasks import AskTask

TWO = ["Oscar", "Lisa Carter"]
LONG = "word " * 900
CUT = "cut at 4,000 of 4,499 characters"
MORE = "2 more actions left out; thought cut at 600 of 700 characters"


def at_length(prompt: Prompt) -> Written:
    """Oscar says too much, and too many things; Lisa does not."""
    if isinstance(prompt.task, TurnTask) and prompt.task.person == "Oscar":
        return turn(LONG, *["So."] * 7, thought="t" * 700)
    return plain(prompt)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


async def test_what_is_cut_of_a_turn_is_said_in_every_form_of_a_talk(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(at_length)) as at:
        told = await at.ok("run_world", people=TWO, say="Hello.", steps=1)
        texts = {form: (await exported(at, told.run, form))[1] for form in ("html", "markdown", "csv", "jsonl")}
        transcript = (await at.app.get_run(told.run)).transcript()

    page = Page(texts["html"])
    assert page.wrong == []
    assert page.text.count(CUT) == 1
    assert f"Oscar gave more than is kept ({MORE})." in page.text
    assert texts["markdown"].count(f"**Oscar** ({CUT})") == 1
    assert f"**Oscar** gave more than is kept ({MORE})" in texts["markdown"]
    rows = rows_of(texts["csv"])
    assert [(row["person"], row["note"]) for row in rows if row["type"] == "utterance" and row["note"]] == [
        ("Oscar", CUT)
    ]
    assert [(row["person"], row["note"], row["action"]) for row in rows if row["type"] == "cut"] == [
        ("Oscar", MORE, "")
    ]
    lines = [json.loads(line) for line in texts["jsonl"].splitlines()]
    assert [line["note"] for line in lines if "note" in line] == [CUT, MORE]
    assert transcript.count(f"word… ({CUT})") == 1


async def test_a_talk_in_which_nothing_was_cut_says_nothing_of_it(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        told = await at.ok("run_world", people=TWO, say="Hello.", steps=1)
        texts = {form: (await exported(at, told.run, form))[1] for form in ("html", "markdown", "csv", "jsonl")}

    assert not [form for form, text in texts.items() if "cut at" in text or "more than is kept" in text]
    assert {row["note"] for row in rows_of(texts["csv"])} == {""}


async def test_what_a_moderator_or_a_referee_said_at_length_is_noted_as_well(tmp_path: Path) -> None:
    def script(prompt: Prompt) -> Written:
        match prompt.task:
            case ModerateTask():
                return {"thought": "Hm.", "move": "probe", "say": "s" * 601, "to": ""}
            case RefereeTask():
                return ruling({"Oscar": "r" * 605})
            case TurnTask(person="Oscar"):
                return turn("jumps", does="DO")
            case _:
                return plain(prompt)

    async with table(tmp_path, Scripted(script)) as at:
        led = await at.ok("run_world", people=TWO, guide=["What annoys you?"], steps=2)
        judged = await at.ok("run_world", people=TWO, setting="refereed", say="Jump.", steps=1)
        texts = [(await exported(at, run.run, "markdown"))[1] for run in (led, judged)]

    assert "(cut at 600 of 601 characters)" in texts[0]
    assert "(cut at 600 of 605 characters)" in texts[1]


async def test_a_document_that_is_not_whole_says_so_in_a_report_and_in_its_own_files(tmp_path: Path) -> None:
    text = f"# Plan\n{'word ' * 2_000}end"
    note = f"cut at 10,000 of {len(text):,} characters"
    wrote = turn(text, does="WRITE")
    async with table(tmp_path, Scripted(lambda p: wrote if isinstance(p.task, TurnTask) else plain(p))) as at:
        told = await at.ok("run_world", people=["Oscar"], say="Write.", steps=1, tools=["documents"])
        _, report = await exported(at, told.run, "markdown")
        packed = zipfile.ZipFile(io.BytesIO(content(await at.ok("export_run", run=told.run, format="documents"))))

    assert report.partition("## What they wrote")[2].count(note) == 1
    files = {name.rpartition(".")[2]: packed.read(name).decode("utf-8", "replace") for name in packed.namelist()}
    assert note in files["md"]
    assert note in files["html"]


async def test_a_reason_of_a_survey_that_was_cut_is_noted_beside_it(tmp_path: Path) -> None:
    put: dict[str, Any] = {"id": "tea", "text": "Tea or coffee?", "kind": "choice", "options": ["tea", "coffee"]}

    def script(prompt: Prompt) -> Written:
        if not isinstance(prompt.task, AskTask):
            return plain(prompt)
        return {"choice": "A", "reason": "r" * (700 if prompt.task.moment.person == "Person 0" else 10)}

    async with table(tmp_path, Scripted(script)) as at:
        told = await at.ok("ask_people", people=[await made(at, panel(2))], questions=[put])
        rows = rows_of((await exported(at, told.run, "csv"))[1])
        _, report = await exported(at, told.run, "markdown")

    assert [row["note"] for row in rows] == ["reason cut at 600 of 700 characters", ""]
    assert "| Person | Question | Answer | Reason | Note |" in report
