"""What somebody knows of their life and what they make up, and whether they hold to what they think."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Scripted, Table, Told, Written, plain, table, text_of, turn
from tests.surveys.panels import written
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.studies.survey.tasks import AskTask
from troupe_mcp.studies.tasks import InterviewPlanTask, JudgeInterviewTask

BEA = {
    "name": "Bea Holm",
    "age": 52,
    "residence": "Leeds",
    "occupation": {"title": "Baker", "organization": "Holm and Daughter"},
    "shoe_size": 39,
}
ALL = ["expectations", "knowledge", "consistency"]


def examined(held: str = "yes", *, unheld: str = "yes", alike: bool = True) -> Scripted:
    """Return a model that judges facts and what no file holds so, and answers alike or by the place of an option."""

    def script(prompt: Prompt) -> Written:
        match prompt.task:
            case JudgeInterviewTask(answers=answers):
                findings = [
                    {
                        "expectation": f"no. {at}",
                        "held": unheld if "does not know" in answer.expectation else held,
                        "reason": "So it is.",
                        "quote": answer.answer,
                    }
                    for at, answer in enumerate(answers)
                ]
                return {"findings": findings, "justification": "Seen."}
            case AskTask(moment=moment, asked=(asked,)):
                return written(moment.person, asked, "agree" if alike else asked.shown.options[0].id)
            case TurnTask(step=step):
                return turn(f"Answer {step}.")
            case _:
                return plain(prompt)

    return Scripted(script)


async def examine(at: Table, **more: Any) -> Told:
    made = await at.ok("create_person", persona=BEA)
    return await at.ok("validate_person", person=made.data["person"], **{"seed": 5} | more)


async def test_facts_are_asked_in_plain_words_and_so_is_what_no_file_holds(tmp_path: Path) -> None:
    model = examined(unheld="no")
    async with table(tmp_path, model) as at:
        told = await examine(at, checks=["knowledge"])

    findings = told.data["findings"]
    asked = [finding["question"] for finding in findings]
    plain_words = {"How old are you?", "Where do you live?", "What do you do for a living?"}
    known = plain_words | {"Where do you work, or for whom?", "What can you tell me about your shoe size?"}
    assert len(set(asked[:3]) & known) == 3
    assert not set(asked[3:]) & known
    assert [finding["held"] for finding in findings] == ["yes"] * 3 + ["no"] * 3
    assert [finding["quote"] for finding in findings] == [f"Answer {step}." for step in range(1, 7)]
    [check] = told.data["checks"]
    assert (check["check"], check["score"]) == ("knowledge", 0.5)
    assert check["said"] == ("3 of 3 facts recalled; of 3 things that the file doesn't hold 0 admitted, 3 made up")
    assert (told.data["score"], told.data["passed"]) == (0.5, False)
    assert told.data["edit"].startswith(f'edit_person(person="{told.data["people"][0]["person"]}", define=')
    assert "make nothing up" in told.data["edit"]
    assert told.data["edit"] in told.data["next"]
    judged = next(prompt for prompt in model.asked if isinstance(prompt.task, JudgeInterviewTask))
    assert "does not know" in text_of(judged)


async def test_the_edit_that_is_offered_works(tmp_path: Path) -> None:
    async with table(tmp_path, examined(held="no")) as at:
        told = await examine(at, checks=["knowledge"])
        given = told.data["edit"].removeprefix("edit_person(").removesuffix(")").partition(", define=")
        changed = await at.ok(
            "edit_person", person=json.loads(given[0].removeprefix("person=")), define=json.loads(given[2])
        )
        library = await at.ok("validate_person", person="Oscar", checks=["knowledge"], seed=1)

    assert changed.data["version"] == 2
    assert library.data["edit"].startswith('create_person(like="Oscar", persona=')


async def test_who_always_answers_alike_is_consistent_and_who_takes_the_first_option_is_not(tmp_path: Path) -> None:
    async with table(tmp_path / "a", examined()) as at:
        same = await examine(at, checks=["consistency"])
    model = examined(alike=False)
    async with table(tmp_path / "b", model) as at:
        first = await examine(at, checks=["consistency"])

    [check] = same.data["checks"]
    assert (check["score"], check["chance"], same.data["passed"]) == (1.0, 0.5, True)
    assert "5 of 5 statements answered alike however asked, in 20 answers" in same.text
    [check] = first.data["checks"]
    assert check["score"] == 0.5, "once agree, three times the other: three of six pairs"
    assert check["interval"][0] <= 0.5 <= check["interval"][1]
    assert first.data["passed"] is False
    assert {finding["held"] for finding in first.data["findings"]} == {"no"}
    assert first.data["findings"][0]["reason"] == "3 of 4 times “disagree”"
    assert "You think: What one knows is mostly better than what is new." in first.data["edit"]
    asked = [prompt for prompt in model.asked if isinstance(prompt.task, AskTask)]
    assert len(asked) == len({prompt.address for prompt in asked}) == 20
    known = [prompt.task.moment.perceived for prompt in asked if isinstance(prompt.task, AskTask)]
    assert set(known) == {()}, "each in a fresh context"


async def test_all_checks_together_are_one_score_and_what_was_not_run_has_its_price(tmp_path: Path) -> None:
    async with table(tmp_path, examined(held="unclear")) as at:
        whole = await examine(at, checks=ALL)
        usual = await examine(at)
        priced = await examine(at, dry_run=True, checks=ALL)

    scores = {line["check"]: line["score"] for line in whole.data["checks"]}
    assert scores == {"expectations": 0.5, "knowledge": 0.75, "consistency": 1.0}
    assert whole.data["score"] == 0.75
    assert whole.data["passed"] is False, "no expectation was really shown"
    assert "not_run" not in whole.data
    [other] = usual.data["not_run"]
    assert (other["check"], other["calls"]) == ("consistency", [20, 21])
    assert other["call"] in usual.text
    assert usual.data["cost"]["calls"] == 0, "what both ask is asked once"
    least, most = priced.data["estimate"]["calls"]
    assert least <= whole.data["cost"]["calls"] <= most


@pytest.mark.parametrize(("step", "asked"), [(4, 20 + 1 + 4), (14, 20 + 1 + 12 + 1 + 1 + 2)])
async def test_an_examination_cancelled_midway_goes_on_as_if_it_never_was(
    tmp_path: Path, step: int, asked: int
) -> None:
    async with table(tmp_path / "whole", examined("unclear")) as at:
        whole = await at.log((await examine(at, checks=ALL)).run)
    model = examined("unclear")
    model.held = lambda prompt: isinstance(prompt.task, TurnTask) and prompt.task.step == step
    model.gate.clear()
    async with table(tmp_path / "cut", model) as at:
        cut = await examine(at, checks=ALL, wait_seconds=0)
        await model.until_asked(asked)
        await at.ok("cancel_run", run=cut.run)
        model.gate.set()
        done = await at.ok("continue_run", run=cut.run)
        log = await at.log(cut.run)

    assert done.data["status"] == "done"
    assert log == whole
    again = [address for address, times in Counter(prompt.address for prompt in model.asked).items() if times > 1]
    assert [address[:2] for address in again] == [("step", str(step))], "only what had no answer when it was stopped"


@pytest.mark.parametrize(("questions", "asked_on"), [(None, 3), (7, 1), (6, 0)])
async def test_what_is_not_settled_is_asked_on_about_until_the_questions_end(
    tmp_path: Path, questions: int | None, asked_on: int
) -> None:
    def script(prompt: Prompt) -> Written:
        match prompt.task:
            case InterviewPlanTask(unsettled=waiting) if waiting:
                return {"questions": [{"question": f"Now {a.expectation}?", "expectation": "-"} for a in waiting]}
            case JudgeInterviewTask(answers=answers):
                findings = [
                    {
                        "expectation": "-",
                        "held": "yes" if "Now" in answer.question else "unclear",
                        "reason": "So.",
                        "quote": answer.answer.split(". ")[-1],
                    }
                    for answer in answers
                ]
                return {"findings": findings, "justification": "Seen."}
            case TurnTask(step=step):
                return turn(f"Answer {step}.")
            case _:
                return plain(prompt)

    more = {} if questions is None else {"questions": questions}
    model = Scripted(script)
    async with table(tmp_path, model) as at:
        told = await examine(at, checks=["expectations"], **more)
        priced = await examine(at, checks=["expectations"], dry_run=True, **more)

    findings = told.data["findings"]
    assert [finding["expectation"] for finding in findings] == [f"Holds {at}" for at in range(6)]
    assert [finding["held"] for finding in findings] == ["yes"] * asked_on + ["unclear"] * (6 - asked_on)
    for at, finding in enumerate(findings[:asked_on]):
        assert finding["question"] == f"Question {at}? Now Holds {at}?"
        assert finding["quote"] == f"Answer {7 + at}.", "of the answer that settled it"
    least, most = priced.data["estimate"]["calls"]
    assert least <= told.data["cost"]["calls"] == 8 + asked_on + (2 if asked_on else 0) <= most


async def test_a_rehearsed_examination_finds_and_measures_nothing(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("validate_person", person="Mahrous Gaballah", seed=3, checks=ALL)

    assert (told.data["score"], told.data["passed"]) == (None, None)
    assert [line.get("score") for line in told.data["checks"]] == [None] * 3
    assert {finding["check"] for finding in told.data["findings"]} == set(ALL)
    assert "edit" not in told.data
    assert "0 made up" in told.text


@pytest.mark.parametrize("checks", [["charm"], ["expectations", "luck"]])
async def test_a_check_that_there_is_not_is_said(tmp_path: Path, checks: list[str]) -> None:
    async with table(tmp_path) as at:
        said = await at.error("validate_person", person="Oscar", checks=checks)

    assert "consistency" in said
