"""What a single expectation of somebody is about, and plain facts that an answer settles by naming another."""

from __future__ import annotations

import re

from troupe_mcp.models.rehearsal.casting.sketch import region_of
from troupe_mcp.models.rehearsal.english.sentences import bare
from troupe_mcp.models.rehearsal.english.words import coverage, keys
from troupe_mcp.models.rehearsal.person.livelihood import trade_of

_CLUES: tuple[tuple[str, str], ...] = (
    ("gender", r"\b(?:is|a) (?:an? )?(?:\w+ )?(?:wom[ae]n|m[ae]n|male|female)\b"),
    (
        "buying",
        r"picky|fussy|choosy|hard to please|demanding|\bcustomer|\bshopper|\bconsumer|\breturns? (?:things|goods)",
    ),
    ("age", r"\byears? old\b|\bage\b|\baged\b|\bis (?:about |around )?\d{1,3}\W*$"),
    ("work", r"\bworks?\b|\bjob\b|occupation|profession|career|employ|\bretired\b"),
    ("trouble", r"frustrat|annoy|complain|struggl|difficult"),
    (
        "money",
        r"money|earn|salary|income|dollars|euros|price|budget|cheap|expensive|spend|saves?\b|afford|wealth|poor|rich",
    ),
    ("family", r"famil|child|kids|wife|husband|married|mother|father|friend|sibling|parent"),
    ("goal", r"\bgoals?\b|dream|ambition|wants? to|plans? to|hopes?"),
    ("dislike", r"dislike|hates?|avoids?|can't stand"),
    ("like", r"\blikes?\b|loves?|enjoys?|fond"),
    ("media", r"television|news|reads?\b|watch|social media|phone|technolog"),
    ("routine", r"morning|evening|weekend|routine|every day|wakes?"),
    ("health", r"health|ill\b|sick|pain|sleep|fit\b"),
    ("education", r"stud(?:y|ied)|degree|school|educat|universit"),
    ("origin", r"\blives? in\b|from\b|born|nationalit"),
    ("skill", r"skill|good at|able to|knows how|expert|can\b"),
)
_VIEW = re.compile(r"\b(?:thinks?|believes?|opinion|trusts?|supports?|opposes?|values?|for|against|should)\b")
_TEMPER = re.compile(
    r"^(?:[\w.’'-]+ ){0,3}?(?:is|are|seems) (?:an? )?(?:very |quite |rather |always )?[\w-]+(?: person)?$"
)


def kind_of(claim: str) -> str:
    """Return what a claim is about."""
    low = claim.lower()
    if _VIEW.search(low):
        return "view"
    if kind := next((kind for kind, pattern in _CLUES if re.search(pattern, low)), ""):
        return "trade" if kind == "work" and trade_of(low, ())[0] else kind
    called = re.search(r"\bis (?:an? )?([\w ]+)$", low)
    if called and region_of(called.group(1)):
        return "nation"
    if called and re.search(r"\bis an? ", low) and trade_of(called.group(1), ())[0]:
        return "trade"
    return "temper" if _TEMPER.match(bare(claim)) else ""


_MAN = re.compile(r"\b(?:man|male|boy)\b", re.IGNORECASE)
_WOMAN = re.compile(r"\b(?:woman|female|girl)\b", re.IGNORECASE)
_MY_AGE = re.compile(r"\b(?:I'm|I am|aged|turned)\s+(\d{1,3})\b", re.IGNORECASE)
_MY_TRADE = re.compile(r"\b(?:I'm|I am|I work as) (an? [^.,;!?]+)", re.IGNORECASE)
_LIVING = re.compile(r"\bfor a living\b", re.IGNORECASE)
_SAME = 0.5


def settled(claim: str, question: str, answer: str) -> tuple[str, str] | None:
    """Return whether an answer meets a claim of age, country, man or woman, or work, and why; nothing of all others."""
    match kind_of(claim):
        case "gender":
            return _told_apart(_gender(claim), _gender(answer))
        case "age":
            numbers, said = re.findall(r"\b\d{1,3}\b", claim), _MY_AGE.search(answer)
            return _told_apart(numbers[0], said.group(1)) if said and len(numbers) == 1 else None
        case "nation":
            said_region = region_of(answer)
            return _told_apart(region_of(claim), said_region) if said_region else None
        case "trade" | "work" if _LIVING.search(question) and (named := _MY_TRADE.search(answer)):
            meant = keys(named.group(1))
            same = max(coverage(meant, keys(claim)), coverage(keys(claim), meant)) >= _SAME
            return None if same else ("no", f"The answer names another work: {named.group(1)}.")
        case _:
            return None


def _gender(text: str) -> str:
    return "a woman" if _WOMAN.search(text) else "a man" if _MAN.search(text) else ""


def _told_apart(wanted: str, said: str) -> tuple[str, str]:
    if not wanted or not said:
        return "unclear", "The answer doesn't say."
    return (
        ("yes", "The answer says it.") if wanted == said else ("no", f"The answer has {said}, expected was {wanted}.")
    )
