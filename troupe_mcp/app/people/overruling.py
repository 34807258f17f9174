"""Where a demography says other ages or another gender than the description beside it, so that one has to yield."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.app.people.demographics import CALLED, demographics
from troupe_mcp.simulation.casting.bands import band_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.app.people.demographics import Demographics
    from troupe_mcp.simulation.casting.demography import Demography

_GROUP = re.compile(r"^(?:an? |the )?(?:group|panel|mix|number|set|sample) of ")
_OTHERS = re.compile(r"[,.;:(]| (?:who|whose|with|for|of|that|to|about|caring|looking)\b")
"""Where a description begins to tell of others, for or with whom the people are something."""


def overruled(description: str, shares: Demography | None) -> tuple[str, ...]:
    """Return what has to be said where a demography holds against the description beside it."""
    if shares is None:
        return ()
    people = _OTHERS.split(_GROUP.sub("", " ".join(description.casefold().split())), maxsplit=1)[0]
    said = demographics(people)
    genders = [each for each in _named(shares, "gender") if CALLED.get(each.casefold(), said.gender) != said.gender]
    low, high = said.youngest or 0, said.oldest or 999
    bands = {each: band_of(each.casefold(), ages=True) for each in _named(shares, "age")}
    ages = [each for each, band in bands.items() if band and (band.high < low or band.low > high)]
    apart = (("gender", said.gender, genders if said.gender else []), ("age", _ages(said), ages))
    return tuple(
        f"The description says {what} {wanted}, the demography {', '.join(others)}: the demography was followed, and "
        "the rest of the description. Change either where that is not meant."
        for what, wanted, others in apart
        if others
    )


def _ages(said: Demographics) -> str:
    if said.youngest is None:
        return f"up to {said.oldest}"
    return f"{said.youngest} or more" if said.oldest is None else f"{said.youngest} to {said.oldest}"


def _named(shares: Demography, dimension: str) -> Sequence[str]:
    """Return the categories of a dimension that have a share."""
    places = [(each, each.dimensions.index(dimension)) for each in shares.tables if dimension in each.dimensions]
    return list(dict.fromkeys(cell[at] for each, at in places for cell, share in each.shares.items() if share))
