"""Moderating without a model: the silent are drawn out, then one is asked on, then it goes on; in the own manner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from troupe_mcp.models.rehearsal.asked.calling import named
from troupe_mcp.models.rehearsal.company.exchanges import is_empty
from troupe_mcp.models.rehearsal.lexicon import frames
from troupe_mcp.simulation.people.names import called

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from troupe_mcp.models.rehearsal.person.facts import Portrait
    from troupe_mcp.simulation.steering.moderating import ModerateTask

_MEATY = 3
"""Words of an answer from which on it is worth asking further."""


def moderate(task: ModerateTask, rng: Random, portrait: Portrait | None = None) -> dict[str, Any]:
    """Return the next move: nobody is asked twice in the same words, and in the last round nothing new begins."""
    if task.talk and (missing := [name for name in task.silent if not _asked(name, _since(task), task)]):
        return _said("draw_out", portrait, missing[0], task, rng, "is still missing")
    if told := _worth_asking(task):
        fewest = min(_often(name, task) for name in told)
        person = rng.choice([name for name in told if _often(name, task) == fewest])
        return _said("probe", portrait, person, task, rng, "said something to go on with")
    move = "next" if task.more else "wait"
    return {"thought": "Nothing is left to ask here.", "move": move, "say": "", "to": ""}


def _since(task: ModerateTask) -> Sequence[str]:
    """Return what the moderator has said since the present question."""
    places = [place for place, line in enumerate(task.earlier) if line == task.question]
    return task.earlier[places[-1] + 1 :] if places else task.earlier


def _worth_asking(task: ModerateTask) -> list[str]:
    """Return who said something since the question, and wasn't turned to since."""
    told = [
        said.person
        for said in task.talk
        if said.person in task.here and len(said.content.split()) >= _MEATY and not is_empty(said.content)
    ]
    return [name for name in dict.fromkeys(told) if not _asked(name, _since(task), task)]


def _asked(person: str, lines: Sequence[str], task: ModerateTask) -> bool:
    """Whether somebody was turned to by name already."""
    return any(person in named(line, task.here) for line in lines)


def _often(person: str, task: ModerateTask) -> int:
    return sum(person in named(line, task.here) for line in task.earlier)


def _said(
    move: str, portrait: Portrait | None, person: str, task: ModerateTask, rng: Random, why: str
) -> dict[str, Any]:
    name = called(person, task.here)
    tried = [_wordings(f"lead.{move}", portrait), frames()[f"lead.{move}"]]
    unused = [[each for each in listed if not any(_alike(each, line) for line in task.earlier)] for listed in tried]
    fresh = [each for listed in tried for each in listed if each.format(name=name) not in task.earlier]
    drawn = next(filter(None, (*unused, fresh)), None)
    if drawn is None:
        return {"thought": "They talk; I let them.", "move": "wait", "say": "", "to": ""}
    return {"thought": f"{person} {why}.", "move": move, "say": rng.choice(drawn).format(name=name), "to": person}


def _wordings(family: str, portrait: Portrait | None) -> tuple[str, ...]:
    """Return how somebody of this manner leads; a voice of no manner leads plainly."""
    features = portrait.manner.features if portrait is not None else ()
    return next((frames()[name] for feature in features if (name := f"{family}.{feature}") in frames()), ())


def _alike(wording: str, line: str) -> bool:
    """Return whether a line has this wording, whoever it was for."""
    before, _, after = wording.partition("{name}")
    return line.startswith(before) and line.endswith(after) and len(before) + len(after) > 0
