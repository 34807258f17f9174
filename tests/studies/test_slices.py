"""An extraction from some steps of a run alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.doubles import REHEARSAL, Scripted, Table, plain, table, text_of
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.studies.tasks import ExtractTask


def read_of(model: Scripted) -> str:
    """Return what the latest extraction was given to read."""
    return text_of(next(p for p in reversed(model.asked) if isinstance(p.task, ExtractTask)))


async def talk(at: Table) -> str:
    script = [{"step": 1, "show": "A red door."}, {"step": 2, "say": "And now?"}, {"step": 3, "say": "At last?"}]
    told = await at.ok("run_world", people=["Oscar", "Lisa Carter"], say="Go on.", steps=3, script=script, seed=1)
    return told.run


async def test_only_the_steps_asked_for_are_read_with_what_was_shown_before_them(tmp_path: Path) -> None:
    async with table(tmp_path, model := Scripted()) as at:
        run = await talk(at)
        await at.ok("extract_results", run=[run], objective="it", people=["Oscar"], from_step=2, to_step=2)
        middle = read_of(model)
        await at.ok("extract_results", run=[run], objective="it", people=["Oscar"], to_step=1)
        start = read_of(model)

    assert "Oscar speaks at step 2." in middle
    assert "A red door." in middle
    assert not any(words in middle for words in ("Go on.", "at step 1.", "at step 3.", "At last?"))
    assert "Oscar speaks at step 1." in start
    assert "at step 2." not in start


async def test_a_slice_is_another_extraction_and_the_same_slice_costs_nothing_again(tmp_path: Path) -> None:
    def script(prompt: Prompt) -> Any:
        if isinstance(prompt.task, ExtractTask):
            last = max(line.step for line in prompt.task.transcript)
            return {"quotes": [], "found": {"n": last}}
        return plain(prompt)

    async with table(tmp_path, Scripted(script)) as at:
        run = await talk(at)
        about = {"run": [run], "objective": "it", "fields": ["n"], "people": ["Oscar"]}
        whole = await at.ok("extract_results", **about)
        early = await at.ok("extract_results", **about, to_step=2)
        again = await at.ok("extract_results", **about, to_step=2, new=True)
        price = await at.ok("extract_results", **about, to_step=2, dry_run=True)

    assert [told.data["results"][0]["n"] for told in (whole, early, again)] == [3, 2, 2]
    assert again.data["cost"]["cached_calls"] == again.data["cost"]["calls"] + again.data["cost"]["cached_calls"] == 1
    assert price.data["status"] == "estimate"


async def test_steps_that_a_run_lacks_are_refused_with_what_it_has(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        run = await talk(at)
        beyond = await at.error("extract_results", run=[run], objective="it", from_step=4)
        reverse = await at.error("extract_results", run=[run], objective="it", from_step=3, to_step=2)

    assert f"{run} has 3 steps, and from_step=4." in beyond
    assert "from_step=3 lies after to_step=2" in reverse


async def test_a_rehearsed_slice_knows_only_its_own_votes(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        show = "Ad 1: Warm bread at your door.\nAd 2: Cold beer at your door."
        told = await at.ok(
            "run_world", people=["Oscar"], show=show, say="Look at them.", steps=2, seed=2, **REHEARSAL,
            script=[{"step": 2, "say": "Which ad would you click?"}],
        )  # fmt: skip
        about = {"run": [told.run], "objective": "the vote", "fields": {"ad_number": {"type": "integer"}}}
        late = await at.ok("extract_results", **about, from_step=2, **REHEARSAL)

    assert late.data["results"][0]["ad_number"] in {1, 2}


async def test_an_extraction_that_was_cancelled_goes_on_and_asks_nobody_twice(tmp_path: Path) -> None:
    held = {"Lisa Carter"}
    model = Scripted(held=lambda p: isinstance(p.task, ExtractTask) and p.task.person in held)
    schema = {"type": "object", "properties": {"parts": {"type": "array", "items": {"enum": ["door", "floor"]}}}}
    async with table(tmp_path, model) as at:
        run = await talk(at)
        before = len(model.asked)
        model.gate.clear()
        about = {"run": [run], "objective": "it", "schema": schema, "to_step": 2}
        begun = await at.ok("extract_results", **about, wait_seconds=0)
        await model.until_asked(before + 2)
        await at.ok("cancel_run", run=begun.run)
        held.clear()
        model.gate.set()
        done = await at.ok("continue_run", run=begun.run, wait_seconds=50)
        log = await at.log(done.run)
        fresh = await at.ok("extract_results", **about, new=True)
        undisturbed = await at.log(fresh.run)

    asked = [p.task.person for p in model.asked if isinstance(p.task, ExtractTask)]
    assert asked.count("Oscar") == 1, "what was answered came from the ledger"
    assert log == undisturbed
    assert fresh.data["cost"]["calls"] == 0
    assert [row["person"] for row in done.data["results"]] == ["Oscar", "Lisa Carter"]
