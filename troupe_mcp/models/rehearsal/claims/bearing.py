"""Whether something said bears on a claim, with which sign, and in which words; a shared topic alone does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.asking import put_up
from troupe_mcp.models.rehearsal.claims.assertions import prepared, sign_in
from troupe_mcp.models.rehearsal.claims.claims import claim_of
from troupe_mcp.models.rehearsal.claims.verdicts import verdict
from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.tags import is_question, without_tag
from troupe_mcp.models.rehearsal.english.words import coverage, keys, plain_words, shared, stem
from troupe_mcp.models.rehearsal.lexicon import stances as senses
from troupe_mcp.models.rehearsal.lexicon import tenses, words
from troupe_mcp.models.rehearsal.matters.consents import consent_of, finds_cheap, finds_dear, is_deed, offers, says
from troupe_mcp.models.rehearsal.readings.chosen import GAP, option_chosen
from troupe_mcp.models.rehearsal.readings.said import stances

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from troupe_mcp.models.rehearsal.claims.claims import Claim
    from troupe_mcp.models.rehearsal.matters.consents import Consent
    from troupe_mcp.models.rehearsal.offers.options import Option

Bearing = tuple[int, str]
"""A sign and the words it stands in; 0 where nothing bears."""
NOTHING: Bearing = (0, "")
NEARLY = 0.7
"""How much of a claim a clause must hold to say it: all of two or three words, most of more."""

_CHOICE = re.compile(
    r"\b(?:ch(?:oo|o)se[sn]?|picks?|picked|prefers?|preferred|votes?|voted|favou?rs?|favou?red|takes?|took"
    r"|likes? .*\b(?:most|best|better))\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"^\W*(?:would|will|do|did|are|were|have|can|could) you\b", re.IGNORECASE)
_TASTES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        -1,
        re.compile(
            r"\b(?:dislikes?|hates?|avoids?|detests?|loathes?|can(?:'|no)t (?:stand|bear)|cannot (?:stand|bear)"
            r"|(?:do|does|did)(?: not|n't) (?:really )?(?:like|love|enjoy|care for)"
            r"|not (?:\w+ )?(?:a (?:\w+ )?fan|fond) of"
            r"|seen enough of|can't (?:with|defend|be doing with)"
            r"|no patience (?:for|with)|could (?:do|live) without|fed up with)\b",
            re.IGNORECASE,
        ),
    ),
    (
        1,
        re.compile(
            r"\b(?:likes?|loves?|loved|enjoys?|adores?|fond of|fan of|(?:i'm|is|are) into|live for|give me)\b",
            re.IGNORECASE,
        ),
    ),
)
_JOINT = re.compile(
    r"(?:[,;:]|\s[–—-])\s+(?:(?:but|and|yet|so|or|while|because)\s+)?|\s+(?:but|because|while)\s+|\s+and\s+(?=(?:no|not|never)\b)"
)
_FILLER = re.compile(
    r"\b(?:really|most|best|especially|very much|a lot|people|participants?|says?|that)\b", re.IGNORECASE
)


def bearing(claim: str, said: str, question: str, options: Sequence[Option]) -> Bearing:
    """Return how an utterance bears on a claim about its speaker: 1 affirms it, -1 denies it."""
    said = said.replace("’", "'")
    if (wanted := option_meant(claim, options)) is not None and _CHOICE.search(claim):
        picked = option_chosen(said, tuple(options))
        if picked is not None:
            return (1 if picked[0] == wanted else -1) * _negated(claim), picked[1]
    if settled(claim) and (found := _on_the_offer(claim, said, question)) is not None:
        return found
    taste = taste_of(claim)
    if taste:
        return _by_taste(claim, taste, said, question)
    return _stated(claim, said, question) or _answered(claim, said, question)


_DEAR = re.compile(
    r"\b(?:too |over)(?:expensive|dear|costly|pricey|high|much|priced)\b|\bexpensive\b|\bnot worth\b", re.IGNORECASE
)
_FAIR = re.compile(
    r"\b(?:cheap|affordable|inexpensive|fair|reasonable|good value|worth (?:it|the (?:money|price)))\b", re.IGNORECASE
)
_WILLING = re.compile(
    r"\b(?:would|will|wants? to|going to|(?:was|is|were|are|got|gets) (?:convinced|persuaded|won over"
    r"|interested|willing|ready)"
    r"(?: (?:to|in))?|agree[sd]? to|intends? to|plans? to|interested in|accept(?:s|ed)?)\b",
    re.IGNORECASE,
)
_UNWILLING = re.compile(r"\b(?:refuse[sd]?|decline[sd]?|reject(?:s|ed)?|turn(?:s|ed)? down)\b", re.IGNORECASE)
_ON_A_FEE = re.compile(
    r"\b(?:(?P<against>against|oppos\w+|object\w* to|reject\w*)|for|in favou?r of|support\w*|back\w*|accept\w*)"
    r" (?:\w+ ){0,3}?(?:fees?|prices?|charges?|fares?|tolls?|entrance|admission|[£€$]\s?\d)",
    re.IGNORECASE,
)
"""A stand on a sum: whoever finds it too much is against it, in whatever words."""
_NOT = re.compile(r"\b(?:not|never|no longer)\b|n't\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|this|that|one|them)\b", re.IGNORECASE)
_SHORT = 8
"""Words of a complaint about a price that needs no name of the thing."""


def settled(claim: str) -> bool:
    """Return whether a claim is about a price or about taking what is offered, which a yes or a complaint decides."""
    return any(signs.search(claim) for signs in (_DEAR, _FAIR, _WILLING, _UNWILLING, _ON_A_FEE))


def _on_the_offer(claim: str, said: str, question: str) -> Bearing | None:
    """Return what an utterance says to an offer or its price; nothing where it says neither, or only what might be."""
    negated = -1 if _NOT.search(re.sub(r"\bnot worth\b", " ", claim)) else 1
    fee = _ON_A_FEE.search(claim)
    if fee or _DEAR.search(claim) or _FAIR.search(claim):
        dear = fee["against"] is not None if fee else _DEAR.search(claim) is not None
        wanted = negated * (1 if dear else -1)
        told = [(sign, part) for part in _statements(said) if (sign := _on_price(part, claim))]
        return (wanted * told[0][0], told[0][1]) if told else None
    stand = consent_of(said)
    if stand is None or not _asks_for(claim, question, stand) or not _same_sum(claim, said, question):
        return None
    return stand.sign * negated * (-1 if _UNWILLING.search(claim) else 1), stand.quote


def _on_price(part: str, claim: str) -> int:
    near = len(plain_words(part)) <= _SHORT or shared(keys(claim), keys(part))
    return 0 if not near else 1 if finds_dear(part) else -1 if finds_cheap(part) else 0


def _same_sum(claim: str, said: str, question: str) -> bool:
    """Return whether a claim names no other number than what somebody said, or was asked, does."""
    claimed, told = _numbers(claim), _numbers(said) or _numbers(question)
    return not claimed or not told or bool(shared(claimed, told))


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+(?:[.,:]\d+)*", text))


def _asks_for(claim: str, question: str, stand: Consent) -> bool:
    """Return whether a question puts up the offer that a claim is about, or a stand can only be one on its price."""
    asks = offers(question, claim)
    if not asks:
        return finds_dear(stand.quote)
    things = [tuple(key for key in keys(text) if not is_deed(key)) for text in (claim, question)]
    return asks > 1 or _IT.search(question) is not None or not all(things) or bool(shared(*things))


def option_meant(claim: str, options: Sequence[Option]) -> Option | None:
    """Return the one option that a claim names, by letter, by number or by words that only this option has."""
    for option in options:
        kind = option.kind or "option"
        if option.label and re.search(rf"\b(?:{kind}|number|option) #?{option.label}\b", claim, re.IGNORECASE):
            return option
    told = keys(claim)
    counts = [sum(key in told and _only(key, option, options) for key in option.keys) for option in options]
    best = max(counts, default=0)
    return options[counts.index(best)] if best and counts.count(best) == 1 else None


def _only(key: str, option: Option, options: Sequence[Option]) -> bool:
    return all(other is option or key not in other.keys for other in options)


def taste_of(text: str) -> int:
    """Return whether a text speaks of liking (1) or of disliking (-1)."""
    plain = text.replace("’", "'")
    return next((sign for sign, pattern in _TASTES if pattern.search(plain)), 0)


def matter_of(claim: str) -> tuple[str, ...]:
    """Return the stems of what a claim of taste is about."""
    text = _FILLER.sub(" ", claim.replace("’", "'"))
    for _, pattern in _TASTES:
        text = pattern.sub(" ", text)
    return keys(text)


def mention(topic: str, said: str) -> Bearing:
    """Return the sentence that names a topic, in its own words."""
    wanted = keys(topic)
    for part in sentences(said):
        if wanted and coverage(wanted, keys(part)) >= (0.6 if len(wanted) > 2 else 1):
            return 1, part
    return NOTHING


def asking(matter: str, said: str) -> Bearing:
    """Return the question that asks what somebody is said to have asked, in its own words."""
    wanted = claim_of(matter).keys
    for part in sentences(said):
        if part.endswith("?") and wanted and coverage(wanted, claim_of(part).keys) >= (0.6 if len(wanted) > 2 else 1):
            return 1, part
    return NOTHING


def position_on(topic: str, said: str, question: str, options: Sequence[Option]) -> Bearing:
    """Return where an utterance stands on a topic: which option it takes, or whether it affirms or denies."""
    picked = option_chosen(said, tuple(options)) if options else None
    if picked is not None:
        return 2 + list(options).index(picked[0]), picked[1]
    found = stances(said)
    if found and topic and mention(topic, question)[0]:
        return (1 if found[0][0] else -1), found[0][1]
    part = mention(topic, said)[1]
    return (claim_of(part).sign, part) if part and not part.endswith("?") else NOTHING


def _negated(claim: str) -> int:
    return claim_of(_CHOICE.sub(" ", claim)).sign


def _by_taste(claim: str, taste: int, said: str, question: str) -> Bearing:
    wanted = matter_of(claim)
    asked = taste_of(question)
    for part in _statements(said):
        own = taste_of(part) or (asked if len(plain_words(part)) <= 12 else 0)
        if own and _covers(wanted, keys(part)):
            return taste * own, part
    if not asked or not _covers(wanted, keys(_put(question))):
        return NOTHING
    if found := stances(said):
        return taste * asked * (1 if found[0][0] else -1), found[0][1]
    judged = ((_praise(without_tag(part)), part) for part in _statements(said))
    return next(((taste * sign, part) for sign, part in judged if sign), NOTHING)


def _put(question: str) -> str:
    """Return the sentences that ask; with what was said before them where they only point to it."""
    asking = " ".join(part for part in sentences(question) if part.endswith("?"))
    return question if _IT.search(asking) else asking


def _praise(part: str) -> int:
    """Return whether a short sentence praises (1) or blames (-1) what was asked about."""
    if len(plain_words(part)) > _SHORT or not _IT.search(part):
        return 0
    if any(senses().sense(word) for word in plain_words(part)):
        return sign_in(prepared(part))
    return says("for", part) - says("against", part)


def _covers(wanted: tuple[str, ...], told: tuple[str, ...]) -> bool:
    return bool(wanted) and coverage(wanted, told) >= 0.66


def _stated(claim: str, said: str, question: str) -> Bearing | None:
    """Return the sentence that says nearly all of a claim, with its sign."""
    wanted = claim_of(claim)
    numbers = _numbers(claim)
    before = question
    for part, clause in _clauses(said, wanted.keys):
        told, pointed_at = claim_of(clause), before
        before = part
        common = shared(wanted.keys, (*told.keys, *_pointed_at(told, clause, wanted, pointed_at)))
        if len(common) < min(2, len(wanted.keys)) or coverage(wanted.keys, common) < NEARLY:
            continue
        if _OWNS.match(claim) and _parts_with(clause) and not _parts_with(claim):
            return -wanted.sign, part
        if len(wanted.keys) == 1 and not _plainly(common[0], clause):
            continue
        if told.mood == "may" and wanted.mood != "may":
            continue  # what might be is not said to be
        if {wanted.mood, told.mood} == {"ought", "is"} and len(common) < len(wanted.keys):
            continue
        if numbers and not shared(numbers, _numbers(part)):
            continue
        return wanted.sign * told.sign, part
    return None


_THEM = re.compile(r"\b(?:it|them|they)\b", re.IGNORECASE)
_OWNS = re.compile(r"\W*(?:still )?(?:ha(?:s|ve)|owns?|keeps?)\b", re.IGNORECASE)


def _pointed_at(told: Claim, clause: str, wanted: Claim, before: str) -> tuple[str, ...]:
    """Return what a clause only points to, "I haven't seen it", where all that it says itself is in the claim."""
    points = _THEM.search(clause) and told.keys and coverage(told.keys, wanted.keys) >= NEARLY
    return claim_of(before).keys if points else ()


def _parts_with(clause: str) -> bool:
    """Return whether somebody tells that they gave something away, sold it or lost it."""
    plain = tenses()
    return any(words().has("parting", plain.get(word, word)) for word in plain_words(clause))


_YES_NO = re.compile(r"^\W*(?:no|yes|nope|nah|yep|yeah)[,.!:;…]+\s+(?=\w)", re.IGNORECASE)
"""What answers a question, and is no part of what is said after it."""


def _clauses(said: str, wanted: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Return sentences with what of them can say a claim: a clause, or all of it where the claim is as long."""
    for part in _statements(said):
        told = _YES_NO.sub("", part)
        clauses = [*_JOINT.split(told), *_exempting(told)]
        if len(clauses) > 1 and coverage(claim_of(told).keys, wanted) >= NEARLY:
            yield part, told
        yield from ((part, clause) for clause in clauses)


_EXEMPT = re.compile(
    r"^(?:\w+ ){1,4}(?P<does>(?:should|must|ought|shall|will|would|can|has|have|needs?)\b.+)"
    r",\s+not (?P<who>(?:\w+ ){0,3}\w+)\W*$",
    re.IGNORECASE,
)


def _exempting(told: str) -> tuple[str, ...]:
    """Return what a sentence denies of somebody set against its subject: "The town should pay, not the neighbours."."""
    found = _EXEMPT.match(told)
    return (f"not {found['who']} {found['does']}",) if found else ()


def _plainly(key: str, part: str) -> bool:
    """Return whether a claim of one word is the matter of a sentence: said of oneself, in few words."""
    spoken = [word for word in plain_words(part) if not words().has("stop", word)]
    return len(spoken) <= 4 and any(stem(word) == key for word in spoken)


def _answered(claim: str, said: str, question: str) -> Bearing:
    """Return the yes or no by which somebody answers the claim that a question puts up."""
    if not question or not _same_sum(claim, said, question):
        return NOTHING
    found = stances(said)
    told = found[0][1] if found else ""
    sign = verdict(claim, put_up(question)) or _of_oneself(claim, question, told) or _of_the_matter(claim, question)
    if sign and found:
        return sign * (1 if found[0][0] else -1), told
    return _in_its_words(said, question, sign) if sign else NOTHING


def _in_its_words(said: str, question: str, sign: int) -> Bearing:
    """Return the sentence that answers a question in the question's own words: "Not a good idea."."""
    asked = keys(question)
    for part in _statements(said):
        told = keys(without_tag(part))
        if told and coverage(told, asked) == 1 and len(plain_words(part)) <= _SHORT:
            return sign * claim_of(part).sign * claim_of(question).sign, part
    return NOTHING


def _of_oneself(claim: str, question: str, told: str) -> int:
    """Return the sign that a yes gives to a claim about oneself: "Would you pay for it?" answers who would pay.

    What is told with the yes belongs to it: "Yes, at the station.".
    """
    asked, wanted = claim_of(_YOU.sub("", question)), claim_of(claim)
    if not _YOU.match(question) or coverage(asked.keys, wanted.keys) < NEARLY:
        return 0
    return asked.sign * wanted.sign if coverage(wanted.keys, (*asked.keys, *claim_of(told).keys)) >= NEARLY else 0


def _of_the_matter(claim: str, question: str) -> int:
    """Return the sign that a yes gives to a claim where a question only points to its matter: "Is that good?"."""
    asking = " ".join(part for part in sentences(question) if part.endswith("?"))
    told = keys(_POINTS.sub("", asking))
    if not _POINTS.match(asking) or not told or coverage(told, keys(claim)) < 1:
        return 0
    return claim_of(asking).sign * claim_of(claim).sign if _covers(keys(claim), keys(question)) else 0


_POINTS = re.compile(
    r"^\W*(?:(?:is|was|would|are)(?: that| this| it|n't (?:that|this|it))|(?:that|this|it)(?:['’]s)?)\b", re.IGNORECASE
)


def _statements(said: str) -> list[str]:
    return [part for part in sentences(said) if not is_question(part) and not GAP.search(part)]
