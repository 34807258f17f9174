"""A questionnaire as frozen data: its questions, and when one is skipped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from troupe_mcp.studies.amounts import Amounts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Kind = Literal["choice", "choices", "rating", "number", "ranking", "text", "price", "maxdiff"]
Elicitation = Literal["direct", "reasons", "probabilities"]
KINDS: tuple[Kind, ...] = get_args(Kind)
POINTS = ("too_cheap", "cheap", "expensive", "too_expensive")
"""The four prices of Van Westendorp."""
SPEAKER = "The survey"
"""Who shows things and asks."""
SKIPPED, OWN = "skipped", "no_answer"
"""Outcomes by a rule of the questionnaire, and by a person who couldn't say; the others are of whoever plays."""
PLACEHOLDER = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")


def readable(text: str, names: Collection[str] = ()) -> str:
    """Return a text with its placeholders as ‹ad›, or only those of some names."""
    return PLACEHOLDER.sub(lambda found: f"‹{found[1]}›" if not names or found[1] in names else found[0], text)


@dataclass(frozen=True, slots=True)
class Option:
    """An option by its short name, under which it is counted, and in full; `price` where it is a price point."""

    id: str
    text: str
    price: float | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A question is skipped where the answer to an earlier one is one of these, is `not`, or compares so."""

    question: str
    how: Literal["is", "not", "<", "<=", ">", ">="]
    values: tuple[str, ...]
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `scale` and its `labels` are a rating's, from the lowest; `axis` joins ratings, `-axis` reversed.

    Of several `skip_if` one is enough. `unit` is what a number or a price is given in, e.g. EUR.
    """

    id: str
    text: str
    kind: Kind
    options: tuple[Option, ...] = ()
    scale: tuple[int, int] = (1, 5)
    labels: tuple[str, str] = ("", "")
    axis: str = ""
    skip_if: tuple[Rule, ...] = ()
    unit: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """The earlier questions on whose answers this one waits."""
        piped = PLACEHOLDER.findall(self.text)
        return tuple(dict.fromkeys([*piped, *(rule.question for rule in self.skip_if)]))

    @property
    def readable(self) -> str:
        """The text as it reads with no answer in it: its placeholders as ‹ad›."""
        return readable(self.text)

    @property
    def amounts(self) -> Amounts:
        """How numbers that are answered are told."""
        return Amounts(self.kind, self.unit)

    def option(self, name: str) -> Option:
        """Return the option of a short name."""
        return next(option for option in self.options if option.id == name)


def as_json(question: Question) -> dict[str, Any]:
    """Return a question as it is kept with a run."""
    options = [[option.id, option.text, option.price] for option in question.options]
    rules = [[rule.question, rule.how, list(rule.values), rule.numeric] for rule in question.skip_if]
    fields = {name: getattr(question, name) for name in Question.__slots__}
    return {**fields, "options": options, "skip_if": rules}


def from_json(kept: Mapping[str, Any]) -> Question:
    """Return a question that was kept with a run."""
    values: dict[str, Any] = {
        **kept,
        "options": tuple(Option(*each) for each in kept["options"]),
        "scale": tuple(kept["scale"]),
        "labels": tuple(kept["labels"]),
        "skip_if": tuple(Rule(name, how, tuple(values), numeric) for name, how, values, numeric in kept["skip_if"]),
    }
    return Question(**values)
