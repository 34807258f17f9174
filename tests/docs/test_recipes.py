"""The recipes as an assistant makes them: every call of every block runs, and ends in what the recipe promises."""

from __future__ import annotations

import ast
import csv
import io
from pathlib import Path
from typing import Any

import pytest

from tests.docs.notebook import PAGES
from tests.docs.test_readme import blocks
from tests.doubles import Table, Told, table
from tests.exports.test_reports import content
from troupe_mcp.studies.statistics.sameness import near_doubles

BLOCKS = blocks("tools", PAGES["recipes"])


async def played(at: Table, block: str) -> dict[str, Told]:
    """Make the calls of a block, a line each, in which a name stands for the run that its call returned."""
    told: dict[str, Told] = {}
    for statement in ast.parse(block).body:
        assert isinstance(statement, ast.Assign | ast.Expr)
        call = statement.value
        assert isinstance(call, ast.Call) and isinstance(call.func, ast.Name), ast.unparse(statement)  # noqa: PT018
        arguments = {str(keyword.arg): value_of(keyword.value, told) for keyword in call.keywords}
        name = ast.unparse(statement.targets[0]) if isinstance(statement, ast.Assign) else call.func.id
        told[name] = await at.ok(call.func.id, **arguments)
    return told


def value_of(node: ast.expr, told: dict[str, Told]) -> Any:
    if isinstance(node, ast.Name):
        return told[node.id].run
    if isinstance(node, ast.List):
        return [value_of(item, told) for item in node.elts]
    return ast.literal_eval(node)


async def test_the_three_studies_of_the_readme_run_as_they_stand_there(tmp_path: Path) -> None:
    [block] = blocks("tools")
    async with table(tmp_path) as at:
        told = await played(at, block)
        chart = content(told["export_run"]).decode()

    [project] = told["project"].data["results"]
    assert project["idea"]
    [ad] = told["vote"].data["questions"]
    assert (ad["n"], [*ad["shares"]]) == (30, ["Rail", "Rest", "Farm"])
    assert "<svg" in chart
    assert {row["person"] for row in told["ideas"].data["results"]} == {"Lisa Carter", "Oscar", "Ximena Undurraga"}


async def test_the_interview_of_a_banker_ends_in_an_idea_that_rests_on_her_words(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await played(at, BLOCKS[0])
        said = (await at.ok("get_run", run=told["talk"].run, detail="transcript")).text

    [row] = told["found"].data["results"]
    assert row["idea"]
    assert row["quotes"]["trouble"] in said


async def test_thirty_people_vote_and_the_report_has_the_chart(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await played(at, BLOCKS[1])
        page = content(told["export_run"]).decode()

    [ad] = told["vote"].data["questions"]
    assert ad["n"] == 30
    assert told["vote"].data["trust"]["claim_level"] == "do not count"
    assert "<svg" in page
    assert "Rest" in page


async def test_the_ideas_of_a_brainstorming_are_data_with_who_had_them(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await played(at, BLOCKS[2])

    ideas = told["ideas"].data["results"]
    assert len(ideas) >= 3
    assert {row["person"] for row in ideas} == {"Lisa Carter", "Oscar", "Ximena Undurraga"}
    assert all(row["idea"] and row["quotes"]["idea"] and row["positions"]["idea"] for row in ideas)


async def test_a_price_comes_out_as_the_share_that_would_pay_it(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await played(at, BLOCKS[3])

    [price] = told["price"].data["questions"]
    assert price["n"] == 30


@pytest.mark.parametrize("seed", [7, 1, 2])
async def test_fifty_queries_have_their_provenance_and_hardly_any_near_doubles(tmp_path: Path, seed: int) -> None:
    async with table(tmp_path) as at:
        told = await played(at, BLOCKS[4].replace("seed=7", f"seed={seed}"))
        rows = list(csv.DictReader(io.StringIO(content(told["export_run"]).decode("utf-8-sig"))))

    assert len(rows) == len({row["person"] for row in rows}) == 50
    assert all(row["query"] and row["quote"] and row["position"] and row["person.age"] for row in rows)
    assert {(row["run"], row["player"], row["seed"]) for row in rows} == {(told["typed"].run, "rehearsal", str(seed))}
    assert len(near_doubles([row["query"] for row in rows])) <= 0.05 * 50


def test_a_near_double_repeats_half_of_the_runs_of_three_words() -> None:
    texts = ["how to mend a fence", "How to mend a fence!", "how to mend a roof", "mend a fence", "roof", "Roof."]

    assert near_doubles(texts) == (1, 2, 5)
    assert near_doubles(texts, alike=0.9) == (1, 5)
    assert near_doubles([]) == ()
