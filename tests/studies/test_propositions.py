"""A claim against a run: the verdict, and the words it rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles import ERAS, Era, Scripted, Told, plain, table, text_of, turn
from troupe_mcp.language.completion import Completion
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.steering.propositions import ClaimTask
from troupe_mcp.simulation.turns.perception import TurnTask

SAID = {"Oscar": "I would pay for it.", "Lisa Carter": "I would never pay for it.", "Solveig Rustad": "Fine weather."}
TALK: dict[str, Any] = {"people": list(SAID), "say": "Would you pay for the app?", "seed": 1}


def judge(prompt: Prompt) -> Any:
    match prompt.task:
        case TurnTask(person=person):
            return turn(SAID[person])
        case ClaimTask(transcript=lines, scored=scored):
            asked = next(line for line in lines if line.from_outside)
            own = next(line for line in lines if line.person == "Oscar")
            quotes = [
                {"position": own.position, "quote": "I would pay"},
                {"position": own.position, "quote": "gladly"},
                {"position": asked.position, "quote": "Would you pay"},
            ]
            judged = {"quotes": quotes, "justification": "Oscar said so.", "verdict": "yes", "confidence": 0.8}
            return {**judged, "score": 7} if scored else judged
        case _:
            return plain(prompt)


async def test_a_verdict_keeps_only_what_people_said_where_they_said_it(tmp_path: Path) -> None:
    model = Scripted(judge)
    async with table(tmp_path, model) as at:
        talk = await at.ok("listen_and_act", **TALK)
        told = await at.ok("check_proposition", run=talk.run, claim="Oscar would pay", score=True)
        again = await at.ok("get_run", run=told.data["job"])

    assert [(cited["person"], cited["quote"]) for cited in told.data["quotes"]] == [("Oscar", "I would pay")]
    assert (told.data["verdict"], told.data["score"], told.data["confidence"]) == ("yes", 7, 0.8)
    assert told.data["of"] == [talk.run]
    assert "score 7 of 9, confidence 0.80" in told.text
    assert again.data["quotes"] == told.data["quotes"]
    [asked] = [text_of(prompt) for prompt in model.asked if isinstance(prompt.task, ClaimTask)]
    assert "The claim: “Oscar would pay”" in asked
    assert "“I would never pay for it.”" in asked


async def test_a_claim_about_one_person_is_judged_without_what_others_said_alone(tmp_path: Path) -> None:
    model = Scripted(judge)
    async with table(tmp_path, model) as at:
        talk = await at.ok("listen_and_act", **TALK)
        await at.ok("check_proposition", run=talk.run, claim="Would pay", person="oscar")
        lost = await at.error("check_proposition", run=talk.run, claim="Would pay", person="Ana")

    [asked] = [text_of(prompt) for prompt in model.asked if isinstance(prompt.task, ClaimTask)]
    assert "I would never pay" not in asked
    assert "It is about: Oscar" in asked
    assert "Oscar, Lisa Carter, Solveig Rustad" in lost


async def test_somebody_is_meant_by_the_id_that_put_them_there(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(plain)) as at:
        made = (await at.ok("create_person", persona={"name": "Osk Ar", "occupation": "clerk"})).data["person"]
        talk = await at.ok("listen_and_act", people=[made, "Lisa Carter"], say="Would you pay for the app?")
        told = await at.ok("check_proposition", run=talk.run, claim="They would pay.", person=made, dry_run=True)
        found = await at.ok("extract_results", run=talk.run, objective="x", people=[made], dry_run=True)
        wrong = await at.error("check_proposition", run=talk.run, claim="They would pay.", person="Solveig")

    assert (told.data["status"], found.data["status"]) == ("estimate", "estimate")
    assert "not in" in wrong
    assert "Osk Ar, Lisa Carter" in wrong


async def test_a_score_beyond_the_scale_is_asked_for_again(tmp_path: Path) -> None:
    def eager(prompt: Prompt) -> Any:
        if isinstance(prompt.task, ClaimTask):
            score = 9 if prompt.address[-1] == "1" else 10
            return {"quotes": [], "justification": "So.", "verdict": "yes", "confidence": 1, "score": score}
        return plain(prompt)

    async with table(tmp_path, Scripted(eager)) as at:
        talk = await at.ok("listen_and_act", people=["Oscar"], say="Hello?", seed=1)
        told = await at.ok("check_proposition", run=talk.run, claim="He said hello", score=True)

    assert told.data["score"] == 9
    assert told.data["cost"]["calls"] == 2


async def test_what_a_model_refuses_to_judge_pauses_and_can_be_continued(tmp_path: Path) -> None:
    refusing = True

    def shy(prompt: Prompt) -> Any:
        if isinstance(prompt.task, ClaimTask) and refusing:
            return Completion("", "unavailable")
        return judge(prompt)

    async with table(tmp_path, Scripted(shy)) as at:
        talk = await at.ok("listen_and_act", **TALK)
        paused = await at.ok("check_proposition", run=talk.run, claim="Oscar would pay")
        refusing = False
        told = await at.ok("continue_run", run=paused.data["job"])

    assert (paused.data["status"], paused.data.get("verdict")) == ("paused", None)
    assert "continue_run" in paused.data["next"]
    assert (told.data["status"], told.data["verdict"]) == ("done", "yes")


async def test_a_claim_judged_before_costs_nothing_and_its_estimate_asks_nobody(tmp_path: Path) -> None:
    model = Scripted(judge)
    async with table(tmp_path, model) as at:
        talk = await at.ok("listen_and_act", **TALK)
        price = await at.ok("check_proposition", run=talk.run, claim="Oscar would pay", dry_run=True)
        before = len(model.asked)
        first = await at.ok("check_proposition", run=talk.run, claim="Oscar would pay")
        second = await at.ok("check_proposition", run=talk.run, claim="Oscar would pay", new=True)

    assert price.data["estimate"]["calls"] == [1, 1]
    assert before == len(SAID)
    assert len(model.asked) == len(SAID) + 1
    assert (second.data["cost"]["calls"], second.data["cost"]["cached_calls"]) == (0, 1)
    assert second.data["quotes"] == first.data["quotes"]


async def test_a_study_has_no_speakers_to_judge(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        talk = await at.ok("listen_and_act", people=["Oscar"], say="Hello?", seed=1)
        found = await at.ok("extract_results", run=talk.run, objective="what he said")
        refused = await at.error("check_proposition", run=found.run, claim="He said hello")
        empty = await at.error("check_proposition", run=talk.run, claim=" ")

    assert "nobody speaks in it" in refused
    assert "Give claim" in empty


VOTES = "Ad 1: Quiet doors. They never slam.\n\nAd 2: Fast loans in a minute.\n\nAd 3: A notebook for life."


async def voted(at: Any) -> Told:
    people = ["Lisa Carter", "Oscar", "Ilona Szabados", "Fetu Leavasa"]
    return await at.ok("listen_and_act", people=people, show=VOTES, say="Which ad do you like most, and why?", seed=3)


@pytest.mark.parametrize("era", ERAS)
async def test_a_rehearsed_verdict_quotes_the_log_and_measures_nothing(tmp_path: Path, era: Era) -> None:
    async with table(tmp_path, era=era) as at:
        talk = await voted(at)
        votes = await at.ok("extract_results", run=talk.run, objective="the vote", fields={"ad": {"type": "integer"}})
        told = {
            (row["person"], number): await at.ok(
                "check_proposition", run=talk.run, claim=f"{row['person']} chose ad {number}", score=True
            )
            for row in votes.data["results"]
            for number in (1, 2, 3)
        }
        said = " ".join(json_line["content"] for json_line in await at.events(talk.run) if json_line.get("content"))

    chosen = {row["person"]: row["ad"] for row in votes.data["results"]}
    assert set(chosen.values()) <= {1, 2, 3}
    for (person, number), verdict in told.items():
        assert verdict.data["verdict"] == ("yes" if chosen[person] == number else "no"), verdict.text
        assert [cited["person"] for cited in verdict.data["quotes"]] == [person]
        assert verdict.data["quotes"][0]["quote"] in said
        assert verdict.data["notice"].startswith("Rehearsal")
        assert not {"score", "confidence"} & set(verdict.data)
        assert verdict.text.count("not measured: rehearsal") == 2
