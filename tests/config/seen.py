"""What can be seen of a configuration: in a tool's result, by the provider that is asked, or from outside a server."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import anyio.lowlevel

from tests.cli.terminal import forgetful, typed_apart
from tests.config.bench import Bench, Crowd, Written
from troupe_mcp.settings import Keys

Seen = Callable[[Bench, Written], Awaitable[Any]]
PEOPLE = ["Oscar", "Lisa Carter", "Fetu Leavasa", "Caio Marinho", "Solveig Rustad", "Raghav Deshmukh"]
ALONE = {"people": PEOPLE[:1], "say": "Hello."}


async def player(bench: Bench, written: Written, keys: Keys | None = None) -> str:
    """Who would play, by a call that only asks for the price."""
    async with bench.table(written, keys) as at:
        return (await at.ok("listen_and_act", **ALONE, dry_run=True)).data["played_by"]


async def player_with_a_key(bench: Bench, written: Written) -> str:
    """The same where OpenAI's key is there."""
    return await player(bench, written, Keys(openai="sk-never-used"))


def sent(name: str) -> Seen:
    """What a request says of a parameter."""

    async def see(bench: Bench, written: Written) -> object:
        async with bench.table(written) as at:
            await at.ok("listen_and_act", **ALONE)
        return bench.server.requests[-1].body.get(name)

    return see


async def requests(bench: Bench, written: Written) -> bool:
    """Whether the provider is asked at all."""
    async with bench.table(written) as at:
        await at.ok("listen_and_act", **ALONE)
    return bool(bench.server.requests)


async def asks_for_vectors(bench: Bench, written: Written) -> set[str]:
    """The models that are asked for vectors where somebody remembers more than a prompt holds."""
    async with bench.table(written) as at:
        taught = [f"On day {n} I repaired a bicycle with {n} spokes. {'It took long. ' * 20}" for n in range(60)]
        ana = await at.ok("create_person", persona={"name": "Ana", "age": 30, "memories": taught})
        await at.ok("listen_and_act", people=[ana.data["person"]], say="What did you repair?")
    return {request.body["model"] for request in bench.server.requests if request.path.endswith("/embeddings")}


async def azure_version(bench: Bench, written: Written) -> str:
    """The version in the path of a request to Azure."""
    keys = Keys(azure="sk-azure", azure_endpoint=bench.server.url.removesuffix("/v1"))
    async with bench.table(written, keys) as at:
        await at.ok("listen_and_act", **ALONE)
    return bench.server.requests[-1].path.partition("api-version=")[2]


async def end_of_a_slow_answer(bench: Bench, written: Written) -> str:
    """How a run ends whose model takes its time."""
    bench.server.delay = 0.3
    async with bench.table(written) as at:
        told = await at.ok("listen_and_act", **ALONE)
        return told.data.get("reason") or told.data["status"]


async def ending(bench: Bench, written: Written) -> str:
    """How a talk of a few ends."""
    async with bench.table(written) as at:
        return (await at.ok("listen_and_act", people=PEOPLE, say="Hello.")).data["status"]


async def costs_something(bench: Bench, written: Written) -> bool:
    """Whether a run's cost is known, and more than nothing."""
    async with bench.table(written) as at:
        return (await at.ok("listen_and_act", **ALONE)).data["cost"].get("usd", 0) > 0


async def place(bench: Bench, written: Written) -> str:
    """Where the database lies: the first part of its path from the directory in which all homes are."""
    async with bench.table({"store.data_dir": "", **written}):
        [found] = bench.directory.rglob("troupe.db")
        return found.relative_to(bench.directory).parts[0]


async def most_at_once(bench: Bench, written: Written) -> int:
    """How many requests are under way at once where as many come as are allowed, or all there are."""
    settings = bench.settings(written)
    allowed = min(len(PEOPLE), settings.limits.max_in_flight, settings.simulation.wave)
    async with bench.table(written) as at:
        await at.ok("listen_and_act", **ALONE)  # what the server can do is found out
        crowd = Crowd(bench.server, allowed)
        assert (await at.ok("listen_and_act", people=PEOPLE, say="Good evening.")).data["status"] == "done"
    return crowd.most


async def is_paced(bench: Bench, written: Written) -> bool:
    """Whether anybody waits half a minute for their turn; the wait itself is not sat out."""
    async with bench.table(written) as at:
        await at.ok("listen_and_act", people=PEOPLE, say="Hello.")
    return max(bench.waits, default=0) > 30


def refusal(tool: str, **arguments: object) -> Seen:
    """What is said against a call; nothing where it is carried out."""

    async def see(bench: Bench, written: Written) -> str:
        async with bench.table(written) as at:
            told = await at.call(tool, **arguments)
        return told.text.partition(";")[0] if told.is_error else ""

    return see


async def language(bench: Bench, written: Written) -> str:
    """The language in which the model is told to speak."""
    async with bench.table(written) as at:
        await at.ok("listen_and_act", **ALONE)
    return re.findall(r"People speak (\w+)", bench.server.requests[-1].text)[0]


async def fades(bench: Bench, written: Written) -> bool:
    """Whether a long past fades to memories."""
    async with bench.table(written) as at:
        told = await at.ok("run_world", people=PEOPLE[:2], say="Once more. " * 300, steps=2)
        await at.ok("run_world", run=told.run, say="And again. " * 300, steps=1)
    return any("You keep the memory of one person" in request.text for request in bench.server.requests)


def status_for(client: str) -> Seen:
    """What a client hears at first of an answer that takes a moment."""

    async def see(bench: Bench, written: Written) -> str:
        bench.server.delay = 0.2
        async with bench.table(written, client=client) as at:
            return (await at.ok("listen_and_act", **ALONE)).data["status"]

    return see


async def runs_of_a_call_given_up_and_repeated(bench: Bench, written: Written) -> int:
    """How many runs there are when a client gave a call up, and makes it again."""
    crowd = Crowd(bench.server, 2)
    async with bench.table(written) as at:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(lambda: at.call("listen_and_act", **ALONE, wait_seconds=50))
            while not bench.server.requests:
                await anyio.lowlevel.checkpoint()
            tasks.cancel_scope.cancel()
        await at.ok("listen_and_act", **ALONE, wait_seconds=0)
        crowd.open()
        return len((await at.ok("get_run")).data["runs"])


async def reads_a_file(bench: Bench, written: Written) -> bool:
    """Whether a text of the operator's folder reaches the model."""
    folder = bench.directory / "kept"
    folder.mkdir()
    (folder / "note.txt").write_text("A note\nThe shop opens at nine.", encoding="utf-8")
    async with bench.table(written) as at:
        await at.call("listen_and_act", people=PEOPLE[:1], documents=["file:note.txt"])
    return any("The shop opens at nine." in request.text for request in bench.server.requests)


async def asks_again(bench: Bench, written: Written) -> bool:
    """Whether the same, played with the same seed, is asked again."""
    async with bench.table(written) as at:
        for _ in range(2):
            await at.ok("listen_and_act", **ALONE, seed=3)
    turns = [request for request in bench.server.requests if "Hello." in request.text]
    return len(turns) > 1


async def answers_kept(bench: Bench, written: Written) -> int:
    """How many answers lie in the ledger when a run is done and the server has ended."""
    async with bench.table(written) as at:
        assert (await at.ok("listen_and_act", **ALONE)).data["status"] == "done"
    async with bench.table({}) as at:
        return (await at.app.store.counts()).answers


async def listening(bench: Bench, written: Written) -> tuple[str, int]:
    """The host and the port that a server over HTTP says it listens on, or cannot because somebody else does."""
    file = bench.file({"store.data_dir": str(bench.directory / "data"), "logging.level": "INFO", **written})
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "troupe_mcp", "--config", str(file), "serve", "--http",
        env=forgetful(), cwd=bench.directory, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr
    log: list[str] = []
    try:
        async for line in process.stderr:
            log.append(line.decode())
            if found := re.search(r"(?:on http://|address \(')([\w.:]+?)(?::|', )(\d+)", log[-1]):
                return found[1], int(found[2])
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()
    raise AssertionError("".join(log))


async def logs(bench: Bench, written: Written) -> bool:
    """Whether a server says anything on standard error while all is well."""
    file = bench.file({"store.data_dir": str(bench.directory / "data"), **written})
    return bool((await typed_apart(bench.directory, "--config", str(file))).err)
