"""Some options before one person: how they rank, what they are called, which facts may be told for or against."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import keys, light, normal, shared
from troupe_mcp.models.rehearsal.offers.affinity import META, Link, Pull, pull
from troupe_mcp.models.rehearsal.offers.hooks import is_line
from troupe_mcp.models.rehearsal.offers.lures import LEAVING, brought, lures, ties, trade_of
from troupe_mcp.models.rehearsal.offers.naming import names
from troupe_mcp.models.rehearsal.offers.whims import share

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.offers.options import Option
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait
    from troupe_mcp.models.rehearsal.voice.voice import Voice

Ranked = list[tuple["Option", Pull]]
_DECIDES = 0.3
_AGAINST = 0.5
_KEEPS = -0.25
_TASTE = 0.9
_BY_MARK = 0.25
"""How many name an option by its number or letter where it has a name as well."""
_ASKS_MARK = re.compile(
    r"\b(?:[A-H]\b(?:, [A-H])* or [A-H]|\d or \d|(?:the |a |by |which )(?:number|letter)|ad number)\b"
)
_ABSTAINS = re.compile(
    (
        r"\b(?:own|have|watch|use|buy|keep) (?:\w+ )?no\b|\bnever (?:own|watch|use"
        r"|buy|touch)|\b(?:don't|do not) (?:own|have|watch|use|buy)|\bdead\b"
    ),
    re.IGNORECASE,
)
_AT_TIMES = re.compile(
    r"\b(?:every (?:second|other|third)|once an?|twice an?|sometimes|now and then|alternate"
    r"|(?:on|every|each) (?:mon|tues|wednes|thurs)days?|in (?:spring|summer|autumn|winter))\b",
    re.IGNORECASE,
)
"""What binds somebody only at times leaves other days free to go."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """The options as one person sees them, best first, with the name that each goes by."""

    options: tuple[Option, ...]
    order: Ranked
    names: dict[str, str]
    asked: str
    trade: str

    @property
    def best(self) -> Option:
        return self.order[0][0]

    @property
    def pull(self) -> Pull:
        return self.order[0][1]

    def called(self, option: Option) -> str:
        """Return what the person calls an option."""
        return self.names[option.text]

    def near(self, margin: float) -> list[Option]:
        """Return the options that come as close to the best as a margin, the best first."""
        return [option for option, seen in self.order if self.pull.score - seen.score < margin]

    def brings(self, option: Option) -> dict[str, int]:
        """Return the lures of an option."""
        return brought(option.text, self.trade)


def ballot_of(voice: Voice, options: tuple[Option, ...], asked: str) -> Ballot:
    """Return the options as a person ranks and names them, whatever order they were shown in."""
    trade = trade_of("\n".join((asked, *sorted(option.text for option in options))))
    marks = _ASKS_MARK.search(asked) is not None or share(voice, options, "name") < _BY_MARK
    called = {
        option.text: option.spoken if marks or not name or is_line(option, asked) else name
        for option, name in zip(options, names(options), strict=True)
    }
    return Ballot(options, ranked(voice.portrait, options, trade), called, asked, trade)


def ranked(person: Portrait, options: tuple[Option, ...], trade: str) -> Ranked:
    """Return the options, best first; what all of them share counts for none, and tastes differ a little."""
    hide = tuple(key for key in options[0].keys if all(key in option.keys for option in options))
    scored = [(option, pull(person, option.text, hide, trade)) for option in options]
    tasted = [(option, replace(seen, score=seen.score + taste_for(person, option.text))) for option, seen in scored]
    return sorted(tasted, key=lambda pair: (-round(pair[1].score, 6), normal(pair[0].title), pair[0].label))


def taste_for(person: Portrait, words: str) -> float:
    """Return the small liking for some words that nothing explains, the same whenever it is asked for."""
    text = f"{person.name}/{normal(words)}"
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return _TASTE * (digest[0] / 255 - 0.5)


def deciding(voice: Voice, ballot: Ballot) -> Link | None:
    """Return what speaks most for the best option rather than for the others, among what may be told."""
    rest = ballot.order[1:]
    margins: dict[Fact, float] = {}
    for sign, seen in ((1.0, ballot.pull), *((-1.0 / len(rest), seen) for _, seen in rest)):
        for link in seen.pros:
            if link.plain:
                margins[link.fact] = margins.get(link.fact, 0.0) + sign * link.value
    telling = [(-margins[link.fact], link.fact.said, link) for link in ballot.pull.pros if link.plain]
    ordered = sorted(telling, key=lambda entry: entry[:2])
    return next((link for low, _, link in ordered if -low >= _DECIDES and not voice.spoken(link.fact)), None)


def con(voice: Voice, ballot: Ballot, pick: Option, reason: Fact | None = None) -> tuple[Option, Link] | None:
    """Return another option with the strongest fact against it, none that holds of the pick or of all of them too."""
    everywhere = (*ballot.brings(pick), *brought(ballot.asked, ballot.trade))
    held = [link.fact for option, seen in ballot.order if option is pick for link in (*seen.pros, *seen.cons)]
    losers = [
        (link.value, normal(option.title), option, link)
        for option, seen in ballot.order
        for link in seen.cons[:2]
        if option is not pick and link.plain and link.value <= -_AGAINST and link.fact.kind != "job"
        and link.met not in (*everywhere, LEAVING) and link.fact not in (*held, reason) and not voice.spoken(link.fact)
        and len(shared(link.fact.keys, reason.keys if reason else ())) < 2
    ]  # fmt: skip
    found = min(losers, key=lambda entry: entry[:2], default=None)
    return (found[2], found[3]) if found else None


def worst(voice: Voice, seen: Pull) -> Link | None:
    """Return what may be told against even the least bad option."""
    return next(
        (link for link in seen.cons if link.plain and link.fact.kind != "job" and not voice.spoken(link.fact)), None
    )


def kept(voice: Voice, ballot: Ballot) -> Link | None:
    """Return the tie that speaks against what all options bring or what the question takes for granted."""
    every = [ballot.brings(option) for option in ballot.options]
    asked = brought(ballot.asked, ballot.trade)
    common = [name for name in lures() if name in asked or all(name in each for each in every)]
    if any(LEAVING in each for each in every):
        common.append(LEAVING)
    held = [
        (size * lures()[name].weight, fact.said, Link(size, fact, name, plain=True))
        for name in common
        for fact, size in ties(voice.portrait).get(name, ())
        if not (name == LEAVING and _AT_TIMES.search(fact.said))
        and not voice.spoken(fact)
        and all(link.fact is not fact for link in ballot.pull.pros)
    ]
    return next((link for size, _, link in sorted(held, key=lambda entry: entry[:2]) if size < _KEEPS), None)


def averse(voice: Voice, options: tuple[Option, ...]) -> Link | None:
    """Return the fact that keeps the person from all of them, e.g. owning no television."""
    named = tuple(key for key in keys("\n".join(option.text for option in options)))
    shows = [fact for fact in voice.portrait.of("media", "habit", "other") if _ABSTAINS.search(fact.said)]
    common = tuple(key for key in named if all(key in option.keys for option in options))
    dull = {**light(), **dict.fromkeys(META)}
    found = (
        fact
        for fact in voice.fresh(shows)
        if any(key in (common if len(options) > 2 else named) for key in fact.keys if key not in dull)
    )
    return next((Link(-1.0, fact, "", plain=True) for fact in found), None)
