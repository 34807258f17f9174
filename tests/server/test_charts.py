"""Counts drawn as text, alone and in the text of a result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Scripted, plain, table
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.server.shaping.charts import bars
from troupe_mcp.studies.tasks import ExtractTask


@pytest.mark.parametrize(("counts", "unit"), [({"a": 5, "b": 1, "c": 0}, 6), ({"a": 10, "b": 4}, 3), ({"a": 30}, 1)])
def test_a_bar_is_as_long_as_its_count_while_there_is_room(counts: dict[str, int], unit: int) -> None:
    for line, (value, count) in zip(bars(counts), counts.items(), strict=True):
        assert line.startswith(value)
        assert line.endswith(f" {count}")
        assert line.count("█") == unit * count


def test_many_counts_are_drawn_to_scale_and_nobody_vanishes() -> None:
    lengths = [line.count("█") for line in bars({"most": 9_000, "half": 4_500, "one": 1, "none": 0})]
    assert lengths == [30, 15, 1, 0]


def test_bars_begin_below_each_other_whatever_they_are_called() -> None:
    lines = bars({"tea": 2, "coffee\nwith milk": 1, "w" * 90: 1})
    assert len({line.index("█") for line in lines}) == 1
    assert all("\n" not in line and len(line) <= 80 for line in lines)


def answering(prompt: Prompt) -> Any:
    """People choose one of two drinks, and one of as many numbers as there are people."""
    if isinstance(prompt.task, ExtractTask):
        number = int(prompt.task.person.strip("P"))
        values = {
            "drink": ("tea", "milk")[number % 2],
            "number": number % 15,
            **{f"f{n}": number % 3 for n in range(9)},
        }
        return {"found": {name: values[name] for name in prompt.task.fields}, "quotes": []}
    return plain(prompt)


async def test_a_few_possible_answers_are_drawn_and_many_are_told_in_a_line(tmp_path: Path) -> None:
    fields = {"drink": "which", "number": {"type": "integer"}, **{f"f{n}": {"type": "integer"} for n in range(9)}}
    async with table(tmp_path, Scripted(answering)) as at:
        people = [(await at.ok("create_person", name=f"P{n}")).data["person"] for n in range(30)]
        talk = await at.ok("listen_and_act", people=people, say="Tea or milk?")
        told = await at.ok("extract_results", run=talk.run, objective="the drink", fields=fields)

    assert f"drink:\n  tea   {'█' * 30} 15\n  milk  {'█' * 30} 15\n" in told.text
    assert "\nnumber: 0 × 2, 1 × 2" in told.text
    assert told.text.count(":\n  ") == 4, "charts leave room for the table"
    assert len(told.text) <= 12_000


def test_a_bar_of_a_whole_is_as_long_as_its_part_of_it() -> None:
    assert [line.count("█") for line in bars({"half": 50, "eighth": 12, "none": 0}, whole=100)] == [15, 4, 0]
