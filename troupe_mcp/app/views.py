"""What the verbs return: frozen values that say everything and shape nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from troupe_mcp.runs.log import Log
    from troupe_mcp.simulation.persona import Persona
    from troupe_mcp.store.records import RunRecord

PersonKind = Literal["person", "library", "fragment"]


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person, a library person or a fragment. `version` is 0 for what comes with the product."""

    id: str
    name: str
    kind: PersonKind
    version: int
    line: str
    spec: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """People found, and where the next page starts."""

    people: tuple[PersonView, ...]
    next_cursor: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a cast: their name in the run, who they are, and in which version."""

    name: str
    person: str
    version: int
    persona: Persona


@dataclass(frozen=True, slots=True)
class RunView:
    """A run as it stands: its record with the true status, its cast, and its log as far as it was asked for.

    `since` is the position after which things are new to whoever called.
    """

    run: RunRecord
    cast: tuple[Member, ...]
    log: Log
    since: int = 0
    warnings: tuple[str, ...] = ()
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a call would cost, before anything is paid: each as a range from least to most."""

    kind: str
    played_by: str
    people: int
    calls: tuple[int, int]
    tokens: tuple[int, int]
    usd: tuple[float, float]


@dataclass(frozen=True, slots=True)
class RunPage:
    """Runs, newest first, and where the next page starts."""

    runs: tuple[RunRecord, ...]
    next_cursor: str = ""
