"""Judging an interview: an expectation holds where the answer says it, in the same sign; else it is unclear."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.claims.claims import claim_of
from troupe_mcp.models.rehearsal.english.sentences import bare, sentences
from troupe_mcp.models.rehearsal.english.words import concepts, coverage, keys, shared
from troupe_mcp.models.rehearsal.readings.expectations import settled

if TYPE_CHECKING:
    from troupe_mcp.studies.tasks import Answered, JudgeInterviewTask

_IGNORANT = re.compile(
    r"\b(?:doesn't know|does not know|no knowledge|says so|not know|unaware|can't answer|admits)\b", re.IGNORECASE
)
_GAP = re.compile(
    (
        r"\b(?:still not know"
        r"|couldn't (?:really )?(?:tell|say)|could not (?:tell|say)|no idea|i don't (?:really )?know|no clue|can't say"
        r"|idk|not my department|how should i know|nobody tells? me"
        r"|nothing (?:special |much )?to (?:say|tell)|won't make up|never heard|how i know|no data|concerns me"
        r"|disappoint you|drawer is empty|got me there|i have nothing|not my business"
        r"|this not my|outside (?:my|the) plan|no first point|no opinion|hasn't come up|leave to others"
        r"|(?:nothing|nobody|no (?:time|place|reason)|nothing i could put a date on) comes to mind"
        r"|much to (?:tell|say)|(?:can't|cannot) (?:think of|remember)|nothing i could|hard to say"
        r"|(?:couldn't|could not) (?:name|put|give|explain)"
        r"|never thought about|not my field|enough about|made up my mind|leave (?:that|it) to others"
        r"|no view|skipped that|don't stock|not me|ask (?:some(?:one|body)|other))\b"
    ),
    re.IGNORECASE,
)
_KEEPS = re.compile(r"\b(?:rather not|not (?:something|a thing) I (?:tell|discuss)|to myself|private)\b", re.IGNORECASE)
_MAY_KEEP = re.compile(r"\b(?:won't|will not|refuses to) (?:tell|say)\b", re.IGNORECASE)
_HEAD = re.compile(
    (
        r"^(?:[A-Z][\w'’-]+|he|she|they|the person)\s+(?:holds|says|thinks|believes"
        r"|mentions|states|tells)(?:\s+that)?:?\s*"
    ),
    re.IGNORECASE,
)
_TASTE = (
    (
        "like",
        (
            r"\b(?:likes?|loves?|enjoys?|adores?|fond of|prefers?|into|fan of|give me|live for|don't mind|do not mind"
            r"|will do me)\b"
        ),
        1,
    ),
    (
        "dislike",
        (
            r"\b(?:dislikes?|hates?|avoids?|can't (?:stand|bear)|cannot stand|do not care for"
            r"|no patience|won't have|could (?:do|live) without|you can keep|keep(?= .*\baway\b)|away from me"
            r"|spare me|no thanks|can't defend|rather not have|(?<=, )out)\b"
        ),
        -1,
    ),
)


_AGE = re.compile(r"\b\d{1,3} years? old\b|\bage is \d", re.IGNORECASE)
_MY_AGE = re.compile(r"\b(?:I'm|I am|aged|turned)\s+\d{1,3}\b", re.IGNORECASE)
_STATED = re.compile(
    r"\b(?:years? old|works? as|lives? (?:in|at|on)|by profession|'s (?:age|job|occupation) is)\b", re.IGNORECASE
)
"""Words of a plain fact that whoever tells it leaves out: "I'm 34", "I'm a barista"."""


def judge_interview(task: JudgeInterviewTask) -> dict[str, Any]:
    """Return a finding for each answer and a justification that counts them."""
    findings = [_finding(answer) for answer in task.answers]
    held = sum(finding["held"] == "yes" for finding in findings)
    failed = sum(finding["held"] == "no" for finding in findings)
    text = (
        f"{held} of {len(findings)} expectations were met in {task.person}'s own words, "
        f"{failed} contradicted, {len(findings) - held - failed} left open."
    )
    return {"findings": findings, "justification": text}


def _finding(answered: Answered) -> dict[str, Any]:
    held, reason, quote = judged(answered.expectation, answered.answer)
    if (plain := settled(answered.expectation, answered.question, answered.answer)) is not None:
        held, reason = plain
        said = (
            part
            for part in sentences(answered.answer)
            if settled(answered.expectation, answered.question, part) == plain
        )
        quote = next(said, quote)
    return {"expectation": answered.expectation, "held": held, "reason": reason, "quote": quote}


def judged(expectation: str, answer: str) -> tuple[str, str, str]:
    """Return yes, no or unclear, why, and the sentence of the answer that decides."""
    parts = sentences(answer)
    if not parts:
        return "unclear", "Nothing was said.", ""
    if _IGNORANT.search(expectation):
        return _admitted(expectation, parts)
    claim = _HEAD.sub("", bare(expectation))
    wanted = _matter(claim)
    if _unknown(wanted, answer, parts):
        return "no", "The answer doesn't know it.", parts[0]
    best, score = _closest(claim, wanted, parts)
    numbers = re.findall(r"\d[\d.,:]*\d|\d", claim)
    said = re.findall(r"\d[\d.,:]*\d|\d", best)
    if (
        numbers
        and (score >= 0.5 or (_AGE.search(claim) and _MY_AGE.search(best)))
        and said
        and not shared(tuple(numbers), tuple(said))
        and (len(wanted) - len(numbers) >= 1 or _AGE.search(claim))
    ):
        return "no", f"The answer has {said[0]} where {numbers[0]} was expected.", best
    if numbers and not said:
        score = min(score, 0.5)
    if score < 0.6 or (len(wanted) < 2 and score < 0.9):
        return "unclear", "The answer doesn't speak of it plainly.", best if score > 0.3 else ""
    if _taste_of(claim) and not _taste_of(best) and len(best.split()) <= _NAMED_ONLY:
        return "unclear", "The answer only names it.", best
    if _sign(claim) * _sign(_with_verdict(best, parts)) > 0:
        return "yes", "The answer says it.", best
    if _begun(claim, best):
        return "yes", "The answer says it, cut short.", best
    return "no", "The answer says the opposite.", best


_NAMED_ONLY = 3
"""So few words may name a thing and not say whether it is liked."""


def _taste_of(text: str) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for _, pattern, _ in _TASTE)


def _admitted(expectation: str, parts: tuple[str, ...]) -> tuple[str, str, str]:
    """Return whether an answer says that something isn't known, or, where that is as good, that it won't be told."""
    if gap := next((part for part in parts if _GAP.search(part)), ""):
        return "yes", "The answer admits not knowing.", gap
    kept = next((part for part in parts if _KEEPS.search(part)), "")
    if kept and _MAY_KEEP.search(expectation):
        return "yes", "The answer won't tell.", kept
    return "unclear", "The answer doesn't show whether it is known.", parts[0]


def _closest(claim: str, wanted: tuple[str, ...], parts: tuple[str, ...]) -> tuple[str, float]:
    """Return the sentence that says most of a claim, and how much of it."""
    best, score = parts[0], 0.0
    for part in parts:
        overlap = coverage(wanted, claim_of(part).keys) + 0.2 * coverage(concepts(claim), concepts(part))
        if overlap > score:
            best, score = part, overlap
    return best, score


def _unknown(wanted: tuple[str, ...], answer: str, parts: tuple[str, ...]) -> bool:
    """Return whether an answer is a gap; words of a gap inside the very content are none."""
    if wanted and any(coverage(wanted, claim_of(part).keys) >= 0.9 for part in parts):
        return False
    gap = _GAP.search(answer)
    return gap is not None and all(_GAP.search(part) or len(part.split()) < 7 or part.endswith("?") for part in parts)


def _begun(claim: str, quote: str) -> bool:
    """Return whether a quote is the beginning of a claim whose negation comes in a later clause."""
    head = re.split(r"\b(?:not|never|no|nobody|without|cannot)\b|n't\b", claim, maxsplit=1)[0]
    told = keys(quote)
    return len(told) >= 3 and coverage(told, keys(head)) >= 0.9


def _matter(claim: str) -> tuple[str, ...]:
    """Return the stems that an answer must hold: without the name, the taste's verb and words of judging."""
    text = re.sub(
        (
            r"^(?:the person|[A-Z][\w'’-]+\.?(?: [A-Z][\w'’-]+){0,3})\s+(?=(?:is|has|does|likes?"
            r"|dislikes?|loves?|hates?|enjoys?|wants?|works?|lives?|never|always|avoids?"
            r"|prefers?|would|can|trusts?|values?|owns?|[a-z]+s)\b)"
        ),
        "",
        claim,
    )
    for _, pattern, _ in _TASTE:
        text = re.sub(pattern, " ", text, flags=re.IGNORECASE)
    text = re.sub(
        r"\b(?:is good at|is interested in|interested|mentions?|says?|person)\b", " ", text, flags=re.IGNORECASE
    )
    text = _STATED.sub(" ", text)
    return claim_of(text).keys or keys(text)


def _sign(text: str) -> int:
    sign = claim_of(re.sub("|".join(pattern for _, pattern, _ in _TASTE), " ", text, flags=re.IGNORECASE)).sign
    for _, pattern, taste in _TASTE:
        if taste < 0 and re.search(pattern, text, re.IGNORECASE):
            sign = -sign if claim_of(text).sign else sign
    return sign


def _with_verdict(sentence: str, parts: tuple[str, ...]) -> str:
    """Return a sentence; a bare `no` before it belongs to the question, not to the claim."""
    return (
        re.sub(r"^\W*(?:first: )?(?:no|yes|nope|nah|yep)\b[,.!:]?\s*", "", sentence, flags=re.IGNORECASE)
        if len(parts)
        else sentence
    )
