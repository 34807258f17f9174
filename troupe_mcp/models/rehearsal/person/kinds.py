"""What kind of fact something is: by the key it stands under, and by what it says where the key doesn't tell."""

from __future__ import annotations

import re
from functools import lru_cache

from troupe_mcp.models.rehearsal.english.verbs import is_base, is_past
from troupe_mcp.models.rehearsal.lexicon import kind_patterns, skipped, words

_GENERAL = re.compile(
    r"^(?:\w+ )?(?:bio\w*|about|description|summary|profile|persona|intro\w*|notes?|text|info|details|who|me|overview"
    r"|content|statement|background|history|story|life|facts|character)(?: \w+)?$|[^\x00-\x7f]"
)
"""Labels under which a whole life may stand; there the content tells more than the key."""
_PLAIN = ("belief", "goal", "like", "dislike", "family")
"""Kinds that a sentence shows under any label that says nothing."""


@lru_cache(maxsize=5000)
def kind_of(key: str, above: str) -> str:
    """Return the kind of facts that a key of the document holds; an unknown key passes its parent's kind on."""
    plain = re.sub(r"[\W_]+", "_", key.lower()).strip("_")
    if above == "occupation":
        return "work" if plain in {"description", "responsibilities", "duties", "details", "industry"} else "job"
    if above in {"routine", "family", "like", "dislike", "skill", "belief", "trouble", "goal", "interest"}:
        return above
    if skipped().match(plain):
        return ""
    for kind, pattern in kind_patterns("keys"):
        if pattern.search(plain):
            if kind in {"work", "job"} and re.search(r"descri|duties|responsib|detail", plain):
                return "work"
            return "occupation" if kind == "work" and "occupation" in plain else kind
    return above or "other"


@lru_cache(maxsize=5000)
def kind_by_content(kind: str, about: str, said: str) -> str:
    """Return the kind that a rendering itself shows, where its key says little."""
    general = _GENERAL.search(about) is not None
    if kind != "other" and not (kind == "past" and general and about != "other facts"):
        return kind
    found = next((name for name, pattern in kind_patterns("content") if pattern.search(said)), "")
    if found and (general or found in _PLAIN):
        return found
    parts = said.split()
    acts = general and said.startswith("I ") and len(parts) > 1 and is_base(parts[1]) and not is_past(parts[1])
    return "habit" if acts else kind


_TRADE = re.compile(
    r"^(?:I am|I'm|I work as) (?:[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*, )?(?:(?P<years>\d{1,3}), )?"
    r"(?:an? )?(?:(?P<age>\d{1,3})[- ]years?[- ]old )?(?P<trade>[a-z][\w-]*(?: [a-z][\w-]*){0,3}?)"
    r"(?= (?:from|in|at|who|with|for|of|by|and|living|working|based)\b|,|$)",
)


def trade_of(said: str) -> tuple[str, str]:
    """Return age and trade where a sentence introduces the person by them, else empty text."""
    match = _TRADE.match(said)
    if match is None:
        return "", ""
    trade = match.group("trade")
    last = trade.split()[-1]
    works = re.search(
        r"(?:er|or|ist|ian|man|woman|ant|ent|eer|ee|ess|nurse|cook|chef|clerk|pilot|judge|monk|nun|guide|aide|smith)$",
        last,
    )
    kin = words().has("kin", last) or last in {
        "believer",
        "member",
        "lover",
        "owner",
        "fighter",
        "year",
        "listener",
        "reader",
        "fan",
    }
    return match.group("age") or match.group("years") or "", trade if works and not kin else ""


_TIMES = (
    ("weekend", re.compile(r"weekend|saturday|sunday")),
    (
        "morning",
        re.compile(
            r"morning|breakfast|\bwakes?\b|\bdawn|^0?[4-9] |\b0?[4-9](?::\d\d)? ?a\.?m|\bat [5-9](?::\d\d)?\b(?! ?p)"
        ),
    ),
    ("evening", re.compile(r"evening|night|dinner|supper|\bbed\b|^(?:1[89]|2[0-3]) ")),
    ("workday", re.compile(r"workday|weekday|noon|lunch|monday|tuesday|wednesday|thursday|friday|\bwork\b|^1[0-7] ")),
)


def time_of(text: str) -> str:
    """Return the time of the week that a label or a sentence names, in the names of routines."""
    low = text.lower()
    return next((name for name, pattern in _TIMES if pattern.search(low)), "")
