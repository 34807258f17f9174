"""Asked on right after an answer ("Why?", "What do you mean?"): it is drawn out from itself, or from its reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.fielding import own_fields
from troupe_mcp.models.rehearsal.asked.usage import asks_use
from troupe_mcp.models.rehearsal.company.exchanges import is_empty
from troupe_mcp.models.rehearsal.english.sentences import bare, sentences
from troupe_mcp.models.rehearsal.english.words import coverage, keys
from troupe_mcp.models.rehearsal.matters.consents import consent_of
from troupe_mcp.models.rehearsal.matters.grounds import LIVED, nearness
from troupe_mcp.models.rehearsal.matters.plans import plan_in, side_in
from troupe_mcp.models.rehearsal.matters.siding import asks_to_pay, side_taken
from troupe_mcp.models.rehearsal.offers.appraising import one_point
from troupe_mcp.models.rehearsal.offers.offering import Offering, aspects_of
from troupe_mcp.models.rehearsal.offers.products import bare as without_means
from troupe_mcp.models.rehearsal.offers.purse import funds
from troupe_mcp.models.rehearsal.talk.further import kind_of_follow_up

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_NEXT = ("morning", "workday", "evening", "weekend")
_VERDICT = re.compile(r"^(?:yes|no|sure|maybe|perhaps|rather|probably)\b[^:]{0,30}: ", re.IGNORECASE)
"""A side before what is said for it."""
_SURE = 3
"""How near a fact is to a question that it answers of itself."""
_TWICE = 2
"""In how many answers a thing stands before nothing more can be drawn from it."""


def follow_up(voice: Voice, question: str, topic: str = "") -> list[str]:
    """Return the continuation of the own last answer, which was to `topic`; nothing where the question stands alone."""
    kind = kind_of_follow_up(question)
    if not kind or not voice.own_lines:
        return []
    if kind == "really":
        return [voice.frame("indeed", must=False) or voice.frame("nomore")]
    told = _told_last(voice)
    following = _following(voice, told, kind, topic) if told is not None else None
    if following is None:
        return _elaborated(voice, kind, told, topic) or [voice.frame("nomore")]
    said = voice.tell(following)
    if kind in {"why", "mean"}:
        return [voice.fill("explain", fact=said)]
    return [voice.fill("example", fact=said)] if kind == "example" else [said]


def _told_last(voice: Voice) -> Fact | None:
    """Return the fact that the newest own answer with one told last."""
    for line in reversed(voice.own_lines[-3:]):
        for part in reversed(sentences(line)):
            said = keys(part)
            close = [fact for fact in voice.portrait.facts if fact.keys and coverage(fact.keys, said) >= 0.75]
            if close:
                return max(close, key=lambda fact: len(fact.keys))
        if kind_of_follow_up(line) == "" and len(line.split()) > 8:
            return None
    return None


def _following(voice: Voice, told: Fact, kind: str, topic: str) -> Fact | None:
    person = voice.portrait
    fresh = voice.fresh([fact for fact in person.facts if fact is not told and fact.kind not in {"job", "origin"}])
    if kind == "then":
        return _next_in_day(person, fresh, told) or _akin(fresh, told, topic)
    akin = _akin([fact for fact in fresh if not fact.thing], told, topic)
    if kind != "more" or akin is not None:
        return akin
    if topic and not own_fields(topic):
        return None
    same = [fact for fact in fresh if fact.kind == told.kind]
    return voice.pick([fact for fact in same if fact.about == told.about] or same, told.keys)


def _next_in_day(person: Portrait, fresh: list[Fact], told: Fact) -> Fact | None:
    if told.kind != "routine":
        return None
    day = [fact for about in _NEXT for fact in person.of("routine") if about in fact.about]
    after = day[day.index(told) + 1 :] if told in day else []
    return next((fact for fact in after if fact in fresh), None)


def _akin(fresh: list[Fact], told: Fact, topic: str) -> Fact | None:
    """Return the fact nearest in matter: surely about what was told, or about what was asked."""
    ranked = [
        (-max(nearness(fact.said, told.said) - _NEAR, nearness(fact.said, topic)), place, fact)
        for place, fact in enumerate(fresh)
    ]
    best = min(ranked, key=lambda each: each[:2], default=(0, 0, None))
    return best[2] if best[0] <= -_SURE else None


_NEAR = 2
"""How much nearer to what was told a fact must be than to what was asked."""


def _elaborated(voice: Voice, kind: str, told: Fact | None, topic: str) -> list[str]:
    """Return what the last answer comes to, where no other fact goes with it; nothing where it said nothing."""
    last = voice.own_lines[-1]
    if kind == "then" or is_empty(last):
        return []
    of_itself = told is not None and (kind in {"mean", "example"} or nearness(told.said, topic) >= _SURE)
    if told is not None and of_itself and (drawn := _of_a_fact(voice, kind, told)):
        return drawn
    if more := _weighed(voice, last, topic):
        return [more]
    if told is not None:
        return _of_a_fact(voice, kind, told)
    core = _core(last)
    return [voice.fill("probe.mean", fact=core)] if kind in {"why", "mean"} and core and not _drawn(voice, core) else []


def _of_a_fact(voice: Voice, kind: str, told: Fact) -> list[str]:
    """Return a fact that was told as a reason, as what it means, or as an example; nothing once that was done."""
    if kind == "more" or told.thing or _drawn(voice, told.said):
        return []
    why = "probe.lived" if told.kind in LIVED else "probe.held"
    family = {"why": why, "mean": "probe.mean", "example": "probe.example" if told.kind in LIVED else why}[kind]
    return [voice.fill(family, fact=voice.tell(told))]


def _drawn(voice: Voice, said: str) -> bool:
    """Return whether a thing stands in so many own answers that it was drawn out before."""
    wanted = keys(said)
    return sum(coverage(wanted, keys(line)) >= 0.75 for line in voice.own_lines) >= _TWICE


def _weighed(voice: Voice, last: str, topic: str) -> str:
    """Return one point more on the side that was taken: the purse, the thing itself, or what a plan brings with it."""
    consent = consent_of(last)
    sign = consent.sign if consent is not None else {"plus": 1, "minus": -1}.get(side_in(last), 0)
    if (
        asks_to_pay(topic)
        and sign < 0 < voice.portrait.tight
        and (fact := next(iter(voice.fresh(funds(voice.portrait))), None))
    ):
        return voice.tell(fact)
    offer = Offering(without_means(topic), aspects_of(without_means(topic)))
    if offer.sorts and sign and (asks_use(topic) or asks_to_pay(topic)):
        return one_point(voice, offer, *(("like", "offer.like") if sign > 0 else ("bother", "offer.con")))
    plan = plan_in(topic) if topic else None
    if plan is None:
        return ""
    side = sign or {"yes": 1, "no": -1}.get(side_taken(voice.portrait, topic, ""), 0)
    return voice.least(plan.plus if side > 0 else plan.minus if side < 0 else plan.ask, own=True)


def _core(line: str) -> str:
    """Return what an answer says beside its yes or no, as it is told inside another sentence."""
    parts = [_VERDICT.sub("", bare(part)) for part in sentences(line) if not part.endswith("?")]
    return max(parts, key=lambda part: len(part.split()), default="").rstrip(" !\u2026")
