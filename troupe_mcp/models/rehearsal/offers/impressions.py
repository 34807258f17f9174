"""What somebody says of a thing that was shown or described to them: whether it would be for them, and why."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.moment import questions_of
from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import capital, normal
from troupe_mcp.models.rehearsal.offers.affinity import offer_pull
from troupe_mcp.models.rehearsal.offers.lures import trade_of, welcome
from troupe_mcp.models.rehearsal.offers.objections import grounds
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.offers.pricing import answer_price
from troupe_mcp.models.rehearsal.offers.products import product_of
from troupe_mcp.models.rehearsal.offers.sums import named_price
from troupe_mcp.models.rehearsal.offers.tariffs import names_thing
from troupe_mcp.models.rehearsal.offers.whims import doubt, drawn
from troupe_mcp.models.rehearsal.polls.estimates import score

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_VERBS = (
    r"try|buy|use|get|download|install|order|want|have|subscribe to|sign up (?:for|to)|recommend|switch to|book|hire"
    r"|join|be interested in|go for|need"
)
_ASKS = re.compile(
    r"(?:what (?:do|would|did) (?:you|we) (?:\w+ )?(?:think|make|say|feel) (?:of|about|to)"
    r"|how (?:do|would) you (?:like|find|feel about)|(?:opinions?|views?|impressions?|take|thoughts?) (?:of|on|about)"
    rf"|(?P<deed>(?:would|could|can|will) you (?:(?:ever|really|actually|personally|consider|like to|be willing to"
    rf"|imagine) )*(?:{_VERBS}|(?:try|buy|us|gett|download|install|order|subscrib)ing(?: to)?)"
    r"|are you interested in|does (?=\S+ (?:appeal|interest))|do you (?:like|want|need)))"
    r" (?P<thing>[^?.,;:!]+)",
    re.IGNORECASE,
)
_FOR_WHAT = re.compile(r"\b(?:what|which|how|when|where|why|who)\b[^?.!;:,]*$", re.IGNORECASE)
"""Before a deed that is asked about, this asks for a use, a time, a reason: not whether."""
_AFTER = re.compile(
    r"\s+(?:and|or|for|if|when|in|at|to|yourself|so|as|appeal|interest|again|today)\b.*$", re.IGNORECASE
)
_BACK = re.compile(
    r"(?:it|this|that|them|(?:the|this|that|our) (?:\w+ ){0,2}?(?:app|product|idea|offer|service|concept|thing|device"
    r"|plan|proposal|tool|feature|box|subscription|programme|program|brand))$",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(?:apps?|product|device|prototype|software|service|subscription|gadget|brand)\b"
    r"|\b[A-Z]\w+ (?:is|will be) (?:an?|our|the)\b"
    r"|\b(?i:we)(?: are|['’]re)? (?:\w+ing|build|make|sell|offer|launch) (?:an?|our)\b"
)
"""What is told of a thing that one could have; a matter of the world is another thing."""
_THE = re.compile(r"(?:the|this|that|our) (?P<noun>[\w-]+(?: [\w-]+)?)$", re.IGNORECASE)
_GOOD, _BAD = 6, 4
"""Of 1 to 9, from where a thing is wanted, and up to where it isn't."""
_YES = (
    "I'd try it", "I'd give it a go", "That I could use", "I'd have a closer look", "Why not, for a week or two",
    "I'd take it home once", "I'm listening",
)  # fmt: skip
_NO = (
    "It's not for me", "I'd leave it", "I'd do without it", "I'd let it pass", "I don't see it in my house",
    "I wouldn't miss it", "I'd get by without it",
)  # fmt: skip
_HALF = (
    "I'd wait and see", "I'd want to see it at work first", "I'd let others try it first", "I'm in two minds",
    "Maybe, if somebody shows me", "I'd sleep on it",
)  # fmt: skip


def impression(voice: Voice, moment: Moment) -> list[str]:
    """Return what somebody says of the one thing that was shown or described; nothing where another is asked about."""
    asked = _ASKS.search(moment.asked)
    if asked is None or moment.by_person or len(options_in(moment.shown)) > 1:
        return []
    if asked["deed"] and _FOR_WHAT.search(moment.asked[: asked.start()]):
        return []
    offer = offered(moment, _AFTER.sub("", asked["thing"]).strip())
    if not offer:
        return []
    if named_price(offer) is not None:
        return answer_price(voice, "Would you buy it?", offer)
    return _of_it(voice, offer, deed=asked["deed"] is not None)


def _of_it(voice: Voice, offer: str, *, deed: bool) -> list[str]:
    number, fact = score(voice.portrait, "On a scale from 1 to 9?", offer)
    trade = trade_of(offer)
    if number >= _GOOD:
        own = fact or next((link.fact for link in offer_pull(voice.portrait, offer).pros if link.plain), None)
        if own is not None and not voice.spoken(own):
            return [drawn(voice, _YES), voice.tell(own)]
        if liked := welcome(voice.portrait, offer, trade):
            return [drawn(voice, _YES), drawn(voice, max(liked, key=lambda entry: (entry[1], entry[0].name))[0].want)]
    against = _against(voice, offer, trade)
    lead = drawn(voice, _NO if number <= _BAD else _HALF)
    return [lead, *against] if deed or number > _BAD or len(against) < _BOTH else against


_BOTH = 2


def _against(voice: Voice, offer: str, trade: str) -> list[str]:
    """Return what speaks against a thing, with the own fact that makes it matter."""
    said = "" if product_of(offer).kind else doubt(voice, offer, trade, shy=True)
    if said and voice.rng.random() < _DOUBTS and voice.least((said,)):
        return [said]
    before = " | ".join(normal(line) for line in (*voice.own_lines, *voice.other_lines))
    for ground in grounds(voice, offer, offer):
        if normal(ground.catch).removeprefix("i ") not in before:
            told = [voice.tell(ground.fact)] if ground.fact and not voice.spoken(ground.fact) else []
            return [capital(ground.catch), *told]
    return []


_DOUBTS = 0.6
"""How often a doubt that anybody may have is added to a refusal."""


def offered(moment: Moment, thing: str) -> str:
    """Return what was shown or told of a thing by somebody from outside; empty where nothing was."""
    told = _told(moment)
    noun = _THE.match(thing)
    if noun:
        named = [text for text in told if _names(text, noun["noun"]) and (named_price(text) or _OFFERS.search(text))]
        if named:
            return named[-1]
    if _BACK.match(thing):
        last = [text for text in told if (product_of(text).kind or names_thing(text)) and _OFFERS.search(text)]
        shown = [text for text in moment.things if product_of(text).kind or names_thing(text)]
        return next(reversed([*shown[-1:], *last[-1:]]), "")
    name = _name_in(thing)
    return next((text for text in reversed(told) if name and _names(text, name)), "")


def _told(moment: Moment) -> list[str]:
    """Return what was said and shown from outside until now, without what was asked."""
    found: list[str] = []
    for line in moment.task.perceived:
        if (
            line.kind in {"show", "document", "situation", "say"}
            and not line.own
            and line.source not in moment.task.here
        ):
            asked = questions_of(line.content) if line.kind == "say" else ()
            found.append(" ".join(part for part in sentences(line.content) if part not in asked))
        if line is moment.cue:
            break
    return [text for text in found if text]


def _names(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w]){re.escape(name)}(?![\w])", text, re.IGNORECASE) is not None


@lru_cache(maxsize=5000)
def _name_in(thing: str) -> str:
    """Return the name by which a thing is called: "Lumo" of "the Lumo lamp"."""
    found = re.search(rf"(?:(?<=^)|(?<= ))(?!{_DAYS})[A-Z0-9][\w'’&+-]*(?: [A-Z0-9][\w'’&+-]*)*", thing)
    return found.group() if found else ""


_DAYS = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Christmas|Easter)s?\b"


def is_thing(moment: Moment, name: str) -> bool:
    """Return whether a name in a question is that of a thing: of one told of, or asked about as one asks of things."""
    if any(_names(text, name) for text in _told(moment)):
        return True
    return re.search(rf"{_OF_THINGS} (?:\w+ ){{0,3}}?{re.escape(name)}\b", moment.asked, re.IGNORECASE) is not None


_OF_THINGS = (
    rf"\b(?:{_VERBS}|(?:try|buy|us|gett|download|install|order|hear)ing|used|tried|bought"
    r"|(?:think|make|say|feel|know|hear|heard|opinion|view|impression|take|thoughts|like|dislike|love|hate|trust|about|from"
    r"|with|on|into)(?: (?:of|about|on))?)"
)
