"""A survey as a run: priced, stopped, continued, forked, shown things, played by whoever plays."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from tests.doubles import REHEARSAL, Scripted, plain, settings, table, text_of
from tests.players.lender import Lender, lent
from tests.provider.pictures import png
from tests.surveys.panels import Raw, always, answering, made, panel, question
from troupe_mcp.language.completion import Completion
from troupe_mcp.settings import ServerSection
from troupe_mcp.simulation.worlds.events import Answered
from troupe_mcp.studies.survey.tasks import AskTask

AD: dict[str, Any] = {"id": "ad", "text": "Which ad?", "kind": "choice", "options": ["Ad one", "Ad two", "Ad three"]}
RATE: dict[str, Any] = {"id": "rate", "text": "You took {{ad}}. How good is it?", "kind": "rating"}


def firm(person: str, asked: Any, _: Any) -> Any:
    at = int(person.rsplit(maxsplit=1)[-1])
    return 1 + at % 5 if asked.question.kind == "rating" else AD["options"][at % 3]


async def test_a_dry_run_tells_calls_as_people_by_questions_by_repeats(tmp_path: Path) -> None:
    model = answering(firm)
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(30))
        told = await at.ok("ask_people", people=[crowd], questions=[AD, RATE], repeats=2, dry_run=True)
        some = await at.ok("ask_people", questions=[AD, {**RATE, "skip_if": {"ad": "Ad one"}}], dry_run=True)

    assert told.data["estimate"]["calls"][0] == 120
    assert 120 <= told.data["estimate"]["calls"][1] <= 126
    assert told.data["estimate"]["people"] == 30
    assert told.data["estimate"]["tokens"][0] > 120 * 500
    assert some.data["estimate"]["calls"] == [6, 13], "six of the library; what may be skipped is only in the most"
    assert not model.asked


async def test_a_survey_cancelled_in_the_middle_goes_on_to_the_same_log_and_asks_nothing_twice(tmp_path: Path) -> None:
    model = answering(firm)
    async with table(tmp_path / "one", model) as at:
        crowd = await made(at, panel(230))
        whole = await at.ok("ask_people", people=[crowd], questions=[AD, RATE], seed=6)
        undisturbed = await at.log(whole.run)

    model = answering(firm)
    model.held = lambda prompt: isinstance(prompt.task, AskTask) and prompt.task.moment.person == "Person 150"
    model.gate.clear()
    async with table(tmp_path / "two", model) as at:
        crowd = await made(at, panel(230))
        call = asyncio.create_task(at.ok("ask_people", people=[crowd], questions=[AD, RATE], seed=6))
        await model.until_asked(280)
        run = (await at.ok("get_run")).data["runs"][0]["run"]
        stopped = await at.ok("cancel_run", run=run)
        await call
        before = {prompt.address for prompt in model.asked}
        model.gate.set()
        model.asked.clear()
        told = await at.ok("continue_run", run=run)
        log = await at.log(run)

    assert (stopped.data["status"], told.data["status"]) == ("cancelled", "done")
    assert stopped.data["done"] >= 200
    assert "trust" in stopped.data
    assert log == undisturbed
    recorded = {("question", e.question) for e in log if isinstance(e, Answered)}
    assert recorded == {("question", "ad"), ("question", "rate")}
    twice = [p for p in model.asked if p.address in before and p.task.moment.person != "Person 150"]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    assert not [p for p in twice if p.address[-1] == "0" and p.address not in _open(before, model)]
    assert told.data["questions"] == whole.data["questions"]


def _open(before: set[Any], model: Scripted) -> set[Any]:
    """Addresses whose calls were under way when the run was stopped, so that no answer of theirs was recorded."""
    return {p.address for p in model.asked} & before


async def test_the_same_survey_again_costs_nothing(tmp_path: Path) -> None:
    async with table(tmp_path, answering(firm)) as at:
        crowd = await made(at, panel(8))
        first = await at.ok("ask_people", people=[crowd], questions=[AD, RATE], seed=6)
        again = await at.ok("ask_people", people=[crowd], questions=[AD, RATE], seed=6, new=True)

    assert again.run != first.run
    assert (again.data["cost"]["calls"], again.data["cost"]["cached_calls"]) == (0, 16)
    assert again.data["questions"] == first.data["questions"]


async def test_people_of_a_run_answer_with_its_memory_and_the_run_never_learns_of_it(tmp_path: Path) -> None:
    model = Scripted(lambda p: {"choice": "A", "reason": "So."} if isinstance(p.task, AskTask) else plain(p))
    async with table(tmp_path, model) as at:
        world = await at.ok("run_world", people=["Oscar", "Lisa Carter"], say="Let us talk of the bridge.", steps=1)
        before = await at.log(world.run)
        told = await at.ok("ask_people", run=world.run, questions=[AD])
        one = await at.ok("ask_people", run=world.run, people=["Oscar"], questions=[AD])
        stranger = await at.error("ask_people", run=world.run, people=["Solveig Rustad"], questions=[AD])
        after = await at.log(world.run)
        talked = await at.ok("listen_and_act", run=world.run, say="Anything new?")

    asked = [text_of(p) for p in model.asked if isinstance(p.task, AskTask)]
    assert all("Let us talk of the bridge." in text for text in asked)
    assert "You said: “Oscar speaks at step 1.”" in next(text for text in asked if "You are Oscar." in text)
    assert before == after
    assert (told.data["parent"], told.data["parent_step"]) == (world.run, 1)
    assert told.data["seed"] == world.data["seed"]
    assert [line["name"] for line in told.data["people"]] == ["Oscar", "Lisa Carter"]
    assert question(one.data, "ad")["n"] == 1
    assert "is not in" in stranger
    assert "Which ad" not in "".join(text_of(p) for p in model.asked if not isinstance(p.task, AskTask))
    assert talked.data["status"] == "done"


async def test_what_is_shown_read_and_told_of_the_situation_stands_before_the_question(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "ads.txt").write_text("Ad one: Soap. Ad two: Soup.", "utf-8")
    (folder / "logo.png").write_bytes(png())
    model = answering(firm)
    configured = settings(tmp_path / "data").model_copy(update={"server": ServerSection(files_dir=str(folder))})
    async with table(tmp_path / "data", model, configured=configured) as at:
        crowd = await made(at, panel(1))
        told = await at.ok(
            "ask_people", people=[crowd], questions=[AD], situation="A Monday.", documents=["The rules\nBe kind."],
            show="file:ads.txt\nfile:logo.png",
        )  # fmt: skip

    text = text_of(model.asked[0])
    for part in ("Situation: A Monday.", "You read now “The rules”", "Ad one: Soap. Ad two: Soup.", "picture named"):
        assert part in text, part
        assert text.index(part) < text.index("Which ad?")
    assert any("sees no pictures" in warning for warning in told.data["warnings"])


async def test_a_rehearsed_survey_is_labelled_measures_nothing_and_counts_for_nothing(tmp_path: Path) -> None:
    people = ["Oscar", "Lisa Carter", "Solveig Rustad"]
    put = [
        {"id": "slogan", "text": "Which slogan?", "kind": "choice", "options": ["Soup without you", "Time to live"]},
        {"id": "like", "text": "How much do you like the idea?", "kind": "rating", "scale": [1, 7]},
        {"id": "pay", "text": "What would you pay a month, in dollars?", "kind": "price"},
        {"id": "buy", "text": "Would you buy it a month at this price?", "kind": "price", "options": ["$1", "$500"]},
        {"id": "rank", "text": "Rank them.", "kind": "ranking", "options": ["fast", "cheap", "healthy"]},
        {"id": "own", "text": "What do you use?", "kind": "choices", "options": ["oven", "wok", "car"]},
        {"id": "best", "text": "What matters?", "kind": "maxdiff", "options": ["fast", "cheap", "healthy", "quiet"]},
        {"id": "soups", "text": "How many soups a week?", "kind": "number"},
        {"id": "why", "text": "Why not?", "kind": "text"},
    ]  # fmt: skip
    show = "A kitchen robot that cooks soups, $49 a month."
    async with table(tmp_path) as at:
        for elicitation, asked in (("direct", put), ("probabilities", put[:2])):
            how = {**REHEARSAL, "seed": 3, "elicitation": elicitation, "wait_seconds": 50}
            told = await at.ok("ask_people", people=people, show=show, questions=asked, group_by=["gender"], **how)
            assert told.data["notice"].startswith("Rehearsal")
            assert "interval" not in str(told.data["questions"]).replace("intervals", "")
            assert all("tests" not in each for each in told.data["questions"])
            assert question(told.data, "like")["measured"] == "not measured: rehearsal"
            assert told.data["trust"]["claim_level"] == "do not count"
            assert {told.data["trust"][name] for name in ("signal", "order_bias", "homogeneity", "placebo")} == {
                "not measured: rehearsal"
            }
            if elicitation == "direct":
                assert question(told.data, "soups")["missing"] == {"no_answer": 3}, "nobody makes up a figure"
                bought = question(told.data, "buy")["notes"][0]
                assert bought.startswith(
                    "no price comes out of fewer than 5 people, and only 3 answered. Each by name: "
                )
                assert "$500" not in bought


async def test_a_model_that_answers_for_rehearsed_people_is_measured_and_the_people_are_not(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        crowd = (await at.ok("create_people", count=12, description="bakers", **REHEARSAL)).run
        alone = await at.ok("ask_people", people=["Oscar"], questions=[AD], dry_run=True, **REHEARSAL)
    async with table(tmp_path, answering(lambda _, asked, __: asked.shown.options[0].id)) as at:
        ask: dict[str, Any] = {"people": [crowd], "questions": [AD], "group_by": ["gender"], "seed": 3}
        price = await at.ok("ask_people", **ask, dry_run=True)
        some = await at.ok("ask_people", **{**ask, "people": [crowd, "Oscar"]}, dry_run=True)
        told = await at.ok("ask_people", **ask)
        sure = await at.ok("ask_people", people=["Oscar"], questions=[AD], dry_run=True)

    warned = "The claim level will be “do not count”: "
    assert any(w.startswith(f"{warned}the people were written by the rehearsal.") for w in price.data["warnings"])
    assert any(w.startswith(f"{warned}12 of 13 people were written") for w in some.data["warnings"])
    assert any(w.startswith(f"{warned}the rehearsal would answer") for w in alone.data["warnings"])
    assert warned not in sure.text
    trust = told.data["trust"]
    assert trust["claim_level"] == "do not count"
    assert trust["reason"] == "The people were written by the rehearsal; a model answered for them."
    assert trust["order_bias"].startswith("first place picked 100%")
    assert "on the commonest answer" in trust["homogeneity"]
    assert "interval" not in question(told.data, "ad")
    assert "nobody's model answered" not in told.text
    assert told.data["next"].startswith("tell the user what was said, and that no share may be taken from it")


async def test_a_survey_that_nobody_has_answered_yet_does_not_say_that_it_was_not_measured(tmp_path: Path) -> None:
    model = answering(firm)
    async with table(tmp_path) as at:
        crowd = (await at.ok("create_people", count=2, description="bakers", **REHEARSAL)).run
    async with table(tmp_path, model) as at:
        model.gate.clear()
        begun = await at.ok("ask_people", people=[crowd], questions=[AD], wait_seconds=0)
        await model.until_asked(2)
        model.gate.set()

    assert (begun.data["status"], question(begun.data, "ad")["n"]) == ("running", 0)
    assert "not measured" not in begun.text


async def test_a_survey_bears_the_title_it_is_given_and_else_its_first_question(tmp_path: Path) -> None:
    async with table(tmp_path, answering(firm)) as at:
        crowd = await made(at, panel(3))
        named = await at.ok("ask_people", people=[crowd], questions=[AD], title=" The ad\npoll ", seed=1)
        plain = await at.ok("ask_people", people=[crowd], questions=[AD], seed=1)
        listed = await at.ok("get_run", query="the ad poll")

    assert (named.data["title"], plain.data["title"]) == ("The ad poll", "Which ad?")
    assert named.run.startswith("survey-the-ad-poll-")
    assert [run["run"] for run in listed.data["runs"]] == [named.run]
    assert plain.data["cost"]["cached_calls"] == 3, "a title changes nothing that is asked"


async def test_a_host_plays_a_survey_in_rounds_of_one_question_and_is_told_what_that_means(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        people = ["Oscar", "Lisa Carter"]
        told = await at.ok("ask_people", people=people, questions=[AD, RATE], played_by="host", seed=1)
        rounds = 0
        while told.data["status"] == "needs_answers":
            rounds += 1
            said = {"choice": "A", "reason": "So."} if rounds == 1 else {"rating": 4, "reason": "So."}
            answers = {prompt["id"]: said for prompt in told.data["handed"]["prompts"]}
            assert len(answers) == 2
            told = await at.ok("continue_run", run=told.run, answers=answers)

    assert rounds == 2
    assert (told.data["status"], question(told.data, "rate")["mean"]) == ("done", 4)
    assert any("One assistant answered for several people" in warning for warning in told.data["warnings"])


async def test_a_provider_in_trouble_pauses_the_survey_and_what_was_answered_is_kept(tmp_path: Path) -> None:
    broken = True

    def answers(person: str, asked: Any, rng: Any) -> Any:
        if broken and person == "Person 3":
            return Raw(Completion("", "unavailable"))
        return firm(person, asked, rng)

    model = answering(answers)
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(6))
        told = await at.ok("ask_people", people=[crowd], questions=[AD], seed=1)
        asked, broken = len(model.asked), False
        done = await at.ok("continue_run", run=told.run)

    assert (told.data["status"], told.data["reason"]) == ("paused", "unavailable")
    assert (done.data["status"], question(done.data, "ad")["n"]) == ("done", 6)
    assert len(model.asked) == asked + 1


async def test_a_survey_that_reaches_its_limit_rests_with_what_it_has_and_goes_on_with_a_higher_one(
    tmp_path: Path,
) -> None:
    async with table(tmp_path, answering(firm)) as at:
        crowd = await made(at, panel(6))
        told = await at.ok("ask_people", people=[crowd], questions=[AD, RATE], seed=1, max_calls=8)
        done = await at.ok("continue_run", run=told.run, max_calls=20)

    assert (told.data["status"], told.data["reason"]) == ("paused", "over_budget")
    assert question(told.data, "ad")["n"] == 6
    assert (done.data["status"], done.data["done"], done.data["cost"]["calls"]) == ("done", 12, 12)


async def test_a_survey_does_not_go_on_but_its_people_can_be_talked_to_and_it_can_be_read_as_a_resource(
    tmp_path: Path,
) -> None:
    async with table(tmp_path, answering(firm)) as at:
        crowd = await made(at, panel(3))
        told = await at.ok("ask_people", people=[crowd], questions=[AD], seed=1)
        talk = await at.error("listen_and_act", run=told.run, say="Why?")
        world = await at.error("run_world", run=told.run, say="Why?")
        read = json.loads(await at.read(f"troupe://runs/{told.run}"))

    assert f'listen_and_act(people=["{told.run}"]' in talk
    assert world == talk
    assert (read["questions"], read["trust"]) == (told.data["questions"], told.data["trust"])


async def test_a_client_that_lends_its_model_plays_a_survey(tmp_path: Path) -> None:
    lender = Lender(lambda _: json.dumps({"choice": "B", "reason": "So."}))
    async with lent(tmp_path, "auto", lender) as at:
        told = await at.ok("ask_people", people=["Oscar", "Lisa Carter"], questions=[AD], seed=1)

    assert (told.data["status"], question(told.data, "ad")["n"]) == ("done", 2)
    assert "notice" not in told.data


async def test_prices_without_a_currency_are_noted_and_those_with_one_are_not(tmp_path: Path) -> None:
    async with table(tmp_path, answering(always([]))) as at:
        bare = {"id": "bare", "text": "Would you buy it?", "kind": "price", "options": ["5", "9"]}
        told = await at.ok("ask_people", people=["Oscar"], questions=[bare, {**bare, "id": "dear", "options": ["€5"]}])

    assert "No currency is named for bare:" in told.data["warnings"][0]


async def test_who_asks_why_is_told_that_reasons_come_by_themselves(tmp_path: Path) -> None:
    best = {"id": "best", "text": "Which tea?", "kind": "choice", "options": ["Green", "Black"]}
    said: dict[str, str] = {}
    async with table(tmp_path, answering(always("Green"))) as at:
        run = await made(at, panel(2))
        for text in ("And why that one?", "Why {{best}}?", "Why do you drink tea?"):
            put = [best, {"text": text, "kind": "text"}]
            told = await at.ok("ask_people", people=[run], questions=put, dry_run=True)
            said[text] = str(told.data.get("warnings"))

    assert [text for text, warned in said.items() if "brings a reason" in warned] == ["And why that one?"]
