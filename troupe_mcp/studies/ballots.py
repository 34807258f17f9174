"""Votes in a world: all answer one question in private before they talk and after, and who moved says by whose words.

Nobody perceives a vote, and voters don't remember theirs: so the second is no echo of the first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from troupe_mcp.simulation.worlds.events import Answered, StepEnded
from troupe_mcp.simulation.worlds.moves import PHASES
from troupe_mcp.simulation.worlds.votes import AFTER, BEFORE, MOVED
from troupe_mcp.simulation.worlds.work import Moves
from troupe_mcp.studies.moving import Changed, moved_by, moved_prompt, speakers
from troupe_mcp.studies.questionnaire import from_json
from troupe_mcp.studies.survey.asking import Survey, answered, ask_prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from troupe_mcp.language.model import Model
    from troupe_mcp.language.prompt import Prompt
    from troupe_mcp.simulation.people.person import TinyPerson
    from troupe_mcp.simulation.worlds.events import Event, SceneSet
    from troupe_mcp.simulation.worlds.votes import Votes
    from troupe_mcp.simulation.worlds.work import Past
    from troupe_mcp.simulation.worlds.world import TinyWorld
    from troupe_mcp.studies.questionnaire import Question

TALKATIVE = 500
"""Characters said in a turn from which a forecast takes people to be moved; its least asks nobody what moved them."""


@dataclass(frozen=True, slots=True)
class Vote:
    """Somebody's answer to the ballot, `before` or `after` they talk."""

    person: str
    when: str

    def prompt(self, past: Past) -> Prompt:
        """Return the survey's prompt for the ballot's question."""
        survey = _survey(past, self.when)
        return ask_prompt(survey, _voter(past.world, self.person, self.when), survey.questions, 1, {})

    async def done(self, past: Past, model: Model) -> Sequence[Event]:
        """Return the vote; a refusal is one without a value. Raises ModelFailed where nobody answered at all."""
        survey = _survey(past, self.when)
        voter = _voter(past.world, self.person, self.when)
        votes = await answered(survey, voter, survey.questions, 1, {}, model)
        return [replace(vote, question=self.when, played_by=model.name) for vote in votes]

    def supposed(self, world: TinyWorld, said: str) -> Sequence[Event]:
        """Return a vote that changes where people say much."""
        first, other = _two_answers(from_json(world.votes.ballot or {}))
        value = other if self.when == AFTER and len(said) >= TALKATIVE else first
        return (Answered(world.step, self.person, self.when, value=value),)


@dataclass(frozen=True, slots=True)
class Moving:
    """What moved somebody whose two votes differ, asked in private."""

    person: str
    before: Answered
    after: Answered

    def prompt(self, past: Past) -> Prompt:
        """Return the prompt of their second vote, with their answer to it and one question more."""
        voted = Vote(self.person, AFTER).prompt(past)
        return moved_prompt(voted, Changed(self.before, self.after, speakers(past.log, self.person)), past.templates)

    async def done(self, past: Past, model: Model) -> Sequence[Event]:
        """Return by whose words they were moved, as far as these stand in the log."""
        return [await moved_by(self.prompt(past), past, model, self.person)]

    def supposed(self, world: TinyWorld, said: str) -> Sequence[Event]:
        """Return that nothing did."""
        del said
        return (Answered(world.step, self.person, MOVED, value={}),)


def voting_before(world: TinyWorld, scene: SceneSet, _: int) -> Moves:
    """Let those vote who never did, once they have seen what the first step of a scene brings, before anybody acts."""
    if scene.ballot is None or world.step != scene.step + 1 or world.acted:
        return Moves()
    voted = {event.person for event in world.votes.answers}
    return Moves(work=tuple(Vote(name, BEFORE) for name in _voters(world, scene) if name not in voted))


def voting_after(world: TinyWorld, scene: SceneSet, _: int) -> Moves:
    """Let all vote as the last step of a scene ends, and then ask those whose vote has changed what moved them."""
    if scene.ballot is None or not (world.step == scene.last_step or world.course.stops(scene)):
        return Moves()
    votes, voters = world.votes, _voters(world, scene)
    waiting = [name for name in voters if votes.of(name, AFTER, world.step) is None]
    if waiting:
        return Moves(work=tuple(Vote(name, AFTER) for name in waiting))
    movers = [
        Moving(name, *pair)
        for name in voters
        if (pair := changed(votes, name, world.step)) and votes.of(name, MOVED, world.step) is None
    ]
    return Moves(work=tuple(movers))


WITH_BALLOTS = (voting_before, *PHASES, voting_after)
"""The phases of an open step, where people may vote in it."""


def changed(votes: Votes, name: str, step: int) -> tuple[Answered, Answered] | None:
    """Return somebody's first vote and that at a step, where both are there and differ."""
    before, after = votes.of(name, BEFORE), votes.of(name, AFTER, step)
    if not before or not after or before.value is None or after.value is None:
        return None
    return (before, after) if before.value != after.value else None


def _voters(world: TinyWorld, scene: SceneSet) -> list[str]:
    return [name for name in world.reach.present if not scene.guide or name != scene.moderator]


def _voter(world: TinyWorld, name: str, when: str) -> TinyPerson:
    """Return who votes, with what they know then: after a step that is played together, all that was said in it."""
    heard = world.after((StepEnded(world.step),)) if when == AFTER and world.unheard else world
    return heard.people[name]


def _survey(past: Past, when: str) -> Survey:
    question = from_json(past.world.votes.ballot or {})
    place = ("ballot", when)
    return Survey((question,), 1, "direct", "one", past.rules, past.templates, past.world.step, place=place)


def _two_answers(question: Question) -> tuple[Any, Any]:
    return (question.options[0].id, question.options[1].id) if question.options else question.scale
