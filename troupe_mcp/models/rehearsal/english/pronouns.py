"""The pronouns that can mean the person, and the small words by which clauses are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from troupe_mcp.models.rehearsal.lexicon import words

SELF, OWN, BOTH = "\ue000", "\ue001", "\ue002"
"""Stand for the person's name, its possessive and "… and I" while a sentence is walked."""
JOINTS = (",", "and", "but", "or", "nor", "yet", "then", ";", "—", "–", "-")
SUBJECTS = ("who", "which", "that", "he", "she", "it", "they", "we", "nobody", "everybody", "everyone", "people")
FINITE = ("is", "are", "was", "were", "has", "have", "does", "do", "did", "isn't", "aren't", "doesn't", "don't")
NO_NOUN = (
    "the", "a", "an", "his", "their", "my", "it", "its", "them", "him", "nothing", "everything", "something",
    "anything", "everyone", "everybody", "nobody", "anybody", "each", "every", "no", "some", "any", "this", "that",
    "these", "those", "what", "how", "where", "when", "why", "whatever", "to", "not", "if", "than", "as", "into",
    "until", "alone", "away", "off", "up", "out", "down", "badly", "again", "and", "or", "but", "because", "while",
    "daily", "twice", "once", "forever", "too", "who", "is", "are", "was", "were", "when", "before", "after",
)  # fmt: skip
"""Words that can't follow a possessive."""
COMPLEMENTS = (
    *NO_NOUN[: NO_NOUN.index("and")], "her", "himself", "herself", "themselves", "neither", "both", "all", "one", "two",
    "three",
    "four", "five", "most", "little", "less", "more", "too", "back", "well", "hard", "late", "early", "other",
    "others", "strangers", "people", "once", "twice", "again", "daily",
)  # fmt: skip
"""Words that follow a verb rather than a noun in the plural."""
DATIVE = re.compile(
    r"(?:gives?|gave|sends?|sent|tells?|told|teach(?:es)?|taught|shows?|showed|owes?|owed|brings?|brought|offers?"
    r"|offered|buys?|bought|lends?|lent|pays?|paid|asks?|asked|costs?|cook[s]?|makes?|promised?|promises)"
)
CAUSED = re.compile(r"(?:makes?|made|lets?|helps?|helped|sees?|saw|hears?|heard|watch(?:es)?|watched)")
PARTICIPLE = re.compile(
    r"(?:been|got|had|become|gone|done|seen|taken|made|given|spent|lost|written|run|known|kept|grown|worked|lived)$"
)


@dataclass(frozen=True, slots=True)
class Forms:
    """The pronouns that mean the person, where nobody else can be meant."""

    subject: str
    object: str
    possessive: str
    reflexive: str

    @property
    def words(self) -> tuple[str, ...]:
        """All of them."""
        return self.subject, self.object, self.possessive, self.reflexive, "themself"

    @property
    def plural(self) -> bool:
        """Whether the verb stands in the plural: "they work"."""
        return self.subject == "they"


FORMS = {
    "male": Forms("he", "him", "his", "himself"),
    "female": Forms("she", "her", "her", "herself"),
    "other": Forms("they", "them", "their", "themselves"),
}
PERSONAL = re.compile(
    rf"[{SELF}{OWN}]|(?<![^\W_])(?:he|him|his|himself|she|her|herself|they|them|their|themselves|themself)(?![^\W_])",
    re.IGNORECASE,
)
"""What a sentence must hold for anything in it to be about the person by name or pronoun."""
BEASTS = ("dog", "cat", "horse")
"""What can be "he" or "she" but seldom owns a thing."""


def is_person(word: str) -> bool:
    """Return whether a word is for somebody in somebody's life."""
    known = words()
    return any(known.has(name, word) for name in ("kin", "people", "female", "male")) or word == "own"
