"""One turn: from what happened to a thought, an action and a state of mind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal import company, intents, talk
from troupe_mcp.models.rehearsal.choices import answer_choice
from troupe_mcp.models.rehearsal.dressing import dressed
from troupe_mcp.models.rehearsal.life import answer_fields
from troupe_mcp.models.rehearsal.moment import Moment, moment_of, named, questions_of, vocative
from troupe_mcp.models.rehearsal.mood import mind, thought
from troupe_mcp.models.rehearsal.opinions import answer_opinion
from troupe_mcp.models.rehearsal.options import options_in
from troupe_mcp.models.rehearsal.reactions import overheard, unasked
from troupe_mcp.models.rehearsal.selves import explain
from troupe_mcp.models.rehearsal.sentences import sentences
from troupe_mcp.models.rehearsal.special import special
from troupe_mcp.models.rehearsal.voice import Voice
from troupe_mcp.models.rehearsal.words import keys, light

if TYPE_CHECKING:
    from random import Random

    from troupe_mcp.models.rehearsal.facts import Portrait
    from troupe_mcp.simulation.perception import TurnTask

_YOURS = re.compile(r"\byour\b|\byou (?:do|have|own|live|work|earn|spend|eat|sleep|drive|go|wake|get)\b", re.IGNORECASE)
_STANCE_FIRST = re.compile(
    (
        r"^\W*(?:should|do you (?:think|agree|believe)|is it|are you (?:for|against)"
        r"|would you|what do you think|what is your opinion|agree or)"
    ),
    re.IGNORECASE,
)
_WHAT_FIELD = re.compile(
    (
        r"^\W*(?:what|who|where|when|how)\b(?! (?:do|would|did) you (?:all |each )?(?:think"
        r"|make|say|feel|see)| (?:is|are) your (?:\w+ )?(?:opinion|view|take|stance))"
    ),
    re.IGNORECASE,
)


def play(task: TurnTask, portrait: Portrait, rng: Random, seed: int = 0) -> dict[str, Any]:
    """Return the turn that this person takes; the seed alone draws lots that must not change from turn to turn."""
    moment = moment_of(task)
    voice = Voice(portrait, rng, moment.own, [line.content for line in moment.heard], str(seed))
    kind, parts, to = _act(voice, moment)
    content = voice.say(parts)
    if parts and not content:
        content = voice.say([voice.frame("gap", must=False)])
    if not content or company.is_repeat(voice, content):
        content = ""
    return {
        "thought": thought(voice, moment),
        "actions": [_action(task, kind if content else "NOTHING", content, to)],
        "mind": mind(voice, moment),
    }


def _action(task: TurnTask, kind: str, content: str, to: str) -> dict[str, str]:
    if kind not in task.actions:
        kind = "NOTHING" if "NOTHING" in task.actions or not content else next(iter(task.actions), "NOTHING")
    return {"type": kind, "content": "" if kind == "NOTHING" else content, "to": "" if kind == "NOTHING" else to}


def _act(voice: Voice, moment: Moment) -> tuple[str, list[str], str]:
    cue, task = moment.cue, moment.task
    if cue is None:
        return "NOTHING", [], ""
    if cue.kind in {"think", "goal"} or (
        cue.kind == "say" and intents.sends_to_talk(moment.text) and not moment.questions
    ):
        partner = next((name for name in task.here if named(name, moment.text)), "")
        if partner:
            return "TALK", company.open_talk(voice, partner), partner
    to = cue.source if moment.by_person or task.private else ""
    if moment.for_other:
        return "TALK", overheard(voice, moment), ""
    parts = dressed(voice, moment, _answer(voice, moment))
    return "TALK", parts, to or next((name for name in task.here if vocative(name, " ".join(parts))), "")


def _answer(voice: Voice, moment: Moment) -> list[str]:
    asked = moment.asked
    if not moment.questions:
        here = options_in((moment.text,))
        if here and intents.asks_choice(moment.text) and not moment.by_person:
            return answer_choice(voice, here)
        return unasked(voice, moment)
    context = "\n".join([moment.task.situation, *moment.shown[-4:]]).strip()
    if intents.asks_how_it_goes(asked) and len(moment.questions) == 1:
        return [voice.frame("fine")]
    particular = special(voice, moment, asked, context)
    if particular:
        return particular
    explained = explain(voice, asked)
    if explained:
        return explained
    fields = intents.fields_of(asked)
    opinion = intents.asks_opinion(asked)
    if fields and not (
        opinion
        and not _WHAT_FIELD.match(moment.questions[-1])
        and (_STANCE_FIRST.match(asked) or not _YOURS.search(asked))
    ):
        return answer_fields(voice, fields, asked, f"{moment.text} " if moment.by_person else asked) + _maybe_ask(
            voice, moment
        )
    parts = answer_opinion(voice, asked, _matter(moment))
    if moment.by_person and moment.cue is not None and not voice.told:
        parts = _conversing(voice, moment) or parts
    return parts + _maybe_ask(voice, moment)


def _conversing(voice: Voice, moment: Moment) -> list[str]:
    """Answer a question among people that asks for nothing in particular with something of one's own."""
    parts = talk.respond(voice, moment.cue, may_ask=False, room=len(moment.task.here)) if moment.cue else []
    fact = (
        None if parts else voice.pick([fact for fact in voice.portrait.of("work", "past", "habit") if not fact.thing])
    )
    return [voice.tell(fact)] if fact else parts


def _matter(moment: Moment) -> str:
    """Return what a question without a matter of its own is about: what was shown or stated before it."""
    if len([key for key in keys(moment.asked) if key not in light()]) > 1:
        return ""
    stated = [part for text in moment.shown[-2:] for part in sentences(text) if not questions_of(part)]
    return "\n".join([*moment.things[-2:], *stated])


def _maybe_ask(voice: Voice, moment: Moment) -> list[str]:
    if not moment.by_person or moment.cue is None:
        return []
    asked_last = bool(moment.own) and moment.own[-1].rstrip().endswith("?")
    alone = len(moment.task.here) == 1
    chance = (0.35 if not alone or asked_last else 0.8) + 0.15 * voice.portrait.level("extraversion")
    if (asked_last and not alone) or voice.rng.random() > chance:
        return []
    return talk.ask_on(voice, moment.cue, lead=False)
