"""No answer is paid for twice: the ledger in front of a model."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.doubles import Scripted, Written
from troupe_mcp.app.app import now
from troupe_mcp.language.answer import Answer
from troupe_mcp.language.completion import Completion, Outcome
from troupe_mcp.language.prompt import Message, Prompt
from troupe_mcp.models.ledgered import InFlight, Ledgered, ledger_key
from troupe_mcp.store import RunRecord, Store

FINE = '{"word": "fine"}'


class Word(Answer):
    word: str


class Sentence(Answer):
    sentence: str


@dataclass(frozen=True)
class Told:
    """A task that is told by one text."""

    text: str = "x"

    def digest(self) -> str:
        return self.text


PROMPT = Prompt((Message("user", "How are you?"),), Word, Told(), ("step", "1", "oscar"), 7, "v1")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await Store.open(tmp_path, clock=now) as opened:
        for run in ("run-1", "run-2"):
            await opened.create_run(RunRecord(run, "interview"))
        yield opened


def ledgered(
    model: Scripted,
    store: Store,
    run: str = "run-1",
    in_flight: InFlight | None = None,
    *,
    reuse: bool = True,
) -> Ledgered:
    calls = in_flight or InFlight()
    return Ledgered(model, store, owner="local", run=run, awaited={}, in_flight=calls, reuse=reuse)


def counted(store: Store, run: str) -> tuple[int, int]:
    """What a run paid for, and what it has from others."""
    record = store.find_run(run)
    assert record
    return record.calls, record.cached_calls


async def test_an_answer_is_kept_and_never_asked_for_again(store: Store) -> None:
    model = Scripted(lambda _: FINE)
    first, second = ledgered(model, store), ledgered(model, store, "run-2")
    answers = [await first.complete(PROMPT), await first.complete(PROMPT), await second.complete(PROMPT)]

    assert [answer.text for answer in answers] == [FINE] * 3
    assert [answer.cached for answer in answers] == [False, True, True]
    assert len(model.asked) == 1
    await store.update_run("run-1")  # what is counted on the way is written with what is written next
    assert counted(store, "run-1") == (1, 0)
    assert counted(store, "run-2") == (0, 1)


async def test_where_nothing_is_reused_only_the_runs_own_answers_count(store: Store) -> None:
    model = Scripted(lambda _: FINE)
    doors = [ledgered(model, store, run, reuse=False) for run in ("run-1", "run-1", "run-2")]
    answers = [await door.complete(PROMPT) for door in doors]

    assert [answer.cached for answer in answers] == [False, True, False]
    assert len(model.asked) == 2


@pytest.mark.parametrize("runs", [("run-1", "run-1", "run-1"), ("run-1", "run-2", "run-2")], ids=["one", "several"])
async def test_equal_prompts_in_flight_share_one_call(store: Store, runs: tuple[str, ...]) -> None:
    model, in_flight = Scripted(lambda _: FINE), InFlight()
    model.gate.clear()
    doors = [ledgered(model, store, run, in_flight) for run in runs]
    async with asyncio.TaskGroup() as tasks:
        asked = [tasks.create_task(door.complete(PROMPT)) for door in doors]
        await model.until_asked(1)
        model.gate.set()

    assert [task.result().text for task in asked] == [FINE] * 3
    assert len(model.asked) == 1
    assert sum(counted(store, run)[0] for run in set(runs)) == 1
    assert sum(counted(store, run)[0] for run in set(runs)) == 1
    assert in_flight.calls == {}


async def test_whoever_shares_a_call_that_is_cut_off_asks_for_himself(store: Store) -> None:
    model, in_flight = Scripted(lambda _: FINE), InFlight()
    model.gate.clear()
    first, second = (ledgered(model, store, run, in_flight) for run in ("run-1", "run-2"))
    async with asyncio.TaskGroup() as tasks:
        cut = tasks.create_task(first.complete(PROMPT))
        await model.until_asked(1)
        waiting = tasks.create_task(second.complete(PROMPT))
        cut.cancel()
        await model.until_asked(2)
        model.gate.set()

    assert cut.cancelled()
    assert waiting.result().text == FINE


@pytest.mark.parametrize("outcome", ["refused", "content_filter", "truncated"])
async def test_a_refusal_is_replayed_in_its_run_and_asked_anew_in_another(store: Store, outcome: Outcome) -> None:
    model = Scripted(lambda _: Completion("no", outcome))
    first = ledgered(model, store)
    second = ledgered(model, store, "run-2")
    refused, replayed = await first.complete(PROMPT), await first.complete(PROMPT)
    model.script = lambda _: FINE
    answered = await second.complete(PROMPT)
    still = await first.complete(PROMPT)

    assert [c.outcome for c in (refused, replayed, answered, still)] == [outcome, outcome, "answered", outcome]
    assert [c.cached for c in (refused, replayed, answered, still)] == [False, True, False, True]
    assert len(model.asked) == 2


async def test_a_refusal_in_flight_is_not_another_runs(store: Store) -> None:
    written: list[Written] = [Completion("no", "refused"), FINE]
    model, in_flight = Scripted(lambda _: written.pop(0)), InFlight()
    model.gate.clear()
    first, second = (ledgered(model, store, run, in_flight) for run in ("run-1", "run-2"))
    async with asyncio.TaskGroup() as tasks:
        one = tasks.create_task(first.complete(PROMPT))
        await model.until_asked(1)
        other = tasks.create_task(second.complete(PROMPT))
        model.gate.set()

    assert (one.result().outcome, other.result().outcome) == ("refused", "answered")


async def test_what_is_not_of_the_wanted_form_is_kept_as_unparsable(store: Store) -> None:
    model = Scripted(lambda _: '{"word": 7}')
    door = ledgered(model, store)
    answers = [await door.complete(PROMPT), await door.complete(PROMPT)]

    assert [answer.outcome for answer in answers] == ["unparsable", "unparsable"]
    assert (len(model.asked), counted(store, "run-1")) == (1, (1, 0))


@pytest.mark.parametrize("outcome", ["rate_limited", "timed_out", "unauthorised", "unavailable"])
async def test_what_cost_nothing_is_asked_again(store: Store, outcome: Outcome) -> None:
    model = Scripted(lambda _: Completion("", outcome))
    door = ledgered(model, store)
    failed = await door.complete(PROMPT)
    model.script = lambda _: FINE

    assert failed.outcome == outcome
    assert (await door.complete(PROMPT)).text == FINE


DIFFERENT: dict[str, Prompt] = {
    "address": PROMPT.at("repeat", "2"),
    "seed": replace(PROMPT, seed=8),
    "words": PROMPT.followed_by(Message("user", "Really?")),
    "role": replace(PROMPT, messages=(Message("system", "How are you?"),)),
    "form": replace(PROMPT, answer=Sentence),
    "length": replace(PROMPT, max_tokens=10),
    "template": replace(PROMPT, template_version="v2"),
}


@pytest.mark.parametrize("what", DIFFERENT)
async def test_another_prompt_is_another_call(store: Store, what: str) -> None:
    model = Scripted(lambda prompt: '{"sentence": "x"}' if prompt.answer is Sentence else FINE)
    door = ledgered(model, store)
    answers = [await door.complete(PROMPT), await door.complete(DIFFERENT[what])]

    assert [answer.cached for answer in answers] == [False, False]
    assert len(model.asked) == 2


def test_the_key_tells_owners_and_models_apart() -> None:
    model = Scripted()
    keys = {
        ledger_key("local", model, PROMPT),
        ledger_key("somebody", model, PROMPT),
        ledger_key("local", Scripted(name="scripted-2"), PROMPT),
        ledger_key("local", Scripted(provider="other"), PROMPT),
    }

    assert len(keys) == 4
    assert ledger_key("local", Scripted(), replace(PROMPT, task=Told("y"))) == ledger_key("local", model, PROMPT)


def test_the_key_of_a_model_that_reads_tasks_knows_no_words() -> None:
    model = Scripted(reads_tasks=True)
    key = ledger_key("local", model, PROMPT)

    assert ledger_key("local", model, DIFFERENT["words"]) == key
    assert ledger_key("local", model, DIFFERENT["template"]) == key
    assert ledger_key("local", model, replace(PROMPT, task=Told("y"))) != key
    assert ledger_key("local", model, DIFFERENT["seed"]) != key
    assert ledger_key("local", model, DIFFERENT["address"]) != key
