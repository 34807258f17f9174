"""Whose a pronoun is: one sentence about the person, walked word by word and told by the person."""

from __future__ import annotations

import re

from troupe_mcp.models.rehearsal.english.pronouns import (
    BEASTS,
    CAUSED,
    COMPLEMENTS,
    DATIVE,
    FINITE,
    JOINTS,
    NO_NOUN,
    OWN,
    PARTICIPLE,
    SELF,
    SUBJECTS,
    Forms,
    is_person,
)
from troupe_mcp.models.rehearsal.english.verbs import base, is_adverb, is_base, is_modal, is_past, is_third, looks_third
from troupe_mcp.models.rehearsal.english.words import tokens
from troupe_mcp.models.rehearsal.lexicon import grammar, words

_SEVERAL = ("children", "people", "staff", "team")


class Walk:
    """One sentence; `told` gives it in the first person, empty where somebody else could be meant."""

    def __init__(self, text: str, forms: Forms, rivals: str, proper: tuple[str, ...]) -> None:
        self.parts = tokens(text)
        self.at = [index for index, part in enumerate(self.parts) if not part.isspace()]
        self.words = [self.parts[index].lower().replace("’", "'") for index in self.at]
        self.forms = forms
        self.gender = rivals
        self.proper = proper
        self.own: dict[int, None] = {}
        self.rivals: list[int] = []
        self.doubt = False

    def word(self, place: int) -> str:
        """Return the lower-case word at a place, empty outside the sentence."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def _written(self, place: int) -> str:
        return self.parts[self.at[place]] if 0 <= place < len(self.words) else ""

    def _put(self, place: int, text: str) -> None:
        self.parts[self.at[place]] = text

    def told(self, head: int) -> str:
        """Return the sentence in the first person; `head` is the verb of a sentence without a subject, or -1."""
        if head >= 0:
            self._agree(head)
        personal = any(self._is_pronoun(word) for word in self.words)
        for place in range(len(self.words)):
            if place not in self.own:
                self._step(place, head)
            if personal:
                self._meet(place)
        return "" if self.doubt else "".join(self.parts)

    def _step(self, place: int, head: int) -> None:
        word = self.words[place]
        if word == OWN:
            self._put(place, "my")
        elif word == SELF:
            self._subject(place) if self._is_subject(place) else self._put(place, "me")
        elif self._is_pronoun(word):
            if place == 0 or not self._written(place)[:1].isupper():  # God exists, but He is tired
                self._pronoun(place, word)
        elif word == "their" and self.word(place - 1) == "and" and self._couple(place):
            self._put(place, "our")
        elif head >= 0 or self.own:
            self._coordinated(place)

    def _is_pronoun(self, word: str) -> bool:
        return word.split("'", maxsplit=1)[0] in self.forms.words

    def _pronoun(self, place: int, word: str) -> None:
        forms = self.forms
        if word.split("'", maxsplit=1)[0] == forms.subject:
            self.doubt |= bool(self.rivals)
            self._contracted(place, word.split("'")[1]) if "'" in word else self._subject(place)
        elif word == forms.possessive and (word != forms.object or self._has_noun(place)):
            self._possessive(place)
        elif word == forms.object:
            self._object(place)
        elif self._governor(place) in self.own or (self._governor(place) < 0 and not self.rivals):
            self._put(place, "myself")

    def _subject(self, place: int) -> None:
        self._put(place, "I")
        if (before := self.word(place - 1)) in {"does", "is", "has", "isn't", "doesn't", "hasn't"}:
            self._put(place - 1, base(before))
            return
        verb = self._past_adverbs(place + 1)
        word = self.word(verb)
        fits = word in FINITE or is_modal(word) or is_past(word) or word.endswith("ed")
        if not fits and not (is_base(word) if self.forms.plural and self.word(place) != SELF else looks_third(word)):
            self.doubt |= self.word(place - 1) not in {"than", "as"}
            return
        self._agree(verb, plural=self.forms.plural and self.word(place) != SELF)

    def _agree(self, place: int, *, plural: bool = False) -> None:
        word = self.words[place]
        self.own[place] = None
        if plural:
            self._put(place, {"are": "am", "were": "was", "aren't": "am not", "weren't": "wasn't"}.get(word, word))
        elif not is_past(word) and not is_modal(word):
            self._put(place, base(word))

    def _contracted(self, place: int, ending: str) -> None:
        if ending == "s":
            verb = self._past_adverbs(place + 1)
            done = PARTICIPLE.match(self.word(verb)) or (
                self.word(verb).endswith("ed") and self.word(verb + 1) in COMPLEMENTS and self.word(verb + 1) != "to"
            )
            ending = "ve" if done else "m"
        self.own[place] = None
        self._put(place, "I'" + {"re": "m"}.get(ending, ending))

    def _possessive(self, place: int) -> None:
        if not self.word(place + 1)[:1].isalnum() or self.word(place + 1) in {"and", "or", "but"}:
            self._put(place, "mine")
            return
        joined = self.word(place - 1) in {"and", "or", ","} and "my" in self._near(place, 4)
        persons = [rival for rival in self.rivals if self.words[rival] not in BEASTS]
        governor = self._governor(place)
        bound = self.word(place + 1) == "own" and governor in self.own and not any(n > governor for n in persons)
        self.doubt |= bool(persons) and not joined and not bound
        if self.forms.plural and not is_person(self.word(place + 1)) and self._plural_before(place):
            self.doubt = True
        dative = self.forms.object == "her" and DATIVE.fullmatch(self.word(place - 1))
        if dative and self._governor(place) not in self.own:
            self.doubt = True
        self._put(place, "my")

    def _object(self, place: int) -> None:
        governor = self._governor(place)
        if governor in self.own:
            between = self.words[governor + 2 : place]
            self.doubt |= self.forms.plural or "to" in between or any(word.endswith("ing") for word in between)
            self.doubt |= not self.rivals
            return
        others = [rival for rival in self.rivals if rival > governor]
        self.doubt |= bool(others) or len(self.rivals) > 1
        self._put(place, "me")

    def _governor(self, place: int) -> int:
        """Return the finite verb of the clause before a place: a place of `own` where the person is its subject."""
        for back in range(place - 1, -1, -1):
            if back in self.own or self._finite(back):
                return back
        return -1

    def _finite(self, place: int) -> bool:
        word, before = self.words[place], self.word(place - 1)
        if word in FINITE or is_modal(word):
            return True
        if is_third(word):
            listed = words().has("nounish", word) or grammar().has("plurals", word)
            return before in SUBJECTS or not (self._plural_noun(place) or (listed and place - 1 in self.own))
        if is_past(word):
            return words().has("past", word) or before in SUBJECTS or (not self.own and place > 0)
        several = (
            len(before) > 3 and before.endswith("s") and before[-2:] not in {"ss", "'s"} and place - 1 not in self.own
        )
        return is_base(word) and (before in SUBJECTS or several or (not self.own and place > 0 and before != "to"))

    def _plural_noun(self, place: int) -> bool:
        word = self.words[place]
        both = words().has("nounish", word) or grammar().has("plurals", word)
        return both and self.word(place + 1) not in COMPLEMENTS

    def _coordinated(self, place: int) -> None:
        word = self.words[place]
        joint = place - 1
        while is_adverb(self.word(joint)) and self.word(joint) != "then":
            joint -= 1
        if joint < 1 or self.word(joint) not in JOINTS or not self.own:
            return
        if is_modal(word) or is_past(word) or word in {"had", "was"}:
            if self._governor(place) in self.own and not (word.endswith("ed") and self.word(joint) == ","):
                self.own[place] = None
            return
        if not is_third(word):
            after = self.word(place + 1)
            follows = after in COMPLEMENTS or (
                after[:1].isalnum() and after not in JOINTS and not words().has("prepositions", after)
            )
            verbal = looks_third(word) and not is_adverb(word) and after not in {"who", "that", "which", "are", "when"}
            self.doubt |= verbal and follows
            return
        reading = self._reading(place, joint)
        if reading == "noun":
            return
        self.doubt |= reading == "doubt" or self._governor(joint) not in self.own
        self._agree(place)

    def _reading(self, place: int, joint: int) -> str:
        """Tell whether a word behind a comma or an "and" is another verb of the person, or one more noun."""
        word, after = self.words[place], self.word(place + 1)
        if not (words().has("nounish", word) or grammar().has("plurals", word)) or after in COMPLEMENTS:
            return "verb"
        if all(other in self.own or not self.word(other)[:1].isalnum() or self.word(other) in JOINTS or
               is_adverb(self.word(other)) for other in range(place)):  # fmt: skip
            return "verb"
        before = joint - 1
        while before >= 0 and self.word(before) not in JOINTS and before not in self.own:
            before -= 1
        length = joint - before - 1
        if after == "who":
            return "doubt" if is_person(word.removesuffix("s")) else "verb"
        if not after[:1].isalnum() or after in {"and", "or", "but", "that", "which", "of"}:
            bare = length <= 2 and not self._has_article(before + 1, joint) and not grammar().has("acting", word)
            return "noun" if bare else "doubt"
        if not words().has("prepositions", after) and after not in {"before", "after"}:
            return "verb"
        if "between" in self.words[before + 1 : joint]:
            return "noun"
        if self.word(joint) in {"then", "yet"} or grammar().has("acting", word):
            return "verb"
        several = self.word(joint - 1).endswith("s") and not is_adverb(self.word(joint - 1))
        return "doubt" if several or length < 2 else "verb"

    def _has_article(self, start: int, end: int) -> bool:
        return any(self.word(place) in {"the", "a", "an", "his", "her", "their", "my"} for place in range(start, end))

    def _has_noun(self, place: int) -> bool:
        """Return whether "her" owns what follows rather than standing alone."""
        before, after = self.word(place - 1), self.word(place + 1)
        known = words()
        if not after[:1].isalnum() or known.has("prepositions", after) or known.has("after_object", after):
            return False
        if known.has("prepositions", before) and is_third(after) and not self._plural_noun(place + 1):
            return False
        if after in NO_NOUN or (is_adverb(after) and after not in {"only", "still"}):
            return False
        if CAUSED.fullmatch(before) and is_base(after) and not known.has("kin", after):
            return False
        return not (re.fullmatch(r"call(?:s|ed)?|name[sd]?", before) and self._written(place + 1)[:1].isupper())

    def _is_subject(self, place: int) -> bool:
        verb = self._past_adverbs(place + 1)
        word = self.word(verb)
        joined = self.word(place - 1) == "" or not words().has("prepositions", self.word(place - 1))
        return joined and (word in FINITE or is_modal(word) or is_past(word) or is_third(word) or place == 0)

    def _past_adverbs(self, place: int) -> int:
        while is_adverb(self.word(place)):
            place += 1
        return place

    def _near(self, place: int, count: int) -> list[str]:
        return [self._written(near).lower() for near in range(max(place - count, 0), place)]

    def _couple(self, place: int) -> bool:
        """Return whether "and their two dogs" follows somebody with whom the person lives."""
        shared = ("partner", "husband", "wife", "boyfriend", "girlfriend", "family", "fiancé", "fiancée", "spouse")
        return any(word in shared for word in self._near(place, 6)) and not any(
            word.endswith("s") and is_person(word.removesuffix("s")) for word in self._near(place, 6)
        )

    def _plural_before(self, place: int) -> bool:
        return any(
            len(word) > 3 and word.endswith("s") and not word.endswith("ss") and near not in self.own
            for near, word in enumerate(self.words[:place])
            if not is_adverb(word) and word not in {"always", "his", "this"}
        )

    def _meet(self, place: int) -> None:
        """Remember a person whom the pronouns could mean instead."""
        word, written, known = self.words[place], self._written(place), words()
        before = self.word(place - 1)
        if self.forms.plural:
            if (word.endswith("s") and is_person(word.removesuffix("s"))) or (
                known.has("people", word) and (word.endswith("s") or word in _SEVERAL)
            ):
                self.rivals.append(place)
            return
        if before in {"a", "an"} and self.word(place - 2) in {"be", "become", "is", "was", "been", "being"}:
            return
        singular = (not word.endswith("s") or word.endswith("ss")) and word not in _SEVERAL
        plain = word.removesuffix("'s")
        same = known.has(self.gender, plain) if self.gender else known.has("male", plain) or known.has("female", plain)
        neutral = known.has("people", plain) and (singular or word.endswith("'s"))
        agent = (
            place > 2
            and before in {"a", "an", "the", "any", "every", "that", "another", "one", "some"}
            and re.fullmatch(r"[a-z-]{3,}(?:er|or|ist|ian|man|eer)", plain) is not None
            and not grammar().has("things", plain)
            and not is_person(plain)
        )
        opposite = known.has({"male": "female", "female": "male"}.get(self.gender, "kin"), plain)
        named = written[:1].isupper() and written.removesuffix("'s") in self.proper and not known.has("proper", word)
        if same or ((neutral or agent) and not opposite) or named:
            self.rivals.append(place)
