"""Words of a text: tokens, stems, the content words, what they are about."""

from __future__ import annotations

import re
from functools import lru_cache

from troupe_mcp.models.rehearsal.lexicon import words

TOKEN = re.compile(r"[^\W_]+(?:[.:,'’&/-][^\W_]+)*|[^\w\s]|_|\s+")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ENDINGS = (("iest", "y"), ("ies", "y"), ("ied", "y"), ("ing", ""), ("ness", ""), ("ed", ""), ("s", ""))


def tokens(text: str) -> list[str]:
    """Return words, marks and spaces, so that joining them gives the text again."""
    return TOKEN.findall(text)


def plain_words(text: str) -> list[str]:
    """Return the lower-case words of a text in order."""
    return _WORD.findall(text.lower().replace("’", "'"))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a crude stem: `drives`, `driving` and `drive` meet; lower-case words only."""
    if word in words().same:
        return words().same[word]
    short = word.removesuffix("'s").removesuffix("'")
    if len(short) > 3 and not short.endswith(("ss", "us", "is")):
        for ending, instead in _ENDINGS:
            if short.endswith(ending) and len(short) - len(ending) >= (2 if ending in {"ies", "s"} else 3):
                short = short[: len(short) - len(ending)] + instead
                break
        if short.endswith(("sse", "she", "che", "xe")):
            short = short[:-1]
    short = short.removesuffix("e") if len(short) > 3 else short
    return short[:-1] if len(short) > 3 and short[-1] == short[-2] else short


@lru_cache(maxsize=20_000)
def keys(text: str) -> tuple[str, ...]:
    """Return the stems of the content words, each once, in order."""
    known = words()
    return tuple(
        dict.fromkeys(stem(word) for word in plain_words(text) if not known.has("stop", word) and len(word) > 1)
    )


@lru_cache(maxsize=20_000)
def concepts(text: str) -> tuple[str, ...]:
    """Return what the text is about, each concept once, in order."""
    table = words().concepts
    return tuple(dict.fromkeys(table[word] for word in plain_words(text) if word in table))


def shared(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    """Return what stands in both, in the order of the first."""
    return tuple(item for item in left if item in right)


def coverage(part: tuple[str, ...], whole: tuple[str, ...]) -> float:
    """Return how much of the first stands in the second, 0 to 1."""
    return len(shared(part, whole)) / len(part) if part else 0.0


@lru_cache(maxsize=1)
def light() -> dict[str, None]:
    """Return the stems that tell nothing about a topic by themselves."""
    return {stem(word): None for word in words().lists["light"]}


@lru_cache(maxsize=1)
def faint() -> dict[str, None]:
    """Return the stems that alone join no fact to a question: those that tell nothing, and what anybody does."""
    known = words()
    acts = [word for word in known.lists["verbs"] if word not in known.lists["nounish"] and word not in known.concepts]
    return {**light(), **{stem(word): None for word in acts}}


@lru_cache(maxsize=20_000)
def normal(text: str) -> str:
    """Return the words of a text joined by single spaces, for comparing wordings."""
    return " ".join(plain_words(text))


_SPELLED = re.compile(r"[A-Z](?=[A-Z\d]|-[a-z])")
_AN = re.compile(
    r"(?!eu|ewe|one\b|once\b)[aeio]|u(?!ni(?![nm])|s[aeu]|t[ei]|r[io]|k)|hones|honou?r|hour|heir|8|1[18](?!\d)"
)


def article(phrase: str) -> str:
    """Return a phrase with its article, as it is spoken: "an HR manager", "a UX designer", "an hourly worker"."""
    an = phrase[0] in "AEFHILMNORSX" if _SPELLED.match(phrase) else _AN.match(phrase.lower())
    return f"{'an' if an else 'a'} {phrase}"


def capital(text: str) -> str:
    """Return the text with its first letter as a capital."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


@lru_cache(maxsize=20_000)
def lowered(text: str, proper: tuple[str, ...] = ()) -> str:
    """Return the text with a small first letter, unless its first word is a name or has more capitals."""
    first = text.split(" ", 1)[0].strip(",.;:'\"")
    if (
        not first
        or first in {"I", "I'm", "I've", "I'd", "I'll"}
        or any(c.isupper() for c in first[1:])
        or first[1:2] == "-"
    ):
        return text
    if text[len(first) : len(first) + 2].strip().isdigit() and first not in {"About", "Around", "Over", "Nearly", "Of"}:
        return text
    bare = first.lower().removesuffix("'s").removesuffix("’s")
    owner = first.removesuffix("'s").removesuffix("’s")
    if words().has("proper", bare) or owner in proper or any(c.isdigit() for c in first):
        return text
    return text[0].lower() + text[1:]
