"""What has to be said of a survey's questions as they are asked: they can be answered, and not quite as meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.app.studies.dangling import names_something, pointed_at
from troupe_mcp.language.text import clip
from troupe_mcp.studies.amounts import MONEY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from troupe_mcp.simulation.worlds.events import Event, SceneSet
    from troupe_mcp.studies.questionnaire import Question

_WHY = re.compile(
    r"\b(?:why|for what reason|warum|wieso|pourquoi|por ?qué|por que|perché)\b"
    r"(?=\W*$|.*\b(?:th(?:at|is|ose|ese)|your (?:answer|choice|pick|rating|vote)|ones?|es[ea]|diese\w*|celui)\b)",
    re.IGNORECASE,
)
"""How a text asks for the reason of an answer: it ends with why, or points at what was chosen."""
LONGEST, MOST_NAMED = 80, 3
"""Characters of a question that a caution quotes, and how many questions it names."""


def priceless(questions: Sequence[Question], scene: SceneSet) -> tuple[str, ...]:
    """Return what has to be said where people are asked for prices and nobody says in which money."""
    around = "\n".join(line.content for line in scene.script)
    bare = [
        question.id
        for question in questions
        if question.kind == "price"
        and not question.unit
        and not MONEY.search("\n".join((question.text, around, *(option.text for option in question.options))))
    ]
    return (
        (f"No currency is named for {', '.join(bare)}: each thinks of their own. Name it, or give unit.",)
        if bare
        else ()
    )


def as_read(given: Sequence[Mapping[str, Any]], questions: Sequence[Question]) -> tuple[str, ...]:
    """Return how questions were read that came without a kind and name by themselves what to choose from."""
    return tuple(
        f"'{question.id}' was read as a choice of {' | '.join(option.text for option in question.options)}, as its "
        "text offers them. Give kind='choice' and options for others, kind='text' to hear it in their own words."
        for each, question in zip(given, questions, strict=True)
        if not each.get("kind") and question.kind == "choice"
    )


def whys(questions: Sequence[Question]) -> tuple[str, ...]:
    """Return what has to be said where a question asks for the reason of another, which it doesn't see."""
    given = [question.id for question in questions if question.kind != "text"]
    asked = [each for each in questions if each.kind == "text" and not each.named and _WHY.search(each.text)]
    if not (given and asked):
        return ()
    told = (
        f"'{asked[0].id}' asks why, and sees no other question. '{given[0]}' brings a reason with each answer by "
        f"itself: leave '{asked[0].id}' out, or let it quote the answer: {{{{{given[0]}}}}}."
    )
    return (told,)


def unnamed(
    questions: Sequence[Question], scene: SceneSet, past: Sequence[Event], *, together: bool
) -> tuple[str, ...]:
    """Return what has to be said where questions of a survey point at a thing that those who are asked can't know of.

    Only `together` do they see the questions before one.
    """
    if past or scene.script:
        return ()
    found: dict[str, str] = {}
    for place, question in enumerate(questions):
        seen = [each.text for each in questions[:place]] if together else question.named
        if not any(map(names_something, seen)) and (word := pointed_at(question.text)):
            found[f"'{question.id}'"] = word
    alone = len(questions) > 1 and not together
    return _nothing_there(found, "nothing is shown, and no question sees another" if alone else "nothing is shown")


def unsaid(said: Sequence[str]) -> tuple[str, ...]:
    """Return what has to be said where a talk, of which these are the first words, points at a thing nobody named."""
    found: dict[str, str] = {}
    for text in said:
        if word := pointed_at(text):
            found[f"“{clip(text, LONGEST)}”"] = word
        if names_something(text):
            break
    return _nothing_there(found, "nothing is shown, and nothing was said before")


def _nothing_there(pointing: Mapping[str, str], but: str) -> tuple[str, ...]:
    if not pointing:
        return ()
    asked, more = [*pointing][:MOST_NAMED], len(pointing) - MOST_NAMED
    named = " and ".join([", ".join(asked[:-1]), asked[-1]] if len(asked) > 1 else asked)
    says = f"{named} and {more} more say" if more > 0 else f"{named} say{'s' * (len(asked) == 1)}"
    word = next(iter(pointing.values()))
    return (f'{says} “{word}”, but {but}: each thinks of what they like. Give show="…", or name it in the question.',)
