"""The rehearsal with tools: it writes what it would say, plans what was proposed, and makes nothing up."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from tests.rehearsal.stage import ACTIONS, answer, people, person
from troupe_mcp.simulation.people.persona import Persona
from troupe_mcp.simulation.turns.perception import Brought, Mind, Perceived, TurnTask

ASKED = (
    "Write a short note about advertising.",
    "Could you write a product brief about an oven app for bakers?",
    "Please draft a list of wishes for a kitchen.",
    "Write down your plans.",
)


def task(who: Persona, said: str, *more: str, here: tuple[str, ...] = (), source: str = "interviewer") -> TurnTask:
    heard = Perceived(1, "say" if source not in here else "TALK", source, said, to_me=True)
    return TurnTask(
        who.name, who, here, not here, "", (heard,), 0, Mind(), (*ACTIONS, *more), "English", 1
    )  # fmt: skip


def done(turn: Any, kind: str) -> list[str]:
    return [action["content"] for action in turn["actions"] if action["type"] == kind]


@pytest.mark.parametrize("who", people(), ids=lambda who: who.name)
def test_a_document_is_short_begins_with_its_title_and_holds_no_number_that_is_not_theirs(who: Persona) -> None:
    for asked in ASKED:
        turn = answer(task(who, asked, "WRITE"))
        [text] = done(turn, "WRITE")
        title, _, body = text.partition("\n\n")
        assert re.fullmatch(r"# \S.+", title)
        assert 0 < len(body) < 1200
        assert len(turn["actions"]) == 1
        assert {n for n in re.findall(r"\d+", text) if n not in f"{asked} {who.spec}"} == set()


def test_who_has_no_word_processor_talks_and_who_has_one_uses_it_only_when_asked() -> None:
    oscar = person("Oscar")
    for asked in ASKED:
        assert done(answer(task(oscar, asked)), "WRITE") == []
    for other in ("Do you write letters?", "What do you think about advertising?", "Who wrote to you lately?"):
        assert done(answer(task(oscar, other, "WRITE", "PLAN")), "WRITE") == []


def test_in_company_everybody_writes_a_document_of_their_own() -> None:
    texts = [done(answer(task(who, ASKED[0], "WRITE", here=("Ana",))), "WRITE")[0] for who in people()]

    assert len({text.partition("\n")[0] for text in texts}) == len(texts)


def test_a_date_that_is_proposed_is_planned_with_whoever_proposed_it() -> None:
    lisa = person("Lisa_Carter")
    said = "Lisa, let's meet on 2026-05-03 at 10:00 for a tasting."
    proposed = task(lisa, said, "PLAN", here=("Oscar", "Ilona"), source="Oscar")

    assert done(answer(proposed), "PLAN") == ["2026-05-03 10:00 Meet for a tasting; with Oscar"]
    assert done(answer(task(lisa, said, here=("Oscar",), source="Oscar")), "PLAN") == [], "there is no calendar"
    known = Perceived(1, "PLAN", "Oscar", said, to_me=True, title="2026-05-03 10:00 Tasting")
    assert done(answer(replace(proposed, perceived=(known, *proposed.perceived))), "PLAN") == [], "it is there already"


@pytest.mark.parametrize(
    "said",
    [
        "Let's meet soon.",
        "Let's meet on Tuesday at 10:00.",
        "Let's meet on 2026-05-03.",
        "On 2020-05-03 at 10:00 I fell.",
    ],
)
def test_a_date_that_nobody_named_in_full_or_proposed_is_not_planned(said: str) -> None:
    for who in people():
        assert done(answer(task(who, said, "PLAN", here=("Ana",), source="Ana")), "PLAN") == []


def test_who_is_asked_what_another_wrote_reads_it_and_says_where_it_stands() -> None:
    lisa = person("Lisa_Carter")
    written = Perceived(1, "WRITE", "Oscar", "Pods", title="Pods")
    asked = task(lisa, "What does Oscar's note say about the price?", "WRITE", "READ")
    asked = replace(asked, perceived=(written, *asked.perceived))

    assert done(answer(asked), "READ") == ["Pods"]
    found = Brought("READ", "Pods", "You read “Pods” by Oscar", "# Pods\n\nThey are white.\n\nThe price is 900 euros.")
    assert done(answer(replace(asked, brought=(found,))), "TALK") == ["“Pods” says: “The price is 900 euros.”"]
