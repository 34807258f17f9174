"""What an answer comes to: the value that is kept and counted, in the options' own names whatever letters they had."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.language.text import beyond, clean, clip, written
from troupe_mcp.simulation.worlds.events import UNWILLING
from troupe_mcp.studies.questionnaire import OWN

if TYPE_CHECKING:
    from troupe_mcp.simulation.worlds.events import Answered
    from troupe_mcp.studies.questionnaire import Question
    from troupe_mcp.studies.survey.shown import Shown

LONGEST_ANSWER, LONGEST_REASON = 2000, 600
MOST = 1e15
"""The largest number that anybody means."""


def value_of(question: Question, shown: Shown, answer: Mapping[str, Any]) -> Any:
    """Return the value of an answer as a model gave it; None where this person couldn't say.

    An option's name (choice), names (choices; ranking, best first; price, at which they buy), a number (rating,
    number), words (text), `{point: price}` (price without options), `[best, worst]` of each set (maxdiff), and by
    probabilities `{name or point: share}`.
    """
    lettered = shown.lettered()
    match question.kind:
        case "choice" | "rating" if "percent" in answer:
            return _shares(question, shown, answer["percent"])
        case "choice":
            return lettered[answer["choice"]].id
        case "choices" | "ranking":
            return [lettered[letter].id for letter in answer[question.kind]]
        case "rating":
            return answer["rating"]
        case "price" if question.options:
            bought = {lettered[letter].id for letter, said in answer["buys"].items() if said == "yes"}
            return [option.id for option in question.options if option.id in bought]
        case "price":
            prices: Mapping[str, float | None] = answer["prices"]
            said = {name: price for name, price in prices.items() if price is not None and _sane(price)}
            return said if len(said) == len(prices) else None
        case "maxdiff":
            return [_pair(options, pair) for options, pair in zip(shown.sets, answer["sets"].values(), strict=True)]
        case "number":
            number: float | None = answer["number"]
            return number if number is not None and abs(number) <= MOST else None
        case "text":
            return clip(clean(answer["answer"]), LONGEST_ANSWER) or None


def outcome_of(question: Question, answer: Mapping[str, Any], value: Any) -> str:
    """Return what an answer came to; to name none of the four prices is an answer too: at no price."""
    if value is not None:
        return "answered"
    named = answer.get("prices") if question.kind == "price" else None
    return UNWILLING if named and all(price is None for price in named.values()) else OWN


def told_answer(question: Question, event: Answered) -> str:
    """Return in words what somebody answered, be it that they would not buy at any price."""
    return event.outcome.replace("_", " ") if event.is_unwilling else told_value(question, event.value)


def reason_of(answer: Mapping[str, Any]) -> str:
    """Return why somebody says so, in their own words; nothing where the answer itself is words."""
    return clip(clean(str(answer.get("reason", ""))), LONGEST_REASON)


def cut_of(answer: Mapping[str, Any]) -> str:
    """Return in words what of an answer is too long to be kept whole; nothing where all of it is kept."""
    most = {"answer": LONGEST_ANSWER, "reason": LONGEST_REASON}
    told = (beyond(clean(str(answer[name])), limit, name) for name, limit in most.items() if name in answer)
    return "; ".join(filter(None, told))


def told_value(question: Question, value: Any) -> str:
    """Return a value as it is piped into a later question."""
    if question.kind == "text":
        return clip(str(value), LONGEST_REASON)
    if question.kind == "choice" and isinstance(value, str):
        return question.option(value).text
    if isinstance(value, Mapping):
        shares = cast("Mapping[str, float]", value)
        if question.kind == "price":
            return ", ".join(f"{name.replace('_', ' ')}: {written(price)}" for name, price in shares.items())
        return max(shares, key=lambda name: shares[name])
    if isinstance(value, list | tuple):
        listed = [each if isinstance(each, str) else " rather than ".join(each) for each in cast("list[Any]", value)]
        return ", ".join(listed) or "none of them"
    return written(value) if isinstance(value, int | float) else str(value)


def _shares(question: Question, shown: Shown, percent: Mapping[str, float]) -> dict[str, float] | None:
    """Return chances as shares that add up to 1; None where all are 0."""
    total = sum(percent.values())
    if not total:
        return None
    names = {letter: option.id for letter, option in shown.lettered().items()} if question.kind == "choice" else {}
    shares = {names.get(key, key): round(value / total, 4) for key, value in percent.items()}
    order = [option.id for option in question.options] or sorted(shares, key=int)
    return {name: shares[name] for name in order}


def _pair(options: tuple[Any, ...], pair: Mapping[str, str]) -> list[str]:
    lettered = dict(zip(ascii_uppercase, options, strict=False))
    return [lettered[pair["best"]].id, lettered[pair["worst"]].id]


def _sane(price: float) -> bool:
    return 0 <= price <= MOST
