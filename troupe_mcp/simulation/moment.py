"""The prompt of a turn: rules, world, person, what happened, the moment; and the same as data."""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from troupe_mcp.language.prompt import Message, Picture, Prompt
from troupe_mcp.language.text import clip, one_line, quoted
from troupe_mcp.simulation.actions import available
from troupe_mcp.simulation.card import card
from troupe_mcp.simulation.clock import told
from troupe_mcp.simulation.forms import TurnAnswer
from troupe_mcp.simulation.perception import TurnTask
from troupe_mcp.simulation.persona import Persona, slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.language.templates import Templates
    from troupe_mcp.simulation.perception import Perceived
    from troupe_mcp.simulation.work import Rules
    from troupe_mcp.simulation.world import TinyWorld

LEAST_SHOWN = 400
"""Characters of a new text that a prompt shows however full it is."""
MOST_PICTURES = 4
"""Pictures that a prompt carries, the latest shown."""


@lru_cache(maxsize=128)  # a wave's, for runs that wait for answers and then meet the same prompts again
def turn_prompt(world: TinyWorld, name: str, rules: Rules, templates: Templates) -> Prompt:
    """Return the prompt of a person's turn: rules, world, person, what happened, the moment."""
    task = turn_task(world, name, rules)
    who = _card_of(task.persona)
    setting = templates.render(
        "turn.world.md.j2",
        person=name,
        card=who,
        private=task.private,
        network=(network := world.reach.setting == "network"),
        actions=available(private=task.private, network=network),
        language=rules.language,
        refereed=world.scene is not None and world.scene.setting == "refereed",
    )
    system = (Message("system", templates.render("turn.rules.md.j2")), Message("system", setting))
    room = rules.prompt_budget - sum(len(m.text) for m in system)
    pictures = _pictures(task) if rules.sees else ()
    moment = _moment(task, max(room, 2000), templates, pictures)
    address = ("step", str(world.step), slug(name), "turn", "round", "1")
    return Prompt(
        (*system, Message("user", moment, pictures)), TurnAnswer, task, address, rules.seed, templates.version
    )


def turn_task(world: TinyWorld, name: str, rules: Rules) -> TurnTask:
    """Return a person's turn as data."""
    person, scene = world.people[name], world.scene
    private = scene is None or scene.setting == "private"
    here = world.reach.of(name) if scene and not private else ()
    ties = tuple(world.reach.what(name, other) for other in here)
    situations = [item.content for item in person.perceived if item.kind == "situation"]
    return TurnTask(
        person=name,
        persona=person.persona,
        here=here,
        private=private,
        situation=situations[-1] if situations else "",
        perceived=person.perceived,
        news=person.news,
        mind=person.mind,
        actions=tuple(kind.name for kind in available(private=private)),
        language=rules.language,
        step=world.step,
        ties=ties if any(ties) else (),
        time=world.time,
        began=world.began,
    )


@lru_cache(maxsize=512)
def _card_of(persona: Persona) -> str:
    return card(persona)


def _pictures(task: TurnTask) -> tuple[Picture, ...]:
    shown = dict.fromkeys(Picture(item.title, item.picture) for item in reversed(task.perceived) if item.picture)
    return tuple(reversed([*shown][:MOST_PICTURES]))


def _moment(task: TurnTask, room: int, templates: Templates, pictures: Sequence[Picture]) -> str:
    speaker = next((p.source for p in reversed(task.perceived) if p.kind in {"say", "show"}), "")
    seen = {picture.digest for picture in pictures}
    lines = [
        (_told(item, is_new=index >= task.news, seen=item.picture in seen), index >= task.news)
        for index, item in enumerate(task.perceived)
    ]
    unspoken = sum(not line for line, _ in lines)
    old = [line for line, is_new in lines if line and not is_new]
    new = _within([line for line, is_new in lines if line and is_new], room - 600)
    kept = _newest_that_fit(old, room - 600 - sum(len(line) + 3 for line in new))
    mind = (task.mind.feeling, task.mind.attention, task.mind.goal)
    return templates.render(
        "turn.moment.md.j2",
        time=told(task.time, task.began) if task.time else "",
        here=[f"{name} ({what})" if what else name for name, what in zip_longest(task.here, task.ties)],
        speaker="" if speaker in task.here else speaker,
        situation=quoted(task.situation),
        lines=[*kept, *new],
        left_out=len(lines) - len(kept) - len(new) - unspoken,
        mind=dict(zip(("feeling", "attention", "goal"), map(one_line, mind), strict=True)),
    )


def _newest_that_fit(lines: list[str], room: int) -> list[str]:
    used = 0
    for count, line in enumerate(reversed(lines)):
        used += len(line) + 3
        if used > room:
            return lines[len(lines) - count :]
    return lines


def _within(lines: list[str], room: int) -> list[str]:
    """Return what is new in full; where it is too long, its longest texts are shortened, and say so."""
    kept = list(lines)
    for index in sorted(range(len(kept)), key=lambda at: -len(kept[at])):
        over = sum(len(line) + 3 for line in kept) - room
        size = max(len(kept[index]) - over - 60, LEAST_SHOWN)
        if over <= 0 or size + 60 >= len(kept[index]):
            break
        kept[index] = f"{clip(kept[index], size)} ({len(kept[index]) - size} more characters are not shown)"
    return _newest_that_fit(kept, room)


def _told(item: Perceived, *, is_new: bool, seen: bool) -> str:
    """Return one perceived thing as a line of the prompt; text of others stands in quotes, attributed."""
    said = quoted(item.content)
    now = " now" if is_new and not item.own else ""
    whom = " to you" if item.to_me else (f" to {', '.join(item.to)}" if item.to else "")
    who = "You" if item.own else item.source
    match item.kind:
        case "situation":
            return ""
        case "say" | "TALK":
            return f"{who} said{whom}{now}: “{said}”"
        case "show":
            return f"{who} showed{whom or ' you'}{now}{_shown(item, said, seen=seen)}"
        case "document":
            return f"You read{now} “{item.title}”: “{said}”"
        case "think" | "THINK":
            return f"You thought{now}: “{said}”"
        case "goal":
            return f"You made this your goal{now}: “{said}”"
        case "SHOW":
            return f"{who} showed{whom}{now}: “{said}”"
        case "REACH_OUT":
            return f"{who} turned{whom}{now}: “{said}”"
        case "DO" | "outcome":
            return f"{who}{now}: {said}"
        case _:
            return said


def _shown(item: Perceived, said: str, *, seen: bool) -> str:
    if not item.picture:
        return f": “{said}”"
    clear = "It is attached." if seen else "You can't make out what is on it."
    return f" a picture named “{said}”. {clear}"
