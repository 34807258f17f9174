"""Wishes for a spread, "varied in income and region": they are of a cast, so they are nothing that anybody holds."""

from __future__ import annotations

import re

_KINDS = (
    "ages?|age groups?|generations?|genders?|sex(?:es)?|occupations?|jobs?|professions?|trades?|industr(?:y|ies)"
    "|sectors?|careers?|incomes?|income (?:levels?|brackets?|groups?)|salar(?:y|ies)|wealth|budgets?|regions?|towns?"
    "|cities|city|places?|areas?|locations?|countries|nationalit(?:y|ies)|backgrounds?|origins?|cultures?|ethnicit(?:y|ies)|races?"
    "|personalit(?:y|ies)|temperaments?|characters?|opinions?|views?|attitudes?|levels?|sizes?|experience|education"
    "|educational levels?|family (?:situations?|types?|sizes?)|households?|classes|social class(?:es)?|lifestyles?"
    "|religions?|politics|political views|walks of life|men and women|women and men|both sexes|both genders"
)
_KIND = rf"(?:(?!in |by |across |of )[\w-]+ ){{0,2}}?(?:{_KINDS})\b"
_MANY = rf"(?P<what>{_KIND}(?:(?:, and |, | and | & ){_KIND})*(?: (?:to|towards) [\w ]+)?)"
_IN = re.compile(
    r"[,;(]?\s*(?:\b(?:they|who|and|but|should|must|all|are|be) )*"
    r"\b(?:var(?:ied|ying|y|ies)|diverse|divers(?:e|ity)|different|differ(?:s|ing)?|mixed|spread(?: out)?|balanced|mix)"
    r"(?: widely| greatly)? (?:in|by|across|on|over)(?: terms of)?(?: the(?:ir)?)? (?P<what>(?-i:(?![A-Z]))"
    r"[^.;:(),]+(?:,(?! (?:and )?(?:who|aged|all|with|from|they|but|half|some|\w+ing|\d+)\b)[^.;:(),]+)*)\)?",
    re.IGNORECASE,
)
_OF = re.compile(
    r"[,;(]?\s*(?:\b(?:of|with|from|at|in|and) )?\b(?:an? (?:(?:wide|broad|good|even|balanced) )?"
    rf"(?:mix|range|variety|spread|mixture) of|all|different|various|varied|varying|diverse|mixed|both) {_MANY}\)?",
    re.IGNORECASE,
)
_SEXES = re.compile(
    r"[,;(]?\s*\b(?:both |half )?(?P<what>(?:wo)?men (?:and|or) (?:half )?(?:wo)?men)\b\)?(?= |,|\.|$)", re.IGNORECASE
)
_ONE = re.compile(r"\b(?:in|to|towards?|of|on|with|about|for)\b", re.IGNORECASE)
_DRAWN: tuple[tuple[str, str], ...] = (
    ("", r"\bsizes?\b|\blevels? of\b|\bsize of\b"),
    ("age", r"\bages?\b|\bgenerations?\b"),
    ("gender", r"\bgenders?\b|\bsex(?:es)?\b|\bmen\b"),
    ("household", r"\bhouseholds?\b|\bfamily (?:situations?|types?|sizes?)\b|\bliving situations?\b"),
    ("routine", r"\broutines?\b"),
    ("trade", r"\b(?:occupation|job|profession|trade|industr|sector|career|work)(?:s|y|ies)?\b|\bwalks of life\b"),
    ("income", r"\b(?:income|salar|wealth|budget)(?:s|y|ies)?\b"),
    ("town", r"\b(?:regions?|towns?|cit(?:y|ies)|places?|areas?|locations?|where they live|residences?)\b"),
    ("nationality", r"\b(?:nationalit(?:y|ies)|countr(?:y|ies)|origins?|cultures?|cultural backgrounds?)\b"),
    ("education", r"\beducation(?:al levels?)?\b"),
    ("temper", r"\b(?:personalit(?:y|ies)|temper(?:s|aments?)?|characters?)\b"),
)


_OF_ONE = re.compile(
    r"\b(?:an?|the|one|our|this|same) (?:mixed|diverse|varied|mixed-income) "
    r"(?:city|town|place|area|location|region|country|background|neighbou?rhood|village|class|street|school)$",
    re.IGNORECASE,
)


def without_wishes(description: str) -> str:
    """Return what a description says of each of them."""
    text = description
    for pattern in (_IN, _OF, _SEXES):
        text = pattern.sub(lambda found: _kept(found) if _wished(found) else found.group(), text)
    return " ".join(text.split()).strip(" ,;") or description


def wishes_in(description: str) -> tuple[str, ...]:
    """Return in what the people of a description are to differ, as it says so."""
    text, found = description, list[str]()
    for pattern in (_IN, _OF, _SEXES):
        for match in pattern.finditer(text):
            found += _listed(match["what"]) if _wished(match) else []
        text = pattern.sub(lambda match: "" if _wished(match) else match.group(), text)
    return tuple(dict.fromkeys(found))


def drawn_of(wish: str) -> str:
    """Return what the rehearsal draws for a wish, e.g. `income`; empty where it has nothing to draw from."""
    return next((name for name, pattern in _DRAWN if re.search(pattern, wish, re.IGNORECASE)), "")


def _wished(match: re.Match[str]) -> bool:
    if _OF_ONE.search(match.string[: match.end()]):
        return False  # "a mixed city" is one place, wherever its people differ
    return not re.match(r"\w*\s*(?:us|them|it)\b", match["what"])


def _kept(match: re.Match[str]) -> str:
    """Return what stays where a wish stood: at the beginning it was all that is said of who they are."""
    return "" if match.start() else "people"


def _listed(what: str) -> list[str]:
    """Return the items of a list; one with a preposition goes on to its end: "interest in organic food and cooking"."""
    if _SEXES.fullmatch(what.strip()):
        return [what.strip()]
    found: list[str] = []
    for item in re.split(r",\s*(?:and\s+)?", what):
        first, _, rest = re.sub(r"^(?:in|by|of) ", "", item.strip()).partition(" and ")
        whole = not rest or _ONE.search(first)
        found += [item.strip()] if whole else [first, re.sub(r"^(?:in|by|of) ", "", rest)]
    return [item for item in found if item]
