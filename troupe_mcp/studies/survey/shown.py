"""How a question is shown to one person: in which order, by the seed alone, so that nothing of it need be kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from string import ascii_uppercase
from typing import TYPE_CHECKING

from troupe_mcp.simulation.people.persona import slug
from troupe_mcp.studies.statistics.maxdiff import balanced_sets

if TYPE_CHECKING:
    from troupe_mcp.studies.questionnaire import Option, Question

SET = 4
"""Options of a set of MaxDiff, at most."""
TIMES = 3
"""How often each option of a MaxDiff comes up, at least."""
_LAST = re.compile(
    r"(?:none(?: of .*)?|neither(?: of .*)?|nothing(?: of .*)?|other|others|something else|(?:i )?don['’]?t know|"
    r"not sure|no opinion|prefer not to .*|(?:it )?depends)\W*",
    re.IGNORECASE,
)
"""What stands last in whatever order the others are shown, as in any questionnaire."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The options in the order in which one person sees them, or MaxDiff's sets; a scale may be listed from its top."""

    options: tuple[Option, ...] = ()
    sets: tuple[tuple[Option, ...], ...] = ()
    reversed: bool = False

    def lettered(self) -> dict[str, Option]:
        """Return the options by the letters they have."""
        return dict(zip(ascii_uppercase, self.options, strict=False))


def shown_to(question: Question, person: str, repeat: int, seed: int) -> Shown:
    """Return how a question is shown to a person. Scales and prices keep their order, or are turned round."""
    rng = Random(f"{seed}/shown/{question.id}/{slug(person)}/{repeat}")
    if question.kind == "maxdiff":
        named = {option.id: option for option in question.options}
        sets = balanced_sets([*named], size=min(SET, len(named) - 1), times=TIMES, rng=rng)
        return Shown(sets=tuple(tuple(named[name] for name in each) for each in sets))
    if question.kind in ("rating", "price"):
        turned = rng.random() < 0.5
        return Shown(question.options[::-1] if turned else question.options, reversed=turned)
    first = [option for option in question.options if is_shuffled(option)]
    last = [option for option in question.options if not is_shuffled(option)]
    rng.shuffle(first)
    return Shown((*first, *last))


def is_shuffled(option: Option) -> bool:
    """Whether an option takes part in shuffling, and doesn't always stand last as “None of these” does."""
    return _LAST.fullmatch(option.text) is None
