"""The private side of a turn: a short thought, and a few words of feeling, attention and goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.words import keys, light, plain_words

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.moment import Moment
    from troupe_mcp.models.rehearsal.voice import Voice

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


def thought(voice: Voice) -> str:
    """Return a private reaction: mostly something of the same matter that stays unsaid."""
    told = voice.told[0] if voice.told else None
    if told is not None and voice.rng.random() < 0.75:
        hidden = voice.pick(
            [fact for fact in voice.portrait.of(told.kind) if not fact.thing and fact.kind not in {"job", "origin"}],
            told.keys,
        )
        if hidden is not None:
            return voice.say([voice.fill("thought.unsaid", x=hidden.said)])
    listed = voice.listed("thought")
    return voice.say([listed[(len(voice.own_lines) + len(voice.portrait.name)) % len(listed)]])


def mind(voice: Voice, moment: Moment) -> dict[str, str]:
    """Return the state of mind after the turn."""
    feature = voice.portrait.manner.features[0] if voice.portrait.manner.features else ""
    feeling = voice.rng.choice(_FEELINGS[feature])
    if voice.told and voice.told[0].kind == "trouble":
        feeling = "vexed at the thought of it" if voice.portrait.level("neuroticism") < 1 else "worked up again"
    return {"feeling": feeling, "attention": _attention(voice, moment), "goal": voice.rng.choice(_GOALS[feature])}


def _attention(voice: Voice, moment: Moment) -> str:
    """Return the topic: content words of the question, else of what was told."""
    faint = light()
    for text in (moment.asked, voice.told[0].said if voice.told else ""):
        topic = [word for word in plain_words(text) if keys(word) and keys(word)[0] not in faint and word.isalpha()]
        if topic:
            return " ".join(topic[-2:]) if text is moment.asked else topic[-1]
    asker = moment.asker.split()[0] if moment.asker.split() else ""
    return f"what {asker} said" if asker else "the room"
