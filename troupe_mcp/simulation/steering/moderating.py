"""A moderator with a guide: asks each question in its time, probes, draws out the silent, and keeps to time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast, get_args

from pydantic import create_model

from troupe_mcp.errors import ModelFailed
from troupe_mcp.language.answer import Answer, cut_at
from troupe_mcp.language.ask import ask
from troupe_mcp.language.completion import BILLED
from troupe_mcp.language.prompt import Message, Prompt, digest_of
from troupe_mcp.language.text import beyond, clean, clip, quoted
from troupe_mcp.simulation.people.card import card
from troupe_mcp.simulation.people.names import meant
from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.simulation.worlds.events import Acted, Moderated, Stimulus
from troupe_mcp.simulation.worlds.work import Moves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.simulation.worlds.events import Event, SceneSet
    from troupe_mcp.simulation.worlds.work import Past
    from troupe_mcp.simulation.worlds.world import TinyWorld

LONGEST = 600
LONGEST_CARD = 2000
"""Characters of who moderates; what they hold and live by is left out of it, for none of it is theirs to say."""
_PRIVATE = frozenset({
    "education", "long_term_goals", "behaviors", "preferences", "beliefs", "skills", "frustrations", "health", "money",
    "media", "relationships", "other_facts",
})  # fmt: skip
MOST_LINES = 40
"""Lines of the talk that a moderator is reminded of, the newest."""

Move = Literal["probe", "draw_out", "wait", "next"]


class Moderation(Answer):
    """What a moderator does between two questions of the guide; `to` is one person, or nobody in particular."""

    thought: str
    move: Move
    say: Annotated[str, cut_at(LONGEST)]
    to: str


@cache
def _form(moves: tuple[Move, ...]) -> type[Moderation]:
    """Return the form of an answer that has these moves."""
    names: Any = cast("Any", Literal)[moves]
    return create_model("Moderation", __base__=Moderation, move=(names, ...))


def _moves(task: ModerateTask) -> tuple[Move, ...]:
    """Return what a moderator may do: after the last question of the guide there is none to go on to."""
    return get_args(Move) if task.more else tuple(move for move in get_args(Move) if move != "next")


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was said aloud."""

    person: str
    content: str


@dataclass(frozen=True, slots=True)
class ModerateTask:
    """Moderate one step: `talk` is what was said since the present question, `silent` are those who said nothing."""

    moderator: str
    persona: Persona | None
    question: str
    steps_left: int
    more: int
    here: tuple[str, ...]
    talk: tuple[Said, ...]
    silent: tuple[str, ...]
    earlier: tuple[str, ...]
    step: int

    def digest(self) -> str:
        """Return the digest over all that may change the answer."""
        talk = [(said.person, said.content) for said in self.talk]
        who = self.persona.digest if self.persona else ""
        place = (self.moderator, who, self.question, self.steps_left, self.more, self.step)
        return digest_of("moderate", *place, self.here, talk, self.silent, self.earlier)


@dataclass(frozen=True, slots=True)
class Moderating:
    """The call in which a moderator decides how to go on with the present question."""

    def prompt(self, past: Past) -> Prompt:
        """Return the prompt: the guide, the talk since the question, who is silent, the time that is left."""
        task, templates = _task(past), past.templates
        system = templates.render(
            "moderate.system.md.j2",
            moderator=task.moderator,
            card=card(task.persona, LONGEST_CARD, _PRIVATE) if task.persona else "",
            language=past.rules.language,
            more=task.more,
        )
        user = templates.render(
            "moderate.user.md.j2",
            here=task.here,
            question=quoted(task.question),
            steps_left=task.steps_left,
            more=task.more,
            talk=[Said(said.person, clip(quoted(said.content), LONGEST)) for said in task.talk[-MOST_LINES:]],
            silent=task.silent,
            earlier=[quoted(line) for line in task.earlier],
        )
        messages = (Message("system", system), Message("user", user))
        address = ("step", str(task.step), "moderator")
        return Prompt(messages, _form(_moves(task)), task, address, past.rules.seed, templates.version)

    async def done(self, past: Past, model: Model) -> Sequence[Event]:
        """Return what the moderator says. Refused or unreadable, they let the talk run.

        Raises ModelFailed where nobody answered at all.
        """
        world = past.world
        try:
            prompt = self.prompt(past)
            answer = await ask(model, prompt, cast("type[Moderation]", prompt.answer))
        except ModelFailed as failure:
            if failure.outcome not in BILLED:
                raise
            return (Moderated(world.step, _name(world), world.question, "wait", outcome=failure.outcome),)
        scene = world.scene
        if answer.move == "next" and scene and world.question + 1 < len(scene.guide):
            return (_asking(world, scene),)
        said = clean(answer.say) if answer.move in {"probe", "draw_out"} else ""
        to = meant(answer.to, [name for name in world.reach.present if name != _name(world)])
        move = answer.move if said else "wait"
        content, cut = clip(said, LONGEST), beyond(said, LONGEST)
        return (Moderated(world.step, _name(world), world.question, move, content, to if said else (), cut=cut),)

    def supposed(self, world: TinyWorld, said: str) -> Sequence[Event]:
        """Return a short probe."""
        return (Moderated(world.step, _name(world), world.question, "probe", said[:120] or "And why?"),)


def moderating(world: TinyWorld, scene: SceneSet, seed: int) -> Moves:  # noqa: ARG001 -- a phase
    """Let the moderator speak first in a step: the next question of the guide where it is time, else as they see fit.

    A guide's question is asked as it stands, and costs no call. While its moderator is away nobody leads, and nobody
    asks anything beside what a caller cuts in with.
    """
    if not scene.guide or world.moderated == world.step:
        return Moves()
    if scene.moderator in world.reach.absent or (scene.cut_in and world.step == scene.step + 1):
        return Moves()
    if _time_is_up(world, scene):
        return Moves(events=(_asking(world, scene),))
    return Moves(work=(Moderating(),))


def _time_is_up(world: TinyWorld, scene: SceneSet) -> bool:
    if world.question < 0:
        return True
    over = world.step - world.asked_at >= scene.guide[world.question].steps
    return over and world.question + 1 < len(scene.guide)


def _asking(world: TinyWorld, scene: SceneSet) -> Moderated:
    number = world.question + 1
    return Moderated(world.step, _name(world), number, "ask", scene.guide[number].text)


def _name(world: TinyWorld) -> str:
    return world.scene.moderator if world.scene else ""


def _task(past: Past) -> ModerateTask:
    world, scene = past.world, past.world.scene
    if scene is None:
        raise ValueError("a world without a scene has no moderator")
    name = scene.moderator
    talk = tuple(
        said for _, event in past.log if event.step >= world.asked_at and (said := _said(event, world.asked_at))
    )
    here = tuple(person for person in world.reach.present if person != name)
    heard = {said.person for said in talk}
    left = scene.guide[world.question].steps - (world.step - world.asked_at)
    more = len(scene.guide) - world.question - 1
    person = world.people.get(name)
    return ModerateTask(
        name,
        person.persona if person else None,
        scene.guide[world.question].text,
        max(left, 1) if more else max(scene.last_step - world.step + 1, 1),
        more,
        here,
        talk,
        tuple(person for person in here if person not in heard),
        tuple(event.content for _, event in past.log if isinstance(event, Moderated) and event.content),
        world.step,
    )


def _said(event: Event, asked_at: int) -> Said | None:
    """Return what was said aloud, but for the guide's questions and what came along with the present one."""
    match event:
        case Acted(type="TALK"):
            return Said(event.person, event.content)
        case Moderated(move="probe" | "draw_out"):
            return Said(event.person, event.content)
        case Stimulus(kind="say", to=()) if event.step > asked_at:
            return Said(event.source, event.content)
        case _:
            return None
