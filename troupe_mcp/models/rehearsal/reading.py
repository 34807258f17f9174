"""Reading a persona's document, of any shape, into typed facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from troupe_mcp.models.rehearsal.claims import sign_of
from troupe_mcp.models.rehearsal.facts import Fact
from troupe_mcp.models.rehearsal.narration import Teller
from troupe_mcp.models.rehearsal.sentences import bare, clip, main_clauses, sentences
from troupe_mcp.models.rehearsal.statements import as_claim, as_goal, as_said, as_thing, is_sentence, owned
from troupe_mcp.models.rehearsal.verbs import is_third
from troupe_mcp.models.rehearsal.words import capital, concepts, keys

LONGEST = 18
_HARD = re.compile(r"\b(?:difficult|struggl|pushing me|frustrat|burnout|overwhelm|never enough)", re.IGNORECASE)
_KINDS: tuple[tuple[str, str], ...] = (
    (
        (
            r"^(?:age|gender|sex|name|full_name|pronouns|style|voice|personality|traits?"
            r"|big_five|id|type|language|mental_\w+)$"
        ),
        "",
    ),
    (r"dislike|hate|aversion|pet_peeve", "dislike"),
    (r"^likes?$|loves|favou?rites?|enjoys", "like"),
    (r"interest|hobb|passion", "interest"),
    (r"belief|opinion|values|views|convictions|attitudes", "belief"),
    (r"goal|dream|ambition|aspiration|plans", "goal"),
    (r"frustrat|pain_point|trouble|difficult|challenge|annoy|complain|fear|worr|struggle", "trouble"),
    (r"skill|abilit|talent|competenc", "skill"),
    (r"routine|schedule|daily|morning|evening|weekend|workday", "routine"),
    (r"behavio|habit|quirk|mannerism", "habit"),
    (r"relation|famil|friend|spouse|partner|child|kids|pets?$|marital", "family"),
    (r"organi[sz]ation|company|employer|title|^job$|profession", "job"),
    (r"occupation|work|career", "work"),
    (r"educat|degree|studies|qualification", "education"),
    (r"nationality|residence|location|city|country|home_?town|birthplace|lives|language|ethnic|origin", "origin"),
    (r"health|medical|diet", "health"),
    (r"money|financ|income|salary|budget|wealth|spending", "money"),
    (r"media|news|devices|technology|television|reading", "media"),
    (r"fact|background|history|biograph|life|past|story", "past"),
)


def kind_of(key: str, above: str) -> str:
    """Return the kind of facts that a key of the document holds; an unknown key passes its parent's kind on."""
    plain = re.sub(r"[\W_]+", "_", key.lower()).strip("_")
    if above == "occupation":
        return "work" if plain in {"description", "responsibilities", "duties", "details", "industry"} else "job"
    if above in {"routine", "family", "like", "dislike", "skill", "belief", "trouble"}:
        return above
    for pattern, kind in _KINDS:
        if re.search(pattern, plain):
            if kind == "work" and "occupation" in plain:
                return "occupation"
            return kind
    return above or "other"


def read_facts(spec: Mapping[str, Any], teller: Teller) -> tuple[Fact, ...]:
    """Return all facts of a document, in an order that the order of its keys does not change."""
    found: list[Fact] = []
    for kind, about, text in _texts(spec, "", "", 0):
        found.extend(_facts(kind, about, text, teller))
    return tuple({(fact.kind, fact.said): fact for fact in found}.values())


def _texts(value: Any, kind: str, about: str, depth: int) -> Iterator[tuple[str, str, str]]:
    if depth > 8 or value is None or isinstance(value, bool):
        return
    if isinstance(value, Mapping):
        mapping = cast("Mapping[Any, Any]", value)
        if kind == "family" and ("description" in mapping or "name" in mapping):
            yield "family", str(mapping.get("name", "")), str(mapping.get("description", mapping.get("relation", "")))
            return
        for key in sorted(mapping, key=str):
            below = kind_of(str(key), kind)
            if below:
                yield from _texts(mapping[key], below, _label(str(key), kind, about), depth + 1)
    elif isinstance(value, list | tuple):
        for item in cast("list[Any]", value):
            yield from _texts(item, kind, about, depth + 1)
    elif str(value).strip():
        yield ("job" if kind == "occupation" else kind), about, str(value)


def _label(key: str, kind: str, about: str) -> str:
    plain = re.sub(r"[\W_]+", " ", key.lower()).strip()
    return about if kind == "routine" and plain in {"routines", "routine"} else plain


def _facts(kind: str, about: str, text: str, teller: Teller) -> Iterator[Fact]:
    if kind in {"like", "dislike", "interest", "skill"}:
        yield from _things(kind, about, text, teller)
    elif kind in {"job", "origin"} and not re.search(r"\byou\b", text, re.IGNORECASE):
        yield _fact(kind, owned(bare(text), teller) if kind == "origin" else text.strip(), text, about)
    elif kind == "belief":
        for part in sentences(text):
            yield from _spoken(kind, about, as_claim(part, teller), part)
    elif kind == "goal":
        yield from _spoken(kind, about, as_goal(text, teller), text)
    else:
        for part in sentences(text):
            for said in _renderings(part, kind, about, teller):
                yield from _spoken(kind, about, said, part)
                if kind == "work" and _HARD.search(said):
                    yield from _spoken("trouble", about, said, part)


def _renderings(part: str, kind: str, about: str, teller: Teller) -> Iterator[str]:
    if len(part.split()) <= LONGEST:
        yield _introduced(part, kind, about, teller)
        return
    for clause in main_clauses(part):
        yield _introduced(capital(clause), kind, about, teller)


def _introduced(part: str, kind: str, about: str, teller: Teller) -> str:
    """Put the name of a relation behind its kin word: "My mother Gulnar sews"."""
    said = as_said(part, teller)
    if (
        kind != "family"
        or not about
        or not said
        or about.split(maxsplit=1)[0] in said
        or about.lower().startswith("the ")
    ):
        return said
    named = re.match(
        r"^My((?: [a-z]+){1,3}?) (?=(?:is|was|has|had|can|will|never|still|sews|[a-z]+s|[a-z]+ed)\b)", said
    )
    if named and re.search(
        r"(?:er|mother|father|son|ter|band|wife|cle|aunt|ece|hew|sin|end|ner|boss|gue|keeper)$", named.group(1)
    ):
        return f"My{named.group(1)} {about} {said[named.end() :]}"
    if re.match(r"^My [^.]*,", said) and not re.match(r"^My [^,]*\b(?:is|has|was|does|will|can|works|lives)\b", said):
        return _joined(f"{about} is {said[0].lower()}{said[1:]}")
    return said


def _joined(said: str) -> str:
    """Join a relation's later verbs properly: "is my colleague, handles" gives "is my colleague and handles"."""
    head, comma, rest = said.partition(", ")
    following = rest.split(" ", 1)[0].lower() if comma else ""
    if following in {"he", "she", "they"}:
        return f"{head}, and {rest}"
    return f"{head} and {rest}" if is_third(following) else said


def _things(kind: str, about: str, text: str, teller: Teller) -> Iterator[Fact]:
    if re.search(r"\byou\b", text, re.IGNORECASE) or is_sentence(text):
        said = as_said(text, teller)
        sign = -1 if kind == "dislike" else sign_of(said)
        if said:
            yield from _spoken(kind, about, said, text, sign)
        return
    for part in [text] if len(text.split()) <= 12 else re.split(r"[,;]\s+", text):
        phrase = as_thing(part, teller)
        if phrase and len(phrase.split()) <= 12:
            yield _fact(kind, phrase, text, about, sign=-1 if kind == "dislike" else 1, thing=True)


def _spoken(kind: str, about: str, said: str, source: str, sign: int = 0) -> Iterator[Fact]:
    short = clip(said, LONGEST) if said else ""
    if short:
        yield _fact(kind, short, source, about, sign=sign or sign_of(short))


def _fact(kind: str, said: str, source: str, about: str, *, sign: int = 1, thing: bool = False) -> Fact:
    return Fact(kind, said, source, keys(said), concepts(said), sign, thing, about)
