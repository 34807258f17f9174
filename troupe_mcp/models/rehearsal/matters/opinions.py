"""Opinions: a signed fact decides, else a value is named as the criterion, else an honest gap."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.asking import asks_back, has_sides, is_stated, put_up
from troupe_mcp.models.rehearsal.claims.remarks import remark_on
from troupe_mcp.models.rehearsal.claims.verdicts import closeness, verdict
from troupe_mcp.models.rehearsal.english.heads import is_narrower, is_of_another
from troupe_mcp.models.rehearsal.english.verbs import is_base, is_modal, is_third
from troupe_mcp.models.rehearsal.english.words import concepts, coverage, keys, lowered, shared
from troupe_mcp.models.rehearsal.life.neighbours import neighbour, on_matter, regions_of
from troupe_mcp.models.rehearsal.matters.criteria import bears_alone, criterion, subject_of, weak
from troupe_mcp.models.rehearsal.matters.policies import policy_matter
from troupe_mcp.models.rehearsal.matters.politics import stand
from troupe_mcp.models.rehearsal.matters.stakes import is_open, own_side
from troupe_mcp.models.rehearsal.offers.purse import at_price
from troupe_mcp.models.rehearsal.voice.gaps import gap_for

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.claims.assertions import Assertion
    from troupe_mcp.models.rehearsal.person.facts import Fact, Portrait
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_TASTE = re.compile(
    (
        r"\b(?:do|don't|would|did) you (?:really |still )?(?P<verb>like|love|enjoy"
        r"|hate|dislike|mind|want)\s+(?P<thing>[^?.!,]+)"
    ),
    re.IGNORECASE,
)
_YES_NO = re.compile(
    (
        r"^(?:\W*(?:so|and|but|well|now|then|(?!(?:Wh\w+|How)\b(?! do you (?:think|say)\b))[A-Z]\w+)\b,?\s+)*"
        r"(?:do|does|did|are|is|was|were|should|shouldn't|would|could|can|will|have|has|don't|isn't"
        r"|aren't|doesn't|must|may|ought|shall)\b"
    ),
    re.IGNORECASE,
)
_AGREES = re.compile(r"\bdo you (?:dis)?agree\W*$", re.IGNORECASE)
_ASKS_YES = re.compile(
    r"^\W*(?:(?:so|and|but|well|now|then)\b,? )*(?!what|who|how|which|why|when|where)" + _YES_NO.pattern, re.IGNORECASE
)
_ABLE = re.compile(
    r"\b(?:can|could) you (?!tell|say|imagine|describe|explain|give|name|think|see)([^?.!,]+)", re.IGNORECASE
)
_PERSONAL = re.compile(
    r"^(?:do|did|have|had|were) you (?!(?:have|put|place) (?:\w+ )?(?:faith|confidence|trust) in\b)"
    r"(?!(?:\w+ )?(?:think|believe|agree|trust|support|feel|find|want|mind|like|love|hate"
    r"|enjoy|dislike|prefer|consider|approve|oppose|say|see)\b)",
    re.IGNORECASE,
)
_MOSTLY = 0.66
_VAGUE = (
    "work", "time", "social", "home", "simple", "quality", "design", "local", "budget", "politics", "honesty", "safety",
    "luxury", "privacy", "family", "green", "food",
)  # fmt: skip
_MACHINES = re.compile(r"\b(?:AI|robots?|computers?|machines?|automation|technolog\w+|algorithms?)\b", re.IGNORECASE)
_WATCHED = ("screen", "reading", "film", "music", "gaming")
_FAR = re.compile(r"\bremote(?:ly)?\b(?! controls?)", re.IGNORECASE)
"""Said of work, this has nothing to do with a screen."""
_TOUCHED = (
    "belief", "trouble", "media", "money", "habit", "dislike", "like", "interest", "health", "work", "goal", "family",
    "past", "other", "routine",
)  # fmt: skip


def decided(person: Portrait, asked: tuple[Assertion, ...]) -> tuple[int, Fact | None]:
    """Return the sign with which a held belief answers what is asked, and the belief; 0 where none does."""
    signed = [(sign, fact) for fact in person.of("belief") if (sign := verdict(fact.said, asked))]
    return max(signed, key=lambda pair: closeness(pair[1].said, asked), default=(0, None))


def taste(person: Portrait, question: str) -> tuple[int, Fact | None]:
    """Return whether a thing asked for is liked (1) or disliked (-1), and the fact that says so."""
    able = _ABLE.search(question)
    if able is not None:
        asked = keys(able.group(1))
        known = [fact for fact in person.of("skill") if asked and coverage(asked, fact.keys) >= _MOSTLY]
        return (known[0].sign, known[0]) if known else (0, None)
    match = _TASTE.search(question)
    if match is None:
        return 0, None
    if re.match(r"(?:about|most|best|least|more|in|of)\b", match.group("thing"), re.IGNORECASE):
        return 0, None  # what is liked about it
    wanted = keys(match.group("thing"))
    flip = -1 if match.group("verb").lower() in {"hate", "dislike", "mind"} else 1
    for fact in person.of("like", "dislike", "interest"):
        if wanted and fact.thing and coverage(wanted, fact.keys) >= _MOSTLY and coverage(fact.keys, wanted) >= 0.3:
            return (1 if fact.kind != "dislike" else -1) * flip, fact
    return 0, None


def answer_held(voice: Voice, question: str, context: str) -> list[str]:
    """Return the verdict that an own belief or taste gives on a yes-no question; nothing where none decides."""
    if not (asks_back(question) or is_stated(question) or _YES_NO.match(question.strip()) or _AGREES.search(question)):
        return []
    asked = put_up(context if asks_back(question) else question)
    sign, fact = taste(voice.portrait, question)
    if not sign:
        sign, fact = decided(voice.portrait, asked)
    if not sign and _YES_NO.match(question.strip()):
        sign, fact = remark_on(voice.portrait, question)
    if not sign or fact is None:
        return []
    if has_sides(question):
        return [voice.fill("relate", x=_inside(voice, voice.tell(fact)))]
    return _with_verdict(voice, sign, fact)


def answer_opinion(voice: Voice, question: str, context: str, *, alone: bool = False) -> list[str]:
    """Return the sentences of a stance, or of a criterion, or of a gap; `alone` nobody else is there to say more."""
    held = answer_held(voice, question, context)
    if held:
        return held
    if _PERSONAL.match(question.strip()):
        return _of_oneself(voice, question)
    priced = at_price(voice, f"{question}\n{context}")
    if priced:
        return priced
    return _said_of_it(voice, question, context) or _without_view(voice, question, context, alone=alone)


def _said_of_it(voice: Voice, question: str, context: str) -> list[str]:
    """Return what is held on the issue or the matter itself, told again where it was told before."""
    remark = remark_on(voice.portrait, question)[1]
    if remark is not None and not voice.spoken(remark):
        return [voice.tell(remark)]
    seen = stand(voice.portrait, question)
    issue = next(iter(voice.fresh([fact for fact in seen.facts if fact.kind == "belief"])), None) if seen else None
    matter = policy_matter(question)
    related = issue or (_on_policy(voice, matter) if matter else _related(voice, question, context))
    if related is not None:
        if related.kind == "belief":
            wants_yes = _ASKS_YES.match(question.strip()) and not has_sides(question)
            return [voice.fill("aside" if wants_yes else "relate", x=_inside(voice, voice.tell(related)))]
        return [voice.tell(related)]
    if seen is not None and seen.facts and seen.facts[0].kind == "belief":
        return [voice.fill("again", fact=voice.tell(seen.facts[0]))]
    return []


def _without_view(voice: Voice, question: str, context: str, *, alone: bool) -> list[str]:
    """Return a belief of the same region, a criterion, the own side, or the gap beside which a neighbour stands."""
    matter = policy_matter(question)
    whole = question if matter else f"{question} {context}"
    if alone and matter and neighbour(voice, matter):
        return [_gap(voice, question)]
    if alone and not matter:
        held = (fact for fact in on_matter(voice.portrait, whole) if not is_of_another(fact.said, whole))
        if known := next(iter(voice.fresh(list(held))), None):
            return [voice.fill("relate", x=_inside(voice, voice.tell(known)))]
    if measured := criterion(voice, whole):
        return measured
    if alone and not matter and not is_open(question) and neighbour(voice, question):
        return [_gap(voice, question)]
    return own_side(voice, whole) or [_gap(voice, question)]


def _gap(voice: Voice, question: str) -> str:
    """Return that nothing is held, now and then with the matter's name."""
    view = not is_open(question) and _OF_HEARER.match(question) is None
    return gap_for(voice, question, subject_of(question) if view else "", "view" if view else "")


_OF_HEARER = re.compile(r"^\W*(?:is|are|was|were) there (?:anything|something|anybody|a|any)\b.*\byou\b", re.IGNORECASE)


def _of_oneself(voice: Voice, question: str) -> list[str]:
    """Return what the own life says to a question about it; what is not held is kept to oneself."""
    person = voice.portrait
    touched = [fact for fact in touching(person, question) if fact.kind != "belief"]
    wanted = tuple(about for about in concepts(question) if about not in (*_VAGUE, "tech"))
    kin = [fact for fact in person.facts if _HAS.match(fact.said) and shared(fact.concepts, wanted)]
    known = next(iter(voice.fresh([*touched, *kin])), None)
    return [voice.tell(known)] if known else [voice.frame("private")]


_HAS = re.compile(r"I (?:own|have|drive|ride|play|keep|watch|cycle|run|sing|cook|swim)\b")


def _with_verdict(voice: Voice, sign: int, fact: Fact) -> list[str]:
    spoken = voice.spoken(fact)
    voice.told.append(fact)
    word = voice.frame("yes" if sign > 0 else "no")
    if spoken:
        return [word, voice.frame("close", must=False)]
    return [word, voice.tell(fact)]


def _inside(voice: Voice, claim: str) -> str:
    return lowered(claim, voice.proper())


def _related(voice: Voice, question: str, context: str) -> Fact | None:
    person = voice.portrait
    for text in (question, f"{question} {context}" if context else ""):
        if not text:
            continue
        subject = keys(subject_of(question))
        close = [
            fact
            for fact in voice.fresh(touching(person, text))
            if (fact.kind == "belief" and not is_of_another(fact.said, text))
            or (
                _own(fact)
                and (not subject or shared(fact.keys, subject))
                and not (_bare(fact) or (fact.thing and is_narrower(fact.said, text)))
            )
        ]
        if close:
            return close[0]
        kin = [fact for fact in voice.fresh(near(person, text)) if not is_of_another(fact.said, text)]
        if kin:
            return kin[0]
    return None


def _on_policy(voice: Voice, matter: str) -> Fact | None:
    """Return a belief on the very matter of a policy: it names it, or is of its region; whoever acts is no matter."""
    wanted = tuple(key for key in keys(matter) if key not in weak())
    beliefs = [fact for fact in voice.fresh(voice.portrait.of("belief")) if not is_of_another(fact.said, matter)]
    named = [fact for fact in beliefs if shared(wanted, fact.keys)]
    held = on_matter(voice.portrait, matter)
    asked = regions_of(matter)
    kin = [fact for fact in beliefs if fact in held and regions_of(fact.said)[:1] == asked[:1]]
    return next(iter([*named, *kin]), None)


def _own(fact: Fact) -> bool:
    return fact.thing or fact.said.startswith(("I ", "I'", "My ", "Our "))


def _bare(fact: Fact) -> bool:
    """Return whether a note about the own life is no more than a phrase: "an old phone with a cracked screen"."""
    return fact.kind in _NOTED and not fact.thing and _TOLD.search(fact.said) is None


_NOTED = ("habit", "media", "money", "other")
_TOLD = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Ww]e|[Oo]ur)\b|\b(?:is|are)\b")


def touching(person: Portrait, text: str) -> list[Fact]:
    """Return facts that share a telling word with a text, beliefs first."""
    wanted, faint = keys(text), weak()
    counted: list[tuple[int, int, Fact]] = []
    for place, fact in enumerate(person.of(*_TOUCHED)):
        common = shared(fact.keys, wanted)
        telling = [key for key in common if key not in faint and not key.isdigit()]
        if (telling and bears_alone(fact)) or len(telling) > 1:
            rank = 3 * len(telling) + len(common) + (1 if fact.kind == "belief" else 0)
            counted.append((-rank, place, fact))
    return [fact for _, _, fact in sorted(counted, key=lambda entry: entry[:2])]


def near(person: Portrait, text: str) -> list[Fact]:
    """Return beliefs whose subject is of the same kind as a text, and habits of watching where it is about those."""
    general = _MACHINES.search(text) is not None
    wanted = tuple(
        about for about in concepts(_FAR.sub("", text)) if about not in _VAGUE and (general or about != "tech")
    )
    watched = tuple(concept for concept in wanted if concept in _WATCHED)
    return [
        *(
            fact
            for fact in person.of("belief")
            if (common := shared(concepts(_subject(_FAR.sub("", fact.said))), wanted))
            and (common != ("tech",) or _MACHINES.search(fact.said))
        ),
        *(fact for fact in person.of("media") if shared(fact.concepts, watched) and not _bare(fact)),
    ]


@lru_cache(maxsize=5000)
def _subject(claim: str) -> str:
    parts = claim.split()[:4]
    verbs = (
        n
        for n, word in enumerate(parts)
        if n and (is_modal(word.lower()) or is_base(word.lower()) or is_third(word.lower()))
    )
    return " ".join(parts[: next(verbs, 3)])
