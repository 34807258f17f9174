"""The prompt of a turn: rules, world, person, what happened, the moment; and the same as data."""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple, get_args

from troupe_mcp.language.prompt import Message, Picture, Prompt
from troupe_mcp.language.text import clip, one_line, quoted
from troupe_mcp.simulation.memory.meaning import WORDS
from troupe_mcp.simulation.memory.passages import ROOM, passages_for
from troupe_mcp.simulation.memory.reading import document_line, inside, passage_line
from troupe_mcp.simulation.memory.recollection import brought_back, card_of, memory_room
from troupe_mcp.simulation.people.persona import slug
from troupe_mcp.simulation.tools import kind_of
from troupe_mcp.simulation.turns.actions import ActionType
from troupe_mcp.simulation.turns.fitting import fitted, newest_that_fit, size_of
from troupe_mcp.simulation.turns.forms import turn_form
from troupe_mcp.simulation.turns.offers import form_actions, offered, outlook
from troupe_mcp.simulation.turns.perception import CLOCK, TurnTask
from troupe_mcp.simulation.turns.rounds import LOOKING
from troupe_mcp.simulation.worlds.clock import ago
from troupe_mcp.simulation.worlds.clock import told as time_told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.language.templates import Templates
    from troupe_mcp.simulation.memory.meaning import Meaning
    from troupe_mcp.simulation.memory.memory import Memory
    from troupe_mcp.simulation.turns.actions import ActionKind
    from troupe_mcp.simulation.turns.perception import Brought, Perceived
    from troupe_mcp.simulation.worlds.work import Rules
    from troupe_mcp.simulation.worlds.world import TinyWorld

USUAL: tuple[str, ...] = get_args(ActionType)
"""Actions of every turn, which are no tool's."""
FRAME = 600
"""Characters of the moment around what happened and what is remembered, beside the situation."""
SINCE = 200
"""Characters that the moment says of a mind that is long past."""
LOOKED_UP = 150
"""Characters that a second round says of itself."""
AT_ONCE = "(The others spoke when you did, and had not heard you:)"
MOST_PICTURES = 4
"""Pictures that a prompt carries, the latest shown."""


class _Where(NamedTuple):
    """What a prompt says of the world."""

    private: bool
    network: bool
    refereed: bool
    reads: bool


@lru_cache(maxsize=128)  # a wave's, for runs that wait for answers and then meet the same prompts again
def turn_prompt(
    world: TinyWorld,
    name: str,
    rules: Rules,
    templates: Templates,
    brought: tuple[Brought, ...] = (),
    meaning: Meaning = WORDS,
) -> Prompt:
    """Return the prompt of a person's turn: rules, world, person, what happened, the moment.

    `brought` is what they looked up in the turn's first round; this is then its second. `meaning` finds memories.
    """
    task, person = turn_task(world, name, rules, brought, meaning), world.people[name]
    where = _Where(
        task.private,
        world.reach.setting == "network",
        world.scene is not None and world.scene.setting == "refereed",
        any(item.kind == "document" for item in task.perceived),
    )
    setting = _setting(templates, name, card_of(task.persona), offered(world, name), rules.language, where)
    system = (Message("system", templates.render("turn.rules.md.j2")), Message("system", setting))
    room = rules.prompt_budget - sum(len(m.text) for m in system)
    pictures = _pictures(task) if rules.sees else ()
    moment = _moment(task, person.until, max(room, 2000), templates, pictures, at_once=person.at_once)
    address = ("step", str(world.step), slug(name), "turn", "round", "2" if brought else "1")
    special = (action for action in task.actions if action not in USUAL)
    more = dict.fromkeys((*special, *form_actions(world, name)))
    usual = (action for action in USUAL if action in task.actions)
    form = turn_form((*usual, *(action for action in more if not (brought and action in LOOKING))))
    return Prompt((*system, Message("user", moment, pictures)), form, task, address, rules.seed, templates.version)


@lru_cache(maxsize=256)  # hardly anybody's changes from one step to the next
def _setting(
    templates: Templates,
    person: str,
    card: str,
    actions: tuple[ActionKind, ...],
    language: str,
    where: _Where,
) -> str:
    known = {"person": person, "card": card, "actions": actions, "language": language}
    return templates.render("turn.world.md.j2", **known, **where._asdict())


def turn_task(
    world: TinyWorld, name: str, rules: Rules, brought: tuple[Brought, ...] = (), meaning: Meaning = WORDS
) -> TurnTask:
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
        actions=tuple(kind.name for kind in offered(world, name) if not (brought and kind.name in LOOKING)),
        language=rules.language,
        step=world.step,
        ties=ties if any(ties) else (),
        time=world.time,
        began=world.began,
        brought=brought,
        memories=brought_back(person, memory_room(person, world.prompt_budget), meaning),
        passages=passages_for(person.perceived, person.news, min(ROOM, rules.prompt_budget // 5)),
        outlook=outlook(world, name, world.time),
    )


def _pictures(task: TurnTask) -> tuple[Picture, ...]:
    shown = dict.fromkeys(Picture(item.title, item.picture) for item in reversed(task.perceived) if item.picture)
    return tuple(reversed([*shown][:MOST_PICTURES]))


def _moment(
    task: TurnTask, until: int, room: int, templates: Templates, pictures: Sequence[Picture], *, at_once: bool
) -> str:
    speaker = next((p.source for p in reversed(task.perceived) if p.kind in {"say", "show"}), "")
    seen = {picture.digest for picture in pictures}
    known = [f"“{quoted(memory.text)}”" for memory in task.memories if memory.kind != "episode"]
    past = [_as_remembered(memory) for memory in task.memories if memory.kind == "episode"]
    looked_up = _looked_up(task.brought, room // 2)
    read = [passage_line(passage) for passage in task.passages]
    passed = max((item.step for item in task.perceived[task.news :] if item.source == CLOCK), default=0)
    since = _since(task, passed)
    room -= (
        FRAME
        + len(task.situation)
        + size_of([*known, *past, *looked_up, *read, *task.outlook])
        + (SINCE if since else 0)
        + (LOOKED_UP if task.brought else 0)
    )
    now = max(task.news, until)
    old = [told(item, item.content, is_new=False, seen=item.picture in seen) for item in task.perceived[until:now]]
    told_anew = fitted(
        task.perceived[now:],
        max(room - size_of(old), room // 2),
        lambda item, content: told(item, content, is_new=item.step >= passed, seen=item.picture in seen),
    )
    new = [*(_unheard(task, now) if at_once else ()), *told_anew]
    spoken = [line for line in old if line]
    kept = newest_that_fit(spoken, room - size_of(new))
    heard = sum(item.kind != "situation" for item in task.perceived[now:])
    mind = (task.mind.feeling, task.mind.attention, task.mind.goal)
    return templates.render(
        "turn.moment.md.j2",
        time=time_told(task.time, task.began) if task.time else "",
        here=[f"{name} ({what})" if what else name for name, what in zip_longest(task.here, task.ties)],
        speaker="" if speaker in task.here else speaker,
        situation=quoted(task.situation),
        known=known,
        past=past,
        read=read,
        lines=[*kept, *new, *looked_up],
        left_out=len(spoken) - len(kept) + heard - len(told_anew),
        looked_up=bool(looked_up),
        since=since,
        outlook=task.outlook,
        mind=dict(zip(("feeling", "attention", "goal"), map(one_line, mind), strict=True)),
    )


def _unheard(task: TurnTask, now: int) -> tuple[str, ...]:
    """Return what to know of news that begins with what others did in the very step of one's own last turn."""
    own = [item.step for item in task.perceived[:now] if item.own]
    first = next((item for item in task.perceived[now:] if not item.own and item.kind in USUAL), None)
    return (AT_ONCE,) if own and first and first.step == own[-1] else ()


def _since(task: TurnTask, passed: int) -> str:
    """Return how long ago somebody's mind was what is kept of it; empty where it is still what it was."""
    if task.mind.time and task.time and (long := ago(task.mind.time, task.time)):
        return f"{long}, at your last turn"
    return "before that time passed" if passed else ""


def _looked_up(brought: Sequence[Brought], room: int) -> list[str]:
    """Return what was looked up, each text of it short enough that all of it fits."""
    longest = max(room // max(len(brought), 1) - LOOKED_UP, LOOKED_UP)
    texts = [inside(each.text) if each.kind == "READ" else quoted(each.text) for each in brought]
    short = [text if len(text) <= longest else f"{clip(text, longest)} (Its rest is left out here.)" for text in texts]
    return [_found(each, text) if text else each.lead for each, text in zip(brought, short, strict=True)]


def _found(brought: Brought, text: str) -> str:
    """Return what was found: the words of a document in quotes; memories, which have their own, as lines below."""
    return f"{brought.lead}: “{text}”" if brought.kind == "READ" else f"{brought.lead}:\n  {text}"


def _as_remembered(memory: Memory) -> str:
    return f"{'(another time) ' if memory.source else ''}“{quoted(memory.text)}”"


def told(item: Perceived, content: str, *, is_new: bool, seen: bool) -> str:
    """Return one perceived thing, with its text or less, as a line; text of others stands in quotes, attributed."""
    said = quoted(content)
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
            return document_line(item, content, now)
        case "think" | "THINK" | "RECALL":
            return f"You {'searched your memory for' if item.kind == 'RECALL' else 'thought'}{now}: “{said}”"
        case "goal":
            return f"You made this your goal{now}: “{said}”"
        case "notice":
            return said
        case _:
            return _did(item, content, said, who, whom, now)


def _did(item: Perceived, content: str, said: str, who: str, whom: str, now: str) -> str:
    match item.kind:
        case "SHOW":
            return f"{who} showed{whom}{now}: “{said}”"
        case "REACH_OUT":
            return f"{who} turned{whom}{now}: “{said}”"
        case "arrive" | "leave":
            return said
        case "DO" | "outcome":
            return f"{who}{now}: {said}"
        case "READ":
            return f"You read “{inside(item.title)}” by {item.source}: “{inside(content)}”"
        case _:
            kind = kind_of(item.kind)
            done = kind.past[0 if item.own else 1] if kind else item.kind
            return f"{who} {done}{now}: “{inside(content)}”"


def _shown(item: Perceived, said: str, *, seen: bool) -> str:
    if not item.picture:
        return f": “{said}”"
    clear = "It is attached." if seen else "You can't make out what is on it."
    return f" a picture named “{said}”. {clear}"
