"""The trade that a description names, and the family of trades it belongs to."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.genders import gender_named
from troupe_mcp.models.rehearsal.english.verbs import is_third
from troupe_mcp.models.rehearsal.english.words import plain_words
from troupe_mcp.models.rehearsal.lexicon import pools
from troupe_mcp.models.rehearsal.person.proprietors import called_owner, running

if TYPE_CHECKING:
    from collections.abc import Sequence

PERSONS = (
    "man", "woman", "person", "girl", "boy", "lady", "guy", "someone", "somebody", "customer", "user", "consumer",
    "mother", "father", "parent", "adult", "resident", "citizen", "teenager", "owner", "fan", "lover", "adopter",
    "tourist", "cyclist", "motorist", "commuter", "graduate", "activist", "gamer", "athlete", "patient", "couple",
    "visitor", "guest", "client", "caller", "stranger", "neighbour", "neighbor", "shopper", "passenger", "diner",
    "volunteer", "collector", "beginner", "refugee", "immigrant", "migrant", "newcomer", "regular",
    "passer-by", "know-it-all", "villager", "islander", "townsperson",
)  # fmt: skip
_HEAD = re.compile(
    r"(?:(?:^|\bis |[,;:.] )(?i:an?|the)\s+|\bas (?:an? )?)"
    r"(?P<phrase>(?:[a-z][\w'/-]*|[A-Z][A-Z0-9]{1,4}\b)(?: (?:[a-z][\w'/-]*|[A-Z][A-Z0-9]{1,4}\b)){0,5}?)"
    r"(?=\s+(?:called|named|aged|in|from|at|to|near|who|whose|with|that|and|living|working|for|of|on|outside|,)\b|[,.;:(]|$)"
)
_BARE = re.compile(
    r"^(?:\d+, )?(?P<phrase>[A-Za-z][\w'-]+(?: [a-z'-]{3,}){0,3}?)"
    r"(?=[,.;]|\s+(?:in|from|at|near|who|of|for|on|with|aged|\w+ing)\b)"
)
_GRADE = re.compile(
    r"(?:^|, )(?:\d+, )?"
    r"(?P<phrase>(?:retired|trainee|apprentice|junior|senior|part-time|freelance|assistant|head|chief)"
    r" [a-z][a-z' -]+?)(?=[,.;]|$| (?:in|at|from|with|who|for|near)\b)"
)
_WORKS = re.compile(
    r"\b(?:buyer|purchaser|worker|director|head|lead|officer|specialist|owner|founder|assistant|adviser|advisor|planner"
    r"|supervisor|operator|technician|instructor|inspector|executive|representative|landlord|landlady|freelancer)$"
)
_OTHERS = re.compile(
    r"\b(?:wants?|hopes?|dreams?|plans?|used|hates?|dislikes?|married|(?:son|daughter|wife|husband|child) of"
    r"|whose|(?:his|her|their) (?:wife|husband|partner|mother|father|son|daughter|brother|sister))\b[^,.;]*",
    re.IGNORECASE,
)


_PRONOUNS = ("he", "she", "they", "you", "families", "couples", "households")
_SERVED = re.compile(r"\b(?:for|serving|treating|teaching|managing|to) (?:the |an? )?[\w-]+(?: [\w-]+)?", re.IGNORECASE)
_LEARNED = ("professor", "lecturer", "student")
UNPAID = re.compile(r"\b(?:(?:keen|passionate|enthusiastic|avid) )?([Aa]mateur|[Hh]obby) ([a-z]+)\b")
COLLECTS = re.compile(r"\bcollector of ([^,.;]+?)(?= (?:in [A-Z]|from|who)\b|[,.;]|$)")
_ACTS = re.compile(r"\bwho (?!is\b|are\b|was\b|were\b|works?\b)[a-z]+")
SAID_OF_ANYBODY = (
    "old", "young", "retired", "single", "married", "divorced", "widowed", "middle-aged", "elderly", "busy", "poor",
    "rich", "local", "typical", "small", "new", "former", "newly", "male", "female", "self-employed", "unemployed",
    "full-time", "primary", "secondary", "elementary",
    "undergraduate", "churned", "early", "registered", "vegan", "vegetarian", "very", "rather", "really", "quite",
    "overly", "extremely",
)  # fmt: skip


@cache
def all_titles() -> frozenset[str]:
    """Return what trades of the pools are called."""
    return frozenset(title for trade in pools()["trades"].values() for title in trade["titles"])


def trade_of(description: str, traits: Sequence[str]) -> tuple[str, str]:
    """Return the trade as the description has it and its family; what others do or somebody hopes for is no trade."""
    text = COLLECTS.sub("collector", UNPAID.sub(" ", _OTHERS.sub(" ", description)))
    if at_home := re.search(r"\bstay-at-home (?:dad|father|mum|mom|mother|parent)", text, re.IGNORECASE):
        parent = {"dad": "father", "mum": "mother", "mom": "mother"}.get(
            kin := at_home.group().split()[-1].lower(), kin
        )
        return f"stay-at-home {parent}", "home"
    if (owner := called_owner(text))[0]:
        return owner
    best, found = _listed(_SERVED.sub(" ", _ACTS.sub("who", text)))
    head = _single(next(iter(_phrases(text, traits)), ""))
    if ending := max((title for title in all_titles() if head.endswith(f" {title}")), key=len, default=""):
        best, found = ending, _kin_of(ending)
    if best:
        title = head if head.endswith(best) and len(head.split()) <= 4 else best
        learned = re.search(rf"\b{re.escape(title)}( of [a-z]{{4,}})(?= (?:in|at|from|who)\b|[,.;]|$)", text)
        return (f"{title}{learned[1]}" if learned and title.endswith(_LEARNED) else title), found
    if (owner := running(text))[0] and not head:
        return owner
    if taught := re.search(
        r"\bteaches (?!at\b|in\b|to\b|the\b|an?\b|his\b|her\b|children\b|people\b)([a-z]{4,})\b", text
    ):
        return f"{taught[1]} teacher", "teaching"
    does = next((title for verb, title in pools()["does"].items() if re.search(rf"\b{verb}\b", text)), "")
    if does:
        return does, _kin_of(does)
    workplaces: dict[str, str] = pools()["workplaces"]
    place = re.search(rf"\bwork(?:s|ing) (?:in|at|for) (?:an?|the) (?:\w+ )?({'|'.join(workplaces)})\b", text)
    if place:
        return f"{place.group(1)} worker", workplaces[place.group(1)]
    return head, _kin_of(head) if head else ""


def is_trade(title: str) -> bool:
    """Return whether a head that nobody listed sounds like work: "procurement manager", "buyer"."""
    return bool(title) and (_kin_of(title) != "general" or _WORKS.search(title) is not None)


def _listed(text: str) -> tuple[str, str]:
    """Return the longest trade of the pools that a text names, in the singular or in the plural."""
    best, found = "", ""
    line = f" {' '.join(plain_words(text))} "
    for trade, entry in pools()["trades"].items():
        for title in entry["titles"]:
            plural = f" {title.lower()}s " in line and not best
            if (f" {title.lower()} " in line or plural) and len(title) > len(best):
                best, found = title, trade
    return best, found


def _phrases(text: str, traits: Sequence[str]) -> list[str]:
    """Return the noun phrases that could be a trade, without age and what is said of anybody."""
    plain = " ".join(re.sub(r"\b\d+[- ]year[s]?[- ]old\b", " ", text).split())
    said = {*SAID_OF_ANYBODY, *traits, "a", "an", "the"}
    found: list[str] = []
    for match in (*_HEAD.finditer(plain), *_BARE.finditer(plain), *_GRADE.finditer(plain)):
        phrase = match.group("phrase")
        words = [word for word in (phrase if phrase.isupper() else _small(phrase)).split() if word not in said]
        last = words[-1] if words else ""
        if (
            last
            and last.removeprefix("ex-").rstrip("s") not in PERSONS
            and not gender_named(last)
            and words[0].lower() not in _PRONOUNS
            and not (len(words) > 1 and is_third(words[0] if words[0] != "who" else words[1]))
            and not re.search(r"(?:ing|ed|ly)$|^(?:people|men|women)$", last)
        ):
            found.append(" ".join(words))
    return found


def _single(head: str) -> str:
    """Return a head in the singular, where it is a trade in the plural: "procurement managers"."""
    one = re.sub(r"s$", "", head)
    return one if one != head and is_trade(one) else head


def _small(phrase: str) -> str:
    """Return a phrase with a small first letter."""
    return phrase if not phrase[1:2].islower() else phrase[:1].lower() + phrase[1:]


def _kin_of(title: str) -> str:
    """Return the family of a trade that nobody listed, by its last word, or `general`."""
    last = title.rsplit(maxsplit=1)[-1]
    for trade, entry in pools()["trades"].items():
        if any(known.split()[-1] == last for known in entry["titles"]):
            return trade
    return next((trade for ending, trade in pools()["endings"] if last.endswith(ending)), "general")
