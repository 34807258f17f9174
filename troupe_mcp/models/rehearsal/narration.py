"""From "Feeds the hens" or "Lisa feeds the hens" to "I feed the hens", where that is safe."""

from __future__ import annotations

import re
from dataclasses import dataclass

from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.models.rehearsal.verbs import base, is_adverb, is_modal, is_past, is_third, looks_third
from troupe_mcp.models.rehearsal.words import capital, lowered, tokens

_POSSESSIVE = {"male": "his", "female": "her", "other": "their"}
_SUBJECT = {"male": "he", "female": "she", "other": "they"}
_BY_POSSESSIVE = {"his": "he", "her": "she", "their": "they"}
_REFLEXIVE = {"himself", "herself", "themselves", "themself"}


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
    word = text.strip().lower()
    if word.startswith(("f", "w")) or word in {"she", "she/her"}:
        return "female"
    if word.startswith("m") or word in {"he", "he/him"}:
        return "male"
    return "other" if word else ""


def told(text: str, teller: Teller) -> str:
    """Return a third-person statement in the first person, or nothing where no rendering is safe."""
    body, plural = _without_subject(text, teller)
    parts = tokens(body)
    spoken = [index for index, part in enumerate(parts) if not part.isspace()]
    lead = _adverbs(parts, spoken)
    if lead >= len(spoken):
        return ""
    word = parts[spoken[lead]].lower().replace("’", "'")
    if not (plural or looks_third(word) or is_past(word) or is_modal(word) or word in {"was", "had"}):
        return ""
    parts[spoken[0]] = lowered(parts[spoken[0]], teller.proper) if lead else parts[spoken[0]].lower()
    if plural:
        parts[spoken[lead]] = "am" if word == "are" else word
    elif not is_past(word) and not is_modal(word):
        parts[spoken[lead]] = base(word)
    return _rest(parts, spoken, lead, teller, plural=plural)


def _without_subject(text: str, teller: Teller) -> tuple[str, bool]:
    for name in teller.names:
        if text.startswith(name + " "):
            return text[len(name) + 1 :], False
    for gender, pronoun in _SUBJECT.items():
        if text.lower().startswith(pronoun + " ") and teller.gender in {gender, ""}:
            return text[len(pronoun) + 1 :], pronoun == "they"
    return text, False


def _adverbs(parts: list[str], spoken: list[int]) -> int:
    lead = 0
    while lead < len(spoken) and is_adverb(parts[spoken[lead]].lower()):
        lead += 1
    return lead


def _rest(parts: list[str], spoken: list[int], lead: int, teller: Teller, *, plural: bool) -> str:
    """Convert what follows the first verb; stop before a clause that could be about somebody else."""
    own = _POSSESSIVE.get(teller.gender, "")
    others, within, end = False, False, len(parts)
    for place in range(lead + 1, len(spoken)):
        word, before, after = (_plain(parts, spoken, near) for near in (place, place - 1, place + 1))
        within = within or words().has("subordinators", word) or word in {"that", "what"}
        if _own_possessive(word, own, after) and not (word == "their" and _plural_before(parts, spoken, lead, place)):
            if others and word != "their":
                end = _clause_start(parts, spoken, place)
                break
            parts[spoken[place]], own = "my", word
        elif not plural and _coordinated(parts, spoken, place, before, word, after):
            if within:
                end = _clause_start(parts, spoken, place)
                break
            parts[spoken[place]] = base(word)
        elif not others:
            _turn_pronoun(parts, spoken, place, _SUBJECT.get(teller.gender, _BY_POSSESSIVE.get(own, "he")))
        others = others or _somebody(word, parts[spoken[place]], teller)
    text = "".join(parts[:end]).rstrip(" ,;")
    return capital("I " + text) if len(text.split()) > 1 else ""


def _plain(parts: list[str], spoken: list[int], place: int) -> str:
    return parts[spoken[place]].lower().replace("’", "'") if place < len(spoken) else ""


def _turn_pronoun(parts: list[str], spoken: list[int], place: int, subject: str) -> None:
    """Turn the person's own pronoun, with its verb, in place."""
    word, after = _plain(parts, spoken, place), _plain(parts, spoken, place + 1)
    if word in _REFLEXIVE:
        parts[spoken[place]] = "myself"
    elif word == subject and word != "they":
        parts[spoken[place]] = "I"
        if is_third(after):
            parts[spoken[place + 1]] = base(after)
    elif word == f"{subject}'s":
        parts[spoken[place]] = "I'm"


def _own_possessive(word: str, own: str, after: str) -> bool:
    if word not in {"his", "her", "their"} or (own and word != own):
        return False
    return (
        bool(after)
        and after[0].isalpha()
        and not words().has("prepositions", after)
        and after not in {"and", "or", "but", "when", "if", "because", "the", "a", "an", "that", "what", "how"}
    )


def _coordinated(parts: list[str], spoken: list[int], place: int, before: str, word: str, after: str) -> bool:
    if not is_third(word):
        return False
    joined = before in {",", "and", "but", "or", "then", ";", "—"}
    if not joined and is_adverb(before) and place >= 2:
        joined = parts[spoken[place - 2]].lower() in {",", "and", "but", "or", "then", ";"}
    if not joined:
        return False
    if words().has("nounish", word):
        apart = not after[:1].isalnum() or after in {"and", "or", "but", "of", "about", "who", "that", "which"}
        return (place <= 3 or before == "then") if apart else True
    return True


def _plural_before(parts: list[str], spoken: list[int], lead: int, place: int) -> bool:
    middle = [parts[index].lower() for index in spoken[lead + 1 : place]]
    return any(len(word) > 3 and word.endswith("s") and not word.endswith("ss") for word in middle)


def _somebody(word: str, written: str, teller: Teller) -> bool:
    known = words()
    lists = {"male": ("male", "people"), "female": ("female", "people")}.get(teller.gender, ("male", "female"))
    return any(known.has(name, word) for name in lists) or (
        written[:1].isupper() and written in teller.proper and not known.has("proper", word)
    )


def _clause_start(parts: list[str], spoken: list[int], place: int) -> int:
    for back in range(place - 1, 1, -1):
        if re.fullmatch(r",|;|and|but|or|while|when|because|before|after", parts[spoken[back]].lower()):
            return spoken[back]
    return 0
