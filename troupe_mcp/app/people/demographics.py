"""Age and gender as a search names them, "women over 50": a person's file holds them as values, not in such words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

YOUNG, OLD = 30, 65
"""Up to which age people are called young, and from which one old."""
_ENDS = r"(?=\s*(?:$|[,.;:)]|years?\b|year-olds?\b|and\b|or\b|who\b|with\b|in\b|from\b|of\b|on\b|living\b|working\b))"
_FROM = re.compile(
    rf"\b(?:over|above|older than|past|at least|from) (\d\d){_ENDS}|\b(\d\d)(?:\+| (?:and|or) (?:over|older|up))"
)
_TO = re.compile(rf"\b(?:under|below|younger than|up to|at most) (\d\d){_ENDS}|\b(\d\d) (?:and|or) (?:under|younger)\b")
_BETWEEN = re.compile(rf"\b(?:aged? |between |from )?(\d\d) ?(?:-|–|to|and) ?(\d\d){_ENDS}")
_AGED = re.compile(r"\baged? (\d\d)\b|\b(\d\d)[- ]years?[- ]old\b")
_DECADE = re.compile(r"\b(?:(?:in|into) )?(?:their|her|his) (\d)0'?s\b|\b(\d)0-?somethings?\b")
_PEOPLE = r"(?:people|persons?|adults?|folks?|women|woman|men|man|ladies|guys|males?|females?)"
_YOUNG = re.compile(rf"\byoung(?:er)?(?= {_PEOPLE}\b)")
_OLD = re.compile(rf"\b(?:old|older|elderly)(?= {_PEOPLE}\b)|\bthe elderly\b|\bseniors\b")
_TEENS = re.compile(r"\bteens\b|\bteenagers?\b")
_GENDERS = {
    "female": re.compile(r"(?<![\w-])(?:women|woman|females?|lady|ladies)(?![\w-])"),
    "male": re.compile(r"(?<![\w-])(?:men|man|males?|gentlemen|guys)(?![\w-])"),
}
CALLED = {"female": "female", "woman": "female", "f": "female", "male": "male", "man": "male", "m": "male"}
_ANYBODY = re.compile(
    rf"(?<![\w-]){_PEOPLE}(?![\w-])|\b(?:somebody|someone|anybody|anyone)\b|\b(?:years?[- ])?olds?\b|\bages?d?\b"
)


_AGES: tuple[tuple[re.Pattern[str], Callable[[Sequence[int]], tuple[int | None, int | None]]], ...] = (
    (_BETWEEN, lambda found: (min(found), max(found))),
    (_FROM, lambda found: (found[0], None)),
    (_TO, lambda found: (None, found[0])),
    (_AGED, lambda found: (found[0], found[0])),
    (_DECADE, lambda found: (10 * found[0], 10 * found[0] + 9)),
    (_TEENS, lambda _: (13, 19)),
    (_YOUNG, lambda _: (None, YOUNG)),
    (_OLD, lambda _: (OLD, None)),
)
"""What is asked of an age, the plainest first, with the youngest and oldest that it means."""


class Demographics(NamedTuple):
    """What a search asks of age and gender, and the words that are left of it."""

    youngest: int | None
    oldest: int | None
    gender: str
    rest: str

    def asks(self) -> bool:
        """Whether anything is asked of age or gender."""
        return self.youngest is not None or self.oldest is not None or bool(self.gender)

    def fit(self, spec: Mapping[str, Any], *, untold: bool = False) -> bool:
        """Whether somebody is so; what their file does not tell counts as `untold` says."""
        gender = CALLED.get(str(spec.get("gender", "")).casefold())
        if self.gender and (gender != self.gender if gender else not untold):
            return False
        if self.youngest is None and self.oldest is None:
            return True
        age = re.search(r"\d+", str(spec.get("age", "")))
        return (self.youngest or 0) <= int(age[0]) <= (self.oldest or 999) if age else untold


def demographics(query: str) -> Demographics:
    """Return what a search asks of age and gender; one that names both genders asks for neither."""
    rest = query.casefold()
    youngest, oldest = None, None
    for pattern, ages in _AGES:
        if found := pattern.search(rest):
            youngest, oldest = ages([int(group) for group in found.groups() if group])
            rest = f"{rest[: found.start()]} {rest[found.end() :]}"
            break
    named = [gender for gender, pattern in _GENDERS.items() if pattern.search(rest)]
    gender = named[0] if len(named) == 1 else ""
    return Demographics(youngest, oldest, gender, _ANYBODY.sub(" ", rest))
