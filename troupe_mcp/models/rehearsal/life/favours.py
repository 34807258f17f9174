"""An offer made to somebody, to lend, to bring, to call, to come along: taken or refused, by what they hold and are."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import keys, light, plain_words
from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.models.rehearsal.life.helping import asks_to_help, draw_for, refuses
from troupe_mcp.models.rehearsal.life.kinfolk import is_small, kin_facts
from troupe_mcp.models.rehearsal.life.likings import touched_by
from troupe_mcp.models.rehearsal.matters.grounds import nearness

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_DEED = (
    r"(?:lend|give|bring|drive|take|help|carry|call|phone|ring|fetch|get|make|cook|bake|show|teach|pay|buy|order|book"
    r"|repair|fix|mend|look after|watch|mind|pick|walk|offer|send|write|talk|speak|find|introduce|water|feed|clean|shop"
    r"|read|translate|accompany|keep|hold|open|close|shut|invite|wash|wait|stay|visit|come|put|pour|save|warm|cover|do)"
)
_LEAD = r"^\W*(?:(?:so|well|then|now|look|listen|perhaps|maybe|of course|please|if you (?:like|want)|\w+),? ){0,2}?"
_SMALL_DEED = (
    r"(?:open|close|shut|turn (?:on|off|up|down)|switch (?:on|off)|draw|light|put on|make|call|get|bring|fetch) "
    r"(?:the|a|an|some|us) (?:window|door|light|lights|heating|radio|tv|music|curtains?|blinds?|fire|doctor|taxi|cab"
    r"|ambulance|police|coffee|tea|drinks?|breakfast|lunch|dinner|soup|water)"
)
_SERVED = (
    r"(?:cup|glass|bit|piece|slice|drop|drink|coffee|tea|water|wine|beer|juice|lift|ride|hand|help|seat|chair|bite"
    r"|sweet|biscuit|cake|cigarette|blanket|umbrella|sandwich|soup|sugar|milk|company|coat|towel|tissue)"
)
_FORMS: tuple[tuple[str, str], ...] = (
    (
        "favour",
        (
            rf"{_LEAD}(?:I|we)(?:['’]ll| will| can| could| would| may| might|['’]d| am|['’]m| are|['’]re)"
            rf"(?: (?:gladly|happily|also|always|even|be|glad|happy|willing|to)){{0,4}} {_DEED}\b[^?]*\byour?\b[^?]*$"
        ),
    ),
    ("served", rf"{_LEAD}(?:shall|should|can|could|may) (?:I|we) {_SMALL_DEED}\b"),
    (
        "served",
        rf"{_LEAD}(?:shall|can|could|may) (?:I|we) (?:get|give|bring|offer|fetch|make|pour|buy) you\b.*\b{_SERVED}\b",
    ),
    ("favour", rf"{_LEAD}(?:shall|should|can|could|may|might) (?:I|we) {_DEED}\b.*\b(?:you|your|our|my)\b"),
    ("joint", rf"{_LEAD}shall we (?!ban|raise|tax|start|begin|talk|go on|continue|say|agree|vote|allow)\w+"),
    ("favour", rf"{_LEAD}shall I (?!ask|tell|say|start|begin|continue|go on|explain)\w+"),
    ("may", rf"{_LEAD}(?:may|can|could|might) (?:I|we) (?:sit|come (?:in|along)|join|stay|smoke|park|leave my)\b"),
    ("favour", rf"\b(?:would you like|do you (?:want|need)|would you prefer) (?:me|us) to {_DEED}\b"),
    (
        "served",
        (
            rf"\b(?:would you like|do you (?:want|need|fancy)|(?:how|what) about) (?:a|an|some|another|any|more)\b"
            rf"(?: [\w-]+){{0,2}}? {_SERVED}s?\b(?! (?:in|at|with) (?:your|the) (?:job|work|life|company|state)\b)"
        ),
    ),
    ("joint", r"\bwould you (?:like|care|want) to (?:come|join|go|eat|dance|have|walk)\b.*\b(?:us|me|along)\b"),
    ("favour", rf"{_LEAD}let (?:me|us) {_DEED}\b.*\byour?\b"),
    (
        "favour",
        (
            r"^\W*(?:you(?:['’]re| are)? (?:can|could|may|might|welcome to|free to)) (?:always |gladly )?"
            r"(?:stay|sleep|have"
            r"|use|borrow|take|keep|sit|come|live|eat)\b.*\b(?:my|our|mine|ours|with (?:me|us)|here)\b"
        ),
    ),
    ("joint", r"^\W*(?:(?:please|do),? )?(?:come|join)\b.*\b(?:us|me)\b"),
)
_OFFERS = tuple((kind, re.compile(form, re.IGNORECASE)) for kind, form in _FORMS)
_NO_OFFER = re.compile(
    r"\d|[€$£%]|\b(?:euros?|dollars?|pounds|percent|price|subscri\w+|app|product|service|discount|brand|version|idea"
    r"|example|question|questions|reason|answer|number|advice|hint|feedback|opinion|believe|imagine|if we|if I"
    r"|not|never|can't|won't|wouldn't|vote|tax\w*|law|ban)\b|['’]t\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"\b(?:talk|speak|call|phone|ring|write|send|tell|introduce)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"\byour ([a-z]+(?: in law)?|boss|manager|landlord|doctor|teacher|supervisor|office|lawyer)\b", re.IGNORECASE
)
_ROLES = re.compile(
    r"\b(?:boss|manager|landlord|landlady|doctor|teacher|supervisor|lawyer|bank|office|employer|colleagues?|neighbou?rs?"
    r"|ex)\b",
    re.IGNORECASE,
)
_DRINK = re.compile(r"\b(?:wine|beer|whisky|whiskey|vodka|rum|gin|champagne|schnapps|sherry|alcohol)\b", re.IGNORECASE)
_SOBER = re.compile(
    r"\b(?:quit|gave up|stopped|never|don't|no longer) (?:\w+ )?(?:drink\w*|alcohol)\b|\bsober\b|\bdry for"
)
_REFUSED = re.compile(r"\b(?:allerg\w+|quit|gave up|stopped|never|don't|can't|cannot|no longer|hate|avoid)\b")


def offer_in(text: str) -> tuple[str, str]:
    """Return an offer made to the hearer: its kind (`favour`, `served`, `joint`, `may`) and its sentence, if any."""
    for part in reversed(sentences(text)):
        if not _NO_OFFER.search(part) and not asks_to_help(part):
            kind = next((kind for kind, form in _OFFERS if form.search(part)), "")
            if kind:
                return kind, part
    return "", ""


def taken_up(voice: Voice, moment: Moment) -> list[str]:
    """Return a word for or against what is offered to somebody, and why; nothing where nothing is."""
    kind, offer = offer_in(moment.text)
    if not kind or any(question != offer for question in moment.questions):
        return []
    if moment.by_person and not moment.addressed:
        return []
    voice.shaped = True
    draw_for(voice, offer)
    if (others := _for_others(voice, offer)) is not None:
        return others
    sign, fact = _held(voice, offer) if kind in {"favour", "served"} else (0, None)
    taken = sign > 0 if sign else _inclined(voice, kind, offer)
    word = voice.frame(f"{'favour' if kind == 'favour' else f'favour.{kind}'}.{'yes' if taken else 'no'}")
    return [f"{word.rstrip('.')}.", _told(voice, fact)] if fact is not None else [word]


def _for_others(voice: Voice, offer: str) -> list[str] | None:
    """Return what is said where the offer is to speak to somebody of one's life; None where it isn't."""
    named = _OTHERS.search(offer)
    if named is None or not _SPEAKS.search(offer):
        return None
    if _ROLES.search(named.group(1)):
        return [voice.frame(f"favour.speak.{'yes' if _inclined(voice, 'favour', offer) else 'no'}")]
    kin = named.group(1).lower()
    if not words().has("kin", kin.removesuffix("s")):
        return None
    facts = kin_facts(voice.portrait, offer)
    if not facts:
        return [voice.fill("favour.kin.unheld", kin=kin)]
    if is_small(facts[0].said):
        return [voice.fill("favour.kin.small", fact=voice.tell(facts[0]))]
    word = "yes" if _inclined(voice, "favour", offer) else "no"
    who = facts[0].about if facts[0].about[:1].isupper() else f"my {kin}"
    return [voice.frame(f"favour.kin.{word}").replace("{who}", who).replace("{Who}", who[:1].upper() + who[1:])]


def _held(voice: Voice, offer: str) -> tuple[int, Fact | None]:
    """Return whether an own like, dislike, trouble or rule decides, with it: +1 for, -1 against, 0 for neither."""
    person, wanted = voice.portrait, [key for key in keys(_core(offer)) if key not in light()]
    lived = person.of("health", "habit", "past", "other", "money", "belief")
    if _DRINK.search(offer) and (sober := next((fact for fact in lived if _SOBER.search(fact.said)), None)):
        return -1, sober
    shared = [fact for fact in lived if any(key in wanted for key in fact.keys)]
    if against := next((fact for fact in shared if _REFUSED.search(fact.said)), None):
        return -1, against
    if liked := next((fact for fact in touched_by(voice, _core(offer)) if nearness(fact.said, offer)), None):
        return liked.sign, liked
    trouble = next((fact for fact in person.of("trouble") if any(key in wanted for key in fact.keys)), None)
    return (1, trouble) if trouble is not None and not refuses(voice) else (0, None)


def _core(offer: str) -> str:
    """Return an offer without the words that make it one, which touch nothing of a life."""
    return " ".join(word for word in plain_words(offer) if not _PLAIN.fullmatch(word))


_PLAIN = re.compile(rf"{_DEED}|shall|should|would|could|like|want|need|help|house|home|night|time|day|day\w*")


def _told(voice: Voice, fact: Fact) -> str:
    return voice.fill(f"own.{fact.kind}", x=fact.said) if fact.thing else voice.tell(fact)


def _inclined(voice: Voice, kind: str, offer: str) -> bool:
    """Return whether somebody takes what is offered, by character, the same whenever it is offered."""
    person = voice.portrait
    lot = Random(f"{voice.lot}/{person.name}/{' '.join(keys(offer))}").uniform(-1.0, 1.0)
    company = person.level("extraversion") if kind == "joint" else 0
    wary = 1.5 * refuses(voice) + any(person.manner.has(name) for name in ("hostile", "rude"))
    return _WILLING + 0.6 * person.level("agreeableness") + 0.7 * company - wary + lot > 0


_WILLING = 0.4
