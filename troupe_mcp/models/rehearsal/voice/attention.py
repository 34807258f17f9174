"""What a person's mind is on: a short noun phrase of what was said or asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked import intents
from troupe_mcp.models.rehearsal.asked.calling import named
from troupe_mcp.models.rehearsal.english.phrases import matters
from troupe_mcp.models.rehearsal.english.words import concepts, lowered, plain_words
from troupe_mcp.models.rehearsal.ideas.ideas import named_after
from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.readings.topics import topic_of
from troupe_mcp.simulation.people.names import called

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment

_FIELDS: dict[str, str] = {
    "age": "my age", "name": "my name", "life": "my life", "trouble": "what annoys me", "weekend": "my weekends",
    "morning": "my mornings", "evening": "my evenings", "workday": "my day", "goal": "my plans", "money": "my money",
    "health": "my health", "media": "what I watch and read", "family": "my people", "free": "my free time",
    "education": "my schooling", "childhood": "my past", "origin": "where I live", "work": "my work",
    "lack": "what I can't do", "skill": "what I can do", "dislike": "what I can't stand", "like": "what I like",
    "belief": "what I believe", "habit": "my habits",
}  # fmt: skip


def topic(moment: Moment) -> str:
    """Return what the person's mind is on: a short noun phrase of what was said or asked."""
    together = moment.task.together
    partner = next((name for name in named(moment.text, together) if name in moment.task.here), "")
    if partner and not moment.by_person and intents.sends_to_talk(moment.text):
        return called(partner, together)
    if intents.is_greeting(moment.text) or intents.is_goodbye(moment.text):
        return "who is here"
    return _of_person(moment) or _of_question(moment)


def _of_person(moment: Moment) -> str:
    """Return the matter of what somebody in the room said."""
    asker = called(moment.asker, moment.task.together) if moment.by_person else ""
    if asker:
        spoken = matters(moment.text)
        if spoken and spoken[0].kind == "job":
            return f"{asker}'s work"
        if spoken:
            return re.sub(r"^(?:your|that|those) ", f"{asker}'s ", spoken[0].ref)
        if not moment.questions:
            return f"what {asker} said"
    return ""


def _of_question(moment: Moment) -> str:
    """Return the matter of what was asked from outside, or of a person's question."""
    asked = moment.asked
    if intents.asks_about_ideas(asked) and moment.heard and moment.task.here:
        return "the ideas of the others"
    if intents.asks_rating(asked):
        return "a fair number"
    options = options_in(moment.shown)
    if options and intents.asks_choice(asked):
        kind = options[0].kind.lower()
        return f"the {kind}s" if kind else "the choice"
    if intents.asks_price(asked):
        return "the price"
    if intents.asks_ideas(asked):
        noun = named_after("it ", asked, "\n".join(moment.shown[-2:])).strip()
        return noun if noun != "it" else "an idea"
    fields = intents.fields_of(asked)
    if fields:
        return _FIELDS.get(fields[0], "my life")
    matter = _matter_asked(asked) if moment.questions or len(asked.split()) > 6 else ""
    if " " not in matter and not (matter.endswith(("s", "ing")) or concepts(matter) or matter[:1].isupper()):
        matter = ""
    return matter or ("the question" if moment.questions else "what is going on here")


def _matter_asked(asked: str) -> str:
    """Return the matter of an opinion question: "targeted advertising", "flats for students"."""
    named_thing = re.search(r"(?<=[a-z] )[A-Z][\w’'-]+(?: (?:the |of )?[A-Z][\w’'-]+)*", asked)
    found = _ABOUT.search(asked)
    if not found and named_thing:
        return named_thing.group()
    phrase = found.group(1) if found else topic_of(_LEADS.sub("", asked.strip().rstrip("?!. ")))
    parts = phrase.strip(" ,.?!").split()
    while parts and plain_words(parts[-1]) and words().has("stop", plain_words(parts[-1])[0]):
        parts = parts[:-1]
    text = " ".join("my" if part.lower() == "your" else part for part in parts[:6])
    return lowered(text, ("AI",)) if len(text) > 2 else ""


_ABOUT = re.compile(
    r"\b(?:think (?:about|of)|opinion (?:on|of|about)|views? (?:on|of|about)|feel about|trust|afford"
    r"|tell (?:me|us) about)"
    r" ((?:[\w’'-]+ ?){1,6})",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"^(?:.*[.!]\s+)?(?:should|must|do you (?:think|agree|believe)(?: that)?|is it (?:right|true|wrong|fair)(?: that)?"
    r"|would you|are you (?:for|against)|may|can|could|will|do|does|is|are)\s+",
    re.IGNORECASE,
)
