"""The course of a questionnaire: alone and in a fresh context, in which order, what is skipped, what is piped."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import anyio

from tests.doubles import Scripted, table, text_of
from tests.surveys.panels import Raw, always, answering, made, panel, question
from troupe_mcp.studies.survey.tasks import Asked, AskTask

DRINK = {"id": "drink", "text": "Tea or coffee?", "kind": "choice", "options": ["tea", "coffee"]}
CUPS = {"id": "cups", "text": "How many cups of {{drink}} a day?", "kind": "number"}
SUGAR = {"id": "sugar", "text": "Sugar in it?", "kind": "choice", "options": ["yes", "no"], "skip_if": {"cups": "< 2"}}


def drinker(person: str, asked: Asked, _: Random) -> Any:
    odd = int(person.rsplit(maxsplit=1)[-1]) % 2
    return {"drink": "coffee" if odd else "tea", "cups": 3 if odd else 1, "sugar": "yes"}[asked.question.id]


def asked_of(model: Scripted, person: str) -> list[str]:
    tasks = [(prompt, prompt.task) for prompt in model.asked]
    return [text_of(p) for p, task in tasks if isinstance(task, AskTask) and task.moment.person == person]


async def test_each_question_is_asked_alone_and_sees_no_other_answer_but_those_it_waits_on(tmp_path: Path) -> None:
    model = answering(drinker)
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(4))
        await at.ok("ask_people", people=[crowd], questions=[DRINK, CUPS, SUGAR], seed=1)

    drink, cups, sugar = asked_of(model, "Person 1")
    assert "How many cups" not in drink
    assert "“How many cups of coffee a day?”" in cups
    assert "Earlier you were asked “Tea or coffee?” and answered “coffee”, because “Because of coffee: " in cups
    assert "Earlier you were asked “How many cups of coffee a day?” and answered “3”, because “" in sugar
    assert "Earlier" not in drink
    assert "Tea or coffee" not in sugar
    assert "Person 2" not in drink + cups + sugar
    assert [prompt.address for prompt in model.asked[:2]] == [
        ("question", "drink", "person-0", "repeat", "1", "attempt", "0"),
        ("question", "drink", "person-1", "repeat", "1", "attempt", "0"),
    ]


async def test_a_rule_skips_whom_it_names_and_costs_no_call(tmp_path: Path) -> None:
    model = answering(drinker)
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(4))
        told = await at.ok("ask_people", people=[crowd], questions=[DRINK, CUPS, SUGAR], seed=1)

    assert told.data["cost"]["calls"] == 4 + 4 + 2
    assert question(told.data, "sugar")["missing"] == {"skipped": 2}
    assert told.data["done"] == told.data["total"] == 12
    assert "warnings" not in told.data


async def test_who_is_asked_why_is_told_what_they_were_asked_and_said_and_reports_show_no_braces(
    tmp_path: Path,
) -> None:
    why = {"id": "why", "text": "Why {{drink}}?", "kind": "text"}
    model = answering(lambda person, asked, rng: "So." if asked.question.id == "why" else drinker(person, asked, rng))
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(2))
        told = await at.ok("ask_people", people=[crowd], questions=[DRINK, why], repeats=2)
        again = await at.ok("get_run", run=told.run)
        report = await at.ok("export_run", run=told.run, format="markdown")

    put = [text for text in asked_of(model, "Person 1") if "Why" in text]
    assert len(put) == 2
    for text in put:
        before, _, asked = text.partition("“Why coffee?”")
        assert "you were asked “Tea or coffee?” and answered “coffee”, because “Because of coffee" in before
        assert "Earlier" not in asked
    assert "Why ‹drink›?" in told.text
    assert again.data["questions"][1]["text"] == "Why ‹drink›?"
    page = await anyio.Path(report.data["path"]).read_text("utf-8")
    assert "Why ‹drink›?" in page
    assert "{{" not in page + told.text


async def test_who_is_asked_why_after_a_restart_is_told_the_same_and_nothing_is_asked_twice(tmp_path: Path) -> None:
    from troupe_mcp.language.completion import Completion

    def broken(person: str, asked: Asked, rng: Random) -> Any:
        return drinker(person, asked, rng) if asked.question.id == "drink" else Raw(Completion("", "unavailable"))

    before, after = answering(broken), answering(drinker)
    async with table(tmp_path, before) as at:
        crowd = await made(at, panel(2))
        stopped = await at.ok("ask_people", people=[crowd], questions=[DRINK, CUPS])
    async with table(tmp_path, after) as at:
        done = await at.ok("continue_run", run=stopped.run)

    assert (stopped.data["status"], done.data["status"]) == ("paused", "done")
    assert len(after.asked) == 2
    for person in ("Person 0", "Person 1"):
        assert asked_of(after, person)[-1] == asked_of(before, person)[-1]
        assert "because “Because of " in asked_of(after, person)[-1]


async def test_what_to_do_next_sends_nobody_to_people_who_know_nothing_of_the_survey(tmp_path: Path) -> None:
    async with table(tmp_path, answering(drinker)) as at:
        crowd = await made(at, panel(2))
        told = await at.ok("ask_people", people=[crowd], questions=[DRINK])

    assert "listen_and_act" not in told.data["next"]
    assert 'detail="events"' in told.data["next"]


async def test_rules_go_by_options_by_several_of_them_and_by_what_is_not(tmp_path: Path) -> None:
    def put(rule: Any) -> dict[str, Any]:
        return {"text": "Why?", "kind": "text", "skip_if": {"drink": rule}}

    def answers(person: str, asked: Asked, rng: Random) -> Any:
        return drinker(person, asked, rng) if asked.question.id == "drink" else "So."

    async with table(tmp_path, answering(answers)) as at:
        crowd = await made(at, panel(4))
        rules = ["TEA", "not tea", ["tea", "coffee"]]
        told = await at.ok("ask_people", people=[crowd], questions=[DRINK, *map(put, rules)])

    assert [question(told.data, f"q{n}")["n"] for n in (2, 3, 4)] == [2, 2, 0]


async def test_what_waits_for_an_answer_that_was_refused_is_skipped_and_nobody_else_is_stopped(tmp_path: Path) -> None:
    from troupe_mcp.language.completion import Completion

    def answers(person: str, asked: Asked, rng: Random) -> Any:
        if person == "Person 1" and asked.question.id == "drink":
            return Raw(Completion("I would rather not.", "refused"))
        return drinker(person, asked, rng)

    async with table(tmp_path, answering(answers)) as at:
        crowd = await made(at, panel(4))
        told = await at.ok("ask_people", people=[crowd], questions=[DRINK, CUPS])

    assert told.data["status"] == "done"
    assert question(told.data, "drink")["missing"] == {"refused": 1}
    assert question(told.data, "cups")["missing"] == {"skipped": 1}
    assert "No answer: Person 1 1 of 2 times (refused)." in told.data["warnings"]
    assert "1 of 7 answers refused or missing" in told.text


async def test_options_are_shuffled_by_seed_person_and_repeat_and_what_closes_a_list_stays_last(tmp_path: Path) -> None:
    options = ["red", "green", "blue", "white", "None of these", "Don't know"]
    put = {"text": "Which colour?", "kind": "choice", "options": options}
    model = answering(always("red"))
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(12))
        for _ in range(2):
            await at.ok("ask_people", people=[crowd], questions=[put], repeats=2, seed=4, new=True)
        told = await at.ok("ask_people", people=[crowd], questions=[put], repeats=2, seed=5, new=True)

    orders = [tuple(o.id for o in p.task.asked[0].shown.options) for p in model.asked if isinstance(p.task, AskTask)]
    assert len(orders) == 48, "the second call with the same seed was answered by the ledger"
    assert len(set(orders[:24])) > 10
    assert set(orders[:24]) != set(orders[24:])
    assert all(order[-2:] == ("None of these", "Don't know") for order in orders)
    assert told.data["seed"] == 5


async def test_scales_and_prices_keep_their_order_and_are_turned_round_for_some(tmp_path: Path) -> None:
    model = answering(lambda _, asked, __: 3 if asked.question.kind == "rating" else [])
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(20))
        rating = {"text": "Do you agree?", "kind": "rating", "labels": ["not at all", "fully"]}
        price = {"text": "Would you buy?", "kind": "price", "options": ["1", "2", "3"]}
        await at.ok("ask_people", people=[crowd], questions=[rating, price], seed=4)

    texts = list(map(text_of, model.asked))
    low = sum("1 (“not at all”) to 5 (“fully”)" in text for text in texts)
    high = sum("5 (“fully”) to 1 (“not at all”)" in text for text in texts)
    up = sum("A: “1”\nB: “2”\nC: “3”" in text for text in texts)
    down = sum("A: “3”\nB: “2”\nC: “1”" in text for text in texts)
    assert low + high == up + down == 20
    assert 3 < low < 17
    assert 3 < up < 17


async def test_reasons_come_first_where_asked_for_and_last_otherwise(tmp_path: Path) -> None:
    model = answering(drinker)
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(1))
        for elicitation in ("direct", "reasons"):
            await at.ok("ask_people", people=[crowd], questions=[DRINK], elicitation=elicitation)

    fields = [[*prompt.answer.model_fields] for prompt in model.asked]
    assert fields == [["choice", "reason"], ["reason", "choice"]]


async def test_all_in_one_sitting_is_one_call_a_person(tmp_path: Path) -> None:
    model = answering(lambda _, asked, __: "tea" if asked.question.id == "drink" else 2)
    rate = {"id": "rate", "text": "How good is it?", "kind": "rating"}
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(5))
        told = await at.ok("ask_people", people=[crowd], questions=[DRINK, rate], sitting="all")
        wrong = await at.error("ask_people", people=[crowd], questions=[DRINK, CUPS], sitting="all")

    assert told.data["cost"]["calls"] == 5
    assert (question(told.data, "drink")["n"], question(told.data, "rate")["mean"]) == (5, 2)
    assert "'cups' waits for the answer to 'drink'" in wrong


async def test_an_answer_of_the_wrong_form_is_asked_for_once_more_and_the_card_counts_it(tmp_path: Path) -> None:
    order = ["tea", "coffee", "milk"]

    def answers(person: str, asked: Asked, rng: Random) -> Any:
        return order

    model = answering(answers)
    plain = model.script

    def careless(prompt: Any) -> Any:
        twice = {"ranking": ["A", "A", "B"], "reason": ""}
        return twice if isinstance(prompt.task, AskTask) and prompt.address[-1] == "0" else plain(prompt)

    model.script = careless
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(3))
        told = await at.ok(
            "ask_people", people=[crowd], questions=[{"text": "Rank.", "kind": "ranking", "options": order}]
        )

    assert told.data["cost"]["calls"] == 6
    assert told.data["trust"]["repairs"] == "3 of 3 answers asked for again"
    assert question(told.data, "q1")["ranks"] == {"tea": 1, "coffee": 2, "milk": 3}


async def test_an_answer_that_was_asked_for_again_in_vain_is_counted_as_such(tmp_path: Path) -> None:
    def answers(person: str, asked: Asked, rng: Random) -> Any:
        return Raw("Well.") if person == "Person 1" else drinker(person, asked, rng)

    async with table(tmp_path, answering(answers)) as at:
        crowd = await made(at, panel(4))
        told = await at.ok("ask_people", people=[crowd], questions=[DRINK])

    assert question(told.data, "drink")["missing"] == {"unparsable": 1}
    assert told.data["trust"]["repairs"] == "1 of 4 answers asked for again, 1 of them in vain"
    assert "1 of 4 answers asked for again, 1 of them in vain" in told.text
