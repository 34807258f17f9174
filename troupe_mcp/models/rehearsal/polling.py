"""Answers to a survey: the same stances as in talk, put on the options or the scale that the question has.

What is said as a reason is what this person would say of the question in an interview; nothing is told that the
persona doesn't hold, and what nothing decides falls by the person's own lot, never by the place of an option.
"""

from __future__ import annotations

import re
from dataclasses import replace
from math import exp
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.amounts import amount
from troupe_mcp.models.rehearsal.asking import put_up
from troupe_mcp.models.rehearsal.ballot import ballot_of, ranked
from troupe_mcp.models.rehearsal.choices import answer_choice
from troupe_mcp.models.rehearsal.chosen import GAP, option_chosen
from troupe_mcp.models.rehearsal.deals import TAKEN, deal_of
from troupe_mcp.models.rehearsal.estimates import score
from troupe_mcp.models.rehearsal.layouts import Option
from troupe_mcp.models.rehearsal.lures import trade_of
from troupe_mcp.models.rehearsal.moment import moment_of
from troupe_mcp.models.rehearsal.opinions import decided
from troupe_mcp.models.rehearsal.options import options_in
from troupe_mcp.models.rehearsal.pricing import spoken_sum, standing, too_dear, verdict
from troupe_mcp.models.rehearsal.remarks import remark_on, tone_of
from troupe_mcp.models.rehearsal.sentences import bare
from troupe_mcp.models.rehearsal.turn import play
from troupe_mcp.models.rehearsal.voice import Voice
from troupe_mcp.models.rehearsal.words import concepts, keys, normal
from troupe_mcp.simulation.perception import Perceived

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from troupe_mcp.models.rehearsal.facts import Portrait
    from troupe_mcp.studies.questionnaire import Option as Listed
    from troupe_mcp.studies.survey.tasks import Asked, AskTask

_NUMBER = re.compile(r"^(?:\w+, )?\d+[.,!…]+(?:\s+|$)")
_UNDECIDED = re.compile(r"\b(?:put|give you) a (?:number|figure)\b|\bthat depends on the price\b", re.IGNORECASE)
_GIVEN = re.compile(r"\D{0,20}(\d{1,3})(?=[.!…])")
"""The rating with which an answer begins."""
_REFUSES = re.compile(
    r"\b(?:no|not|never|nothing|\w+n't|decline|refuse|out of the question|too (?:dear|much))\b", re.IGNORECASE
)
_STRONGLY = re.compile(r"\W*(?:very|extremely|completely|totally|absolutely|strongly)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\W*(?:maybe|perhaps|possibly|not sure|unsure|undecided|(?:it )?depends)\b", re.IGNORECASE)
EVEN = 5
"""Of 1 to 9, where a yes begins."""
LIKED = 0.35
"""How near to the best an option has to come to be chosen besides it, where several may be."""
STEEP = 3.0
"""How much likelier an option is for each point by which it pulls more."""
STEPS = {"too_cheap": 0.35, "cheap": 0.65, "expensive": 1.0, "too_expensive": 1.4}
"""What each of four prices is of the most that somebody would pay."""


def answer_survey(task: AskTask, portrait: Portrait, rng: Random, seed: int) -> dict[str, Any]:
    """Return the answer to a question, or to each of a sitting."""
    answers = {each.question.id: _answer(task, each, portrait, rng, seed) for each in task.asked}
    return answers if task.sitting else next(iter(answers.values()))


def _answer(task: AskTask, asked: Asked, portrait: Portrait, rng: Random, seed: int) -> dict[str, Any]:
    question, chances = asked.question, task.elicitation == "probabilities"
    match question.kind:
        case "text":
            return {"answer": _said(task, asked, portrait, rng, seed)}
        case "rating":
            low, high = question.scale
            said = _said(task, asked, portrait, rng, seed, _put(asked))
            told = _GIVEN.match(said)  # what they say holds: it knows all that was said before
            number = min(max(int(told[1]), low), high) if told else _rated(task, asked, portrait)
            points = {str(point): 100.0 * (point == number) for point in range(low, high + 1)}
            rated = {"percent": points} if chances else {"rating": number}
            return {**rated, "reason": said}
        case "number":
            return _numbered(task, asked, portrait, rng, seed)
        case "price":
            return _priced(task, asked, portrait, rng, seed)
        case "maxdiff":
            sets = {str(at): _ends(asked, portrait, options) for at, options in enumerate(asked.shown.sets, 1)}
            return {"sets": sets, "reason": ""}
        case "choice" if not chances:
            return _chosen(task, asked, portrait, rng, seed)
        case _:
            return _weighed(asked, portrait)


def _numbered(task: AskTask, asked: Asked, portrait: Portrait, rng: Random, seed: int) -> dict[str, Any]:
    """Return a number, and the fact of the own life that says it."""
    number, fact = amount(portrait, asked.text, _context(task), asked.question.unit)
    moment = moment_of(task.moment)
    voice = Voice.at(moment, portrait, rng, seed)
    return {"number": number, "reason": voice.say([voice.tell(fact)]) if fact else ""}


def _weighed(asked: Asked, portrait: Portrait) -> dict[str, Any]:
    """Return an order of the options, those that come near the best, or how likely each is; nothing is said of it."""
    ordered = _ranked(asked, portrait, asked.shown.options)
    letters = {_title(option): letter for letter, option in asked.shown.lettered().items()}
    best = max(pull for _, pull in ordered)
    if asked.question.kind == "ranking":
        return {"ranking": [letters[name] for name, _ in ordered], "reason": ""}
    if asked.question.kind == "choices":
        return {"choices": [letters[name] for name, pull in ordered if best - pull <= LIKED], "reason": ""}
    weights = {letters[name]: exp(STEEP * (pull - best)) for name, pull in ordered}
    total = sum(weights.values())
    return {"percent": {letter: round(100 * weights[letter] / total, 1) for letter in sorted(weights)}, "reason": ""}


def _said(task: AskTask, asked: Asked, portrait: Portrait, rng: Random, seed: int, text: str = "") -> str:
    """Return what this person would say of the question, or of a text in its place; nothing where they'd evade it."""
    put = Perceived(task.moment.step, "say", "The survey", text or asked.text, to=(task.moment.person,), to_me=True)
    moment = replace(task.moment, perceived=(*task.moment.perceived, put), news=len(task.moment.perceived))
    spoken = play(moment, portrait, rng, seed)
    said = " ".join(action["content"] for action in spoken["actions"] if action["type"] == "TALK")
    if asked.question.kind == "text":
        return said
    evades = GAP.search(said) or _UNDECIDED.search(said)
    return "" if evades else _NUMBER.sub("", said)


def _put(asked: Asked) -> str:
    """Return a rating as it is asked for in talk."""
    low, high = asked.question.scale
    return f"{asked.text.rstrip('?.! ')}, on a scale from {low} to {high}?"


def _title(option: Listed) -> str:
    """Return how an option is called in talk: its name without the number that long ones have."""
    return _NUMBER.sub("", option.id).rstrip("…")


def _options(listed: Sequence[Listed], shown: Sequence[str] = ()) -> tuple[Option, ...]:
    """Return options as they are weighed: what was shown as "Ad A" is what an option of that name says."""
    known = {normal(f"{option.kind} {option.label}"): option.text for option in options_in(shown) if option.label}
    texts = [known.get(normal(option.text), option.text) for option in listed]
    return tuple(
        Option("", "", _title(option), text, tuple(keys(text)), tuple(concepts(text)))
        for option, text in zip(listed, texts, strict=True)
    )


def _chosen(task: AskTask, asked: Asked, portrait: Portrait, rng: Random, seed: int) -> dict[str, Any]:
    """Return the option that somebody takes, and what they say of it."""
    if (sides := _sides(asked)) and not decided(portrait, put_up(asked.text))[0]:
        return _leaning(task, asked, portrait, rng, seed, sides)
    if toned := _toned(asked, portrait):
        return toned
    moment = moment_of(task.moment)
    options = _options(asked.shown.options, moment.things)
    voice = Voice.at(moment, portrait, rng, seed)
    said = voice.say(answer_choice(voice, options, asked.text))
    found = option_chosen(said, options)
    best = found[0] if found else ballot_of(voice, options, asked.text).best
    letters = {_title(option): letter for letter, option in asked.shown.lettered().items()}
    return {"choice": letters[best.title], "reason": said}


def _toned(asked: Asked, portrait: Portrait) -> dict[str, Any]:
    """Return the option whose tone is that of the person's remark on the thing, "dissatisfied" for "full of bugs"."""
    sign, remark = remark_on(portrait, asked.text)
    tones = {letter: tone_of(option.text) for letter, option in asked.shown.lettered().items()}
    agreeing = sorted(letter for letter, tone in tones.items() if tone * sign > 0)
    if remark is None or not agreeing or not any(tone * sign < 0 for tone in tones.values()):
        return {}
    mild = [letter for letter in agreeing if not _STRONGLY.match(asked.shown.lettered()[letter].text)]
    return {"choice": (mild or agreeing)[0], "reason": f"{bare(remark.said)}."}


def _sides(asked: Asked) -> tuple[str, str] | None:
    """Return the letters of yes and no, where the options are these two, perhaps among others."""
    heads = {letter: option.text.strip().lower() for letter, option in asked.shown.lettered().items()}
    sides = [[letter for letter, text in heads.items() if re.match(rf"{side}\b", text)] for side in ("yes", "no")]
    return (sides[0][0], sides[1][0]) if [len(side) for side in sides] == [1, 1] else None


def _leaning(
    task: AskTask, asked: Asked, portrait: Portrait, rng: Random, seed: int, sides: tuple[str, str]
) -> dict[str, Any]:
    """Return yes or no by how the thing, at its price, sits with somebody; a reason only where it says the same.

    Whom a price is a little too high takes what lies between, where there is such an option.
    """
    context = _context(task)
    said = _said(task, asked, portrait, rng, seed)
    if (dear := too_dear(portrait, asked.text, context)) is not None:
        return {"choice": sides[not dear], "reason": said}
    if stand := standing(portrait, asked.text, context):
        open_ = [letter for letter, option in asked.shown.lettered().items() if _BETWEEN.match(option.text)]
        letter = open_[0] if stand == "near" and open_ else sides[stand not in TAKEN]
        return {"choice": letter, "reason": said}
    number, _ = score(portrait, f"{asked.text} On a scale from 1 to 9?", f"{context}\n{asked.text}")
    yes = number >= EVEN
    agrees = yes != bool(_REFUSES.search(said))
    return {"choice": sides[not yes], "reason": said if agrees else ""}


def _ranked(asked: Asked, portrait: Portrait, listed: Sequence[Listed]) -> list[tuple[str, float]]:
    """Return options by how they pull at somebody, the best first."""
    trade = trade_of("\n".join((asked.text, *sorted(option.text for option in listed))))
    return [(option.title, seen.score) for option, seen in ranked(portrait, _options(listed), trade)]


def _ends(asked: Asked, portrait: Portrait, options: Sequence[Listed]) -> dict[str, str]:
    letters = {_title(option): letter for letter, option in zip("ABCD", options, strict=False)}
    ordered = _ranked(asked, portrait, options)
    return {"best": letters[ordered[0][0]], "worst": letters[ordered[-1][0]]}


def _context(task: AskTask) -> str:
    shown = [item.content for item in task.moment.perceived if item.kind in ("show", "document", "situation")]
    return "\n".join(shown[-4:])


def _rated(task: AskTask, asked: Asked, portrait: Portrait) -> int:
    low, high = asked.question.scale
    number, _ = score(portrait, _put(asked), _context(task))
    return min(max(number, low), high)


def _priced(task: AskTask, asked: Asked, portrait: Portrait, rng: Random, seed: int) -> dict[str, Any]:
    lettered = asked.shown.lettered()
    context = _context(task)
    deal = deal_of(portrait, asked.text, context, [_price(option) for option in lettered.values()])
    if not lettered:
        prices = {name: None if deal.unwanted else round(deal.most * share, 2) for name, share in STEPS.items()}
        return {"prices": prices, "reason": ""}
    buys = {letter: "yes" if deal.buys(_price(option)) else "no" for letter, option in lettered.items()}
    bought = [option for letter, option in lettered.items() if buys[letter] == "yes"]
    decisive = max(bought, key=_price) if bought else min(lettered.values(), key=_price)
    moment = moment_of(task.moment)
    voice = Voice.at(moment, portrait, rng, seed)
    voice.draw_alone()
    spoken = spoken_sum(_price(decisive), deal.currency, decisive.text, exact=True)
    return {"buys": buys, "reason": voice.say(verdict(voice, deal, _price(decisive), spoken))}


def _price(option: Listed) -> float:
    return option.price or 0.0
