"""Where a person stands in public disputes, and what follows for a statement in quite other words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.claims.assertions import clauses_of, prepared, sign_in
from troupe_mcp.models.rehearsal.lexicon import read

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait


@dataclass(frozen=True, slots=True)
class Issue:
    """A matter of public dispute: all of its signs must stand in a text; `up` and `down` tell the direction.

    `side` is 1 where approval is left (axis economy) or for liberty (axis society), -1 where it is the reverse.
    """

    name: str
    axis: str
    side: int
    signs: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str]
    up: re.Pattern[str]
    down: re.Pattern[str]
    broad: bool
    needs: bool
    """Whether a text without any word of direction says nothing on the issue."""


@cache
def issues() -> tuple[Issue, ...]:
    """Return the issues, in the order in which they are looked for."""
    return tuple(
        Issue(
            str(entry["name"]),
            str(entry["axis"]),
            int(entry["side"]),
            tuple(_any_of(sign) for sign in cast("list[str]", entry["all"])),
            _any_of(str(entry.get("unless", ""))),
            _any_of(str(entry["up"])),
            _any_of(str(entry["down"])),
            bool(entry.get("broad", False)),
            bool(entry.get("needs", False)),
        )
        for entry in cast("list[dict[str, Any]]", read("issues.json")["issues"])
    )


def _any_of(wording: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{wording})\b" if wording else r"(?!)")


_THING = 0.5  # a liked or disliked thing tells half of what a belief tells
_LEANS = 2.0
_CLEAR = 0.6
_SECOND = re.compile(r"(\b(?:should|must|ought|can|may)\b.*?) and .*")


@dataclass(frozen=True, slots=True)
class Stand:
    """How a person stands to a statement: -1 to 1 by sign, how surely, and the facts that say so."""

    sign: int
    strength: float
    facts: tuple[Fact, ...]


@lru_cache(maxsize=8000)
def issues_in(text: str) -> tuple[tuple[Issue, int], ...]:
    """Return the issues that a sentence is about, each with 1 where it approves and -1 where it disapproves."""
    plain = prepared(text)
    found = [issue for issue in issues() if not issue.unless.search(plain)]
    found = [issue for issue in found if all(sign.search(plain) for sign in issue.signs)]
    found = [issue for issue in found if not issue.needs or issue.up.search(plain) or issue.down.search(plain)]
    narrow = [issue for issue in found if not issue.broad]
    return tuple((issue, _direction(issue, plain)) for issue in (narrow or found)[:2])


def _direction(issue: Issue, plain: str) -> int:
    """Return the direction of the first clause that has one: its own words of direction, turned by what negates."""
    clauses = clauses_of(plain) or [plain]
    telling = [part for part in clauses if issue.up.search(part) or issue.down.search(part)]
    matter = [part for part in clauses if issue.signs[-1].search(part)]
    clause = next(iter(telling or matter or clauses))
    spans = [(match.start(), match.end(), 1) for match in issue.up.finditer(clause)]
    spans += [(match.start(), match.end(), -1) for match in issue.down.finditer(clause)]
    whole = [span for span in spans if not any(_within(span, other) for other in spans)]
    lean = sum(way for _, _, way in whole) or max(whole, default=(0, 0, 1))[2]
    rest = issue.signs[0].sub(_plain, issue.down.sub("thing", issue.up.sub("thing", clause)))
    return (1 if lean > 0 else -1) * sign_in(_SECOND.sub(r"\1", rest.replace("without", "not")))


def _within(inner: tuple[int, int, int], outer: tuple[int, int, int]) -> bool:
    return (
        inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1] and inner[1] - inner[0] < outer[1] - outer[0]
    )


def _plain(match: re.Match[str]) -> str:
    return "thing who" if match.group().endswith(" who") else "thing"


def stand(person: Portrait, statement: str) -> Stand | None:
    """Return how a person stands to a statement: by what is held on its issue, else by the leaning on its axis."""
    asked = issues_in(statement)
    if not asked:
        return None
    for issue, direction in asked:
        held = [(weight, fact) for other, weight, fact in _held(person) if other.name == issue.name]
        total = sum(weight for weight, _ in held)
        if total:
            sign = 1 if total * direction > 0 else -1
            facts = tuple(fact for weight, fact in held if weight * total > 0)
            return Stand(sign, abs(total), facts)
    votes = [_leaning(person, issue) * issue.side * direction for issue, direction in asked if issue.axis]
    vote = next((vote for vote in votes if vote), 0)
    return Stand(vote, _THING, ()) if vote else None


def _leaning(person: Portrait, issue: Issue) -> int:
    """Return 1 or -1 where what is held on other issues of the axis points clearly to one side."""
    weights = [weight * other.side for other, weight, _ in _held(person) if other.axis == issue.axis]
    total, size = sum(weights), sum(abs(weight) for weight in weights)
    return 0 if abs(total) < _LEANS or abs(total) < _CLEAR * size else 1 if total > 0 else -1


def _held(person: Portrait) -> list[tuple[Issue, float, Fact]]:
    """Return the issues on which a person holds something, with sign and weight."""
    beliefs = [(issue, float(way), fact) for fact in person.of("belief") for issue, way in issues_in(fact.said)[:1]]
    things = [
        (issue, way * _THING * (1 if fact.kind == "like" else -1), fact)
        for fact in person.of("like", "dislike")
        for issue, way in issues_in(fact.said)[:1]
    ]
    return beliefs + things
