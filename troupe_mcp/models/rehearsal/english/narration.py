"""From "Feeds the hens" or "Lisa feeds the hens" to "I feed the hens", where that is safe."""

from __future__ import annotations

import re
from dataclasses import dataclass

from troupe_mcp.models.rehearsal.english.clauses import Walk
from troupe_mcp.models.rehearsal.english.genders import gender_named
from troupe_mcp.models.rehearsal.english.pronouns import BOTH, COMPLEMENTS, FORMS, OWN, PERSONAL, SELF, Forms, is_person
from troupe_mcp.models.rehearsal.english.verbs import (
    is_adverb,
    is_base,
    is_modal,
    is_noun,
    is_past,
    is_third,
    looks_third,
)
from troupe_mcp.models.rehearsal.english.words import lowered
from troupe_mcp.models.rehearsal.lexicon import grammar, words

_FIRST = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|my|me|myself)\b")
_MORPHED = re.compile(r"[a-z]{3,}(?:[iy][sz]es|ifies|[^e]ates)$")
_OF = re.compile(r"(?:dream|think|speak|smell|taste|hear|know|talk|approve|disapprove|complain|beware)s$")
_HE = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|her|herself)\b", re.IGNORECASE)
_STRANGE = {"he": "They|Their|She|Her", "she": "They|Their|He|His", "they": "He|She|His|Her"}
"""Openings that mean somebody of an earlier sentence."""
_NAMED_OFF = re.compile(rf"^({SELF}), (?:who|whose|which)\b[^,]*, (?=\S+)")


@dataclass(frozen=True, slots=True)
class Teller:
    """Whom narrated statements are about: the gender of the pronouns, the names, words that are names."""

    gender: str
    names: tuple[str, ...]
    proper: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    """Words that the document writes with a capital inside sentences."""


def gender_of(text: str) -> str:
    """Return `male`, `female`, `other`, or nothing where the text does not say."""
    return gender_named(text) or ("other" if text.strip() else "")


def told(text: str, teller: Teller) -> str:
    """Return a third-person statement as its subject tells it, or nothing where no rendering is safe.

    A phrase without a verb of its own comes back as it is, with the person's possessives as "my".
    """
    if _FIRST.search(text):
        return text
    marked = _marked(text, teller)
    forms = _forms(marked, teller)
    if forms is None:
        return ""
    both = _together(marked, forms)
    joined = both or _NAMED_OFF.sub(rf"{SELF} ", marked)
    if re.match(rf"(?:{_STRANGE[forms.subject]})(?:['’]\w+)?\b", joined):
        return ""
    walk = Walk(joined, forms, teller.gender, teller.proper)
    head = -1 if both or SELF in marked[:1] else _head(walk)
    if head is None:
        return ""
    said = walk.told(head)
    if head < 0 or not said:
        return said.replace(BOTH, "I")
    first = said.split(" ", 1)[0]
    return f"I {lowered(said, teller.proper) if is_adverb(first.lower()) else said[:1].lower() + said[1:]}"


def phrase_told(text: str, teller: Teller) -> str:
    """Return a phrase without a verb of the person with their possessives as "my"."""
    marked = _marked(text, teller)
    if not PERSONAL.search(marked) or _FIRST.search(text):
        return text
    forms = _forms(marked, teller)
    return Walk(marked, forms, teller.gender, teller.proper).told(-1) if forms else text


def names_first(text: str, teller: Teller) -> bool:
    """Return whether a statement begins with the person, by name or pronoun."""
    forms = FORMS.get(teller.gender)
    return _marked(text, teller)[:1] == SELF or (
        forms is not None and text.lower().startswith((forms.subject + " ", forms.subject + "'"))
    )


def _marked(text: str, teller: Teller) -> str:
    """Put marks in the place of the person's names."""
    for name in sorted((name for name in teller.names if name), key=len, reverse=True):
        if name in text:
            text = re.sub(rf"(?<![\w-]){re.escape(name)}['’]s?(?![\w])", OWN, text)
            text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", SELF, text)
    return text


def _forms(text: str, teller: Teller) -> Forms | None:
    """Return the pronouns that mean the person; where the gender is unsaid, those of the sentence, if of one kind."""
    if teller.gender in FORMS:
        return FORMS[teller.gender]
    she = _SHE.search(text)
    if she and _HE.search(text):
        return None
    return FORMS["female" if she else "male"]


def _together(text: str, forms: Forms) -> str:
    """Return "He and his wife run a shop" as "my wife and I run a shop"; empty where no two act."""
    if " and " not in text:
        return ""
    pair = re.match(
        rf"^(?:{SELF}|{forms.subject}) and (?:({forms.possessive}) )?((?:[\w'’-]+ ){{1,3}}?)(?=([\w'’-]+))",
        text,
        re.IGNORECASE,
    )
    while pair:
        verb = pair.group(3).lower()
        if verb in {"are", "were", "have", "do"} or is_modal(verb) or is_past(verb) or is_base(verb):
            break
        return ""
    if not pair or not (pair.group(1) or pair.group(2)[:1].isupper()):
        return ""
    return f"{'My ' if pair.group(1) else ''}{pair.group(2)}and {BOTH} {text[pair.end() :]}"


def _head(walk: Walk) -> int | None:
    """Return the place of the verb of a sentence without a subject, -1 where it has none, nothing in doubt."""
    place = 0
    while is_adverb(walk.word(place)):
        place += 1
    word, after = walk.word(place), walk.word(place + 1)
    known, lists = words(), grammar()
    if not word or lists.has("nouns", word) or re.search(r"(?:ness|ics)$", word) or not (after or place):
        return -1
    if is_modal(word) or word in {"is", "has", "does", "was", "had", "isn't", "doesn't", "hasn't", "wasn't"}:
        return place
    if is_past(word):
        plain = lists.has("participles", word) or (lists.has("adjectival", word) and after not in COMPLEMENTS)
        return -1 if plain else place
    if is_modal(after) or after in {"are", "were", "have", "should", "aren't", "weren't"}:
        return -1
    if is_third(word):
        return place if (place and not after) or _acts(walk, place, word, after) else -1
    if not looks_third(word) or word.endswith("'s") or _several_act(walk, place, word):
        return -1
    if after in COMPLEMENTS or after.endswith("ly") or _MORPHED.match(word):
        return place
    return None if after[:1].isalnum() and not known.has("prepositions", after) else -1


def _several_act(walk: Walk, place: int, word: str) -> bool:
    """Tell "Guests book online" from "Books a room": things or people in the plural with a verb of their own."""
    person = is_person(word.removesuffix("s"))
    thing = grammar().has("plurals", word) and not words().has("nounish", word)
    if not looks_third(word) or (is_third(word) and not thing and not person):
        return False
    at = place + 1
    if walk.word(at) in {"in", "of", "at", "on", "from", "with", "for"}:
        at = next((n for n in range(at + 2, at + 5) if is_base(walk.word(n)) and walk.word(n - 1) != "to"), at)
    while is_adverb(walk.word(at)):
        at += 1
    verb, after = walk.word(at), walk.word(at + 1)
    if not is_base(verb):
        return False
    surely = not is_noun(verb) or after in COMPLEMENTS or after.endswith("ing")
    return surely or person


def _acts(walk: Walk, place: int, word: str, after: str) -> bool:
    """Tell "Walks to work" from "Walks in the park and jazz": a verb that could be a noun needs a verb's company."""
    if _several_act(walk, place, word):
        return False
    if not (words().has("nounish", word) or grammar().has("plurals", word)):
        return True
    if after == "of":
        return _OF.match(word) is not None
    if after in {",", "and", "or"}:
        return is_third(walk.word(place + (3 if is_adverb(walk.word(place + 2)) else 2)))
    return after[:1].isalnum() and after not in {
        "are",
        "were",
        "have",
        "should",
        "must",
        "can",
        "who",
        "which",
        "that's",
    }
