"""The alternatives that a question names by itself, "Tea or coffee?": only where one of them is the answer to it.

"Did you hear or see anything?" names two things and asks for yes or no, so it names none here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

MOST = 10
LONGEST = 9
"""Words of an alternative; what is longer is a clause of the question."""
_ASKED = re.compile(r"(?:(?<=[.!?]\s)|^)(?:[^.!?]|[.](?=\S))*\?")
_START = re.compile(
    r"^(?:(?:so|and|but|now|then|well|honestly|if you had to (?:choose|pick)|all in all|generally|in general|usually)"
    r",? )+",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"^(?P<asked>(?:which|what|who|whom|where|how|when)\b[^:,–—]*?)\s?(?:[:,]|\s[–—-])\s*(?P<list>.+)$", re.IGNORECASE
)
_ONE_OF_THEM = re.compile(
    r"^which\b|\b(?:like|prefer|choose|chosen|pick|rather|sooner|better|best|worse|vote|take|want|need|first|more|most"
    r"|right|matters?|counts?|decides?|wins?)\b",
    re.IGNORECASE,
)
_ASKED_WHICH = re.compile(
    r"^(?:which|what)\b[^:,]*?\byou (?:like|prefer|want|choose|pick|take|drink|eat|use)"
    r"(?: (?:better|more|best|most|rather))? (?!in\b|on\b|at\b|about\b|to\b)(?P<list>.+)$",
    re.IGNORECASE,
)
_CHOOSING = re.compile(
    r"^(?:(?:would|do|will|could|should) (?:you|we|i)"
    r" (?:rather|sooner|prefer|choose|pick|opt for|go for|vote for|decide for)"
    r"|(?:would you|do you) (?:like|want)(?! to\b)(?! any)|do you (?:mostly|mainly|usually) (?:prefer|choose|take)"
    r"|(?:is it|would it be) (?:\w+er|better|worse|more \w+)(?: for you)?(?= to ))"
    r" (?:rather |to have )?(?P<list>.+)$",
    re.IGNORECASE,
)
_LIVING = re.compile(
    r"^(?:do|are|did) you (?:(?:mostly|mainly|usually|normally|currently) )?"
    r"(?:(?:liv|pay|travell?|commut|shop|work)(?:e|ing)?|get (?:around|to work)|(?P<be>(?<=are you )))"
    r" ?(?P<list>.+)$",
    re.IGNORECASE,
)
_MORE = re.compile(r" (?:better|more|best|most)$", re.IGNORECASE)
_NO_BEGINNING = re.compile(
    r"^(?:do|does|did|is|are|was|were|am|have|has|had|can|could|will|would|should|shall|may|might|must|which|what|who|whom"
    r"|whose|how|why|when|where|if|any|tell|describe|name|think|imagine|not)\b|\b(?:you|we|i|they|he|she|it) \w",
    re.IGNORECASE,
)
_NO_ALTERNATIVE = re.compile(
    r"^(?:so|else|what|why|how|whatever|not|more|less|fewer|older|younger|later|earlier|longer|higher|lower|above|below"
    r"|similar|otherwise|the like|(?:some|any)(?:thing|one|body|where|how)?(?: .*)?|other .*"
    r"|and .*|what .*|(?:\w+ )?(?:problem|complaint|question|comment|doubt|regret|idea|suggestion|concern|remark"
    r"|worr(?:y|ie)|allerg(?:y|ie)|sibling|pet|children|kid)s?"
    r"|(?:do|did|does|is|are|was|were|would|will|has|have|had|can|could|should) .*)$",
    re.IGNORECASE,
)
_ANY = re.compile(r"\b(?:any|anything|anybody|anyone|anywhere|ever|either)\b", re.IGNORECASE)
_PREPOSITION = re.compile(r"^(?:in|on|at|by|with|without|from|for|against|near)\b", re.IGNORECASE)
_ADVERBIAL = re.compile(
    rf"{_PREPOSITION.pattern}"
    r"|^(?:out|alone|outside|inside|abroad|online|remotely|mostly|mainly|(?:full|part)[- ]time)\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[A-Ha-h]|\d")
_KIND = re.compile(r"\bwhich (?!one\b|of\b|do\b|is\b|would\b|did\b|are\b|will\b)(?P<kind>[a-z]+)", re.IGNORECASE)
_HELD = re.compile(r"\{\{")
_WHY = re.compile(r"(?:^|,? )(?:and |but )?why(?: is that| so)?$", re.IGNORECASE)
_OPPOSED = re.compile(r"(?:[,:–—-] |^)(?P<yes>yes) or no$|\bfor or against\b", re.IGNORECASE)
_TAIL = re.compile(
    r" (?:in|at|for|on|with|when|while|if|after|before|to|as|during|from|these days|today|tonight|now|most|best|more)"
    r"\b.*$"
)


@lru_cache(maxsize=2000)
def alternatives_in(text: str) -> tuple[str, ...]:
    """Return the alternatives between which a question has one choose, as it names them; none where it has not.

    Mere letters are told apart from those that options are shown under: "Which ad is better, A or B?" has "Ad A".
    """
    found = _named(text)
    if not all(map(_LETTER.fullmatch, found)):
        return found
    kind = _KIND.search(text)
    return tuple(f"{kind['kind'].capitalize() if kind else 'Option'} {letter.upper()}" for letter in found)


def _named(text: str) -> tuple[str, ...]:
    """Return the alternatives that a question names, in its own words."""
    questions = [_WHY.sub("", found.strip(" ?")) for found in _ASKED.findall(" ".join(text.replace("’", "'").split()))]
    put = [question for question in questions if question]
    asked = _START.sub("", put[0]) if len(put) == 1 else ""
    if not re.search(r"\bor\b", asked) or _HELD.search(asked) or re.search(r"\bor not$", asked):
        return ()
    if plain := _OPPOSED.search(asked):
        return ("yes", "no") if plain["yes"] else ("for", "against")
    if match := _WHICH.match(asked):
        parts = _parted(match["list"])
        return _whole(parts) if _ONE_OF_THEM.search(match["asked"]) or all(map(_ADVERBIAL.match, parts)) else ()
    for pattern in (_ASKED_WHICH, _CHOOSING):
        if match := pattern.match(asked):
            return _whole(_parted(match["list"]))
    if match := _LIVING.match(asked):
        parts = _parted(match["list"])
        return _whole(parts) if all(map(_ADVERBIAL.match, parts)) else ()
    return () if _NO_BEGINNING.search(asked) else _whole(_as_begun(_parted(_MORE.sub("", asked))))


def _parted(listed: str) -> list[str]:
    """Return the parts of a list as they stand apart: what only goes on with the part before is joined to it."""
    parts = [part.strip(" \"“”'‘") for part in re.split(r",? or |, ", re.sub(r"^either ", "", listed))]
    if len(parts) > 2 and _PREPOSITION.match(parts[0]) and not any(map(_PREPOSITION.match, parts[1:])):
        opens = re.match(r"^(?:in|on|at|for) (?:the|an?) ", parts[0], re.IGNORECASE)
        parts = parts[1:] if opens else parts
    joined = parts[:1]
    for before, part in pairwise(parts):
        goes_on = _PREPOSITION.match(before) and not _ADVERBIAL.match(part) and not _PREPOSITION.match(parts[0])
        joined = [*joined[:-1], f"{before} or {part}"] if goes_on else [*joined, part]
    return _alike(joined)


def _alike(parts: list[str]) -> list[str]:
    """Return parts in one form: none with what belongs to all of them, before the first or behind the last."""
    if len(parts) < 2:
        return parts
    first, *rest = parts
    opening = rest[-1].split()[0] if rest[-1] else ""
    words = first.split()
    if opening in words[1:]:
        first = " ".join(words[words.index(opening, 1) :])
    elif _PREPOSITION.match(rest[-1]) and not _ADVERBIAL.match(first):
        places = [at for at, word in enumerate(words) if at and _ADVERBIAL.match(word)]
        first = " ".join(words[places[-1] :]) if places else first
    cut = _TAIL.sub("", rest[-1])
    if cut != rest[-1] and cut and not any(_TAIL.search(part) for part in (first, *rest[:-1])):
        rest[-1] = cut
    return [re.sub(r"^to (?=\w)", "", _MORE.sub("", part)) for part in (first, *rest)]


def _as_begun(parts: list[str]) -> list[str]:
    """Return parts of a list that is the whole question: all with a capital where it gives the first of them one."""
    if not parts[0][:1].isupper():
        return parts
    return [part[:1].upper() + part[1:] if part.islower() else part for part in parts]


def _whole(parts: list[str]) -> tuple[str, ...]:
    """Return the parts where each can be an answer by itself."""
    usable = all(
        part and len(part.split()) <= LONGEST and not _NO_ALTERNATIVE.match(part) and not _ANY.search(part)
        for part in parts
    )
    apart = len({part.casefold() for part in parts}) == len(parts)
    return tuple(parts) if usable and apart and 1 < len(parts) <= MOST else ()
