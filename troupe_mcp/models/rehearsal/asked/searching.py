"""What somebody types into a search box: a few words about a thing of their own, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.english.words import plain_words, words

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

MOST_WORDS = {"interest": 3, "skill": 3, "trouble": 3, "goal": 5}
"""Words of a query about each kind of thing; of a trouble the first ones, a longer thing is not typed."""
_BOX = re.compile(r"\bsearch (?:box|bar|engine|field|quer(?:y|ies)|terms?)\b", re.IGNORECASE)
_TYPED = re.compile(
    r"\b(?:typ(?:e|ed|ing)|writ(?:e|ten|ing)|enter(?:ed)?|put|words|quer(?:y|ies)|terms?)\b", re.IGNORECASE
)
_GIVEN = re.compile(
    r"\b(?:search(?:ing)? for|look(?:ing)? for|to find|to buy) (?!(?:something|anything|what|it|things?)\b)",
    re.IGNORECASE,
)
_WISH = re.compile(r"^I (?:want|would like|hope) to ", re.IGNORECASE)


def searched(voice: Voice, moment: Moment) -> str:
    """Return the words that this person types where they are asked to search for something of their own; or nothing."""
    if moment.cue is None or moment.cue.kind not in {"say", "TALK"} or moment.for_other:
        return ""
    if not (_BOX.search(moment.text) and _TYPED.search(moment.text)) or _GIVEN.search(moment.text):
        return ""
    own = [fact for fact in voice.portrait.of(*MOST_WORDS) if fact.sign > 0]
    held = {fact: typed for fact in own if 0 < len(typed := _words(fact)) <= MOST_WORDS[fact.kind]}
    fresh = voice.fresh([*held]) or [*held]
    if not fresh:
        return ""
    typed = held[voice.rng.choice(fresh)]
    return " ".join([*typed, *_beside(voice, moment.task.persona.spec, short=len(typed) < 3)])


def _words(fact: Fact) -> list[str]:
    """Return a liked thing or a wish as it is said, of a trouble only the words that carry it."""
    said = fact.said.casefold()
    if wish := _WISH.match(said):
        return ["how", "to", *plain_words(said[wish.end() :])]
    if fact.thing:
        return plain_words(said)
    known = words()
    return [word for word in plain_words(said) if not known.has("stop", word)][: MOST_WORDS[fact.kind]]


def _beside(voice: Voice, spec: Mapping[str, Any], *, short: bool) -> list[str]:
    """Return where they live, and to a short query what they are, as people add it to narrow a search."""
    job: Any = spec.get("occupation")
    title = str(cast("Mapping[str, Any]", job).get("title", "") if isinstance(job, Mapping) else job or "")
    near = str(spec.get("residence", "")).split(",")[0]
    return plain_words(f"{title if short and voice.rng.random() < 0.5 else ''} {near}")[:4]
