"""What is asked about the text of something shown: what stays of it, what one doubts in it, what it leaves open."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.intents import asks_choice
from troupe_mcp.models.rehearsal.english.sentences import bare, sentences
from troupe_mcp.models.rehearsal.english.words import keys, light, shared
from troupe_mcp.models.rehearsal.offers.layouts import Option
from troupe_mcp.models.rehearsal.offers.options import options_in
from troupe_mcp.models.rehearsal.offers.sums import named_price
from troupe_mcp.models.rehearsal.offers.whims import drawn, share

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_TEXT = re.compile(
    r"\b(?:ads?|adverts?|advertisements?|texts?|messages?|claims?|headlines?|slogans?|posters?|descriptions?|leaflets?"
    r"|pages?|(?:in|about|of|from|after) (?:it|this|that|these|them|both)|you (?:just )?(?:saw|read|were shown)"
    r"|does it (?:say|promise))\b",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"\b(?:remember|recall|stuck|stay(?:s|ed)?|sticks?|st(?:an|oo)ds? out|(?:caught|catches) your"
    r"|main (?:message|point|idea)|(?:say|says|saying|promises?|tell(?:s|ing)?) (?:to )?you|first thing"
    r"|(?:does|is) (?:it|(?:the|this) \w+) (?:say|promise|saying))\b",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\bwhat (?:is|are|does|do)\b[^?]*\b(?:offer(?:s|ed|ing)?|promot\w+|advertis\w+|sell(?:s|ing)?"
    r"|want(?:s|ing)? (?:from|of) you|invit\w+|announc\w+|ask(?:s|ing)? (?:of )?you)\b"
    r"|\bwhat (?:is|are) (?:it|this|that|the \w+|these) (?:all )?about\b"
    r"|\bwhat (?:stands|is written) (?:in|on) (?:it|this|that|the \w+)\b",
    re.IGNORECASE,
)
_DOUBTED = re.compile(r"\b(?:believ\w+|credib\w+|exaggerat\w+|too good to|sounds? wrong)\b", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:unclear|confus\w+|not clear|missing|not understand|don['’]t understand|puzzl\w+)\b", re.IGNORECASE
)
_BOASTS = re.compile(
    r"\d|\b(?:free|best|always|never|only|every|all|nothing|like an?|most|guarantee\w*|in no time|forever|perfect\w*"
    r"|no)\b",
    re.IGNORECASE,
)
_STAYS = (
    '"{q}", that stayed',
    'I remember "{q}"',
    '"{q}". The rest is gone',
    '"{q}" stuck with me',
    'What I kept is "{q}"',
)
_NAMES = ('"{q}"', 'It says "{q}"', '"{q}", so it says', '"{q}", if I read it right', '"{q}" is what stands there')
_WARY = (
    '"{q}", I\'d want to see that', 'I wouldn\'t swear to "{q}"', '"{q}": says who', 'I stop at "{q}"',
    '"{q}" is easily written',
)  # fmt: skip
_FINE = ("Nothing I'd call untrue", "Nothing in it made me frown", "No, it promises little enough")
_PRICE = ("It doesn't say what it costs", "The price isn't there", "I looked for the price and found none")
_CLEAR = ("No, it's clear enough", "I understood it", "Nothing I had to read twice")


_LONGEST, _WHOLE = 9, 16
"""Words of what stays with somebody, and of what they read out where one asks what stands there."""


def about_shown(voice: Voice, moment: Moment) -> list[str]:
    """Return what somebody says of the text that was shown; nothing where something else is asked."""
    asked = moment.asked
    if not moment.things or moment.by_person or asks_choice(asked) or not _TEXT.search(asked):
        return []
    things = tuple(moment.things[-4:])
    if _OFFERS.search(asked) and (stands := _quotes(things, _WHOLE)):
        voice.draw_alone()
        return [_quoting(voice, _NAMES, stands)]
    quotes = _quotes(things)
    if not quotes:
        return []
    if _DOUBTED.search(asked):
        bold = [quote for quote in quotes if _BOASTS.search(quote)]
        return [_quoting(voice, _WARY, bold)] if bold else [drawn(voice, _FINE)]
    if _OPEN.search(asked):
        return [drawn(voice, _CLEAR if any(named_price(text) for text in moment.things) else _PRICE)]
    return [_quoting(voice, _STAYS, quotes)] if _KEPT.search(asked) else []


def _quoting(voice: Voice, wordings: tuple[str, ...], quotes: list[str]) -> str:
    """Return a wording with the words that lie nearest to the person's life, or that their lot falls on."""
    held = [key for fact in voice.portrait.facts for key in fact.keys if key not in light()]
    own = tuple(dict.fromkeys(held))

    def near(quote: str) -> tuple[int, float]:
        lot = share(voice, (Option("", "", quote, quote, (), ()),), "kept")
        return len(shared(keys(quote), own)), lot

    return drawn(voice, wordings).replace("{q}", max(quotes, key=near))


@lru_cache(maxsize=500)
def _quotes(things: tuple[str, ...], longest: int = _LONGEST) -> list[str]:
    """Return the short sentences of what was shown, without the names of the ads."""
    options = options_in(things)
    texts = [option.text for option in options] or list(things)
    parts = [
        bare(_LABEL.sub("", part).strip(" \"'“”‘’")).strip("\"'“”‘’") for text in texts for part in sentences(text)
    ]
    return [part for part in dict.fromkeys(parts) if 1 < len(part.split()) <= longest and '"' not in part]


_LABEL = re.compile(
    r"^\W*(?:(?:ad|advert|option|concept|version|product|slogan)\s*)?[A-H1-9]?\s*[:.)–-]\s*", re.IGNORECASE
)
