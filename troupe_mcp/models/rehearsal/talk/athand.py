"""Open questions about things at hand: answered out of the own life, else as one sees such things, never by a gap."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.company.exchanges import is_empty
from troupe_mcp.models.rehearsal.english.words import keys
from troupe_mcp.models.rehearsal.life.neighbours import as_sentence
from troupe_mcp.models.rehearsal.life.selves import PRIVATE
from troupe_mcp.models.rehearsal.matters.carrying import carried
from troupe_mcp.models.rehearsal.matters.everyday import (
    about,
    angle_of,
    concerns,
    is_said,
    phrase_in,
    seen_in,
    thing_of,
    things,
)
from troupe_mcp.models.rehearsal.matters.outlook import is_same
from troupe_mcp.models.rehearsal.matters.sides import since_asked
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.talk.further import kind_of_follow_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.matters.everyday import Concern, Thing
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_KINDS: dict[str, tuple[str, ...]] = {
    "bother": ("trouble", "dislike", "belief"),
    "change": ("trouble", "belief"),
    "like": ("like", "routine", "habit", "interest"),
    "miss": ("like", "routine", "habit"),
    "last": ("routine", "habit"),
    "without": (),
}
"""The kinds of facts that answer what is asked of a thing."""
_OUGHT = ("should", "must", "ought")
_SPEAKS = {"last": "like", "without": "miss"}
"""In the words for what else something is answered."""
_AGAINST = {"bother": ("like", "miss"), "like": ("bother", "change"), "miss": ("bother", "change")}
"""What contradicts an answer: nobody likes a thing for what bothers them in it."""
_TEMPER: dict[str, tuple[tuple[str, float], ...]] = {
    "order": (("conscientiousness", 0.8),),
    "people": (("extraversion", 0.8), ("agreeableness", 0.3)),
    "noise": (("extraversion", -0.6), ("neuroticism", 0.4)),
    "trust": (("agreeableness", -0.8),),
    "time": (("openness", 0.3), ("neuroticism", 0.3)),
}
_ASKED_ON = {"why": "why", "mean": "why", "example": "eg", "then": "then"}


def at_hand(voice: Voice, moment: Moment, *, last: bool = False) -> list[str]:
    """Return what somebody among others says of an everyday thing; nothing where something else is asked.

    At `last`, where there is nothing better to say, it is so of any thing, and of somebody who is asked alone.
    """
    if moment.by_person or moment.task.private or options_in(moment.shown) or moment.things:
        return []
    for question in moment.questions if last or moment.task.here else ():
        thing, angle = thing_of(question), angle_of(question)
        if thing is not None and angle and (last or (thing is not things()[-1] and angle not in thing.left)):
            return of_a_thing(voice, question)
    return []


def of_a_thing(voice: Voice, question: str) -> list[str]:
    """Return an own fact about the thing that a question names, else what one makes of it by an own concern."""
    thing, angle = thing_of(question), angle_of(question)
    if thing is None or not angle:
        return []
    if (fact := _near(voice, thing, angle, phrase_in(question))) is not None:
        told = voice.tell(fact)
        return [voice.fill("hand.when", fact=told) if angle == "last" else told]
    seen = _sight(voice, thing, angle)
    if seen is None:
        return []
    concern, wording = seen
    beside = _beside(voice, concern, well=angle == "like") if angle in {"bother", "like"} else None
    return [voice.fill(f"hand.{angle}", x=wording), *([voice.tell(beside)] if beside else [])]


def _sight(voice: Voice, thing: Thing, angle: str) -> tuple[Concern, str] | None:
    """Return a wording that this person hasn't used, by the concern that weighs most with them."""
    said = thing.said[_SPEAKS.get(angle, angle)]
    for concern in _ranked(voice, thing, angle, said):
        listed = _unsaid(voice, said[concern.name])
        if listed:
            voice.shaped = True
            return concern, voice.least(listed) or voice.rng.choice(listed)
    return None


def _unsaid(voice: Voice, listed: Sequence[str]) -> tuple[str, ...]:
    return tuple(wording for wording in listed if not any(is_said(wording, line) for line in voice.own_lines))


def asked_on(voice: Voice, moment: Moment, *, last: bool = False) -> list[str]:
    """Return the reason, the example or what comes of it, where the last answer was on an everyday thing.

    At `last` it is the thing that was last asked about, whatever was answered.
    """
    if moment.by_person or not moment.questions or not moment.task.here:
        return []
    kind = _ASKED_ON.get(kind_of_follow_up(moment.questions[-1]), "")
    told = next((line for line in reversed(voice.own_lines) if not is_empty(line)), "") if kind else ""
    seen = seen_in(told) if told else None
    if kind and seen is None and last and (question := thing_before(moment)):
        seen = _first_sight(voice, question)
    if not kind or seen is None:
        return []
    concern, well = seen
    if kind == "why" and (fact := _beside(voice, concern, well=well)) is not None:
        return [voice.fill("explain", fact=voice.tell(fact))]
    listed = concern.said.get(f"{kind}+", concern.said[kind]) if well else concern.said[kind]
    fresh = _unsaid(voice, listed)
    wording = voice.least(fresh) or next(iter(fresh), "")
    voice.shaped = bool(wording)
    return [voice.fill(f"hand.{kind}", x=wording)] if wording else []


def thing_before(moment: Moment) -> str:
    """Return the question about an everyday thing that was last put to all, with what it is about; else nothing."""
    lines = [p.content for p in moment.task.perceived if p.kind == "say" and p.source not in moment.task.here]
    for place in range(len(lines) - 1, -1, -1):
        question = carried(lines[place], lines[:place])
        if angle_of(question) and thing_of(question) is not None:
            return question
    return ""


def added(voice: Voice, moment: Moment) -> list[str]:
    """Return what one adds to a question that was put to somebody else by whoever leads, once they have answered."""
    since = since_asked(moment)
    question = thing_before(moment)
    if not question or [line.source for line in since] != [moment.for_other] or moment.task.private:
        return []
    if voice.rng.random() > _ADDING[voice.portrait.level("extraversion")]:
        return []
    thing, angle = thing_of(question), angle_of(question)
    seen = _sight(voice, thing, angle) if thing is not None and angle in _OPEN else None
    return [voice.fill("hand.more", x=seen[1])] if seen else []


_OPEN = ("bother", "like", "miss", "change")
_ADDING = {-1: 0.25, 0: 0.5, 1: 0.75}
"""How often the withdrawn, the others and the outgoing add to an answer of somebody else."""


def _first_sight(voice: Voice, question: str) -> tuple[Concern, bool] | None:
    thing, angle = thing_of(question), angle_of(question)
    if thing is None:
        return None
    tongue = _SPEAKS.get(angle, angle)
    ranked = _ranked(voice, thing, angle, thing.said[tongue])
    return (ranked[0], tongue in {"like", "miss"}) if ranked else None


def _near(voice: Voice, thing: Thing, angle: str, phrase: str) -> Fact | None:
    """Return the own fact about the very thing that answers what is asked, and that nobody here has told."""
    sign = about(thing, phrase)
    if sign is None:
        return None
    busy = angle in {"like", "miss"} and not thing.spare.search(phrase)
    kinds = [kind for kind in _KINDS[angle] if not (busy and kind == "routine")]
    held = [as_sentence(voice, fact) for fact in voice.portrait.of(*kinds) if sign.search(fact.said)]
    fitting = [fact for fact in held if fact.said and _answers(fact, angle, sign)]
    return voice.pick(_untold(voice, fitting), keys(phrase))


def _answers(fact: Fact, angle: str, sign: re.Pattern[str]) -> bool:
    """Return whether a fact about a thing answers what is asked of it: a belief where the thing is what it is about."""
    if fact.kind == "belief":
        parts = fact.said.split()
        subject = sign.search(" ".join(parts[:_SUBJECT])) or sign.search(" ".join(parts[-2:]))
        ought = any(word in parts for word in _OUGHT)
        return subject is not None and (
            ought if angle == "change" else not ought and _SOUR.search(fact.said) is not None
        )
    return not fact.thing or fact.kind in {"like", "dislike", "interest"}


_SUBJECT = 4
_SOUR = re.compile(
    r"\b(?:not|no|nobody|never|too|only|lying|lies|swindle|theft|traps?|hurts?|worse|insult|shameful|can't|don't|already)\b",
    re.IGNORECASE,
)
"""What a conviction says that holds something against a thing."""


def _untold(voice: Voice, facts: Sequence[Fact]) -> list[Fact]:
    heard = [keys(line) for line in voice.other_lines]
    return [fact for fact in voice.fresh(facts) if not any(is_same(fact, line) for line in heard)]


def _ranked(voice: Voice, thing: Thing, angle: str, said: dict[str, tuple[str, ...]]) -> list[Concern]:
    """Return the concerns by their weight for somebody: what they spoke of goes on, what others said waits."""
    against = [name for other in _AGAINST.get(angle, ()) for name in _spoken(voice.own_lines, thing.said[other])]
    lately = [seen for line in voice.own_lines[-_LATELY:] if (seen := seen_in(line)) is not None]
    against += [concern.name for concern, well in lately if angle in _AGAINST and well != (angle != "bother")]
    goes_on = _spoken(voice.own_lines, thing.said["bother"]) if angle == "change" else ()
    heard = _spoken(voice.other_lines, said)
    last = next((line for line in reversed(voice.own_lines) if not is_empty(line)), "")
    ranked: list[tuple[float, int, Concern]] = []
    for place, concern in enumerate(concerns()):
        if concern.name not in said or concern.name in against:
            continue
        weight = _weight(voice, concern, thing) - 9 * (concern.name in heard) + 6 * (concern.name in goes_on)
        weight += 4 * (angle == "change" and not goes_on and concern.voiced.search(last) is not None)
        ranked.append((-weight, place, concern))
    return [concern for _, _, concern in sorted(ranked, key=lambda entry: entry[:2])]


_LATELY = 3
"""How many of the last own words are weighed, whatever thing they were of."""


def _spoken(lines: Sequence[str], said: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(name for name, listed in said.items() if any(is_said(each, line) for each in listed for line in lines))


def _weight(voice: Voice, concern: Concern, thing: Thing) -> float:
    """Return how much somebody looks at things by a concern: by what they hold, by temper, and by lot."""
    person: Portrait = voice.portrait
    shown = min(len(concern.facts(person)), 3) + (person.tight if concern.name == "cost" else 0)
    temper = sum(share * person.level(trait) for trait, share in _TEMPER.get(concern.name, ()))
    return 0.6 * shown + temper + Random(f"{voice.lot}/{person.name}/{thing.name}/{concern.name}").uniform(0, 1.6)


def _beside(voice: Voice, concern: Concern, *, well: bool) -> Fact | None:
    """Return a fact that shows a concern and can stand beside it among others: a liking only beside praise."""
    fits = [fact for fact in concern.told(voice.portrait) if fact.kind == "money" or not PRIVATE.search(fact.said)]
    return voice.pick(_untold(voice, [fact for fact in fits if (fact.kind == "like") == well]))
