"""A run that examines one person: a coroutine that can be run again from its top.

What was already asked comes from the ledger, what was already answered from the log.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from troupe_mcp.errors import ModelFailed
from troupe_mcp.language.completion import BILLED
from troupe_mcp.runs.stage import all_of
from troupe_mcp.simulation.worlds.events import Answered, Found, Line, SceneSet
from troupe_mcp.studies.consistency import asked_again, cells
from troupe_mcp.studies.knowledge import knowledge_questions
from troupe_mcp.studies.validation import QUESTIONS, TinyPersonValidator, interview_answers
from troupe_mcp.studies.verdicts import verdict_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.runs.stage import Stage
    from troupe_mcp.studies.forms import PlannedQuestion
    from troupe_mcp.studies.tasks import Answered as Told


async def play_validation(stage: Stage) -> None:
    """Examine one person: what they answer when asked again and again, then an interview that is judged."""
    if stage.world.found:
        return
    name, person = next(iter(stage.world.people.items()))
    spec: Mapping[str, Any] = stage.run.settings["spec"]
    checks: Sequence[str] = spec.get("checks", ("expectations",))
    most: int = spec.get("questions", QUESTIONS)
    validator = TinyPersonValidator(
        name, person.persona, spec["expectations"], stage.run.seed, stage.templates, stage.model
    )
    again = await _asked_again(stage, name) if "consistency" in checks else []
    plan = [*(await validator.plan(min(most, QUESTIONS)))] if "expectations" in checks else []
    expected = len(plan)
    plan += knowledge_questions(name, person.persona, stage.run.seed) if "knowledge" in checks else []
    justification, findings = "", list[dict[str, Any]]()
    if plan:
        interview = _Interview(stage, name)
        told = await interview.ask(plan)
        justification, found = await validator.judge(told)
        known = {question.expectation for question in plan[expected:]}
        whole = len(found) == len(plan)
        findings = [
            {
                **each,
                "check": "knowledge" if (at >= expected if whole else each["expectation"] in known) else "expectations",
            }
            for at, each in enumerate(found)
        ]
        if len(findings) == len(told) and not stage.model.reads_tasks:
            await _settle(interview, validator, findings, told, most - expected)
    verdict = verdict_of(
        checks, justification, findings, again,
        measured=not stage.model.reads_tasks, person=name, expected=bool(spec["expectations"]),
    )  # fmt: skip
    await stage.commit([Found(stage.world.step, "validation", name, verdict)])


class _Interview:
    """Questions in rounds, each a scene of one private talk; a round that the log holds already is not begun again."""

    def __init__(self, stage: Stage, name: str) -> None:
        self._stage = stage
        self._name = name
        self._asked: list[PlannedQuestion] = []
        self._rounds = 0

    async def ask(self, questions: Sequence[PlannedQuestion]) -> list[Told]:
        """Return what the person says to these questions, after all that were asked before."""
        stage, before = self._stage, len(self._asked)
        self._asked += questions
        self._rounds += 1
        if sum(isinstance(event, SceneSet) for _, event in stage.log) < self._rounds:
            lines = tuple(
                Line(at, "say", each.question, (self._name,)) for at, each in enumerate(questions, before + 1)
            )
            scene = SceneSet("private", "together", len(self._asked), "interviewer", (self._name,), lines, before)
            await stage.commit([scene])
        await stage.play_scene()
        return [*interview_answers(stage.log, self._asked)[before:]]


async def _settle(
    interview: _Interview,
    validator: TinyPersonValidator,
    findings: list[dict[str, Any]],
    told: list[Told],
    left: int,
) -> None:
    """Ask on about what is not settled yet, while any of it and any questions are left; findings change in place.

    Where the examiner refuses, what is found so far stands.
    """
    turn = 1
    while waiting := [at for at, each in enumerate(findings) if _is_open(each)][: max(left, 0)]:
        turn += 1
        try:
            further = await validator.further([told[at] for at in waiting], turn)
            answers = await interview.ask(further) if further else []
            for at, more in zip(waiting, answers, strict=False):
                told[at] = _joined(told[at], more)
            asked = waiting[: len(answers)]
            found = (await validator.judge([told[at] for at in asked], turn))[1] if asked else []
        except ModelFailed as failure:
            if failure.outcome not in BILLED:
                raise
            return
        if not found:
            return
        for at, each in zip(asked, found, strict=False):
            findings[at] = {**each, "check": "expectations"}
        left -= len(answers)


def _joined(first: Told, more: Told) -> Told:
    """Return two questions about one thing, and what was said to them, as one."""
    return replace(first, question=f"{first.question} {more.question}", answer=f"{first.answer} {more.answer}")


def _is_open(finding: Mapping[str, Any]) -> bool:
    return finding["check"] == "expectations" and finding["held"] == "unclear"


async def _asked_again(stage: Stage, name: str) -> list[Answered]:
    """Ask one person the same in several ways, each in a fresh context; what is recorded is not asked twice."""
    persona = stage.world.people[name].persona
    have = {event.question for _, event in stage.log if isinstance(event, Answered)}
    waiting = [cell for cell in cells() if cell.id not in have]
    if waiting:
        asked = (asked_again(cell, name, persona, stage.rules, stage.templates, stage.model) for cell in waiting)
        await stage.commit(await all_of(asked))
    return [event for _, event in stage.log if isinstance(event, Answered)]
