"""Refereeing without a model: every deed happens, but what only one can take goes to one of those who reach for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.english.words import keys

if TYPE_CHECKING:
    from random import Random

    from troupe_mcp.simulation.worlds.refereeing import Deed, RefereeTask

_TAKES = re.compile(
    r"\b(?:take|grab|reach|pick|snatch|seize|get|claim|pocket|catch|keep|sit|occup(?:y|ie))\w*\b(?P<what>[^.;,]*)",
    re.IGNORECASE,
)
_ASIDE = {"hand", "table", "quick", "slow", "last", "first", "toward", "everybody", "other", "himself", "herself"}


def referee(task: RefereeTask, rng: Random) -> dict[str, Any]:
    """Return an outcome for each deed, in the words of whoever declared it, and who has what from now on."""
    wanted = [(deed, _what(deed)) for deed in task.deeds]
    outcomes: list[dict[str, Any]] = []
    facts = list(task.facts)
    luck = {name: rng.random() for name in sorted({deed.person for deed in task.deeds})}
    for place, (deed, what) in enumerate(wanted):
        rivals = [other for other, (_, theirs) in enumerate(wanted) if what and what & theirs]
        first = min(rivals, key=lambda rival: luck[wanted[rival][0].person], default=place)
        said = deed.content.rstrip(".")
        if first == place:
            outcomes.append({"person": deed.person, "result": f"{deed.person}: {said}.", "seen_by": []})
            if len(rivals) > 1:
                facts.append(f"{deed.person} has what several reached for: {said}.")
            continue
        winner = wanted[first][0].person
        result = f"{deed.person} tries ({said}), but {winner} is quicker."
        outcomes.append({"person": deed.person, "result": result, "seen_by": []})
    touched = len({id(deed) for deed, what in wanted if any(what & other for d, other in wanted if d is not deed)})
    return {
        "thought": f"{touched} of {len(wanted)} deeds reach for the same thing." if touched else "None is in the way.",
        "outcomes": outcomes,
        "facts": facts,
    }


def _what(deed: Deed) -> frozenset[str]:
    """Return the things that somebody reaches for, as word stems; none where they take nothing."""
    return frozenset(key for found in _TAKES.finditer(deed.content) for key in keys(found["what"]) if key not in _ASIDE)
