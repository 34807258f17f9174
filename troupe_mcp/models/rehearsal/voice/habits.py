"""Ways of speaking that a style asks for in every answer: those that the rehearsal keeps, and those that it cannot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from troupe_mcp.simulation.people.persona import told

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEPT = (
    ("brief", r"\b(?:one|single)[- ]word|\bmonosyllab|\bone or two words|\b(?:very|extremely) (?:short|brief)\b"),
    ("by name", r"\bthird person\b|\bof (?:him|her|them)sel(?:f|ves) by (?:\w+ ){0,2}name\b"),
    (
        "asking",
        (
            r"\b(?:end|finish|clos|conclud)\w*\b[^.,;]{0,40}\b(?:with|in|on|by asking) (?:a|another|one) "
            r"(?:\w+ )?question\b(?! mark)"
        ),
    ),
)
_BEYOND = (
    ("one-word answers (they are short instead)", r"\b(?:one|single)[- ]word\b|\bmonosyllab"),
    (
        "never a direct answer",
        (
            r"\b(?:never|not|avoids?|without|refuses? to|hardly ever|doesn['’]t) (?:\w+ ){0,2}?"
            r"(?:answer\w*|repl(?:y|ies)|giv\w+)(?: \w+){0,4}? (?:direct|straight|clear|plain)\w*"
            r"|\b(?:never|not) (?:direct|straight)|\bevasive|\bdodges?\b"
            r"|\bbeats? about the bush|\bchanges? the subject"
        ),
    ),
    ("swearing", r"\bswears?\b|\bswearing\b|\bcurses?\b|\bcursing\b|\bfoul[- ]mouthed|\bprofan\w+|\bswear ?words\b"),
    (
        "proverbs",
        r"\b(?:only|always|constantly|mostly|speaks?|talks?|answers?|replies)\b[^.,;]{0,20}\b(?:proverbs|sayings|maxims)",
    ),
    ("rhymes", r"\b(?:in|only|with) (?:rhym\w+|verses?|poems?|haikus?|limericks?)\b|\brhymes\b"),
    ("riddles", r"\bin riddles\b|\b(?:speaks?|talks?|answers?)[^.,;]{0,12} riddles\b"),
    (
        "another language or a dialect",
        (
            r"\bmix(?:es|ing) (?:\w+ ){0,3}(?:languages?|spanish|french|german|italian|english)\b"
            r"|\b(?:thick|heavy|strong|broad) (?:\w+ )?(?:accent|dialect)\b|\bin dialect\b"
            r"|\b(?:speaks?|answers?|talks?|replies) only (?:in )?(?!english)"
            r"(?:[a-z]+(?:ish|ese|ian|man)|french|dutch|greek)\b"
        ),
    ),
    ("emoji", r"\bemojis?\b|\bemoticons?\b"),
    ("lies", r"\b(?:always|constantly|often|only) lies\b|\bcompulsive liar\b|\bnever tells? the truth\b"),
    (
        "quotations",
        r"\bquotes? (?:\w+ ){0,2}?(?:scripture|the bible|poets?|poetry|shakespeare|films?|movies|songs?|lyrics)",
    ),
)
_DENIED = re.compile(
    r"\b(?:never|not|no|without|avoids?|hates?|nor|doesn['’]t|rarely)\s+(?:\w+\s+){0,2}?"
    r"(?:swear\w*|curs(?:e|es|ing)|profan\w+|foul\w*|emojis?|emoticons?|proverbs|rhym\w+|lies|dodg\w+|evasive)",
    re.IGNORECASE,
)


def habits_of(style: str) -> tuple[str, ...]:
    """Return the habits of a style that are kept in every answer."""
    return tuple(name for name, wording in _KEPT if re.search(wording, style, re.IGNORECASE))


def beyond(spec: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ways of speaking that somebody's file asks for and the rehearsal does not play."""
    person = told(spec)
    asked = _DENIED.sub(" ", str(person.get("style", person.get("voice", ""))))
    return tuple(name for name, wording in _BEYOND if re.search(wording, asked, re.IGNORECASE))
