"""From "you" to "I": statements in the second person, turned clause by clause."""

from __future__ import annotations

import re

from troupe_mcp.models.rehearsal.english.verbs import base, is_adverb, is_base, is_past, is_third
from troupe_mcp.models.rehearsal.english.words import capital, tokens
from troupe_mcp.models.rehearsal.lexicon import grammar, words

_FIXED = {
    "your": "my",
    "yours": "mine",
    "yourself": "myself",
    "yourselves": "ourselves",
    "you're": "I'm",
    "you've": "I've",
    "you'll": "I'll",
    "you'd": "I'd",
}
_BE = {"are": "am", "were": "was", "aren't": "am not", "weren't": "wasn't"}
_SWAP = re.compile(r"(?:^|(?<=, )|(?<=; ))[Yy]ou and ((?:your |the )[\w'’]+|[A-Z][\w'’]+(?: [A-Z][\w'’]+)?)(?=\s)")
_FEW = 2
_TOGETHER = re.compile(r"(?<=, and )you(?= meet\b(?! (?:him|her|them|your|the|a)\b))")
_THINGS = ("everything", "anything", "nothing", "something", "thing")


def first_person(text: str) -> str:
    """Return a second-person statement as its subject says it: "Your aunt tells you …" gives "My aunt tells me …"."""
    swapped = _SWAP.sub(lambda match: f"{match.group(1)} and you", _TOGETHER.sub("we", text))
    parts = tokens(swapped)
    spoken = [index for index, part in enumerate(parts) if not part.isspace()]
    for place, index in enumerate(spoken):
        word = parts[index].lower().replace("’", "'")
        if word in _FIXED:
            parts[index] = _FIXED[word]
        elif word in _BE and place and _goes_on(parts, spoken, place):
            parts[index] = _BE[word]
        elif word == "you" and not _thanked(parts[:index]):
            before = parts[spoken[place - 1]].lower() if place else ""
            after = [parts[i] for i in spoken[place + 1 : place + 3]]
            parts[index] = _pronoun(before, after)
            if parts[index] == "I" and after and after[0].lower() in _BE:
                joint = before == "and" and place >= 2 and swapped != text
                if not joint:
                    parts[spoken[place + 1]] = _BE[after[0].lower()]
    return capital("".join(parts))


def _goes_on(parts: list[str], spoken: list[int], place: int) -> bool:
    """Return whether a form of "be" goes on with what the person was said to do: "You see it and are glad"."""
    before, verb = parts[spoken[place - 1]].lower(), parts[spoken[1]].lower()
    return before in {"and", "but"} and place > _FEW and parts[spoken[0]] == "I" and is_base(verb)


def _thanked(before: list[str]) -> bool:
    """Return whether the next "you" belongs to "thank you", which is said to anybody."""
    return "".join(before).lower().rstrip().endswith("thank")


def _pronoun(before: str, after: list[str]) -> str:
    following = after[0].lower() if after else ""
    if not after or not following[0].isalnum():
        return "I" if before in {"and", ""} and following == "," else "me"
    known = words()
    if is_third(following) and not is_base(following) and following != "was":
        return "me"
    if known.has("aux", following):
        return "I"
    if known.has("object_verbs", before):
        return "me"
    if not before or not before[0].isalnum() or known.has("subject_before", before):
        return "me" if before in {"than", "as", "before", "after"} and known.has("after_object", following) else "I"
    if known.has("prepositions", before) or (before.endswith("ing") and before not in _THINGS):
        return "me"
    if (
        known.has("after_object", following)
        or following.endswith("ing")
        or after[0][:1].isupper()
        or following[0].isdigit()
    ):
        return "me"
    if _takes_object(before) and not (is_base(following) or is_past(following) or is_adverb(following)):
        return "me"
    if is_adverb(following) and len(after) > 1:
        return "me" if known.has("after_object", after[1].lower()) else "I"
    return "I"


def _takes_object(verb: str) -> bool:
    """Return whether a word is a verb that no clause follows: "took you", but "thinks you"."""
    if grammar().has("clausal", base(verb)) or verb in {"thought", "said", "knew", "felt", "found", "meant"}:
        return False
    return is_third(verb) or is_past(verb) or is_base(verb)


_LISTENER = re.compile(r"\b(?<!thank[ -])you(?:r|rs|rself|['’](?:re|ve|ll|d))?\b", re.IGNORECASE)


def mentions_listener(text: str) -> bool:
    """Return whether a text speaks to or of "you"."""
    return _LISTENER.search(text) is not None
