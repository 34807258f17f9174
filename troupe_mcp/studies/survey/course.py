"""The course of a questionnaire for one person: what is skipped, and earlier answers put into later questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.language.text import quoted
from troupe_mcp.simulation.worlds.events import Answered
from troupe_mcp.studies.questionnaire import PLACEHOLDER
from troupe_mcp.studies.survey.tasks import Earlier
from troupe_mcp.studies.survey.values import told_value

if TYPE_CHECKING:
    from troupe_mcp.studies.questionnaire import Question, Rule

Answers = dict[str, Answered]
"""What one person has answered so far in one repeat, by question; its value is None where there is no answer."""


def is_skipped(question: Question, answers: Mapping[str, Answered]) -> bool:
    """Whether a rule skips a question, or an answer that it speaks of is missing."""
    values = {name: answer.value for name, answer in answers.items()}
    if any(values.get(name) is None for name in PLACEHOLDER.findall(question.text)):
        return True
    return any(_holds(rule, values.get(rule.question)) for rule in question.skip_if)


def piped(question: Question, answers: Mapping[str, Answered], asked: Mapping[str, Question]) -> str:
    """Return the question's text with earlier answers in it."""
    return PLACEHOLDER.sub(lambda found: quoted(told_value(asked[found[1]], answers[found[1]].value)), question.text)


def earlier(question: Question, answers: Mapping[str, Answered], asked: Mapping[str, Question]) -> tuple[Earlier, ...]:
    """Return what somebody said to the questions on which this one waits, so that it isn't asked out of nowhere."""
    known = [(asked[name], answers[name]) for name in question.named if name in answers]
    return tuple(
        Earlier(piped(before, answers, asked), told_value(before, answer.value), answer.reason)
        for before, answer in known
        if answer.value is not None
    )


def _holds(rule: Rule, value: Any) -> bool:
    if value is None:
        return False
    if isinstance(value, Mapping):  # by probabilities: the likeliest decides
        shares = cast("Mapping[str, float]", value)
        likeliest = max(shares, key=lambda name: shares[name])
        value = float(likeliest) if rule.numeric else likeliest
    if isinstance(value, int | float):
        return any(_compares(rule.how, float(value), float(other.replace(",", "."))) for other in rule.values)
    said = {value} if isinstance(value, str) else set(cast("list[str]", value))
    return bool(said & set(rule.values)) != (rule.how == "not")


def _compares(how: str, value: float, other: float) -> bool:
    match how:
        case "<":
            return value < other
        case "<=":
            return value <= other
        case ">":
            return value > other
        case ">=":
            return value >= other
        case _:
            return (value == other) != (how == "not")
