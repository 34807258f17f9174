"""Short noun phrases of what somebody said, turned towards them: "my aunt" becomes "your aunt"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from troupe_mcp.models.rehearsal.english.sentences import sentences
from troupe_mcp.models.rehearsal.english.verbs import base, is_adverb, is_third
from troupe_mcp.models.rehearsal.english.words import article, keys, light, lowered, plain_words
from troupe_mcp.models.rehearsal.lexicon import words

_HEADS = (
    r"(?:the|an?|my|our|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty"
    r"|one|\d[\d.,:]*)"
)
_PHRASE = re.compile(rf"(?<![\w,.-])({_HEADS})(?=((?: [\w’'-]+)+))", re.IGNORECASE)
_LOOSE = re.compile(
    r"\b(?:at|in|with|for|of|about|on|into) ([a-z][\w’-]+ [a-z][\w’-]{3,}|[a-z][\w’-]{3,}s)"
    r"(?=[.,;!?…]|$| (?:and|on|in|at|with|for)\b)"
)
_OBJECT = re.compile(
    r"^I (?:[a-z]+ly |still |also |can't |can |must |never )?"
    r"((?!do |did |have |can |must |am )[a-z]+) ((?:[a-z][\w’-]+ ){0,2}[a-z][\w’-]{3,}s)"
    r"(?=[.,;!?…]|$| (?:and|on|in|at|with|for|by|from|over|by|behind)\b)"
)
_PLACES = ("factory", "site", "shop", "ward", "school", "bank", "clinic", "office", "market", "station", "farm", "hill")
_OWN = re.compile(r"\b(?:I|I'm|I've|[Mm]y|[Mm]e|[Ww]e|[Oo]ur)\b")
_JOB = re.compile(
    r"^(?:I(?:'m| am) (?=an? |head ))?(?!(?i:my|our|the|I|we|you|he|she|they) )(?P<title>(?:[\w-]+ ){0,3}?"
    r"(?:\w+(?:tect|tist|ician|yst|ant|cian|ist|eer|man|woman)"
    r"|driver|owner|teacher|nurse|farmer|operator|student|baker|clerk|head|manager|worker|writer|builder|seller|keeper"
    r"|lawyer|doctor|professor|cook|designer|developer|officer)(?: (?:of|for) [\w-]+(?: [\w-]+){0,2}?)?)"
    r"(?=[.,!…]|$| at | in | and | for )"
)


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing somebody spoke of: the phrase as said, the phrase towards them, and what kind of thing it is."""

    said: str
    ref: str
    kind: str


@lru_cache(maxsize=5000)
def matters(line: str) -> tuple[Matter, ...]:
    """Return what somebody's line speaks of, the last first: that is what a listener takes up."""
    found: list[Matter] = []
    jobs: list[Matter] = []
    for sentence in reversed(sentences(line)):
        plain = re.sub(r"[\"“][^\"”]*[\"”]", "…", sentence)
        if plain.rstrip().endswith("?"):
            continue
        job = _JOB.search(plain)
        if job:
            title = job.group("title")
            named = lowered(title) if re.match(r"^(?:an?|head)\b", title) else article(lowered(title))
            jobs.append(Matter(title, named, "job"))
            continue
        if not _OWN.search(plain):
            continue
        kind = _kind(plain)
        for match in _PHRASE.finditer(plain):
            phrase = _noun(match.group(1), match.group(2).split())
            if phrase:
                found.append(_matter(phrase, kind))
        for pattern, group in ((_OBJECT, 2), (_LOOSE, 1)):
            for match in pattern.finditer(plain):
                phrase = match.group(group)
                last = plain_words(phrase)[-1] if plain_words(phrase) else ""
                split = any(_ends_phrase(word) for word in phrase.split())
                if _fit(last) and not split and not any(phrase in other.said for other in found):
                    found.append(_matter(phrase, kind))
    return tuple(dict.fromkeys(found + jobs))


def _noun(head: str, after: list[str]) -> str:
    """Return the noun phrase that begins with a head word, empty where its end can't be told."""
    plural = head.lower() not in {"the", "a", "an", "my", "our", "one"}
    kept: list[str] = []
    for word in after:
        if not kept and _ends_phrase(word.lower()):
            return ""
        if kept and (_ends_phrase(word.lower()) or (not plural and _is_verb(kept[-1].lower(), word.lower()))):
            break
        kept.append(word)
        if len(kept) == 3 or (plural and re.search(r"[^s]s$", word.lower())):
            break
    rest = after[len(kept)].lower() if len(kept) == 3 and len(after) > 3 else ""
    if rest and not _ends_phrase(rest) and not plural and not is_third(rest):
        return ""
    if head.lower() in {"my", "our"}:
        kin = next((n for n, word in enumerate(kept) if _is_person(word)), len(kept) - 1)
        kept = kept[: kin + 1]
    if not kept or kept[0].lower() in {"same", "other", "whole", "only", "next", "last"} or not _fit(kept[-1].lower()):
        return ""
    return "" if head[0].isdigit() and (":" in head or kept[-1][:1].isupper()) else f"{head} {' '.join(kept)}"


def _is_person(word: str) -> bool:
    known = words()
    return known.has("kin", word.lower()) or known.has("people", word.lower())


def _ends_phrase(word: str) -> bool:
    known = words()
    lists = ("prepositions", "subordinators", "aux", "phrase_end")
    return any(known.has(name, word) for name in lists) or is_adverb(word)


def _is_verb(before: str, word: str) -> bool:
    """Return whether a word after a noun is the verb of the clause rather than another noun."""
    known = words()
    if re.search(r"[^s]s$", before):
        return known.has("verbs", word)
    return is_third(word) and known.has("verbs", base(word)) and (word in _VERBAL or not known.has("nounish", word))


_VERBAL = ("drops", "breaks", "ends", "stops", "closes", "loses", "finds", "takes", "works", "runs")


def _fit(word: str) -> bool:
    known = words()
    return (
        len(word) > 2
        and not known.has("no_matter", word)
        and not known.has("stop", word)
        and not known.has("proper", word)
        and not is_adverb(word)
        and not word.endswith(("ing", "ed", "ly", "'s", "’s"))
        and bool(keys(word))
        and keys(word)[0] not in light()
    )


def _matter(phrase: str, kind: str) -> Matter:
    head, _, rest = phrase.partition(" ")
    low = head.lower()
    if low in {"my", "our"}:
        ref = f"your {rest}"
    elif low in {"a", "an"}:
        ref = f"that {rest}"
    elif low[0].isdigit() or low in {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}:
        ref = f"those {low} {rest}"
    elif low == "one":
        ref = f"that one {rest}"
    elif low == "the":
        ref = f"the {rest}"
    else:
        ref = f"those {phrase}" if phrase.endswith("s") and " " in phrase else phrase
    last = phrase.rsplit(" ", 1)[-1].lower()
    if low in {"my", "our"} and words().has("kin", last):
        kind = "kin"
    elif last in _PLACES and kind in {"work", "place"}:
        kind = "place"
    return Matter(phrase, ref, kind)


_KINDS: tuple[tuple[str, str], ...] = (
    ("goal", r"\bI want to\b|\bI dream\b|\bI hope\b"),
    ("kin", r"^My (?:wife|husband|mother|father|son|daughter|brother|sister|girlfriend|boyfriend|twins|cousin)\b"),
    ("money", r"\b(?:I earn|a month|I take home|I owe|savings|wage|income|salary|pension)\b"),
    ("trouble", (r"\b(?:because|only after|can't|lose|lost|wait|annoy|never|must|too"
        r"|I search|chase|rewrite|tells me)\b")),
    ("past", (r"\bI (?:grew|was|were|had|lost|fought|spent|won|once|left|met|[a-z]{3,}ed)\b")),
    ("like", r"\bI (?:like|love|adore|don't mind|am fond|live for)\b|any day$"),
    ("free", r"\b(?:Sundays?|Saturdays?|weekends?|evenings?|play|league|club|sing|hobby|hike|swim|collect)\b"),
    ("belief", r"\b(?:should|must not|ought)\b"),
    ("work", r"\bI [a-z]+\b|\bI'm an? "),
)  # fmt: skip


def _kind(sentence: str) -> str:
    return next((kind for kind, pattern in _KINDS if re.search(pattern, sentence)), "work")
