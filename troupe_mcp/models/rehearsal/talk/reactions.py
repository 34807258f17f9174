"""Reactions where nothing was asked: to a statement, a thing shown, a greeting, a question to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked import intents
from troupe_mcp.models.rehearsal.asked.moment import WORDS_OF_OTHERS
from troupe_mcp.models.rehearsal.company import company, discussion
from troupe_mcp.models.rehearsal.company.exchanges import is_empty
from troupe_mcp.models.rehearsal.company.going_on import goes_on, pair_up
from troupe_mcp.models.rehearsal.company.thread import unlabelled
from troupe_mcp.models.rehearsal.ideas.proposals import proposal_of
from troupe_mcp.models.rehearsal.ideas.rounds import carry_on, is_of_a_thing
from troupe_mcp.models.rehearsal.offers.affinity import offer_pull
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.polls.choices import answer_choice
from troupe_mcp.models.rehearsal.talk import talk
from troupe_mcp.models.rehearsal.talk.athand import added

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice


def unasked(voice: Voice, moment: Moment) -> list[str]:
    """React to a statement, a thing shown or a greeting; often with nothing."""
    text, cue = moment.text, moment.cue
    spoken = cue is not None and cue.kind in WORDS_OF_OTHERS
    if spoken and intents.is_goodbye(text) and not (moment.by_person and is_empty(text)):
        return [voice.frame("wave", must=False)]
    if spoken and intents.is_greeting(text):
        return [] if moment.own else [voice.frame("greet")]
    if cue is not None and moment.by_person:
        return _to_person(voice, moment)
    options = options_in((text,))
    if options:
        return answer_choice(voice, options, moment.asked) if moment.addressed else []
    if cue is not None and cue.kind in {"show", "document", "say", "think", "goal"}:
        return _to_thing(voice, moment)
    return []


def _to_person(voice: Voice, moment: Moment) -> list[str]:
    cue = moment.cue
    if cue is None:
        return []
    if goes_on(moment):
        return []
    further = None if moment.task.private else carry_on(voice, moment)
    if further is not None:
        return further
    quiet = voice.portrait.level("extraversion") < 0 and not moment.addressed and len(moment.task.here) > 1
    if quiet and voice.rng.random() < 0.5:
        return []
    if len(moment.task.here) > 1 and (is_of_a_thing(moment) or not proposal_of(cue.content)[0]):
        return discussion.take_part(voice, moment)
    return pair_up(voice, moment) or talk.respond(voice, cue, room=len(moment.task.here))


def _to_thing(voice: Voice, moment: Moment) -> list[str]:
    sign, belief = company.stance(voice, moment.text)
    if belief is not None:
        return [voice.frame("yes" if sign > 0 else "no"), voice.tell(belief)]
    seen = offer_pull(voice.portrait, unlabelled(moment.text))
    fact = next((link.fact for link in (*seen.pros, *seen.cons) if not voice.spoken(link.fact)), None)
    quiet = voice.portrait.level("extraversion") < 0 and not moment.task.private
    if fact is None or (quiet and voice.rng.random() < 0.5):
        return []
    return [voice.tell(fact)]


def overheard(voice: Voice, moment: Moment) -> list[str]:
    """A question to somebody else: mostly silence; one adds to it where the talk is led or a belief is touched."""
    if not moment.by_person and (said := added(voice, moment)):
        return said
    sign, belief = company.stance(voice, moment.text)
    if belief is None or voice.portrait.level("extraversion") < 1 or voice.rng.random() < 0.7 or not moment.by_person:
        return []
    return [voice.fill("agree" if sign > 0 else "disagree", name=voice.called(moment.asker), fact=voice.tell(belief))]
