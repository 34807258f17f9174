"""What has to be said of a survey's questions as they are asked: they can be answered, and not quite as meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.simulation.worlds.events import SceneSet
    from troupe_mcp.studies.questionnaire import Question

_MONEY = re.compile(
    r"[$€£¥₹₽₺₩]|\b(?:USD|EUR|GBP|CHF|JPY|INR|CAD|AUD|BRL|MXN|[Dd]ollars?|[Ee]uros?|[Pp]ounds?|[Ff]rancs?|[Yy]en|[Rr]upees?|"
    r"[Pp]esos?|[Rr]eais|[Kk]ron(?:or|er|e)|[Cc]ents?|pence)\b"
)
"""How a text names a currency."""
_WHY = re.compile(
    r"\b(?:why|for what reason|warum|wieso|pourquoi|por ?qué|por que|perché)\b"
    r"(?=\W*$|.*\b(?:th(?:at|is|ose|ese)|your (?:answer|choice|pick|rating|vote)|ones?|es[ea]|diese\w*|celui)\b)",
    re.IGNORECASE,
)
"""How a text asks for the reason of an answer: it ends with why, or points at what was chosen."""


def priceless(questions: Sequence[Question], scene: SceneSet) -> tuple[str, ...]:
    """Return what has to be said where people are asked for prices and nobody says in which money."""
    around = "\n".join(line.content for line in scene.script)
    bare = [
        question.id
        for question in questions
        if question.kind == "price"
        and not question.unit
        and not _MONEY.search("\n".join((question.text, around, *(option.text for option in question.options))))
    ]
    return (
        (f"No currency is named for {', '.join(bare)}: each thinks of their own. Name it, or give unit.",)
        if bare
        else ()
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
