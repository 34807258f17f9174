"""One statement of a persona, whatever its grammar, as the person would say it; empty where that is not safe."""

from __future__ import annotations

import re

from troupe_mcp.models.rehearsal.english.address import first_person, mentions_listener
from troupe_mcp.models.rehearsal.english.narration import Teller, names_first, phrase_told, told
from troupe_mcp.models.rehearsal.english.sentences import bare
from troupe_mcp.models.rehearsal.english.verbs import gerund_base, is_base, is_modal, is_noun, is_third
from troupe_mcp.models.rehearsal.english.words import capital, lowered
from troupe_mcp.models.rehearsal.lexicon import grammar

_CLAIM_HEAD = re.compile(
    r"^(?:(?:i|you|he|she|they)\s+)?(?:(?:firmly|strongly|really|deeply|truly|still)\s+)?"
    r"(?:believes?|thinks?|feels?|holds?|(?:is|are) (?:convinced|sure|certain|of the opinion))\s+(?:that\s+)?"
    r"(?!in\b|of\b|about\b|highly\b|like\b|as\b)(?=\S+\s+\S)",
    re.IGNORECASE,
)
_MAXIM = re.compile(
    r"^you (?:can(?:not|'t|’t)?|should(?:n['’]t)?|must(?:n['’]t)?|need|never|always|only|have to|get"
    r"|don['’]t (?:have|need)|shouldn['’]t|could|may|might|do not (?:have|need))\b|^(?:if|when|what|the more) you\b",
    re.IGNORECASE,
)
_ANYBODY = re.compile(
    r"^(?!your?\b).*\b(?:if|when|unless|until|whatever|the more) you (?!are\b|were\b)|\bmakes? your day\b",
    re.IGNORECASE,
)
"""In a claim about something else, a "you" that is anybody: "Most people are kind if you give them time"."""
_SENTENCE = re.compile(
    r"^(?:my|the|a|an|no|every|each|there|it|this|that|some|most|one|two|three|four|five|i)\b.*?"
    r"\b(?:is|are|was|were|has|have|had|does|do|did|can|will|must|should|[a-z]+ed|[a-z]{3,}s)\b",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"^(?!.*\b(?:where|who|that|which)\b).*\b(?:is|are|was|were|should|must|can|will|could)\b", re.IGNORECASE
)
_VERB = re.compile(r"\S+s\b")
_OWN_WORDS = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|my|me)\b")


def as_said(text: str, teller: Teller) -> str:
    """Return any statement about the person in the first person; noun phrases come back as they are."""
    sentence = bare(text)
    if not sentence or not any(c.isalpha() for c in sentence):
        return ""
    if mentions_listener(sentence):
        several = re.match(r"you, (?:your|the|[A-Z])", sentence, re.IGNORECASE)
        return "" if several or names_first(sentence, teller) else _addressed(sentence)
    return capital(told(sentence, teller))


def _addressed(sentence: str) -> str:
    """Return a statement that says "you"; one that says "I" too means anybody by it, or a stranger."""
    if not _OWN_WORDS.search(sentence):
        return capital(first_person(sentence))
    return sentence if re.search(r"\byou (?:can|get|have|need|never|must|should|don|do)", sentence) else ""


def as_goal(text: str, teller: Teller) -> str:
    """Return a goal as a wish: "To own a boat" gives "I want to own a boat"."""
    sentence = bare(text)
    if mentions_listener(sentence):
        return as_said(text, teller)
    head, _, rest = sentence.partition(" ")
    low = head.lower()
    if low == "to" and rest:
        return wished(f"to {rest}", teller)
    if re.match(r"(?:never|not) to ", sentence, re.IGNORECASE):
        return wished(lowered(sentence), teller)
    following = rest.split(" ", 1)[0].lower()
    noun = following in {"of", "with", "without", "in", "for"} and is_noun(low)
    noun |= following == "and" and not is_base(rest.split(" ")[1].lower() if " " in rest else "")
    if is_base(low) and rest and not noun:
        return wished(f"to {lowered(sentence)}", teller)
    if low.endswith("ing") and (plain := gerund_base(low)) and rest:
        return wished(f"to {plain} {rest}", teller)
    spoken = told(sentence, teller)
    if re.search(r"\bI\b|^[Mm]y\b", spoken) or is_sentence(capital(spoken)):
        return capital(spoken)
    if not rest or not spoken or is_third(following) or _FINITE.search(sentence):
        return ""
    return wished(lowered(sentence, teller.proper + teller.capitals), teller)


def wished(wish: str, teller: Teller) -> str:
    """Return "I want" with a wish, in which "she" is the person as far as that is safe."""
    return told(f"Wants {wish}", teller)


def as_claim(text: str, teller: Teller) -> str:
    """Return a belief as a plain claim; one's own attitude ("Trusts no bank") as one's own."""
    sentence = bare(text)
    for name in teller.names:
        if name and sentence.startswith(f"{name} ") and _VERB.match(sentence, len(name) + 1):
            sentence = sentence[len(name) + 1 :]
    head = _CLAIM_HEAD.match(sentence)
    claim = sentence[head.end() :] if head else sentence
    if mentions_listener(claim):
        return capital(claim) if not head and (_MAXIM.match(claim) or _ANYBODY.search(claim)) else _addressed(claim)
    if head:
        return capital(phrase_told(claim, teller))
    first, _, rest = sentence.partition(" ")
    low, following = first.lower().replace("’", "'"), rest.split(" ", 1)[0].lower()
    own = grammar().has("attitudes", low) and not is_modal(following) and following not in {"is", "are", "lend"}
    if own and low != "never":
        return capital(told(sentence, teller))
    if re.match(r"^(?:he|she|they|his|her)\b", sentence, re.IGNORECASE) or teller.names[0] in sentence:
        return capital(told(sentence, teller))
    return capital(sentence)


def as_thing(text: str, teller: Teller) -> str:
    """Return a liked or disliked thing as a noun phrase that can stand inside a sentence."""
    phrase = re.sub(
        r"^(?:(?:you|he|she|they)\s+)?(?:really\s+)?(?:likes?|loves?|enjoys?|dislikes?|hates?)\s+",
        "",
        bare(text),
        flags=re.IGNORECASE,
    )
    if mentions_listener(phrase):
        phrase = first_person(phrase)
    return lowered(owned(phrase, teller), teller.proper + teller.capitals)


def is_sentence(said: str) -> bool:
    """Return whether a rendering is a whole sentence rather than a phrase."""
    return re.match(r"^I(?:['’]\w+)?\s", said) is not None or _SENTENCE.match(said) is not None


def owned(text: str, teller: Teller) -> str:
    """Return a phrase with the person's own possessives as `my`, empty where they could be somebody else's."""
    return phrase_told(text, teller)


def title_case_gone(title: str) -> str:
    """Return "Data scientist" for "Data Scientist"; names and abbreviations keep their capitals."""
    parts = title.split(" ")
    if not all(part[:1].isupper() or len(part) < 4 for part in parts):
        return title
    return " ".join(lowered(part) if place else part for place, part in enumerate(parts))
