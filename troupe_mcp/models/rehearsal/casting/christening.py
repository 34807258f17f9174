"""Names by chance for people of whom none is known: fitting where they come from, as far as that is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.casting.called import ANYWHERE
from troupe_mcp.models.rehearsal.casting.drawing import named
from troupe_mcp.models.rehearsal.casting.sketch import region_of
from troupe_mcp.models.rehearsal.english.genders import gender_named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

_PLACES = ("nationality", "residence", "country", "city", "town", "region", "languages")


def christened(spec: Mapping[str, Any], rng: Random) -> str:
    """Return a full name."""
    regions = (region_of(_capital(spec.get(key))) for key in _PLACES)
    region = next((region for region in regions if region), "") or rng.choice(ANYWHERE)
    return named(region, gender_in(spec) or rng.choice(("female", "male")), (), rng)


def gender_in(spec: Mapping[str, Any]) -> str:
    """Return the gender that a document gives, as names know it."""
    return gender_named(str(spec.get("gender") or spec.get("sex") or ""))


def _capital(value: Any) -> str:
    """Return a text as places are written."""
    return value.title() if isinstance(value, str) and value.islower() else str(value or "")
