"""Ready-made claims by name, and claims about somebody's description."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles import ERAS, Era, Scripted, plain, table, text_of, turn
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.steering.propositions import ClaimTask
from troupe_mcp.simulation.steering.yardsticks import YARDSTICKS, measure_of
from troupe_mcp.simulation.turns.perception import TurnTask

GROUP: dict[str, Any] = {
    "people": ["Oscar", "Lisa Carter"],
    "say": "Find a name for the shop.",
    "steps": 2,
    "seed": 1,
    "order": "together",
}
SCORE: dict[str, int | None] = {"score": 8}


def judge(prompt: Prompt) -> Any:
    match prompt.task:
        case TurnTask(person="Oscar", step=2):
            return turn()
        case TurnTask(person=person):
            return turn(f"{person} thinks of larch.")
        case ClaimTask(transcript=lines, measure=measure):
            said = [line for line in lines if "larch" in line.content][:1]
            quotes = [{"position": line.position, "quote": line.content.strip()} for line in said]
            verdict = {"quotes": quotes, "justification": "Read.", "verdict": "unclear", "confidence": 0.7}
            return verdict | (SCORE if measure else {})
        case _:
            return plain(prompt)


def asked(model: Scripted) -> list[str]:
    return [text_of(prompt) for prompt in model.asked if isinstance(prompt.task, ClaimTask)]


async def test_a_ready_made_claim_is_judged_by_its_own_scale(tmp_path: Path) -> None:
    async with table(tmp_path, model := Scripted(judge)) as at:
        group = await at.ok("run_world", **GROUP)
        for yardstick in YARDSTICKS:
            claim = yardstick.name.replace(" ", "_") + (": find a name" if "{task}" in yardstick.words else "")
            person = {"person": "oscar"} if yardstick.each else {}
            told = await at.ok("check_proposition", claim=claim, run=group.run, **person)
            text = asked(model)[-1]

            assert f"The scale: {yardstick.scoring}" in text
            assert ("Oscar by description" in text) is yardstick.card
            assert "{" not in text.split("The claim: ")[1].splitlines()[0]
            assert (told.data["score"], told.data["verdict"]) == (8, "yes"), "the verdict follows from the score"
            assert "score 8 of 9" in told.text
    assert len(asked(model)) == len(YARDSTICKS)


async def test_the_verdict_of_a_scale_follows_from_its_score(tmp_path: Path) -> None:
    scores: list[int | None] = [9, 6, 5, 3, None]

    def scored(prompt: Prompt) -> Any:
        answer = judge(prompt)
        return answer | {"score": scores[prompt.seed]} if isinstance(prompt.task, ClaimTask) else answer

    async with table(tmp_path, Scripted(scored)) as at:
        group = await at.ok("run_world", **GROUP)
        told = [
            await at.ok("check_proposition", claim="convergence", run=group.run, seed=seed)
            for seed in range(len(scores))
        ]

    assert [each.data.get("score") for each in told] == scores
    assert [each.data["verdict"] for each in told] == ["yes", "yes", "unclear", "no", "unclear"]


async def test_silence_is_counted_and_costs_nothing(tmp_path: Path) -> None:
    async with table(tmp_path, model := Scripted(judge)) as at:
        group = await at.ok("run_world", **GROUP)
        paid = len(model.asked)
        price = await at.ok("check_proposition", claim="silent for 1 step", run=group.run, person="Oscar", dry_run=True)
        oscar = await at.ok("check_proposition", claim="silent for 1 step", run=group.run, person="Oscar")
        lisa = await at.ok("check_proposition", claim="silent_for_1_steps", run=group.run, person="Lisa Carter")

    assert price.data["estimate"]["calls"] == [0, 0]
    assert (oscar.data["verdict"], lisa.data["verdict"]) == ("yes", "no")
    assert "Oscar last talked in step 1" in oscar.data["justification"]
    assert len(model.asked) == paid


async def test_a_ready_made_claim_says_what_it_lacks(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(judge)) as at:
        group = await at.ok("run_world", **GROUP)
        alone = await at.ok("listen_and_act", people=["Oscar"], say="Hello?", seed=1)
        whom = await at.error("check_proposition", claim="Persona adherence", run=group.run)
        task = await at.error("check_proposition", claim="task completion", run=group.run)
        where = await at.error("check_proposition", claim="fluency", person="Oscar")
        nothing = await at.error("check_proposition", claim="Oscar likes tea")
        told = await at.ok("check_proposition", claim="Persona adherence", run=alone.run)

    assert "Give person: Oscar, Lisa Carter" in whom
    assert "needs its task" in task
    assert "Give run" in where
    assert "Give run" in nothing
    assert told.data["verdict"] == "yes", "where there is one person it is about them"


def test_words_of_ones_own_are_no_name() -> None:
    assert measure_of("Convergence of their views is near") is None
    assert measure_of("convergence: on bread") is None
    assert measure_of("Self_Consistency.") == measure_of("self consistency") == measure_of("self-consistency")


@pytest.mark.parametrize("era", ERAS)
async def test_a_claim_about_somebody_is_judged_by_their_description(tmp_path: Path, era: Era) -> None:
    async with table(tmp_path, model := Scripted(judge), era=era) as at:
        told = await at.ok("check_proposition", claim="Oscar works with wood", person="Oscar", seed=1)
        again = await at.ok("check_proposition", claim="Oscar works with wood", person="Oscar", seed=1, new=True)
        lost = await at.error("check_proposition", claim="Oscar works with wood", person="Oskar Nobody")

    [text] = asked(model)
    assert "You read the description of a simulated person" in text
    assert "Transcript" not in text
    [quote] = told.data["quotes"]
    [line] = [line for line in text.splitlines() if line.startswith(f"[{quote['position']}]")]
    assert quote["quote"] in line
    assert "of" not in told.data
    assert (again.data["cost"]["calls"], again.data["cost"]["cached_calls"]) == (0, 1)
    assert "No person" in lost


async def test_the_rehearsal_judges_a_description_by_its_words_and_no_scale_at_all(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        group = await at.ok("run_world", **GROUP)
        scale = await at.ok("check_proposition", claim="divergence", run=group.run)
        known = await at.ok("check_proposition", claim="Oscar is an architect", person="Oscar")
        open_ = await at.ok("check_proposition", claim="Oscar has been to Brazil", person="Oscar")

    assert (scale.data["verdict"], scale.data.get("score")) == ("unclear", None)
    assert "takes a language model" in scale.data["justification"]
    assert (known.data["verdict"], open_.data["verdict"]) == ("yes", "unclear")
    assert "Architect" in known.data["quotes"][0]["quote"]
    assert known.data["notice"].startswith("Rehearsal")
