"""Portrayal: from what somebody said in an interview to a persona whose every claim has its quote, checked by code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from troupe_mcp.language.answer import Answer
from troupe_mcp.language.ask import ask
from troupe_mcp.language.prompt import Message, Prompt, digest_of
from troupe_mcp.language.text import clip, one_line
from troupe_mcp.simulation.casting.specification import Line

if TYPE_CHECKING:
    from troupe_mcp.simulation.casting.casting import TinyPersonFactory

Path = Literal[
    "age", "gender", "nationality", "residence", "languages", "education", "occupation.title",
    "occupation.organization", "occupation.description", "style", "health", "money", "media", "long_term_goals",
    "personality.traits", "preferences.interests", "preferences.likes", "preferences.dislikes", "beliefs", "skills",
    "behaviors.general", "frustrations", "relationships", "other_facts",
]  # fmt: skip
ALONE = frozenset({
    "age", "gender", "nationality", "residence", "languages", "education", "occupation.title",
    "occupation.organization", "style",
})  # fmt: skip
"""Paths with one value: of several claims the first holds, unless only a later one has its quote."""
LONGEST = 60_000
TOKENS = 4000
_WORD = re.compile(r"\w+")
_GAP = re.compile(r"\.{3}|…|\[[^\]]*\]")


class Claim(Answer):
    """One thing that holds of somebody: where it belongs, what it is, and the words of the transcript it rests on."""

    path: Path
    value: Line
    quote: str


class Portrayal(Answer):
    """All that a transcript says of the person who is interviewed."""

    name: Annotated[str, Field(max_length=80)]
    claims: Annotated[list[Claim], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class PortrayalTask:
    """Say what a transcript says of the person who is interviewed, as `Portrayal` has it, with the words for each."""

    transcript: str
    name: str

    def digest(self) -> str:
        """Return the digest over all that may change the answer."""
        return digest_of("portray", self.transcript, self.name)


async def portray(factory: TinyPersonFactory, address: tuple[str, ...], transcript: str, name: str) -> dict[str, Any]:
    """Return the document of the person of a transcript. Raises ModelFailed where nobody could answer."""
    task = PortrayalTask(transcript, name)
    user = factory.templates.render("cast.portrayal.user.md.j2", transcript=transcript, called=name)
    messages = (Message("system", factory.templates.render("cast.portrayal.system.md.j2")), Message("user", user))
    prompt = Prompt(messages, Portrayal, task, address, factory.seed, factory.templates.version, TOKENS)
    found = await ask(factory.model, prompt, Portrayal)
    return document_of(found, transcript, name)


def document_of(found: Portrayal, transcript: str, name: str = "") -> dict[str, Any]:
    """Return a persona of claims, with `claims` for their quotes and `unquoted` for those that the transcript lacks."""
    said = _words(transcript)
    stands = {claim: _stands(claim.quote, said) for claim in found.claims}
    document: dict[str, Any] = {"name": name or one_line(found.name)}
    kept = [claim for claim in sorted(stands, key=lambda claim: not stands[claim]) if _put(document, claim)]
    kept.sort(key=found.claims.index)
    document["claims"] = [
        {"path": claim.path, "value": claim.value, "quote": clip(claim.quote, 300)} for claim in kept if stands[claim]
    ]
    if missing := [f"{claim.path}: {clip(claim.value, 160)}" for claim in kept if not stands[claim]]:
        document["unquoted"] = missing
    return document


def _put(document: dict[str, Any], claim: Claim) -> bool:
    """Put a claim where it belongs; False where something better stands there, or it can't stand there."""
    *outer, last = claim.path.split(".")
    value: Any = claim.value
    if claim.path == "age":
        number = re.search(r"\b\d{1,3}\b", claim.value)
        if not number or int(number.group()) > 120:
            return False
        value = int(number.group())
    if claim.path == "relationships":
        who, colon, what = claim.value.partition(":")
        named = bool(colon) and len(who) <= 40
        value = {"name": who.strip() if named else "", "description": what.strip() if named else claim.value}
    inner = document
    for key in outer:
        inner = inner.setdefault(key, {})
    if claim.path in ALONE:
        return inner.setdefault(last, value) is value
    if claim.path in {"occupation.description", "health", "money", "media"}:
        inner[last] = f"{inner[last]} {value}" if last in inner else value
        return True
    listed: list[Any] = inner.setdefault(last, [])
    if value in listed:
        return False
    listed.append(value)
    return True


def _stands(quote: str, said: str) -> bool:
    """Whether all parts of a quote, between its gaps, stand in what was said, in this order."""
    at = 0
    parts = [words for part in _GAP.split(quote) if (words := _words(part)) != "  "]
    for part in parts:
        found = said.find(part, at)
        if found < 0:
            return False
        at = found + len(part) - 1
    return bool(parts)


def _words(text: str) -> str:
    """Return the words of a text, with one space around each, so that whole words are found."""
    return f" {' '.join(_WORD.findall(text.casefold()))} ".replace("   ", "  ")
