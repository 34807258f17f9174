"""A corpus of descriptions as people write them: what each says of somebody is in the file that comes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import REHEARSAL, Table, Told, table
from tests.rehearsal.test_described import left_out, made_at

CORPUS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("descriptions.json").read_text("utf-8"))
_CALL = ("description", "count", "each", "dimensions")
_PLAIN = ("age", "gender", "nationality", "residence")


async def written(at: Table, case: dict[str, Any]) -> tuple[Told, list[dict[str, Any]]]:
    """Have the people of a case written; return the result and their files."""
    wanted = {key: case[key] for key in _CALL if key in case}
    if "count" in wanted or "each" in wanted:
        return await made_at(at, **wanted)
    made = await at.ok("create_person", seed=1, **wanted)
    return made, [json.loads(await at.read(made.data["uri"]))["persona"]]


def _title(file: dict[str, Any]) -> str:
    return file["occupation"]["title"]


def _amiss(case: dict[str, Any], file: dict[str, Any], noted: str) -> list[str]:
    """Return what of a case a file doesn't hold; words that a note says were not taken in are accounted for."""
    text = json.dumps(file, ensure_ascii=False)
    found = [f"{key}: {file.get(key)}" for key in _PLAIN if key in case and file.get(key) != case[key]]
    if "name" in case and not f"{file['name']} ".startswith(f"{case['name']} "):
        found.append(f"name: {file['name']}")
    if "title" in case and _title(file) != case["title"]:
        found.append(f"title: {_title(file)}")
    if "between" in case and not case["between"][0] <= file["age"] <= case["between"][1]:
        found.append(f"age: {file['age']}")
    found += [f"{key}: {file.get(key)}" for key in ("health", "money") if case.get(key, "") not in file.get(key, "")]
    found += [f"not said: {each}" for each in case.get("says", ()) if each not in text and each not in noted]
    return found + [f"said: {each}" for each in case.get("never", ()) if each in text]


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: str(case.get("description") or case["each"])[:50])
async def test_what_a_description_says_of_somebody_is_in_their_file(tmp_path: Path, case: dict[str, Any]) -> None:
    async with table(tmp_path) as at:
        made, files = await written(at, case)

    noted = left_out(made)
    assert [amiss for file in files for amiss in _amiss(case, file, noted)] == []
    if "names" in case:
        assert [file["name"].split()[0] for file in files] == case["names"]
    if "titles" in case:
        assert {_title(file) for file in files} == set(case["titles"])


@pytest.mark.parametrize("question", ["Do you drink coffee?", "Do you ever drink coffee?"])
async def test_what_is_said_of_all_of_them_all_of_them_say_in_a_survey(tmp_path: Path, question: str) -> None:
    vote = {"id": "q", "text": question, "kind": "choice", "options": ["yes", "no"]}
    async with table(tmp_path) as at:
        made = await at.ok(
            "create_people", seed=1, count=20, description="60 adults in the United Kingdom who drink coffee"
        )
        survey = await at.ok("ask_people", people=[made.run], questions=[vote], seed=1, **REHEARSAL)
        events = await at.events(survey.run)

    assert {event["content"] for event in events if event["kind"] == "answer"} == {"yes"}


async def test_words_of_one_in_a_list_that_their_file_does_not_hold_are_noted(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        made, _ = await made_at(at, each=["Jonas, 51, bank clerk", "Mei, 23, law student, zorbing instructress"])

    assert "zorbing" in left_out(made)
    assert "Jonas" not in left_out(made)
