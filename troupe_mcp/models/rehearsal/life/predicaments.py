"""What somebody says where a scene has put people into a fix and asks what they do: by temper, with nothing made up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.offers.whims import drawn

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_FIX = re.compile(
    r"\b(?:stuck|trapped|locked (?:in|out)|lost|stranded|missing|fire|smoke|alarm|storm|flood\w*|snowed in|power cut"
    r"|black-?out|breaks? down|broke(?:n)? down|breakdown|accident|crash\w*|collaps\w*|leak\w*|evacuat\w*|cancell?ed"
    r"|won't (?:start|open)|has stopped|is late|no way out|getting dark|emergency|stolen|injured|faint\w*|hurt)\b",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"\bwhat (?:do|will|would|should|can|could) (?:you|we)(?: all| both)? do\b(?! (?:for|at|on|in|when|with|about)\b)"
    r"|\b(?:decide|agree on|work out|plan) (?:together )?(?:what|how|who|on)\b|\bwhat now\b|\bwho does what\b"
    r"|\bhow (?:do|will|would|can) (?:you|we) (?:get|react|handle|deal|cope|respond)\b|\bwhat happens (?:now|next)\b",
    re.IGNORECASE,
)
_WARM = (
    "Is everybody all right? That comes first", "Nobody is left alone with this", "First I'd look who needs a hand",
)  # fmt: skip
_CAREFUL = (
    "First we find out what still works", "Nobody does anything in a hurry",
    "One thing at a time, and the safe one first",
)  # fmt: skip
_FORWARD = (
    "One calls for help, one looks for a way, the rest keep calm", "I'd try what can be tried, right now",
    "Somebody has to begin, so I do",
)  # fmt: skip
_UNEASY = ("I don't like this at all", "I'd rather be anywhere else", "I keep thinking that nobody comes")
_PLAIN = (
    "We wait a little. Somebody will notice", "I'd call for help and then wait",
    "I've no better plan than to ask for help",
)  # fmt: skip


def in_a_fix(voice: Voice, moment: Moment) -> list[str]:
    """Return what somebody would do in the fix that the situation tells of; nothing where there is none."""
    told = [line.content for line in moment.task.perceived if line.kind == "situation"]
    around = "\n".join([moment.task.situation, *told, moment.text])
    if moment.by_person or not _ACT.search(moment.text) or not _FIX.search(around):
        return []
    level = voice.portrait.level
    drawn_to = (
        (level("neuroticism"), 0, _UNEASY),
        (level("extraversion"), 1, _FORWARD),
        (level("agreeableness"), 2, _WARM),
        (level("conscientiousness"), 3, _CAREFUL),
        (0.2, 4, _PLAIN),
    )
    ways = [wordings for _, _, wordings in sorted(drawn_to, key=lambda entry: (-entry[0], entry[1]))]
    return [next((said for wordings in ways if (said := voice.least(wordings))), drawn(voice, _PLAIN))]
