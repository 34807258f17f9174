"""An examination: each of the hand-written statements is turned into the first person exactly, or dropped."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from troupe_mcp.models.rehearsal.english.narration import Teller

Convert = Callable[[str, Teller], str]
_FILE = json.loads(Path(__file__).with_name("statements.json").read_text("utf-8"))


@dataclass(frozen=True)
class Pair:
    """What a persona's file holds, and what the person may say of it; nothing where it must be dropped."""

    form: str
    written: str
    kind: str
    teller: Teller
    said: tuple[str, ...]


def pairs() -> Iterator[Pair]:
    for group in _FILE["groups"]:
        person: Mapping[str, Any] = _FILE["people"][group["person"]]
        teller = Teller(person["gender"], (person["name"], person["name"].split()[0]))
        for written, said in group["pairs"]:
            allowed = () if said is None else (said,) if isinstance(said, str) else tuple(said)
            yield Pair(group["form"], written, group["as"], teller, allowed)


def complaints(converts: Mapping[str, Convert]) -> list[str]:
    """Return the statements that come out wrong; those that are dropped are none."""
    return [
        f"{pair.form}: {pair.written!r} became {said!r}, expected {pair.said or 'nothing'}"
        for pair in pairs()
        if (said := converts[pair.kind](pair.written, pair.teller)) and said not in pair.said
    ]


def survivors(converts: Mapping[str, Convert]) -> float:
    """Return the share of the statements that are said at all."""
    said = [bool(converts[pair.kind](pair.written, pair.teller)) for pair in pairs() if pair.said]
    return sum(said) / len(said)
