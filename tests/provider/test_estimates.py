"""What a call is said to cost, against what it then costs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import ROOT, Table, Told
from tests.provider.replies import Reply, Request, completion, instance, wanted_schema
from tests.provider.server import provider
from tests.provider.table import served

PRICES = {"prices": {"fake": (1.0, 10.0)}}
GROUP: dict[str, Any] = {
    "people": ["Oscar", "Lisa Carter", "Fetu Leavasa", "Ilona Szabados"],
    "situation": "A focus group about an app that plans the meals of a week.",
    "say": "What should it do for you?",
    "steps": 3,
}
TALK: dict[str, Any] = {
    "people": ["Oscar", "Lisa Carter", "Fetu Leavasa", "Ilona Szabados", "Caio Marinho"],
    "questions": ["How do you decide what to cook?", "What takes too long?", "What would you pay for help?"],
}
FIELDS = {"idea": "what was proposed", "price": {"type": "number"}, "why": "the trouble it mends"}
SPEECH = "I would want it to know what is left in the fridge, because half of what I buy goes bad before I get to it. "


COUNTED = ("calls", "input_tokens", "output_tokens", "usd")
LISTS = {"questions": 6, "findings": 6, "records": 6, "quotes": 3}
ANSWERS: dict[str, str] = json.loads((ROOT / "tests" / "answered" / "answers.json").read_text("utf-8"))
WRITTEN = [json.loads(text) for text in ANSWERS.values() if '"long_term_goals"' in text]
"""People whom a real model wrote."""


def talkative(request: Request) -> Reply:
    """A model that says as much as people do: some seventy words a turn, lists of the usual length."""
    schema = wanted_schema(request)
    answer = instance(schema, SPEECH)
    for name in LISTS.keys() & answer.keys():
        answer[name] *= LISTS[name]
    if "people" in answer:
        answer["people"] = [{"name": f"Ana {n}", "line": SPEECH * 2} for n in range(6)]
    if "long_term_goals" in answer:
        answer = WRITTEN[request.number % len(WRITTEN)]
    if "actions" in answer:
        answer["actions"] = [{"type": "TALK", "content": SPEECH * 4, "to": ""}]
    if "story" in answer:
        answer["story"] = SPEECH * 13
    if "questions" in answer:
        answer = instance(schema, SPEECH[:60])
        answer["questions"] *= 6
    return completion(json.dumps(answer), read=request.tokens)


def assert_near(estimate: dict[str, Any], cost: dict[str, Any]) -> None:
    """Assert that the cost lies within the range, and its middle within a quarter of the cost."""
    used = {"calls": cost["calls"], "tokens": cost["input_tokens"] + cost["output_tokens"], "usd": cost["usd"]}
    for what, amount in used.items():
        least, most = estimate[what]
        assert least <= amount <= most, (what, estimate[what], amount)
        assert abs((least + most) / 2 - amount) <= amount / 4, (what, estimate[what], amount)


async def both(at: Table, tool: str, **arguments: Any) -> Told:
    """Price a call, make it, compare; return what it told."""
    estimated = await at.ok(tool, **arguments, dry_run=True)
    runs = len(at.app.list_runs().runs)
    made = await at.ok(tool, **arguments)
    assert made.data["status"] == "done"
    assert len(at.app.list_runs().runs) == runs + 1, "the estimate began nothing"
    assert_near(estimated.data["estimate"], made.data["cost"])
    return made


async def test_a_group_its_fork_and_what_is_learned_from_it_cost_what_was_said_before(tmp_path: Path) -> None:
    async with provider(talkative) as server, served(tmp_path, server, configured=PRICES) as at:
        group = await both(at, "run_world", **GROUP, order="in_turn")
        await both(at, "run_world", fork_of=group.run, say="And if it were free?", steps=2, order="together")
        await both(at, "extract_results", run=[group.run], objective="the ideas", fields=FIELDS)
        read = await both(at, "extract_results", run=[group.run], objective="ideas", fields=FIELDS, group_by="run")
        nobody = await at.ok("extract_results", run=[read.run], objective="ideas", dry_run=True)
        price = nobody.data["estimate"]
        assert (price["calls"], price["tokens"]) == ([0, 0], [0, 0]), "nobody speaks there"
        await both(at, "check_proposition", run=group.run, claim="Oscar would pay for it")
        await both(at, "tell_story", run=group.run)


async def test_interviews_and_examinations_cost_what_was_said_before(tmp_path: Path) -> None:
    async with provider(talkative) as server, served(tmp_path, server, configured=PRICES) as at:
        talk = await both(at, "listen_and_act", **TALK)
        await both(at, "extract_results", run=[talk.run], objective="the habits", fields=FIELDS)
        await both(at, "validate_person", person="Oscar", questions=6)


async def test_people_who_are_written_cost_what_was_said_before(tmp_path: Path) -> None:
    async with provider(talkative) as server, served(tmp_path, server, configured=PRICES) as at:
        made = await both(at, "create_people", description="home cooks of a small town", count=6)
        asked = await at.ok("listen_and_act", people=[made.run], say="Who does the shopping?")
        price, cost = made.data["price_per_turn"], asked.data["cost"]
        assert price["tokens"][0] <= (cost["input_tokens"] + cost["output_tokens"]) / 6 <= price["tokens"][1]
        assert price["usd"][0] <= cost["usd"] / 6 <= price["usd"][1]
        assert "One turn of one of them: about " in made.text
        await both(at, "create_person", description="a home cook who sells jam at the market")


async def test_a_follow_up_is_priced_with_all_that_was_said_before(tmp_path: Path) -> None:
    async with provider(talkative) as server, served(tmp_path, server, configured=PRICES) as at:
        talk = await at.ok("listen_and_act", **TALK)
        estimated = await at.ok("listen_and_act", run=talk.run, say="Tell me more.", dry_run=True)
        after = await at.ok("listen_and_act", run=talk.run, say="Tell me more.")

    assert_near(estimated.data["estimate"], {k: after.data["cost"][k] - talk.data["cost"][k] for k in COUNTED})


async def test_a_price_is_told_without_people_and_for_one_answer(tmp_path: Path) -> None:
    async with provider() as server, served(tmp_path, server, configured=PRICES) as at:
        talk = await at.ok("listen_and_act", say="Tea or coffee?", dry_run=True)
        group = await at.ok("run_world", say="Tea or coffee?", steps=2, dry_run=True)
        runs = await at.ok("get_run")

    for told, calls in ((talk, 6), (group, 12)):
        estimate = told.data["estimate"]
        assert (estimate["people"], estimate["calls"][0] <= calls <= estimate["calls"][1]) == (6, True)
        assert 0 < estimate["each_usd"][0] < estimate["each_usd"][1] < 0.05
        assert estimate["each_usd"][0] == pytest.approx(estimate["usd"][0] / estimate["calls"][0], rel=0.01)
        assert "6 people of the library" in told.text
        assert "people" not in told.data, "nobody was named"
    assert runs.data["runs"] == []
    assert server.requests == []


async def test_where_no_price_is_known_an_estimate_says_so_and_counts_the_rest(tmp_path: Path) -> None:
    async with provider() as server, served(tmp_path, server) as at:
        told = await at.ok("listen_and_act", people=["Oscar"], say="Tea?", dry_run=True)
        host = await at.ok("listen_and_act", people=["Oscar"], say="Tea?", dry_run=True, played_by="host")
        free = await at.ok("listen_and_act", people=["Oscar"], say="Tea?", dry_run=True, played_by="rehearsal")

    assert "usd" not in told.data["estimate"]
    assert told.data["estimate"]["tokens"][0] > 500
    assert "[prices] has none for fake-1" in told.text
    assert "not known here" in host.text
    assert (free.data["estimate"]["tokens"], free.data["estimate"]["usd"]) == ([0, 0], [0, 0])
