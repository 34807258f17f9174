"""Options that bear letters of their own: a reason speaks of the option that is counted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.doubles import table

SETS = [
    ["A: pay by card only", "B: pay by cash only", "C: either way"],
    ["A) The quiet carriage", "B) The dining car", "C) The family corner", "None of these"],
    ["A. Home before you know it.", "B. The city sleeps. We don't.", "C. Every 20 minutes, until the birds sing."],
]


def lines_of(path: str) -> list[str]:
    return Path(path).read_text("utf-8").splitlines()


@pytest.mark.parametrize("options", SETS, ids=["colon", "bracket", "stop"])
async def test_a_reason_names_first_the_option_that_is_counted(tmp_path: Path, options: list[str]):
    asked = {"id": "q", "text": "Which would you rather have?", "kind": "choice", "options": options}
    async with table(tmp_path) as t:
        cast = await t.client.call_tool("create_people", {"count": 30, "description": "people of a city", "seed": 11})
        people = cast.structured_content["run"]
        run = await t.client.call_tool("ask_people", {"people": [people], "questions": [asked], "seed": 5})
        given = {"run": run.structured_content["run"], "format": "jsonl"}
        done = await t.client.call_tool("export_run", given)
        rows = [json.loads(line) for line in lines_of(done.structured_content["path"])]
    bare = {option: option[3:].rstrip(".").lower() for option in options if option[1] in ".:)"}
    answers = [row for row in rows if row.get("answer")]
    assert len(answers) == 30
    for row in answers:
        said = re.sub(r"\bnot [^.!]+[.!]", "", row["reason"].lower())  # what is turned down may come first
        named = sorted((said.find(words), option) for option, words in bare.items() if words in said)
        assert not named or named[0][1] == row["answer"], (row["answer"], row["reason"])
        assert not any(said.startswith(f"{option[0].lower()}.") for option in bare), row
