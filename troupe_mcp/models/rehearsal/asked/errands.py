"""What somebody is asked to tell another here, word for word: "Eva, tell him that his radio can't be mended"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.calling import named
from troupe_mcp.models.rehearsal.english.words import capital

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment

_TELL = re.compile(
    r"\btell (?P<whom>him|her|them|the others|everybody|everyone|(?:[\w'’.-]+ ){0,3}?[\w'’-]+)"
    r"(?:,? (?:gently|kindly|plainly|please|politely|frankly|again))? that (?P<what>[^.!?\n]{3,300})"
)
_ONE = ("him", "her")
_ALL = ("them", "the others", "everybody", "everyone")
_TURNED = (
    (r"\b(?:he|she) (?:is|['’]s)(?=\s)", "you are"), (r"\b(?:he|she) has\b", "you have"),
    (r"\b(?:he|she) was\b", "you were"),
    (r"\b(?:he|she) does\b", "you do"), (r"\b(?:he|she)(?= (?:can|could|will|would|may|must|should|had|did)\b)", "you"),
    (r"\b(?:his|her)(?= \w)", "your"),
)  # fmt: skip
"""How what is said of somebody is said to them; what none of these turns round is left as it is."""


def errand(moment: Moment) -> tuple[str, str]:
    """Return what somebody tells as they are asked to, and whom, nobody for all; nothing where nobody asks that."""
    found = _TELL.search(moment.text) if moment.addressed and moment.task.here else None
    if found is None or (to := _to(found["whom"], moment)) is None:
        return "", ""
    what = found["what"].strip()
    for pattern, word in _TURNED if to else ():
        what = re.sub(pattern, word, what)
    told = f"{capital(what)}."
    return ("", "") if told in moment.own or re.search(r"\b(?:I|he|she)\b", told) else (told, to)


def _to(whom: str, moment: Moment) -> str | None:
    """Return who is meant, nobody for all; None where that is none of those here."""
    if whom.lower() in _ALL:
        return ""
    here = moment.task.here
    if whom.lower() in _ONE:
        return here[0] if len(here) == 1 else None
    return next((name for name in named(whom, moment.task.together) if name in here), None)
