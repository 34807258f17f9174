"""What the slow model answers: of the form that each task wants, made of a digest of what was asked and nothing else.

Everything an engine has to cope with comes up now and then: words for memory, reading and searching one's mind, tools
used well and badly, slips, low marks, deeds that a referee forgets, memories that are none.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

from troupe_mcp.simulation.casting.casting import CastPlanTask, CastTask
from troupe_mcp.simulation.memory.consolidation import ConsolidationTask
from troupe_mcp.simulation.steering.moderating import ModerateTask
from troupe_mcp.simulation.steering.propositions import ClaimTask
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.turns.reviewing import ReviewTask
from troupe_mcp.simulation.worlds.refereeing import RefereeTask
from troupe_mcp.studies.moving import MovedTask
from troupe_mcp.studies.survey.tasks import Asked, AskTask
from troupe_mcp.studies.tasks import InterviewPlanTask, JudgeInterviewTask, MinibioTask, StoryTask

WORDS = (
    "bread", "price", "oven", "morning", "flour", "market", "summer", "rye", "crust", "honest", "neighbour", "window",
    "harbour", "lamp", "winter", "cheap", "recipe", "queue", "butter", "street", "basket", "paper", "letter", "garden",
)  # fmt: skip
MARKS = ("adherence", "consistency", "fluency", "suitability")
SIDES = ("openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism")


def answer_to(task: object, digest: bytes) -> str:
    """Return an answer as a model writes it."""
    chance, sign = Random(digest), digest.hex()
    if isinstance(task, AskTask):
        return json.dumps({**_polled(task.asked[0], chance), "reason": sign[:24]})
    return json.dumps(_answer(task, chance, sign))


def _answer(task: object, chance: Random, sign: str) -> dict[str, Any]:
    match task:
        case TurnTask():
            return _turn(task, chance, sign)
        case ConsolidationTask():
            weighed = [
                {"text": f"{sign[at : at + 6]}: {_said(chance, 12)}.", "importance": at % 9 + 1} for at in range(6)
            ]
            return {
                "memories": weighed[: chance.choice((0, 3, 4, 5))],
                "reflections": weighed[5:] * chance.randrange(2),
            }
        case ModerateTask():
            move = chance.choice(("probe", "draw_out", "wait", "next"))
            return {
                "thought": sign[:8],
                "move": move,
                "say": f"{_said(chance, 8)}?",
                "to": chance.choice((*task.here, "")),
            }
        case RefereeTask():
            ruled = [deed for deed in task.deeds if chance.random() < 0.8]
            outcomes = [
                {
                    "person": deed.person,
                    "result": f"It comes to {_said(chance, 6)}.",
                    "seen_by": _some(task.here, chance),
                }
                for deed in ruled
            ]
            facts = [*task.facts[-4:], f"The {_said(chance, 2)} is gone ({sign[:6]})."]
            return {"thought": sign[:8], "outcomes": outcomes, "facts": facts}
        case ReviewTask(shown=shown):
            marked = [
                {"person": each.person, "fault": _said(chance, 5), **{kind: chance.randint(3, 9) for kind in MARKS}}
                for each in shown
            ]
            return {"reviews": marked}
        case ClaimTask(scored=scored):
            verdict = chance.choice(("yes", "no", "unclear"))
            score = {"score": chance.randrange(10)} if scored else {}
            return {"quotes": [], "justification": _said(chance, 4), "verdict": verdict, "confidence": 0.5, **score}
        case _:
            return _studied(task, chance, sign)


def _studied(task: object, chance: Random, sign: str) -> dict[str, Any]:
    """Return what is answered outside of a world's steps: people who are written, stories, examinations, votes."""
    match task:
        case CastPlanTask(count=count):
            people = [{"name": _name(chance), "line": _said(chance, 6)} for _ in range(count - chance.randrange(2))]
            return {"people": people}
        case CastTask(name=name):
            return _person(name or _name(chance), chance)
        case StoryTask() | MinibioTask():
            return {"story": f"Once, {_said(chance, 30)}."}
        case MovedTask(heard=heard):
            line = chance.choice(heard)
            return {"why": sign[:12], "quote": line.content[:60], "person": line.person}
        case InterviewPlanTask(count=count):
            asked = [
                {"question": f"{_said(chance, 4)}?", "expectation": f"{_said(chance, 3)} {at}"} for at in range(count)
            ]
            return {"questions": asked}
        case JudgeInterviewTask(answers=answers):
            judged = [
                {"expectation": "", "held": chance.choice(("yes", "unclear")), "reason": sign[:6], "quote": ""}
                for _ in answers
            ]
            return {"findings": judged, "justification": sign[:9]}
        case _:
            raise NotImplementedError(type(task).__name__)


def _polled(asked: Asked, chance: Random) -> dict[str, Any]:
    """Return a choice, or a rating that now and then is no point of the scale."""
    if asked.question.kind == "choice":
        return {"choice": chance.choice("ABCDEFGH"[: len(asked.shown.options)])}
    return {"rating": chance.randint(0, asked.question.scale[1])}


def _turn(task: TurnTask, chance: Random, sign: str) -> dict[str, Any]:
    """Return a turn in which somebody mostly talks, and half of the time does what only this place lets them do."""
    usual = {"TALK", "THINK", "SHOW", "DO", "NOTHING"}
    special = [kind for kind in task.actions if kind not in usual and not (task.brought and kind in {"RECALL", "READ"})]
    kinds = ["TALK"]
    if chance.random() < 0.25:
        kinds.append(chance.choice(("THINK", "DO", "NOTHING", "SHOW")))
    if special and chance.random() < 0.5:
        kinds = [chance.choice(special), *kinds[chance.randrange(2) :]]
    actions = [_action(kind, task, chance, sign[at * 8 :]) for at, kind in enumerate(kinds)]
    mind = {"feeling": sign[48:52], "attention": sign[52:56], "goal": sign[56:60]}
    return {"thought": sign[:8], "actions": actions, "mind": mind}


def _action(kind: str, task: TurnTask, chance: Random, sign: str) -> dict[str, str]:
    to = chance.choice((*task.here, "", "", "Nobody Known")) if chance.random() < 0.6 else ""
    titles = sorted({item.title for item in task.perceived if item.kind == "WRITE" and item.title})
    match kind:
        case "WRITE":
            title = chance.choice((*titles, f"On {_said(chance, 2)}", f"About {_said(chance, 2)}"))
            return {"type": kind, "content": f"# {title}\n\n{_said(chance, 40)} {sign[:8]}.", "to": to}
        case "READ":
            return {"type": kind, "content": chance.choice((*titles, "What nobody wrote")), "to": ""}
        case "PLAN":
            day = f"2026-03-{chance.randint(1, 28):02}" if chance.random() < 0.8 else "Soon"
            guests = "; with " + chance.choice(task.here) if task.here and chance.random() < 0.6 else ""
            return {
                "type": kind,
                "content": f"{day} {chance.randint(8, 18):02}:30 {_said(chance, 2)}{guests}",
                "to": "",
            }
        case "RECALL":
            return {"type": kind, "content": _said(chance, 3), "to": ""}
        case "TALK" if (own := [i.content for i in task.perceived if i.own and i.kind == "TALK"]) and sign[0] in "01":
            return {"type": kind, "content": own[-1], "to": to}  # a slip: the same again
        case "NOTHING":
            return {"type": kind, "content": "", "to": ""}
        case _:
            return {"type": kind, "content": f"I say {sign[:8]}: {_said(chance, 8)}.", "to": to}


def _said(chance: Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words))


def _some(names: tuple[str, ...], chance: Random) -> list[str]:
    return chance.sample(names, chance.randrange(len(names))) if chance.random() < 0.5 else []


def _name(chance: Random) -> str:
    return f"{chance.choice(('Mia', 'Noa', 'Ole', 'Pia', 'Raj'))} {chance.choice(('Berg', 'Lund', 'Moss', 'Rey'))}"


def _person(name: str, chance: Random) -> dict[str, Any]:
    words = [_said(chance, 3)]
    return {
        "name": name,
        "age": chance.randint(18, 80),
        **dict.fromkeys(("gender", "nationality", "residence", "languages", "education"), _said(chance, 2)),
        "long_term_goals": words,
        "occupation": dict.fromkeys(("title", "organization", "description"), _said(chance, 2)),
        "style": _said(chance, 4),
        "personality": {"traits": words, "big_five": dict.fromkeys(SIDES, f"High. {_said(chance, 3)}")},
        "preferences": dict.fromkeys(("interests", "likes", "dislikes"), words),
        "beliefs": words,
        "skills": words,
        "behaviors": {
            "general": words,
            "routines": dict.fromkeys(("morning", "workday", "evening", "weekend"), words),
        },
        "frustrations": words,
        **dict.fromkeys(("health", "money", "media"), _said(chance, 3)),
        "relationships": [],
        "other_facts": words,
    }
