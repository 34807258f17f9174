"""What somebody says of an offer that no fact of their life names: a whim for it, a doubt about it, in their manner."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.words import normal
from troupe_mcp.models.rehearsal.offers.hooks import telling
from troupe_mcp.models.rehearsal.offers.lures import Lure, brought, leaning_to, lures, welcome

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.offers.options import Option
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_SCEPTIC = re.compile(
    r"suspicious|scept|skept|critical|distrust|picky|slow to|impatient|ironic|mocking|unforgiving|guarded"
)
_JITTER = 1.0


def share(voice: Voice, options: tuple[Option, ...], purpose: str) -> float:
    """Return the lot, 0 to 1, that a person draws on some options for a purpose; their order doesn't matter."""
    return _lot(voice, purpose, sorted(normal(option.text) for option in options))


def phrase_of(voice: Voice, line: str, others: str) -> str:
    """Return the phrase of a line that stays with a person, the same whenever it is asked for."""
    found = telling(line, others)
    return found[int(_lot(voice, "phrase", [normal(line)]) * len(found) * 0.999)] if found else ""


def _lot(voice: Voice, purpose: str, shown: list[str]) -> float:
    text = f"{voice.lot}/{voice.portrait.name}/{purpose}/{shown}"
    return int(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8], 16) / 0xFFFFFFFF


def chatty(voice: Voice) -> bool:
    """Return whether a manner goes on after the point."""
    return any(voice.portrait.manner.has(name) for name in ("exuberant", "rambling", "story"))


def sceptical(voice: Voice, pick: Option) -> bool:
    """Return whether somebody finds fault with what they take: often by character, else seldom."""
    person = voice.portrait
    wary = _SCEPTIC.search(person.traits.lower()) or person.level("agreeableness") < 0
    wary = wary or any(person.manner.has(name) for name in ("dry", "sly", "rude", "hostile"))
    return share(voice, (pick,), "doubt") < (0.5 if wary else 0.12)


def whim(voice: Voice, pick: Option, rest: tuple[Option, ...], trade: str, but: Lure | None = None) -> Lure | None:
    """Return what somebody would take an option for: something that not all the others bring as well."""
    common = [name for name in brought(pick.text, trade) if rest and all(name in brought(o.text, trade) for o in rest)]
    liked = [
        (size + _JITTER * share(voice, (pick,), lure.name), lure.name, lure)
        for lure, size in welcome(voice.portrait, pick.text, trade)
        if lure.name not in common and lure is not but
    ]
    return max(liked, key=lambda entry: entry[:2])[2] if liked else None


def doubt(voice: Voice, text: str, trade: str, *, shy: bool, but: Lure | None = None) -> str:
    """Return what somebody has against an offer, unless they are rather for it; a shy one doubts nothing they like."""
    found: list[tuple[float, str, tuple[str, ...]]] = []
    for name, value in brought(text, trade).items():
        lure = lures()[name]
        said = lure.shun if value > 0 else lure.lack
        size = leaning_to(voice.portrait, lure) * value
        if said and lure is not but and size < (0.35 if shy else 0.8):
            found.append((round(size, 6), name, said))
    return next((text for _, _, said in sorted(found) if (text := voice.least(said))), "")


def drawn(voice: Voice, listed: tuple[str, ...]) -> str:
    """Draw one of some wordings, one that nobody has used before if there is any."""
    return voice.least(listed) or (voice.rng.choice(listed) if listed else "")


def worded(voice: Voice, listed: tuple[str, ...]) -> list[str]:
    """Draw a wording that nobody has used, or none."""
    said = voice.least(listed)
    return [said] if said else []
