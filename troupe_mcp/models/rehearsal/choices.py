"""Choosing among options: the fact that pulled most is spoken, one phrase is quoted, the loser gets its reason."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.affinity import META, Pull, pull
from troupe_mcp.models.rehearsal.hooks import first_phrase, hook_of
from troupe_mcp.models.rehearsal.selves import job_line
from troupe_mcp.models.rehearsal.words import keys, light, normal, shared

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.affinity import Link
    from troupe_mcp.models.rehearsal.facts import Fact, Portrait
    from troupe_mcp.models.rehearsal.options import Option
    from troupe_mcp.models.rehearsal.voice import Voice

Ranked = list[tuple["Option", Pull]]
_NEAR = 0.35
_DECIDES = 0.3
_ALL_BAD = -0.5
_AGAINST = 0.6
_ABSTAINS = re.compile(
    (
        r"\b(?:own|have|watch|use|buy|keep) (?:\w+ )?no\b|\bnever (?:own|watch|use"
        r"|buy|touch)|\b(?:don't|do not) (?:own|have|watch|use|buy)|\bdead\b"
    ),
    re.IGNORECASE,
)


def ranked(person: Portrait, options: tuple[Option, ...]) -> Ranked:
    """Return the options, best first, whatever order they were shown in."""
    hide = tuple(key for key in options[0].keys if all(key in option.keys for option in options))
    scored = [(option, pull(person, option.text, hide)) for option in options]
    return sorted(scored, key=lambda pair: (-round(pair[1].score, 6), normal(pair[0].title), pair[0].label))


def answer_choice(voice: Voice, options: tuple[Option, ...]) -> list[str]:
    """Return the sentences of a choice; where no fact decides, the lot falls on the content, never on the place."""
    order = ranked(voice.portrait, options)
    (best, why), (second, next_best) = order[0], order[1]
    averse = _averse(voice, options)
    reason = _deciding(voice, order)
    if reason is None or why.score <= _ALL_BAD or (averse is not None and not why.pros):
        close = [option for option, seen in order if why.score - seen.score < _NEAR]
        pick = max(close, key=lambda option: _lot(voice, option)) if reason is None else best
        against = averse or _worst(voice, why)
        return (_bare(voice, pick, against) if len(options) > 2 else []) or _tossed(voice, pick, against, options)
    parts = _for_it(voice, best, why, reason)
    if why.score - next_best.score < _NEAR:
        return [*parts, voice.fill("tie", other=second.spoken)]
    return [*parts, *_against(voice, order, reason)]


def _deciding(voice: Voice, order: Ranked) -> Fact | None:
    """Return the fact that speaks most for the best option rather than for the others."""
    (_, best), rest = order[0], order[1:]
    margins: dict[Fact, float] = {}
    for link in (*best.pros, *best.cons):
        margins[link.fact] = margins.get(link.fact, 0.0) + link.value * (1.3 if link.value > 0 else 1.0)
    for _, seen in rest:
        for link in (*seen.pros, *seen.cons):
            margins[link.fact] = margins.get(link.fact, 0.0) - link.value / len(rest)
    telling = sorted((-margin, fact.said, fact) for fact, margin in margins.items() if margin >= _DECIDES)
    return next((fact for _, _, fact in telling if not voice.spoken(fact)), None)


def _for_it(voice: Voice, best: Option, why: Pull, reason: Fact) -> list[str]:
    """Name the pick with the deciding fact and the phrase in which they meet, if the pick itself holds one."""
    link = next((link for link in why.pros if link.fact is reason), None)
    hook = _hook(best, link.met) if link else ""
    bare_name = not best.label or _same(hook, best.title)
    if hook and not bare_name and len(best.text.split()) > 3:
        return [voice.fill("choose.hooked", pick=best.spoken, hook=hook, why=_told(voice, reason))]
    return [voice.fill("choose", pick=best.spoken, why=_told(voice, reason))]


def _hook(option: Option, met: str) -> str:
    """Return what to quote of an option: of its body sooner than of its name."""
    return hook_of(option.text.removeprefix(option.title), met) or hook_of(option.text, met)


def _told(voice: Voice, fact: Fact) -> str:
    return ((job_line(voice) if fact.kind == "job" else "") or voice.tell(fact)).removesuffix(".")


def _against(voice: Voice, order: Ranked, reason: Fact) -> list[str]:
    """Say why not the option that is most against the person, else what of the last one isn't theirs."""
    losers = [(option, seen.cons[0]) for option, seen in order[1:] if seen.cons and seen.cons[0].value <= -_AGAINST]
    if losers:
        loser, con = min(losers, key=lambda pair: (pair[1].value, normal(pair[0].title)))
        hook = _hook(loser, con.met)
        named = loser.label and hook and not _same(hook, loser.title)
        plain = named or (len(order) == 2 and con.fact.kind in {"dislike", "health"})
        own = [voice.tell(con.fact)] if plain and _worth_telling(voice, con, reason) else []
        return [*([voice.fill("hook.bad", other=loser.spoken, hook=hook)] if named else []), *own]
    loser, seen = order[-1]
    hook = first_phrase(loser.text.removeprefix(loser.title)) or first_phrase(loser.text)
    if not loser.label or not hook or seen.pros or _same(hook, loser.title):
        return []
    return [voice.fill("hook.bad", other=loser.spoken, hook=hook)]


def _worth_telling(voice: Voice, con: Link, reason: Fact) -> bool:
    fact = con.fact
    again = len(shared(fact.keys, reason.keys)) > 1 or fact.kind == "job"
    return voice.portrait.manner.facts > 1 and not again and fact in voice.fresh([fact])


def _same(left: str, right: str) -> bool:
    return normal(left) == normal(right)


def _lot(voice: Voice, option: Option) -> str:
    """Return the lot that a person draws for an option's content, the same in every turn and order."""
    text = f"{voice.lot}/{voice.portrait.name}/{normal(option.text)}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _bare(voice: Voice, pick: Option, against: Fact | None) -> list[str]:
    """Name a weak preference by a phrase alone, where the option has a body and nothing speaks against it."""
    hook = first_phrase(pick.text.removeprefix(pick.title)) or (first_phrase(pick.title) if pick.label else "")
    return [voice.fill("choose.bare", pick=pick.spoken, hook=hook)] if hook and against is None else []


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


def _worst(voice: Voice, seen: Pull) -> Fact | None:
    """Return what speaks against even the least bad option."""
    return next((link.fact for link in seen.cons if link.fact.kind != "job" and not voice.spoken(link.fact)), None)


def _averse(voice: Voice, options: tuple[Option, ...]) -> Fact | None:
    """Return the fact that keeps the person from all of them, e.g. owning no television."""
    named = tuple(key for key in keys("\n".join(option.text for option in options)))
    shows = [fact for fact in voice.portrait.of("media", "habit", "other") if _ABSTAINS.search(fact.said)]
    common = tuple(key for key in named if all(key in option.keys for option in options))
    return next(
        (
            fact
            for fact in voice.fresh(shows)
            if any(key in (common if len(options) > 2 else named) for key in fact.keys if key not in _dull())
        ),
        None,
    )


def _dull() -> dict[str, None]:
    return {**light(), **dict.fromkeys(META)}
