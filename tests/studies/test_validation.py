"""The interview that tests a person, and its verdict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Era, Scripted, plain, spoken, table, text_of, turn
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.studies.tasks import InterviewPlanTask, JudgeInterviewTask

ONLY = ["expectations"]
HELD = ["yes", "yes", "no", "unclear", "yes", "yes"]


def examiner(prompt: Prompt) -> Any:
    match prompt.task:
        case TurnTask(step=step):
            return turn(f"This is my answer number {step}.")
        case JudgeInterviewTask(answers=answers):
            said = ["answer number 1", "I adore quotes", "", "answer number 1", "answer  number 5.", "my answer"]
            findings = [
                {"expectation": answer.expectation, "held": held, "reason": "So it is.", "quote": quote}
                for answer, held, quote in zip(answers, HELD, said, strict=True)
            ]
            return {"findings": findings, "justification": "Mostly true."}
        case _:
            return plain(prompt)


async def test_a_verdict_keeps_only_quotes_of_the_answer_it_judges(tmp_path: Path) -> None:
    model = Scripted(examiner)
    async with table(tmp_path, model) as at:
        told = await at.ok(
            "validate_person", person="Oscar", expectations="He is exact.", seed=1, checks=ONLY, questions=6
        )

    findings = told.data["findings"]
    assert [finding["held"] for finding in findings] == HELD
    assert [finding["quote"] for finding in findings] == [
        "answer number 1",
        "",
        "",
        "",
        "answer number 5.",
        "my answer",
    ]
    assert [finding["question"] for finding in findings] == [f"Question {n}?" for n in range(6)]
    assert told.data["score"] == 0.75, "four of six, and half for what stayed unclear"
    assert told.data["passed"] is True
    assert told.data["justification"] == "Mostly true."
    assert "I adore quotes" not in told.text
    assert told.text.splitlines()[2].startswith("score 0.75, passed.")
    plans = [text_of(p) for p in model.asked if isinstance(p.task, InterviewPlanTask | JudgeInterviewTask)]
    assert ["He is exact." in text for text in plans] == [True, True]


async def test_a_person_who_holds_nothing_of_it_does_not_pass(tmp_path: Path) -> None:
    def strict(prompt: Prompt) -> Any:
        if isinstance(prompt.task, JudgeInterviewTask):
            finding = {"expectation": "Holds 0", "held": "no", "reason": "It was the opposite.", "quote": ""}
            return {"findings": [finding], "justification": "Not this person."}
        return plain(prompt)

    async with table(tmp_path, Scripted(strict)) as at:
        told = await at.ok("validate_person", person="Oscar", seed=1, checks=ONLY)

    assert (told.data["score"], told.data["passed"]) == (0.0, False)
    assert "not passed" in told.text


@pytest.mark.parametrize("era", ["auto", "legacy"])
async def test_a_rehearsed_interview_asks_six_questions_and_quotes_the_answers(tmp_path: Path, era: Era) -> None:
    async with table(tmp_path, era=era) as at:
        told = await at.ok("validate_person", person="Fetu Leavasa", seed=2, checks=ONLY)
        happened = await at.events(told.run)
        read = await at.ok("get_run", run=told.run, detail="transcript")

    said = " ".join(" ".join(words.split()) for _, _, words in spoken(happened))
    assert told.data["status"] == "done"
    assert len([event for event in happened if event["kind"] == "stimulus"]) == 6
    assert (told.data["score"], told.data["passed"]) == (None, None)
    assert told.data["measured"] == "not measured: rehearsal"
    assert "score not measured: rehearsal." in told.text
    assert "agreement proves nothing" in told.data["justification"]
    assert all(finding["quote"] in said for finding in told.data["findings"])
    assert [finding for finding in told.data["findings"] if finding["quote"]]
    assert told.data["notice"].startswith("Rehearsal")
    assert told.data["findings"][0]["question"] in read.data["transcript"]


async def test_the_estimate_of_a_validation_asks_nobody(tmp_path: Path) -> None:
    model = Scripted(examiner)
    async with table(tmp_path, model) as at:
        told = await at.ok("validate_person", person="Oscar", dry_run=True, checks=ONLY, questions=6)
        runs = await at.ok("get_run")

    assert told.data["status"] == "estimate"
    assert told.data["estimate"]["calls"] == [8, 8]
    assert model.asked == []
    assert runs.data["runs"] == []
