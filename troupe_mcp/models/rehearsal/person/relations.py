"""Relations of a person: whose name, in which words, told as one tells of one's people."""

from __future__ import annotations

import re
from dataclasses import replace

from troupe_mcp.models.rehearsal.english.address import first_person, mentions_listener
from troupe_mcp.models.rehearsal.english.narration import Teller, phrase_told
from troupe_mcp.models.rehearsal.english.pronouns import FORMS
from troupe_mcp.models.rehearsal.english.sentences import bare, is_clause
from troupe_mcp.models.rehearsal.english.statements import as_said
from troupe_mcp.models.rehearsal.english.verbs import is_adverb, is_third
from troupe_mcp.models.rehearsal.english.words import capital
from troupe_mcp.simulation.people.names import first_name

_KIN = (
    r"(?:wife|husband|spouse|mother|father|mum|mom|dad|daughters?|sons?|sisters?|brothers?|siblings?|aunt|uncle|niece"
    r"|nephew|grand\w+|cousins?|boyfriend|girlfriend|partner|child(?:ren)?|kids?|parents|twins|fiancée?|ex(?:-\w+)?|friends?"
    r"|boss|manager|colleagues?|co-?workers?|neighbou?rs?|roommate|flatmate|mentor|teacher|landlord|landlady|apprentice"
    r"|business partner|dogs?|cats?|assistant|supervisor|coach|client|in-laws?|[\w-]+-in-law)"
)
_KIND = re.compile(
    rf"^(?:(?:his|her|their|your|my|the|an?) )?(?P<kin>(?:[\w-]+ ){{0,3}}?{_KIN})\b(?P<rest>.*)$", re.IGNORECASE
)
_SOMEBODY = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*(?:, .*)?$")
_KIND_OF = re.compile(r"(?:An?|The) (?!(?:year|week|long|very|little|few)\b)[a-zA-Z]")
_NAMED = re.compile(r"^My((?: [a-z]+){1,3}?) (?=(?:is|was|has|had|can|will|never|still|sews|[a-z]+s|[a-z]+ed)\b)")
_PERSON = re.compile(r"(?:er|mother|father|son|ter|band|wife|cle|aunt|ece|hew|sin|end|ner|boss|gue|keeper)$")


def told_of(part: str, about: str, teller: Teller) -> str:
    """Return one sentence about a relation, with the name where it belongs; empty where no rendering is safe."""
    name = about if about[:1].isupper() and not re.fullmatch(_KIN, about, re.IGNORECASE) else ""
    text = bare(part)
    if not name:
        said = as_said(part, teller)
        one = re.fullmatch(_KIN, about, re.IGNORECASE) and not about.endswith(("children", "s"))
        return (
            f"My {about.lower()} is {said[:1].lower() + said[1:] if _KIND_OF.match(said) else said}"
            if one and said and (_SOMEBODY.match(said) or _KIND_OF.match(said))
            else _had(said)
        )
    first = first_name(name)
    be = "are" if re.search(r" (?:and|&) |,", name) else "is"
    he = re.match(r"(?:He|She)(?=['’ ])", text)
    if he and not mentions_listener(text):
        apart = {"He": "female", "She": "male"}[he.group()] == teller.gender
        rival = teller if apart else replace(teller, proper=(*teller.proper, *name.split()))
        return phrase_told(f"{name}{text[he.end() :]}", rival)
    if _verb_first(text):
        return _turned(f"{name} {text[:1].lower()}{text[1:]}", teller)
    match = _KIND.match(text)
    if match and not is_clause(match.group("rest").partition(",")[0]):
        return _introduced(name, be, match, teller)
    if re.match(r"(?:An?|The) ", text) and not mentions_listener(text) and first not in text and not is_clause(text):
        return f"{name} {be} {_turned(text[:1].lower() + text[1:], teller)}"
    return re.sub(r"^(My )(\w+) (?=\2\b)", r"\1", named(as_said(part, teller), name), flags=re.IGNORECASE)


def _had(said: str) -> str:
    """Return "I have a son" for the phrase "A son"."""
    phrase = re.match(r"(?:An?|One|Two|Three|Four|Five|Six|No|\d+) (?=[a-z])", said)
    return f"I have {said[:1].lower()}{said[1:]}" if phrase and not is_clause(said.partition(",")[0]) else said


def named(said: str, about: str) -> str:
    """Put the name of a relation behind its kin word: "My mother Gulnar sews"."""
    if not said or first_name(about) in said or about.lower().startswith("the "):
        return said
    match = _NAMED.match(said)
    if match and _PERSON.search(match.group(1)):
        return f"My{match.group(1)} {about} {said[match.end() :]}"
    return said


def _introduced(name: str, be: str, match: re.Match[str], teller: Teller) -> str:
    """Return "Karl is my husband" for "Husband", with what follows joined properly."""
    kin, rest = match.group("kin"), match.group("rest")
    stranger = re.search(r"\b(?:he|she|they|his|her|their|him|them)\b", rest)
    addressed = re.match(r"your\b", match.group(), re.IGNORECASE)
    own = stranger is not None and not addressed and FORMS.get(teller.gender, FORMS["other"]).subject
    if stranger and not addressed and (not teller.gender or own in rest.split()):
        return ""
    after = rest if stranger and addressed and not mentions_listener(rest) else _turned(rest, teller)
    comma, _, more = after.partition(", ")
    following = more.split(" ", 1)[0].lower()
    if following in {"he", "she", "they"}:
        after = f"{comma}, and {more}"
    elif is_third(following) and not re.match(r"\w+s,", more):
        after = f"{comma} and {more}"
    return f"{name} {be} my {kin[:1].lower() + kin[1:]}{after}" if after or not rest else ""


def _turned(text: str, teller: Teller) -> str:
    return _small(first_person(text), text) if mentions_listener(text) else phrase_told(text, teller)


def _small(said: str, text: str) -> str:
    return said if text[:1].isupper() else said[:1].lower() + said[1:]


def _verb_first(text: str) -> bool:
    parts = text.split()
    lead = 0
    while lead < len(parts) and is_adverb(parts[lead].lower()):
        lead += 1
    return lead < len(parts) - 1 and is_third(parts[lead].lower())


def count_of(key: str, number: int) -> str:
    """Return "I have two children" for the key and number of a document; empty where it would not be English."""
    plain = re.sub(r"[\W_]+", " ", key.lower()).strip()
    several = plain in {
        "children",
        "kids",
        "siblings",
        "pets",
        "cats",
        "dogs",
        "daughters",
        "sons",
        "brothers",
        "sisters",
        "grandchildren",
    }
    if not several or not 0 <= number < 20 or number == 1:
        return ""
    return capital(f"I have {number or 'no'} {plain}")
