"""The voice of one turn: draws frames that nobody has worn yet and gives sentences the person's manner."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.sentences import clip, sentences
from troupe_mcp.models.rehearsal.english.third_person import by_name
from troupe_mcp.models.rehearsal.english.words import capital, coverage, keys, lowered, normal
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.models.rehearsal.voice.manner import broken, contracted, dresses, expanded
from troupe_mcp.simulation.people.names import called, first_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait

SPOKEN_BROKEN = 9
SPOKEN_BRIEF = (5, 8)
_SHORT = 5
_WORN = 2  # by the person; what only others have said weighs 1
_REMEMBERED = 40  # lines of others whose wording still counts as worn
_SLANG = ("tbh", "basically", "honestly")
_HOLE = re.compile(r"\{\w+\}")


def dice(prompt: Prompt) -> Random:
    """Return the randomness of one call, from its seed and address alone."""
    text = f"{prompt.seed}/{'/'.join(prompt.address)}"
    return Random(int(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), 16))


@lru_cache(maxsize=5000)
def _statics(frame: str) -> tuple[str, ...]:
    """Return the longest run of words of a frame, in all forms in which it may have been said."""
    found = [normal(max(_HOLE.split(dress), key=len)) for dress in dresses(frame)]
    return tuple(dict.fromkeys(static for static in found if static))


class Voice:
    """One person about to speak, knowing what they and the others have said."""

    def __init__(
        self,
        portrait: Portrait,
        rng: Random,
        own: Sequence[str],
        others: Sequence[str],
        lot: str = "",
        together: Sequence[str] = (),
    ) -> None:
        self.together = together
        self.lot = lot
        self.portrait = portrait
        self.rng = rng
        self.own_lines = tuple(own)
        self.other_lines = tuple(others)
        self._own = " | ".join(normal(line) for line in own)
        self._others = " | ".join(normal(line) for line in others[-_REMEMBERED:])
        self._own_sentences = tuple(dict.fromkeys(normal(part) for line in own for part in sentences(line)))
        self._own_keys = tuple(keys(part) for line in own for part in sentences(line))
        self._spoken: dict[str, bool] = {}
        self.told: list[Fact] = []
        self.shaped = False
        """Whether what is told already stands in a wording of its own: then no word is put around it."""

    @classmethod
    def at(cls, moment: Moment, portrait: Portrait, rng: Random, seed: int) -> Voice:
        """Return the voice of somebody at a moment of a talk."""
        heard = [line.content for line in moment.heard]
        return cls(portrait, rng, moment.own, heard, str(seed), moment.task.together)

    def called(self, name: str) -> str:
        """Return what the person calls somebody: their first name, unless two here have it."""
        return called(name, self.together)

    def draw_alone(self) -> None:
        """Draw from here on by lots that nobody else has: people asked the same thing apart don't word it alike."""
        text = f"{self.lot}/{self.portrait.name}/{len(self.own_lines)}"
        self.rng = Random(int(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), 16))

    def frame(self, family: str, *, must: bool = True) -> str:
        """Draw a frame of the family in this manner; worn ones last, own ones only where one `must` be."""
        drawn = self._shuffled(self._family(family))
        if not drawn:
            return ""
        best = min(drawn, key=self._wear)
        if self._wear(best) == 0:
            return best
        common = frames().get("gap.plain" if family == "gap" else family, ())
        plain = min(self._shuffled(common), key=self._wear, default="")
        if self._wear(best) < _WORN and not (plain and must and self._wear(plain) == 0 and self._may_be_plain()):
            return best
        if plain and self._wear(plain) < _WORN and not self.portrait.manner.broken:
            return plain
        bare = next((hole for hole in ("{X}", "{fact}", "{x}", "{fact_low}") if hole in best), "")
        return (bare or best) if must or bare else ""

    def _may_be_plain(self) -> bool:
        """Return whether a wording of no manner fits this one: not where speech is broken, clipped or formal."""
        manner = self.portrait.manner
        return not (manner.broken or any(manner.has(name) for name in ("hostile", "terse", "rude", "formal")))

    def least(self, listed: tuple[str, ...], *, own: bool = False) -> str:
        """Draw a wording that nobody has worn, with `own` one that this person hasn't; empty where there is none."""
        best = min(self._shuffled(listed), key=self._wear, default="")
        return best if best and self._wear(best) < (_WORN if own else 1) else ""

    def _family(self, family: str) -> tuple[str, ...]:
        known = frames()
        for feature in self.portrait.manner.features:
            if (name := f"{family}.{feature}") in known:
                return known[name]
        return known.get(family) or known.get(f"{family}.plain", ())

    def worn(self, family: str) -> bool:
        """Return whether the person has used every frame of a family."""
        return all(self._wear(frame) >= _WORN for frame in self._family(family))

    def listed(self, family: str) -> tuple[str, ...]:
        """Return all frames of a family in this manner."""
        return self._family(family) or ("",)

    def _shuffled(self, listed: tuple[str, ...]) -> list[str]:
        drawn = list(listed)
        self.rng.shuffle(drawn)
        return drawn

    def _wear(self, frame: str) -> int:
        worn = [2 * (static in self._own) + (static in self._others) for static in _statics(frame)]
        return max(worn, default=0)

    def fill(self, family: str, **holes: str) -> str:
        """Draw a frame and fill its holes; `{X}` is `{x}` with a capital, `{x_low}` with a small letter."""
        text = self.frame(family)
        for name, value in holes.items():
            text = text.replace("{" + name.capitalize() + "}", capital(value)) if len(name) == 1 else text
            text = text.replace("{" + name + "_low}", lowered(value, self.proper()))
            text = text.replace("{" + name + "}", value)
        return text.strip()

    def proper(self) -> tuple[str, ...]:
        """Return the names that keep their capital inside a sentence."""
        relations = tuple(first_name(fact.about) for fact in self.portrait.of("family") if fact.about)
        homes = (fact.said.split()[0].strip(",") for fact in self.portrait.of("origin") if fact.said[:2] != "I ")
        return (self.portrait.first, *relations, *homes)

    def fresh(self, facts: Sequence[Fact]) -> list[Fact]:
        """Return the facts that this person hasn't spoken yet, in their order."""
        return [fact for fact in facts if fact not in self.told and not self.spoken(fact)]

    def spoken(self, fact: Fact) -> bool:
        """Return whether a fact stands in an own earlier line, in whatever dress."""
        known = self._spoken.get(fact.said)
        if known is None:
            short = clip(fact.said, SPOKEN_BROKEN) if self.portrait.manner.broken and self._own_keys else ""
            wanted = keys(short) or fact.keys
            known = bool(wanted) and any(coverage(wanted, line) >= 0.75 for line in self._own_keys)
            self._spoken[fact.said] = known
        return known

    def pick(self, facts: Sequence[Fact], topic: tuple[str, ...] = ()) -> Fact | None:
        """Draw a fresh fact, those that share the topic first, then those that come early."""
        fresh = self.fresh(facts)
        if not fresh:
            return None
        ranks = [
            (-len([key for key in fact.keys if key in topic]), self.rng.random() + 0.1 * place - self._taste(fact))
            for place, fact in enumerate(fresh)
        ]
        return fresh[ranks.index(min(ranks))]

    def _taste(self, fact: Fact) -> float:
        """Return how much a manner leans to a fact: the exact to figures, who tells stories to the past."""
        manner = self.portrait.manner
        exact = manner.has("exact") and any(letter.isdigit() for letter in fact.said)
        return 0.5 if exact or (manner.has("story") and fact.kind in {"past", "other"}) else 0.0

    def tell(self, fact: Fact) -> str:
        """Return a fact as a sentence in this manner's words, and remember that it was told."""
        self.told.append(fact)
        if fact.thing:
            return self.fill(f"say.{fact.kind}", x=fact.said)
        if "brief" in self.portrait.manner.habits:
            return next(filter(None, (clip(fact.said, most) for most in SPOKEN_BRIEF)), fact.said)
        return (clip(fact.said, SPOKEN_BROKEN) or fact.said) if self.portrait.manner.broken else fact.said

    def say(self, parts: Sequence[str]) -> str:
        """Join sentences and dress them: structure first, then the surface."""
        manner = self.portrait.manner
        short = manner.has("hostile") or manner.has("terse")
        if short and len(parts) > 1 and len(parts[0].split()) > 3 and parts[0] in self._family("open"):
            parts = parts[1:]
        lines = [self._line(part) for part in parts if part.strip(" .")]
        lines = [line if place == len(lines) - 1 else line.replace("….", ".") for place, line in enumerate(lines)]
        lines = [line for line in lines if normal(line) not in self._own_sentences]
        long = bool(lines) and len(lines[0].split()) > 4 and not lines[0].endswith("?")
        word = self._called() if long else ""
        if word and word not in normal(" ".join(lines)).split():
            lines[0] = re.sub(r"([.!…]+)$", rf", {word}\1", lines[0])
        if short:
            lines = lines[:2] if lines and len(lines[0].split()) <= _SHORT else lines[:1]
        return " ".join(lines)

    def _called(self) -> str:
        """Return the declared form of address or a slang word, at most once in five turns."""
        manner = self.portrait.manner
        word = manner.address or (self.rng.choice(_SLANG) if manner.has("slangy") else "")
        recent = " ".join(self.own_lines[-4:])
        worn = any(f", {other}" in recent for other in (word, *_SLANG))
        return "" if not word or worn or self.rng.random() < 0.5 else word

    def thinking(self, text: str) -> str:
        """Return a private thought in this manner's surface, whole."""
        return self._line(text)

    def _line(self, part: str) -> str:
        whole = re.sub(r"(?<=[?!…])\s*\.(?=\s|$)|\.(?=[?!])", "", re.sub(r"([\"”])…\s*\.", r"\1…", part))
        return " ".join(self._sentence(piece, first=not n) for n, piece in enumerate(sentences(whole)))

    def _sentence(self, text: str, *, first: bool = True) -> str:
        manner = self.portrait.manner
        text = capital(text.strip())
        if manner.broken:
            text = broken(contracted(text), drops_be=manner.drops_be)
        elif manner.has("formal"):
            text = expanded(text)
        else:
            text = contracted(text)
        chance = (
            0.5
            if manner.has("hostile") or manner.has("terse")
            else 0.3
            if manner.has("slangy") or manner.has("brisk")
            else 0.0
        )
        named = "by name" in manner.habits
        if chance and not named and first and self.rng.random() < chance:
            text = _without_subject(text)
        text = by_name(text, self.portrait.first, self.portrait.gender) if named else text
        if text[-1:] in ".?!…:," or text.endswith(('?"', '!"')):
            return text
        if manner.has("exuberant") and (first or self.rng.random() < 0.5):
            return text + "!"
        if manner.has("hesitant") and self.rng.random() < 0.2:
            return text + "…"
        return text + "."


def _without_subject(text: str) -> str:
    match = re.match(r"^I (?!am |was |must |can|will |would |do |don|have |had |want )(?=[a-z])", text)
    return capital(text[match.end() :]) if match else text
