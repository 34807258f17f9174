"""Is this person any good? An interview against expectations, judged on what was really said."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from troupe_mcp.language.ask import ask
from troupe_mcp.language.prompt import Message, Prompt
from troupe_mcp.simulation.card import card
from troupe_mcp.simulation.events import Acted, Stimulus
from troupe_mcp.studies.forms import InterviewPlan, Verdict
from troupe_mcp.studies.tasks import Answered, InterviewPlanTask, JudgeInterviewTask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.simulation.events import Event
    from troupe_mcp.simulation.persona import Persona
    from troupe_mcp.studies.forms import PlannedQuestion

QUESTIONS = 6
PASS_MARK = 0.7
UNMEASURED = (
    "Played and judged from files, without a language model: agreement proves nothing. "
    "The findings show what was said to each expectation."
)


@dataclass(frozen=True, slots=True)
class Examination:
    """Who is examined, on what, with which seed; and how answers are obtained."""

    person: str
    persona: Persona
    expectations: str
    seed: int
    templates: Templates
    model: Model


async def plan_interview(exam: Examination) -> Sequence[PlannedQuestion]:
    """Return the questions to ask, each with what its answer should show."""
    task = InterviewPlanTask(exam.person, exam.persona, exam.expectations, QUESTIONS)
    user = exam.templates.render(
        "interview.plan.md.j2",
        person=exam.person,
        card=card(exam.persona),
        expectations=exam.expectations,
        count=QUESTIONS,
    )
    messages = (Message("user", user),)
    prompt = Prompt(messages, InterviewPlan, task, ("validate", "plan"), exam.seed, exam.templates.version)
    plan = await ask(exam.model, prompt, InterviewPlan)
    return plan.questions[:QUESTIONS]


async def judge_interview(exam: Examination, answers: Sequence[Answered]) -> Mapping[str, Any]:
    """Return `{score, passed, justification, findings}`.

    The score is the share of expectations that held, an unclear one counting half. Passed: 0.7 or more, with most of
    them really shown. Whoever plays and judges from the file that sets the expectations measures nothing: both None.
    """
    task = JudgeInterviewTask(exam.person, exam.persona, exam.expectations, tuple(answers))
    user = exam.templates.render(
        "interview.judge.md.j2",
        person=exam.person,
        card=card(exam.persona),
        expectations=exam.expectations,
        answers=[asdict(answer) for answer in answers],
    )
    messages = (Message("user", user),)
    prompt = Prompt(messages, Verdict, task, ("validate", "judge"), exam.seed, exam.templates.version)
    verdict = await ask(exam.model, prompt, Verdict)
    findings = [_checked(finding.model_dump(), answers) for finding in verdict.findings]
    if exam.model.reads_tasks:
        return {"score": None, "passed": None, "justification": UNMEASURED, "findings": findings}
    worth = {"yes": 1.0, "unclear": 0.5, "no": 0.0}
    score = round(sum(worth[f["held"]] for f in findings) / len(findings), 2) if findings else 0.0
    shown = sum(f["held"] == "yes" for f in findings)
    return {
        "score": score,
        "passed": score >= PASS_MARK and 2 * shown > len(findings),
        "justification": verdict.justification,
        "findings": findings,
    }


def _checked(finding: dict[str, Any], answers: Sequence[Answered]) -> dict[str, Any]:
    """Return the finding with its question, and without a quote that nobody said."""
    own = next((a for a in answers if a.expectation == finding["expectation"]), None)
    quote = " ".join(finding["quote"].split())
    said = own.answer if own else " ".join(a.answer for a in answers)
    kept = quote if quote and quote in " ".join(said.split()) else ""
    return {**finding, "quote": kept, "question": own.question if own else ""}


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
