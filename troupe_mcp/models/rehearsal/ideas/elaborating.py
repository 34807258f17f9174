"""Coming back to an own idea: how it would work, more about it, whether one would pay; nothing is added."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked import intents
from troupe_mcp.models.rehearsal.english.words import normal
from troupe_mcp.models.rehearsal.ideas.devices import Device, devices_in
from troupe_mcp.models.rehearsal.offers.products import product_of, workings
from troupe_mcp.models.rehearsal.offers.purse import funds
from troupe_mcp.models.rehearsal.person.troubles import needed

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_CHOOSES = re.compile(r"\b(?:which|best|favou?rite|pick|choose|vote)\b", re.IGNORECASE)


def own_device(voice: Voice) -> Device | None:
    """Return the device that the person proposed last."""
    found = [device for line in voice.own_lines for device in devices_in(line)]
    return found[-1] if found else None


def answer_own(voice: Voice, question: str, context: str) -> list[str]:
    """Answer what is asked about the person's own idea; nothing where there is none or something else is asked."""
    device = own_device(voice)
    if device is None:
        return []
    if intents.asks_own_idea(question):
        return _working(voice, device, question, context)
    if intents.asks_own_why(question) and device in devices_in(voice.own_lines[-1]):
        also = _other(voice, device)
        return [voice.tell(also)] if also is not None else [voice.frame("idea.why")]
    if intents.asks_to_pay(question):
        return _worth(voice)
    if _CHOOSES.search(question) and intents.asks_about_ideas(question) and not any(map(devices_in, voice.other_lines)):
        return [voice.fill("prefer.own", hook=device.hook)]
    return []


def _working(voice: Voice, device: Device, question: str, context: str) -> list[str]:
    """Return in what way the thing would know, then what else in the life it is for, then that this is all."""
    kind = product_of(question, context).kind
    known = workings(kind if kind in device.topics else device.topics[0])
    said = " | ".join(normal(line) for line in voice.own_lines)
    way = next((way for way in known if normal(way) not in said), "")
    also = _other(voice, device)
    parts = [voice.fill("idea.how", x=way)] if way else []
    if also is not None and not (way and voice.portrait.manner.has("terse")):
        parts.append(voice.tell(also))
    return parts or [voice.frame("idea.how.done")]


def _other(voice: Voice, device: Device) -> Fact | None:
    """Return a fact not told yet for which the same device is good."""
    kinds = ("trouble", *device.need.kinds)
    return next((fact for fact in voice.fresh(voice.portrait.of(*kinds)) if needed(fact, device.need)), None)


def _worth(voice: Voice) -> list[str]:
    """Return whether the own idea would be worth money: for whoever must count it, only a little."""
    if voice.portrait.tight < 1:
        return [voice.frame("idea.pay")]
    money = next(iter(voice.fresh(funds(voice.portrait))), None)
    return [voice.frame("idea.pay.tight"), *([voice.tell(money)] if money else [])]
