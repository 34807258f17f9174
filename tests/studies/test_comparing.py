"""Runs side by side: what differed going in, what changed and for whom, and whether by more than chance."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.doubles import REHEARSAL, Scripted, Told, Written, plain, table, turn
from tests.surveys.panels import answering, made, panel
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.steering.propositions import ClaimTask
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.studies.survey.tasks import AskTask
from troupe_mcp.studies.tasks import ExtractTask

ADS = ["Ad one", "Ad two"]
AD: dict[str, Any] = {"id": "ad", "text": "Which ad?", "kind": "choice", "options": ADS}
RATE: dict[str, Any] = {"id": "rate", "text": "How good?", "kind": "rating", "scale": [1, 7]}


def by_show(share: Callable[[str], float], mean: Callable[[str], float]) -> Scripted:
    """People who choose the second ad with a chance, and rate around a mean, that hang on what they were shown.

    Everybody has a leaning of their own, which is the same whatever they are shown.
    """

    def answers(prompt: Prompt) -> Written:
        task = prompt.task
        if not isinstance(task, AskTask):
            return plain(prompt)
        shown = next((item.content for item in task.moment.perceived if item.kind == "show"), "")
        who, kind = task.moment.person, task.asked[0].question.kind
        own = Random(f"{who}/{prompt.seed}")
        lean, noise = own.random(), Random(f"{who}/{shown}/{prompt.seed}/{task.repeat}").gauss(0, 0.5)
        if kind == "choice":
            wanted = ADS[1] if lean < share(shown) else ADS[0]
            letters = {option.id: letter for letter, option in task.asked[0].shown.lettered().items()}
            return {"choice": letters[wanted], "reason": f"{who} likes {wanted}."}
        rated = own.gauss(0, 1.2) + mean(shown) + noise
        return {"rating": min(7, max(1, round(rated))), "reason": f"{who} says so."}

    return Scripted(answers)


def line(told: Told, measure: str, run: str = "") -> dict[str, Any]:
    return next(each for each in told.data["differences"] if each["measure"] == measure and run in ("", each["to"]))


async def test_a_planted_change_of_the_same_people_is_found_and_where_nothing_was_planted_none_is(
    tmp_path: Path,
) -> None:
    model = by_show(lambda shown: 0.8 if "cheap" in shown else 0.3, lambda _: 4)
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(60))
        runs = [
            (await at.ok("ask_people", people=[crowd], questions=[AD, RATE], show=shown, seed=5)).run
            for shown in ("A plain ad.", "A cheap ad.")
        ]
        told = await at.ok("compare_runs", runs=runs)
        asked = len(model.asked)
        again = await at.ok("compare_runs", runs=runs, on="AD")
        in_python = await at.app.compare_runs(runs)

    ad, rate = line(told, "ad"), line(told, "rate")
    assert (ad["verdict"], ad["paired"], ad["n"], ad["method"]) == ("beyond noise", True, [60, 60], "McNemar, exact")
    assert ad["p"] < 0.001
    assert ad["correction"] == "Holm, 2 tests"
    assert ad["interval"]["Ad two"][0] > 0.2
    assert ad["difference"]["Ad two"] == pytest.approx(-ad["difference"]["Ad one"])
    assert ad["changes"] == {"Ad one → Ad two": ad["changed_total"]}
    assert all(each["after"] == "Ad two" for each in ad["changed"])
    assert rate["verdict"] == "within noise"
    assert rate["interval"]["mean"][0] < 0 < rate["interval"]["mean"][1]
    assert f"people: {ad['changed_total']} Ad one → Ad two; Person" in told.text, "sums, where not all can be named"
    assert told.data["inputs"] == [{"what": "step 1: show", "by_run": ["A plain ad.", "A cheap ad."]}]
    assert {"people", "seed", "played by", "questions"} <= {*told.data["same"]}
    assert "common random numbers" in told.data["seeds"]
    assert "beyond noise: p = " in told.text
    assert "of the same 60 people" not in told.text
    assert "the same 60 people" in told.text
    assert told.text.splitlines()[-1].startswith(f'Next: compare_runs(runs=["{runs[0]}", "{runs[1]}"], on="ad")')
    assert [each["measure"] for each in again.data["differences"]] == ["ad"]
    assert "correction" not in again.data["differences"][0]
    assert [each.beyond for each in in_python.differences] == [True, False]
    assert len(model.asked) == asked


async def test_a_few_who_changed_are_named_and_not_summed_up_as_well(tmp_path: Path) -> None:
    model = by_show(lambda shown: 1 if "cheap" in shown else 0, lambda _: 4)
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(3))
        asked = [
            await at.ok("ask_people", people=[crowd], questions=[AD], show=shown, seed=5)
            for shown in ("A plain ad.", "A cheap ad.")
        ]
        told = await at.ok("compare_runs", runs=[each.run for each in asked])

    named = ", ".join(f"Person {at} (Ad one → Ad two)" for at in range(3))
    assert f"changed: 3 of 3 people: {named}\n" in told.text


async def test_different_people_are_compared_as_groups_and_several_runs_each_with_the_first(tmp_path: Path) -> None:
    model = by_show(lambda _: 0.5, lambda shown: 5.5 if "good" in shown else 3.0)
    async with table(tmp_path, model) as at:
        everybody = panel(90)
        crowds = [await made(at, everybody[start : start + 30]) for start in (0, 30, 60)]
        shown = ("A plain thing.", "A good thing.", "A plain thing.")
        runs = [
            (await at.ok("ask_people", people=[crowd], questions=[RATE], show=thing, seed=seed)).run
            for crowd, thing, seed in zip(crowds, shown, (1, 2, 3), strict=True)
        ]
        told = await at.ok("compare_runs", runs=runs)

    good, plain_one = line(told, "rate", runs[1]), line(told, "rate", runs[2])
    assert (good["verdict"], plain_one["verdict"]) == ("beyond noise", "within noise")
    assert (good["paired"], good["method"]) == (False, "permutation of Welch's F")
    assert good["effect"].startswith("Hedges' g ")
    assert "changed_total" not in good
    assert plain_one["visible"] > abs(plain_one["difference"]["mean"]) / 2
    assert "Different seeds (1, 2, 3)" in told.data["seeds"]
    inputs = {each["what"]: each["by_run"] for each in told.data["inputs"]}
    assert inputs["people"][0] == "30 people"
    assert inputs["people"][1].startswith("30 people; others (30): Person 30, Person 31, ")
    [assumed] = [text for text in told.text.splitlines() if text.startswith("Assumed")]
    assert assumed.startswith("Assumed (permutation of Welch's F): different people; people answer independently")


async def test_noise_within_a_run_is_the_yardstick_for_who_changed(tmp_path: Path) -> None:
    model = by_show(lambda _: 0.5, lambda shown: 5.0 if "good" in shown else 3.5)
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(40))
        runs = [
            (await at.ok("ask_people", people=[crowd], questions=[RATE], show=shown, seed=4, repeats=4)).run
            for shown in ("A plain thing.", "A good thing.")
        ]
        rate = line(await at.ok("compare_runs", runs=runs), "rate")

    assert rate["verdict"] == "beyond noise"
    assert rate["noise"].startswith("asked again, a person's own answers vary by 0.")
    assert 5 < rate["changed_total"] <= 40
    assert all(float(each["after"]) - float(each["before"]) > 0.5 for each in rate["changed"])


async def test_of_a_rehearsal_differences_are_counted_and_nothing_is_measured(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        crowd = await made(at, panel(12))
        runs = [
            (await at.ok("ask_people", people=[crowd], questions=[AD, RATE], show=shown, seed=5, **REHEARSAL)).run
            for shown in ("It costs 1 euro.", "It costs 900 euros.")
        ]
        told = await at.ok("compare_runs", runs=runs)

    assert told.data["notice"].startswith("Rehearsal: ")
    assert "no evidence about people" in told.text.splitlines()[0]
    for name in ("ad", "rate"):
        found = line(told, name)
        assert found["verdict"] == found["method"] == "not measured: rehearsal"
        assert not {"p", "interval", "effect", "visible"} & {*found}
        assert found["before"].keys() == found["after"].keys() == found["difference"].keys()
    assert "beyond noise" not in told.text


def talking(prompt: Prompt) -> Written:
    """Ana talks more once it costs twice as much, and the claim comes true."""
    dear = "twice" in str(prompt.task)
    match prompt.task:
        case TurnTask(person=person):
            said = "It is far too much for me, really, and I would not buy it." if dear else "Fine."
            return turn(said, feeling="angry" if dear and person == "Lisa Carter" else "calm")
        case ClaimTask(scored=scored):
            judged: dict[str, Any] = {"quotes": [], "justification": "Said.", "verdict": "no" if dear else "yes"}
            return {**judged, "confidence": 0.9, **({"score": 2} if scored else {})}
        case ExtractTask(fields=fields):
            return {
                "found": {name: 12 if name == "price" else ("no" if dear else "yes") for name in fields},
                "quotes": [],
            }
        case _:
            return plain(prompt)


async def test_a_fork_is_laid_beside_its_parent_with_its_script_verdicts_words_and_moods(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(talking)) as at:
        parent = await at.ok("run_world", people=["Lisa Carter", "Oscar"], say="Would you buy it?", steps=2,
                             watch=["They would buy it"], seed=3)  # fmt: skip
        fork = await at.ok("run_world", fork_of=parent.run, at_step=1, say="And if it costs twice as much?")
        told = await at.ok("compare_runs", runs=[parent.run, fork.run])

    inputs = {each["what"]: each["by_run"] for each in told.data["inputs"]}
    assert inputs["step 2: say"] == ["–", "And if it costs twice as much?"]
    assert inputs["branches from"][1] == f"{parent.run} at step 1"
    assert "step 1: say" in told.data["same"]
    claim, words, feeling = (line(told, name) for name in ("They would buy it", "words spoken", "feeling"))
    assert claim["told"] == ["step 1 yes, step 2 yes", "step 1 yes, step 2 no"]
    assert claim["verdict"].startswith("not tested: one judgement a run")
    assert [(each["name"], each["before"], each["after"]) for each in words["changed"]] == [("Lisa Carter", "2", "15")]
    assert "depend on each other" in words["verdict"]
    assert {each["name"]: each["after"] for each in feeling["changed"]} == {"Lisa Carter": "angry"}
    assert "p = " not in told.text


async def test_a_run_that_went_on_began_when_it_began(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(talking)) as at:
        clock = {"start": "2026-03-03T10:00", "time_per_step": "10 minutes"}
        parent = await at.ok("run_world", people=["Oscar"], say="Would you buy it?", steps=1, seed=3, **clock)
        fork = await at.ok("run_world", fork_of=parent.run, at_step=1, say="Still?", steps=1)
        await at.ok("run_world", run=parent.run, script=[{"step": 1, "wait": "1 month"}], say="And now?", steps=1)
        told = await at.ok("compare_runs", runs=[parent.run, fork.run])

    assert "start" in told.data["same"]


async def test_jobs_of_extractions_are_compared_by_their_fields(tmp_path: Path) -> None:
    model = Scripted(talking)
    everybody = panel(14)
    async with table(tmp_path, model) as at:
        crowd = await made(at, everybody)
        talks = [
            await at.ok("listen_and_act", people=[crowd], say=said, seed=3)
            for said in ("Would you buy it?", "Would you buy it at twice the price?")
        ]
        fields = {"buys": "would buy it", "price": "what they would pay"}
        jobs = [
            (await at.ok("extract_results", run=[talk.run], objective="Who buys", fields=fields)).run for talk in talks
        ]
        told = await at.ok("compare_runs", runs=jobs)
        only = await at.error("compare_runs", runs=jobs, on="colour")

    buys, price = line(told, "buys"), line(told, "price")
    assert (buys["before"], buys["after"]) == ({"yes": 1.0, "no": 0.0}, {"yes": 0.0, "no": 1.0})
    assert (buys["verdict"], buys["paired"], buys["changed_total"]) == ("beyond noise", True, 14)
    assert price["difference"] == {"mean": 0.0}
    assert "buys, price" in only
    inputs = {each["what"]: each["by_run"] for each in told.data["inputs"]}
    assert inputs["what was read: step 1: say"][1].endswith("twice the price?")


async def test_of_talks_of_which_only_the_amount_is_compared_the_next_step_is_to_extract_what_was_said(
    tmp_path: Path,
) -> None:
    cheap, dear = ({"people": ["Oscar", "Lisa Carter"], "say": f"Would you pay {price} euros?"} for price in (2, 9))
    async with table(tmp_path, Scripted()) as at:
        talks = [(await at.ok("listen_and_act", **asked)).run for asked in (cheap, dear)]
        told = await at.ok("compare_runs", runs=talks)
        jobs = [await at.ok("extract_results", run=run, objective="who would pay", fields=["pays"]) for run in talks]
        then = await at.ok("compare_runs", runs=[job.run for job in jobs])
    async with table(tmp_path / "rehearsed") as at:
        rooms = [(await at.ok("run_world", **asked)).run for asked in (cheap, dear)]
        rehearsed = await at.ok("compare_runs", runs=rooms)

    assert told.data["next"].startswith(f'extract_results(run="{talks[0]}", objective="…"')
    assert f"the same of {talks[1]}, then compare_runs" in told.data["next"]
    assert "extract_results" not in then.data["next"]
    assert rehearsed.data["next"].startswith(f'tell the user that this was rehearsed; extract_results(run="{rooms[0]}"')


async def test_one_run_runs_of_different_kinds_and_runs_with_nothing_in_common_are_refused(tmp_path: Path) -> None:
    async with table(tmp_path, by_show(lambda _: 0.5, lambda _: 4)) as at:
        crowd = await made(at, panel(4))
        one = (await at.ok("ask_people", people=[crowd], questions=[AD])).run
        other = (await at.ok("ask_people", people=[crowd], questions=[RATE])).run
        talk = (await at.ok("listen_and_act", people=[crowd], say="Hello.")).run
        alone = await at.error("compare_runs", runs=[one])
        twice = await at.error("compare_runs", runs=[one, one])
        mixed = await at.error("compare_runs", runs=[one, talk])
        apart = await at.error("compare_runs", runs=[one, other])
        unknown = await at.error("compare_runs", runs=[one, "survey-none"])
        casting = await at.error("compare_runs", runs=[crowd, one])

    assert f'compare_runs(runs=["{one}", "' in alone
    assert "same run twice" in twice
    assert f"{one} is a survey, {talk} is an interview" in mixed
    assert f"{one} has ad; {other} has rate" in apart
    assert "No run 'survey-none'" in unknown
    assert f"{crowd} is a casting, in which nobody answers" in casting


async def test_a_question_that_was_asked_otherwise_is_told_and_not_tested(tmp_path: Path) -> None:
    model = by_show(lambda _: 0.5, lambda _: 4)
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(10))
        kinds = [{**RATE, "id": "ad"}, AD, {**AD, "options": [*ADS, "Neither"]}]
        runs = [(await at.ok("ask_people", people=[crowd], questions=[each], seed=1)).run for each in kinds]
        told = await at.ok("compare_runs", runs=[runs[1], runs[0], runs[2]])

    assert line(told, "ad", runs[0])["verdict"] == "not tested: asked differently: choice and rating"
    assert line(told, "ad", runs[2])["verdict"] == "not tested: the options differ, so the shares can't be compared"


async def test_a_large_comparison_keeps_to_its_budget_and_says_how_to_read_the_rest(tmp_path: Path) -> None:
    questions = [{**AD, "id": f"ad{number}"} for number in range(50)]
    async with table(tmp_path, by_show(lambda shown: 0.9 if shown == "B" else 0.1, lambda _: 4)) as at:
        crowd = await made(at, panel(12))
        runs = [
            (await at.ok("ask_people", people=[crowd], questions=questions, show=shown, seed=1, sitting="one")).run
            for shown in "AB"
        ]
        told = await at.ok("compare_runs", runs=runs)

    assert len(told.text) <= 12_000
    assert len(json.dumps(told.data, ensure_ascii=False)) <= 30_000
    assert told.text.splitlines()[-1].startswith("Next: ")
    assert told.data["more"]["arguments"]["on"].startswith("ad")


async def test_of_people_who_are_only_partly_the_same_those_in_both_runs_are_compared(tmp_path: Path) -> None:
    async with table(tmp_path, by_show(lambda _: 0.5, lambda shown: 5.5 if "good" in shown else 3.0)) as at:
        crowd = (await at.ok("create_people", each=panel(30))).data["people"]
        ids = [person["person"] for person in crowd]
        most = [
            (await at.ok("ask_people", people=people, questions=[RATE], show=shown, seed=2)).run
            for people, shown in ((ids[:16], "A plain thing."), (ids[4:20], "A good thing."))
        ]
        told = await at.ok("compare_runs", runs=most)

    rate = line(told, "rate")
    assert (rate["paired"], rate["n"], rate["verdict"]) == (True, [12, 12], "beyond noise")
    assert rate["notes"] == ["8 answered in one run only and are left out"]
    people = next(each["by_run"] for each in told.data["inputs"] if each["what"] == "people")
    assert people[1].startswith("16 people; others (4): Person 16, ")
    assert "without (4): Person 0, " in people[1]


async def test_a_run_that_is_not_done_is_told_and_not_tested(tmp_path: Path) -> None:
    async with table(tmp_path, by_show(lambda _: 0.5, lambda _: 4)) as at:
        crowd = await made(at, panel(10))
        whole = await at.ok("ask_people", people=[crowd], questions=[AD, RATE], seed=2)
        part = await at.ok("ask_people", people=[crowd], questions=[AD, RATE], seed=3, max_calls=10)
        told = await at.ok("compare_runs", runs=[whole.run, part.run], on="ad")

    assert part.data["status"] == "paused"
    assert line(told, "ad")["verdict"] == f"not tested: {part.run} is paused at {part.data['done']} of 20"


async def test_verdicts_on_one_claim_in_two_runs_are_laid_side_by_side(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(talking)) as at:
        talks = [
            (await at.ok("listen_and_act", people=["Oscar"], say=said, seed=3)).run
            for said in ("Would you buy it?", "Would you buy it at twice the price?")
        ]
        jobs = [(await at.ok("check_proposition", run=run, claim="He would buy it", score=True)).run for run in talks]
        told = await at.ok("compare_runs", runs=jobs)

    claim = line(told, "He would buy it")
    assert claim["told"][1] == "no, score 2"
    assert claim["verdict"].startswith("not tested: one judgement a run")
    assert "what was read: step 1: say" in {each["what"] for each in told.data["inputs"]}


KINDS: dict[str, dict[str, Any]] = {
    "some": {"kind": "choices", "options": ["a", "b", "c"]},
    "count": {"kind": "number"},
    "order": {"kind": "ranking", "options": ["a", "b", "c"]},
    "best": {"kind": "maxdiff", "options": ["a", "b", "c", "d"]},
    "buy": {"kind": "price", "options": ["1 euro", "9 euros"]},
    "range": {"kind": "price", "unit": "EUR"},
    "why": {"kind": "text"},
}


async def test_every_kind_of_question_is_compared_in_its_own_figures(tmp_path: Path) -> None:
    def answer(person: str, asked: Any, _: Random) -> Any:
        late = "later" in asked.text
        prices = {"too_cheap": 1, "cheap": 2, "expensive": 8 if late else 4, "too_expensive": 9}
        return {
            "some": ["c", "a"] if late else ["a"], "count": 7 if late else 3,
            "order": [*"cba"] if late else [*"abc"], "best": [*"dcba"] if late else [*"abcd"],
            "buy": ["1 euro", "9 euros"] if late else ["1 euro"], "range": prices, "why": f"{person} likes it.",
        }[asked.question.id]  # fmt: skip

    async with table(tmp_path, answering(answer)) as at:
        crowd = await made(at, panel(12))
        runs: list[str] = []
        for when in ("now", "later"):
            asked = [{"id": name, "text": f"And {when}?", **kind} for name, kind in KINDS.items()]
            runs.append((await at.ok("ask_people", people=[crowd], questions=asked, seed=2)).run)
        told = await at.ok("compare_runs", runs=runs)

    found = {(each["measure"], each.get("part")): each for each in told.data["differences"]}
    assert found["some", None]["difference"] == {"a": 0.0, "b": 0.0, "c": 1.0}
    assert found["count", None]["difference"] == {"mean": 4.0}
    assert {part: found["order", part]["difference"]["mean"] for part in "abc"} == {"a": 2.0, "b": 0.0, "c": -2.0}
    assert found["best", "a"]["difference"]["mean"] == -2.0
    assert found["buy", None]["difference"] == {"1 euro": 0.0, "9 euros": 1.0}
    assert found["range", "between cheap and expensive"]["difference"]["mean"] == 2.0
    assert found["why", None]["verdict"].startswith("not tested: answers in words; extract_results makes fields")
    assert found["count", None]["notes"] == ["asked in other words: 'And later?'"]
    assert found["count", None]["verdict"] == found["some", None]["verdict"] == "beyond noise"


async def test_votes_of_two_groups_are_compared_before_and_after_they_talked(tmp_path: Path) -> None:
    def script(prompt: Prompt) -> Written:
        if not isinstance(prompt.task, AskTask):
            return plain(prompt)
        [asked] = prompt.task.asked
        cheap = "free" in str(prompt.task.moment.perceived) and prompt.address[1] == "after"
        letters = {option.id: letter for letter, option in asked.shown.lettered().items()}
        return {"choice": letters["Tram" if cheap else "Car"], "reason": "So."}

    ballot = {"text": "How will you travel?", "options": ["Tram", "Car"]}
    async with table(tmp_path, Scripted(script)) as at:
        crowd = await made(at, panel(6))
        worlds = [
            (await at.ok("run_world", people=[crowd], say=said, steps=1, seed=4, ballot=ballot)).run
            for said in ("Trams cost 4 euros.", "Trams are free.")
        ]
        told = await at.ok("compare_runs", runs=worlds)

    before, after = line(told, "vote before"), line(told, "vote after")
    assert (before["verdict"], before["p"], before["n"]) == ("within noise", 1.0, [6, 6])
    assert after["changes"] == {"Car → Tram": 6}
    assert after["verdict"].startswith("not tested: people of one conversation depend on each other")


async def test_a_world_whose_people_were_asked_in_private_afterwards_is_compared_by_its_talk_together(
    tmp_path: Path,
) -> None:
    def script(prompt: Prompt) -> Written:
        if not isinstance(prompt.task, TurnTask):
            return plain(prompt)
        return turn("I say so." if prompt.task.step < 3 else "In private I say more.", feeling=f"{prompt.task.step}")

    async with table(tmp_path, Scripted(script)) as at:
        crowd = await made(at, panel(6))
        guided: dict[str, Any] = {"steps": 2, "guide": ["What annoys you?"], "order": "in_turn", "seed": 4}
        asked, other = [
            (await at.ok("run_world", people=[crowd], say=said, **guided)).run for said in ("It rains.", "It snows.")
        ]
        plainly = await at.ok("compare_runs", runs=[asked, other])
        await at.ok("listen_and_act", run=asked, people=["Person 0"], questions=["What do you really think?"])
        told = await at.ok("compare_runs", runs=[asked, other])
        await at.ok("run_world", run=asked, steps=2)
        gone_on = await at.ok("compare_runs", runs=[asked, other])

    also = {"what": "also a private talk", "by_run": ["step 3: say: What do you really think? to Person 0", "–"]}
    assert told.data["inputs"] == [*plainly.data["inputs"], also]
    assert line(told, "length")["told"][0] == line(plainly, "length")["told"][0] + " (private talk not counted)"
    assert line(told, "words spoken") == line(plainly, "words spoken")
    assert line(told, "feeling") == line(plainly, "feeling")
    steps = next(each for each in gone_on.data["inputs"] if each["what"] == "steps")
    assert steps["by_run"] == ["4", "2"], "steps that went to private talk in between are not the world's"


async def test_of_people_who_changed_all_are_named_or_it_is_said_how_many_more_there_are(tmp_path: Path) -> None:
    model = by_show(lambda shown: 1 if "cheap" in shown else 0, lambda _: 4)
    async with table(tmp_path, model) as at:
        told: list[str] = []
        for count in (6, 12):
            crowd = await made(at, panel(count))
            runs = [
                (await at.ok("ask_people", people=[crowd], questions=[AD], show=shown, seed=5)).run
                for shown in ("A plain ad.", "A cheap ad.")
            ]
            told.append((await at.ok("compare_runs", runs=runs)).text)

    named = ", ".join(f"Person {at} (Ad one → Ad two)" for at in range(6))
    assert f"changed: 6 of 6 people: {named}\n" in told[0]
    assert "changed: 12 of 12 people: 12 Ad one → Ad two; Person 0" in told[1]
    assert "Person 4 (Ad one → Ad two) and 7 more\n" in told[1]


async def test_checks_of_two_people_are_laid_side_by_side(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted(talking)) as at:
        jobs = [(await at.ok("validate_person", person=who, seed=1)).run for who in ("Oscar", "Lisa Carter")]
        told = await at.ok("compare_runs", runs=jobs, on="score")

    assert line(told, "score")["told"] == ["1.00, passed", "1.00, passed"]
    assert next(each for each in told.data["inputs"] if each["what"] == "people")["by_run"][1].endswith("(1): Oscar")


async def test_of_whom_two_extractions_read_is_an_input(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        talk = await at.ok("listen_and_act", people=["Oscar", "Lisa Carter"], say="Tea or coffee?", seed=1)
        wanted: dict[str, Any] = {"run": [talk.run], "objective": "The drink", "fields": ["drink"]}
        jobs = [
            (await at.ok("extract_results", **wanted, people=[who])).data["job"] for who in ("Oscar", "Lisa Carter")
        ]
        told = await at.ok("compare_runs", runs=jobs)
        alone = await at.error("compare_runs", runs=[talk.run])
        again = (await at.ok("extract_results", **wanted, people=["Oscar"], new=True)).data["job"]
        same = await at.ok("compare_runs", runs=[jobs[0], again])

    [whom] = [each for each in told.data["inputs"] if each["what"] == "people read"]
    assert whom["by_run"] == ["1 person: Oscar", "1 person: Lisa Carter"]
    assert f'For groups within it: extract_results(run=["{talk.run}"], people=["…"]' in alone
    assert "Nothing differed" not in told.text
    assert "recorded answers came again" not in told.text
    assert "recorded answers came again" in same.text
