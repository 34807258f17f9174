"""Whether a question asks somebody if they would use, eat, ride or wear what it names: a deed and no opinion."""

from __future__ import annotations

import re
from functools import lru_cache

_START = r"^\W*(?:(?:so|and|but|now|then|well|tell me|honestly),? )*"
_EVER = r"(?:\w+ly |ever |also |even |really |like to |want to |consider )*"
_ASKED = (
    rf"(?:(?:would|will|could|can) you {_EVER}(?:be (?:\w+ly )?(?:willing|ready|prepared|happy|inclined|open|able) to "
    rf"|(?:imagine|picture|see) (?:yourself )?)?{_EVER}"
    rf"|do you (?:think|believe|suppose) (?:that )?you(?:'d| would| will| might) {_EVER}"
    rf"|(?:are|would) you (?:be )?(?:\w+ly )?(?:interested in|willing to|ready to|prepared to) {_EVER})"
)
DEED = (
    r"(?:us|try|tak|rid|eat|drink|wear|stay|sleep|hir|rent|borrow|shar|cycl|hav|own|get|buy|order|book|read|watch"
    r"|adopt|keep|switch to|subscrib|play|plant|grow|fly|travel)(?:e|ing|ting|y)?"
)
_NO_THING = (
    r"(?:it|this|that|them|these|those|one|care|part|place|up|the (?:blame|risk|time|trouble)"
    r"|(?:an? )?(?:job|look|break|child|risk|guess|moment|minute|position|bribe|pay|loan|baby|stand|chance|say))\b"
)
_GOOD = (
    r"(?:be (?:\w+ )?(?:useful|helpful|handy|interesting|attractive|any (?:good|use)|of (?:any )?use|something|a help)"
    r" (?:to|for) you|(?:help|interest|tempt|suit|appeal to|do anything for|be for) you)\b"
)
_USE = re.compile(rf"{_START}{_ASKED}{DEED}\b(?! {_NO_THING}) \w", re.IGNORECASE)
_INTERESTED = re.compile(rf"{_START}(?:are|would) you (?:be )?(?:\w+ly )?interested in an? \w", re.IGNORECASE)
_SERVED = re.compile(rf"{_START}(?:would|could|does|do) (?:an?|such an?|more|better) .{{3,80}}? {_GOOD}", re.IGNORECASE)


@lru_cache(maxsize=5000)
def asks_use(question: str) -> bool:
    """Return whether a question asks somebody if they would use a thing that it names."""
    plain = question.replace("’", "'")
    return any(wording.match(plain) for wording in (_USE, _INTERESTED, _SERVED))
