"""Introducing a person in a few sentences in the third person, from their own statements."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.english.sentences import bare
from troupe_mcp.models.rehearsal.english.verbs import is_adverb, is_base, is_modal, is_past, is_third
from troupe_mcp.models.rehearsal.english.words import article, capital, lowered
from troupe_mcp.models.rehearsal.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait
    from troupe_mcp.studies.tasks import MinibioTask

_PRONOUNS = {"female": ("she", "her"), "male": ("he", "his"), "other": ("they", "their"), "": ("they", "their")}
_IS = {"are": "is", "have": "has", "do": "does", "were": "was", "aren't": "isn't", "haven't": "hasn't",
       "don't": "doesn't", "go": "goes", "weren't": "wasn't"}  # fmt: skip
LONGEST = 18


def introduce(task: MinibioTask, person: Portrait) -> dict[str, Any]:
    """Return two to four sentences: who this is, what they do, something of their life, a taste, a conviction."""
    subject, _ = _PRONOUNS[person.gender]
    told = [
        _who(task.name, person),
        _first(person.of("work"), person),
        _first(person.of("family", "past", "habit"), person),
        _tastes(person) or _conviction(person),
    ]
    sentences = [sentence for sentence in told if sentence]
    if len(sentences) < 2:
        rest = [_third(fact.source, person) for fact in person.facts]
        sentences += [sentence for sentence in rest if sentence][:1] or [f"Little else is known of {_object(subject)}."]
    return {"story": " ".join(sentences)}


def _who(name: str, person: Portrait) -> str:
    jobs = {fact.about: fact.source for fact in person.of("job")}
    title = bare(jobs.get("title", "") or next(iter(jobs.values()), ""))
    homes = {fact.about: fact.source for fact in person.of("origin")}
    home = bare(next((text for key, text in homes.items() if re.search("residence|city|location|lives", key)), ""))
    aged = f"{person.age}-year-old " if person.age else ""
    place = f" from {home.split(',')[0]}" if home and not re.search(r"\byou\b", home, re.IGNORECASE) else ""
    if not title or re.search(r"\byou\b|^(?:I|I['’]\w+|[Ww]e|[Hh]e|[Ss]he|[Tt]hey)\b", title, re.IGNORECASE):
        return (
            f"{name} is {person.age} years old{place and ' and comes' + place}." if aged else f"This is {name}{place}."
        )
    title = title.split(",")[0]
    trade = title if title[:2].isupper() else lowered(title)
    trade = re.sub(r"^(?:an?|the) ", "", trade)
    return f"{name} is {article(aged + trade)}{place}."


def _first(facts: Sequence[Fact], person: Portrait) -> str:
    return next((sentence for fact in facts if (sentence := _third(fact.source, person))), "")


def _third(text: str, person: Portrait) -> str:
    """Return a statement about the person in the third person, or nothing where no rendering is safe."""
    subject, owner = _PRONOUNS[person.gender]
    said = bare(text)
    parts = said.split()
    if not 3 <= len(parts) <= LONGEST or not person.gender:
        return ""
    if parts[0].lower() == "you":
        rest = _inflected(parts[1:], subject)
    elif parts[0].lower() == "your":
        rest = f"{owner} {' '.join(parts[1:])}"
    elif is_third(parts[0].lower()) and subject != "they":
        rest = f"{subject} {lowered(said)}"
    else:
        return ""
    rest = re.sub(r"\b[Yy]our\b", owner, rest)
    return "" if not rest or re.search(r"\byou\w*\b", rest, re.IGNORECASE) else f"{capital(rest)}."


def _inflected(parts: Sequence[str], subject: str) -> str:
    """Return "she feeds the hens" of `feed the hens`; nothing where a later verb would have to follow."""
    if subject == "they":
        return f"they {' '.join(parts)}"
    lead = 0
    while lead < len(parts) - 1 and is_adverb(parts[lead].lower()):
        lead += 1
    verb = parts[lead].lower()
    rest = [_IS.get(word, word) if before in _JOINTS else word for before, word in pairwise(parts[lead:])]
    joined = [word for before, word in pairwise(rest) if before.endswith(",") or before in _JOINTS]
    if any(is_base(word.lower()) and not words().has("nounish", word.lower()) for word in joined):
        return ""
    if verb in _IS:
        verb = _IS[verb]
    elif not (is_modal(verb) or is_past(verb)):
        if not is_base(verb):
            return ""
        verb = re.sub(r"(?<=[^aeiou])y$", "ie", verb)
        verb = f"{verb}es" if re.search(r"(?:s|x|z|ch|sh|o)$", verb) else f"{verb}s"
    return " ".join([subject, *parts[:lead], verb, *rest])


_JOINTS = ("and", "or", "but", "then")


def _tastes(person: Portrait) -> str:
    subject, _ = _PRONOUNS[person.gender]
    like = next((fact.said for fact in person.of("like") if fact.thing and not _own(fact.said)), "")
    dislike = next((fact.said for fact in person.of("dislike") if fact.thing and not _own(fact.said)), "")
    likes = "like" if subject == "they" else "likes"
    if like and dislike:
        return f"{capital(subject)} {likes} {like} and can't stand {dislike}."
    if like:
        return f"{capital(subject)} {likes} {like}."
    return f"{capital(subject)} can't stand {dislike}." if dislike else ""


def _conviction(person: Portrait) -> str:
    subject, _ = _PRONOUNS[person.gender]
    belief = next((fact.said for fact in person.of("belief") if not _own(fact.said)), "")
    return (
        f"{capital(subject)} {'hold' if subject == 'they' else 'holds'} that {lowered(bare(belief))}." if belief else ""
    )


def _own(text: str) -> bool:
    return re.search(r"\b(?:I|I'm|my|me|myself)\b", text) is not None


def _object(subject: str) -> str:
    return {"she": "her", "he": "him"}.get(subject, "them")
