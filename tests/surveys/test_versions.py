"""Versions of the material in one survey: who sees which, blinded and balanced, what differs, and what is refused."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import anyio

from tests.doubles import REHEARSAL, Scripted, Told, Written, plain, settings, table, text_of
from tests.provider.pictures import png
from tests.surveys.panels import answering, made, panel
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.settings import ServerSection
from troupe_mcp.simulation.worlds.events import Answered
from troupe_mcp.studies.survey.tasks import AskTask

BUY: dict[str, Any] = {
    "id": "buy",
    "text": "Would you buy it at {{price}}?",
    "kind": "choice",
    "options": ["yes", "no"],
}
RATE: dict[str, Any] = {"id": "rate", "text": "How do you like the colour?", "kind": "rating", "scale": [1, 7]}
PRICES = [{"id": "cheap", "price": "9 euros"}, {"id": "dear", "price": "90 euros"}]
SHOW = "A lamp. {{price}} only."


def buyers(cheap: float = 0.9, dear: float = 0.3) -> Scripted:
    """People with a leaning each, who buy at either price with a chance; the colour they like alike."""

    def answers(prompt: Prompt) -> Written:
        task = prompt.task
        if not isinstance(task, AskTask):
            return plain(prompt)
        [asked] = task.asked
        own = Random(f"{task.moment.person}/{prompt.seed}")
        if asked.question.kind == "rating":
            noise = Random(f"{prompt.address}/{prompt.seed}").gauss(0, 0.8)
            return {"rating": min(7, max(1, round(own.gauss(4, 1) + noise))), "reason": "So."}
        chance = dear if "90 euros" in asked.text else cheap
        letters = {option.id: letter for letter, option in asked.shown.lettered().items()}
        return {"choice": letters["yes" if own.random() < chance else "no"], "reason": "So."}

    return Scripted(answers)


def apart(told: Told, measure: str) -> dict[str, Any]:
    return next(each for each in told.data["differences"] if each["measure"] == measure)


async def test_within_everybody_sees_every_version_by_itself_and_nobody_learns_of_another(tmp_path: Path) -> None:
    model = buyers()
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(40))
        told = await at.ok("ask_people", people=[crowd], questions=[BUY, RATE], show=SHOW, variants=PRICES, seed=3)
        log = await at.log(told.run)
        again = await at.ok(
            "ask_people", people=[crowd], questions=[BUY, RATE], show=SHOW, variants=PRICES, seed=3, new=True
        )

    buy, rate = apart(told, "buy"), apart(told, "rate")
    assert (buy["verdict"], buy["paired"], buy["n"], buy["to"]) == ("beyond noise", True, [40, 40], "dear")
    assert buy["difference"]["yes"] < -0.3
    assert buy["correction"] == "Holm, 2 tests"
    assert rate["verdict"] == "within noise"
    assert Counter(event.variant for event in log if isinstance(event, Answered)) == {"cheap": 80, "dear": 80}
    texts = [text_of(prompt) for prompt in model.asked]
    assert len(texts) == 160
    orders: dict[Any, set[Any]] = {}
    for prompt in model.asked:
        assert isinstance(prompt.task, AskTask)
        [put] = prompt.task.asked
        key = (prompt.task.moment.person, put.question.id)
        orders.setdefault(key, set()).add((tuple(option.id for option in put.shown.options), put.shown.reversed))
    assert {len(shown) for shown in orders.values()} == {1}, "in one order, whatever the version"
    assert not [text for text in texts if "9 euros" in text and "90 euros" in text]
    assert not [
        text for text in texts if "{{" in text or "cheap" in text or "dear" in text or "version" in text.lower()
    ]
    assert {q["version"] for q in told.data["questions"]} == {"cheap", "dear"}
    assert told.data["versions"][1] == {"id": "dear", "n": 40, "fields": {"price": "90 euros"}}
    assert "buy: Would you buy it at ‹price›? (cheap to dear, the same 40 people)" in told.text
    assert again.data["cost"]["cached_calls"] == 160
    assert again.data["differences"] == told.data["differences"]


async def test_between_each_sees_one_version_in_groups_that_differ_by_at_most_one_person(tmp_path: Path) -> None:
    model = buyers(0.95, 0.2)
    three = [*PRICES, {"id": "free", "price": "0 euros"}]
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(50))
        told, other = [
            await at.ok(
                "ask_people", people=[crowd], questions=[BUY], show=SHOW, variants=three, design="between", seed=seed
            )
            for seed in (3, 4)
        ]
        log, others = await at.log(told.run), await at.log(other.run)

    seen = {event.person: event.variant for event in log if isinstance(event, Answered)}
    assert sorted(Counter(seen.values()).values()) == [16, 17, 17]
    assert seen != {event.person: event.variant for event in others if isinstance(event, Answered)}
    assert told.data["total"] == len(seen) == 50
    assert [version["n"] for version in told.data["versions"]] == [
        Counter(seen.values())[name] for name in ("cheap", "dear", "free")
    ]
    found = {each["to"]: each for each in told.data["differences"]}
    assert (found["dear"]["verdict"], found["dear"]["paired"]) == ("beyond noise", False)
    assert found["free"]["verdict"] == "within noise"
    assert "changed_total" not in found["dear"]
    assert found["dear"]["assumes"].startswith("different people; ")


async def test_the_same_people_see_a_smaller_difference_than_different_ones(tmp_path: Path) -> None:
    async with table(tmp_path, buyers(0.65, 0.35)) as at:
        crowd = await made(at, panel(44))
        ask = {"people": [crowd], "questions": [BUY], "show": SHOW, "variants": PRICES, "seed": 3}
        within, between = [await at.ok("ask_people", **ask, design=design) for design in ("within", "between")]
        dry = [(await at.ok("ask_people", **ask, design=design, dry_run=True)) for design in ("within", "between")]

    assert apart(within, "buy")["p"] < apart(between, "buy")["p"]
    assert "44 people × 2 versions × 1 question = 88 answers." in dry[0].text
    assert "44 people, each of whom sees one of 2 versions, × 1 question = 44 answers." in dry[1].text
    assert [each.data["estimate"]["calls"][0] for each in dry] == [88, 44]
    assert "show, 4 times of 5, a difference of" in dry[0].text
    assert "Groups of 22 show" in dry[1].text


async def test_of_so_few_people_that_no_difference_could_pass_that_is_said_before_and_after(tmp_path: Path) -> None:
    rate: dict[str, Any] = {"id": "rate", "text": "How good is a lamp for {{price}}?", "kind": "rating"}
    ask: dict[str, Any] = {"questions": [rate], "variants": PRICES, "seed": 3}
    model = answering(lambda name, asked, _: 3 + (PRICES[1]["price"] in asked.text) * (1 + int(name[-1]) % 2))
    async with table(tmp_path, model) as at:
        four, eight = [await made(at, panel(count)) for count in (4, 8)]
        few = await at.ok("ask_people", people=[four], **ask)
        more = await at.ok("ask_people", people=[eight], **ask)
        told = {
            (design, size): (await at.ok("ask_people", people=[who], **ask, design=design, dry_run=True)).text
            for design in ("within", "between")
            for size, who in ((4, four), (8, eight))
        }

    assert apart(few, "rate")["verdict"] == "too few people for any difference to pass"
    assert "visible" not in apart(few, "rate")
    assert "too few people for any difference to pass: p = 0.12" in few.text
    assert "4 times of 5" not in few.text
    assert apart(more, "rate")["verdict"] == "beyond noise"
    assert "4 people who answer each version are too few for any difference to pass; 10 points" in told["within", 4]
    assert "Groups of 2 are too few for any difference to pass; 10 points" in told["between", 4]
    for design, who in (("within", "8 people who answer each version"), ("between", "Groups of 4")):
        shown = rf"{who} show, 4 times of 5, a difference of [\d.]+ standard deviations between means"
        assert re.search(rf"{shown}, and none between shares, however large, before p is corrected", told[design, 8])
    assert not any("difference of no difference" in text for text in told.values())


async def test_versions_fill_documents_options_and_pictures(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, tint in (("red.png", 200), ("blue.png", 30)):
        (folder / name).write_bytes(png(tint))
    model = buyers()
    configured = settings(tmp_path).model_copy(update={"server": ServerSection(files_dir=str(folder))})
    pick = {"id": "pick", "text": "Which?", "kind": "choice", "options": ["{{slogan}}", "Neither of them"]}
    versions = [
        {"id": "A", "slogan": "Bright nights", "picture": "red.png"},
        {"id": "B", "slogan": "Calm evenings", "picture": "blue.png"},
    ]

    def first(prompt: Prompt) -> Written:
        return {"choice": "A", "reason": "So."} if isinstance(prompt.task, AskTask) else plain(prompt)

    model.script = first
    async with table(tmp_path, model, configured=configured) as at:
        crowd = await made(at, panel(4))
        told = await at.ok("ask_people", people=[crowd], questions=[pick], show="file:{{picture}}",
                           documents=["On lamps\n{{slogan}}, says the maker."], variants=versions, seed=1)  # fmt: skip

    texts = [text_of(prompt) for prompt in model.asked]
    assert all(("Bright nights" in text) != ("Calm evenings" in text) for text in texts)
    assert all(("red.png" in text) == ("Bright nights" in text) for text in texts)
    assert {each["shares"]["{{slogan}}"] for each in told.data["questions"]} == {1.0}


async def test_answers_piped_into_later_questions_stay_within_their_version(tmp_path: Path) -> None:
    why = {"id": "why", "text": "You said {{buy}} at {{price}}. How sure are you?", "kind": "rating"}
    model = buyers(1.0, 0.0)
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(6))
        await at.ok("ask_people", people=[crowd], questions=[BUY, why], variants=PRICES, seed=3)

    piped = {
        each.text
        for p in model.asked
        if isinstance(p.task, AskTask)
        for each in p.task.asked
        if "You said" in each.text
    }
    assert piped == {"You said yes at 9 euros. How sure are you?", "You said no at 90 euros. How sure are you?"}


async def test_the_one_order_in_which_somebody_sees_the_options_of_all_versions_counts_once(tmp_path: Path) -> None:
    variants = [{"id": f"v{at}", "ad": f"Ad {at}"} for at in range(10)]
    asked: dict[str, Any] = {
        "questions": [{"id": "pick", "text": "Which?", "kind": "choice", "options": ["one", "two", "three"]}],
        "show": "{{ad}}",
        "variants": variants,
    }
    bias: list[str] = []
    async with table(tmp_path, answering(lambda person, _, __: ("one", "two", "three")[int(person[-1]) % 3])) as at:
        crowd = await made(at, panel(30))
        for seed in range(1, 7):
            told = await at.ok("ask_people", people=[crowd], **asked, seed=seed)
            assert "n = 30)" in told.data["trust"]["order_bias"]
            bias += [flag["name"] for flag in told.data["trust"].get("flags", ()) if flag["name"] == "order bias"]

    assert bias == [], "people who know what they want pick it wherever it stands"


async def test_stopped_in_the_middle_it_goes_on_to_the_same_log_and_asks_nothing_twice(tmp_path: Path) -> None:
    ask: dict[str, Any] = {"questions": [BUY, RATE], "show": SHOW, "variants": PRICES, "seed": 6}
    async with table(tmp_path / "one", buyers()) as at:
        whole = await at.ok("ask_people", people=[await made(at, panel(70))], **ask)
        undisturbed = await at.log(whole.run)

    model = buyers()
    model.held = lambda prompt: isinstance(prompt.task, AskTask) and prompt.task.moment.person == "Person 60"
    model.gate.clear()
    async with table(tmp_path / "two", model) as at:
        call = asyncio.create_task(at.ok("ask_people", people=[await made(at, panel(70))], **ask))
        await model.until_asked(190)
        run = (await at.ok("get_run")).data["runs"][0]["run"]
        await at.ok("cancel_run", run=run)
        await call
        model.gate.set()
        before = {prompt.address for prompt in model.asked if prompt.task.moment.person != "Person 60"}  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
        model.asked.clear()
        told = await at.ok("continue_run", run=run)
        log = await at.log(run)

    assert log == undisturbed
    assert not before & {prompt.address for prompt in model.asked}
    assert told.data["differences"] == whole.data["differences"]


async def test_a_rehearsal_counts_the_versions_and_tests_nothing(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        crowd = await made(at, panel(8))
        told = await at.ok("ask_people", people=[crowd], questions=[BUY], show=SHOW, variants=PRICES, **REHEARSAL)

    found = apart(told, "buy")
    assert found["verdict"] == found["method"] == "not measured: rehearsal"
    assert not {"p", "interval"} & {*found}
    assert told.data["trust"]["claim_level"] == "do not count"


async def test_versions_that_cannot_be_compared_are_refused_with_what_to_mend(tmp_path: Path) -> None:
    async with table(tmp_path, buyers()) as at:
        crowd = await made(at, panel(3))
        ask: dict[str, Any] = {"people": [crowd], "questions": [BUY], "show": SHOW}
        one = await at.error("ask_people", **ask, variants=PRICES[:1])
        twice = await at.error("ask_people", **ask, variants=[PRICES[0], {**PRICES[1], "id": "cheap"}])
        same = await at.error("ask_people", **ask, variants=[PRICES[0], {**PRICES[0], "id": "B"}])
        lacking = await at.error("ask_people", **ask, variants=[PRICES[0], {"id": "B", "cost": "9"}])
        undefined = await at.error(
            "ask_people", people=[crowd], questions=[{**BUY, "text": "At {{prize}}?"}], variants=PRICES
        )
        idle = await at.error(
            "ask_people", **ask, variants=[{**each, "colour": str(at)} for at, each in enumerate(PRICES)]
        )
        clash = await at.error("ask_people", **ask, variants=[{**each, "buy": "x"} for each in PRICES])
        alone = await at.error("ask_people", **ask, variants=PRICES, design="between")
        nested = await at.error("ask_people", **ask, variants=[PRICES[0], {"id": "B", "price": "{{price}}"}])
        listed = await at.error("ask_people", **ask, variants=[PRICES[0], {"id": "B", "price": ["9"]}])
        told = await at.ok("ask_people", **ask, variants=PRICES)
        onward = await at.error("ask_people", run=told.run, questions=[RATE])

    assert "1 version compares nothing" in one
    assert "the id 'cheap' is taken" in twice
    assert "'cheap' and 'B' are the same" in same
    assert "has {{price}}, and variant 'B' gives no 'price': it gives cost" in lacking
    assert "{{prize}} is filled by the answer to an earlier question or a field of variants (price)" in undefined
    assert "give 'colour', and nothing has {{colour}}" in idle
    assert "{{buy}}" in clash
    assert "3 people see 2 versions" in alone
    assert "holds a placeholder itself" in nested
    assert "give a text or a number" in listed
    assert f'ask_people(people=["{told.run}"]' in onward


async def test_versions_go_with_groups_axes_repeats_and_one_sitting(tmp_path: Path) -> None:
    warm = {"id": "warm", "text": "How warm is it at {{price}}?", "kind": "rating", "scale": [1, 7], "axis": "feel"}
    cold = {"id": "cold", "text": "How cold is it?", "kind": "rating", "scale": [1, 7], "axis": "-feel"}
    model = buyers()

    def together(prompt: Prompt) -> Written:
        task = prompt.task
        if not isinstance(task, AskTask):
            return plain(prompt)
        own = Random(f"{task.moment.person}/{task.repeat}/{prompt.address}")
        return {each.question.id: {"rating": own.randint(1, 7), "reason": "So."} for each in task.asked}

    model.script = together
    async with table(tmp_path, model) as at:
        crowd = await made(at, panel(20, age=lambda number: 20 + 40 * (number % 2)))
        told = await at.ok("ask_people", people=[crowd], questions=[warm, cold], variants=PRICES, seed=3, repeats=3,
                           sitting="all", group_by=["age"])  # fmt: skip
        compared = await at.error("compare_runs", runs=[told.run])

    assert told.data["total"] == 20 * 2 * 2 * 3
    assert len(model.asked) == 20 * 2 * 3
    assert {axis["axis"] for axis in told.data["axes"]} == {"feel · cheap", "feel · dear"}
    assert all({group["n"] for group in each["by_group"]} == {10} for each in told.data["questions"])
    assert apart(told, "warm")["noise"].startswith("asked again, a person's own answers vary by ")
    assert told.data["trust"]["signal"] != "not measured: ask with repeats=3"
    assert "One run compares nothing" in compared


async def test_an_export_names_the_version_of_each_figure_and_answer(tmp_path: Path) -> None:
    async with table(tmp_path, buyers()) as at:
        crowd = await made(at, panel(8))
        told = await at.ok("ask_people", people=[crowd], questions=[BUY], show=SHOW, variants=PRICES, seed=3)
        written = (await at.ok("export_run", run=told.run, format="markdown")).data["path"]
        rows = (await at.ok("export_run", run=told.run, format="csv")).text

    report = await anyio.Path(written).read_text("utf-8")
    assert "### Would you buy it at 9 euros? (version cheap)" in report
    assert "price: 90 euros; n = 8" in report
    assert rows.count(",buy,1,cheap,") > 0
