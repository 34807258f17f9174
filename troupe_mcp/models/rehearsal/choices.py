"""Choosing among options: the fact that pulled most is spoken, one phrase is quoted, the loser gets its reason."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.affinity import META, Pull, child_fact, money_fact, pull
from troupe_mcp.models.rehearsal.hooks import hook_of
from troupe_mcp.models.rehearsal.words import keys, light, normal, shared

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.facts import Fact, Portrait
    from troupe_mcp.models.rehearsal.options import Option
    from troupe_mcp.models.rehearsal.voice import Voice

_NEAR = 0.35
_ABSTAINS = re.compile(
    (
        r"\b(?:own|have|watch|use|buy|keep) (?:\w+ )?no\b|\bnever (?:own|watch|use"
        r"|buy|touch)|\b(?:don't|do not) (?:own|have|watch|use|buy)|\bdead\b"
    ),
    re.IGNORECASE,
)
_CHEAP = re.compile(
    r"\b(?:afford|budget|sav(?:e|ing)|price|bargain|discount|cheap|cost|less|money|instal)\w*", re.IGNORECASE
)


def common_to(options: tuple[Option, ...]) -> tuple[str, ...]:
    """Return the stems and concepts that all options share, which tell none from another."""
    stems = tuple(key for key in options[0].keys if all(key in option.keys for option in options))
    return stems + tuple(about for about in options[0].concepts if all(about in option.concepts for option in options))


def ranked(person: Portrait, options: tuple[Option, ...]) -> list[tuple[Option, Pull]]:
    """Return the options, best first, whatever order they were shown in."""
    hide = common_to(options)
    scored = [(option, pull(person, option.keys, option.concepts, option.text, hide)) for option in options]
    return sorted(scored, key=lambda pair: (-round(pair[1].score, 6), normal(pair[0].title), pair[0].label))


def answer_choice(voice: Voice, options: tuple[Option, ...]) -> list[str]:
    """Return the sentences of a choice; where no fact decides, the lot falls on the content, never on the place."""
    order = ranked(voice.portrait, options)
    (best, why), (other, second) = order[0], order[1]
    averse = _averse(voice, options)
    fact, hook = _reason(voice, best, why)
    if why.score < 0.4 or fact is None or (averse is not None and not why.pros):
        close = [option for option, seen in order if why.score - seen.score < _NEAR]
        return _tossed(voice, max(close, key=lambda option: _lot(voice, option)), averse, options)
    if hook and not (best.quoted and not best.label) and len(best.text.split()) > 3 and not _same(hook, best.title):
        parts = [voice.fill("choose.hooked", pick=best.spoken, hook=hook, why=voice.tell(fact))]
    else:
        parts = [voice.fill("choose", pick=best.spoken, why=voice.tell(fact))]
    if why.score - second.score < _NEAR:
        return [*parts, voice.fill("tie", other=other.spoken)]
    loser, against = order[-1]
    return parts if loser.quoted and not loser.label else [*parts, _away(voice, loser, against, common_to(options))]


def _same(left: str, right: str) -> bool:
    return normal(left) == normal(right)


def _lot(voice: Voice, option: Option) -> str:
    """Return the lot that a person draws for an option's content, the same in every turn and order."""
    text = f"{voice.lot}/{voice.portrait.name}/{normal(option.text)}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _tossed(voice: Voice, pick: Option, averse: Fact | None, options: tuple[Option, ...]) -> list[str]:
    """Say that hardly anything decides, by what of the own life none of them speaks of."""
    if averse is not None:
        return [voice.fill("toss", pick=pick.spoken), voice.tell(averse)]
    named = tuple(key for option in options for key in option.keys)
    liked = voice.portrait.of("like", "interest", "skill")
    things = [fact for fact in liked if fact.thing and _short(fact.said) and not shared(fact.keys, named)]
    thing = voice.pick(things)
    if thing is None or len(options) > 2:
        return [voice.fill("toss", pick=pick.spoken)]
    return [voice.fill("toss.own", pick=pick.spoken, x=thing.said)]


def _short(said: str) -> bool:
    return len(said.split()) <= 8 and "," not in said


def _averse(voice: Voice, options: tuple[Option, ...]) -> Fact | None:
    """Return the fact that keeps the person from all of them, e.g. owning no television."""
    named = tuple(key for key in keys("\n".join(option.text for option in options)))
    shows = [fact for fact in voice.portrait.of("media", "habit") if _ABSTAINS.search(fact.said)]
    return next(
        (
            fact
            for fact in voice.fresh(shows)
            if any(key in named for key in fact.keys if key not in light() and key not in META)
        ),
        None,
    )


def _reason(voice: Voice, best: Option, why: Pull) -> tuple[Fact | None, str]:
    person = voice.portrait
    top = next((link for link in why.pros if not voice.spoken(link.fact)), None)
    fact, met = (top.fact, top.met) if top else (None, "")
    if (
        person.tight > 0
        and "budget" in best.concepts
        and _CHEAP.search(best.text)
        and (money := money_fact(person)) is not None
    ):
        return money, hook_of(best.text, "budget")
    if (
        "family" in best.concepts
        and (child := child_fact(person)) is not None
        and (met == "family" or top is None or top.value < 1.5)
    ):
        return child, hook_of(best.text, "family")
    return fact, hook_of(best.text, met) if met else ""


def _away(voice: Voice, loser: Option, against: Pull, common: tuple[str, ...]) -> str:
    hook = hook_of(loser.text, against.cons[0].met) if against.cons else ""
    if not hook:
        held = voice.portrait.vocabulary
        strange = [
            about
            for about in loser.concepts
            if about not in common and not any(about in fact.concepts for fact in voice.portrait.facts)
        ]
        unknown = strange or [key for key in loser.keys if key not in held and key not in common]
        hook = hook_of(loser.text, unknown[0]) if unknown else ""
    return voice.fill("hook.bad", other=loser.spoken, hook=hook) if hook and normal(hook) != normal(loser.title) else ""
