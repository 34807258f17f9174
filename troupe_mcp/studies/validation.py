"""Is this person any good? An interview against expectations, judged on what was really said."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from troupe_mcp.language.ask import ask
from troupe_mcp.language.prompt import Message, Prompt
from troupe_mcp.language.text import quoted
from troupe_mcp.simulation.people.card import card
from troupe_mcp.simulation.worlds.events import Acted, Stimulus
from troupe_mcp.studies.forms import InterviewPlan, PlannedQuestion, Verdict
from troupe_mcp.studies.tasks import Answered, InterviewPlanTask, JudgeInterviewTask

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Address
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.simulation.people.persona import Persona
    from troupe_mcp.simulation.worlds.events import Event

QUESTIONS = 6
FURTHER = 3
"""Questions that are planned at once, and those that may follow where something is not settled."""


@dataclass(frozen=True, slots=True)
class TinyPersonValidator:
    """Examines one person against expectations, without any against their own description."""

    person: str
    persona: Persona
    expectations: str
    seed: int
    templates: Templates
    model: Model

    async def plan(self, count: int = QUESTIONS) -> Sequence[PlannedQuestion]:
        """Return the questions to ask, each with what its answer should show."""
        task = InterviewPlanTask(self.person, self.persona, self.expectations, count)
        user = self.templates.render(
            "interview.plan.md.j2",
            person=self.person,
            card=card(self.persona),
            expectations=self.expectations,
            count=count,
        )
        return (await self._planned(user, task, ("validate", "plan")))[:count]

    async def further(self, unsettled: Sequence[Answered], turn: int) -> list[PlannedQuestion]:
        """Return one more question about each thing that is not settled, in its order."""
        task = InterviewPlanTask(self.person, self.persona, self.expectations, len(unsettled), tuple(unsettled))
        told = [{name: quoted(str(text)) for name, text in asdict(answer).items()} for answer in unsettled]
        user = self.templates.render("interview.further.md.j2", person=self.person, unsettled=told)
        planned = await self._planned(user, task, ("validate", "further", str(turn)))
        return [
            PlannedQuestion(question=question.question, expectation=answer.expectation)
            for question, answer in zip(planned, unsettled, strict=False)
        ]

    async def _planned(self, user: str, task: InterviewPlanTask, address: Address) -> Sequence[PlannedQuestion]:
        messages = (Message("user", user),)
        prompt = Prompt(messages, InterviewPlan, task, address, self.seed, self.templates.version)
        return (await ask(self.model, prompt, InterviewPlan)).questions

    async def judge(self, answers: Sequence[Answered], turn: int = 1) -> tuple[str, list[dict[str, Any]]]:
        """Return a justification, and what was found of each answer: `{expectation, held, reason, quote, question}`."""
        task = JudgeInterviewTask(self.person, self.persona, self.expectations, tuple(answers))
        user = self.templates.render(
            "interview.judge.md.j2",
            person=self.person,
            card=card(self.persona),
            expectations=self.expectations,
            answers=[asdict(answer) for answer in answers],
        )
        messages = (Message("user", user),)
        address = ("validate", "judge", *([str(turn)] if turn > 1 else ()))
        prompt = Prompt(messages, Verdict, task, address, self.seed, self.templates.version)
        verdict = await ask(self.model, prompt, Verdict)
        whole = len(verdict.findings) == len(answers)
        paired = [(finding.model_dump(), answers[at] if whole else None) for at, finding in enumerate(verdict.findings)]
        return verdict.justification, [_checked(finding, own, answers) for finding, own in paired]


def _checked(finding: dict[str, Any], own: Answered | None, answers: Sequence[Answered]) -> dict[str, Any]:
    """Return the finding with its question, and without a quote that nobody said."""
    own = own or next((a for a in answers if a.expectation == finding["expectation"]), None)
    quote = " ".join(finding["quote"].split())
    said = own.answer if own else " ".join(a.answer for a in answers)
    kept = quote if quote and quote in " ".join(said.split()) else ""
    expectation = own.expectation if own else finding["expectation"]
    return {**finding, "expectation": expectation, "quote": kept, "question": own.question if own else ""}


def interview_answers(log: Iterable[tuple[int, Event]], plan: Sequence[PlannedQuestion]) -> tuple[Answered, ...]:
    """Return each planned question with what the person said to it in the log."""
    position_of: dict[int, int] = {}
    said: dict[int, list[str]] = {}
    asked: dict[int, str] = {}
    for position, event in log:
        if isinstance(event, Stimulus) and event.kind == "say":
            asked[event.step] = event.content
        elif isinstance(event, Acted) and event.type == "TALK":
            position_of.setdefault(event.step, position)
            said.setdefault(event.step, []).append(event.content)
    steps = sorted(asked)
    return tuple(
        Answered(question.question, question.expectation, " ".join(said.get(step, [])), position_of.get(step, 0))
        for step, question in zip(steps, plan, strict=False)
    )
