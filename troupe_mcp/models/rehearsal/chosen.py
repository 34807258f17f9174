"""Which option an utterance chooses, and the reason that it gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.sentences import bare, sentences
from troupe_mcp.models.rehearsal.words import keys, plain_words

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.options import Option

_NOT_CHOSEN = re.compile(
    (
        r"\b(?:not|never|isn't|loses|nothing|rubbish|sleep|skip|no use|somebody else"
        r"|other people|nearly|almost|close|don't|goes on about|sings)\b"
    ),
    re.IGNORECASE,
)
GAP = re.compile(
    r"\b(?:couldn't (?:tell|say)|no idea|don't know|no clue|can't say|not guess|could not tell)\b", re.IGNORECASE
)
SPELLED = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


def option_chosen(text: str, options: tuple[Option, ...]) -> tuple[Option, str] | None:
    """Return the option that an utterance chooses, and the sentence; one named only to be refused isn't chosen."""
    for sentence in sentences(text):
        named = sorted((at, option) for option in options if (at := _mention(sentence, option)) >= 0) if options else []
        for at, option in sorted(named, key=lambda pair: pair[0]):
            after = sentence[at : at + 60]
            if not _NOT_CHOSEN.search(after.split(". ")[0]) or re.search(
                r"\b(?:i (?:take|choose|pick|prefer|would)|i'd (?:take|go|pick|choose)|my choice)\b",
                sentence,
                re.IGNORECASE,
            ):
                return option, sentence
    return None


def _mention(sentence: str, option: Option) -> int:
    if option.label:
        kind = (
            rf"(?:{re.escape(option.kind)}|number|no\.?|option|the)"
            if option.kind
            else r"(?:number|no\.?|option|ad|product|the)"
        )
        match = re.search(rf"\b{kind}\s*#?{re.escape(option.label)}\b", sentence, re.IGNORECASE)
        spelled = next((word for word, number in SPELLED.items() if str(number) == option.label), "")
        match = match or (re.search(rf"\b{kind}\s+{spelled}\b", sentence, re.IGNORECASE) if spelled else None)
        match = match or re.match(rf"\W*{re.escape(option.label)}\b", sentence)
        if match:
            return match.start()
    title = option.title.casefold()
    return sentence.casefold().find(title) if len(title) > 3 else -1


def reasons(text: str, options: tuple[Option, ...]) -> list[tuple[Any, str]]:
    """Return the clause that gives a reason: after `because`, else the sentence beside the choice."""
    parts = sentences(text)
    for sentence in parts:
        match = re.search(r"\b(?:because|since|as it|so that)\b\s*(.+)", sentence, re.IGNORECASE)
        if match and options:
            return [(bare(match.group(1)), sentence)]
    chosen = option_chosen(text, options)
    later = [part for part in parts if chosen is None or part != chosen[1]]
    later = [part for part in later if len(plain_words(part)) > 3 and not part.endswith("?") and not GAP.search(part)]
    if chosen is not None and len(plain_words(chosen[1])) > 6:
        return [(bare(chosen[1]), chosen[1])]
    rivals = [option for option in options if chosen is None or option is not chosen[0]]
    later = [part for part in later if not any(_mention(part, option) >= 0 for option in rivals)]
    own = [part for part in later if re.search(r"\b(?:I|I'm|I've|[Mm]y)\b", part)]
    best = max(own or later, key=lambda part: len(keys(part)), default="")
    return [(bare(best), best)] if best else []
