"""Ideas as mechanisms: a trouble of the person, met by a device that acts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.lexicon import mechanisms, words
from troupe_mcp.models.rehearsal.sentences import sentences
from troupe_mcp.models.rehearsal.words import capital, concepts, keys, lowered, normal, plain_words, shared

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.facts import Fact
    from troupe_mcp.models.rehearsal.voice import Voice

_SUBJECT = re.compile(
    (
        r"\b(?:ideas? for|features? (?:for|of)|improve|brainstorm(?:ing)? (?:about"
        r"|on|for)?|about|design|build|for|of) (?:an? |the |our |this |new )?((?:[\w'-]+ ){0"
        r",3}?(?:app|device|service|tool|product|machine|assistant|software|system"
        r"|platform|robot|phone|oven|car|website|shop|store|editor|processor|calendar"
        r"|tv|kitchen|box|game|bank|card|watch))\b"
    ),
    re.IGNORECASE,
)

_ACT = re.compile(
    r"\b(?:it|that|which|the (?:app|device|service|tool|machine|assistant|thing"
    r"|oven|box|system|product|feature|robot|game|site|platform|software))\s+((?!is\b"
    r"|was\b|has\b|starts small|comes down|brings me|would\b|works out)(?:[a-z]+s\b"
    r"|doesn't|should|can|could)[^.;:!?,…\"]*)"
)
_LOOSE = (
    "the",
    "a",
    "an",
    "of",
    "and",
    "to",
    "for",
    "with",
    "in",
    "or",
    "by",
    "at",
    "that",
    "is",
    "from",
    "my",
    "what",
    "it",
    "i",
    "every",
    "own",
    "its",
    "each",
    "before",
    "on",
    "down",
    "slow",
    "how",
    "long",
    "same",
    "old",
    "one",
)


def answer_idea(voice: Voice, question: str, context: str, heard: tuple[str, ...]) -> list[str]:
    """Return one idea: the device's act and the trouble it meets."""
    found = mechanism(voice, f"{question} {context}", heard)
    if found is None:
        return [voice.frame("gap")]
    act, trouble = found
    return [idea_text(voice, named_after(act, f"{context}\n{question}"), voice.tell(trouble))]


def idea_text(voice: Voice, act: str, trouble: str) -> str:
    """Return a mechanism and a trouble in one of the voice's ways of proposing."""
    low = lowered(trouble, voice.proper())
    frame = voice.frame("idea")
    for hole, value in (
        ("mechanism_low", lowered(act)),
        ("mechanism", capital(act)),
        ("trouble_low", low),
        ("trouble", trouble),
    ):
        frame = frame.replace("{" + hole + "}", value)
    return frame


def mechanism(voice: Voice, topic: str, heard: tuple[str, ...] = ()) -> tuple[str, Fact] | None:
    """Return an act that nobody proposed yet and the trouble it answers, near the topic where possible."""
    person = voice.portrait
    troubles = voice.fresh(person.of("trouble")) or voice.fresh([f for f in person.of("work") if _acts(f)])
    troubles = troubles or voice.fresh([f for f in person.of("routine", "habit", "dislike") if _acts(f)])
    wanted, about = keys(topic), concepts(topic)
    said = " | ".join((*(normal(line) for line in heard), *(normal(line) for line in voice.own_lines)))
    ranked: list[tuple[float, Fact, list[str]]] = []
    for fact in troubles:
        acts = [act for act in _acts(fact) if normal(act.removeprefix("it ")) not in said]
        if acts:
            near = 2 * len(shared(fact.keys, wanted)) + len(shared(fact.concepts, about))
            ranked.append((-near + voice.rng.random(), fact, acts))
    if not ranked:
        return None
    _, fact, acts = min(ranked, key=lambda entry: entry[0])
    return voice.rng.choice(acts), fact


def _acts(fact: Fact) -> tuple[str, ...]:
    """Return the devices for the trouble's strongest sign: the family whose words it shares most."""
    spoken = plain_words(fact.said)
    best: tuple[int, tuple[str, ...]] = (0, ())
    for signs, acts in mechanisms():
        count = sum(1 for word in spoken if word in signs)
        if count > best[0]:
            best = (count, acts)
    return best[1]


def named_after(act: str, text: str) -> str:
    """Put the product's name for `it`, where the text names one: "the app keeps working …"."""
    match = _SUBJECT.search(text)
    if match is None or not act.startswith("it "):
        return act
    noun = match.group(1).split()[-1].lower()
    return f"the {noun} {act[3:]}"


def idea_of(text: str) -> str:
    """Return a short quotable phrase of somebody's idea: its act where there is one, at most five words."""
    for sentence in sentences(text):
        match = None if sentence.endswith("?") else _ACT.search(sentence)
        if match:
            return _phrase(match.group(1))
    return ""


def kindred_trouble(voice: Voice, text: str) -> Fact | None:
    """Return the own trouble that an idea of somebody else would meet, if there is one."""
    line = normal(text)
    best: tuple[int, Fact | None] = (0, None)
    for signs, acts in mechanisms():
        if any(normal(act.removeprefix("it ")) in line for act in acts):
            for fact in voice.fresh(voice.portrait.of("trouble")):
                count = sum(1 for word in plain_words(fact.said) if word in signs)
                if count > best[0]:
                    best = (count, fact)
    return best[1]


def _phrase(text: str) -> str:
    parts = text.split()
    for place, word in enumerate(parts[:6]):
        if (place >= 3 and words().has("prepositions", word.lower())) or (
            place >= 3 and word.lower() in {"and", "or", "but", "when", "until", "what", "that", "who", "so"}
        ):
            parts = parts[:place]
            break
    parts = parts[:5]
    while len(parts) > 1 and (parts[-1].lower() in _LOOSE or words().has("prepositions", parts[-1].lower())):
        parts = parts[:-1]
    whole = text.split()[:5]
    return " ".join(parts if len(parts) > 1 else whole).strip("\"“”'")
