"""What is asked of a thing: a rating, a price, a choice, an objection, an idea."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked import intents
from troupe_mcp.models.rehearsal.ideas.brainstorms import ideas_of
from troupe_mcp.models.rehearsal.ideas.followups import judge_idea
from troupe_mcp.models.rehearsal.ideas.ideas import answer_idea, names_product
from troupe_mcp.models.rehearsal.ideas.proposals import hook_in
from troupe_mcp.models.rehearsal.life.selves import introduction
from troupe_mcp.models.rehearsal.matters.siding import asks_to_pay
from troupe_mcp.models.rehearsal.offers.appraising import asks_judgement, wished
from troupe_mcp.models.rehearsal.offers.objections import answer_objection
from troupe_mcp.models.rehearsal.offers.offering import is_public
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.offers.pricing import answer_price
from troupe_mcp.models.rehearsal.offers.sums import named_price
from troupe_mcp.models.rehearsal.offers.tariffs import names_thing
from troupe_mcp.models.rehearsal.polls.choices import answer_choice, answer_loser, chosen_before
from troupe_mcp.models.rehearsal.polls.estimates import answer_rating, line_rated
from troupe_mcp.models.rehearsal.talk import talk

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.offers.options import Option
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_OTHERS = re.compile(r"\b(?:others?|each|one another|somebody|someone|which|these|those|heard)\b", re.IGNORECASE)
_WINS = re.compile(r"\b(?:better|wins?|stronger|worse|like more|or)\b", re.IGNORECASE)
_AMOUNT = re.compile(r"\b(?:how much|what price|at what price|\d+)\b", re.IGNORECASE)
_BACK = re.compile(
    r"\b(?:which|these|those|ads?|adverts?|options?|products?|ones?|choose|pick|prefer|them|two|three)\b", re.IGNORECASE
)
_WOULD = re.compile(
    r"\b(?:where|what|who|whom) would you (?:go|move|stay|eat|live|order|take|pick|have|drink|book|hire|join)\b",
    re.IGNORECASE,
)
_BUYS = re.compile(r"\bwould you (?:buy|get|order|want|take) (?:it|this|that|one)\b", re.IGNORECASE)
_TRIES = re.compile(
    r"\bwould you (?:\w+ )?(?:use|try|book|hire|join|choose|subscribe|sign up|be interested|go for|do)\b"
    r"|\b(?:interested|tempted|worth it|a fair price|what do you (?:think|say)(?: of (?:it|this|that))?)\W*$",
    re.IGNORECASE,
)
"""Asked of an offer in whose words a price stands, this is asked of the price as well."""
_AT_PRICE = re.compile(r"\b(?:at|for|of) (?:that|this|the) price\b", re.IGNORECASE)
_ANY_PRICE = re.compile(r"\b(?:fair|right|good|high|low|best) price\b", re.IGNORECASE)
_LOSER = re.compile(
    r"\b(?:wrong with|against|problem with|matter with|not like about|dislike about|why not|not choose|not take"
    r"|not pick|put you off|puts you off)\b.*\b(?:others?|rest)\b",
    re.IGNORECASE,
)
_WHICH = re.compile(r"\b(?:which|what) (?:one|of|would)\b.*\bwould you\b|\bwhich\b.*\bwould you\b", re.IGNORECASE)
"""Whoever is asked in one breath what they take and why not the rest has to take something first."""
_GIVE = re.compile(r"\b(?:your|give (?:us |me )?(?:\w+ )?|share|any|some|more|new) ideas?\b", re.IGNORECASE)
_OF_OTHERS = re.compile(
    r"\b(?:which|these|those|heard|best|weakest|(?<!each )others?['’]?s?|somebody|someone)\b", re.IGNORECASE
)


def points_back(asked: str) -> bool:
    """Return whether a question speaks of options that were shown: "Which of these ads …?"."""
    return _BACK.search(asked) is not None


def special(voice: Voice, moment: Moment, asked: str, context: str) -> list[str]:
    """Answer ratings, prices, choices, objections and ideas; nothing where none of them is asked."""
    others = ideas_of(moment)
    asks_ideas = intents.asks_ideas(asked) or (intents.asks_mind(asked) and names_product(context))
    asks_ideas = asks_ideas and not (is_public(moment.text) and asks_judgement(asked))
    about_others = intents.asks_about_ideas(asked) and (asks_ideas or _OTHERS.search(asked) is not None)
    if intents.asks_rating(asked):
        around = "\n".join(moment.shown[-4:])
        return answer_rating(voice, asked, around if line_rated(asked, around) else offer_of(voice, moment))
    options = options_in(moment.shown)
    if chosen := _of_options(voice, moment, asked, () if others else options):
        return chosen
    if intents.asks_objection(asked) and not (others and intents.asks_about_ideas(asked)):
        return answer_objection(voice, asked, context)
    fresh = _GIVE.search(asked) is not None and not any(hook_in(line) for line in moment.own)
    if (
        about_others
        and not fresh
        and moment.task.here
        and not (options and not others)
        and (others or _OF_OTHERS.search(asked))
    ):
        return judge_idea(voice, others, asked, context)
    if _is_about_price(moment, asked, ideas=asks_ideas):
        return answer_price(voice, asked, _around(voice, moment))
    if (
        re.search(
            r"\b(?:ask|questions? for) (?:each other|one another|somebody|someone|any ?one|the others)\b",
            asked,
            re.IGNORECASE,
        )
        and moment.heard
    ):
        return talk.ask_one(voice, moment.heard[-6:])
    if options and (
        (intents.asks_choice(asked) and points_back(asked)) or (_WOULD.search(asked) and options_in(moment.shown[-2:]))
    ):
        return _chosen(voice, moment, options, moment.asked)
    if asks_ideas or fresh or (about_others and not others and names_product(context)):
        if wish := wished(voice, asked, context):
            return wish
        alone = len(moment.task.here) < 2
        idea = answer_idea(voice, asked, context, tuple(line.content for line in others), alone=alone)
        return [introduction(voice), *idea] if "life" in intents.fields_of(asked) and not moment.own else idea
    return []


def _chosen(voice: Voice, moment: Moment, options: tuple[Option, ...], asked: str) -> list[str]:
    if len(moment.task.here) < 2:
        voice.draw_alone()
    return answer_choice(voice, options, asked)


def _of_options(voice: Voice, moment: Moment, asked: str, shown: tuple[Option, ...]) -> list[str]:
    """Choose among options that the question itself names, or say what is wrong with the one not chosen before."""
    own = options_in((moment.text,))
    if own and (intents.asks_choice(moment.text) or _WINS.search(asked)):
        return _chosen(voice, moment, own, asked)
    if not shown or not _LOSER.search(asked):
        return []
    first = intents.asks_choice(asked) and points_back(asked) and chosen_before(voice, shown) is None
    return _chosen(voice, moment, shown, asked) if first and _WHICH.search(asked) else answer_loser(voice, shown)


def _is_about_price(moment: Moment, asked: str, *, ideas: bool) -> bool:
    """Return whether a price is asked for, or a purchase at a price that was named."""
    if asks_to_pay(asked) or (intents.asks_price(asked) and (_AMOUNT.search(asked) or not ideas)):
        return True
    if _TRIES.search(asked) and named_price(moment.text) is not None:
        return True
    buys = _BUYS.search(asked) or _AT_PRICE.search(asked)
    offered = "\n".join([*moment.things[-1:], moment.text])
    return bool(buys) and (named_price(offered) is not None or _offered_before(moment) != "")


def offer_of(voice: Voice, moment: Moment) -> str:
    """Return what is for sale or to be rated: what the question names, a thing shown, the words around the question."""
    back = re.search(
        r"\b(?:it|this|that|these|those|them|one|ads?|idea|product|offer|concept)\b", moment.asked, re.IGNORECASE
    )
    rest = moment.text
    for question in moment.questions:
        rest = rest.replace(question, "")
    named = names_thing(_ANY_PRICE.sub(" ", moment.asked))
    if not back and (named or not (moment.things or rest.strip())):
        return moment.asked if named else _offered_before(moment) or moment.asked
    options = options_in(moment.shown)
    chosen = chosen_before(voice, options) if options else None
    if chosen is not None:
        return chosen.text
    things = [p.content for p in moment.task.perceived if p.kind in {"show", "document", "SHOW"}]
    return "\n".join([*things[-2:], rest]).strip() or _offered_before(moment)


def _around(voice: Voice, moment: Moment) -> str:
    """Return what is for sale, with what was shown beside a question that names it itself."""
    offer = offer_of(voice, moment)
    if offer and offer != moment.asked:
        return offer
    shown = [p.content for p in moment.task.perceived if p.kind in {"show", "document", "SHOW", "situation"}]
    return "\n".join([*shown[-4:], moment.text])


def _offered_before(moment: Moment) -> str:
    """Return what was last offered at a price in words, for a question that names nothing itself."""
    if names_thing(moment.asked) and named_price(moment.asked) is not None:
        return ""
    past: list[str] = []
    for line in moment.task.perceived:
        if line is moment.cue:
            break
        if line.kind == "say" and line.source not in moment.task.here and named_price(line.content) is not None:
            past.append(line.content)
    return next((text for text in reversed(past) if names_thing(text)), "")
