"""Tables: they load with the right types, and no cell of them runs as a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.doubles import Scripted, Table, Written, plain, table, turn
from tests.exports.test_reports import content
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.studies.reports.tables import safe
from troupe_mcp.studies.tasks import ExtractTask

PRICE = {"price": {"type": "number"}, "likes": {"type": "boolean"}, "=cmd": "a field with a bad name"}


def sells(prompt: Prompt) -> Written:
    """Everybody names a price; all but Oscar say why, in words that a spreadsheet would compute."""
    if isinstance(prompt.task, TurnTask):
        return turn('=HYPERLINK("http://evil.example","2.50")')
    if isinstance(prompt.task, ExtractTask):
        value = None if prompt.task.person == "Oscar" else "@SUM(1+1)*cmd|' /C calc'!A0"
        return {"found": {"price": -2.5, "likes": True, "=cmd": value}, "quotes": []}
    return plain(prompt)


async def text_of(at: Table, run: str, form: str) -> str:
    return content(await at.ok("export_run", run=run, format=form)).decode()


async def asked(at: Table) -> tuple[str, str]:
    """A talk, and what was extracted of it."""
    talk = await at.ok("listen_and_act", people=["Oscar", "Lisa Carter"], say="+What would you pay?", seed=7)
    found = await at.ok("extract_results", run=talk.run, objective="the price", fields=PRICE)
    return talk.run, found.run


async def test_rows_of_findings_load_in_pandas_with_their_types(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(sells)) as at:
        talk, run = await asked(at)
        rows = pd.read_csv(io.StringIO(await text_of(at, run, "csv")))
        lines = pd.read_json(io.StringIO(await text_of(at, run, "jsonl")), lines=True)

    assert list(rows["person"]) == ["Oscar", "Lisa Carter"]
    assert rows["price"].dtype == "float64"
    assert list(rows["price"]) == [-2.5, -2.5]
    assert rows["likes"].dtype == bool
    assert rows["seed"].dtype == rows["person.age"].dtype == "int64"
    assert list(rows["person.age"]) == [30, 28]
    assert set(rows["run"]) == {talk}
    assert set(rows["player"]) == {"scripted-1"}
    assert list(lines["type"]) == ["run", "person", "person", "record", "record"]
    assert lines[lines["type"] == "record"]["price"].tolist() == [-2.5, -2.5]


async def test_rows_of_a_talk_are_one_an_utterance_with_where_it_stands(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        told = await at.ok("run_world", people=["Oscar", "Lisa Carter"], say="Tea?", steps=2, seed=7)
        rows = pd.read_csv(io.StringIO(await text_of(at, told.run, "csv")))
        log = await at.app.store.all_events(told.run)

    said = rows[rows["type"] == "utterance"]
    assert said["step"].dtype == said["position"].dtype == "int64"
    assert sorted(said["content"]) == [f"{who} speaks at step {n}." for who in ("Lisa Carter", "Oscar") for n in (1, 2)]
    stored: dict[int, Any] = {event.position: event.body for event in log}
    assert [stored[at]["content"] for at in said["position"]] == list(said["content"])
    assert set(said["feeling"]) == {"calm"}


async def test_no_cell_runs_as_a_formula(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(sells)) as at:
        texts = [await text_of(at, run, "csv") for run in await asked(at)]

    cells = [cell for text in texts for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert any("calc" in cell for cell in cells)
    computed = [cell for cell in cells if cell.lstrip()[:1] in {"=", "+", "-", "@", "\uff1d"}]
    assert set(computed) == {"-2.5"}, "a number is a number"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\uff1d1", "\x00=1", "a;=1", "a\t@x"]
)
def test_text_that_a_spreadsheet_would_compute_is_led_by_an_apostrophe(text: str) -> None:
    kept = safe(text)

    assert "'" in kept
    assert kept.replace("'", "") == text.replace("\x00", "")
    assert kept[0] not in "=+-@\t\r\n\uff1d"


@pytest.mark.parametrize("text", ["Bread = life", "1-2", "don't", "", "a, b; c", "e-mail me @ home"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert safe(text) == text
