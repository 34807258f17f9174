"""A group votes in private, talks, and votes again: who moved, by whose words, and who held out."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import anyio
import pytest

from tests.doubles import Scripted, Table, Told, Written, plain, table, text_of, turn
from tests.surveys.panels import Raw, written
from troupe_mcp.app.scenes.ballots import Ballot, ballot_of
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.steering.propositions import ClaimTask
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.simulation.worlds.events import Acted, Answered, SceneSet, StepEnded
from troupe_mcp.simulation.worlds.votes import Votes
from troupe_mcp.studies.dynamics import Dynamics, dynamics_of
from troupe_mcp.studies.moving import MovedTask
from troupe_mcp.studies.survey.tasks import AskTask

PEOPLE = [{"name": name, "occupation": "clerk"} for name in ("Ana", "Bo", "Chi", "Dan", "Eva")]
WORDS = "The tram is  cheaper than “any” car, and it’s quiet."
BALLOT: dict[str, Any] = {"text": "How will you travel?", "options": ["Tram", "Car", "On foot"]}
BEFORE = {"Ana": "Tram", "Bo": "Tram", "Chi": "Tram", "Dan": "Car", "Eva": "On foot"}
AFTER = {**BEFORE, "Dan": "Tram"}


def group(
    before: dict[str, Any] = BEFORE, after: dict[str, Any] = AFTER, quote: str = WORDS, by: str = "Ana"
) -> Scripted:
    """Return a model in which people vote so, Ana says what moves people, and who moved quotes it."""

    def script(prompt: Prompt) -> Written:
        match prompt.task:
            case AskTask(moment=moment, asked=(asked,)):
                votes = before if prompt.address[1] == "before" else after
                return written(moment.person, asked, votes[moment.person])
            case MovedTask():
                return {"why": "I hadn't thought of the money.", "quote": quote, "person": by}
            case TurnTask(person="Ana"):
                return turn(WORDS)
            case _:
                return plain(prompt)

    return Scripted(script)


async def play(at: Table, **more: Any) -> Told:
    cast = (await at.ok("create_people", each=PEOPLE)).run
    return await at.ok("run_world", people=[cast], **{"say": "Talk.", "steps": 2, "seed": 4, "ballot": BALLOT} | more)


@pytest.mark.parametrize("order", ["together", "in_turn"])
async def test_a_group_votes_before_and_after_and_who_moved_says_by_whose_words(tmp_path: Path, order: str) -> None:
    model = group()
    async with table(tmp_path, model) as at:
        told = await play(at, order=order)
        log = await at.log(told.run)
        everything = await at.ok("get_run", run=told.run, detail="events")

    found = told.data["dynamics"]
    assert [(line["when"], line["step"], line["n"]) for line in found["votes"]] == [("before", 1, 5), ("after", 2, 5)]
    assert found["votes"][0]["shares"] == {"Tram": 0.6, "Car": 0.2, "On foot": 0.2}
    assert found["votes"][1]["shares"] == {"Tram": 0.8, "Car": 0.0, "On foot": 0.2}
    [moved] = found["moved"]
    assert (moved["person"], moved["before"], moved["after"], moved["by"]) == ("Dan", "Car", "Tram", "Ana")
    assert moved["quote"] == "The tram is cheaper than “any” car, and it’s quiet"
    said = log[int(moved["position"]) - 1]
    assert isinstance(said, Acted)
    assert " ".join(said.content.split()).startswith(moved["quote"]), "the quote stands where it claims to"
    assert found["moved_by"] == {"Ana": 1}
    assert found["conformity"]["majority"] == "Tram"
    assert (found["conformity"]["joined"], found["conformity"]["apart"], found["conformity"]["share"]) == (1, 2, 0.5)
    assert found["conformity"]["chance"] == 0.1, "one of five moved, and had two other answers to go to"
    assert found["conformity"]["beyond_chance"] is False
    assert [(held["person"], held["answer"]) for held in found["minority"]] == [("Eva", "On foot")]
    assert found["minority"][0]["quote"].startswith("Because of On foot")
    assert "p = 1" in found["test"]
    assert "moved: Dan, Car → Tram, by Ana: “The tram" in told.text
    assert not [line for line in told.data["events"] if line["kind"] == "vote"], "they crowd out no talk"
    votes = [(line["type"], line["person"]) for line in everything.data["events"] if line["kind"] == "vote"]
    assert votes[:2] == [("vote before", "Ana"), ("vote before", "Bo")]
    assert votes[-1] == ("moved by Ana", "Dan")
    assert "conformity: 1 of 2 apart from “Tram” joined it, 50%" in told.text


async def test_a_vote_after_knows_all_that_was_said_and_no_turn_knows_a_vote(tmp_path: Path) -> None:
    model = group()
    async with table(tmp_path, model) as at:
        await play(at, order="together", watch=["They agree."])

    votes = [prompt for prompt in model.asked if isinstance(prompt.task, AskTask)]
    first = [text_of(prompt) for prompt in votes if prompt.address[1] == "before"]
    last = [text_of(prompt) for prompt in votes if prompt.address[1] == "after"]
    assert ["Talk." in text and WORDS[-10:] not in text for text in first] == [True] * 5
    assert ["Bo speaks at step 2." in text for text in last] == [True] * 5, "also what the last step brought"
    turns = [text_of(prompt) for prompt in model.asked if isinstance(prompt.task, TurnTask)]
    assert not [text for text in turns if BALLOT["text"] in text]
    claims = [text_of(prompt) for prompt in model.asked if isinstance(prompt.task, ClaimTask)]
    assert claims
    assert not [text for text in claims if "Because of" in text], "no claim is judged by votes"
    assert {prompt.address[:3] for prompt in votes} >= {("ballot", "before", "ana"), ("ballot", "after", "eva")}


@pytest.mark.parametrize(("quote", "by"), [("I never heard that one.", "Ana"), ("", "nobody"), ("it", "Ana")])
async def test_words_that_nobody_said_moved_nobody(tmp_path: Path, quote: str, by: str) -> None:
    async with table(tmp_path, group(quote=quote, by=by)) as at:
        told = await play(at)

    [moved] = told.data["dynamics"]["moved"]
    assert moved["by"] == "nothing that anybody said"
    assert "quote" not in moved
    assert moved["why"] == "I hadn't thought of the money."


async def test_words_go_to_whoever_said_them_whomever_a_voter_names(tmp_path: Path) -> None:
    async with table(tmp_path, group(by="Bo")) as at:
        told = await play(at)

    assert told.data["dynamics"]["moved"][0]["by"] == "Ana"


async def test_ratings_are_compared_by_the_median(tmp_path: Path) -> None:
    before = {"Ana": 5, "Bo": 5, "Chi": 4, "Dan": 1, "Eva": 1}
    ballot = {"text": "How good is it?", "kind": "rating", "scale": [1, 5]}
    async with table(tmp_path, group(before, {**before, "Dan": 3})) as at:
        told = await play(at, ballot=ballot)

    found = told.data["dynamics"]
    assert [line["mean"] for line in found["votes"]] == [3.2, 3.6]
    assert found["conformity"]["majority"] == "4"
    assert (found["conformity"]["joined"], found["conformity"]["apart"]) == (1, 4)
    assert [held["person"] for held in found["minority"]] == ["Eva"]


async def test_a_report_shows_the_votes_and_who_moved(tmp_path: Path) -> None:
    async with table(tmp_path, group()) as at:
        told = await play(at)
        made = await at.ok("export_run", run=told.run, format="markdown")
        rows = await at.ok("export_run", run=told.run, format="csv")

    kept = [*csv.DictReader((await anyio.Path(rows.data["path"]).read_text(encoding="utf-8-sig")).splitlines())]
    votes = [(row["vote"], row["person"], row["answer"]) for row in kept if row["type"] == "vote"]
    assert [*BEFORE.items()] == [(person, answer) for vote, person, answer in votes if vote == "before"]
    assert [row["moved_by"] for row in kept if row["vote"] == "moved"] == ["Ana"]
    report = await anyio.Path(made.data["path"]).read_text(encoding="utf-8")
    assert "How will you travel? — before (step 1)" in report
    assert "Dan: Car → Tram" in report
    assert "Ana: “The tram is cheaper than “any” car" in report
    assert "Eva: On foot" in report


def trust_of(told: Told) -> dict[str, Any]:
    return told.data["dynamics"]["trust"]


async def test_a_ballot_says_what_its_votes_are_worth(tmp_path: Path) -> None:
    everybody = [f"Person {at}" for at in range(36)]
    before = {name: ("Tram", "Car", "On foot")[at % 3] for at, name in enumerate(everybody)}
    people = [{"name": name, "occupation": "clerk"} for name in everybody]
    silent = {**before, **dict.fromkeys(everybody[:5], Raw("I won't say."))}
    async with table(tmp_path, group(before, before)) as at:
        crowd = (await at.ok("create_people", each=people)).run
        talk: dict[str, Any] = {"say": "Talk.", "steps": 1, "seed": 4, "ballot": BALLOT}
        good = await at.ok("run_world", people=[crowd], **talk)
        few = await at.ok("run_world", people=[*everybody[:6]], **talk)
        page = await at.ok("export_run", run=good.run, format="html")
        again = await at.ok("get_run", run=good.run)
    async with table(tmp_path / "shy", group(silent, before)) as at:
        crowd = (await at.ok("create_people", each=people)).run
        shy = await at.ok("run_world", people=[crowd], **talk)
    alike = dict.fromkeys(everybody, "Tram")
    async with table(tmp_path / "alike", group(alike, alike)) as at:
        crowd = (await at.ok("create_people", each=people)).run
        one_voice = await at.ok("run_world", people=[crowd], **talk)

    card = trust_of(good)
    assert (card["claim_level"], card["n"], card["refusals"]) == ("explore", 36, "0 of 72 answers refused or missing")
    assert "flags" not in card, "a good panel raises none"
    assert "  nobody moved" in good.text
    assert card["signal"].startswith("not measured: a vote is asked once; ask_people(run=…, repeats=3)")
    assert card["order_bias"].startswith("first place picked ")
    assert "Trust in the votes: explore. " in good.text
    assert trust_of(again) == card
    assert [flag["name"] for flag in trust_of(few)["flags"]] == ["small panel"]
    assert trust_of(few)["claim_level"] == "do not count"
    assert [(flag["name"], flag["figure"]) for flag in trust_of(shy)["flags"]] == [("refusals", "5 of 72 answers (7%)")]
    assert "one voice" in [flag["name"] for flag in trust_of(one_voice)["flags"]]
    report = await anyio.Path(page.data["path"]).read_text(encoding="utf-8")
    assert "Explore: Good for ideas and questions to ask" in report
    assert "36 (36 effective)" in report


async def test_options_picked_by_their_place_are_found_in_a_ballot(tmp_path: Path) -> None:
    def first(prompt: Prompt) -> Written:
        return {"choice": "A", "reason": "It comes first."} if isinstance(prompt.task, AskTask) else plain(prompt)

    people = [{"name": f"Person {at}", "occupation": "clerk"} for at in range(30)]
    async with table(tmp_path, Scripted(first)) as at:
        crowd = (await at.ok("create_people", each=people)).run
        told = await at.ok("run_world", people=[crowd], say="Talk.", steps=1, seed=4, ballot=BALLOT)

    flags = {flag["name"]: flag["figure"] for flag in trust_of(told)["flags"]}
    assert flags["order bias"] == "first place picked 100%, by chance 33%"
    assert trust_of(told)["claim_level"] == "do not count"


async def test_where_no_answer_led_there_is_nothing_to_conform_to(tmp_path: Path) -> None:
    split = {"Ana": "Tram", "Bo": "Tram", "Chi": "Car", "Dan": "Car", "Eva": "On foot"}
    async with table(tmp_path, group(split, {**split, "Eva": "Tram"})) as at:
        told = await play(at)

    found = told.data["dynamics"]
    assert "conformity" not in found
    assert "no one answer led before" in told.text
    assert (found["majority"], [held["person"] for held in found["minority"]]) == ("Tram", ["Chi", "Dan"])


async def test_a_refused_vote_is_no_vote_and_stops_nobody(tmp_path: Path) -> None:
    async with table(tmp_path, group(after={**AFTER, "Eva": Raw("I won't say.")})) as at:
        told = await play(at)

    assert told.data["dynamics"]["n"] == 4
    assert "1 voted only before" in told.text
    assert "Eva" in told.data["warnings"][0]


async def test_the_same_votes_cost_nothing_again_and_a_fork_keeps_those_it_shares(tmp_path: Path) -> None:
    model = group()
    async with table(tmp_path, model) as at:
        told = await play(at)
        paid = len(model.asked)
        again = await play(at, new=True)
        assert (again.data["cost"]["calls"], len(model.asked)) == (0, paid)
        fork = await at.ok("run_world", fork_of=told.run, at_step=1, say="And if it rained?")
        asked = [prompt.address for prompt in model.asked[paid:] if isinstance(prompt.task, AskTask)]

    assert again.data["dynamics"] == told.data["dynamics"]
    assert {address[1] for address in asked} == {"after"}, "the first votes are shared"
    assert [line["when"] for line in fork.data["dynamics"]["votes"]] == ["before", "after"]


async def test_a_run_that_goes_on_votes_after_again_until_its_ballot_ends(tmp_path: Path) -> None:
    async with table(tmp_path, group()) as at:
        told = await play(at)
        more = await at.ok("run_world", run=told.run, say="And now?", steps=1)
        await at.ok("listen_and_act", run=told.run, say="Alone: why?")
        last = await at.ok("run_world", run=told.run, say="Enough.", steps=1, ballot="")
        log = await at.log(told.run)

    assert [(line["when"], line["step"]) for line in more.data["dynamics"]["votes"]] == [
        ("before", 1),
        ("after", 2),
        ("after", 3),
    ]
    assert last.data["dynamics"] == more.data["dynamics"]
    assert max(event.step for event in log if isinstance(event, Answered)) == 3


async def test_a_group_cancelled_amid_its_votes_goes_on_as_if_it_never_was(tmp_path: Path) -> None:
    async with table(tmp_path / "whole", group()) as at:
        told = await play(at)
        whole = await at.log(told.run)
    model = group()
    model.held = lambda prompt: isinstance(prompt.task, AskTask) and prompt.address[1:3] == ("after", "chi")
    model.gate.clear()
    async with table(tmp_path / "cut", model) as at:
        cut = await play(at, wait_seconds=0)
        await model.until_asked(1 + 5 + 5 * 2 + 4)
        await at.ok("cancel_run", run=cut.run)
        model.gate.set()
        before = len(model.asked)
        done = await at.ok("continue_run", run=cut.run)
        log = await at.log(cut.run)
        asked = ["/".join(prompt.address) for prompt in model.asked[before:]]

    assert done.data["status"] == "done"
    assert log == whole
    assert len(asked) == len(set(asked))
    assert isinstance(log[-1], StepEnded)


async def test_a_survey_of_people_who_voted_counts_its_own_answers_only(tmp_path: Path) -> None:
    async with table(tmp_path, group()) as at:
        told = await play(at)
        asked = await at.ok("ask_people", run=told.run, questions=[{"id": "ballot", "kind": "choice", **BALLOT}])

    assert (asked.data["status"], asked.data["done"], asked.data["total"]) == ("done", 5, 5)
    [found] = asked.data["questions"]
    assert found["shares"] == {"Tram": 0.8, "Car": 0, "On foot": 0.2}


async def test_the_price_of_a_ballot_is_two_calls_a_person_and_one_for_each_who_moves(tmp_path: Path) -> None:
    model = group()
    async with table(tmp_path, model) as at:
        with_it = await play(at, dry_run=True)
        without = await play(at, dry_run=True, ballot=None)

    (least, most), (bare, full) = (told.data["estimate"]["calls"] for told in (with_it, without))
    assert least - bare == 10
    assert 15 <= most - full <= 16, "and repairs"
    assert model.asked == []


async def test_the_assistant_plays_a_ballot_in_rounds(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        told = await play(at, played_by="host", steps=1, order="together")
        rounds: list[int] = []
        while told.data["status"] == "needs_answers":
            handed = told.data["handed"]
            form = json.loads(handed["answer_schema"])["properties"]
            after = "What happened" in handed["prompts"][0]["prompt"] and "speaks up" in handed["prompts"][0]["prompt"]
            given: dict[str, Any] = turn("Somebody speaks up.")
            if "choice" in form:
                given = {"choice": "B" if after else "A", "reason": "So."}
            elif "why" in form:
                given = {"why": "So.", "quote": "Somebody speaks up.", "person": "nobody"}
            rounds.append(len(handed["prompts"]))
            told = await at.ok("continue_run", run=told.run, answers={p["id"]: given for p in handed["prompts"]})

    assert rounds == [5, 5, 5, 5]
    found = told.data["dynamics"]
    assert len(found["moved"]) == 5
    assert all(each["by"] not in (each["person"], "nobody") for each in found["moved"])
    assert "not independent" in told.text


@pytest.mark.parametrize(("pull", "low", "high"), [(0.0, 0.0, 0.04), (0.6, 0.5, 1.0)])
def test_conformity_is_told_from_people_who_only_change_their_minds(pull: float, low: float, high: float) -> None:
    found = [found for at in range(80) if (found := room(at, 30, pull).conformity)]
    beyond = [each.share.interval is not None and each.share.interval.low > each.chance for each in found]

    assert low <= sum(beyond) / len(found) <= high
    if not pull:
        assert abs(sum(each.share.value - each.chance for each in found) / len(found)) < 0.02, "unbiased"


def room(seed: int, people: int, pull: float) -> Dynamics:
    """Return a room where each changes their mind with 0.2, to anything alike, and `pull` of the few join the many."""
    rng, options = Random(f"room/{seed}"), ["a", "b", "c"]
    ballot = ballot_of(Ballot(text="Which?", options=tuple(options)), None, "room")
    votes = Votes().after(SceneSet("room", "together", 1, "moderator", (), ballot=ballot))
    before = {f"Person {at}": rng.choices(options, [4, 2, 1])[0] for at in range(people)}
    for name, vote in before.items():
        votes = votes.after(Answered(1, name, "before", value=vote))
    most = Counter(before.values()).most_common(1)[0][0]
    for name, vote in before.items():
        now = rng.choice([other for other in options if other != vote]) if rng.random() < 0.2 else vote
        votes = votes.after(Answered(2, name, "after", value=most if rng.random() < pull and vote != most else now))
    found = dynamics_of(votes, seed=seed, played_by="scripted-1")
    assert found
    return found


@pytest.mark.parametrize("people", [["Oscar", "Lisa Carter", "Fetu Leavasa", "Mahrous Gaballah"]])
async def test_a_rehearsal_counts_votes_and_measures_nothing(tmp_path: Path, people: list[str]) -> None:
    async with table(tmp_path) as at:
        told = await at.ok("run_world", people=people, say="Talk about lunch.", steps=2, seed=3, ballot=BALLOT)
        again = await at.ok("get_run", run=told.run)

    found = told.data["dynamics"]
    assert found["measured"] == "not measured: rehearsal"
    card = found["trust"]
    assert card["claim_level"] == "do not count"
    assert {card[name] for name in ("signal", "order_bias", "homogeneity", "placebo")} == {"not measured: rehearsal"}
    assert found["n"] == 4
    assert "interval" not in found["votes"][0]
    assert "test" not in found
    assert told.data["notice"].startswith("Rehearsal")
    assert again.data["dynamics"] == found


@pytest.mark.parametrize(
    ("ballot", "said"),
    [
        ({"text": "How?", "kind": "maxdiff"}, "expected one of choice, rating"),
        ({"text": "How?", "options": ["a"]}, "ballot: choice needs at least 2 options"),
        ({"txt": "How?"}, "ballot.text is required"),
        ({"text": "How?", "kind": "rating", "scale": [5, 1]}, "ballot: scale [5, 1] is reversed"),
    ],
)
async def test_a_ballot_that_cannot_be_voted_on_is_said(tmp_path: Path, ballot: dict[str, Any], said: str) -> None:
    async with table(tmp_path) as at:
        assert said in await at.error("run_world", people=["Oscar"], say="x", ballot=ballot)
        private = await at.error("run_world", people=["Oscar"], say="x", ballot="Well?", setting="private")

    assert "ask_people" in private


@pytest.mark.parametrize(
    ("ballot", "offered"),
    [
        ("For or against the four-day week?", ["for", "against"]),
        ("Which do you prefer: trams or buses?", ["trams", "buses"]),
        ({"text": "Would you rather walk or drive?"}, ["walk", "drive"]),
        ("Should the four-day week come?", ["Yes", "No"]),
    ],
)
async def test_a_ballot_without_options_is_between_what_its_text_names(
    tmp_path: Path, ballot: Any, offered: list[str]
) -> None:
    async with table(tmp_path) as at:
        cast = (await at.ok("create_people", each=PEOPLE)).run
        scene: dict[str, Any] = {"people": [cast], "say": "Talk.", "steps": 1, "ballot": ballot}
        told = [await at.ok("run_world", **scene, dry_run=dry) for dry in (True, False)]
    note = f"The ballot was read as a choice of {' | '.join(offered)}"
    assert [note in each.text for each in told] == [offered != ["Yes", "No"]] * 2
    kept = ballot_of(Ballot.model_validate(ballot), None, "room")
    assert kept is not None
    assert [text for _, text, _ in kept["options"]] == offered


async def test_options_that_are_given_for_a_ballot_are_taken_without_a_word(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        cast = (await at.ok("create_people", each=PEOPLE)).run
        ballot = {"text": "For or against the four-day week?", "options": ["For", "Against", "Abstain"]}
        told = await at.ok("run_world", people=[cast], say="Talk.", steps=1, ballot=ballot)
    assert "was read as" not in told.text
