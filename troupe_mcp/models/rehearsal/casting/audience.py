"""People whom a description names by an offer, "customers of a bakery that delivers": the offer says nothing of them.

What the offer is and does is no job, no habit and no fact of theirs; where it is, they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from troupe_mcp.models.rehearsal.casting.extremes import in_plain_words
from troupe_mcp.models.rehearsal.casting.telling import Told
from troupe_mcp.models.rehearsal.english.demonyms import without_demonyms
from troupe_mcp.models.rehearsal.english.words import article, plain_words
from troupe_mcp.models.rehearsal.lexicon import pools

_ROLES = (
    "customers?|clients?|users?|buyers?|purchasers?|shoppers?|consumers?|guests?|visitors?|subscribers?|patrons?"
    "|clientele|audiences?|target (?:groups?|audiences?|markets?|customers?|users?)|target|market|readers?|viewers?"
    "|listeners?|passengers?|testers?|adopters?|diners?|prospects?|leads?"
)
_MAYBE = (
    "plausible|potential|possible|likely|prospective|would-be|future|ideal|imaginary|fictional|hypothetical"
    "|target|conceivable|probable|interested"
)
_OFFERED = re.compile(
    rf"(?P<start>^|[,;:.(] ?|\b(?:and|are|is|be|as) )(?P<how>(?:[\w'-]+ ){{0,4}}?)(?P<ex>ex-)?(?P<role>{_ROLES})"
    r" (?P<of>of|for|at|(?<=subscribers )to) (?=\w)",
    re.IGNORECASE,
)
_MIGHT = re.compile(
    r",? \b(?:who|that) (?:all |also |possibly |perhaps )?(?:(?:might|may|could)(?! (?:not|never)\b)"
    r"|would(?! (?:not|never|rather|like|love|prefer)\b)) (?:also |well |be )?",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r" (?:in|from|near|around|outside) (?:the )?(?:(?:rural|northern|southern|eastern|western|central) )?"
    r"[A-Z][\w'’-]+(?:[ -](?:[A-Z][\w'’-]+|de|del|do|da|la|upon|am|an der))*(?:, [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)?"
)
_ALONE = re.compile(r"^, (?P<place>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)(?=[.,;:]|$)")
_WHO = (
    r"(?:and )?(?:also )?(?:who|whose|they|people|persons?|adults?|men|women|residents?|locals|citizens|households?"
    r"|famil\w+|parents?|couples?|students?|pensioners?|retir\w+|aged?|ages|between|over|under|\d+|all|some|most\w*"
    r"|half|many|both|each|one|two|three|four|five|six|ten|mixed|mix|different|various|varied|diverse|liv\w+"
    r"|with|without|single|married|divorced|young|old|middle|low|high|male|female|mainly|including|in their|from"
    r"|of (?:all|different|mixed|various)|\w+ing (?:in|with|alone)|an? (?:mix|range|variety))\b"
)
_END = re.compile(
    rf"[:;.()]|,? (?:who|whose|aged|between \d+|over \d+|under \d+|living in|with (?:an? )?(?:low|high|middle|child"
    rf"|kids|dogs?|cats?|famil)\w*)\b|, (?={_WHO})| and who\b| [–—-] "
    r"|, (?=(?-i:[A-Z])[\w'’-]+(?: (?-i:[A-Z])[\w'’-]+)*(?:[.,;:]|$))",
    re.IGNORECASE,
)
_GOING_ON = re.compile(r"\b(?:that|which|whose|\w+ing|for|with|of)\b", re.IGNORECASE)
_PEOPLE = ("customer", "user", "consumer")
_DOES = {
    "buyer": "buy", "purchaser": "buy", "reader": "read", "viewer": "watch", "listener": "listen to",
    "visitor": "visit", "subscriber": "subscribe to", "tester": "test",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Audience:
    """A description without the offer, the offer itself, and what people are to it."""

    text: str
    offer: str = ""
    tie: str = ""

    @property
    def told(self) -> tuple[Told, ...]:
        """What people are to the offer, as it stands in a file."""
        return (Told("facts", self.tie),) if self.tie else ()


@lru_cache(maxsize=500)
def audience_in(description: str) -> Audience:
    """Return what a description says of people, apart from what it says of an offer; mostly there is no offer."""
    text = without_demonyms(in_plain_words(description))
    for pattern in (_OFFERED, _MIGHT):
        match = pattern.search(text)
        if match:
            return _parted(text, match)
    return Audience(text)


def about_people(description: str) -> str:
    """Return what a description says of people, and nothing of what is offered to them."""
    return audience_in(description).text


def offered_trades(description: str) -> tuple[str, ...]:
    """Return the trades of whoever makes the offer: a bakery's customers are no bakers."""
    offer = plain_words(_SERVED.sub("", audience_in(description).offer))
    trades, workplaces = pools()["trades"], pools()["workplaces"]
    families = {workplaces[word] for word in offer if word in workplaces} & set(_NARROW)
    families |= {name for name in _NARROW if any(_named(title, offer) for title in trades[name]["titles"])}
    own = {title for name in families for title in trades[name]["titles"]}
    return tuple(
        sorted(own | {title for entry in trades.values() for title in entry["titles"] if _named(title, offer)})
    )


def _named(title: str, offer: list[str]) -> bool:
    return any(_akin(word, other) for word in plain_words(title) for other in offer)


def _akin(word: str, other: str) -> bool:
    """Return whether two words are of one trade: "baker" and "bakery", "bike" and "bicycle"."""
    word, other = _SAME.get(word, word), _SAME.get(other, other)
    return (
        len(word) >= _STEM and len(other) >= _STEM and (word.startswith(other[: _STEM + 1]) or other.startswith(word))
    )


_SERVED = re.compile(r" for (?:the )?(?P<who>(?:[\w-]+ )?(?P<noun>[\w-]+)s)\b(?P<of> of [\w-]+s\b)?")
_GROUPS = re.compile(
    "parent|student|pupil|pensioner|senior|commuter|cyclist|motorist|driver|freelancer|renter|tenant|homeowner"
    "|gardener|runner|musician|volunteer|worker|owner|entrepreneur|newcomer|immigrant|expat|traveller|hiker"
)
_ANYBODY = re.compile(
    r"\b(?:people|persons|adults|users|customers|consumers|clients)(?= (?:in|from|near|of|aged) |$)", re.IGNORECASE
)
_SAME = {"bicycle": "bike", "bicycles": "bike", "bikes": "bike"}
_STEM = 4
_NARROW = ("food", "table", "teaching", "transport")
"""Families whose trades are so near to each other that whoever has one is in the same business."""


def _parted(text: str, match: re.Match[str]) -> Audience:
    """Return a text without the offer that begins behind a match."""
    offer, rest = _until_people(text[match.end() :])
    where = "".join(dict.fromkeys(found.group() for found in _WHERE.finditer(offer)))
    offer = _WHERE.sub("", offer)
    if alone := _ALONE.match(rest):
        where, rest = f"{where} in {alone['place']}", rest[alone.end() :]
    if re.search(r"\b(?:in|from|near) [A-Z]", text[: match.start()]) or re.search(r"\b(?:in|from) [A-Z]", rest):
        where = ""
    offer = offer.strip(" ,")
    served = _served(offer)
    if match.re is not _OFFERED:
        before = text[: match.start()]
        return Audience(f"{_ANYBODY.sub(served, before) if served else before}{where}{rest}".strip(), offer)
    people = f"{text[: match.start()]}{match['start']}{_those(match, served)}{where}{rest}"
    return Audience(people.strip(), offer, _tie(match, offer))


def _until_people(text: str) -> tuple[str, str]:
    """Return an offer and what is said behind it, where people are spoken of again."""
    stops = [match.start() for match in _END.finditer(text)]
    for comma in re.finditer(r",(?! (?:which|that)\b)", text):
        before = text[: comma.start()]
        if not _GOING_ON.search(before) or any(found.end() == len(before) for found in _WHERE.finditer(before)):
            stops.append(comma.start())
    stop = min(stops, default=len(text))
    return text[:stop], text[stop:]


def _served(offer: str) -> str:
    """Return whom an offer is made for, where people are called so by their work or their life: "nurses"."""
    for match in _SERVED.finditer(offer):
        noun = match["noun"].lower()
        if _GROUPS.fullmatch(noun) or any(
            noun == title.split()[-1] for each in pools()["trades"].values() for title in each["titles"]
        ):
            return f"{match['who']}{match['of'] or ''}"
    return ""


def _those(match: re.Match[str], served: str) -> str:
    """Return who they are apart from the offer: those it is made for, "picky customers", or just "people"."""
    role = match["role"].lower()
    who = served or (role if role.removesuffix("s") in _PEOPLE else "people")
    how = " ".join(word for word in match["how"].split() if word.lower() not in f"{_MAYBE}|the".split("|"))
    return f"{how} {who}".strip()


def _tie(match: re.Match[str], offer: str) -> str:
    """Return what they are to the offer; nothing where that is only thought possible."""
    role, how = match["role"].lower().removesuffix("s"), match["how"].lower().split()
    if role not in {*_PEOPLE, *_DOES, "client", "guest", "patron", "passenger", "diner"} or any(
        word in _MAYBE.split("|") for word in how
    ):
        return ""
    if role in _DOES:
        return f"You {_DOES[role]} {offer}."
    kept = "".join(f"{word} " for word in ("former" if match["ex"] else "", *how) if word in _SORTS)
    return f"You are {article(f'{kept}{role}')} {match['of'].lower()} {offer}."


_SORTS = ("regular", "loyal", "frequent", "new", "first-time", "former", "occasional", "long-time", "paying")
