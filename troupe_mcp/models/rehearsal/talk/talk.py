"""Talking to somebody: taking up one thing of what they said, asking on, or setting an own matter beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.intents import fields_of
from troupe_mcp.models.rehearsal.company.company import stance, worded
from troupe_mcp.models.rehearsal.company.exchanges import is_empty, question_about
from troupe_mcp.models.rehearsal.english.phrases import Matter, matters
from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import concepts, keys, light, lowered, normal
from troupe_mcp.models.rehearsal.ideas.followups import judge_idea
from troupe_mcp.models.rehearsal.ideas.proposals import proposal_of
from troupe_mcp.models.rehearsal.lexicon import frames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice
    from troupe_mcp.simulation.turns.perception import Perceived

_KNOW = ("trouble", "free", "family", "goal", "like")


def respond(voice: Voice, line: Perceived, *, room: int = 2) -> list[str]:
    """Answer a statement: judge an idea, take a side where a belief does, share a matter, or ask on."""
    if proposal_of(line.content)[0] and room > 1:
        return judge_idea(voice, (line,), "", line.content)
    name = voice.called(line.source)
    sign, belief = stance(voice, line.content)
    if belief is not None:
        return [worded(voice, "agree" if sign > 0 else "disagree", name, "", belief)]
    common = _common(voice, line.content)
    if common is not None:
        word, fact = common
        return [voice.fill("meet", name=name, Ref=word[:1].upper() + word[1:], ref=word, fact=voice.tell(fact))]
    return ask_on(voice, line) if room == 1 else ask_one(voice, (line,))


def ask_on(voice: Voice, line: Perceived, *, lead: bool = True) -> list[str]:
    """Take up one thing of what was said and ask about it; where all was taken up, ask something new."""
    if voice.rng.random() < 0.5 and (question := question_about(voice, line.content, voice.called(line.source))):
        return [question]
    others = tuple(text for text in voice.other_lines if text != line.content)
    asked = " | ".join(normal(text) for text in (*voice.own_lines, *others))
    for matter in matters(line.content) if not is_empty(line.content) else ():
        if normal(matter.ref) in asked or _mine(voice, matter) or _beside(matter, line.content):
            continue
        question = _question(voice, matter)
        if question:
            taken = voice.fill("take", ref=matter.ref, Ref=matter.ref[:1].upper() + matter.ref[1:])
            held = matter.ref in question
            return [question] if held and (not lead or voice.rng.random() < 0.4) else [taken, _plain(question, matter)]
    return know_more(voice, voice.called(line.source))


def ask_one(voice: Voice, lines: Sequence[Perceived]) -> list[str]:
    """Ask somebody among several, by name, about what they said last."""
    drawn = voice.rng.sample(lines, len(lines))
    for line in drawn:
        if question := question_about(voice, line.content, voice.called(line.source)):
            return [question]
    parts, name = ask_on(voice, drawn[0]), voice.called(drawn[0].source)
    if not parts or any(name in part for part in parts):
        return parts
    return [f"{name}, {lowered(parts[0], (*voice.proper(), name))}", *parts[1:]]


def _plain(question: str, matter: Matter) -> str:
    """Return the question without naming again what was just taken up."""
    last = matter.ref.rsplit(" ", 1)[-1]
    it = "them" if matter.ref.startswith("those ") or re.search(r"[^s]s$", last) else "it"
    return (
        question.replace(f" with {matter.ref}", " there")
        .replace(f" about {matter.ref}", f" about {it}")
        .replace(f"part of {matter.ref}", f"part of {it}")
        .replace(f" in {matter.ref}", " there")
        .replace(f" besides {matter.ref}", " besides")
        .replace(f" apart from {matter.ref}", " apart from that")
    )


def know_more(voice: Voice, name: str) -> list[str]:
    """Ask something of another part of a life that wasn't asked in this talk yet."""
    asked = [part for text in (*voice.own_lines, *voice.other_lines) for part in sentences(text) if part.endswith("?")]
    known = [field for part in asked for field in fields_of(part)]
    for field in voice.rng.sample(_KNOW, len(_KNOW)):
        if field not in known:
            return [f"{voice.fill('know.lead', name=name)} {voice.rng.choice(frames()[f'know.{field}'])}"]
    return []


def _beside(matter: Matter, line: str) -> bool:
    """Return whether a thing is only the place where something happened: that is nothing to ask about."""
    where = rf"\b(?:over|through|at|in|on|under|along|from|behind|across) {re.escape(matter.said)}\b"
    return matter.kind != "place" and re.search(where, line) is not None


def _mine(voice: Voice, matter: Matter) -> bool:
    """Return whether the person spoke of the thing first: then it is no news."""
    core = normal(matter.said).split(" ", 1)[-1]
    return any(core in normal(text) for text in voice.own_lines)


def _question(voice: Voice, matter: Matter) -> str:
    asked = " | ".join(normal(text) for text in voice.own_lines)
    for frame in frames().get(f"follow.{matter.kind}", frames()["follow.work"]):
        question = frame.replace("{ref}", matter.ref)
        stub = normal(frame.split("{ref}")[0])
        if stub not in asked:
            return question
    return ""


def _common(voice: Voice, text: str) -> tuple[str, Fact] | None:
    """Return an own unspoken fact about the very thing that was spoken of, and how the thing is called."""
    faint = light()
    for matter in matters(text):
        last = matter.said.rsplit(" ", 1)[-1]
        key, about = keys(last)[:1], tuple(concept for concept in concepts(last) if concept not in _VAGUE)
        if not key or key[0] in faint or not about or matter.kind == "job":
            continue
        for fact in voice.fresh([f for f in voice.portrait.of(*_SHARED) if not f.thing]):
            if key[0] in fact.keys:
                return f"{'the ' if not last.endswith('s') else ''}{last}", fact
    return None


_VAGUE = ("work", "time", "social", "home", "simple", "quality", "design", "local", "tech")
_SHARED = ("work", "trouble", "family", "past", "habit", "routine", "media", "money", "health", "other", "goal")
