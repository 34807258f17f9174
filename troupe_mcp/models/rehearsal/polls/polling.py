"""Answers to a survey: the same stances as in talk, put on the options or the scale that the question has.

What is said as a reason is what this person would say of the question in an interview; nothing is told that the
persona doesn't hold, and what nothing decides falls by the person's own lot, never by the place of an option.
"""

from __future__ import annotations

import re
from dataclasses import replace
from math import exp
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.asked import intents
from troupe_mcp.models.rehearsal.asked.asking import put_up
from troupe_mcp.models.rehearsal.asked.moment import moment_of
from troupe_mcp.models.rehearsal.claims.remarks import remark_on, tone_of
from troupe_mcp.models.rehearsal.english.sentences import bare
from troupe_mcp.models.rehearsal.english.words import concepts, keys, normal
from troupe_mcp.models.rehearsal.life.homelife import homes_offered, lived_in
from troupe_mcp.models.rehearsal.matters.opinions import decided
from troupe_mcp.models.rehearsal.matters.siding import answer_side, asks_deed, side_taken
from troupe_mcp.models.rehearsal.offers.deals import TAKEN, deal_of
from troupe_mcp.models.rehearsal.offers.layouts import Option
from troupe_mcp.models.rehearsal.offers.lures import trade_of
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.offers.pricing import answer_price, spoken_sum, standing, sum_told, too_dear, verdict
from troupe_mcp.models.rehearsal.polls.agreement import asks_agreement
from troupe_mcp.models.rehearsal.polls.amounts import amount, asks_sum
from troupe_mcp.models.rehearsal.polls.ballot import ballot_of, deciding, ranked, worst
from troupe_mcp.models.rehearsal.polls.choices import answer_choice
from troupe_mcp.models.rehearsal.polls.estimates import answer_rating, score, wanted
from troupe_mcp.models.rehearsal.readings.chosen import GAP, option_chosen
from troupe_mcp.models.rehearsal.turn import play
from troupe_mcp.models.rehearsal.voice.shrugs import is_shrug
from troupe_mcp.models.rehearsal.voice.voice import Voice
from troupe_mcp.simulation.turns.perception import Perceived
from troupe_mcp.studies.survey.alternatives import alternatives_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from troupe_mcp.models.rehearsal.person.facts import Portrait
    from troupe_mcp.studies.questionnaire import Option as Listed
    from troupe_mcp.studies.survey.tasks import Asked, AskTask

_NUMBER = re.compile(r"^(?:\w+, )?\d+[.,!…]+(?:\s+|$)")
_LABEL = re.compile(r"^\W?[A-Ha-h][.):]\)?\s+(?=\S)")
"""An option's own letter, which is not the one it is shown under."""
_UNDECIDED = re.compile(r"\b(?:put|give you) a (?:number|figure)\b|\bthat depends on the price\b", re.IGNORECASE)
_GIVEN = re.compile(r"\D{0,20}(\d{1,3})(?=[.!…])")
"""The rating with which an answer begins."""
_REFUSES = re.compile(
    r"\b(?:no|not|never|nothing|\w+n't|decline|refuse|out of the question|too (?:dear|much))\b", re.IGNORECASE
)
_STRONGLY = re.compile(r"\W*(?:very|extremely|completely|totally|absolutely|strongly)\b", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\W*(?:maybe|perhaps|possibly|not sure|unsure|undecided|don['’]t know|(?:it )?depends|only|partly|sometimes"
    r"|voluntar\w+|less)\b",
    re.IGNORECASE,
)
_NONE = re.compile(r"\W*(?:none|neither|nothing|not any|no preference)\b", re.IGNORECASE)
DRAWN = 0.0
"""How much the best of some options has to draw somebody who may take none of them."""
SURE = 80.0
"""How likely, in per cent, the side is that somebody takes."""
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
            number, reason = _rated(task, asked, portrait, rng, seed)
            points = {str(point): 100.0 * (point == number) for point in range(low, high + 1)}
            rated = {"percent": points} if chances else {"rating": number}
            return {**rated, "reason": reason}
        case "number":
            return _numbered(task, asked, portrait, rng, seed)
        case "price":
            return _priced(task, asked, portrait, rng, seed)
        case "maxdiff":
            sets = {str(at): _ends(asked, portrait, options) for at, options in enumerate(asked.shown.sets, 1)}
            voice = _voice(task, portrait, rng, seed)
            every = list({option.text: option for options in asked.shown.sets for option in options}.values())
            return {"sets": sets, "reason": _best_of(voice, asked, every, _ranked(asked, portrait, every)[0][0])}
        case "choice" if not chances:
            return _chosen(task, asked, portrait, rng, seed)
        case _:
            sides = _sides(asked) if question.kind == "choice" else None
            if sides is not None:
                return _likely(_leaning(task, asked, portrait, rng, seed, sides), asked)
            voice = _voice(task, portrait, rng, seed)
            return _weighed(voice, asked)


def _numbered(task: AskTask, asked: Asked, portrait: Portrait, rng: Random, seed: int) -> dict[str, Any]:
    """Return a number, and the fact of the own life that says it."""
    context, unit = _context(task), asked.question.unit
    number, fact = amount(portrait, asked.text, context, unit)
    voice = _voice(task, portrait, rng, seed)
    if fact is not None:
        return {"number": number, "reason": _whole(voice, [voice.tell(fact)])}
    if number is None:
        return {"number": None, "reason": ""}
    if asks_sum(asked.text, unit):
        return {"number": number, "reason": _whole(voice, sum_told(voice, number, f"{asked.text} {unit}", context))}
    return {"number": number, "reason": _whole(voice, [voice.frame("number")])}


def _likely(told: dict[str, Any], asked: Asked) -> dict[str, Any]:
    """Return a side taken as how likely each option is."""
    letters = sorted(asked.shown.lettered())
    rest = (100.0 - SURE) / (len(letters) - 1)
    percent = {letter: SURE if letter == told["choice"] else round(rest, 1) for letter in letters}
    return {"percent": percent, "reason": told["reason"]}


def _weighed(voice: Voice, asked: Asked) -> dict[str, Any]:
    """Return an order of the options, those that come near the best, or how likely each is, and why the best one."""
    ordered = _ranked(asked, voice.portrait, asked.shown.options)
    letters = {_title(option): letter for letter, option in asked.shown.lettered().items()}
    best = max(pull for _, pull in ordered)
    why = _best_of(voice, asked, asked.shown.options, ordered[0][0])
    if asked.question.kind == "ranking":
        return {"ranking": [letters[name] for name, _ in ordered], "reason": why}
    if asked.question.kind == "choices":
        return {"choices": [letters[name] for name, pull in ordered if best - pull <= LIKED], "reason": why}
    weights = {letters[name]: exp(STEEP * (pull - best)) for name, pull in ordered}
    total = sum(weights.values())
    return {"percent": {letter: round(100 * weights[letter] / total, 1) for letter in sorted(weights)}, "reason": why}


def _best_of(voice: Voice, asked: Asked, listed: Sequence[Listed], title: str) -> str:
    """Return why somebody puts an option first: the own fact that decides for it, else a whim."""
    options = _options(listed)
    ballot = ballot_of(voice, options, asked.text)
    best = next(option for option in options if option.title == title)
    said = voice.fill("choose.several", pick=ballot.called(best))
    link = deciding(voice, ballot) if ballot.best is best else None
    return _whole(voice, [said, voice.tell(link.fact) if link else wanted(voice, best.text)])


def _said(task: AskTask, asked: Asked, portrait: Portrait, rng: Random, seed: int, text: str = "") -> str:
    """Return what this person would say of the question, or of a text in its place; nothing where they'd evade it."""
    put = Perceived(task.moment.step, "say", "The survey", text or asked.text, to=(task.moment.person,), to_me=True)
    moment = replace(task.moment, perceived=(*task.moment.perceived, put), news=len(task.moment.perceived))
    spoken = play(moment, portrait, rng, seed)
    said = " ".join(action["content"] for action in spoken["actions"] if action["type"] == "TALK")
    if asked.question.kind == "text":
        return _named_at_least(_voice(task, portrait, rng, seed), asked.text, said)
    evades = GAP.search(said) or _UNDECIDED.search(said)
    return "" if evades else _NUMBER.sub("", said)


def _named_at_least(voice: Voice, question: str, said: str) -> str:
    """Return what is said, or where that leaves a question between two things open, the one that is taken."""
    listed = alternatives_in(question)
    if not listed or not (is_shrug(said) or GAP.search(said)):
        return said
    options = tuple(Option("", "", text, text, tuple(keys(text)), tuple(concepts(text))) for text in listed)
    return voice.say(answer_choice(voice, options, question)) or said


def _put(asked: Asked) -> str:
    """Return a rating as it is asked for in talk."""
    low, high = asked.question.scale
    return f"{asked.text.rstrip('?.! ')}, on a scale from {low} to {high}?"


def _title(option: Listed) -> str:
    """Return how an option is called in talk: its name without the number that long ones have, or without its letter.

    Of "B: The city sleeps" that is what follows: under B another option may be shown.
    """
    text = _LABEL.sub("", option.text)
    return text.rstrip(" .!") if text != option.text else _NUMBER.sub("", option.id).rstrip("…")


def _options(listed: Sequence[Listed], shown: Sequence[str] = ()) -> tuple[Option, ...]:
    """Return options as they are weighed: what was shown as "Ad A" is what an option of that name says."""
    labelled = [option for option in options_in(shown) if option.label]
    known = {normal(f"{option.kind or 'option'} {option.label}"): option.text for option in labelled}
    texts = [known.get(normal(option.text), _LABEL.sub("", option.text)) for option in listed]
    return tuple(
        Option("", "", _title(option), text, tuple(keys(text)), tuple(concepts(text)))
        for option, text in zip(listed, texts, strict=True)
    )


def _chosen(task: AskTask, asked: Asked, portrait: Portrait, rng: Random, seed: int) -> dict[str, Any]:
    """Return the option that somebody takes, and what they say of it."""
    if sides := _sides(asked):
        return _leaning(task, asked, portrait, rng, seed, sides)
    if toned := _toned(asked, portrait):
        return toned
    voice = _voice(task, portrait, rng, seed)
    homes = homes_offered(asked.text, {key: option.text for key, option in asked.shown.lettered().items()})
    if homes and (lived := lived_in(portrait)):
        return {"choice": homes[lived[0]], "reason": _whole(voice, [voice.tell(lived[1])])}
    letters = {_title(option): letter for letter, option in asked.shown.lettered().items()}
    none = next((option for option in asked.shown.options if _NONE.match(option.text)), None)
    listed = [option for option in asked.shown.options if option is not none]
    options = _options(listed, moment_of(task.moment).things)
    ballot = ballot_of(voice, options, asked.text)
    if none is not None and ballot.pull.score < DRAWN:
        con = worst(voice, ballot.pull)
        return {
            "choice": letters[_title(none)],
            "reason": _whole(voice, [voice.frame("choose.none"), *([voice.tell(con.fact)] if con else [])]),
        }
    said = voice.say(answer_choice(voice, options, asked.text))
    found = option_chosen(said, options)
    best = found[0] if found else ballot.best
    return {"choice": letters[best.title], "reason": "" if homes else said}


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
    """Return yes or no by what is held, by how a price sits, else by how the thing does, and the reason of that side.

    Who is near to the other side takes what lies between, where there is such an option.
    """
    text, context = asked.text, _context(task)
    if intents.asks_own_life(text) and _told_of(portrait, text):
        return _of_oneself(task, asked, portrait, rng, seed, sides)
    if sign := decided(portrait, put_up(text))[0]:
        return {"choice": sides[sign < 0], "reason": _said(task, asked, portrait, rng, seed)}
    if (told := remark_on(portrait, text))[1] is not None:
        return {"choice": sides[told[0] < 0], "reason": f"{bare(told[1].said)}."}
    if (dear := too_dear(portrait, text, context)) is not None:
        return {"choice": sides[not dear], "reason": _said(task, asked, portrait, rng, seed)}
    voice = _voice(task, portrait, rng, seed)
    if stand := standing(portrait, text, context):
        side, parts = {"near": "half"}.get(stand, "yes" if stand in TAKEN else "no"), answer_price(voice, text, context)
    elif intents.asks_own_life(text) and not asks_deed(text):
        return _of_oneself(task, asked, portrait, rng, seed, sides)
    else:
        side = side_taken(portrait, text, context, open_=_between(asked) != "")
        parts = answer_side(voice, text, context, side)
    letter = _between(asked) if side == "half" else ""
    return {"choice": letter or sides[side != "yes"], "reason": _whole(voice, parts)}


def _between(asked: Asked) -> str:
    """Return the letter of what lies between yes and no, where that is among the options."""
    return next((letter for letter, option in asked.shown.lettered().items() if _BETWEEN.match(option.text)), "")


def _voice(task: AskTask, portrait: Portrait, rng: Random, seed: int) -> Voice:
    """Return the voice in which somebody answers alone."""
    voice = Voice.at(moment_of(task.moment), portrait, rng, seed)
    voice.draw_alone()
    return voice


def _whole(voice: Voice, parts: list[str]) -> str:
    """Return what is said; also where it was said before, for a reason is owed each time."""
    return voice.say(parts) or voice.thinking(" ".join(parts))


def _of_oneself(
    task: AskTask, asked: Asked, portrait: Portrait, rng: Random, seed: int, sides: tuple[str, str]
) -> dict[str, Any]:
    """Return yes or no to what is asked of the own life, with what is said of it where that says the same."""
    said = _said(task, asked, portrait, rng, seed)
    held, voted = _told_of(portrait, asked.text), _VOTED.search(said)
    if held:
        yes = held > 0
    elif voted:
        yes = voted[1].lower() == "yes"
    else:
        yes = side_taken(portrait, asked.text, _context(task), open_=False) == "yes"
    agrees = yes != bool(_REFUSES.search(said))
    return {"choice": sides[not yes], "reason": said if agrees else ""}


def _told_of(portrait: Portrait, question: str) -> int:
    """Return whether the person's own file says that they do, 1, or don't, -1, what a question asks; else 0."""
    asked = keys(question)
    own = (fact for fact in portrait.facts if len(asked) > 1 and fact.said.startswith("I "))
    fact = next((fact for fact in own if all(key in fact.keys for key in asked)), None)
    return 0 if fact is None else -1 if _REFUSES.search(fact.said) else 1


_VOTED = re.compile(r"^(?:[^.!?…]*[.!?…] )?(?:\w+[,!]? ){0,2}?(yes|no)(?=[,.!…])", re.IGNORECASE)
"""A yes or a no in what somebody says of themselves."""


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


def _rated(task: AskTask, asked: Asked, portrait: Portrait, rng: Random, seed: int) -> tuple[int, str]:
    """Return a rating and why; a degree of agreement is as it is given in talk."""
    (low, high), put = asked.question.scale, _put(asked)
    if asks_agreement(put):
        said = _said(task, asked, portrait, rng, seed, put)
        if told := _GIVEN.match(said):
            return min(max(int(told[1]), low), high), said
    number, _ = score(portrait, put, _context(task))
    voice = _voice(task, portrait, rng, seed)
    return min(max(number, low), high), _whole(voice, answer_rating(voice, put, _context(task)))


def _priced(task: AskTask, asked: Asked, portrait: Portrait, rng: Random, seed: int) -> dict[str, Any]:
    lettered = asked.shown.lettered()
    context = _context(task)
    deal = deal_of(portrait, asked.text, context, [_price(option) for option in lettered.values()])
    voice = _voice(task, portrait, rng, seed)
    if not lettered:
        prices = {name: None if deal.unwanted else round(deal.most * share, 2) for name, share in STEPS.items()}
        most = 0.0 if deal.unwanted else deal.most
        return {"prices": prices, "reason": _whole(voice, sum_told(voice, most, asked.text, context))}
    buys = {letter: "yes" if deal.buys(_price(option)) else "no" for letter, option in lettered.items()}
    bought = [option for letter, option in lettered.items() if buys[letter] == "yes"]
    decisive = max(bought, key=_price) if bought else min(lettered.values(), key=_price)
    spoken = spoken_sum(_price(decisive), deal.currency, decisive.text, exact=True)
    return {"buys": buys, "reason": voice.say(verdict(voice, deal, _price(decisive), spoken))}


def _price(option: Listed) -> float:
    return option.price or 0.0
