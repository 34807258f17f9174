"""How somebody speaks: features that the style declares, and what they do to sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from troupe_mcp.models.rehearsal.voice.habits import habits_of

_DECLARED: tuple[tuple[str, str], ...] = (
    (
        "broken",
        (
            r"broken (?:english|speech|grammar|german)|drops? (?:the )?articles|(?:not|poor|no|bad|limited)\b[^.]{0,20}"
            r"command of|(?:poor|limited|basic) english|ungrammatical"
        ),
    ),
    ("hostile", r"hostile|contradicts first|venomous|no greeting"),
    ("rude", r"\brude|insult|aggressive|swears|confrontational|disrespect|little respect|abrasive"),
    (
        "formal",
        r"\bformal|no contractions|never uses? contractions|without contractions|ceremonious|stiff|\bsir or madam\b",
    ),
    ("hesitant", r"hesita|trails off|stammer|soft-spoken|apologi[sz]es|timid|unsure of|\bshy"),
    ("story", r"starts? with a story|tells? (?:a )?stor|anecdote"),
    ("rambling", r"long-winded|rambl|verbose|digress|wander|holds? forth|chatty|wordy"),
    ("exuberant", r"exuberant|exclamation|enthusias|bubbly|energetic|superlative|effusive"),
    ("sly", r"question with a question|\bsly\b|haggl|teas(?:es|ing)"),
    ("brisk", r"brisk|sarcas|asks? back|commanding|short orders|question back|\bblunt|no small talk"),
    ("slangy", r"slang|gaming words|internet speak|memes"),
    ("exact", r"gives? a number|\bexact\b|precise|corrects (?:herself|himself|themsel)|analytical"),
    ("orderly", r"counts (?:his|her|their) points|first, second|structured|orderly|methodical"),
    ("dry", r"\bdry\b|understate|deadpan|laconic|matter-of-fact|plain"),
    (
        "terse",
        (
            r"\bterse|one sentence|few words|laconic|monosyllab|curt|taciturn|one[- ]word|single[- ]word"
            r"|(?:very|extremely) (?:short|brief)|(?:short|brief) (?:answers|replies)"
            r"|(?:says?|speaks?|talks?) (?:very )?little"
        ),
    ),
    ("warm", r"\bwarm|friendly|approachable|empathetic|kind\b|gentle"),
)
_SIGNS = tuple((name, re.compile(wording)) for name, wording in _DECLARED)
_ORDER = (
    "hostile",
    "rude",
    "formal",
    "hesitant",
    "story",
    "exuberant",
    "sly",
    "brisk",
    "slangy",
    "exact",
    "orderly",
    "dry",
    "terse",
    "rambling",
    "warm",
)
_ADDRESS = re.compile(
    r"\b(?:address\w*|calls?) (?:everybody|everyone|anybody|anyone|people|strangers|you|all)(?: as)?"
    r" [\"'‘“]?((?:my )?[a-z]+)\b"
    r"|\b(?:says|uses) [\"'‘“]?(sir|madam|ma'am|mister|mate|darling)\b(?! (?:or|and)\b)",
    re.IGNORECASE,
)
_CONTRACTED = (
    ("I am", "I'm"),
    ("I have been", "I've been"),
    ("do not", "don't"),
    ("does not", "doesn't"),
    ("did not", "didn't"),
    ("cannot", "can't"),
    ("can not", "can't"),
    ("is not", "isn't"),
    ("are not", "aren't"),
    ("was not", "wasn't"),
    ("will not", "won't"),
    ("would not", "wouldn't"),
    ("should not", "shouldn't"),
    ("have not", "haven't"),
    ("could not", "couldn't"),
    ("has not", "hasn't"),
    ("I would", "I'd"),
    ("that is", "that's"),
    ("it is", "it's"),
)
_EXPANDED = (
    *tuple((short, full) for full, short in _CONTRACTED if full not in {"can not", "I would", "I have been"}),
    ("I'd", "I would"),
    ("I've", "I have"),
    ("I'll", "I will"),
    ("there's", "there is"),
    ("they're", "they are"),
    ("it'll", "it will"),
    ("that'll", "that will"),
    ("what's", "what is"),
    ("who's", "who is"),
    ("needn't", "need not"),
    ("mustn't", "must not"),
    ("weren't", "were not"),
    ("you're", "you are"),
    ("we're", "we are"),
    ("let's", "let us"),
)


@dataclass(frozen=True, slots=True)
class Manner:
    """The features of somebody's speech, strongest first, and the few words that are their own."""

    features: tuple[str, ...]
    broken: bool = False
    drops_be: bool = False
    tags: tuple[str, ...] = ()
    address: str = ""
    """What everybody is called, where the style says so: "Addresses everybody as friend"."""
    habits: tuple[str, ...] = ()
    """What somebody keeps to in every answer, whatever the features: see `habits`."""

    def has(self, feature: str) -> bool:
        """Return whether a feature was declared."""
        return feature in self.features

    @property
    def facts(self) -> int:
        """How many facts one answer may hold."""
        if self.has("terse") or self.has("hostile"):
            return 1
        return 3 if self.has("rambling") or self.has("exuberant") else 2


_KINDLY = re.compile(
    r"\b(?:warm|friendly|kind|self-mocking|laughs?|cheeky|cheerful|affectionate|generous|funny|jok\w+)\b"
)
"""Who is so described swears without being rude."""


_DENIED = re.compile(
    r"\b(?:never|not|no|without|avoids?|hates?|nor|isn't)\s+(?:(?:\w+ly|uses?|using|any|a|too|very|much)\s+)?"
    r"(?:slang|rude\w*|insult\w*|swear\w*|aggressive|sarcas\w+|exclamation\w*|memes|hesitat\w+|rambl\w+|long-winded"
    r"|verbose|digress\w*|warm|friendly|formal)\b"
)
"""What a style says it is without."""


def _declared(text: str) -> list[str]:
    return [name for name, pattern in _SIGNS if pattern.search(text)]


def manner_of(style: str, traits: str, temper: dict[str, int]) -> Manner:
    """Read the manner from the style's own words; without a style, from traits and temper."""
    text = _DENIED.sub("", style.lower())
    found = _declared(text)
    if not text:
        found = [name for name in _declared(traits.lower()) if name != "broken"]
    if "approachable" in text and "professional" in text:
        found = [name for name in found if name != "formal"]
    if "rude" in found and _KINDLY.search(text):
        found.remove("rude")
    if not found and temper.get("agreeableness", 0) > 0 and temper.get("extraversion", 0) > 0:
        found = ["warm"]
    listed = re.search(r"words for [\w ]+:\s*([\w' -]+(?:, [\w' -]+)+)", style)
    tags = tuple(word.strip() for word in listed.group(1).split(",")) if listed else ()
    called = _ADDRESS.search(style)
    broken = "broken" in found
    return Manner(
        tuple(name for name in _ORDER if name in found),
        broken,
        broken and re.search(r"to be\b|drops? .*verbs", text) is not None,
        tags,
        next(filter(None, called.groups()), "").lower() if called else "",
        habits_of(style),
    )


def contracted(text: str) -> str:
    """Return a text as people talk: I'm, don't."""
    for full, short in _CONTRACTED:
        if full in text or full.capitalize() in text:
            text = re.sub(rf"\b{full}\b(?![?.,:;!…]|$)", short, text)
            text = re.sub(rf"\b{full.capitalize()}\b(?![?.,:;!…]|$)", short[0].upper() + short[1:], text)
    return text


def expanded(text: str) -> str:
    """Return a text without contractions."""
    text = text.replace("’", "'")
    if "'" not in text:
        return text
    for short, full in _EXPANDED:
        if short[1:] not in text:
            continue
        text = re.sub(rf"\b{short}\b", full, text)
        text = re.sub(rf"\b{short[0].upper() + short[1:]}\b", full[0].upper() + full[1:], text)
    return text


_KEPT = re.compile(
    r"\b(a|the|an) (time|number|reason|lot|few|little|bit|third|half|fifth|quarter|hundred|thousand|million)\b",
    re.IGNORECASE,
)


_QUOTES = re.compile(r'"[^"]*"')
"""What is quoted keeps its words."""


def broken(text: str, *, drops_be: bool) -> str:
    """Return a sentence without articles and, where declared, without forms of to be; never leaves `I` bare."""
    kept = _QUOTES.sub(lambda match: match.group().replace(" ", "_"), _KEPT.sub(r"\1_\2", text))
    kept = re.sub(r"\b(?:a|an|the) (?=\w)", "", kept)
    kept = re.sub(r"(?:^A|\b(?:An|The)) (?!talk\b|almost\b)(\w)", lambda match: match.group(1).upper(), kept)
    if drops_be:
        kept = re.sub(r"\b(\w+) (?:is|are) (?=\w)", r"\1 ", kept)
        kept = re.sub(r"\b(?:it|that|he|she|there)'s (?=\w)", lambda match: match.group(0).split("'")[0] + " ", kept)
        kept = re.sub(r"\bI(?:'m| am) (?=(?:not|in|on|at|from|tired|sure)\b)", "I ", kept)
    kept = re.sub(r"\bdoesn't\b", "not", kept)
    kept = re.sub(r"\b([Ww]hy|[Ww]hat|[Hh]ow|[Ww]here) (?:do|does|did) (?=[a-z]+ )", r"\1 ", kept)
    kept = kept.replace("_", " ")
    return kept[:1].upper() + kept[1:]


@lru_cache(maxsize=5000)
def dresses(text: str) -> tuple[str, ...]:
    """Return all forms in which a text may have been said: as it is, contracted, expanded, without articles."""
    short = contracted(text)
    forms = (text, short, expanded(text), broken(short, drops_be=False), broken(short, drops_be=True))
    return tuple(dict.fromkeys(forms))
