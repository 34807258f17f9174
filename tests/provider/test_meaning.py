"""Memories found by their meaning: what shares no word with the moment comes to mind, and no vector is paid twice."""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import Any

import pytest

from tests.doubles import Table
from tests.provider.cells import SECRET
from tests.provider.replies import Reply, Request, failure, obliging, vectors
from tests.provider.server import Program, Provider, provider
from tests.provider.table import AZURE, KEY, everything_in, served
from troupe_mcp.language.vectors import in_calls, vectors_prompt
from troupe_mcp.models.openai.embeddings import EmbeddingModel
from troupe_mcp.models.openai.endpoint import Endpoint
from troupe_mcp.settings import Keys
from troupe_mcp.simulation.memory.meaning import Meaning
from troupe_mcp.simulation.memory.retrieval import Item, retrieve
from troupe_mcp.simulation.worlds.events import SoughtByWords

NEAR = "Grandmother drowned, and nobody spoke about it."
OTHERS = [f"On day {n} we mended bicycle {n}. {'It took us ages. ' * 14}" for n in range(40)]
ASKED = "Are you afraid of big water?"
BY_MEANING: dict[str, Any] = {"embedding_model": "embed-1"}
PRICED = {"prices": {"fake": (1.0, 10.0), "embed": (1000.0, 0.0)}}


def meant(request: Request) -> Reply:
    """What a text is about: water, or bicycles, each somewhat its own."""
    return vectors([[1.0, len(text) / 9_000] if _wet(text) else [len(text) / 9_000, 1.0] for text in request.texts])


def _wet(text: str) -> bool:
    return "drowned" in text or "water" in text


def of_vectors(server: Provider) -> list[Request]:
    return [request for request in server.requests if request.path.partition("?")[0].endswith("/embeddings")]


def of_turns(server: Provider) -> list[Request]:
    return [request for request in server.requests if request.body.get("messages") and not request.probes]


async def person(at: Table, name: str = "Ana") -> str:
    """Make somebody who remembers more than a prompt shows."""
    persona = {"name": name, "age": 40, "memories": [*OTHERS[:20], NEAR, *OTHERS[20:]]}
    return (await at.ok("create_person", persona=persona)).data["person"]


def sea(*names: str) -> dict[str, Any]:
    return {"people": [*names], "say": ASKED, "seed": 3, "steps": 1}


@pytest.mark.parametrize(("model", "comes"), [(BY_MEANING, True), ({}, False)])
async def test_a_memory_that_shares_no_word_with_the_question_comes_to_mind_by_its_meaning(
    tmp_path: Path, model: dict[str, Any], comes: bool
) -> None:
    async with provider() as server:
        server.vectors = meant
        async with served(tmp_path, server, **model) as at:
            told = await at.ok("listen_and_act", people=[await person(at)], say=ASKED)

    [turn] = of_turns(server)
    assert (NEAR in turn.text) is comes
    assert told.data["status"] == "done"
    assert [(each.body["model"], len(each.texts)) for each in of_vectors(server)] == [("embed-1", 42)] * comes
    assert KEY.encode() not in everything_in(tmp_path)


async def test_azure_s_deployment_is_asked_at_its_own_address(tmp_path: Path) -> None:
    async with provider() as server:
        server.vectors = meant
        keys = Keys(azure=AZURE, azure_endpoint=server.root)
        async with served(
            tmp_path, server, keys=keys, base_url="", model="talk-1", embedding_model="text-embedding-3-small"
        ) as at:
            await at.ok("listen_and_act", people=[await person(at)], say=ASKED)

    [asked] = of_vectors(server)
    assert asked.path == "/openai/deployments/text-embedding-3-small/embeddings?api-version=2025-04-01-preview"
    assert (asked.headers["api-key"], asked.body["dimensions"]) == (AZURE, 512)
    assert AZURE.encode() not in everything_in(tmp_path)


async def test_a_wave_asks_once_for_all_who_act_in_it_and_nothing_is_asked_for_again(tmp_path: Path) -> None:
    async with provider() as server:
        server.vectors = meant
        async with served(tmp_path, server, **BY_MEANING) as at:
            people = [await person(at, name) for name in ("Ana", "Bo", "Cy")]
            first = await at.ok("run_world", **sea(*people), order="together")
            paid = len(server.requests)
            again = await at.ok("run_world", **sea(*people), order="together", new=True)
            free = len(server.requests)
            fork = await at.ok("run_world", fork_of=first.run, say="What of water, then?", steps=1)
            logs = [await at.log(each.run) for each in (first, again)]
            shares = (await at.ok("get_run", run=first.run)).data["cost"]

    begun, *later = [len(each.texts) for each in of_vectors(server)]
    assert begun == 42, "people who remember the same share its vectors"
    assert all(count < 42 for count in later)
    assert (first.data["cost"]["calls"], again.data["cost"]["calls"]) == (1 + 3, 0)
    assert again.data["cost"]["cached_calls"] == 3
    assert free == paid
    assert logs[0] == logs[1]
    assert fork.data["status"] == "done"
    assert all(NEAR in turn.text for turn in of_turns(server)[:3])
    assert shares["calls"] == 4


NOTHING: list[list[float]] = [[]]
LONG_GONE = Reply(b"", manner="never")
FAULTS: dict[str, tuple[Program, str]] = {
    "500": (lambda _: failure(500, message=SECRET), "unavailable, 500"),
    "wrong key": (lambda _: failure(401, "invalid_api_key", SECRET), "unauthorised, 401, OPENAI_API_KEY"),
    "no such model": (lambda _: failure(404, "model_not_found", SECRET), "unknown_model, 404, embed-1"),
    "busy": (lambda _: failure(429, message=SECRET, Retry_After="2"), "rate_limited, 429, it asks to wait 2 s"),
    "never": (lambda _: LONG_GONE, "timed_out, 0.2 s"),
    "gone in the middle": (lambda _: Reply(b"x" * 900, manner="reset"), "unavailable, no connection"),
    "too few": (lambda _: vectors([[1.0, 2.0]]), "garbled, 1 vectors for 2 texts"),
    "other lengths": (lambda _: vectors([[1.0, 2.0], [1.0]]), "garbled, vectors of different lengths"),
    "no number": (lambda _: vectors([[float("nan"), 1.0]] * 2), "garbled, a vector without a length"),
    "beyond numbers": (lambda _: vectors([[1.7e308, 1.7e308]] * 2), "garbled, a vector without a length"),
    "huge": (lambda _: vectors([[10**400, 1.0]] * 2), "garbled, a vector without a length"),
    "zeros": (lambda _: vectors([[0.0, 0.0]] * 2), "garbled, a vector without a length"),
    "empty": (lambda _: vectors([*NOTHING, *NOTHING]), "garbled, a vector without a length"),
    "words": (lambda _: vectors([["a"]] * 2), "garbled, not the OpenAI protocol"),  # type: ignore[list-item]
    "not the protocol": (lambda _: Reply(b'["a", "list"]'), "garbled, not the OpenAI protocol"),
    "no JSON": (lambda _: Reply(b'{"data": [{"emb'), "garbled, not the OpenAI protocol"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_what_is_no_vector_is_a_typed_outcome_and_no_word_of_the_server_passes(fault: str) -> None:
    program, why = FAULTS[fault]
    async with provider() as server:
        server.vectors = program
        model = EmbeddingModel(
            Endpoint("compatible", "embed-1", KEY, server.url, timeout=0.2 if fault == "never" else 5)
        )
        told = await model.complete(vectors_prompt(["a", "b"], ("step", "1", "vectors")))
        await model.aclose()

    assert f"{told.outcome}, {told.detail}" == why
    assert SECRET not in repr(told)


ENDS: list[tuple[Program, str, int]] = [
    (lambda _: failure(500, message=SECRET), "unavailable, 500", 4),
    (lambda _: failure(401, message=SECRET), "unauthorised, 401, OPENAI_API_KEY", 1),
    (lambda _: LONG_GONE, "timed_out, 0.5 s", 4),
    (lambda _: vectors([[1.0]]), "garbled, 1 vectors for 42 texts", 4),
]
"""What a server does, what is said of it, and how often it is asked."""


@pytest.mark.parametrize(("program", "why", "tries"), ENDS, ids=lambda each: each if isinstance(each, str) else "")
async def test_where_no_vectors_come_words_decide_no_turn_is_lost_and_the_result_says_so(
    tmp_path: Path, program: Program, why: str, tries: int
) -> None:
    async with provider() as server:
        server.vectors = program
        async with served(tmp_path, server, **BY_MEANING, timeout=0.5 if "timed" in why else 5) as at:
            told = await at.ok("run_world", people=[await person(at)], say=ASKED, steps=1)
            looked = await at.ok("get_run", run=told.run)
            events = await at.events(told.run)

    assert told.data["status"] == "done"
    [warning] = told.data["warnings"]
    assert "In step 1 people's memories were sought by their words" in warning
    assert f"embed-1 gave no vectors ({why})" in warning
    assert warning in told.text
    assert warning in looked.data["warnings"]
    assert len([event for event in events if event["kind"] == "sought_by_words"]) == 1
    assert (len(of_turns(server)), len(of_vectors(server))) == (1, tries)
    kept = everything_in(tmp_path)
    assert SECRET.encode() not in kept
    assert KEY.encode() not in kept


async def test_vectors_of_another_length_than_those_that_are_kept_are_not_compared_with_them(tmp_path: Path) -> None:
    async with provider() as server:
        server.vectors = meant
        async with served(tmp_path, server, **BY_MEANING) as at:
            ana = await person(at)
            await at.ok("run_world", **sea(ana))
            server.vectors = lambda request: vectors([[1.0, 0.0, 0.0]] * len(request.texts))
            told = await at.ok("run_world", people=[ana], say="Another question, of water.", steps=1)

    assert told.data["status"] == "done"
    assert "garbled, vectors of 3 numbers beside others of 2" in told.data["warnings"][0]


async def test_the_next_step_asks_again_and_within_a_step_nobody_does(tmp_path: Path) -> None:
    async with provider() as server:
        server.vectors = lambda request: failure(401) if len(of_vectors(server)) == 1 else meant(request)
        async with served(tmp_path, server, **BY_MEANING) as at:
            people = [await person(at, name) for name in ("Ana", "Bo")]
            again = [{"step": 2, "say": ASKED}]
            told = await at.ok("run_world", people=people, say=ASKED, script=again, steps=2, order="in_turn")
            log = await at.log(told.run)

    assert [event.step for event in log if isinstance(event, SoughtByWords)] == [1]
    assert [NEAR in turn.text for turn in of_turns(server)] == [False, False, True, True]


async def test_a_run_that_is_cut_off_goes_on_with_what_it_found_or_did_not_find(tmp_path: Path) -> None:
    """What failed stays failed for its step, though the server is well again, so that the log is the same."""
    logs: dict[tuple[bool, bool], Any] = {}
    asked: dict[tuple[bool, bool], int] = {}
    for fails in (False, True):
        for cut in (False, True):
            ill, stopped = [fails], [cut]

            def told(request: Request) -> Reply:
                return failure(401) if ill else meant(request)  # noqa: B023

            def answered(request: Request) -> Reply:
                return failure(401) if stopped and "Bo" in request.text else obliging(request)  # noqa: B023

            async with provider(answered) as server:
                server.vectors = told
                async with served(tmp_path / f"{fails}{cut}", server, **BY_MEANING) as at:
                    people = [await person(at, name) for name in ("Ana", "Bo")]
                    if not fails:
                        ill.clear()
                    if not cut:
                        stopped.clear()
                    run = await at.ok("run_world", **sea(*people), order="together")
                    assert run.data["status"] == ("paused" if cut else "done")
                    logs[fails, cut] = await at.log(run.run)
                if cut:
                    ill.clear()
                    stopped.clear()
                    async with served(tmp_path / f"{fails}{cut}", server, **BY_MEANING) as at:
                        await at.ok("continue_run", run=run.run)
                        logs[fails, cut] = await at.log(run.run)
                asked[fails, cut] = len(of_vectors(server))

    assert logs[False, True] == logs[False, False]
    assert logs[True, True] == logs[True, False] != logs[False, False]
    assert asked == {(False, False): 1, (False, True): 1, (True, False): 1, (True, True): 1}


async def test_vectors_are_counted_and_a_budget_without_room_for_them_pauses_the_run(tmp_path: Path) -> None:
    async with provider() as server:
        server.vectors = meant
        async with served(tmp_path, server, configured=PRICED, **BY_MEANING) as at:
            ana = await person(at)
            free = await at.ok("listen_and_act", people=[ana], say=ASKED, seed=1, dry_run=True)
            few = await at.ok("listen_and_act", people=[ana], say=ASKED, seed=1, max_calls=1)
            none = len(of_vectors(server)), len(of_turns(server))
            done = await at.ok("continue_run", run=few.run, max_calls=2)

    assert free.data["estimate"]["calls"] == [2, 2]
    assert free.data["estimate"]["usd"][0] > 1, "a thousand dollars for a million tokens that are compared"
    assert (few.data["reason"], none) == ("over_budget", (1, 0))
    assert (done.data["status"], done.data["cost"]["calls"], len(of_vectors(server))) == ("done", 2, 1)
    assert done.data["cost"]["usd"] >= 42 * 1000 / 1_000_000


async def test_dollars_are_not_limited_where_the_price_of_vectors_is_unknown(tmp_path: Path) -> None:
    configured = {"prices": {"fake": (1.0, 10.0)}}
    async with provider() as server, served(tmp_path, server, configured=configured, **BY_MEANING) as at:
        said = await at.error("listen_and_act", people=[await person(at)], say=ASKED, max_cost=1)

    assert "no price is known for embed-1" in said


async def test_a_run_keeps_the_way_it_began_with_and_a_fork_takes_what_is_configured(tmp_path: Path) -> None:
    async with provider() as server:
        server.vectors = meant
        async with served(tmp_path, server) as at:
            ana = await person(at)
            by_words = await at.ok("run_world", **sea(ana))
        async with served(tmp_path, server, **BY_MEANING) as at:
            on = await at.ok("run_world", run=by_words.run, say=ASKED, steps=1)
            unasked = len(of_vectors(server))
            fork = await at.ok("run_world", fork_of=by_words.run, say=ASKED, steps=1)
            asked = len(of_vectors(server))
        async with served(tmp_path, server) as at:
            gone = await at.ok("run_world", run=fork.run, say=ASKED, steps=1)

    assert (on.data["status"], unasked, asked) == ("done", 0, 1)
    assert not on.data.get("warnings")
    assert gone.data["status"] == "done"
    assert "embed-1 gave no vectors (unavailable, not configured here)" in gone.data["warnings"][0]


async def test_who_rehearses_asks_for_no_vectors_and_a_deleted_run_takes_its_own_along(tmp_path: Path) -> None:
    async with provider() as server:
        server.vectors = meant
        async with served(tmp_path, server, **BY_MEANING) as at:
            ana = await person(at)
            await at.ok("run_world", **sea(ana), played_by="rehearsal")
            assert of_vectors(server) == []
            told = await at.ok("run_world", **sea(ana))
            before = (await at.app.store.counts()).answers
            await at.app.store.erase([told.run], [])
            after = (await at.app.store.counts()).answers

    assert before - after == 42 + 1


def test_nearness_counts_from_what_is_usual_and_needs_every_vector() -> None:
    items = [Item("far", 1), Item("near", 1), Item("usual", 1)]
    known = {"query": [1.0, 0.0], "far": [0.0, 1.0], "near": [1.0, 0.0], "usual": [0.5, 0.5]}
    meaning = Meaning({text: array("f", numbers) for text, numbers in known.items()})
    assert retrieve("query", items, 3, meaning=meaning) == [1]
    assert meaning.relevance("query", ["near", "far"]) == [1.0, 0.0]
    assert meaning.relevance("query", ["near", "unheard of"]) is None
    assert retrieve("usual", [*items, Item("unheard of")], 3, meaning=meaning) == [2], "by words"


def test_a_call_takes_no_more_texts_and_characters_than_servers_do() -> None:
    assert [len(call) for call in in_calls(["a"] * 600)] == [256, 256, 88]
    assert [len(call) for call in in_calls(["a" * 9000] * 60)] == [50, 10]
