"""Whom a claim speaks for: one person, all, most, some, nobody, so many; and what it claims of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.sentences import bare
from troupe_mcp.models.rehearsal.english.verbs import base, is_third
from troupe_mcp.simulation.people.names import match_name

if TYPE_CHECKING:
    from collections.abc import Sequence

_COUNTED = (
    r"(?:(?:of )?(?:the |these |those )?(?:people|participants|persons|respondents|guests|members|speakers|them))"
)
_QUANTIFIERS: tuple[tuple[str, str], ...] = (
    ("nobody", rf"nobody|no one|(?:none|neither)(?: {_COUNTED})?|no (?:participant|person|respondent)s?"),
    ("all", rf"everybody|everyone|(?:all|each)(?: one)?(?: {_COUNTED})?|the whole group|both"),
    ("most", rf"most(?: {_COUNTED})?|the majority(?: {_COUNTED})?|more than half(?: {_COUNTED})?"),
    (
        "some",
        rf"(?:some|any)(?:body|one)|(?:some|several|at least (?:some)?one|one)(?: {_COUNTED}| participant| person)?",
    ),
    (
        "count",
        rf"(?:at least |exactly |only )?(?P<count>\d+|two|three|four|five|six|seven|eight|nine|ten)(?: {_COUNTED})",
    ),
    ("group", rf"(?:the )?(?:group|room|people|participants|respondents|audience)|they|{_COUNTED}"),
)
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SAYS = re.compile(
    r"^\s*(?:says?|said|thinks?|thought|believes?|believed|feels?|felt|holds?|held|claims?|claimed|finds?|found"
    r"|tells?|told (?:\w+ )?)\s+(?:that\s+)?(?=\S+\s+\S)",
    re.IGNORECASE,
)
_NEVER = r"(?P<no>(?:did|does|do|has|have|had)(?: not|n't) (?:ever )?|never )?(?:ever |has |have |had )?"
_MENTIONS = re.compile(
    rf"^\s*{_NEVER}(?:was |were )?(?:mention(?:s|ed)?|talk(?:s|ed)? (?:about|of)|spoken? (?:about|of)"
    r"|speaks? (?:about|of)|brings? up|brought up|rais(?:es?|ed)|discuss(?:es|ed)?|refer(?:s|red)? to"
    r"|nam(?:es?|ed))\s+",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"^\s*{_NEVER}(?:asks?|asked|wonders?|wondered|(?:wants?|wanted) to know|inquired?s?)\s+"
    r"(?:(?P<seeks>for|to)|about|if|whether|after)?\s*",
    re.IGNORECASE,
)
_MENTIONED = re.compile(
    r"\s+(?:was|were|is|came|got) (?:(?P<no>never|not) )?(?:ever )?(?:mentioned|discussed|raised|brought up|named|up)"
    r"(?: by (?:any|some)(?:one|body))?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a claim speaks for and how many of them it needs; `mentions` where it only says what was named.

    `asks` where it says what was asked; `denied` where it says that somebody did neither. `named` are several who are
    called by name: each of them is told of.
    """

    people: tuple[str, ...]
    needs: str
    body: str
    mentions: bool = False
    count: int = 0
    named: bool = False
    asks: bool = False
    denied: bool = False

    def verdict(self, for_it: int, against: int) -> str:
        """Return yes, no or unclear, from how many affirm and how many deny; of a mention, silence is a no."""
        verdict = self._of_doers(for_it, against)
        return {"yes": "no", "no": "yes"}.get(verdict, verdict) if self.denied else verdict

    def _of_doers(self, for_it: int, against: int) -> str:
        total = len(self.people)
        against = total - for_it if self.mentions else against
        match self.needs:
            case "nobody":
                yes, no = against == total, for_it > 0
            case "all":
                yes, no = for_it == total, against > 0
            case "most":
                yes, no = 2 * for_it > total, 2 * against >= total
            case "count":
                yes, no = for_it >= self.count, total - against < self.count
            case "group":
                yes, no = for_it > 0 and not against, against > 0 and not for_it
            case _:
                yes, no = for_it > 0, against == total
        return "yes" if yes else "no" if no else "unclear"


def scope_of(claim: str, people: Sequence[str], person: str = "", outside: Sequence[str] = ()) -> Scope:
    """Return whom a claim speaks for among the people of a run, or which voice from `outside` it speaks of."""
    text = bare(claim.replace("’", "'"))
    several, needs, body = _several(text, people)
    if several and not person:
        return replace(_of_act(body), people=several, needs=needs, named=True)
    named, body = _named(text, people)
    if not named and not person:
        named, body = _named(_ARTICLE.sub("", text), outside)
    if named or person:
        return replace(_of_act(body if named else text), people=(named or person,))
    for needs, pattern in _QUANTIFIERS:
        match = re.match(rf"(?:{pattern})\s+(?=\S)", text, re.IGNORECASE)
        if match:
            found = _of_act(text[match.end() :])
            wanted = "some" if found.mentions and needs == "group" else needs
            return replace(found, people=tuple(people), needs=wanted, count=_count(match))
    passive = _MENTIONED.search(text)
    if passive:
        return Scope(tuple(people), "nobody" if passive.group("no") else "some", text[: passive.start()], mentions=True)
    return Scope(tuple(people), "group", text)


_ARTICLE = re.compile(r"^(?:the|our|an?)\s+", re.IGNORECASE)
_LONGEST_NAME = 6


def _named(text: str, people: Sequence[str]) -> tuple[str, str]:
    """Return the person with whom a claim begins, and the rest of it."""
    parts = text.split(" ")
    for length in range(min(len(parts), _LONGEST_NAME), 0, -1):
        name = re.sub(r"(?:['’]s|[,:])$", "", " ".join(parts[:length]))
        if person := match_name(name, people):
            return person, " ".join(parts[length:])
    return "", text


_LEAD = re.compile(r"(?:both|neither|either)\s+", re.IGNORECASE)
_AND = re.compile(r"(?P<join>and|or|nor|&|as well as)\s+", re.IGNORECASE)
_TOGETHER = re.compile(r"^(?:both|all|each|alike)\s+", re.IGNORECASE)


def _several(text: str, people: Sequence[str]) -> tuple[tuple[str, ...], str, str]:
    """Return the people with whom a claim begins where they are two or more, how many it needs, and the rest of it."""
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    found: list[str] = []
    joins = [lead.group().lower()] if lead else []
    while rest:
        person, after = _named(rest, people)
        if not person:
            break
        listed = rest[: len(rest) - len(after)].rstrip().endswith(",")
        found.append(person)
        rest, join = after, _AND.match(after)
        if join and _named(after[join.end() :], people)[0]:
            joins.append(join["join"].lower())
            rest = after[join.end() :]
        elif not listed:
            break
    if len(found) < 2:
        return (), "", text
    words = " ".join(joins)
    needs = "nobody" if "nor" in words or "neither" in words else "some" if "or" in words.split() else "all"
    return tuple(dict.fromkeys(found)), needs, _TOGETHER.sub("", rest)


def _of_act(body: str) -> Scope:
    """Return what is claimed, without the verb of saying: a mere mention, a question, or what is held."""
    if act := _MENTIONS.match(body):
        return Scope((), "one", body[act.end() :], mentions=True, denied=act["no"] is not None)
    if act := _ASKS.match(body):
        denied = act["no"] is not None
        return Scope((), "one", body[act.end() :], mentions=act["seeks"] is None, asks=True, denied=denied)
    return Scope((), "one", _plainly(_SAYS.sub("", body)))


def _plainly(body: str) -> str:
    """Return what is claimed as somebody says it of themselves: "lives in Bern" as "live in Bern"."""
    verb, _, rest = body.partition(" ")
    return f"{base(verb)} {rest}" if rest and is_third(verb) and verb not in _KEPT else body


_KEPT = ("is", "has", "does", "was", "isn't", "doesn't", "hasn't", "wasn't")


def _count(match: re.Match[str]) -> int:
    word = (match.groupdict().get("count") or "").lower()
    return int(word) if word.isdigit() else _NUMBERS.index(word) if word in _NUMBERS else 0
