"""Questions as callers write them, read into a questionnaire; what is wrong is said with where it stands."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.errors import NotAllowed, RequestError
from troupe_mcp.language.text import clean, clip, one_line
from troupe_mcp.studies.questionnaire import KINDS, PLACEHOLDER, Kind, Option, Question, Rule
from troupe_mcp.studies.survey.alternatives import alternatives_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FEWEST = {"choice": 2, "choices": 2, "ranking": 2, "maxdiff": 4, "price": 1}
"""Options that a kind needs; a price without any is asked for in four questions (Van Westendorp)."""
MOST_QUESTIONS = 60
MOST_OPTIONS = 26
"""As many as there are letters."""
MOST_POINTS = 101
LONGEST_TEXT, LONGEST_OPTION, LONGEST_NAME = 4000, 2000, 40
_ID = re.compile(r"[A-Za-z][\w-]{0,39}")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)*")
_RULE = re.compile(r"(not|<=|>=|<|>)\s*(.+)", re.DOTALL)


def questions_of(given: Sequence[Mapping[str, Any]], fields: Sequence[str] = ()) -> tuple[Question, ...]:
    """Return questions as they are asked; `fields` are placeholders that versions of the material fill.

    Raises RequestError or NotAllowed with what is wrong, and where.
    """
    if not given:
        raise RequestError(
            'No questions. Give questions=[{"text": "Tea or coffee?", "kind": "choice", "options": ["tea", "coffee"]}].'
        )
    if len(given) > MOST_QUESTIONS:
        raise NotAllowed(f"{len(given)} questions; at most {MOST_QUESTIONS} can be in one survey. Ask twice.")
    found: list[Question] = []
    for at, each in enumerate(given):
        found.append(_question(at, each, found, fields))
    return tuple(found)


def _question(at: int, given: Mapping[str, Any], before: Sequence[Question], fields: Sequence[str]) -> Question:
    name = one_line(str(given.get("id") or f"q{at + 1}"))
    where = f"questions[{at}] ('{clip(name, 40)}')"
    if not _ID.fullmatch(name):
        raise RequestError(f"{where}: an id is a letter, then letters, digits, _ or -, at most 40, e.g. 'price_year'.")
    if any(question.id == name for question in before):
        raise RequestError(f"{where}: the id '{name}' is taken by an earlier question. Give each its own, or none.")
    text = clean(str(given.get("text") or ""))
    offered = () if given.get("kind") else alternatives_in(text)
    kind = given.get("kind") or ("choice" if offered else "text")
    if kind not in KINDS:
        raise RequestError(f"{where}: kind {kind!r} is not known. Kinds: {', '.join(KINDS)}.")
    if not text:
        raise RequestError(f"{where} asks nothing: give its text.")
    if len(text) > LONGEST_TEXT:
        raise NotAllowed(f"{where} has {len(text):,} characters; at most {LONGEST_TEXT:,}. Long material: show.")
    question = Question(
        name,
        text,
        kind,
        _options(where, kind, given.get("options") or offered),
        _scale(where, kind, given.get("scale")),
        _labels(where, given.get("labels") or ()),
        _axis(where, kind, given.get("axis") or ""),
        unit=one_line(str(given.get("unit") or ""))[:20],
    )
    question = replace(question, skip_if=_rules(where, given.get("skip_if") or {}, before))
    known = [each.id for each in before]
    for wanted in PLACEHOLDER.findall(text):
        if wanted not in known and wanted not in fields:
            raise RequestError(
                f"{where}: {{{{{wanted[:40]}}}}} is filled by the answer to {_earlier(wanted, known, fields)} Ask it "
                f'before, or give variants=[{{"id": "A", "{wanted[:40]}": "…"}}, {{"id": "B", …}}].'
            )
    return question


def _earlier(wanted: str, known: Sequence[str], fields: Sequence[str] = ()) -> str:
    there = f"Before it come: {', '.join(known)}." if known else "It is the first one."
    versions = f" or a field of variants ({clip(', '.join(fields), 100)})" if fields else ""
    return f"an earlier question{versions}, and '{wanted[:40]}' is none. {there}"


def _options(where: str, kind: Kind, given: Sequence[Any]) -> tuple[Option, ...]:
    if kind in ("rating", "number", "text"):
        if given:
            raise RequestError(f"{where}: {kind} takes no options. For options use kind 'choice'.")
        return ()
    texts = [clean(_written(each)) for each in given]
    if len(texts) < FEWEST[kind] and not (kind == "price" and not texts):
        other = "For an open answer use kind 'text'. " if kind != "maxdiff" else "For fewer use kind 'ranking'. "
        raise RequestError(f"{where}: {kind} needs at least {FEWEST[kind]} options. {other}Kinds: {', '.join(KINDS)}.")
    if len(texts) > MOST_OPTIONS:
        raise NotAllowed(f"{where} has {len(texts)} options; at most {MOST_OPTIONS}. Ask about a part of them at once.")
    for number, text in enumerate(texts):
        if not text or len(text) > LONGEST_OPTION:
            raise RequestError(f"{where}: options[{number}] has {len(text):,} characters; 1 to {LONGEST_OPTION:,}.")
    folded = [text.casefold() for text in texts]
    if twice := next((text for at, text in enumerate(texts) if folded.index(text.casefold()) < at), ""):
        raise RequestError(f"{where}: the option {clip(twice, 60)!r} is there twice. Give each once.")
    if kind == "price":
        return tuple(sorted((_price(where, text) for text in texts), key=lambda option: option.price or 0.0))
    return tuple(map(Option, _short_names(texts), texts))


def _written(given: Any) -> str:
    """Return an option as a text, a whole number without the point that JSON may have given it."""
    return f"{given:.0f}" if isinstance(given, float) and given.is_integer() else str(given)


def _short_names(texts: Sequence[str]) -> list[str]:
    """Return short names of options, all made alike: heads before a colon or line end, else wholes, else beginnings."""
    heads = [one_line(re.split(r":\s|\n", text, maxsplit=1)[0]) for text in texts]
    wholes = [one_line(text) for text in texts]
    for names in (heads, wholes):
        if len({name.casefold() for name in names}) == len(texts) and all(len(name) <= LONGEST_NAME for name in names):
            return names
    return [f"{number}. {clip(name, LONGEST_NAME - 4)}" for number, name in enumerate(heads, 1)]


def _price(where: str, text: str) -> Option:
    found = _NUMBER.search(text)
    digits = re.sub(r"[,.](?=\d{3}(?:\D|$))", "", found.group()) if found else ""
    value = float(digits.replace(",", ".")) if digits.count(".") + digits.count(",") < 2 and digits else -1.0
    if value < 0:
        raise RequestError(f"{where}: the price {clip(text, 60)!r} has no number of 0 or more; e.g. '4.99' or '€5'.")
    return Option(one_line(text)[:LONGEST_NAME], text, value)


def _scale(where: str, kind: Kind, given: Any) -> tuple[int, int]:
    if given is None:
        return (1, 5)
    if kind != "rating":
        raise RequestError(f"{where}: scale belongs to kind 'rating', this is {kind}. Leave it out.")
    low, high = (*given, None, None)[:2] if len(given) == 2 else (None, None)
    if not isinstance(low, int) or not isinstance(high, int):
        raise RequestError(f"{where}: scale is {given!r}; expected its two ends, e.g. [1, 5].")
    if low >= high:
        raise RequestError(f"{where}: scale {list(given)} is reversed; the lowest first, e.g. [{min(low, high)}, 5].")
    if high - low >= MOST_POINTS:
        raise NotAllowed(f"{where}: scale {list(given)} has more than {MOST_POINTS} points. Use kind 'number'.")
    return low, high


def _labels(where: str, given: Sequence[Any]) -> tuple[str, str]:
    if given and len(given) != 2:
        raise RequestError(f"{where}: labels are two, of the lowest and the highest point; given are {len(given)}.")
    low, high = (one_line(str(each))[:120] for each in given) if given else ("", "")
    return low, high


def _axis(where: str, kind: Kind, given: Any) -> str:
    axis = one_line(str(given))[:60]
    if axis and kind != "rating":
        raise RequestError(f"{where}: axis joins ratings, and this is {kind}. Leave it out, or use kind 'rating'.")
    if axis == "-":
        raise RequestError(f"{where}: axis '-' has no name; '-trust' reverses the axis 'trust'.")
    return axis


def _rules(where: str, given: Any, before: Sequence[Question]) -> tuple[Rule, ...]:
    if not isinstance(given, dict):
        raise RequestError(f'{where}: skip_if is {clip(repr(given), 60)}; expected e.g. {{"drinks": "no"}}.')
    rules: list[Rule] = []
    for wanted, said in cast("dict[str, Any]", given).items():
        asked = next((question for question in before if question.id == wanted), None)
        if asked is None:
            raise RequestError(f"{where}: skip_if waits for {_earlier(str(wanted), [each.id for each in before])}")
        rules.append(_rule(where, asked, said))
    return tuple(rules)


def _rule(where: str, asked: Question, said: Any) -> Rule:
    if asked.kind not in ("choice", "choices", "rating", "number"):
        raise RequestError(
            f"{where}: skip_if can't go by '{asked.id}', which is {asked.kind}: only by options and numbers."
        )
    compared = _RULE.fullmatch(said.strip()) if isinstance(said, str) else None
    how: Any = compared.group(1) if compared else "is"
    listed = cast("list[Any]", said) if isinstance(said, list | tuple) else [said]
    told = tuple(clean(str(value)) for value in ([compared.group(2)] if compared else listed))
    if asked.kind in ("rating", "number"):
        for value in told:
            if not _NUMBER.fullmatch(value):
                raise RequestError(f"{where}: skip_if compares '{asked.id}' with {value[:40]!r}; it is a number.")
        return Rule(asked.id, how, told, numeric=True)
    if how not in ("is", "not"):
        raise RequestError(f"{where}: skip_if compares '{asked.id}' by {how}, but its answers are options.")
    names = {text.casefold(): option.id for option in asked.options for text in (option.id, option.text)}
    for value in told:
        if value.casefold() not in names:
            there = ", ".join(option.id for option in asked.options[:8])
            raise RequestError(
                f"{where}: skip_if goes by {value[:40]!r}, no option of '{asked.id}': {clip(there, 200)}."
            )
    return Rule(asked.id, how, tuple(names[value.casefold()] for value in told))
