"""Sentences and clauses: splitting that knows abbreviations, clipping that keeps the sense."""

from __future__ import annotations

import re
from functools import lru_cache

from troupe_mcp.models.rehearsal.english.verbs import is_base, is_modal, is_past, is_third
from troupe_mcp.models.rehearsal.lexicon import words

_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+|[。！？]\s*|\n+|(?<=\w);\s+")
_BOUNDARY = re.compile(
    r",\s+(?:but|so|which|who|where|and|because|although|though|while|whereas|since|even|usually|often|or|especially"
    r"|including|such as|sometimes|with|then|a|the)\b"
    r"|\s+(?:-|–|—)\s+|—|;\s|:\s|\s\(|,\s|\s(?:because|although|though|whereas|so that|in order to|even though|while)\b"
)
_LEADING = re.compile(r"^(?:though|although|even though|despite|in spite of|while)\b[^,]*,\s+", re.IGNORECASE)
_CONDITION = re.compile(
    r"^(?:only )?(?:if|when|whenever|unless|until|once|before|after|as|since|where)\b", re.IGNORECASE
)
_LIST = re.compile(
    r",\s+(?!half|both|all|most|some|none|each|two of|one of)(?![\w-]+(?:ed|ing)\b)"
    r"(?:[\w'’.-]+\s+){1,5}?(?:and|or)\s+(?!i\b)",
    re.IGNORECASE,
)
_NARROWED = re.compile(
    r"\b(?:not|never|no|nobody|nothing|only|just|mostly|mainly|partly|hardly|rarely|seldom|\w+n['’]t)\b", re.IGNORECASE
)
_WORD = 60
"""How far back the word before a stop is read."""
_LATER_CLAUSE = re.compile(
    r"(?:,?\s+(?:but|yet|so)|,\s+and|\s+[-–—]|;)\s+(?=(?:you|your|he|she|i|my)\b)",
    re.IGNORECASE,
)


@lru_cache(maxsize=10_000)
def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text; abbreviations such as `Inc.` and times do not end one."""
    parts: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if _ends(text, match.start(), match.end()):
            parts.append(text[start : match.end()].strip())
            start = match.end()
    parts.append(text[start:].strip())
    return tuple(part for part in parts if re.search(r"\w", part))


def _ends(text: str, end: int, after: int) -> bool:
    word = re.search(r"([\w.]+)\.[\"'”’)]*$", text[max(0, end - _WORD) : end])
    upcoming = re.match(r"[\"'“(]?(\w+)", text[after:])
    following = upcoming.group(1) if upcoming else ""
    if text[end : end + 1] in {'"', "”"} and following[:1].islower():
        return False  # what is quoted ends, the sentence around it goes on
    if word is None:
        return True
    last = word.group(1).lower()
    known = words()
    if known.has("titles", last) or (len(last) == 1 and last.isalpha() and last != "i"):
        return False
    if last == "no":
        return not following[:1].isdigit()  # "No. 7" goes on
    if known.has("abbreviations", last):
        return following[:1].isupper() and known.has("starters", following.lower())
    return True


_NO_SUBJECT = (
    "the",
    "a",
    "an",
    "of",
    "from",
    "in",
    "at",
    "with",
    "for",
    "and",
    "two",
    "three",
    "four",
    "my",
    "his",
    "her",
)
_SHORTENED = re.compile(r"\b(?:Inc|Ltd|Co|Corp|etc|[ap]\.m)\.$")
_RELATIVE = re.compile(r" (?:who|whom|which|that|where|when|called|named|aged)\b", re.IGNORECASE)


@lru_cache(maxsize=5000)
def is_clause(phrase: str) -> bool:
    """Return whether what should be a phrase is a sentence: it has a finite verb outside relative clauses."""
    found = _RELATIVE.split(phrase)[0].lower().split()
    return any(
        word in {"is", "are", "was", "were", "has", "have", "does", "do"}
        or is_modal(word)
        or is_past(word)
        or (is_third(word) and (not place or found[place - 1] not in _NO_SUBJECT))
        for place, word in enumerate(found)
    )


def bare(sentence: str) -> str:
    """Return a sentence without its end marks and surrounding quotes."""
    text = _unquoted(sentence.strip())
    if "." in text[-2:] and _SHORTENED.search(text):
        return text
    return text.rstrip(" .;,:!?…。！？")


def _unquoted(text: str) -> str:
    """Return a text without quotes around it or left open; of one that ends in a quote the stop inside is gone."""
    inner = text.strip('“”"')
    if inner.count('"') % 2 == 0 and inner.count("“") == inner.count("”"):
        return inner
    return re.sub(r"[.;,]+([”\"])$", r"\1", text)


def main_clauses(sentence: str) -> list[str]:
    """Return the main clauses of a sentence that can each stand alone, in order."""
    text = bare(sentence)
    if _CONDITION.match(text):
        return [text]
    opening = _LEADING.match(text)
    body = text[opening.end() :] if opening and len(text.split()) > 14 else text
    return [part.strip(" ,;") for part in _LATER_CLAUSE.split(body) if len(part.split()) > 1]


def clip(sentence: str, limit: int) -> str:
    """Return the sentence in at most `limit` words, cut at a clause; empty where no cut is safe."""
    text = bare(sentence)
    if len(text.split()) <= limit:
        return text
    best = ""
    for match in _BOUNDARY.finditer(text):
        head = text[: match.start()]
        size = len(head.split())
        if 4 <= size <= limit and not _dangling(head, text[match.start() :]):
            best = head
    return best.rstrip(" ,;:")


def _has_verb(head: str) -> bool:
    if re.search(r"(?:^|\s)(?:I|you)(?:['’]\w+)?\s", head, re.IGNORECASE):
        return True
    found = head.lower().split()[1:]
    finite = ("are", "were", "have", "do", "did")
    return any(word in finite or is_modal(word) or is_past(word) or is_third(word) or is_base(word) for word in found)


def _dangling(head: str, rest: str) -> bool:
    last = head.rsplit(maxsplit=1)[-1].lower()
    if last in {"not", "only", "the", "a", "an", "to", "of", "and", "or", "but", "that", "is", "are"}:
        return True
    if last in {"such", "like", "as", "than", "if", "my", "your"} or not _has_verb(head):
        return True
    if ":" in head and rest.startswith(","):
        return True
    if re.match(r",\s+(?:but|yet)\b", rest) and not re.match(r"(?:I|My|You|Your)\b", head):
        return True  # a claim with its other half
    if re.match(r",\s+(?:or|unless|if|except|provided|as long)\b", rest) or _LIST.match(rest):
        return True
    if re.match(r"\s(?:because|so that|in order to)\b", rest) and _NARROWED.search(head):
        return True  # "I don't work because I have to"
    if head.count("(") > head.count(")") or head.count('"') % 2:
        return True
    if re.match(r",\s+\w+,", rest) and not re.match(r",\s+(?:but|so|which|who|where|because|while)\b", rest):
        return True  # inside an enumeration or before an apposition
    return bool(re.search(r"\b(?:if|when|because|although|though|unless)\b", head, re.IGNORECASE)) and not re.search(
        r"\b(?:if|when|because|although|though|unless)\b.*\b(?:I|you|he|she|they|it|we)\b", head, re.IGNORECASE
    )
