"""What a fact asks for: the troubles and the ways of living that a device could meet, told by their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.lexicon import read

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact

_GAP = r"(?:\W+[\w'’:-]+){0,5}?\W+"
_THING = r"\w.+"


@dataclass(frozen=True, slots=True)
class Need:
    """A kind of trouble, or a way of living that makes demands: every one of its signs stands in the fact."""

    name: str
    kinds: tuple[str, ...]
    """The kinds of facts in which it is looked for."""
    signs: tuple[re.Pattern[str], ...]
    barred: re.Pattern[str] | None

    @property
    def is_trouble(self) -> bool:
        """Whether it can only be told from a trouble: then a product must have to do with the matter."""
        return self.kinds == ("trouble",)

    def met(self, said: str) -> bool:
        """Return whether a fact shows this need."""
        return _met(self.signs, said) and not (self.barred and self.barred.search(said))


@lru_cache(maxsize=50_000)
def _met(signs: tuple[re.Pattern[str], ...], said: str) -> bool:
    return all(each.search(said) for each in signs)


@cache
def needs() -> dict[str, Need]:
    """Return the needs by name: troubles first, then ways of living."""
    data = read("troubles.json")
    troubles = {
        name: Need(name, ("trouble",), tuple(map(sign, signs)), None)
        for name, signs in cast("dict[str, list[str]]", data["troubles"]).items()
    }
    lives = {name: _life(name, entry) for name, entry in cast("dict[str, dict[str, Any]]", data["lives"]).items()}
    return {**troubles, **lives}


def _life(name: str, entry: dict[str, Any]) -> Need:
    barred = sign(str(entry["not"])) if "not" in entry else None
    signs = tuple(sign(text) for text in cast("list[str]", entry["signs"]))
    return Need(name, tuple(str(entry["of"]).split()), signs, barred)


def sign(text: str) -> re.Pattern[str]:
    """Compile a sign: `word*` is any ending, ` .. ` a few words between, `<thing>` whatever follows."""
    plain = text.replace("<thing>", "\1").replace(" .. ", "\0")
    plain = re.sub(r"(?<=[\w\]])\*", r"\\w*", plain).replace("\0", _GAP).replace("\1", _THING)
    return re.compile(rf"\b(?:{plain})\b", re.IGNORECASE)


def needed(fact: Fact, need: Need) -> bool:
    """Return whether a fact shows a need, and is of a kind in which that need is looked for."""
    return fact.kind in need.kinds and need.met(fact.said)


@cache
def kindred(name: str) -> tuple[str, ...]:
    """Return the needs that are of the same sort as one, itself first."""
    groups = cast("list[str]", read("troubles.json")["kindred"])
    return tuple(
        dict.fromkeys([name, *(other for group in groups if name in group.split() for other in group.split())])
    )
