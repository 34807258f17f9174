"""What is read out of a survey afterwards: every answer, by its question, and of nobody who gave none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.doubles import Scripted, Table, Told, Written, plain, table
from tests.surveys.panels import made, panel, written
from troupe_mcp.language.completion import Completion
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.studies.survey.tasks import AskTask
from troupe_mcp.studies.tasks import ExtractTask

WORD: dict[str, Any] = {"id": "word", "text": "Which word comes to your mind?", "kind": "text"}
PRICES: dict[str, Any] = {"id": "price", "text": "For a crate:", "kind": "price", "unit": "euros"}
FOUR = {"too_cheap": 3, "cheap": 8, "expensive": 12.5, "too_expensive": 20}


def number_of(person: str) -> int:
    return int(person.rsplit(maxsplit=1)[-1])


def outspoken(prompt: Prompt) -> Written:
    """People each with a word of their own, but every fiftieth, who refuses; and a reader who finds the word."""
    match prompt.task:
        case AskTask() as task:
            person = task.moment.person
            if number_of(person) % 50 == 0:
                return Completion("", "refused")
            [asked] = task.asked
            return written(
                person, asked, FOUR if asked.question.kind == "price" else f"My word is w{number_of(person)}."
            )
        case ExtractTask() as task:
            line = next(line for line in task.transcript if line.person == task.person and "(word)" in line.content)
            words = line.content.removeprefix("(word) ")
            quote = {"field": "word", "position": line.position, "quote": words}
            return {"quotes": [quote], "found": {"word": words.removeprefix("My word is ").rstrip(".")}}
        case _:
            return plain(prompt)


async def surveyed(at: Table, people: int) -> Told:
    crowd = await made(at, panel(people))
    return await at.ok("ask_people", people=[crowd], questions=[WORD, PRICES], seed=1, wait_seconds=50)


async def test_every_answer_of_a_large_survey_is_read_and_nobody_is_asked_about_who_gave_none(tmp_path: Path) -> None:
    model = Scripted(outspoken)
    async with table(tmp_path, model) as at:
        study = await surveyed(at, 230)
        model.asked.clear()
        found = await at.ok("extract_results", run=[study.run], objective="the words", fields={"word": "their word"})
        view = await at.app.get_run(found.data["job"])

    rows = {number_of(row["person"]): row for row in view.records()}
    assert [*sorted(rows)] == [*range(230)]
    for number, row in rows.items():
        assert row["word"] == (f"w{number}" if number % 50 else None)
        assert row.get("quotes", {}) == ({"word": f"My word is w{number}."} if number % 50 else {})
    assert len(model.asked) == 225
    assert view.unfounded() == []


async def test_a_reader_sees_the_question_and_prices_in_words(tmp_path: Path) -> None:
    model = Scripted(outspoken)
    async with table(tmp_path, model) as at:
        study = await surveyed(at, 3)
        await at.ok("extract_results", run=[study.run], objective="the words", fields={"word": "their word"})

    [read] = [
        prompt for prompt in model.asked if isinstance(prompt.task, ExtractTask) and prompt.task.person == "Person 1"
    ]
    text = read.messages[-1].text
    assert "(word) Which word comes to your mind?" in text
    assert "“(price) too cheap 3, cheap 8, expensive 12.5, too expensive 20. Because of" in text


async def test_a_survey_that_is_too_long_to_read_at_once_is_read_person_by_person(tmp_path: Path) -> None:
    model = Scripted(outspoken)
    async with table(tmp_path, model) as at:
        study = await surveyed(at, 800)
        model.asked.clear()
        error = await at.error(
            "extract_results", run=[study.run], objective="the words", fields={"word": "a word"}, group_by="run"
        )

    assert "characters of answers and talk, and at most 200,000 are read at once" in error
    assert 'group_by="person" reads it person by person' in error
    assert not model.asked
