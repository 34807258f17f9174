"""What somebody kept to themselves among others, told in private: out of their file, true to what they said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.calling import named
from troupe_mcp.models.rehearsal.asked.usage import asks_use
from troupe_mcp.models.rehearsal.company.company import stance
from troupe_mcp.models.rehearsal.company.exchanges import is_empty
from troupe_mcp.models.rehearsal.english.words import keys, light, normal, shared
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.models.rehearsal.life.selves import PRIVATE
from troupe_mcp.models.rehearsal.matters.consents import consent_of
from troupe_mcp.models.rehearsal.matters.grounds import nearness
from troupe_mcp.models.rehearsal.matters.plans import plan_in, side_in
from troupe_mcp.models.rehearsal.matters.siding import side_taken
from troupe_mcp.models.rehearsal.matters.stakes import staked
from troupe_mcp.models.rehearsal.offers.offering import offering_in
from troupe_mcp.models.rehearsal.polls.estimates import whim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice
    from troupe_mcp.simulation.turns.perception import Perceived

_KEPT = re.compile(
    r"\b(?:did(?:n['’]t| not)|do(?:n['’]t| not)|could(?:n['’]t| not)|would(?:n['’]t| not)|dared? not|never|not)"
    r"(?: \w+){0,3}? (?:say|said|tell|told|mention|mentioned|admit|bring up|speak|share|shared)\b"
    r"|\b(?:keep|kept|keeping) (?:\w+ ){0,2}?(?:to yourself|quiet|back|secret)\b"
    r"|\b(?:hold|held|holding) (?:\w+ ){0,2}?back\b"
    r"|\b(?:left|leave|leaving|went) (?:\w+ ){0,2}?(?:unsaid|out)\b|\b(?:un(?:said|spoken))\b"
    r"|\bin front of (?:the )?(?:others|everybody|everyone|them|people)\b|\bbetween (?:you and me|us|the two of us)\b",
    re.IGNORECASE,
)
_REALLY = re.compile(
    r"\b(?:really|actually|honestly|truly|secretly|privately|deep down|honest(?:ly)?|true|real|frank(?:ly)?)\b"
    r".*\b(?:think|thought|feel|felt|believe|opinion|view|mean|meant|stand|want)\b"
    r"|\b(?:think|feel|believe|mean)\b.*\b(?:really|honestly|truly|in truth|deep down|secretly|privately)\b"
    r"|\bdid you mean what you said\b",
    re.IGNORECASE,
)
_MANNER = (
    "room", "group", "meeting", "other", "others", "everybody", "front", "back", "say", "said", "tell", "told",
    "mention", "keep", "kept", "hold", "held", "quiet", "secret", "real", "true", "honest", "frank", "opinion", "view",
    "deep", "private", "talk", "round", "discussion", "earlier", "speak", "leave", "left", "anything", "something",
)  # fmt: skip
"""The words of such a question that name no matter."""
_SHARP = ("belief", "dislike", "trouble")
"""What one keeps back rather than an ordinary habit."""
_WEIGHT, _ENOUGH = 2, 5
"""What a sharp or a private fact counts beside its nearness, and from where on it is worth keeping back."""
_PUT = 3
"""What was last put to a room from outside, of which it speaks."""


def candid(voice: Voice, moment: Moment) -> list[str]:
    """Return what somebody held back among others; nothing where nobody else was there, or another thing is asked."""
    asked = moment.asked
    if not moment.task.private or moment.by_person or not moment.heard or not moment.questions or not _is_candid(asked):
        return []
    here = list(dict.fromkeys(line.source for line in moment.heard))
    people = [name for name in named(asked, (moment.task.person, *here)) if name != moment.task.person]
    subject = _subject(moment)
    if not people and not _is_of_the_room(asked, subject, (moment.task.person, *here)):
        return []
    voice.shaped = True
    voice.draw_alone()
    room = [line for line in reversed(moment.heard) if not is_empty(line.content)]
    if people:
        lines = [line for line in room if line.source in people]
        return _of_somebody(voice, lines) or [voice.fill("candid.fine", name=voice.called(people[0]))]
    return (
        _held(voice, subject) or _of_somebody(voice, room) or _side(voice, moment, subject) or _all_said(voice, moment)
    )


def _is_candid(asked: str) -> bool:
    return _KEPT.search(asked) is not None or _REALLY.search(asked) is not None


def _is_of_the_room(asked: str, subject: str, here: Sequence[str]) -> bool:
    """Return whether a question names no matter but that of the room."""
    ways = {key for word in (*_MANNER, *" ".join(here).lower().split()) for key in keys(word)}
    wanted = tuple(key for key in keys(asked) if key not in light() and key not in ways)
    return not wanted or bool(shared(wanted, keys(subject)))


def _subject(moment: Moment) -> str:
    """Return what the room was asked when the others spoke, or what it was shown and told where that names nothing."""
    seen = moment.task.perceived
    before = seen[: seen.index(moment.heard[-1])]
    put = [p for p in before if not p.own and p.kind in _OUTSIDE and p.content.strip()]
    asked = next((p.content for p in reversed(put) if p.kind == "say"), "")
    if any(key not in light() for key in keys(asked)):
        return asked
    scene = (moment.task.situation, *(p.content for p in put[-_PUT:]))
    return "\n".join(dict.fromkeys(text for text in scene if text))


_OUTSIDE = ("say", "show", "situation", "document")


def _held(voice: Voice, subject: str) -> list[str]:
    """Return an own fact that the subject touches and that was not told, the weightiest first."""
    facts = dict.fromkeys((*staked(voice.portrait, subject), *voice.portrait.facts))
    fresh = voice.fresh([fact for fact in facts if not fact.thing and nearness(fact.said, subject)])
    ranked = sorted(
        ((_weight(fact, subject), -place, fact) for place, fact in enumerate(fresh)), reverse=True, key=_first
    )
    if not ranked or ranked[0][0] < _ENOUGH:
        return []
    return [voice.fill("candid.kept", fact=voice.tell(ranked[0][2]))]


def _weight(fact: Fact, subject: str) -> int:
    kept = fact.kind in _SHARP or PRIVATE.search(fact.said) is not None
    return nearness(fact.said, subject) + _WEIGHT * kept


def _first(entry: tuple[int, int, Fact]) -> tuple[int, int]:
    return entry[:2]


def _of_somebody(voice: Voice, lines: Sequence[Perceived]) -> list[str]:
    """Return what an own belief has to say to the words of others, which it did not say to their faces."""
    for line in lines:
        sign, belief = stance(voice, line.content)
        if belief is not None:
            family = "candid.with" if sign > 0 else "candid.against"
            return [voice.fill(family, name=voice.called(line.source), fact=voice.tell(belief))]
    return []


def _side(voice: Voice, moment: Moment, subject: str) -> list[str]:
    """Return the own side, as it was taken aloud if it was, with what speaks for it; nothing once it is told."""
    plan = plan_in(subject)
    seen = moment.task.perceived
    among = [p.content for p in seen[: seen.index(moment.heard[-1])] if p.own and p.kind == "TALK"]
    taken = next((side for line in reversed(among) if (side := _aloud(line))), "")
    side = taken or side_taken(voice.portrait, subject, "")
    if side == "half" or any(_tells_side(line) for line in moment.own):
        return []
    if plan is not None:
        why = voice.least(plan.plus if side == "yes" else plan.minus, own=True)
    else:
        why = whim(voice, 1 if side == "yes" else -1, subject) if offering_in(subject) or asks_use(subject) else ""
    return [voice.fill(f"candid.{side}", x=why.rstrip("."))] if why else []


def _aloud(line: str) -> str:
    """Return the side that a line took among others; nothing where it took none."""
    consent = consent_of(line)
    sign = consent.sign if consent is not None else {"plus": 1, "minus": -1}.get(side_in(line), 0)
    return "yes" if sign > 0 else "no" if sign < 0 else ""


def _tells_side(line: str) -> bool:
    said = f"{normal(line)} "
    listed = [
        frame for name, known in frames().items() if name.startswith(("candid.yes", "candid.no")) for frame in known
    ]
    return any(said.startswith(f"{stub} ") for stub in (normal(re.split(r"\{", frame)[0]) for frame in listed) if stub)


def _all_said(voice: Voice, moment: Moment) -> list[str]:
    """Return that all was said; to who asks once more that there is nothing else."""
    after = moment.task.perceived[moment.task.perceived.index(moment.heard[-1]) :]
    before = [p for p in after if p is not moment.cue and not p.own and _is_candid(p.content)]
    return [voice.frame("nomore" if before else "candid.done")]
