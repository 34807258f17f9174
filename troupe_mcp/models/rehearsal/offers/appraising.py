"""What somebody thinks of a thing on offer: what they like in it, what bothers them, what it would take."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from troupe_mcp.models.rehearsal.asked import intents
from troupe_mcp.models.rehearsal.asked.moment import questions_of
from troupe_mcp.models.rehearsal.asked.usage import asks_use
from troupe_mcp.models.rehearsal.english.words import keys, light, shared
from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.offers.conditions import is_named, worded
from troupe_mcp.models.rehearsal.offers.offering import Offering, aspects_of, offering_in, offering_of
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.offers.points import facts_behind, held_by, points
from troupe_mcp.models.rehearsal.offers.pricing import named_price
from troupe_mcp.models.rehearsal.offers.products import SERVED, bare, product_of, sort_of
from troupe_mcp.models.rehearsal.offers.purchases import asked_of_a_thing, family_of
from troupe_mcp.models.rehearsal.person.means import currency_in
from troupe_mcp.models.rehearsal.polls.estimates import score

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.offers.points import Point
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_LIKES = (
    r"\bwhat (?:do|would|did|might|could) you (?:\w+ )?(?:like|enjoy|love|appreciate)\b|\bwhat(?:'s| is) (?:good"
    r"|nice|the best)"
    r"|\bwhat (?:speaks|would speak) for\b|\bwhat (?:appeals|attracts|convinces|pleases|tempts)\b|\badvantages?\b"
    r""
)
_BOTHERS = (
    r"\bwhat (?:\w+ )?(?:bothers|annoys|worries|irritates|disturbs|displeases|puts you off)\b"
    r"|\bwhat(?: (?:don't|do|would))? you (?:not like|dislike|hate|miss about)\b|\bwhat don't you like\b|\bdislike\b"
    r"|\bwhat(?:'s| is) (?:bad|wrong|the (?:problem|catch|worst))|\bspeaks against\b"
    r"|\b(?:disadvantage|drawback|downside|concern|worr(?:y|ie)|doubt|reservation)s?\b|\bbothers you\b"
)
_TELLS = (
    r"\b(?:tell|mention it to) (?:a |your |any |other )?(?:friends?|neighbou?rs?|others?|people|anybody|somebody"
    r"|someone)\b"
    r"|\brecommend\b|\bpass it on\b|\bspread the word\b"
)
_THINKS = (
    r"\bwhat (?:do|would|did) you (?:all |each |both )?(?:think|make|say|feel)\b(?! (?:they|people|others|he|she)\b)"
    r"|\bhow (?:does|do) (?:that|this|it|these) sound\b|\byour (?:\w+ )?(?:reaction|impression|opinion|thoughts?"
    r"|view|take)\b"
    r"|\bfirst (?:reaction|impression|thought)s?\b|\bhow (?:do|would) you (?:like|find|feel about)\b"
    r"|\b(?:something|anything|one) for you\b|\ba good idea\b|\bdo you (?:\w+ )?like (?:it|this|that|the)\b"
    r"|\bdoes (?:it|that|this) (?:appeal|interest|tempt)\b"
)
_WOULD = (
    r"^\W*(?:(?:so|and|but|now|then|well),? )*(?:would|could|will|can|do) you (?:\w+ ){0,2}?(?:order|use|try"
    r"|take|book|join"
    r"|subscribe|sign up|buy|get|want|need|go (?:there|for)|have it)\b|\bare you interested\b"
)
_IFS = (
    r"\bwhat would (?:make|get|bring|tempt|lead) you (?:to )?(?:\w+ )?(?:come|take part|say yes|do it|sign up|agree)\b|"
    r"\bwhat would (?:it take|have to (?:be|happen|change)|need to (?:be|happen|change))\b"
    r"|\bwhat would make .{1,60} worth\b|\bunder what conditions?\b|\bhow (?:could|can) we (?:win"
    r"|convince) you\b"
)
_WANTED = tuple(
    (name, re.compile(wording, re.IGNORECASE))
    for name, wording in (("tell", _TELLS), ("if", _IFS), ("bother", _BOTHERS), ("like", _LIKES), ("would", _WOULD))
)
_BELIEF = re.compile(
    r"\b(?:do you (?:doubt|believe|agree|disagree)|is it true|would you (?:say|agree)) that\b", re.IGNORECASE
)
"""Asks whether something is so, which nobody offers."""
_THINKING = re.compile(_THINKS, re.IGNORECASE)
_BY_FAMILY = {"no": "keep", "if": "if", "look": "look", "irk": "bother"}
_BACK = re.compile(
    r"\b(?:it|this|that|them|there|(?:the|our|this|that|such an?) (?:\w+ )?(?:ideas?|offers?|services?|products?"
    r"|plans?"
    r"|concepts?|thing|app|shop|subscription|club|course|proposal))\b",
    re.IGNORECASE,
)
_OWN_LIFE = re.compile(r"\b(?:at|about|in|of|with) your (?!door\b|home\b|house\b)", re.IGNORECASE)
_SHORT = 7
_KNOWN = 4
"""Of the points that count for somebody, among how many of the nearest the lot is drawn."""
_GOOD, _BAD = 0.75, -0.75


def appraised(voice: Voice, moment: Moment) -> list[str]:
    """Return what somebody thinks of a thing on offer; nothing where none is, or something else is asked."""
    if moment.by_person or moment.for_other or options_in(moment.shown):
        return []
    if not moment.questions:
        return _pitched(voice, moment)
    wanted = _wanted(moment.asked)
    offer = _offer(moment, wanted) if wanted else None
    if offer is None or (wanted == "keep" and "device" in offer.aspects):
        return []
    if wanted in {"think", "would"} and _is_elsewhere(moment, offer):
        return []
    if wanted == "would" and offering_of(moment) is None and not _counts(voice, offer):
        return []
    voice.draw_alone()
    if wanted in {"think", "would"}:
        return _verdict(voice, offer, wanted)
    if wanted == "both":
        return [_both(voice, offer, liked=leaning(voice, offer) >= 0)]
    tongue, family = _SAID[wanted]
    return [one_point(voice, offer, tongue, family)]


def _pitched(voice: Voice, moment: Moment) -> list[str]:
    """Return what somebody thinks of what is offered to them in words, though nobody asks."""
    offer = offering_in(moment.text) if moment.cue is not None and moment.cue.kind == "say" else None
    if offer is None or _is_elsewhere(moment, offer):
        return []
    voice.draw_alone()
    return [opinion_of(voice, offer)]


_SAID = {
    "like": ("like", "offer.like"),
    "bother": ("bother", "offer.con"),
    "keep": ("bother", "offer.con"),
    "if": ("if", "weigh.if"),
    "look": ("look", "weigh.look"),
    "tell": ("tell", "offer.tell"),
}


@lru_cache(maxsize=5000)
def _wanted(asked: str) -> str:
    """Return what is wanted of a thing on offer, by the wording; empty where it is another question."""
    plain = asked.replace("’", "'")
    if _BELIEF.search(plain):
        return ""
    found = [name for name, wording in _WANTED if wording.search(plain)] or (["would"] if asks_use(plain) else [])
    if "like" in found and "bother" in found:
        return "both"
    if {"tell", "if"} & {*found}:
        return found[0]
    family = _BY_FAMILY.get(family_of(plain), "")
    if family or intents.asks_objection(plain):
        return family or "keep"
    return found[0] if found else "think" if _THINKING.search(plain) else ""


def _offer(moment: Moment, wanted: str) -> Offering | None:
    """Return the offer that a question is about, where it is about one."""
    asked = moment.asked
    if intents.asks_rating(asked) or (wanted not in {"if", "tell"} and intents.asks_price(asked)):
        return None
    here = offering_in(moment.text)
    if here is not None:
        return here
    if _OWN_LIFE.search(asked):
        return None
    told = offering_of(moment)
    if told is not None and _refers(asked, told):
        return told
    named = Offering(bare(asked), aspects_of(bare(asked)))
    if wanted == "would":
        return named if named.sorts and "device" not in named.sorts and asks_use(asked) else None
    return (
        named
        if wanted not in {"think", "like"} and named.sorts and (wanted == "tell" or asked_of_a_thing(asked) is None)
        else None
    )


def _refers(asked: str, offer: Offering) -> bool:
    """Return whether a question comes back to an offer: by a pronoun, by its own words, or by naming nothing else."""
    wanted = [key for key in keys(asked) if key not in light()]
    named = [name for name in aspects_of(bare(asked)) if name in offer.sorts]
    return bool(_BACK.search(asked) or named or shared(tuple(wanted), keys(offer.text))) or len(asked.split()) <= _SHORT


def _is_elsewhere(moment: Moment, offer: Offering) -> bool:
    """Return whether a price or a known device decides, of which others speak better."""
    if any(named_price(text) is not None and currency_in(text) for text in (moment.text, offer.text)):
        return True
    return "device" in offer.aspects and offering_in(moment.asked) is None


def leaning(voice: Voice, offer: Offering) -> float:
    """Return how much somebody is for an offer, 0 where nothing decides."""
    number, _ = score(voice.portrait, "On a scale from 1 to 9?", offer.text)
    found = [
        sum(0.3 if point.of_all else 1.0 for point in _applying(offer, tongue) if facts_behind(voice, point))
        for tongue in ("like", "bother")
    ]
    temper = 0.3 * (voice.portrait.level("openness") + voice.portrait.level("agreeableness"))
    return found[0] - found[1] + 0.4 * (number - 5) + temper - 2 * bool(stranger_to(voice, offer))


def _counts(voice: Voice, offer: Offering) -> bool:
    """Return whether something in the own life speaks for a kind of thing, or against it, as somebody is inclined."""
    tongue = "like" if leaning(voice, offer) >= 0 else "bother"
    return any(not point.of_all for point, _ in _counting(voice, offer, tongue))


def opinion_of(voice: Voice, offer: Offering) -> str:
    """Return what speaks for a thing and what against it, the weightier one first."""
    return _both(voice, offer, liked=leaning(voice, offer) >= 0)


def _verdict(voice: Voice, offer: Offering, wanted: str) -> list[str]:
    """Return yes, no or maybe where a deed is asked for, with what speaks for it and against it."""
    lean = leaning(voice, offer)
    name = "yes" if lean > _GOOD else "no" if lean < _BAD else "half"
    said = _both(voice, offer, liked=lean >= 0) if wanted == "think" or name == "half" else ""
    said = said or one_point(
        voice, offer, "like" if name == "yes" else "bother", "offer.like" if name == "yes" else "offer.con"
    )
    return [said] if wanted == "think" else [voice.frame(f"offer.{name}"), said]


def _both(voice: Voice, offer: Offering, *, liked: bool) -> str:
    """Return what speaks for a thing and what against it, the weightier one first and with its reason."""
    order = ("like", "offer.like", "bother", "offer.but") if liked else ("bother", "offer.con", "like", "offer.though")
    said = one_point(voice, offer, order[0], order[1])
    return f"{said} {voice.fill(order[3], x=_bare_point(voice, offer, order[2]))}"


def asks_judgement(question: str) -> bool:
    """Return whether a question asks what is thought of a thing, not for something to be thought up."""
    return _wanted(question) in {"think", "like", "bother", "both"}


def is_judging(text: str) -> bool:
    """Return whether a question asks what is thought of what it offers, so that no answer to it is an invention."""
    return offering_in(text) is not None and _wanted(" ".join(questions_of(text))) != ""


def wished(voice: Voice, question: str, context: str) -> list[str]:
    """Return what somebody would have a thing be that no device is: bread is not improved by an idea for a gadget."""
    offers = (offering_in(text) for text in (question, *reversed(context.split("\n"))))
    offer = next((offer for offer in offers if offer is not None), None)
    if offer is None or product_of(question, context).kind:
        return []
    return [one_point(voice, offer, "if", "weigh.if")]


def further_point(voice: Voice, text: str) -> list[str]:
    """Return one more point about what a text offers, for which something in the own life speaks; else nothing."""
    offer = offering_in(text)
    tongues = voice.rng.sample(_ADDED, len(_ADDED)) if offer is not None else []
    wanted = next((name for name in tongues if offer is not None and _fresh(voice, offer, _SAID[name][0])), "")
    return [one_point(voice, offer, *_SAID[wanted])] if offer is not None and wanted else []


_ADDED = ("like", "bother", "look", "if")


def one_point(voice: Voice, offer: Offering, tongue: str, family: str) -> str:
    """Return one point about a thing with the own fact by which it counts, else what anybody may say of it."""
    found = _fresh(voice, offer, tongue)
    if found is None:
        wording = _plain(voice, offer, tongue)
        return voice.fill(_PLAIN.get(family, "offer.plain"), x=wording)
    point, facts = found
    fact = voice.pick(facts, keys(offer.text)) or facts[0]
    return worded(voice, family, _wording(voice, point, tongue), fact)


_PLAIN = {"weigh.if": "offer.if", "offer.tell": "offer.tell.plain"}


def _bare_point(voice: Voice, offer: Offering, tongue: str) -> str:
    found = _fresh(voice, offer, tongue)
    return _plain(voice, offer, tongue) if found is None else _wording(voice, found[0], tongue)


def _wording(voice: Voice, point: Point, tongue: str) -> str:
    return voice.least(point.said[tongue]) or voice.rng.choice(point.said[tongue])


def stranger_to(voice: Voice, offer: Offering) -> tuple[str, ...]:
    """Return what is said of a thing for people with something that this file has nothing of: a dog, children."""
    others = cast("dict[str, list[str]]", read("offers.json")["for_others"])
    need = next((name for name in offer.sorts if name in others), "")
    if not need or any(need in point.of and facts_behind(voice, point) for point in _applying(offer, "look")):
        return ()
    return tuple(others[need])


def _plain(voice: Voice, offer: Offering, tongue: str) -> str:
    """Return what anybody may say, where no fact of a life makes anything count."""
    listed = stranger_to(voice, offer) if tongue == "bother" else ()
    plain = tuple(cast("dict[str, list[str]]", read("offers.json")["plain"])[tongue])
    return voice.least(listed or _served(offer, tongue)) or voice.least(plain, own=True) or voice.rng.choice(plain)


def _served(offer: Offering, tongue: str) -> tuple[str, ...]:
    """Return what anybody may say of a thing that people do or keep, rather than make: hours, ways, counters."""
    sort = sort_of(product_of(bare(offer.text)), offer.text)
    if sort not in SERVED:
        return ()
    if tongue == "bother":
        return tuple(cast("dict[str, list[str]]", read("objections.json")["plain"])[sort])
    return tuple(cast("dict[str, list[str]]", read("offers.json")["served"]).get(tongue, ()))


def _counting(voice: Voice, offer: Offering, tongue: str) -> list[tuple[Point, list[Fact]]]:
    """Return the points that count for somebody about an offer, those of its own kind before those of all things."""
    found = [(point, facts) for point in _applying(offer, tongue) if (facts := _of_it(held_by(voice, point), offer))]
    return sorted(found, key=lambda entry: entry[0].of_all)


def _of_it(facts: list[Fact], offer: Offering) -> list[Fact]:
    """Return the facts that can count about a thing: of a bus or a library nobody speaks as of what adverts promise."""
    public = sort_of(product_of(bare(offer.text)), offer.text) in {"place", "line"}
    return [fact for fact in facts if not (public and _OF_ADVERTS.search(fact.said))]


_OF_ADVERTS = re.compile(r"\b(?:advert\w*|ads?)\b", re.IGNORECASE)


def _applying(offer: Offering, tongue: str) -> list[Point]:
    """Return the points about things like the one on offer that can be said where something is wanted."""
    return [
        point
        for point in points("offers.json")
        if tongue in point.said
        and (point.of_all or any(all(part in offer.aspects for part in name.split("+")) for name in point.of))
    ]


def _fresh(voice: Voice, offer: Offering, tongue: str) -> tuple[Point, list[Fact]] | None:
    """Return one of the nearest points that nobody here has made yet."""
    if tongue == "bother" and stranger_to(voice, offer):
        return None
    found = _counting(voice, offer, tongue)
    said = (*voice.other_lines, *voice.own_lines)
    found = [entry for entry in found if not is_named(entry[0].said[tongue], said)]
    found = [entry for entry in found if not entry[0].of_all][:_KNOWN] or found[:_KNOWN]
    return voice.rng.choice(found) if found else None
