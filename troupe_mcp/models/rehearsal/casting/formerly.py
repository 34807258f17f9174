"""What somebody was: "a former seamstress", "an ex-soldier turned baker", "used to be a teacher"."""

from __future__ import annotations

import re

from troupe_mcp.models.rehearsal.person.livelihood import PERSONS, trade_of

_END = (
    r"(?=[,;.:()]|\s+(?:who|whose|from|in|at|near|with|on|for|turned|now|and|but|called|named|aged|living|working)\b|$)"
)
_WAS = r"(?P<was>(?:[a-z][\w'/-]*|[A-Z]{2,5}\b)(?: (?:[a-z][\w'/-]*|[A-Z]{2,5}\b)){0,3}?)"
_FORMER = re.compile(rf"\b(?:former|one-time|onetime|erstwhile|ex)[ -]{_WAS}{_END}", re.IGNORECASE)
_USED = re.compile(rf"(?:\bwho )?\b(?:used to|once) (?:be|work as|worked as) (?:an? )?{_WAS}{_END}")
_ONCE = re.compile(rf"\bwho (?:was|had been) (?:once )?an? {_WAS}{_END}")
_TURNED = re.compile(rf"\b{_WAS}[ -]turned[ -](?:an? )?")
_EMERITUS = re.compile(r"\b(?:emeritus|emerita) (?=[a-z])|(?<=[a-z]) (?:emeritus|emerita)\b", re.IGNORECASE)
_RETIRED = re.compile(r"(?P<trade>[a-z]) \((?:now )?retired\)|(?P<again>[a-z]), (?:now|long|recently) retired\b")
_OF_OTHERS = re.compile(
    r"\b(?:of|with|from|to|by|his|her|their|own) (?:an? |the )?(?:\w+ )?$|\bwho (?!is\b)[^,;.]*$", re.IGNORECASE
)
_NO_WORK = (
    *PERSONS, "wife", "husband", "partner", "boyfriend", "girlfriend", "smoker", "colleague", "member", "student",
    "army", "navy", "police", "military", "pupil", "addict", "champion", "drinker", "prisoner", "convict", "flatmate",
    "employee",
)  # fmt: skip


def formerly_in(text: str) -> tuple[str, str]:
    """Return a description without the trade that somebody has no more, and that trade; mostly there is none."""
    plain = _RETIRED.sub(lambda found: f"{found['trade'] or found['again']}, retired,", _EMERITUS.sub("retired ", text))
    plain = re.sub(r"\bretired\s+(?=[,;.]|$)", "retired", plain)
    for pattern in (_TURNED, _FORMER, _USED, _ONCE):
        match = pattern.search(plain)
        if not match or (pattern is _FORMER and _OF_OTHERS.search(plain[: match.start()])):
            continue
        was = _FORMER.sub(lambda found: found["was"], match["was"].strip())
        was = re.sub(r"^(?:an?|the) ", "", re.sub(r"^.*\b(?:an?|the) (?=\w)", "", was))
        if was.split()[-1].lower() not in _NO_WORK and trade_of(f"a {was}", ())[0]:
            rest = re.sub(r",(?:\s*,)+", ",", f"{plain[: match.start()]}{plain[match.end() :]}")
            return re.sub(
                r"^(?:an? (?=[,;.]|who\b|in\b|from\b|now\b))?[\s,;]*", "", re.sub(r"\s+(?=[,;.]|$)|(?<= ) +", "", rest)
            ), was
    return plain, ""
