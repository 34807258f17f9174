"""Many wordings under few labels: which went where is kept, and counts are of labels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Scripted, Written, plain, table
from troupe_mcp import ResultsReducer
from troupe_mcp.language.completion import Completion
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.simulation.turns.perception import TurnTask
from troupe_mcp.studies.normalizing import NormalizeTask
from troupe_mcp.studies.tasks import ExtractTask

SAID = {
    "Oscar": "it costs too much", "Lisa Carter": "The price!", "Fetu Leavasa": "so expensive",
    "Ximena Undurraga": "THE  price!", "Ngozi Adeleke": "the noise it makes", "Raghav Deshmukh": None,
}  # fmt: skip
PRICE, NOISE = "price", "noise"


def sorting(*groups: tuple[str, list[int]]) -> Scripted:
    """A model that sorts the wordings in this way: of 4, the most frequent first."""

    def script(prompt: Prompt) -> Written:
        match prompt.task:
            case ExtractTask(person=person):
                return {"found": {"worry": SAID[person], "n": 1}, "quotes": []}
            case NormalizeTask(wordings=wordings):
                assert wordings == ("The price!", "it costs too much", "so expensive", "the noise it makes")
                return {"labels": [{"label": label, "numbers": numbers} for label, numbers in groups]}
            case _:
                return plain(prompt)

    return Scripted(script)


async def extraction(at: Any, **more: Any) -> Any:
    talk = await at.ok("listen_and_act", people=list(SAID), say="What worries you?", seed=1)
    fields = {"worry": "what worries them", "n": {"type": "integer"}}
    return await at.ok("extract_results", run=[talk.run], objective="the worries", fields=fields, **more)


async def test_wordings_go_under_labels_and_the_mapping_is_kept(tmp_path: Path) -> None:
    model = sorting((PRICE, [1, 2, 3]), (NOISE, [4]))
    async with table(tmp_path, model) as at:
        told = await extraction(at, normalize={"worry": 3}, reduce={"group": "worry_label", "collect": "person"})
        paid = len(model.asked)
        again = await extraction(at, normalize={"worry": 3}, reduce={"group": "worry_label", "collect": "person"})
        view = await at.app.get_run(told.run)

    assert [row["worry_label"] for row in told.data["results"]] == [PRICE, PRICE, PRICE, PRICE, NOISE, None]
    assert told.data["results"][3]["worry"] == "THE  price!", "what was said stays"
    sorted_ = {PRICE: ["The price!", "it costs too much", "so expensive"], NOISE: ["the noise it makes"]}
    assert told.data["labels"] == view.labels() == {"worry": sorted_}
    assert told.data["tally"]["worry_label"] == {PRICE: 4, NOISE: 1, "(not said)": 1}
    assert [(row["worry_label"], row["count"]) for row in told.data["reduced"]] == [
        (PRICE, 4), (NOISE, 1), ("(not said)", 1),
    ]  # fmt: skip
    assert (told.data["done"], told.data["total"]) == (7, 7)
    assert len(model.asked) == paid
    assert again.data["cost"]["calls"] == 0


async def test_a_wording_has_one_label_and_what_has_none_or_is_too_much_stays_without(tmp_path: Path) -> None:
    model = sorting(("other", [4]), (PRICE, [1, 2, 99]), ("cost", [2, 3]), ("  ", [3]))
    async with table(tmp_path, model) as at:
        told = await extraction(at, normalize={"worry": 2})

    assert told.data["labels"]["worry"] == {"other": ["the noise it makes"], PRICE: ["The price!", "it costs too much"]}
    assert [row["worry_label"] for row in told.data["results"]] == [PRICE, PRICE, None, PRICE, "other", None]


async def test_what_a_model_will_not_sort_stays_as_it_was_said_and_the_result_says_so(tmp_path: Path) -> None:
    model = sorting()
    usual = model.script
    model.script = lambda prompt: Completion("", "refused") if isinstance(prompt.task, NormalizeTask) else usual(prompt)
    async with table(tmp_path, model) as at:
        told = await extraction(at, normalize={"worry": 3})

    assert told.data["status"] == "done"
    assert {row["worry_label"] for row in told.data["results"]} == {None}
    assert "worry 1 of 1 times (refused)" in told.data["warnings"][0]


async def test_an_extraction_cut_off_before_its_labels_goes_on_and_asks_nothing_twice(tmp_path: Path) -> None:
    groups = ((PRICE, [1, 2, 3]), (NOISE, [4]))
    async with table(tmp_path / "one", sorting(*groups)) as at:
        undisturbed = await extraction(at, normalize={"worry": 3})
    model = sorting(*groups)
    model.held = lambda prompt: isinstance(prompt.task, NormalizeTask)
    model.gate.clear()
    async with table(tmp_path / "two", model) as at:
        told = await extraction(at, normalize={"worry": 3}, wait_seconds=0)
        await model.until_asked(13)
        await at.ok("cancel_run", run=told.run)
        model.gate.set()
        done = await at.ok("continue_run", run=told.run)

    assert done.data["results"] == undisturbed.data["results"]
    kinds = [type(prompt.task) for prompt in model.asked]
    assert (kinds.count(TurnTask), kinds.count(ExtractTask), kinds.count(NormalizeTask)) == (6, 6, 2)


async def test_the_rehearsal_sorts_by_shared_words_and_labels_with_what_was_said(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        people = ["Oscar", "Lisa Carter", "Fetu Leavasa", "Ximena Undurraga"]
        talk = await at.ok("run_world", people=people, say="What should a word processor do?", steps=1, seed=1)
        told = await at.ok(
            "extract_results", run=[talk.run], objective="the ideas", fields=["idea"], group_by="run",
            normalize={"idea": 2},
        )  # fmt: skip

    ideas = [row["idea"] for row in told.data["results"]]
    assert 0 < len(told.data["labels"]["idea"]) <= 2
    assert all({label, *said} <= {*ideas} for label, said in told.data["labels"]["idea"].items())
    assert told.data["notice"].startswith("Rehearsal")


@pytest.mark.parametrize(
    ("given", "complaint"), [({"soup": 3}, "'soup', which is no field"), ({"worry": 1}, "from 2 to 30")]
)
async def test_labels_that_cannot_be_are_refused(tmp_path: Path, given: dict[str, int], complaint: str) -> None:
    async with table(tmp_path, Scripted()) as at:
        talk = await at.ok("listen_and_act", people=["Oscar"], say="Hm?")
        wanted: dict[str, Any] = {"run": [talk.run], "objective": "worries", "fields": ["worry"]}
        assert complaint in await at.error("extract_results", **wanted, normalize=given)
        estimate = await at.ok("extract_results", **wanted, normalize={"worry": 3}, dry_run=True)

    assert estimate.data["estimate"]["calls"] == [2, 2]


def test_rows_keep_their_order_where_they_are_as_many_and_lists_are_one_value() -> None:
    records = [{"a": ["x", "y"], "b": 1}, {"a": ["x", "y"], "b": None}, {"a": "x", "b": 2}, {"a": None, "b": 2}]
    assert ResultsReducer(group=("a",), first=("b",)).reduce(records) == [
        {"a": ["x", "y"], "count": 2, "b": 1}, {"a": "x", "count": 1, "b": 2}, {"a": "(not said)", "count": 1, "b": 2},
    ]  # fmt: skip
    assert ResultsReducer(collect=("b",)).reduce(records) == [{"count": 4, "b": [1, 2]}]
    assert ResultsReducer(group=("a",)).reduce([]) == []
