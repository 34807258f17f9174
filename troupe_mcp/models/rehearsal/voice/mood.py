"""The private side of a turn: a short thought, and a few words of feeling, attention and goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.company.exchanges import is_empty
from troupe_mcp.models.rehearsal.english.words import capital, lowered
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.models.rehearsal.voice.attention import topic

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_FEELINGS: dict[str, tuple[str, ...]] = {
    "hostile": ("annoyed", "besieged", "grimly amused"),
    "rude": ("suspicious", "impatient", "on guard"),
    "formal": ("composed", "reserved", "attentive"),
    "hesitant": ("tired but willing", "a little shy", "quietly glad"),
    "story": ("talkative", "moved", "expansive"),
    "exuberant": ("thrilled", "wound up", "restless"),
    "sly": ("amused", "curious", "in a trading mood"),
    "brisk": ("busy", "impatient", "amused for a second"),
    "slangy": ("half awake", "smug, then not", "twitchy"),
    "exact": ("alert", "doubtful", "entertained"),
    "orderly": ("calm", "settled", "thoughtful"),
    "dry": ("even", "patient", "faintly amused"),
    "terse": ("closed", "unmoved"),
    "rambling": ("talkative",),
    "warm": ("at ease", "glad"),
    "": ("calm", "attentive", "curious"),
}
_GOALS: dict[str, tuple[str, ...]] = {
    "hostile": ("to be left alone", "to have the last word"),
    "rude": ("to find out who is behind this", "to give nothing away"),
    "formal": ("to be exact and brief", "to keep the distance"),
    "hesitant": ("not to be a bother", "to say it right"),
    "story": ("to get to the point in time", "to be understood as a friend"),
    "exuberant": ("to win the room", "to hear applause"),
    "sly": ("to get something in return", "to learn who is asking"),
    "brisk": ("to be done and get back", "to hear a clear question"),
    "slangy": ("to look unbothered", "not to say too much"),
    "exact": ("to get the number right", "not to overclaim"),
    "orderly": ("to keep things in order", "to say it once, properly"),
    "dry": ("to say what is so and no more", "to see where this goes"),
    "terse": ("to end this",),
    "rambling": ("to tell it all",),
    "warm": ("to put the other at ease",),
    "": ("to answer honestly", "to be understood"),
}


def thought(voice: Voice, moment: Moment, content: str = "") -> str:
    """Return a private reaction to what was said or kept back; the wordings go round, so that none returns soon."""
    family = (*voice.listed("thought"), *frames()["thought.any"])
    about = topic(moment)
    vague = about.startswith(("what ", "the question", "where ")) or not (moment.questions or moment.by_person)
    if not content or is_empty(content):
        family = frames()["thought.gap" if content else "thought.silent"]
    else:
        family = tuple(wording for wording in family if ("{" not in wording) == vague)
    step = moment.task.step + _offset(voice.portrait.name)
    wording = family[step % len(family)]
    told = voice.told[0] if voice.told else None
    whole, _, without = wording.partition("|")
    hidden = None
    if told is not None and "{x" in whole and told.kind not in {"job", "origin"}:
        near = [fact for fact in voice.portrait.of(told.kind) if not fact.thing]
        hidden = voice.pick(near, told.keys)
    if "{x" in whole and hidden is None:
        whole = without
    asker = voice.called(moment.asker)
    text = whole.replace("{who}", asker if moment.by_person else _outside(moment.asker, asker))
    text = text.replace("{topic}", about)
    if hidden is not None:
        text = text.replace("{x_low}", lowered(hidden.said, voice.proper()))
    return voice.thinking(capital(text))


def _outside(source: str, name: str) -> str:
    """Return what somebody outside a talk is called: by a name of their own, else by their part."""
    return name if source[:1].isupper() else f"the {source}" if source else "somebody"


def _offset(name: str) -> int:
    return sum(ord(letter) for letter in name)


def mind(voice: Voice, moment: Moment, content: str = "", to: str = "") -> dict[str, str]:
    """Return the state of mind after the turn; who has asked somebody wants to hear the answer."""
    feature = voice.portrait.manner.features[0] if voice.portrait.manner.features else ""
    feeling = voice.rng.choice(_FEELINGS[feature])
    if voice.told and voice.told[0].kind == "trouble":
        feeling = "vexed at the thought of it" if voice.portrait.level("neuroticism") < 1 else "worked up again"
    goal = voice.rng.choice(_GOALS[feature])
    if to in moment.task.here and content.endswith("?"):
        goal = f"to hear what {voice.called(to)} says"
    return {"feeling": feeling, "attention": topic(moment), "goal": goal}
