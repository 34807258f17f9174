"""Yes or no to what one is asked to do, to pay or to allow: one side decides the word and the reason alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.intents import asks_price
from troupe_mcp.models.rehearsal.asked.usage import asks_use
from troupe_mcp.models.rehearsal.english.words import lowered
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.offers.sums import named_price
from troupe_mcp.models.rehearsal.offers.tariffs import names_thing
from troupe_mcp.models.rehearsal.polls.estimates import behind, inclination, whim

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.person.facts import Portrait
    from troupe_mcp.models.rehearsal.voice.voice import Voice

EVEN, _NEAR = -0.1, 0.06
"""Where a yes begins, of -1 to 1: who has nothing against a thing comes along. How near to it somebody is undecided."""
_DEED = re.compile(
    r"^\W*(?:(?:so|and|but|now|then|well),? )*(?:would|will|could) you (?:\w+ly |ever |also |like to |want to )*"
    r"(?:come|go|drop in|turn up|take part|visit|attend|bring|volunteer|help|join|donate)\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(r"\b(?i:you) (?:[a-z]+ )+(?:[A-Z]\w*|to (?:it|this|that))\W*$")
"""What a name alone is, or what is meant by "it", nobody can tell."""
_ALLOWS = re.compile(
    r"^\W*(?:(?:so|and|but|now|then|well),? )*(?:may|should|shall|must|ought|can|could|is|are|does|do|will|would)\b"
    r"(?! you\b)",
    re.IGNORECASE,
)
_PAYS = re.compile(
    r"\bwould you (?:\w+ )*?(?:pay|give|donate|spend)\b"
    r"|^\W*(?:may|should|can|could|shall|will) .*\b(?:ask|charge|cost|demand|take|want|fees?|price)\b",
    re.IGNORECASE,
)


def asks_deed(question: str) -> bool:
    """Return whether a question asks somebody along: would they come, take part, bring something."""
    return _DEED.match(question) is not None


def asks_to_pay(question: str) -> bool:
    """Return whether a question asks for a sum that it names: whether somebody pays it, or it may be asked for."""
    return named_price(question) is not None and _PAYS.search(question) is not None


def side_taken(person: Portrait, question: str, context: str, *, open_: bool = True) -> str:
    """Return the side that somebody takes: yes, no, or half where next to nothing decides and that is `open_`."""
    lean, _ = inclination(person, question, context)
    return "half" if open_ and abs(lean - EVEN) < _NEAR else "yes" if lean >= EVEN else "no"


def answer_side(voice: Voice, question: str, context: str, side: str) -> list[str]:
    """Return yes, no or neither with what speaks for that: an own fact, a whim, or what anybody may say."""
    fact = behind(voice.portrait, question, context, liked=side == "yes") if side != "half" else None
    said = voice.frame(f"side.{side}")
    if fact is not None and not voice.spoken(fact):
        return [said, voice.tell(fact)]
    level = {"yes": 1, "half": 0, "no": -1}[side]
    if _ALLOWS.match(question) and not asks_use(question):
        return [said, voice.frame(f"view.{side}")]
    why = whim(voice, level, context or question)
    return [_in_one(voice, said, why)] if asks_use(question) else [said, why]


def _in_one(voice: Voice, said: str, why: str) -> str:
    """Return a side and a whim in one breath: apart, each would be what many others say.

    A pause between the two comes after them, where somebody trails off.
    """
    why = lowered(why, voice.proper())
    return f"{said.rstrip('.…')}, {why.rstrip('.')}…" if said.endswith("…") else f"{said.rstrip('.')}: {why}"


def invited(voice: Voice, moment: Moment) -> list[str]:
    """Return whether somebody comes along to what was shown or told of; nothing where nobody is asked along."""
    return _decided(voice, moment) if asks_deed(moment.asked) else []


def would_use(voice: Voice, moment: Moment) -> list[str]:
    """Return whether somebody would use what a question names; nothing where none is named."""
    asked = moment.asked
    unknown = _UNKNOWN.search(asked) is not None and not names_thing(asked)
    if not asks_use(asked) or asks_price(asked) or unknown:
        return []
    voice.shaped = True
    return _decided(voice, moment)


def _decided(voice: Voice, moment: Moment) -> list[str]:
    asked = moment.asked
    if moment.by_person or options_in(moment.shown):
        return []
    shown = [p.content for p in moment.task.perceived if p.kind in {"show", "document", "SHOW", "situation"}]
    around = "\n".join(filter(None, [*shown[-4:], moment.text.replace(asked, "").strip()]))
    if not around and not names_thing(asked) and not asks_use(asked):
        return []
    voice.draw_alone()
    return answer_side(voice, asked, around, side_taken(voice.portrait, asked, around))
