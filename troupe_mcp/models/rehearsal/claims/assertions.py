"""What a sentence asserts: its matter, what restricts it, the sense in which it judges, and its sign."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from troupe_mcp.models.rehearsal.english.words import plain_words, stem
from troupe_mcp.models.rehearsal.lexicon import Stances, stances, words

_CLAUSE = re.compile(
    r"\s*;\s*|\s+so \w+ that\s+|,?\s+but\s+(?!also\b)|,\s+so\s+|,?\s+yet\s+(?=\w+ (?:is|are|should|must|can)\b)"
    r"|,?\s+and\s+(?=(?:not\s+)?(?:should|must|is|are|can|has|have|will|may|ought|does|do)\b)"
    r"|,\s+and\s+(?=(?:\w+\s+){1,3}(?:should|must|is|are|can|will|may|ought|does|do)\b)"
)
_CONTRAST = re.compile(r"(?:,|\s+and)\s+not\s+(?:for\s+)?(?=(?:\w+\s*){1,4}$)")
_AUX = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|should|must|can|could|will|would|may|ought|deserves?|owes?|needs?)\b"
)
_CONTACT = re.compile(r"(?<=[a-z] )(?:nobody|no one) \w+(?:s|ed)$")
_QUANTIFIED = ("every", "any", "all", "each", "most", "everyone", "anyone", "everybody", "anybody")
_OUGHT = ("should", "must", "ought", "deserve", "deserves", "need", "needs", "owe", "owes", "shall")
_CAN = ("can", "could", "may", "might", "able")
_PRONOUNS = ("it", "they", "he", "she", "this", "these", "those", "them")
_RELATIVES = ("who", "which", "that", "what", "whose")
_AUXILIARIES = dict.fromkeys(
    (
        *_OUGHT,
        *_CAN,
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "do",
        "does",
        "did",
        "has",
        "have",
        "had",
        "will",
        "would",
    )
)
_PROS = ("good", "allow")
_ASIDE = 3  # from the third phrase on, a clause tells of circumstances


@dataclass(frozen=True, slots=True)
class Assertion:
    """One clause: `matter` and what it is `bound` to must be met, what is `beside` may; `other` is compared with."""

    matter: tuple[str, ...]
    bound: tuple[str, ...]
    beside: tuple[str, ...]
    other: tuple[str, ...]
    sense: str
    sign: int
    mood: str
    judges: bool

    @property
    def keys(self) -> tuple[str, ...]:
        """All that the main clause is about, in order."""
        return tuple(dict.fromkeys((*self.matter, *self.bound)))


@lru_cache(maxsize=8000)
def assertions(text: str) -> tuple[Assertion, ...]:
    """Return what a sentence asserts, clause by clause; a pronoun takes over the matter of the clause before."""
    found: list[Assertion] = []
    subject: tuple[str, ...] = ()
    for clause in clauses_of(prepared(text)):
        reading = _Reading(clause)
        starts = clause.split(" ", 1)[0]
        if found and (starts in _PRONOUNS or _AUX.match(clause)):
            if not reading.matter and not reading.senses:
                continue
            reading.matter = {**dict.fromkeys(subject), **reading.matter}
        made = _made(reading)
        if made.matter or made.bound:
            found.append(made)
            subject = subject or made.matter[:1]
    return tuple(found)


def sign_in(clause: str) -> int:
    """Return whether what is left of a prepared clause affirms (1) or denies (-1)."""
    return _Reading(clause).sign


@lru_cache(maxsize=8000)
def prepared(text: str) -> str:
    """Return a text in small letters with turns of phrase brought to plain ones."""
    plain = text.lower().replace("’", "'").strip(' .!?"“”')
    for short, long in (("can't", "can not"), ("won't", "will not"), ("shan't", "shall not"), ("n't", " not")):
        plain = plain.replace(short, long)
    for wording, instead in stances().phrases:
        plain = wording.sub(instead, plain)
    plain = re.sub(r"\s+", " ", plain).strip()
    return _CONTACT.sub("", plain).strip()


def clauses_of(text: str) -> list[str]:
    """Return the clauses of a prepared sentence; what is set against the end of a clause becomes one of its own."""
    found: list[str] = []
    for clause in _CLAUSE.split(text):
        plain = clause.strip(" ,.:")
        contrast = _CONTRAST.search(plain)
        if contrast:
            head, against = plain[: contrast.start()].strip(" ,"), plain[contrast.end() :]
            count = len(against.split())
            kept = " ".join(head.split()[:-count])
            found += [head, f"{kept} not {against}"]
        elif plain:
            found.append(plain)
    return found


def _made(reading: _Reading) -> Assertion:
    senses = tuple(reading.senses)
    special = [sense for sense in senses if sense not in _PROS]
    sense = special[0] if special else "good" if senses else ""
    judges = bool(senses) or reading.mood == "ought"
    return Assertion(
        tuple(key for key in reading.matter if key not in reading.bound),
        tuple(reading.bound),
        tuple(reading.beside),
        tuple(reading.other),
        sense,
        reading.sign,
        reading.mood,
        judges,
    )


class _Reading:
    """A clause read word by word: where each word belongs, and how it turns the sign."""

    def __init__(self, clause: str) -> None:
        self.matter: dict[str, None] = {}
        self.bound: dict[str, None] = {}
        self.beside: dict[str, None] = {}
        self.other: dict[str, None] = {}
        self.senses: dict[str, None] = {}
        self.sign = 1
        self.mood = "is"
        self._table = stances()
        self._parts = plain_words(clause)
        self._zone = self.matter
        self._phrases = 0
        self._predicate = self._named = False
        self._relative = 0
        for place, word in enumerate(self._parts):
            if not self._turns(place, word) and not self._lies_aside(place, word):
                self._means(place, word)

    def _turns(self, place: int, word: str) -> bool:
        """Note where a comparison, an aside, a relative clause or a restricting phrase begins."""
        table = self._table
        following = self._parts[place + 1] if place + 1 < len(self._parts) else ""
        if self._relative and word in _AUXILIARIES and place > self._relative:
            self._relative = 0
        if word == "than":
            self._zone = self.other
        elif not place or self._zone is self.other:
            return False
        elif word in table.aside:
            self._zone, self._phrases = self.beside, _ASIDE
        elif word in _RELATIVES and (word != "that" or _noun(self._parts[place - 1], table)):
            self._relative = place + 1 + (following in _AUXILIARIES)
        elif word in table.restricting and not self._relative:
            self._phrases += _ASIDE if self._named else 1
            loose = self.matter if following in _QUANTIFIED else self.bound
            self._zone = self.beside if self._phrases >= _ASIDE else loose
        else:
            return False
        return True

    def _lies_aside(self, place: int, word: str) -> bool:
        """Take a word that only tells what is compared, meant besides, or said in a relative clause."""
        helps = word in _AUXILIARIES
        if self._relative:
            self.matter.update(_key(word, self._table))
        elif self._zone is self.other or (self._zone is self.beside and not (helps and self._phrases == _ASIDE)):
            self._zone.update(_key(word, self._table))
        else:
            return False
        return place > 0

    def _means(self, place: int, word: str) -> None:
        """Take a word of the main clause: one that denies, helps, judges, or names the matter."""
        table = self._table
        if word in table.negators:
            self.sign = -self.sign
        elif word in _AUXILIARIES:
            if word in _OUGHT:
                self.mood, self._predicate = "ought", place > 0
            elif word in _CAN and self.mood == "is":
                self.mood = "can"
            self._zone = self.matter
        elif (sense := _sense(self._parts, place, table)) is not None:
            self.senses[sense[0]] = None
            self.sign *= sense[1]
            self._predicate, self._named = False, word in table.nouns and bool(self.matter)
        elif word not in table.copulas and (key := _key(word, table)):
            self.sign *= table.flips.get(stem(word), 1)
            (self.bound if self._predicate and self._zone is self.matter else self._zone).update(key)
            self._predicate = False


def _noun(word: str, table: Stances) -> bool:
    return bool(_key(word, table)) and table.sense(word) is None


def _key(word: str, table: Stances) -> dict[str, None]:
    word = word.removesuffix("'s")
    root = stem(word)
    if words().has("stop", word) or word in table.thin or root in table.thin or len(word) < 2:
        return {}
    root = table.same.get(word, table.same.get(root, root))
    if len(root) > 7:
        root = re.sub(r"(?:ation|at|ment|ion)$", "", root)
    return {table.turned.get(root, root): None}


def _sense(parts: list[str], place: int, table: Stances) -> tuple[str, int] | None:
    word = parts[place]
    held = table.sense(word)
    if held is None:
        return None
    before = parts[max(0, place - 3) : place]
    following = parts[place + 1] if place + 1 < len(parts) else ""
    content = bool(following) and not words().has("stop", following) and following not in table.restricting
    content = content and table.sense(following) is None and following not in table.aside and following != "than"
    copula = any(part in table.copulas for part in parts[1:place]) or (not content and parts[0] in table.copulas)
    near = any(part in table.copulas for part in before) and parts.index(next(p for p in before if p in table.copulas))
    compares = word in ("better", "worse") and "than" in parts
    if word in table.adjectives and content and not compares and not (near and before[-1:] and before[-1] in _LEADING):
        return None
    noun = word in table.nouns or word.removesuffix("s") in table.nouns
    led = [part for part in before[-2:] if part not in ("a", "an", "the")]
    if (
        noun
        and (content or not copula or (bool(led) and led[-1] in table.restricting))
        and word not in table.adjectives
    ):
        return None
    name, sign = held
    return name, -abs(sign) if before[-1:] == ["too"] else sign


_LEADING = ("a", "an", "the", "really", "very", "so", "such", "always", "never", "often")
