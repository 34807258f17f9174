"""The devices that people can think of: what each does, which need it meets, how it is known again when said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

from troupe_mcp.models.rehearsal.english.words import plain_words
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.person.troubles import Need, needs

_LOOSE = (
    (r"\b(the|an?|is|are|am) ", r"(?:\1 )?"),
    (r"\b(ca|wo)n't\b", r"(?:\1n't|cannot|will not)"),
    (r"(do|does|is|are|have|has|did|was)n't\b", r"(?:\1n't|\1 not|not)"),
    (r"\b(\w+)'(?:s|m|re)\b", r"\1(?:'s|'m|'re| is| am| are)?"),
    (r"\b(\w+)'ll\b", r"\1(?:'ll| will)"),
    (r"\b(\w+)'d\b", r"\1(?:'d| would)"),
)
"""A hook may lose its articles and its forms of "be" in somebody's mouth, or have them drawn together or apart."""


@dataclass(frozen=True, slots=True)
class Device:
    """A thing that acts for somebody: `topics` names the kinds of products that could do it."""

    need: Need
    act: str
    hook: str
    """The few words of the act by which others come back to it."""
    topics: tuple[str, ...]
    heard: re.Pattern[str]
    """The hook as anybody may have said it, with or without articles."""

    @property
    def theme(self) -> str:
        """What it is good against."""
        return self.need.name


@cache
def devices() -> tuple[Device, ...]:
    """Return the devices in the order of the needs they meet."""
    known = needs()
    found: list[Device] = []
    for name, acts in cast("dict[str, list[list[str]]]", read("mechanisms.json")).items():
        for by, act in acts:
            hook = act[act.index("[") + 1 : act.index("]")]
            plain = act.replace("[", "").replace("]", "")
            found.append(Device(known[name], plain, hook, tuple(by.split()), _heard(hook)))
    return tuple(found)


def _heard(hook: str) -> re.Pattern[str]:
    text = re.escape(hook).replace("\\ ", " ")
    for wording, loose in _LOOSE:
        text = re.sub(wording, loose, text)
    return re.compile(rf"\b{text}(?!\w)", re.IGNORECASE)


@cache
def _by_verb() -> dict[str, tuple[Device, ...]]:
    """Return the devices by the word that their hook begins with, so that few are looked for in a text."""
    found: dict[str, list[Device]] = {}
    for device in devices():
        found.setdefault(plain_words(device.hook)[0], []).append(device)
    return {verb: tuple(listed) for verb, listed in found.items()}


_OF_OTHERS = re.compile(
    r"[\"“][^\"”]*[\"”]|\b(?:the )?one that (?!counts\b)[^.;:!?…]+?(?=[.;:!?…]|, (?!not\b)|$)", re.IGNORECASE
)


def own_words(text: str) -> str:
    """Return somebody's words without those by which they come back to an idea: what is quoted, "the one that …"."""
    return _OF_OTHERS.sub("…", text)


@lru_cache(maxsize=5000)
def devices_in(text: str) -> tuple[Device, ...]:
    """Return the devices that somebody's words propose, not those of others that they come back to."""
    verbs, own = _by_verb(), own_words(text)
    return tuple(
        device for word in dict.fromkeys(plain_words(own)) for device in verbs.get(word, ()) if device.heard.search(own)
    )


def device_in(text: str) -> Device | None:
    """Return the first device that somebody's words propose, if it is one of those known here."""
    return next(iter(devices_in(text)), None)


@cache
def devices_of(*kinds: str) -> tuple[Device, ...]:
    """Return the devices that products of some kinds could be."""
    return tuple(device for device in devices() if any(kind in device.topics for kind in kinds))
