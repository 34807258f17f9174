"""A brainstorming that goes on: building by name, conceding, objecting, one idea more; silence before repeating."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked import intents
from troupe_mcp.models.rehearsal.asked.moment import last_from_outside
from troupe_mcp.models.rehearsal.english.words import normal
from troupe_mcp.models.rehearsal.ideas.brainstorms import ideas_of, own_lines_of, shown_for
from troupe_mcp.models.rehearsal.ideas.devices import device_in, devices_in
from troupe_mcp.models.rehearsal.ideas.followups import obstacle
from troupe_mcp.models.rehearsal.ideas.ideas import idea_text, kindred_trouble, mechanism, named_after
from troupe_mcp.models.rehearsal.ideas.proposals import hook_in
from troupe_mcp.models.rehearsal.offers.appraising import is_judging
from troupe_mcp.models.rehearsal.offers.objections import grounds
from troupe_mcp.models.rehearsal.offers.purchases import asked_of_a_thing
from troupe_mcp.models.rehearsal.person.troubles import kindred

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice
    from troupe_mcp.simulation.turns.perception import Perceived

_AGAINST = re.compile(r"\b(?:it would|wouldn't|don't see|does not|doesn't|doubt|never survives|trap pick)\b|^No, ")
"""The words of who has objected: once is enough in a round of ideas."""
_MOST = 2
"""The ideas that one person brings; after that they work with those of others."""
_JUDGED = 2
"""The ideas of others that one person comes back to, of those that one question brought."""


def carry_on(voice: Voice, moment: Moment) -> list[str] | None:
    """Return the next move of a brainstorming, nothing to keep silent; None where none is going on."""
    asked = _question(moment)
    if not asked:
        return None
    if sum("one that" in line for line in _own_since_asked(moment)) >= _JUDGED:
        return []
    ideas = [line for line in ideas_of(moment) if hook_in(line.content) not in " ".join(voice.own_lines)]
    mine = own_lines_of(moment)
    context = "\n".join([moment.task.situation, *shown_for(moment)[-4:]])
    moves = voice.rng.sample([_build, _concede], 2)
    told = sum(len(devices_in(line)) for line in mine)
    moves += [_extend] if told <= _MOST else []
    moves += [_object] if not any(_AGAINST.search(line) for line in mine) else []
    for move in moves if mine else ():
        for line in _freshest(voice, ideas):
            if parts := move(voice, line, asked, context):
                return parts
    lively = voice.rng.random() < 0.75 + 0.25 * voice.portrait.level("extraversion")
    if told and (told >= _MOST or not lively):
        return []
    found = mechanism(voice, asked, context, tuple(line.content for line in moment.heard))
    return [idea_text(voice, named_after(found.device.act, asked, context), found.fact)] if found else []


def _question(moment: Moment) -> str:
    """Return the question for ideas that is still open: the last thing asked from outside."""
    last = _last_asked(moment)
    return last if intents.asks_ideas(last) and not intents.asks_objection(last) and not is_of_a_thing(moment) else ""


def is_of_a_thing(moment: Moment) -> bool:
    """Return whether what was last asked from outside is what counts about a thing, so that no answer is an idea."""
    asked = _last_asked(moment)
    return asked_of_a_thing(asked) is not None or is_judging(asked)


def _last_asked(moment: Moment) -> str:
    last = last_from_outside(moment)
    return last.content if last is not None else ""


def _own_since_asked(moment: Moment) -> list[str]:
    """Return what one has said since something was last said from outside."""
    last, seen = last_from_outside(moment), moment.task.perceived
    start = seen.index(last) if last is not None else 0
    return [line.content for line in seen[start:] if line.own and line.kind == "TALK"]


def _freshest(voice: Voice, ideas: list[Perceived]) -> list[Perceived]:
    """Return the ideas that nobody has come back to yet first, the latest before the others."""
    said = "\n".join((*voice.own_lines, *voice.other_lines))
    ranked = [(said.count(hook_in(line.content)) > 1, -place, line) for place, line in enumerate(ideas)]
    return [line for _, _, line in sorted(ranked, key=lambda entry: entry[:2])]


def _build(voice: Voice, line: Perceived, asked: str, context: str) -> list[str]:
    device = device_in(line.content)
    heard = tuple(voice.other_lines)
    found = mechanism(voice, asked, context, heard, kindred(device.theme)) if device else None
    if found is None or voice.spoken(found.fact):
        return []
    text = voice.fill("build", name=voice.called(line.source), hook=hook_in(line.content), mechanism=found.device.act)
    return [text, voice.tell(found.fact)]


def _extend(voice: Voice, line: Perceived, asked: str, context: str) -> list[str]:
    """Add a device of one's own to somebody's idea, as a part of the same thing."""
    found = mechanism(voice, asked, context, tuple(voice.other_lines))
    if found is None or voice.spoken(found.fact) or found.fact.kind != "trouble":
        return []
    text = voice.fill("build", name=voice.called(line.source), hook=hook_in(line.content), mechanism=found.device.act)
    return [text, voice.tell(found.fact)]


def _concede(voice: Voice, line: Perceived, _: str, __: str) -> list[str]:
    fact = kindred_trouble(voice, line.content)
    if fact is None or fact.thing or voice.worn("concede"):
        return []
    return [voice.fill("concede", name=voice.called(line.source), hook=hook_in(line.content), fact=voice.tell(fact))]


def _object(voice: Voice, line: Perceived, asked: str, context: str) -> list[str]:
    said = " | ".join(normal(line) for line in voice.own_lines)
    if voice.rng.random() < 0.5 + 0.3 * voice.portrait.level("agreeableness"):
        return []
    name, hook = voice.called(line.source), hook_in(line.content)
    fact = obstacle(voice, line.content)
    if fact is not None:
        return [voice.fill("object", name=name, hook=hook, fact=voice.tell(fact))]
    ground = next((g for g in grounds(voice, asked, context) if g.fact and normal(g.catch) not in said), None)
    if ground is None or ground.fact is None:
        return []
    told = [] if voice.spoken(ground.fact) else [voice.tell(ground.fact)]
    return [voice.fill("object", name=name, hook=hook, fact=ground.catch), *told]
