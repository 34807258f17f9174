from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.samples import Clock, answer, prompt
from troupe_mcp.language.completion import BILLED, Completion, Outcome
from troupe_mcp.language.model import Ledger
from troupe_mcp.store import Store

KEY = "k" * 64


def uses(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT run, key FROM call_use ORDER BY run, key").fetchall()


async def test_the_store_is_a_ledger(store: Store) -> None:
    ledger: Ledger = store
    assert await ledger.lookup(KEY, "r-1") is None


async def test_an_answer_comes_back_marked_as_cached(store: Store) -> None:
    await store.record(KEY, "r-1", prompt(), answer())
    assert await store.lookup(KEY, "r-1") == replace(answer(), cached=True)
    assert await store.lookup("other", "r-1") is None


async def test_an_answer_serves_every_run(store: Store) -> None:
    await store.record(KEY, "r-1", prompt(), answer())
    assert await store.lookup(KEY, "r-2") == replace(answer(), cached=True)


@pytest.mark.parametrize("outcome", sorted(BILLED - {"answered"}))
async def test_another_billed_outcome_serves_only_the_run_that_paid_for_it(store: Store, outcome: Outcome) -> None:
    refusal = replace(answer("no"), outcome=outcome)
    await store.record(KEY, "r-1", prompt(), refusal)
    assert await store.lookup(KEY, "r-1") == replace(refusal, cached=True)
    assert await store.lookup(KEY, "r-2") is None


@pytest.mark.parametrize("outcome", ["rate_limited", "timed_out", "unauthorised", "unavailable", "over_budget"])
async def test_what_costs_nothing_is_not_recorded(store: Store, outcome: Outcome) -> None:
    with pytest.raises(ValueError, match=outcome):
        await store.record(KEY, "r-1", prompt(), Completion("", outcome=outcome))
    assert await store.lookup(KEY, "r-1") is None


async def test_the_first_answer_under_a_key_stays(store: Store) -> None:
    await store.record(KEY, "r-1", prompt(), answer("first"))
    await store.record(KEY, "r-1", prompt(), answer("second"))
    await store.record(KEY, "r-2", prompt(), answer("third"))
    for run in ("r-1", "r-2"):
        found = await store.lookup(KEY, run)
        assert found is not None
        assert found.text == "first"


async def test_a_run_meets_again_what_it_met_first(store: Store) -> None:
    refusal = replace(answer("no"), outcome="refused")
    await store.record(KEY, "r-1", prompt(), refusal)
    await store.record(KEY, "r-2", prompt(), answer("yes"))
    await store.record(KEY, "r-2", prompt(), refusal)
    met = [await store.lookup(KEY, run) for run in ("r-1", "r-2", "r-3")]
    assert [found.text for found in met if found is not None] == ["no", "yes", "yes"]


@pytest.mark.parametrize("text", ["", "x" * 50_000, "ü" * 2_000, "lone \ud83d surrogate", "\x00\u2028"])
async def test_an_answer_is_kept_to_the_letter(store: Store, text: str) -> None:
    await store.record(KEY, "r-1", prompt(), answer(text))
    found = await store.lookup(KEY, "r-1")
    assert found is not None
    assert found.text == text


async def test_answers_outlive_the_store(tmp_path: Path) -> None:
    async with await Store.open(tmp_path, clock=Clock()) as store:
        await store.record(KEY, "r-1", prompt(), answer())
    async with await Store.open(tmp_path, clock=Clock()) as store:
        assert await store.lookup(KEY, "r-2") == replace(answer(), cached=True)


async def test_who_uses_an_answer_is_noted(tmp_path: Path) -> None:
    async with await Store.open(tmp_path, clock=Clock()) as store:
        await store.record(KEY, "r-1", prompt(), answer())
        await store.record("refused", "r-1", prompt(), replace(answer(), outcome="refused"))
        for _ in range(3):
            await store.lookup(KEY, "r-2")
            await store.lookup("absent", "r-2")
        await store.lookup(KEY, "r-3")
    assert uses(tmp_path / "troupe.db") == [("r-1", KEY), ("r-1", "refused:r-1"), ("r-2", KEY), ("r-3", KEY)]


async def test_a_use_that_is_noted_already_is_not_written_again(tmp_path: Path) -> None:
    async with await Store.open(tmp_path, clock=Clock()) as store:
        await store.record(KEY, "r-1", prompt(), answer())
        await store.lookup(KEY, "r-2")
        await store.save_people([])  # what was submitted before is on disk after it
        before = store.database.commits
        for _ in range(50):
            await store.lookup(KEY, "r-1")
            await store.lookup(KEY, "r-2")
        await store.save_people([])
        assert store.database.commits == before + 1


async def test_every_use_of_many_is_written(tmp_path: Path) -> None:
    async with await Store.open(tmp_path, clock=Clock()) as store:
        for number in range(30):
            await store.record(f"key-{number}", "r-1", prompt(), answer())
        for run in range(100):
            for number in range(30):
                await store.lookup(f"key-{number}", f"r-{run}")
    assert len(uses(tmp_path / "troupe.db")) == 3_000


async def test_what_is_kept_of_a_prompt_is_its_place_and_its_hash(tmp_path: Path) -> None:
    async with await Store.open(tmp_path, clock=Clock()) as store:
        await store.record(KEY, "r-1", prompt("step", "3", "lisa"), answer())
    with closing(sqlite3.connect(tmp_path / "troupe.db")) as connection:
        row = connection.execute("SELECT address, template_version, length(prompt_hash), model FROM call").fetchone()
        everything = " ".join(map(str, connection.execute("SELECT * FROM call").fetchone()))
    assert row == ("step/3/lisa", "turn-1", 64, "somebody-5")
    assert "What do you think" not in everything


async def test_an_owner_never_meets_the_answers_of_another(store: Store) -> None:
    await store.record(KEY, "r-1", prompt(), answer())
    async with await Store.open(store.path.parent, clock=lambda: 9, owner="other") as other:
        assert await other.lookup(KEY, "r-1") is None


async def test_a_run_knows_by_the_beginning_of_a_key_what_it_was_answered(store: Store) -> None:
    await store.record("abcdef12" + "0" * 56, "r-1", prompt(), answer())
    await store.record("bbcdef12" + "0" * 56, "r-1", prompt(), replace(answer("no"), outcome="refused"))
    known = ("abcdef12", "abcdef12" + "0" * 56, "bbcdef12" + "0" * 56)
    assert store.used("r-1", known) == {*known}
    assert store.used("r-2", known) == set()
    strange = ("abcdef1", "abcdef13", "", "%", "abcdef12' OR 1", "abcdef12" + "1" * 56)
    assert store.used("r-1", (*strange, known[0])) == {known[0]}
