"""The words and frames the rehearsal knows, read from its data files at first use."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class Words:
    """Word lists: `has` tells membership, `concept` what a word is about, `opposite` its signed form."""

    lists: dict[str, dict[str, None]]
    concepts: dict[str, str]
    opposites: dict[str, tuple[str, int]]
    same: dict[str, str]

    def has(self, name: str, word: str) -> bool:
        """Return whether the lower-case word stands in the list."""
        return word in self.lists[name]


def _read(name: str) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(files("troupe_mcp.models.rehearsal").joinpath(name).read_text("utf-8")))


@cache
def words() -> Words:
    """Return the word lists."""
    data = _read("words.json")
    concepts = {
        word: concept
        for concept, listed in cast("dict[str, list[str]]", data.pop("concepts")).items()
        for word in listed
    }
    opposites: dict[str, tuple[str, int]] = {}
    for plus, minus in cast("list[list[str]]", data.pop("opposites")):
        opposites.setdefault(plus, (plus, 1))
        opposites.setdefault(minus, (plus, -1))
    same = cast("dict[str, str]", data.pop("same"))
    lists = {name: dict.fromkeys(cast("list[str]", listed)) for name, listed in data.items()}
    return Words(lists, concepts, opposites, same)


@cache
def frames() -> dict[str, tuple[str, ...]]:
    """Return the frames by family, each a wording with holes."""
    return {name: tuple(cast("list[str]", listed)) for name, listed in _read("frames.json").items()}


@dataclass(frozen=True, slots=True)
class Device:
    """A thing that acts against a trouble: every one of its signs must stand in the trouble."""

    signs: tuple[re.Pattern[str], ...]
    theme: str
    act: str
    hook: str
    """The few words of the act by which others come back to it."""
    topics: tuple[str, ...]
    heard: re.Pattern[str]
    """The hook as anybody may have said it, with or without articles."""

    def meets(self, trouble: str) -> bool:
        """Return whether the device acts against a trouble."""
        return all(sign.search(trouble) for sign in self.signs)


@cache
def devices() -> tuple[Device, ...]:
    """Return the devices, the more particular ones first."""
    data = cast("list[dict[str, Any]]", _read("mechanisms.json")["mechanisms"])
    found: list[Device] = []
    for entry in data:
        act = str(entry["act"])
        signs = tuple(re.compile(sign, re.IGNORECASE) for sign in cast("list[str]", entry["all"]))
        hook = act[act.index("[") + 1 : act.index("]")]
        plain = act.replace("[", "").replace("]", "")
        topics = tuple(cast("list[str]", entry["topics"]))
        heard = re.sub(r"\b(the|an?) ", r"(?:\1 )?", re.escape(hook).replace("\\ ", " "))
        heard = heard.replace("doesn't", "(?:doesn't|does not|not)")
        found.append(
            Device(signs, str(entry["theme"]), plain, hook, topics, re.compile(rf"\b{heard}\b", re.IGNORECASE))
        )
    return tuple(found)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return the compiled wording of an intent."""
    return re.compile(cast("dict[str, str]", _read("patterns.json")["patterns"])[name], re.IGNORECASE)


@cache
def field_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the fields of a life with the wordings that ask for them."""
    entries = cast("list[dict[str, str]]", _read("patterns.json")["fields"])
    return tuple((entry["field"], re.compile(entry["pattern"], re.IGNORECASE)) for entry in entries)
