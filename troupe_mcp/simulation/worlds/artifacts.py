"""What people make with their tools: every version of it, and who knows of it, as the fold of their actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from troupe_mcp.language.text import clip
from troupe_mcp.simulation.people.persona import slug
from troupe_mcp.simulation.tools import kind_of
from troupe_mcp.simulation.tools.tool import SIMULATED
from troupe_mcp.simulation.turns.perception import Perceived

if TYPE_CHECKING:
    from troupe_mcp.simulation.turns.perception import PerceivedKind
    from troupe_mcp.simulation.worlds.events import Acted

REMEMBERED = 1500
"""Characters of a document that its writer and its readers keep in mind; they may read it again."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """One version of what an action left. `name` is its own in the run, the same for all versions of a title."""

    name: str
    version: int
    tool: str
    title: str
    event: Acted
    known_to: frozenset[str]

    @property
    def author(self) -> str:
        """Who made this version."""
        return self.event.person

    @property
    def step(self) -> int:
        """When it was made."""
        return self.event.step

    @property
    def text(self) -> str:
        """Its text, in Markdown."""
        return self.event.content

    @property
    def data(self) -> Mapping[str, Any]:
        """What its tool made of the text."""
        return (self.event.left and self.event.left.data) or {}

    @property
    def simulated(self) -> bool:
        """Whether it stands for something that would touch the real world."""
        return self.event.left is not None and self.event.left.simulated


def known_by(artifacts: Iterable[Artifact], person: str, tool: str) -> tuple[Artifact, ...]:
    """Return what somebody knows of, in the newest version they know, in the order in which it was first made."""
    known = {each.name: each for each in artifacts if each.tool == tool and person in each.known_to}
    return tuple(known.values())


def newest(artifacts: Iterable[Artifact]) -> tuple[Artifact, ...]:
    """Return each artifact in its newest version, in the order in which it was first made."""
    return tuple({each.name: each for each in artifacts}.values())


def titled(artifacts: Iterable[Artifact], title: str) -> Artifact | None:
    """Return the latest of that title."""
    wanted = _plain(title)
    return max((each for each in artifacts if _plain(each.title) == wanted), key=lambda each: each.step, default=None)


def _plain(title: str) -> str:
    return slug(title) if any(map(str.isalnum, title)) else title.casefold()


def with_left(artifacts: Sequence[Artifact], event: Acted) -> tuple[Artifact, ...]:
    """Return the artifacts after an action that left one: a new version where its author knows one of that title."""
    left = event.left
    if left is None or not left.title:
        return tuple(artifacts)
    before = titled(known_by(artifacts, event.person, left.tool), left.title)
    name = before.name if before else _unused({each.name for each in artifacts}, left.title, left.tool)
    version = 1 + sum(each.name == name for each in artifacts)
    return (*artifacts, Artifact(name, version, left.tool, left.title, event, frozenset((event.person,))))


def _unused(taken: set[str], title: str, tool: str) -> str:
    plain = clip(slug(title), 60).strip("…-") if any(map(str.isalnum, title)) else tool
    numbered = (f"{plain}-{number}" for number in range(2, len(taken) + 3))
    return plain if plain not in taken else next(name for name in numbered if name not in taken)


def told(artifacts: Sequence[Artifact], event: Acted, people: Iterable[str]) -> tuple[Artifact, ...]:
    """Return the artifacts once people perceived the action that left one."""
    more = frozenset(people)
    return tuple(replace(each, known_to=each.known_to | more) if each.event is event else each for each in artifacts)


def own(event: Acted, artifacts: Sequence[Artifact]) -> list[Perceived]:
    """Return what somebody perceives of their own action, done with a tool or not."""
    kind: PerceivedKind = event.type  # type: ignore[assignment]
    seen = Perceived(event.step, kind, event.person, event.content, own=True, to=event.to)
    if event.type == "READ":
        return [_read(event, artifacts, seen)]
    left = event.left
    if left is None:
        return [seen]
    if left.notice:
        return [Perceived(event.step, "notice", "", left.notice)]
    return [replace(seen, content=_marked(event, _short(event.content)), title=left.title)]


def _read(event: Acted, artifacts: Sequence[Artifact], seen: Perceived) -> Perceived:
    found = to_read(artifacts, event.person, event.content)
    if isinstance(found, str):
        return Perceived(event.step, "notice", "", found)
    return replace(seen, content=_short(found.text), title=found.title, source=found.author)


def to_read(artifacts: Sequence[Artifact], person: str, title: str) -> Artifact | str:
    """Return the document that somebody wants to read, or why they cannot."""
    known = known_by(artifacts, person, "documents")
    found = titled(known, title)
    if found:
        return found
    there = ", ".join(f"“{each.title}”" for each in known[-5:])
    return f"You know of no document called “{clip(title, 80)}”." + (f" There is {there}." if there else "")


def seen(event: Acted, artifacts: Sequence[Artifact], *, to_me: bool) -> Perceived | None:
    """Return what somebody else perceives of an action, addressed to them or not; None where it does not reach them."""
    kind, left = kind_of(event.type), event.left
    reaches = kind is not None and (kind.reach == "room" or (kind.reach == "addressed" and to_me))
    if not reaches or (left and left.notice):
        return None
    content, title = event.content, ""
    if left:
        version = next((each.version for each in reversed(artifacts) if each.event is event), 1)
        told = f"{left.seen or event.content}{f', version {version}' if version > 1 else ''}"
        content, title = _marked(event, told), left.title
    spoken: PerceivedKind = event.type  # type: ignore[assignment]
    return Perceived(event.step, spoken, event.person, content, to=event.to, to_me=to_me, title=title)


def _marked(event: Acted, text: str) -> str:
    return f"{text} ({SIMULATED})" if event.left and event.left.simulated else text


def _short(text: str) -> str:
    return text if len(text) <= REMEMBERED else f"{clip(text, REMEMBERED)}\n(Its rest is left out here.)"
