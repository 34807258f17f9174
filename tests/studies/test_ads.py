"""Three television ads, six people, everybody alone: who likes which, and what is counted."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.doubles import Era, Table, Told, table

ADS = {
    "Frame King TV": "The big screen for gamers. 144 hertz, a game mode for ranked matches and Dota 2 nights with your "
    "team. Plug in the console, the PC and two controllers.",
    "Home Wall TV": "The television for the whole family. Cartoons for the kids in the morning, football for the "
    "father at night, one film for everybody on Sunday. A child lock, and a quiet mode while the little ones sleep.",
    "Penny Screen TV": "The cheapest set in the shop, for anyone who counts every coin. It halves the electricity "
    "bill, needs no subscription, and lasts ten years. Half price for those who live on a pension.",
}
MADE_FOR = {
    "Aruzhan Seitkali": "Frame King TV",
    "Fetu Leavasa": "Home Wall TV",
    "Ilona Szabados": "Penny Screen TV",
}
PEOPLE = [*MADE_FOR, "Ngozi Adeleke", "Oscar", "Solveig Rustad"]
FIELDS = {"ad_number": {"type": "integer"}, "ad_title": "the title of that ad", "justification": "why"}
QUESTION = "Which of these ads do you like most, and why?"
ORDERS = list(itertools.permutations(ADS))


async def shown(at: Table, order: Sequence[str], seed: int) -> Told:
    ads = "\n\n".join(f"Ad {number}: {title}\n{ADS[title]}" for number, title in enumerate(order, 1))
    return await at.ok("listen_and_act", people=PEOPLE, show=ads, say=QUESTION, seed=seed)


async def extracted(at: Table, run: str) -> Told:
    return await at.ok("extract_results", run=[run], objective="which ad each chose, and why", fields=FIELDS)


def chosen(said: str) -> int:
    """The ad that a reply takes: the first one that it names."""
    named = re.search(r"\bAd (\d)", said)
    assert named, said
    return int(named[1])


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "-".join(title.split()[0] for title in order))
async def test_people_like_the_ad_that_was_made_for_them_wherever_it_stands(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    async with table(tmp_path) as at:
        talk = await shown(at, order, seed=3)
        found = await extracted(at, talk.run)
    rows = {row["person"]: row for row in found.data["results"]}

    assert list(rows) == PEOPLE
    assert {name: rows[name]["ad_title"] for name in MADE_FOR} == MADE_FOR
    assert {name: order[rows[name]["ad_number"] - 1] for name in MADE_FOR} == MADE_FOR
    assert found.data["tally"]["ad_title"] == Counter(row["ad_title"] or "(not said)" for row in rows.values())
    assert f"| Ilona Szabados | {order.index('Penny Screen TV') + 1} | Penny Screen TV |" in found.text


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "-".join(title.split()[0] for title in order))
async def test_the_choice_that_is_extracted_is_the_one_that_was_made(tmp_path: Path, order: tuple[str, ...]) -> None:
    async with table(tmp_path) as at:
        talk = await shown(at, order, seed=3)
        found = await extracted(at, talk.run)
    rows = {row["person"]: row for row in found.data["results"]}

    for reply in talk.data["replies"]:
        said = " ".join(action["content"] for action in reply["actions"])
        row = rows[reply["name"]]
        assert row["ad_number"] == chosen(said)
        assert order[row["ad_number"] - 1] == row["ad_title"]
        assert row["justification"]
        assert row["justification"] in said
        assert row["quotes"]["ad_number"] in said
    assert found.data["tally"]["ad_number"] == Counter(str(row["ad_number"]) for row in rows.values())
    assert found.data["tally"]["ad_title"] == Counter(row["ad_title"] for row in rows.values())


@pytest.mark.parametrize("era", ["auto", "legacy"])
async def test_an_extraction_says_what_it_read_and_is_a_run_of_its_own(tmp_path: Path, era: Era) -> None:
    async with table(tmp_path, era=era) as at:
        talk = await shown(at, ORDERS[0], seed=5)
        before = await at.events(talk.run)
        found = await extracted(at, talk.run)
        again = await at.ok("get_run", run=found.data["job"])
        listed = await at.ok("get_run")
        after = await at.events(talk.run)

    assert found.data["of"] == [talk.run]
    assert found.data["job"] != talk.run
    assert "run" not in found.data
    assert again.data["results"] == found.data["results"]
    assert [line["kind"] for line in listed.data["runs"]] == ["extraction", "interview"]
    assert after == before, "nobody was asked anything new"


async def test_only_the_named_people_are_extracted(tmp_path: Path) -> None:
    async with table(tmp_path) as at:
        talk = await shown(at, ORDERS[0], seed=5)
        found = await at.ok("extract_results", run=talk.run, objective="the choice", people=["Ilona", "Oscar"])
        refused = await at.error("extract_results", run=talk.run, objective="the choice", people=["Lisa Carter"])

    assert [row["person"] for row in found.data["results"]] == ["Ilona Szabados", "Oscar"]
    assert "'Lisa Carter' is not in" in refused
    assert "Ilona Szabados" in refused


async def test_an_ad_that_promises_none_of_what_a_gamer_hates_is_for_her(tmp_path: Path) -> None:
    """She dislikes unskippable ads; a television without any speaks to her, not against itself."""
    fair = "Ad 1: Quick TV\nNo lag in a ranked match. Zero unskippable ads."
    dull = "Ad 2: Wall TV\nA television for the living room."
    async with table(tmp_path) as at:
        talk = await at.ok("listen_and_act", people=["Aruzhan"], show=f"{fair}\n\n{dull}", say=QUESTION, seed=3)

    [reply] = talk.data["replies"]
    assert chosen(reply["actions"][0]["content"]) == 1
