"""Others whom a description only mentions: of "colleagues of a 45-year-old doctor" nobody is a doctor, or 45."""

from __future__ import annotations

import re

_KIN = (
    "wife|wives|husbands?|spouses?|partners?|siblings?|brothers?|sisters?|parents?|mothers?|fathers?|mums?|moms?|dads?"
    "|child|children|sons?|daughters?|relatives|widows?|widowers?|grandparents?|grandmothers?|grandfathers?|carers?"
    "|caregivers?"
)
_ROLES = (
    "colleagues?|co-?workers?|workmates?|classmates?|flatmates?|friends?|neighbou?rs?|patients?|clients?|customers?"
    "|assistants?|employees?|bosses|boss|followers?|fans?|students?|pupils?|tenants?|landlords?|members?|guests?|users?"
)
_WHOM = (
    r"(?:an?|the|two|three|four|five|six|my|our|his|her|their|\w+[^s]s\b|[a-z-]+ [a-z]+[^s]s\b)"
    r"[^,.;:]*?(?=\s+(?:who|that|whose|and|between|over|under|aged)\b|\s+(?:in|at|from|near|with) |[,.;:(]|$)"
)
_OF = re.compile(rf"\b(?P<role>{_KIN}|{_ROLES}) of (?P<whom>{_WHOM})", re.IGNORECASE)
_YOUNGER = re.compile(
    r"\b(?P<how>with|has|have|having|raising|raise|for|to|and|looks? after) (?:an?|the|his|her|their|two|three)"
    r" (?:[\w-]+ )?\d{1,2}[- ](?:year|month)s?[- ]old(?: \w+)?",
    re.IGNORECASE,
)
_PLURAL = {"wives": "wife", "children": "child", "relatives": "relative", "bosses": "boss", "boss": "boss"}


def without_others(text: str) -> str:
    """Return a text without those to whom somebody is a colleague, a parent and the like."""
    return _YOUNGER.sub(lambda found: found["how"], _OF.sub(lambda found: found["role"], text))


def ties_in(text: str) -> list[str]:
    """Return what somebody is to those mentioned, as it is said to them: "You are a colleague of a doctor."."""
    return [
        f"You are {_one(match['role'].lower())} of {match['whom'].strip()}{_at(text[match.end() :])}."
        for match in _OF.finditer(text)
        if not re.search(rf"\b(?:his|her|their|my|the) {match['role']}$", text[: match.end("role")], re.IGNORECASE)
    ]


def _at(rest: str) -> str:
    match = re.match(r" at an? [a-z][\w-]*(?: [a-z][\w-]+)??(?= (?:in|who)\b|[,.;:]|$)", rest)
    return match.group() if match else ""


def _one(role: str) -> str:
    one = _PLURAL.get(role) or role.removesuffix("s")
    return f"{'an' if one[0] in 'aeio' else 'a'} {one}"
