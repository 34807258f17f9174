"""What somebody holds where a question is set: own facts that nobody has told yet, or what a plan brings with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.asked.intents import asks_opinion
from troupe_mcp.models.rehearsal.asked.wants import (
    is_complaint,
    is_felt,
    is_of_a_life,
    is_of_a_price,
    is_of_everybody,
    is_of_what_is_dear,
    is_of_worth,
    matter_of,
)
from troupe_mcp.models.rehearsal.company.exchanges import remark
from troupe_mcp.models.rehearsal.english.heads import is_narrower, is_of_another
from troupe_mcp.models.rehearsal.english.words import coverage, keys, lowered
from troupe_mcp.models.rehearsal.life.situations import asked_in, bond, fitting, views
from troupe_mcp.models.rehearsal.matters.grounds import LIVED, bearing, nearness
from troupe_mcp.models.rehearsal.matters.plans import consequence, plan_in, side_in
from troupe_mcp.models.rehearsal.matters.sides import since_asked

if TYPE_CHECKING:
    from troupe_mcp.models.rehearsal.asked.moment import Moment
    from troupe_mcp.models.rehearsal.matters.plans import Plan
    from troupe_mcp.models.rehearsal.person.facts import Fact
    from troupe_mcp.models.rehearsal.voice.voice import Voice
    from troupe_mcp.simulation.turns.perception import Perceived

_SHARED = 0.75  # of the words: then it is the same thing
_NEAR = 3  # the same word
_TIED = 0.65
"""How often such a line is tied to the one before it."""


def held_on(voice: Voice, moment: Moment) -> Fact | None:
    """Return an own fact that nobody has told yet and that belongs where the question is set."""
    asked, matter = moment.asked, matter_of(moment)
    if is_of_a_price(asked):
        return None
    if is_of_what_is_dear(asked):
        return voice.pick(voice.portrait.of("like"))
    if is_complaint(asked):
        facts = fitting(voice.portrait.of("trouble"), matter) if asked_in(matter) else []
        facts += [fact for fact in voice.portrait.of("dislike") if bond(fact.said, matter)]
    elif is_of_a_life(asked) and not is_felt(asked):
        facts = [fact for fact in views(voice.portrait, matter) if fact.kind in LIVED and fact.kind != "trouble"]
    else:
        facts = views(voice.portrait, matter)
        if is_of_worth(asked):
            facts = [fact for fact in facts if fact.kind == "belief" or nearness(fact.said, asked) >= _NEAR]
        elif "mayor" in asked_in(matter):
            facts = [fact for fact in facts if fact.kind in {"belief", "trouble"}]
    heard = [keys(line.content) for line in moment.heard[-12:]]
    fresh = (fact for fact in voice.fresh(facts) if not any(is_same(fact, line) for line in heard))
    return next(fresh, None)


def is_same(fact: Fact, line: tuple[str, ...]) -> bool:
    """Return whether a line, by its words, tells this very fact."""
    return len(fact.keys) > 0 and coverage(fact.keys, line) >= _SHARED


def near_by_words(voice: Voice, moment: Moment) -> Fact | None:
    """Return a fact near the question by its words alone: lived or held, or a thing liked that it is about."""
    if is_complaint(moment.asked):
        return None
    if is_of_a_price(moment.asked):
        return None
    asked = matter_of(moment)
    heard = [keys(line.content) for line in moment.heard[-12:]]
    if asks_opinion(moment.asked):
        near = [fact for fact in bearing(voice, asked, ("belief",)) if nearness(fact.said, asked) >= _NEAR]
        near = [fact for fact in near if not is_of_another(fact.said, asked)]
    else:
        near = bearing(voice, moment.asked, LIVED if is_of_a_life(moment.asked) else ("belief", *LIVED))
    tastes = () if voice.portrait.manner.facts == 1 else voice.portrait.of("interest", "like", "dislike")
    near += [f for f in voice.fresh(tastes) if nearness(f.said, asked) >= _NEAR and not is_narrower(f.said, asked)]
    return next((fact for fact in near if not any(is_same(fact, line) for line in heard)), None)


def brought_by_a_plan(voice: Voice, moment: Moment) -> str:
    """Return what a plan for everybody brings with it, where the question is about one."""
    asked = moment.asked
    plan = plan_in(matter_of(moment))
    brought = consequence(voice, plan) if plan and (plan.names or is_of_everybody(asked)) else ""
    last = next(iter(since_asked(moment)[::-1]), None)
    return tied(voice, plan, brought, last) if plan and last else brought


def tied(voice: Voice, plan: Plan, brought: str, last: Perceived) -> str:
    """Return what a plan brings with it, often said along with or against what somebody else named of it last."""
    before, own = side_in(last.content), side_in(brought)
    if not (brought and before) or voice.rng.random() > _TIED:
        return brought
    if own == before == "ask" or brought.startswith("And ") or (plan.names and own != before):
        return brought
    family = "along" if own == before else "against" if "ask" not in {own, before} else ""
    frame = remark(voice, family, voice.called(last.source)) if family else ""
    return f"{frame} {lowered(brought, voice.proper()) if frame.endswith((',', 'And')) else brought}".strip()
