"""Reading a persona's document, of any shape, into typed facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from troupe_mcp.models.rehearsal.claims.claims import sign_of
from troupe_mcp.models.rehearsal.english.address import mentions_listener
from troupe_mcp.models.rehearsal.english.legible import legible
from troupe_mcp.models.rehearsal.english.narration import Teller, names_first
from troupe_mcp.models.rehearsal.english.sentences import bare, clip, main_clauses, sentences
from troupe_mcp.models.rehearsal.english.statements import (
    as_claim,
    as_goal,
    as_said,
    as_thing,
    is_sentence,
    title_case_gone,
)
from troupe_mcp.models.rehearsal.english.third_person import third
from troupe_mcp.models.rehearsal.english.verbs import base, is_base, is_noun, is_past, is_third, looks_third
from troupe_mcp.models.rehearsal.english.words import capital, concepts, keys, lowered
from troupe_mcp.models.rehearsal.lexicon import grammar
from troupe_mcp.models.rehearsal.person.document import texts_of
from troupe_mcp.models.rehearsal.person.facts import Fact
from troupe_mcp.models.rehearsal.person.kinds import kind_by_content, time_of, trade_of
from troupe_mcp.models.rehearsal.person.relations import told_of

LONGEST = 18
_NO_TITLE = re.compile(
    r"(?:to [a-z]|\W*\d|(?:about|around|mid|late|early)[- ](?:\d|twent|thirt|fort|fift|sixt|sevent)"
    r"|(?:twenty|thirty|forty|fifty)\b)",
    re.IGNORECASE,
)
_PLACE = r"([A-Z][\w'’-]+(?:,? [A-Z][\w'’-]+)*)"
_PLACES = (
    ("residence", rf"\b(?:living|based|settled|home) in {_PLACE}", "{}"),
    ("birthplace", rf"^I(?: am|'m) [^.]*?\bfrom {_PLACE}", "I am from {}"),
)
_LIVES = re.compile(r"^I (?:now |still )?live\b.*\b(?:in|at|near|on|above|outside)\b|\bwho (?:now |still )?lives in\b")
_EMPLOYER = re.compile(r"organi[sz]ation|company|employer|firm|workplace")
_FEAR = re.compile(r"fear|phobia|afraid")
_FINITE = re.compile(r"^(?!I\b).*\b(?:is|are|was|were|should|must|would)\b")
_AMOUNT = re.compile(
    r"(?:about |around )?[\d.,]+|(?:mid|late|early)[- ]\w+|(?:twenty|thirty|forty|fifty|sixty)(?:-\w+)?", re.IGNORECASE
)
_ABLE = re.compile(
    r"(?:very |highly |quite |not |only )?(?:un)?(?:able|proficient|skilled|experienced|familiar|good|great|excellent"
    r"|fluent|adept|competent|comfortable|capable|knowledgeable|trained|certified|talented|gifted|handy|bad|terrible|hopeless)"
    r" (?:to|in|at|with|of|about|as)\b",
    re.IGNORECASE,
)
_HARD = re.compile(r"\b(?:difficult|struggl|pushing me|frustrat|burnout|overwhelm|never enough)", re.IGNORECASE)


def read_facts(spec: Mapping[str, Any], teller: Teller) -> tuple[Fact, ...]:
    """Return all facts of a document, in an order that the order of its keys does not change."""
    found: list[Fact] = []
    for kind, about, text in texts_of(spec):
        found.extend(_facts(kind, about, text, teller))
    kept = {(fact.kind == "trouble", fact.said): fact for fact in reversed(found) if legible(fact.said)}
    facts = tuple(reversed(kept.values()))
    titles = [fact.keys[-1] for fact in facts if fact.kind == "job" and fact.keys and not _EMPLOYER.search(fact.about)]
    return tuple(fact for fact in facts if fact.kind != "work" or _news(fact, titles))


def _news(fact: Fact, titles: list[str]) -> bool:
    """Return whether a sentence about the work says more than the title of the trade."""
    trade = trade_of(fact.said)[1]
    return not trade or not keys(trade) or keys(trade)[-1] not in titles


def _facts(kind: str, about: str, text: str, teller: Teller) -> Iterator[Fact]:
    if kind == "trait":
        yield _fact(kind, bare(text), text, about)
    elif kind in {"like", "dislike", "interest", "skill"}:
        for part in sentences(text):
            yield from _things(kind, about, part, teller)
    elif kind in {"job", "origin"} and not mentions_listener(text):
        yield from _labelled(kind, about, text, teller)
    elif kind in {"belief", "goal"}:
        for part in sentences(text):
            yield from _spoken(kind, about, as_claim(part, teller) if kind == "belief" else as_goal(part, teller), part)
    else:
        for part in sentences(text):
            yield from _sentence("work" if kind == "job" else kind, about, part, teller)


def _sentence(kind: str, about: str, part: str, teller: Teller) -> Iterator[Fact]:
    if _AMOUNT.fullmatch(bare(part)) and kind != "money":
        return
    if re.match(r"To [a-z]+ ", part) and kind != "family":
        yield from _spoken("goal", about, as_goal(part, teller), part)
        return
    for said in _renderings(_of_a_person(part), kind, about, teller):
        yield from _told(kind, about, said, part, teller)


def _of_a_person(part: str) -> str:
    """Return a note that begins with a plain verb as one of the person: "Keep a phone in the bin" as "Keeps …"."""
    first, _, rest = part.partition(" ")
    verb, following = first.lower(), rest.split(" ", 1)[0].lower()
    if not first.istitle() or not rest or not is_base(verb) or verb in _ASIDE or is_past(verb):
        return part
    takes = grammar().has("determiners", following) and not _FINITE.search(rest)
    return f"{third(verb).capitalize()} {rest}" if takes or grammar().has("phrasal", f"{verb} {following}") else part


_ASIDE = ("am", "be", "do", "have", "let", "can")


def _labelled(kind: str, about: str, text: str, teller: Teller) -> Iterator[Fact]:
    """Yield a trade, an employer or a place, which is named rather than told; a sentence is told."""
    said = as_said(text, teller)
    if kind == "job" and (_NO_TITLE.match(text) or _FINITE.search(said)):
        return
    if re.match(r"I\b", said) or len(text.split()) > LONGEST:
        for part in sentences(text):
            yield from _told("work" if kind == "job" else kind, about, as_said(part, teller), part, teller)
    elif said:
        named = said if kind == "origin" else text.strip() if _EMPLOYER.search(about) else title_case_gone(text.strip())
        yield _fact(kind, named, named if kind == "job" else text, about)


def _told(kind: str, about: str, said: str, source: str, teller: Teller) -> Iterator[Fact]:
    """Yield what a sentence tells under the kind that it shows where its key doesn't."""
    if re.match(r"An? (?:\d{1,3}[- ]year|[^,]* who\b)", said) and kind in {"other", "past"}:
        said = f"I am {said[:1].lower()}{said[1:]}"
    shown = kind_by_content(kind, about, said)
    if kind in {"other", "past"}:
        yield from _places(said)
        age, trade = trade_of(said)
        if age:
            yield _fact("age", f"{age} years old", source, "age")
        if trade:
            yield _fact("job", trade, trade, "title")
            clause = source.partition(" who ")[2]
            if clause:
                yield from _told(kind, about, as_said(capital(clause), teller), clause, teller)
            return
    if shown == "belief":
        yield from _spoken(shown, about, as_claim(source, teller), source)
        return
    if _FEAR.search(about) and not is_sentence(said) and said:
        said = f"I am afraid of {lowered(said, teller.proper)}"
    where = time_of(about) or time_of(said) or about if shown == "routine" else about
    where = "residence" if shown == "origin" and _LIVES.match(said) else where
    yield from _spoken(shown, where, said, source, -1 if shown == "dislike" else 0)
    if shown == "work" and _HARD.search(said):
        yield from _spoken("trouble", about, said, source)


def _places(said: str) -> Iterator[Fact]:
    """Yield where the person lives and comes from, as a sentence about something else may say."""
    for about, pattern, frame in _PLACES:
        if (
            said.startswith("I ")
            and not (about == "residence" and _LIVES.search(said))
            and (match := re.search(pattern, said))
        ):
            place = match.group(1)
            yield _fact("origin", frame.format(place), said, about)


def _renderings(part: str, kind: str, about: str, teller: Teller) -> Iterator[str]:
    whole = len(part.split()) <= LONGEST
    for clause in [part] if whole else main_clauses(part):
        yield told_of(capital(clause), about, teller) if kind == "family" else as_said(capital(clause), teller)


def _things(kind: str, about: str, text: str, teller: Teller) -> Iterator[Fact]:
    said = _able(as_said(text, teller)) if kind == "skill" else ""
    if mentions_listener(text) or is_sentence(text) or names_first(text, teller) or re.match(r"I\b", said):
        said = said or as_said(text, teller)
        sign = -1 if kind == "dislike" else sign_of(said)
        if said:
            yield from _spoken(kind, about, said, text, sign)
        return
    if _does(kind, text) and (told := _done(text, teller)):
        yield from _spoken(kind, about, told, text, -1 if kind == "dislike" else sign_of(told))
        return
    for part in [text] if len(text.split()) <= 12 else re.split(r"[,;]\s+", text):
        phrase = as_thing(part, teller)
        if phrase and len(phrase.split()) <= 12 and not _NO_TITLE.match(phrase) and not _claims(phrase):
            yield _fact(kind, phrase, text, about, sign=-1 if kind == "dislike" else 1, thing=True)


def _does(kind: str, text: str) -> bool:
    """Return whether what stands among interests is something done: "Grows nine kinds of tomato"."""
    first, _, rest = text.lower().partition(" ")
    if kind in {"like", "dislike"} and (is_noun(base(first)) or not is_third(first) or len(rest.split()) < _PHRASE):
        return False
    plain = is_third(first) and not is_noun(base(first)) and kind not in {"like", "dislike"}
    if not rest or (_AFTER_NOUN.match(rest) and not plain) or first in _PLURALS or first.endswith("ics"):
        return False
    return is_third(first) or (looks_third(first) and text[:1].isupper() and len(first) > _LONG_NOUN)


_AFTER_NOUN = re.compile(
    r"(?:and|or|of|who|that|which|in|on|at|with|without|from|for|by|during|under|over|near|after|before|as|to|about"
    r"|made|are|is|when|where|than|between|against)\b"
)
_PLURALS = ("sports", "arts", "news", "maths", "goods", "customs", "savings", "comics", "fans", "friends", "others")
_LONG_NOUN, _PHRASE = 5, 2


def _done(text: str, teller: Teller) -> str:
    """Return "I embroider tablecloths" for "Embroiders tablecloths", whether its verb is known or not."""
    told = as_said(text, teller)
    if told.startswith("I "):
        return told
    first, _, rest = text.partition(" ")
    told = as_said(f"Makes {rest}", teller)
    return f"I {base(first.lower())} {told.removeprefix('I make ')}" if told.startswith("I make ") else ""


def _claims(phrase: str) -> bool:
    """Return whether what stands among liked things is a claim: "buses should be free"."""
    return re.search(r"^(?!when |how |that |what |people |anyone )[^,]*\b(?:should|must|ought)\b", phrase) is not None


def _able(said: str) -> str:
    """Return "I am able to swim" for "Able to swim"."""
    return f"I am {said[:1].lower()}{said[1:]}" if _ABLE.match(said) else said


def _spoken(kind: str, about: str, said: str, source: str, sign: int = 0) -> Iterator[Fact]:
    short = clip(said, LONGEST) if said else ""
    if short:
        yield _fact(kind, short, source, about, sign=sign or sign_of(short))


def _fact(kind: str, said: str, source: str, about: str, *, sign: int = 1, thing: bool = False) -> Fact:
    return Fact(kind, said, source, keys(said), concepts(said), sign, thing, about)
