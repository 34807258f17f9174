"""Choosing among options: a fact is told only where option and life name the same thing, else a plain whim.

Needs decide who takes what (`affinity.py`); what is said, and in which shape, is the person's (`whims.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import keys, lowered, normal, shared
from troupe_mcp.models.rehearsal.life.selves import job_line
from troupe_mcp.models.rehearsal.offers.echoing import done_there, left_out, named_in
from troupe_mcp.models.rehearsal.offers.hooks import LONGEST, hook_of, is_line, phrases
from troupe_mcp.models.rehearsal.offers.lures import LEAVING, clause_of, lures
from troupe_mcp.models.rehearsal.offers.naming import parts_of
from troupe_mcp.models.rehearsal.offers.whims import chatty, doubt, drawn, phrase_of, sceptical, share, whim, worded
from troupe_mcp.models.rehearsal.polls.ballot import averse, ballot_of, con, deciding, kept, worst
from troupe_mcp.models.rehearsal.readings.chosen import option_chosen

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.offers.affinity import Link
    from troupe_mcp.models.rehearsal.offers.lures import Lure
    from troupe_mcp.models.rehearsal.offers.options import Option
    from troupe_mcp.models.rehearsal.polls.ballot import Ballot
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_NEAR, _EQUAL = 0.15, 0.04
_ALL_BAD = -0.5
_STAYS, _SILENT, _QUOTES, _WORD, _TIES, _DROPS = 0.4, 0.5, 0.3, 0.6, 0.3, 0.5
"""Shares of people: who stay where life keeps them, say nothing against the rest, quote, say one word, tie,
and leave out what speaks against another."""
_NAMED = ("like", "interest", "dislike", "skill")
_LIKED = ("like", "interest", "skill", "habit", "routine", "goal")
_CLAUSE = re.compile(r"(?:I|I'd|I'm|You'd|At night you'd|You|Somebody|There's|It's|It)\b")
"""What is said for a thing in a whole clause, which may follow an "and"."""
_WITHOUT = re.compile(r"\bhave no\b|\bdon't (?:have|use|own)\b")
_FIGURE = re.compile(
    r"\b(?:nights?|days?|weeks?|hours?|minutes?|months?|years?|euros?|dollars?|pounds?|cents?)\b|[$€£]", re.IGNORECASE
)
_REFERS, _TAKES_UP = 0.65, 0.05
_MID = re.compile(r"^(?:in|of|to|by|for|with|and|or|is|are|on|from|that)\b|\d", re.IGNORECASE)
"""What is no phrase to quote: the middle of one, or a figure."""
_WITH_WHY = 7
"""Words of the longest phrase that gives the reason asked for."""
_WHY = re.compile(r"\bwhy\b", re.IGNORECASE)
_SELF = re.compile(r"\b(?:I|I'm|me|we|us)\b")


def answer_choice(voice: Voice, options: tuple[Option, ...], asked: str = "") -> list[str]:
    """Return the sentences of a choice; where nothing decides, the lot falls on the content, never on the place."""
    ballot = ballot_of(voice, options, asked)
    reason = deciding(voice, ballot)
    if all(is_line(option, asked) for option in options):
        return _for_it(voice, ballot, reason) if reason is not None else _by_its_words(voice, ballot)
    bound = kept(voice, ballot)
    against = averse(voice, options)
    stays = bound is not None and share(voice, options, "kept") < _STAYS
    if ballot.pull.score <= _ALL_BAD or stays or (reason is None and against is not None):
        return _none(voice, ballot, bound or against or worst(voice, ballot.pull))
    if reason is not None:
        return [*_for_it(voice, ballot, reason), *_against(voice, ballot, reason)]
    pick = max(ballot.near(_NEAR), key=lambda option: share(voice, (option,), "lot"))
    other = con(voice, ballot, pick)
    lure = _drawn_by(voice, ballot, pick)
    if other is not None and (lure is None or share(voice, (pick,), "left") > _DROPS):
        loser, link = other
        holes = {"other": ballot.called(loser), "pick": ballot.called(pick), "why": _told(voice, link)}
        if lure is not None:
            return [voice.fill("choose.left.for", want=drawn(voice, lure.want), **holes)]
        return [voice.fill("choose.left", **holes)]
    return _on_a_whim(voice, ballot, pick, why=_WHY.search(asked) is not None)


def chosen_before(voice: Voice, options: tuple[Option, ...]) -> Option | None:
    """Return the option that the person chose last."""
    found = (option_chosen(line, options) for line in reversed(voice.own_lines))
    return next((choice[0] for choice in found if choice is not None), None)


def answer_loser(voice: Voice, options: tuple[Option, ...]) -> list[str]:
    """Say what is wrong with the best one not chosen: an own fact against it, a whim, or nothing much."""
    ballot = ballot_of(voice, options, "")
    mine = chosen_before(voice, options) or ballot.best
    loser, seen = next((option, seen) for option, seen in ballot.order if option != mine)
    if (link := worst(voice, seen)) is not None:
        return [_told(voice, link)]
    said = doubt(voice, loser.text, ballot.trade, shy=False)
    return [said] if said else [voice.frame("hook.fine")]


def _for_it(voice: Voice, ballot: Ballot, link: Link) -> list[str]:
    """Name the pick with the own fact, for many with what they would do there, for some with the phrase they met."""
    best = ballot.best
    called, told = ballot.called(best), _told(voice, link)
    hook = hook_of(parts_of(best)[1], link.met) if best.label and called == best.spoken else ""
    if hook and not _MID.match(hook) and share(voice, (best,), "hook") < _QUOTES:
        return [voice.fill("choose.hooked", pick=called, hook=hook, why=told)]
    lure = lures().get(link.met)
    if lure is None or not lure.want:
        return [voice.fill("choose", pick=called, why=told)]
    near = tuple(want for want in lure.want if shared(keys(want), link.fact.keys))
    want = drawn(voice, near or lure.want)
    told = f"{told} as it is" if link.fact.kind == "media" and _WITHOUT.search(told) else told
    joined = link.fact.kind in _LIKED and _CLAUSE.match(want) and told.startswith("I ") and "," not in told
    return [voice.fill("choose.both" if joined else "choose.apart", pick=called, why=told, want=want)]


def _told(voice: Voice, link: Link) -> str:
    """Return the fact of a link as it is told of an offer: a liked thing in a whole sentence, one clause of several."""
    fact = link.fact
    said = voice.tell(fact)
    if fact.kind in _NAMED and not _SELF.search(fact.said):
        said = voice.fill(f"own.{fact.kind}", x=lowered(fact.said, voice.proper()))
    elif fact.kind == "job":
        said = job_line(voice) or said
    elif link.met in lures() and said == fact.said:
        said = clause_of(fact, link.met)
    return said.removesuffix(".")


def _against(voice: Voice, ballot: Ballot, reason: Link) -> list[str]:
    """Say, of every second choice, why it wasn't another, where an own fact speaks against that."""
    other = con(voice, ballot, ballot.best, reason.fact)
    if other is None or voice.portrait.manner.facts < 2 or share(voice, (ballot.best,), "con") < _SILENT:
        return []
    loser, link = other
    return [voice.fill("choose.not", why=_told(voice, link), other=ballot.called(loser))]


def _on_a_whim(voice: Voice, ballot: Ballot, pick: Option, *, why: bool) -> list[str]:
    """Choose without a fact of the own life: by a whim, with a doubt, between two, or just so."""
    called = ballot.called(pick)
    rest = tuple(option for option in ballot.options if option is not pick)
    lure = _drawn_by(voice, ballot, pick)
    own_words = _taken(voice, pick, called) if lure is None or share(voice, (pick,), "taken") < _TAKES_UP else ""
    if own_words:
        return [voice.fill("choose.want", pick=called, want=own_words)]
    if lure is None:
        return _bare(voice, pick, called, len(rest), why=why)
    equal = [option for option in ballot.near(_EQUAL) if option is not pick]
    if equal and pick.label and share(voice, (pick,), "tie") < _TIES and not voice.worn("tie"):
        return [voice.fill("tie", pick=called, other=ballot.called(equal[0]))]
    manner = voice.portrait.manner
    if (manner.has("terse") or manner.has("hostile")) and lure.word and share(voice, (pick,), "word") < _WORD:
        return [voice.fill("choose.word", pick=called, word=lure.word)]
    objection = doubt(voice, pick.text, ballot.trade, shy=True, but=lure) if sceptical(voice, pick) else ""
    want = drawn(voice, tuple(filter(_CLAUSE.match, lure.want)) if objection else lure.want)
    if objection and want:
        return [voice.fill("choose.odd", pick=called, shun=objection, want=want)]
    said = [voice.fill("choose.want", pick=called, want=want or drawn(voice, lure.want))]
    second = whim(voice, pick, rest, ballot.trade, but=lure) if chatty(voice) else None
    return [*said, *worded(voice, second.want)] if second is not None else said


def _by_its_words(voice: Voice, ballot: Ballot) -> list[str]:
    """Choose a line, which a life doesn't decide: by a phrase of it, for some with what that promises them."""
    pick = ballot.best
    called, others = ballot.called(pick), [option.text for option in ballot.options if option is not pick]
    hook = phrase_of(voice, pick.title, " ".join([ballot.asked.replace(pick.title, " "), *others]))
    lure = _drawn_by(voice, ballot, pick)
    if lure is not None and share(voice, (pick,), "promise") < _PROMISED:
        met = hook_of(pick.title, lure.name)
        hook = met if normal(met) != normal(pick.title) else hook
        promise = drawn(voice, lure.want)
        return [
            voice.fill("choose.hooked" if hook else "choose.want", pick=called, hook=hook, why=promise, want=promise)
        ]
    return [voice.fill("choose.line" if hook else "choose.sound", pick=called, hook=hook)]


_PROMISED = 0.6
"""How many say what a line promises, where it promises something that they would like."""


def _taken(voice: Voice, pick: Option, called: str) -> str:
    """Return what somebody says of an option in its own words: what they'd do there, what it leaves out, names."""
    body = parts_of(pick)[1].strip(" .") or pick.text
    whole = normal(pick.text)
    named = [
        *(("taken.none", thing) for thing in left_out(body)),
        *(("taken.thing", thing) for thing in named_in(body)),
    ]
    apart = [
        (family, thing)
        for family, thing in named
        if not _FIGURE.search(thing)
        and normal(thing) not in normal(called)
        and normal(f"{called} {thing}").removeprefix("the ") not in whole
    ]
    said = [("", done) for done in done_there(body) if normal(called) not in normal(done)] + apart
    if not said:
        return ""
    family, words = said[int(share(voice, (pick,), "word") * len(said) * 0.999)]
    return voice.fill(family, x=words) if family else words


def _bare(voice: Voice, pick: Option, called: str, others: int, *, why: bool) -> list[str]:
    """Name a preference by a phrase alone, where the option has a body, else without a word more.

    Whoever is asked why names the phrase, where there is one.
    """
    said = phrases(parts_of(pick)[1], _WITH_WHY if why else LONGEST)
    found = [phrase for phrase in said if normal(phrase) != normal(called) and not _MID.search(phrase)]
    if found and (why or share(voice, (pick,), "bare") < _REFERS):
        place = int(share(voice, (pick,), "phrase") * len(found) * 0.999)
        return [voice.fill("choose.bare", pick=called, hook=found[place])]
    return [voice.fill("choose.plain", pick=called, o="the other one" if others == 1 else "the others")]


def _drawn_by(voice: Voice, ballot: Ballot, pick: Option) -> Lure | None:
    """Return what somebody would take an option for, rather than the others."""
    return whim(voice, pick, tuple(option for option in ballot.options if option is not pick), ballot.trade)


def _none(voice: Voice, ballot: Ballot, against: Link | None) -> list[str]:
    """Take none of them, with what speaks against them all, and name the least bad; a tie at home leaves the wish."""
    pick, why = ballot.called(ballot.best), _told(voice, against) if against is not None else ""
    lure = _drawn_by(voice, ballot, ballot.best)
    if against is not None and against.met == LEAVING and lure is not None:
        return [voice.fill("toss.away", pick=pick, why=why, want=drawn(voice, lure.want))]
    return [voice.fill("toss", pick=pick, why=f"{why}. " if why else "")]
