"""Examination: is a question, worded as interviewers word it, taken for what it asks?"""

from __future__ import annotations

import json
from pathlib import Path

from troupe_mcp.models.rehearsal.asked.fielding import own_fields
from troupe_mcp.models.rehearsal.asked.moment import questions_of
from troupe_mcp.models.rehearsal.life.particulars import particular_of
from troupe_mcp.models.rehearsal.talk.further import kind_of_follow_up


def asked() -> list[tuple[str, str]]:
    """Return hand-written questions with what they ask for."""
    listed: dict[str, list[str]] = json.loads(Path(__file__).with_name("asked.json").read_text("utf-8"))
    return [(question, wanted) for wanted, questions in listed.items() for question in questions]


def taken_for(question: str) -> list[str]:
    """Return all that the actor takes a question for."""
    if not questions_of(question):
        return []
    if kind := kind_of_follow_up(question):
        return [f"follow-up {kind}"]
    fields = own_fields(question)
    thing = particular_of(question)
    return [*fields, *([thing.name] if thing and fields else []), *([] if fields else ["opinion"])]


def complaints() -> list[str]:
    return [
        f"{question!r} asks for {wanted}, taken for {found}"
        for question, wanted in asked()
        if wanted not in (found := taken_for(question))
    ]


if __name__ == "__main__":
    missed = complaints()
    print("\n".join(missed), f"\n{1 - len(missed) / len(asked()):.3f} of {len(asked())}")
