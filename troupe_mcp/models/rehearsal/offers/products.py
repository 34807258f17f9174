"""What kind of thing is talked about, and what it is called: a fridge, a bank's app, a word processor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

from troupe_mcp.models.rehearsal.lexicon import read
from troupe_mcp.models.rehearsal.person.troubles import sign

_AI = re.compile(r"\b(?:AI|artificial intelligence)\b")
_LED = r"\b(?:an?|the|our|this|new|that|any|such an?)\s+(?:[\w'-]+\s+){0,3}?"
_NUMBERED = re.compile(r"(?<!bu)(?<!s)s$")


_BY = (
    r"(?:by|via|with|in|on|through|over|from|using) (?:an? |the |our |your |their |its )?"
    r"(?:(?:electric|cargo|delivery|small|own|mobile|smart|white|old|self-driving) )*"
    r"(?:bicycles?|(?:e-?)?bikes?|vans?|cars?|drones?|robots?|lorr(?:y|ies)|trucks?|boats?|post|mail|couriers?"
    r"|(?:smart)?phones?|apps?|website|internet|video|e-?mail|trains?|scooters?|trams?|mopeds?)\b"
)
_SUPPLIES = (
    r"(?:deliver\w*|delivery|br(?:ing|ings|ought)|sen[dt]s?|ships?|shipped|order\w*|book\w*|fetch\w*|pick\w* up"
    r"|carr\w+"
    r"|sold|sells?|com(?:e|es|ing)|g(?:et|ets)|deal\w*|paid|taught|course|lessons?|class\w*|door|home)"
)
_MEANS = re.compile(rf"\b({_SUPPLIES}\b[^.?!:;]{{0,80}}?)[, ]+{_BY}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Product:
    """A kind of product, and the noun by which people speak of it; no noun where nothing was named."""

    kind: str
    noun: str


NOTHING = Product("", "")


_AUTHORITY = re.compile(
    r"\b(?:the|our|your|a) (?:(?:city|town|village|local|parish) )?(?:council|government|municipality|mayor|city|town)"
    r" (?:(?:is|are) planning|plans|wants|offers|introduces|opens|starts|launches|tests|considers|will (?:open|start))"
    r"(?: to (?:open|start|run|offer|introduce|launch|build))?\b",
    re.IGNORECASE,
)
"""Who plans a thing for everybody: what it is stands behind it."""


def bare(text: str) -> str:
    """Return a text without who plans a thing and how it comes: "bread, brought by bicycle" is about bread."""
    text = _AUTHORITY.sub("", text)
    while (less := _MEANS.sub(r"\1", text)) != text:
        text = less
    return text


@lru_cache(maxsize=5000)
def product_of(question: str, context: str = "") -> Product:
    """Return the product that the question names, else the one that was named last before it."""
    for text in (question, *reversed(context.split("\n"))):
        found = _product_in(bare(text))
        if found.kind:
            return found
    return NOTHING


@lru_cache(maxsize=5000)
def _product_in(text: str) -> Product:
    known, led = _families()
    found = led.search(text) or known.search(text)
    kind = found.lastgroup or "" if found else ""
    if found is None:
        generic = _generic().search(text)
        return Product("soft", _noun(generic.group("noun"))) if generic else NOTHING
    if _AI.search(text):
        return Product(kind, "AI")
    tool = _tool().search(text)
    if tool is not None and tool.start() < found.start(kind):
        return Product(kind, tool.group("noun").lower())
    after = _after().match(text, found.end(kind))
    if after and found.group(kind).lower().split()[-1] not in {"app", after.group(1).lower()}:
        return Product(kind, _noun(after.group(1)))
    return Product(kind, _noun(re.split(r" (?=app$)", found.group(kind))[-1]))


def _noun(named: str) -> str:
    """Return a thing's everyday name, for one of it: "smart fridges" is a fridge."""
    text = re.sub(r"^(?:smart|robot|robotic|electric|new|mobile|cell|video) (?=\w)", "", named, flags=re.IGNORECASE)
    text = text if text.isupper() else text.lower()
    if text.endswith("ies") and len(text) > 4:
        return text[:-3] + "y"
    return text[:-2] if text.endswith(("xes", "ches", "ses")) else text[:-1] if _NUMBERED.search(text) else text


@cache
def _families() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = cast("dict[str, str]", read("products.json")["families"])
    listed = "|".join(rf"(?P<{kind}>(?:{wording}))" for kind, wording in table.items())
    known = re.compile(rf"\b(?:{listed})(?![\w-])", re.IGNORECASE)
    return known, re.compile(rf"{_LED}(?:{listed})(?![\w-])", re.IGNORECASE)


@cache
def _generic() -> re.Pattern[str]:
    wording = str(read("products.json")["generic"])
    return re.compile(rf"\b(?P<noun>{wording})\b", re.IGNORECASE)


@cache
def _tool() -> re.Pattern[str]:
    """Return how a thing is named before what it is for: "an app for bus passengers" is an app."""
    return re.compile(rf"\ban? (?:new )?(?P<noun>{read('products.json')['kinds']}) (?:for|that)\b", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"\s+({read('products.json')['kinds']})\b", re.IGNORECASE)


def is_tool(product: Product) -> bool:
    """Return whether a product is an app for something rather than the thing itself."""
    return product.noun in _TOOLS and product.kind not in _SCREENS


_TOOLS = ("app", "application", "software", "website", "site", "platform", "portal", "program")
_DIGITAL = re.compile(
    r"\b(?:apps?|online|web|websites?|internet|software|AI|digital|streaming|music|podcasts?|smartphone|on (?:your|the)"
    r" phone|chatbots?|by video)\b",
    re.IGNORECASE,
)
_SERVED = re.compile(r"\b(?:services?|deliver(?:y|ies)|couriers?)\b", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:librar(?:y|ies)|branch(?:es)?|counters?|opening hours|town hall|citizens['’]? office|post office"
    r"|(?:swimming )?pools?|museums?|markets?|market halls?|surger(?:y|ies)|clinics?|pharmac(?:y|ies)|hospitals?"
    r"|schools?|kindergartens?|nurser(?:y|ies)|gyms?|restaurants?|canteens?|caf[eé]s?|hotels?|hostels?|shops?|stores?"
    r"|cinemas?|theatres?|parks?|playgrounds?|youth clubs?|community (?:cent(?:re|er)s?|halls?)|laundrettes?"
    r"|car wash(?:es)?|repair caf[eé]s?|studios?|workshops?|petrol stations?)\b",
    re.IGNORECASE,
)


def is_served(product: Product, text: str) -> bool:
    """Return whether people do the thing that a text speaks of, or keep a place for it: then it is no device."""
    return sort_of(product, text) in SERVED


SERVED = ("service", "place", "line")
"""The sorts of things that are done or kept for people."""


@lru_cache(maxsize=5000)
def sort_of(product: Product, text: str) -> str:
    """Return what sort of thing a text speaks of, served or kept; empty where its kind decides."""
    if is_tool(product) or (product.kind and product.noun not in _BY_NAME and _DIGITAL.search(text)):
        return "software" if is_tool(product) or product.noun == "service" else ""
    if _SERVED.search(text) and (product.kind not in _MADE or product.noun.endswith(_SERVING)):
        return "service"
    if product.kind == "transit":
        return "line"
    return "place" if product.kind not in _MADE and _PLACE.search(text) else ""


_SERVING = ("service", "delivery")
_BY_NAME = ("library", "post office", "town hall")
"""What is a place, whatever else one finds there."""
_MADE = (
    *(
        "fridge",
        "oven",
        "brewer",
        "cooker",
        "dishwasher",
        "washer",
        "vacuum",
        "meter",
        "heating",
        "guard",
        "lamp",
        "bed",
    ),
    *("tv", "radio", "speaker", "reader", "tablet", "computer", "phone", "watch", "hearing", "glasses", "nav", "herd"),
)
"""The kinds of things that are made and stand somewhere or are worn."""
_SCREENS = (
    "",
    "soft",
    "text",
    "sheet",
    "calendar",
    "mail",
    "video",
    "chat",
    "dating",
    "social",
    "jobs",
    "bank",
    "game",
)


@cache
def kinds_of(product: Product) -> tuple[str, ...]:
    """Return what a product can be counted as: an unnamed or general one is software, a phone is both."""
    kind = product.kind or "soft"
    wide = {"phone": ("soft",), "tablet": ("soft",), "computer": ("soft",), "text": ("desk",), "sheet": ("desk",)}
    wide |= {"calendar": ("desk",), "mail": ("desk",), "soft": ("desk",), "office": ("desk",)}
    return (kind, *wide.get(kind, ()))


@lru_cache(maxsize=20_000)
def touches(kind: str, need: str, said: str) -> bool:
    """Return whether a trouble lies within the reach of a kind of product."""
    entry = _touch().get(kind)
    return entry is None or need in entry[1] or entry[0].search(said) is not None


@cache
def _touch() -> dict[str, tuple[re.Pattern[str], tuple[str, ...]]]:
    table = cast("dict[str, list[str]]", read("products.json")["touch"])
    return {kind: (sign(about), tuple(free.split())) for kind, (about, free) in table.items()}


@cache
def workings(kind: str) -> tuple[str, ...]:
    """Return in what way things of a kind come to know what they act on."""
    table = cast("dict[str, list[str]]", read("products.json")["works"])
    return tuple(table.get(kind, table["soft"]))
