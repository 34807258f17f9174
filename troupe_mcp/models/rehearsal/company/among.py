"""An answer to the whole room: one point, fitted to what the others have just said; sparing with gaps and silence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.calling import addressed
from troupe_mcp.models.rehearsal.asked.intents import asks_about_ideas, asks_ideas, asks_opinion, fields_of
from troupe_mcp.models.rehearsal.asked.moment import last_from_outside, questions_of
from troupe_mcp.models.rehearsal.asked.wants import (
    is_complaint,
    is_of_a_price,
    is_of_what_is_dear,
    matter_of,
    names_a_thing,
)
from troupe_mcp.models.rehearsal.company.exchanges import invites, is_empty, remark, reply
from troupe_mcp.models.rehearsal.company.passing import without_own
from troupe_mcp.models.rehearsal.english.words import keys, lowered
from troupe_mcp.models.rehearsal.lexicon import criteria
from troupe_mcp.models.rehearsal.life.situations import asked_in, belongs
from troupe_mcp.models.rehearsal.matters.grounds import LIVED, grounds_of, nearness, same_matter
from troupe_mcp.models.rehearsal.matters.outlook import brought_by_a_plan, held_on, is_same
from troupe_mcp.models.rehearsal.matters.plans import plan_in, side_in
from troupe_mcp.models.rehearsal.matters.sides import since_asked, turned
from troupe_mcp.models.rehearsal.voice.gaps import measure_in

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice

_DECISIVE = ("yes", "no", "deal.yes", "deal.no", "deal.dear", "deal.none")
_NEAR = 3  # the same word
_ALONE, _LISTED = 0.4, 0.2
"""How often a fact stands alone although somebody spoke of the same, and how often it is tied by an "And"."""
_BROUGHT = 0.75
"""How often a plan's consequence is named rather than what one would want to know first."""


def among(voice: Voice, moment: Moment, parts: list[str], *, silent: bool = True) -> list[str]:
    """Fit an answer to a question from outside into a room of several; without `silent` everybody says something."""
    gap = all(map(is_empty, parts))
    if parts and (asks_about_ideas(moment.asked) or (asks_ideas(moment.asked) and not gap)):
        return parts
    if brought := _of_the_matter(voice, moment):
        return [brought]
    parts = _unmeasured(voice, moment, parts)
    if not parts or is_of_what_is_dear(moment.asked) or _is_gap(voice, moment, parts):
        voice.told.clear()
        gap = [part for part in parts if is_empty(part)][:1]
        return without_own(voice, moment, gap) or ([] if silent else gap or [voice.frame("gap")])
    parts = _one_point(voice, moment, parts)
    if (same := _told_before(voice, moment)) is not None:
        return same
    tied = turned(voice, moment, parts)
    if tied is not parts:
        return tied
    if (owed := _owed(voice, moment)) and len(" ".join(parts).split()) < 20:
        return [*parts, owed]
    return _beside(voice, moment, parts)


def _of_the_matter(voice: Voice, moment: Moment) -> str:
    """Return what may be said of a matter of its own, where what was told of the own life only brushes it."""
    matter = matter_of(moment)
    plan = plan_in(matter)
    if plan is None or not plan.first or any(same_matter(fact.said, matter) for fact in voice.told):
        return ""
    brought = brought_by_a_plan(voice, moment)
    if brought:
        voice.told.clear()
    return brought


def _one_point(voice: Voice, moment: Moment, parts: list[str]) -> list[str]:
    """Keep the first thing told, two where the manner is wordy: the others want to speak as well."""
    manner = voice.portrait.manner
    most = 2 if manner.facts > 2 or "life" in fields_of(moment.asked) else 1
    if len(parts) != len(voice.told) or len(parts) <= most:
        return parts
    del voice.told[most:]
    return parts[:most]


def _unmeasured(voice: Voice, moment: Moment, parts: list[str]) -> list[str]:
    """Say what is held on the matter rather than what one would want to know first.

    A measure stays where nothing is held, nobody has just asked for the same, and a view was asked for; an own fact
    stays beside it where it shares a word with the matter or is a way of judging.
    """
    if not parts or not measure_in(parts[0]):
        return parts
    if held := held_on(voice, moment):
        voice.told.clear()
        return [voice.tell(held)]
    if (brought := brought_by_a_plan(voice, moment)) and voice.rng.random() < _BROUGHT:
        voice.told.clear()
        return [brought]
    matter = matter_of(moment)
    far = [f for f in voice.told if nearness(f.said, matter) < _NEAR and not criteria().ways.search(f.said)]
    voice.told[:] = [fact for fact in voice.told if fact not in far]
    kept = parts[: len(parts) - len(far)]
    heard = {wording: None for line in since_asked(moment) if (wording := measure_in(line.content))}
    return kept[1:] if measure_in(parts[0]) in heard or len(heard) > 1 or names_a_thing(moment.asked) else kept


def _is_gap(voice: Voice, moment: Moment, parts: list[str]) -> bool:
    """Return whether an answer says nothing, or only something that has nothing to do with the matter."""
    if any(measure_in(part) for part in parts):
        return False
    if not voice.told:
        return all(is_empty(part) for part in parts)
    if any(parts[0] in voice.listed(family) for family in _DECISIVE):
        return False
    matter, fields = matter_of(moment), fields_of(moment.asked)
    if all(voice.spoken(fact) for fact in voice.told):
        return True
    if is_complaint(moment.asked) and not any(fact.kind in {"trouble", "dislike", "belief"} for fact in voice.told):
        return True
    if is_of_a_price(moment.asked) and not any(
        f.kind == "money" or nearness(f.said, matter) >= _NEAR for f in voice.told
    ):
        return True
    if any(belongs(fact.kind, fact.said, matter) or _touches(fact, moment, matter) for fact in voice.told):
        return False
    if not fields:
        return True
    complaint = is_complaint(moment.asked)
    fits = any(fact.thing or (fact.kind == "trouble" and complaint) for fact in voice.told)
    return bool(grounds_of(moment.asked)) and not fits


def _touches(fact: Fact, moment: Moment, matter: str) -> bool:
    """Return whether a fact shares a word with the matter; a trouble with a thing is no view of what to do with it."""
    policy = fact.kind != "belief" and not fact.thing and asks_opinion(moment.asked)
    return nearness(fact.said, matter) > 0 and not policy


def _told_before(voice: Voice, moment: Moment) -> list[str] | None:
    """Take up a fact that somebody has just told as their own: "Same here." instead of the sentence again."""
    if len(voice.told) != 1:
        return None
    fact = voice.told[0]
    lines = [line for line in moment.heard[-12:] if is_same(fact, keys(line.content))]
    if not lines:
        return None
    family = "same_view" if fact.kind == "belief" else "same"
    text = remark(voice, family, voice.called(lines[-1].source)) if lines[-1] in since_asked(moment) else ""
    other = None if text else held_on(voice, moment)
    voice.told.clear()
    return [text] if text else [voice.tell(other)] if other else []


def further(voice: Voice, moment: Moment) -> list[str]:
    """Return one thing more on the question that was last put to the room; empty where there is nothing more."""
    last = last_from_outside(moment)
    asked = questions_of(last.content) if last is not None else ()
    if not asked or asks_ideas(" ".join(asked)):
        return []
    open_yet = replace(moment, cue=last, questions=asked, by_person=False)
    held = held_on(voice, open_yet)
    if held is None and "trouble" in fields_of(open_yet.asked) and not asked_in(open_yet.asked):
        held = voice.pick(voice.portrait.of("trouble"))
    if held is not None:
        return [voice.tell(held)]
    brought = "" if any(map(side_in, voice.own_lines)) else brought_by_a_plan(voice, open_yet)
    return [brought] if brought else []


def _beside(voice: Voice, moment: Moment, parts: list[str]) -> list[str]:
    """Set an own fact beside what was just said: towards whoever spoke of the same thing, else as one thing more."""
    fact = voice.told[0] if len(voice.told) == len(parts) == 1 else None
    lines = [line for line in reversed(since_asked(moment)) if not line.content.rstrip().endswith("?")]
    if fact is None or parts[0] != fact.said or not lines:
        return parts
    draw = voice.rng.random()
    spared = fact.kind == "trouble" and is_complaint(moment.asked) and is_empty(lines[0].content)
    if spared and draw > _ALONE and (text := remark(voice, "lucky", voice.called(lines[0].source))):
        return [text, *parts]
    for line in lines if fact.kind in LIVED and draw > _ALONE else ():
        trouble = "trouble" in [kind for kind, _ in invites(line.content)]
        if same_matter(line.content, fact.said) and trouble == (fact.kind == "trouble"):
            return [voice.fill("meet", name=voice.called(line.source), fact=fact.said)]
    listed = draw < _LISTED and invites(lines[0].content) and not is_empty(lines[0].content)
    return [f"And {lowered(fact.said, voice.proper())}"] if listed else parts


def _owed(voice: Voice, moment: Moment) -> str:
    """Return the reply to a question that somebody in the room has put since this person spoke."""
    for line in moment.task.perceived[moment.task.news :]:
        mine = line.to_me or moment.task.person in addressed(line.content, moment.task.together)
        if line.kind == "TALK" and line.source in moment.task.here and mine:
            asked = questions_of(line.content)
            answer = reply(voice, asked[-1]) if asked else ""
            if answer:
                return f"And {voice.called(line.source)}, {lowered(answer, voice.proper())}"
    return ""
