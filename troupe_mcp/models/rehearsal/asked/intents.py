"""What a question is after, told by its wording; the wordings stand in `patterns.json`."""

from __future__ import annotations

import re
from functools import lru_cache

from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.words import keys, light
from troupe_mcp.models.rehearsal.lexicon import field_patterns, pattern

_SECOND = re.compile(
    r"(?<! you go),?\s+and (?=(?:do|are|is|what|how|where|when|who|why|have|did|can)\b(?:\W+\w+){2,})", re.IGNORECASE
)
_PERSONAL = re.compile(r"\b(?:you|your|yours|yourself|at home)\b", re.IGNORECASE)
_OF_WORLD = re.compile(
    r"\b(?:do|did|would|don't) you (?:think|agree|believe(?! in)|(?<!s do you )trust|support|feel that|mind|consider)\b"
    r"|\b(?:what|how) (?:would|do) you (?:all |each |both )?(?:think|make|say|feel about|see)\b"
    r"|\byour (?:\w+ )?(?:opinions?|views?|take|stance|thoughts?|position|impression|reaction)\b"
    r"|^\W*(?:should|is|are (?!you)|would you|can (?!you)|could (?!you)|will|does|must|may)\b|\bshould\b"
    r"|\bare you (?:for|against|in favou?r)\b|\b(?:the|this|that|our|these|those) (?:app|idea|product|ad|device"
    r"|slogan|offer)s?\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=5000)
def asks_own_life(question: str) -> bool:
    """Return whether a question wants something of the hearer's own life rather than a view of the world."""
    return _PERSONAL.search(question) is not None and _OF_WORLD.search(question) is None


@lru_cache(maxsize=5000)
def parts_of(question: str) -> tuple[str, ...]:
    """Return the questions joined in one: "What did you study, and where do you work?" holds two."""
    found = [part.strip() for part in _SECOND.split(question) if part.strip()]
    return tuple(found) if all(len(part.split()) > 2 for part in found) else (question,)


_HEARSAY = re.compile(
    r"^\W*(?:(?:isn't|is) it true|(?:i(?:'ve)?|we(?:'ve)?) (?:hear|heard|read)|they say|people say|admit)"
    r" ?(?:that )?you\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=5000)
def idiom_of(question: str) -> str:
    """Return the field that a fixed wording asks for, whatever else stands in it: "What keeps you up at night?"."""
    return next((name for name, wording in field_patterns("idioms") if wording.search(question)), "")


_SPENDS_TIME = re.compile(r"\b(?:time|hours?|days?)\b.*\bspend\b", re.IGNORECASE)
_OF_THINGS = re.compile(
    r"\bwhat (?:do|did|would) you (?:\w+ )?(?:eat|drink|wear|cook|buy|have|listen to)\b", re.IGNORECASE
)


@lru_cache(maxsize=5000)
def fields_of(question: str) -> tuple[str, ...]:
    """Return the fields of a life that a question asks for, in the order they are mentioned."""
    if _HEARSAY.search(question):
        return ()
    if idiom := idiom_of(question):
        return ("own",) if idiom == "workday" and _OF_THINGS.search(question) else (idiom,)
    found = [
        (match.start(), place, name)
        for place, (name, wording) in enumerate(field_patterns())
        if (match := wording.search(question))
    ]
    names = [name for _, _, name in sorted(found) if name != "money" or not _SPENDS_TIME.search(question)]
    if "trouble" in names and len(names) > 1:
        names = [name for name in names if name not in {"work", "workday", "life", "media", "money", "health"}]
    if names[:2] == ["like", "work"]:
        names = ["like"]
    return ("life",) if "life" in names else tuple(names)


@lru_cache(maxsize=20_000)
def _is(name: str, text: str) -> bool:
    return pattern(name).search(text) is not None


def asks_opinion(question: str) -> bool:
    """Return whether a question asks for a stance."""
    return _is("opinion", question)


def asks_choice(question: str) -> bool:
    """Return whether a question asks to choose."""
    return _is("choice", question)


def asks_rating(question: str) -> bool:
    """Return whether a question wants a number on a scale."""
    return _is("rating", question)


def asks_price(question: str) -> bool:
    """Return whether a question is about a price."""
    return _is("price", question)


def asks_ideas(question: str) -> bool:
    """Return whether a question wants ideas, and no easing of the own life."""
    return (_is("ideas", question) or _PRODUCT_FOR_IT.search(question) is not None) and not asks_ease(question)


_EASES = re.compile(
    r"\b(?:eas(?:e|es|ier)|better|lighter|simpler|nicer|calmer|bearable|happier|less (?:\w+ )?(?:hard|tiring|stressful)"
    r"|improve|help(?:s|ed)? (?:you|most|there|with it)|change|would help|could help|fix|different|relief)\b",
    re.IGNORECASE,
)
_OF_LIFE = re.compile(
    r"\byour(?:s| own)? (?:\w+ )?(?:work|working|jobs?|days?|weeks?|life|homes?|house|flat|famil(?:y|ies)|commute"
    r"|health|sleep|street|village|town|city|neighbou?rhood|evenings?|mornings?|nights?|trade|profession|marriage|money"
    r"|household|weekends?|back|shifts?|workplace|business)\b"
    r"|\bwork (?:that )?you\b|\b(?:at|from) (?:home|work)\b"
    r"|\byou (?:struggle|find (?:hard|difficult)|worry|dread|lose)\b"
    r"|\bpart of (?:the |being )|\bhardest\b|\bmost (?:tiring|difficult|stressful)\b",
    re.IGNORECASE,
)
_PRODUCT_FOR_IT = re.compile(
    r"\b(?:what|which) (?:(?:kind|sort) of )?(?:new )?(?:app|product|service|device|gadget|tool|invention|machine)s?"
    r" (?:would|could|might) (?:make|help|save|ease)\b",
    re.IGNORECASE,
)
_OFFERED = re.compile(
    r"\b(?:products?|services?|apps?|applications?|features?|devices?|gadgets?|tools?|software|programs?|machines?"
    r"|robots?|inventions?|invent|ideas?|brain-?storm\w*|design|prototype|start-?up|assistants?|chatbots?|AI|platform|website"
    r"|company|we|our|suggest\w*|propos\w+|technolog\w+|solutions?)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=5000)
def asks_ease(question: str) -> bool:
    """Return whether a question wants to know what would make the own life easier, and no product for it."""
    return (
        _EASES.search(question) is not None and _OF_LIFE.search(question) is not None and not _OFFERED.search(question)
    )


def asks_mind(question: str) -> bool:
    """Return whether a question wants whatever comes to mind."""
    return _is("mind", question)


def asks_objection(question: str) -> bool:
    """Return whether a question wants what speaks against a thing."""
    return _is("objection", question)


def asks_about_ideas(question: str) -> bool:
    """Return whether a question wants the ideas of others judged or carried on."""
    return _is("pick_idea", question)


def asks_own_idea(question: str) -> bool:
    """Return whether a question wants more about an idea that was just told."""
    return _is("own_idea", question)


def asks_own_why(question: str) -> bool:
    """Return whether a question asks why somebody just said what they said."""
    return _is("own_why", question)


def asks_to_pay(question: str) -> bool:
    """Return whether a question asks if, not how much, somebody would pay for the thing just spoken of."""
    return _is("to_pay", question)


def sends_to_talk(text: str) -> bool:
    """Return whether a thought tells one to talk to somebody."""
    return _is("sends_to_talk", text)


def is_greeting(text: str) -> bool:
    """Return whether a text only greets."""
    return _only("greeting", text)


def asks_how_it_goes(text: str) -> bool:
    """Return whether a text asks how one is."""
    return _is("how_it_goes", text)


def is_goodbye(text: str) -> bool:
    """Return whether a text ends the talk."""
    return "?" not in text and _only("goodbye", text)


def _only(name: str, text: str) -> bool:
    """Return whether a text says nothing of another matter beside what it is by name."""
    beside = [part for part in sentences(text) if not _is(name, part) and not _COURTEOUS.match(part)]
    return _is(name, text) and all(len(set(keys(part)) - light().keys()) < _MATTER for part in beside)


_COURTEOUS = re.compile(
    r"\W*(?:I['’]?m|I am|my name|please|thanks?|nice|glad|good to|great|make|take|have)\b", re.IGNORECASE
)
_MATTER = 2
"""Telling words that make a matter."""
