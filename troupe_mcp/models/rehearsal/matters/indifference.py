"""Having next to nothing to say for or against an offer: what is said then hangs on what it is and on the own file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.matters.angles import angles_of, facts_for

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.matters.angles import Angle
    from troupe_mcp.models.rehearsal.voice.voice import Voice


def left_even(voice: Voice, offer: str) -> str:
    """Return what those say whom an offer leaves even; nothing where nothing is known of its kind."""
    return next((said for angle in _nearest(voice, offer) if (said := voice.least(angle.even))), "")


def left_cold(voice: Voice, offer: str) -> str:
    """Return what those say who don't want an offer, though nothing in their life speaks against it."""
    said = (voice.least(angle.points.get("minus", ())) for angle in _nearest(voice, offer))
    return next(filter(None, said), "")


def _nearest(voice: Voice, offer: str) -> list[Angle]:
    """Return the angles of an offer by lot, those first in which the own life has something to say."""
    angles = [angle for angle in angles_of(offer) if "offer" in angle.of]
    drawn = voice.rng.sample(angles, len(angles))
    lived = [any(facts_for(voice.portrait, angle, side) for side in angle.held) for angle in drawn]
    narrow = [angle.asked.pattern != "." for angle in drawn]
    ranked = sorted(
        zip(lived, narrow, range(len(drawn)), strict=True), key=lambda each: (not each[0], not each[1], each[2])
    )
    return [drawn[place] for _, _, place in ranked]
