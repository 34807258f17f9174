"""Ideas as mechanisms: what the product can do, met with what the own life asks for; else no idea is claimed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from troupe_mcp.models.rehearsal.asked.intents import asks_ideas
from troupe_mcp.models.rehearsal.english.words import capital, concepts, faint, keys, lowered, shared
from troupe_mcp.models.rehearsal.ideas.devices import Device, device_in, devices_in, devices_of
from troupe_mcp.models.rehearsal.life.situations import fitting, views
from troupe_mcp.models.rehearsal.offers.objections import grounds
from troupe_mcp.models.rehearsal.offers.products import NOTHING, is_tool, kinds_of, product_of, touches
from troupe_mcp.models.rehearsal.person.troubles import kindred, needed, needs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_LIFE = ("health", "work", "routine", "family", "habit", "money", "media", "other", "origin", "past")
_ON_SCREENS = ("soft", "phone", "chat", "doctor", "office", "nav", "bank", "text", "calendar", "grocery")
_ANYBODY = 0.75
"""How often somebody without a need of their own asks for what anybody may ask for."""
_TASTE = ("dislike", "like", "interest", "belief")
_PARTNER = re.compile(r"\bmy (?:\w+ )?(?:wife|husband|girlfriend|boyfriend|partner|fianc\w+)\b", re.IGNORECASE)
_PARTED = re.compile(r"\b(?:separated|divorced|late|died|dead|left me|ex-?\w+|widow\w*|former)\b", re.IGNORECASE)
_TAUGHT = re.compile(
    r"\b(?:pupils?|students?|classes|teach\w*|homework|exams?|lessons?|daycare|kindergarten)\b",
    re.IGNORECASE,
)


_WISH = re.compile(
    r"\b(?:mak\w+|chang\w+|improv\w+|help\w*|eas\w+|better)\b.*\b(?:your|the) (?:\w+ )?(?:work|job|life|days?|street"
    r"|town|city|village|neighbou?rhood|school|home|house|flat|commute|way|journey|week|family|evenings?|office)\b"
    r"|\bwhat (?:is|'s) missing (?:where|in your|in the (?:city|town|village))",
    re.IGNORECASE,
)
_TOWN = re.compile(
    r"\bwhat (?:should|could|can|must) (?:the|your|our) (?:town|city|state|government|mayor|boss|school|company"
    r"|council|village|country|politicians) do\b",
    re.IGNORECASE,
)
_OFFERED = re.compile(
    r"\b(?:apps?|products?|devices?|AI|prototype|software|features?|gadgets?|platform)\b"
    r"|\bwe (?:are |'re )?(?:building|build|design\w*|develop\w*)\b",
    re.IGNORECASE,
)


class Idea(NamedTuple):
    """A device and the fact of the person that it meets."""

    device: Device
    fact: Fact


def answer_idea(voice: Voice, question: str, context: str, heard: tuple[str, ...], *, alone: bool = True) -> list[str]:
    """Return one idea: the device's act and what it meets; else that there is none, and to one asker what annoys."""
    if _TOWN.search(question) or (_WISH.search(question) and not _OFFERED.search(context)):
        return wish(voice, question)
    idea = mechanism(voice, question, context, heard)
    if idea is None:
        return without_idea(voice, question, context) if alone else [_plain(voice, question, context, heard)]
    return [idea_text(voice, named_after(idea.device.act, question, context), idea.fact)]


def wish(voice: Voice, question: str) -> list[str]:
    """Return what would have to end, where a part of one's life is to be made better and no product is spoken of."""
    held = [fact for fact in views(voice.portrait, question) if fact.kind == "belief"]
    if view := next(iter(voice.fresh(held)), None):
        return [voice.tell(view)]
    fact = next(iter(voice.fresh(fitting(voice.portrait.of("trouble"), question))), None)
    return [voice.fill("wish", fact=voice.tell(fact))] if fact is not None else [voice.frame("gap")]


def without_idea(voice: Voice, question: str, context: str) -> list[str]:
    """Return what annoys instead, or what such a thing had better not do; used up, that there is nothing."""
    crossed = next((ground for ground in grounds(voice, question, context) if ground.fact), None)
    if crossed is not None and crossed.fact is not None and not voice.spoken(crossed.fact) and voice.rng.random() < 0.3:
        return [voice.fill("noidea.not", x=crossed.catch), voice.tell(crossed.fact)]
    fact = voice.pick(voice.portrait.of("trouble"), keys(f"{question}\n{context}"))
    if fact is not None:
        return [voice.fill("noidea", fact=voice.tell(fact))]
    return [voice.frame("noidea.done" if any(map(devices_in, voice.own_lines)) else "gap")]


def idea_text(voice: Voice, act: str, fact: Fact) -> str:
    """Return a mechanism and what it meets in one of the voice's ways of proposing."""
    if voice.spoken(fact):
        voice.told.append(fact)
        return voice.fill("idea.told", mechanism=act).replace("{Mechanism}", capital(act))
    trouble = _liked(voice, fact) if fact.thing else voice.tell(fact).rstrip(".")
    frame = voice.frame("idea" if fact.kind == "trouble" else "idea.life")
    for hole, value in (
        ("mechanism_low", lowered(act, ("AI", "TV"))),
        ("mechanism", capital(act)),
        ("trouble_low", lowered(trouble, voice.proper())),
        ("trouble", trouble),
    ):
        frame = frame.replace("{" + hole + "}", value)
    return frame


def _plain(voice: Voice, question: str, context: str, heard: tuple[str, ...]) -> str:
    """Return what anybody may ask of such a thing and nobody here has asked yet; else that there is no idea."""
    known = {device.hook: None for line in (*heard, *voice.own_lines) for device in devices_in(line)}
    kinds = kinds_of(product_of(question, context))
    fresh = [device for device in devices_of(*kinds) if device.theme == "plain" and device.hook not in known]
    if not fresh or any(map(devices_in, voice.own_lines)) or voice.rng.random() > _ANYBODY:
        return voice.frame("noidea.bare")
    act = named_after(voice.rng.choice(fresh).act, question, context)
    return voice.fill("idea.plain", x=act)


def _liked(voice: Voice, fact: Fact) -> str:
    """Return a liked or disliked thing as a reason: the wordings of small talk are too short to be one."""
    voice.told.append(fact)
    return f"I don't like {fact.said}" if fact.sign < 0 else f"I like {fact.said}"


def mechanism(
    voice: Voice, question: str, context: str = "", heard: tuple[str, ...] = (), themes: tuple[str, ...] = ()
) -> Idea | None:
    """Return a device that nobody proposed yet and the own fact it answers, of the product's kind."""
    product = product_of(question, context)
    person, kinds, tool = voice.portrait, kinds_of(product), is_tool(product)
    if not _concerns(person, kinds[0]):
        return None
    proposed = [device for line in (*heard, *voice.own_lines) for device in devices_in(line)]
    worn = {device.hook: None for device in proposed}
    used = {device.theme: None for device in proposed}
    wanted = tuple(key for key in keys(f"{question}\n{context}") if key not in faint())
    about = concepts(question)
    best, found = 0.0, None
    for rank, fact in _facts(voice):
        near = 0.8 * len(shared(fact.keys, wanted)) + 0.3 * len(shared(fact.concepts, about))
        for device in _met(fact.kind, fact.said, kinds):
            if (
                device.hook in worn
                or (tool and not any(topic in _ON_SCREENS for topic in device.topics))
                or (device.theme == "tight" and person.tight < 1)
                or (themes and device.theme not in themes)
            ):
                continue
            value = rank + near - 0.1 * len(device.topics) - (device.theme in used) + voice.rng.random()
            if found is None or value > best:
                best, found = value, Idea(device, fact)
    return found


def _facts(voice: Voice) -> Iterator[tuple[float, Fact]]:
    """Yield the facts that an idea can come from, with how much they weigh: troubles before ways of living."""
    person = voice.portrait
    taken = [fact for line in voice.own_lines for fact in _behind(person, line)]
    for weight, facts in ((3.0, person.of("trouble")), (1.2, person.of(*_LIFE)), (0.6, person.of(*_TASTE))):
        for fact in facts:
            if fact in taken or fact in voice.told:
                continue
            if not voice.spoken(fact):
                yield weight, fact
            elif weight > 2:
                yield weight - 1, fact


def _behind(person: Portrait, line: str) -> Iterator[Fact]:
    """Yield the facts that stand in a line which proposed something: they had their device."""
    if devices_in(line):
        said = keys(line)
        yield from (fact for fact in person.of("trouble", *_LIFE, *_TASTE) if all(key in said for key in fact.keys))


def _concerns(person: Portrait, kind: str) -> bool:
    """Return whether a thing of this kind has a place in the life: no dating for couples, no school without pupils."""
    if kind == "dating":
        return not any(_PARTNER.search(f.said) and not _PARTED.search(f.said) for f in person.of("family"))
    if kind == "school":
        small = any(needed(fact, needs()["child"]) for fact in person.of("family"))
        return small or any(_TAUGHT.search(f.said) for f in person.of("work", "job", "trouble"))
    return kind not in {"herd", "field"} or any(f.concepts and "nature" in f.concepts for f in person.of("work", "job"))


@lru_cache(maxsize=20_000)
def _met(kind: str, said: str, kinds: tuple[str, ...]) -> tuple[Device, ...]:
    """Return the devices of some kinds of products that meet a fact."""
    return tuple(
        device
        for device in devices_of(*kinds)
        if kind in device.need.kinds and device.need.met(said) and _reaches(device, kinds, said)
    )


def _reaches(device: Device, kinds: tuple[str, ...], said: str) -> bool:
    """Return whether the trouble is within the product's world: a fridge mends no fuel queue."""
    kind = next(kind for kind in kinds if kind in device.topics)
    return not device.need.is_trouble or touches(kind, device.theme, said)


def named_after(act: str, question: str, context: str = "") -> str:
    """Put the product's name for `it`, where the talk names one: "the app keeps working …"."""
    noun = product_of(question, context).noun
    return f"the {noun} {act[3:]}" if noun and act.startswith("it ") else act


def names_product(text: str) -> bool:
    """Return whether a text names a product, or asked for ideas before."""
    return product_of(text) != NOTHING or asks_ideas(text)


def kindred_trouble(voice: Voice, text: str) -> Fact | None:
    """Return the own trouble that an idea of somebody else would meet, if there is one."""
    device = device_in(text)
    if device is None or (device.theme == "tight" and voice.portrait.tight < 1):
        return None
    alike = [needs()[name] for name in kindred(device.theme)]
    facts = voice.fresh(voice.portrait.of("trouble", *device.need.kinds))
    return next((fact for need in alike for fact in facts if needed(fact, need)), None)
