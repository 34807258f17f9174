"""The clauses of a description as statements to the person, each with the key of a persona where it belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from troupe_mcp.models.rehearsal.lexicon import areas
from troupe_mcp.models.rehearsal.narration import Teller, told
from troupe_mcp.models.rehearsal.sentences import bare, sentences
from troupe_mcp.models.rehearsal.verbs import base, is_adverb, is_modal, is_past, is_third
from troupe_mcp.models.rehearsal.words import capital, plain_words


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a description says: the key it belongs to, and its words there."""

    key: str
    text: str


_SPLIT = re.compile(
    r"\s*(?:[,;]|\s[–—-]\s)\s*(?:and\s+|but\s+)?(?:(?:who|that|which)\s+)?"
    r"|\s+who\s+|\s+and (?=(?:his|her|their) )",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"^(?:is )?(?P<state>(?:an? )?(?:recently |newly |happily )?(?:married|divorced|widowed|single|engaged|separated"
    r"|unemployed|pregnant|vegan|vegetarian)\b[^,]*"
    r"|(?:(?:always|often|constantly|chronically|still|currently|rather|very) )?"
    r"(?:addicted|obsessed|afraid|allergic|keen|tired|proud|scared|interested|passionate|good|bad|short|worried|used|new|close|fond|sceptical|skeptical|curious)"
    r" (?:to|with|of|on|in|about|at)\b[^,]*)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^(?:an?|no|two|three|four|five|six|several|\d)\s+(?:\w+ )?(?:kids?|child(?:ren)?|sons?|daughters?|cats?|dogs?"
    r"|jobs?|grandchildren|siblings|brothers?|sisters?|horses?)\b",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s+(?:and|but)\s+(?:who\s+|she\s+|he\s+|they\s+)?(?=(?P<word>[\w'-]+)(?:\s+(?P<next>[\w'-]+))?)", re.IGNORECASE
)
_KEYS: tuple[tuple[str, str], ...] = (
    ("likes", r"^(?:really |secretly |still )*(?:likes?|loves?|enjoys?|adores?|prefers?|is fond of|is into)\s+"),
    (
        "dislikes",
        r"^(?:really |secretly |still )*(?:dislikes?|hates?|avoids?|detests?|can'?t stand|cannot stand|can'?t bear)\s+",
    ),
    (
        "distrusts",
        r"^(?:really |deeply |still )*(?:distrusts?|mistrusts?|does not trust|doesn't trust|never trusts?)\s+",
    ),
    ("trusts", r"^(?:still |fully )*trusts?\s+"),
    (
        "beliefs",
        r"^(?:firmly |really |still )*(?:believes?|thinks?|is convinced|is sure)\s+(?:that\s+)?(?!in\b|about\b|of\b)",
    ),
    ("goals", r"^(?:really |still )*(?:wants?|hopes?|dreams?|plans?|longs?|would like)\s+(?:of\s+|to\s+)"),
)
_HEADS = re.compile(r"^(?:an?|the)\s|^(?:\d{1,3}|aged?)\b|\byears?[- ]old\b", re.IGNORECASE)


def told_clauses(text: str, gender: str, names: tuple[str, ...]) -> tuple[Told, ...]:
    """Return what a description says beyond who somebody is in a word."""
    found: list[Told] = []
    for sentence in sentences(text):
        for part in _parts(sentence):
            found.extend(_of_part(part, Teller(gender, names)))
    return tuple({(each.key, each.text): each for each in found}.values())


def _parts(sentence: str) -> list[str]:
    parts = [part for part in _SPLIT.split(bare(sentence)) if part]
    whole: list[str] = []
    for part in parts:
        at = 0
        for match in _AND.finditer(part):
            if _verb(match.group("word")) or (
                is_adverb(match.group("word").lower()) and _verb(match.group("next") or "")
            ):
                whole.append(part[at : match.start()])
                at = match.end()
        whole.append(part[at:])
    return [part.strip() for part in whole if part.strip()]


def _verb(word: str) -> bool:
    low = word.lower()
    return is_third(low) or is_modal(low) or is_past(low)


def _of_part(part: str, teller: Teller) -> list[Told]:
    clause = re.sub(r"^(?:he|she|they)\s+", "", part, flags=re.IGNORECASE)
    for name in teller.names:
        clause = re.sub(rf"^{re.escape(name)}\s+(?=\w)", "", clause)
    possessive = re.match(r"^(?:his|her|their)\s+", clause, re.IGNORECASE)
    if possessive:
        return [_placed("Your " + _second(clause[possessive.end() :]))]
    owned = re.search(
        r"\b(?:with|has)\s+(?=(?:an?|no|two|three|four|five|six|many|some|several|\d+|young|small|grown)\b)(.+)$",
        clause,
    )
    if owned and not _verb(clause.split()[0]):
        return [_placed(f"You have {_second(owned.group(1))}")]
    first = clause.split()[0].lower() if clause.split() else ""
    second = clause.split()[1].lower() if len(clause.split()) > 1 else ""
    if _COUNTED.match(clause):
        return [_placed(f"You have {_second(clause)}")]
    state = _STATES.match(clause)
    if state:
        kind = re.sub(r"^an? ", "", _second(state.group("state")))
        noun = re.match(r"^(?:\w+ )?(?:mother|father|mum|mom|dad|parent|man|woman)\b", kind)
        return [_placed(f"You are {'a ' if noun else ''}{kind}")]
    if _HEADS.match(clause) or not (_verb(first) or (is_adverb(first) and _verb(second))):
        return []
    return _stated(clause, teller)


def _stated(clause: str, teller: Teller) -> list[Told]:
    for key, pattern in _KEYS:
        match = re.match(pattern, clause, re.IGNORECASE)
        if match:
            return _tasted(key, _second(clause[match.end() :]))
    said = told(clause, teller)
    if said.startswith("I am ") and re.match(r"^(?:an?|the|\d+)\b", said[5:]):
        return []
    if not said:
        first, _, rest = clause.partition(" ")
        said = f"I {base(first.lower())} {rest}".strip()
    return [_placed(_to_you(said))]


def _tasted(key: str, thing: str) -> list[Told]:
    if not thing:
        return []
    match key:
        case "distrusts":
            return [Told("beliefs", f"{capital(thing)} can't be trusted."), Told("dislikes", thing)]
        case "trusts":
            return [Told("beliefs", f"{capital(thing)} can be trusted."), Told("likes", thing)]
        case "beliefs":
            return [Told("beliefs", f"{capital(thing)}.")]
        case "goals":
            return [Told("goals", f"You dream of {thing}." if re.match(r"\w+ing\b", thing) else f"To {thing}.")]
        case _:
            several = re.split(r"\s+and\s+(?!\w+ing\b)", thing) if len(plain_words(thing)) <= 5 else [thing]
            return [Told(key, item) for item in several if item]


def _placed(said: str) -> Told:
    """Return a statement to the person with the key it belongs to."""
    text = bare(said)
    for key, signs in areas().items():
        if signs.search(text):
            return Told(key, f"{text}.")
    return Told("facts", f"{text}.")


def _to_you(said: str) -> str:
    """Return a first-person statement as it is said to that person."""
    text = re.sub(r"\bI am\b", "you are", said)
    for mine, yours in (
        ("I'm", "you're"),
        ("I've", "you've"),
        ("I'd", "you'd"),
        ("I'll", "you'll"),
        ("I", "you"),
        ("me", "you"),
    ):
        text = re.sub(rf"(?<![\w'])(?:{mine})(?![\w'])", yours, text)
    text = re.sub(r"\b[Mm]y\b", "your", re.sub(r"\bmyself\b", "yourself", text))
    return capital(re.sub(r"\byou am\b", "you are", re.sub(r"\byou was\b", "you were", text)))


def _second(phrase: str) -> str:
    """Return a phrase with the person's own possessives as `your`."""
    return bare(re.sub(r"\b(?:his|her|their)(?= \w)", "your", phrase))
