"""What a question points at and doesn't name: “Would you buy it?”, where nobody has said what.

Read narrowly, for a false alarm costs more than a miss: only where all words before are those of asking itself, so that
nothing can have been named. An “it” that stands for nothing (“Is it raining?”, “Do you like it when …”) is none.
"""

from __future__ import annotations

import re

_DEEDS = re.compile(
    r"(?:buy|bought|us|try|tri|want|lik|lov|hat|enjoy|need|own|order|tak|choos|pick|recommend|read|watch|wear|"
    r"eat|drink|download|install|shar|miss|notic|rat|describ|improv|chang|understand|trust|join|book|rent|visit|"
    r"support|sign|click|switch|subscrib|pay|spend|spent|giv|prefer|reject|avoid|purchas|consider)"
    r"(?:e|es|s|ed|ied|y|ies|ing|ting|ning|ping|bing)?"
)
"""What people are asked whether they would do with a thing, in any form."""
_TOWARDS = re.compile(r"of|about|for|to|with|on|from|without|into|over")
_ASKING = re.compile(
    r"a|about|am|an|and|any|anybody|anyone|anything|are|as|at|be|been|best|better|can|cheap|come|comes|concern|"
    r"concerns|cost|costs|could|did|do|does|dollars|don't|either|else|euros|even|ever|expensive|feel|feeling|find|"
    r"first|for|free|friend|friends|from|good|hello|hey|hi|honest|honestly|how|i|if|immediate|impression|in|"
    r"inclined|interested|into|is|it|just|keep|least|likely|long|made|make|makes|many|maximum|may|me|mind|money|"
    r"month|months|most|much|not|now|of|often|ok|okay|on|opinion|or|other|over|overall|people|personally|please|"
    r"pounds|price|put|quickly|reaction|ready|really|say|seriously|should|so|somebody|someone|soon|still|stop|"
    r"stops|strike|strikes|tell|tempted|than|that|the|then|thing|things|think|thinking|thought|thoughts|to|today|"
    r"too|up|us|was|we|week|weeks|well|were|what|what's|when|where|whether|which|who|why|will|willing|with|"
    r"without|won't|would|wouldn't|year|you|you'd|you're|your|yourself"
)
"""Words that ask and name nothing."""
_LIKED = re.compile(r"(?:lik|lov|hat|enjoy|prefer)\w*")
"""What people do with a thing, or with how life is where they are: “How do you like it here?”."""
_WHOLE = re.compile(r"\s*(?:$|[?.!,;:…)]|(?:enough|better|overall|so far|most|least)\b)", re.IGNORECASE)
_GENERIC = re.compile(
    r"\W*(?:product|offer|idea|concept|ad|advert|advertisement|poster|picture|image|photo|design|service|package|text|"
    r"message|slogan|logo|proposal|statement|item|one|thing|video|campaign|flyer|page|brochure)\b"
    r"(?!\s*[:–—])",
    re.IGNORECASE,
)
"""What “this” stands before where only something shown can be meant."""
_ENDS = re.compile(
    r"\s*(?:$|[?.!,;:…)]|to\W*$|(?:for(?! granted)|as|at|in|on|with|or|and|instead|over|again|yourself|if|from|per|"
    r"once|today|now|more|than|every|by|because|too (?:expensive|cheap)|"
    r"to (?:a|an|the|your|my|others|friends|someone|somebody))\b)",
    re.IGNORECASE,
)
"""What may follow a word that stands for a thing by itself."""
_SUBJECT = re.compile(
    r"\b(?:does|did|would|should|may|might|could|can|will|is)\s+(it|this)\s+(?:cost|appeal|suit|interest|convince|tempt|"
    r"persuade|worth (?:the|its|your)|something|too\s+\w+)\b(?!.*\b(?:to|that|if|when)\s+(?!you\b|me\b|us\b|people\b))",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_BY_ITSELF = re.compile(r"([^\W\d_]+)\s*[?.!,;:]")
"""A deed before a stop is a thing of its own: “Do you drink? How much do you spend on it?”."""
_POINTING = re.compile(r"\b(it|this)\b", re.IGNORECASE)


def names_something(text: str) -> bool:
    """Whether a text has a word that may be of a thing, beyond those that ask."""
    if any(_DEEDS.fullmatch(word.lower()) for word in _BY_ITSELF.findall(text)):
        return True
    words = (word.lower().replace("’", "'") for word in _WORD.findall(text))
    return any(not (word == "this" or _ASKING.fullmatch(word) or _DEEDS.fullmatch(word)) for word in words)


def pointed_at(text: str) -> str:
    """Return the word by which a question points at something that it hasn't named before; nothing where it doesn't."""
    for found in _POINTING.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if names_something(before):
            return ""
        last = next(iter(_WORD.findall(before.lower())[-1:]), "")
        if _points(found[1].lower(), last, after) or _opens(text, found):
            return found[1].lower()
    return ""


def _points(word: str, last: str, after: str) -> bool:
    """Whether what follows a word makes it a thing: it is taken, or spoken of."""
    if word == "this" and _GENERIC.match(after):
        return True
    if not (_TOWARDS.fullmatch(last) or _DEEDS.fullmatch(last)):
        return False
    return bool((_WHOLE if _LIKED.fullmatch(last) else _ENDS).match(after))


def _opens(text: str, found: re.Match[str]) -> bool:
    """Whether a thing is asked about by itself: “Does it appeal to you?”."""
    return any(each.start(1) == found.start() for each in _SUBJECT.finditer(text))
