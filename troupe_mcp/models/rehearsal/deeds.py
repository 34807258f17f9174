"""What calls for another action than talk: thinking to oneself, showing what one has, doing as told, walking over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.calling import named
from troupe_mcp.models.rehearsal.english.words import keys, shared

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_POLITE = r"^\W*(?:(?:please|now|so|then|first|everybody|everyone|all of you|and|you can|[A-Z][\w’'-]+,)[ ,]+)*"
_THINK = re.compile(
    rf"{_POLITE}(?:think (?:about|over|it over|quietly|silently|to yourself)|reflect on"
    r"|take a (?:moment|minute|second) to (?:think|reflect)|keep your (?:answer|thoughts) to yourself)\b",
    re.IGNORECASE,
)
_SHOW = re.compile(
    r"\bshow (?:us|me|the others|everybody|everyone|the group) (?!how\b|what you (?:think|mean)|that\b|why\b|around\b)"
    r"|\bwhat (?:do you have|have you got|is|'s) in your (?:bag|pockets?|coat|purse|handbag|backpack|hand)\b",
    re.IGNORECASE,
)
_PLACES = ("bag", "pocket", "coat", "purse", "handbag", "backpack", "apron", "wallet")
_HELD = re.compile(
    r"^I (?:always |still |also )?(?:carry|keep|wear|own|have|hold) "
    r"(?P<thing>(?:an?|the|one|two|three|my) (?:[\w’'-]+ ?){1,4}?)"
    r"(?P<where> (?:in|on|under|behind|around|inside) (?:my|the|an?) [\w’'-]+)?"
    r"(?=$|[,.;]| (?:that|and|because|since|but|for|with|from|of)\b)"
)
_DEEDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(_POLITE + asked, re.IGNORECASE), deed)
    for asked, deed in (
        (r"(?:stand up|get up|rise)\b", "stands up"),
        (r"(?:sit down|take a seat|have a seat)\b", "sits down"),
        (r"(?:come in|come closer|step forward)\b", "comes closer"),
        (r"raise (?:your|a) hands?\W*$", "raises a hand"),
        (r"look around\b", "looks around"),
        (r"close your eyes\b", "closes both eyes for a moment"),
        (r"(?:(?:take|have) a (?:sip|bite|taste)|help yourself|taste it)\b", "tries a little"),
        (r"leave the room\b|(?:you may|you can) (?:go|leave)\b", "gets up and leaves"),
    )
)
_SPEAK = re.compile(r"\b(?:tell|say|talk|answer|describe|explain|give|name|introduce|share)\b", re.IGNORECASE)
_APPROACH = re.compile(
    rf"{_POLITE}(?:approach|turn to|go (?:over )?to|reach out to|sit (?:down )?with)\b", re.IGNORECASE
)


def is_for_thinking(text: str) -> bool:
    """Return whether a text asks to think something over rather than to say it."""
    return _THINK.search(text) is not None and "?" not in text


def approached(moment: Moment) -> str:
    """Return whom a text sends this person to, by walking over rather than by talking across the room."""
    sent = _APPROACH.search(moment.text) is not None
    return next((name for name in named(moment.text, moment.task.together) if sent and name in moment.task.here), "")


def deed(voice: Voice, moment: Moment) -> str:
    """Return the deed that a plain request asks for; the hostile do none."""
    if voice.portrait.manner.has("hostile") or moment.by_person or _SPEAK.search(moment.text):
        return ""
    return next((done for asked, done in _DEEDS if asked.search(moment.text)), "")


def asks_to_show(text: str) -> bool:
    """Return whether a text wants to see something that the person has."""
    return _SHOW.search(text) is not None


def thing_to_show(voice: Voice, moment: Moment) -> str:
    """Return what others see of a thing that the person is known to have; empty where nothing is held."""
    asked = keys(moment.text)
    in_place = [place for place in _PLACES if re.search(rf"\b{place}s?\b", moment.text, re.IGNORECASE)]
    for fact in voice.fresh(voice.portrait.of("habit", "work", "other", "media", "past", "routine", "money", "health")):
        match = _HELD.match(fact.said)
        if match is None:
            continue
        where = match.group("where") or ""
        fits = (
            any(place in where for place in in_place) if in_place else bool(shared(keys(match.group("thing")), asked))
        )
        if fits:
            voice.told.append(fact)
            return match.group("thing").strip()
    return ""
