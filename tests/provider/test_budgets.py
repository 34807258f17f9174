"""What may be spent, through the tools: not one call more, nothing answered is lost, and it goes on once it may."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tests.doubles import ROOT, Table
from tests.provider.server import Provider, provider
from tests.provider.table import served
from troupe_mcp.settings import BudgetSection, LimitsSection
from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.store import PersonRecord
from troupe_mcp.store.spending import day_of

PRICES = {"prices": {"fake": (1.0, 10.0)}}
WIDE = {"limits": LimitsSection(max_in_flight=200)}
ASKED = {"say": "Tea or coffee?"}


async def crowd(at: Table, count: int, called: str = "Ana") -> list[str]:
    """Make so many people."""
    made = [Persona.of({"age": 20 + n % 60}, f"{called} {n}") for n in range(count)]
    people = [PersonRecord(f"p-{called.lower()}-{n}", 1, p.name, p.spec, p.digest) for n, p in enumerate(made)]
    await at.app.store.save_people(people)
    return [person.id for person in people]


def answered(server: Provider) -> int:
    """How many answers the server gave, those to probes not counted."""
    return sum(not request.probes for request in server.requests)


async def test_a_run_with_a_budget_makes_not_one_call_more_and_goes_on_when_it_is_raised(tmp_path: Path) -> None:
    async with provider() as server, served(tmp_path, server, configured=WIDE, timeout=60) as at:
        people = await crowd(at, 160)
        paused = await at.ok("listen_and_act", people=people, **ASKED, max_calls=130)
        made = answered(server)
        again = await at.ok("continue_run", run=paused.run)
        made_again = answered(server)
        done = await at.ok("continue_run", run=paused.run, max_calls=160)
        shown = await at.events(paused.run)

    assert (paused.data["status"], paused.data["reason"]) == ("paused", "over_budget")
    assert made == made_again == paused.data["cost"]["calls"] == 130
    further = f'continue_run(run="{paused.run}", max_calls=262) goes on'
    message = f"max_calls 130 reached, 100 of 160 done and kept; {further}."
    assert paused.data["warnings"] == again.data["warnings"] == [message]
    assert message in paused.text
    assert paused.data["next"] == further
    assert (done.data["status"], done.data["cost"]["calls"], answered(server)) == ("done", 160, 160)
    assert len({event["person"] for event in shown if event["kind"] == "action"}) == 160


async def test_200_calls_in_flight_of_two_servers_against_a_budget_for_500_a_day_make_not_one_more(
    tmp_path: Path,
) -> None:
    configured = {**WIDE, "budget": BudgetSection(max_calls_per_day=500)}
    async with provider() as server:
        server.together = 200
        async with (
            served(tmp_path, server, configured=configured, timeout=60) as one,
            served(tmp_path, server, configured=configured, timeout=60) as other,
        ):
            rooms = [await crowd(one, 350, called) for called in ("Ana", "Bo")]
            paused = await asyncio.gather(
                *(
                    at.ok("listen_and_act", people=people, **ASKED)
                    for at, people in zip((one, other), rooms, strict=True)
                )
            )
            made = answered(server)
            today = day_of(other.app.now())
            spent = other.app.store.spent_on(today)
        raised = {**WIDE, "budget": BudgetSection(max_calls_per_day=700)}
        async with served(tmp_path, server, configured=raised, timeout=60) as later:
            done = [await later.ok("continue_run", run=told.run) for told in paused]

    assert [(told.data["status"], told.data["reason"]) for told in paused] == [("paused", "over_budget")] * 2
    assert made == spent.calls == sum(told.data["cost"]["calls"] for told in paused) == 500
    for told in paused:
        assert "[budget] max_calls_per_day 500 reached" in told.data["warnings"][0]
        assert f"{today} ends at 24:00 UTC" in told.data["warnings"][0]
        assert told.data["next"] == f'continue_run(run="{told.run}") goes on'
    assert [(told.data["status"], told.data["cost"]["calls"]) for told in done] == [("done", 350)] * 2
    assert answered(server) == 700


async def test_dollars_are_a_hard_limit_and_still_nearly_all_of_them_can_be_used(tmp_path: Path) -> None:
    """Each of the calls under way might cost many times what it does: they wait for each other, none is refused."""
    configured = {**WIDE, **PRICES}
    async with provider() as server, served(tmp_path, server, configured=configured, timeout=60) as at:
        people = await crowd(at, 40)
        free = await at.ok("listen_and_act", people=people, **ASKED, seed=1)
        usd = free.data["cost"]["usd"]
        paused = await at.ok("listen_and_act", people=people, **ASKED, seed=2, max_cost=usd / 2)
        enough = await at.ok("continue_run", run=paused.run, max_cost=usd * 1.5)

    bound = 0.03
    """What one answer may cost: 2,000 tokens at 10 dollars a million, and its prompt."""
    assert usd / 2 - bound < paused.data["cost"]["usd"] <= usd / 2
    assert (paused.data["status"], paused.data["reason"]) == ("paused", "over_budget")
    assert "max_cost" in paused.data["next"]
    assert enough.data["status"] == "done"
    assert enough.data["cost"]["usd"] == pytest.approx(usd, rel=0.01)


@pytest.mark.parametrize(("model", "price"), [("gpt-5-mini-2025-08-07", (0.25, 2.0)), ("fake-1", (3.0, 4.0))])
async def test_what_a_run_costs_is_counted_by_the_price_of_its_model(
    tmp_path: Path, model: str, price: tuple[float, float]
) -> None:
    configured = {"prices": {"fake": (1.0, 1.0), "fake-1": (3.0, 4.0)}}
    async with provider() as server, served(tmp_path, server, configured=configured, model=model) as at:
        cost = (await at.ok("listen_and_act", people=["Oscar"], **ASKED)).data["cost"]

    million = cost["input_tokens"] * price[0] + cost["output_tokens"] * price[1]
    assert cost["input_tokens"] == sum(request.tokens for request in server.requests) > 500, "the probe's with it"
    assert cost["usd"] == pytest.approx(million / 1_000_000, abs=0.0001)
    assert million > 0


KILLED = """
import asyncio
from pathlib import Path
from tests.provider.server import Provider
from tests.provider.table import served
from troupe_mcp.settings import BudgetSection

async def main():
    server = Provider()
    server.port = {port}
    configured = {{"budget": BudgetSection(max_calls_per_day=3)}}
    async with served(Path({directory!r}), server, configured=configured, timeout=60) as at:
        await at.ok("listen_and_act", people={people!r}, say="Tea?")

asyncio.run(main())
"""


async def test_what_a_killed_server_had_reserved_does_not_keep_others_from_asking(tmp_path: Path) -> None:
    people = ["Oscar", "Lisa Carter", "Fetu Leavasa"]
    async with provider() as server:
        server.together = 4
        script = KILLED.format(port=server.port, directory=str(tmp_path), people=people)
        killed = await asyncio.create_subprocess_exec(sys.executable, "-c", script, cwd=ROOT)
        await server.until_waiting(3)
        killed.kill()
        await killed.wait()
        server.all_there.set()
        configured = {"budget": BudgetSection(max_calls_per_day=3)}
        async with served(tmp_path, server, configured=configured) as at:
            told = await at.ok("listen_and_act", people=people, say="Coffee?")
            late = await at.ok("listen_and_act", people=people[:1], say="Water?")

    assert (told.data["status"], told.data["cost"]["calls"]) == ("done", 3)
    assert (late.data["status"], late.data["reason"]) == ("paused", "over_budget")


async def test_a_model_without_a_price_costs_an_unknown_amount_and_a_free_one_nothing(tmp_path: Path) -> None:
    free = {"prices": {"fake": (0.0, 0.0)}}
    async with provider() as server, served(tmp_path / "unknown", server) as at:
        told = await at.ok("listen_and_act", people=await crowd(at, 2), **ASKED)
        shown = await at.ok("get_run", run=told.run)
        report = await at.ok("export_run", run=told.run, format="markdown")
    async with provider() as server, served(tmp_path / "free", server, configured=free) as at:
        gratis = await at.ok("listen_and_act", people=await crowd(at, 2), **ASKED)

    assert " · price unknown, 2 calls" in told.text
    assert " · price unknown, 2 calls" in shown.text
    assert "usd" not in shown.data["cost"]
    assert shown.data["cost"]["price"] == "unknown"
    assert all("usd" not in share for share in shown.data["cost"]["by_person"])
    assert "price unknown" in report.text
    assert "$0.00" not in told.text + shown.text + report.text
    assert " · $0.00, 2 calls" in gratis.text
    assert gratis.data["cost"]["usd"] == 0
    assert "price" not in gratis.data["cost"]
