"""What a yes-no question puts up: the assertion that a yes would affirm."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from troupe_mcp.models.rehearsal.claims.assertions import Assertion, assertions
from troupe_mcp.models.rehearsal.english.sentences import sentences

_CALL = re.compile(
    r"^(?:(?:so|and|but|well|now|then|honestly|okay|ok|tell me|tell us|quick question|in your (?:opinion|view)"
    r"|to your mind|generally|generally speaking|as far as you are concerned|(?-i:[A-Z])\w+(?=[,:])"
    r"|for you|personally|let me ask(?: you)?|(?:just )?one (?:more )?question|yes or no|true or false"
    r"|agree or disagree)\b[,:.]?\s+)+(?=\w)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,:;.–—-]*\b(?:right|(?:is|are|does|do|should|can|must|has|have|would)n['’]t (?:it|they|he|she|we|you|that)"
    r"|don['’]t you (?:think|agree)|(?:do|would) you(?: \w+)? (?:agree|think so|say so|disagree)"
    r"(?: or (?:disagree|not))?(?: with (?:that|this))?|or (?:should|is|are|can|do|does|must) (?:it|they|we) not"
    r"|or not|yes or no|true or false|agree or disagree|what do you (?:think|say)|is that (?:right|true|so|correct)"
    r"|your (?:view|opinion)|is that (?:your (?:view|opinion)|what you think)|fair or not|in your (?:opinion|view)"
    r"|correct)\s*[?.!]*$",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"^(?!what|who|how|when|where|which|why)[^?]*[,:;.–—-]\s*"
    r"(?:(?:do|would|don['’]t) you (?:\w+ )?(?:agree|think|say)|right"
    r"|agree or disagree|true or false|yes or no|is that (?:right|true|so)|correct"
    r"|(?:is|are|does|do|should|can|must)n['’]t (?:it|they|he|she|we))\b[^?]{0,30}\?*$"
    r"|^(?:agree or disagree|true or false|yes or no)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:don['’]t you|do you|would you|did you|could you|can you|are you)\s+"
    r"(?:(?:really|also|personally|honestly|generally|ever|still|actually|fully|strongly) )*"
    r"(?:(?P<minus>not think|not believe|not agree|disagree|deny|doubt|oppose|reject|object to|against|opposed to|mind"
    r"|hate|dislike)"
    r"|(?P<self>trust|believe in)|(?P<plus>support|like|love|enjoy|for|in favou?r of|want|a fan of|vote for|welcome"
    r"|approve of|accept)"
    r"|(?P<say>think|believe|say|agree|feel|find|hold|consider|reckon|convinced|of the opinion|share the view))\b"
    r"(?: (?:with|in|to)(?= (?:the|this|that|people)\b))?"
    r"(?: (?:the|this) (?:idea|claim|statement|view|opinion|sentence|notion|proposal)(?: that| of|:)?)?"
    r"(?: it(?:'s| is| would be)?(?= (?:\w+ ){0,2}(?:to|that|if|when)\b))?(?: that\b| if\b)?[\s:,\"“']*",
    re.IGNORECASE,
)
_VALUED = re.compile(r"\b(?:wrong|right|fair|mistake) that", re.IGNORECASE)
_IF = re.compile(r"^((?:is|was|would) it (?:\w+ ){1,5}?)(?:if|when)\b", re.IGNORECASE)
_TRUE = re.compile(
    r"^(?:is it|isn['’]t it|it is|it's|would it be) (?:(?P<minus>false|untrue|not true|not the case|a myth"
    r"|nonsense|wrong|incorrect|a lie|a mistake)|true|right|correct|the case|fair|(?:fair|correct|right) to say)"
    r"(?: to (?:say|think|believe|claim|argue|hold))? that\s+",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"^(?P<aux>should|is|are|does|do|can|must|has|have|was|were|will|would|could|ought)n['’]t\b|^can't\b", re.IGNORECASE
)
_EMPTY = re.compile(
    r"^\W*(?:(?:and|so|well),? )*(?:do|would|don't) you (?:personally )?(?:dis)?agree(?: or (?:dis)?agree|or not)?"
    r"(?: with (?:that|this|it|this statement|that statement))?\W*$"
    r"|^\W*(?:agree or disagree|true or false|yes or no)\W*$"
    r"|^\W*(?:is that|is this) (?:true|right|so|your view)\W*$",
    re.IGNORECASE,
)
_SIDES = re.compile(r"\bor (?!not\b|disagree\b|no\b|false\b|so\b|more\b|less\b)\w+", re.IGNORECASE)
_MINE = re.compile(r"^(?:do|would|are|have|did|will|don['’]t) you\b", re.IGNORECASE)


def asks_back(question: str) -> bool:
    """Return whether a question has no matter of its own: "Do you agree?"."""
    return _EMPTY.match(question) is not None


def has_sides(question: str) -> bool:
    """Return whether a question offers two sides, so that neither yes nor no would answer it."""
    return _SIDES.search(_TAIL.sub("", question.strip())) is not None


def is_stated(question: str) -> bool:
    """Return whether a question states something and asks for a yes or no behind it: "Ads lie, don't you think?"."""
    return _STATED.search(question.strip()) is not None


@lru_cache(maxsize=5000)
def put_up(question: str) -> tuple[Assertion, ...]:
    """Return the assertions that a yes would affirm, each with the sign that a yes would give it."""
    parts = [part for part in sentences(question) if not asks_back(part)]
    asked = next((part for part in reversed(parts) if part.rstrip(" \"”'").endswith("?")), parts[-1] if parts else "")
    text, flip, mine, judged = _CALL.sub("", asked.strip()), 1, False, False
    cut = _TAIL.search(text)
    if cut:
        flip = -flip if re.search(r"you(?: \w+)? disagree(?! or)", cut.group(), re.IGNORECASE) else flip
        text = text[: cut.start()]
    text = text.strip(" \"“”'?.!:,")
    text = _CALL.sub("", text)
    lead = _LEAD.match(text)
    if lead:
        denied = re.match(r"do you not|would you not", text, re.IGNORECASE) and not lead.group("minus")
        flip = -flip if lead.group("minus") or denied else flip
        judged = bool(lead.group("plus") or (lead.group("minus") or "").lower() in _FEELING)
        mine = bool(lead.group("self"))
        text = ("trust " if mine else "") + text[lead.end() :]
    elif _MINE.match(text):
        mine = True
        text = re.sub(r"^\w+(?:['’]t)? you\b", "", text, flags=re.IGNORECASE)
    true = _TRUE.match(text)
    if true:
        flip = -flip if true.group("minus") else flip
        judged = judged or _VALUED.search(true.group()) is not None
        text = text[true.end() :]
    negative = _NEGATIVE.match(text)
    if negative:
        text = (negative.group("aux") or "can") + text[negative.end() :]
    trusts = mine and lead is not None
    return tuple(
        replace(
            claim,
            sign=claim.sign * flip,
            mood="mine" if mine else claim.mood,
            judges=claim.judges or judged or trusts,
            sense=claim.sense or ("good" if judged else ""),
        )
        for claim in assertions(_IF.sub(r"\1that", text))
    )


_FEELING = ("hate", "dislike", "mind", "oppose", "reject", "object to", "against", "opposed to")
