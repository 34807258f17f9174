"""Words that a study rests on are told as theirs who said them, from where they stand."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

from tests.doubles import Scripted, Table, Told, plain, table, turn
from tests.exports.test_reports import exported
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.steering.propositions import ClaimTask
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.studies.tasks import ExtractTask

SAID = {
    "Oscar": "The box is too large for one man.",
    "Solveig Rustad": "Twelve dollars a week is the whole trouble with it.",
}
GROUP: dict[str, Any] = {"people": list(SAID), "say": "What speaks against the box?", "seed": 1}
WANTED: dict[str, Any] = {"objective": "objections", "fields": ["objection", "raised_by", "importance"]}


def reader(prompt: Prompt) -> Any:
    """Answer as people do, and read Oscar's objection as important because of Solveig's words."""
    match prompt.task:
        case TurnTask(person=person):
            return turn(SAID[person])
        case ExtractTask(transcript=lines, many=True):
            own, hers = (next(line for line in lines if line.person == name) for name in SAID)
            quotes = [
                {"field": "objection", "position": own.position, "quote": "too large"},
                {"field": "importance", "position": hers.position, "quote": SAID["Solveig Rustad"]},
                {"field": "raised_by", "position": 1, "quote": "too large for one man"},
            ]
            first = {"person": "Oscar", "objection": "size", "raised_by": "Oscar", "importance": "high"}
            second = {"person": "Oscar", "objection": "price", "raised_by": "Oscar", "importance": "low"}
            return {"records": [{**first, "quotes": quotes}, {**second, "quotes": quotes[1:2]}]}
        case ClaimTask(transcript=lines):
            own = next(line for line in lines if line.person == "Oscar")
            quotes = [{"position": own.position, "quote": "too large"}]
            return {"quotes": quotes, "verdict": "yes", "justification": "He says so.", "confidence": 0.9}
        case _:
            return plain(prompt)


async def extracted(at: Table, runs: int = 1) -> tuple[list[Told], Told]:
    groups = [await at.ok("run_world", **GROUP | {"seed": seed}) for seed in range(1, runs + 1)]
    return groups, await at.ok("extract_results", run=[g.run for g in groups], group_by="run", **WANTED)


async def test_a_quote_is_told_as_its_speakers_wherever_it_is_told(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(reader)) as at:
        _, found = await extracted(at)
        files = {name: (await exported(at, found.run, name))[1] for name in ("csv", "jsonl", "html")}

    size, price = found.data["results"]
    assert size["speakers"] == {"objection": "Oscar", "importance": "Solveig Rustad", "raised_by": "Oscar"}
    assert size["positions"]["raised_by"] == size["positions"]["objection"], "where they stand, not where cited"
    assert price["speakers"] == {"importance": "Solveig Rustad"}
    hers = f"importance: Solveig Rustad [{price['positions']['importance']}]: “{SAID['Solveig Rustad']}”"
    assert f"Oscar · objection [{size['positions']['objection']}]: “too large”; {hers}; raised_by [" in found.text
    assert f"Oscar · {hers}" in found.text

    rows = list(csv.DictReader(io.StringIO(files["csv"].removeprefix("\ufeff"))))
    told = [("too large for one man", "Oscar"), (SAID["Solveig Rustad"], "Solveig Rustad")]
    assert [(row["quote"], row["speaker"]) for row in rows] == told
    lines = [json.loads(line) for line in files["jsonl"].splitlines()]
    assert [(line["quote"], line["speaker"]) for line in lines if line["type"] == "record"] == told
    spoken = re.findall(r"<blockquote dir=\"auto\"><p>(.*?)</p><footer>(.*?)</footer>", files["html"])
    assert spoken == told


async def test_a_position_is_told_with_its_run_and_is_found_there(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(reader)) as at:
        groups, found = await extracted(at, runs=2)
        claim = await at.ok("check_proposition", run=groups[0].run, claim="The box is too large.")
        log = await at.ok("get_run", run=groups[0].run, detail="events")

    first, _, other, _ = found.data["results"]
    place, elsewhere = (row["positions"]["objection"] for row in (first, other))
    assert f"objection [{groups[0].run} {place}]: “too large”" in found.text
    assert f"objection [{groups[1].run} {elsewhere}]: “too large”" in found.text
    where = f'get_run(run="{groups[0].run}", detail="events")'
    assert where in found.text
    assert f"[{place}] 1. Oscar: {SAID['Oscar']}" in log.text
    assert claim.data["quotes"] == [{"person": "Oscar", "position": place, "quote": "too large"}]
    assert where in claim.text


async def test_of_several_runs_read_as_wholes_the_result_says_that_each_has_a_list_of_its_own(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(reader)) as at:
        groups, found = await extracted(at, runs=2)
        one = await at.ok("extract_results", run=[groups[0].run], group_by="run", **WANTED)
        runs = [group.run for group in groups]
        whole = await at.ok("extract_results", run=runs, group_by="run", **WANTED, dry_run=True, new=True)
        each = await at.ok("extract_results", run=runs, **WANTED, dry_run=True)

    [warning] = found.data["warnings"]
    assert warning.startswith("Each run was read by itself: ranks and the like hold within a run.")
    assert 'normalize={"objection": 10} with reduce={"group": "objection_label"}' in warning
    assert warning in found.text
    assert "warnings" not in one.data
    assert one.data["tally_note"] == found.data["tally_note"] == "counts of records, not of people"
    assert "2 people: 2 calls" in whole.text
    assert "2 people: 4 calls" in each.text, "the same two people in two runs"


async def test_a_report_shows_the_runs_that_it_reads_as_they_were_then(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(reader)) as at:
        groups, found = await extracted(at)
        claim = await at.ok("check_proposition", run=groups[0].run, claim="The box is too large.")
        before = {run: (await exported(at, run, "html"))[1] for run in (found.run, claim.run)}
        await at.ok("listen_and_act", run=groups[0].run, people=["Oscar"], say="And if it folded flat?")
        after = {run: (await exported(at, run, "html"))[1] for run in before}

    assert "What speaks against the box?" in before[found.run]
    assert after == before
