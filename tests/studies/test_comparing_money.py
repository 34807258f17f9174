"""Prices and sums of money side by side: they are told as money, in the unit that their question names."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import anyio

from tests.doubles import table
from tests.surveys.panels import answering, made, panel, question
from troupe_mcp.studies.survey.tasks import Asked

OPEN: dict[str, Any] = {"id": "open", "text": "What may a bottle cost?", "kind": "price", "unit": "EUR"}
BUY: dict[str, Any] = {"id": "buy", "text": "Would you buy?", "kind": "price", "options": ["9.99", "15"], "unit": "USD"}
PAID: dict[str, Any] = {"id": "paid", "text": "What did the last one cost you?", "kind": "number", "unit": "£"}
FAR: dict[str, Any] = {"id": "far", "text": "How far do you go for it?", "kind": "number", "unit": "km"}


def buyers(person: str, asked: Asked, _: Random) -> Any:
    """Answer for people of whom each pays more than the one before."""
    number = int(person.rsplit(maxsplit=1)[-1])
    match asked.question.id:
        case "open":
            return {"too_cheap": 2, "cheap": 4 + number / 4, "expensive": 9 + number / 4, "too_expensive": 40}
        case "buy":
            return ["9.99", "15"] if number % 2 else ["9.99"]
        case "paid":
            return 1200 + number / 4
        case _:
            return 12.25 + number


async def test_prices_and_sums_of_money_are_compared_as_money_in_the_unit_of_their_question(tmp_path: Path) -> None:
    everybody = panel(24)
    async with table(tmp_path, answering(buyers)) as at:
        asked = [
            await at.ok("ask_people", people=[await made(at, crowd)], questions=[OPEN, BUY, PAID, FAR], seed=3)
            for crowd in (everybody[:12], everybody[12:])
        ]
        told = await at.ok("compare_runs", runs=[each.run for each in asked])
        page = await at.ok("export_run", run=asked[0].run, format="markdown")
        report = await anyio.Path(page.data["path"]).read_text(encoding="utf-8")

    lines = [line.strip() for line in told.text.splitlines()]
    assert any(line.startswith("mean 7.88 EUR → 10.88 EUR, +3 EUR (+2.24 to +3.76)") for line in lines)
    assert any(line.startswith("mean £1,201.38 → £1,204.38, +£3 (+2.24 to +3.76)") for line in lines)
    assert any(line.startswith("mean 17.8 km → 29.8 km, +12 km (") for line in lines)
    assert any(line.startswith("9.99 USD: 100 % → 100 %") for line in lines)
    assert any(line.startswith("15 USD: 50 % → 50 %") for line in lines)
    assert [each.get("unit") for each in told.data["differences"]] == ["EUR", "USD", "£", "km"]
    first = asked[0]
    assert "mean £1,201.38 (1,200.80 to 1,201.95), median £1,201.38, sd £0.90" in first.text
    assert "mean 17.75 km (" in first.text
    assert "indifference: 7.88 EUR (6.09 to 9.66)" in first.text
    assert question(first.data, "open")["unit"] == "EUR"
    assert "£1,201.38" in report


async def test_who_changed_is_told_in_money_and_only_where_that_shows(tmp_path: Path) -> None:
    seen: dict[str, int] = {}

    def again(person: str, asked: Asked, rng: Random) -> Any:
        seen[person] = seen.get(person, 0) + 1
        number = int(person.rsplit(maxsplit=1)[-1])
        later = (0.001 if number == 1 else 0.5) if seen[person] > 1 else 0
        return 20 + number + later

    async with table(tmp_path, answering(again)) as at:
        crowd = await made(at, panel(3))
        runs = [(await at.ok("ask_people", people=[crowd], questions=[PAID], seed=seed)).run for seed in (3, 4)]
        told = await at.ok("compare_runs", runs=runs)

    assert "changed: 2 of 3 people: Person 0 (£20 → £20.50), Person 2 (£22 → £22.50)\n" in told.text


async def test_beside_real_answers_large_sums_are_no_powers_of_ten(tmp_path: Path) -> None:
    real = "id,paid\n" + "\n".join(f"r{at},{1150 + at}" for at in range(12))
    async with table(tmp_path, answering(buyers)) as at:
        asked = await at.ok("ask_people", people=[await made(at, panel(12))], questions=[PAID], seed=3)
        told = await at.ok("compare_runs", runs=[asked.run], real=real)

    assert "mean £1,201.38 simulated, £1,155.50 real (+45.88, +" in told.text
    assert "e+0" not in told.text
