"""Versions of the material: a table that fills the placeholders of what is shown and asked, and who sees which."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Any, Literal, get_args

from troupe_mcp.errors import NotAllowed, RequestError
from troupe_mcp.language.text import clean, clip
from troupe_mcp.studies.questionnaire import PLACEHOLDER
from troupe_mcp.studies.statistics.power import (
    can_pass,
    needed_for_paired_share,
    needed_for_share,
    smallest_mean_difference,
    smallest_paired_mean_difference,
    smallest_paired_share_difference,
    smallest_share_difference,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.studies.questionnaire import Question

Design = Literal["within", "between"]
DESIGNS: tuple[Design, ...] = get_args(Design)
MOST_VERSIONS = 12
LONGEST = 20_000
FEWEST = 2
"""People who see a version, at least, where each sees one: a group of one compares nothing."""
WANTED = 0.1
"""A difference of shares that most studies are after; the people it takes are told."""
NOT_BLIND = (
    "Whoever answered as the assistant read all versions, so nothing was blind; other players see one at a time."
)
SPANS = "Intervals are of 95 %, each by itself; p is corrected for all tests between versions."
MEANT = (
    "Beyond noise: chance alone makes so large a difference in fewer than 5 of 100 such studies. Within noise: chance "
    "alone may have made it, which doesn't prove that there is none."
)
"""What the outcomes of tests mean, for whoever reads no statistics."""
FORM = 'show="{{line}}", variants=[{"line": "…"}, {"line": "…"}]'
"""How versions of a text are given."""
_ID = re.compile(r"[\w][\w .-]{0,39}")


@dataclass(frozen=True, slots=True)
class Version:
    """One version: what stands in the placeholders of its fields. Nobody who answers ever learns its id."""

    id: str
    fields: Mapping[str, str]

    def filled(self, text: str) -> str:
        """Return a text with this version's values; other placeholders stay, for earlier answers."""
        return PLACEHOLDER.sub(lambda found: self.fields.get(found[1], found[0]), text)

    def of(self, question: Question) -> Question:
        """Return a question as this version asks it. Options keep their names, so that versions are counted alike."""
        options = tuple(replace(option, text=self.filled(option.text)) for option in question.options)
        low, high = map(self.filled, question.labels)
        return replace(question, text=self.filled(question.text), options=options, labels=(low, high))


def versions_of(given: Sequence[Mapping[str, Any]], texts: Mapping[str, str], taken: Sequence[str]) -> list[Version]:
    """Return the versions of a call, whose `texts` (by where they stand) hold the placeholders.

    Raises RequestError or NotAllowed with what is wrong: ids twice, a value missing or used nowhere, two that are the
    same. `taken` are ids of questions, whose answers are placeholders already.
    """
    if len(given) < 2:
        raise RequestError(
            f"{len(given)} version compares nothing. Give two or more: {FORM}; or with the placeholder in situation, "
            "documents or a question."
        )
    if len(given) > MOST_VERSIONS:
        raise NotAllowed(f"{len(given)} variants; at most {MOST_VERSIONS} in one survey. Leave some out.")
    found: list[Version] = []
    for at, each in enumerate(given):
        found.append(_version(at, each, found))
    names = dict.fromkeys(name for version in found for name in version.fields)
    if both := next((name for name in names if name in taken), ""):
        raise RequestError(
            f"{{{{{both}}}}} would be a field of variants and the answer to question '{both}'. Rename one."
        )
    used = {name: where for where, text in texts.items() for name in PLACEHOLDER.findall(text)}
    for name, where in used.items():
        lacking = next((version for version in found if name not in version.fields), None)
        if lacking and name not in taken:
            raise RequestError(
                f"{where} has {{{{{name[:40]}}}}}, and variant '{lacking.id}' gives no {name[:40]!r}: it gives "
                f"{clip(', '.join(lacking.fields), 100) or 'nothing'}. Every variant fills every placeholder."
            )
    if idle := next((name for name in names if name not in used), ""):
        held = ", ".join(f"{{{{{name}}}}}" for name in used) or "no placeholder"
        raise RequestError(
            f"variants give {idle[:40]!r}, and nothing has {{{{{idle[:40]}}}}}: what is shown and asked "
            f"holds {clip(held, 200)}. For example {FORM}: a name of your own between two braces, filled by each."
        )
    for at, version in enumerate(found):
        if twin := next((other for other in found[:at] if other.fields == version.fields), None):
            raise RequestError(f"variants '{twin.id}' and '{version.id}' are the same. Leave one out, or change it.")
    return found


def _version(at: int, given: Mapping[str, Any], before: Sequence[Version]) -> Version:
    name = clean(str(given.get("id") or "ABCDEFGHIJKL"[at]))
    where = f"variants[{at}] ('{clip(name, 40)}')"
    if not _ID.fullmatch(name):
        raise RequestError(f"{where}: an id is up to 40 letters, digits, spaces, _ . or -, e.g. 'B'.")
    if any(version.id == name for version in before):
        raise RequestError(f"{where}: the id '{name}' is taken by an earlier one. Give each its own.")
    fields: dict[str, str] = {}
    for key, value in given.items():
        if key == "id":
            continue
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            raise RequestError(
                f"{where}: {key[:40]!r} is {clip(repr(value), 60)}; give a text or a number. For example {FORM}."
            )
        text = clean(str(value))
        if PLACEHOLDER.search(text):
            raise RequestError(f"{where}: {key[:40]!r} holds a placeholder itself: {clip(text, 60)!r}. Write it out.")
        if len(text) > LONGEST:
            raise NotAllowed(f"{where}: {key[:40]!r} has {len(text):,} characters; at most {LONGEST:,}.")
        fields[key] = text
    return Version(name, fields)


def shown_by(design: Design) -> str:
    """Return who saw what."""
    each = "each person saw every version, in a fresh context" if design == "within" else "each person saw one"
    return f"Design {design}: {each}, and nobody knew of others."


def assigned(names: Sequence[str], versions: Sequence[Version], seed: int) -> dict[str, str]:
    """Return the version of each person where each sees one: drawn by the seed, groups alike but for one person."""
    rng = Random(f"{seed}/versions")
    shuffled = list(names)
    rng.shuffle(shuffled)
    order = [version.id for version in versions]
    rng.shuffle(order)
    drawn = {name: order[at % len(order)] for at, name in enumerate(shuffled)}
    return {name: drawn[name] for name in names}


def foreseen(design: Design, people: int, versions: int, questions: int, repeats: int) -> str:
    """Return the product that a study of versions comes to, and the smallest difference that its panel can see."""
    seen = versions if design == "within" else 1
    answers = people * seen * questions * repeats
    put = "1 question" if questions == 1 else f"{questions} questions"
    times = put + (f" × {repeats} repeats" if repeats > 1 else "")
    groups: tuple[int, ...]
    if design == "within":
        product = f"{people} people × {versions} versions × {times} = {answers:,} answers"
        share, mean = smallest_paired_share_difference(people), smallest_paired_mean_difference(people)
        who, groups = f"{people} people who answer each version", (people,)
        enough = f"{needed_for_paired_share(WANTED)} people"
    else:
        product = f"{people} people, each of whom sees one of {versions} versions, × {times} = {answers:,} answers"
        group = people // versions
        share, mean = smallest_share_difference(group, group), smallest_mean_difference(group, group)
        who, groups = f"groups of {group}", (group, group)
        enough = f"{needed_for_share(WANTED)} people a version"
    shown = _seen(share, mean) if can_pass(*groups) else "are too few for any difference to pass"
    return f"{product}. {who[0].upper()}{who[1:]} {shown}; {100 * WANTED:.0f} points between shares take {enough}."


def _seen(share: float | None, mean: float | None) -> str:
    """Return which differences between shares (0-1) and between means so many people show."""
    points = f"{100 * share:.0f} points between shares" if share else ""
    deviations = f"{mean:.2f} standard deviations between means" if mean else ""
    if not (points or deviations):
        return "show no difference 4 times of 5, however large"
    none = "" if points and deviations else f", and none between {'means' if points else 'shares'}, however large"
    both = " and of ".join(filter(None, (points, deviations)))
    return f"show, 4 times of 5, a difference of {both}{none}, before p is corrected for several tests"
