"""Whether somebody answers alike however they are asked: the same question in other words, with its options reversed.

Each is asked alone and in a fresh context, by the survey's machinery, so that no answer can follow an earlier one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, count
from typing import TYPE_CHECKING, Any

from troupe_mcp.simulation.people.person import TinyPerson
from troupe_mcp.simulation.worlds.events import Answered
from troupe_mcp.studies.questionnaire import Option, Question
from troupe_mcp.studies.statistics.intervals import share
from troupe_mcp.studies.statistics.people import Sample
from troupe_mcp.studies.survey.asking import Survey, answered
from troupe_mcp.studies.survey.shown import shown_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.simulation.people.persona import Persona
    from troupe_mcp.simulation.worlds.work import Rules
    from troupe_mcp.studies.statistics.intervals import Estimate

AGREE, DISAGREE = "agree", "disagree"
BY_CHANCE = 0.5
"""The share of pairs of answers that would be alike if each were a coin."""
STATEMENTS = {
    "new": ("New things are mostly worth a try.", "What one knows is mostly better than what is new."),
    "rules": ("Rules are there to be kept, also silly ones.", "A silly rule may be broken."),
    "money": ("Money is there to be spent.", "Money is there to be kept."),
    "plain": ("It is better to say a thing plainly than to spare somebody.", "It is better to spare somebody."),
    "strangers": ("Most strangers can be trusted.", "With strangers one can't be careful enough."),
}
"""What is asked: by their names, each with its opposite. Nobody needs to know anything to have a view of it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One asking of a statement, with which of the two answers stands first."""

    statement: str
    wording: int
    question: Question
    first: str

    @property
    def id(self) -> str:
        """Under which the answer stands in the log."""
        return f"{self.statement}/{self.wording}"


def cells() -> list[Cell]:
    """Return every asking of every statement: agree first, reversed, turned into its denial, beside its opposite."""
    return [
        Cell(name, at, Question(name, text, "choice", (Option(AGREE, yes), Option(DISAGREE, no))), first)
        for name, (said, other) in STATEMENTS.items()
        for at, (text, yes, no, first) in enumerate(
            (
                (f"Somebody says: {said} Do you agree?", "I agree", "I disagree", AGREE),
                (f"Somebody says: {said} Do you agree?", "I agree", "I disagree", DISAGREE),
                (f"Somebody says: {said} Would you contradict them?", "No", "Yes", DISAGREE),
                ("Which of the two is nearer to what you think?", said, other, DISAGREE),
            ),
            1,
        )
    ]


async def asked_again(
    cell: Cell, name: str, persona: Persona, rules: Rules, templates: Templates, model: Model
) -> Answered:
    """Return what somebody answers to one asking, knowing of no other. Raises ModelFailed where nobody answered."""
    place = ("validate", "consistency", cell.statement, str(cell.wording))
    survey = Survey((cell.question,), 1, "direct", "one", rules, templates, 0, place=place)
    turns = count(1)
    repeat = next(n for n in turns if shown_to(cell.question, name, n, rules.seed).options[0].id == cell.first)
    [said] = await answered(survey, TinyPerson(name, persona), survey.questions, repeat, {}, model)
    return Answered(0, name, cell.id, 1, said.value, said.reason, said.outcome, repaired=said.repaired)


def agreement(answers: Sequence[Answered]) -> Estimate:
    """Return the mean share of pairs of answers to one statement that are alike; people don't enter, statements do."""
    found: list[float] = []
    for values in _by_statement(answers).values():
        pairs = [*combinations([answer.value for answer in values], 2)]
        if pairs:
            found.append(sum(one == other for one, other in pairs) / len(pairs))
    return share(Sample(tuple(found), (1.0,) * len(found)))


def alike(answers: Sequence[Answered]) -> list[dict[str, Any]]:
    """Return a finding for each statement: whether all answers to it were alike, with the words of one that differs."""
    findings: list[dict[str, Any]] = []
    for name, values in _by_statement(answers).items():
        said = [answer.value for answer in values]
        often = max((AGREE, DISAGREE), key=said.count)
        odd = next((answer for answer in values if answer.value != often), None)
        findings.append(
            {
                "expectation": f"Answers alike however asked: {STATEMENTS[name][0]}",
                "held": "no" if odd else "yes" if len(said) > 1 else "unclear",
                "reason": f"{said.count(often)} of {len(said)} times “{often}”",
                "quote": (odd or values[0]).reason if values else "",
                "question": _wording(odd) if odd else "",
            }
        )
    return findings


def settled(answers: Sequence[Answered]) -> list[str]:
    """Return what somebody mostly answers where they do not always: as statements that would settle it."""
    stated: list[str] = []
    for name, values in _by_statement(answers).items():
        said = [answer.value for answer in values]
        agreed = said.count(AGREE)
        if 0 < agreed < len(said) and 2 * agreed != len(said):
            stated.append(STATEMENTS[name][0 if 2 * agreed > len(said) else 1])
    return stated


def _by_statement(answers: Sequence[Answered]) -> dict[str, list[Answered]]:
    found: dict[str, list[Answered]] = {name: [] for name in STATEMENTS}
    for answer in answers:
        if answer.value is not None:
            found[answer.question.partition("/")[0]].append(answer)
    return found


def _wording(answer: Answered) -> str:
    return next(cell.question.text for cell in cells() if cell.id == answer.question)
