"""What counts as an idea: words that propose something which acts; an opinion or a complaint is none."""

from __future__ import annotations

import re
from functools import lru_cache

from troupe_mcp.models.rehearsal.english.sentences import bare, sentences
from troupe_mcp.models.rehearsal.english.words import capital, plain_words
from troupe_mcp.models.rehearsal.ideas.devices import device_in, own_words
from troupe_mcp.models.rehearsal.lexicon import words
from troupe_mcp.models.rehearsal.matters.plans import side_in
from troupe_mcp.models.rehearsal.offers.objections import is_judgement, is_objection
from troupe_mcp.models.rehearsal.voice.gaps import measure_in

_THING = (
    r"(?:app|AI|device|gadget|service|tool|machine|assistant|thing|oven|box|system|product|feature|button|robot|game"
    r"|site|website|platform|software|program|(?:\w+ )?processor|editor|phone|watch|screen|calendar|sensor|collar)"
)
_VERB = (
    r"(?!is\b|was\b|has\b|does\b|says nothing|goes\b|takes me\b|costs\b|works out|comes down"
    r"|leaves (?:one|mine|my|the)\b|solves"
    r"|brings me|starts small"
    r"|means\b|seems\b|looks\b|sounds\b|depends\b|needs to be\b)"
)
_ACTS = re.compile(
    rf"(?<!\bin )(?<!\bon )(?<!\bwith )(?<!\bfrom )"
    rf"\b(?:(?:the|an?|one|this|such an?|every|your|that) (?:\w+ )?{_THING}|it)\s+"
    rf"(?:that |which )?(?:(?:simply|always|just|also|quietly|only|never)\s+)?"
    rf"{_VERB}(?:[a-z]{{2,}}s\b|should\b|could\b|can\b|must\b|would\b|doesn't\b)\s+(?P<rest>\S+)",
    re.IGNORECASE,
)
_PUT = re.compile(
    r"\b(?:what if|how about|(?<!can )imagine(?! that\W*$)|picture(?: it| this)|(?<!I )suppose"
    r"|i(?:'d| would) (?:add|build|propose|suggest|want)"
    r"|we (?:could|should) (?:add|build|let|make|offer|give|have)|you (?:could|should) (?:add|build|make)"
    r"|(?<!'d )(?<!would )let it\b"
    r"|give me (?:a|an|one)\b|make (?:it|thing)|there should be an?\b|(?:my|one) idea(?: is|:)|a button that)",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\b(?:i couldn't tell|no idea|don't know|what annoys me|i have nothing|wouldn't help|wouldn't work|is a trap"
    r"|doesn't help|doesn't reach (?:mine|me)|wouldn't reach|leaves (?:one door|mine|my)|another (?:matter|variable)"
    r"|(?:else )?goes wrong|in your way"
    r"|covers? (?:this|one more)|covered one more|cover this|stretch it|test it on|use it on|solves mine|pass my case"
    r"|make it bigger|needs a patch|come to us|stand up to this|help with this|spare me that"
    r"|stands on something|should stay out|should never|must not|must never"
    r"|rubbish|would be nice to know|holds up\b|doesn't get longer)",
    re.IGNORECASE,
)
_OF_WORK = re.compile(r"I (?:improve|repair|design|test|develop|maintain|sell|run)\b(?!.*\bif\b)")
"""What somebody does for a living, whatever the things they work on do."""
_LEAD = re.compile(
    r"^(?:(?:and|so|but|well|okay|ok|oh|hm|yes|no|then|now|maybe|perhaps|listen|first|second|friend|picture (?:it|this)"
    r"|imagine(?: that)?|suppose(?: that)?|now suppose|what (?:if|about this)|how about|i was thinking|buff request"
    r"|on one condition i would use it|i would therefore ask for one thing|i'd ask for one thing"
    r"|first, the problem|the part that's missing|so i dream of this|make thing so|so give me this"
    r"|you want an idea for nothing\? fine|my idea(?: is)?|one idea(?: is)?|because look at me|if|that|what)\b"
    r"|stack it|one change|the other half|i(?:'d| would) add)"
    r"[\s,:…!.?–—-]*",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\b(?:it|the (?:[\w-]+ ){1,3}?)\s*$", re.IGNORECASE)
_TAIL = re.compile(
    r",? (?:i'd (?:listen|use|pay)\b.*|imagine that gone.*|build that.*"
    r"|so (?:it would earn its keep|that's where)\b.*)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=5000)
def proposal_of(text: str) -> tuple[str, str]:
    """Return an idea cleaned of openers, and the sentence it stands in; empty where nothing is proposed."""
    for part in sentences(text):
        if (
            _WEAK.search(part)
            or measure_in(part)
            or side_in(part)
            or is_objection(part)
            or is_judgement(part)
            or _OF_WORK.match(part)
            or len(plain_words(part)) < 4
        ):
            continue
        plain = own_words(part)
        known = device_in(plain)
        if part.endswith("?") and not re.match(r"\W*(?:what if|how about|what about)", part, re.IGNORECASE):
            continue
        if known is None and own_words(text) != text:
            continue
        if known is None and not (_ACTS.search(plain) or _PUT.search(plain)):
            continue
        if known is None and re.match(r"^(?:I (?!'d|would)|My |We (?!could|should))", part) and not _PUT.search(part):
            continue
        cleaned = _cleaned(part)
        if len(plain_words(cleaned)) >= 3:
            return cleaned, part
    return "", ""


def _added(sentence: str) -> str:
    """Return what somebody adds to an idea that they quote: the device with its subject."""
    known = device_in(own_words(sentence))
    quoting = own_words(sentence) != sentence
    heard = known.heard.search(sentence) if known is not None and quoting else None
    subject = _SUBJECT.search(sentence[: heard.start()]) if heard is not None else None
    return sentence[subject.start() :] if subject is not None else sentence


def _cleaned(sentence: str) -> str:
    text = bare(_added(sentence))
    if ":" in text and device_in(own_words(text)) is not None:
        text = next((half for half in own_words(text).split(":") if device_in(half) is not None), text)
    before = ""
    while before != text:
        before, text = text, _LEAD.sub("", text.strip(" ,:;…!"))
    return capital(_TAIL.sub("", bare(text)).strip(' ,:;…"“”'))


def hook_in(text: str) -> str:
    """Return a short quotable phrase of somebody's idea, exactly as it was said; empty where there is no idea."""
    idea, sentence = proposal_of(text)
    if not idea:
        return ""
    plain = own_words(sentence)
    known = device_in(plain)
    heard = known.heard.search(sentence) if known is not None else None
    if heard is not None:
        return heard.group()
    match = _ACTS.search(sentence) if plain == sentence else None
    start = sentence[: match.end()].rfind(" ", 0, match.start("rest") - 1) + 1 if match else 0
    return _phrase(sentence[start:] if match else idea)


def _phrase(text: str, longest: int = 6) -> str:
    clause = re.split(r"[.;:!?,…\"]|\s[–—-]\s", text.strip())[0]
    parts = clause.split()
    for place, word in enumerate(parts):
        if place >= 3 and (words().has("prepositions", word.lower()) or words().has("subordinators", word.lower())):
            parts = parts[:place]
            break
    parts = parts[:longest]
    while len(parts) > 1 and (words().has("stop", parts[-1].lower()) or words().has("prepositions", parts[-1].lower())):
        parts = parts[:-1]
    return " ".join(parts).strip("\"“”'")
