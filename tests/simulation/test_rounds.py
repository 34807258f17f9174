"""A turn's second call: what was looked up decides it, and nothing is looked up twice."""

from __future__ import annotations

from functools import partial

import pytest

from tests.doubles import Scripted, Written, text_of, turn
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.library import Library, load_templates
from troupe_mcp.simulation.turns import moment
from troupe_mcp.simulation.turns import turn as turns
from troupe_mcp.simulation.turns.actions import ActionKind, available
from troupe_mcp.simulation.turns.perception import Brought, TurnTask
from troupe_mcp.simulation.worlds.events import Acted, Event, SceneSet, StepBegan, Stimulus, TurnTaken
from troupe_mcp.simulation.worlds.work import Past, Rules
from troupe_mcp.simulation.worlds.world import TinyWorld

RULES = Rules(1, "English", 24_000)
LOST = ActionKind("RECALL", "search your memory", "nobody")


def _these(actions: tuple[ActionKind, ...], *_: object) -> tuple[ActionKind, ...]:
    return actions


@pytest.fixture
def past(monkeypatch: pytest.MonkeyPatch) -> Past:
    """A moment in which one can look things up."""
    with_more = (*available(private=True), LOST)
    for place in (moment, turns):
        monkeypatch.setattr(place, "offered", partial(_these, with_more))
    monkeypatch.setitem(
        turns.LOOKS, "RECALL", lambda _past, _who, wanted: Brought("RECALL", wanted, "You recall", "A\nB")
    )
    oscar = Library.shipped().people["oscar"]
    log: list[Event] = [SceneSet("private", "together", 1, "interviewer", ("Oscar",)), StepBegan(1)]
    log.append(Stimulus(1, "say", "Which harbour was it?", "interviewer", ("Oscar",)))
    return Past(TinyWorld.of([("Oscar", oscar)]).after(log), [*enumerate(log, 1)], RULES, load_templates())


async def test_what_was_looked_up_decides_and_the_rest_of_the_first_answer_is_discarded(past: Past) -> None:
    def answers(prompt: Prompt) -> Written:
        assert isinstance(prompt.task, TurnTask)
        first = turn("the harbour", does="RECALL")
        return (
            turn("It was Cork.")
            if prompt.task.brought
            else {**first, "actions": [*turn("Wait.")["actions"], *first["actions"]]}
        )

    model = Scripted(answers)
    done = await turns.Turn("Oscar").done(past, model)

    assert [(e.type, e.content) for e in done if isinstance(e, Acted)] == [
        ("RECALL", "the harbour"),
        ("TALK", "It was Cork."),
    ]
    assert [prompt.address[-3:-2] for prompt in model.asked] == [("1",), ("2",)]
    first, second = map(text_of, model.asked)
    assert "- You recall:\n  A\n  B\n" in second
    assert "nothing more can be looked up in this turn" in second
    assert ["RECALL" in prompt.task.actions for prompt in model.asked if isinstance(prompt.task, TurnTask)] == [
        True, False,
    ]  # fmt: skip
    assert second.startswith(first.split("\n- interviewer said")[0]), "what stands before the log stays as it was"


async def test_nothing_is_looked_up_in_a_second_round(past: Past) -> None:
    model = Scripted(lambda _: turn("the harbour", does="RECALL"))
    done = await turns.Turn("Oscar").done(past, model)

    assert len(model.asked) == 1 + 2, "a second round that looks up is of the wrong form, and is repaired once"
    assert [e.outcome for e in done if isinstance(e, TurnTaken)] == ["unparsable"]
