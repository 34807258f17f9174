"""Judging a claim by what a log holds: who speaks of it, with which sign, counted over those it speaks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.claims.bearing import (
    NOTHING,
    Bearing,
    asking,
    bearing,
    matter_of,
    mention,
    position_on,
    settled,
    taste_of,
)
from troupe_mcp.models.rehearsal.claims.scope import Scope, scope_of
from troupe_mcp.models.rehearsal.english.tags import asked_plainly
from troupe_mcp.models.rehearsal.english.words import coverage, keys, shared
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.person.kinds import kind_of
from troupe_mcp.simulation.worlds.transcript import DESCRIBED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.simulation.steering.propositions import ClaimTask
    from troupe_mcp.simulation.worlds.transcript import Utterance

_HEARD = "say"
SPOKEN = ("TALK", "SHOW", "WRITE", "DO", DESCRIBED)
MOST_QUOTES = 5
ASKED = 0.6
"""Of the words of a claim, how many a question must have for a bare yes or no to it to bear."""
_CHANGED = re.compile(
    r"\bchang\w+ (?:his|her|their|its) (?:mind|opinion|view)s?\b(?: (?:about|on|of|regarding))?|\bwas persuaded\b"
    r"|\bcame round\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(?i:ad|option|number|version|variant|choice|plan|logo|name) #?(?:\d+|[A-F])\b")
_STATED = {
    "yes": "The description says so.",
    "no": "The description speaks against it.",
    "unclear": "Nothing in the description decides it.",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line that bears on a claim."""

    person: str
    sign: int
    position: int
    quote: str


def judge_claim(task: ClaimTask) -> dict[str, Any]:
    """Return verdict, justification and quotes. How sure a reader would be is not measured: no confidence, no score."""
    if task.measure:
        return _unmeasured(task)
    scope = scope_of(task.claim, task.people, task.person, _outside(task))
    found = [piece for person in scope.people for piece in _evidence(task, scope, person)]
    found += _joining(task, scope, found)
    changed = _CHANGED.search(task.claim) is not None
    verdict, why = _changed(found, scope) if changed else _counted(found, scope)
    if any(line.kind == DESCRIBED for line in task.transcript):
        why = _STATED[verdict]
    shown = sorted(found if changed else _last(found).values(), key=lambda piece: piece.position)
    quotes = [{"position": piece.position, "quote": piece.quote} for piece in shown[:MOST_QUOTES]]
    answer = {"quotes": quotes, "justification": why, "verdict": verdict, "confidence": None}
    return answer | ({"score": None} if task.scored else {})


def _unmeasured(task: ClaimTask) -> dict[str, Any]:
    """Return no verdict: how true to somebody or how fluent a talk is takes a reader."""
    why = f"The rehearsal does not judge {task.measure.partition(':')[0]}; it takes a language model."
    return {"quotes": [], "justification": why, "verdict": "unclear", "confidence": None, "score": None}


def _outside(task: ClaimTask) -> tuple[str, ...]:
    """Return whose voices were heard that are none of the people's: a moderator, a gardener who was asked in."""
    voices = (line.person for line in task.transcript if line.from_outside and line.kind == _HEARD)
    return tuple(name for name in dict.fromkeys(voices) if name and name not in task.people)


def _evidence(task: ClaimTask, scope: Scope, person: str) -> list[Evidence]:
    outside = [line for line in task.transcript if line.from_outside]
    found: list[Evidence] = []
    for line in task.transcript:
        own = line.kind in SPOKEN and not line.from_outside
        if line.person != person or not (own or (line.kind == _HEARD and person not in task.people)):
            continue
        sign, quote = _of_line(task, scope, line, outside)
        if sign and (settled(scope.body) or _speaks_of(scope.body, quote, _question(task.transcript, line))):
            found.append(Evidence(person, sign, line.position, quote if quote in line.content else line.content))
    return found


_JOINS = re.compile(
    r"\b(?:we['’]re two|that makes two|same here|me too|me neither|so do I|neither do I|neither would I"
    r"|I['’]m with (?:you|[A-Z]\w+)|I agree with (?:you|[A-Z]\w+)|my view too|exactly my view)\b",
    re.IGNORECASE,
)
"""Words by which somebody takes the stand of whom they speak to."""


def _joining(task: ClaimTask, scope: Scope, found: Sequence[Evidence]) -> list[Evidence]:
    """Return the stands of those who said of their own nothing that decides it, and joined somebody who had."""
    stood = {piece.person for piece in found}
    joined: list[Evidence] = []
    for line in task.transcript:
        if line.person not in scope.people or line.person in stood or not _JOINS.search(line.content):
            continue
        before = [
            piece
            for piece in found
            if piece.position < line.position and (piece.person in line.to or piece.person.split()[0] in line.content)
        ]
        joined += [Evidence(line.person, piece.sign, line.position, line.content) for piece in before[-1:]]
    return joined


def _of_line(task: ClaimTask, scope: Scope, line: Utterance, outside: Sequence[Utterance]) -> Bearing:
    if scope.asks:
        return asking(scope.body, line.content)
    if scope.mentions:
        return mention(scope.body, line.content)
    if not scope.body:
        return NOTHING
    shown = options_in([u.content for u in outside if u.position < line.position])
    question = _question(task.transcript, line)
    if change := _CHANGED.search(scope.body):
        return position_on(scope.body[change.end() :], line.content, question, shown)
    return bearing(scope.body, line.content, question, shown)


def _speaks_of(claim: str, quote: str, question: str) -> bool:
    """Return whether a quote has a word of the matter claimed, or answers a question that has most of them.

    Of what has no words of its own, "chose ad 1", any choice speaks.
    """
    wanted = matter_of(claim) if taste_of(claim) else keys(_CHANGED.sub(" ", claim))
    return (
        not wanted
        or _NUMBERED.search(claim) is not None
        or bool(shared(wanted, keys(quote)))
        or coverage(wanted, keys(question)) >= ASKED
    )


def _question(transcript: Sequence[Utterance], line: Utterance) -> str:
    """Return what a line answers: a question to its speaker in this step, else the last one asked from outside.

    What stands in a description answers the heading over it: what is listed as liked is liked.
    """
    if line.kind == DESCRIBED:
        return _TASTED.get(_heading(transcript, line), "")
    before = [u for u in transcript if u.position < line.position and "?" in u.content and u.person != line.person]
    own = [u for u in before if line.person in u.to and u.step == line.step]
    asked = own or [u for u in before if u.from_outside and (not u.to or line.person in u.to)]
    return asked_plainly(asked[-1].content) if asked else ""


_TASTED = {"like": "What do you like?", "interest": "What do you like?", "dislike": "What do you dislike?"}


def _heading(transcript: Sequence[Utterance], line: Utterance) -> str:
    """Return the kind of what stands under the heading of a line in a description."""
    over = [u.content.strip(" :") for u in transcript if u.position < line.position and u.content.endswith(":")]
    return kind_of(over[-1], "") if over and line.content.lstrip().startswith("- ") else ""


def _last(found: Sequence[Evidence]) -> Mapping[str, Evidence]:
    """Return where each person stands in the end."""
    return {piece.person: piece for piece in found}


def _changed(found: Sequence[Evidence], scope: Scope) -> tuple[str, str]:
    for person in scope.people:
        signs = [piece.sign for piece in found if piece.person == person]
        if len(set(signs)) > 1:
            return "yes", f"{person} says one thing and later the opposite."
    if len(found) > 1:
        return "no", "What was said about it stayed the same."
    return "unclear", "Too little was said about it to show a change."


def _counted(found: Sequence[Evidence], scope: Scope) -> tuple[str, str]:
    last = _last(found)
    for_it = [person for person, piece in last.items() if piece.sign > 0]
    against = [person for person, piece in last.items() if piece.sign < 0]
    verdict = scope.verdict(len(for_it), len(against))
    if len(scope.people) == 1:
        who = scope.people[0]
        why = {
            "yes": f"What {who} said speaks for it.",
            "no": f"What {who} said speaks against it.",
            "unclear": f"Nothing that {who} said decides it.",
        }
        if scope.mentions or scope.asks:
            did, lacks = ("asked", "asks") if scope.asks else ("named", "names")
            return verdict, f"{who} {did} it." if for_it else f"Nothing that {who} said {lacks} it."
        return verdict, why[verdict]
    if scope.named:
        return verdict, _by_name(scope, last)
    if scope.mentions:
        return verdict, f"{len(for_it)} of {len(scope.people)} people {'asked' if scope.asks else 'named'} it."
    if not last:
        return verdict, "Nothing that was said decides it."
    rest = len(scope.people) - len(last)
    silent = f"; {rest} said nothing that decides it" if rest else ""
    opposite = len(against) or "none"
    return (
        verdict,
        f"Of {len(scope.people)} people {len(for_it) or 'none'} spoke for it and {opposite} against{silent}.",
    )


def _by_name(scope: Scope, last: Mapping[str, Evidence]) -> str:
    """Return where each of several stands whom a claim names."""
    told: list[str] = []
    for person in scope.people:
        sign = last[person].sign if person in last else 0
        against = f"nothing that {person} said names it" if scope.mentions else f"{person} said nothing that decides it"
        did = "asked" if scope.asks else "named" if scope.mentions else "spoke for"
        told.append({1: f"{person} {did} it", 0: against}.get(sign, f"{person} spoke against it"))
    text = "; ".join(told)
    return f"{text[0].upper()}{text[1:]}."
