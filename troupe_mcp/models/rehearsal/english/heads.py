"""What a belief is about: the head of its subject, which another matter may share a word with and not be."""

from __future__ import annotations

import re
from functools import lru_cache

from troupe_mcp.models.rehearsal.english.words import keys, shared

_VERB = re.compile(
    r"\b(?:should|shouldn't|must|ought|can|can't|cannot|could|will|won't|would|may|need|needs|is|are|isn't|aren't"
    r"|was|were|has|have|do|does|don't|doesn't|belongs?|makes?|takes?|costs?|kills?|ruins?|saves?|steals?)\b"
)
_NARROWED = re.compile(r"\s(?:without|with|that|which|made|from|on|to|in|of)\s")
_BY = re.compile(r"\s(?:who|by|for|at|near)\s")
_ANYBODY = re.compile(
    r"^(?:(?:the|all|most|young|old|small|no) )?(?:people|those|anybody|everybody|who\w*|children|men|women)\b",
    re.IGNORECASE,
)

_PLANNER = re.compile(
    r"\b(?:the|our|your|my) [\w-]+ (?:wants?|plans?|intends?|means|considers?|is going|would like)\b", re.IGNORECASE
)
"""Who plans something is not what it is about."""
_ORDERED = "banned ban forbidden forbid abolished abolish allowed allow"
"""What is done to a thing by law, which says nothing of what thing it is."""


@lru_cache(maxsize=20_000)
def is_of_another(belief: str, question: str) -> bool:
    """Return whether a belief shares words with a question only inside its subject, whose head is another thing.

    Cars without drivers are no cars in the centre, calls to phones are no phones; what is said of people is said of
    whatever they do.
    """
    asked = [key for key in keys(_PLANNER.sub(" ", question)) if key not in keys(_ORDERED)]
    common = shared(keys(belief), tuple(asked))
    if not common:
        return bool(shared(keys(belief), keys(question)))
    verb = _VERB.search(belief)
    if verb is None or _ANYBODY.match(belief):
        return False
    subject = belief[: verb.start()].strip()
    narrowed = _NARROWED.search(f"{subject} ")
    if narrowed is None or len(shared(keys(subject), common)) < len(common):
        return False
    head, rest = keys(subject[: narrowed.start()]), keys(subject[narrowed.end() :])
    named = shared(head[:1] if subject.split()[0].endswith("ing") else head[-1:], common)
    further = narrowed.group().strip() in {"without", "with", "that", "which", "made"} and not shared(rest, common)
    return not named or further


@lru_cache(maxsize=20_000)
def is_narrower(thing: str, question: str) -> bool:
    """Return whether a thing is named more narrowly than in a question that shares a word: visitors on phones."""
    narrowed = _NARROWED.search(thing) or _BY.search(thing)
    if narrowed is None:
        return False
    asked = keys(_PLANNER.sub(" ", question))
    return not (shared(keys(thing[: narrowed.start()]), asked) and shared(keys(thing[narrowed.end() :]), asked))
