"""A policy: somebody is to do something about a matter; who acts, and where, is no part of the matter."""

from __future__ import annotations

import re
from functools import lru_cache

from troupe_mcp.models.rehearsal.english.words import keys, lowered

_WHO = (
    r"(?:(?:the|an?|our|your|all|every|any|local|national|rich|poor|big|large|public|private|more) ){0,5}"
    r"(?:governments?|states?|countr(?:y|ies)|cit(?:y|ies)|towns?|councils?|parliaments?|authorit(?:y|ies)"
    r"|compan(?:y|ies)|employers?|firms?|politicians|lawmakers|mayors?|ministers?|ministr(?:y|ies)|nations?"
    r"|municipalit(?:y|ies)|society|we|they|people|everybody|everyone)"
)
_MODAL = r"(?:should|must|ought to|may|can|could|has to|have to)(?:n't| not)?"
_VERB = (
    r"(?:(?:be (?:allowed|forced|made|required|obliged|free)|have|need) to )?(?:\w+ly |still |ever |also |just )?"
    r"(?P<verb>[a-z]+)(?: (?:down|up|out|back|in|for|on)(?! (?:the|an?)? ?\w+ (?:of|in)))?"
)
_ACTED = re.compile(
    rf"\b(?:{_MODAL} {_WHO}|{_WHO} {_MODAL}|(?:right|wrong|fair|good|time|duty|job|up) (?:for|of|to) {_WHO} to)"
    rf" {_VERB} (?P<object>[^?.!;]+)"
    r"|\b(?:should|must|ought|may|can) (?:schools?|shops?|banks?|hospitals?|universit(?:y|ies)|restaurants?"
    r"|parents|landlords?|supermarkets?|doctors|teachers)"
    r" (?:ban|forbid|allow|charge|offer|sell|stop|abolish) (?P<other>[^?.!;]+)",
    re.IGNORECASE,
)
_CUT = re.compile(
    r",|\b(?:from|in|to|for|with|without|on|onto|by|at|near|when|where|while|if|who|whose|that|which|during|after"
    r"|before|than|so|because|unless|until|inside|outside|as|into|under|over|only|even|per|every|entirely|completely"
    r"|altogether|and|or|of|more|less|people|they|each|free|cheaper|illegal|legal|compulsory|available)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:the|an?|all|any|more|fewer|less|every|each|their|our|your|its|how many|how much|about|(?:use|number|amount"
    r"|sale|prices?|costs?) of|(?:tax|taxes|fees?|limits?) on|of|people|everybody) )+",
    re.IGNORECASE,
)
_JOINED = re.compile(r"^(?:for|to|from|of|with|about|against)\s+", re.IGNORECASE)
_GIVEN = re.compile(r"\s(?:an?|the)\s", re.IGNORECASE)
"""What stands after whom it is given to: "every adult a basic income"."""
_NO_DEED = ("be", "have", "think", "feel", "trust", "believe", "you", "say", "agree", "tell", "inform", "let", "help")
_MOST = 3


@lru_cache(maxsize=5000)
def policy_matter(question: str) -> str:
    """Return the matter of a policy, "cars" of "Should governments ban cars from towns?"; empty where none is asked."""
    acted = _ACTED.search(question)
    if acted is None or (acted.group("verb") or "").lower() in _NO_DEED:
        return ""
    whole = (acted.group("object") or acted.group("other")).strip()
    whole = _JOINED.sub("", _LEAD.sub("", whole))
    first = _GIVEN.split(_CUT.split(_LEAD.sub("", whole))[0].strip())[-1]
    named = first.split()
    return lowered(first) if 0 < len(named) <= _MOST and keys(first) else ""
