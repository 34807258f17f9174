"""What somebody has read, quoted with its title where it answers a question; silence about it otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked import intents
from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import coverage, keys, light, shared
from troupe_mcp.models.rehearsal.offers.options import options_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from troupe_mcp.models.rehearsal.asked.moment import Moment

ANSWERS = 0.5
"""The share of what a question is about that a sentence must hold to answer it."""
WRAPPED = 60
"""Characters of a line that goes on in the next one, unless it ends as a sentence does."""
_PAPER = re.compile(
    r"\b(?:document|handbook|manual|report|paper|leaflet|brief|guide|policy|text|article|letter|memo|rules?|contract)s?\b"
    r".*\b(?:says?|said|tells?|mentions?|states?|stands?|written)\b"
    r"|\b(?:say|said|stand|written|mentioned) (?:there|in (?:it|there|the))\b"
    r"|\baccording to (?:the|this|that|it)\b|\byou (?:have |just )?read\b",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"\b(?:do you (?:happen to )?(?:know|remember|recall)|(?:can|could|would|will) you (?:please )?(?:tell|say|look up)"
    r"(?: (?:me|us))?|tell (?:me|us))\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"\byou(?:rs?|rself)?\b", re.IGNORECASE)
_OWN = (intents.asks_opinion, intents.asks_choice, intents.asks_rating, intents.asks_ideas, intents.asks_objection)


def cited(moment: Moment) -> str:
    """Return the sentence of something read that answers the question, in quotes with its title; or nothing."""
    if not moment.questions or moment.for_other or moment.cue is None or moment.cue.kind not in {"say", "TALK"}:
        return ""
    asked = _POLITE.sub(" ", moment.asked)
    read = [*_read(moment)]
    titles = [key for title, _ in read for key in keys(title)]
    matter = tuple(key for key in keys(asked) if key not in light() and key not in titles)
    by_name = _PAPER.search(asked) is not None or bool(shared(keys(asked), tuple(titles)))
    if not matter or not (by_name or _is_of_things(moment, asked)):
        return ""
    found = [
        (coverage(matter, keys(sentence)), -place, title, sentence)
        for place, (title, text) in enumerate(read)
        for sentence in _whole_sentences(text)
    ]
    share, _, title, sentence = max(found, default=(0.0, 0, "", ""))
    told = sentence.removeprefix("- ").replace("“", "'").replace("”", "'").strip()
    return f"It says in “{title}”: “{told}”" if share >= ANSWERS else ""


def _read(moment: Moment) -> Iterator[tuple[str, str]]:
    """Yield titles and texts: the parts that came back, then short documents, the latest first."""
    yield from ((passage.title, passage.text) for passage in moment.task.passages)
    for item in reversed(moment.task.perceived):
        if item.kind == "document" and not item.whole:
            yield item.title, item.content


def _is_of_things(moment: Moment, asked: str) -> bool:
    """Return whether a question is after a fact, not after the person's own life, view or choice."""
    offered = [p.content for p in moment.task.perceived if p.kind in {"say", "show", "SHOW"} and not p.own]
    return not (_YOU.search(asked) or options_in(tuple(offered)) or any(asks(asked) for asks in _OWN))


def _whole_sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text whose lines may be wrapped; a row of a table is one."""
    told = ""
    for line in text.split("\n"):
        told = f"{told} {line}" if told else line
        if len(line) < WRAPPED or line.rstrip().endswith((".", "!", "?", ":", ";")):
            yield from [told] if told.startswith("- ") else sentences(told)
            told = ""
    yield from sentences(told)
