"""What steers a world: claims judged at each step, interventions, an end when a claim comes true."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles import ERAS, Era, Scripted, Table, Told, plain, table, text_of, turn
from troupe_mcp.language.completion import Completion
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.steering.propositions import ClaimTask
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.events import Arrived, Intervened, Judged, SceneSet, Stimulus, TurnTaken

PEOPLE = ["Oscar", "Lisa Carter"]
GROUP: dict[str, Any] = {"people": PEOPLE, "say": "What does bread cost?", "steps": 5, "seed": 1, "order": "together"}
TOO_DEAR = "Somebody finds it too dear"


def counting(prompt: Prompt) -> Any:
    """People name a price that rises each step and fall silent after step 3; claims are true from the third euro on."""
    match prompt.task:
        case TurnTask(step=step):
            return turn(f"It costs {step} euros.") if step <= 3 else turn()
        case ClaimTask(transcript=lines, scored=scored):
            said = [line for line in lines if not line.from_outside]
            dear = [line for line in said if "3 euros" in line.content]
            quotes = [{"position": (dear or said)[0].position, "quote": (dear or said)[0].content}] if said else []
            verdict = {"quotes": quotes, "justification": "Read.", "verdict": "yes" if dear else "no"}
            return {**verdict, "confidence": 0.8, **({"score": 8 if dear else 1} if scored else {})}
        case _:
            return plain(prompt)


def spoke(events: list[Any]) -> list[tuple[int, int]]:
    return [(event.step, event.number) for event in events if isinstance(event, Intervened)]


def brought(events: list[Any]) -> list[tuple[int, str]]:
    return [(event.step, event.content) for event in events if isinstance(event, Stimulus) and event.step > 1]


def judged(model: Scripted) -> list[Prompt]:
    return [prompt for prompt in model.asked if isinstance(prompt.task, ClaimTask)]


@pytest.mark.parametrize(
    ("when", "step", "why"),
    [
        ({"step": 4}, 4, "step 4"),
        ({"matches": "costs 2 euros?"}, 3, "Oscar said “costs 2 euros”"),
        ({"claim": TOO_DEAR}, 4, f"“{TOO_DEAR}”: yes after step 3"),
        ({"claim": TOO_DEAR, "above": 5}, 4, f"“{TOO_DEAR}”: yes, 8 of 9 after step 3"),
        ({"claim": TOO_DEAR, "is": False}, 2, f"“{TOO_DEAR}”: no after step 1"),
        ({"claim": TOO_DEAR, "below": 3}, 2, f"“{TOO_DEAR}”: no, 1 of 9 after step 1"),
        ({"silent_for": 1}, 5, "nobody talked in step 4"),
        ({"silent_for": 1, "person": "lisa"}, 5, "Lisa Carter said nothing in step 4"),
        ({"claim": TOO_DEAR, "matches": "3 euros"}, 4, f"Oscar said “3 euros”; “{TOO_DEAR}”: yes after step 3"),
    ],
)
async def test_an_intervention_speaks_once_at_the_step_where_its_conditions_first_hold_and_not_before(
    tmp_path: Path, when: dict[str, Any], step: int, why: str
) -> None:
    model = Scripted(counting)
    async with table(tmp_path, model) as at:
        told = await at.ok("run_world", **GROUP, interventions=[{"when": when, "then": {"say": "Cheaper bread?"}}])
        log = await at.log(told.run)

    assert spoke(log) == [(step, 1)]
    assert brought(log) == [(step, "Cheaper bread?")]
    for person in PEOPLE:
        heard = [at for at in range(1, 6) if any("Cheaper bread?" in text for text in model.asked_of(person, at))]
        assert heard[:1] == [step]
    assert told.data["interventions"][0] == {"number": 1, "brings": "say: Cheaper bread?", "steps": [step], "why": why}
    assert f"{step}. (intervention 1: {why})" in told.text


async def test_an_intervention_with_every_speaks_again_wherever_its_conditions_hold(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(counting)) as at:
        told = await at.ok(
            "run_world",
            **GROUP,
            interventions=[
                {"when": {"every": 2}, "then": {"think": "Time flies."}},
                {"when": {"every": 1, "matches": "euros"}, "then": {"goal": "Haggle.", "to": ["Oscar"]}},
                {"when": {"every": 2, "claim": TOO_DEAR}, "then": {"situation": "The shop closes."}},
            ],
        )
        log = await at.log(told.run)

    assert spoke(log) == [(2, 1), (2, 2), (3, 2), (4, 1), (4, 2), (4, 3)]
    assert {event.to for event in log if isinstance(event, Stimulus) and event.kind == "goal"} == {("Oscar",)}


async def test_conditions_that_do_not_hold_together_never_speak_and_ask_nobody_in_vain(tmp_path: Path) -> None:
    model = Scripted(counting)
    when = [{"claim": TOO_DEAR, "step": 3}, {"claim": TOO_DEAR, "matches": "nine euros"}]
    async with table(tmp_path, model) as at:
        told = await at.ok(
            "run_world", **GROUP, interventions=[{"when": each, "then": {"say": "So?"}} for each in when]
        )
        log = await at.log(told.run)

    assert spoke(log) == []
    assert [prompt.address[:3] for prompt in judged(model)] == [("step", "2", "claim")]
    assert "Intervention 1 has not spoken yet: say: So?" in told.text


async def test_an_intervention_lets_people_come_and_go(tmp_path: Path) -> None:
    model = Scripted(counting)
    people = [*PEOPLE, "Ilona Szabados"]
    async with table(tmp_path, model) as at:
        told = await at.ok(
            "run_world",
            **{**GROUP, "people": people},
            interventions=[
                {"when": {"matches": "1 euro"}, "then": {"add": "Ilona Szabados"}},
                {"when": {"matches": "1 euro"}, "then": {"add": "Ilona Szabados"}},
                {"when": {"matches": "2 euro"}, "then": {"remove": ["Oscar"], "say": "Oscar has to leave."}},
            ],
        )
        log = await at.log(told.run)

    turns = [(event.step, event.person) for event in log if isinstance(event, TurnTaken)]
    assert [(event.step, event.person) for event in log if isinstance(event, Arrived)] == [(2, "Ilona Szabados")]
    assert min(step for step, person in turns if person == "Ilona Szabados") == 2
    assert max(step for step, person in turns if person == "Oscar") == 2
    assert "What does bread cost?" not in model.asked_of("Ilona Szabados")[0]


async def test_a_watched_claim_is_judged_at_the_end_of_each_step_by_words_that_were_said(tmp_path: Path) -> None:
    def embroidered(prompt: Prompt) -> Any:
        answer = counting(prompt)
        if isinstance(prompt.task, ClaimTask):
            answer["quotes"].append({"position": answer["quotes"][0]["position"], "quote": "Far too dear!"})
        return answer

    model = Scripted(embroidered)
    async with table(tmp_path, model) as at:
        told = await at.ok("run_world", **GROUP, watch=[{"claim": TOO_DEAR, "score": True}, "Lisa names a price"])
        verdicts = [event for event in await at.log(told.run) if isinstance(event, Judged)]
        seen = (await at.app.get_run(told.run)).verdicts()
        happened = await at.events(told.run)

    [dear, price] = told.data["verdicts"]
    assert dear["series"] == ["1: no 1", "2: no 1", "3: yes 8", "4: yes 8", "5: yes 8"]
    assert (dear["step"], dear["score"], dear["confidence"]) == (5, 8, 0.8)
    assert price["claim"] == "Lisa names a price"
    assert all(quote["quote"].startswith("It costs") for event in verdicts for quote in event.quotes)
    assert seen == verdicts
    assert [line["type"] for line in happened if line["kind"] == "verdict"] == [event.verdict for event in verdicts]
    assert all("It costs 2 euros" not in text_of(prompt) for prompt in judged(model) if prompt.address[1] == "1")


@pytest.mark.parametrize("era", ERAS)
async def test_a_world_ends_at_the_first_step_where_its_claim_is_true(tmp_path: Path, era: Era) -> None:
    model = Scripted(counting)
    async with table(tmp_path, model, era=era) as at:
        told = await at.ok("run_world", **GROUP, stop_when=TOO_DEAR)
        refused = await at.error("continue_run", run=told.run)
        paid = len(model.asked)
        further = await at.ok("run_world", run=told.run, say="And cake?")
        fork = await at.ok("run_world", fork_of=told.run, at_step=1, order="together")

    assert [told.data[key] for key in ("status", "reason", "done", "total", "steps_done")] == [
        "done",
        "stop_when",
        3,
        3,
        3,
    ]
    assert told.text.splitlines()[0].startswith(f"{told.run} · done (stop_when) · 3/3 steps")
    assert "is done" in refused
    assert further.data["steps_done"] == 5, (
        "what was planned is played on, and the claim that came true no longer ends it"
    )
    assert "reason" not in further.data
    assert [prompt for prompt in model.asked[paid:] if isinstance(prompt.task, ClaimTask)] == []
    assert (fork.data["steps_done"], fork.data["reason"], fork.data["cost"]["calls"]) == (3, "stop_when", 0)


async def test_a_claim_about_each_person_ends_a_world_once_it_is_true_of_all(tmp_path: Path) -> None:
    def uneven(prompt: Prompt) -> Any:
        if isinstance(prompt.task, TurnTask):
            return turn("Hm.") if prompt.task.person == "Oscar" or prompt.task.step <= 2 else turn()
        return counting(prompt)

    async with table(tmp_path, model := Scripted(uneven)) as at:
        watched = await at.ok("run_world", **{**GROUP, "steps": 3}, watch=["silent_for_1_step"])
        ended = await at.ok("run_world", **GROUP, stop_when="silent for 2 steps", watch=["silent for 2 steps"])
        log = await at.log(ended.run)

    found = {line["person"]: line["verdict"] for line in watched.data["verdicts"]}
    assert found == {"Oscar": "no", "Lisa Carter": "yes"}
    assert judged(model) == [], "who is silent is counted, nobody is asked"
    assert ended.data["steps_done"] == 5
    assert {(e.person, e.verdict) for e in log if isinstance(e, Judged) and e.step == 5} == {
        ("Oscar", "no"),
        ("Lisa Carter", "yes"),
    }


STEERED: dict[str, Any] = {
    **GROUP,
    "watch": ["Lisa names a price", "fluency"],
    "stop_when": "Nobody talks any more",
    "interventions": [
        {"when": {"claim": TOO_DEAR}, "then": {"say": "Cheaper bread?"}},
        {"when": {"every": 2, "matches": "euro"}, "then": {"think": "Hm."}},
        {"when": {"silent_for": 1}, "then": {"say": "Anybody?"}},
    ],
}


def shy(model_of: Any = counting) -> Any:
    def script(prompt: Prompt) -> Any:
        answer = model_of(prompt)
        if isinstance(prompt.task, ClaimTask) and prompt.task.claim == "Nobody talks any more":
            answer["verdict"] = "no"
        return answer

    return script


async def story_of(at: Table, told: Told) -> list[dict[str, Any]]:
    return [{**event, "position": 0} for event in await at.events(told.run)]


async def test_a_steered_world_cut_off_at_any_call_goes_on_to_the_same_log_and_asks_nothing_twice(
    tmp_path: Path,
) -> None:
    async with table(tmp_path / "whole", whole := Scripted(shy())) as at:
        undisturbed = await story_of(at, await at.ok("run_world", **STEERED))
    assert len(judged(whole)) == 5 * (1 + len(PEOPLE)) + 5 + 3
    for cut in (2, 5, 9, len(whole.asked) - 1):  # among turns, among judgements, at the very last
        answered: list[str] = []

        def failing(prompt: Prompt, cut: int = cut, answered: list[str] = answered) -> Any:
            if len(answered) == cut and "failed" not in answered:
                answered.append("failed")
                return Completion("", "unavailable")
            answered.append("/".join(prompt.address))
            return shy()(prompt)

        async with table(tmp_path / f"cut-{cut}", Scripted(failing)) as at:
            paused = await at.ok("run_world", **STEERED)
        async with table(tmp_path / f"cut-{cut}", Scripted(failing)) as at:
            told = await at.ok("continue_run", run=paused.run)
            assert (paused.data["status"], told.data["status"]) == ("paused", "done")
            assert await story_of(at, told) == undisturbed, f"cut at call {cut}"
        answered.remove("failed")
        assert len(answered) == len(set(answered)) == len(whole.asked)


async def test_the_same_steered_world_costs_nothing_again_and_in_two_parts_is_as_in_one(tmp_path: Path) -> None:
    async with table(tmp_path, model := Scripted(shy())) as at:
        first = await at.ok("run_world", **STEERED)
        paid = len(model.asked)
        second = await at.ok("run_world", **STEERED)
        half = await at.ok("run_world", **{**STEERED, "steps": 3})
        whole = await at.ok("run_world", run=half.run, steps=2, order="together")
        logs = [await story_of(at, told) for told in (first, second, whole)]

    assert len(model.asked) == paid
    assert (second.data["cost"]["calls"], second.data["cost"]["cached_calls"]) == (0, paid)
    assert logs[0] == logs[1] == logs[2]


async def test_a_fork_keeps_what_has_not_spoken_yet_and_takes_new_steering(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(shy())) as at:
        parent = await at.ok("run_world", **STEERED)
        early = await at.ok("run_world", fork_of=parent.run, at_step=1, order="together")
        late = await at.ok("run_world", fork_of=parent.run, at_step=4, steps=2)
        free = await at.ok("run_world", fork_of=parent.run, at_step=1, interventions=[], watch=[], stop_when="")
        other = await at.ok(
            "run_world", fork_of=parent.run, at_step=1, interventions=[{"when": {"step": 2}, "then": {"say": "Cake?"}}]
        )
        logs = {told.run: await at.log(told.run) for told in (parent, early, late, free, other)}

    assert spoke(logs[parent.run]) == [(2, 2), (4, 1), (4, 2), (5, 3)]
    assert spoke(logs[early.run]) == spoke(logs[parent.run])
    assert [line["number"] for line in late.data["interventions"]] == [2, 3]
    assert spoke(logs[free.run]) == []
    assert [event.step for event in logs[free.run] if isinstance(event, Judged)] == [1] * 5
    assert brought(logs[other.run]) == [(3, "Cake?")], "its steps count from the call"


async def test_an_estimate_counts_the_calls_of_judges(tmp_path: Path) -> None:
    async with table(tmp_path, model := Scripted(shy())) as at:
        bare = await at.ok("run_world", **GROUP, dry_run=True)
        steered = await at.ok("run_world", **GROUP, watch=["a", "fluency", "silent for 2 steps"], dry_run=True)

    more = [
        one - other
        for one, other in zip(steered.data["estimate"]["calls"], bare.data["estimate"]["calls"], strict=True)
    ]
    assert more[0] == 5 * 3
    assert more[1] >= 5 * 3
    assert model.asked == []


async def test_a_judge_who_refuses_leaves_the_claim_unclear_and_the_world_goes_on(tmp_path: Path) -> None:
    def strict(prompt: Prompt) -> Any:
        return Completion("", "refused") if isinstance(prompt.task, ClaimTask) else counting(prompt)

    async with table(tmp_path, Scripted(strict)) as at:
        told = await at.ok("run_world", **{**GROUP, "steps": 2}, watch=[TOO_DEAR])

    assert (told.data["status"], told.data["verdicts"][0]["verdict"]) == ("done", "unclear (refused)")


async def test_a_long_world_is_judged_by_its_latest_words(tmp_path: Path) -> None:
    def wordy(prompt: Prompt) -> Any:
        if isinstance(prompt.task, TurnTask):
            return turn(f"Step {prompt.task.step}: " + "bread and butter " * 230)
        return counting(prompt)

    async with table(tmp_path, model := Scripted(wordy)) as at:
        await at.ok("run_world", **GROUP, watch=[TOO_DEAR])

    last = judged(model)[-1]
    assert last.size() <= 24_000 + 3_000
    assert "Step 5: " in text_of(last)
    assert "Step 1: " not in text_of(last)
    assert "earlier lines are left out here" in text_of(last)


async def test_the_rehearsal_judges_by_the_log_alone_and_gives_no_scores(tmp_path: Path) -> None:
    group: dict[str, Any] = {"people": ["Oscar", "Lisa Carter", "Fetu Leavasa"], "say": "Tea or coffee, and why?"}
    steering: dict[str, Any] = {
        "watch": ["Oscar said something about tea", "persona adherence"],
        "interventions": [
            {"when": {"matches": "tea|coffee"}, "then": {"say": "And on Sundays?"}},
            {"when": {"claim": "Most like tea", "above": 1}, "then": {"say": "Why tea?"}},
        ],
    }
    async with table(tmp_path) as at:
        told = await at.ok("run_world", **group, **steering, steps=3, seed=4)
        again = await at.ok("run_world", **group, **steering, steps=3, seed=4)
        log = await at.log(told.run)

    assert spoke(log) == [(2, 1)]
    verdicts = [event for event in log if isinstance(event, Judged)]
    assert {event.score for event in verdicts} == {event.confidence for event in verdicts} == {None}
    assert {event.verdict for event in verdicts if event.claim == "persona adherence"} == {"unclear"}
    assert any("gives no scores" in warning for warning in told.data["warnings"])
    assert told.data["notice"].startswith("Rehearsal")
    assert again.data["cost"]["calls"] == 0


async def test_an_assistant_that_plays_the_people_is_also_given_the_claims_to_judge(tmp_path: Path) -> None:
    said: dict[str, Any] = turn("It costs 3 euros.")
    verdict = {"quotes": [{"position": 2, "quote": "3 euros"}], "justification": "So.", "verdict": "yes"}
    async with table(tmp_path) as at:
        told = await at.ok(
            "run_world", people=["Oscar"], say="And bread?", steps=3, seed=1, stop_when=TOO_DEAR, played_by="host"
        )
        [acts] = told.data["handed"]["prompts"]
        told = await at.ok("continue_run", run=told.run, answers={acts["id"]: said})
        [judges] = told.data["handed"]["prompts"]
        told = await at.ok("continue_run", run=told.run, answers={judges["id"]: {**verdict, "confidence": 0.9}})

    assert "You play one person" not in judges["prompt"]
    assert f"The claim: “{TOO_DEAR}”" in judges["prompt"]
    assert (told.data["status"], told.data["reason"], told.data["steps_done"]) == ("done", "stop_when", 1)
    assert told.data["verdicts"][0]["verdict"] == "yes"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"interventions": [{"when": {}, "then": {"say": "x"}}]}, "interventions[0].when has no condition"),
    ({"interventions": [{"when": {"step": 1, "every": 2}, "then": {"say": "x"}}]}, "step and every"),
    ({"interventions": [{"when": {"step": 9}, "then": {"say": "x"}}]}, "this call plays 5"),
    ({"interventions": [{"when": {"step": 1}, "then": {}}]}, "interventions[0].then brings nothing"),
    (
        {"interventions": [{"when": {"step": 1}, "then": {"say": "x", "to": ["Bo"]}}]},
        "'Bo', who is not in the cast",
    ),
    ({"interventions": [{"when": {"step": 1}, "then": {"add": ["Bo"]}}]}, "then.add is 'Bo', who is not in the cast"),
    ({"interventions": [{"when": {"is": True, "step": 1}, "then": {"say": "x"}}]}, "when.is is of a verdict"),
    ({"interventions": [{"when": {"step": 1, "person": "Oscar"}, "then": {"say": "x"}}]}, "belongs to claim or"),
    (
        {"interventions": [{"when": {"claim": "c", "above": 5, "below": 6}, "then": {"say": "x"}}]},
        "no score is above",
    ),
    ({"interventions": [{"when": {"claim": "c", "above": 12}, "then": {"say": "x"}}]}, "at most 9"),
    ({"interventions": [{"when": {"matches": "(a+)+b"}, "then": {"say": "x"}}]}, "repeats a group"),
    ({"interventions": [{"when": {"until": 3}, "then": {"say": "x"}}]}, "until is not known there"),
    ({"interventions": [{"when": {"step": 1}}]}, "then is required"),
    ({"watch": ["task completion"]}, "needs its task"),
    ({"watch": [{"claim": "x", "person": "Bo"}]}, "watch[0].person is 'Bo'"),
    ({"watch": ["x"] * 11}, "at most 10"),
    ({"watch": [" "]}, "watch[0] is empty"),
]


async def test_steering_that_cannot_be_is_refused_with_its_place(tmp_path: Path) -> None:
    async with table(tmp_path, model := Scripted(counting)) as at:
        for arguments, words in WRONG:
            assert words in await at.error("run_world", **GROUP, **arguments)

    assert model.asked == []


async def test_a_stored_scene_brings_back_what_steers_it(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(shy())) as at:
        told = await at.ok("run_world", **STEERED, script=[{"step": 2, "say": "Well?"}])
        [scene] = [event for event in await at.log(told.run) if isinstance(event, SceneSet)]

    assert [each.number for each in scene.interventions] == [1, 2, 3]
    assert scene.interventions[0].claims[0].claim == TOO_DEAR
    assert scene.interventions[0].then[0].content == "Cheaper bread?"
    assert [(each.claim, each.person) for each in scene.watch] == [
        ("Lisa names a price", ""),
        ("fluency", "Oscar"),
        ("fluency", "Lisa Carter"),
    ]
