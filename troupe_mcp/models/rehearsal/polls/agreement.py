"""Agreement on a scale: exactly one of the answers that were offered, as strongly as the own facts say it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.asking import put_up
from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import capital
from troupe_mcp.models.rehearsal.matters.opinions import decided
from troupe_mcp.models.rehearsal.matters.politics import stand
from troupe_mcp.models.rehearsal.readings.topics import topic_of

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_DEGREE = (
    r"strongly|completely|totally|fully|entirely|definitely|absolutely|firmly"
    r"|somewhat|rather|slightly|partly|mostly|mildly|tend to|generally|probably"
)
_LABEL = re.compile(
    rf"\b(?:neither agree nor disagree|(?:(?:{_DEGREE}) )?(?:disagree|agree|oppose|support)(?: (?:{_DEGREE}))?"
    r"|neutral|undecided|no opinion|don['’]t know|can['’]t say|unsure|not sure)\b",
    re.IGNORECASE,
)
_NONE = re.compile(r"neither|neutral|undecided|no opinion|don['’]t know|can['’]t say|unsure|not sure", re.IGNORECASE)
_STRONG = re.compile(r"strongly|completely|totally|fully|entirely|definitely|absolutely|firmly", re.IGNORECASE)
_WEAK = re.compile(r"somewhat|rather|slightly|partly|mostly|mildly|tend to|generally|probably", re.IGNORECASE)
_NUMBERS = re.compile(
    r"\b(\d{1,3}|zero|one)\s*(?:\([^)]*\)\s*)?(?:to|-|–|and|through)\s*(\d{1,3}|five|seven|ten)\b", re.IGNORECASE
)
_REVERSED = re.compile(
    rf"\b[01]\s*(?:=|is|means|meaning|stands for|for|:|\()\s*[\"“']?(?:(?:{_DEGREE}) )?(?:agree|yes\b)", re.IGNORECASE
)
_ASKS = re.compile(
    r"\b(?:how (?:much|far|strongly)|to what (?:extent|degree)) (?:do|would) you (?:dis)?agree\b"
    r"|\b(?:rate|state|give|indicate|mark) (?:your|how much you|the) (?:level of )?(?:agree\w*|support)\b",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"\b(?:please|answer|reply|respond|choose|pick|say|select|options?|scale|rate"
    r"|state|indicate|mark|tick|one of|only)\b"
    r"|\b(?:do|would) you (?:\w+ )?(?:dis)?agree|\bhow (?:much|far|strongly)|\bto what (?:extent|degree)"
    r"|^(?:\d\s*[=:.)]|[-*•]|[a-e][.)])|^(?:here is|the following|next|statement \d+|question \d+|a statement)\b[^:]*$",
    re.IGNORECASE,
)
_FRAMING = re.compile(
    r"^.*?\b(?:(?:agree|disagree|support|oppose)(?: or (?:agree|disagree|oppose))?(?: with)?|statement|claim|sentence)"
    r"(?: with)?(?: (?:the|this|that|following|statement|claim|sentence|idea))*\s*[:,]?\s+(?:that\s+)?(?=\S+ \S+)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“]([^\"”]{8,300})[\"”]")
_LIST = re.compile(rf"[(\[][^()\[\]]*(?:{_LABEL.pattern})[^()\[\]]*[)\]]", re.IGNORECASE)


_SCALE = re.compile(
    r",?\s*\b(?:on )?(?:a )?(?:scale )?(?:of |from )?(?:\d{1,3}|zero|one)\s*(?:\([^)]*\)\s*)?(?:to|-|–|and|through)"
    r"\s*(?:\d{1,3}|five|seven|ten)\b(?:\s*\([^)]*\))?(?:,? (?:where|with)\b[^?.\n]*)?,?",
    re.IGNORECASE,
)


@lru_cache(maxsize=2000)
def offered(text: str) -> tuple[str, ...]:
    """Return the answers that a text offers, each once, as it words them; nothing where it offers none."""
    plain = _FRAMING_ONLY.sub(" ", text)
    labels = tuple({match.group().lower(): match.group() for match in _LABEL.finditer(plain)}.values())
    sides = {side for label in labels if (side := _way(label))}
    return labels if len(sides) == 2 and len(labels) > 1 else ()


_FRAMING_ONLY = re.compile(
    r"\b(?:do|would|should|did) (?:you|we) (?:\w+ )?(?:dis)?agree or (?:dis)?agree\b(?= (?:with|that)|\s*[:?])"
    r"|\bhow (?:much|far|strongly) (?:do|would) you (?:dis)?agree(?: or disagree)?|\bagree or disagree(?=\s*[:?]\s*\w)"
    r"|\bto what (?:extent|degree) (?:do|would) you (?:dis)?agree(?: or disagree)?",
    re.IGNORECASE,
)


@lru_cache(maxsize=2000)
def asks_agreement(text: str) -> bool:
    """Return whether a text wants one of several offered degrees of agreement."""
    return bool(offered(text)) or _ASKS.search(text) is not None or _both(text)


def _both(text: str) -> bool:
    return re.search(r"\b(?:agree or disagree|disagree or agree)\b", text, re.IGNORECASE) is not None


@lru_cache(maxsize=2000)
def statement_in(text: str) -> str:
    """Return the statement that is put up; nothing where it stands elsewhere."""
    text = _SCALE.sub(" ", text)
    quoted = [match.group(1) for match in _QUOTED.finditer(text) if not _LABEL.fullmatch(match.group(1).strip(" .,"))]
    if quoted:
        return max(quoted, key=len).strip(" .,")
    found: list[str] = []
    for part in sentences(_LIST.sub(" ", text)):
        clause = _FRAMING.sub("", part) if _FRAMING.match(part) else part
        pieces = re.split(r"[:–—]\s+", clause)
        plain = [piece for piece in pieces if not _INSTRUCTION.search(piece) and not _only_labels(piece)]
        found += [piece.strip(" .?!,;") for piece in plain if len(piece.split()) >= 3]
    return max(found, key=len, default="")


def _only_labels(text: str) -> bool:
    return len(re.findall(r"\w+", _LABEL.sub(" ", text))) < 3


def _way(label: str) -> int:
    if _NONE.search(label):
        return 0
    return -1 if re.search(r"disagree|oppose", label, re.IGNORECASE) else 1


def _degree(label: str) -> float:
    return _way(label) * (2.0 if _STRONG.search(label) else 0.6 if _WEAK.search(label) else 1.0)


def answer_agreement(voice: Voice, text: str, context: str) -> list[str]:
    """Return one of the offered answers and a reason; nothing where no agreement is asked for."""
    statement = statement_in(text) or context
    if not asks_agreement(text) or not statement:
        return []
    level, fact = _level(voice, statement)
    labels = offered(text) or ("agree", "disagree")
    scale = None if offered(text) and not _ASKS.search(text) and len(labels) > 2 else _NUMBERS.search(text)
    if scale is None and not offered(text) and _ASKS.search(text):
        labels = ("strongly disagree", "disagree", "agree", "strongly agree")
    reason = voice.tell(fact) if fact is not None else ""
    if scale is not None:
        return _numbered(voice, scale, text, level, reason)
    if not level:
        none = next((label for label in labels if not _way(label)), "")
        return [_worded(voice, none.lower(), statement)] if none else [voice.frame("gap")]
    fitting = [label for label in labels if _way(label) == (1 if level > 0 else -1)]
    label = min(fitting, key=lambda label: (abs(_degree(label) - level), label)).lower()
    return [f"{capital(label)}. {reason}"] if reason else [_worded(voice, label, statement)]


def _level(voice: Voice, statement: str) -> tuple[float, Fact | None]:
    """Return how far a person agrees, -2 to 2, and a fact that says so and wasn't told yet."""
    person = voice.portrait
    sign, fact = decided(person, put_up(statement))
    seen = stand(person, statement)
    facts = ([fact] if fact else []) + list(seen.facts if seen else ())
    told = next(iter(voice.fresh(facts)), None)
    if sign:
        return 2.0 * sign, told
    if seen is None:
        return 0.0, None
    return seen.sign * (2.0 if seen.strength >= 2 else 1.0 if seen.strength >= 1 else 0.6), told


def _numbered(voice: Voice, scale: re.Match[str], text: str, level: float, reason: str) -> list[str]:
    words = {"zero": 0, "one": 1, "five": 5, "seven": 7, "ten": 10}
    low, high = (int(part) if part.isdigit() else words.get(part.lower(), 1) for part in scale.groups())
    middle, reach = (low + high) / 2, (high - low) / 2
    if not level:
        return [voice.frame("gap")]
    way = -level if _REVERSED.search(text) else level
    number = round(middle + reach * way / 2 + (0.01 if way > 0 else -0.01))
    return [voice.fill("rate", n=str(number), why=reason)] if reason else [f"{number}"]


def _worded(voice: Voice, label: str, statement: str) -> str:
    """Return a bare answer, worded so that it can be said about several statements in one talk."""
    matter = topic_of(statement)
    known = " ".join(voice.own_lines).lower()
    if f"{label}." not in known and f"{label} on" not in known:
        return capital(label)
    return f"{capital(label)}, as far as {matter} goes" if matter else f"{capital(label)} again, I'd say"
