"""The reason that an utterance gives for a choice: what stands beside it, no closing word about oneself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.english.sentences import bare, sentences
from troupe_mcp.models.rehearsal.english.words import keys, plain_words, shared
from troupe_mcp.models.rehearsal.matters.consents import consent_of, finds_dear, says
from troupe_mcp.models.rehearsal.person.needs import leanings
from troupe_mcp.models.rehearsal.readings.chosen import GAP, TOSSED, names_any, option_chosen, without_names
from troupe_mcp.models.rehearsal.voice.wordings import closing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.offers.options import Option

Reasons = list[tuple[Any, str]]
_BECAUSE = re.compile(r"\b(?:because|since|as it|so that(?!'s))\b\s*(.+)", re.IGNORECASE)
_SO = re.compile(
    r",? so (?:then |yeah,? |yes,? |i'd (?:say|take|go (?:for|with)) |for me,? |it'?s |not )*(?=⟦⟧).*$", re.IGNORECASE
)
_TAKING = re.compile(
    r"\b(?:i(?:'d| would|'ll)?|my|for me|me|think|suppose|guess|would|choose|pick|take|prefer|vote|choice"
    r"|favou?rite|goes?|to|with"
    r"|say|is|it's|then|maybe|perhaps|probably|definitely|clearly|of course|no contest|easy|please|oh|well|so|the|one"
    r"|that|if any|if (?:i must|i have to|i may|you must know)|what else|any|on the whole|in that case"
    r"|just about|surely"
    r"|better|best|wins?|works?|more|most|like|likes?|slogan|ad|option|product|name|version|must|all right|that's)\b",
    re.IGNORECASE,
)
"""What only takes an option, and gives no reason."""
_NO_WHY = re.compile(
    r"\bno (?:\w+ )?(?:reason|argument|story)\b|\b(?:don't|do not) (?:ask me|make me explain)"
    r"|\bjust a feeling\b|\bpure gut\b"
    r"|\b(?:couldn't|could not|can't|cannot) (?:say|tell|give|put|name|explain)\b|\bidk\b|\bwhy,? why\b"
    r"|\bwho knows why\b"
    r"|\bmust there be a reason\b|\bdon't know why\b|\bno idea why\b",
    re.IGNORECASE,
)
_PADDING = re.compile(
    r"^\W*(?:i'm fairly sure|that's really all|that settles it|next question|anything wrong|good enough"
    r"|and you\b|i went back"
    r"|what did you think|i'll tell you why|what else|still\b\W*$|fine\b\W*$|so which)",
    re.IGNORECASE,
)
_TASTE = re.compile(
    r"^\W*(?:and |but |i do |you should know that )?(?:i(?:'m| am)? (?:do |really |also |quite |rather )*"
    r"(?:like|love|adore|enjoy|(?:very )?fond of|into|have a (?:liking|weakness) for|live for|hate|dislike)"
    r"|my favou?rite)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"^\W*(?:and |but )?(?:it|that|this|these|they|those)\b|\b(?:I'd|I would|I wouldn't|you'd|you)\b", re.IGNORECASE
)
"""What speaks of the thing chosen, or of oneself with it."""
_SCORED = re.compile(r"^\W*(?:(?:i'd say|i say|maybe|yes|no|nope|yep)\b|\d|[$€£])", re.IGNORECASE)


def reasons(text: str, options: tuple[Option, ...]) -> Reasons:
    """Return the reason for a choice: after `because`, else what stands beside the choice; often nothing."""
    chosen = option_chosen(text, options)
    if options and chosen is None:
        return []
    said = sentences(text)
    parts = [part for part in said[: closing(said)] if not TOSSED.search(part)]
    for part in parts:
        if match := _BECAUSE.search(part):
            return [(bare(match.group(1)), part)]
    if chosen is not None:
        return _beside(parts, chosen[1], chosen[0], options)
    if options or not _SCORED.match(text):
        return []
    return _first([part for part in parts[1:] if _tells(part)])


def reasons_to_take(text: str) -> Reasons:
    """Return why somebody takes or refuses what is offered: after `because`, else beside the yes or no, or in it."""
    stand = consent_of(text)
    if stand is None:
        return []
    parts = sentences(text)
    parts = parts[: closing(parts)]
    for part in parts:
        if match := _BECAUSE.search(part):
            return [(bare(match.group(1)), part)]
    at = parts.index(stand.quote) if stand.quote in parts else 0
    own = _YES_NO.sub("", bare(stand.quote))
    after = [part for part in parts[at + 1 : at + 2] if _tells(part) and not _TASTE.match(part)]
    if finds_dear(own) or (not after and any(says(kind, own) for kind in ("cheap", "for", "against"))):
        return [(own, stand.quote)]
    return _first(after)


_YES_NO = re.compile(r"^(?:(?:oh|well|yes|no|nope|yeah|nah|never)\b[\s,.…!]*)+", re.IGNORECASE)


def _beside(parts: Sequence[str], choosing: str, chosen: Option, options: tuple[Option, ...]) -> Reasons:
    """Return the reason in the sentence of the choice, else the one after it, else the one before it."""
    at = next((place for place, part in enumerate(parts) if part == choosing or part in choosing), -1)
    if at < 0:
        return _first([part for part in parts if part not in choosing and _tells(part)])
    if any(_NO_WHY.search(part) for part in parts[at : at + 2]):
        return []
    if own := _within(choosing, options):
        return own
    rivals = tuple(option for option in options if option is not chosen)
    telling = [
        part
        for part in (*parts[at + 1 : at + 3], *parts[max(0, at - 2) : at][::-1])
        if _tells(part) and not names_any(part, rivals)
    ]
    fitting = [part for part in telling if not _TASTE.match(part) or _speaks_of(part, chosen)]
    return _first([part for part in fitting if _POINTS.search(part)][:1] if _apart(fitting, chosen) else fitting)


def _apart(fitting: Sequence[str], chosen: Option) -> bool:
    """Return whether the nearest sentence only tells of oneself, where another speaks of the thing."""
    nearest = next(iter(fitting), "")
    return not (_POINTS.search(nearest) or _speaks_of(nearest, chosen)) and any(map(_POINTS.search, fitting))


def _within(choosing: str, options: tuple[Option, ...]) -> Reasons:
    """Return what a choosing sentence says beyond the choice: what comes before `so`, or is said of the option."""
    gapped = without_names(choosing, options)
    led = _SO.sub("", gapped)
    if led != gapped and "⟦⟧" not in led and keys(led):
        return [(bare(choosing[: len(led)]), choosing)] if choosing.startswith(led) else [(bare(led), choosing)]
    if _NO_WHY.search(choosing):
        return []
    head, _, after = choosing.partition("… ")
    if names_any(head, options) and keys(after) and not names_any(after, options):
        return [(_whole(after), choosing)]
    rest = _TAKING.sub(" ", gapped.replace("⟦⟧", " "))
    if len(keys(rest)) < _SAYS and '"' not in gapped:
        return []
    return [(_whole(choosing), choosing)]


_SAYS = 2
"""Telling words beside the choice that make a reason of its sentence."""


def _whole(sentence: str) -> str:
    """Return a sentence as data, with both of its quotation marks or none."""
    text = bare(sentence)
    return text if text.count('"') % 2 == 0 else sentence.strip().rstrip(" .;,:!?…")


def _tells(part: str) -> bool:
    known = GAP.search(part) or _NO_WHY.search(part) or _PADDING.match(part)
    return not known and not part.endswith("?") and len(plain_words(part)) > 1 and bool(keys(part))


def _speaks_of(part: str, option: Option) -> bool:
    """Return whether a sentence and an option meet: in a telling word, or in the very thing that is offered."""
    held = tuple(leaning.need for leaning in leanings(part, offer=False, fine=True))
    given = tuple(leaning.need for leaning in leanings(option.text, offer=True, fine=True))
    return bool(shared(keys(part), option.keys) or shared(held, given))


def _first(parts: Sequence[str]) -> Reasons:
    return [(_whole(parts[0]), parts[0])] if parts else []
