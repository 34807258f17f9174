"""Patterns of words that a caller may look for: a part of regular expressions whose matching never runs away."""

from __future__ import annotations

import re
from functools import lru_cache

from troupe_mcp.errors import RequestError

LONGEST = 200
REACH = 80
"""Characters that `*`, `+` and `{n,}` go on for at most."""
MOST_WAYS = 20_000
"""Ways in which one place of a text may be tried: the product of all repetitions and of all alternatives in groups."""
ALLOWED = "words, |, (…), [..], ., ?, *, +, {m,n}, ^, $, \\b \\w \\d \\s"
_TOKEN = re.compile(
    r"(?P<look>\(\?(?!:))|(?P<open>\((?:\?:)?)|(?P<close>\))|(?P<back>\\[1-9])|(?P<atom>\\.|\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|(?P<times>(?:[*+?]|\{\d*(?:,\d*)?\})[?+]?)|(?P<either>\|)|(?P<plain>.)",
    re.DOTALL,
)


@lru_cache(maxsize=256)
def pattern_of(text: str) -> re.Pattern[str]:
    """Return the pattern, blind to case. Raises RequestError where it is none, or could take too long."""
    if len(text) > LONGEST:
        raise _refused(text, f"has {len(text)} characters, and at most {LONGEST} are possible")
    bounded = _bounded(text)
    try:
        return re.compile(bounded, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as fault:
        raise _refused(text, f"is no regular expression ({fault})") from fault


def _bounded(text: str) -> str:
    """Return the pattern with every repetition bounded. Raises RequestError where there are too many ways to try it."""
    written: list[str] = []
    ways, depth, last = 1, 0, ""
    alternatives = [1]
    for token in _TOKEN.finditer(text):
        kind, part = str(token.lastgroup), token.group()
        if kind in {"look", "back"}:
            raise _refused(text, f"holds {part}: neither lookarounds, flags nor references back are possible")
        if kind == "open":
            depth += 1
            alternatives.append(1)
        elif kind == "close" and depth:
            depth -= 1
            ways *= alternatives.pop()
        elif kind == "either":
            alternatives[-1] += 1
        elif kind == "times":
            least, most = _times(part)
            if last == "close" and most > 1:
                raise _refused(text, f"repeats a group with {part}: only single characters and [..] can be repeated")
            ways *= most - least + 1
            part = f"{{{least},{most}}}{'?' if part[-1] == '?' and len(part) > 1 else ''}"
        if ways > MOST_WAYS:
            raise _refused(text, "could be tried in too many ways: use fewer of *, +, {m,n} and (a|b)")
        written.append(part)
        last = kind
    return "".join(written)


def _times(part: str) -> tuple[int, int]:
    sign = part[0]
    if sign != "{":
        return {"*": (0, REACH), "+": (1, REACH), "?": (0, 1)}[sign]
    least, comma, most = part[1 : part.index("}")].partition(",")
    first = int(least or 0)
    return first, max(first, int(most) if most else REACH if comma else first)


def _refused(text: str, why: str) -> RequestError:
    shown = text if len(text) <= 80 else f"{text[:79]}…"
    return RequestError(f"matches={shown!r} {why}. Possible are {ALLOWED}; case never matters. E.g. 'too (dear|much)'.")
