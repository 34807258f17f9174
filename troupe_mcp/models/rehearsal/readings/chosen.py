"""Which option an utterance chooses, and where it names one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import plain_words
from troupe_mcp.models.rehearsal.offers.naming import names

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.offers.options import Option

_NOT_CHOSEN = re.compile(
    (
        r"\b(?:not|never|isn't|loses|nothing|rubbish|sleep|skip|no use|somebody else"
        r"|other people|nearly|almost|close|don't|goes on about|sings of)\b"
    ),
    re.IGNORECASE,
)
_REFUSED = re.compile(r"\b(?:not|never|neither|nor|without|instead of|than)\s+(?:for\s+)?[\"“']?$", re.IGNORECASE)
GAP = re.compile(
    r"\b(?:couldn't (?:really )?(?:tell|say)|could not (?:tell|say)|no idea|idk|don't (?:really )?know|no clue"
    r"|can't say|not guess|still not know|who knows|nothing to (?:say|tell)|no (?:view|opinion) (?:on|that)"
    r"|how should i know|concerns me|is not my business|would leave to others|ask some(?:body|one) (?:who|else))\b",
    re.IGNORECASE,
)
SPELLED = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


_WEIGHED = re.compile(
    r"\b(?:i (?:take|choose|pick|prefer|would|vote)|i'd (?:take|go|pick|choose|vote)|my (?:choice|vote|pick))\b",
    re.IGNORECASE,
)
TOSSED = re.compile(
    r"\b(?:neither|none|coin|tie|draw|toss-up|by lot|equal|nearly the same|much the same|photo finish|one in each hand"
    r"|in either|close|nearly as good|almost same|little between|difference)\b",
    re.IGNORECASE,
)
ABSTAINS = re.compile(
    r"\b(?:none|neither|abstain\w*|no vote|(?:can't|cannot|won't|couldn't) (?:choose|decide|pick|vote))\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
"""An option's own words, quoted by who chooses it; they don't speak against it."""
_TAKING = (
    r"(?:take|pick|choose|chose|prefer|vote|votes|for|with|say|said|so|leaves|maybe|perhaps|think|want|is|be|like"
    r"|goes to|it's|to|on|for me)"
)

_END = re.compile(r"[.!?…]+\s")
_FIRST = r"(?:no|yes|well|ok|okay|hm+|then|definitely|clearly|still|now|honestly|probably|perhaps|maybe)"
_THEN = r"(?=\s*(?:[,.:;!?…)–—\"”-]|$)|\s+(?:is|because|for|by|wins|it is|please)\b)"


def option_chosen(text: str, options: tuple[Option, ...]) -> tuple[Option, str] | None:
    """Return the option that an utterance chooses, and the sentence; one named only to be refused isn't chosen."""
    marked, said = _marked(text, options)
    for sentence in sentences(marked) if options else ():
        named = sorted(
            ((at, place) for place, option in enumerate(options) if (at := _mention(sentence, option, place)) >= 0)
        )
        for at, place in named:
            after = _QUOTED.sub("", sentence[at:])[:60]
            refused = _NOT_CHOSEN.search(_END.split(after)[0]) or _REFUSED.search(sentence[:at])
            if not refused or _WEIGHED.search(sentence):
                return options[place], _restored(sentence, said)
    return None


_LETTERED = re.compile(r"\w+ (?:[A-Z]|\d{1,2})")
"""A name such as "Ad A", whose letter is no article."""


def _marked(text: str, options: tuple[Option, ...]) -> tuple[str, list[str]]:
    """Put a mark for every title, whose own full stops would cut the sentence; return what stood there as well."""
    said: list[str] = []
    called = [(place, name) for place, name in enumerate(names(options)) if name]
    for place, name in (*((place, option.title) for place, option in enumerate(options)), *called):
        parts = [re.escape(word) for word in plain_words(name) if word not in {"the", "a", "an"}]
        if _LETTERED.fullmatch(name):
            parts = [re.escape(word) for word in plain_words(name)]
        elif sum(len(part) for part in parts) < (3 if (place, name) in called else 4):
            continue
        gap = r"[^\w\n]+(?:(?:the|an?)[^\w\n]+)?"
        pattern = re.compile(r"\b(?:(?:the|an?)\s+)?" + gap.join(parts).replace("'", "['’]") + r"\b", re.IGNORECASE)

        def mark(match: re.Match[str], place: int = place) -> str:
            said.append(match.group())
            return f"⟦x{place}.{len(said) - 1}⟧"

        text = pattern.sub(mark, text)
    return text, said


def _restored(sentence: str, said: list[str]) -> str:
    return re.sub(r"⟦x\d+\.(\d+)⟧", lambda match: said[int(match.group(1))], sentence)


def _mention(sentence: str, option: Option, place: int) -> int:
    at = sentence.find(f"⟦x{place}.")
    if not option.label:
        return at
    label, kind = re.escape(option.label), re.escape(option.kind) or "option"
    match = re.search(rf"\b(?:{kind}|number|no\.?|option|ad|product|slogan|the)\s*#?{label}\b", sentence, re.IGNORECASE)
    spelled = next((word for word, number in SPELLED.items() if str(number) == option.label), "")
    match = match or (re.search(rf"\b{kind}\s+{spelled}\b", sentence, re.IGNORECASE) if spelled else None)
    match = match or re.match(rf"\W*(?i:{_FIRST}\W+)*{label}{_THEN}", sentence)
    match = match or re.search(rf",\s+{label}(?=[.,!…])", sentence)
    match = match or re.search(
        rf"\b(?i:{_TAKING})\s+[\"“']?{label}(?=\s*(?:[,.:;!?…)–—\"”']|$)|\s+(?:because|as|since|and its)\b)", sentence
    )
    places = [found for found in (at, match.start() if match else -1) if found >= 0]
    return min(places, default=-1)


def names_any(sentence: str, options: tuple[Option, ...]) -> bool:
    """Return whether a sentence names one of some options, by title, number or letter."""
    marked = _marked(sentence, options)[0]
    return any(_mention(marked, option, place) >= 0 for place, option in enumerate(options))


def without_names(sentence: str, options: tuple[Option, ...]) -> str:
    """Return a sentence with a gap where it names an option."""
    marked = re.sub(r"[\"“]?⟦x[^⟧]*⟧[\"”]?", "⟦⟧", _marked(sentence, options)[0])
    for option in options:
        if option.label:
            kind = re.escape(option.kind) or "option"
            named = rf"\b(?:{kind}|option|number|ad|product|slogan)\s*#?{re.escape(option.label)}\b"
            marked = re.sub(named, "⟦⟧", marked, flags=re.IGNORECASE)
            marked = re.sub(rf"^(\W*){re.escape(option.label)}(?=\W|$)", r"\1⟦⟧", marked)
    return marked
