"""Tables of surveys: a row for each person and question, and what is missing told from what is lost."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

from tests.doubles import Scripted, Table, Written, plain, table
from tests.exports.test_reports import content
from tests.surveys.panels import Raw, always, answering, made, panel
from troupe_mcp.language.completion import Completion
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.worlds.events import Answered
from troupe_mcp.studies.survey.tasks import Asked
from troupe_mcp.studies.tasks import ExtractTask

QUESTIONS = [
    {"id": "drink", "text": "Tea or coffee?", "kind": "choice", "options": ["tea", "coffee"]},
    {"id": "cups", "text": "How many cups of {{drink}} a day?", "kind": "number"},
]


def some(person: str, asked: Asked, _: Random) -> Any:
    """Person 1 refuses, of Person 2 nothing can be read, Person 3 doesn't know how many."""
    if person == "Person 1":
        return Raw(Completion("I would rather not.", "refused"))
    if person == "Person 2" and asked.question.id == "cups":
        return Raw("Well.")
    if asked.question.id == "drink":
        return "tea"
    return None if person == "Person 3" else 2


async def rows_of(at: Table, run: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(content(await at.ok("export_run", run=run, format="csv")).decode()))


async def test_every_person_and_question_has_a_row_and_what_is_missing_says_why(tmp_path: Path) -> None:
    async with table(tmp_path, answering(some)) as at:
        crowd = await made(at, panel(4))
        run = (await at.ok("ask_people", people=[crowd], questions=QUESTIONS)).run
        rows = await rows_of(at, run)
        lines = pd.read_json(
            io.StringIO(content(await at.ok("export_run", run=run, format="jsonl")).decode()), lines=True
        )
        markdown = content(await at.ok("export_run", run=run, format="markdown")).decode()
        log = await at.log(run)

    told = rows.astype(object).fillna("").to_dict("records")
    found = {(row["person"], row["question"]): (row["outcome"], row["answer"]) for row in told}
    assert found == {
        ("Person 0", "drink"): ("answered", "tea"),
        ("Person 1", "drink"): ("refused", ""),
        ("Person 2", "drink"): ("answered", "tea"),
        ("Person 3", "drink"): ("answered", "tea"),
        ("Person 0", "cups"): ("answered", "2"),
        ("Person 1", "cups"): ("skipped", ""),
        ("Person 2", "cups"): ("unparsable", ""),
        ("Person 3", "cups"): ("no_answer", ""),
    }
    assert len(rows) == len(found)
    assert lines[lines["type"] == "answer"]["outcome"].tolist() == rows["outcome"].tolist()
    assert "(refused)" in markdown
    stood = {at: event for at, event in enumerate(log, 1) if isinstance(event, Answered)}
    assert {stood[row["position"]].person: row["person"] for row in told} == {name: name for name, _ in found}
    assert [stood[row["position"]].question for row in told] == [row["question"] for row in told]
    assert set(rows["step"]) == {1}


async def test_a_survey_that_rests_has_a_row_for_each_answer_that_is_still_to_come(tmp_path: Path) -> None:
    def unreached(person: str, asked: Asked, _: Random) -> Any:
        lost = person == "Person 0" and asked.question.id == "cups"
        return Raw(Completion("", "unavailable")) if lost else "tea" if asked.question.id == "drink" else 2

    async with table(tmp_path, answering(unreached)) as at:
        crowd = await made(at, panel(2))
        told = await at.ok("ask_people", people=[crowd], questions=QUESTIONS)
        rows = await rows_of(at, told.run)

    assert told.data["status"] == "paused"
    assert rows["outcome"].tolist() == ["answered", "answered", "awaited", "awaited"]
    assert rows["answer"].isna().tolist() == rows["position"].isna().tolist() == [False, False, True, True]


async def test_a_table_has_no_column_that_its_kind_of_run_never_fills(tmp_path: Path) -> None:
    async with table(tmp_path, answering(always("tea"))) as at:
        crowd = await made(at, panel(2))
        asked = await rows_of(at, (await at.ok("ask_people", people=[crowd], questions=QUESTIONS[:1])).run)
        told = await rows_of(at, (await at.ok("listen_and_act", people=[crowd], say="Tea?")).run)

    assert not {"notice", "action", "to", "content", "feeling", "quote", "variant"} & {*asked.columns}
    assert {"action", "to", "content", "feeling", "outcome"} <= {*told.columns}


async def test_what_people_wrote_at_length_stands_whole_in_a_table(tmp_path: Path) -> None:
    long = "Bread, and why I would not have it by post. " * 20
    put = {"id": "why", "text": "Why?", "kind": "text"}
    async with table(tmp_path, answering(always(long))) as at:
        crowd = await made(at, panel(1))
        rows = await rows_of(at, (await at.ok("ask_people", people=[crowd], questions=[put])).run)

    assert rows["answer"].tolist() == [long.strip()]


async def test_who_could_not_be_read_is_told_from_who_said_nothing_and_a_field_may_be_called_outcome(
    tmp_path: Path,
) -> None:
    def script(prompt: Prompt) -> Written:
        if isinstance(prompt.task, ExtractTask):
            refuses = prompt.task.person == "Oscar"
            return Completion("No.", "refused") if refuses else {"found": {"outcome": None}, "quotes": []}
        return plain(prompt)

    async with table(tmp_path, Scripted(script)) as at:
        talk = await at.ok("listen_and_act", people=["Oscar", "Lisa Carter"], say="How did it end?")
        found = await at.ok("extract_results", run=talk.run, objective="how it ended", fields=["outcome"])
        rows = await rows_of(at, found.run)

    assert dict(zip(rows["person"], rows["outcome"], strict=True)) == {"Oscar": "refused", "Lisa Carter": "answered"}
    assert rows["field.outcome"].isna().all()
