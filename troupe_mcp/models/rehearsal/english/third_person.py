"""Speech of somebody who speaks of themselves by name: "I sell lace" becomes "Rosa sells lace"."""

from __future__ import annotations

import re
from functools import lru_cache

from troupe_mcp.models.rehearsal.english.verbs import is_adverb, is_base, is_modal, is_noun, is_past
from troupe_mcp.models.rehearsal.english.words import capital, tokens

_QUOTED = re.compile(r'("[^"]*")')
_AUX = {"am": "is", "do": "does", "don't": "doesn't", "have": "has", "haven't": "hasn't"}
_JOINED = {"i'm": "is", "i've": "has", "i'll": "will", "i'd": "would"}
_SELVES = ("me", "my", "mine", "myself")
_OTHERS = {
    "male": ("him", "his", "his", "himself"),
    "female": ("her", "her", "hers", "herself"),
    "": ("them", "their", "theirs", "themselves"),
}
_SUBJECTS = {"male": "he", "female": "she"}
_STAYS = ("was", "wasn't", "did", "didn't", "had", "hadn't", "too", "and")
_BEFORE_THINGS = ("a", "an", "the", "my", "it", "them", "no", "two", "three", "to", "every", "her", "him", "nothing")
"""Words after which a form that may be a noun is a verb: "and save a fifth"."""
_JOINTS = ("and", "or", "but")
_NEVER = ("never", "always", "still", "just", "only", "even", "mostly", "often", "also", "really", "hardly", "rarely")


@lru_cache(maxsize=5000)
def by_name(text: str, name: str, gender: str) -> str:
    """Return a sentence in the first person as one about somebody of this name; what is quoted stays."""
    told = _Told(name, gender)
    parts = _QUOTED.split(text)
    return capital("".join(part if place % 2 else told.of(part) for place, part in enumerate(parts)))


class _Told:
    """One sentence on its way to the third person: named once, a pronoun after that where the gender is known."""

    def __init__(self, name: str, gender: str) -> None:
        self._name = name
        self._gender = gender if gender in _SUBJECTS else ""
        self._named = False

    def of(self, text: str) -> str:
        parts = tokens(text.replace("’", "'"))
        spoken = [index for index, part in enumerate(parts) if not part.isspace()]
        finite = False
        for place, index in enumerate(spoken):
            word = parts[index].lower() if parts[index] != "May" else ""
            before = parts[spoken[place - 1]].lower() if place else ""
            if word == "i" or word in _JOINED:
                finite = self._subject(parts, spoken, place, _JOINED.get(word, ""))
            elif word in _SELVES:
                parts[index] = self._other(word)
            elif word == "to" or is_modal(word):
                finite = False
            elif finite and _goes_on(before, word, parts, spoken, place):
                parts[index] = third(word)
        return "".join(parts)

    def _subject(self, parts: list[str], spoken: list[int], place: int, joined: str) -> bool:
        """Put the subject and its verb; return whether that verb is one to which others may be joined."""
        parts[spoken[place]] = self._called() + (f" {joined}" if joined else "")
        before = parts[spoken[place - 1]] if place else ""
        if before.lower() in _AUX or (is_modal(before.lower()) and before != "May") or before.lower() in {"did", "was"}:
            turned = _AUX.get(before.lower(), before)
            parts[spoken[place - 1]] = capital(turned) if before[:1].isupper() else turned
            return False
        if joined:
            return False
        verb = place + 1
        while verb < len(spoken) - 1 and (parts[spoken[verb]] in _NEVER or is_adverb(parts[spoken[verb]])):
            verb += 1
        if verb >= len(spoken):
            return False
        word = parts[spoken[verb]].lower()
        if not word[:1].isalpha() or is_modal(word):
            return False
        if word in _STAYS or (is_past(word) and not is_base(word)):
            return word not in {"did", "didn't", "too"}
        parts[spoken[verb]] = _AUX.get(word) or third(word)
        return word not in _AUX

    def _called(self) -> str:
        named, self._named = self._named, True
        return _SUBJECTS.get(self._gender, self._name) if named else self._name

    def _other(self, word: str) -> str:
        first, self._named = not self._named, True
        if first:
            own = self._name + ("'" if self._name.endswith("s") else "'s")
            return {"my": own, "mine": own}.get(word, self._name)
        return _OTHERS[self._gender][_SELVES.index(word)]


def _goes_on(before: str, word: str, parts: list[str], spoken: list[int], place: int) -> bool:
    """Return whether a word is a further verb of the subject: "and saves a fifth of it"."""
    joined = before in _JOINTS or (before in _NEVER and place > 1 and parts[spoken[place - 2]].lower() in _JOINTS)
    after = parts[spoken[place + 1]].lower() if place + 1 < len(spoken) else ""
    return joined and is_base(word) and (not is_noun(word) or after in _BEFORE_THINGS)


def third(verb: str) -> str:
    """Return the third person of a plain verb."""
    if verb in {"have", "do", "go"}:
        return {"have": "has", "do": "does", "go": "goes"}[verb]
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}s"
