"""Portraying somebody from an interview: what they say of themselves, each with the sentence that says it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.verbs import is_base
from troupe_mcp.models.rehearsal.english.words import capital
from troupe_mcp.models.rehearsal.person.livelihood import trade_of

if TYPE_CHECKING:
    from troupe_mcp.simulation.casting.portrayal import PortrayalTask

MOST = 40
_TURN = re.compile(r"^\s*(?:\[[\d:. ]+\]\s*)?(?P<who>[^\W\d_][\w .'’-]{0,40}?)\s*(?:\([^)]*\))?\s*[:>]\s+(?P<said>.*)$")
_ASKS = re.compile(r"^(?:interviewer|moderator|researcher|question|q|i|host|facilitator|me|int)\d*$", re.IGNORECASE)
_NO_NAME = re.compile(
    r"^(?:a|r|p|answer|respondent|participant|interviewee|subject|customer|user|speaker)\b", re.IGNORECASE
)
_AGE = re.compile(
    r"\bI(?:'m| am) (?:(?:now|already|just|only) )?(\d{1,3})(?:\b(?! (?:minutes|hours|percent|%|km|miles)))"
    r"|\b(\d{2}) years old\b"
)
_WORK = re.compile(
    r"\bI(?:'m| am) (?:an? )[^.,;]+|\bI work(?:ed)? (?:as|in|at|for)\b[^.;]+|\bmy job\b[^.;]+", re.IGNORECASE
)
_PLACE = re.compile(
    r"\bI(?:'ve)? (?:live|lived|moved|grew up) (?:in|to|near) (?P<place>[A-Z][\w'-]+(?: [A-Z][\w'-]+)*)"
)
_TASTE = r"\bI (?:really |just |simply )?(?:{}) (?P<thing>[^.,;!?]+)"
_FORMS: tuple[tuple[str, str], ...] = (
    ("preferences.dislikes", _TASTE.format("hate|dislike|can't stand|cannot stand|detest")),
    ("preferences.likes", _TASTE.format("love|like|enjoy|adore")),
    ("beliefs", r"\bI (?:really |still |just )?(?:think|believe|feel)(?: that)? (?P<thing>[^.;!?]+)"),
    (
        "long_term_goals",
        r"\bI(?:'d like| want| hope| would like| dream of)(?: one day)? (?P<thing>to [^.;!?]+)",
    ),
)
_KIN = re.compile(
    r"\bmy (?:own |late |ex-|older |younger |little |best )*(?:husband|wife|partner|mother|father|mum|mom|dad|son|sons"
    r"|daughters?|kids|children|brother|sister|boyfriend|girlfriend|friend|grandmother|grandfather|boss|neighbou?r)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\b(?:rent|salary|savings?|afford|money|loan|mortgage|pension|budget)\b", re.IGNORECASE)
_HEALTH = re.compile(
    r"\b(?:diabet\w*|asthma|allerg\w*|my (?:back|knees?|heart)|insomnia|ill|illness|pregnant)\b", re.IGNORECASE
)
_OWN = re.compile(r"\b(?:I|I'm|I've|I'd|my|me|we|our)\b", re.IGNORECASE)
_SECOND = (
    (r"\bI am\b|\bI'm\b|\bwe are\b|\bwe're\b", "you are"),
    (r"\bI was\b", "you were"),
    (r"\bI've\b", "you have"),
    (r"\bI'd\b", "you would"),
    (r"\bI'll\b", "you will"),
    (r"\bmyself\b", "yourself"),
    (r"\b[Mm]ine\b", "yours"),
    (r"\b[Mm]y\b|\b[Oo]ur\b", "your"),
    (r"\bI\b|\bme\b|\b[Ww]e\b|\bus\b", "you"),
)
_OPENS = re.compile(r"^(?:Well|Yes|No|Oh|And|But|So|Yeah|Hm+)[,.]? ")


def portray(task: PortrayalTask) -> dict[str, Any]:
    """Return who is interviewed and what they said of themselves, in the form of a portrayal."""
    who, lines = _answers(task.transcript)
    claims: list[dict[str, str]] = []
    for said in lines:
        for sentence in sentences(said):
            claims += _claims(sentence)
    name = task.name or ("" if _NO_NAME.match(who) else who)
    return {"name": name, "claims": claims[:MOST] or [_claim("style", "Says little.", lines[0] if lines else "")]}


def _answers(transcript: str) -> tuple[str, list[str]]:
    """Return who answers and what they say: the speaker with the most words who doesn't ask, or all of a text."""
    turns: list[tuple[str, str]] = []
    for line in transcript.splitlines():
        match = _TURN.match(line)
        if match:
            turns.append((match["who"].strip(), match["said"]))
        elif line.strip():
            turns.append((turns[-1][0] if turns else "", line.strip()))
    spoken: dict[str, int] = {}
    for who, said in turns:
        spoken[who] = spoken.get(who, 0) + len(said)
    answering = {who: size for who, size in spoken.items() if not _ASKS.match(who)} or spoken
    main = max(answering, key=lambda who: answering[who], default="")
    return main, [said for who, said in turns if who == main]


def _claims(sentence: str) -> list[dict[str, str]]:
    """Return what a sentence claims of its speaker; nothing where it asks, commands or speaks of others."""
    plain = sentence.replace("’", "'")
    if plain.rstrip().endswith("?") or not _OWN.search(plain) or is_base(plain.split(maxsplit=1)[0].lower()):
        return []
    found: list[dict[str, str]] = []
    if age := _AGE.search(plain):
        found.append(_claim("age", next(group for group in age.groups() if group), sentence))
    if place := _PLACE.search(plain):
        found.append(_claim("residence", place["place"], sentence))
    if (work := _WORK.search(plain)) and (title := trade_of(_third(work.group()), ())[0]):
        found.append(_claim("occupation.title", capital(title), sentence))
    for path, pattern in _FORMS:
        if match := re.search(pattern, plain):
            thing = match["thing"].strip()
            found.append(_claim(path, thing if path.startswith("preferences") else f"{capital(thing)}.", sentence))
    if _KIN.search(plain):
        found.append(_claim("relationships", _statement(plain), sentence))
    elif _MONEY.search(plain):
        found.append(_claim("money", _statement(plain), sentence))
    elif _HEALTH.search(plain):
        found.append(_claim("health", _statement(plain), sentence))
    return found or [_claim("other_facts", _statement(plain), sentence)]


def _claim(path: str, value: str, quote: str) -> dict[str, str]:
    return {"path": path, "value": value, "quote": quote}


def _third(text: str) -> str:
    return re.sub(r"^I(?:'m| am) ", "is ", text).replace("I work ", "works ")


def _second(text: str) -> str:
    """Return a text as it is said to who said it."""
    for pattern, other in _SECOND:
        text = re.sub(pattern, other, text)
    return text


def _statement(sentence: str) -> str:
    return f"{capital(_second(_OPENS.sub('', sentence)).rstrip('.!? '))}."
