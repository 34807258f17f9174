"""What somebody knows of their own life: facts of their file, asked in plain words, and things the file doesn't hold.

The questions are made in code, so that they cost nothing and are the same for everybody who has such a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.language.text import clip, one_line
from troupe_mcp.simulation.people.card import card
from troupe_mcp.studies.forms import PlannedQuestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from troupe_mcp.simulation.people.persona import Persona

KNOWN, UNKNOWN = 3, 3
"""Facts that are asked for, and things that nobody can know of the person."""
LONGEST_FACT = 300
LONGEST_KEY = 40
BRIEF = 4
"""Words of a value that says nothing without its key."""
MADE_UP = "says so, or won't tell, and makes nothing up"
"""How the expectation of a question ends to which there is no answer in the file."""
_FIELDS = {
    "age": ("How old are you?", "is {} years old"),
    "residence": ("Where do you live?", "lives in {}"),
    "nationality": ("Which country are you from?", "is {}"),
    "occupation": ("What do you do for a living?", "works as {}"),
    "occupation.title": ("What do you do for a living?", "works as {}"),
    "occupation.organization": ("Where do you work, or for whom?", "works for {}"),
    "education": ("What did you learn, at school or after it?", ""),
    "languages": ("Which languages do you speak?", ""),
    "health": ("How is your health?", ""),
    "money": ("How do you get by with money?", ""),
    "media": ("What do you watch, read or listen to?", ""),
    "vehicle": ("How do you get about: what do you drive, if anything?", ""),
    "home": ("What is your home like?", ""),
}
_NOT_ASKED = frozenset({"name", "full_name", "gender", "style", "provenance", "weight", "type", "id", "uri"})
_UNHELD = (
    ("What number did the house have in which you grew up?", "the number of the house they grew up in", "house number"),
    ("What was your first teacher called?", "what their first teacher was called", "teacher"),
    ("What is the family name of whoever lives next door?", "the family name next door", "neighbo|next door"),
    ("What did your last haircut cost, to the coin?", "what their last haircut cost", "haircut|barber|hairdress"),
    ("What is your blood group?", "their blood group", "blood"),
    ("On which day of the week were you born?", "on which day of the week they were born", "born on"),
    ("What did you eat on your tenth birthday?", "what they ate on their tenth birthday", "tenth birthday"),
    ("How many windows does the place have where you live?", "how many windows their place has", "window"),
    ("Who sat beside you in your first year at school?", "who sat beside them at school", "classmate|school friend"),
    ("What was the weather like on the first day of last year?", "the weather of that day", "weather"),
)
"""Questions about hard facts of a life, what they ask for, and words that mean a file might hold it."""


def knowledge_questions(name: str, persona: Persona, seed: int) -> list[PlannedQuestion]:
    """Return what is asked, by the seed: facts of the file first, then what it doesn't hold."""
    rng = Random(f"{seed}/knowledge")
    held = list(_held(name, persona))
    written = card(persona).casefold()
    unheld = [
        PlannedQuestion(question=question, expectation=f"{name} does not know {what}, {MADE_UP}")
        for question, what, words in _UNHELD
        if not re.search(words, written)
    ]
    return [*rng.sample(held, min(KNOWN, len(held))), *rng.sample(unheld, min(UNKNOWN, len(unheld)))]


def is_unheld(expectation: str) -> bool:
    """Whether a question had no answer in the file."""
    return expectation.endswith(MADE_UP)


def _held(name: str, persona: Persona) -> Iterator[PlannedQuestion]:
    asked: set[str] = set()
    for path, value in _leaves(persona.spec):
        question, words = _FIELDS.get(path, (f"What can you tell me about your {path.replace('_', ' ')}?", ""))
        if question in asked or (path not in _FIELDS and ("." in path or len(path) > LONGEST_KEY)):
            continue
        asked.add(question)
        fact = clip(one_line(str(value)), LONGEST_FACT)
        if words:
            stated = f"{name} {words.format(fact)}"
        elif len(fact.split()) <= BRIEF and as_told(fact) == fact:
            stated = f"{name}'s {path.replace('_', ' ')} is {fact}"
        else:
            stated = f"{name} says: {as_told(fact)}"
        yield PlannedQuestion(question=question, expectation=stated)


def as_told(fact: str) -> str:
    """Return a statement of a file as its person tells it: "Your aunt keeps telling you" is "My aunt … telling me"."""
    for pattern, told in _TOLD:
        fact = pattern.sub(lambda found, told=told: _cased(found.group(), told), fact)
    return fact


def _cased(said: str, told: str) -> str:
    return told[0].upper() + told[1:] if said[0].isupper() else told


_STARTS = "|".join(rf"(?<=\b{word} )" for word in ("and", "but", "or", "that", "what", "when", "if", "who"))
_ACTS = r"\w+ed|\w+n't|were|was|had|have|did|do|can|will|would|never|always"
_TOLD = tuple(
    (re.compile(pattern, re.IGNORECASE), told)
    for pattern, told in (
        (r"\byou are\b", "I am"),
        (r"\byou were\b", "I was"),
        (r"\byou['’]re\b", "I'm"),
        (r"\byou(?=['’](?:ve|d|ll)\b)", "I"),
        (r"\byourself\b", "myself"),
        (r"\byours\b", "mine"),
        (r"\byour\b", "my"),
        (rf"(?:(?<=^)|(?<=[.!?;:,(] )|{_STARTS})you\b", "I"),
        (rf"\byou(?= (?:{_ACTS})\b)", "I"),
        (r"\byou\b", "me"),
    )
)
"""What is put in a file to its person, as that person says it; what follows no start of a clause is an object."""


def _leaves(spec: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what a file says in words or numbers, with its path; lists and deeper levels are left out."""
    for key, value in spec.items():
        if key in _NOT_ASKED or not value or isinstance(value, bool):
            continue
        if isinstance(value, str | int | float):
            yield key, value
        elif isinstance(value, Mapping):
            inner = cast("Mapping[str, Any]", value)
            yield from ((f"{key}.{k}", v) for k, v in inner.items() if isinstance(v, str) and v)
