"""Over random worlds: an intervention speaks at the opening of exactly the steps where its conditions hold."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.simulation.steering.judging import Judgement
from troupe_mcp.simulation.steering.steering import Proposition, StandingIntervention
from troupe_mcp.simulation.turns.turn import Turn
from troupe_mcp.simulation.worlds.encoding import decode, encode
from troupe_mcp.simulation.worlds.events import Acted, Event, Intervened, Judged, Line, SceneSet, TurnTaken
from troupe_mcp.simulation.worlds.moves import next_moves
from troupe_mcp.simulation.worlds.world import TinyWorld

PEOPLE = ("Ana", "Bo", "Chi")
STEPS = 12
WORDS = ("yes", "no", "perhaps")
CLAIM = Proposition("They agree", scored=True)


def drawn(chance: random.Random, number: int) -> StandingIntervention:
    """Return an intervention with one to three conditions."""
    given = chance.sample(["every", "claim", "silence", "words"], chance.choice((1, 1, 2, 3)))
    silent = "silence" in given
    return StandingIntervention(
        number,
        (Line(0, "say", f"Intervention {number}."),),
        every=chance.randint(1, 3) if "every" in given else 0,
        claims=(CLAIM,) if "claim" in given else (),
        verdict=chance.choice(("yes", "no", "")) if "claim" in given else "",
        above=chance.choice((None, 4, 7)) if "claim" in given else None,
        silent_for=chance.randint(1, 2) if silent else 0,
        person=chance.choice(("", *PEOPLE)) if silent else "",
        matches=chance.choice(WORDS) if "words" in given else "",
    )


def played(scene: SceneSet, seed: int) -> list[Event]:
    """Return the log of a world whose people say one word or nothing, and whose judge throws dice."""
    chance = random.Random(f"play {seed}")
    log: list[Event] = [scene]
    world = TinyWorld.of((name, Persona.of({"name": name})) for name in PEOPLE).after(log)
    while moves := next_moves(world, seed, 10):
        came: list[Event] = []
        world = world.after(moves.events)
        for work in moves.work:
            if isinstance(work, Turn):
                said = [Acted(world.step, work.person, "TALK", chance.choice(WORDS))] if chance.random() < 0.4 else []
                came += [*said, TurnTaken(world.step, work.person)]
            elif isinstance(work, Judgement):
                score = chance.choice((None, 1, 5, 9))
                verdict = chance.choice(("yes", "no", "unclear"))
                came.append(Judged(world.step, work.proposition.claim, "", verdict, score))
        world = world.after(came)
        log += [*moves.events, *came]
    return log


def holds(each: StandingIntervention, log: Sequence[Event], step: int) -> bool:
    """Whether all its conditions hold on what happened before a step: read from the log alone."""
    talk = [event for event in log if isinstance(event, Acted) and event.step < step]
    own = [event.step for event in talk if each.person in ("", event.person)]
    verdicts = [event for event in log if isinstance(event, Judged) and event.step == step - 1]
    return (
        (not each.every or step % each.every == 0)
        and (not each.silent_for or (step > each.silent_for and max([0, *own]) < step - each.silent_for))
        and (not each.matches or any(each.matches in e.content for e in talk if e.step == step - 1))
        and (not each.claims or any(_wanted(each, event) for event in verdicts))
    )


def _wanted(each: StandingIntervention, judged: Judged) -> bool:
    scored = each.above is None or (judged.score is not None and judged.score > each.above)
    return scored and each.verdict in ("", judged.verdict)


def expected(each: StandingIntervention, log: Sequence[Event]) -> Iterator[int]:
    """Return the steps at which it has to speak."""
    for step in range(1, STEPS + 1):
        if holds(each, log, step):
            yield step
            if not each.every:
                return


def test_an_intervention_speaks_where_its_conditions_hold_and_nowhere_else() -> None:
    spoken = 0
    for seed in range(100):
        chance = random.Random(f"world {seed}")
        interventions = tuple(drawn(chance, number) for number in range(1, 5))
        scene = SceneSet("room", "together", STEPS, "moderator", PEOPLE, interventions=interventions)
        log = played(scene, seed)
        for each in interventions:
            steps = [event.step for event in log if isinstance(event, Intervened) and event.number == each.number]
            assert steps == [*expected(each, log)], f"seed {seed}, {each}"
            spoken += len(steps)
        assert [decode(*encode(event)) for event in log] == log, f"seed {seed}"
    assert spoken > 100
